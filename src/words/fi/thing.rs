//! Things, in Finnish.

use crate::custody::{BagSerial, Item};
use crate::words::clause::Thing;

pub(super) fn said(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("avain {key}"),
        Thing::Sheet(sheet) => format!("lomake {sheet}"),
        Thing::Bag(bag) => format!("pussi {bag}"),
        Thing::BagWith(thing) => format!("pussi, jossa on {}", said(thing)),
        Thing::StrangeKey => "avain, jota tämä kirja ei tunne".into(),
        Thing::PasswordOf(account) => format!("tilin {account} salasana"),
        Thing::PluggedKey(key) => format!("avain {key} (kytketty)"),
        Thing::NewBag(bag) => format!("uusi pussi {bag}"),
        Thing::PageInTray(page) => format!("sivu {page} (tulostelokerossa)"),
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
