//! CTAPHID: messages in packets, channels, keepalives, cancelling (CTAP 2.1, 11.2).

use std::time::Duration;

use super::error::{CtapError, Feature, Reply};
use super::link::{Link, LinkError, PACKET_LEN, Packet, Waiting};
use super::outcome::stands_before_the_message;
use super::status::HidStatus;
use super::wait::{Patience, SILENCE_LIMIT, Wait};
use crate::secret::Entropy;

/// The longest message: one first packet and 128 that continue it (CTAP 2.1, 11.2.4).
pub const MAX_MESSAGE: usize = FIRST_PAYLOAD + 128 * NEXT_PAYLOAD;

const FIRST_PAYLOAD: usize = PACKET_LEN - 7;
const NEXT_PAYLOAD: usize = PACKET_LEN - 5;
const BROADCAST: u32 = 0xffff_ffff;

/// To hand all packets of a message to the key. Full speed USB moves one in a millisecond, or a few.
const SEND_LIMIT: Duration = Duration::from_secs(3);
/// For INIT, which needs no work: the key only hands out a number.
const INIT_LIMIT: Duration = Duration::from_secs(3);
/// How long another program is left alone with a busy key before it is asked again.
const BUSY_PAUSE: Duration = Duration::from_millis(50);

const CMD_INIT: u8 = 0x06;
const CMD_WINK: u8 = 0x08;
const CMD_CBOR: u8 = 0x10;
const CMD_CANCEL: u8 = 0x11;
const CMD_KEEPALIVE: u8 = 0x3b;
const CMD_ERROR: u8 = 0x3f;
const INITIAL: u8 = 0x80;

const STATUS_UPNEEDED: u8 = 2;
const CAPABILITY_WINK: u8 = 0x01;
const CAPABILITY_CBOR: u8 = 0x04;
/// The first command that vendors may define (CTAP 2.1, 11.2.9.2).
const CMD_VENDOR_FIRST: u8 = 0x40;

/// Our channel to one key.
pub struct Channel<L> {
    link: L,
    id: u32,
    nonce: u64,
    /// An exchange did not end: the next one makes a fresh start.
    unfinished: bool,
    capabilities: u8,
}

/// A request that the key has and has not answered. While it is not brought to its end the channel counts as unfinished.
pub struct Pending {
    command: u8,
    wait: Wait,
}

/// What ended the wait for a reply. [`Channel::ended`] knows what that means for the key.
enum Broken {
    Link(LinkError),
    Reply(Reply),
    /// With CTAPHID_ERROR; `worked`: after a sign of life, so it had taken the message.
    Refused {
        status: HidStatus,
        worked: bool,
    },
    CancelIgnored,
}

impl<L: Link> Channel<L> {
    /// Asks for a channel (CTAPHID_INIT on the broadcast channel).
    ///
    /// # Errors
    /// [`CtapError::Unsupported`] if the key speaks no CTAP2; [`CtapError`] of the exchange.
    pub fn open(link: L, entropy: &mut dyn Entropy) -> Result<Channel<L>, CtapError> {
        let mut nonce = [0; 8];
        entropy.fill(&mut nonce)?;
        let mut channel = Channel {
            link,
            id: BROADCAST,
            nonce: u64::from_be_bytes(nonce),
            unfinished: false,
            capabilities: 0,
        };

        let granted = channel.init(BROADCAST)?;
        if granted.capabilities & CAPABILITY_CBOR == 0 {
            return Err(CtapError::Unsupported(Feature::Cbor));
        }
        channel.id = granted.channel;
        channel.capabilities = granted.capabilities;
        Ok(channel)
    }

    /// Sends a CTAP2 message and waits for its reply: status and body, as they came.
    ///
    /// # Errors
    /// [`CtapError::TooLong`] before anything is sent; else what broke the exchange. The next call makes a fresh start.
    pub fn cbor(&mut self, message: &[u8], patience: Patience) -> Result<Vec<u8>, CtapError> {
        not_empty(self.exchange(CMD_CBOR, message, patience)?)
    }

