//! Labels for bags, to be cut out.

use super::block::Block;
use super::{Page, PageKind, Stationery};
use jiff::civil::Date;

/// What a bag's label says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagLabel {
    /// What goes in, such as `key alpha-1`.
    pub item: String,
    /// The account that it belongs to.
    pub account: String,
    /// Where the bag belongs.
    pub place: String,
    /// When it is opened next, at the latest.
    pub due: Date,
}

/// Labels, with room for what is known only when a bag is sealed: its number, the day, two initials.
pub fn bag_labels(on: &Stationery, ceremony: u64, labels: &[BagLabel]) -> Page<'static> {
    let serial = format!("B-{ceremony:04}");
    let mut blocks = vec![
        Block::Title("Bag labels".into()),
        Block::paragraph(
            "Cut them out. One goes onto each bag; fill it in when the bag is sealed.",
        ),
    ];
    blocks.extend(labels.iter().map(|label| of(on, label)));
    Page::flow(PageKind::BagLabels, &serial, on, blocks)
}

fn of(on: &Stationery, label: &BagLabel) -> Block<'static> {
    let said = [
        ("item", label.item.clone()),
        ("account", label.account.clone()),
        ("place", label.place.clone()),
        ("open by", label.due.to_string()),
        ("organisation", on.organisation.to_owned()),
        ("bag", String::new()),
        ("sealed on, initials", String::new()),
    ];
    let fields = said
        .into_iter()
        .map(|(label, value)| (label.into(), safe(&value)));
    Block::Label(fields.collect())
}

fn safe(value: &str) -> String {
    crate::text::safe::Safe::new(value, 200).into()
}
