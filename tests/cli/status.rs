//! `sealwright status` says what is due, what is open and what can begin. Judge of what is due: plain Python over the
//! ledger's lines.

use crate::cli_rig::{Folder, Ran, sealwright};
use crate::stage::{self, Theatre, usual_plan};
use jiff::Timestamp;
use sealwright::book::audit;
use sealwright::ceremony::run::Ending;
use sealwright::custody::procedure::Prints;
use sealwright::custody::{Custody, Page};
use sealwright::duty::{About, Kind, Standing};
use sealwright::plan::{Name, Plan, Role};
use sealwright::rehearsal::{MemoryDisk, Stage, Transcript, create};
use sealwright::report::status::Status;
use sealwright::station::disk::FolderDisk;
use sealwright::text::language::Language;
use sealwright::words::say::Prompt;
use sealwright::words::status::Obstacle;
use serde_json::Value;
use std::cell::RefCell;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;

/// Setup on the first of these days, drill a year later.
fn played(plan: Plan, began: &str) -> Theatre {
    let stage = Stage::new([7; 32], at(began));
    let theatre = Theatre::of(stage, MemoryDisk::default(), plan);
    create(&theatre.shared(), &theatre.plan).expect("a new book");
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre
}

fn at(time: &str) -> Timestamp {
    time.parse().expect("a time")
}

fn status(ledger: &[u8], now: Timestamp) -> Status {
    let mut custody = Custody::default();
    audit(ledger, &mut custody).expect("a valid ledger");
    Status::of(&custody, None, now)
}

/// What the judge finds due, in an order of its own.
fn judged(ledger: &[u8], now: Timestamp) -> Vec<Value> {
    let folder = Folder::new();
    let path = folder.path("ledger.jsonl");
    std::fs::write(&path, ledger).expect("written");
    judged_file(&path, now)
}

