//! A tamper-evident bag.

use crate::custody::thing::{Hash, Item};
use crate::plan::Name;
use jiff::Timestamp;

/// The states of a bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BagState {
    /// Things are about to go in, or are in.
    Sealing,
    /// Sealed, on the table.
    Sealed,
    /// Sealed, with a person, for its place.
    Away {
        /// Who took it there.
        with: Name,
    },
    /// Fetched and inspected.
    Fetched,
    /// About to be opened, or open.
    Opening,
}

/// A tamper-evident bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag {
    /// What is in it.
    pub items: Vec<Item>,
    /// Where it lies.
    pub place: Name,
    /// The plan under which it was sealed.
    pub under: Hash,
    /// Its state.
    pub state: BagState,
    /// Whether it is damaged, and that was looked into: its quarantine has ended.
    pub known_damage: bool,
    /// When people last had it before them, as the entry claims: sealed, inspected or handed over.
    pub seen: Timestamp,
}
