//! What is on paper: texts, lines, boxes, QR codes at their places, in millimetres from the top left corner; and their way
//! into a PDF.

use super::NotSet;
use super::font::{Face, POINT};
use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use qrcode::{Color, EcLevel, QrCode};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Black, and the greys of labels, of lines, and of the mark of a rehearsal, from 0 (black) to 255.
pub(super) const BLACK: u8 = 0;
pub(super) const LABEL: u8 = 90;
pub(super) const FAINT: u8 = 160;
pub(super) const WATERMARK: u8 = 229;

/// Modules of white around a QR code (ISO/IEC 18004: four).
pub(super) const QUIET: usize = 4;

/// The largest QR code that is printed: larger ones are hard to read from a folded sheet.
const MOST_VERSION: i16 = 15;

/// Something on paper.
pub(super) enum Ink<'a> {
    /// A text whose baseline begins here; its size in points.
    Text {
        at: (f32, f32),
        face: Face,
        size: f32,
        grey: u8,
        text: Words<'a>,
    },
    /// A line, its width in millimetres.
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        grey: u8,
        dashed: bool,
    },
    /// A filled box: left, top, width, height.
    Filled { area: [f32; 4], grey: u8 },
    /// An empty box: left, top, width, height.
    Boxed {
        area: [f32; 4],
        width: f32,
        grey: u8,
    },
    /// Square modules of one size from a corner on: runs of them, each by the column and row where it begins, and its length.
    Modules {
        corner: (f32, f32),
        size: f32,
        runs: Vec<[usize; 3]>,
    },
    /// What of some inks lies in an area: left, top, width, height.
    Clipped { area: [f32; 4], inks: Vec<Ink<'a>> },
    /// A text turned about its middle, by degrees.
    Turned {
        middle: (f32, f32),
        degrees: f32,
        size: f32,
        grey: u8,
        text: &'static str,
    },
}

/// A text on paper: one of ours, or a secret, which is borrowed or wiped after use.
pub(super) enum Words<'a> {
    Plain(String),
    Lent(&'a [u8]),
}

impl Words<'_> {
    fn text(&self) -> Result<Cow<'_, str>, NotSet> {
        match self {
            Words::Plain(text) => Ok(text.nfc().collect::<String>().into()),
            Words::Lent(bytes) => std::str::from_utf8(bytes)
                .map(Cow::from)
                .map_err(|_| NotSet::NoGlyph(char::REPLACEMENT_CHARACTER)),
        }
    }
}

impl Ink<'_> {
    /// A text of ours.
    pub(super) fn text(
        at: (f32, f32),
        face: Face,
        size: f32,
        text: impl Into<String>,
    ) -> Ink<'static> {
        Ink::Text {
            at,
            face,
            size,
            grey: BLACK,
            text: Words::Plain(text.into()),
        }
    }

    /// A small grey text of ours.
    pub(super) fn label(at: (f32, f32), size: f32, text: impl Into<String>) -> Ink<'static> {
        Ink::Text {
            at,
            face: Face::Sans,
            size,
            grey: LABEL,
            text: Words::Plain(text.into()),
        }
    }

    /// A thin line.
    pub(super) fn line(from: (f32, f32), to: (f32, f32)) -> Ink<'static> {
        Ink::Line {
            from,
            to,
            width: 0.2,
            grey: LABEL,
            dashed: false,
        }
    }

    /// It moved down.
    pub(super) fn down(mut self, by: f32) -> Self {
        match &mut self {
            Ink::Text { at, .. } => at.1 += by,
            Ink::Line { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
            Ink::Filled { area, .. } | Ink::Boxed { area, .. } => area[1] += by,
            Ink::Modules { corner, .. } => corner.1 += by,
            Ink::Clipped { area, inks } => {
                area[1] += by;
                *inks = std::mem::take(inks)
                    .into_iter()
                    .map(|ink| ink.down(by))
                    .collect();
            }
            Ink::Turned { middle, .. } => middle.1 += by,
        }
        self
    }

    /// Draws it.
    pub(super) fn draw(&self, on: &mut Surface) -> Result<(), NotSet> {
        match self {
            Ink::Text {
                at,
                face,
                size,
                grey,
                text,
            } => draw_text(on, *at, *face, *size, *grey, &text.text()?, false)?,
            Ink::Line {
                from,
                to,
                width,
                grey,
                dashed,
            } => draw_line(on, *from, *to, *width, *grey, *dashed),
            Ink::Filled { area, grey } => {
                on.set_stroke(None);
                on.set_fill(Some(fill(*grey)));
                draw_rects(on, [*area]);
            }
            Ink::Boxed { area, width, grey } => {
                on.set_fill(None);
                on.set_stroke(Some(stroke(*width, *grey, false)));
                draw_rects(on, [*area]);
            }
            Ink::Modules { corner, size, runs } => {
                on.set_stroke(None);
                on.set_fill(Some(fill(BLACK)));
                draw_modules(on, *corner, *size, runs);
            }
            Ink::Clipped { area, inks } => {
                let Some(path) = rects([*area]) else {
                    return Ok(());
                };
                on.push_clip_path(&path, &FillRule::NonZero);
                let drawn = inks.iter().try_for_each(|ink| ink.draw(on));
                on.pop();
                drawn?;
            }
            Ink::Turned {
                middle,
                degrees,
                size,
                grey,
                text,
            } => {
                let [x, y] = [middle.0 / POINT, middle.1 / POINT];
                on.push_transform(&Transform::from_rotate_at(*degrees, x, y));
                let left = middle.0 - Face::Bold.width(text, *size) / 2.0;
                let base = middle.1 + size * POINT * 0.35;
                // As outlines: programs that read the page's text would find its letters between the lines.
                let drawn = draw_text(on, (left, base), Face::Bold, *size, *grey, text, true);
                on.pop();
                drawn?;
            }
        }
        Ok(())
    }
}

