//! What bounds a ledger of this format, and the two events that the chain itself knows.

/// The format of ledgers that this program writes and reads, as [`BOOK_OPENED`] names it.
pub const FORMAT: u64 = 1;
/// The event of entry 0, which names the origin.
pub const BOOK_OPENED: &str = "book-opened";
/// The event that records a head.
pub const CHECKPOINT: &str = "checkpoint";
/// Bytes in a line, without its LF: what a tile of a tlog-tiles log can hold.
pub const MAX_LINE: usize = 65_535;
/// Levels of objects and arrays; the entry itself is the first.
pub const MAX_DEPTH: usize = 16;
/// The largest integer, and negated the smallest (RFC 8785 stands on I-JSON's exact integers, RFC 7493, 2.2).
pub const MAX_INTEGER: u64 = (1 << 53) - 1;
/// Names in `by`.
pub const MAX_NAMES: usize = 64;
