//! Duties: what must happen, from a plan, the custody and the day. The custody is a played one; plans change freely.

use crate::stage::{Theatre, usual_plan};
use jiff::civil::Date;
use sealwright::book::audit;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::custody::{Custody, Item, Page, Pin, SheetState, Whereabouts};
use sealwright::duty::{
    About, Answer, Blocks, Duty, Impact, Kind, Outsider, Reason, Standing, duties, impact, now,
};
use sealwright::plan::{Account, Holds, Key, KeySettings, Name, Person, Place, Plan, Role};
use sealwright::text::language::Language;
use sealwright::words::status::Line;
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A book that was set up on 12 January 2026.
fn custody() -> Custody {
    static LEDGER: OnceLock<Vec<u8>> = OnceLock::new();
    let ledger = LEDGER.get_or_init(|| {
        let theatre = Theatre::new(usual_plan());
        assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
        theatre.ledger()
    });
    folded(ledger)
}

fn folded(ledger: &[u8]) -> Custody {
    let mut custody = Custody::default();
    audit(ledger, &mut custody).expect("a valid ledger");
    custody
}

const TODAY: &str = "2026-02-01";

fn changed(change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = usual_plan();
    change(&mut plan);
    plan
}

/// What should be so already under a plan, by what it is about.
fn gaps(plan: &Plan) -> Vec<(Kind, About, Reason)> {
    let all = duties(plan, &custody(), Some(day(TODAY)));
    let all = all.into_iter().filter(|duty| duty.on.is_none());
    all.map(|duty| {
        assert_eq!((duty.standing, duty.days_left), (Standing::Overdue, None));
        (duty.kind, duty.about, duty.reason)
    })
    .collect()
}

fn key_of<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Key {
    plan.keys
        .iter_mut()
        .find(|key| key.id == name(id))
        .expect("a key")
}

fn account_of<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Account {
    let id = name(id);
    plan.accounts
        .iter_mut()
        .find(|a| a.id == id)
        .expect("an account")
}

fn place_of<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Place {
    let id = name(id);
    plan.places
        .iter_mut()
        .find(|p| p.id == id)
        .expect("a place")
}

fn person_of<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Person {
    let id = name(id);
    plan.people
        .iter_mut()
        .find(|p| p.id == id)
        .expect("somebody")
}

fn new_place(id: &str, holds: Holds) -> Place {
    Place {
        id: name(id),
        name: id.to_owned(),
        holds,
        opened_by: Vec::new(),
    }
}

fn bag_of(item: &Item) -> About {
    match custody().whereabouts(item) {
        Some(Whereabouts::Bag(bag)) => About::Bag(bag.clone()),
        other => panic!("{item} is {other:?}"),
    }
}

fn key_item(id: &str) -> Item {
    Item::Key { key: name(id) }
}

fn pin_item(id: &str) -> Item {
    match &custody().keys()[&name(id)].pin {
        Pin::On(sheet) => Item::Sheet {
            sheet: sheet.clone(),
        },
        other => panic!("{other:?}"),
    }
}

fn share_item(account: &str, member: u64) -> Item {
    let custody = custody();
    let set = custody.live_set(&name(account)).expect("it is live");
    Item::Sheet {
        sheet: set[&member].clone(),
    }
}

/// Who has seen the live PIN of a key.
fn who_saw(key: &str) -> Name {
    let Item::Sheet { sheet } = pin_item(key) else {
        panic!("a key")
    };
    let custody = custody();
    let mut seen = custody.sheets()[&sheet].seen_by.iter();
    seen.next().expect("somebody").clone()
}

fn misplaced(lies: &str, belongs: &str) -> Reason {
    Reason::Misplaced {
        lies: name(lies),
        belongs: vec![name(belongs)],
    }
}

#[test]
fn a_book_as_its_plan_wants_it_has_dates_alone() {
    let all = duties(&usual_plan(), &custody(), Some(day(TODAY)));
    assert!(all.iter().all(|duty| duty.on.is_some()), "{all:?}");
    let of = |kind| all.iter().filter(|duty| duty.kind == kind).count();
    assert_eq!(
        [
            of(Kind::RotatePin),
            of(Kind::RotatePassword),
            of(Kind::Check)
        ],
        [4, 2, 14]
    );
    assert_eq!(all.len(), 20);
    let kinds: Vec<Kind> = all.iter().map(|duty| duty.kind).collect();
    assert!(kinds.is_sorted(), "{kinds:?}");
    let of_key = all.iter().find(|d| d.about == About::Key(name("bravo-2")));
    let of_key = of_key.expect("it ages");
    assert_eq!(
        (of_key.on, of_key.days_left, of_key.standing),
        (Some(day("2027-01-12")), Some(345), Standing::Later)
    );
}

