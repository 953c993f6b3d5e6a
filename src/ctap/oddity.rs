//! What a key does otherwise than CTAP says, where it can be read in one way only: it is read so, and noted.

use std::fmt;

/// An oddity of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oddity {
    /// The keys of a map are out of order (CTAP 2.1, 8). Twice the same key is an error, not this.
    MapOrder,
    /// A text ends within a character; it is cut there.
    CutText,
    /// This member of its information is of another type, or a number out of its range: as if the key did not say it.
    Member(&'static str),
    /// It says less of its longest message than every key takes (CTAP 2.1, 8).
    ShortMessages,
    /// Success without a body where a list, or a number, was asked for: there is none.
    NothingForEmpty,
    /// Its PIN tokens of protocol 1 are longer than 32 bytes.
    LongToken,
    /// It offers PIN/UV auth protocol 2, and refuses it before any PIN is sent: protocol 1 is spoken.
    NoProtocolTwo,
    /// Its key agreement does not name the algorithm that CTAP wants named (CTAP 2.1, 6.5.6).
    AgreementAlgorithm,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Oddity::MapOrder => "its maps are out of order",
            Oddity::CutText => "it cuts texts within a character",
            Oddity::Member(name) => return write!(f, "what it says as {name} cannot be read"),
            Oddity::ShortMessages => "it says that it takes less than every key must",
            Oddity::NothingForEmpty => "it says nothing where a list is empty",
            Oddity::LongToken => "its PIN tokens are too long",
            Oddity::NoProtocolTwo => "it offers PIN protocol 2 and refuses it",
            Oddity::AgreementAlgorithm => "its key agreement names no algorithm, or another",
        })
    }
}
