//! What custodians added to the played randomness, sitting by sitting.

use crate::secret::Chance;
use serde::{Deserialize, Serialize};

/// One start of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Blocks of the played generator that were drawn before.
    pub drawn_before: u64,
    /// What the custodians added, in this order.
    pub given: Vec<Given>,
}

/// What somebody added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Who, by the name on the screen.
    pub person: String,
    /// Throws or text.
    pub kind: Chance,
    /// It: throws without blanks.
    pub what: String,
}