#[test]
fn what_the_plan_names_and_nobody_made_is_a_duty() {
    let plan = changed(|plan| {
        let mut key = plan.keys[0].clone();
        key.id = name("alpha-3");
        plan.keys.push(key);
    });
    let key = About::Key(name("alpha-3"));
    assert_eq!(gaps(&plan), [(Kind::SetUpKey, key, Reason::NotAdmitted)]);

    let plan = changed(|plan| {
        let mut account = plan.accounts[0].clone();
        account.id = name("charlie");
        plan.accounts.push(account);
    });
    let account = About::Account(name("charlie"));
    assert_eq!(
        gaps(&plan),
        [(Kind::SetPassword, account, Reason::NoPassword)]
    );
    let all = duties(&plan, &custody(), Some(day(TODAY)));
    let blocks = all.iter().find(|duty| duty.kind == Kind::SetPassword);
    let name = "annual-rotation";
    assert_eq!(
        blocks.and_then(|duty| duty.blocks.clone()),
        Some(Blocks::Ceremony { name })
    );
}

#[test]
fn a_key_whose_passkey_was_deleted_is_a_duty() {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let template = Template::named("delete-credential").expect("a template");
    let script = bind_to_key(&template, &theatre.plan, &name("alpha-1"));
    let ended = theatre.run(Some(&script), Default::default());
    assert_eq!(ended, Ok(Ending::Ended));
    let all = now(&theatre.custody(), Some(day(TODAY)));
    let gaps: Vec<&Duty> = all.iter().filter(|duty| duty.on.is_none()).collect();
    let [gap] = gaps[..] else { panic!("{gaps:?}") };
    assert_eq!(
        (gap.kind, &gap.about, &gap.reason),
        (
            Kind::SetUpKey,
            &About::Key(name("alpha-1")),
            &Reason::NoPasskey
        )
    );
    let answer = gap.answered_by.as_ref().map(Answer::command);
    assert_eq!(
        answer.as_deref(),
        Some("sealwright run enrol-credential --key alpha-1")
    );
}

#[test]
fn a_bag_that_lies_where_the_plan_no_longer_puts_it_is_a_duty() {
    let plan = changed(|plan| key_of(plan, "bravo-1").place = name("key-safe-south"));
    assert_eq!(
        gaps(&plan),
        [(
            Kind::PutAway,
            bag_of(&key_item("bravo-1")),
            misplaced("key-safe-north", "key-safe-south")
        )]
    );
    let plan = changed(|plan| key_of(plan, "bravo-1").pin_place = name("pin-safe-west"));
    assert_eq!(
        gaps(&plan),
        [(
            Kind::PutAway,
            bag_of(&pin_item("bravo-1")),
            misplaced("pin-safe-east", "pin-safe-west")
        )]
    );
    let plan = changed(|plan| {
        plan.places.push(new_place("share-vault", Holds::Shares));
        account_of(plan, "alpha").password.shares[1] = name("share-vault");
    });
    assert_eq!(
        gaps(&plan),
        [(
            Kind::PutAway,
            bag_of(&share_item("alpha", 2)),
            misplaced("share-safe-farid", "share-vault")
        )]
    );
}

