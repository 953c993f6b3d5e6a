//! Pages from top to bottom: blocks set one below the other, on as many sheets of paper as they need.

use super::block::Block;
use super::font::{Face, POINT};
use super::ink::{self, FAINT, Ink, LABEL, Words};
use super::{NotSet, Page, PageKind, cover};
use crate::text::safe::Safe;

/// Margins in millimetres: sides, top, bottom. Printers leave up to 6 mm white.
const SIDE: f32 = 18.0;
const TOP: f32 = 16.0;
const BOTTOM: f32 = 20.0;

/// Sizes in points: of running text, and the smaller ones of a page that keeps to so many sheets of paper.
const BODY: f32 = 9.5;
const SMALLER: [f32; 3] = [9.0, 8.5, 8.0];
const SMALL: f32 = 7.5;
pub(super) const TITLE: f32 = 18.0;
/// Characters of a serial or a person's name.
const LONGEST_NAME: usize = 60;
/// Height of a line, as a multiple of its size.
const LEADING: f32 = 1.4;
/// Where values begin, from the left margin, in millimetres.
const VALUES: f32 = 36.0;

/// One block, set: its inks from y = 0 downwards, and its height in millimetres.
pub(super) struct Set<'a> {
    pub inks: Vec<Ink<'a>>,
    pub height: f32,
}

