//! Each rule of custody is broken alone by at least one ledger: here those that no entry of `verdicts.txt` breaks. A ledger
//! that was played, or begun by hand, takes the right entry as its next one, and not the wrong one.
//!
//! The manual's table of the rules is written from this and `verdicts.txt`: `SEALWRIGHT_RULES=write` writes it anew.

use crate::stage::{Theatre, usual_plan};
use jiff::Timestamp;
use sealwright::book::audit;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind, bind_to_file, bind_to_key};
use sealwright::custody::script::{About, Script};
use sealwright::custody::template::For;
use sealwright::custody::{Custody, Event, Hash, Item, Page, Refused, Whereabouts};
use sealwright::ledger::{Chain, LineError};
use sealwright::plan::{Name, Plan, Role};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

const DAY: &str = "2026-01-12";
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

#[test]
fn a16_each_rule_is_broken_alone() {
    for case in cases() {
        let Case { rule, ledger, .. } = &case;
        let right = ledger.clone().add(&case.right);
        assert_eq!(right, Ok(()), "{rule}: the right entry");
        let mut tried = ledger.clone();
        let why = tried.add(&case.wrong).expect_err(rule);
        assert_eq!(name_of(&why), *rule, "{why}");
        assert_eq!(tried.custody, ledger.custody, "{rule}: nothing changes");
    }
}

#[test]
fn a16_the_file_has_the_verdict_of_its_rule() {
    for (n, case) in cases().iter().enumerate() {
        let judged = |file: &[u8]| audit(file, &mut Custody::default()).map(drop);
        let right = case.file(&case.right).expect(case.rule);
        assert!(judged(&right).is_ok(), "{}", case.rule);
        let Some(wrong) = case.file(&case.wrong) else {
            assert_eq!(case.rule, "OneIsBoth", "a name twice has no form as a line");
            continue;
        };
        let why = judged(&wrong).expect_err(case.rule);
        let rule = case.ledger.clone().add(&case.wrong).expect_err(case.rule);
        let said = format!("{why:?}");
        assert!(said.contains(&rule.to_string()), "{}: {said}", case.rule);
        if n % 8 == 0 {
            let codes = (verified(&right), verified(&wrong));
            assert_eq!(codes, (0, 1), "{}", case.rule);
        }
    }
}

#[test]
fn a16_every_rule_has_a_ledger_that_breaks_it_and_its_row_in_the_manual() {
    let rules = rules();
    let broken = events_that_break();
    let never: Vec<&str> = rules.iter().map(|(rule, _)| *rule).collect();
    let never: Vec<&&str> = never
        .iter()
        .filter(|rule| !broken.contains_key(**rule))
        .collect();
    assert!(never.is_empty(), "rules that no ledger breaks: {never:?}");

    let now = table(&rules, &broken);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manual/events.md");
    let chapter = std::fs::read_to_string(&file).expect("the chapter");
    let (before, rest) = chapter
        .split_once("## The rules by name\n")
        .expect("its section");
    let (said, after) = rest.split_once("\n## ").expect("a section after it");
    let (intro, known) = said.split_once("\n| rule ").expect("its table");
    if std::env::var("SEALWRIGHT_RULES").is_ok_and(|wish| wish == "write") {
        let all = format!("{before}## The rules by name\n{intro}\n{now}\n## {after}");
        std::fs::write(&file, all).expect("written");
    } else {
        assert!(
            format!("| rule {known}") == now,
            "SEALWRIGHT_RULES=write writes the rows anew"
        );
    }
}