    /// Sends a CTAP2 message, whose reply is looked for with [`Channel::look`].
    ///
    /// # Errors
    /// As [`Channel::cbor`].
    pub fn begin_cbor(&mut self, message: &[u8], patience: Patience) -> Result<Pending, CtapError> {
        self.begin(CMD_CBOR, message, patience)
    }

    /// Looks for the reply for 150 ms at most, or until a keepalive comes; None: there is none yet.
    ///
    /// # Errors
    /// As [`Channel::cbor`], which also end the wait.
    pub fn look(&mut self, pending: &mut Pending) -> Result<Option<Vec<u8>>, CtapError> {
        let reply = self.reply(pending);
        self.ended(reply)?.map(not_empty).transpose()
    }

    /// Sends CTAPHID_CANCEL, once; the reply is still to be looked for.
    ///
    /// # Errors
    /// [`CtapError::Lost`] where the key is gone.
    pub fn cancel(&mut self, pending: &mut Pending) -> Result<(), CtapError> {
        let cancelled = self.send_cancel(&mut pending.wait);
        self.ended(cancelled)
    }

    /// Makes the key show itself, by its light (CTAPHID_WINK; CTAP 2.1, 11.2.9.2.1).
    ///
    /// # Errors
    /// [`Feature::Wink`] where the key says that it cannot; [`CtapError`] of the exchange. Nothing changes in the key.
    pub fn wink(&mut self) -> Result<(), CtapError> {
        if self.capabilities & CAPABILITY_WINK == 0 {
            return Err(CtapError::Unsupported(Feature::Wink));
        }
        self.exchange(CMD_WINK, &[], Patience::Work).map(drop)
    }

    /// A question by a vendor's command, 0x40 to 0x7f, and its answer as it came.
    ///
    /// # Errors
    /// [`CtapError`]; most keys refuse other vendors' commands as unknown.
    pub fn vendor(&mut self, command: u8, message: &[u8]) -> Result<Vec<u8>, CtapError> {
        debug_assert!((CMD_VENDOR_FIRST..INITIAL).contains(&command));
        self.exchange(command, message, Patience::Work)
    }

    fn exchange(
        &mut self,
        command: u8,
        message: &[u8],
        patience: Patience,
    ) -> Result<Vec<u8>, CtapError> {
        let mut pending = self.begin(command, message, patience)?;
        loop {
            let reply = self.reply(&mut pending);
            if let Some(reply) = self.ended(reply)? {
                return Ok(reply);
            }
        }
    }

    fn begin(
        &mut self,
        command: u8,
        message: &[u8],
        patience: Patience,
    ) -> Result<Pending, CtapError> {
        if message.len() > MAX_MESSAGE {
            return Err(CtapError::TooLong {
                len: message.len(),
                max: MAX_MESSAGE,
            });
        }
        if self.unfinished {
            self.start_afresh()?;
        }

        self.unfinished = true;
        self.send(self.id, command, message)?;
        Ok(Pending {
            command,
            wait: Wait::new(self.link.now(), patience),
        })
    }

    fn ended<T>(&mut self, how: Result<T, Broken>) -> Result<T, CtapError> {
        match how {
            Ok(reply) => Ok(reply),
            Err(Broken::Refused { status, worked }) => {
                self.unfinished = false;
                Err(match !worked && stands_before_the_message(status) {
                    true => CtapError::RefusedMessage(status),
                    false => CtapError::UnclearMessage(status),
                })
            }
            Err(Broken::Link(cause)) => Err(CtapError::Lost {
                cause,
                unknown: true,
            }),
            Err(Broken::Reply(cause)) => Err(CtapError::Reply {
                cause,
                unknown: true,
            }),
            Err(Broken::CancelIgnored) => Err(CtapError::Cancelled { answered: false }),
        }
    }

    /// Time on the link's clock.
    pub fn now(&self) -> Duration {
        self.link.now()
    }

    /// Leaves another program alone with the key for a moment. What comes meanwhile is for it.
    ///
    /// # Errors
    /// [`CtapError::Lost`] where the key is gone.
    pub fn give_way(&mut self) -> Result<(), CtapError> {
        let by = self.link.now() + BUSY_PAUSE;
        loop {
            match self.link.receive(by) {
                Ok(_) if self.link.now() < by => {}
                Ok(_) | Err(LinkError::Deadline) => return Ok(()),
                Err(cause) => {
                    return Err(CtapError::Lost {
                        cause,
                        unknown: false,
                    });
                }
            }
        }
    }

