//! A FIDO2 security key in software: a FIDO2 authenticator that speaks CTAPHID packets (CTAP 2.1, 11.2).
//!
//! It shares no protocol code with our client (only the CBOR items), so that each can judge the other. It is no
//! place for a real secret: as in a key's flash, the left half of the PIN's hash stands in [`Flash`], in plain.

mod assertion;
mod client_pin;
mod command;
mod credential;
mod fault;
mod flash;
mod framing;
mod link;
mod management;
mod message;
mod power;
mod quirk;
mod sham;

pub use command::FIRMWARE_VERSION;
pub use fault::{CommandFault, Fault, PacketFault};
pub use flash::Flash;
pub use link::SoftLink;
pub use message::Status;
pub use power::{KEEPALIVE_EVERY, RESET_WINDOW, TOUCH_TIMEOUT, Touch};
pub use quirk::Quirk;
pub use sham::Sham;

use crate::ctap::Packet;
use crate::ctap::cbor::Value;
use client_pin::PinUv;
use framing::{Event, Framing, KEEPALIVE_PROCESSING, KEEPALIVE_UPNEEDED};
use power::{Next, Power, Waiting};
use std::fmt;
use std::time::Duration;

/// For how many milliseconds of how many a key is busy, and the status that it then gives (CTAP 2.1, 8.2).
const BUSY_FOR: u128 = 300;
const BUSY_EVERY: u128 = 2000;
const CHANNEL_BUSY: u8 = 0x06;

/// A software security key: what its flash keeps, and what lives only while it is plugged in.
///
/// It has no clock: each call brings `now`, a time on the caller's clock that never runs backwards.
#[derive(Clone)]
pub struct SoftKey {
    flash: Flash,
    power: Option<Power>,
    touch: Touch,
    faults: Vec<Fault>,
}

impl SoftKey {
    /// A new key, plugged in at the clock's zero, with [`Touch::Always`]. All its randomness comes from `seed`.
    pub fn new(seed: [u8; 32], serial: &str) -> SoftKey {
        SoftKey::from_flash(Flash::new(seed, serial))
    }

    /// The key to which this flash belongs, plugged in afresh at the clock's zero; [`SoftKey::plug`] for another time.
    pub fn from_flash(flash: Flash) -> SoftKey {
        let mut key = SoftKey {
            flash,
            power: None,
            touch: Touch::Always,
            faults: Vec::new(),
        };
        key.plug(Duration::ZERO);
        key
    }

    /// What survives without power. It changes the moment a command takes effect.
    pub fn flash(&self) -> &Flash {
        &self.flash
    }

    /// The serial number on the key's case. CTAP does not tell it.
    pub fn serial(&self) -> &str {
        self.flash.serial()
    }

    /// From now on its firmware has this habit.
    pub fn switch_on(&mut self, quirk: Quirk) {
        self.flash.switch_on(quirk);
    }

    /// From now on it lies so about what it makes.
    pub fn pretend(&mut self, sham: Sham) {
        self.flash.pretend(sham);
    }

    /// Plugs the key in, or unplugs and plugs it: new channels, no token, no wrong PIN counted, reset window open.
    pub fn plug(&mut self, now: Duration) {
        let pin_uv = PinUv::new(&mut self.flash);
        self.power = Some(Power {
            since: now,
            framing: Framing::default(),
            pin_uv,
            next: None,
            listing: None,
            waiting: None,
            silent: false,
            shows_wish: self.flash.has(Quirk::WishApart) && self.flash.wants_new_pin(),
        });
    }

    /// Pulls the key out. Packets that it had not handed out are gone.
    pub fn unplug(&mut self) {
        self.power = None;
    }

    /// Out and in again.
    pub fn power_cycle(&mut self, now: Duration) {
        self.unplug();
        self.plug(now);
    }

    /// Whether it is plugged in.
    pub fn is_plugged(&self) -> bool {
        self.power.is_some()
    }

    /// Says when touches come, from now on and also for the touch that it waits for now.
    pub fn set_touch(&mut self, touch: Touch) {
        self.touch = touch;
    }