/// What cannot happen does not verify: each of these was accepted once. The rule that refuses it now, and an entry that
/// `verdicts.txt` shows it with where no case here does.
#[test]
fn a17_what_cannot_happen_does_not_verify() {
    let broken = events_that_break();
    for (what, rule, entry) in [
        (
            "a PIN is read by the key custodian",
            "PinReadByItsCustodian",
            "sheet-proven",
        ),
        (
            "a PIN is verified by the key custodian",
            "PinReadByItsCustodian",
            "pin-verified",
        ),
        ("two keys have one identity", "CredentialOfAnother", "ended"),
        ("a credential is empty", "CredentialForm", "ended"),
        ("the user of a deed is empty", "CredentialForm", "intended"),
        (
            "every share has one fingerprint",
            "FingerprintOfAnother",
            "sheet-proven",
        ),
        (
            "a custodian's term has ended",
            "TermDoesNotCover",
            "roll-called",
        ),
        (
            "the laptop's findings have no exception",
            "FindingsWithoutException",
            "laptop-checked",
        ),
        (
            "a passkey is registered twice",
            "RegisteredAlready",
            "registered",
        ),
        (
            "minutes are printed twice",
            "MinutesPrintedAlready",
            "minutes-printed",
        ),
        (
            "a plan is adopted twice",
            "PlanAdoptedAlready",
            "plan-adopted",
        ),
        (
            "initials are given for no step",
            "InitialsForNoStep",
            "initialled",
        ),
    ] {
        let by = broken.get(rule).unwrap_or_else(|| panic!("{what}: {rule}"));
        assert!(by.contains(entry), "{what}: {rule} refuses {by:?}");
    }
}

/// A ledger, an entry that breaks just this rule of it, and one that may come instead.
struct Case {
    rule: &'static str,
    ledger: Ledger,
    wrong: Event,
    right: Event,
}

impl Case {
    /// The ledger with this entry as its last; None if it has no form as a line.
    fn file(&self, next: &Event) -> Option<Vec<u8>> {
        let mut ledger = self.ledger.clone();
        ledger.write(next).ok()?;
        Some(ledger.bytes)
    }
}

fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    how_ceremonies_begin(&mut all);
    how_parts_begin(&mut all);
    how_ceremonies_end(&mut all);
    who_sits(&mut all);
    what_plans_bind(&mut all);
    what_is_done_to_keys(&mut all);
    what_is_done_to_sheets(&mut all);
    all
}

fn case(all: &mut Vec<Case>, rule: &'static str, ledger: &Ledger, wrong: Event, right: Event) {
    let ledger = ledger.clone();
    all.push(Case {
        rule,
        ledger,
        wrong,
        right,
    });
}

fn how_ceremonies_begin(all: &mut Vec<Case>) {
    let setup = first_setup(&usual_plan());
    let new = Ledger::default().then([opened()]);
    let book = book_with(&setup);
    let start = started(&setup);

    let with_template = new.clone().then([recorded(&setup)]);
    case(
        all,
        "NoSuchPlan",
        &with_template,
        start.clone(),
        proposed(&setup),
    );
    let size = serde_json::to_vec(&usual_plan()).expect("JSON").len();
    let padded = |bytes: usize| {
        let plan = changed(|plan| plan.organisation.push_str(&"a".repeat(bytes - size)));
        Event::PlanProposed { plan }
    };
    case(all, "TooLong", &book, padded(65_001), padded(65_000));
    let template = |change: fn(&mut Template)| {
        let mut template = shipped("annual-rotation");
        change(&mut template);
        Event::TemplateRecorded { template }
    };
    let misplaced = template(|t| t.parts[0].repeats = For::EachAccount);
    case(all, "StepInAnotherPart", &book, misplaced, template(|_| ()));
    case(
        all,
        "KeyNotWanted",
        &book,
        set(&start, "key", json!("alpha-1")),
        start.clone(),
    );
    case(
        all,
        "FileNotWanted",
        &book,
        set(&start, "file", json!("a-file")),
        start.clone(),
    );

    let rotate = bind_to_key(&shipped("rotate-pin"), &usual_plan(), &name("alpha-1"));
    let right = started(&rotate);
    case(
        all,
        "KeyWanted",
        &book_with(&rotate),
        without(&right, "key"),
        right,
    );
    let script = bind_to_file(&shipped("import-metadata"), &usual_plan(), "a-file");
    let right = started(&script);
    case(
        all,
        "FileWanted",
        &book_with(&script),
        without(&right, "file"),
        right,
    );

    let mut empty = shipped("first-setup");
    empty.parts.iter_mut().for_each(|part| part.steps.clear());
    let empty = bind(&empty, &usual_plan());
    let both = book_with(&setup).then([recorded(&empty)]);
    case(all, "CeremonyWithoutSteps", &both, started(&empty), start);

    let (second, right) = before(2, "ceremony-started");
    let other = changed(|plan| plan.organisation.push('.'));
    let script = bind(&shipped("annual-rotation"), &other);
    let second = second.then([proposed(&script)]);
    case(all, "BoundToAnotherPlan", &second, started(&script), right);
}

