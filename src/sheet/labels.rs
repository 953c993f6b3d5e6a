//! Labels for bags.

use super::block::{Block, name};
use super::{Page, PageKind, Stationery};
use jiff::civil::Date;

/// Labels for the bags of one ceremony. They hold no secret.
pub struct BagLabels<'a> {
    /// Whose they are, and on what.
    pub on: Stationery<'a>,
    /// The ceremony's number in its book.
    pub ceremony: u64,
    /// One for each bag.
    pub labels: Vec<BagLabel>,
}

/// What stands on one bag.
pub struct BagLabel {
    /// What is in it, such as `key red-1` or `PIN sheet P-0004`.
    pub item: String,
    /// The account that it is for.
    pub account: String,
    /// Where it belongs.
    pub place: String,
    /// When it is to be opened again.
    pub due: Date,
}

/// Labels to be cut out, with room for the bag's serial, the day and two initials. Their serial is `L-` and the
/// ceremony's number.
pub fn bag_labels(labels: &BagLabels) -> Page<'static> {
    let serial = format!("L-{:04}", labels.ceremony);
    let organisation = name(labels.on.organisation);
    let label = |of: &BagLabel| {
        Block::Label(vec![
            ("item".into(), name(&of.item)),
            ("account".into(), name(&of.account)),
            ("place".into(), name(&of.place)),
            ("open by".into(), of.due.to_string()),
            ("belongs to".into(), organisation.clone()),
            ("bag".into(), String::new()),
            ("sealed on".into(), String::new()),
            ("initials".into(), String::new()),
            ("initials".into(), String::new()),
        ])
    };
    let mut blocks = vec![
        Block::Title("Bag labels".into()),
        Block::paragraph(
            "Cut along the dashed lines. Put the label into the bag with its item, to be read from outside, and fill it \
             in before the bag is sealed.",
        ),
    ];
    blocks.extend(labels.labels.iter().map(label));
    Page::flow(PageKind::BagLabels, &serial, &labels.on, blocks)
}
