//! The ledger and the folder that keeps it.

mod agreement;
mod disk;
#[path = "../judges/ledger.rs"]
mod judge;
mod refusals;
mod torn;
mod tree;
