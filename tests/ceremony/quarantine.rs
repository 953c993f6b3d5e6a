//! A breach is a state, not a line (I18): what it is about stays in quarantine until both end that, and nothing that was
//! taken meanwhile hides it.

use crate::oracle;
use crate::stage::{People, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::ctap::{AssertionRequest, Client, Permissions};
use sealwright::custody::{Custody, Suspect};
use sealwright::plan::Name;
use sealwright::rehearsal::{SeededDice, Stage};
use sealwright::report::status::Status;
use sealwright::secret::Secret;
use sealwright::softkey::SoftLink;
use sealwright::text::language::Language;
use std::time::Duration;

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn after_setup(meanwhile: impl FnOnce(&mut Stage)) -> Theatre {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    meanwhile(&mut theatre.stage.borrow_mut());
    theatre
}

/// Somebody who has the key, and no PIN, signs with it.
pub fn used(stage: &mut Stage, key: &str, times: u32) {
    let key = stage.keys.get_mut(key).expect("the key");
    let (mut clock, mut dice) = (Duration::ZERO, SeededDice::of_number(1, "thief"));
    key.plug(clock);
    let mut client = Client::open(SoftLink::new(key, &mut clock), &mut dice).expect("a channel");
    for _ in 0..times {
        let request = AssertionRequest {
            rp_id: "login.microsoft.com".into(),
            client_data_hash: [1; 32],
            user_presence: true,
            ..AssertionRequest::default()
        };
        client
            .get_assertion(&request, None)
            .expect("it signs for whoever touches it");
    }
    client.into_link().key().unplug();
}

/// Somebody guesses the key's PIN once.
fn guessed(stage: &mut Stage, key: &str) {
    let key = stage.keys.get_mut(key).expect("the key");
    let (mut clock, mut dice) = (Duration::ZERO, SeededDice::of_number(2, "thief"));
    key.plug(clock);
    let mut client = Client::open(SoftLink::new(key, &mut clock), &mut dice).expect("a channel");
    let pin = Secret::take(&mut b"00000000".to_vec()).expect("room");
    let wrong = client.token(
        &pin,
        Permissions::GET_ASSERTION,
        Some("sealwright.invalid"),
        &mut dice,
    );
    assert!(wrong.is_err());
    client.into_link().key().unplug();
}

fn leaves_out() -> People {
    People {
        leaves_out: true,
        ..People::default()
    }
}

fn is_held(custody: &Custody, key: &str) -> bool {
    let key = name(key);
    custody.quarantine().contains_key(&Suspect::Key { key })
}

/// What is wrong with the book, as `status` says it.
fn status(theatre: &Theatre) -> Status {
    let now = theatre.stage.borrow().now();
    Status::of(&theatre.custody(), None, now)
}

fn tells_of(theatre: &Theatre, key: &str) -> bool {
    let status = status(theatre);
    let text = status
        .text(Language::English)
        .replace("\n              ", " ");
    let said = text.contains(&format!("Key {key} is in quarantine since entry"));
    let rows = status.json()["due"].to_string();
    assert_eq!(said, rows.contains("\"task\":\"end-quarantine\""));
    assert!(!said || status.action_needed(), "the exit code says so");
    said
}

#[test]
fn i18_a_breach_does_not_heal_by_itself() {
    let uses: [fn(&mut Stage); 2] = [
        |stage| used(stage, "alpha-1", 5),
        |stage| guessed(stage, "alpha-1"),
    ];
    for meanwhile in uses {
        let theatre = after_setup(meanwhile);
        let before = theatre.custody().keys()[&name("alpha-1")].sealed_as.clone();
        let script = bind_to_key(
            &Template::named("verify-pin").expect("a template"),
            &theatre.plan,
            &name("alpha-1"),
        );
        // The breach; the safe stop seals the key again; the next sitting goes on without the key.
        let stopped = theatre.run(Some(&script), People::default());
        assert!(
            matches!(stopped, Ok(Ending::Suspended { ref still_out }) if still_out.is_empty()),
            "{stopped:?}"
        );
        oracle::everything_is_put_away(&theatre.stage.borrow()).expect("the key is in a bag");
        assert_eq!(theatre.run(None, leaves_out()), Ok(Ending::Ended));
        let custody = theatre.custody();
        assert!(is_held(&custody, "alpha-1"));
        assert_eq!(
            custody.keys()[&name("alpha-1")].sealed_as,
            before,
            "no new baseline"
        );
        assert!(tells_of(&theatre, "alpha-1"));

        // Whatever begins next meets it, and cannot use the key.
        let verified = theatre.ledger().len();
        assert_eq!(theatre.run(Some(&script), leaves_out()), Ok(Ending::Ended));
        let since = String::from_utf8(theatre.ledger().split_off(verified)).expect("text");
        assert!(
            !since.contains("open-bag") && since.contains("step-refused"),
            "{since}"
        );

        assert_eq!(theatre.begin("end-quarantine"), Ok(Ending::Ended));
        assert!(!tells_of(&theatre, "alpha-1"));
        let departures = theatre.custody().exceptions().count();
        assert_eq!(
            theatre.run(Some(&script), People::default()),
            Ok(Ending::Ended)
        );
        assert_eq!(theatre.custody().exceptions().count(), departures);
    }
}

#[test]
fn i18_a_use_between_the_breach_and_the_end_of_the_quarantine_shows() {
    let theatre = after_setup(|stage| used(stage, "alpha-1", 5));
    let script = bind_to_key(
        &Template::named("verify-credential").expect("a template"),
        &theatre.plan,
        &name("alpha-1"),
    );
    let _ = theatre.run(Some(&script), People::default());
    assert_eq!(theatre.run(None, leaves_out()), Ok(Ending::Ended));
    used(&mut theatre.stage.borrow_mut(), "alpha-1", 1);
    assert_eq!(theatre.begin("end-quarantine"), Ok(Ending::Ended));
    let _ = theatre.run(Some(&script), People::default());
    assert!(is_held(&theatre.custody(), "alpha-1"));
}

#[test]
fn i18_a_key_that_is_sealed_again_before_anybody_compared_it_is_compared_then() {
    let theatre = after_setup(|stage| used(stage, "alpha-1", 5));
    let script = bind_to_key(
        &Template::named("verify-pin").expect("a template"),
        &theatre.plan,
        &name("alpha-1"),
    );
    // They stop at each question; where the bag was opened by then, the key is sealed again, and held.
    let bag = |theatre: &Theatre| theatre.custody().keys()[&name("alpha-1")].at.clone();
    let (mut opened, mut question) = (0, 20);
    loop {
        let fork = theatre.fork();
        let people = People {
            leave_at: Some(question),
            ..People::default()
        };
        let ended = fork.run(Some(&script), people);
        let out = bag(&fork) != bag(&theatre);
        assert_eq!(
            is_held(&fork.custody(), "alpha-1"),
            out,
            "question {question}: {ended:?}"
        );
        let ledger = String::from_utf8(fork.ledger()).expect("text");
        if ledger.contains("\"moment\":\"opening\"") {
            break;
        }
        opened += u32::from(out);
        question += 1;
    }
    assert!(opened >= 1, "no question came between");
}

/// "No" to "Plug in key", another key, a key that is gone: none of them is a signature.
#[test]
fn i18_only_signatures_that_were_asked_for_explain_a_counter() {
    let theatre = after_setup(|stage| used(stage, "alpha-1", 2));
    let script = bind_to_key(
        &Template::named("verify-credential").expect("a template"),
        &theatre.plan,
        &name("alpha-1"),
    );
    let (mut asked_again, mut swapped) = (0, 0);
    for question in 15..45 {
        for wrong in [true, false] {
            let fork = theatre.fork();
            let people = People {
                wrong_at: wrong.then_some(question),
                swap_key_at: (!wrong).then_some(question),
                ..People::default()
            };
            let _ = fork.run(Some(&script), people);
            let ledger = String::from_utf8(fork.ledger()).expect("text");
            // A bag that is not as it should be, or a stranger in it, stops them before the key is looked at.
            if ledger.contains("\"moment\":\"opening\"") {
                assert!(is_held(&fork.custody(), "alpha-1"), "question {question}");
                asked_again += usize::from(ledger.contains("No security key is plugged in"));
                swapped += usize::from(ledger.contains("snapshot-unanswered"));
            }
        }
    }
    assert!(asked_again > 0, "nobody said no");
    println!("{asked_again} said no, {swapped} another key");
}

#[test]
fn i18_who_stops_before_a_key_was_compared_raises_no_false_alarm() {
    let theatre = after_setup(|_| {});
    let script = bind_to_key(
        &Template::named("verify-pin").expect("a template"),
        &theatre.plan,
        &name("alpha-1"),
    );
    for question in 18..40 {
        let fork = theatre.fork();
        let people = People {
            leave_at: Some(question),
            ..People::default()
        };
        let _ = fork.run(Some(&script), people);
        assert!(
            fork.custody().quarantine().is_empty(),
            "question {question}"
        );
        assert_eq!(fork.go_on(), Ok(Ending::Ended), "question {question}");
    }
}

#[test]
fn i18_the_people_can_keep_a_thing_in_quarantine() {
    let theatre = after_setup(|stage| used(stage, "alpha-1", 5));
    let _ = theatre.begin("annual-rotation");
    assert_eq!(theatre.run(None, leaves_out()), Ok(Ending::Ended));
    let asked = {
        let template = Template::named("end-quarantine").expect("a template");
        sealwright::ceremony::template::bind(&template, &theatre.plan)
    };
    // A "no" at each question in turn: once it is the one that matters, and they are asked again.
    let kept = (10..40).any(|question| {
        let fork = theatre.fork();
        let people = People {
            wrong_at: Some(question),
            ..People::default()
        };
        let _ = fork.run(Some(&asked), people);
        let ledger = String::from_utf8(fork.ledger()).expect("text");
        ledger.contains("Not confirmed: key alpha-1 can be relied on again")
    });
    assert!(kept);
}

#[test]
fn i6_i18_a_damaged_bag_stays_closed_until_its_quarantine_ends_and_can_be_opened_then() {
    let theatre = after_setup(|stage| {
        let of_key = |bag: &&mut sealwright::rehearsal::PlayedBag| {
            bag.items.iter().any(|i| i == "key alpha-1")
        };
        stage
            .bags
            .values_mut()
            .find(of_key)
            .expect("its bag")
            .damaged = true;
    });
    let script = bind_to_key(
        &Template::named("verify-pin").expect("a template"),
        &theatre.plan,
        &name("alpha-1"),
    );
    let _ = theatre.run(Some(&script), People::default());
    assert_eq!(theatre.run(None, leaves_out()), Ok(Ending::Ended));
    oracle::everything_is_put_away(&theatre.stage.borrow()).expect("back at its place, closed");
    assert_eq!(theatre.run(Some(&script), leaves_out()), Ok(Ending::Ended));
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    assert!(!ledger.contains("\"do\":\"open-bag\""));
    assert_eq!(theatre.begin("end-quarantine"), Ok(Ending::Ended));
    assert_eq!(
        theatre.run(Some(&script), People::default()),
        Ok(Ending::Ended)
    );
}
