//! A played link: a clock of its own, and a key that a test scripts packet by packet.
#![allow(dead_code, reason = "each test file uses a part")]

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use sealwright::ctap::cbor::{Value, bytes, int, text};
use sealwright::ctap::{Client, Link, LinkError, Packet, Waiting, WaitingFor};
use sealwright::secret::{Entropy, EntropyFailed, Secret};

pub const CHANNEL: u32 = 0x0102_0304;
pub const CBOR: u8 = 0x90;
pub const ERROR: u8 = 0xbf;
pub const KEEPALIVE: u8 = 0xbb;

/// What comes next from the played key.
pub enum Next {
    Packet(Packet),
    /// This packet again and again, one every 100 ms of the played clock.
    Forever(Packet),
    /// Nothing for so long.
    Pause(Duration),
    Gone,
    /// A report that is no packet, in the words of the link.
    NoPacket(&'static str),
}

/// Gets each whole message (command byte, payload) but INIT; says what comes.
type Script = Box<dyn FnMut(u8, &[u8]) -> Vec<Next>>;

pub struct Played {
    script: Script,
    /// What is under way.
    pub coming: VecDeque<Next>,
    clock: Rc<Cell<Duration>>,
    message: (u8, usize, Vec<u8>),
    /// Keepalives that the client passed on.
    pub waited: Vec<WaitingFor>,
    /// What the people answer to a keepalive.
    pub answer: Waiting,
    /// Whether INIT is answered.
    pub answers_init: bool,
    /// INITs seen.
    pub inits: usize,
    /// The channel that was granted last. It is the same each time, where `fresh` is not set.
    pub granted: Rc<Cell<u32>>,
    /// Whether each INIT on the broadcast channel grants another channel, as it should.
    pub fresh: bool,
    /// After how many packets sending fails.
    pub send_fails_after: Option<usize>,
}

impl Played {
    pub fn new(script: impl FnMut(u8, &[u8]) -> Vec<Next> + 'static) -> Played {
        Played {
            script: Box::new(script),
            coming: VecDeque::new(),
            clock: Rc::default(),
            message: (0, 0, vec![]),
            waited: vec![],
            answer: Waiting::GoOn,
            answers_init: true,
            inits: 0,
            granted: Rc::new(Cell::new(CHANNEL)),
            fresh: false,
            send_fails_after: None,
        }
    }

    /// The clock, for those who give the link away.
    pub fn shared_clock(&self) -> Rc<Cell<Duration>> {
        Rc::clone(&self.clock)
    }

    fn passes(&self, time: Duration) {
        self.clock.set(self.clock.get() + time);
    }

    fn take(&mut self, packet: &Packet) {
        let channel = u32::from_be_bytes(packet[..4].try_into().unwrap());
        if packet[4] & 0x80 != 0 {
            let len = usize::from(u16::from_be_bytes([packet[5], packet[6]]));
            self.message = (packet[4], len, packet[7..].to_vec());
        } else {
            self.message.2.extend_from_slice(&packet[5..]);
        }
        let (command, len, ref bytes) = self.message;
        if bytes.len() < len {
            return;
        }
        let message = bytes[..len].to_vec();
        if command == 0x86 {
            self.inits += 1;
            if self.answers_init {
                if self.fresh && channel == !0 && self.inits > 1 {
                    self.granted.set(self.granted.get() + 1);
                }
                let mut grant = message;
                grant.extend(self.granted.get().to_be_bytes());
                grant.extend([2, 0, 0, 0, 4]);
                self.coming.extend(frame(channel, 0x86, &grant));
            }
        } else {
            assert_eq!(channel, self.granted.get());
            self.coming = (self.script)(command, &message).into();
        }
    }
}

impl Link for Played {
    fn now(&self) -> Duration {
        self.clock.get()
    }

