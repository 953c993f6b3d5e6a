//! Why a line is not the next line of a ledger.

use std::fmt;

/// Why a line is refused: what was found, what is allowed. Excerpts are ASCII and short, whatever the line holds.
///
/// `byte` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineError {
    /// The line is longer than [`super::form::MAX_LINE`].
    TooLong,
    /// Not UTF-8.
    NotUtf8 {
        /// Where.
        byte: usize,
    },
    /// A noncharacter of Unicode (I-JSON, RFC 7493, 2.1).
    Noncharacter {
        /// The code point.
        code: u32,
    },
    /// Not the canonical form of an entry.
    Form {
        /// Where.
        byte: usize,
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// A key is not greater than the one before it: unsorted, or doubled.
    KeyOrder {
        /// Where.
        byte: usize,
        /// The key.
        found: String,
    },
    /// An integer beyond 2^53 - 1.
    Range {
        /// Where.
        byte: usize,
    },
    /// Objects and arrays are nested deeper than [`super::form::MAX_DEPTH`].
    TooDeep {
        /// Where.
        byte: usize,
    },
    /// `at` is not a real date and time.
    Moment {
        /// What stands there.
        found: String,
    },
    /// `by` holds something that is not a name.
    Name {
        /// What stands there.
        found: String,
    },
    /// `by` holds a name twice.
    NameTwice {
        /// The name.
        found: String,
    },
    /// `by` holds more than [`super::form::MAX_NAMES`] names.
    TooManyNames,
    /// `event` is not an object, or its `type` is missing, or is not a tag.
    EventType,
    /// A line is missing, doubled or moved.
    Seq {
        /// What the line says.
        found: u64,
        /// What it should say.
        allowed: u64,
    },
    /// The line before is not the one that this line follows.
    Prev {
        /// What the line says.
        found: String,
        /// What it should say.
        allowed: String,
    },
    /// Entry 0 is not `book-opened`.
    NotOpened {
        /// The event's type.
        found: String,
    },
    /// A later entry is `book-opened`.
    OpenedTwice,
    /// The ledger names no format: no released version wrote it.
    NoFormat,
    /// The ledger is in a format that this version does not know.
    OtherFormat {
        /// The format that it names.
        found: String,
    },
    /// Not an origin.
    Origin {
        /// What stands there.
        found: String,
    },
    /// A checkpoint names another origin.
    CheckpointOrigin {
        /// What stands there.
        found: String,
        /// The ledger's origin.
        allowed: String,
    },
    /// A checkpoint's size is not its own `seq`.
    CheckpointSize {
        /// What stands there.
        found: String,
        /// Its `seq`.
        allowed: u64,
    },
    /// A checkpoint's root is not the root over the lines before it.
    CheckpointRoot {
        /// What stands there.
        found: String,
        /// The root, Base64.
        allowed: String,
    },
}

impl LineError {
    /// Whether the line says that a version of the program wrote it whose ledgers this one cannot judge.
    pub fn is_of_another_version(&self) -> bool {
        matches!(self, LineError::NoFormat | LineError::OtherFormat { .. })
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use LineError as E;
        match self {
            E::TooLong => write!(f, "a longer line; allowed: {} bytes", super::form::MAX_LINE),
            E::NotUtf8 { byte } => write!(f, "byte {byte}: not UTF-8; allowed: UTF-8"),
            E::Noncharacter { code } => {
                write!(f, "U+{code:04X}; allowed: no noncharacter of Unicode")
            }
            E::Form {
                byte,
                found,
                allowed,
            } => write!(f, "byte {byte}: {found}; allowed: {allowed}"),
            E::KeyOrder { byte, found } => {
                write!(
                    f,
                    "byte {byte}: the key \"{found}\" here; allowed: each key once, in ascending order"
                )
            }
            E::Range { byte } => write!(
                f,
                "byte {byte}: a larger integer; allowed: -(2^53 - 1) to 2^53 - 1"
            ),
            E::TooDeep { byte } => {
                write!(
                    f,
                    "byte {byte}: deeper nesting; allowed: {} levels",
                    super::form::MAX_DEPTH
                )
            }
            E::Moment { found } => write!(
                f,
                "at \"{found}\"; allowed: a real date and time, YYYY-MM-DDThh:mm:ssZ, years 1970 to 2999"
            ),
            E::Name { found } => write!(
                f,
                "the name \"{found}\" in by; allowed: 1 to 32 characters of a-z, 0-9 and inner hyphens"
            ),
            E::NameTwice { found } => {
                write!(f, "the name \"{found}\" twice in by; allowed: once")
            }
            E::TooManyNames => write!(
                f,
                "more names in by; allowed: {} at most",
                super::form::MAX_NAMES
            ),
            E::EventType => write!(
                f,
                "an event without such a type; allowed: an object whose type is 1 to 64 characters of a-z and -"
            ),
            E::Seq { found, allowed } => write!(f, "seq {found}; allowed: {allowed}"),
            E::Prev { found, allowed } => write!(f, "prev {found}; allowed: {allowed}"),
            E::NotOpened { found } => {
                write!(f, "{found} as the first event; allowed: book-opened")
            }
            E::OpenedTwice => write!(f, "book-opened again; allowed: once, first"),
            E::NoFormat => write!(f, "written by a pre-release version of Sealwright"),
            E::OtherFormat { found } => write!(
                f,
                "written in format {found}, by another version of Sealwright; this version knows format {}",
                super::form::FORMAT
            ),
            E::Origin { found } => write!(
                f,
                "origin {found}; allowed: book/ or rehearsal/, then 32 lower-case hex digits"
            ),
            E::CheckpointOrigin { found, allowed } => {
                write!(f, "a checkpoint's origin {found}; allowed: \"{allowed}\"")
            }
            E::CheckpointSize { found, allowed } => {
                write!(f, "a checkpoint's size {found}; allowed: {allowed}")
            }
            E::CheckpointRoot { found, allowed } => {
                write!(f, "a checkpoint's root {found}; allowed: \"{allowed}\"")
            }
        }
    }
}

impl std::error::Error for LineError {}

/// At most 24 characters of outside text, as ASCII.
pub(super) fn excerpt(text: &str) -> String {
    const KEPT: usize = 24;
    let mut shown: String = text
        .chars()
        .take(KEPT)
        .flat_map(char::escape_default)
        .collect();
    if text.chars().nth(KEPT).is_some() {
        shown.push_str("...");
    }
    shown
}

/// A JSON value, or that there is none, as a short ASCII excerpt.
pub(super) fn excerpt_of(value: Option<&serde_json::Value>) -> String {
    value.map_or_else(|| "nothing".into(), |v| excerpt(&v.to_string()))
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_is_short_and_says_where_it_was_cut() {
        let longest = "x".repeat(24);
        assert_eq!(excerpt(&longest), longest);
        assert_eq!(excerpt(&format!("{longest}y")), format!("{longest}..."));
        assert_eq!(excerpt("\n\u{e9}"), "\\n\\u{e9}");
    }
}
