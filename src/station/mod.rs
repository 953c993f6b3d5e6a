//! The real world: hidraw, disk, clock, dice, printer, hardening.

pub mod disk;
pub mod harden;
pub mod hid;
pub mod laptop;
pub mod printer;
pub mod report;

use crate::book;
use crate::ceremony::world::Ports;
use crate::ctap::{Link, PluggedKey, Waiting};
use crate::secret::{Entropy, EntropyFailed};
use jiff::Timestamp;
use std::sync::Arc;

/// The laptop's clock.
pub struct SystemClock;

impl book::Clock for SystemClock {
    fn now(&mut self) -> Timestamp {
        Timestamp::now()
    }
}

/// The kernel's random numbers: getrandom(2), from the pool that is seeded once at boot and waited for.
pub struct Dice;

impl Entropy for Dice {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        use rustix::io::Errno;
        use rustix::rand::{GetRandomFlags, getrandom};
        let mut filled = 0;
        while let Some(rest) = out.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match getrandom(rest, GetRandomFlags::empty()) {
                Ok(0) => return Err(EntropyFailed("getrandom gave nothing".into())),
                Ok(len) => filled += len,
                Err(Errno::INTR) => {}
                Err(errno) => return Err(EntropyFailed(errno.to_string())),
            }
        }
        Ok(())
    }
}

/// The laptop's USB ports. A touch that does not come ends by the key's own limit, by unplugging it, or when `leaves`,
/// asked at each keepalive, says that the people want to stop.
pub struct UsbPorts {
    leaves: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl UsbPorts {
    /// Asking this at each keepalive.
    pub fn new(leaves: Arc<dyn Fn() -> bool + Send + Sync>) -> UsbPorts {
        UsbPorts { leaves }
    }
}

impl Ports for UsbPorts {
    fn plugged(&mut self) -> Result<Vec<PluggedKey>, String> {
        hid::plugged().map_err(|e| e.to_string())
    }

    fn open(&mut self, path: &str) -> Result<Box<dyn Link>, String> {
        let leaves = Arc::clone(&self.leaves);
        let waits = move |_| match leaves() {
            true => Waiting::Cancel,
            false => Waiting::GoOn,
        };
        let link = hid::HidLink::open(path, Box::new(waits));
        link.map(|link| Box::new(link) as Box<dyn Link>)
            .map_err(|e| e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_fill_whole_buffers_and_differ() {
        let mut draws = [[0; 1024]; 2];
        for draw in &mut draws {
            Dice.fill(draw).unwrap();
            assert!(draw.chunks(64).all(|part| part != [0; 64]));
        }
        assert_ne!(draws[0], draws[1]);
        assert_eq!(Dice.fill(&mut []), Ok(()));
    }
}
