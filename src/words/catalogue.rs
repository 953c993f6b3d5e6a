//! What stands on the screen, language by language. The compiler sees to it that each language says everything.

use super::clause::{Clause, Thing};
use super::finding::Finding;
use super::label::{Hint, Label, WrongKeyboard};
use super::say::{Choice, Prompt};
use super::status::{Line, Obstacle};
use super::trouble::{Explained, Trouble};

/// A prompt in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The instruction or the news.
    pub body: String,
    /// What to answer; empty for news.
    pub ask: String,
}

/// All words of a language.
pub trait Catalogue {
    /// What people are told or asked.
    fn prompt(&self, prompt: &Prompt) -> Words;

    /// What stopped a step.
    fn trouble(&self, trouble: &Trouble) -> Explained;

    /// A part of a sentence, in its plain form and without a full stop.
    fn clause(&self, clause: &Clause) -> String;

    /// What the check of the laptop found.
    fn finding(&self, finding: &Finding) -> String;

    /// A thing, as it stands in a list.
    fn thing(&self, thing: &Thing) -> String;

    /// A choice: the word that is typed for it, and what it means.
    fn choice(&self, choice: Choice) -> (&'static str, &'static str);

    /// A line of `status`, home, `plan impact` or the calendar.
    fn line(&self, line: &Line) -> String;

    /// What keeps a ceremony from beginning.
    fn obstacle(&self, why: &Obstacle) -> String;

    /// A word or two of the screen's own.
    fn label(&self, label: Label) -> &'static str;

    /// What is said of a key that did nothing.
    fn hint(&self, hint: Hint) -> &'static str;

    /// What the first line shows of the keyboard.
    fn wrong_keyboard(&self, wrong: WrongKeyboard) -> String;

    /// What F1 shows.
    fn help(&self) -> &'static str;

    /// What `help` says in line mode.
    fn line_help(&self) -> &'static str;

    /// The letters for yes and no, on the keys and in line mode. The words that begin with them are understood too.
    fn yes_no(&self) -> [(char, &'static str); 2];
}

/// News.
pub(super) fn news(body: impl Into<String>) -> Words {
    asks(body, "")
}

/// A question.
pub(super) fn asks(body: impl Into<String>, ask: impl Into<String>) -> Words {
    Words {
        body: body.into(),
        ask: ask.into(),
    }
}

/// With a capital at its beginning and a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

pub(super) fn bullets<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> String {
    lines
        .into_iter()
        .map(|line| format!("  - {}", line.as_ref()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Serials in a row.
pub(super) fn list<T: ToString>(serials: &[T]) -> String {
    let serials: Vec<String> = serials.iter().map(T::to_string).collect();
    serials.join(", ")
}
