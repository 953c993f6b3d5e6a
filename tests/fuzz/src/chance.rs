//! Randomness that is the same in every run, and fails where the input says so.

use crate::secret::{Entropy, EntropyFailed};

/// Not random at all, and good enough here.
pub struct Chance {
    state: u64,
    draws: u8,
    how: u8,
}

impl Chance {
    /// `how`: 0 is good; 255 gives the same unusable bytes for ever; any other number fails at that draw.
    pub fn new(how: u8) -> Chance {
        Chance {
            state: 1,
            draws: 0,
            how,
        }
    }
}

impl Entropy for Chance {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        self.draws = self.draws.saturating_add(1);
        match self.how {
            0 => {}
            255 => {
                out.fill(0xff);
                return Ok(());
            }
            how if how == self.draws => return Err(EntropyFailed("played".into())),
            _ => {}
        }
        for byte in out {
            self.state = self
                .state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.state >> 56) as u8;
        }
        Ok(())
    }
}
