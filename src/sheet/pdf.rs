//! A page as PDF: its blocks set, and drawn with krilla.
//!
//! Nothing in it depends on anything but the page: no date, no random id. Version 1.4, which every printer that takes PDF
//! reads; no script, no link, no form.

use super::flow;
use super::fold;
use super::font::POINT;
use super::not_set::NotSet;
use super::page::{Body, Page};
use crate::secret::Secret;
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use zeroize::Zeroizing;

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
