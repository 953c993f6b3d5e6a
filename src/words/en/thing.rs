//! Things, in English.

use crate::custody::{BagSerial, Item};
use crate::words::clause::Thing;

pub(super) fn said(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("key {key}"),
        Thing::Sheet(sheet) => format!("sheet {sheet}"),
        Thing::Bag(bag) => format!("bag {bag}"),
        Thing::BagWith(thing) => format!("bag with the {}", said(thing)),
        Thing::StrangeKey => "a key that this book does not know".into(),
        Thing::PasswordOf(account) => format!("password of account {account}"),
        Thing::PluggedKey(key) => format!("key {key} (plugged in)"),
        Thing::NewBag(bag) => format!("new bag {bag}"),
        Thing::PageInTray(page) => format!("page {page} (tray)"),
    }
}

/// What is still out.
pub(super) fn out(items: &[Item], bags: &[BagSerial]) -> Vec<String> {
    let bags = bags.iter().cloned().map(Thing::Bag);
    let things = items.iter().map(Thing::from).chain(bags);
    things.map(|thing| said(&thing)).collect()
}

pub(super) fn all(things: &[Thing]) -> Vec<String> {
    things.iter().map(said).collect()
}
