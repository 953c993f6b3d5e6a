//! What signs of tampering are about is in quarantine (I18): nothing relies on it or changes it, until an entry of its own
//! ends that.

use crate::stage::{Theatre, usual_plan};
use jiff::Timestamp;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::custody::{
    BagSerial, Custody, Event, Item, Refused, SheetId, Suspect, Whereabouts,
};
use sealwright::plan::Name;
use serde_json::Value;
use std::collections::BTreeSet;

const AT: Timestamp = Timestamp::UNIX_EPOCH;

/// An entry, as far as custody reads it.
struct Line {
    ceremony: u64,
    by: Vec<Name>,
    event: Event,
    kind: String,
}

/// A ledger in which everything was done to key alpha-1 that a ceremony does to a key.
fn everything() -> Vec<Line> {
    let theatre = Theatre::new(usual_plan());
    for template in ["first-setup", "annual-rotation"] {
        assert_eq!(theatre.begin(template), Ok(Ending::Ended));
    }
    for template in [
        "configure-key",
        "delete-credential",
        "enrol-credential",
        "reset-key",
    ] {
        let template = Template::named(template).expect("a template");
        let script = bind_to_key(&template, &theatre.plan, &name("alpha-1"));
        let ended = theatre.run(Some(&script), Default::default());
        assert_eq!(ended, Ok(Ending::Ended), "{}", template.name);
    }
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    ledger.lines().map(line).collect()
}

