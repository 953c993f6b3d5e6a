//! What a page consists of, from top to bottom. Both its text and its PDF are made from this.

use crate::text::safe::Safe;

/// One thing on a page. Secret pieces are borrowed until they are written into locked memory.
pub(super) enum Block<'a> {
    /// What the page is.
    Title(String),
    /// A line across the page that says what follows.
    Section(String),
    /// `label: value`.
    Field(String, String),
    /// `label: piece piece ...`, the pieces secret.
    Secret(String, Vec<&'a [u8]>),
    /// A share's words, numbered, in lines of four; between the two halves the rule [`MIDDLE`].
    Words(Vec<&'a [u8]>),
    /// A place to write on: `label: ____`.
    Blank(String),
    /// So many numbered boxes, one character each, to be written into by hand.
    Boxes(String, usize),
    /// A text, broken at spaces. The first part begins its first line, such as `1. `; the others are indented.
    Paragraph(String, String),
    /// A step of a script: its number, what to do, and whose initials it wants, with a box for each and, last, for the
    /// time.
    Step {
        number: String,
        text: String,
        boxes: Vec<String>,
    },
    /// A table: heads with their columns' shares of the width, and rows.
    Table(Vec<(String, f32)>, Vec<Vec<String>>),
    /// A QR code of a public text, and what is said beside it.
    Qr(String, String),
    /// A line for the signature of somebody.
    Signature(String),
    /// A label to be cut out: its lines, label and value.
    Label(Vec<(String, String)>),
    /// A program's lines, as they are.
    Listing(String),
    /// A place for somebody's name and initials: who, and what these two are called.
    Name(String, [&'static str; 2]),
    /// Signs to be compared, as large as this, in points.
    Sample(String, f32),
    /// Two rulers of 100 mm, across and down.
    Rulers,
    /// Steps of grey.
    Greys,
    /// Marks in the four corners of the sheet of paper.
    Corners,
    /// A dense pattern from here to the bottom of the sheet of paper.
    Hatch,
    /// Some room.
    Gap,
}

/// Stands between the two halves of a share's words, which two people read, so that neither sees a whole share.
pub(super) const MIDDLE: &str = "fold to hide one half: each of the two of you reads one";

/// Words in a line of a share.
pub(super) const WORDS_IN_A_LINE: usize = 4;

/// Characters of a value.
const LONGEST_VALUE: usize = 200;
/// Characters of a name, a place, a serial.
const LONGEST_NAME: usize = 120;
/// Characters of a step's number.
const LONGEST_NUMBER: usize = 8;
/// Characters of a paragraph.
const LONGEST_PARAGRAPH: usize = 2000;

/// A name from outside, made safe (I9).
pub(super) fn name(text: &str) -> String {
    Safe::new(text, LONGEST_NAME).into()
}

impl<'a> Block<'a> {
    /// What follows, made safe (I9).
    pub(super) fn section(title: &str) -> Block<'a> {
        Block::Section(name(title))
    }

    /// A step of a script, made safe.
    pub(super) fn step<'t>(
        number: &str,
        text: &str,
        boxes: impl Iterator<Item = &'t str>,
    ) -> Block<'a> {
        Block::Step {
            number: Safe::new(number, LONGEST_NUMBER).into(),
            text: Safe::new(text, LONGEST_PARAGRAPH).into(),
            boxes: boxes.map(name).collect(),
        }
    }

    /// A table of safe cells; its columns' names with their shares of the width.
    pub(super) fn table<const N: usize>(
        heads: [(&str, f32); N],
        rows: impl Iterator<Item = Vec<String>>,
    ) -> Block<'a> {
        let heads = heads.map(|(head, part)| (head.to_owned(), part));
        Block::Table(heads.into(), rows.collect())
    }

    /// `label: value`, the value made safe (I9).
    pub(super) fn field(label: &str, value: impl std::fmt::Display) -> Block<'a> {
        let value = Safe::new(&value.to_string(), LONGEST_VALUE).into();
        Block::Field(label.into(), value)
    }

    /// A paragraph of its own, made safe.
    pub(super) fn paragraph(text: &str) -> Block<'a> {
        Block::item("", text)
    }

    /// A paragraph that begins with a mark or number, made safe.
    pub(super) fn item(first: &str, text: &str) -> Block<'a> {
        let text = Safe::new(text, LONGEST_PARAGRAPH).into();
        Block::Paragraph(first.into(), text)
    }

    /// A numbered list; "none" if there is nothing in it.
    pub(super) fn list(sentences: &[String]) -> Vec<Block<'a>> {
        if sentences.is_empty() {
            return vec![Block::paragraph("none")];
        }
        let numbered = sentences.iter().enumerate();
        numbered
            .map(|(n, text)| Block::item(&format!("{}. ", n + 1), text))
            .collect()
    }

    /// A share's words, out of their text.
    pub(super) fn words(text: &'a [u8]) -> Block<'a> {
        let words = text.split(u8::is_ascii_whitespace);
        Block::Words(words.filter(|word| !word.is_empty()).collect())
    }
}

/// A line of words, and the number of its first.
pub(super) type WordLine<'w, 'a> = (usize, &'w [&'a [u8]]);

/// The lines of a share's words, each with the number of its first word; and how many of them are the upper half.
pub(super) fn word_lines<'w, 'a>(words: &'w [&'a [u8]]) -> (Vec<WordLine<'w, 'a>>, usize) {
    let lines: Vec<_> = words
        .chunks(WORDS_IN_A_LINE)
        .enumerate()
        .map(|(n, four)| (n * WORDS_IN_A_LINE + 1, four))
        .collect();
    let upper = lines.len().div_ceil(2);
    (lines, upper)
}