    /// The link below.
    pub fn link_mut(&mut self) -> &mut L {
        &mut self.link
    }

    /// Gives the link back.
    pub fn into_link(self) -> L {
        self.link
    }

    /// INIT on our own channel: the key drops what it was doing for us (CTAP 2.1, 11.2.9.1.3). What it had to say may
    /// still come, late; so nothing more is said there, and another channel is taken.
    fn start_afresh(&mut self) -> Result<(), CtapError> {
        match self.init(self.id) {
            Err(error) if error.may_be_busy() || error.is_gone() => return Err(error),
            Ok(_) | Err(_) => {}
        }
        self.id = self.init(BROADCAST)?.channel;
        self.unfinished = false;
        Ok(())
    }

    fn init(&mut self, on: u32) -> Result<Granted, CtapError> {
        self.nonce = self.nonce.wrapping_add(1);
        let nonce = self.nonce.to_be_bytes();
        self.send(on, CMD_INIT, &nonce)
            .map_err(CtapError::of_a_question)?;

        let lost = |cause| CtapError::Lost {
            cause,
            unknown: false,
        };
        let by = self.link.now() + INIT_LIMIT;
        loop {
            let packet = self.link.receive(by).map_err(lost)?;
            if self.link.now() >= by {
                return Err(lost(LinkError::Deadline));
            }
            let (channel, rest) = split_channel(&packet);
            // Replies to others on the broadcast channel, and what an aborted exchange left on ours, are not for us.
            if channel != on {
                continue;
            }
            let [command, high, low, data @ ..] = rest;
            let len = usize::from(u16::from_be_bytes([*high, *low]));
            if *command == INITIAL | CMD_ERROR && channel != BROADCAST {
                let code = if len == 0 { 0 } else { data[0] };
                return Err(match code.into() {
                    // Every key knows INIT: this is no word on the command that comes after it.
                    HidStatus::InvalidCommand => {
                        let got = CMD_ERROR;
                        CtapError::from(Reply::OtherCommand { got }).of_a_question()
                    }
                    status => CtapError::RefusedMessage(status),
                });
            }
            if *command != INITIAL | CMD_INIT || data[..8] != nonce {
                continue;
            }
            // Later versions may append; 17 bytes are what this one defines.
            if !(17..=FIRST_PAYLOAD).contains(&len) {
                return Err(CtapError::from(Reply::Length { len }).of_a_question());
            }
            let channel = u32::from_be_bytes([data[8], data[9], data[10], data[11]]);
            if channel == 0 || channel == BROADCAST {
                return Err(CtapError::from(Reply::Channel { channel }).of_a_question());
            }
            return Ok(Granted {
                channel,
                capabilities: data[16],
            });
        }
    }

    fn send(&mut self, channel: u32, command: u8, message: &[u8]) -> Result<(), CtapError> {
        let by = self.link.now() + SEND_LIMIT;
        let packets = packets(channel, command, message);
        let last = packets.len() - 1;
        for (i, packet) in packets.iter().enumerate() {
            // A key cannot act on a message whose last packet it never saw.
            let unknown = i == last;
            self.link
                .send(packet, by)
                .map_err(|cause| CtapError::Lost { cause, unknown })?;
        }
        Ok(())
    }

    /// None: it has not begun yet.
    fn reply(&mut self, pending: &mut Pending) -> Result<Option<Vec<u8>>, Broken> {
        let Some((len, first)) = self.reply_begins(pending)? else {
            return Ok(None);
        };
        let mut reply = Vec::with_capacity(len);
        reply.extend_from_slice(&first[..len.min(FIRST_PAYLOAD)]);

        // A key that has begun to answer has its answer: the rest has one deadline, not each packet its own.
        let by = self.link.now() + SILENCE_LIMIT;
        let mut want = 0;
        while reply.len() < len {
            let rest = self.ours(by)?;
            let [got, data @ ..] = rest;
            if got & INITIAL != 0 {
                let by = got & !INITIAL;
                return Err(Broken::Reply(Reply::Interrupted { by }));
            }
            if got != want {
                return Err(Broken::Reply(Reply::Sequence { want, got }));
            }
            let left = len - reply.len();
            reply.extend_from_slice(&data[..left.min(NEXT_PAYLOAD)]);
            want += 1;
        }
        self.unfinished = false;
        Ok(Some(reply))
    }

