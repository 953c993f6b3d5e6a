//! Between the host and the firmware's framing: where packets are counted, lost, held back, twisted.

use crate::bus::{Packet, Wires};
use crate::control::{Asked, Faults};
use crate::twist::{self, Twist};
use std::sync::Arc;
use std::thread::{Thread, sleep};
use std::time::{Duration, Instant};

/// The host's side.
pub trait Port: Send + Sync {
    /// Waits for the next packet of any program on the host.
    fn receive(&self) -> Packet;

    /// Gives a report to every program that has the key open. Only a hostile one has not 64 bytes.
    fn send(&self, report: &[u8]);
}

/// CTAPHID_CBOR, first packet of a message.
pub const CBOR: u8 = 0x90;
const KEEPALIVE: u8 = 0xbb;
const CANCEL: u8 = 0x91;
const INIT: u8 = 0x86;

/// From the host to the key.
pub struct Outgoing {
    pub wires: Arc<Wires>,
    pub faults: Arc<Faults>,
    pub port: Arc<dyn Port>,
    /// Woken at each packet.
    key: Thread,
    /// Continuation packets of a message that the key never gets.
    swallow: usize,
}

impl Outgoing {
    pub fn new(
        wires: Arc<Wires>,
        faults: Arc<Faults>,
        port: Arc<dyn Port>,
        key: Thread,
    ) -> Outgoing {
        Outgoing {
            wires,
            faults,
            port,
            key,
            swallow: 0,
        }
    }

    /// Passes packets on for ever.
    pub fn run(mut self) -> ! {
        loop {
            let packet = self.port.receive();
            self.faults.packet_from_host();
            if packet[4] == INIT || packet[4] == CANCEL {
                self.faults.stop_keepalives();
            }
            if self.is_swallowed(&packet) {
                continue;
            }
            if packet[4] == CBOR {
                self.faults.command_begins(Asked::of(&packet));
            }
            self.wires.to_key().push_back(packet);
            self.key.unpark();
        }
    }

    /// A success that was not done: the key never hears of the command.
    fn is_swallowed(&mut self, packet: &Packet) -> bool {
        if self.swallow > 0 && packet[4] & 0x80 == 0 {
            self.swallow -= 1;
            return true;
        }
        self.swallow = 0;
        let asked = Asked::of(packet);
        if packet[4] != CBOR || !self.faults.lies_about(asked) {
            return false;
        }
        let len = usize::from(packet[5]) * 256 + usize::from(packet[6]);
        self.swallow = len.saturating_sub(57).div_ceil(59);
        let [channel @ .., _, _, _] = packet.first_chunk::<7>().expect("64 bytes");
        // What success looks like where it has no body, and an empty one where it has.
        let body: &[u8] = match (asked.command, asked.subcommand) {
            (0x07 | 0x0b | 0x0d, _) | (0x06, Some(3 | 4)) | (0x0a, Some(6 | 7)) => &[0],
            _ => &[0, 0xa0],
        };
        self.faults.lied();
        for report in twist::frame(channel, CBOR, body) {
            self.port.send(&report);
        }
        true
    }
}

/// From the key to the host.
pub struct Incoming {
    faults: Arc<Faults>,
    port: Arc<dyn Port>,
    /// A reply that is being collected to be twisted, and how many packets it has.
    twisted: Option<(Twist, Vec<Packet>, usize)>,
    last_keepalive: Instant,
}

impl Incoming {
    pub fn new(faults: Arc<Faults>, port: Arc<dyn Port>) -> Incoming {
        Incoming {
            faults,
            port,
            twisted: None,
            last_keepalive: Instant::now(),
        }
    }

    /// One packet of the framing's.
    pub fn pass(&mut self, packet: Packet) {
        if self.faults.is_mute() || self.faults.is_lost() {
            return;
        }
        sleep(self.faults.delay());
        if packet[4] != KEEPALIVE {
            self.faults.report_goes();
        }
        if packet[4] == CBOR
            && let Some(twist) = self.faults.take_twist()
        {
            let len = usize::from(packet[5]) * 256 + usize::from(packet[6]);
            let packets = 1 + len.saturating_sub(57).div_ceil(59);
            self.twisted = Some((twist, vec![], packets));
        }
        let Some((_, packets, _)) = self.twisted.as_mut().filter(|_| packet[4] != KEEPALIVE) else {
            self.port.send(&packet);
            if packet[4] != KEEPALIVE {
                self.faults.report_went();
            }
            return;
        };
        packets.push(packet);
        if let Some((twist, packets, _)) = self.twisted.take_if(|(_, p, whole)| p.len() >= *whole) {
            let told = twist.apply(&packets);
            if told.iter().ne(packets.iter()) {
                self.faults.lied();
            }
            for report in told {
                self.port.send(&report);
            }
            if twist.keeps_alive() {
                self.faults
                    .keep_alive(packets[0][..4].try_into().expect("four bytes"));
            }
        }
    }

    /// Keepalives without end, while they are wanted. Whether they are.
    pub fn idle(&mut self) -> bool {
        let keepalives = self.faults.keepalives();
        let Some(channel) = *keepalives else {
            return false;
        };
        if self.last_keepalive.elapsed() > Duration::from_millis(80) {
            self.last_keepalive = Instant::now();
            for report in twist::frame(&channel, KEEPALIVE, &[1]) {
                self.port.send(&report);
            }
        }
        true
    }
}
