//! The rules for how ceremonies begin and how plans stay. Each refusal is met by an entry that breaks only it.

use crate::stage::{Theatre, usual_plan};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind, bind_to_key};
use sealwright::custody::script::{About, Script};
use sealwright::custody::template::For;
use sealwright::custody::{
    BagSerial, BagState, Custody, Event, Hash, Item, Present, RULES, Refused, Whereabouts,
};
use sealwright::plan::{Name, Plan, Role};
use std::sync::Arc;

const AT: Timestamp = Timestamp::UNIX_EPOCH;
const DAY: Date = date(2026, 1, 12);
const PROGRAM: &str = "a test";

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn both() -> Vec<Name> {
    vec![name("ada"), name("carla")]
}

fn shipped(template: &str) -> Template {
    Template::named(template).expect("a template of the program")
}

fn changed(change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = usual_plan();
    change(&mut plan);
    plan
}

fn opened(program_hash: &str) -> Event {
    Event::BookOpened {
        origin: format!("rehearsal/{}", "0".repeat(32)),
        format: 1,
        program: PROGRAM.into(),
        program_hash: program_hash.into(),
    }
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
    Event::started(script, PROGRAM, "rehearsal")
}

fn called(day: Date) -> Event {
    let present = |person: &str, role| Present {
        person: name(person),
        role,
        read: None,
    };
    Event::RollCalled {
        present: vec![
            present("ada", Role::KeyCustodian),
            present("carla", Role::PinCustodian),
        ],
        minutes_off: vec![0, 0],
        date: day,
        again: None,
    }
}

/// A further roll call of the same ceremony.
fn called_again(date: Date, why: Option<&str>) -> Event {
    match called(date) {
        Event::RollCalled {
            present,
            minutes_off,
            ..
        } => Event::RollCalled {
            present,
            minutes_off,
            date,
            again: why.map(str::to_owned),
        },
        other => other,
    }
}

fn adopted(plan: Hash) -> Event {
    Event::PlanAdopted {
        plan,
        assents: both(),
    }
}

fn exception() -> Event {
    Event::Exception {
        what: "every term has ended".into(),
        reason: "a test".into(),
        assents: both(),
    }
}

/// Applies an event as our program would frame it.
fn apply(custody: &mut Custody, event: &Event) -> Result<(), Refused> {
    let ceremony = match (custody.ceremony(), event) {
        (Some(open), _) => open.number,
        (None, Event::CeremonyStarted { .. }) => custody.ceremonies() + 1,
        (None, _) => 0,
    };
    let by: Vec<Name> = match event {
        Event::RollCalled { .. } => both(),
        _ => custody.present().iter().map(|p| p.person.clone()).collect(),
    };
    let at = custody.latest().unwrap_or(AT);
    let event = with_minutes(custody, event);
    custody.apply(at, ceremony, &by, &event)
}

/// Each reads their newest minutes, where nothing else is said.
fn with_minutes(custody: &Custody, event: &Event) -> Event {
    let mut event = event.clone();
    if let Event::RollCalled { present, .. } = &mut event {
        for one in present {
            one.read = one.read.or(custody.minutes_of(&one.person));
        }
    }
    event
}

fn all(custody: &mut Custody, events: &[Event]) {
    for event in events {
        apply(custody, event).unwrap_or_else(|why| panic!("{event:?}: {why}"));
    }
}

/// What refuses an event; the custody is then as it was.
fn refused(custody: &Custody, event: &Event) -> Refused {
    let mut tried = custody.clone();
    let why = apply(&mut tried, event).expect_err("it is refused");
    assert_eq!(tried, *custody, "a refused event changes nothing");
    why
}

/// A book that holds what this script was bound from.
fn book_with(script: &Script) -> Custody {
    let mut custody = Custody::default();
    let events = [opened("rehearsal"), recorded(script), proposed(script)];
    all(&mut custody, &events);
    custody
}

/// A book in which this ceremony has begun.
fn begun(script: &Script) -> Custody {
    let mut custody = book_with(script);
    all(&mut custody, &[started(script)]);
    custody
}

fn first_setup(plan: &Plan) -> Script {
    bind(&shipped("first-setup"), plan)
}

