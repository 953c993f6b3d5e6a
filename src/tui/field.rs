//! The answer that is being typed or picked.

use super::people::{Answer, Wanted};
use super::tty::Key;
use crate::secret::{ArenaFull, Secret, SecretInput};
use crate::share::Entry;
use crate::text::language::Language;
use crate::text::safe::Safe;
use crate::words;
use crate::words::facts::Takes;
use crate::words::label::Hint;
use crate::words::say::{Choice, Prompt};

/// The word that leaves safely, in every entry.
const STOP: &str = "stop";
/// Characters of one line.
const LONGEST_LINE: usize = 400;

/// What is answered, as far as it is.
pub enum Field {
    /// Yes or no: one key.
    YesNo(Language),
    /// A line that everybody may see.
    Line(String),
    /// One of these names.
    Pick {
        /// What is offered.
        names: Vec<String>,
        /// Which one is marked: the first that begins with what was typed.
        at: usize,
        /// What was typed of a name. Where nobody's begins with it, nobody is chosen.
        typed: String,
    },
    /// A secret, shown as stars.
    Masked(SecretInput),
    /// The words of a share.
    Words(Box<Entry>),
    /// A secret that is on the screen until it was seen.
    Seen(Secret),
    /// One of these; none is marked at first, so that Enter alone chooses nothing.
    Choice {
        /// What is offered.
        among: Vec<Choice>,
        /// Which one is marked.
        at: Option<usize>,
    },
}

/// What a key did to it.
pub enum Became {
    /// It is still being answered.
    Open,
    /// It is still being answered, and this must be said.
    Hint(Hint),
    /// It is answered.
    Answered(Answer),
}

impl Field {
    /// For a question.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn new(prompt: &Prompt, wanted: Wanted, language: Language) -> Result<Field, ArenaFull> {
        Ok(match (wanted, prompt.facts().takes) {
            (Wanted::YesNo, _) => Field::YesNo(language),
            (Wanted::Line, Takes::Name(names)) => Field::Pick {
                names: names.to_vec(),
                at: 0,
                typed: String::new(),
            },
            (Wanted::Line, _) => Field::Line(String::new()),
            (Wanted::Secret, Takes::Share) => Field::Words(Box::new(Entry::new()?)),
            (Wanted::Secret, _) => Field::Masked(SecretInput::new()?),
            (Wanted::Seen(secret), _) => Field::Seen(secret),
            (Wanted::Choice(among), _) => Field::Choice { among, at: None },
        })
    }

    /// Whether what a scanner types, or a paste, is heard here.
    pub fn scans(&self, prompt: &Prompt) -> bool {
        matches!(prompt.facts().takes, Takes::Share | Takes::ScannedLine)
            && matches!(self, Field::Line(_) | Field::Words(_))
    }

    /// One key.
    pub fn press(&mut self, key: Key) -> Became {
        match self {
            Field::YesNo(language) => yes_or_no(*language, key),
            Field::Line(typed) => line(typed, key),
            Field::Pick { names, at, typed } => pick(names, at, typed, key),
            Field::Masked(typed) => masked(typed, key),
            Field::Words(entry) => words(entry, key),
            Field::Seen(_) => match key {
                Key::Enter => Became::Answered(Answer::Seen),
                Key::Char(_) => Became::Hint(Hint::PressEnter),
                _ => Became::Open,
            },
            Field::Choice { among, at } => choice(among, at, key),
        }
    }

    /// Takes everything away that was typed.
    pub fn clear(&mut self) {
        match self {
            Field::Line(typed) | Field::Pick { typed, .. } => typed.clear(),
            Field::Masked(typed) => typed.clear(),
            Field::Words(entry) => entry.clear(),
            _ => {}
        }
    }

    /// What was typed, taken as the answer; the field is empty then.
    pub fn take(&mut self) -> Became {
        let finished = match self {
            Field::Masked(typed) => match SecretInput::new() {
                Ok(fresh) => std::mem::replace(typed, fresh).finish(),
                Err(e) => Err(e),
            },
            Field::Words(entry) => match Entry::new() {
                Ok(fresh) => std::mem::replace(&mut **entry, fresh).finish(),
                Err(e) => Err(e),
            },
            _ => return Became::Open,
        };
        match finished {
            Ok(secret) if secret.bytes() == STOP.as_bytes() => Became::Answered(Answer::Leave),
            Ok(secret) => Became::Answered(Answer::Secret(secret)),
            // No locked memory is left: leaving gives some back.
            Err(ArenaFull) => Became::Answered(Answer::Leave),
        }
    }
}

fn yes_or_no(language: Language, key: Key) -> Became {
    let [(yes, _), (no, _)] = words::of(language).yes_no();
    match key {
        Key::Char(c) if c.eq_ignore_ascii_case(&yes) => Became::Answered(Answer::YesNo(true)),
        Key::Char(c) if c.eq_ignore_ascii_case(&no) => Became::Answered(Answer::YesNo(false)),
        Key::Char(_) | Key::Enter => Became::Hint(Hint::YesOrNo),
        _ => Became::Open,
    }
}

