//! What lives only while the key has power: a touch that is waited for, a series, a list.

use super::client_pin::PinUv;
use super::fault::CommandFault;
use super::flash::{Credential, User};
use super::framing::Framing;
use super::message::Status;
use crate::ctap::cbor::Value;
use std::time::Duration;

/// After power-up a reset is accepted for so long (CTAP 2.1, 6.6).
pub const RESET_WINDOW: Duration = Duration::from_secs(10);

/// A key gives up waiting for a touch after this time.
pub const TOUCH_TIMEOUT: Duration = Duration::from_secs(30);

/// Time between two keepalives of a waiting key (CTAP 2.1, 11.2.9.2.1).
pub const KEEPALIVE_EVERY: Duration = Duration::from_millis(100);

/// When somebody touches the key that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// At once, before any keepalive.
    Always,
    /// So long after the key began to wait.
    After(Duration),
    /// Never: the key gives up after [`TOUCH_TIMEOUT`].
    Never,
}

/// What lives only while the key has power.
#[derive(Clone)]
pub(super) struct Power {
    pub(super) since: Duration,
    pub(super) framing: Framing,
    pub(super) pin_uv: PinUv,
    pub(super) next: Option<Rest>,
    pub(super) listing: Option<Listing>,
    pub(super) waiting: Option<Waiting>,
    pub(super) silent: bool,
    /// It shows that it wants a new PIN, whatever became of that ([`Quirk::WishApart`](super::Quirk::WishApart)).
    pub(super) shows_wish: bool,
}

impl Power {
    /// `says`: what its keepalives say, where it sends any.
    pub(super) fn keep_alive(&mut self, mut waiting: Waiting, says: Option<u8>, now: Duration) {
        if waiting.next_keepalive <= now {
            if let Some(says) = says {
                self.framing.keepalive(waiting.channel, says);
            }
            waiting.next_keepalive = now.saturating_add(KEEPALIVE_EVERY);
        }
        self.waiting = Some(waiting);
    }
}

/// A command that waits for a touch.
#[derive(Clone)]
pub(super) struct Waiting {
    pub(super) channel: u32,
    pub(super) action: Action,
    pub(super) since: Duration,
    pub(super) next_keepalive: Duration,
    pub(super) fault: Option<CommandFault>,
}

impl Waiting {
    pub(super) fn touched_at(&self, touch: Touch) -> Option<Duration> {
        match touch {
            Touch::Always => Some(self.since),
            Touch::After(delay) => self.since.checked_add(delay),
            Touch::Never => None,
        }
    }

    pub(super) fn gives_up_at(&self) -> Duration {
        self.since.saturating_add(TOUCH_TIMEOUT)
    }
}

/// How a command goes on.
pub(super) enum Next {
    /// It is over; this is the reply, its status byte first.
    Reply(Vec<u8>),
    /// It wants a touch first.
    Touch(Action),
}

/// What a command does once the key was touched.
#[derive(Clone)]
pub(super) enum Action {
    Refuse(Status),
    Make(Make),
    Assert(Assert),
    Reset,
    Select,
}

/// A request that was checked, with the credentials that answer it.
#[derive(Clone)]
pub(super) struct Assert {
    pub(super) scope: Scope,
    pub(super) first: Credential,
    pub(super) others: Vec<Credential>,
}

/// What all assertions of a series share.
#[derive(Clone)]
pub(super) struct Scope {
    pub(super) channel: u32,
    pub(super) client_data_hash: [u8; 32],
    pub(super) rp_id: String,
    pub(super) touched: bool,
    pub(super) verified: bool,
}

/// The assertions that getNextAssertion still gives.
#[derive(Clone)]
pub(super) struct Rest {
    pub(super) scope: Scope,
    pub(super) credentials: Vec<Credential>,
    pub(super) until: Duration,
}

/// A request that was checked and waits for the touch.
#[derive(Clone)]
pub(super) struct Make {
    pub(super) client_data_hash: [u8; 32],
    pub(super) rp_id: String,
    pub(super) user: User,
    pub(super) discoverable: bool,
    pub(super) verified: bool,
    pub(super) protection: Option<u8>,
}

/// The members of a reply.
pub(super) type Members = Vec<(i64, Value)>;

/// The rest of a list, which its next command asks for one by one.
#[derive(Clone)]
pub(super) struct Listing {
    pub(super) of: Listed,
    /// In reverse.
    pub(super) rest: Vec<Members>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    RelyingParties,
    Credentials,
}