fn how_parts_begin(all: &mut Vec<Case>) {
    let script = computed();
    let mut ledger = begun(&script).then([called(), adopted(&script)]);
    for step in &script.parts[0].steps {
        let step_done = json!({"type": "step-done", "step": step.number});
        let left_out = json!({"type": "step-excepted", "step": step.number, "reason": "a test", "assents": both()});
        let ends = if step.procedure.may_be_left_out() {
            left_out
        } else {
            step_done
        };
        ledger = ledger.then([event(ends)]);
    }
    let about = About::Key(name("alpha-1"));
    let grown = ledger
        .custody
        .script_with_part(1, &about)
        .expect("it may begin");
    let right = Event::PartStarted {
        part: 2,
        about,
        duty: "set-up-key".into(),
        reason: "the plan has it, and nobody admitted it".into(),
        assents: vec![name("ada"), name("carla")],
        script: grown.hash(),
    };
    let account = serde_json::to_value(About::Account(name("alpha"))).expect("JSON");
    case(
        all,
        "PartNotNow",
        &ledger,
        set(&right, "about", account),
        right.clone(),
    );
    case(
        all,
        "PartWithoutReason",
        &ledger,
        set(&right, "reason", json!(" ")),
        right,
    );
}

fn how_ceremonies_end(all: &mut Vec<Case>) {
    let abandoned =
        || event(json!({"type": "ceremony-abandoned", "reason": "a test", "assents": both()}));
    let withdrawn = |reason: &str| event(json!({"type": "ceremony-withdrawn", "reason": reason}));
    for (rule, next) in [
        ("StillOut", "set-pin"),
        ("NoCheckpoint", "checkpoint"),
        ("MinutesMissing", "minutes-printed"),
        ("CopiesMissing", "copied"),
    ] {
        let (ledger, right) = before(1, next);
        case(all, rule, &ledger, abandoned(), right);
    }
    let (_, minutes) = before(1, "minutes-printed");
    let (ledger, right) = after(1, "minutes-printed", 1);
    case(all, "MinutesPrintedAlready", &ledger, minutes, right);
    let (ledger, _) = before(1, "roll-called");
    case(
        all,
        "WithoutReason",
        &ledger,
        withdrawn(" "),
        withdrawn("a slip"),
    );
    let (ledger, right) = before(1, "step-done");
    case(
        all,
        "RollWasCalled",
        &ledger,
        withdrawn("a slip"),
        right.clone(),
    );
    let left_out =
        json!({"type": "step-excepted", "step": "1.1", "reason": "a test", "assents": both()});
    case(all, "StepCannotBeLeftOut", &ledger, event(left_out), right);
}

fn who_sits(all: &mut Vec<Case>) {
    let (ledger, right) = before(2, "roll-called");
    let with = |place: &str, value: &str| {
        let mut json = serde_json::to_value(&right).expect("JSON");
        *json.pointer_mut(place).expect("it is there") = json!(value);
        event(json)
    };
    let other = right_person(&right, 0);
    case(
        all,
        "OneIsBoth",
        &ledger,
        with("/present/1/person", &other),
        right.clone(),
    );
    case(
        all,
        "MayNotActAs",
        &ledger,
        with("/present/0/person", "david"),
        right.clone(),
    );

    let script = first_setup(&usual_plan());
    let far_off = set(&called(), "minutes_off", json!([0, -4]));
    case(
        all,
        "ExceptionFirst",
        &begun(&script).then([far_off]),
        checked(),
        exception(),
    );

    let unfit = set(&checked(), "findings", json!(["swap is on"]));
    let ledger = begun(&script).then([called()]);
    case(
        all,
        "FindingsWithoutException",
        &ledger,
        unfit.clone(),
        checked(),
    );
    case(all, "FindingsWithoutException", &ledger, unfit, exception());

    let ends = DAY.parse().expect("a day");
    let script = first_setup(&changed(|plan| plan.people[0].until = Some(ends)));
    let ledger = begun(&script).then([called(), adopted(&script), suspended()]);
    let again = set(&called(), "again", json!("a test"));
    let later = set(&again, "date", json!("2026-01-13"));
    case(all, "TermDoesNotCover", &ledger, later, again.clone());
    let new = begun(&first_setup(&usual_plan()));
    case(all, "NothingInterrupted", &new, again.clone(), called());

    // All terms end; those at the table adopt a plan that gives them new ones.
    let all_end = changed(|plan| plan.people.iter_mut().for_each(|p| p.until = Some(ends)));
    let script = first_setup(&all_end);
    let ledger = begun(&script).then([called(), adopted(&script)]).closed();
    let script = first_setup(&usual_plan());
    let later = set(&ledger.read(&called()), "date", json!("2026-03-01"));
    let ledger = ledger.then([proposed(&script), started(&script), later]);
    case(
        all,
        "LapsedWithoutException",
        &ledger,
        adopted(&script),
        exception(),
    );

    // A new plan makes a key custodian of somebody who has seen PINs.
    let turned = changed(|plan| {
        for person in &mut plan.people {
            match person.id.as_str() {
                "carla" => person.roles = vec![Role::KeyCustodian],
                "edda" => person.roles.push(Role::PinCustodian),
                _ => {}
            }
        }
    });
    let script = first_setup(&turned);
    let ledger = set_up().then([proposed(&script), started(&script)]);
    let call = ledger.read(&called());
    let ledger = ledger.then([call, adopted(&script), suspended()]);
    let roll = |key: &str| {
        let mut json = serde_json::to_value(&again).expect("JSON");
        json["present"][0]["person"] = json!(key);
        json["present"][1]["person"] = json!("david");
        event(json)
    };
    case(all, "KnowsAPin", &ledger, roll("carla"), roll("ada"));
}

