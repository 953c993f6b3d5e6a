//! No rule of custody can go unnoticed: whole ceremonies are played, and every entry is bent in every way that an entry
//! can be bent, and put where it does not belong. What each of these comes to stands in `verdicts.txt`, by event and kind
//! of change; a rule that is lost, loosened or tightened changes a number there. Put where they do not belong they are at
//! every place in a campaign (`verdicts_whole.txt`), at one in five in each run of the tests.
//!
//! `SEALWRIGHT_VERDICTS=write` writes the file anew: then its difference is to be read, row by row.

use crate::campaign;
use crate::stage::{self, Theatre, usual_plan};
use jiff::Timestamp;
use sealwright::ceremony::run::Ending;
use sealwright::custody::{Custody, Event};
use sealwright::ledger::Chain;
use sealwright::plan::Name;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// One place in so many is tried in each run of the tests.
const SAMPLE: u64 = 5;

#[test]
fn what_each_bent_or_misplaced_entry_comes_to_is_written_down() {
    let played = played();
    let mut verdicts = Verdicts::default();
    verdicts.bend_each(&played);
    verdicts.misplace_each(&played);
    let now = verdicts.table();
    let name = match campaign::one_in(SAMPLE) {
        1 => "tests/custody/verdicts_whole.txt",
        _ => "tests/custody/verdicts.txt",
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var("SEALWRIGHT_VERDICTS").is_ok_and(|wish| wish == "write") {
        std::fs::write(&file, &now).expect("written");
    }
    let known = std::fs::read_to_string(&file).expect(name);
    let (known, now): (BTreeSet<&str>, BTreeSet<&str>) =
        (known.lines().collect(), now.lines().collect());
    let lost: Vec<&&str> = known.difference(&now).collect();
    let new: Vec<&&str> = now.difference(&known).collect();
    assert!(
        lost.is_empty() && new.is_empty(),
        "other verdicts than {name} has (SEALWRIGHT_VERDICTS=write writes it anew)\nonly there: {lost:#?}\nonly now: {new:#?}"
    );
    stage::shown(&format!(
        "{} entries were tried, {} kinds",
        verdicts.tried,
        known.len()
    ));
}

/// An entry as it was played, with its event as JSON.
struct Played {
    at: Timestamp,
    by: Vec<String>,
    ceremony: u64,
    kind: String,
    event: Value,
}

/// A first setup, a drill and a check of the bags, each to its end.
fn played() -> Vec<Played> {
    let theatre = Theatre::new(usual_plan());
    for template in ["first-setup", "annual-rotation", "inspect-bags"] {
        assert_eq!(theatre.begin(template), Ok(Ending::Ended), "{template}");
    }
    let mut chain = Chain::new();
    let ledger = theatre.ledger();
    let lines = ledger
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let entry = chain.push_line(line).expect("a valid line");
            Played {
                at: entry.at,
                kind: entry.event_type().to_owned(),
                by: entry.by,
                ceremony: entry.ceremony,
                event: entry.event,
            }
        })
        .collect()
}

/// How often a change of an event came to what.
#[derive(Default)]
struct Verdicts {
    counted: BTreeMap<(String, String, String), u64>,
    tried: u64,
}

impl Verdicts {
    /// Each entry where it stands, changed in one way.
    fn bend_each(&mut self, played: &[Played]) {
        let seen = values(played);
        let mut custody = Custody::default();
        for entry in played {
            for (change, bent) in bent(&entry.event, &seen) {
                self.judge(&custody, entry, &change, (&entry.by, entry.ceremony, &bent));
            }
            for (change, by) in bent_names(&entry.by) {
                self.judge(
                    &custody,
                    entry,
                    &change,
                    (&by, entry.ceremony, &entry.event),
                );
            }
            for (change, number) in [
                ("the ceremony before", entry.ceremony.wrapping_sub(1)),
                ("the ceremony after", entry.ceremony + 1),
            ] {
                self.judge(&custody, entry, change, (&entry.by, number, &entry.event));
            }
            let verdict = apply(
                &mut custody,
                entry.at,
                (&entry.by, entry.ceremony, &entry.event),
            );
            assert_eq!(verdict, "accepted", "as played: {}", entry.event);
            self.judge(
                &custody,
                entry,
                "twice",
                (&entry.by, entry.ceremony, &entry.event),
            );
        }
    }

    /// Each entry at other places.
    fn misplace_each(&mut self, played: &[Played]) {
        let sample = campaign::one_in(SAMPLE) as usize;
        let mut custody = Custody::default();
        for (here, next) in played.iter().enumerate() {
            for (there, entry) in played.iter().enumerate() {
                if here != there && here.is_multiple_of(sample) {
                    let change = if there < here { "later" } else { "too early" };
                    let ceremony = if entry.ceremony == 0 {
                        0
                    } else {
                        next.ceremony
                    };
                    self.judge(&custody, entry, change, (&entry.by, ceremony, &entry.event));
                }
            }
            apply(
                &mut custody,
                next.at,
                (&next.by, next.ceremony, &next.event),
            );
        }
    }

    fn judge(
        &mut self,
        custody: &Custody,
        entry: &Played,
        change: &str,
        what: (&[String], u64, &Value),
    ) {
        let verdict = apply(&mut custody.clone(), entry.at, what);
        let key = (entry.kind.clone(), change.to_owned(), verdict);
        *self.counted.entry(key).or_default() += 1;
        self.tried += 1;
    }

