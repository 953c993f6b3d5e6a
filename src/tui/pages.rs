//! The lines of the pages that can be looked at during a ceremony.

use super::facts::Facts;
use crate::manual;
use crate::text::language::Language;
use crate::words::clause::Thing;
use crate::words::label::Label;

/// The script with marks for what is done, and the line of the step that comes now.
pub fn script(facts: &Facts) -> (Vec<String>, usize) {
    let (mut lines, mut now, mut n) = (Vec::new(), 0, 0);
    for part in &facts.parts {
        lines.push(String::new());
        lines.push(part.title.clone());
        for (number, says) in &part.steps {
            let mark = match n.cmp(&facts.ended) {
                std::cmp::Ordering::Less => "[x]",
                std::cmp::Ordering::Equal => {
                    now = lines.len();
                    " > "
                }
                std::cmp::Ordering::Greater => "[ ]",
            };
            lines.push(format!("{mark} {number}  {says}"));
            n += 1;
        }
    }
    (lines, now)
}

/// Each key and sheet, and the bag that it is in.
pub fn what_is_where(facts: &Facts, language: Language) -> Vec<String> {
    let places = facts.places.iter();
    let said: Vec<_> = places
        .map(|(what, at)| (what.said(language), place(at.as_ref(), language)))
        .collect();
    let width = said.iter().map(|(what, _)| what.chars().count()).max();
    let width = width.unwrap_or(0);
    let line = |(what, place): &(String, String)| format!("{what:<width$}  {place}");
    let mut lines: Vec<String> = said.iter().map(line).collect();
    if lines.is_empty() {
        lines.push(Label::NothingYet.said(language).into());
    }
    lines
}

fn place(at: Option<&(Thing, String)>, language: Language) -> String {
    match at {
        None => Label::LiesOnTheTable.said(language).into(),
        Some((bag, place)) => format!("{}, {place}", bag.said(language)),
    }
}

/// All chapters, one after the other.
pub fn whole_manual() -> Vec<String> {
    let mut lines = Vec::new();
    for (_, _, text) in manual::CHAPTERS {
        lines.extend(text.lines().map(Into::into));
        lines.push(String::new());
    }
    lines
}

/// What is chosen by its number.
pub fn numbered(names: impl Iterator<Item = String>) -> Vec<String> {
    let line = |(n, name): (usize, String)| format!("{}  {name}", n + 1);
    names.enumerate().map(line).collect()
}
