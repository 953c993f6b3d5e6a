//! The real world: hidraw, disk, clock, dice, printer, hardening.

pub mod harden;
pub mod report;
pub mod hid;
