//! A page as PDF: its blocks set, and drawn with krilla.
//!
//! Nothing in it depends on anything but the page: no date, no random id. Version 1.4, which every printer that takes PDF
//! reads; no script, no link, no form.

use super::flow;
use super::fold;
use super::font::POINT;
use super::ink::{Ink, WATERMARK};
use super::{Body, Page};
use crate::secret::{ArenaFull, Secret};
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use zeroize::Zeroizing;

/// Why a page cannot be set on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSet {
    /// No locked memory left.
    ArenaFull,
    /// The fonts have no such character.
    NoGlyph(char),
    /// It does not fit.
    NoRoom(String),
    /// The PDF library's words.
    Library(String),
}

impl std::fmt::Display for NotSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotSet::ArenaFull => ArenaFull.fmt(f),
            NotSet::NoGlyph(c) => write!(
                f,
                "the character U+{:04X} cannot be printed: Latin, Greek and Cyrillic can",
                u32::from(*c)
            ),
            NotSet::NoRoom(what) => write!(f, "{what} does not fit onto its page"),
            NotSet::Library(why) => write!(f, "no PDF could be made: {why}"),
        }
    }
}

impl std::error::Error for NotSet {}

impl From<ArenaFull> for NotSet {
    fn from(_: ArenaFull) -> NotSet {
        NotSet::ArenaFull
    }
}

/// Sets a page and draws it.
pub(super) fn of(page: &Page) -> Result<Secret, NotSet> {
    let sheets = match &page.body {
        Body::Flow(blocks) => flow::set(page, blocks)?,
        Body::Folded { .. } => vec![fold::set(page)?],
    };
    let (width, height) = page.paper.size();
    let mut document = Document::new_with(settings()?);
    for inks in sheets {
        let size = PageSettings::from_wh(width / POINT, height / POINT);
        let size = size.ok_or_else(|| NotSet::Library("no such paper".into()))?;
        let mut paper = document.start_page_with(size);
        let mut surface = paper.surface();
        inks.iter().try_for_each(|ink| ink.draw(&mut surface))?;
        surface.finish();
        paper.finish();
    }
    let pdf = document.finish();
    let mut pdf = Zeroizing::new(pdf.map_err(|e| NotSet::Library(format!("{e:?}")))?);
    Ok(Secret::take(&mut pdf)?)
}

fn settings() -> Result<SerializeSettings, NotSet> {
    let version = ConfigurationBuilder::new().with_version(PdfVersion::Pdf14);
    let configuration = version
        .finish()
        .map_err(|e| NotSet::Library(format!("{e:?}")))?;
    Ok(SerializeSettings {
        configuration,
        xmp_metadata: false,
        enable_tagging: false,
        ..SerializeSettings::default()
    })
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
