//! Typing the words of a share, or of one half of it: what is typed lies in locked memory, what is shown of it are
//! numbers. Pure: it knows no screen and no keyboard, so every screen shows the same.

use super::words::{Completion, complete, split_number};
use super::{LEAST_LETTERS, MOST_WORDS};
use crate::secret::{ArenaFull, InputFull, Secret, SecretInput};
use std::fmt;

/// The words typed so far. A person types four letters or more of each word, a scanner types whole words; either case,
/// any white space between them, with their numbers (`7.`, `7)`, `7`) or without. A number before the first word says
/// where this half begins.
///
/// Nothing that was typed is refused or changed: what cannot be is shown, and stays until it is taken away.
///
/// ```
/// # use sealwright::share::Entry;
/// let mut entry = Entry::new().unwrap();
/// for typed in "acid aca".chars() {
///     entry.push(typed).unwrap();
/// }
/// assert_eq!(entry.shown().to_string(), "word 2 ***");
/// assert!(entry.push('q').unwrap().is_bad_news());
/// assert_eq!(entry.shown().to_string(), "word 2 cannot be: not in the list");
/// ```
///
/// No Debug, no Clone, by intent.
///
/// ```compile_fail,E0277
/// fn printed<T: std::fmt::Debug>() {}
/// printed::<sealwright::share::Entry>();
/// ```
pub struct Entry {
    typed: SecretInput,
    shown: Shown,
}

/// What a key press did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The share can still become one.
    Fits,
    /// With this character, a word cannot be any more: ring the bell.
    CannotBe,
}

/// What an entry shows of itself: places and lengths, no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// Words begun, the open one among them.
    pub words: usize,
    /// The word that is being typed, if one is.
    pub open: Option<Open>,
    /// The first of the words before it that cannot be.
    pub earlier: Option<(usize, Reason)>,
    /// How many words cannot be, the open one among them.
    pub faults: usize,
}

/// The word that is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Its number, counted from 1 or from the number before the first word.
    pub number: usize,
    /// Characters typed, without a number before them.
    pub letters: usize,
    /// How it stands.
    pub state: State,
}

/// How the word that is being typed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Type on.
    Begun,
    /// One word begins so, and it has its four letters: a space goes on to the next.
    Complete,
    /// No share has such a word here.
    CannotBe(Reason),
}

/// Why a word cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No word of the list begins so.
    NotInList,
    /// It ended with fewer than four letters.
    TooShort,
    /// It holds a character that is no letter.
    Stray,
    /// The number before it is not its own: a word is missing or doubled before it.
    OutOfStep {
        /// The number before it.
        numbered: usize,
    },
}

impl Entry {
    /// With nothing typed.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn new() -> Result<Entry, ArenaFull> {
        Ok(Entry {
            typed: SecretInput::new()?,
            shown: Shown::default(),
        })
    }

    /// Adds one character; white space ends a word.
    ///
    /// # Errors
    /// [`InputFull`]; what was typed stays.
    pub fn push(&mut self, typed: char) -> Result<Told, InputFull> {
        let before = self.shown.faults;
        self.typed.push(typed)?;
        self.shown = Shown::of(self.typed.text());
        Ok(if self.shown.faults > before {
            Told::CannotBe
        } else {
            Told::Fits
        })
    }

    /// Takes the last character away; false if there was none.
    pub fn pop(&mut self) -> bool {
        let popped = self.typed.pop();
        self.shown = Shown::of(self.typed.text());
        popped
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.typed.clear();
        self.shown = Shown::default();
    }

    /// What may be shown of it.
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// Whether exactly this was typed: a command such as `stop`, which is no word of a share.
    pub fn is(&self, command: &str) -> bool {
        self.typed.text() == command
    }

    /// What was typed, as it was typed, for [`super::Share::parse`]; the buffer is wiped.
    ///
    /// # Errors
    /// [`ArenaFull`]; what was typed is wiped all the same.
    pub fn finish(self) -> Result<Secret, ArenaFull> {
        self.typed.finish()
    }
}

impl Told {
    /// Whether the bell should ring.
    pub fn is_bad_news(self) -> bool {
        self == Told::CannotBe
    }
}

impl Shown {
    fn of(text: &str) -> Shown {
        let is_open = text.ends_with(|last: char| !last.is_whitespace());
        let mut tokens = text.split_whitespace().peekable();
        let mut shown = Shown::default();
        let (mut first, mut numbered) = (1, None);
        while let Some(token) = tokens.next() {
            let is_open = is_open && tokens.peek().is_none();
            let (number, letters) = split_number(token);
            numbered = number.or(numbered);
            if letters.is_empty() {
                continue; // a number alone: its word follows
            }
            if let (0, Some(number @ 1..=MOST_WORDS)) = (shown.words, numbered) {
                first = number;
            }
            let number = first + shown.words;
            let state = match numbered.take().filter(|&n| n != number) {
                Some(numbered) => State::CannotBe(Reason::OutOfStep { numbered }),
                None => judged(letters, is_open),
            };
            shown.words += 1;
            shown.add(number, letters, state, is_open);
        }
        shown
    }

    fn add(&mut self, number: usize, letters: &str, state: State, is_open: bool) {
        if let State::CannotBe(reason) = state {
            self.faults += 1;
            if !is_open {
                self.earlier = self.earlier.or(Some((number, reason)));
            }
        }
        self.open = is_open.then(|| Open {
            number,
            letters: letters.chars().count(),
            state,
        });
    }
}