fn what_plans_bind(all: &mut Vec<Case>) {
    let script = first_setup(&usual_plan());
    let ledger = begun(&script).then([called()]);
    let other = set(&adopted(&script), "plan", json!(Hash([7; 32])));
    case(
        all,
        "PlanOfAnotherCeremony",
        &ledger,
        other,
        adopted(&script),
    );

    let script = first_setup(&changed(|plan| plan.accounts[0].password.threshold = 9));
    let ledger = begun(&script).then([called()]);
    case(all, "PlanBreaksARule", &ledger, adopted(&script), checked());

    let script = first_setup(&changed(|plan| plan.accounts[0].upn.insert(0, 'x')));
    let ledger = set_up().then([proposed(&script), started(&script)]);
    let call = ledger.read(&called());
    case(
        all,
        "NameOfAnother",
        &ledger.then([call]),
        adopted(&script),
        checked(),
    );

    // The plan drops an account; a key of it is wiped: no plan says where its void PIN sheet would lie.
    let script = first_setup(&changed(|plan| {
        plan.accounts.retain(|account| account.id != name("bravo"));
        plan.keys.retain(|key| key.account != name("bravo"));
    }));
    let ledger = set_up().then([proposed(&script), started(&script)]);
    let call = ledger.read(&called());
    let mut ledger = ledger.then([call, adopted(&script)]);
    let key = json!({"is": "key", "key": "bravo-1"});
    let key = serde_json::from_value(key).expect("an item");
    let sheet = ledger.custody.keys()[&name("bravo-1")].pin.sheets()[0].clone();
    let page = Item::Sheet {
        sheet: sheet.clone(),
    };
    for item in [key, page] {
        let Some(Whereabouts::Bag(bag)) = ledger.custody.whereabouts(&item).cloned() else {
            panic!("{item} lies in a bag");
        };
        ledger = ledger.then([event(json!({"type": "bag-fetched", "bag": bag}))]);
        ledger = ledger.done(json!({"do": "open-bag", "bag": bag}));
    }
    let ledger = ledger.done(json!({"do": "reset-key", "key": "bravo-1"}));
    let items = json!([{"is": "sheet", "sheet": sheet}]);
    let seal =
        json!({"do": "seal-bag", "bag": "NEW-0001", "items": items, "place": "pin-safe-east"});
    let destroy = json!({"do": "destroy-sheet", "sheet": sheet});
    case(
        all,
        "PlanHasNoPlaceFor",
        &ledger,
        intended(seal),
        intended(destroy),
    );
}

