//! A page as plain text of at most 72 columns, one `label: value` a line wherever something is to be read back.

use super::block::{Block, MIDDLE, word_lines};
use super::page::Body;
use super::{Page, REHEARSAL_MARK};
use crate::secret::{ArenaFull, Secret};
use crate::text::safe::Safe;

/// Columns of a page.
pub const WIDTH: usize = 72;

/// A page's text, written once into locked memory.
pub(super) fn of(page: &Page) -> Result<Secret, ArenaFull> {
    let mut lines = Lines { pieces: Vec::new() };
    lines.mark(page);
    match &page.body {
        Body::Flow(blocks) => lines.blocks(blocks),
        Body::Folded {
            outside, inside, ..
        } => {
            lines.blocks(outside);
            lines.line("");
            lines.rule("fold here: what is below goes inside");
            lines.line("");
            lines.blocks(inside);
        }
    }
    lines.mark(page);
    lines.finish()
}

struct Lines<'a> {
    pieces: Vec<Piece<'a>>,
}

enum Piece<'a> {
    Plain(String),
    Secret(&'a [u8]),
}

impl<'a> Lines<'a> {
    fn mark(&mut self, page: &Page) {
        if page.rehearsal {
            self.line(REHEARSAL_MARK);
        }
    }

    fn blocks(&mut self, blocks: &[Block<'a>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<'a>) {
        match block {
            Block::Title(title) => {
                self.line(&title.to_uppercase());
                self.line("");
            }
            Block::Section(title) => {
                self.line("");
                self.rule(title);
            }
            Block::Field(label, value) => {
                let room = WIDTH.saturating_sub(label.chars().count() + 2);
                self.line(&format!("{label}: {}", Safe::new(value, room)));
            }
            Block::Secret(label, pieces) => self.secret(label, pieces),
            Block::Words(words) => self.words(words),
            Block::Blank(label) => self.line(&format!("{:_<50}", format!("{label}: "))),
            Block::Boxes(label, count) => self.paragraph(
                &format!("{label}: "),
                &(1..=*count)
                    .map(|n| format!("{n}[ ]"))
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            Block::Paragraph(first, text) => self.paragraph(first, text),
            Block::Step {
                number,
                text,
                boxes,
            } => {
                self.paragraph(&format!("{number} "), text);
                let boxes: Vec<String> = boxes.iter().map(|what| format!("{what} ____")).collect();
                self.paragraph("     ", &boxes.join("  "));
            }
            Block::Table(heads, rows) => {
                for row in rows {
                    let cells = heads.iter().zip(row);
                    let cells = cells.map(|((head, _), cell)| format!("{head}: {cell}"));
                    self.paragraph("- ", &cells.collect::<Vec<_>>().join("; "));
                }
            }
            Block::Qr(beside, _) => self.paragraph("", beside),
            Block::Signature(who) => {
                self.line("");
                self.line("");
                let who = Safe::new(who, WIDTH / 2);
                self.line(&format!("{:_<WIDTH$}", format!("signature of {who}: ")));
            }
            Block::Label(fields) => {
                self.rule("cut here");
                for (label, value) in fields {
                    self.block(&Block::Field(label.clone(), value.clone()));
                }
            }
            Block::Listing(lines) => lines.lines().for_each(|line| self.line(line)),
            Block::Name(who, [name, initials]) => {
                self.paragraph("", &format!("{who}: {name} ____ {initials} ____"));
            }
            Block::Sample(signs, _) => self.line(signs),
            Block::Rulers => self.line("(two rulers of 100 mm, across and down)"),
            Block::Greys => self.line("(steps of grey, from white to black)"),
            Block::Corners => self.line("(marks in the corners, 8 mm from the edges)"),
            Block::Hatch => self.line("(a dense pattern)"),
            Block::Gap => self.line(""),
        }
    }

    fn line(&mut self, text: &str) {
        self.pieces.push(Piece::Plain(format!("{text}\n")));
    }

    fn rule(&mut self, title: &str) {
        let title = Safe::new(title, WIDTH - 8);
        self.line(&format!("{:-<WIDTH$}", format!("---- {title} ")));
    }

    fn secret(&mut self, label: &str, pieces: &[&'a [u8]]) {
        self.pieces.push(Piece::Plain(format!("{label}:")));
        for piece in pieces {
            self.pieces.push(Piece::Plain(" ".into()));
            self.pieces.push(Piece::Secret(piece));
        }
        self.line("");
    }

    fn words(&mut self, words: &[&'a [u8]]) {
        let (lines, upper) = word_lines(words);
        for (n, (first, line)) in lines.iter().enumerate() {
            if n == upper {
                self.rule(MIDDLE);
            }
            let last = first + line.len() - 1;
            self.secret(&format!("words {first}-{last}"), line);
        }
    }

    /// A paragraph, broken at spaces; `first` begins its first line, as many spaces the others.
    fn paragraph(&mut self, first: &str, text: &str) {
        let indent = " ".repeat(first.chars().count());
        let mut line = first.to_owned();
        let mut columns = indent.len();
        for word in text.split_whitespace().flat_map(by_columns) {
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

    fn finish(self) -> Result<Secret, ArenaFull> {
        let len = self.pieces.iter().map(|piece| piece.bytes().len()).sum();
        Secret::build(len, |mut out| {
            for piece in &self.pieces {
                let (place, rest) = out.split_at_mut(piece.bytes().len());
                place.copy_from_slice(piece.bytes());
                out = rest;
            }
        })
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

/// A word that is longer than a line, in pieces that are not (indents are at most 20).
fn by_columns(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .nth(WIDTH - 20)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}
