//! The manual's chapters, in the binary and in rustdoc.

/// The chapters in reading order: name (as in `sealwright manual NAME`), title, Markdown text.
pub const CHAPTERS: &[(&str, &str, &str)] = &[
    ("commands", "The commands", include_str!("commands.md")),
    ("station", "The laptop", include_str!("station.md")),
    ("plan", "The plan", include_str!("plan.md")),
    (
        "templates",
        "Ceremony templates",
        include_str!("templates.md"),
    ),
    ("ledger", "The ledger", include_str!("ledger.md")),
    ("rehearsal", "The rehearsal", include_str!("rehearsal.md")),
];

#[doc = include_str!("commands.md")]
pub mod commands {}

#[doc = include_str!("station.md")]
pub mod station {}

#[doc = include_str!("plan.md")]
pub mod plan {}

#[doc = include_str!("templates.md")]
pub mod templates {}

#[doc = include_str!("ledger.md")]
pub mod ledger {}

#[doc = include_str!("rehearsal.md")]
pub mod rehearsal {}
