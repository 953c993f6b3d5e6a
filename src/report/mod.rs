//! What happened and what is, for people and machines.

pub mod events;
pub mod fitness;
pub mod holdings;
pub mod keys;
pub mod status;
pub mod verification;
pub mod views;
