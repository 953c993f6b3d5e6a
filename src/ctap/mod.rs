//! A security key, spoken to over 64-byte packets ([`Link`]). This room judges nothing.

mod client;

mod command;

mod credential;

mod management;

mod selection;

mod configuration;

mod vendor;

mod link;

mod hid;

mod info;

mod pin;
mod plugged;

mod protocol;

mod status;

mod error;

mod oddity;

mod outcome;

mod wait;

pub mod cbor;

pub use client::{Client, PinRetries};
pub use configuration::MinPinLength;
pub use credential::{
    Algorithm, AssertionReply, AssertionRequest, Attestation, Extensions, NewCredential,
};
pub use error::{CtapError, Feature, Reply};
pub use info::{Info, Management};
pub use link::{Link, LinkError, PACKET_LEN, Packet, Waiting, WaitingFor};
pub use management::{CredentialCount, StoredCredential, StoredRelyingParty};
pub use oddity::Oddity;
pub use pin::{Permissions, PinRule};
pub use plugged::PluggedKey;
pub use protocol::PinToken;
pub use selection::first_touched;
pub use status::{HidStatus, Status};
pub use vendor::Maker;
