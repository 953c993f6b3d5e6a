//! Hostile keys, played from a fuzzer's bytes, and what must hold whatever they say.
//!
//! A target is a file in `targets/`: it turns bytes into a key ([`script`], [`stream`]) or into something to judge
//! ([`judging`]), lets the product's code speak with it ([`operation`]) and looks on ([`watch`]).

/// The first rooms of the house, compiled from the product's own files: they need nothing below them.
#[path = "../../../src/text/mod.rs"]
pub mod text;

#[path = "../../../src/secret/mod.rs"]
pub mod secret;

#[path = "../../../src/ctap/mod.rs"]
pub mod ctap;

#[path = "../../../src/webauthn/mod.rs"]
pub mod webauthn;

pub mod bytes;
pub mod chance;
pub mod dishonest;
pub mod judging;
pub mod operation;
pub mod packets;
pub mod script;
pub mod stream;
pub mod watch;
