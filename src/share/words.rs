//! The 1024 words, and the way between them and numbers. Both directions read the whole list, whatever the word;
//! selection goes through `subtle`, whose barrier keeps the compiler from making a branch of a mask.

use super::error::{ShareError, Start};
use super::limits::{LEAST_LETTERS, MOST_WORDS};
use subtle::{ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

/// One word of a share, spelled out; wiped when dropped. No Debug, no Clone, by intent.
pub struct Word {
    letters: [u8; LONGEST],
    len: usize,
}

/// What typed letters may still become.
pub enum Completion {
    /// No word of the list begins so.
    None,
    /// One word begins so.
    One(Word),
    /// Several do: type on.
    Many,
}

/// What `prefix` may become; either case, no white space.
pub fn complete(prefix: &str) -> Completion {
    let Some(typed) = Typed::read(prefix) else {
        return Completion::None;
    };
    let (count, number) = typed.find();
    match count {
        0 => Completion::None,
        1 => Completion::One(Word::of(number)),
        _ => Completion::Many,
    }
}

/// Reads typed words as numbers; see [`super::Share::parse`] for what may be typed.
pub fn read(text: &str) -> Result<Zeroizing<Vec<u16>>, ShareError> {
    let mut words = Zeroizing::new(Vec::with_capacity(MOST_WORDS));
    let mut numbered = None;
    for token in text.split_whitespace() {
        let position = words.len() + 1;
        let (number, letters) = split_number(token);
        numbered = number.or(numbered);
        if letters.is_empty() {
            continue;
        }
        if let Some(numbered) = numbered.take().filter(|&n| n != position) {
            return Err(ShareError::OutOfStep { position, numbered });
        }
        if position > MOST_WORDS {
            return Err(ShareError::TooManyWords);
        }
        let word =
            number_of(letters).map_err(|start| ShareError::UnknownWord { position, start })?;
        words.push(word);
    }
    Ok(words)
}

impl Word {
    /// The word of this number, 0 to 1023, found by a scan of the list.
    pub(super) fn of(number: u16) -> Word {
        let number = u64::from(number);
        let scan = WORDS.iter().zip(0u64..);
        let letters = scan
            .fold(0, |letters, (word, i)| {
                u64::conditional_select(&letters, word, i.ct_eq(&number))
            })
            .to_be_bytes();
        let len = letters.iter().filter(|&&letter| letter != 0).count();
        Word { letters, len }
    }

    /// Its letters, lower-case, lent.
    pub fn letters(&self) -> &[u8] {
        &self.letters[..self.len]
    }

    /// How many letters, 4 to 8.
    #[allow(clippy::len_without_is_empty)] // no word is empty
    pub fn len(&self) -> usize {
        self.len
    }
}

impl Drop for Word {
    fn drop(&mut self) {
        self.letters.zeroize();
        self.len.zeroize();
    }
}

/// Letters of the longest word.
const LONGEST: usize = 8;

/// The list, a word a number: its letters from the highest byte on, zeros after them.
static WORDS: [u64; 1024] = table(include_bytes!("wordlist/english.txt"));

const fn table(list: &[u8]) -> [u64; 1024] {
    let mut table = [0; 1024];
    let (mut row, mut column, mut at) = (0, 0, 0);
    while at < list.len() {
        if list[at] == b'\n' {
            row += 1;
            column = 0;
        } else {
            table[row] |= (list[at] as u64) << (56 - 8 * column);
            column += 1;
        }
        at += 1;
    }
    table
}

/// Letters as typed, in the form of the list.
struct Typed {
    letters: u64,
    /// Ones where a letter was typed.
    mask: u64,
}

impl Typed {
    /// None if there is anything but letters, or more than any word has.
    fn read(text: &str) -> Option<Typed> {
        if text.len() > LONGEST || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut typed = Typed {
            letters: 0,
            mask: 0,
        };
        for (i, byte) in text.bytes().enumerate() {
            let shift = 56 - 8 * i;
            typed.letters |= u64::from(byte.to_ascii_lowercase()) << shift;
            typed.mask |= 0xff << shift;
        }
        Some(typed)
    }

    /// How many words of the list begin so, and the number of the one if it is one.
    fn find(&self) -> (u64, u16) {
        let scan = WORDS.iter().zip(0u64..);
        let (count, number) = scan.fold((0, 0), |(count, number), (word, i)| {
            let begins_so = (word & self.mask).ct_eq(&self.letters);
            (
                count + u64::from(begins_so.unwrap_u8()),
                u64::conditional_select(&number, &i, begins_so),
            )
        });
        (count, number as u16)
    }
}

impl Drop for Typed {
    fn drop(&mut self) {
        self.letters.zeroize();
        self.mask.zeroize();
    }
}

fn number_of(text: &str) -> Result<u16, Start> {
    let begins = |text: &str| Typed::read(text).map_or((0, 0), |typed| typed.find());
    let (count, number) = begins(text);
    if text.len() >= LEAST_LETTERS {
        if count == 1 {
            return Ok(number);
        }
        let first = text.get(..LEAST_LETTERS).map_or((0, 0), begins);
        return Err(match first.0 {
            1 => Start::FourLetters,
            _ => Start::None,
        });
    }
    Err(match count {
        0 => Start::None,
        1 => Start::One,
        _ => Start::Many,
    })
}

/// Takes a word's number off its front: `7.`, `7)` or `7`.
pub(super) fn split_number(token: &str) -> (Option<usize>, &str) {
    let letters = token.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &token[..token.len() - letters.len()];
    match digits.parse() {
        Ok(number) => {
            let letters = letters.strip_prefix(['.', ')']).unwrap_or(letters);
            (Some(number), letters)
        }
        // No digits, or more than a number holds: the word check refuses the latter.
        Err(_) => (None, token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_list_is_the_one_that_slip39_mandates() {
        let list = include_bytes!("wordlist/english.txt");
        let hash: String = Sha256::digest(list)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(
            hash,
            "bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3"
        );
    }

    #[test]
    fn every_word_and_each_of_its_beginnings_from_four_letters_reads_back() {
        let list = include_str!("wordlist/english.txt");
        assert_eq!(list.lines().count(), 1024);
        for (number, word) in list.lines().enumerate() {
            assert_eq!(Word::of(number as u16).letters(), word.as_bytes());
            for len in LEAST_LETTERS..=word.len() {
                assert_eq!(number_of(&word[..len]), Ok(number as u16));
                assert_eq!(number_of(&word[..len].to_uppercase()), Ok(number as u16));
            }
        }
    }

    #[test]
    fn every_beginning_of_up_to_four_letters_completes_as_a_search_of_the_list_says() {
        let list = include_str!("wordlist/english.txt");
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let mut beginnings = letters.clone();
        for _ in 0..2 {
            let longer = beginnings
                .iter()
                .flat_map(|b| letters.iter().map(move |l| format!("{b}{l}")));
            beginnings = longer.collect();
        }
        beginnings.extend(list.lines().map(|word| word[..2].to_string()));
        for beginning in beginnings {
            let words: Vec<&str> = list.lines().filter(|w| w.starts_with(&beginning)).collect();
            match (complete(&beginning), words.as_slice()) {
                (Completion::None, []) => {}
                (Completion::One(word), [only]) => assert_eq!(word.letters(), only.as_bytes()),
                (Completion::Many, [_, _, ..]) => {}
                _ => panic!("{beginning}: {} words begin so", words.len()),
            }
        }
    }

    #[test]
    fn what_is_no_word_says_how_far_it_agrees() {
        for (typed, start) in [
            ("zzzz", Start::None),
            ("ac", Start::Many),
            ("zer", Start::One),
            ("acadenic", Start::FourLetters),
            ("academics", Start::FourLetters),
            ("acad\u{e9}", Start::FourLetters),
            ("\u{e9}\u{e9}\u{e9}", Start::None),
            ("aca\u{e9}", Start::None),
            ("a-b", Start::None),
        ] {
            assert_eq!(number_of(typed), Err(start), "{typed}");
        }
        assert!(matches!(complete("academics"), Completion::None));
        assert!(matches!(complete(""), Completion::Many));
    }
}