    /// The reply's length and its first packet's payload; None: a keepalive came, or nothing for a moment.
    fn reply_begins(
        &mut self,
        Pending { command, wait }: &mut Pending,
    ) -> Result<Option<(usize, [u8; FIRST_PAYLOAD])>, Broken> {
        let rest = match self.ours(wait.until(self.link.now())) {
            Ok(rest) => rest,
            Err(Broken::Link(LinkError::Deadline)) if self.link.now() < wait.end() => {
                return self.ask_the_people(wait).map(|()| None);
            }
            Err(Broken::Link(LinkError::Deadline)) => return Err(over(wait)),
            Err(broken) => return Err(broken),
        };
        let [got, high, low, data @ ..] = rest;
        let len = usize::from(u16::from_be_bytes([high, low]));
        if got & INITIAL == 0 {
            return Err(Broken::Reply(Reply::NotBegun { sequence: got }));
        }
        match got & !INITIAL {
            CMD_KEEPALIVE if len != 1 => Err(Broken::Reply(Reply::Length { len })),
            CMD_KEEPALIVE => {
                // The clock is looked at here too: a link that always has a packet never says "deadline".
                if self.link.now() >= wait.end() {
                    return Err(over(wait));
                }
                wait.sign_of_life(self.link.now(), data[0] == STATUS_UPNEEDED);
                self.ask_the_people(wait).map(|()| None)
            }
            CMD_ERROR => Err(refusal(len, &data, wait.has_worked())),
            _ if len > MAX_MESSAGE => Err(Broken::Reply(Reply::Length { len })),
            got if got == *command => Ok(Some((len, data))),
            got => Err(Broken::Reply(Reply::OtherCommand { got })),
        }
    }

    fn ask_the_people(&mut self, wait: &mut Wait) -> Result<(), Broken> {
        match wait.is_cancelled() || self.link.waiting(wait.what()) == Waiting::GoOn {
            true => Ok(()),
            false => self.send_cancel(wait),
        }
    }

    fn send_cancel(&mut self, wait: &mut Wait) -> Result<(), Broken> {
        if wait.is_cancelled() {
            return Ok(());
        }
        wait.cancel(self.link.now());
        let cancel = packet(self.id, &[INITIAL | CMD_CANCEL, 0, 0], &[]);
        self.link.send(&cancel, wait.end()).map_err(Broken::Link)
    }

    /// The next packet on our channel, without the channel. Those of other channels are other programs'.
    fn ours(&mut self, by: Duration) -> Result<[u8; PACKET_LEN - 4], Broken> {
        loop {
            let packet = self.link.receive(by).map_err(Broken::Link)?;
            let (channel, rest) = split_channel(&packet);
            if channel == self.id {
                return Ok(*rest);
            }
            if self.link.now() >= by {
                return Err(Broken::Link(LinkError::Deadline));
            }
        }
    }
}

fn over(wait: &Wait) -> Broken {
    match wait.is_cancelled() {
        true => Broken::CancelIgnored,
        false => Broken::Link(LinkError::Deadline),
    }
}

fn not_empty(reply: Vec<u8>) -> Result<Vec<u8>, CtapError> {
    match reply.is_empty() {
        true => Err(Reply::Empty.into()),
        false => Ok(reply),
    }
}

struct Granted {
    channel: u32,
    capabilities: u8,
}

fn refusal(len: usize, data: &[u8; FIRST_PAYLOAD], worked: bool) -> Broken {
    match len {
        1 => Broken::Refused {
            status: data[0].into(),
            worked,
        },
        _ => Broken::Reply(Reply::Length { len }),
    }
}

fn split_channel(packet: &Packet) -> (u32, &[u8; PACKET_LEN - 4]) {
    let (channel, rest) = packet.split_first_chunk().expect("64 is more than 4");
    let rest = rest.try_into().expect("64 - 4 bytes are left");
    (u32::from_be_bytes(*channel), rest)
}

