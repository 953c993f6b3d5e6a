//! A security key, spoken to over 64-byte packets ([`Link`]). This room judges nothing.

pub mod cbor;
mod link;

pub use link::{Link, LinkError, PACKET_LEN, Packet, Waiting, WaitingFor};
