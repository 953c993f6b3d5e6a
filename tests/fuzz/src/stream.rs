//! Packets as bytes, whatever the client sends: what stands between a key and its messages.
//!
//! ```text
//! people leave at this question, wire is cut after so many packets
//! packets: form, length, that many bytes after the channel, zeros. The form's bits:
//!   0-1  channel: ours, broadcast, another, zero
//!   2    the nonce of the last INIT stands where it belongs
//!   3    this packet comes for ever
//!   4-7  so long after the one before: 0, 1 ms, 4 ms, ... 4^14 ms
//! ```

use std::time::Duration;

use crate::bytes::Bytes;
use crate::chance::Chance;
use crate::ctap::{Client, CtapError};
use crate::judging::is_said;
use crate::operation::{Held, Operation, perform};
use crate::packets::{BROADCAST, INIT, Message, packet};
use crate::watch::{Key, Next, People, Watched};

const OPERATIONS: [Operation; 9] = [
    Operation::Reset,
    Operation::Info,
    Operation::Selection,
    Operation::Wink,
    Operation::SerialYubico,
    Operation::Reset,
    Operation::SerialTrussed,
    Operation::Reset,
    Operation::SerialToken2,
];

/// Lets a client hear these packets; gives what came of each operation.
pub fn play(input: &[u8]) -> Vec<Result<(), CtapError>> {
    let mut bytes = Bytes(input);
    let people = People {
        leave_at: bytes.byte().into(),
        cut_after: bytes.byte().into(),
    };
    let key = StreamKey {
        packets: bytes,
        nonce: [0; 8],
        granted: BROADCAST,
        forever: None,
    };
    let mut chance = Chance::new(0);
    let mut client = match Client::open(Watched::new(key, people), &mut chance) {
        Ok(client) => client,
        Err(error) => {
            is_said(&error);
            return vec![];
        }
    };
    let mut results = vec![];
    for operation in OPERATIONS {
        client.link_mut().begins();
        let mut held = Held::default();
        let result = perform(operation, 0, &mut client, &mut held, &mut chance);
        let result = result.expect("it needs nothing");
        client.link_mut().ended(operation, &result);
        results.push(result);
    }
    results
}

struct StreamKey<'a> {
    packets: Bytes<'a>,
    nonce: [u8; 8],
    granted: u32,
    forever: Option<(u8, Vec<u8>)>,
}

impl Key for StreamKey<'_> {
    fn hears(&mut self, message: &Message, granted: u32) {
        self.granted = granted;
        self.forever = None;
        if message.command == INIT {
            self.nonce = message.payload[..].try_into().expect("eight bytes");
        }
    }

    fn next(&mut self) -> Next {
        let (form, mut rest) = match self.forever.clone() {
            Some(again) => again,
            None if self.packets.is_empty() => return Next::Silence,
            None => {
                let form = self.packets.byte();
                let len = usize::from(self.packets.byte());
                (form, self.packets.take(len).to_vec())
            }
        };
        if form & 8 != 0 {
            self.forever = Some((form, rest.clone()));
        }
        if form & 4 != 0 {
            rest.resize(rest.len().max(11), 0);
            rest[3..11].copy_from_slice(&self.nonce);
        }
        let channel = match form & 3 {
            0 => self.granted,
            1 => BROADCAST,
            2 => self.granted ^ 1,
            _ => 0,
        };
        let after = match form >> 4 {
            0 => Duration::ZERO,
            n => Duration::from_millis(1 << (2 * (n - 1))),
        };
        Next::Packet(packet(channel, &rest), after)
    }
}
