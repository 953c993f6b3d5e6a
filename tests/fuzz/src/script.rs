//! A conversation as bytes: what is asked, what the people do, and what the key says to each message.
//!
//! ```text
//! number of operations (low three bits, one more than they say), then for each: operation, parameters
//! people leave at this question, wire is cut after so many packets, how chance fails (see `chance`): 0 is never
//! replies: shape, two bytes of length, content. High bit of the shape: more follows to the same message
//! ```

use std::collections::VecDeque;
use std::time::Duration;

use crate::bytes::{Bytes, put_string};
use crate::chance::Chance;
use crate::ctap::{Client, CtapError, PACKET_LEN, Packet};
use crate::judging::is_said;
use crate::operation::{Held, Operation, perform};
use crate::packets::{BROADCAST, CANCEL, ERROR, INIT, KEEPALIVE, Message, packet};
use crate::watch::{Key, Next, People, Watched};

/// A conversation.
#[derive(Default, Clone)]
pub struct Script {
    pub operations: Vec<(u8, u8)>,
    pub people: People,
    pub chance: u8,
    pub replies: VecDeque<Reply>,
}

/// A part of what a key answers to one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub shape: Shape,
    pub content: Vec<u8>,
    /// Whether it says more to the same message.
    pub more: bool,
}

/// How a reply travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// As a message to the command that was asked.
    Answer,
    /// As a CTAPHID_ERROR.
    Error,
    /// As keepalives: the content is what each says.
    Keepalives,
    /// As packets of this content, whatever it is: for each a length, the channel in four bytes (zeros: ours), the rest.
    Packets,
    /// As one packet that comes again and again, so many milliseconds after each other: the pace, then as in `Packets`.
    Forever,
    /// As an answer to INIT, which is answered well where this does not stand.
    Init,
    /// Not at all: the key is unplugged.
    Gone,
    /// Not at all: the system says these words.
    System,
}

const SHAPES: [Shape; 8] = [
    Shape::Answer,
    Shape::Error,
    Shape::Keepalives,
    Shape::Packets,
    Shape::Forever,
    Shape::Init,
    Shape::Gone,
    Shape::System,
];

impl Shape {
    /// A reply of this shape, and no more to the same message.
    pub fn says(self, content: &[u8]) -> Reply {
        Reply {
            shape: self,
            content: content.to_vec(),
            more: false,
        }
    }
}

impl Script {
    pub fn read(input: &[u8]) -> Script {
        let mut bytes = Bytes(input);
        let count = (bytes.byte() & 7) + 1;
        let operations = (0..count).map(|_| (bytes.byte(), bytes.byte())).collect();
        let people = People {
            leave_at: bytes.byte().into(),
            cut_after: bytes.byte().into(),
        };
        let chance = bytes.byte();
        let mut replies = VecDeque::new();
        while !bytes.is_empty() {
            let shape = bytes.byte();
            replies.push_back(Reply {
                shape: SHAPES[usize::from(shape & 7)],
                more: shape & 0x80 != 0,
                content: bytes.string().to_vec(),
            });
        }
        Script {
            operations,
            people,
            chance,
            replies,
        }
    }

    /// What [`Script::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut out = vec![self.operations.len() as u8 - 1];
        out.extend(self.operations.iter().flat_map(|(o, how)| [*o, *how]));
        out.extend([self.people.leave_at as u8, self.people.cut_after as u8]);
        out.push(self.chance);
        for reply in &self.replies {
            let shape = SHAPES.iter().position(|s| *s == reply.shape);
            let more = if reply.more { 0x80 } else { 0 };
            out.push(shape.expect("one of them") as u8 | more);
            put_string(&mut out, &reply.content);
        }
        out
    }

    /// The key that answers so.
    pub fn key(&self) -> impl Key {
        ScriptedKey {
            replies: self.replies.clone(),
            coming: VecDeque::new(),
            forever: None,
        }
    }

    /// Lets it pass, with all eyes on it; gives what came of each operation, as far as a channel was had at all.
    pub fn play(&self) -> Vec<Option<Result<(), CtapError>>> {
        let key = self.key();
        let mut chance = Chance::new(self.chance);
        let link = Box::new(Watched::new(key, self.people));
        let mut client = match Client::open(link, &mut chance) {
            Ok(client) => client,
            Err(error) => {
                is_said(&error);
                return vec![];
            }
        };
        let mut held = Held::default();
        let mut results = vec![];
        for (operation, how) in &self.operations {
            let operation = Operation::of(*operation);
            client.link_mut().begins();
            let result = perform(operation, *how, &mut client, &mut held, &mut chance);
            if let Some(result) = &result {
                client.link_mut().ended(operation, result);
            }
            results.push(result);
        }
        results
    }
}