fn judged_file(ledger: &Path, now: Timestamp) -> Vec<Value> {
    let root = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| format!("{root}/tests/.venv/bin/python"));
    let output = Command::new(&python)
        .arg(format!("{root}/tests/judges/status.py"))
        .arg(ledger)
        .arg(now.to_string())
        .output()
        .unwrap_or_else(|e| panic!("no Python at {python} (tests/run makes it): {e}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    sorted(serde_json::from_slice(&output.stdout).expect("JSON"))
}

fn sorted(mut all: Vec<Value>) -> Vec<Value> {
    all.sort_by_key(ToString::to_string);
    all
}

/// What the judge judges too: it knows nothing of ceremonies.
fn due_of(json: &Value) -> Vec<Value> {
    let mut all = json["due"].as_array().expect("a list").clone();
    for due in &mut all {
        let members = due.as_object_mut().expect("an object");
        members.remove("blocks");
        members.remove("answered_by");
        members["reason"] = members["reason"]["is"].clone();
    }
    sorted(all)
}

fn standings(status: &Status) -> [usize; 3] {
    [Standing::Overdue, Standing::Soon, Standing::Later].map(|wanted| {
        status
            .duties
            .iter()
            .filter(|d| d.standing == wanted)
            .count()
    })
}

#[test]
fn due_dates_are_what_the_judge_computes_on_every_side_of_them() {
    let theatre = played(usual_plan(), "2026-01-12T09:00:00Z");
    let ledger = theatre.ledger();
    // Of 4 PINs, 2 passwords and 14 sealed things: overdue, soon, later.
    for (now, expected) in [
        ("2026-01-12T23:00:00Z", [0, 0, 20]),
        ("2026-03-28T09:00:00Z", [0, 0, 20]),
        ("2026-03-29T00:00:00Z", [0, 14, 6]),
        ("2026-04-12T23:59:59Z", [0, 14, 6]),
        ("2026-04-13T00:00:00Z", [14, 0, 6]),
        ("2026-12-12T23:59:59Z", [14, 0, 6]),
        ("2026-12-13T00:00:00Z", [14, 6, 0]),
        ("2027-01-12T12:00:00Z", [14, 6, 0]),
        ("2027-01-13T00:00:00Z", [20, 0, 0]),
        ("2999-12-31T00:00:00Z", [20, 0, 0]),
    ] {
        let now = at(now);
        let status = status(&ledger, now);
        assert_eq!(due_of(&status.json()), judged(&ledger, now), "{now}");
        assert_eq!(standings(&status), expected, "{now}");
        assert_eq!(status.action_needed(), expected[0] > 0, "{now}");
        assert!(status.could_tell(), "{now}");
    }
}

/// A prefix of a ledger is the ledger of that moment: keys on the table, bags half sealed, a ceremony open.
#[test]
fn at_every_moment_of_two_ceremonies_status_and_judge_agree() {
    let theatre = played(usual_plan(), "2026-08-31T22:30:00Z");
    let year = std::time::Duration::from_secs(365 * 24 * 60 * 60);
    theatre.stage.borrow_mut().wait(year);
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    let ledger = theatre.ledger();
    let ends: Vec<usize> = (0..ledger.len())
        .filter(|at| ledger[*at] == b'\n')
        .collect();
    let mut open = 0;
    for end in ends.iter().skip(1).step_by(9).chain(ends.last()) {
        let prefix = &ledger[..=*end];
        let entries: Vec<Value> = prefix
            .split(|b| *b == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).expect("JSON"))
            .collect();
        let last = at(entries.last().expect("one")["at"].as_str().expect("a time"));
        let status = status(prefix, last);
        assert_eq!(due_of(&status.json()), judged(prefix, last), "{last}");
        assert_eq!(status.entries, entries.len() as u64);

        let of_type = |kind: &str| entries.iter().rposition(|e| e["event"]["type"] == kind);
        let (started, ended) = (of_type("ceremony-started"), of_type("ceremony-ended"));
        let is_open = started > ended;
        assert_eq!(status.unfinished.is_some(), is_open, "{last}");
        let Some(unfinished) = status.unfinished.as_ref() else {
            continue;
        };
        open += 1;
        assert!(status.action_needed());
        assert!(status.ceremonies.iter().all(|c| !c.can_start));
        let started = started.expect("it began");
        let done = entries[started..]
            .iter()
            .filter(|e| e["event"]["type"] == "step-done");
        assert_eq!(unfinished.steps_done, done.count(), "{last}");
        assert_eq!(
            unfinished.began,
            at(entries[started]["at"].as_str().expect("a time"))
        );
        assert_eq!(unfinished.number, entries[started]["ceremony"]);
        let text = status.text(Language::English);
        assert!(text.contains("\nUnfinished\n  Ceremony "), "{text}");
        for out in &unfinished.still_out {
            let out = out.said(Language::English);
            assert!(text.replace("\n  ", " ").contains(&out), "{text}");
        }
    }
    assert!(open > 20, "{open} moments were within a ceremony");
}

/// January has 31 days, the sixth month after August has 28.
#[test]
fn a_month_that_is_too_short_ends_on_its_last_day() {
    let mut plan = usual_plan();
    plan.rules.rotate_every_months = 6;
    let theatre = played(plan, "2026-08-31T09:00:00Z");
    let ledger = theatre.ledger();
    let now = at("2027-03-01T00:00:00Z");
    let status = status(&ledger, now);
    assert_eq!(due_of(&status.json()), judged(&ledger, now));
    let alpha = About::Account(Name::new("alpha").expect("a name"));
    let password = status.duties.iter().find(|duty| duty.about == alpha);
    let password = password.expect("it ages");
    assert_eq!(password.on, Some("2027-02-28".parse().expect("a day")));
    assert_eq!(password.standing, Standing::Overdue);
}