fn what_is_done_to_keys(all: &mut Vec<Case>) {
    let (ledger, right) = before(4, "delete-credential");
    let mut other = serde_json::to_value(&right).expect("JSON");
    other["deed"]["credential"] = json!("ab");
    case(all, "NoSuchCredential", &ledger, event(other), right);

    let (ledger, right) = before(3, "key-configured");
    let short = set(&right, "least_pin_length", json!(1));
    case(all, "SettingsNotAsPlanned", &ledger, short, right);

    let imported = |number: u64| {
        event(
            json!({"type": "metadata-imported", "number": number, "next_update": "2026-02-01", "models": 1,
            "file": "a-file", "hash": ZEROS, "assents": both()}),
        )
    };
    let ledger = before(1, "step-done").0.then([imported(5)]);
    case(all, "ListNotNewer", &ledger, imported(5), imported(6));

    let (ledger, right) = before(2, "opening");
    let key = serde_json::to_value(&right).expect("JSON")["key"].clone();
    let reset = intended(json!({"do": "reset-key", "key": key}));
    case(all, "SheetOfKeyNotOnTheTable", &ledger, reset, right);

    let (ledger, right) = before(3, "configure-key");
    let about = json!({"is": "key", "key": "alpha-1"});
    let ended = event(
        json!({"type": "quarantine-ended", "about": about, "found": "nothing", "reason": "a test", "assents": both()}),
    );
    let breach =
        event(json!({"type": "breach", "step": "1.1", "what": "a test", "about": [about]}));
    case(
        all,
        "NotInQuarantine",
        &ledger,
        ended.clone(),
        right.clone(),
    );
    case(all, "InQuarantine", &ledger.then([breach]), right, ended);
}

fn what_is_done_to_sheets(all: &mut Vec<Case>) {
    let (ledger, right) = before(1, "sheet-proven");
    let key = ledger.custody.keys().keys().next().expect("one").clone();
    let page = json!({"is": "pin", "key": key});
    let print = intended(ledger.print(&page));
    case(all, "AnotherPinInTheMaking", &ledger, print, right.clone());
    let with_fingerprint = set(
        &set(&right, "fingerprint", json!(ZEROS)),
        "by",
        json!(both()),
    );
    case(all, "FingerprintOfAPin", &ledger, with_fingerprint, right);

    let (ledger, right) = before(1, "registered");
    let (after_it, next) = after(1, "registered", 1);
    case(all, "RegisteredAlready", &after_it, right.clone(), next);
    let voided = event(json!({"type": "sheet-voided", "sheet": "P-0001"}));
    case(all, "MayBeLive", &ledger, voided, right);
    let (ledger, right) = after(1, "print-sheet", 1);
    case(
        all,
        "PrintingInDoubt",
        &ledger,
        set(&right, "seen", json!("probed")),
        right,
    );

    // A second change of the PIN is under way while the first old sheet is still there.
    let (ledger, _) = after(2, "change-pin", 2);
    let changed_last = played().iter().find(|line| line.kind == "change-pin");
    let deed =
        serde_json::to_value(&changed_last.expect("one").event).expect("JSON")["deed"].clone();
    let print = ledger.print(&json!({"is": "pin", "key": deed["key"]}));
    let new = print["sheet"].clone();
    let ledger = ledger.done(print);
    let pin_custodian = ledger.custody.present_as(Role::PinCustodian).cloned();
    let proven = event(json!({"type": "sheet-proven", "sheet": new, "by": [pin_custodian]}));
    let ledger = ledger.then([proven]);
    let intent = ledger.custody.entries();
    let change = json!({"do": "change-pin", "key": deed["key"], "from": deed["to"], "to": new});
    let ledger = ledger.then([intended(change)]);
    let destroy = intended(json!({"do": "destroy-sheet", "sheet": deed["from"]}));
    case(all, "ReplacementInDoubt", &ledger, destroy, ended(intent));

    // A second set is printed and proven while it is not known whether the first password was set.
    let (mut ledger, right) = after(1, "set-password", 1);
    let doubt = ledger.custody.doubts().values().next().expect("one");
    let account = serde_json::to_value(doubt).expect("JSON")["account"].clone();
    for member in 1..=3 {
        let print =
            ledger.print(&json!({"is": "share", "account": account, "set": 2, "member": member}));
        let sheet = print["sheet"].clone();
        let fingerprint = member.to_string().repeat(64);
        let proven = json!({"type": "sheet-proven", "sheet": sheet, "fingerprint": fingerprint, "by": both()});
        ledger = ledger.done(print).then([event(proven)]);
    }
    let again = intended(json!({"do": "set-password", "account": account, "set": 2}));
    case(all, "HandoverNotConfirmed", &ledger, again, right);
}