#[test]
fn a_rehearsal_names_no_program_by_its_hash() {
    let custody = Custody::default();
    let real = opened(&"00".repeat(32));
    assert_eq!(refused(&custody, &real), Refused::ProgramHash);
    let script = first_setup(&usual_plan());
    let real = Event::started(&script, PROGRAM, &"00".repeat(32));
    assert_eq!(refused(&book_with(&script), &real), Refused::ProgramHash);
}

#[test]
fn templates_and_plans_are_recorded_once_between_ceremonies_and_by_nobody() {
    let script = first_setup(&usual_plan());
    let custody = book_with(&script);
    for event in [recorded(&script), proposed(&script)] {
        assert!(matches!(
            refused(&custody, &event),
            Refused::HeldAlready { .. }
        ));
        let why = refused(&begun(&script), &event);
        assert_eq!(why, Refused::AnotherCeremonyIsOpen);
    }
    let other = Event::PlanProposed {
        plan: changed(|plan| plan.organisation.push('.')),
    };
    let by = both();
    let why = custody.clone().apply(AT, 0, &by, &other);
    assert_eq!(why, Err(Refused::BelongsToNoCeremony));
    let why = custody.clone().apply(AT, 1, &[], &other);
    assert_eq!(why, Err(Refused::BelongsToNoCeremony));
}

#[test]
fn a_plan_that_fits_no_entry_is_refused() {
    let script = first_setup(&usual_plan());
    let large = Event::PlanProposed {
        plan: changed(|plan| plan.organisation = "a".repeat(65_000)),
    };
    let why = refused(&book_with(&script), &large);
    assert!(matches!(why, Refused::TooLong { .. }), "{why}");
}

#[test]
fn a_template_whose_step_stands_in_a_part_for_other_things_is_refused() {
    let script = first_setup(&usual_plan());
    let mut template = shipped("annual-rotation");
    template.parts[0].repeats = For::EachAccount;
    let why = refused(&book_with(&script), &Event::TemplateRecorded { template });
    assert!(matches!(why, Refused::StepInAnotherPart { .. }), "{why}");
}

#[test]
fn a_ceremony_is_bound_from_what_the_ledger_holds_and_to_nothing_else() {
    let script = first_setup(&usual_plan());
    let mut bare = Custody::default();
    all(&mut bare, &[opened("rehearsal")]);
    let why = refused(&bare, &started(&script));
    assert!(matches!(why, Refused::NoSuchTemplate { .. }), "{why}");
    all(&mut bare, &[recorded(&script)]);
    let why = refused(&bare, &started(&script));
    assert!(matches!(why, Refused::NoSuchPlan { .. }), "{why}");

    let custody = book_with(&script);
    let with = |change: &dyn Fn(&mut Event)| {
        let mut event = started(&script);
        change(&mut event);
        refused(&custody, &event)
    };
    let other = Hash([7; 32]);
    let why = with(&|event| {
        if let Event::CeremonyStarted { script, .. } = event {
            *script = other;
        }
    });
    assert_eq!(why, Refused::ScriptDiffers);
    for version in [0, RULES + 1] {
        let why = with(&|event| {
            if let Event::CeremonyStarted { rules, .. } = event {
                *rules = version;
            }
        });
        assert_eq!(why, Refused::UnknownRules { rules: version });
    }
    let why = with(&|event| {
        if let Event::CeremonyStarted { key, .. } = event {
            *key = Some(name("alpha-1"));
        }
    });
    assert_eq!(why, Refused::KeyNotWanted);
    let why = with(&|event| {
        if let Event::CeremonyStarted { file, .. } = event {
            *file = Some("a-file".into());
        }
    });
    assert_eq!(why, Refused::FileNotWanted);

    let script = bind_to_key(&shipped("rotate-pin"), &usual_plan(), &name("alpha-1"));
    let custody = book_with(&script);
    let named = |named: Option<Name>| {
        let mut event = started(&script);
        if let Event::CeremonyStarted { key, .. } = &mut event {
            *key = named;
        }
        refused(&custody, &event)
    };
    assert_eq!(named(None), Refused::KeyWanted);
    let key = name("zulu-9");
    let why = named(Some(key.clone()));
    assert_eq!(why, Refused::PlanKnowsNoKey { key });
    let script = bind(&shipped("import-metadata"), &usual_plan());
    let why = refused(&book_with(&script), &started(&script));
    assert_eq!(why, Refused::FileWanted);
}

