//! The manual's chapters, in the binary and in rustdoc.

/// The chapters in reading order: name (as in `sealwright manual NAME`), title, Markdown text.
pub const CHAPTERS: &[(&str, &str, &str)] = &[
    ("ceremonies", "Ceremonies", include_str!("ceremonies.md")),
    ("duties", "Duties", include_str!("duties.md")),
    ("screen", "The screen", include_str!("screen.md")),
    ("commands", "The commands", include_str!("commands.md")),
    ("station", "The laptop", include_str!("station.md")),
    ("keys", "Security keys", include_str!("keys.md")),
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
    ("clients", "Clients compared", include_str!("clients.md")),
    ("assurance", "Assurance", include_str!("assurance.md")),
];

/// A line of the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The chapter's name.
    pub chapter: &'static str,
    /// The title of the section that it stands in; before the first section, the chapter's.
    pub section: &'static str,
    /// The line's number in its chapter, from 1.
    pub line: usize,
    /// The line.
    pub text: &'static str,
}

/// Each line in which `word` stands, whatever its capitals, in reading order; none for an empty word.
pub fn search(word: &str) -> impl Iterator<Item = Found> {
    let word = word.to_lowercase();
    let lines = CHAPTERS.iter().flat_map(|&(chapter, title, text)| {
        let mut section = title;
        (1..).zip(text.lines()).map(move |(line, text)| {
            if let Some(title) = text.strip_prefix("## ") {
                section = title;
            }
            Found {
                chapter,
                section,
                line,
                text: text.trim(),
            }
        })
    });
    lines.filter(move |found| !word.is_empty() && found.text.to_lowercase().contains(&word))
}

#[doc = include_str!("ceremonies.md")]
pub mod ceremonies {}

#[doc = include_str!("duties.md")]
pub mod duties {}
#[doc = include_str!("screen.md")]
pub mod screen {}

#[doc = include_str!("commands.md")]
pub mod commands {}

#[doc = include_str!("station.md")]
pub mod station {}

#[doc = include_str!("keys.md")]
pub mod keys {}

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

#[doc = include_str!("clients.md")]
pub mod clients {}

#[doc = include_str!("assurance.md")]
pub mod assurance {}