fn line(text: &str) -> Line {
    let entry: Value = serde_json::from_str(text).expect("JSON");
    let of = |value: &Value| value.as_str().map(str::to_owned);
    let event = &entry["event"];
    let detail = [&event["deed"]["do"], &event["moment"]]
        .into_iter()
        .find_map(of);
    Line {
        ceremony: entry["ceremony"].as_u64().expect("a number"),
        by: serde_json::from_value(entry["by"].clone()).expect("names"),
        event: serde_json::from_value(event.clone()).expect("an event"),
        kind: detail.unwrap_or_else(|| of(&event["type"]).expect("a type")),
    }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn breach(about: &Suspect) -> Event {
    Event::Breach {
        step: "1.1".into(),
        what: "a test".into(),
        about: vec![about.clone()],
    }
}

/// The kinds of entries that are refused where the thing is in quarantine right before them.
fn refused_because_of(
    suspect: impl Fn(&Custody) -> Option<Suspect>,
    lines: &[Line],
) -> Vec<String> {
    let mut custody = Custody::default();
    let mut refused = BTreeSet::new();
    for line in lines {
        let by: Vec<Name> = custody.present().iter().map(|p| p.person.clone()).collect();
        let about = suspect(&custody).filter(|_| !by.is_empty());
        if let Some(about) = about {
            let mut tried = custody.clone();
            let number = tried.ceremony().expect("people sit in one").number;
            tried
                .apply(AT, number, &by, &breach(&about))
                .expect("it is in custody");
            match tried.apply(AT, line.ceremony, &line.by, &line.event) {
                Ok(()) => {}
                Err(Refused::InQuarantine { suspect }) if suspect == about => {
                    refused.insert(line.kind.clone());
                }
                Err(other) => panic!("{}: {other}", line.kind),
            }
        }
        custody
            .apply(AT, line.ceremony, &line.by, &line.event)
            .expect("it was written");
    }
    refused.into_iter().collect()
}

fn sheet_of(custody: &Custody, first: char) -> Option<Suspect> {
    let mut sheets = custody.sheets().keys();
    let sheet = sheets.find(|sheet: &&SheetId| sheet.as_str().starts_with(first))?;
    Some(Suspect::Sheet {
        sheet: sheet.clone(),
    })
}

#[test]
fn i18_nothing_relies_on_what_is_in_quarantine_and_it_can_still_be_put_away() {
    let lines = everything();
    let key = |custody: &Custody| {
        let key = name("alpha-1");
        custody
            .keys()
            .contains_key(&key)
            .then_some(Suspect::Key { key })
    };
    assert_eq!(
        refused_because_of(key, &lines),
        [
            "change-pin",
            "configure-key",
            "credential-verified",
            "delete-credential",
            "destroy-sheet",
            "key-configured",
            "make-credential",
            "open-bag",
            "opening",
            "pin-verified",
            "print-sheet",
            "registered",
            "reset-key",
            "set-pin",
            "signed-in",
        ]
    );
    let pin_sheet = |custody: &Custody| sheet_of(custody, 'P');
    assert_eq!(
        refused_because_of(pin_sheet, &lines),
        [
            "change-pin",
            "destroy-sheet",
            "open-bag",
            "pin-verified",
            "set-pin"
        ]
    );
    let share = |custody: &Custody| sheet_of(custody, 'S');
    assert_eq!(
        refused_because_of(share, &lines),
        ["destroy-sheet", "open-bag", "set-password", "share-checked"]
    );
    let account = |custody: &Custody| {
        let account = name("alpha");
        let known = custody.passwords().contains_key(&account);
        known.then_some(Suspect::Account { account })
    };
    assert_eq!(
        refused_because_of(account, &lines),
        [
            "destroy-sheet",
            "open-bag",
            "print-sheet",
            "set-password",
            "share-checked"
        ]
    );
    let bag = |custody: &Custody| {
        let bag: Option<&BagSerial> = custody.bags().keys().next();
        Some(Suspect::Bag { bag: bag?.clone() })
    };
    assert_eq!(refused_because_of(bag, &lines), ["open-bag"]);
}

/// A book in which somebody sits, right before the first entry of this kind.
fn before(kind: &str, lines: &[Line]) -> (Custody, Vec<Name>, u64) {
    let mut custody = Custody::default();
    for line in lines {
        if line.kind == kind && !custody.present().is_empty() {
            let by = custody.present().iter().map(|p| p.person.clone()).collect();
            return (custody, by, line.ceremony);
        }
        custody
            .apply(AT, line.ceremony, &line.by, &line.event)
            .expect("it was written");
    }
    panic!("no {kind}")
}

#[test]
fn i18_a_quarantine_ends_by_an_entry_with_both_assents_and_what_was_found() {
    let lines = everything();
    let (custody, by, number) = before("change-pin", &lines);
    let about = Suspect::Key {
        key: name("alpha-1"),
    };
    let ended = |found: &str, reason: &str, assents: &[Name]| Event::QuarantineEnded {
        about: about.clone(),
        found: found.into(),
        reason: reason.into(),
        assents: assents.to_vec(),
    };
    let apply = |custody: &Custody, event: &Event| {
        let mut custody = custody.clone();
        custody.apply(AT, number, &by, event).map(|()| custody)
    };
    let whole = ended("a slip", "it is as it was", &by);
    let not = |suspect| Err(Refused::NotInQuarantine { suspect });
    assert_eq!(apply(&custody, &whole), not(about.clone()));

    let held = apply(&custody, &breach(&about)).expect("a breach is never refused");
    let said = &held.quarantine()[&about];
    assert_eq!(
        (said.since, said.what.as_str()),
        (custody.entries(), "a test")
    );
    for (event, why) in [
        (ended("", "it is as it was", &by), Refused::WithoutReason),
        (ended("a slip", " ", &by), Refused::WithoutReason),
        (
            ended("a slip", "it is as it was", &by[..1]),
            Refused::BothMustAssent,
        ),
    ] {
        assert_eq!(apply(&held, &event), Err(why));
    }
    let free = apply(&held, &whole).expect("it ends");
    assert!(free.quarantine().is_empty());
    let line = lines
        .iter()
        .find(|line| line.kind == "change-pin")
        .expect("a change");
    apply(&free, &line.event).expect("the key is as any other again");
}

#[test]
fn i18_signs_of_tampering_are_about_what_is_in_custody() {
    let (custody, by, number) = before("change-pin", &everything());
    let bag = BagSerial::typed("XX-1").expect("a serial");
    let key = name("zulu-1");
    for (about, why) in [
        (
            Suspect::Key { key: key.clone() },
            Refused::KeyNotAdmitted { key },
        ),
        (
            Suspect::Bag { bag: bag.clone() },
            Refused::NoSuchBag { bag },
        ),
    ] {
        let tried = custody.clone().apply(AT, number, &by, &breach(&about));
        assert_eq!(tried, Err(why));
    }
}

#[test]
fn i18_what_a_damaged_bag_holds_is_in_quarantine_with_it() {
    let lines = everything();
    let (mut custody, by, number) = before("change-pin", &lines);
    let sealed = custody
        .keys()
        .iter()
        .find_map(|(key, state)| match &state.at {
            Whereabouts::Bag(bag) => Some((key.clone(), bag.clone())),
            _ => None,
        });
    let (key, bag) = sealed.expect("a key in its bag");
    let item = Item::Key { key };
    assert_eq!(custody.may_rely_on(&item), Ok(()));
    let about = Suspect::Bag { bag };
    custody
        .apply(AT, number, &by, &breach(&about))
        .expect("a breach");
    assert_eq!(
        custody.may_rely_on(&item),
        Err(Refused::InQuarantine { suspect: about })
    );
}
