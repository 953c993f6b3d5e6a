//! Lines of a page. Secret pieces are borrowed until they are written into locked memory, once.

use super::{Page, PageKind, REHEARSAL_MARK};
use crate::secret::{ArenaFull, Secret};
use crate::text::safe::Safe;

/// Columns of a page.
pub const WIDTH: usize = 72;

/// A page being laid out, line by line.
pub(super) struct Layout<'a> {
    rehearsal: bool,
    pieces: Vec<Piece<'a>>,
}

enum Piece<'a> {
    Plain(String),
    Secret(&'a [u8]),
}

impl<'a> Layout<'a> {
    pub(super) fn new(rehearsal: bool) -> Layout<'a> {
        let mut layout = Layout {
            rehearsal,
            pieces: Vec::new(),
        };
        layout.mark();
        layout
    }

    /// One line of our own.
    pub(super) fn line(&mut self, text: &str) {
        self.pieces.push(Piece::Plain(format!("{text}\n")));
    }

    pub(super) fn blank(&mut self) {
        self.line("");
    }

    /// `label: value`, the value made safe and cut to the line.
    pub(super) fn field(&mut self, label: &str, value: impl std::fmt::Display) {
        let room = WIDTH.saturating_sub(label.chars().count() + 2);
        self.line(&format!("{label}: {}", Safe::new(&value.to_string(), room)));
    }

    /// `label: piece piece ...`, the pieces secret.
    pub(super) fn secret_field(&mut self, label: &str, pieces: impl IntoIterator<Item = &'a [u8]>) {
        self.pieces.push(Piece::Plain(format!("{label}:")));
        for piece in pieces {
            self.pieces.push(Piece::Plain(" ".into()));
            self.pieces.push(Piece::Secret(piece));
        }
        self.blank();
    }

    /// Words in lines of four, numbered from 1: `label 1-4: ...`; after the first half of the lines the rule `middle`.
    pub(super) fn words(&mut self, label: &str, words: &'a [u8], middle: &str) {
        let words: Vec<&[u8]> = words
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
            .collect();
        let lines = words.len().div_ceil(4);
        for (n, four) in words.chunks(4).enumerate() {
            if n == lines.div_ceil(2) {
                self.rule(middle);
            }
            let first = n * 4 + 1;
            let last = n * 4 + four.len();
            self.secret_field(&format!("{label} {first}-{last}"), four.iter().copied());
        }
    }

    /// A paragraph, broken at spaces; `first` begins its first line, as many spaces the others.
    pub(super) fn paragraph(&mut self, first: &str, text: &str) {
        let indent = " ".repeat(first.chars().count());
        let text = Safe::new(text, MOST_IN_A_PARAGRAPH);
        let mut line = first.to_owned();
        let mut columns = indent.len();
        for word in text.as_str().split_whitespace().flat_map(by_columns) {
            let len = word.chars().count();
            if columns > indent.len() {
                if columns + 1 + len > WIDTH {
                    self.line(&line);
                    line = indent.clone();
                    columns = indent.len();
                } else {
                    line.push(' ');
                    columns += 1;
                }
            }
            line.push_str(word);
            columns += len;
        }
        self.line(&line);
    }

    /// A line across the page that says what follows.
    pub(super) fn rule(&mut self, title: &str) {
        self.line(&format!("{:-<WIDTH$}", format!("---- {title} ")));
    }

    /// The page, its text written once into locked memory.
    pub(super) fn finish(mut self, kind: PageKind, serial: &str) -> Result<Page, ArenaFull> {
        self.mark();
        let len = self.pieces.iter().map(|piece| piece.bytes().len()).sum();
        let text = Secret::build(len, |mut out| {
            for piece in &self.pieces {
                let (place, rest) = out.split_at_mut(piece.bytes().len());
                place.copy_from_slice(piece.bytes());
                out = rest;
            }
        })?;
        let serial = Safe::new(serial, WIDTH).into();
        Ok(Page { kind, serial, text })
    }

    fn mark(&mut self) {
        if self.rehearsal {
            self.line(REHEARSAL_MARK);
        }
    }
}

impl Piece<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Piece::Plain(text) => text.as_bytes(),
            Piece::Secret(bytes) => bytes,
        }
    }
}

const MOST_IN_A_PARAGRAPH: usize = 2000;

/// A word that is longer than a line, in pieces that are not (indents are at most 8).
fn by_columns(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .nth(WIDTH - 8)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(layout: Layout) -> String {
        let page = layout.finish(PageKind::Minutes, "M-1").unwrap();
        page.text().text().unwrap().to_owned()
    }

    #[test]
    fn paragraphs_break_at_spaces_and_keep_their_words() {
        let words: Vec<String> = (0..60).map(|n| "x".repeat(n % 13 + 1)).collect();
        let mut layout = Layout::new(false);
        layout.paragraph("12. ", &words.join("  "));
        let text = text(layout);
        assert!(
            text.lines()
                .all(|line| line.len() <= WIDTH && !line.ends_with(' '))
        );
        assert!(text.lines().skip(1).all(|line| line.starts_with("    x")));
        assert_eq!(text.split_whitespace().skip(1).collect::<Vec<_>>(), words);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken_and_kept_whole() {
        let mut layout = Layout::new(false);
        layout.paragraph("- ", &format!("a {} b", "é".repeat(200)));
        let text = text(layout);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(text.matches('é').count(), 200);
    }

    #[test]
    fn an_empty_paragraph_is_a_line() {
        let mut layout = Layout::new(false);
        layout.paragraph("- ", "");
        assert_eq!(text(layout), "- \n");
    }

    #[test]
    fn a_long_value_is_cut_to_its_line() {
        let mut layout = Layout::new(false);
        layout.field("place", "x".repeat(100));
        assert_eq!(text(layout).trim_end().chars().count(), WIDTH);
    }
}
