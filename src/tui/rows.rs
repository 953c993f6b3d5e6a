//! Text in rows that fit a column of the screen.

use crate::text::safe::Safe;
use crate::text::wrap::wrap;

/// Made safe, in lines that fit.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let safe: Vec<String> = text
        .split('\n')
        .map(|line| String::from(Safe::new(line, 16_384)))
        .collect();
    wrap(&safe.join("\n"), 0, width)
        .split('\n')
        .flat_map(|line| cut(line, width))
        .collect()
}

/// A word that is longer than a line goes on in the next.
pub(super) fn cut(line: &str, width: usize) -> Vec<String> {
    if line.is_empty() {
        return vec![String::new()];
    }
    let chars: Vec<char> = line.chars().collect();
    chars
        .chunks(width.max(1))
        .map(|c| c.iter().collect())
        .collect()
}
