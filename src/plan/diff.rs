//! How one plan differs from another: what was added, removed, changed. No field can be forgotten: both are compared as
//! the ledger holds them.

use super::model::Plan;
use serde_json::{Map, Value};
use std::fmt;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The new plan names it, the old one does not.
    Added {
        /// What, such as `person anna`.
        thing: String,
    },
    /// The old plan names it, the new one does not.
    Removed {
        /// What.
        thing: String,
    },
    /// Both have it, in different ways.
    Changed {
        /// What, such as `place north: opened_by`.
        field: String,
        /// As it was; empty where it was not there.
        from: String,
        /// As it is; empty where it is not there any more.
        to: String,
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_nothing = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => text.to_owned(),
        };
        match self {
            Change::Added { thing } => write!(f, "added: {thing}"),
            Change::Removed { thing } => write!(f, "removed: {thing}"),
            Change::Changed { field, from, to } => {
                write!(
                    f,
                    "changed: {field}, from {} to {}",
                    or_nothing(from),
                    or_nothing(to)
                )
            }
        }
    }
}

/// What has an id.
const LISTS: [&str; 4] = ["person", "place", "account", "key"];

/// How `new` differs from `old`.
pub fn diff(old: &Plan, new: &Plan) -> Vec<Change> {
    let value = |plan: &Plan| serde_json::to_value(plan).unwrap_or_default();
    let (old, new) = (value(old), value(new));
    let (old, new) = (members(&old), members(&new));
    let mut changes = Vec::new();
    for name in names(&old, &new) {
        let (before, after) = (old.get(name), new.get(name));
        match LISTS.contains(&name) {
            true => things(name, list(before), list(after), &mut changes),
            false => fields(name, before, after, &mut changes),
        }
    }
    changes
}

/// Things with an id; where they stand in their list counts for keys and accounts: ceremonies take them in that order.
fn things(name: &str, old: &[Value], new: &[Value], changes: &mut Vec<Change>) {
    let id = |value: &Value| text(value.get("id"));
    let find = |among: &[Value], wanted: &str| among.iter().find(|v| id(v) == wanted).cloned();
    for before in old {
        let thing = format!("{name} {}", id(before));
        match find(new, &id(before)) {
            None => changes.push(Change::Removed { thing }),
            Some(after) => fields(&thing, Some(before), Some(&after), changes),
        }
    }
    for after in new.iter().filter(|after| find(old, &id(after)).is_none()) {
        let thing = format!("{name} {}", id(after));
        changes.push(Change::Added { thing });
    }
    let order = |among: &[Value], other: &[Value]| -> Vec<String> {
        let ids = among.iter().map(id);
        ids.filter(|id| find(other, id).is_some()).collect()
    };
    let (from, to) = (order(old, new), order(new, old));
    if from != to {
        changes.push(Change::Changed {
            field: format!("order of {name}"),
            from: from.join(", "),
            to: to.join(", "),
        });
    }
}

/// A table field by field, anything else whole.
fn fields(path: &str, old: Option<&Value>, new: Option<&Value>, changes: &mut Vec<Change>) {
    if old == new {
        return;
    }
    let table = |value: Option<&Value>| value.is_some_and(Value::is_object);
    if table(old) || table(new) {
        let (old, new) = (old.map(members), new.map(members));
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        for name in names(&old, &new) {
            let path = match path.contains(": ") {
                true => format!("{path}.{name}"),
                false => format!("{path}: {name}"),
            };
            fields(&path, old.get(name), new.get(name), changes);
        }
        return;
    }
    changes.push(Change::Changed {
        field: path.into(),
        from: text(old),
        to: text(new),
    });
}

fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn names<'m>(old: &'m Map<String, Value>, new: &'m Map<String, Value>) -> Vec<&'m str> {
    let fresh = new.keys().filter(|name| !old.contains_key(*name));
    old.keys().chain(fresh).map(String::as_str).collect()
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| text(Some(item))).collect();
            items.join(", ")
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Name, SMALL, TEMPLATE};

    fn said(old: &Plan, new: &Plan) -> Vec<String> {
        diff(old, new).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_difference_is_told_once_and_a_plan_does_not_differ_from_itself() {
        let old = Plan::parse("plan.toml", TEMPLATE).unwrap();
        assert_eq!(said(&old, &old), [""; 0]);
        let mut new = old.clone();
        new.keys.remove(1);
        new.rules.pin_digits += 2;
        new.accounts[0].password.threshold += 1;
        new.people[0].until = Some(jiff::civil::date(2030, 1, 31));
        let mut fresh = new.places[0].clone();
        fresh.id = Name::new("attic").unwrap();
        new.places.push(fresh);
        let (person, account, key) = (&old.people[0].id, &old.accounts[0], &old.keys[1].id);
        let (threshold, digits) = (account.password.threshold, old.rules.pin_digits);
        let mut expected = vec![
            format!(
                "changed: account {}: password.threshold, from {threshold} to {}",
                account.id,
                threshold + 1
            ),
            format!("removed: key {key}"),
            format!("changed: person {person}: until, from nothing to 2030-01-31"),
            "added: place attic".to_owned(),
            format!(
                "changed: rules: pin_digits, from {digits} to {}",
                digits + 2
            ),
        ];
        let mut found = said(&old, &new);
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_order_of_keys_is_a_difference() {
        let old = Plan::parse("plan.toml", TEMPLATE).unwrap();
        let mut new = old.clone();
        new.keys.swap(0, 1);
        let found = said(&old, &new);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("changed: order of key, from "),
            "{found:?}"
        );
    }

    #[test]
    fn a_plan_as_toml_is_read_back_as_the_same_plan() {
        for toml in [TEMPLATE, SMALL] {
            let plan = Plan::parse("plan.toml", toml).unwrap();
            let mut other = plan.clone();
            other.people[0].from = Some(jiff::civil::date(2026, 2, 1));
            other.people[0].name = "Zoë \"Z\" O'Neil \\ Ω".into();
            other.key_settings.always_uv = true;
            other.key_settings.told_min_pin = vec!["login.microsoft.com".into()];
            for plan in [plan, other] {
                let written = plan.to_toml();
                let read = Plan::parse("plan.toml", &written);
                assert_eq!(read.as_ref(), Ok(&plan), "{written}");
            }
        }
    }
}
