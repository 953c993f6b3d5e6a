//! A link that plays a key on a clock of its own, sees both sides, and ends the run when a promise is broken.

use std::time::Duration;

use ciborium::Value as Judge;
use num_bigint::BigUint;

use crate::ctap::{CtapError, Link, LinkError, PACKET_LEN, Packet, Waiting, WaitingFor};
use crate::judging::is_said;
use crate::operation::{Operation, SECRETS};
use crate::packets::{Assembly, BROADCAST, CANCEL, CBOR, ERROR, INIT, KEEPALIVE, Message, channel};

/// From the first packet of a message until its exchange has ended, whatever the key does: 120 s for a touch, and what
/// it takes to send, to cancel and to hear an answer out.
const LONGEST_EXCHANGE: Duration = Duration::from_secs(140);
/// A list of 1000, and what is asked before it; while the key is busy each is asked again, for 120 s in all.
const MOST_MESSAGES: usize = 4000;

const CLIENT_PIN: u8 = 0x06;
const KEY_AGREEMENT: u8 = 2;

/// What comes next from a played key.
pub enum Next {
    /// This packet, so long after the one before.
    Packet(Packet, Duration),
    Silence,
    Gone,
    /// The system refuses, in its own words.
    System(String),
}

/// A played key.
pub trait Key {
    /// A whole message came to it. `granted` is the channel that it is spoken to on.
    fn hears(&mut self, message: &Message, granted: u32);

    /// Asked whenever the client waits.
    fn next(&mut self) -> Next;
}

/// What the people at the key do.
#[derive(Default, Clone, Copy)]
pub struct People {
    /// At which question whether to go on waiting they leave; 0: never.
    pub leave_at: u32,
    /// After how many packets the wire is cut; 0: never.
    pub cut_after: u32,
}

/// The link.
pub struct Watched<K> {
    pub key: K,
    people: People,
    clock: Duration,
    coming: Option<(Packet, Duration)>,
    sending: Assembly,
    receiving: Assembly,
    /// The channel that the key gave out last.
    granted: u32,
    /// The channel of the last message to the key: its answer comes there.
    spoken: u32,
    /// The nonce of an INIT that is not answered.
    nonce: Option<Vec<u8>>,
    /// The secrets that the key itself said, by chance or because its fuzzer learned them here: a client that repeats a
    /// credential's id tells nobody anything.
    told: Vec<&'static [u8]>,
    asked: u32,
    packets_sent: u32,
    exchange_began: Duration,
    seen: Seen,
}

/// What passed since an operation began.
#[derive(Default)]
struct Seen {
    /// The whole messages to the key, without INIT and CANCEL.
    sent: Vec<Message>,
    /// The answer to the last of them, whole.
    answer: Option<Message>,
    /// What the key agreed on, while nothing was sent since.
    agreed: Option<Vec<u8>>,
}

impl<K: Key> Watched<K> {
    pub fn new(key: K, people: People) -> Watched<K> {
        Watched {
            key,
            people,
            clock: Duration::ZERO,
            coming: None,
            sending: Assembly::default(),
            receiving: Assembly::default(),
            granted: BROADCAST,
            spoken: BROADCAST,
            nonce: None,
            told: vec![],
            asked: 0,
            packets_sent: 0,
            exchange_began: Duration::ZERO,
            seen: Seen::default(),
        }
    }

    /// An operation begins.
    pub fn begins(&mut self) {
        self.seen = Seen::default();
    }

