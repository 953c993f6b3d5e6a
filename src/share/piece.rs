//! One share: its words, its label, its value.

use super::error::ShareError;
use super::limits::LEAST_WORDS;
use super::rs1024;
use super::words::{self, Word};
use crate::secret::{ArenaFull, Secret};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// One share: its label, and its value in locked memory.
///
/// ```compile_fail,E0277
/// fn printed<T: std::fmt::Debug>() {}
/// printed::<sealwright::share::Share>();
/// ```
/// ```compile_fail,E0277
/// fn copied<T: Clone>() {}
/// copied::<sealwright::share::Share>();
/// ```
/// ```compile_fail,E0277
/// fn stored<T: serde::Serialize>() {}
/// stored::<sealwright::share::Share>();
/// ```
pub struct Share {
    pub(super) label: Label,
    pub(super) value: Secret,
}

/// What a share says about itself. Nothing in it is secret; it stands in the first four words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Label {
    /// The set's random identifier, 15 bits.
    pub id: u16,
    /// Whether the identifier stays out of the encryption, so that a later set can differ in its identifier alone.
    pub extendable: bool,
    /// The PBKDF2 rounds of one combining are 10000 * 2^this; 0 to 15.
    pub iteration_exponent: u8,
    /// Which group, from 0.
    pub group_index: u8,
    /// How many groups are needed, 1 to 16.
    pub group_threshold: u8,
    /// How many groups there are, 1 to 16.
    pub group_count: u8,
    /// Which member of the group, from 0; also its x coordinate.
    pub member_index: u8,
    /// How many members of this group are needed, 1 to 16.
    pub member_threshold: u8,
    /// How many words the share has.
    pub length_words: usize,
}

impl Share {
    /// Reads a share as a person types it or a scanner reads it: words or their first four letters and more, in either
    /// case, between any white space, each with its number before it (`1.`, `1)`, `1`) or without.
    ///
    /// # Errors
    /// [`ShareError`]: what is wrong and where, never with a word of the text.
    pub fn parse(text: &str) -> Result<Share, ShareError> {
        let words = words::read(text)?;
        let value_len = value_len(words.len())?;
        if !rs1024::is_sound(&words) {
            let suspect = rs1024::suspect(&words);
            return Err(ShareError::Checksum { suspect });
        }
        let (head, rest) = words.split_at(HEAD_WORDS);
        let label = Label::read(head, words.len())?;
        let (value, _checksum) = rest.split_at(rest.len() - rs1024::CHECKSUM_WORDS);
        if padding(value, value_len) != 0 {
            return Err(ShareError::Padding);
        }
        let value = Secret::build(value_len, |out| unpack(value, out))?;
        Ok(Share { label, value })
    }

    /// The whole words, lower-case, one space between: the form that is printed, put into the QR code and hashed.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn words(&self) -> Result<Secret, ArenaFull> {
        let words = self.spelled();
        let letters: usize = words.iter().map(Word::len).sum();
        let spaces = words.len().saturating_sub(1);
        Secret::build(letters + spaces, |out| {
            let mut at = 0;
            for (i, word) in words.iter().enumerate() {
                if i > 0 {
                    out[at] = b' ';
                    at += 1;
                }
                out[at..at + word.len()].copy_from_slice(word.letters());
                at += word.len();
            }
        })
    }

    /// SHA-256 of the text that [`Share::words`] gives. The value is at least 128 random bits, so this tells nothing.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (i, word) in self.spelled().iter().enumerate() {
            if i > 0 {
                hash.update(b" ");
            }
            hash.update(word.letters());
        }
        hash.finalize().into()
    }

    /// What it says about itself.
    pub fn label(&self) -> Label {
        self.label
    }

    /// Its words, spelled out and wiped after use.
    fn spelled(&self) -> Vec<Word> {
        let numbers = self.numbers();
        numbers.iter().map(|&n| Word::of(n)).collect()
    }

    /// Its words as numbers, 10 bits each: label, zero padding and value, checksum.
    fn numbers(&self) -> Zeroizing<Vec<u16>> {
        let mut numbers = Zeroizing::new(Vec::with_capacity(self.label.length_words));
        numbers.extend(self.label.write());
        pack(self.value.bytes(), &mut numbers);
        let checksum = rs1024::checksum(&numbers, self.label.extendable);
        numbers.extend(checksum);
        numbers
    }
}

/// Words before the value: two of the set (identifier, flag, exponent), two of the share.
const HEAD_WORDS: usize = 4;

/// Bits of a word.
const WORD_BITS: usize = 10;

