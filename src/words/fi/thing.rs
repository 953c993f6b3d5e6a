//! Things, in Finnish.

use crate::words::clause::Thing;

pub(super) fn said(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("avain {key}"),
        Thing::Sheet(sheet) => format!("lomake {sheet}"),
        Thing::Bag(bag) => format!("pussi {bag}"),
        Thing::BagWith(thing) => format!("pussi, jossa on {}", said(thing)),
        Thing::StrangeKey => "avain, jota tämä kirja ei tunne".into(),
        Thing::PluggedKey(key) => format!("avain {key} (kytketty)"),
        Thing::NewBag(bag) => format!("uusi pussi {bag}"),
        Thing::PageInTray(page) => format!("sivu {page} (tulostelokerossa)"),
    }
}

pub(super) fn all(things: &[Thing]) -> Vec<String> {
    things.iter().map(said).collect()
}
