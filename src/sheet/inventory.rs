//! The inventory of keys.

use super::block::{Block, name};
use super::{Page, PageKind, Stationery};
use jiff::civil::Date;

/// Which keys there are, and where. It holds no secret.
pub struct Inventory<'a> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// The ceremony's number in its book.
    pub ceremony: u64,
    /// The day.
    pub date: Date,
    /// A row for each key.
    pub keys: Vec<InventoryKey>,
}

/// One key of an inventory. What is not known or not there is an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InventoryKey {
    /// Its name in the plan.
    pub key: String,
    /// The account that it opens, by its id.
    pub account: String,
    /// Its model's name, or its AAGUID as a key shows it.
    pub model: String,
    /// The serial of its bag.
    pub bag: String,
    /// Where the bag is.
    pub place: String,
    /// The serial of its PIN sheet.
    pub pin_sheet: String,
    /// The serial of the sheet's bag.
    pub sheet_bag: String,
    /// Where that bag is.
    pub sheet_place: String,
    /// The day its PIN was changed last.
    pub rotated: Option<Date>,
}

/// An inventory. Its serial is `I-` and the ceremony's number.
pub fn inventory(inventory: &Inventory) -> Page<'static> {
    let serial = format!("I-{:04}", inventory.ceremony);
    let heads = [
        ("key", 1.0),
        ("account", 1.1),
        ("model", 1.3),
        ("bag", 1.4),
        ("place", 1.25),
        ("PIN sheet", 0.9),
        ("its bag", 1.4),
        ("its place", 1.25),
        ("PIN of", 1.45),
    ];
    let row = |of: &InventoryKey| {
        let rotated = of.rotated.map(|date| date.to_string());
        let cells = [
            &of.key,
            &of.account,
            &of.model,
            &of.bag,
            &of.place,
            &of.pin_sheet,
            &of.sheet_bag,
            &of.sheet_place,
            &rotated.unwrap_or_default(),
        ];
        let shown = |cell: &String| match cell.is_empty() {
            true => "-".to_owned(),
            false => name(cell),
        };
        cells.into_iter().map(shown).collect()
    };
    let blocks = vec![
        Block::Title("Key inventory".into()),
        Block::field("organisation", inventory.on.organisation),
        Block::field("sheet", &serial),
        Block::field("ceremony", inventory.ceremony),
        Block::field("date", inventory.date),
        Block::field("keys", inventory.keys.len()),
        Block::Section("keys".into()),
        Block::table(heads, inventory.keys.iter().map(row)),
    ];
    Page::flow(PageKind::Inventory, &serial, &inventory.on, blocks)
}