    fn send(&mut self, packet: &Packet, _by: Duration) -> Result<(), LinkError> {
        if let Some(left) = &mut self.send_fails_after {
            if *left == 0 {
                return Err(LinkError::Gone);
            }
            *left -= 1;
        }
        self.take(packet);
        Ok(())
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        match self.coming.pop_front() {
            None => {
                self.clock.set(by);
                Err(LinkError::Deadline)
            }
            Some(Next::Gone) => Err(LinkError::Gone),
            Some(Next::Pause(pause)) => {
                let left = by.saturating_sub(self.now());
                if pause > left {
                    self.coming.push_front(Next::Pause(pause - left));
                    self.clock.set(by);
                    return Err(LinkError::Deadline);
                }
                self.passes(pause);
                self.receive(by)
            }
            Some(Next::NoPacket(words)) => Err(LinkError::System(words.into())),
            Some(Next::Packet(packet)) => {
                self.passes(Duration::from_millis(1));
                Ok(packet)
            }
            Some(Next::Forever(packet)) => {
                self.passes(Duration::from_millis(100));
                self.coming.push_front(Next::Forever(packet));
                Ok(packet)
            }
        }
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        self.waited.push(what);
        self.answer
    }
}

/// A message as packets, written from CTAP 2.1, 11.2.4, apart from the client's own.
pub fn frame(channel: u32, command: u8, message: &[u8]) -> Vec<Next> {
    frame_claiming(channel, command, message.len() as u16, message)
}

/// The same, with a length that may be a lie.
pub fn frame_claiming(channel: u32, command: u8, len: u16, message: &[u8]) -> Vec<Next> {
    let (first, rest) = message.split_at(message.len().min(57));
    let mut packets = vec![one(
        channel,
        &[&[command], &len.to_be_bytes()[..], first].concat(),
    )];
    for (i, part) in rest.chunks(59).enumerate() {
        packets.push(one(channel, &[&[i as u8], part].concat()));
    }
    packets
}

/// One packet: channel, then these bytes, then zeros.
pub fn one(channel: u32, bytes: &[u8]) -> Next {
    Next::Packet(raw(channel, bytes))
}

pub fn raw(channel: u32, bytes: &[u8]) -> Packet {
    let mut packet = [0; 64];
    packet[..4].copy_from_slice(&channel.to_be_bytes());
    packet[4..4 + bytes.len()].copy_from_slice(bytes);
    packet
}

/// Not random at all, and good enough for a test.
pub struct Counting(pub u64);

impl Entropy for Counting {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        for byte in out {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 56) as u8;
        }
        Ok(())
    }
}

pub fn client(script: impl FnMut(u8, &[u8]) -> Vec<Next> + 'static) -> Client<Played> {
    Client::open(Played::new(script), &mut Counting(1)).unwrap()
}

/// A client whose key answers every message with these packets.
pub fn answering(packets: impl Fn() -> Vec<Next> + 'static) -> Client<Played> {
    client(move |_, _| packets())
}

pub fn cbor(body: &[u8]) -> Vec<Next> {
    frame(CHANNEL, CBOR, body)
}

pub fn success(body: &Value) -> Vec<Next> {
    cbor(&[&[0], &body.encode()[..]].concat())
}

pub fn map(members: Vec<(i64, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (int(k), v)).collect())
}

pub fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (text(k), v)).collect())
}

pub fn pin() -> Secret {
    Secret::take(&mut b"123456".to_vec()).unwrap()
}

/// P-256's generator (SEC 2, 2.4.2) as a keyAgreement member; what the members are replaced with.
pub fn agreement(replace: Vec<(i64, Value)>) -> Value {
    let coordinate = |hex: &str| {
        let byte = |i: usize| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap();
        bytes(&std::array::from_fn::<u8, 32, _>(byte))
    };
    let x = coordinate("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
    let y = coordinate("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
    let mut key = vec![(1, int(2)), (3, int(-25)), (-1, int(1)), (-2, x), (-3, y)];
    for (label, value) in replace {
        key.iter_mut()
            .filter(|(l, _)| *l == label)
            .for_each(|slot| slot.1 = value.clone());
    }
    map(vec![(1, map(key))])
}

pub fn info() -> Vec<(i64, Value)> {
    vec![
        (1, Value::Array(vec![text("FIDO_2_1")])),
        (3, bytes(&[0; 16])),
        (
            4,
            object(vec![
                ("clientPin", Value::Bool(true)),
                ("pinUvAuthToken", Value::Bool(true)),
            ]),
        ),
        (6, Value::Array(vec![int(2)])),
    ]
}

/// A key that behaves, up to this subcommand of clientPIN.
pub fn behaving_until(
    subcommand: u64,
    mut then: impl FnMut() -> Vec<Next> + 'static,
) -> Client<Played> {
    client(move |_, message| match message[0] {
        0x04 => success(&map(info())),
        _ => match Value::decode(&message[1..])
            .unwrap()
            .get(2)
            .unwrap()
            .as_u64()
        {
            Some(sub) if sub == subcommand => then(),
            Some(2) => success(&agreement(vec![])),
            other => panic!("subcommand {other:?}"),
        },
    })
}