#[test]
fn i21_a_ceremony_is_withdrawn_before_its_first_roll_call_and_never_after() {
    let script = first_setup(&usual_plan());
    let mut custody = begun(&script);
    let withdrawn = |reason: &str| Event::CeremonyWithdrawn {
        reason: reason.into(),
    };
    assert_eq!(refused(&custody, &withdrawn(" ")), Refused::WithoutReason);
    let mut called_once = custody.clone();
    all(&mut called_once, &[called(DAY)]);
    let why = refused(&called_once, &withdrawn("a slip"));
    assert_eq!(why, Refused::RollWasCalled);
    all(&mut custody, &[withdrawn("a slip"), started(&script)]);
    assert_eq!(custody.ceremonies(), 2, "the next one begins");
}

#[test]
fn a_step_is_initialled_once_it_is_done_by_those_it_names() {
    let script = first_setup(&usual_plan());
    let mut custody = begun(&script);
    let initialled = |steps: &[&str], initials: Vec<Name>| Event::Initialled {
        steps: steps.iter().map(|step| (*step).to_owned()).collect(),
        initials,
    };
    let step = || "1.1".to_owned();
    all(&mut custody, &[called(DAY)]);
    let early = refused(&custody, &initialled(&["1.1"], both()));
    assert_eq!(early, Refused::StepIsNotToBeInitialled { step: step() });
    all(&mut custody, &[Event::StepDone { step: step() }]);
    let one = refused(&custody, &initialled(&["1.1"], vec![name("ada")]));
    assert_eq!(one, Refused::StepLacksInitials { step: step() });
    let twice = refused(&custody, &initialled(&["1.1", "1.1"], both()));
    assert_eq!(twice, Refused::StepIsNotToBeInitialled { step: step() });
    let absent = refused(&custody, &initialled(&["1.1"], vec![name("boris")]));
    assert_eq!(absent, Refused::NamedButAbsent);
    all(&mut custody, &[initialled(&["1.1"], both())]);
    let again = refused(&custody, &initialled(&["1.1"], both()));
    assert_eq!(again, Refused::StepIsNotToBeInitialled { step: step() });
}

#[test]
fn what_is_adopted_is_the_plan_of_the_ceremony() {
    let script = first_setup(&usual_plan());
    let mut custody = begun(&script);
    all(&mut custody, &[called(DAY)]);
    let why = refused(&custody, &adopted(Hash([7; 32])));
    assert_eq!(why, Refused::PlanOfAnotherCeremony);
    all(&mut custody, &[adopted(script.plan_hash())]);
    assert_eq!(custody.plan(), Some(&usual_plan()));
}

#[test]
fn a_first_plan_names_those_who_adopt_it_with_a_term_that_covers_the_day() {
    let script = first_setup(&changed(|plan| plan.people[0].until = Some(DAY)));
    let person = script.plan.people[0].id.clone();
    assert_eq!(person, name("ada"));
    let day = date(2026, 1, 13);
    let mut custody = begun(&script);
    all(&mut custody, &[called(day)]);
    let why = refused(&custody, &adopted(script.plan_hash()));
    assert_eq!(why, Refused::TermDoesNotCover { person, day });
}

/// A book under a plan in which the terms of all have an end.
fn with_terms(until: Date, who: impl Fn(&str) -> bool) -> (Custody, Plan) {
    let plan = changed(|plan| {
        let people = plan.people.iter_mut();
        people
            .filter(|p| who(p.id.as_str()))
            .for_each(|p| p.until = Some(until));
    });
    let script = first_setup(&plan);
    let mut custody = begun(&script);
    all(&mut custody, &[called(DAY), adopted(script.plan_hash())]);
    all(&mut custody, &[Event::CeremonySuspended {}]);
    (custody, plan)
}

#[test]
fn terms_are_judged_by_the_date_of_the_roll_call() {
    let (custody, _) = with_terms(DAY, |who| who == "ada");
    let day = date(2026, 1, 13);
    let person = name("ada");
    let why = refused(&custody, &called(day));
    assert_eq!(why, Refused::TermDoesNotCover { person, day });
    let again = called_again(DAY, Some("the next day"));
    all(&mut custody.clone(), &[again]);
}

