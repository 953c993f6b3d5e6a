//! A security key, spoken to over 64-byte packets ([`Link`]). This room judges nothing.

mod client;

mod link;

mod hid;

mod info;

mod pin;

mod status;

mod error;

pub mod cbor;

pub use client::{
    AssertionReply, AssertionRequest, Attestation, Client, NewCredential, PinRetries,
};
pub use error::{CtapError, Feature, Reply};
pub use info::Info;
pub use link::{Link, LinkError, PACKET_LEN, Packet, Waiting, WaitingFor};
pub use pin::{Permissions, PinRule, PinToken};
pub use status::{HidStatus, Status};