/// The key of a script. When it has said all, it keeps silent.
struct ScriptedKey {
    replies: VecDeque<Reply>,
    coming: VecDeque<Next>,
    forever: Option<(Packet, Duration)>,
}

impl ScriptedKey {
    fn say(&mut self, message: Message) {
        let packets = message.packets().into_iter();
        self.coming
            .extend(packets.map(|p| Next::Packet(p, Duration::ZERO)));
    }
}

impl Key for ScriptedKey {
    fn hears(&mut self, message: &Message, granted: u32) {
        if message.command == INIT {
            self.coming.clear();
            let init = self.replies.pop_front_if(|r| r.shape == Shape::Init);
            let rest = init.map_or(vec![1, 2, 3, 4, 2, 0, 0, 0, 5], |r| r.content);
            return self.say(Message {
                channel: message.channel,
                command: INIT,
                payload: [&message.payload, &rest[..]].concat(),
            });
        }
        if message.command != CANCEL {
            (self.coming, self.forever) = (VecDeque::new(), None);
        }
        while let Some(reply) = self.replies.pop_front_if(|r| r.shape != Shape::Init) {
            let answer = |command, payload| Message {
                channel: granted,
                command,
                payload,
            };
            match reply.shape {
                Shape::Answer => self.say(answer(message.command, reply.content)),
                Shape::Error => self.say(answer(ERROR, reply.content)),
                Shape::Keepalives => {
                    for status in reply.content {
                        let keepalive = packet(granted, &[KEEPALIVE, 0, 1, status]);
                        self.coming
                            .push_back(Next::Packet(keepalive, Duration::from_millis(100)));
                    }
                }
                Shape::Packets => {
                    let mut content = Bytes(&reply.content);
                    while !content.is_empty() {
                        let packet = any_packet(&mut content, granted);
                        self.coming.push_back(Next::Packet(packet, Duration::ZERO));
                    }
                }
                Shape::Forever => {
                    let mut content = Bytes(&reply.content);
                    let pace = Duration::from_millis(u64::from(content.byte()) * 40);
                    self.forever = Some((any_packet(&mut content, granted), pace));
                }
                Shape::Init => unreachable!("not taken"),
                Shape::Gone => self.coming.push_back(Next::Gone),
                Shape::System => {
                    let words = String::from_utf8_lossy(&reply.content);
                    let words = crate::text::safe::Safe::new(&words, 200);
                    self.coming.push_back(Next::System(words.into()));
                }
            }
            if !reply.more {
                break;
            }
        }
    }

    fn next(&mut self) -> Next {
        let forever = || {
            let (packet, pace) = self.forever?;
            Some(Next::Packet(packet, pace))
        };
        self.coming
            .pop_front()
            .or_else(forever)
            .unwrap_or(Next::Silence)
    }
}

fn any_packet(content: &mut Bytes, granted: u32) -> Packet {
    let len = usize::from(content.byte()) % (PACKET_LEN + 1);
    let part = content.take(len);
    let (channel, rest) = part.split_at(part.len().min(4));
    let channel = match channel {
        [0, 0, 0, 0] => granted,
        [a, b, c, d] => u32::from_be_bytes([*a, *b, *c, *d]),
        _ => BROADCAST,
    };
    packet(channel, rest)
}
