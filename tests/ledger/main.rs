//! The ledger and the folder that keeps it.

mod agreement;
mod disk;
#[path = "../judges/ledger.rs"]
mod judge;
#[path = "../shared/ledgers.rs"]
mod ledgers;
mod long;
mod refusals;
mod torn;
mod tree;
