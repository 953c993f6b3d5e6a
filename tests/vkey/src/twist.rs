//! Lies: what a broken or hostile key may answer in place of a good reply.

use crate::bus::Packet;
use crate::wire::CBOR;

/// A lie.
pub struct Twist(&'static str);

const ERROR: u8 = 0xbf;
const WINK: u8 = 0x88;
const KEEPALIVE: u8 = 0xbb;

/// A report of any length.
pub type Report = Vec<u8>;

/// The names, for those who want to try them all. Where one needs what a reply does not hold, the reply stays as it is:
/// `cred-id-len` needs authenticator data, `off-curve-key` and `wrong-cose-key` a key agreement.
pub const NAMES: &[&str] = &[
    "error-code-0",
    "wrong-channel",
    "wrong-sequence",
    "short-report",
    "length-ffff",
    "endless-keepalives",
    "silence",
    "empty-response",
    "other-command",
    "truncated-cbor",
    "trailing-cbor",
    "indefinite-length",
    "duplicate-keys",
    "deep-nesting",
    "huge-string",
    "cred-id-len",
    "wrong-cose-key",
    "off-curve-key",
    "status-with-body",
    "control-characters",
    "changed-aaguid",
    "success-not-done",
];

impl Twist {
    pub fn named(name: &str) -> Option<Twist> {
        NAMES.iter().find(|n| **n == name).map(|name| Twist(name))
    }

    /// Whether the command never reaches the key.
    pub fn is_deaf(&self) -> bool {
        self.0 == "success-not-done"
    }

    /// Whether keepalives follow, without end.
    pub fn keeps_alive(&self) -> bool {
        self.0 == "endless-keepalives"
    }

    /// What the host gets in place of these packets of one CBOR reply.
    pub fn apply(&self, packets: &[Packet]) -> Vec<Report> {
        let channel: [u8; 4] = packets[0][..4].try_into().expect("four bytes");
        let message = message(packets);
        let framed = |message: &[u8]| frame(&channel, CBOR, message);
        match self.0 {
            "error-code-0" => frame(&channel, ERROR, &[0]),
            "wrong-channel" => frame(&channel.map(|byte| byte ^ 0x55), CBOR, &message),
            "wrong-sequence" => {
                let mut reports = framed(&[&message[..], &[0; 200]].concat());
                reports[1][4] = 1;
                reports
            }
            "short-report" => vec![framed(&message)[0][..20].to_vec()],
            "length-ffff" => {
                let mut reports = framed(&message);
                reports[0][5..7].copy_from_slice(&[0xff, 0xff]);
                reports
            }
            "endless-keepalives" => frame(&channel, KEEPALIVE, &[1]),
            "silence" => vec![],
            "empty-response" => framed(&[]),
            "other-command" => frame(&channel, WINK, &[]),
            "truncated-cbor" => framed(&message[..message.len() - 1]),
            "trailing-cbor" => framed(&[&message[..], &[0]].concat()),
            "indefinite-length" => {
                framed(&[&[0, 0xbf], message.get(2..).unwrap_or_default(), &[0xff]].concat())
            }
            "duplicate-keys" => framed(&duplicated(&message)),
            "deep-nesting" => framed(&[&[0][..], &[0x81; 1000], &[0]].concat()),
            "huge-string" => framed(&[
                0, 0xa1, 0x01, 0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            ]),
            "cred-id-len" => framed(&with_credential_id_length(message)),
            "wrong-cose-key" => {
                framed(&replaced(message, &[0x03, 0x38, 0x18], &[0x03, 0x38, 0x19]))
            }
            "off-curve-key" => framed(&off_the_curve(message)),
            "status-with-body" => {
                framed(&[&[0x31][..], message.get(1..).unwrap_or_default()].concat())
            }
            "control-characters" => framed(&with_spoilt_texts(message)),
            "changed-aaguid" => framed(&with_another_model(message)),
            _ => packets.iter().map(|packet| packet.to_vec()).collect(),
        }
    }
}

/// A message as packets, of any length that two bytes can claim.
pub fn frame(channel: &[u8; 4], command: u8, message: &[u8]) -> Vec<Report> {
    let len = (message.len() as u16).to_be_bytes();
    let (first, rest) = message.split_at(message.len().min(57));
    let mut reports = vec![[&channel[..], &[command], &len, first].concat()];
    for (sequence, part) in rest.chunks(59).enumerate() {
        reports.push([&channel[..], &[sequence as u8], part].concat());
    }
    reports.iter_mut().for_each(|report| report.resize(64, 0));
    reports
}

fn message(packets: &[Packet]) -> Vec<u8> {
    let len = usize::from(packets[0][5]) * 256 + usize::from(packets[0][6]);
    let mut message = packets[0][7..].to_vec();
    for packet in &packets[1..] {
        message.extend_from_slice(&packet[5..]);
    }
    message.truncate(len);
    message
}

/// The map of a reply with its first member twice. Members before number 24 have a key of one byte.
fn duplicated(message: &[u8]) -> Vec<u8> {
    match message {
        [0, head @ 0xa1..=0xb6, key, rest @ ..] => {
            [&[0, head + 1, *key, 0xf5, *key], rest].concat()
        }
        other => other.to_vec(),
    }
}

fn replaced(mut message: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    if let Some(at) = message.windows(from.len()).position(|part| part == from) {
        message[at..at + to.len()].copy_from_slice(to);
    }
    message
}

/// Authenticator data stand under key 2 as bytes; at 32 are flags, at 37 begins the AAGUID, and at 53 the credential
/// id's length.
fn with_credential_id_length(mut message: Vec<u8>) -> Vec<u8> {
    const HAS_CREDENTIAL: u8 = 0x40;
    let begins = |length: u8, bytes: usize| {
        let at = message.windows(2).position(|part| part == [0x02, length]);
        at.map(|at| at + 2 + bytes)
    };
    if let Some(data) = begins(0x58, 1).or_else(|| begins(0x59, 2))
        && message.len() > data + 55
        && message[data + 32] & HAS_CREDENTIAL != 0
    {
        message[data + 53..data + 55].copy_from_slice(&[0x03, 0xff]);
    }
    message
}

/// The y coordinate of a key agreement: label -3, 32 bytes.
fn off_the_curve(mut message: Vec<u8>) -> Vec<u8> {
    let header = [0x22, 0x58, 0x20];
    if let Some(at) = message.windows(3).position(|part| part == header) {
        message[at + 3] ^= 1;
    }
    message
}

/// The AAGUID in getInfo: key 3, 16 bytes.
fn with_another_model(mut message: Vec<u8>) -> Vec<u8> {
    if let Some(at) = message.windows(2).position(|part| part == [0x03, 0x50]) {
        message[at + 2] ^= 0xff;
    }
    message
}

/// Every text that is no key of a map: as long as it was, and what would clear a terminal and name its window.
fn with_spoilt_texts(mut message: Vec<u8>) -> Vec<u8> {
    if message.len() > 1 {
        spoil(&mut message, 1, true);
    }
    message
}

/// The item at `at`; gives where the next one begins.
fn spoil(message: &mut [u8], at: usize, is_value: bool) -> usize {
    let head = message[at];
    let (number, mut next) = match head & 0x1f {
        small @ 0..=23 => (usize::from(small), at + 1),
        24 => (usize::from(message[at + 1]), at + 2),
        25 => (
            usize::from(u16::from_be_bytes([message[at + 1], message[at + 2]])),
            at + 3,
        ),
        26 => (0, at + 5),
        _ => (0, at + 9),
    };
    match head >> 5 {
        2 => next + number,
        3 => {
            if is_value {
                let hostile = b"\x1b[2J\x1b]0;\x07".iter().cycle();
                let text = &mut message[next..next + number];
                text.iter_mut()
                    .zip(hostile)
                    .for_each(|(to, from)| *to = *from);
            }
            next + number
        }
        4 => {
            for _ in 0..number {
                next = spoil(message, next, true);
            }
            next
        }
        5 => {
            for _ in 0..number {
                next = spoil(message, next, false);
                next = spoil(message, next, true);
            }
            next
        }
        _ => next,
    }
}