    /// It ended so: what it says must be what passed.
    pub fn ended(&self, operation: Operation, result: &Result<(), CtapError>) {
        let seen = &self.seen;
        let changes: Vec<_> = seen
            .sent
            .iter()
            .filter(|m| operation.changes_by(m))
            .collect();
        // A key that says that it is busy did not sign, and is asked again.
        let asked_again = operation == Operation::GetAssertion;
        assert!(
            changes.len() <= 1 || asked_again,
            "{operation:?} was sent twice"
        );
        match result {
            Ok(()) => {
                let answer = seen.answer.as_ref().expect("success without an answer");
                assert!(
                    operation.may_succeed_with(answer),
                    "{operation:?}: {answer:?} was taken for success"
                );
            }
            Err(error) => {
                is_said(error);
                let refused = matches!(
                    error,
                    CtapError::Refused(_)
                        | CtapError::RefusedMessage(_)
                        | CtapError::Cancelled { answered: true }
                ) || asked_again && matches!(error, CtapError::Busy | CtapError::Lost { .. });
                // I2: what the key may have done is told from what it surely did not.
                if !changes.is_empty() && !error.outcome_unknown() {
                    assert!(refused, "{operation:?} was sent, and {error:?} denies it");
                }
                if operation.is_a_question() {
                    let open = matches!(error, CtapError::Lost { .. } | CtapError::Reply { .. });
                    assert!(!open || !error.outcome_unknown(), "{error:?} of a question");
                }
            }
        }
    }

    fn was_sent(&mut self, message: Message) {
        match message.command {
            CANCEL => {}
            INIT => self.nonce = Some(message.payload.clone()),
            _ => {
                assert_eq!(message.channel, self.granted, "a channel of its own making");
                assert!(
                    secrets_in(&message.payload).all(|secret| self.told.contains(&secret)),
                    "I4: a PIN went out in clear"
                );
                let pin = message.command == CBOR && message.payload.first() == Some(&CLIENT_PIN);
                if pin && [3, 4, 5, 9].contains(&subcommand(&message)) {
                    let agreed = self.seen.agreed.take().expect("a fresh key agreement");
                    assert!(is_on_curve(&agreed), "I4: a PIN for a key off the curve");
                }
                self.nonce = None;
                self.seen.agreed = None;
                self.seen.answer = None;
                self.seen.sent.push(message.clone());
                assert!(self.seen.sent.len() <= MOST_MESSAGES, "it asks on and on");
            }
        }
        self.receiving = Assembly::default();
        self.spoken = message.channel;
        self.key.hears(&message, self.spoken);
    }

    fn was_received(&mut self, packet: &Packet) {
        if channel(packet) != self.spoken {
            return;
        }
        let Some(message) = self.receiving.take(packet) else {
            return;
        };
        self.told.extend(secrets_in(&message.payload));
        match message.command {
            KEEPALIVE => {}
            INIT => {
                let granted = self.nonce.as_ref().and_then(|n| grant(n, &message.payload));
                if let Some(granted) = granted {
                    self.granted = granted;
                    self.nonce = None;
                }
            }
            _ if self.seen.answer.is_some() => {}
            _ => {
                let agreement = self.seen.sent.last().is_some_and(|sent| {
                    sent.payload.first() == Some(&CLIENT_PIN) && subcommand(sent) == KEY_AGREEMENT
                });
                if agreement && message.command == CBOR {
                    self.seen.agreed = Some(message.payload.clone());
                }
                self.seen.answer = Some(message);
            }
        }
    }
}

