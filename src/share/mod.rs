//! Splitting and combining (SLIP-39).
