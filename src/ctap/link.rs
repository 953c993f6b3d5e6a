//! The one thing between the client and a key: packets, a clock, and a word that the key waits.

use std::time::Duration;

/// Bytes in a CTAPHID report (CTAP 2.1, 11.2.4).
pub const PACKET_LEN: usize = 64;

/// One CTAPHID report, without the report number that some systems put before it.
pub type Packet = [u8; PACKET_LEN];

/// What a key asks for while it sends keepalives (CTAP 2.1, 11.2.9.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingFor {
    /// It works (STATUS_PROCESSING).
    Processing,
    /// It blinks and waits for a touch (STATUS_UPNEEDED).
    Touch,
}

/// What the people answer while the key waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Keep waiting until the deadline.
    GoOn,
    /// Send CTAPHID_CANCEL.
    Cancel,
}

/// Why no packet went or came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// Nothing came, or nothing could be sent, before the deadline.
    Deadline,
    /// The key was unplugged, or its node is gone.
    Gone,
    /// The system refused the packet; its words, made safe.
    System(String),
}

/// A channel for packets to one plugged-in key.
///
/// Deadlines are points on the link's own clock, so that a played link needs no real time.
pub trait Link {
    /// Time since the link was opened. It never runs backwards.
    fn now(&self) -> Duration;

    /// Sends one packet before `by`.
    ///
    /// # Errors
    /// [`LinkError`] when it was not sent; the key may or may not have seen it.
    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError>;

    /// Waits for the next packet until `by`.
    ///
    /// # Errors
    /// [`LinkError::Deadline`] when none came in time.
    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError>;

    /// Called for each keepalive: the key lives and waits. The answer may cancel.
    fn waiting(&mut self, what: WaitingFor) -> Waiting;
}

impl<L: Link + ?Sized> Link for Box<L> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        (**self).send(packet, by)
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        (**self).receive(by)
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        (**self).waiting(what)
    }
}
