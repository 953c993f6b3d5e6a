//! Random numbers from a seed: the same seed, the same ceremony, byte for byte.

use crate::secret::{Entropy, EntropyFailed};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// HMAC-SHA256 in counter mode under a seed. For rehearsals and tests only: a real book takes the system's generator.
#[derive(Clone, Serialize, Deserialize)]
pub struct SeededDice {
    seed: [u8; 32],
    drawn: u64,
}

impl SeededDice {
    /// Dice of this seed; `purpose` keeps several of one seed apart.
    pub fn new(seed: [u8; 32], purpose: &str) -> SeededDice {
        let mut dice = SeededDice { seed, drawn: 0 };
        let derived = dice.block(purpose.as_bytes());
        dice = SeededDice {
            seed: derived,
            drawn: 0,
        };
        dice
    }

    /// Dice of a number that a person gave.
    pub fn of_number(number: u64, purpose: &str) -> SeededDice {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&number.to_be_bytes());
        SeededDice::new(seed, purpose)
    }

    fn block(&self, label: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes a key of any length");
        mac.update(label);
        mac.finalize().into_bytes().into()
    }

    /// How many blocks were drawn so far.
    pub fn drawn(&self) -> u64 {
        self.drawn
    }

    /// The nth block, counted from 1, drawn or not.
    pub fn nth_block(&self, n: u64) -> [u8; 32] {
        self.block(&n.to_be_bytes())
    }

    /// The next 32 bytes.
    pub fn next_block(&mut self) -> [u8; 32] {
        self.drawn += 1;
        self.block(&self.drawn.to_be_bytes())
    }
}

impl Entropy for SeededDice {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        for chunk in out.chunks_mut(32) {
            let block = self.next_block();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}