impl Label {
    fn read(head: &[u16], length_words: usize) -> Result<Label, ShareError> {
        let bits = head
            .iter()
            .fold(0u64, |bits, &n| bits << WORD_BITS | u64::from(n));
        let nibble = |shift: u32| (bits >> shift & 0xf) as u8;
        let label = Label {
            id: (bits >> 25 & 0x7fff) as u16,
            extendable: bits >> 24 & 1 == 1,
            iteration_exponent: nibble(20),
            group_index: nibble(16),
            group_threshold: nibble(12) + 1,
            group_count: nibble(8) + 1,
            member_index: nibble(4),
            member_threshold: nibble(0) + 1,
            length_words,
        };
        let (group_threshold, group_count) = (label.group_threshold, label.group_count);
        if group_threshold > group_count {
            return Err(ShareError::GroupThreshold {
                group_threshold,
                group_count,
            });
        }
        if label.group_index >= group_count {
            return Err(ShareError::GroupIndex {
                group_index: label.group_index,
                group_count,
            });
        }
        Ok(label)
    }

    fn write(&self) -> [u16; HEAD_WORDS] {
        let mut bits = u64::from(self.id) << 1 | u64::from(self.extendable);
        for nibble in [
            self.iteration_exponent,
            self.group_index,
            self.group_threshold - 1,
            self.group_count - 1,
            self.member_index,
            self.member_threshold - 1,
        ] {
            bits = bits << 4 | u64::from(nibble & 0xf);
        }
        [30, 20, 10, 0].map(|shift| (bits >> shift & 0x3ff) as u16)
    }
}

/// Bytes of value that a share of so many words holds.
fn value_len(words: usize) -> Result<usize, ShareError> {
    if words < LEAST_WORDS {
        return Err(ShareError::TooFewWords { found: words });
    }
    let bits = (words - HEAD_WORDS - rs1024::CHECKSUM_WORDS) * WORD_BITS;
    let padding = bits % 16;
    if padding > 8 {
        return Err(ShareError::WordCount { found: words });
    }
    Ok((bits - padding) / 8)
}

/// Words of a share of a password of so many characters; an odd one is filled up with a space.
pub fn words_of_password(characters: usize) -> usize {
    words_for(characters.next_multiple_of(2))
}

/// Words of a share whose value has so many bytes.
pub(super) fn words_for(bytes: usize) -> usize {
    (bytes * 8).div_ceil(WORD_BITS) + HEAD_WORDS + rs1024::CHECKSUM_WORDS
}

/// The bits before a value of `len` bytes; at most 8, so all in the first word.
fn padding(value: &[u16], len: usize) -> u16 {
    let bits = value.len() * WORD_BITS - len * 8;
    value.first().map_or(0, |first| first >> (WORD_BITS - bits))
}

/// Ten bits a word to eight bits a byte, leaving out what does not fit at the front.
fn unpack(value: &[u16], out: &mut [u8]) {
    let mut pending = 0u32;
    // Padding was seen to be zero, so counting it as already taken drops it.
    let mut skip = value.len() * WORD_BITS - out.len() * 8;
    let mut bits = 0;
    let mut at = 0;
    for &n in value {
        pending = pending << WORD_BITS | u32::from(n);
        bits += WORD_BITS - skip;
        skip = 0;
        while bits >= 8 {
            bits -= 8;
            out[at] = (pending >> bits) as u8;
            at += 1;
        }
        pending &= (1 << bits) - 1;
    }
    pending.zeroize();
}

/// Eight bits a byte to ten bits a word, with zeros before.
fn pack(value: &[u8], out: &mut Vec<u16>) {
    let mut pending = 0u32;
    let mut bits = (value.len() * 8).div_ceil(WORD_BITS) * WORD_BITS - value.len() * 8;
    for &byte in value {
        pending = pending << 8 | u32::from(byte);
        bits += 8;
        if bits >= WORD_BITS {
            bits -= WORD_BITS;
            out.push((pending >> bits) as u16);
            pending &= (1 << bits) - 1;
        }
    }
    pending.zeroize();
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "set {:05}, ", self.id)?;
        if self.group_count > 1 {
            let (group, count) = (self.group_index + 1, self.group_count);
            write!(
                f,
                "group {group} of {count} ({} needed), ",
                self.group_threshold
            )?;
        }
        let (member, needed) = (self.member_index + 1, self.member_threshold);
        write!(
            f,
            "share {member}, {needed} needed, {} words",
            self.length_words
        )
    }
}
