//! A folded sheet: outside what finds and refuses it, inside the secret, on the lowest panel the pattern that lies on the
//! secret. See [`super::paper`] for how it is folded.

use super::block::{Block, MIDDLE, word_lines};
use super::flow::{self, Column, Set, TITLE};
use super::font::{Face, POINT};
use super::ink::{self, BLACK, FAINT, Ink, Words};
use super::page::Body;
use super::{Envelope, Folds, NotSet, Page, REHEARSAL_MARK, cover};
use zeroize::Zeroizing;

/// White at the sides of all panels, in millimetres.
const SIDE: f32 = 14.0;
/// White on both sides of a fold.
const FOLD: f32 = 4.0;
/// White at the top edge.
const EDGE: f32 = 8.0;
/// What printers may leave white at the paper's edges.
const PRINTER: f32 = 6.5;

/// Where values and words begin inside, from the left.
const LABEL: f32 = 29.0;

/// Where an address stands behind a window (DIN 5008, form B): left, top, width, height in millimetres.
const WINDOW: [f32; 4] = [20.0, 45.0, 85.0, 45.0];

/// Sets a folded page: one side of one sheet of paper.
pub(super) fn set<'a>(page: &Page<'a>) -> Result<Vec<Ink<'a>>, NotSet> {
    let Body::Folded {
        envelope,
        outside,
        inside,
        cover,
    } = &page.body
    else {
        return Err(NotSet::NoRoom("a page without a fold".into()));
    };
    let (width, height) = page.paper.size();
    let folds = Folds::of(page.paper, *envelope);
    let mut inks = Vec::new();
    if page.rehearsal {
        let panels = [
            (0.0, folds.back),
            (folds.back, folds.front),
            (folds.front, height),
        ];
        inks.extend(panels.map(|(top, end)| ink::watermark([0.0, top, width, end - top])));
        let above_the_fold = (SIDE, folds.back - 1.5);
        inks.push(Ink::text(above_the_fold, Face::Bold, 7.0, REHEARSAL_MARK));
    }
    inks.extend(outer_panel(page, *envelope, folds, outside)?);
    let (secret, codes) = inner_panel(page, folds, inside)?;
    inks.extend(secret);
    let lowest = [
        PRINTER,
        folds.front + FOLD / 2.0,
        width - 2.0 * PRINTER,
        height - PRINTER - folds.front - FOLD / 2.0,
    ];
    inks.extend(cover::pattern(cover, lowest, folds.front, &codes));
    inks.extend(fold_marks(width, folds));
    Ok(inks)
}

/// The top panel, which stays outside: on the left what it is, on the right what to do with it.
fn outer_panel<'a>(
    page: &Page<'a>,
    envelope: Envelope,
    folds: Folds,
    blocks: &[Block<'a>],
) -> Result<Vec<Ink<'a>>, NotSet> {
    let (width, _) = page.paper.size();
    let is_text = |block: &&Block| matches!(block, Block::Paragraph(..));
    let facts = || blocks.iter().filter(|block| !is_text(block));
    let texts = || blocks.iter().filter(is_text);
    let (left, top, facts_width) = match envelope {
        Envelope::C5Window => (WINDOW[0], WINDOW[1], WINDOW[2]),
        _ => (SIDE, EDGE, (width - 2.0 * SIDE) * 0.58),
    };
    let right = left + facts_width + 8.0;
    let room = folds.back - FOLD - top;
    for body in [9.5, 9.0, 8.5, 8.0, 7.5, 7.0] {
        let on_left = Column {
            left,
            width: facts_width,
            values: 27.0,
            body,
            secret: body,
        };
        let on_right = Column {
            left: right,
            width: width - SIDE - right,
            values: 20.0,
            body: body - 0.5,
            secret: body,
        };
        let (mut facts, texts) = (stack(&on_left, facts())?, stack(&on_right, texts())?);
        facts.0.push(serial(page, left, blocks));
        // The title stands above a window.
        let above = match envelope {
            Envelope::C5Window => 10.0,
            _ => 0.0,
        };
        if facts.1 - above <= room && texts.1 <= room {
            let texts_top = top + if above > 0.0 { 0.0 } else { 9.0 };
            let mut inks: Vec<Ink> = facts.0.into_iter().map(|i| i.down(top - above)).collect();
            inks.extend(texts.0.into_iter().map(|ink| ink.down(texts_top)));
            return Ok(inks);
        }
    }
    Err(NotSet::NoRoom("what stands outside".into()))
}

/// The serial, large, behind the title.
fn serial<'a>(page: &Page, left: f32, blocks: &[Block]) -> Ink<'a> {
    let title = blocks.iter().find_map(|block| match block {
        Block::Title(title) => Some(title.as_str()),
        _ => None,
    });
    let behind = Face::Bold.width(title.unwrap_or_default(), TITLE) + 5.0;
    let at = (left + behind, TITLE * POINT);
    let serial = flow::safe_serial(page);
    Ink::text(at, Face::for_value(&serial), TITLE, serial)
}

