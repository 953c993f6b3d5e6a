//! What happened and what is, for people and machines.

pub mod calendar;
pub mod events;
pub mod fitness;
pub mod holdings;
pub mod impact;
pub mod keys;
pub mod status;
pub mod verification;
pub mod views;