impl<K: Key> Link for Watched<K> {
    fn now(&self) -> Duration {
        self.clock
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        if self.clock >= by {
            return Err(LinkError::Deadline);
        }
        self.packets_sent += 1;
        if self.packets_sent == self.people.cut_after {
            return Err(LinkError::Gone);
        }
        if packet[4] & 0x80 != 0 && packet[4] != CANCEL {
            self.exchange_began = self.clock;
        }
        self.clock += Duration::from_millis(1);
        if let Some(message) = self.sending.take(packet) {
            assert_eq!(
                message.packets().last(),
                Some(packet),
                "zeros fill a packet"
            );
            self.was_sent(message);
        }
        Ok(())
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        let waited = self.clock - self.exchange_began;
        assert!(waited < LONGEST_EXCHANGE, "it waits on and on");
        let (packet, at) = match self.coming.take() {
            Some(coming) => coming,
            None => match self.key.next() {
                // A queue that is never empty knows no deadline, as the system's: the packet is there before it is asked
                // for. Full speed USB moves one in a millisecond.
                Next::Packet(packet, Duration::ZERO) => {
                    self.clock += Duration::from_millis(1);
                    self.was_received(&packet);
                    return Ok(packet);
                }
                Next::Packet(packet, after) => (packet, self.clock + after),
                Next::Silence => ([0; PACKET_LEN], Duration::MAX),
                Next::Gone => return Err(LinkError::Gone),
                Next::System(words) => return Err(LinkError::System(words)),
            },
        };
        if at > by {
            self.coming = (at != Duration::MAX).then_some((packet, at));
            self.clock = self.clock.max(by);
            return Err(LinkError::Deadline);
        }
        self.clock = self.clock.max(at);
        self.was_received(&packet);
        Ok(packet)
    }

    fn waiting(&mut self, _: WaitingFor) -> Waiting {
        self.asked += 1;
        match self.asked == self.people.leave_at {
            true => Waiting::Cancel,
            false => Waiting::GoOn,
        }
    }
}

/// Those of [`SECRETS`] that stand in these bytes.
fn secrets_in(bytes: &[u8]) -> impl Iterator<Item = &'static [u8]> {
    let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|w| w == secret);
    SECRETS.iter().map(Vec::as_slice).filter(move |s| holds(s))
}

/// The channel in an answer to INIT (CTAP 2.1, 11.2.9.1.3).
fn grant(nonce: &[u8], answer: &[u8]) -> Option<u32> {
    let rest = answer.strip_prefix(nonce)?;
    let channel = u32::from_be_bytes(*rest.first_chunk()?);
    let is_whole = (17..=57).contains(&answer.len());
    (is_whole && channel != 0 && channel != BROADCAST).then_some(channel)
}

/// The subcommand of a CBOR request that has one.
pub fn subcommand(message: &Message) -> u8 {
    let under = match message.payload.first() {
        Some(&CLIENT_PIN) => 2,
        _ => 1,
    };
    let number = judge(message.payload.get(1..).unwrap_or_default())
        .and_then(|request| member(&request, under)?.as_integer())
        .and_then(|number| u8::try_from(number).ok());
    number.unwrap_or(0)
}

/// Whether a reply of clientPIN holds a point of P-256: by the curve's equation (SEC 2, 2.4.2).
fn is_on_curve(reply: &[u8]) -> bool {
    let hex = |digits| BigUint::parse_bytes(digits, 16).expect("digits");
    let p = hex(b"ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    let b = hex(b"5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    let coordinate = |label| {
        let reply = judge(reply.get(1..)?)?;
        let key = member(&reply, 1)?;
        let number = BigUint::from_bytes_be(member(&key, label)?.as_bytes()?);
        (number < p).then_some(number)
    };
    let (Some(x), Some(y)) = (coordinate(-2), coordinate(-3)) else {
        return false;
    };
    let three = BigUint::from(3_u8);
    (&y * &y) % &p == (&x * &x * &x + (&p - three) * &x + b) % &p
}

/// CBOR by a reader that is not ours.
pub fn judge(bytes: &[u8]) -> Option<Judge> {
    ciborium::from_reader(bytes).ok()
}

fn member(map: &Judge, key: i64) -> Option<Judge> {
    let members = map.as_map()?;
    let found = members.iter().find(|(k, _)| *k == Judge::from(key));
    found.map(|(_, value)| value.clone())
}

impl Message {
    /// Whether it says that all went well.
    pub fn is_success(&self) -> bool {
        self.command == CBOR && self.payload.first() == Some(&0)
    }

    /// Whether it is the CTAPHID_ERROR of a key that does not know the command.
    pub fn is_unknown_command(&self) -> bool {
        self.command == ERROR && self.payload == [1]
    }
}