    /// Whether it blinks and waits for a touch.
    pub fn wants_touch(&self) -> bool {
        self.power.as_ref().is_some_and(|p| p.waiting.is_some())
    }

    /// Makes the key misbehave once. Packets and commands are counted from here.
    pub fn arm(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Misbehaviours that have not struck yet.
    pub fn armed(&self) -> usize {
        self.faults.len()
    }

    /// The host sends one packet. An unplugged key sees nothing.
    pub fn receive_packet(&mut self, packet: &Packet, now: Duration) {
        self.advance(now);
        let lost = self.packet_fault(packet);
        let Some(power) = self.power.as_mut().filter(|p| !p.silent && !lost) else {
            return;
        };
        let busy = power.waiting.as_ref().map(|w| w.channel);
        match power.framing.take(packet, now, busy, &mut self.flash) {
            Event::Nothing => {}
            Event::Resync(channel) => drop(power.waiting.take_if(|w| w.channel == channel)),
            Event::Cancel(channel) => {
                if power.waiting.take_if(|w| w.channel == channel).is_some() {
                    power
                        .framing
                        .reply_cbor(channel, &[Status::KeepaliveCancel as u8]);
                }
            }
            Event::Cbor { channel, message } => self.begin(channel, &message, now),
        }
    }

    /// The next packet that the key sends, if it has one at `now`.
    pub fn next_packet(&mut self, now: Duration) -> Option<Packet> {
        self.advance(now);
        let power = self.power.as_mut().filter(|p| !p.silent)?;
        let packet = power.framing.next()?;
        match self.packet_fault(&packet) {
            // What comes instead, if anything does. Each fault strikes once, so this ends.
            true => self.next_packet(now),
            false => Some(packet),
        }
    }

    /// When the key does something by itself (a keepalive, a touch, a timeout); None if it waits for the host alone.
    pub fn due(&self) -> Option<Duration> {
        let power = self.power.as_ref().filter(|p| !p.silent)?;
        let waiting = power.waiting.as_ref().map(|w| {
            let end = w.touched_at(self.touch).unwrap_or(w.gives_up_at());
            w.next_keepalive.min(end).min(w.gives_up_at())
        });
        [waiting, power.framing.times_out_at()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Does what time brings: a touch, the end of waiting, a keepalive, a request that was never completed.
    fn advance(&mut self, now: Duration) {
        let touch = self.touch;
        let says = match &self.flash {
            flash if flash.has(Quirk::NoKeepalives) => None,
            flash if flash.has(Quirk::WrongKeepalives) => Some(KEEPALIVE_PROCESSING),
            _ => Some(KEEPALIVE_UPNEEDED),
        };
        let Some(power) = self.power.as_mut().filter(|p| !p.silent) else {
            return;
        };
        power.framing.time_out(now);
        let Some(waiting) = power.waiting.take() else {
            return;
        };
        let touched = waiting
            .touched_at(touch)
            .filter(|t| *t <= waiting.gives_up_at());
        if touched.is_some_and(|t| t <= now) {
            self.finish(waiting, now);
        } else if waiting.gives_up_at() <= now {
            let timeout = [Status::UserActionTimeout as u8];
            power.framing.reply_cbor(waiting.channel, &timeout);
        } else {
            power.keep_alive(waiting, says, now);
        }
    }

    /// A command came whole.
    fn begin(&mut self, channel: u32, message: &[u8], now: Duration) {
        let fault = self.command_fault(message);
        let Some(power) = &mut self.power else { return };
        if self.flash.has(Quirk::U2fOnly) {
            return power.framing.unknown_command(channel);
        }
        let is_busy = now.as_millis() % BUSY_EVERY < BUSY_FOR;
        if is_busy && self.flash.has(Quirk::ChannelBusy) {
            return power.framing.channel_busy(channel);
        }
        if is_busy && self.flash.has(Quirk::Busy) {
            return power.framing.reply_cbor(channel, &[CHANNEL_BUSY]);
        }
        match fault {
            Some(CommandFault::Silent) => power.silent = true,
            Some(CommandFault::UnplugBefore) => self.unplug(),
            Some(CommandFault::Error(status)) => power.framing.reply_cbor(channel, &[status]),
            Some(
                CommandFault::UnplugAfter
                | CommandFault::UnplugBetween
                | CommandFault::AnswerLostAfter
                | CommandFault::AnswerAfter(_)
                | CommandFault::FalseSuccess,
            )
            | None => {
                let wanted_new_pin = self.flash.wants_new_pin();
                let before = (fault == Some(CommandFault::FalseSuccess))
                    .then(|| (self.flash.clone(), power.pin_uv.clone()));
                let next = command::begin(&mut self.flash, power, channel, message, now);
                self.undo(before);
                if fault == Some(CommandFault::UnplugBetween) && wanted_new_pin {
                    self.flash.want_new_pin();
                }
                self.proceed(channel, next, fault, now);
            }
        }
    }

    fn proceed(&mut self, channel: u32, next: Next, fault: Option<CommandFault>, now: Duration) {
        match next {
            Next::Reply(reply) => self.reply(channel, &reply, fault),
            Next::Touch(action) => {
                if let Some(power) = &mut self.power {
                    power.waiting = Some(Waiting {
                        channel,
                        action,
                        since: now,
                        next_keepalive: now,
                        fault,
                    });
                    self.advance(now);
                }
            }
        }
    }

    /// The touch came: the command takes effect.
    fn finish(&mut self, waiting: Waiting, now: Duration) {
        let Some(power) = &mut self.power else { return };
        let before = (waiting.fault == Some(CommandFault::FalseSuccess))
            .then(|| (self.flash.clone(), power.pin_uv.clone()));
        let reply = command::finish(&mut self.flash, power, waiting.action, now);
        self.undo(before);
        self.reply(waiting.channel, &reply, waiting.fault);
    }

    fn reply(&mut self, channel: u32, reply: &[u8], fault: Option<CommandFault>) {
        let reply = &self.written_oddly(reply);
        let reply = match fault {
            Some(CommandFault::UnplugAfter | CommandFault::UnplugBetween) => return self.unplug(),
            Some(CommandFault::AnswerLostAfter) => return,
            Some(CommandFault::AnswerAfter(instead)) => instead,
            _ => reply,
        };
        if let Some(power) = &mut self.power {
            power.framing.reply_cbor(channel, reply);
        }
    }

    /// A reply as firmware of this habit writes it.
    fn written_oddly(&self, reply: &[u8]) -> Vec<u8> {
        let reverse = self.flash.has(Quirk::MapsOutOfOrder);
        let cut = self.flash.has(Quirk::CutNames);
        let body = match reply {
            [0, body @ ..] if reverse || cut => Value::decode(body).ok(),
            _ => None,
        };
        match body {
            Some(body) => [&[0], &quirk::write_oddly(&body, reverse, cut)[..]].concat(),
            None => reply.to_vec(),
        }
    }

    /// For a false success: all is as before, but what was drawn is not drawn again.
    fn undo(&mut self, before: Option<(Flash, PinUv)>) {
        let (Some((flash, pin_uv)), Some(power)) = (before, &mut self.power) else {
            return;
        };
        self.flash.undo_to(flash);
        power.pin_uv = pin_uv;
    }

    /// Counts a packet; true if it is lost.
    fn packet_fault(&mut self, packet: &Packet) -> bool {
        if self.power.is_none() {
            return false;
        }
        match fault::due_at_packet(&mut self.faults) {
            None => return false,
            Some(PacketFault::Lost) => {}
            Some(PacketFault::Unplug) => self.unplug(),
            Some(PacketFault::Silent) => self.power.iter_mut().for_each(|p| p.silent = true),
            Some(PacketFault::Error(code)) => {
                if let Some(power) = &mut self.power {
                    power.waiting = None;
                    power.framing.fail_with(packet, code);
                }
            }
        }
        true
    }

    fn command_fault(&mut self, message: &[u8]) -> Option<CommandFault> {
        fault::due_at_command(&mut self.faults, message)
    }
}

impl fmt::Debug for SoftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftKey")
            .field("flash", &self.flash)
            .field("plugged", &self.is_plugged())
            .field("touch", &self.touch)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
