//! Text aloud: a hash as ten words that two people can read to each other.
//!
//! The words are the PGP word list (Juola and Zimmermann 1995). Words of two and of three syllables take turns, so a
//! word that was left out, doubled or swapped is heard as such.
//!
//! **Strength.** Ten words are the first 10 bytes, 80 bits, of SHA-256. Who wants another text to have the words of a
//! given one needs about 2^80 hashes: out of reach. Who may write *both* texts beforehand needs only about 2^40 to
//! find two that sound alike: within reach. So the words find mistakes and later changes; where the author of a text
//! is himself the adversary, compare the whole hash.

mod pgp_words;

use pgp_words::{THREE_SYLLABLES, TWO_SYLLABLES};

/// Words that stand for a hash.
pub const WORDS: usize = 10;

/// What was heard when somebody read a hash aloud, or typed it from paper.
///
/// It never tells the right word: only a paper or another person may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// All words agree.
    Same,
    /// A word, counted from 1, is in its turn, and is another one.
    Differs {
        /// Which word, from 1.
        position: usize,
    },
    /// A word, counted from 1, belongs to the other list: one before it is missing, doubled or swapped.
    OutOfTurn {
        /// Which word, from 1.
        position: usize,
    },
    /// A word, counted from 1, is in neither list.
    Unknown {
        /// Which word, from 1.
        position: usize,
    },
    /// All words agree, but their number is not [`WORDS`].
    Count {
        /// How many came.
        heard: usize,
    },
}

impl std::fmt::Display for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Heard::Same => write!(f, "all {WORDS} words agree"),
            Heard::Differs { position } => write!(f, "word {position} is another one"),
            Heard::OutOfTurn { position } => {
                write!(
                    f,
                    "at word {position} a word is missing, doubled or swapped"
                )
            }
            Heard::Unknown { position } => write!(f, "word {position} is not in the list"),
            Heard::Count { heard } => write!(f, "{heard} words came, {WORDS} are needed"),
        }
    }
}

/// The hash as [`WORDS`] words in two groups of five, lower case, such as `topmost istanbul ..., pacific ...`.
pub fn words(hash: &[u8; 32]) -> String {
    let all: Vec<&str> = expected(hash).collect();
    let (first, second) = all.split_at(WORDS / 2);
    format!("{}, {}", first.join(" "), second.join(" "))
}

/// Compares what a person typed with `hash`. Case, blanks, commas, dots and hyphens do not count.
pub fn compare(typed: &str, hash: &[u8; 32]) -> Heard {
    let typed = typed.to_lowercase();
    let heard = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut count = 0;
    let mut right = expected(hash);
    for word in heard {
        count += 1;
        let (own, other) = lists(count - 1);
        match right.next() {
            Some(right) if word == right => {}
            _ if own.contains(&word) && count <= WORDS => {
                return Heard::Differs { position: count };
            }
            _ if other.contains(&word) && count <= WORDS => {
                return Heard::OutOfTurn { position: count };
            }
            _ if count > WORDS => {}
            _ => return Heard::Unknown { position: count },
        }
    }
    if count == WORDS {
        Heard::Same
    } else {
        Heard::Count { heard: count }
    }
}

fn expected(hash: &[u8; 32]) -> impl Iterator<Item = &'static str> {
    let said = hash.iter().take(WORDS).enumerate();
    said.map(|(at, byte)| lists(at).0[usize::from(*byte)]) // 256 words, so every byte has one
}

/// The list whose turn it is at a place, and the other one.
fn lists(at: usize) -> (&'static [&'static str; 256], &'static [&'static str; 256]) {
    if at.is_multiple_of(2) {
        (&TWO_SYLLABLES, &THREE_SYLLABLES)
    } else {
        (&THREE_SYLLABLES, &TWO_SYLLABLES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The fingerprint that is the example of the list in public descriptions of it.
    fn example() -> [u8; 32] {
        let mut hash = [0; 32];
        hash[..20].copy_from_slice(&[
            0xE5, 0x82, 0x94, 0xF2, 0xE9, 0xA2, 0x27, 0x48, 0x6E, 0x8B, 0x06, 0x1B, 0x31, 0xCC,
            0x52, 0x8F, 0xD7, 0xFA, 0x3F, 0x19,
        ]);
        hash
    }

    const SAID: &str =
        "topmost istanbul pluto vagabond treadmill, pacific brackish dictator goldfish medusa";

    #[test]
    fn the_public_example_is_said_as_everywhere() {
        assert_eq!(words(&example()).replace(',', "").split(' ').count(), WORDS);
        // The second group starts at an odd place, so it starts with three syllables.
        assert_eq!(words(&example()), SAID);
    }

    #[test]
    fn all_512_words_differ_and_are_plain() {
        let all: BTreeSet<&str> = TWO_SYLLABLES
            .iter()
            .chain(&THREE_SYLLABLES)
            .copied()
            .collect();
        assert_eq!(all.len(), 512);
        assert!(
            all.iter()
                .all(|w| w.bytes().all(|b| b.is_ascii_lowercase()))
        );
        // In the order of the alphabet, but for one pair in the list as it was published.
        let falls = |list: &[&str]| -> Vec<usize> {
            let pairs = list.windows(2).enumerate();
            pairs
                .filter(|(_, w)| w[0] > w[1])
                .map(|(at, _)| at)
                .collect()
        };
        assert!(falls(&TWO_SYLLABLES).is_empty());
        assert_eq!(falls(&THREE_SYLLABLES), [9]); // applicant, apollo
    }

    #[test]
    fn every_byte_change_is_heard_at_its_word() {
        for at in 0..WORDS {
            for byte in 0..=255 {
                let mut other = example();
                if other[at] == byte {
                    continue;
                }
                other[at] = byte;
                assert_eq!(
                    compare(&words(&other), &example()),
                    Heard::Differs { position: at + 1 }
                );
            }
        }
    }

    #[test]
    fn case_blanks_and_hyphens_do_not_count() {
        for typed in [
            SAID.to_uppercase(),
            SAID.replace(' ', "-"),
            SAID.replace(' ', "  \t"),
            SAID.replace(", ", "\n") + "  ",
            format!("- {SAID}."),
        ] {
            assert_eq!(compare(&typed, &example()), Heard::Same, "{typed}");
        }
    }

    #[test]
    fn a_missing_doubled_swapped_or_mistyped_word_is_heard() {
        let all: Vec<&str> = SAID.split([',', ' ']).filter(|w| !w.is_empty()).collect();
        let say = |words: &[&str]| compare(&words.join(" "), &example());
        for at in 0..WORDS - 1 {
            let mut missing = all.clone();
            missing.remove(at);
            assert_eq!(say(&missing), Heard::OutOfTurn { position: at + 1 });
            let mut doubled = all.clone();
            doubled.insert(at, all[at]);
            assert_eq!(say(&doubled), Heard::OutOfTurn { position: at + 2 });
            let mut swapped = all.clone();
            swapped.swap(at, at + 1);
            assert_eq!(say(&swapped), Heard::OutOfTurn { position: at + 1 });
            let mut wrong = all.clone();
            wrong[at] = "tpomost";
            assert_eq!(say(&wrong), Heard::Unknown { position: at + 1 });
        }
        assert_eq!(say(&all[..9]), Heard::Count { heard: 9 });
        assert_eq!(
            say(&[all.clone(), vec!["afflict"]].concat()),
            Heard::Count { heard: 11 }
        );
        assert_eq!(say(&[]), Heard::Count { heard: 0 });
    }
}