#[test]
fn i21_where_every_term_has_ended_a_new_plan_is_adopted_as_an_exception() {
    let (mut custody, _) = with_terms(DAY, |_| true);
    let day = date(2026, 3, 1);
    let person = name("ada");
    let why = refused(&custody, &called(day));
    let ended = Refused::TermDoesNotCover { person, day };
    assert_eq!(
        why, ended,
        "its plan is adopted: nothing is left to be done so"
    );

    // Its own ceremony is abandoned by those whose terms last; then the terms end, and a changed plan comes.
    all(&mut custody, &[called_again(DAY, Some("the next day"))]);
    close(&mut custody);
    let script = first_setup(&changed(|plan| {
        plan.people
            .iter_mut()
            .for_each(|p| p.until = Some(date(2027, 1, 12)));
    }));
    all(
        &mut custody,
        &[proposed(&script), started(&script), called(day)],
    );
    let why = refused(&custody, &adopted(script.plan_hash()));
    assert_eq!(why, Refused::LapsedWithoutException);
    all(&mut custody, &[exception(), adopted(script.plan_hash())]);
    assert_eq!(custody.plan(), Some(&*script.plan));
}

/// Ends the open ceremony unfinished.
fn close(custody: &mut Custody) {
    let size = custody.entries();
    let mut events = vec![Event::Checkpoint {
        origin: custody.origin().into(),
        size,
        root: String::new(),
    }];
    events.extend(both().into_iter().map(|by| Event::MinutesPrinted {
        by,
        checkpoint: size,
    }));
    events.extend([1, 2].map(|copy| Event::Copied {
        copy,
        size: size + 1,
        hash: String::new(),
    }));
    events.push(Event::CeremonyAbandoned {
        reason: "a test".into(),
        assents: both(),
    });
    all(custody, &events);
}

/// A ceremony with a part that repeats over duties of a key, between its opening and its close.
fn computed() -> Script {
    let mut template = shipped("first-setup");
    template.name = name("computed");
    let of_a_key = |part: &&mut sealwright::ceremony::template::Part| part.repeats == For::EachKey;
    let mut parts = template.parts.iter_mut();
    parts.find(of_a_key).expect("a part for each key").repeats = For::EachKeyToSetUp;
    template
        .parts
        .retain(|part| part.repeats != For::EachAccount);
    bind(&template, &usual_plan())
}

#[test]
fn a_part_that_repeats_over_duties_begins_between_parts_and_grows_the_script() {
    let script = computed();
    let mut custody = begun(&script);
    all(&mut custody, &[called(DAY)]);
    let about = About::Key(name("alpha-1"));
    let part = |custody: &Custody, about: &About| Event::PartStarted {
        part: 2,
        about: about.clone(),
        duty: "set-up-key".into(),
        reason: "the plan has it, and nobody admitted it".into(),
        assents: both(),
        script: custody
            .script_with_part(1, about)
            .map_or(Hash([0; 32]), |script| script.hash()),
    };
    let why = refused(&custody, &part(&custody, &about));
    assert_eq!(
        why,
        Refused::PartNotNow { part: 2 },
        "the opening is not over"
    );

    all(&mut custody, &[adopted(script.plan_hash())]);
    let opening = script.parts[0].steps.len();
    let left_out = |step: &str| Event::StepExcepted {
        step: step.into(),
        reason: "a test".into(),
        assents: both(),
    };
    for step in &script.parts[0].steps {
        let number = step.number.clone();
        match step.procedure.may_be_left_out() {
            true => all(&mut custody, &[left_out(&number)]),
            false => all(&mut custody, &[Event::StepDone { step: number }]),
        }
    }
    let account = About::Account(name("alpha"));
    let why = refused(&custody, &part(&custody, &account));
    assert_eq!(why, Refused::PartNotNow { part: 2 }, "it is for keys");
    let with = |change: &dyn Fn(&mut Event)| {
        let mut event = part(&custody, &about);
        change(&mut event);
        refused(&custody, &event)
    };
    let why = with(&|event| {
        if let Event::PartStarted { reason, .. } = event {
            reason.clear();
        }
    });
    assert_eq!(why, Refused::PartWithoutReason);
    let why = with(&|event| {
        if let Event::PartStarted { script, .. } = event {
            *script = Hash([7; 32]);
        }
    });
    assert_eq!(why, Refused::ScriptDiffers);
    let why = with(&|event| {
        if let Event::PartStarted { assents, .. } = event {
            assents.pop();
        }
    });
    assert_eq!(why, Refused::BothMustAssent);

    let event = part(&custody, &about);
    all(&mut custody, &[event]);
    let open = custody.ceremony().expect("it is open");
    let next = open.next_step().expect("a step");
    assert_eq!((next.number.as_str(), &next.about), ("2.1.1", &about));
    let last = open.script.parts.last().expect("a part");
    assert_eq!(last.number, "3", "what was bound keeps its number");
    let why = refused(&custody, &part(&custody, &about));
    assert_eq!(why, Refused::PartNotNow { part: 2 }, "one is under way");
    let steps: Vec<String> = open.script.parts[1]
        .steps
        .iter()
        .map(|s| s.number.clone())
        .collect();
    for step in &steps {
        all(&mut custody, &[left_out(step)]);
    }
    let event = part(&custody, &About::Key(name("alpha-2")));
    all(&mut custody, &[event]);
    let open = custody.ceremony().expect("it is open");
    assert_eq!(open.next_step().map(|s| s.number.as_str()), Some("2.2.1"));
    assert_eq!(open.steps_ended, opening + steps.len());
}

