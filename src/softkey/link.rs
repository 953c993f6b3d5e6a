//! The rehearsal key as the client sees it: a [`Link`] on a simulated clock.

use super::SoftKey;
use crate::ctap::{Link, LinkError, Packet, Waiting, WaitingFor};
use std::time::Duration;

/// What a packet takes: one USB full-speed interrupt interval.
const PACKET_TIME: Duration = Duration::from_millis(1);

/// A link to a key that others hold too. The clock is theirs as well; time passes only here.
pub struct SoftLink<'a> {
    key: &'a mut SoftKey,
    clock: &'a mut Duration,
    opened: Duration,
    answer: Waiting,
}

impl<'a> SoftLink<'a> {
    /// Opens the key at the clock's time.
    pub fn new(key: &'a mut SoftKey, clock: &'a mut Duration) -> SoftLink<'a> {
        SoftLink {
            opened: *clock,
            key,
            clock,
            answer: Waiting::GoOn,
        }
    }

    /// What is answered when the key waits; without this, [`Waiting::GoOn`].
    pub fn when_waiting(&mut self, answer: Waiting) {
        self.answer = answer;
    }

    /// The key, lent.
    pub fn key(&mut self) -> &mut SoftKey {
        self.key
    }
}

impl Link for SoftLink<'_> {
    fn now(&self) -> Duration {
        self.clock.saturating_sub(self.opened)
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        self.key
            .send_at(self.clock, packet, self.opened.saturating_add(by))
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        self.key
            .receive_at(self.clock, self.opened.saturating_add(by))
    }

    fn waiting(&mut self, _: WaitingFor) -> Waiting {
        self.answer
    }
}

/// For links of others' making: the same on any clock.
impl SoftKey {
    /// Sends the key a packet before `by`; the clock goes on a little.
    ///
    /// # Errors
    /// [`LinkError::Gone`] if it is not plugged in, [`LinkError::Deadline`] if it is too late.
    pub fn send_at(
        &mut self,
        clock: &mut Duration,
        packet: &Packet,
        by: Duration,
    ) -> Result<(), LinkError> {
        if !self.is_plugged() {
            return Err(LinkError::Gone);
        }
        if *clock >= by {
            return Err(LinkError::Deadline);
        }
        *clock = clock.saturating_add(PACKET_TIME);
        self.receive_packet(packet, *clock);
        Ok(())
    }

    /// Waits for the key's next packet until `by`; the clock jumps to where something happens.
    ///
    /// # Errors
    /// [`LinkError::Gone`] if it is, or gets, unplugged; [`LinkError::Deadline`] at `by`.
    pub fn receive_at(&mut self, clock: &mut Duration, by: Duration) -> Result<Packet, LinkError> {
        loop {
            if let Some(packet) = self.next_packet(*clock) {
                *clock = clock.saturating_add(PACKET_TIME);
                return Ok(packet);
            }
            if !self.is_plugged() {
                return Err(LinkError::Gone);
            }
            match self
                .due()
                .map(|at| at.max(clock.saturating_add(PACKET_TIME)))
            {
                Some(at) if at < by => *clock = at,
                _ => {
                    *clock = by.max(*clock);
                    return Err(LinkError::Deadline);
                }
            }
        }
    }
}
