//! An account's password.

use crate::custody::thing::Hash;
use jiff::Timestamp;

/// An account's password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordState {
    /// The live set of shares.
    pub live: Option<u64>,
    /// A handover that was begun and not confirmed: the intent's `seq` and the new set.
    pub doubt: Option<(u64, u64)>,
    /// In which ceremony it last changed; 0 for never.
    pub since: u64,
    /// When it last changed, as the entry that says so claims.
    pub live_at: Option<Timestamp>,
    /// The plan under which its shares were printed last.
    pub under: Option<Hash>,
    /// How many sets were begun.
    pub sets: u64,
}
