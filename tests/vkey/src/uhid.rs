//! The key as a real /dev/hidraw node, by way of /dev/uhid (Linux, include/uapi/linux/uhid.h).

use crate::Options;
use crate::bus::Packet;
use crate::wire::Port;
use std::fs::{File, OpenOptions};
use std::io::{Read, Result, Write};

/// A FIDO device's report descriptor (CTAP 2.1, 11.2.8.1).
const DESCRIPTOR: &[u8] = &[
    0x06, 0xd0, 0xf1, 0x09, 0x01, 0xa1, 0x01, 0x09, 0x20, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08,
    0x95, 0x40, 0x81, 0x02, 0x09, 0x21, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x40, 0x91,
    0x02, 0xc0,
];

/// A keyboard's: some security keys have such an interface too, with a node of its own (HID 1.11, appendix B.1).
const KEYBOARD: &[u8] = &[
    0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01,
    0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07,
    0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
];

/// Events, and where their parts stand.
const OUTPUT: u32 = 6;
const GET_REPORT: u32 = 9;
const GET_REPORT_REPLY: u32 = 10;
const CREATE2: u32 = 11;
const INPUT2: u32 = 12;
const SET_REPORT: u32 = 13;
const SET_REPORT_REPLY: u32 = 14;
const DATA_MAX: usize = 4096;
const BUS_USB: u16 = 3;
const EIO: u16 = 5;

pub struct Uhid(File);

impl Uhid {
    pub fn create(options: &Options) -> Result<Uhid> {
        let descriptor = match options.keyboard {
            true => KEYBOARD,
            false => DESCRIPTOR,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open("/dev/uhid")?;
        let mut event = vec![0; 280 + DATA_MAX];
        let mut put = |at: usize, bytes: &[u8]| event[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &CREATE2.to_ne_bytes());
        put(4, &options.name.as_bytes()[..options.name.len().min(127)]);
        put(132, b"vkey/input0");
        put(
            196,
            &options.serial.as_bytes()[..options.serial.len().min(63)],
        );
        put(260, &(descriptor.len() as u16).to_ne_bytes());
        put(262, &BUS_USB.to_ne_bytes());
        put(264, &options.vendor.to_ne_bytes());
        put(268, &options.product.to_ne_bytes());
        put(272, &0x100_u32.to_ne_bytes());
        put(280, descriptor);
        file.write_all(&event)?;
        Ok(Uhid(file))
    }

    fn tell(&self, event: u32, rest: &[u8]) {
        let whole = [&event.to_ne_bytes()[..], rest].concat();
        // The kernel refuses what it no longer wants; the key has nothing to do about it.
        let _ = (&self.0).write_all(&whole);
    }
}

impl Port for Uhid {
    fn receive(&self) -> Packet {
        let mut event = vec![0; 4380];
        loop {
            let len = (&self.0).read(&mut event).expect("/dev/uhid stays open");
            let kind = event.first_chunk().filter(|_| len >= 4);
            match kind.map(|kind| u32::from_ne_bytes(*kind)) {
                Some(OUTPUT) => return packet(&event),
                // Nobody asks a FIDO device for reports; who does gets an error, and no wait.
                Some(GET_REPORT) => {
                    let id = &event[4..8];
                    self.tell(
                        GET_REPORT_REPLY,
                        &[id, &EIO.to_ne_bytes(), &[0; 2]].concat(),
                    );
                }
                Some(SET_REPORT) => {
                    let id = &event[4..8];
                    self.tell(SET_REPORT_REPLY, &[id, &EIO.to_ne_bytes()[..]].concat());
                }
                _ => {}
            }
        }
    }

    fn send(&self, report: &[u8]) {
        let len = (report.len() as u16).to_ne_bytes();
        self.tell(INPUT2, &[&len, report].concat());
    }
}

/// The packet in an output event: data, then its length. The number of an unnumbered report, 0, may stand before it.
fn packet(event: &[u8]) -> Packet {
    let len = u16::from_ne_bytes([event[4 + DATA_MAX], event[5 + DATA_MAX]]);
    let data = &event[4..4 + usize::from(len).min(65)];
    let data = if data.len() == 65 { &data[1..] } else { data };
    let mut packet = [0; 64];
    packet[..data.len()].copy_from_slice(data);
    packet
}