/// Sets a page's blocks.
pub(super) fn set<'a>(page: &Page<'a>, blocks: &[Block<'a>]) -> Result<Vec<Vec<Ink<'a>>>, NotSet> {
    let mut sheets = fill(page, blocks, BODY)?;
    if sheets.len() > most_sheets(page.kind) {
        for body in SMALLER {
            let smaller = fill(page, blocks, body)?;
            if smaller.len() <= most_sheets(page.kind) {
                sheets = smaller;
                break;
            }
        }
    }
    let (width, height) = page.paper.size();
    let of = sheets.len();
    for (n, sheet) in sheets.iter_mut().enumerate() {
        if page.rehearsal {
            sheet.insert(0, ink::watermark([0.0, 0.0, width, height]));
        }
        sheet.extend(footer(page, n + 1, of));
    }
    Ok(sheets)
}

/// Sheets of paper that a page should keep to, in smaller print if that is enough.
fn most_sheets(kind: PageKind) -> usize {
    match kind {
        PageKind::Leaflet | PageKind::Minutes => 1,
        PageKind::Reader => 3,
        _ => usize::MAX,
    }
}

/// As many sheets of paper as the blocks need, with running text of `body` points.
fn fill<'a>(page: &Page<'a>, blocks: &[Block<'a>], body: f32) -> Result<Vec<Vec<Ink<'a>>>, NotSet> {
    let (width, height) = page.paper.size();
    let column = Column {
        left: SIDE,
        width: width - 2.0 * SIDE,
        values: VALUES,
        body,
        secret: 17.0,
    };
    let sets = blocks.iter().map(|block| column.set(block));
    let sets: Vec<Vec<Set>> = sets.collect::<Result<_, _>>()?;
    let together = together(blocks, &sets, (height - TOP - BOTTOM) * 0.67);
    let mut sheets: Vec<Vec<Ink>> = vec![Vec::new()];
    let mut y = TOP;
    for ((block, sets), together) in blocks.iter().zip(sets).zip(together) {
        for (n, set) in sets.into_iter().enumerate() {
            let needed = if n == 0 { together } else { set.height };
            let full = y + needed.max(set.height) > height - BOTTOM && y > TOP;
            if full {
                sheets.push(Vec::new());
                y = TOP;
            }
            if let Some(sheet) = sheets.last_mut() {
                sheet.extend(set.inks.into_iter().map(|ink| ink.down(y)));
            }
            y += set.height;
        }
        if let Some(sheet) = sheets.last_mut() {
            sheet.extend(across(block, (width, height)));
        }
    }
    Ok(sheets)
}

/// The height that each block needs where it begins: a heading stays with what follows, and signatures with what is signed,
/// if that has no more than `most`.
fn together(blocks: &[Block], sets: &[Vec<Set>], most: f32) -> Vec<f32> {
    let height = |sets: &Vec<Set>| sets.iter().map(|set| set.height).sum::<f32>();
    let needs = |at: usize| {
        if !matches!(blocks[at], Block::Section(_)) {
            return 0.0;
        }
        let next = |block: &Block| matches!(block, Block::Section(_));
        let end = blocks[at + 1..].iter().position(next);
        let end = end.map_or(blocks.len(), |after| at + 1 + after);
        let whole: f32 = sets[at..end].iter().map(height).sum();
        let is_signed = |block: &Block| matches!(block, Block::Signature(_));
        let first = sets.get(at + 1).and_then(|sets| sets.first());
        match whole <= most && blocks[at..end].iter().any(is_signed) {
            true => whole,
            false => height(&sets[at]) + first.map_or(0.0, |set| set.height),
        }
    };
    (0..blocks.len()).map(needs).collect()
}

/// What belongs to the sheet of paper, not to a place on it.
fn across(block: &Block, (width, height): (f32, f32)) -> Vec<Ink<'static>> {
    /// Marks begin so far from the edges, and are so long.
    const EDGE: f32 = 8.0;
    const LONG: f32 = 6.0;
    match block {
        Block::Corners => {
            let corners = [
                (EDGE, EDGE, 1.0, 1.0),
                (width - EDGE, EDGE, -1.0, 1.0),
                (EDGE, height - EDGE, 1.0, -1.0),
                (width - EDGE, height - EDGE, -1.0, -1.0),
            ];
            let mark = |(x, y, right, down): (f32, f32, f32, f32)| {
                [
                    Ink::line((x, y), (x + right * LONG, y)),
                    Ink::line((x, y), (x, y + down * LONG)),
                ]
            };
            corners.into_iter().flat_map(mark).collect()
        }
        Block::Hatch => {
            let area = [EDGE, EDGE, width - 2.0 * EDGE, height - BOTTOM - EDGE];
            cover::pattern(&[0; 32], area, height, &Vec::new())
        }
        _ => Vec::new(),
    }
}

/// A page's serial, made safe (I9).
pub(super) fn safe_serial(page: &Page) -> String {
    Safe::new(&page.serial, LONGEST_NAME).into()
}

fn footer(page: &Page, n: usize, of: usize) -> Vec<Ink<'static>> {
    let (width, height) = page.paper.size();
    let base = height - BOTTOM + 8.0;
    let count = format!("{n} of {of}");
    let right = width - SIDE - Face::Sans.width(&count, SMALL);
    let mut inks = vec![
        Ink::line((SIDE, base - 4.5), (width - SIDE, base - 4.5)),
        Ink::label((SIDE, base), SMALL, safe_serial(page)),
        Ink::label((right, base), SMALL, count),
    ];
    if page.rehearsal {
        let mark = super::REHEARSAL_MARK;
        let left = (width - Face::Bold.width(mark, SMALL)) / 2.0;
        inks.push(Ink::text((left, base), Face::Bold, SMALL, mark));
    }
    inks
}

/// A column into which blocks are set; in millimetres, sizes in points.
pub(super) struct Column {
    pub left: f32,
    pub width: f32,
    /// Where values begin, from the left.
    pub values: f32,
    pub body: f32,
    /// The largest size of a secret.
    pub secret: f32,
}

