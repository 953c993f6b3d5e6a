//! The reader of shares, printed: the fall-back where no SLIP-39 program is to be had.

use super::block::Block;
use super::{Page, PageKind, Stationery};

/// The reader: one file of Python, standard library only.
pub const READER: &str = include_str!("recover.py");

/// The reader as a listing, to be typed in. Its serial is `reader`.
pub fn reader(on: &Stationery) -> Page<'static> {
    let blocks = vec![
        Block::Title("recover.py".into()),
        Block::paragraph(
            "A program in Python that gives a password back from its shares where no other SLIP-39 program is to be had. \
             Type it into a file recover.py, spaces at the beginning of lines too. What stands in it says how it is used.",
        ),
        Block::Listing(READER.into()),
    ];
    Page::flow(PageKind::Reader, "reader", on, blocks)
}