#[test]
fn what_the_plan_no_longer_names_is_a_duty() {
    let plan = changed(|plan| plan.keys.retain(|key| key.id != name("bravo-2")));
    let key = || About::Key(name("bravo-2"));
    assert_eq!(gaps(&plan), [(Kind::Retire, key(), Reason::NotInPlan)]);
    let plan = changed(|plan| plan.accounts.retain(|a| a.id != name("bravo")));
    let account = About::Account(name("bravo"));
    assert_eq!(gaps(&plan), [(Kind::Retire, account, Reason::NotInPlan)]);

    // Renamed: one is new, and one is held that nothing names.
    let plan = changed(|plan| key_of(plan, "bravo-2").id = name("bravo-9"));
    assert_eq!(
        gaps(&plan),
        [
            (
                Kind::SetUpKey,
                About::Key(name("bravo-9")),
                Reason::NotAdmitted
            ),
            (Kind::Retire, key(), Reason::NotInPlan),
        ]
    );

    // A place, with the keys that lie in it.
    let plan = changed(|plan| {
        plan.places
            .retain(|place| place.id != name("key-safe-north"));
        plan.keys.retain(|key| key.place != name("key-safe-north"));
    });
    let mut expected = Vec::new();
    for about in [
        About::Key(name("alpha-1")),
        About::Key(name("bravo-1")),
        bag_of(&key_item("alpha-1")),
        bag_of(&key_item("bravo-1")),
    ] {
        expected.push((Kind::Retire, about, Reason::NotInPlan));
    }
    assert_eq!(gaps(&plan), expected);

    // A place alone: its bags go where the plan puts what is in them.
    let plan = changed(|plan| {
        place_of(plan, "key-safe-north").id = name("key-vault");
        for key in &mut plan.keys {
            if key.place == name("key-safe-north") {
                key.place = name("key-vault");
            }
        }
    });
    let moved = |key| {
        let about = bag_of(&key_item(key));
        (
            Kind::PutAway,
            about,
            misplaced("key-safe-north", "key-vault"),
        )
    };
    assert_eq!(gaps(&plan), [moved("alpha-1"), moved("bravo-1")]);
}

#[test]
fn shares_of_another_number_than_the_plans_are_a_duty() {
    for (wanted, change) in [
        (2, (|shares| drop(shares.pop())) as fn(&mut Vec<Name>)),
        (4, |shares| shares.push(name("share-safe-edda"))),
    ] {
        let plan = changed(|plan| change(&mut account_of(plan, "alpha").password.shares));
        let about = About::Account(name("alpha"));
        let reason = Reason::ShareCount { are: 3, wanted };
        assert_eq!(gaps(&plan), [(Kind::RotatePassword, about, reason)]);
    }
}

#[test]
fn another_threshold_than_the_live_sets_is_a_duty() {
    let plan = changed(|plan| account_of(plan, "bravo").password.threshold = 3);
    let about = About::Account(name("bravo"));
    let reason = Reason::Threshold {
        needed: 2,
        wanted: 3,
    };
    assert_eq!(gaps(&plan), [(Kind::RotatePassword, about, reason)]);
}

#[test]
fn a_pin_that_is_shorter_than_the_plans_is_a_duty() {
    let longer = |digits| changed(|plan| plan.rules.pin_digits = digits);
    assert_eq!(gaps(&longer(7)), []);
    let keys = ["alpha-1", "alpha-2", "bravo-1", "bravo-2"];
    let short = keys.map(|key| {
        let (digits, least) = (8, 9);
        let reason = Reason::PinTooShort { digits, least };
        (Kind::RotatePin, About::Key(name(key)), reason)
    });
    assert_eq!(gaps(&longer(9)), short);
}

#[test]
fn a_key_that_was_not_set_as_the_plan_wants_is_a_duty_until_it_was() {
    let wants: [fn(&mut KeySettings); 3] = [
        |wanted| wanted.always_uv = true,
        |wanted| wanted.enterprise_attestation = true,
        |wanted| wanted.told_min_pin.push("example.org".into()),
    ];
    for want in wants {
        let plan = changed(|plan| want(&mut plan.key_settings));
        let keys = ["alpha-1", "alpha-2", "bravo-1", "bravo-2"];
        let not_set = keys.map(|key| {
            let about = About::Key(name(key));
            (Kind::ConfigureKey, about, Reason::NotConfigured)
        });
        assert_eq!(gaps(&plan), not_set);
    }
    let mut plan = usual_plan();
    plan.key_settings.told_min_pin.push("example.org".into());
    let theatre = Theatre::new(plan);
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let template = Template::named("configure-key").expect("a template");
    let script = bind_to_key(&template, &theatre.plan, &name("bravo-1"));
    let ended = theatre.run(Some(&script), Default::default());
    assert_eq!(ended, Ok(Ending::Ended));
    let left = |plan: &Plan| {
        let all = duties(plan, &theatre.custody(), Some(day(TODAY)));
        let left = all.iter().filter(|d| d.kind == Kind::ConfigureKey);
        left.count()
    };
    assert_eq!(left(&theatre.plan), 3);
    // It was set for one plan, and the next wants more.
    let mut more = theatre.plan.clone();
    more.key_settings.told_min_pin.push("example.net".into());
    assert_eq!(left(&more), 4);
}

