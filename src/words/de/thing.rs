//! Things, in German.

use crate::custody::{BagSerial, Item};
use crate::words::clause::Thing;

pub(super) fn said(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("Schlüssel {key}"),
        Thing::Sheet(sheet) => format!("Blatt {sheet}"),
        Thing::Bag(bag) => format!("Beutel {bag}"),
        Thing::BagWith(thing) => format!("der Beutel mit {}", dative(thing)),
        Thing::StrangeKey => "ein Schlüssel, den dieses Buch nicht kennt".into(),
        Thing::PasswordOf(account) => format!("Passwort von Konto {account}"),
        Thing::PluggedKey(key) => format!("Schlüssel {key} (eingesteckt)"),
        Thing::NewBag(bag) => format!("neuer Beutel {bag}"),
        Thing::PageInTray(page) => format!("Seite {page} (Ausgabefach)"),
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

/// A thing after "für", or as what is taken or put.
pub(super) fn accusative(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("Schlüssel {key}"),
        Thing::Sheet(sheet) => format!("Blatt {sheet}"),
        Thing::Bag(bag) => format!("Beutel {bag}"),
        Thing::BagWith(thing) => format!("den Beutel mit {}", dative(thing)),
        Thing::StrangeKey => "einen Schlüssel, den dieses Buch nicht kennt".into(),
        Thing::PasswordOf(account) => format!("Passwort von Konto {account}"),
        Thing::PluggedKey(key) => format!("Schlüssel {key} (eingesteckt)"),
        Thing::NewBag(bag) => format!("den neuen Beutel {bag}"),
        Thing::PageInTray(page) => format!("Seite {page} (Ausgabefach)"),
    }
}

/// A thing after "mit".
pub(super) fn dative(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("Schlüssel {key}"),
        Thing::Sheet(sheet) => format!("Blatt {sheet}"),
        Thing::Bag(bag) => format!("Beutel {bag}"),
        Thing::BagWith(thing) => format!("dem Beutel mit {}", dative(thing)),
        Thing::StrangeKey => "einem Schlüssel, den dieses Buch nicht kennt".into(),
        Thing::PasswordOf(account) => format!("Passwort von Konto {account}"),
        Thing::PluggedKey(key) => format!("Schlüssel {key} (eingesteckt)"),
        Thing::NewBag(bag) => format!("dem neuen Beutel {bag}"),
        Thing::PageInTray(page) => format!("Seite {page} (Ausgabefach)"),
    }
}

/// Things that are taken or put, in a row.
pub(super) fn accusatives(things: &[Thing]) -> String {
    things.iter().map(accusative).collect::<Vec<_>>().join(", ")
}

/// A number with its word, in the singular or the plural.
pub(super) fn count(n: &impl ToString, one: &str, many: &str) -> String {
    let n = n.to_string();
    let word = if n == "1" { one } else { many };
    format!("{n} {word}")
}
