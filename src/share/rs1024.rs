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
        for (a, of_a) in effects.iter().enumerate() {
            let is_change = |&change: &u16| of_a[usize::from(change)] == syndrome;
            let word = (1..1024).find(is_change);
            if word.is_some_and(|change| flips == flips_flag(a, change)) {
                found.push(Suspect::Word(a + 1));
            }
            for (b, of_b) in effects.iter().enumerate().skip(a + 1) {
                let change = words[a] ^ words[b];
                let both = of_a[usize::from(change)] ^ of_b[usize::from(change)];
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

/// What each change of each word does to the final state: the code is linear.
fn effects(words: usize) -> Vec<[u32; 1024]> {
    let mut of_bits: [u32; 10] = std::array::from_fn(|bit| 1 << bit);
    let mut effects = vec![[0; 1024]; words];
    for of_word in effects.iter_mut().rev() {
        for change in 1..1024usize {
            let rest = change & (change - 1);
            of_word[change] = of_word[rest] ^ of_bits[change.trailing_zeros() as usize];
        }
        of_bits = of_bits.map(|state| step(state, 0));
    }
    effects
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

/// Multiplies by x and adds a word, modulo (x - a)(x - a^2)(x - a^3); SLIP-39 gives the generator's multiples by bits.
fn step(state: u32, word: u16) -> u32 {
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
    let top = state >> 20;
    let shifted = (state & 0xf_ffff) << 10 ^ u32::from(word);
    GENERATOR
        .iter()
        .enumerate()
        .fold(shifted, |state, (bit, multiple)| {
            let is_set = Choice::from((top >> bit & 1) as u8);
            state ^ u32::conditional_select(&0, multiple, is_set)
        })
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
