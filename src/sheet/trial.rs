//! Pages for the printer's sake: one shows what it can do, one takes the place of a secret in its memory.

use super::block::Block;
use super::{Page, PageKind, Stationery};

/// Shows whether the printer prints whole and well. It bears no secret.
pub fn test_page(on: &Stationery) -> Page<'static> {
    let blocks = vec![
        Block::Title("Test page".into()),
        Block::field("organisation", on.organisation),
        Block::paragraph(
            "This page bears no secret. The printer may have the sheets if all of it is true: the frame is whole on all \
             four sides, both rulers are 100 mm long, the grey steps differ, and everything can be read at arm's length.",
        ),
        Block::Gap,
        Block::Rulers,
        Block::Section("look-alikes".into()),
        Block::Listing("0 O o   1 l I i   5 S   8 B   2 Z   6 G   g q   rn m\n0123456789 abcdefghijklmnopqrstuvwxyz\nABCDEFGHIJKLMNOPQRSTUVWXYZ".into()),
        Block::Section("names".into()),
        Block::paragraph("Ää Öö Üü ß Éé Ññ Łł Øø Åå Şş Čč Őő Þþ"),
        Block::paragraph("Αα Ββ Γγ Δδ Θθ Λλ Ξξ Ψψ Ωω Ήή"),
        Block::paragraph("Аа Бб Вв Гг Дд Жж Ии Йй Щщ Ыы Юю Яя Її"),
        Block::Section("QR code".into()),
        Block::Qr(
            "A scanner that types reads: sealwright test page".into(),
            "sealwright test page".into(),
        ),
    ];
    Page::flow(PageKind::TestPage, "TEST", on, blocks)
}

/// Nothing but a pattern.
pub fn flush_page(on: &Stationery) -> Page<'static> {
    let blocks = vec![
        Block::Title("Last page".into()),
        Block::paragraph(
            "It bears no secret, so that the printer's memory holds none. Tear it up.",
        ),
        Block::Hatch,
    ];
    Page::flow(PageKind::FlushPage, "FLUSH", on, blocks)
}
