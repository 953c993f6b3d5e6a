//! The manual's chapters, in the binary and in rustdoc.

/// The chapters in reading order: name (as in `sealwright manual NAME`), title, Markdown text.
pub const CHAPTERS: &[(&str, &str, &str)] = &[
    ("ceremonies", "Ceremonies", include_str!("ceremonies.md")),
    ("commands", "The commands", include_str!("commands.md")),
    ("station", "The laptop", include_str!("station.md")),
    ("plan", "The plan", include_str!("plan.md")),
    ("sheets", "Sheets", include_str!("sheets.md")),
    ("shares", "Shares", include_str!("shares.md")),
    ("words", "Hashes in words", include_str!("words.md")),
    (
        "templates",
        "Ceremony templates",
        include_str!("templates.md"),
    ),
    ("ledger", "The ledger", include_str!("ledger.md")),
    ("events", "The events", include_str!("events.md")),
    ("rehearsal", "The rehearsal", include_str!("rehearsal.md")),
    ("assurance", "Assurance", include_str!("assurance.md")),
];

#[doc = include_str!("ceremonies.md")]
pub mod ceremonies {}

#[doc = include_str!("commands.md")]
pub mod commands {}

#[doc = include_str!("station.md")]
pub mod station {}

#[doc = include_str!("plan.md")]
pub mod plan {}

#[doc = include_str!("sheets.md")]
pub mod sheets {}

#[doc = include_str!("shares.md")]
pub mod shares {}

#[doc = include_str!("words.md")]
pub mod words {}

#[doc = include_str!("templates.md")]
pub mod templates {}

#[doc = include_str!("ledger.md")]
pub mod ledger {}

#[doc = include_str!("events.md")]
pub mod events {}

#[doc = include_str!("rehearsal.md")]
pub mod rehearsal {}

#[doc = include_str!("assurance.md")]
pub mod assurance {}
