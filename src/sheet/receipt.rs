//! The receipt.

use super::block::{Block, name};
use super::{Page, PageKind, Stationery};
use jiff::civil::Date;

/// What somebody took away from a ceremony. It holds no secret.
pub struct Receipt<'a> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// The ceremony's number in its book.
    pub ceremony: u64,
    /// The day.
    pub date: Date,
    /// The person's id in the plan.
    pub person: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// What was taken: the bag's serial, what is in it, where it belongs.
    pub bags: Vec<(String, String, String)>,
}

/// A receipt, with a line for each of the two to sign. Its serial is `R-`, the ceremony's number, and the person's id.
pub fn receipt(receipt: &Receipt) -> Page<'static> {
    let serial = format!("R-{:04}-{}", receipt.ceremony, name(receipt.person));
    let bags = receipt.bags.iter();
    let rows = bags.map(|(bag, item, place)| vec![name(bag), name(item), name(place)]);
    let blocks = vec![
        Block::Title("Receipt".into()),
        Block::field("organisation", receipt.on.organisation),
        Block::field("sheet", &serial),
        Block::field("ceremony", receipt.ceremony),
        Block::field("date", receipt.date),
        Block::field("taken by", receipt.name),
        Block::field("bags", receipt.bags.len()),
        Block::Section("what was taken".into()),
        Block::table([("bag", 3.0), ("in it", 5.0), ("belongs to", 5.0)], rows),
        Block::Gap,
        Block::paragraph(
            "I took these bags, sealed and undamaged, and compared the serial of each with this list. I bring each to \
             its place, unopened. If a bag is damaged or lost, I say so at once.",
        ),
        Block::Signature(name(receipt.name)),
        Block::Signature("who handed over".into()),
    ];
    Page::flow(PageKind::Receipt, &serial, &receipt.on, blocks)
}
