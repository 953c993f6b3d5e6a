//! A key that is known to be the one (I7), and what may be done with it.

mod admit;
mod configure;
mod credential;
mod found;
pub mod genuine;
pub mod identity;
mod pin;
mod reset;
pub mod settings;
mod snapshot;

pub(super) use admit::admit;
pub use found::IdentifiedKey;
pub(super) use pin::read_pin;
pub(super) use reset::{replugged, was_reset};
pub use snapshot::identified;
pub(super) use snapshot::identified_as_is;
