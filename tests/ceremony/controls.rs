//! Three procedures that are wrong on purpose. Our own types refuse to build them (the `compile_fail` examples in
//! `book`, `ceremony::key` and `ceremony::paper`), so they reach past them, to the key and the people themselves; the
//! oracle that judges the crash tests must catch each.

use crate::oracle;
use crate::stage::{People, Quiet, Theatre, usual_plan};
use sealwright::book::Book;
use sealwright::ceremony::key::identified;
use sealwright::ceremony::paper::prove_pin;
use sealwright::ceremony::roll::{self, RollCall};
use sealwright::ceremony::world::World;
use sealwright::ctap::Client;
use sealwright::plan::Name;
use sealwright::rehearsal::{
    Effect, Moment, PlayedClock, PlayedDisk, PlayedLaptop, PlayedPeople, PlayedPorts,
    PlayedPrinter, SeededDice, Stage,
};
use sealwright::secret::Secret;
use sealwright::words::say::Prompt;
use std::cell::RefCell;
use std::rc::Rc;

#[test]
fn i1_a_pin_changed_before_its_sheet_is_proven_is_caught() {
    let caught = caught_in(|w, _, key, stage| {
        change_behind_the_types(w, key, &live_pin(stage, key), "48291375");
    });
    assert_eq!(caught, ["no page that exists opens key alpha-1"]);
}

#[test]
fn i2_a_pin_changed_without_an_intent_is_caught() {
    let caught = caught_in(|w, roll, key, stage| {
        let new = prove_pin(w, roll, key)
            .map_err(|_| ())
            .expect("a proven sheet");
        let typed = pin_on(stage, new.sheet().as_str());
        change_behind_the_types(w, key, &live_pin(stage, key), &typed);
    });
    assert_eq!(
        caught,
        ["the PIN of alpha-1 is only on sheets that are [Proven]"]
    );
}

#[test]
fn i12_an_old_sheet_destroyed_before_the_seal_is_caught() {
    let caught = caught_in(|w, roll, key, stage| {
        let old = sheet_of(stage, key);
        let new = prove_pin(w, roll, key)
            .map_err(|_| ())
            .expect("a proven sheet");
        let typed = pin_on(stage, new.sheet().as_str());
        change_behind_the_types(w, key, &live_pin(stage, key), &typed);
        let why = sealwright::words::clause::Clause::AnotherTookItsPlace;
        w.people
            .confirm(&Prompt::Destroy {
                sheet: old.try_into().expect("a serial"),
                why,
            })
            .expect("an answer");
    });
    assert!(
        caught
            .iter()
            .any(|c| c == "sheet P-0001 is destroyed before its replacement is sealed"),
        "{caught:?}"
    );
}

#[test]
fn the_oracle_is_silent_where_nothing_is_wrong() {
    assert_eq!(caught_in(|_, _, _, _| {}), Vec::<String>::new());
}

/// After the setup, in a drill with key alpha-1 on the table: what the oracle says of a procedure, at each effect.
fn caught_in(wrong: impl FnOnce(&mut World, &RollCall, &Name, &Rc<RefCell<Stage>>)) -> Vec<String> {
    let theatre = Theatre::new(usual_plan());
    theatre.begin("first-setup").expect("the setup");
    let shared = theatre.shared();
    let caught: Rc<RefCell<Vec<String>>> = Rc::default();
    let (plan, into) = (theatre.plan.clone(), Rc::clone(&caught));
    let disk = Rc::clone(&theatre.disk);
    let judge = move |stage: &Stage, effect: &Effect, moment: Moment| {
        let fork = Theatre::of(stage.fork(), disk.borrow().clone(), plan.clone());
        let judged = oracle::holds(stage, &plan, effect, moment)
            .and_then(|()| oracle::nothing_unproven_is_live(stage, &fork.custody()));
        if let Err(why) = judged
            && !into.borrow().contains(&why)
        {
            into.borrow_mut().push(why);
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(judge)));

    let clock = Box::new(PlayedClock(Rc::clone(&shared.stage)));
    let mut book = Book::open(Box::new(PlayedDisk(shared.clone())), clock).expect("the book");
    let mut people = PlayedPeople::new(shared.clone(), Quiet, People::default());
    let mut ports = PlayedPorts(Rc::clone(&shared.stage));
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&shared.stage),
        jam_in: None,
    };
    let mut dice = SeededDice::of_number(3, "controls");
    let mut laptop = PlayedLaptop(Vec::new());
    let plan = theatre.plan.clone();
    let mut w = World::new(
        &mut book,
        &mut people,
        &mut ports,
        &mut printer,
        &mut dice,
        &mut laptop,
        plan,
    );
    let script = theatre.script("annual-rotation");
    w.book.begin(&script, "rehearsal").expect("begun");
    let roll = roll::call(&mut w).map_err(|_| ()).expect("the roll");
    let key = Name::try_from("alpha-1".to_string()).expect("a name");
    drop(
        identified(&mut w, &roll, &key)
            .map_err(|_| ())
            .expect("the key"),
    );
    wrong(&mut w, &roll, &key, &shared.stage);
    // One more effect, so that the oracle sees the last act.
    let seen = w.people.confirm(&Prompt::AllFit);
    seen.expect("an answer");
    caught.take()
}

fn change_behind_the_types(w: &mut World, key: &Name, old: &str, new: &str) {
    let link = w.ports.open(key.as_str()).expect("the key is plugged in");
    let mut client = Client::open(link, &mut w.dice).expect("a channel");
    let secret = |text: &str| Secret::take(&mut text.as_bytes().to_vec()).expect("room");
    client
        .change_pin(&secret(old), &secret(new), &mut w.dice)
        .expect("changed");
}

fn sheet_of(stage: &Rc<RefCell<Stage>>, key: &Name) -> String {
    let stage = stage.borrow();
    let of_key = |(_, page): &(&String, &String)| {
        page.contains("PIN SHEET") && page.contains(&format!("key: {key}\n"))
    };
    stage
        .paper
        .iter()
        .find(of_key)
        .map(|(serial, _)| serial.clone())
        .expect("a PIN sheet")
}

fn live_pin(stage: &Rc<RefCell<Stage>>, key: &Name) -> String {
    let sheet = sheet_of(stage, key);
    pin_on(stage, &sheet)
}

fn pin_on(stage: &Rc<RefCell<Stage>>, sheet: &str) -> String {
    let stage = stage.borrow();
    let line = stage.paper[sheet]
        .lines()
        .rev()
        .find_map(|l| l.trim().strip_prefix("pin:"))
        .expect("a PIN");
    line.chars().filter(char::is_ascii_digit).collect()
}
