//! The custody receipt.

use super::block::Block;
use super::{Page, PageKind, Stationery};
use crate::text::safe::Safe;
use jiff::civil::Date;

/// What somebody took away from a ceremony.
pub struct Receipt<'a> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// The ceremony's number in its book.
    pub ceremony: u64,
    /// The day.
    pub date: Date,
    /// Who took the bags: identifier and name.
    pub person: (&'a str, &'a str),
    /// Each bag: its serial, what is in it, and the place to which it goes.
    pub bags: Vec<[String; 3]>,
}

/// A receipt, to be signed by who took the bags and by who gave them. Its serial is `R-`, the ceremony's number, and the
/// person's identifier.
pub fn receipt(receipt: &Receipt) -> Page<'static> {
    let (id, name) = receipt.person;
    let serial = format!("R-{:04}-{id}", receipt.ceremony);
    let heads = [("bag", 0.22), ("holds", 0.3), ("goes to", 0.48)];
    let heads = heads.map(|(head, part)| (head.to_owned(), part)).to_vec();
    let row = |bag: &[String; 3]| {
        let cells = bag.iter().map(|cell| Safe::new(cell, 200).into());
        cells.collect::<Vec<String>>()
    };
    let blocks = vec![
        Block::Title("Custody receipt".into()),
        Block::field("organisation", receipt.on.organisation),
        Block::field("sheet", &serial),
        Block::field("ceremony", receipt.ceremony),
        Block::field("date", receipt.date),
        Block::field("taken by", name),
        Block::Section("bags".into()),
        Block::Table(heads, receipt.bags.iter().map(row).collect()),
        Block::Section("signatures".into()),
        Block::paragraph(
            "I took these bags, sealed and whole, under these numbers, and bring them to their places today. Whoever \
             opens one before its time leaves a trace; whoever finds one open tells the administrator at once.",
        ),
        Block::Signature(Safe::new(name, 64).into()),
        Block::Signature("who gave them".into()),
    ];
    Page::flow(PageKind::Receipt, &serial, &receipt.on, blocks)
}
