//! The real world: hidraw, disk, clock, dice, printer, hardening.

pub mod hid;