impl Column {
    /// Sets a block, in pieces between which a sheet of paper may end.
    pub(super) fn set<'a>(&self, block: &Block<'a>) -> Result<Vec<Set<'a>>, NotSet> {
        Ok(match block {
            Block::Title(title) => {
                let at = (self.left, TITLE * POINT);
                one(
                    vec![Ink::text(at, Face::Bold, TITLE, title.clone())],
                    TITLE * POINT * 1.5,
                )
            }
            Block::Section(title) => {
                let base = 4.0 + self.line();
                let at = (self.left, base);
                let rule = base + 1.5;
                let right = self.left + self.width;
                one(
                    vec![
                        Ink::text(at, Face::Bold, self.body + 1.0, capital(title)),
                        Ink::line((self.left, rule), (right, rule)),
                    ],
                    rule + 2.0,
                )
            }
            Block::Field(label, value) => self.field(label, value),
            Block::Secret(label, pieces) => vec![self.secret(label, pieces)],
            Block::Words(_) => return Err(NotSet::NoRoom("a share outside a fold".into())),
            Block::Blank(label) => {
                let base = self.line() + 1.0;
                let from = self.left + self.values;
                one(
                    vec![
                        Ink::label((self.left, base), self.body, format!("{label}:")),
                        Ink::line((from, base + 0.8), (from + 60.0, base + 0.8)),
                    ],
                    base + 1.5,
                )
            }
            Block::Boxes(label, count) => vec![self.boxes(label, *count)],
            Block::Paragraph(first, text) => self.paragraph(first, text),
            Block::Step {
                number,
                text,
                boxes,
            } => vec![self.step(number, text, boxes)],
            Block::Table(heads, rows) => self.table(heads, rows),
            Block::Qr(beside, text) => vec![self.qr(beside, text)?],
            Block::Signature(who) => {
                let base = 14.0;
                let right = self.left + self.width;
                let date = right - 45.0;
                one(
                    vec![
                        Ink::line((self.left, base), (date - 8.0, base)),
                        Ink::line((date, base), (right, base)),
                        fitted(
                            (self.left, base + 3.5),
                            SMALL,
                            date - 8.0 - self.left,
                            &format!("signature of {}", Safe::new(who, LONGEST_NAME)),
                        ),
                        Ink::label((date, base + 3.5), SMALL, "date"),
                    ],
                    base + 6.0,
                )
            }
            Block::Label(fields) => vec![self.label(fields)?],
            Block::Listing(lines) => self.listing(lines),
            Block::Name(who, beneath) => vec![self.name(who, *beneath)],
            Block::Sample(signs, size) => {
                let base = size * POINT;
                let ink = Ink::text((self.left + VALUES / 4.0, base), Face::Mono, *size, signs);
                one(vec![ink], base * LEADING)
            }
            Block::Rulers => vec![self.rulers()],
            Block::Greys => vec![self.greys()],
            Block::Corners | Block::Hatch => Vec::new(),
            Block::Gap => one(Vec::new(), self.line() / 2.0),
        })
    }

    /// Height of a line of the body, in millimetres.
    fn line(&self) -> f32 {
        self.body * POINT * LEADING
    }

    fn field<'a>(&self, label: &str, value: &str) -> Vec<Set<'a>> {
        let face = Face::for_value(value);
        let room = self.width - self.values;
        let fits = self.body * room / face.width(value, self.body);
        // A sentence is broken before it becomes hard to read; what has no gaps is read off better in one piece.
        let least = if value.contains(' ') { 0.85 } else { 0.62 };
        // What was made to fit is not measured again: rounding could break it.
        let (size, lines) = if fits > least * self.body {
            (fits.min(self.body), vec![value.to_owned()])
        } else {
            (self.body, broken(face, self.body, value, room))
        };
        let lines = lines.into_iter().enumerate();
        lines
            .map(|(n, text)| {
                let base = self.body * POINT;
                let at = (self.left + self.values, base);
                let mut inks = Vec::new();
                if n == 0 {
                    inks.push(Ink::label(
                        (self.left, base),
                        self.body,
                        format!("{label}:"),
                    ));
                }
                inks.push(Ink::text(at, face, size, text));
                Set {
                    inks,
                    height: self.line(),
                }
            })
            .collect()
    }

    /// A secret as large as its line allows.
    fn secret<'a>(&self, label: &str, pieces: &[&'a [u8]]) -> Set<'a> {
        let characters = |piece: &[u8]| String::from_utf8_lossy(piece).chars().count();
        let count = pieces.iter().map(|p| characters(p) + 1).sum::<usize>();
        let one = Face::Mono.width("0", 1.0);
        let room = (self.width - self.values) / (count.max(1) as f32 * one);
        let size = self.secret.min(room);
        let base = self.secret * POINT;
        // Beside large characters a small label would make a reading program take them for capitals.
        let beside = (self.secret * 0.58).max(self.body);
        let mut inks = vec![Ink::label((self.left, base), beside, format!("{label}:"))];
        let mut x = self.left + self.values;
        for piece in pieces {
            inks.push(Ink::Text {
                at: (x, base),
                face: Face::Mono,
                size,
                grey: ink::BLACK,
                text: Words::Lent(piece),
            });
            x += (characters(piece) + 1) as f32 * one * size;
        }
        Set {
            inks,
            height: self.secret * POINT * LEADING,
        }
    }

    fn boxes<'a>(&self, label: &str, count: usize) -> Set<'a> {
        const SIDE: f32 = 8.0;
        const STEP: f32 = 10.0;
        const ROW: f32 = 12.5;
        let mut inks = vec![Ink::label((self.left, 8.0), self.body, format!("{label}:"))];
        let in_a_row = (((self.width - self.values) / STEP) as usize).max(1);
        for n in 0..count {
            let x = self.left + self.values + (n % in_a_row) as f32 * STEP;
            let y = (n / in_a_row) as f32 * ROW;
            inks.push(Ink::label((x, y + 2.2), 5.5, (n + 1).to_string()));
            inks.push(Ink::Boxed {
                area: [x, y + 3.0, SIDE, SIDE],
                width: 0.3,
                grey: LABEL,
            });
        }
        Set {
            inks,
            height: count.div_ceil(in_a_row) as f32 * ROW,
        }
    }

    fn paragraph<'a>(&self, first: &str, text: &str) -> Vec<Set<'a>> {
        let indent = Face::Sans.width(first, self.body);
        let lines = broken(Face::Sans, self.body, text, self.width - indent);
        let mut sets: Vec<Set> = lines
            .into_iter()
            .enumerate()
            .map(|(n, text)| {
                let base = self.body * POINT;
                let mut inks = Vec::new();
                if n == 0 && !first.is_empty() {
                    inks.push(Ink::text((self.left, base), Face::Sans, self.body, first));
                }
                inks.push(Ink::text(
                    (self.left + indent, base),
                    Face::Sans,
                    self.body,
                    text,
                ));
                Set {
                    inks,
                    height: self.line(),
                }
            })
            .collect();
        if let Some(last) = sets.last_mut() {
            last.height += self.line() * 0.25;
        }
        sets
    }

    fn step<'a>(&self, number: &str, text: &str, boxes: &[String]) -> Set<'a> {
        const BOX: f32 = 19.0;
        let taken = boxes.len() as f32 * (BOX + 2.0);
        let left = self.left + 13.0;
        let lines = broken(Face::Sans, self.body, text, self.width - 13.0 - taken - 3.0);
        let base = self.body * POINT;
        let mut inks = vec![Ink::text((self.left, base), Face::Bold, self.body, number)];
        let height = (lines.len() as f32 * self.line()).max(11.0) + 3.5;
        for (n, line) in lines.into_iter().enumerate() {
            let y = base + n as f32 * self.line();
            inks.push(Ink::text((left, y), Face::Sans, self.body, line));
        }
        let mut x = self.left + self.width - taken + 2.0;
        for what in boxes {
            inks.push(Ink::Boxed {
                area: [x, 0.0, BOX, 8.0],
                width: 0.25,
                grey: LABEL,
            });
            inks.push(fitted((x, 10.6), 5.5, BOX, what));
            x += BOX + 2.0;
        }
        let rule = height - 1.5;
        inks.push(Ink::Line {
            from: (self.left, rule),
            to: (self.left + self.width, rule),
            width: 0.1,
            grey: FAINT,
            dashed: false,
        });
        Set { inks, height }
    }

    fn table<'a>(&self, heads: &[(String, f32)], rows: &[Vec<String>]) -> Vec<Set<'a>> {
        let whole: f32 = heads.iter().map(|(_, part)| part).sum();
        let widths: Vec<f32> = heads
            .iter()
            .map(|(_, part)| part / whole * self.width)
            .collect();
        let size = self.body - 1.0;
        let mut sets = vec![self.row(
            &widths,
            heads.iter().map(|(head, _)| head.as_str()),
            |_| Face::Bold,
            size,
        )];
        let cells = rows.iter();
        sets.extend(cells.map(|row| {
            self.row(
                &widths,
                row.iter().map(String::as_str),
                Face::for_value,
                size,
            )
        }));
        sets
    }

    fn row<'a, 't>(
        &self,
        widths: &[f32],
        cells: impl Iterator<Item = &'t str>,
        face: impl Fn(&str) -> Face,
        size: f32,
    ) -> Set<'a> {
        let line = size * POINT * LEADING;
        let (mut inks, mut x, mut most) = (Vec::new(), self.left, 1);
        for (width, cell) in widths.iter().zip(cells) {
            let face = face(cell);
            let lines = broken(face, size, cell, width - 2.0);
            most = most.max(lines.len());
            for (n, text) in lines.into_iter().enumerate() {
                let base = size * POINT + n as f32 * line;
                inks.push(Ink::text((x, base), face, size, text));
            }
            x += width;
        }
        let height = most as f32 * line + 1.6;
        inks.push(Ink::Line {
            from: (self.left, height - 0.8),
            to: (self.left + self.width, height - 0.8),
            width: 0.1,
            grey: FAINT,
            dashed: false,
        });
        Set { inks, height }
    }

    fn qr<'a>(&self, beside: &str, text: &str) -> Result<Set<'a>, NotSet> {
        const SIDE: f32 = 34.0;
        let (mut inks, _) = ink::qr((self.left, 2.0), SIDE, text.as_bytes())?;
        let left = self.left + SIDE + 4.0;
        let lines = broken(Face::Sans, self.body, beside, self.width - SIDE - 4.0);
        for (n, line) in lines.into_iter().enumerate() {
            let base = 8.0 + n as f32 * self.line();
            inks.push(Ink::text((left, base), Face::Sans, self.body, line));
        }
        Ok(Set {
            inks,
            height: SIDE + 4.0,
        })
    }

    fn label<'a>(&self, fields: &[(String, String)]) -> Result<Set<'a>, NotSet> {
        let inner = Column {
            left: self.left + 5.0,
            width: self.width - 10.0,
            values: self.values,
            body: self.body + 1.5,
            secret: self.secret,
        };
        let (mut inks, mut y) = (Vec::new(), 5.0);
        for (label, value) in fields {
            let sets = match value.is_empty() {
                true => inner.set(&Block::Blank(label.clone()))?,
                false => inner.field(label, value),
            };
            for set in sets {
                inks.extend(set.inks.into_iter().map(|ink| ink.down(y)));
                y += set.height;
            }
        }
        let height = y + 4.0;
        let corners = [
            ((self.left, 0.0), (self.left + self.width, 0.0)),
            ((self.left, height), (self.left + self.width, height)),
            ((self.left, 0.0), (self.left, height)),
            (
                (self.left + self.width, 0.0),
                (self.left + self.width, height),
            ),
        ];
        inks.extend(corners.map(|(from, to)| Ink::Line {
            from,
            to,
            width: 0.25,
            grey: LABEL,
            dashed: true,
        }));
        Ok(Set {
            inks,
            height: height + 5.0,
        })
    }

    fn name<'a>(&self, who: &str, beneath: [&'static str; 2]) -> Set<'a> {
        let [name, below_initials] = beneath;
        let base = 7.0;
        let (line, right) = (base + 0.8, self.left + self.width);
        let initials = right - 30.0;
        let room = 55.0;
        Set {
            inks: vec![
                fitted((self.left, base), self.body, room, who),
                Ink::line((self.left + room + 3.0, line), (initials - 5.0, line)),
                Ink::line((initials, line), (right, line)),
                Ink::label((self.left + room + 3.0, line + 3.0), SMALL - 1.5, name),
                Ink::label((initials, line + 3.0), SMALL - 1.5, below_initials),
            ],
            height: base + 4.5,
        }
    }

    /// 100 mm across and down, with a tick at each centimetre.
    fn rulers<'a>(&self) -> Set<'a> {
        const LONG: f32 = 100.0;
        let (left, top) = (self.left + 6.0, 6.0);
        let mut inks = vec![
            Ink::line((left, top), (left + LONG, top)),
            Ink::line((left, top), (left, top + LONG)),
            Ink::label((left + LONG + 2.0, top + 1.0), SMALL, "100 mm"),
            Ink::label((left - 3.0, top + LONG + 4.0), SMALL, "100 mm"),
        ];
        for n in 0..=10 {
            let at = n as f32 * LONG / 10.0;
            let tick = if n % 5 == 0 { 4.0 } else { 2.0 };
            inks.push(Ink::line((left + at, top), (left + at, top - tick)));
            inks.push(Ink::line((left, top + at), (left - tick, top + at)));
        }
        Set {
            inks,
            height: top + LONG + 6.0,
        }
    }

    fn greys<'a>(&self) -> Set<'a> {
        const STEPS: u8 = 11;
        let side = self.width / f32::from(STEPS);
        let step = |n: u8| Ink::Filled {
            area: [self.left + f32::from(n) * side, 0.0, side, 9.0],
            grey: 255 - (f32::from(n) * 25.5) as u8,
        };
        let mut inks: Vec<Ink> = (0..STEPS).map(step).collect();
        inks.push(Ink::Boxed {
            area: [self.left, 0.0, self.width, 9.0],
            width: 0.2,
            grey: LABEL,
        });
        Set { inks, height: 11.0 }
    }

    fn listing<'a>(&self, lines: &str) -> Vec<Set<'a>> {
        let longest = lines.lines().map(|l| l.chars().count()).max().unwrap_or(1);
        let fits = self.width / (longest.max(1) as f32 * Face::Mono.width("0", 1.0));
        let size = fits.min(0.9 * self.body);
        let set = |line: &str| Set {
            inks: vec![Ink::text((self.left, size * POINT), Face::Mono, size, line)],
            height: size * POINT * 1.2,
        };
        lines.lines().map(set).collect()
    }
}

