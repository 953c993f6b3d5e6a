//! What a breach put aside.

use jiff::Timestamp;

/// Since when a thing is in quarantine, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantine {
    /// `seq` of the entry that put it there.
    pub since: u64,
    /// When that was, as the entry claims.
    pub at: Timestamp,
    /// What was seen.
    pub what: String,
}