#[test]
fn a_pin_that_somebody_saw_who_must_not_know_it_is_a_duty() {
    let who = who_saw("alpha-1");
    let keys = ["alpha-1", "alpha-2", "bravo-1", "bravo-2"];
    let seen = |because: fn(&str) -> Outsider, keys: &[&str]| -> Vec<_> {
        let one = |key: &&str| {
            let by = who.clone();
            let because = because(key);
            let about = About::Key(name(key));
            (Kind::RotatePin, about, Reason::Seen { by, because })
        };
        keys.iter().map(one).collect()
    };
    let plan = changed(|plan| plan.people.retain(|person| person.id != who));
    assert_eq!(gaps(&plan), seen(|_| Outsider::NotInPlan, &keys));

    let plan = changed(|plan| {
        let roles = &mut person_of(plan, who.as_str()).roles;
        *roles = vec![Role::KeyCustodian];
    });
    assert_eq!(gaps(&plan), seen(|_| Outsider::KeyCustodian, &keys));

    let plan = changed(|plan| {
        let place = place_of(plan, "key-safe-north");
        place.opened_by.push(who.clone());
    });
    let opens = |_: &str| Outsider::Opens {
        place: name("key-safe-north"),
    };
    assert_eq!(gaps(&plan), seen(opens, &["alpha-1", "bravo-1"]));

    // Their last day is one of taking part.
    let until = |day: Date| changed(|plan| person_of(plan, who.as_str()).until = Some(day));
    assert_eq!(gaps(&until(day(TODAY))), []);
    let left = |_: &str| Outsider::Left {
        on: day("2026-01-31"),
    };
    assert_eq!(gaps(&until(day("2026-01-31"))), seen(left, &keys));

    // Without a day nobody has left.
    let all = duties(&until(day("2026-01-31")), &custody(), None);
    assert!(all.iter().all(|duty| duty.on.is_some()), "{all:?}");
}

/// A changed plan is adopted: every account gets a new password, and the old shares lie sealed.
#[test]
fn sheets_of_no_use_are_a_duty_until_they_are_destroyed() {
    let mut theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let mut key = theatre.plan.keys[0].clone();
    key.id = name("alpha-3");
    theatre.plan.keys.push(key);
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let left = |theatre: &Theatre| -> Vec<Duty> {
        let all = now(&theatre.custody(), Some(day(TODAY)));
        all.into_iter().filter(|duty| duty.on.is_none()).collect()
    };
    let old = left(&theatre);
    assert_eq!(old.len(), 6, "{old:?}");
    for duty in &old {
        assert_eq!((duty.kind, &duty.reason), (Kind::Destroy, &Reason::OfNoUse));
        let answer = duty.answered_by.as_ref().map(Answer::command);
        assert_eq!(answer.as_deref(), Some("sealwright run annual-rotation"));
    }
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    assert_eq!(left(&theatre), []);
}

#[test]
fn an_open_ceremony_and_what_is_in_doubt_are_duties() {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let ledger = theatre.ledger();
    let lines: Vec<&[u8]> = ledger.split_inclusive(|b| *b == b'\n').collect();
    let mut doubts = 0;
    for end in (2..lines.len()).step_by(3) {
        let custody = folded(&lines[..end].concat());
        let all = now(&custody, Some(day("2026-01-13")));
        let open = all.iter().filter(|d| d.kind == Kind::FinishCeremony);
        let open: Vec<&Duty> = open.collect();
        assert_eq!(open.len(), usize::from(custody.ceremony().is_some()));
        for duty in open {
            assert_eq!(duty.blocks, Some(Blocks::EveryCeremony));
            assert_eq!(duty.answered_by, Some(Answer::GoOn));
        }
        let settle = all.iter().filter(|duty| duty.kind == Kind::Settle);
        let settle: Vec<&Duty> = settle.collect();
        assert_eq!(settle.len(), custody.doubts().len());
        assert!(settle.iter().all(|d| d.blocks == Some(Blocks::Ending)));
        doubts += settle.len();
    }
    assert!(doubts > 5, "{doubts} moments were in doubt");
}