/// A book that was set up, and a changed plan proposed in a ceremony that adopts it.
fn about_to_adopt(plan: &Plan) -> (Custody, Hash) {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let mut custody = theatre.custody();
    let script = first_setup(plan);
    let events = [proposed(&script), started(&script), called(DAY)];
    all(&mut custody, &events);
    (custody, script.plan_hash())
}

#[test]
fn i22_a_name_in_use_is_not_used_again_for_another_thing() {
    let moved = changed(|plan| {
        let [one, other] = ["alpha-2", "bravo-2"].map(|key| {
            let at = plan.keys.iter().position(|k| k.id == name(key));
            at.expect("the key")
        });
        let account = plan.keys[one].account.clone();
        plan.keys[one].account = plan.keys[other].account.clone();
        plan.keys[other].account = account;
        plan.keys.swap(one, other);
    });
    let renamed = changed(|plan| plan.accounts[0].upn = format!("x{}", plan.accounts[0].upn));
    let other_rp = changed(|plan| plan.accounts[0].rp_id = "login.example.com".into());
    for plan in [moved, renamed, other_rp] {
        let (custody, hash) = about_to_adopt(&plan);
        let why = refused(&custody, &adopted(hash));
        assert!(matches!(why, Refused::NameOfAnother { .. }), "{why}");
    }
}

#[test]
fn i22_a_bag_whose_place_the_plan_names_no_more_is_read_under_its_own_plan() {
    // The place of alpha-1 gets another name: to the program it is another place.
    let plan = changed(|plan| {
        let old = plan.keys[0].place.clone();
        let renamed = |id: &mut Name| {
            if *id == old {
                *id = name("another-safe");
            }
        };
        plan.places
            .iter_mut()
            .for_each(|place| renamed(&mut place.id));
        plan.keys.iter_mut().for_each(|key| renamed(&mut key.place));
        plan.keys
            .iter_mut()
            .for_each(|key| renamed(&mut key.pin_place));
        let shares = plan
            .accounts
            .iter_mut()
            .flat_map(|a| &mut a.password.shares);
        shares.for_each(renamed);
    });
    let (mut custody, hash) = about_to_adopt(&plan);
    all(&mut custody, &[adopted(hash)]);
    let key = Item::Key {
        key: name("alpha-1"),
    };
    let Some(Whereabouts::Bag(bag)) = custody.whereabouts(&key).cloned() else {
        panic!("the key lies in a bag");
    };
    let place = custody.place_of_bag(&custody.bags()[&bag]);
    let old = usual_plan().keys[0].place.clone();
    assert_eq!(place.map(|place| &place.id), Some(&old));

    all(&mut custody, &[Event::BagFetched { bag: bag.clone() }]);
    let handed = |bag: &BagSerial, to: &str| Event::BagHanded {
        bag: bag.clone(),
        to: name(to),
    };
    let why = refused(&custody, &handed(&bag, "nobody-of-it"));
    assert!(matches!(why, Refused::DoesNotOpen { .. }), "{why}");
    let why = refused(&custody, &handed(&bag, "carla"));
    let saw = "carla has seen live PINs, and is not handed a key";
    assert!(matches!(why, Refused::DoesNotOpen { .. }), "{saw}: {why}");
    let opener = usual_plan().place(&old).expect("the place").opened_by[0].clone();
    all(&mut custody, &[handed(&bag, opener.as_str())]);
    let state = &custody.bags()[&bag].state;
    assert_eq!(*state, BagState::Away { with: opener });
    assert_eq!(custody.loose(), (Vec::new(), Vec::new()), "it can end");
}

