//! Signs of tampering, and people who are not what they should be: each is met as the manual says.

use crate::oracle;
use crate::stage::{People, Theatre, usual_plan};
use sealwright::book::Book;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::ctap::{AssertionRequest, Client};
use sealwright::custody::{Custody, Event, Item, Present, SheetId, Whereabouts};
use sealwright::ledger::Origin;
use sealwright::plan::{Holds, Name, Role};
use sealwright::rehearsal::{Effect, Moment, Played, PlayedClock, PlayedDisk, SeededDice, Stage};
use sealwright::secret::Secret;
use sealwright::share::{Scheme, master_of_password, split};
use sealwright::softkey::{CommandFault, Fault, SoftKey, SoftLink};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// An entry's time, which no rule looks at.
const AT: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

/// A theatre after the setup, with something done to it while everything lies in its bags.
fn after_setup(meanwhile: impl FnOnce(&mut Stage)) -> Theatre {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    meanwhile(&mut theatre.stage.borrow_mut());
    theatre
}

fn suspended() -> Ending {
    Ending::Suspended {
        still_out: Vec::new(),
    }
}

/// Runs the drill: it must stop safely with this breach in the ledger, and something in quarantine.
fn breach(theatre: &Theatre, what: &str) {
    assert_eq!(theatre.begin("annual-rotation"), Ok(suspended()));
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let breaches: Vec<&str> = ledger
        .lines()
        .filter(|l| l.contains(r#""type":"breach""#))
        .collect();
    assert!(breaches.iter().any(|b| b.contains(what)), "{breaches:#?}");
    let held = theatre.custody();
    assert!(!held.quarantine().is_empty(), "{breaches:#?}");
}

fn bag_of(stage: &Stage, item: &str) -> String {
    let holds = |(_, bag): &(&String, &sealwright::rehearsal::PlayedBag)| {
        bag.items.iter().any(|i| i == item)
    };
    stage
        .bags
        .iter()
        .find(holds)
        .map(|(serial, _)| serial.clone())
        .expect("a bag")
}

fn secret(text: &str) -> Secret {
    Secret::take(&mut text.as_bytes().to_vec()).expect("room")
}

pub fn pin_of(stage: &Stage, key: &str) -> String {
    let of_key =
        |page: &&String| page.contains("PIN SHEET") && page.contains(&format!("key: {key}\n"));
    let page = stage.paper.values().find(of_key).expect("a PIN sheet");
    let line = page
        .lines()
        .rev()
        .find_map(|l| l.trim().strip_prefix("pin:"))
        .expect("a PIN");
    line.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn i6_a_damaged_bag_is_a_breach() {
    let theatre = after_setup(|stage| {
        let bag = bag_of(stage, "key alpha-1");
        stage.bags.get_mut(&bag).expect("the bag").damaged = true;
    });
    breach(&theatre, "is damaged or has been opened");
}

#[test]
fn i6_a_bag_with_a_serial_that_the_ledger_never_saw_is_a_breach() {
    let theatre = after_setup(|stage| {
        let bag = bag_of(stage, "key alpha-1");
        let contents = stage.bags.remove(&bag).expect("the bag");
        stage.bags.insert("XX-999999".into(), contents);
    });
    breach(&theatre, "which does not occur in this book");
}

#[test]
fn i7_i18_another_key_in_the_bag_is_a_breach() {
    let theatre = after_setup(|stage| {
        let mut forged = SoftKey::new([9; 32], "forged");
        forged.unplug();
        stage.keys.insert("alpha-1".into(), forged);
    });
    // Whoever plugs it in believes that it is the right one, and says so again and again.
    breach(
        &theatre,
        "The bag of key alpha-1 contained a key that this book does not know",
    );
    assert_eq!(
        theatre.stage.borrow().keys["alpha-1"].flash().pin_retries(),
        8,
        "no PIN byte went to a strange key"
    );
}

#[test]
fn i18_one_use_of_a_key_in_its_bag_is_a_breach() {
    let theatre = after_setup(|stage| {
        let key = stage.keys.get_mut("alpha-2").expect("the key");
        let mut clock = Duration::ZERO;
        let mut dice = SeededDice::of_number(1, "thief");
        key.plug(clock);
        let mut client =
            Client::open(SoftLink::new(key, &mut clock), &mut dice).expect("a channel");
        // A discoverable credential answers without its id; the thief has no PIN, so the answer is silent.
        let request = AssertionRequest {
            rp_id: "login.microsoft.com".into(),
            client_data_hash: [1; 32],
            user_presence: true,
            ..AssertionRequest::default()
        };
        client
            .get_assertion(&request, None)
            .expect("the key signs for whoever touches it");
        client.into_link().key().unplug();
    });
    breach(&theatre, "has changed since it was sealed");
}

#[test]
fn i18_a_pin_try_in_the_bag_is_a_breach() {
    let theatre = after_setup(|stage| {
        let key = stage.keys.get_mut("bravo-2").expect("the key");
        let mut clock = Duration::ZERO;
        let mut dice = SeededDice::of_number(2, "thief");
        key.plug(clock);
        let mut client =
            Client::open(SoftLink::new(key, &mut clock), &mut dice).expect("a channel");
        let wrong = client.token(
            &secret("00000000"),
            sealwright::ctap::Permissions::GET_ASSERTION,
            Some("sealwright.invalid"),
            &mut dice,
        );
        assert!(wrong.is_err());
        client.into_link().key().unplug();
    });
    breach(&theatre, "PIN tries left: 8 when sealed, 7 now");
}

#[test]
fn i3_a_pin_that_somebody_changed_costs_one_try_a_quarantine_and_never_the_last_three() {
    let theatre = after_setup(|stage| {
        let old = pin_of(stage, "alpha-2");
        let key = stage.keys.get_mut("alpha-2").expect("the key");
        let mut clock = Duration::ZERO;
        let mut dice = SeededDice::of_number(3, "thief");
        key.plug(clock);
        let mut client =
            Client::open(SoftLink::new(key, &mut clock), &mut dice).expect("a channel");
        client
            .change_pin(&secret(&old), &secret("11223344"), &mut dice)
            .expect("changed");
        client.into_link().key().unplug();
    });
    let cautious = |leaves_out| People {
        cautious: true,
        leaves_out,
        ..People::default()
    };
    let tries = || theatre.stage.borrow().keys["alpha-2"].flash().pin_retries();
    let script = {
        let template = Template::named("verify-pin").expect("a template");
        bind_to_key(&template, &theatre.plan, &name("alpha-2"))
    };
    let mut left = Vec::new();
    for _ in 0..7 {
        let stopped = theatre.run(Some(&script), cautious(false));
        assert_eq!(stopped, Ok(suspended()));
        left.push(tries());
        // In quarantine nobody tries again.
        assert_eq!(theatre.run(None, cautious(true)), Ok(Ending::Ended));
        assert_eq!(tries(), left[left.len() - 1]);
        assert_eq!(theatre.begin("end-quarantine"), Ok(Ending::Ended));
    }
    assert_eq!(left, [7, 6, 5, 4, 3, 3, 3]);
}

#[test]
fn i8_a_forged_share_with_a_sound_checksum_is_named() {
    let theatre = after_setup(|stage| {
        let mut dice = SeededDice::of_number(4, "forger");
        let master = master_of_password(&secret("bcdefghjknprstuvxDEFGHLNRT234578bcdefghj"))
            .expect("a master");
        let scheme = Scheme::single(2, 3).expect("a scheme");
        let forged = split(&master, &scheme, &mut dice)
            .expect("shares")
            .remove(0)
            .remove(0);
        let words = forged.words().expect("room");
        let words: Vec<&str> = words.text().expect("words").split(' ').collect();
        let page = stage
            .paper
            .values_mut()
            .find(|p| p.contains("SHARE SHEET"))
            .expect("a share sheet");
        let mut fours = words.chunks(4).map(|four| four.join(" "));
        let forged_line = |line: &str| match line
            .trim_start()
            .strip_prefix("words ")
            .and_then(|l| l.split_once(':'))
        {
            Some((numbers, _)) => {
                format!("words {numbers}: {}", fours.next().expect("as many lines"))
            }
            None => line.to_string(),
        };
        *page = page.lines().map(forged_line).collect::<Vec<_>>().join("\n");
    });
    breach(&theatre, "is not the one that was printed");
}

#[test]
fn i5_who_has_seen_a_live_pin_may_not_hold_its_key() {
    // Boris and David set everything up: David sees the PINs.
    let mut theatre = Theatre::new(usual_plan());
    let second_of_each = People {
        who: 1,
        ..People::default()
    };
    assert_eq!(
        theatre.run(Some(&theatre.script("first-setup")), second_of_each),
        Ok(Ending::Ended)
    );
    // Then David changes sides, and Ivan takes his place; Ada and Carla adopt that plan.
    let mut ivan = theatre
        .plan
        .people
        .iter()
        .find(|p| p.id.as_str() == "david")
        .cloned()
        .expect("David");
    (ivan.id, ivan.name) = (name("ivan"), "Ivan Ilic".into());
    for person in theatre
        .plan
        .people
        .iter_mut()
        .filter(|p| p.id.as_str() == "david")
    {
        person.roles = vec![Role::KeyCustodian];
    }
    theatre.plan.people.push(ivan);
    for opener in theatre
        .plan
        .places
        .iter_mut()
        .flat_map(|p| &mut p.opened_by)
    {
        if opener.as_str() == "david" {
            *opener = name("ivan");
        }
    }
    // The new plan also lets him open the places of the keys.
    let places = theatre.plan.places.iter_mut();
    for place in places.filter(|place| place.holds == Holds::Keys) {
        place.opened_by.push(name("david"));
    }
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));

    let mut custody = theatre.custody();
    let of_keys = custody.bags().iter().filter(|(_, bag)| {
        let mut items = bag.items.iter();
        items.any(|item| matches!(item, Item::Key { .. }))
    });
    let takers: Vec<Vec<Name>> = of_keys
        .map(|(serial, _)| custody.who_may_take(serial))
        .collect();
    assert!(takers.len() > 2 && takers.iter().all(|t| t.contains(&name("ada"))));
    let david = |takers: &Vec<Name>| takers.contains(&name("david"));
    assert!(!takers.iter().any(david), "he would have key and PIN");
    let script = theatre.script("annual-rotation");
    let recorded = Event::TemplateRecorded {
        template: script.template.as_ref().clone(),
    };
    custody.apply(AT, 0, &[], &recorded).expect("it is new");
    let started = Event::started(&script, "a test", "rehearsal");
    custody.apply(AT, 3, &[], &started).expect("it begins");
    let present = |person: &str, role| Present {
        person: name(person),
        role,
        read: None,
    };
    let roll = |key: &str, pin: &str| Event::RollCalled {
        present: vec![
            present(key, Role::KeyCustodian),
            present(pin, Role::PinCustodian),
        ],
        minutes_off: Vec::new(),
        date: jiff::civil::date(2026, 1, 12),
        again: None,
    };
    let call = |key: &str, pin: &str| {
        custody
            .clone()
            .apply(AT, 3, &[name(key), name(pin)], &roll(key, pin))
    };
    assert!(
        call("carla", "carla").is_err_and(|e| e.to_string().contains("one person cannot be both"))
    );
    assert!(call("carla", "ivan").is_err_and(|e| e.to_string().contains("may not act as")));
    assert!(
        call("david", "carla")
            .is_err_and(|e| e.to_string().contains("has seen a PIN that is still live"))
    );
    call("ada", "carla").expect("the usual roll call");
}

fn name(text: &str) -> Name {
    Name::try_from(text.to_string()).expect("a name")
}

#[test]
fn i2_i21_a_ceremony_ends_without_a_step_whose_pin_is_in_doubt_and_no_sheet_is_lost() {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let dead = after(&theatre, |effect| {
        effect.about.contains(r#""do":"change-pin""#)
    });
    let custody = dead.custody();
    let in_doubt = |custody: &Custody| {
        let mut keys = custody.keys().iter();
        let doubt = keys.find(|(_, key)| key.is_in_doubt());
        doubt.map(|(key, state)| {
            let sheets = state.pin.sheets().into_iter().cloned();
            (key.clone(), sheets.collect::<Vec<SheetId>>())
        })
    };
    let (key, sheets) = in_doubt(&custody).expect("a doubt");
    assert_eq!(sheets.len(), 2);
    // The key never answers again in this ceremony.
    let answers = dead.stage.borrow_mut().keys.remove(key.as_str());
    let left_out = dead.fork();
    let leaves_out = People {
        leaves_out: true,
        ..People::default()
    };
    assert_eq!(left_out.run(None, leaves_out), Ok(Ending::Ended));
    let abandoned = (15..40).find_map(|question| {
        let abandoned = dead.fork();
        let people = People {
            abandons_at: Some(question),
            ..People::default()
        };
        let ended = abandoned.run(None, people);
        (ended == Ok(Ending::Abandoned)).then_some(abandoned)
    });
    for dead in [left_out, abandoned.expect("it can be abandoned")] {
        let custody = dead.custody();
        assert_eq!(in_doubt(&custody), Some((key.clone(), sheets.clone())));
        let sealed = |sheet| matches!(custody.sheets()[sheet].at, Whereabouts::Bag(_));
        assert!(sheets.iter().all(sealed), "both sheets lie in their bags");

        let answers = answers.clone().expect("the key");
        dead.stage
            .borrow_mut()
            .keys
            .insert(key.to_string(), answers);
        let template = Template::named("rotate-pin").expect("a template");
        let script = bind_to_key(&template, &dead.plan, &key);
        assert_eq!(
            dead.run(Some(&script), People::default()),
            Ok(Ending::Ended)
        );
        assert_eq!(in_doubt(&dead.custody()), None);
        oracle::all_is_as_the_ledger_says(&dead.stage.borrow(), &dead.custody(), &dead.plan)
            .expect("true");
    }
}

/// The drill, dead right after the first effect like this.
pub fn after(theatre: &Theatre, like: impl Fn(&Effect) -> bool + 'static) -> Theatre {
    let dead: Rc<RefCell<Option<Theatre>>> = Rc::default();
    let (into, disk, plan) = (
        Rc::clone(&dead),
        Rc::clone(&theatre.disk),
        theatre.plan.clone(),
    );
    let watch = move |stage: &Stage, effect: &Effect, moment: Moment| {
        let mut into = into.borrow_mut();
        if moment == Moment::After && into.is_none() && like(effect) {
            *into = Some(Theatre::of(
                stage.fork(),
                disk.borrow().clone(),
                plan.clone(),
            ));
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(watch)));
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    dead.take().expect("such an effect")
}

#[test]
fn i17_two_keys_of_one_account_are_never_out() {
    let theatre = after_setup(|_| {});
    let out_at_once = std::rc::Rc::new(std::cell::Cell::new(0));
    let most = std::rc::Rc::clone(&out_at_once);
    let watch = move |stage: &Stage,
                      _: &sealwright::rehearsal::Effect,
                      _: sealwright::rehearsal::Moment| {
        for account in ["alpha", "bravo"] {
            let keys = stage
                .table
                .iter()
                .filter(|t| t.starts_with(&format!("key {account}")))
                .count();
            most.set(most.get().max(keys));
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(std::rc::Rc::new(std::cell::RefCell::new(watch)));
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    assert_eq!(out_at_once.get(), 1);
}

#[test]
fn i13_a_ceremony_that_is_abandoned_leaves_nothing_out() {
    let theatre = after_setup(|_| {});
    let script = theatre.script("annual-rotation");
    let people = People {
        abandons_at: Some(60),
        ..People::default()
    };
    assert_eq!(theatre.run(Some(&script), people), Ok(Ending::Abandoned));
    assert!(theatre.custody().ceremony().is_none());
    oracle::everything_is_put_away(&theatre.stage.borrow()).expect("put away");
    oracle::all_is_as_the_ledger_says(&theatre.stage.borrow(), &theatre.custody(), &theatre.plan)
        .expect("true");
    assert_eq!(
        theatre.begin("annual-rotation"),
        Ok(Ending::Ended),
        "the next one can begin"
    );
}

#[test]
fn i4_no_secret_stands_in_the_ledger_of_a_rehearsal() {
    let theatre = after_setup(|_| {});
    let before = theatre.stage.borrow().fork();
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let mut scanned = 0;
    for page in before
        .paper
        .values()
        .chain(theatre.stage.borrow().paper.values())
    {
        for line in page.lines().map(str::trim) {
            let secret = ["pin:", "proof word:", "words 1-4:"]
                .iter()
                .find_map(|label| line.strip_prefix(label));
            let Some(secret) = secret.map(str::trim) else {
                continue;
            };
            let bare = secret.replace(' ', "");
            // A proof word may be part of a ledger's own word, such as `public` of `public-key`.
            let part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            let told = match line.starts_with("proof word:") {
                true => ledger.split(|c| !part(c)).any(|word| word == secret),
                false => ledger.contains(secret) || ledger.contains(&bare),
            };
            assert!(!told, "a secret stands in the ledger");
            scanned += 1;
        }
    }
    for upn in theatre.plan.accounts.iter().map(|a| &a.upn) {
        assert!(
            !ledger.contains(
                theatre
                    .stage
                    .borrow()
                    .tenant
                    .password(upn)
                    .expect("a password")
            )
        );
        scanned += 1;
    }
    assert!(scanned > 30, "{scanned}");
}

#[test]
fn i10_played_people_and_keys_do_not_touch_a_real_book() {
    let theatre = Theatre::new(usual_plan());
    theatre.disk.borrow_mut().files.clear();
    let clock = Box::new(PlayedClock(Rc::clone(&theatre.stage)));
    let disk = Box::new(PlayedDisk(theatre.shared()));
    Book::create(disk, clock, &Origin::book([5; 16]), &"00".repeat(32))
        .map_err(|e| e.to_string())
        .map(drop)
        .expect("a real book");
    let refused = theatre.begin("first-setup");
    assert_eq!(refused, Err(Played::RealBook));
    assert_eq!(theatre.custody().entries(), 1, "nothing was written to it");
}

#[test]
fn i2_a_key_that_says_done_and_did_not_is_found_out_and_loses_nothing() {
    let theatre = after_setup(|stage| {
        let change_pin = Some((0x06, Some(0x04)));
        let fault = Fault::AtCommand {
            which: change_pin,
            nth: 1,
            what: CommandFault::FalseSuccess,
        };
        stage.keys.get_mut("alpha-2").expect("the key").arm(fault);
    });
    breach(&theatre, "the new PIN does not open it");
    assert!(
        theatre.custody().armed(),
        "which PIN it has is in doubt until it is asked"
    );
    let leaves_out = People {
        leaves_out: true,
        ..People::default()
    };
    assert_eq!(theatre.run(None, leaves_out), Ok(Ending::Ended));
    assert!(theatre.custody().armed(), "both sheets stay");
    assert_eq!(theatre.begin("end-quarantine"), Ok(Ending::Ended));
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    oracle::all_is_as_the_ledger_says(&theatre.stage.borrow(), &theatre.custody(), &theatre.plan)
        .expect("true");
}