#[test]
fn with_a_clock_behind_the_ledger_no_date_is_judged() {
    let custody = custody();
    let latest = custody.latest().expect("an entry");
    let before = latest - jiff::SignedDuration::from_secs(1);
    assert_eq!(sealwright::duty::today(&custody, before), None);
    assert_eq!(
        sealwright::duty::today(&custody, latest),
        Some(day("2026-01-12"))
    );
    let plan = changed(|plan| person_of(plan, "edda").until = Some(day("2026-01-01")));
    let all = duties(&plan, &custody, None);
    assert_eq!(all.len(), 20);
    for duty in all {
        assert_eq!((duty.standing, duty.days_left), (Standing::Unknown, None));
    }
}

/// What a duty names as its answer exists, and is for a key where it says so.
#[test]
fn every_answer_is_a_ceremony_of_this_program() {
    let mut answers = Vec::new();
    for plan in (0..200).map(random_plan) {
        let all = duties(&plan, &custody(), Some(day("2027-03-01")));
        for duty in all {
            if let Some(Answer::Run { ceremony, key }) = duty.answered_by {
                let template = Template::named(ceremony).expect("it is in the program");
                assert_eq!(template.is_for_one_key(), key.is_some(), "{ceremony}");
                assert!(key.is_none_or(|key| plan.key(&key).is_some()), "{ceremony}");
                answers.push(ceremony);
            }
        }
    }
    answers.sort_unstable();
    answers.dedup();
    assert!(answers.len() >= 4, "{answers:?}");
}

#[test]
fn a_draft_brings_what_would_become_a_duty_and_ends_what_would_not_be_one() {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let custody = theatre.custody();
    let today = Some(day("2026-05-01"));
    let plan = usual_plan();
    assert_eq!(impact(&plan, &custody, today), Impact::default());

    let dropped = changed(|plan| plan.keys.retain(|key| key.id != name("bravo-2")));
    let Impact { brings, ends } = impact(&dropped, &custody, today);
    let kinds = |duties: &[Duty]| -> Vec<_> {
        let one = |duty: &Duty| (duty.kind, duty.on.is_some());
        duties.iter().map(one).collect()
    };
    // Its bags are looked at as before.
    assert_eq!(kinds(&brings), [(Kind::Retire, false)]);
    assert_eq!(kinds(&ends), [(Kind::RotatePin, true)]);
    assert_eq!(brings[0].answered_by, None);

    // Another date is another duty.
    let sooner = changed(|plan| plan.rules.rotate_every_months = 6);
    let Impact { brings, ends } = impact(&sooner, &custody, today);
    assert_eq!((brings.len(), ends.len()), (6, 6));
    assert!(brings.iter().all(|duty| duty.on == Some(day("2026-07-12"))));

    // Nothing binds yet: all of it is new.
    let fresh = Theatre::new(usual_plan()).custody();
    let Impact { brings, ends } = impact(&plan, &fresh, today);
    assert_eq!((brings.len(), ends.len()), (6, 0));
}

// --- plans changed in every way ---

/// Nothing that custody holds is hidden by a plan: it is as the plan wants it, or a duty is about it (I22).
#[test]
fn nothing_that_custody_holds_is_hidden_by_a_changed_plan() {
    let first = custody();
    // With what an adoption leaves behind, too.
    let mut theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre.plan.accounts[0].password.length = 41;
    let mut key = theatre.plan.keys[0].clone();
    key.id = name("alpha-3");
    theatre.plan.keys.push(key);
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let second = theatre.custody();
    let mut gaps = 0;
    for n in 0..4000 {
        let plan = random_plan(n);
        for custody in [&first, &second] {
            gaps += hides_nothing(&plan, custody);
        }
    }
    assert!(gaps > 4000, "the plans did change: {gaps} gaps");
}

/// The check can fail: each duty but those with a date is needed.
#[test]
fn a_duty_that_is_withheld_is_missed() {
    let custody = custody();
    let mut withheld = 0;
    for n in 0..300 {
        let plan = random_plan(n);
        let all = duties(&plan, &custody, Some(day(TODAY)));
        for (at, duty) in all.iter().enumerate() {
            let kinds = [Kind::Retire, Kind::PutAway, Kind::Destroy];
            if !kinds.contains(&duty.kind) {
                continue;
            }
            let mut rest = all.clone();
            rest.remove(at);
            withheld += usize::from(hidden(&plan, &custody, &rest).is_some());
        }
    }
    assert!(withheld > 300, "{withheld}");
}

