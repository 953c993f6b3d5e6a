//! Clients that break a promise each: the watch must end them, or it would end nobody.

use std::time::Duration;

use crate::ctap::{CtapError, Link, LinkError};
use crate::operation::Operation;
use crate::packets::{BROADCAST, CBOR, INIT, Message};
use crate::script::{Script, Shape};
use crate::watch::{Key, People, Watched};

/// authenticatorReset, and getPinUvAuthTokenUsingPinWithPermissions and getKeyAgreement under protocol 2.
const RESET: &[u8] = &[0x07];
const TOKEN: &[u8] = &[0x06, 0xa2, 1, 2, 2, 9];
const AGREEMENT: &[u8] = &[0x06, 0xa2, 1, 2, 2, 2];

/// Plays the client that breaks this promise.
pub fn play(promise: &str) {
    let replies = match promise {
        "waits" => vec![Shape::Forever.says(&[1, 8, 0, 0, 0, 0, 0xbb, 0, 1, 2])],
        "refused" => vec![Shape::Answer.says(&[0x30])],
        "curve" => {
            let mut point = vec![0, 0xa1, 1, 0xa2, 0x21, 0x58, 32];
            point.extend([1; 32]);
            point.extend([0x22, 0x58, 32]);
            point.extend([1; 32]);
            vec![Shape::Answer.says(&point)]
        }
        _ => vec![Shape::Answer.says(&[0]); 2000],
    };
    let script = Script {
        replies: replies.into(),
        ..Script::default()
    };
    let mut client = Dishonest::open(script.key());
    let lost = CtapError::Lost {
        cause: LinkError::Deadline,
        unknown: false,
    };
    let (operation, result) = match promise {
        "waits" => {
            client.asks(RESET);
            loop {
                let _ = client.hears();
            }
        }
        "asks" => loop {
            client.asks(&[0x04]);
            let _ = client.hears();
        },
        "twice" => {
            client.asks(RESET);
            client.asks(RESET);
            (Operation::Reset, client.hears())
        }
        "other" => {
            client.asks(RESET);
            (Operation::Info, client.hears())
        }
        "nothing" => (Operation::Reset, Ok(())),
        "refused" => {
            client.asks(RESET);
            (Operation::Reset, client.hears())
        }
        "denies" => {
            client.asks(RESET);
            (Operation::Reset, Err(lost))
        }
        "clear" => {
            client.asks(b"\x06 11223344");
            (Operation::SetPin, client.hears())
        }
        "stale" => {
            client.asks(TOKEN);
            (Operation::Token, client.hears())
        }
        "curve" => {
            client.asks(AGREEMENT);
            // Two packets.
            for _ in 0..2 {
                let _ = client.hears();
            }
            client.asks(TOKEN);
            (Operation::Token, client.hears())
        }
        "channel" => {
            client.granted ^= 1;
            client.asks(RESET);
            (Operation::Reset, client.hears())
        }
        other => unreachable!("{other} is no promise"),
    };
    client.link.ended(operation, &result);
}

struct Dishonest<K> {
    link: Watched<K>,
    granted: u32,
}

impl<K: Key> Dishonest<K> {
    fn open(key: K) -> Dishonest<K> {
        let mut client = Dishonest {
            link: Watched::new(key, People::default()),
            granted: BROADCAST,
        };
        client.says(INIT, &[5; 8]);
        client.hears().expect("an answer");
        client.granted = 0x0102_0304;
        client.link.begins();
        client
    }

    fn asks(&mut self, request: &[u8]) {
        self.says(CBOR, request);
    }

    fn says(&mut self, command: u8, payload: &[u8]) {
        let message = Message {
            channel: self.granted,
            command,
            payload: payload.to_vec(),
        };
        for packet in message.packets() {
            let by = self.link.now() + Duration::from_secs(1);
            self.link.send(&packet, by).expect("it goes out");
        }
    }

    /// Takes whatever comes for success.
    fn hears(&mut self) -> Result<(), CtapError> {
        let by = self.link.now() + Duration::from_secs(1);
        let heard = self.link.receive(by);
        heard.map(drop).map_err(|cause| CtapError::Lost {
            cause,
            unknown: true,
        })
    }
}
