//! A changed plan is adopted, and what follows from it is done: parts that repeat over duties, each bound when it begins.

use crate::stage::{Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::custody::Custody;
use sealwright::custody::script::About;
use sealwright::duty::{self, Duty, Standing};
use sealwright::plan::{Name, Plan};
use sealwright::rehearsal::{Effect, Moment, Stage};
use std::cell::RefCell;
use std::rc::Rc;

fn name(id: &str) -> Name {
    Name::new(id).expect("a name")
}

/// A third key for the first account, the first key in another place.
fn changed(plan: &Plan) -> Plan {
    let mut new = plan.clone();
    let mut third = new.keys[0].clone();
    third.id = name("alpha-3");
    new.keys.push(third);
    let (first, second) = (new.keys[0].place.clone(), new.keys[1].place.clone());
    assert_ne!(first, second, "the control: the keys lie apart");
    new.keys[0].place = second;
    new.keys[1].place = first;
    new
}

fn overdue(custody: &Custody) -> Vec<Duty> {
    let latest = custody.latest().expect("entries");
    let all = duty::now(custody, duty::today(custody, latest));
    let overdue = |duty: &Duty| duty.standing == Standing::Overdue;
    all.into_iter().filter(overdue).collect()
}

/// What the parts that began are about, in their order.
fn begun(theatre: &Theatre) -> Vec<String> {
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let parts = ledger
        .lines()
        .filter(|line| line.contains("\"part-started\""));
    let told = parts.map(|line| {
        let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let event = &entry["event"];
        let about: About = serde_json::from_value(event["about"].clone()).expect("a thing");
        let thing = about
            .key()
            .or(about.account())
            .expect("a key or an account");
        format!("{} {thing}", event["duty"].as_str().expect("a duty"))
    });
    told.collect()
}

#[test]
fn a_changed_plan_is_adopted_and_what_follows_from_it_is_done() {
    let mut theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    assert_eq!(overdue(&theatre.custody()), [], "the control");
    theatre.plan = changed(&theatre.plan);
    assert_eq!(theatre.begin("change-plan"), Ok(Ending::Ended));
    assert_eq!(theatre.custody().plan(), Some(&theatre.plan));
    assert_eq!(
        begun(&theatre),
        ["set-up-key alpha-3", "put-away alpha-1", "put-away alpha-2"]
    );
    assert_eq!(overdue(&theatre.custody()), []);
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
}

#[test]
fn a_plan_that_brings_nothing_has_no_part_but_opening_and_closing() {
    let mut theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre.plan.rules.rotate_every_months = 6;
    assert_eq!(theatre.begin("change-plan"), Ok(Ending::Ended));
    assert_eq!(begun(&theatre), [""; 0]);
    let months = theatre
        .custody()
        .plan()
        .map(|p| p.rules.rotate_every_months);
    assert_eq!(months, Some(6));
}

/// Wherever the program dies, the next sittings do what is left.
#[test]
fn a_change_that_is_cut_short_goes_on_with_the_parts_that_are_left() {
    let mut theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre.plan = changed(&theatre.plan);
    let (disk, plan) = (Rc::clone(&theatre.disk), theatre.plan.clone());
    let cuts = Rc::new(RefCell::new(Vec::new()));
    let counted = Rc::clone(&cuts);
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        if effect.number.is_multiple_of(29) && moment == Moment::Before {
            let dead = Theatre::of(stage.fork(), disk.borrow().clone(), plan.clone());
            let told = format!("{effect:?}: {:?}", ends(&dead));
            counted.borrow_mut().push((told, ends(&dead).is_ok()));
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
    assert_eq!(theatre.begin("change-plan"), Ok(Ending::Ended));
    let cuts = cuts.borrow();
    assert!(cuts.len() > 10, "the control: {}", cuts.len());
    let failed: Vec<&String> = cuts.iter().filter(|(_, ok)| !ok).map(|(t, _)| t).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Goes on, or begins again, until nothing is left to do.
fn ends(theatre: &Theatre) -> Result<(), String> {
    let mut last = String::new();
    for _ in 0..6 {
        let custody = theatre.custody();
        let played = match custody.ceremony() {
            Some(_) => theatre.go_on(),
            None if custody.plan() == Some(&theatre.plan) && overdue(&custody).is_empty() => {
                return Ok(());
            }
            None => theatre.begin("change-plan"),
        };
        last = format!("{played:?}");
    }
    Err(last)
}