#[test]
fn people_whose_last_day_comes_or_has_passed_are_told() {
    let mut plan = usual_plan();
    for (person, until) in [("edda", "2026-06-30"), ("ada", "2026-12-31")] {
        let id = Name::new(person).expect("a name");
        let person = plan.people.iter_mut().find(|p| p.id == id).expect("one");
        person.until = Some(until.parse().expect("a day"));
    }
    let theatre = played(plan, "2026-01-12T09:00:00Z");
    let ledger = theatre.ledger();
    let leaving = |now: &str| {
        let status = status(&ledger, at(now));
        assert_eq!(due_of(&status.json()), judged(&ledger, at(now)), "{now}");
        let of_people = status.duties.iter();
        let of_people = of_people.filter(|duty| duty.kind == Kind::PersonLeaves);
        of_people
            .map(|duty| match &duty.about {
                About::Person(person) => (person.to_string(), duty.standing),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(leaving("2026-05-30T09:00:00Z"), []);
    assert_eq!(
        leaving("2026-05-31T09:00:00Z"),
        [("edda".into(), Standing::Soon)]
    );
    assert_eq!(
        leaving("2026-07-01T09:00:00Z"),
        [("edda".into(), Standing::Overdue)]
    );
    // Who has left is not among those who may act.
    let available = |now: &str| {
        let status = status(&ledger, at(now));
        let drill = status
            .ceremonies
            .iter()
            .find(|c| c.name == "annual-rotation");
        let needs = drill
            .expect("it is there")
            .needs
            .clone()
            .expect("a plan binds");
        needs.people[0].available.clone()
    };
    assert_eq!(available("2026-12-31T09:00:00Z"), ["ada", "boris"]);
    assert_eq!(available("2027-01-01T09:00:00Z"), ["boris"]);
}

#[test]
fn a_clock_before_the_ledger_is_said_and_nothing_is_judged() {
    let theatre = played(usual_plan(), "2026-01-12T09:00:00Z");
    let ledger = theatre.ledger();
    for now in ["2026-01-12T09:00:00Z", "1970-01-01T00:00:00Z"] {
        let status = status(&ledger, at(now));
        assert!(!status.could_tell() && !status.action_needed());
        assert_eq!(standings(&status), [0, 0, 0]);
        assert_eq!(status.duties.len(), 20, "the dates themselves stand");
        assert_eq!(due_of(&status.json()), judged(&ledger, at(now)));
        let text = status.text(Language::English);
        assert!(text.contains("THE CLOCK IS WRONG"), "{text}");
        assert!(
            !text.contains("Nothing is due") && !text.contains(" days"),
            "{text}"
        );
        assert!(status.ceremonies.iter().any(|c| c.can_start));
    }
}

/// What a ceremony needs, against what the played people then do.
#[test]
fn needs_are_what_a_played_ceremony_then_takes() {
    let theatre = Theatre::new(usual_plan());
    let needs = |theatre: &Theatre, name: &str| {
        let custody = theatre.custody();
        let now = custody.latest().expect("an entry");
        let status = Status::of(&custody, Some(&theatre.plan), now);
        let ceremony = status.ceremonies.into_iter().find(|c| c.name == name);
        let ceremony = ceremony.expect("it is there");
        assert!(ceremony.can_start, "{:?}", ceremony.why_not);
        ceremony.needs.expect("a plan")
    };
    for name in ["first-setup", "annual-rotation"] {
        let needs = needs(&theatre, name);
        let before = theatre.custody();
        let (ending, asked) = counted(&theatre, name);
        assert_eq!(ending, Ending::Ended);
        let after = theatre.custody();
        let closed = after.bags().keys();
        let new = closed.filter(|bag| !before.knows_bag(bag));
        assert_eq!(needs.new_bags, new.count(), "{name}");
        let pages = |what| {
            let of_kind = needs.print.iter().find(|p| p.what == what);
            of_kind.map_or(0, |p| p.documents)
        };
        assert_eq!(
            pages(Prints::PinSheet) + pages(Prints::ShareSheets),
            sheets_begun(&after) - sheets_begun(&before),
            "{name}"
        );
        let opened = before.bags().keys().filter(|bag| after.was_opened(bag));
        assert_eq!(needs.fetch.len(), opened.count(), "{name}");
        let (told, about) = (asked as f64, needs.prompts as f64);
        stage::shown(&format!("{name}: {asked} prompts, about {about} foretold"));
        assert!((told / about - 1.0).abs() < 0.25, "{name}: {told} {about}");
    }
    // Set up once is set up.
    let custody = theatre.custody();
    let status = Status::of(&custody, None, custody.latest().expect("an entry"));
    let setup = &status.ceremonies[0];
    assert_eq!(setup.why_not, Some(Obstacle::AllSetUp));
    // The draft is the same; then it is another: change-plan adopts it.
    let why_not = |draft: &Plan, name: &str| {
        let now = custody.latest().expect("an entry");
        let status = Status::of(&custody, Some(draft), now);
        let mut all = status.ceremonies.into_iter();
        all.find(|c| c.name == name).map(|c| c.why_not)
    };
    let setup = |draft: &Plan| why_not(draft, "first-setup").flatten();
    assert_eq!(setup(&theatre.plan), Some(Obstacle::AllSetUp));
    assert_eq!(why_not(&theatre.plan, "change-plan"), None);
    let mut draft = theatre.plan.clone();
    draft.rules.check_every_days = 60;
    assert_eq!(setup(&draft), Some(Obstacle::PlanChanged));
    assert_eq!(why_not(&draft, "change-plan"), Some(None));
    // Who may act is said by both: there is no PIN custodian who stays one.
    for person in &mut draft.people {
        person.roles.retain(|role| *role != Role::PinCustodian);
    }
    let role = Role::PinCustodian;
    let nobody = Some(Some(Obstacle::Nobody { role }));
    assert_eq!(why_not(&draft, "change-plan"), nobody);
}

/// Plays a ceremony; how many questions were answered.
fn counted(theatre: &Theatre, name: &str) -> (Ending, usize) {
    struct Counter(Rc<RefCell<usize>>);
    impl Transcript for Counter {
        fn write(&mut self, _: &Prompt, answer: Option<&str>) {
            *self.0.borrow_mut() += usize::from(answer.is_some());
        }
    }
    let count = Rc::new(RefCell::new(0));
    let mut people = sealwright::rehearsal::PlayedPeople::new(
        theatre.shared(),
        Counter(Rc::clone(&count)),
        stage::People::default(),
    );
    let mut printer = sealwright::rehearsal::PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let ending = sealwright::rehearsal::play(
        &theatre.shared(),
        &theatre.plan,
        Some(&theatre.script(name)),
        &mut people,
        &mut printer,
    );
    let asked = *count.borrow();
    (ending.expect("it was played"), asked)
}

/// Text and JSON of one look, and their exit code.
fn look(book: &str) -> (Ran, Value) {
    let text = sealwright(&["--book", book, "status"]);
    let json = sealwright(&["--book", book, "status", "--json"]);
    assert_eq!((text.code, &text.err), (json.code, &json.err));
    let json = serde_json::from_str(&json.out).expect("one JSON object");
    (text, json)
}

/// A book that was set up some hours from now.
fn set_up(folder: &Folder, hours: i64) -> String {
    let began = Timestamp::now() + jiff::SignedDuration::from_hours(hours);
    let ledger = played(usual_plan(), &began.to_string()).ledger();
    std::fs::write(folder.path("ledger.jsonl"), ledger).expect("written");
    folder.text(".")
}

fn rehearsed(folder: &Folder, arguments: &[&str]) -> String {
    let out = folder.text("rehearsal");
    let all = [&["rehearse", "--auto", "--out", &out], arguments].concat();
    let ran = sealwright(&all);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder.text("rehearsal/book")
}

#[test]
fn a_book_without_a_plan_says_that_first_setup_comes_first() {
    let folder = Folder::new();
    let book = folder.book();
    let (text, json) = look(&book);
    assert_eq!(text.code, 0);
    assert!(text.out.contains("first-setup comes first"), "{}", text.out);
    assert!(text.out.contains("first-setup: can begin"), "{}", text.out);
    assert_eq!(json["organisation"], Value::Null);
    assert_eq!(json["due"], Value::Array(Vec::new()));
    assert_eq!(json["ceremonies"][0]["can_start"], true);
    assert_eq!(json["ceremonies"][0]["needs"]["new_keys"][3], "bravo-2");
    assert_eq!(
        json["ceremonies"][1]["why_not"],
        "no plan binds yet: first-setup comes first"
    );
    std::fs::write(folder.path("book/plan.toml"), "organisation = 1").expect("written");
    let (text, json) = look(&book);
    assert_eq!(
        (text.code, &json["ceremonies"][0]["can_start"]),
        (0, &false.into())
    );
    let why = json["ceremonies"][0]["why_not"].as_str().expect("why");
    assert!(why.contains("plan check"), "{why}");
}

#[test]
fn exit_codes_tell_well_overdue_unfinished_invalid_and_unknown() {
    // Set up yesterday: nothing is due. And a writer at work does not keep a reader out.
    let folder = Folder::new();
    let book = set_up(&folder, -24);
    let lock = FolderDisk::open(Path::new(&book)).expect("the writer's lock");
    let (text, json) = look(&book);
    drop(lock);
    assert_eq!((text.code, &json["verdict"]), (0, &"valid".into()));
    assert_eq!(json["action_needed"], false);
    assert!(text.out.contains("REHEARSAL: nothing in it is real\n"));
    assert!(
        text.out.contains("Nothing is due.\nNext:\n"),
        "{}",
        text.out
    );
    same_facts(&text.out, &json);

    // The same, cut off in the middle: a ceremony is open.
    let ledger = folder.path("ledger.jsonl");
    let whole = std::fs::read_to_string(&ledger).expect("a ledger");
    let half: Vec<&str> = whole.split_inclusive('\n').take(80).collect();
    std::fs::write(&ledger, half.concat()).expect("written");
    let (text, json) = look(&book);
    assert_eq!((text.code, &json["unfinished"]["number"]), (1, &1.into()));
    assert_eq!(json["unfinished"]["steps"], 37);
    same_facts(&text.out, &json);

    // One byte another.
    std::fs::write(&ledger, whole.replacen("alpha-1", "alpha-7", 30)).expect("written");
    let (text, json) = look(&book);
    assert_eq!((text.code, &json["verdict"]), (1, &"invalid".into()));
    assert!(text.out.starts_with("INVALID\nline "), "{}", text.out);

    std::fs::remove_file(&ledger).expect("removed");
    let (text, json) = look(&book);
    assert_eq!((text.code, &json["verdict"]), (2, &"could-not-tell".into()));
    assert!(text.out.starts_with("COULD NOT TELL\n"), "{}", text.out);

    // Set up in January 2026: long overdue, and so it stays.
    let folder = Folder::new();
    let book = rehearsed(&folder, &["first-setup", "--seed", "1"]);
    let (text, json) = look(&book);
    assert_eq!((text.code, &json["action_needed"]), (1, &true.into()));
    assert!(
        text.out.contains("\nOverdue\n  2026-04-12  "),
        "{}",
        text.out
    );
    let now = at(json["now"].as_str().expect("a time"));
    assert!(now <= Timestamp::now());
    let ledger = folder.path("rehearsal/book/ledger.jsonl");
    assert_eq!(due_of(&json), judged_file(&ledger, now));
    same_facts(&text.out, &json);

    // Set up tomorrow.
    let folder = Folder::new();
    let book = set_up(&folder, 24);
    let (text, json) = look(&book);
    assert_eq!((text.code, &json["action_needed"]), (2, &false.into()));
    assert!(json["clock_behind"].is_string());
    assert!(text.out.contains("THE CLOCK IS WRONG"), "{}", text.out);
}

/// The text says what the JSON says, in lines of at most 80 columns.
fn same_facts(text: &str, json: &Value) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = |fact: &Value| {
        let fact = fact
            .as_str()
            .map_or_else(|| fact.to_string(), str::to_owned);
        assert!(flat.contains(&fact), "{fact} in {text}");
    };
    said(&json["organisation"]);
    for due in json["due"].as_array().expect("a list") {
        if due["standing"] != "later" {
            said(&due["subject"]);
            if due["on"].is_string() {
                said(&due["on"]);
            }
        }
    }
    if json["head"].is_object() {
        said(&json["head"]["words"]);
        said(&json["head"]["size"]);
    }
    if json["unfinished"].is_object() {
        for member in ["number", "title", "steps_done", "steps", "next_step"] {
            said(&json["unfinished"][member]);
        }
        for out in json["unfinished"]["still_out"].as_array().expect("a list") {
            said(out);
        }
    }
    for ceremony in json["ceremonies"].as_array().expect("a list") {
        said(&ceremony["name"]);
        if ceremony["can_start"] == false {
            said(&ceremony["why_not"]);
            continue;
        }
        let needs = &ceremony["needs"];
        for member in ["new_bags", "paper", "steps", "prompts", "minutes"] {
            said(&needs[member]);
        }
        for key in needs["keys"].as_array().expect("a list") {
            said(key);
        }
        for bag in needs["fetch"].as_array().expect("a list") {
            said(&bag["bag"]);
            said(&bag["place_name"]);
        }
        for people in needs["people"].as_array().expect("a list") {
            for person in people["available"].as_array().expect("a list") {
                said(person);
            }
        }
    }
}

/// Serials of sheets count on, whatever became of them.
fn sheets_begun(custody: &Custody) -> usize {
    let key = "alpha-1".to_owned().try_into().expect("a name");
    custody.next_sheet(&Page::Pin { key }).number() - 1
}
