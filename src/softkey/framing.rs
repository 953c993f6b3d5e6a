//! CTAPHID as a key sees it (CTAP 2.1, 11.2): channels, requests in pieces, replies in pieces, errors.

use super::flash::Flash;
use super::quirk::Quirk;
use crate::ctap::{PACKET_LEN, Packet};
use std::collections::VecDeque;
use std::time::Duration;

/// The longest message: one initialization packet and 128 continuations (CTAP 2.1, 11.2.4).
pub(super) const MAX_MESSAGE: usize = INIT_ROOM + 128 * CONT_ROOM;

/// STATUS_UPNEEDED (CTAP 2.1, 11.2.9.2.1).
pub(super) const KEEPALIVE_UPNEEDED: u8 = 2;
/// STATUS_PROCESSING.
pub(super) const KEEPALIVE_PROCESSING: u8 = 1;

/// A request whose next packet does not come for so long is given up (CTAP 2.1, 11.2.5.2).
const REQUEST_TIMEOUT: Duration = Duration::from_millis(500);

const INIT_ROOM: usize = PACKET_LEN - 7;
const CONT_ROOM: usize = PACKET_LEN - 5;

const BROADCAST: u32 = 0xffff_ffff;
const MAX_CHANNELS: usize = 64;
/// Packets that a host may leave unread before the key takes no more.
const MAX_UNREAD: usize = 1024;

const PROTOCOL_VERSION: u8 = 2;
const DEVICE_VERSION: [u8; 3] = [1, 0, 0];
/// WINK, CBOR, and no CTAP1 messages (NMSG) (CTAP 2.1, 11.2.9.1.3).
const CAPABILITIES: u8 = 0x01 | 0x04 | 0x08;
/// WINK alone.
const CAPABILITIES_OF_U2F: u8 = 0x01;

const PING: u8 = 0x01;
const INIT: u8 = 0x06;
const WINK: u8 = 0x08;
const CBOR: u8 = 0x10;
const CANCEL: u8 = 0x11;
const KEEPALIVE: u8 = 0x3b;
const ERROR: u8 = 0x3f;
/// Set in an initialization packet's fifth byte.
const IS_INIT: u8 = 0x80;

/// CTAPHID_ERROR codes (CTAP 2.1, 11.2.9.1.6).
#[derive(Clone, Copy)]
#[repr(u8)]
enum HidError {
    InvalidCmd = 0x01,
    InvalidLen = 0x03,
    InvalidSeq = 0x04,
    MsgTimeout = 0x05,
    ChannelBusy = 0x06,
    InvalidChannel = 0x0b,
}

/// What a packet brought that is not settled here.
pub(super) enum Event {
    Nothing,
    /// The channel starts again: nothing of it goes on.
    Resync(u32),
    Cancel(u32),
    /// A whole CTAP2 request.
    Cbor {
        channel: u32,
        message: Vec<u8>,
    },
}

/// Channels, the request that comes in, and the packets that go out.
#[derive(Clone, Default)]
pub(super) struct Framing {
    /// Oldest first.
    channels: VecDeque<u32>,
    request: Option<Request>,
    out: VecDeque<Packet>,
}

/// A request of which more packets are to come.
#[derive(Clone)]
struct Request {
    channel: u32,
    command: u8,
    length: usize,
    message: Vec<u8>,
    next_seq: u8,
    last_packet: Duration,
}