#[test]
fn a_script_is_shared_by_ceremonies_that_are_bound_alike() {
    let script = first_setup(&usual_plan());
    let mut custody = begun(&script);
    let of = |custody: &Custody| Arc::clone(&custody.ceremony().expect("it is open").script);
    let first = of(&custody);
    let withdrawn = Event::CeremonyWithdrawn {
        reason: "a test".into(),
    };
    all(&mut custody, &[withdrawn, started(&script)]);
    assert!(Arc::ptr_eq(&first, &of(&custody)));
}

#[test]
fn i5_a_head_that_the_ledger_never_had_is_read_by_nobody() {
    let mut custody = begun(&bind(&shipped("first-setup"), &usual_plan()));
    let Event::RollCalled {
        mut present,
        minutes_off,
        date,
        again,
    } = called(DAY)
    else {
        unreachable!()
    };
    present[1].read = Some(3);
    let event = Event::RollCalled {
        present,
        minutes_off,
        date,
        again,
    };
    let person = name("carla");
    assert_eq!(
        refused(&custody, &event),
        Refused::HeadOfAnotherPaper { person }
    );
    all(&mut custody, &[called(DAY)]);
}

#[test]
fn a_further_roll_call_of_a_ceremony_says_why_and_the_minutes_count_it() {
    let mut custody = begun(&bind(&shipped("first-setup"), &usual_plan()));
    let first = called_again(DAY, Some("the fire alarm"));
    assert_eq!(refused(&custody, &first), Refused::NothingInterrupted);
    all(&mut custody, &[called(DAY)]);
    for without in [None, Some(""), Some(" ")] {
        let without = called_again(DAY, without);
        assert_eq!(refused(&custody, &without), Refused::WithoutReason);
    }
    let open = custody.ceremony().expect("open").number;
    let later = custody.latest().expect("entries") + jiff::SignedDuration::from_mins(200);
    let by = [name("ada"), name("carla")];
    let again = called_again(DAY, Some("the fire alarm"));
    custody.apply(later, open, &by, &again).expect("allowed");
    all(&mut custody, &[called_again(DAY, Some("a power cut"))]);
    assert_eq!(
        custody.ceremony().expect("open").departures.kept(),
        [
            "sitting 2 began after 200 minutes: the fire alarm",
            "sitting 3 began after 0 minutes: a power cut"
        ]
    );
}

#[test]
fn i13_what_the_roll_call_finds_doubtful_is_an_exception_before_anything_else() {
    let script = bind(&shipped("first-setup"), &usual_plan());
    let next = Event::LaptopChecked {
        findings: Vec::new(),
    };
    let far_off = |minutes: i64| match called(DAY) {
        Event::RollCalled { present, date, .. } => Event::RollCalled {
            present,
            minutes_off: vec![0, minutes],
            date,
            again: None,
        },
        other => other,
    };
    // Three minutes are allowed.
    let mut custody = begun(&script);
    all(&mut custody, &[far_off(-3), next.clone()]);

    let mut custody = begun(&script);
    all(&mut custody, &[far_off(-4)]);
    assert_eq!(refused(&custody, &next), Refused::ExceptionFirst);
    all(&mut custody, &[exception(), next.clone()]);

    // A clock that is behind what the ledger holds.
    let mut custody = begun(&script);
    let early = custody.latest().expect("entries") - jiff::SignedDuration::from_secs(1);
    let ceremony = custody.ceremony().expect("open").number;
    custody
        .apply(early, ceremony, &both(), &called(DAY))
        .expect("allowed");
    assert_eq!(refused(&custody, &next), Refused::ExceptionFirst);
    all(&mut custody, &[exception(), next]);
}
