//! RS1024: SLIP-39's checksum, a Reed-Solomon code over GF(1024) of three words, found by any three wrong words.
//!
//! One gap is SLIP-39's own: the second word's extendable flag says with which string the checksum begins. Where two or
//! three words are wrong and the second is among them with its flag flipped, one in 2^30 such errors is not seen. Then
//! the share is one of another set, and its fingerprint another: it is refused later.

use std::fmt;
use subtle::{Choice, ConditionallySelectable};

/// Words of the checksum.
pub const CHECKSUM_WORDS: usize = 3;

/// Where one change would make a wrong checksum right. With one mistake in the text it names that place; with more it
/// is silent, or wrong once in some 20,000 times. It is for looking at the paper again, never for mending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspect {
    /// This word, from 1, is likely another one on the paper.
    Word(usize),
    /// These two words, from 1, likely stand in each other's place.
    Swapped(usize, usize),
    /// More than one place is wrong.
    Unknown,
}

/// The checksum of a share's words without it.
pub fn checksum(words: &[u16], extendable: bool) -> [u16; CHECKSUM_WORDS] {
    let zeros = [0; CHECKSUM_WORDS];
    let state = run(run(start(extendable), words), &zeros) ^ 1;
    [20, 10, 0].map(|shift| (state >> shift & 0x3ff) as u16)
}

/// Whether a share's words end with their checksum.
pub fn is_sound(words: &[u16]) -> bool {
    run(start(is_extendable(words)), words) == 1
}

/// Looks for the one change that makes `words` sound. Takes time that depends on where it is.
pub fn suspect(words: &[u16]) -> Suspect {
    let effects = effects(words.len());
    let mut found = Vec::new();
    // The flag that selects the customization string is itself in a word that may be wrong.
    for extendable in [false, true] {
        let syndrome = run(start(extendable), words) ^ 1;
        let flips = extendable != is_extendable(words);
        // What would have to change in the last word, then in the one before it: it is a change where it is one word.
        let mut before = syndrome;
        for a in (0..words.len()).rev() {
            let change = u16::try_from(before).unwrap_or_default();
            if (1..1024).contains(&change) && flips == flips_flag(a, change) {
                found.push(Suspect::Word(a + 1));
            }
            before = step_back(before);
        }
        for (a, of_a) in effects.iter().enumerate() {
            for (b, of_b) in effects.iter().enumerate().skip(a + 1) {
                let change = words[a] ^ words[b];
                let both = multiple(of_a, change.into()) ^ multiple(of_b, change.into());
                let flips_now = flips_flag(a, change) || flips_flag(b, change);
                if change != 0 && both == syndrome && flips == flips_now {
                    found.push(Suspect::Swapped(a + 1, b + 1));
                }
            }
        }
    }
    match found[..] {
        [only] => only,
        _ => Suspect::Unknown,
    }
}

/// What a change of each bit of each word does to the final state: the code is linear.
fn effects(words: usize) -> Vec<[u32; 10]> {
    let mut of_bits: [u32; 10] = std::array::from_fn(|bit| 1 << bit);
    let mut effects = Vec::with_capacity(words);
    for _ in 0..words {
        effects.push(of_bits);
        of_bits = of_bits.map(|state| step(state, 0));
    }
    effects.reverse();
    effects
}

/// The sum of what stands for the bits of `number`.
fn multiple(of_bits: &[u32; 10], number: u32) -> u32 {
    of_bits.iter().enumerate().fold(0, |sum, (bit, of_bit)| {
        let is_set = Choice::from((number >> bit & 1) as u8);
        sum ^ u32::conditional_select(&0, of_bit, is_set)
    })
}

/// Whether this change of this word is one of the extendable flag: bit 4 of the second word.
fn flips_flag(at: usize, change: u16) -> bool {
    at == 1 && change >> 4 & 1 == 1
}

fn is_extendable(words: &[u16]) -> bool {
    words.get(1).is_some_and(|word| word >> 4 & 1 == 1)
}

/// The state after the customization string.
fn start(extendable: bool) -> u32 {
    let string: &[u8] = if extendable {
        b"shamir_extendable"
    } else {
        b"shamir"
    };
    string
        .iter()
        .fold(1, |state, &byte| step(state, u16::from(byte)))
}

fn run(state: u32, words: &[u16]) -> u32 {
    words.iter().fold(state, |state, &word| step(state, word))
}

/// The multiples, by bits, of (x - a)(x - a^2)(x - a^3) without its x^3.
const GENERATOR: [u32; 10] = [
    0x00e0_e040,
    0x01c1_c080,
    0x0383_8100,
    0x0707_0200,
    0x0e0e_0009,
    0x1c0c_2412,
    0x3808_6c24,
    0x3090_fc48,
    0x21b1_f890,
    0x03f3_f120,
];

/// Multiplies by x and adds a word, modulo the generator.
fn step(state: u32, word: u16) -> u32 {
    let shifted = (state & 0xf_ffff) << 10 ^ u32::from(word);
    shifted ^ multiple(&GENERATOR, state >> 20)
}

/// Divides by x: the state from which `step` with no word comes here.
fn step_back(state: u32) -> u32 {
    /// By bits of the last word of a multiple of the generator, of what it is a multiple.
    const FACTOR: [u32; 10] = [
        0x091, 0x122, 0x244, 0x081, 0x102, 0x204, 0x001, 0x002, 0x004, 0x008,
    ];
    let top = multiple(&FACTOR, state & 0x3ff);
    (state ^ multiple(&GENERATOR, top)) >> 10 | top << 20
}

impl fmt::Display for Suspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Suspect::Word(position) => write!(f, "look at word {position} again"),
            Suspect::Swapped(a, b) => {
                write!(
                    f,
                    "words {a} and {b} seem to stand in each other's place, or one of them is wrong"
                )
            }
            Suspect::Unknown => {
                f.write_str("more than one word is wrong, or words are missing, doubled or moved")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_back_undoes_a_step() {
        for bit in 0..30 {
            let state = 1 << bit;
            assert_eq!(step_back(step(state, 0)), state, "bit {bit}");
        }
    }
}
