//! The played world: software keys, a folder for a printer, two played custodians.

pub mod key;