/// How a word's letters stand; `is_open` as long as more can follow.
fn judged(letters: &str, is_open: bool) -> State {
    if !letters.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return State::CannotBe(Reason::Stray);
    }
    match complete(letters) {
        Completion::None => State::CannotBe(Reason::NotInList),
        Completion::One(_) if letters.len() >= LEAST_LETTERS => State::Complete,
        _ if is_open => State::Begun,
        _ => State::CannotBe(Reason::TooShort),
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.open, self.words) {
            (None, 0) => {}
            (None, 1) => f.write_str("1 word")?,
            (None, words) => write!(f, "{words} words")?,
            (Some(open), _) => open.fmt(f)?,
        }
        match self.earlier {
            Some((number, reason)) => write!(f, "  (word {number} cannot be: {reason})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Open {
            number, letters, ..
        } = *self;
        match self.state {
            State::CannotBe(reason) => write!(f, "word {number} cannot be: {reason}"),
            State::Begun => write!(f, "word {number} {:*<letters$}", ""),
            State::Complete => write!(f, "word {number} {:*<letters$} complete", ""),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NotInList => f.write_str("not in the list"),
            Reason::TooShort => f.write_str("fewer than four letters"),
            Reason::Stray => f.write_str("a character that is no letter"),
            Reason::OutOfStep { numbered } => write!(f, "the number before it is {numbered}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Entry {
        let mut entry = Entry::new().unwrap();
        for c in text.chars() {
            entry.push(c).unwrap();
        }
        entry
    }

    fn shown(text: &str) -> String {
        typed(text).shown().to_string()
    }

    #[test]
    fn i4_an_entry_shows_numbers_alone() {
        for (text, line) in [
            ("", ""),
            (" ", ""),
            ("a", "word 1 *"),
            ("acad", "word 1 **** complete"),
            ("academic", "word 1 ******** complete"),
            ("acad ", "1 word"),
            ("acad  ACID\n", "2 words"),
            ("acad\nac", "word 2 **"),
            ("acadx", "word 1 cannot be: not in the list"),
            ("zer", "word 1 ***"),
            (
                "zer ",
                "1 word  (word 1 cannot be: fewer than four letters)",
            ),
            (
                "acid, ac",
                "word 2 **  (word 1 cannot be: a character that is no letter)",
            ),
            ("ac1d", "word 1 cannot be: a character that is no letter"),
            ("\u{e4}", "word 1 cannot be: a character that is no letter"),
        ] {
            assert_eq!(shown(text), line, "{text:?}");
        }
    }

    #[test]
    fn numbers_before_words_are_followed_and_one_out_of_step_is_told() {
        for (text, line) in [
            ("1", ""),
            ("1.", ""),
            ("1. ", ""),
            ("1. ac", "word 1 **"),
            ("1.acid 2) acad 3aca", "word 3 ***"),
            ("21. acid 22 acad aca", "word 23 ***"),
            (
                "1. acid 3. a",
                "word 2 cannot be: the number before it is 3",
            ),
            (
                "acid 2 acad 2 acad",
                "word 3 cannot be: the number before it is 2",
            ),
            ("0. acid", "word 1 cannot be: the number before it is 0"),
            (
                "99999999999999999999 acid",
                "word 2 **** complete  (word 1 cannot be: a character that is no letter)",
            ),
        ] {
            assert_eq!(shown(text), line, "{text:?}");
        }
    }

    /// Judged by a plain search of the list, for every word and every letter at every place of its beginning.
    #[test]
    fn the_bell_rings_at_the_first_letter_with_which_no_word_begins_and_once() {
        let list: Vec<&str> = include_str!("wordlist/english.txt").lines().collect();
        let mut rung = 0;
        for word in list.iter().step_by(7) {
            for at in 0..word.len() {
                for letter in 'a'..='z' {
                    let text = format!("{}{letter}{}", &word[..at], &word[at + 1..]);
                    let possible = |len: &usize| list.iter().any(|w| w.starts_with(&text[..*len]));
                    let bad = (1..=text.len()).find(|len| !possible(len));
                    let mut entry = Entry::new().unwrap();
                    let bells: Vec<usize> = text
                        .chars()
                        .zip(1..)
                        .filter_map(|(c, len)| entry.push(c).unwrap().is_bad_news().then_some(len))
                        .collect();
                    assert_eq!(bells, Vec::from_iter(bad), "{text}");
                    rung += bells.len();
                }
            }
        }
        assert!(rung > 10_000, "{rung}");
    }

    #[test]
    fn every_word_is_complete_from_its_fourth_letter_on_and_not_before() {
        for word in include_str!("wordlist/english.txt").lines() {
            for len in 1..=word.len() {
                let state = typed(&word[..len]).shown().open.unwrap().state;
                assert_eq!(state == State::Complete, len >= 4, "{word} {len}");
            }
        }
    }

    #[test]
    fn what_was_taken_away_is_as_if_it_was_never_typed() {
        let mut entry = typed("acid acaq aca");
        for _ in 0..5 {
            entry.pop();
        }
        assert_eq!(entry.shown(), typed("acid aca").shown());
        entry.clear();
        assert_eq!(entry.shown(), Shown::default());
        assert!(!entry.pop());
        for c in "stop".chars() {
            entry.push(c).unwrap();
        }
        assert!(entry.is("stop"));
        assert_eq!(entry.finish().unwrap().text(), Some("stop"));
    }

    #[test]
    fn a_full_entry_says_so_and_keeps_what_was_typed() {
        let mut entry = Entry::new().unwrap();
        for _ in 0..SecretInput::CAPACITY {
            entry.push(' ').unwrap();
        }
        assert_eq!(entry.push('a'), Err(InputFull));
        assert_eq!(entry.shown(), Shown::default());
    }
}
