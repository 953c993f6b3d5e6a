//! The typefaces: IBM Plex Sans, and IBM Plex Mono for whatever is read back character by character. Both tell 0 from O and
//! 1, l, I apart. They are embedded whole in the program (SIL Open Font License 1.1, see `fonts/OFL.txt`), and in a PDF as
//! far as it needs them. They have Latin with its diacritics, Greek and Cyrillic; Mono has no Greek.

use super::NotSet;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::sync::OnceLock;

/// A typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Plex Sans.
    Sans,
    /// Plex Sans, semibold.
    Bold,
    /// Plex Mono, medium.
    Mono,
}

/// Millimetres in a point.
pub(super) const POINT: f32 = 25.4 / 72.0;

impl Face {
    /// The face for a value: what has no space and is ASCII is a name or a number to be compared, letter by letter.
    pub(super) fn for_value(value: &str) -> Face {
        let code = value.is_ascii() && !value.contains(' ');
        if code { Face::Mono } else { Face::Sans }
    }

    /// How wide a text is, in millimetres, at a size in points.
    pub(super) fn width(self, text: &str, size: f32) -> f32 {
        let widths = text.chars().map(|c| self.read().advance(c));
        widths.sum::<f32>() * size * POINT
    }

    /// The glyphs of a text, one a character.
    pub(super) fn glyphs(self, text: &str) -> Result<Vec<KrillaGlyph>, NotSet> {
        let read = self.read();
        let glyph = |(at, c): (usize, char)| {
            let id = read.id(c).ok_or(NotSet::NoGlyph(c))?;
            let range = at..at + c.len_utf8();
            Ok(KrillaGlyph::new(
                GlyphId::new(id),
                read.advance(c),
                0.0,
                0.0,
                0.0,
                range,
                None,
            ))
        };
        text.char_indices().map(glyph).collect()
    }

    /// It for the PDF library.
    pub(super) fn font(self) -> Result<Font, NotSet> {
        let none = || NotSet::Library("a typeface of the program cannot be read".into());
        self.read().font.clone().ok_or_else(none)
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Face::Sans => include_bytes!("fonts/IBMPlexSans-Regular.ttf"),
            Face::Bold => include_bytes!("fonts/IBMPlexSans-SemiBold.ttf"),
            Face::Mono => include_bytes!("fonts/IBMPlexMono-Medium.ttf"),
        }
    }

    fn read(self) -> &'static Read {
        static SANS: OnceLock<Read> = OnceLock::new();
        static BOLD: OnceLock<Read> = OnceLock::new();
        static MONO: OnceLock<Read> = OnceLock::new();
        let once = match self {
            Face::Sans => &SANS,
            Face::Bold => &BOLD,
            Face::Mono => &MONO,
        };
        once.get_or_init(|| Read::new(self.bytes()))
    }
}

/// The first character of a text that cannot be printed, in whatever place it stands.
pub fn unprintable(text: &str) -> Option<char> {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().find(|c| Face::Sans.read().id(*c).is_none())
}

/// What was read of a font, once: it for the PDF library, and for each character its glyph and its advance in ems.
struct Read {
    font: Option<Font>,
    glyphs: std::collections::HashMap<char, (u32, f32)>,
}

impl Read {
    fn new(bytes: &'static [u8]) -> Read {
        let Ok(font) = FontRef::new(bytes) else {
            return Read {
                font: None,
                glyphs: Default::default(),
            };
        };
        // Unscaled, and divided by ourselves: the PDF library then finds its own widths, and moves no glyph by a hair.
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(
            font.metrics(Size::unscaled(), LocationRef::default())
                .units_per_em,
        );
        let glyphs = font.charmap().mappings().filter_map(|(code, id)| {
            let advance = metrics.advance_width(id)? / em;
            Some((char::from_u32(code)?, (id.to_u32(), advance)))
        });
        Read {
            font: Font::new(bytes.into(), 0),
            glyphs: glyphs.collect(),
        }
    }

    fn id(&self, c: char) -> Option<u32> {
        self.glyphs.get(&c).map(|(id, _)| *id)
    }

    fn advance(&self, c: char) -> f32 {
        self.glyphs.get(&c).map_or(0.0, |(_, advance)| *advance)
    }
}
