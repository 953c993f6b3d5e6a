//! The minutes.

use super::layout::{Layout, WIDTH};
use super::{Page, PageKind};
use crate::secret::ArenaFull;
use crate::text::safe::Safe;
use jiff::civil::Date;

/// What the minutes of a ceremony say. They hold no secret.
pub struct Minutes<'a> {
    /// Whether it was played.
    pub rehearsal: bool,
    /// Whose it is.
    pub organisation: &'a str,
    /// The ceremony's number in its book.
    pub ceremony: u64,
    /// The ceremony's title.
    pub title: &'a str,
    /// The day it ended.
    pub date: Date,
    /// Who was there: name and role.
    pub present: Vec<(String, String)>,
    /// What was done, a sentence each.
    pub facts: Vec<String>,
    /// Each departure from the script, a sentence each.
    pub exceptions: Vec<String>,
    /// The head's root as words, with spaces between them.
    pub head_words: &'a str,
    /// Ledger lines that the head covers.
    pub head_size: u64,
    /// The head's root, 64 hex digits.
    pub head_root_hex: &'a str,
    /// The first and the last ledger line (`seq`) of this ceremony.
    pub ledger_lines: (u64, u64),
}

/// Minutes, with a line for each person's signature. Their serial is `M-` and the ceremony's number.
///
/// # Errors
/// [`ArenaFull`].
pub fn minutes(minutes: &Minutes) -> Result<Page, ArenaFull> {
    let serial = format!("M-{:04}", minutes.ceremony);
    let mut page = Layout::new(minutes.rehearsal);
    page.line("MINUTES");
    page.blank();
    page.field("organisation", minutes.organisation);
    page.field("sheet", &serial);
    page.field("ceremony", minutes.ceremony);
    page.field("title", minutes.title);
    page.field("date", minutes.date);
    for (name, role) in &minutes.present {
        page.field("present", format!("{name}, {role}"));
    }
    page.blank();
    page.rule("what was done");
    list(&mut page, &minutes.facts);
    page.blank();
    page.rule("exceptions");
    list(&mut page, &minutes.exceptions);
    page.blank();
    page.rule("ledger");
    let (first, last) = minutes.ledger_lines;
    page.field("ledger lines", format!("{first} to {last}"));
    page.field("head size", minutes.head_size);
    page.field("root", minutes.head_root_hex);
    let head_words = Safe::new(minutes.head_words, MOST_HEAD_WORDS);
    let words = head_words
        .as_str()
        .split([' ', ','])
        .filter(|word| !word.is_empty());
    let head_words: Vec<&str> = words.collect();
    for (n, five) in head_words.chunks(5).enumerate() {
        let label = format!("head words {}-{}", n * 5 + 1, n * 5 + five.len());
        page.field(&label, five.join(" "));
    }
    page.blank();
    page.rule("signatures");
    page.paragraph(
        "",
        "I was there, and what stands above is what happened. The next ceremony asks me for the head words from \
         this paper.",
    );
    for (name, _) in &minutes.present {
        page.blank();
        page.blank();
        let name = Safe::new(name, WIDTH / 2);
        page.line(&format!("{:_<WIDTH$}", format!("signature of {name}: ")));
    }
    page.finish(PageKind::Minutes, &serial)
}

fn list(page: &mut Layout, sentences: &[String]) {
    if sentences.is_empty() {
        page.line("none");
    }
    for (n, sentence) in sentences.iter().enumerate() {
        page.paragraph(&format!("{}. ", n + 1), sentence);
    }
}

/// 32 bytes as words are far fewer characters.
const MOST_HEAD_WORDS: usize = 1000;
