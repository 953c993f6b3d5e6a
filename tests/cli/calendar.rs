//! `status --ical` as another program reads it, `plan impact`, and both in the plan's language.

use crate::cli_rig::{Folder, sealwright};
use crate::stage::{Theatre, usual_plan};
use jiff::Timestamp;
use sealwright::ceremony::run::Ending;
use sealwright::plan::Plan;
use sealwright::rehearsal::{MemoryDisk, Stage, create};
use sealwright::text::language::Language;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// A book that was set up yesterday.
fn set_up(folder: &Folder, plan: Plan) -> String {
    let began = Timestamp::now() - jiff::SignedDuration::from_hours(24);
    let stage = Stage::new([7; 32], began);
    let theatre = Theatre::of(stage, MemoryDisk::default(), plan);
    create(&theatre.shared(), &theatre.plan).expect("a new book");
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    std::fs::write(folder.path("ledger.jsonl"), theatre.ledger()).expect("written");
    folder.text(".")
}

/// The events that the judge reads.
fn read(folder: &Folder, calendar: &str) -> Vec<Value> {
    let path = folder.path("calendar.ics");
    std::fs::write(&path, calendar).expect("written");
    let root = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| format!("{root}/tests/.venv/bin/python"));
    let output = Command::new(&python)
        .arg(format!("{root}/tests/judges/read_calendar.py"))
        .arg(&path)
        .output()
        .unwrap_or_else(|e| panic!("no Python at {python} (tests/run makes it): {e}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{calendar}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn another_program_reads_in_the_calendar_what_has_a_date() {
    let folder = Folder::new();
    let mut plan = usual_plan();
    plan.organisation = "Näfels; Röde, Söhne und ein langer Name dazu: Österreich".into();
    let book = set_up(&folder, plan.clone());
    let ran = sealwright(&["--book", &book, "status", "--ical"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let events = read(&folder, &ran.out);

    let json = sealwright(&["--book", &book, "status", "--json"]);
    let json: Value = serde_json::from_str(&json.out).expect("JSON");
    let days = |all: &[Value], member: &str| {
        let mut days: Vec<String> = all
            .iter()
            .map(|one| one[member].as_str().expect("a day").to_owned())
            .collect();
        days.sort();
        days
    };
    let due = json["due"].as_array().expect("a list");
    assert_eq!((events.len(), due.len()), (20, 20));
    assert_eq!(days(&events, "start"), days(due, "on"));
    for event in &events {
        let [start, end] = ["start", "end"].map(|member| {
            let day = event[member].as_str().expect("a day");
            day.parse::<jiff::civil::Date>().expect("a day")
        });
        assert_eq!(start.tomorrow().expect("a day"), end);
        let description = event["description"].as_str().expect("a text");
        assert!(description.starts_with(&plan.organisation), "{description}");
        assert!(description.contains("\nREHEARSAL"), "{description}");
    }
    let uids = |events: &[Value]| -> BTreeSet<String> {
        let uids = events.iter();
        uids.map(|event| event["uid"].to_string()).collect()
    };
    assert_eq!(uids(&events).len(), 20, "each event is one of its own");

    // Read again, it is the same: in another language, too.
    let again = sealwright(&["--book", &book, "--language", "fi", "status", "--ical"]);
    let again = read(&folder, &again.out);
    assert_eq!(uids(&again), uids(&events));
    assert_ne!(again[0]["summary"], events[0]["summary"]);
}

#[test]
fn a_book_that_cannot_be_read_gives_no_calendar() {
    let folder = Folder::new();
    let book = set_up(&folder, usual_plan());
    let ledger = folder.path("ledger.jsonl");
    let whole = std::fs::read_to_string(&ledger).expect("a ledger");
    std::fs::write(&ledger, whole.replacen("alpha-1", "alpha-7", 30)).expect("written");
    let ran = sealwright(&["--book", &book, "status", "--ical"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("INVALID"), "{}", ran.err);
}

#[test]
fn status_and_home_speak_the_plans_language() {
    for (language, expected) in [
        (Language::German, "Nichts ist fällig.\nAls Nächstes:\n"),
        (
            Language::Finnish,
            "Mitään ei tarvitse tehdä nyt.\nSeuraavaksi:\n",
        ),
    ] {
        let folder = Folder::new();
        let mut plan = usual_plan();
        plan.language = Some(language);
        let book = set_up(&folder, plan);
        // Without a terminal, home is the status.
        for arguments in [&["--book", &book, "status"][..], &["--book", &book]] {
            let ran = sealwright(arguments);
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(ran.out.contains(expected), "{}", ran.out);
            for line in ran.out.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
            for english in ["people", "steps", "can begin", "sheets", "about"] {
                assert!(!ran.out.contains(english), "{english}: {}", ran.out);
            }
        }
        let english = sealwright(&["--book", &book, "--language", "en", "status"]);
        assert!(english.out.contains("Nothing is due.\nNext:\n"));
    }
}

#[test]
fn plan_impact_lists_what_a_draft_would_bring() {
    let folder = Folder::new();
    let book = set_up(&folder, usual_plan());
    let draft = sealwright::plan::TEMPLATE;
    std::fs::write(folder.path("plan.toml"), draft).expect("written");
    let impact = |more: &[&str]| {
        let all = [
            &["--book", &book, "--language", "en", "plan", "impact"],
            more,
        ]
        .concat();
        sealwright(&all)
    };
    let ran = impact(&[]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("nothing new would have to be done"),
        "{}",
        ran.out
    );

    // A key gets another name.
    let other = draft.replace(
        "id = \"alpha-2\"\naccount = \"alpha\"\nplace = \"key-safe-south\"",
        "id = \"alpha-9\"\naccount = \"alpha\"\nplace = \"key-safe-south\"",
    );
    assert_ne!(draft, other);
    let file = folder.text("other.toml");
    std::fs::write(&file, &other).expect("written");
    let ran = impact(&[&file]);
    let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(ran.code, 1, "{flat}{}", ran.err);
    for said in [
        "Key alpha-9 has not been admitted. Run sealwright run first-setup.",
        "Key alpha-2 is in custody, and the plan does not name it. No ceremony of this version does this.",
    ] {
        assert!(flat.contains(said), "{said}: {flat}");
    }
    let json = impact(&[&file, "--json"]);
    let json: Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["brings"][0]["task"], "set-up-key");
    assert_eq!(json["brings"][0]["reason"]["is"], "not-admitted");
    let ends = json["ends"].as_array().expect("a list");
    assert!(ends.iter().any(|duty| duty["subject"] == "alpha-2"));

    std::fs::write(&file, "organisation = 1").expect("written");
    assert_eq!(impact(&[&file]).code, 1);
    assert_eq!(impact(&["/nowhere.toml"]).code, 2);
    assert_eq!(impact(&["--json", "/nowhere.toml"]).out, "");
}
