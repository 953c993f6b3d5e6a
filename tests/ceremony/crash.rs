//! The program dies before and after every single effect of both templates, in the middle of every ledger line and of
//! every page; then the people begin again. The points are enumerated from the run itself: all of them in a campaign, one
//! in four of them in each run of the tests.

use crate::campaign;
use crate::oracle;
use crate::stage::{self, Theatre, usual_plan};
use sealwright::book::LEDGER;
use sealwright::ceremony::run::Ending;
use sealwright::plan::Plan;
use sealwright::rehearsal::{Effect, Moment, Stage};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The points are dealt to so many tests, which run side by side.
const HANDS: u64 = 4;
/// In each run of the tests, one in so many of a hand: in each hand another one of those that follow each other.
const SAMPLE: u64 = 4;

#[test]
fn i1_i2_i12_i19_a_crash_at_any_effect_loses_no_pin_and_no_password_hand_1() {
    crash_everywhere(0);
}

#[test]
fn i1_i2_i12_i19_a_crash_at_any_effect_loses_no_pin_and_no_password_hand_2() {
    crash_everywhere(1);
}

#[test]
fn i1_i2_i12_i19_a_crash_at_any_effect_loses_no_pin_and_no_password_hand_3() {
    crash_everywhere(2);
}

#[test]
fn i1_i2_i12_i19_a_crash_at_any_effect_loses_no_pin_and_no_password_hand_4() {
    crash_everywhere(3);
}

#[derive(Default)]
struct Count {
    points: BTreeMap<String, u64>,
    twice: u64,
    failed: Vec<String>,
}

fn crash_everywhere(hand: u64) {
    let theatre = Theatre::new(usual_plan());
    let count = Rc::new(RefCell::new(Count::default()));
    for template in ["first-setup", "annual-rotation"] {
        watch(&theatre, template, hand, &count);
        assert_eq!(theatre.begin(template), Ok(Ending::Ended));
    }
    let count = count.borrow();
    let points: u64 = count.points.values().sum();
    stage::shown(&format!(
        "hand {}: {points} crashes and {} double crashes, each resumed: {:?}",
        hand + 1,
        count.twice,
        count.points
    ));
    assert!(
        points > 800 / campaign::one_in(SAMPLE),
        "the enumeration is smaller than the run: {points}"
    );
    assert!(
        count.failed.is_empty(),
        "{} failed:\n{}",
        count.failed.len(),
        count.failed.join("\n")
    );
}

fn watch(theatre: &Theatre, template: &'static str, hand: u64, count: &Rc<RefCell<Count>>) {
    let (disk, plan, count) = (
        Rc::clone(&theatre.disk),
        theatre.plan.clone(),
        Rc::clone(count),
    );
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        judge_now(stage, &plan, &count, effect, moment);
        if !falls_to(hand, effect.number) {
            return;
        }
        let fork = || Theatre::of(stage.fork(), disk.borrow().clone(), plan.clone());
        crash(&fork(), template, effect, &format!("{moment:?}"), &count);
        if moment == Moment::Before && effect.kind == "append" {
            let torn = fork();
            let half = effect.about.as_bytes();
            torn.disk
                .borrow_mut()
                .files
                .entry(LEDGER.into())
                .or_default()
                .extend(&half[..half.len() / 2]);
            crash(&torn, template, effect, "within", &count);
        }
        if moment == Moment::After && effect.kind == "print" {
            let half = fork();
            half.stage
                .borrow_mut()
                .paper
                .entry(effect.about.clone())
                .and_modify(|page| {
                    let middle = page
                        .char_indices()
                        .nth(page.chars().count() / 2)
                        .map_or(0, |(at, _)| at);
                    page.truncate(middle);
                });
            crash(&half, template, effect, "within", &count);
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
}

fn falls_to(hand: u64, effect: u64) -> bool {
    let sample = campaign::one_in(SAMPLE);
    effect % HANDS == hand && (effect / HANDS) % sample == hand % sample
}

fn judge_now(stage: &Stage, plan: &Plan, count: &RefCell<Count>, effect: &Effect, moment: Moment) {
    if let Err(why) = oracle::holds(stage, plan, effect, moment) {
        count
            .borrow_mut()
            .failed
            .push(format!("{effect:?} {moment:?}: {why}"));
    }
}

/// The program is dead; the world stays as it is. The people begin again, and are watched.
fn crash(
    dead: &Theatre,
    template: &'static str,
    effect: &Effect,
    moment: &str,
    count: &Rc<RefCell<Count>>,
) {
    let when = format!(
        "{template}, effect {} ({} {}), {moment}",
        effect.number, effect.kind, effect.about
    );
    *count
        .borrow_mut()
        .points
        .entry(format!("{} {moment}", effect.kind))
        .or_default() += 1;
    let again = effect.number.is_multiple_of(53);
    let resumed = (|| {
        oracle::nothing_unproven_is_live(&dead.stage.borrow(), &dead.custody())?;
        if again {
            crash_again(&dead.fork(), template, effect.number, count)?;
        }
        watch_quietly(dead, &when, count);
        dead.finish(template)?;
        judge_end(dead)
    })();
    if let Err(why) = resumed {
        count.borrow_mut().failed.push(format!("{when}: {why}"));
    }
}

fn watch_quietly(theatre: &Theatre, when: &str, count: &Rc<RefCell<Count>>) {
    let (plan, count, when) = (theatre.plan.clone(), Rc::clone(count), when.to_string());
    let told = Cell::new(false);
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        if let Err(why) = oracle::holds(stage, &plan, effect, moment)
            && !told.replace(true)
        {
            count
                .borrow_mut()
                .failed
                .push(format!("{when}; resumed, at {effect:?} {moment:?}: {why}"));
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
}

/// A second crash, somewhere in the resumed run: at each seventh effect of it.
fn crash_again(
    first: &Theatre,
    template: &'static str,
    number: u64,
    count: &Rc<RefCell<Count>>,
) -> Result<(), String> {
    let forks: Rc<RefCell<Vec<Theatre>>> = Rc::default();
    let (disk, plan, into) = (
        Rc::clone(&first.disk),
        first.plan.clone(),
        Rc::clone(&forks),
    );
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        if moment == Moment::After && effect.number % 37 == number % 37 {
            into.borrow_mut().push(Theatre::of(
                stage.fork(),
                disk.borrow().clone(),
                plan.clone(),
            ));
        }
    };
    first
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
    first.finish(template)?;
    for fork in forks.take() {
        count.borrow_mut().twice += 1;
        fork.finish(template)
            .map_err(|why| format!("second crash: {why}"))?;
        judge_end(&fork).map_err(|why| format!("second crash: {why}"))?;
    }
    Ok(())
}

fn judge_end(theatre: &Theatre) -> Result<(), String> {
    let custody = theatre.custody();
    oracle::all_is_as_the_ledger_says(&theatre.stage.borrow(), &custody, &theatre.plan)
}