fn hides_nothing(plan: &Plan, custody: &Custody) -> usize {
    let all = duties(plan, custody, Some(day(TODAY)));
    assert_eq!(hidden(plan, custody, &all), None, "{plan:?}");
    all.iter().filter(|duty| duty.on.is_none()).count()
}

/// Something that is held, is not as the plan wants it, and about which there is no duty.
fn hidden(plan: &Plan, custody: &Custody, all: &[Duty]) -> Option<String> {
    let gap = |about: About| {
        let mut all = all.iter().filter(|duty| duty.on.is_none());
        all.any(|duty| duty.about == about)
    };
    let right = |at: &Whereabouts, wanted: Option<&Name>| matches!(at, Whereabouts::Bag(bag) if Some(&custody.bags()[bag].place) == wanted);
    let told =
        |at: &Whereabouts| matches!(at, Whereabouts::Bag(bag) if gap(About::Bag(bag.clone())));
    for (id, key) in custody.keys() {
        let wanted = plan.key(id).map(|key| &key.place);
        if !right(&key.at, wanted) && !told(&key.at) && !gap(About::Key(id.clone())) {
            return Some(format!("key {id}"));
        }
    }
    for (id, sheet) in custody.sheets() {
        if sheet.at == Whereabouts::Gone {
            continue;
        }
        let (owner, wanted) = match &sheet.page {
            Page::Pin { key } => (
                About::Key(key.clone()),
                plan.key(key).map(|key| &key.pin_place),
            ),
            Page::Share {
                account, member, ..
            } => (
                About::Account(account.clone()),
                plan.account(account).and_then(|account| {
                    let set = custody.live_set(&account.id)?;
                    let shares = &account.password.shares;
                    let fits = set.len() == shares.len();
                    shares.get(*member as usize - 1).filter(|_| fits)
                }),
            ),
        };
        let live = sheet.state == SheetState::Live;
        let told = told(&sheet.at) || gap(owner);
        if live && !right(&sheet.at, wanted) && !told || !live && !gap(About::Sheet(id.clone())) {
            return Some(format!("sheet {id}"));
        }
    }
    for (serial, bag) in custody.bags() {
        let known = plan.place(&bag.place).is_some();
        if !known && !gap(About::Bag(serial.clone())) {
            return Some(format!("bag {serial}"));
        }
    }
    for (account, password) in custody.passwords() {
        let known = plan.account(account).is_some();
        if password.live.is_some() && !known && !gap(About::Account(account.clone())) {
            return Some(format!("password of {account}"));
        }
    }
    None
}

/// The usual plan with one to four changes: somebody or something dropped, renamed, added, moved. It need not be sound:
/// duties do not rely on that.
fn random_plan(seed: u64) -> Plan {
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut roll = move |sides: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice % sides as u64) as usize
    };
    let mut plan = usual_plan();
    for n in 0..=roll(4) {
        let fresh = name(&format!("new-{n}"));
        match roll(16) {
            0 if plan.people.len() > 1 => drop(plan.people.remove(roll(plan.people.len()))),
            1 if plan.places.len() > 1 => drop(plan.places.remove(roll(plan.places.len()))),
            2 if plan.keys.len() > 1 => drop(plan.keys.remove(roll(plan.keys.len()))),
            3 if plan.accounts.len() > 1 => drop(plan.accounts.remove(roll(plan.accounts.len()))),
            4 => pick(&mut plan.people, roll(99)).id = fresh,
            5 => pick(&mut plan.places, roll(99)).id = fresh,
            6 => pick(&mut plan.keys, roll(99)).id = fresh,
            7 => pick(&mut plan.accounts, roll(99)).id = fresh,
            8 => {
                let mut key = pick(&mut plan.keys, roll(99)).clone();
                key.id = fresh;
                plan.keys.push(key);
            }
            9 => plan.places.push(new_place(fresh.as_str(), Holds::Shares)),
            10 => pick(&mut plan.keys, roll(99)).place = name("key-safe-south"),
            11 => pick(&mut plan.keys, roll(99)).pin_place = name("pin-safe-west"),
            12 => drop(pick(&mut plan.accounts, roll(99)).password.shares.pop()),
            13 => pick(&mut plan.accounts, roll(99))
                .password
                .shares
                .push(fresh),
            14 => pick(&mut plan.accounts, roll(99))
                .password
                .shares
                .rotate_left(1),
            _ => pick(&mut plan.places, roll(99))
                .opened_by
                .push(name("carla")),
        }
    }
    plan
}

