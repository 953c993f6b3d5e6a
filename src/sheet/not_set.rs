//! Why a page cannot be set on paper.

use crate::secret::ArenaFull;

/// Why a page cannot be set on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSet {
    /// No locked memory left.
    ArenaFull,
    /// The fonts have no such character.
    NoGlyph(char),
    /// It does not fit.
    NoRoom(String),
    /// The PDF library's words.
    Library(String),
}

impl std::fmt::Display for NotSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotSet::ArenaFull => ArenaFull.fmt(f),
            NotSet::NoGlyph(c) => write!(
                f,
                "the character U+{:04X} cannot be printed: Latin, Greek and Cyrillic can",
                u32::from(*c)
            ),
            NotSet::NoRoom(what) => write!(f, "{what} does not fit onto its page"),
            NotSet::Library(why) => write!(f, "no PDF could be made: {why}"),
        }
    }
}

impl std::error::Error for NotSet {}

impl From<ArenaFull> for NotSet {
    fn from(_: ArenaFull) -> NotSet {
        NotSet::ArenaFull
    }
}