impl Framing {
    /// Takes one packet. `busy` is the channel whose command waits for a touch.
    pub fn take(
        &mut self,
        packet: &Packet,
        now: Duration,
        busy: Option<u32>,
        flash: &mut Flash,
    ) -> Event {
        if self.out.len() > MAX_UNREAD {
            return Event::Nothing;
        }
        let (head, rest) = packet.split_first_chunk::<5>().expect("64 bytes are more");
        let [c0, c1, c2, c3, kind] = *head;
        let channel = u32::from_be_bytes([c0, c1, c2, c3]);
        if kind & IS_INIT == 0 {
            return self.take_continuation(channel, kind, rest, now);
        }
        let (length, body) = rest.split_first_chunk::<2>().expect("59 bytes are more");
        let length = usize::from(u16::from_be_bytes(*length));
        match kind & !IS_INIT {
            INIT => self.init(channel, length, body, flash),
            CANCEL if self.channels.contains(&channel) => Event::Cancel(channel),
            command => match self.refusal(channel, command, length, busy) {
                Some(error) => self.refuse(channel, error),
                None => self.start(channel, command, length, body, now),
            },
        }
    }

    /// The next packet to the host.
    pub fn next(&mut self) -> Option<Packet> {
        self.out.pop_front()
    }

    /// Answers a CTAP2 request: its status byte, then CBOR.
    pub fn reply_cbor(&mut self, channel: u32, reply: &[u8]) {
        self.reply(channel, CBOR, reply);
    }

    /// Says that the key lives; nothing while the host has not read what was said before.
    pub fn keepalive(&mut self, channel: u32, status: u8) {
        if self.out.is_empty() {
            self.reply(channel, KEEPALIVE, &[status]);
        }
    }

    /// Refuses a whole message: the key does not know its command.
    pub fn unknown_command(&mut self, channel: u32) {
        self.error(channel, HidError::InvalidCmd);
    }

    /// Refuses a whole message: another program has the key.
    pub fn channel_busy(&mut self, channel: u32) {
        self.error(channel, HidError::ChannelBusy);
    }

    /// Answers CTAPHID_ERROR with any code on this packet's channel, for tests.
    pub fn fail_with(&mut self, packet: &Packet, code: u8) {
        let [c0, c1, c2, c3, ..] = *packet;
        let channel = u32::from_be_bytes([c0, c1, c2, c3]);
        self.request = None;
        self.forget(channel);
        self.reply(channel, ERROR, &[code]);
    }

    /// When a request that stopped half-way is given up.
    pub fn times_out_at(&self) -> Option<Duration> {
        Some(
            self.request
                .as_ref()?
                .last_packet
                .saturating_add(REQUEST_TIMEOUT),
        )
    }

    /// Gives up a request that stopped half-way.
    pub fn time_out(&mut self, now: Duration) {
        if self.times_out_at().is_some_and(|at| at <= now)
            && let Some(request) = self.request.take()
        {
            self.error(request.channel, HidError::MsgTimeout);
        }
    }

    /// CTAPHID_INIT (CTAP 2.1, 11.2.9.1.3): a new channel, or a channel that starts again.
    fn init(&mut self, channel: u32, length: usize, body: &[u8], flash: &mut Flash) -> Event {
        if channel != BROADCAST && !self.channels.contains(&channel) {
            return self.refuse(channel, HidError::InvalidChannel);
        }
        let Some(nonce) = body.get(..8).filter(|_| length == 8) else {
            return self.refuse(channel, HidError::InvalidLen);
        };
        let granted = match channel {
            BROADCAST => self.allocate(flash),
            own => own,
        };
        self.request.take_if(|r| r.channel == channel);
        if channel != BROADCAST {
            self.forget(channel);
        }
        let mut reply = nonce.to_vec();
        reply.extend_from_slice(&granted.to_be_bytes());
        reply.push(PROTOCOL_VERSION);
        reply.extend_from_slice(&DEVICE_VERSION);
        reply.push(match flash.has(Quirk::U2fOnly) {
            true => CAPABILITIES_OF_U2F,
            false => CAPABILITIES,
        });
        self.reply(channel, INIT, &reply);
        Event::Resync(channel)
    }

    fn allocate(&mut self, flash: &mut Flash) -> u32 {
        loop {
            let [c0, c1, c2, c3, ..] = flash.draw();
            let channel = u32::from_be_bytes([c0, c1, c2, c3]);
            if channel == 0 || channel == BROADCAST || self.channels.contains(&channel) {
                continue;
            }
            if self.channels.len() == MAX_CHANNELS {
                self.channels.pop_front();
            }
            self.channels.push_back(channel);
            return channel;
        }
    }