/// A small text of ours that takes no more room than there is: a smaller one, and cut if it must be.
fn fitted(at: (f32, f32), size: f32, room: f32, text: &str) -> Ink<'static> {
    let least = 0.6 * size;
    let width = Face::Sans.width(text, size);
    let size = (size * room / width.max(0.1)).clamp(least, size);
    let mut shown = text.to_owned();
    while Face::Sans.width(&shown, size) > room && shown.chars().count() > 1 {
        shown = Safe::new(text, shown.chars().count() - 1).into();
    }
    Ink::label(at, size, shown)
}

fn one(inks: Vec<Ink>, height: f32) -> Vec<Set> {
    vec![Set { inks, height }]
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

/// A text in lines of at most so many millimetres, broken at spaces, and inside a word only where it is longer than a line.
pub(super) fn broken(face: Face, size: f32, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let with = match line.is_empty() {
            true => word.to_owned(),
            false => format!("{line} {word}"),
        };
        if face.width(&with, size) <= width {
            line = with;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if face.width(&line, size) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sizes in which a value is set, a line each.
    fn sizes(value: &str) -> Vec<f32> {
        let column = Column {
            left: SIDE,
            width: 170.0,
            values: VALUES,
            body: 9.5,
            secret: 17.0,
        };
        let inks = column
            .field("purpose", value)
            .into_iter()
            .filter_map(|set| set.inks.into_iter().last());
        let size = |ink: Ink| match ink {
            Ink::Text { size, .. } => size,
            _ => panic!("a field's last ink is its value"),
        };
        inks.map(size).collect()
    }

    #[test]
    fn a_sentence_is_broken_before_it_becomes_much_smaller_than_the_text_around_it() {
        let sentence = "Once a year: each PIN and each shared password is replaced.";
        assert_eq!(sizes(sentence), [9.5]);
        let mut lines = 0;
        for words in 1..60 {
            let sizes = sizes(&"password ".repeat(words));
            assert!(sizes.iter().all(|size| *size >= 0.85 * 9.5), "{words}");
            lines = lines.max(sizes.len());
        }
        assert!(lines > 1);
        // What has no gaps stays in one piece where it can.
        let hash = sizes(&"0".repeat(80));
        assert!(hash.len() == 1 && hash[0] < 0.85 * 9.5, "{hash:?}");
    }
}
