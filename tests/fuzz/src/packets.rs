//! CTAPHID from the other side (CTAP 2.1, 11.2.4), written apart from the client's own.

use crate::ctap::{PACKET_LEN, Packet};

pub const INIT: u8 = 0x86;
pub const CBOR: u8 = 0x90;
pub const CANCEL: u8 = 0x91;
pub const KEEPALIVE: u8 = 0xbb;
pub const ERROR: u8 = 0xbf;
pub const BROADCAST: u32 = 0xffff_ffff;

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub channel: u32,
    /// With bit 7.
    pub command: u8,
    pub payload: Vec<u8>,
}

impl Message {
    /// Its packets.
    pub fn packets(&self) -> Vec<Packet> {
        let len = (self.payload.len() as u16).to_be_bytes();
        let (first, rest) = self.payload.split_at(self.payload.len().min(57));
        let head = [&[self.command], &len[..], first].concat();
        let mut packets = vec![packet(self.channel, &head)];
        for (sequence, part) in (0..).zip(rest.chunks(59)) {
            packets.push(packet(self.channel, &[&[sequence], part].concat()));
        }
        packets
    }
}

/// Channel, then these bytes, then zeros; what finds no room is left out.
pub fn packet(channel: u32, bytes: &[u8]) -> Packet {
    let mut packet = [0; PACKET_LEN];
    let bytes = &bytes[..bytes.len().min(PACKET_LEN - 4)];
    packet[..4].copy_from_slice(&channel.to_be_bytes());
    packet[4..4 + bytes.len()].copy_from_slice(bytes);
    packet
}

pub fn channel(packet: &Packet) -> u32 {
    u32::from_be_bytes([packet[0], packet[1], packet[2], packet[3]])
}

/// Puts messages of one channel together; out of order, nothing comes of it.
#[derive(Default)]
pub struct Assembly {
    begun: Option<(Message, usize)>,
    sequence: u8,
}

impl Assembly {
    pub fn take(&mut self, packet: &Packet) -> Option<Message> {
        let (command, rest) = (packet[4], &packet[5..]);
        if command & 0x80 != 0 {
            let len = usize::from(rest[0]) << 8 | usize::from(rest[1]);
            let begun = Message {
                channel: channel(packet),
                command,
                payload: rest[2..].to_vec(),
            };
            self.begun = Some((begun, len));
            self.sequence = 0;
        } else {
            let (begun, _) = self.begun.as_mut()?;
            if command != self.sequence {
                self.begun = None;
                return None;
            }
            self.sequence += 1;
            begun.payload.extend(rest);
        }
        let (begun, len) = self.begun.as_ref()?;
        if begun.payload.len() < *len {
            return None;
        }
        let (mut whole, len) = self.begun.take()?;
        whole.payload.truncate(len);
        Some(whole)
    }

    /// Whether the first packet of a message came, and not the last.
    pub fn is_within(&self) -> bool {
        self.begun.is_some()
    }
}