/// A QR code of at most version 15 with its quiet zone, in a square of `side` millimetres; and the size of its modules.
pub(super) fn qr(
    (left, top): (f32, f32),
    side: f32,
    text: &[u8],
) -> Result<(Vec<Ink<'static>>, f32), NotSet> {
    let no_room = || NotSet::NoRoom("the QR code".into());
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| no_room())?;
    if !matches!(code.version(), qrcode::Version::Normal(v) if v <= MOST_VERSION) {
        return Err(no_room());
    }
    let width = code.width();
    let module = side / (width + 2 * QUIET) as f32;
    let colors = Zeroizing::new(
        code.to_colors()
            .into_iter()
            .map(|c| c == Color::Dark)
            .collect::<Vec<bool>>(),
    );
    let place = |n: usize| (n + QUIET) as f32 * module;
    let rows = modules((left + place(0), top + place(0)), module, width, &colors);
    let paper = Ink::Filled {
        area: [left, top, side, side],
        grey: 255,
    };
    Ok((vec![paper, rows], module))
}

/// Modules of `size` from a corner on, `width` in a row; neighbours in a row are drawn as one.
pub(super) fn modules(
    (left, top): (f32, f32),
    size: f32,
    width: usize,
    dark: &[bool],
) -> Ink<'static> {
    let mut runs = Vec::new();
    for (y, row) in dark.chunks(width.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                runs.push([x, y, run.len()]);
            }
            x += run.len();
        }
    }
    let corner = (left, top);
    Ink::Modules { corner, size, runs }
}

fn draw_text(
    on: &mut Surface,
    (x, y): (f32, f32),
    face: Face,
    size: f32,
    grey: u8,
    text: &str,
    outlined: bool,
) -> Result<(), NotSet> {
    on.set_stroke(None);
    on.set_fill(Some(fill(grey)));
    let at = Point::from_xy(x / POINT, y / POINT);
    on.draw_glyphs(at, &face.glyphs(text)?, face.font()?, text, size, outlined);
    Ok(())
}

fn draw_line(
    on: &mut Surface,
    from: (f32, f32),
    to: (f32, f32),
    width: f32,
    grey: u8,
    dashed: bool,
) {
    let mut path = PathBuilder::new();
    path.move_to(from.0 / POINT, from.1 / POINT);
    path.line_to(to.0 / POINT, to.1 / POINT);
    on.set_fill(None);
    on.set_stroke(Some(stroke(width, grey, dashed)));
    if let Some(path) = path.finish() {
        on.draw_path(&path);
    }
}

/// In coordinates of modules, whose short numbers make the page a third as long to pack.
fn draw_modules(on: &mut Surface, (left, top): (f32, f32), size: f32, runs: &[[usize; 3]]) {
    let mut path = PathBuilder::new();
    for run in runs {
        // A fill closes what it fills.
        let [left, top, right, bottom] =
            [run[0], run[1], run[0] + run[2], run[1] + 1].map(|n| n as f32);
        path.move_to(left, top);
        path.line_to(right, top);
        path.line_to(right, bottom);
        path.line_to(left, bottom);
    }
    let [size, left, top] = [size, left, top].map(|mm| mm / POINT);
    on.push_transform(&Transform::from_row(size, 0.0, 0.0, size, left, top));
    if let Some(path) = path.finish() {
        on.draw_path(&path);
    }
    on.pop();
}

fn draw_rects(on: &mut Surface, areas: impl IntoIterator<Item = [f32; 4]>) {
    if let Some(path) = rects(areas) {
        on.draw_path(&path);
    }
}

fn rects(areas: impl IntoIterator<Item = [f32; 4]>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for area in areas {
        let [x, y, w, h] = area.map(|mm| mm / POINT);
        if let Some(rect) = Rect::from_xywh(x, y, w, h) {
            path.push_rect(rect);
        }
    }
    path.finish()
}

fn fill(grey: u8) -> Fill {
    Fill {
        paint: luma::Color::new(grey).into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }
}

fn stroke(width: f32, grey: u8, dashed: bool) -> Stroke {
    Stroke {
        paint: luma::Color::new(grey).into(),
        width: width / POINT,
        dash: dashed.then(|| StrokeDash {
            array: vec![3.0, 3.0],
            offset: 0.0,
        }),
        ..Stroke::default()
    }
}

/// The mark of a rehearsal, large and pale, across an area: left, top, width, height (I10).
pub(super) fn watermark([left, top, width, height]: [f32; 4]) -> Ink<'static> {
    let middle = (left + width / 2.0, top + height / 2.0);
    Ink::Turned {
        middle,
        degrees: -(height.min(width) / width).atan().to_degrees(),
        size: (width.hypot(height) * 0.125 / POINT).min(height * 0.55 / POINT),
        grey: WATERMARK,
        text: "REHEARSAL",
    }
}
