//! Where a thing is.

use crate::custody::thing::BagSerial;

/// Where a thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the custodians' hands.
    Table,
    /// In a sealed bag.
    Bag(BagSerial),
    /// Nowhere any more.
    Gone,
}
