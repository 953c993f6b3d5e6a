//! The ledger and the folder that keeps it.

mod agreement;
#[path = "../shared/altered.rs"]
mod altered;
mod altered_ledger;
mod disk;
#[path = "../judges/ledger.rs"]
mod judge;
#[path = "../shared/ledgers.rs"]
mod ledgers;
mod long;
mod refusals;
mod torn;
mod tree;