/// A ledger that grows as our program would frame its entries: as custody, and as a file.
#[derive(Clone, Default)]
struct Ledger {
    custody: Custody,
    chain: Chain,
    bytes: Vec<u8>,
}

impl Ledger {
    /// Adds an entry, if it is allowed.
    fn add(&mut self, event: &Event) -> Result<(), Refused> {
        let mut custody = self.custody.clone();
        let (at, ceremony, by) = self.frame(event);
        custody.apply(at, ceremony, &by, event)?;
        self.write(event).expect("what is allowed has a form");
        self.custody = custody;
        Ok(())
    }

    /// Adds an entry to the file, whether it is allowed or not.
    fn write(&mut self, event: &Event) -> Result<(), LineError> {
        let (at, ceremony, by) = self.frame(event);
        let by: Vec<&str> = by.iter().map(Name::as_str).collect();
        let event = serde_json::to_value(event).expect("JSON");
        let next = self.chain.next(at, &by, ceremony, event)?;
        self.bytes.extend_from_slice(next.line.as_bytes());
        self.bytes.push(b'\n');
        self.chain = next.chain;
        Ok(())
    }

    fn frame(&self, event: &Event) -> (Timestamp, u64, Vec<Name>) {
        let at = self.custody.latest().unwrap_or(Timestamp::UNIX_EPOCH);
        let ceremony = match (self.custody.ceremony(), event) {
            (Some(open), _) => open.number,
            (None, Event::CeremonyStarted { .. }) => self.custody.ceremonies() + 1,
            (None, _) => 0,
        };
        let present = match event {
            Event::RollCalled { present, .. } => present,
            _ => self.custody.present(),
        };
        let by = present.iter().map(|p| p.person.clone()).collect();
        (at, ceremony, by)
    }

    fn then(mut self, events: impl IntoIterator<Item = Event>) -> Ledger {
        for event in events {
            if let Err(why) = self.add(&event) {
                panic!("{event:?}: {why}");
            }
        }
        self
    }

    /// A deed with its outcome.
    fn done(self, deed: Value) -> Ledger {
        let intent = self.custody.entries();
        self.then([intended(deed), ended(intent)])
    }

    fn print(&self, page: &Value) -> Value {
        let kind: Page = serde_json::from_value(page.clone()).expect("a page");
        json!({"do": "print-sheet", "sheet": self.custody.next_sheet(&kind), "page": page})
    }

    /// A roll call in which each reads their newest minutes.
    fn read(&self, called: &Event) -> Event {
        let mut called = called.clone();
        if let Event::RollCalled { present, .. } = &mut called {
            for one in present {
                one.read = self.custody.minutes_of(&one.person);
            }
        }
        called
    }

    /// The open ceremony is closed on paper and abandoned.
    fn closed(self) -> Ledger {
        let head = self.chain.head().expect("entries");
        let checkpoint = Event::Checkpoint {
            origin: head.origin.to_string(),
            size: head.size,
            root: head.root_base64(),
        };
        let minutes = both()
            .map(|by| event(json!({"type": "minutes-printed", "by": by, "checkpoint": head.size})));
        let copies = [1, 2].map(|copy| {
            event(json!({"type": "copied", "copy": copy, "size": head.size + 1, "hash": ZEROS}))
        });
        let abandoned =
            event(json!({"type": "ceremony-abandoned", "reason": "a test", "assents": both()}));
        self.then([checkpoint])
            .then(minutes)
            .then(copies)
            .then([abandoned])
    }
}

/// An entry as it was played; its kind is the deed, or the moment of a snapshot, or its type.
struct Line {
    ceremony: u64,
    kind: String,
    event: Event,
    entry: Vec<u8>,
}

