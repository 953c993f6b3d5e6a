//! A status for machines.

use super::form::Status;
use crate::custody::Item;
use crate::duty::{About, Answer, Duty, Reason};
use serde_json::{Value, json};

impl Status {
    /// For machines: the fields, `due`, `verdict` and `action_needed`.
    pub fn json(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(members) = &mut value {
            members.insert("due".into(), of(&self.duties));
            members.insert("verdict".into(), "valid".into());
            members.insert("action_needed".into(), self.action_needed().into());
        }
        value
    }
}

/// A row for each duty, and for each thing in a bag that is to be looked at; what is due first stands first.
pub fn of(duties: &[Duty]) -> Value {
    let mut rows: Vec<(&Duty, String)> = Vec::new();
    for duty in duties {
        match &duty.reason {
            Reason::NotLookedAt { items, .. } => {
                rows.extend(items.iter().map(|item| (duty, name(item))));
            }
            _ => rows.push((duty, subject(&duty.about))),
        }
    }
    rows.sort_by(|(a, of_a), (b, of_b)| (a.on, a.kind, of_a).cmp(&(b.on, b.kind, of_b)));
    rows.into_iter()
        .map(|(duty, subject)| row(duty, &subject))
        .collect()
}

fn row(duty: &Duty, subject: &str) -> Value {
    let since = match &duty.reason {
        Reason::Age { since } | Reason::NotLookedAt { since, .. } => Some(since),
        _ => None,
    };
    let place = match &duty.reason {
        Reason::NotLookedAt { place, .. } => Some(place),
        Reason::Misplaced { lies, .. } => Some(lies),
        _ => None,
    };
    let bag = match &duty.about {
        About::Bag(serial) => Some(serial),
        _ => None,
    };
    json!({
        "task": duty.kind,
        "subject": subject,
        "reason": duty.reason,
        "standing": duty.standing,
        "on": duty.on,
        "days_left": duty.days_left,
        "since": since,
        "bag": bag,
        "place": place,
        "blocks": duty.blocks,
        "answered_by": duty.answered_by.as_ref().map(Answer::command),
    })
}

/// What a duty is about, by its name or serial.
pub fn subject(about: &About) -> String {
    match about {
        About::Ceremony(number) => number.to_string(),
        About::Person(name) | About::Key(name) | About::Account(name) => name.to_string(),
        About::Sheet(sheet) => sheet.to_string(),
        About::Bag(serial) => serial.to_string(),
    }
}

/// A thing in a bag, by its name or serial.
pub fn name(item: &Item) -> String {
    match item {
        Item::Key { key } => key.to_string(),
        Item::Sheet { sheet } => sheet.to_string(),
    }
}