    /// Why a request is not even begun.
    fn refusal(
        &mut self,
        channel: u32,
        command: u8,
        length: usize,
        busy: Option<u32>,
    ) -> Option<HidError> {
        if !self.channels.contains(&channel) {
            return Some(HidError::InvalidChannel);
        }
        if busy.is_some() {
            return Some(HidError::ChannelBusy);
        }
        if let Some(request) = &self.request {
            if request.channel != channel {
                return Some(HidError::ChannelBusy);
            }
            self.request = None;
            return Some(HidError::InvalidSeq);
        }
        match command {
            PING | WINK | CBOR if length > MAX_MESSAGE => Some(HidError::InvalidLen),
            WINK if length != 0 => Some(HidError::InvalidLen),
            CBOR if length == 0 => Some(HidError::InvalidLen),
            PING | WINK | CBOR => None,
            _ => Some(HidError::InvalidCmd),
        }
    }

    fn start(
        &mut self,
        channel: u32,
        command: u8,
        length: usize,
        body: &[u8],
        now: Duration,
    ) -> Event {
        self.request = Some(Request {
            channel,
            command,
            length,
            message: body.iter().copied().take(length).collect(),
            next_seq: 0,
            last_packet: now,
        });
        self.complete()
    }

    fn take_continuation(&mut self, channel: u32, seq: u8, body: &[u8], now: Duration) -> Event {
        // A continuation that belongs to nothing is ignored (CTAP 2.1, 11.2.5.4).
        let Some(request) = self.request.as_mut().filter(|r| r.channel == channel) else {
            return Event::Nothing;
        };
        if seq != request.next_seq {
            self.request = None;
            return self.refuse(channel, HidError::InvalidSeq);
        }
        let missing = request.length - request.message.len();
        request.message.extend(body.iter().take(missing));
        request.next_seq += 1;
        request.last_packet = now;
        self.complete()
    }

    /// Settles the request if all of it is here.
    fn complete(&mut self) -> Event {
        let Some(request) = self.request.take_if(|r| r.message.len() == r.length) else {
            return Event::Nothing;
        };
        let channel = request.channel;
        if request.command == CBOR {
            let message = request.message;
            return Event::Cbor { channel, message };
        }
        // PING echoes; WINK has nothing to echo.
        self.reply(channel, request.command, &request.message);
        Event::Nothing
    }

    fn refuse(&mut self, channel: u32, error: HidError) -> Event {
        self.error(channel, error);
        Event::Nothing
    }

    fn error(&mut self, channel: u32, error: HidError) {
        self.reply(channel, ERROR, &[error as u8]);
    }

    /// Drops what was still to be said on a channel.
    fn forget(&mut self, channel: u32) {
        self.out.retain(|p| !p.starts_with(&channel.to_be_bytes()));
    }

    /// Cuts a message into packets. Ours are never longer than [`MAX_MESSAGE`].
    fn reply(&mut self, channel: u32, command: u8, message: &[u8]) {
        let (first, rest) = message.split_at(message.len().min(INIT_ROOM));
        let length = (message.len() as u16).to_be_bytes();
        self.push(channel, &[command | IS_INIT, length[0], length[1]], first);
        for (seq, piece) in (0..).zip(rest.chunks(CONT_ROOM)) {
            self.push(channel, &[seq], piece);
        }
    }

    fn push(&mut self, channel: u32, head: &[u8], body: &[u8]) {
        let mut packet = [0; PACKET_LEN];
        let bytes = channel.to_be_bytes();
        let filled = bytes.iter().chain(head).chain(body);
        packet
            .iter_mut()
            .zip(filled)
            .for_each(|(to, from)| *to = *from);
        self.out.push_back(packet);
    }
}
