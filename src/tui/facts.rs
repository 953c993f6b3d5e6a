//! What a screen shows of the custody: a small copy, made after each entry.

use crate::custody::script::Step;
use crate::custody::{Custody, Item, OpenCeremony, Whereabouts};
use crate::text::language::Language;
use crate::words::clause::Thing;

/// What is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The organisation of the plan that binds.
    pub organisation: Option<String>,
    /// Whether the book is a rehearsal's.
    pub rehearsal: bool,
    /// The open ceremony's number and title.
    pub ceremony: Option<(u64, String)>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// How many steps have ended.
    pub ended: usize,
    /// What lies loose.
    pub loose: Vec<Thing>,
    /// Where everything is: what, the bag that it is in with that bag's place; None: on the table.
    pub places: Vec<(Thing, Option<(Thing, String)>)>,
    /// How many entries the ledger has.
    pub entries: u64,
}

/// A part of the script: its title, and its steps' numbers and sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// Its steps: number and sentence.
    pub steps: Vec<(String, String)>,
}

impl Facts {
    /// Of this custody, for people who read this language.
    pub fn of(custody: &Custody, language: Language) -> Facts {
        let open = custody.ceremony();
        let (items, bags) = custody.loose();
        let bags = bags.iter().map(|b| Thing::Bag(b.clone()));
        Facts {
            organisation: custody.plan().map(|p| p.organisation.clone()),
            rehearsal: custody.is_rehearsal(),
            ceremony: open.map(|c| (c.number, c.script.template.title.of(language).into())),
            parts: open.map(|c| parts(c, language)).unwrap_or_default(),
            ended: open.map_or(0, |c| c.steps_ended),
            loose: items.iter().map(Thing::from).chain(bags).collect(),
            places: places(custody),
            entries: custody.entries(),
        }
    }

    /// The step that comes next, by its place: part, then step; None behind the last.
    pub fn now(&self) -> Option<(usize, usize)> {
        let mut left = self.ended;
        for (n, part) in self.parts.iter().enumerate() {
            if left < part.steps.len() {
                return Some((n, left));
            }
            left -= part.steps.len();
        }
        None
    }
}

fn parts(open: &OpenCeremony, language: Language) -> Vec<Part> {
    let step = |s: &Step| (s.number.clone(), s.says.of(language).to_owned());
    open.script
        .parts
        .iter()
        .map(|p| Part {
            title: p.title.of(language).into(),
            steps: p.steps.iter().map(step).collect(),
        })
        .collect()
}

fn places(custody: &Custody) -> Vec<(Thing, Option<(Thing, String)>)> {
    let keys = custody.keys().keys();
    let keys = keys.map(|key| Item::Key { key: key.clone() });
    let sheets = custody.sheets().keys();
    let sheets = sheets.map(|sheet| Item::Sheet {
        sheet: sheet.clone(),
    });
    keys.chain(sheets)
        .filter_map(|item| {
            let at = custody.whereabouts(&item)?;
            (*at != Whereabouts::Gone).then(|| (Thing::from(&item), place(custody, at)))
        })
        .collect()
}

fn place(custody: &Custody, at: &Whereabouts) -> Option<(Thing, String)> {
    match at {
        Whereabouts::Table | Whereabouts::Gone => None,
        Whereabouts::Bag(serial) => {
            let place = custody.bags().get(serial).map(|bag| bag.place.to_string());
            Some((Thing::Bag(serial.clone()), place.unwrap_or_default()))
        }
    }
}