/// Everything is done to key alpha-1 that a ceremony does to a key.
fn played() -> &'static [Line] {
    static PLAYED: OnceLock<Vec<Line>> = OnceLock::new();
    PLAYED.get_or_init(|| {
        let theatre = Theatre::new(usual_plan());
        for template in ["first-setup", "annual-rotation"] {
            assert_eq!(theatre.begin(template), Ok(Ending::Ended), "{template}");
        }
        for template in [
            "configure-key",
            "delete-credential",
            "enrol-credential",
            "reset-key",
        ] {
            let script = bind_to_key(&shipped(template), &theatre.plan, &name("alpha-1"));
            let ended = theatre.run(Some(&script), Default::default());
            assert_eq!(ended, Ok(Ending::Ended), "{template}");
        }
        let ledger = theatre.ledger();
        let lines = ledger
            .split(|b| *b == b'\n')
            .filter(|line| !line.is_empty());
        lines.map(line).collect()
    })
}

fn line(entry: &[u8]) -> Line {
    let read: Value = serde_json::from_slice(entry).expect("JSON");
    let said = &read["event"];
    let kind = [&said["deed"]["do"], &said["moment"], &said["type"]];
    let kind = kind.into_iter().find_map(Value::as_str).expect("a type");
    Line {
        ceremony: read["ceremony"].as_u64().expect("a number"),
        kind: kind.into(),
        event: event(said.clone()),
        entry: entry.to_vec(),
    }
}

/// What was played before the first entry of a kind in a ceremony, and that entry.
fn before(ceremony: u64, kind: &str) -> (Ledger, Event) {
    after(ceremony, kind, 0)
}

/// The same, so many entries later.
fn after(ceremony: u64, kind: &str, entries: usize) -> (Ledger, Event) {
    let lines = played();
    let at = lines
        .iter()
        .position(|line| line.ceremony == ceremony && line.kind == kind);
    let at = at.unwrap_or_else(|| panic!("no {kind} in ceremony {ceremony}")) + entries;
    let bytes: Vec<u8> = lines[..at]
        .iter()
        .flat_map(|line| [line.entry.as_slice(), b"\n"].concat())
        .collect();
    let mut custody = Custody::default();
    let chain = audit(bytes.as_slice(), &mut custody)
        .expect("as it was played")
        .chain;
    (
        Ledger {
            custody,
            chain,
            bytes,
        },
        lines[at].event.clone(),
    )
}

/// A book that was set up.
fn set_up() -> Ledger {
    before(2, "ceremony-started").0
}

fn book_with(script: &Script) -> Ledger {
    Ledger::default().then([opened(), recorded(script), proposed(script)])
}

fn begun(script: &Script) -> Ledger {
    book_with(script).then([started(script)])
}

fn first_setup(plan: &Plan) -> Script {
    bind(&shipped("first-setup"), plan)
}

/// A ceremony with a part that repeats over duties of a key, between its opening and its close.
fn computed() -> Script {
    let mut template = shipped("first-setup");
    template.name = name("computed");
    template
        .parts
        .retain(|part| part.repeats != For::EachAccount);
    for part in &mut template.parts {
        if part.repeats == For::EachKey {
            part.repeats = For::EachKeyToSetUp;
        }
    }
    bind(&template, &usual_plan())
}

fn shipped(template: &str) -> Template {
    Template::named(template).expect("a template of the program")
}