/// Blocks one below the other, and their height.
fn stack<'a, 'b>(
    column: &Column,
    blocks: impl Iterator<Item = &'b Block<'a>>,
) -> Result<(Vec<Ink<'a>>, f32), NotSet>
where
    'a: 'b,
{
    let (mut inks, mut y) = (Vec::new(), 0.0);
    for block in blocks {
        for set in column.set(block)? {
            inks.extend(set.inks.into_iter().map(|ink| ink.down(y)));
            y += set.height;
        }
    }
    Ok((inks, y))
}

/// Where the QR codes inside are.
type Codes = Vec<[f32; 4]>;

/// The middle panel, which the lowest one covers: the secret.
fn inner_panel<'a>(
    page: &Page<'a>,
    folds: Folds,
    blocks: &[Block<'a>],
) -> Result<(Vec<Ink<'a>>, Codes), NotSet> {
    let (width, _) = page.paper.size();
    let is_words = |block: &&Block| matches!(block, Block::Words(_));
    let column = Column {
        left: SIDE,
        width: width - 2.0 * SIDE,
        values: LABEL,
        body: 8.5,
        secret: if blocks.iter().any(|b| is_words(&b)) {
            12.0
        } else {
            18.0
        },
    };
    let room = folds.front - folds.back - 2.0 * FOLD;
    let others = stack(&column, blocks.iter().filter(|b| !is_words(b)))?.1;
    if others > room {
        return Err(NotSet::NoRoom("what stands inside".into()));
    }
    let (mut inks, mut codes, mut y) = (Vec::new(), Codes::new(), folds.back + FOLD);
    for block in blocks {
        let sets = match block {
            Block::Words(words) => {
                let (set, found) = share(&column, words, room - others)?;
                codes.extend(found.into_iter().map(|[l, t, w, h]| [l, t + y, w, h]));
                vec![set]
            }
            other => column.set(other)?,
        };
        for set in sets {
            inks.extend(set.inks.into_iter().map(|ink| ink.down(y)));
            y += set.height;
        }
    }
    Ok((inks, codes))
}

/// The words of a share, as large as they can be, in lines of four; beside each half a QR code of its words.
fn share<'a>(column: &Column, words: &[&'a [u8]], room: f32) -> Result<(Set<'a>, Codes), NotSet> {
    const MIDDLE_GAP: f32 = 4.0;
    const LARGEST_LINE: f32 = 7.4;
    const SMALLEST: f32 = 8.0;
    const LARGEST_CODE: f32 = 38.0;
    const SMALLEST_MODULE: f32 = 0.36;
    let no_room = || NotSet::NoRoom(format!("a share of {} words", words.len()));

    let (lines, upper) = word_lines(words);
    let line = ((room - MIDDLE_GAP) / lines.len().max(1) as f32).min(LARGEST_LINE);
    let code = (upper as f32 * line).min(LARGEST_CODE);
    let each = (column.width - LABEL - code - 3.0) / 4.0;
    let longest = words.iter().map(|w| w.len()).max().unwrap_or(1).max(8) + 1;
    let wide = each / (longest as f32 * Face::Mono.width("0", 1.0));
    let size = wide.min(line / POINT / 1.3).min(14.0);
    if size < SMALLEST {
        return Err(no_room());
    }

    let mut inks = Vec::new();
    let top = |n: usize| n as f32 * line + if n >= upper { MIDDLE_GAP } else { 0.0 };
    for (n, (first, four)) in lines.iter().enumerate() {
        let base = top(n) + line / 2.0 + size * POINT * 0.35;
        let last = first + four.len() - 1;
        let numbers = format!("words {first}-{last}:");
        inks.push(Ink::label((column.left, base), size * 0.9, numbers));
        for (place, word) in four.iter().enumerate() {
            inks.push(Ink::Text {
                at: (column.left + LABEL + place as f32 * each, base),
                face: Face::Mono,
                size,
                grey: BLACK,
                text: Words::Lent(word),
            });
        }
    }
    let middle = upper as f32 * line + MIDDLE_GAP / 2.0;
    inks.extend(middle_line(column, middle));

    let mut codes = Codes::new();
    for (from, to) in [(0, upper), (upper, lines.len())] {
        let half: Vec<&[u8]> = lines[from..to]
            .iter()
            .flat_map(|(_, w)| w.to_vec())
            .collect();
        if half.is_empty() {
            continue;
        }
        let area = [column.left + column.width - code, top(from), code, code];
        let (drawn, module) = ink::qr((area[0], area[1]), code, &spaced(&half))?;
        if module < SMALLEST_MODULE {
            return Err(no_room());
        }
        inks.extend(drawn);
        codes.push(area);
    }
    let height = top(lines.len().saturating_sub(1)) + line;
    let height = height.max(top(upper) + code);
    Ok((Set { inks, height }, codes))
}

fn middle_line<'a>(column: &Column, y: f32) -> Vec<Ink<'a>> {
    let text = format!("---- {MIDDLE}");
    let size = 6.5;
    let left = column.left + Face::Sans.width(&text, size) + 2.0;
    vec![
        Ink::label((column.left, y + size * POINT * 0.35), size, text),
        Ink::Line {
            from: (left, y),
            to: (column.left + column.width, y),
            width: 0.15,
            grey: FAINT,
            dashed: true,
        },
    ]
}

/// Words with one space between, as they stand in a QR code.
fn spaced(words: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let len = words.iter().map(|w| w.len() + 1).sum();
    let mut text = Zeroizing::new(Vec::with_capacity(len));
    for (n, word) in words.iter().enumerate() {
        if n > 0 {
            text.push(b' ');
        }
        text.extend_from_slice(word);
    }
    text
}

fn fold_marks(width: f32, folds: Folds) -> Vec<Ink<'static>> {
    let mark = |y: f32, text: &str| {
        let size = 5.5;
        let left = (width - Face::Sans.width(text, size)) / 2.0;
        let line = |from: f32, to: f32| Ink::Line {
            from: (from, y),
            to: (to, y),
            width: 0.15,
            grey: FAINT,
            dashed: true,
        };
        vec![
            line(PRINTER, left - 2.0),
            line(width - left + 2.0, width - PRINTER),
            Ink::label((left, y + size * POINT * 0.35), size, text),
        ]
    };
    let mut inks = mark(
        folds.back,
        "2. fold backwards here: this side stays outside",
    );
    inks.extend(mark(folds.front, "1. fold up here first, onto the secret"));
    inks
}