fn line(typed: &mut String, key: Key) -> Became {
    match key {
        Key::Char(_) if typed.chars().count() >= LONGEST_LINE => return Became::Hint(Hint::Full),
        Key::Char(c) => typed.push(c),
        Key::Tab => typed.push(' '),
        Key::Backspace => drop(typed.pop()),
        Key::Clear => typed.clear(),
        Key::Enter if typed.trim().eq_ignore_ascii_case(STOP) => {
            return Became::Answered(Answer::Leave);
        }
        Key::Enter => {
            let line = Safe::new(typed, LONGEST_LINE).into();
            typed.clear();
            return Became::Answered(Answer::Line(line));
        }
        _ => {}
    }
    Became::Open
}

/// Whether somebody's id, or their name, begins with what was typed.
pub(super) fn begins(name: &str, typed: &str) -> bool {
    let (name, typed) = (name.to_lowercase(), typed.to_lowercase());
    let called = name.split_once(" (").map_or("", |(_, called)| called);
    let id = name.split(' ').next().unwrap_or_default();
    id.starts_with(&typed) || called.trim_end_matches(')').starts_with(&typed)
}

fn pick(names: &[String], at: &mut usize, typed: &mut String, key: Key) -> Became {
    let last = names.len().saturating_sub(1);
    let fits = |typed: &str| names.iter().position(|name| begins(name, typed));
    match key {
        Key::Char(_) if typed.chars().count() >= LONGEST_LINE => return Became::Hint(Hint::Full),
        Key::Char(c) => {
            typed.push(c);
            match (fits(typed), c.to_digit(10)) {
                (Some(found), _) => *at = found,
                (None, Some(n)) if n >= 1 && n as usize <= names.len() => {
                    typed.clear();
                    *at = n as usize - 1;
                }
                // The letters stay: what follows them is no other name's beginning.
                (None, _) => return Became::Hint(Hint::ChooseFirst),
            }
            return Became::Open;
        }
        Key::Backspace => {
            if typed.pop().is_some()
                && let Some(found) = fits(typed)
            {
                *at = found;
            }
            return Became::Open;
        }
        Key::Enter if fits(typed).is_none() => return Became::Hint(Hint::ChooseFirst),
        Key::Enter => {
            let name = names.get(*at).map(String::as_str).unwrap_or_default();
            let id = name.split(' ').next().unwrap_or_default();
            return Became::Answered(Answer::Line(id.into()));
        }
        Key::Up => *at = at.saturating_sub(1),
        Key::Down | Key::Tab => *at = (*at + 1).min(last),
        Key::Home => *at = 0,
        Key::End => *at = last,
        Key::Clear => {}
        _ => return Became::Open,
    }
    // Whoever goes by the arrows, or anew, types no more.
    typed.clear();
    Became::Open
}

fn masked(typed: &mut SecretInput, key: Key) -> Became {
    match key {
        Key::Char(c) => {
            if typed.push(c).is_err() {
                return Became::Hint(Hint::Full);
            }
            let text = typed.text();
            let letters = text.chars().filter(|c| c.is_ascii_alphabetic()).count();
            if letters >= 3 && letters == text.chars().filter(char::is_ascii_uppercase).count() {
                return Became::Hint(Hint::CapsLock);
            }
        }
        Key::Tab => drop(typed.push(' ')),
        Key::Backspace => drop(typed.pop()),
        Key::Clear => typed.clear(),
        _ => {}
    }
    Became::Open
}

fn words(entry: &mut Entry, key: Key) -> Became {
    let told = match key {
        Key::Char(c) => entry.push(c),
        Key::Tab | Key::Enter => entry.push(' '),
        Key::Backspace => {
            entry.pop();
            return Became::Open;
        }
        Key::Clear => {
            entry.clear();
            return Became::Open;
        }
        _ => return Became::Open,
    };
    match told {
        Err(_) => Became::Hint(Hint::Full),
        Ok(told) if told.is_bad_news() => Became::Hint(Hint::CannotBe),
        Ok(_) => Became::Open,
    }
}

fn choice(among: &[Choice], at: &mut Option<usize>, key: Key) -> Became {
    let last = among.len().saturating_sub(1);
    match (key, *at) {
        (Key::Up, marked) => *at = Some(marked.map_or(last, |n| n.saturating_sub(1))),
        (Key::Down | Key::Tab, marked) => *at = Some(marked.map_or(0, |n| (n + 1).min(last))),
        (Key::Char(c), _) => match c.to_digit(10) {
            Some(n) if n >= 1 && n as usize <= among.len() => *at = Some(n as usize - 1),
            _ => return Became::Hint(Hint::ChooseFirst),
        },
        (Key::Enter, Some(marked)) => {
            if let Some(chosen) = among.get(marked) {
                return Became::Answered(Answer::Choice(*chosen));
            }
        }
        (Key::Enter, None) => return Became::Hint(Hint::ChooseFirst),
        _ => {}
    }
    Became::Open
}