fn changed(change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = usual_plan();
    change(&mut plan);
    plan
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn both() -> [&'static str; 2] {
    ["ada", "carla"]
}

fn right_person(called: &Event, n: usize) -> String {
    let Event::RollCalled { present, .. } = called else {
        panic!("a roll call");
    };
    present[n].person.to_string()
}

fn event(json: Value) -> Event {
    serde_json::from_value(json).expect("an event")
}

/// The event with one member as given.
fn set(from: &Event, member: &str, value: Value) -> Event {
    let mut json = serde_json::to_value(from).expect("JSON");
    json[member] = value;
    event(json)
}

fn without(from: &Event, member: &str) -> Event {
    let mut json = serde_json::to_value(from).expect("JSON");
    json.as_object_mut().expect("an object").remove(member);
    event(json)
}

fn opened() -> Event {
    let origin = format!("rehearsal/{}", "0".repeat(32));
    event(
        json!({"type": "book-opened", "origin": origin, "format": 1, "program": "a test", "program_hash": "rehearsal"}),
    )
}

fn recorded(script: &Script) -> Event {
    let template = script.template.as_ref().clone();
    Event::TemplateRecorded { template }
}

fn proposed(script: &Script) -> Event {
    let plan = script.plan.as_ref().clone();
    Event::PlanProposed { plan }
}

fn started(script: &Script) -> Event {
    Event::started(script, "a test", "rehearsal")
}

fn called() -> Event {
    let present = json!([{"person": "ada", "role": "key-custodian"}, {"person": "carla", "role": "pin-custodian"}]);
    event(json!({"type": "roll-called", "present": present, "minutes_off": [0, 0], "date": DAY}))
}

fn adopted(script: &Script) -> Event {
    event(json!({"type": "plan-adopted", "plan": script.plan_hash(), "assents": both()}))
}

fn suspended() -> Event {
    Event::CeremonySuspended {}
}

fn checked() -> Event {
    event(json!({"type": "laptop-checked", "findings": []}))
}

fn exception() -> Event {
    event(json!({"type": "exception", "what": "a test", "reason": "a test", "assents": both()}))
}

/// A deed; with both assents, where it needs them.
fn intended(deed: Value) -> Event {
    const NEED: [&str; 4] = [
        "change-pin",
        "reset-key",
        "delete-credential",
        "set-password",
    ];
    let needs_both = deed["do"].as_str().is_some_and(|deed| NEED.contains(&deed));
    let intended = event(json!({"type": "intended", "deed": deed}));
    match needs_both {
        true => set(&intended, "assents", json!(both())),
        false => intended,
    }
}

fn ended(intent: u64) -> Event {
    event(json!({"type": "ended", "intent": intent, "seen": "told", "result": {"is": "done"}}))
}

fn verified(ledger: &[u8]) -> i32 {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("each-rule.jsonl");
    std::fs::write(&file, ledger).expect("written");
    let program = env!("CARGO_BIN_EXE_sealwright");
    let ended = Command::new(program)
        .args(["ledger", "verify"])
        .arg(&file)
        .output();
    ended.expect("it runs").status.code().expect("a code")
}

fn name_of(refused: &Refused) -> String {
    let why = format!("{refused:?}");
    let end = why.find([' ', '(', '{']).unwrap_or(why.len());
    why[..end].to_owned()
}

/// The rules, in the order in which they stand in the program, each with what the program says of it.
fn rules() -> Vec<(&'static str, String)> {
    let source = include_str!("../../src/custody/refused.rs");
    let (_, from) = source.split_once("pub enum Refused {").expect("the enum");
    let (body, _) = from.split_once("\n}").expect("its end");
    let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
    let variants = variants.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let words = include_str!("../../src/words/en/refused.rs");
    let said = |rule: &str| {
        let arms = [format!("R::{rule} =>"), format!("R::{rule} {{")];
        let arm = words
            .lines()
            .find(|line| arms.iter().any(|arm| line.contains(arm.as_str())));
        let text = arm.and_then(|arm| arm.split('"').nth(1));
        text.unwrap_or_else(|| panic!("no words for {rule}"))
            .to_owned()
    };
    variants
        .map(|line| line.trim_end_matches([' ', ',', '{']))
        .map(|rule| (rule, without_facts(&said(rule))))
        .collect()
}

/// A sentence with dots where an entry's facts stand.
fn without_facts(said: &str) -> String {
    let mut parts = said.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("...");
        text.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    text
}

/// By rule, the types of the entries that are known to break it.
fn events_that_break() -> BTreeMap<String, BTreeSet<String>> {
    let mut broken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut note = |rule: &str, kind: &str| {
        broken.entry(rule.into()).or_default().insert(kind.into());
    };
    for line in include_str!("verdicts.txt").lines() {
        let mut cells = line.split(" | ");
        let (kind, verdict) = (
            cells.next().expect("a kind"),
            cells.nth(1).expect("a verdict"),
        );
        note(verdict, kind);
    }
    for case in cases() {
        let wrong = serde_json::to_value(&case.wrong).expect("JSON");
        note(case.rule, wrong["type"].as_str().expect("a type"));
    }
    broken
}

fn table(rules: &[(&str, String)], broken: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut table = String::from("| rule | what is said | seen to be broken by |\n|---|---|---|\n");
    for (rule, said) in rules {
        let kinds = &broken[*rule];
        let by = match kinds.len() {
            1..=12 => kinds
                .iter()
                .map(|kind| format!("`{kind}`"))
                .collect::<Vec<_>>()
                .join(", "),
            _ => "most entries".into(),
        };
        table.push_str(&format!("| `{rule}` | {said} | {by} |\n"));
    }
    table
}
