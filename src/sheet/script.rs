//! The script: a ceremony on paper, with boxes for initials and times.

use super::block::Block;
use super::{Page, PageKind, Stationery};
use crate::text::language::Language;
use crate::text::script::ScriptWords;

/// What a script says. It holds no secret.
pub struct ScriptSheet<'a> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// The language of what stands on every script.
    pub language: Language,
    /// The ceremony's number in its book; None: a draft that nobody follows.
    pub number: Option<u64>,
    /// The ceremony's title.
    pub title: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// The hash of the bound ceremony as words, with spaces between them.
    pub hash_words: &'a str,
    /// Its parts, in order.
    pub parts: Vec<ScriptPart>,
}

/// A part: its title, and its steps in order: number, what to do, whose initials it wants.
pub type ScriptPart = (String, Vec<(String, String, Vec<String>)>);

/// A script. Its serial is `C-` and the ceremony's number, or `C-draft`.
pub fn script_sheet(script: &ScriptSheet) -> Page<'static> {
    let serial = match script.number {
        Some(number) => format!("C-{number:04}"),
        None => "C-draft".into(),
    };
    let own = ScriptWords::of(script.language);
    let mut blocks = vec![
        Block::Title(own.heading.into()),
        Block::field(own.organisation, script.on.organisation),
        Block::field(own.title, script.title),
        Block::field(own.purpose, script.purpose),
        Block::field(own.sheet, &serial),
    ];
    let words: Vec<&str> = script.hash_words.split_whitespace().collect();
    for (n, five) in words.chunks(5).enumerate() {
        let label = format!("{} {}-{}", own.words, n * 5 + 1, n * 5 + five.len());
        blocks.push(Block::field(&label, five.join(" ")));
    }
    blocks.extend(own.blanks.map(|label| Block::Blank(label.into())));
    blocks.push(Block::Section(own.who_is_here.into()));
    let beneath = [own.name, own.initials];
    let hands = hands(script, own).into_iter();
    blocks.extend(hands.map(|who| Block::Name(who, beneath)));
    for (title, steps) in &script.parts {
        blocks.push(Block::section(title));
        blocks.extend(steps.iter().map(|(number, text, initials)| {
            let initials = initials.iter().map(String::as_str);
            Block::step(number, text, initials.chain([own.time]))
        }));
    }
    Page::flow(PageKind::Script, &serial, &script.on, blocks)
}

/// Everybody whose initials are wanted, as they come, and a witness.
fn hands(script: &ScriptSheet, own: &ScriptWords) -> Vec<String> {
    let mut hands: Vec<String> = Vec::new();
    let steps = script.parts.iter().flat_map(|(_, steps)| steps);
    let wanted = steps.flat_map(|(_, _, initials)| initials.iter().map(String::as_str));
    for hand in wanted.chain([own.witness]) {
        let hand = super::block::name(hand);
        if !hands.contains(&hand) {
            hands.push(hand);
        }
    }
    hands
}
