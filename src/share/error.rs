//! Why a text is no share.

use super::limits::{LEAST_WORDS, MOST_WORDS};
use super::rs1024::Suspect;
use crate::secret::ArenaFull;
use std::fmt;

/// Why a text is no share. No variant holds a word or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareError {
    /// The word at this position is not in the list.
    UnknownWord {
        /// Which word, from 1.
        position: usize,
        /// How far its beginning agrees with the list.
        start: Start,
    },
    /// The number typed before a word is not its position: a word is missing or doubled before it.
    OutOfStep {
        /// Which word, from 1.
        position: usize,
        /// The number that stands before it.
        numbered: usize,
    },
    /// Fewer than [`LEAST_WORDS`].
    TooFewWords {
        /// How many there are.
        found: usize,
    },
    /// More than [`MOST_WORDS`]; the rest was not read.
    TooManyWords,
    /// No share has this many words: one is missing or too many.
    WordCount {
        /// How many there are.
        found: usize,
    },
    /// The checksum is wrong. Any three wrong words are found (but for SLIP-39's gap, see `rs1024.rs`), more with a
    /// probability of 1 - 2^-30.
    Checksum {
        /// Where one change would mend it.
        suspect: Suspect,
    },
    /// The checksum is right and the bits before the value are not zero: no correct program wrote this share.
    Padding,
    /// The checksum is right and more groups are needed than there are.
    GroupThreshold {
        /// Groups needed.
        group_threshold: u8,
        /// Groups that exist.
        group_count: u8,
    },
    /// The checksum is right and the group's index is beyond the last group.
    GroupIndex {
        /// Which group, from 0.
        group_index: u8,
        /// Groups that exist.
        group_count: u8,
    },
    /// No locked memory is left.
    ArenaFull,
}

impl From<ArenaFull> for ShareError {
    fn from(_: ArenaFull) -> ShareError {
        ShareError::ArenaFull
    }
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShareError::UnknownWord { position, start } => {
                write!(f, "word {position} is not in the list: {start}")
            }
            ShareError::OutOfStep { position, numbered } => write!(
                f,
                "the word numbered {numbered} is the {position}. one: a word is missing or doubled before it"
            ),
            ShareError::TooFewWords { found } => {
                write!(f, "{found} words; a share has at least {LEAST_WORDS}")
            }
            ShareError::TooManyWords => {
                write!(f, "more than {MOST_WORDS} words; no share is so long")
            }
            ShareError::WordCount { found } => {
                write!(
                    f,
                    "{found} words; no share has so many: a word is missing, or one too many"
                )
            }
            ShareError::Checksum { suspect } => write!(f, "the checksum is wrong: {suspect}"),
            ShareError::Padding => f.write_str(
                "the checksum is right, the padding is not: no correct program wrote this share",
            ),
            ShareError::GroupThreshold {
                group_threshold,
                group_count,
            } => write!(
                f,
                "it asks for {group_threshold} groups of {group_count}: no correct program wrote this share"
            ),
            ShareError::GroupIndex {
                group_index,
                group_count,
            } => write!(
                f,
                "it is of group {} of {group_count}: no correct program wrote this share",
                group_index + 1
            ),
            ShareError::ArenaFull => f.write_str("no locked memory is left"),
        }
    }
}

impl std::error::Error for ShareError {}

/// How far a word that is not in the list agrees with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nothing in the list begins like it.
    None,
    /// Fewer than four letters, and one word of the list begins so.
    One,
    /// Fewer than four letters, and several words of the list begin so.
    Many,
    /// One word of the list begins with its first four letters; the letters after them are others.
    FourLetters,
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Start::None => "no word begins so",
            Start::One => "type four letters; one word begins so",
            Start::Many => "type four letters; several words begin so",
            Start::FourLetters => {
                "its first four letters are those of a word, the letters after them are not"
            }
        })
    }
}