/// A message as packets. The caller has checked that it is not longer than [`MAX_MESSAGE`].
fn packets(channel: u32, command: u8, message: &[u8]) -> Vec<Packet> {
    let (first, rest) = message.split_at(message.len().min(FIRST_PAYLOAD));
    let [high, low] = (message.len() as u16).to_be_bytes();

    let mut packets = vec![packet(channel, &[INITIAL | command, high, low], first)];
    for (sequence, part) in rest.chunks(NEXT_PAYLOAD).enumerate() {
        packets.push(packet(channel, &[sequence as u8], part));
    }
    packets
}

fn packet(channel: u32, head: &[u8], payload: &[u8]) -> Packet {
    let mut packet = [0; PACKET_LEN];
    let parts = channel
        .to_be_bytes()
        .into_iter()
        .chain(head.iter().copied())
        .chain(payload.iter().copied());
    packet
        .iter_mut()
        .zip(parts)
        .for_each(|(slot, byte)| *slot = byte);
    packet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctap::WaitingFor;

    /// Puts messages together as CTAP 2.1, 11.2.4 says, and sends each CBOR message back.
    struct Echo {
        message: Vec<u8>,
        len: usize,
        next: u8,
        coming: std::collections::VecDeque<Packet>,
    }

    impl Link for Echo {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn send(&mut self, packet: &Packet, _: Duration) -> Result<(), LinkError> {
            if packet[4] == 0x86 {
                let mut reply = *packet;
                reply[6] = 17;
                reply[15..24].copy_from_slice(&[1, 2, 3, 4, 2, 0, 0, 0, 4]);
                self.coming.push_back(reply);
                return Ok(());
            }
            assert_eq!(packet[..4], [1, 2, 3, 4]);
            if packet[4] & 0x80 != 0 {
                assert_eq!(packet[4], 0x90);
                self.len = usize::from(packet[5]) * 256 + usize::from(packet[6]);
                (self.message, self.next) = (packet[7..].to_vec(), 0);
                self.coming.clear();
            } else {
                assert_eq!(packet[4], self.next);
                self.next += 1;
                self.message.extend_from_slice(&packet[5..]);
            }
            self.coming.push_back(*packet);
            Ok(())
        }

        fn receive(&mut self, _: Duration) -> Result<Packet, LinkError> {
            self.coming.pop_front().ok_or(LinkError::Deadline)
        }

        fn waiting(&mut self, _: WaitingFor) -> Waiting {
            Waiting::GoOn
        }
    }

    struct Zeros;

    impl Entropy for Zeros {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), crate::secret::EntropyFailed> {
            out.fill(0);
            Ok(())
        }
    }

    #[test]
    fn messages_of_every_length_go_out_and_come_back() {
        assert_eq!(MAX_MESSAGE, 7609);
        let echo = Echo {
            message: vec![],
            len: 0,
            next: 0,
            coming: Default::default(),
        };
        let mut channel = Channel::open(echo, &mut Zeros).unwrap();
        let bytes: Vec<u8> = (0..=MAX_MESSAGE).map(|i| (i * 7 + i / 256) as u8).collect();
        for len in 1..=MAX_MESSAGE {
            let message = &bytes[..len];
            assert_eq!(
                channel.cbor(message, Patience::Work).unwrap(),
                message,
                "{len}"
            );
            let link = channel.link_mut();
            assert_eq!(link.len, len);
            let (sent, padding) = link.message.split_at(len);
            assert!(
                sent == message && padding.len() < PACKET_LEN && padding.iter().all(|b| *b == 0)
            );
        }
        let too_long = channel.cbor(&bytes, Patience::Work);
        assert_eq!(
            too_long,
            Err(CtapError::TooLong {
                len: 7610,
                max: 7609
            })
        );
        let empty = channel.cbor(&[], Patience::Work);
        assert_eq!(
            empty,
            Err(CtapError::Reply {
                cause: Reply::Empty,
                unknown: true
            })
        );
        assert_eq!(channel.link_mut().len, 0);
    }
}