    fn table(&self) -> String {
        let mut table = String::new();
        for ((kind, change, verdict), count) in &self.counted {
            writeln!(table, "{kind} | {change} | {verdict} | {count}").expect("a text grows");
        }
        table
    }
}

/// `accepted`, or the name of what refuses it; `no event` where it is none.
fn apply(
    custody: &mut Custody,
    at: Timestamp,
    (by, ceremony, event): (&[String], u64, &Value),
) -> String {
    let Ok(event) = serde_json::from_value::<Event>(event.clone()) else {
        return "no event".into();
    };
    let Ok(by) = by
        .iter()
        .map(|name| Name::new(name))
        .collect::<Result<Vec<Name>, _>>()
    else {
        return "no name".into();
    };
    match custody.apply(at, ceremony, &by, &event) {
        Ok(()) => "accepted".into(),
        Err(why) => {
            let why = format!("{why:?}");
            let end = why.find([' ', '(', '{']).unwrap_or(why.len());
            why[..end].to_owned()
        }
    }
}

/// The members that hold whole plans and templates: bending these is for the tests of plans and templates.
const WHOLE: [&str; 2] = ["plan", "template"];

/// The texts that stand at each member's name anywhere, so that one can be taken for another.
fn values(played: &[Played]) -> BTreeMap<String, BTreeSet<String>> {
    fn collect(name: &str, value: &Value, seen: &mut BTreeMap<String, BTreeSet<String>>) {
        match value {
            Value::String(text) => {
                seen.entry(name.to_owned())
                    .or_default()
                    .insert(text.clone());
            }
            Value::Array(all) => all.iter().for_each(|value| collect(name, value, seen)),
            Value::Object(members) => {
                for (name, value) in members {
                    if !(WHOLE.contains(&name.as_str()) && value.is_object()) {
                        collect(name, value, seen);
                    }
                }
            }
            _ => {}
        }
    }
    let mut seen = BTreeMap::new();
    for entry in played {
        collect("", &entry.event, &mut seen);
    }
    seen
}

/// An event in each way that one change makes of it, with the change's name.
fn bent(event: &Value, seen: &BTreeMap<String, BTreeSet<String>>) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let mut places = Vec::new();
    leaves(event, &mut Vec::new(), &mut places);
    for place in places {
        let said = place.join(".");
        let here = at(event, &place).expect("it is there");
        let named = place.iter().rfind(|name| *name != "0");
        let others = others(named.map_or("", String::as_str), here, seen);
        for (change, value) in others.into_iter().filter(|(_, value)| value != here) {
            let mut bent = event.clone();
            *at_mut(&mut bent, &place).expect("it is there") = value;
            all.push((format!("{said}: {change}"), bent));
        }
    }
    if event["type"] == "intended" && event.get("assents").is_none() {
        let mut bent = event.clone();
        bent["assents"] = serde_json::json!(["ada", "carla"]);
        all.push(("assents: where nobody is asked".into(), bent));
    }
    all
}

/// The paths of all members below the event, but for its type; of an array's elements only the first.
fn leaves(value: &Value, path: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    let mut go = |name: String, value: &Value| {
        path.push(name);
        places.push(path.clone());
        leaves(value, path, places);
        path.pop();
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let whole = WHOLE.contains(&name.as_str()) && value.is_object();
                if name != "type" && !whole {
                    go(name.clone(), value);
                }
            }
        }
        Value::Array(all) => {
            if let Some(first) = all.first() {
                go("0".into(), first);
            }
        }
        _ => {}
    }
}

fn at<'v>(value: &'v Value, place: &[String]) -> Option<&'v Value> {
    value.pointer(&format!("/{}", place.join("/")))
}

fn at_mut<'v>(value: &'v mut Value, place: &[String]) -> Option<&'v mut Value> {
    value.pointer_mut(&format!("/{}", place.join("/")))
}

/// What could stand there instead.
fn others(
    name: &str,
    value: &Value,
    seen: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<(&'static str, Value)> {
    match value {
        Value::String(text) => {
            let known = seen.get(name).into_iter().flatten();
            let others = known.filter(|other| *other != text).take(12);
            let others = others.map(|other| ("another that is known", other.as_str().into()));
            let odd = [
                ("empty", Value::from("")),
                ("blank", " ".into()),
                ("unknown", "zz-99".into()),
            ];
            others.chain(odd).collect()
        }
        Value::Number(number) => {
            let n = number.as_i64().unwrap_or_default();
            vec![
                ("one more", (n + 1).into()),
                ("one less", (n - 1).into()),
                ("far more", (n + 1_000_000).into()),
            ]
        }
        Value::Bool(yes) => vec![("the other", (!yes).into())],
        Value::Array(all) => {
            let mut fewer = all.clone();
            fewer.pop();
            let mut more = all.clone();
            more.extend(all.first().cloned());
            let mut turned = all.clone();
            turned.reverse();
            vec![
                ("none", Value::Array(Vec::new())),
                ("the last left out", fewer.into()),
                ("the first twice", more.into()),
                ("turned round", turned.into()),
            ]
        }
        Value::Object(_) | Value::Null => Vec::new(),
    }
}

fn bent_names(by: &[String]) -> Vec<(String, Vec<String>)> {
    let people = ["ada", "boris", "carla", "david", "nobody"];
    let mut all = vec![("by nobody".into(), Vec::new())];
    for n in 0..by.len() {
        let mut fewer = by.to_vec();
        fewer.remove(n);
        all.push(("by one fewer".into(), fewer));
    }
    for person in people {
        all.push((format!("by {person} alone"), vec![person.into()]));
    }
    all
}
