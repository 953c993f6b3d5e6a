//! Pages for the printer alone: one that shows whether it prints well, one that leaves nothing else in its memory.

use super::block::Block;
use super::{Page, PageKind, Stationery};

/// The text in the QR code of the test page.
pub const TEST_TEXT: &str = "sealwright test page: 0123456789 abcdefghijklmnopqrstuvwxyz";

/// A page without a secret that shows whether a printer prints true to size, sharp and whole. Its serial is
/// `test-page`.
pub fn test_page(on: &Stationery) -> Page<'static> {
    let blocks = vec![
        Block::Corners,
        Block::Title("Test page".into()),
        Block::paragraph(&format!(
            "There is no secret on this page. All that follows must hold, on {} paper; else mend the printer first.",
            on.paper.in_words()
        )),
        Block::Section("size and edges".into()),
        Block::item(
            "1. ",
            "Both rulers are 100 mm long. If not: print at 100 %, never fitted to the page.",
        ),
        Block::item(
            "2. ",
            "All four corners show their marks, 8 mm from the edges.",
        ),
        Block::Rulers,
        Block::Section("sharpness".into()),
        Block::item("3. ", "Each step of grey differs from its neighbours."),
        Block::Greys,
        Block::item("4. ", "In each pair the signs differ at a glance."),
        Block::Sample("0O  1l  lI  1I  5S  8B  2Z  6G  rn m  vv w".into(), 17.0),
        Block::item(
            "5. ",
            "Letters of three alphabets are whole, with their marks.",
        ),
        Block::paragraph(
            "Latin: Åström, Łukasz, Şirin, Đorđe, Žižková, Nguyễn, Þórður, Français, Größe",
        ),
        Block::paragraph("Greek: Ελένη Παπαδοπούλου, Ίος, Ωμέγα"),
        Block::paragraph("Cyrillic: Наталія Ґонґадзе, Щукин, Њежић, Йовчев"),
        Block::Qr(
            format!("6. The code can be read. It says: {TEST_TEXT}"),
            TEST_TEXT.into(),
        ),
    ];
    Page::flow(PageKind::TestPage, "test-page", on, blocks)
}

/// A page full of letters at random, always the same: it takes the place of pages with secrets in a printer's memory,
/// on its drum and its ribbon. Its serial is `flush-page`.
pub fn flush_page(on: &Stationery) -> Page<'static> {
    Page::flow(PageKind::FlushPage, "flush-page", on, vec![Block::Hatch])
}
