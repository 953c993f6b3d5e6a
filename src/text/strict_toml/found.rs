//! What was found and what is allowed, in words that are safe to show (I9).

use std::ops::RangeInclusive;

/// What is wrong with a text that shall stand on a sheet, if anything is (I9).
///
/// Refused are the empty text, blanks at its ends, more than `most` characters, control characters, line and
/// paragraph separators, the byte-order mark, and the bidirectional controls of Unicode (UAX #9), which let a name
/// look like another.
pub fn text_fault(text: &str, most: usize) -> Option<String> {
    if text.is_empty() {
        return Some("an empty text".into());
    }
    if let Some(bad) = text.chars().find(|c| steers(*c)) {
        return Some(format!(
            "the control character U+{:04X} in {}",
            bad as u32,
            quoted(text)
        ));
    }
    if text.trim() != text {
        return Some(format!("blanks at the ends of {}", quoted(text)));
    }
    let length = text.chars().count();
    (length > most).then(|| format!("{length} characters: {}", quoted(text)))
}

/// The rule that [`text_fault`] keeps, for people.
pub fn text_rule(most: usize) -> String {
    format!("a text of 1 to {most} characters, without control characters or blanks at its ends")
}

/// A rule for a number, for people.
pub fn number_rule(range: &RangeInclusive<u32>) -> String {
    format!("a whole number from {} to {}", range.start(), range.end())
}

/// A text from outside in quotation marks: controls escaped, at most 64 characters shown (I9).
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text, 64))
}

/// The possible words, and the one that was probably meant.
pub fn one_of<'a>(found: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    const SHOWN: usize = 40;
    let all: Vec<&str> = known.clone().collect();
    let mut list = all
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if all.len() > SHOWN {
        list.push_str(&format!(" and {} more", all.len() - SHOWN));
    }
    match nearest(found, known) {
        Some(near) => format!("{list}; did you mean {near}?"),
        None => list,
    }
}

pub(super) fn shown(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == most {
            out.push_str("...");
            break;
        }
        if steers(c) || c == '"' {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'
        )
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The known word that differs least, if it differs in at most a third of its letters.
pub(super) fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if found.chars().count() > 64 {
        return None;
    }
    known
        .map(|word| (distance(found, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Letters to insert, delete or replace (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (cb, above) in b.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(ca != *cb);
            left = replaced.min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_levenshteins() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("flaw", "lawn"), 2);
    }

    #[test]
    fn i9_quoted_shows_no_control_and_is_short() {
        let hostile = "\u{202E}\u{1b}[2J\"\n".to_owned() + &"x".repeat(500);
        let safe = quoted(&hostile);
        assert!(!safe.chars().any(steers), "{safe}");
        assert!(safe.chars().count() < 110, "{safe}");
        assert!(
            safe.starts_with("\"\\u{202e}\\u{1b}[2J\\\"\\nxxx"),
            "{safe}"
        );
    }
}
