//! The minutes.

use super::block::Block;
use super::{Page, PageKind, Stationery};
use crate::text::safe::Safe;
use jiff::civil::Date;

/// What the minutes of a ceremony say. They hold no secret.
pub struct Minutes<'a> {
    /// Whose they are, and on what.
    pub on: Stationery<'a>,
    /// The ceremony's number in its book.
    pub ceremony: u64,
    /// The ceremony's title.
    pub title: &'a str,
    /// The day it ended.
    pub date: Date,
    /// Who was there: name and role.
    pub present: Vec<(String, String)>,
    /// What was done, a sentence each.
    pub done: Vec<String>,
    /// Where things are now, a sentence each.
    pub places: Vec<String>,
    /// Each departure from the script, a sentence each.
    pub exceptions: Vec<String>,
    /// The head's root as words, with spaces between them.
    pub head_words: &'a str,
    /// The ledger's origin.
    pub origin: &'a str,
    /// Ledger lines that the head covers.
    pub head_size: u64,
    /// The head's root, 64 hex digits.
    pub head_root_hex: &'a str,
    /// The first and the last ledger line (`seq`) of this ceremony.
    pub ledger_lines: (u64, u64),
}

/// Minutes, with a line for each person's signature. Their serial is `M-` and the ceremony's number.
pub fn minutes(minutes: &Minutes) -> Page<'static> {
    let serial = format!("M-{:04}", minutes.ceremony);
    let mut blocks = vec![
        Block::Title("Minutes".into()),
        Block::field("organisation", minutes.on.organisation),
        Block::field("sheet", &serial),
        Block::field("ceremony", minutes.ceremony),
        Block::field("title", minutes.title),
        Block::field("date", minutes.date),
    ];
    for (name, role) in &minutes.present {
        blocks.push(Block::field("present", format!("{name}, {role}")));
    }
    blocks.push(Block::Section("what was done".into()));
    blocks.extend(Block::list(&minutes.done));
    blocks.push(Block::Section("where things are now".into()));
    blocks.extend(Block::list(&minutes.places));
    blocks.push(Block::Section("exceptions".into()));
    blocks.extend(Block::list(&minutes.exceptions));
    blocks.push(Block::Section("ledger and signatures".into()));
    blocks.extend(head(minutes));
    blocks.push(Block::paragraph(
        "I was there, and what stands above is what happened. The next ceremony asks me for the head words from this \
         paper.",
    ));
    let signatures = minutes.present.iter();
    blocks.extend(signatures.map(|(name, _)| Block::Signature(name.clone())));
    Page::flow(PageKind::Minutes, &serial, &minutes.on, blocks)
}

/// The head, as words to be read aloud and as a QR code of the checkpoint's body (C2SP tlog-checkpoint).
fn head(minutes: &Minutes) -> Vec<Block<'static>> {
    let (first, last) = minutes.ledger_lines;
    let mut blocks = vec![
        Block::field("ledger lines", format!("{first} to {last}")),
        Block::field("head size", minutes.head_size),
        Block::field("root", minutes.head_root_hex),
    ];
    let head_words = Safe::new(minutes.head_words, MOST_HEAD_WORDS);
    let words = head_words.as_str().split([' ', ',']);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    for (n, five) in words.chunks(5).enumerate() {
        let label = format!("head words {}-{}", n * 5 + 1, n * 5 + five.len());
        blocks.push(Block::field(&label, five.join(" ")));
    }
    blocks.push(Block::Qr(
        "The QR code holds the head: the ledger's origin, its size and its root in hex, a line each.".into(),
        format!(
            "{}\n{}\n{}\n",
            minutes.origin, minutes.head_size, minutes.head_root_hex
        ),
    ));
    blocks
}

/// 32 bytes as words are far fewer characters.
const MOST_HEAD_WORDS: usize = 1000;