fn pick<T>(all: &mut [T], at: usize) -> &mut T {
    let at = at % all.len();
    &mut all[at]
}

// --- in words ---

/// Each reason once; a new one does not build before it stands here.
fn every_reason() -> Vec<Reason> {
    let since = "2026-01-12T09:00:00Z".parse().expect("a time");
    let seen = |because| Reason::Seen {
        by: name("carla"),
        because,
    };
    let place = name("key-safe-north");
    let all = vec![
        Reason::Unfinished,
        Reason::InDoubt { intent: 7 },
        Reason::InQuarantine { since: 7 },
        Reason::LastDay {
            opens: vec![place.clone()],
        },
        Reason::NotAdmitted,
        Reason::NoPin,
        Reason::NoPasskey,
        Reason::NoPassword,
        Reason::Age { since },
        seen(Outsider::NotInPlan),
        seen(Outsider::Left { on: day(TODAY) }),
        seen(Outsider::KeyCustodian),
        seen(Outsider::Opens {
            place: place.clone(),
        }),
        Reason::PinTooShort {
            digits: 6,
            least: 8,
        },
        Reason::ShareCount { are: 3, wanted: 5 },
        Reason::Threshold {
            needed: 2,
            wanted: 3,
        },
        Reason::NotConfigured,
        misplaced("key-safe-north", "key-safe-south"),
        Reason::NotInPlan,
        Reason::OfNoUse,
        Reason::NotLookedAt {
            since,
            place,
            items: vec![key_item("alpha-1")],
        },
    ];
    let number = |reason: &Reason| match reason {
        Reason::Unfinished => 0,
        Reason::InDoubt { .. } => 1,
        Reason::LastDay { .. } => 2,
        Reason::NotAdmitted => 3,
        Reason::NoPin => 4,
        Reason::NoPasskey => 5,
        Reason::NoPassword => 6,
        Reason::Age { .. } => 7,
        Reason::Seen { .. } => 8,
        Reason::PinTooShort { .. } => 9,
        Reason::ShareCount { .. } => 10,
        Reason::Threshold { .. } => 11,
        Reason::NotConfigured => 12,
        Reason::Misplaced { .. } => 13,
        Reason::NotInPlan => 14,
        Reason::OfNoUse => 15,
        Reason::NotLookedAt { .. } => 16,
        Reason::InQuarantine { .. } => 17,
    };
    let numbers: BTreeSet<i32> = all.iter().map(number).collect();
    assert_eq!(numbers, (0..=17).collect());
    all
}

#[test]
fn the_manual_names_every_kind_of_duty_and_every_reason() {
    let (_, _, chapter) = sealwright::manual::CHAPTERS
        .iter()
        .find(|(chapter, ..)| *chapter == "duties")
        .expect("a chapter");
    for kind in Kind::ALL {
        let word = serde_json::to_value(kind).expect("a word");
        let word = word.as_str().expect("a word");
        assert!(chapter.contains(&format!("| `{word}` |")), "{word}");
    }
    for reason in every_reason() {
        let word = serde_json::to_value(&reason).expect("an object");
        let word = word["is"].as_str().expect("a word");
        assert!(chapter.contains(&format!("(`{word}`)")), "{word}");
    }
}

#[test]
fn every_duty_is_said_in_every_language_in_words_of_its_own() {
    let any = duties(&usual_plan(), &custody(), Some(day(TODAY)));
    let mut said = BTreeSet::new();
    for reason in every_reason() {
        let duty = Duty {
            about: About::Key(name("alpha-1")),
            reason,
            ..any[0].clone()
        };
        for (_, language) in Language::ALL {
            let text = Line::Duty(&duty).said(language);
            assert!(text.contains("alpha-1") && text.ends_with('.'), "{text}");
            assert!(said.insert(text.clone()), "twice: {text}");
        }
    }
    assert_eq!(said.len(), 3 * every_reason().len());
}
