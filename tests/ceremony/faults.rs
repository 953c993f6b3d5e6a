//! The world fails once, at every single effect of both templates: a full disk, a jammed page, a key pulled out, another
//! key plugged in, a wrong answer, an unreadable page, a custodian who leaves. Each time the ceremony goes on, is
//! refused, or stops safely, and can be finished; no secret is lost and no PIN try is wasted. At every effect in a campaign,
//! at one in four in each run of the tests.

use crate::campaign;
use crate::oracle;
use crate::stage::{self, People, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::rehearsal::{Effect, Moment, Stage};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One fault, at the nth effect of its kind in a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    DiskFull,
    PageJams,
    KeyPulled,
    KeySwapped,
    WrongAnswer,
    PageStained,
    SomebodyLeaves,
}

impl Fault {
    fn strikes_at(self) -> &'static str {
        match self {
            Fault::DiskFull => "append",
            Fault::PageJams => "print",
            Fault::KeyPulled => "packet",
            _ => "people",
        }
    }
}

/// In each run of the tests, one in so many effects is struck: in each step others.
const SAMPLE: u64 = 4;

#[test]
fn i2_i13_i19_a_full_disk_at_any_line_loses_nothing() {
    enumerate(&[Fault::DiskFull, Fault::PageJams]);
}

#[test]
fn i2_i7_a_key_pulled_out_at_any_packet_is_probed_not_guessed() {
    enumerate(&[Fault::KeyPulled]);
}

#[test]
fn i6_i7_i13_another_key_or_a_stained_page_at_any_question_is_met() {
    enumerate(&[Fault::KeySwapped, Fault::PageStained]);
}

#[test]
fn i13_i19_a_wrong_answer_or_a_custodian_who_leaves_at_any_question_is_met() {
    enumerate(&[Fault::WrongAnswer, Fault::SomebodyLeaves]);
}

#[derive(Default)]
struct Count {
    /// By fault, and by how the sitting with the fault ended.
    sittings: BTreeMap<(Fault, String), u64>,
    left_out: u64,
    /// Questions at which the fault makes no difference: no key is plugged in, no page is in hand.
    could_not: u64,
    failed: Vec<String>,
}

fn enumerate(faults: &[Fault]) {
    let count = Rc::new(RefCell::new(Count::default()));
    let theatre = Theatre::new(usual_plan());
    for template in ["first-setup", "annual-rotation"] {
        for (number, begun) in (0..).zip(steps(&theatre, template)) {
            strike_throughout(&begun, number, template, faults, &count);
        }
    }
    let count = count.borrow();
    for ((fault, ended), n) in &count.sittings {
        stage::shown(&format!("{fault:?}: {n} sittings ended {ended}"));
    }
    let all: u64 = count.sittings.values().sum();
    let (left_out, could_not) = (count.left_out, count.could_not);
    stage::shown(&format!(
        "{all} faults; {left_out} needed a step to be left out; {could_not} questions cannot be struck so"
    ));
    let least = 100 / campaign::one_in(SAMPLE);
    assert!(
        all > least,
        "the enumeration is smaller than the run: {all}"
    );
    assert!(
        count.failed.is_empty(),
        "{} failed:\n{}",
        count.failed.len(),
        count.failed.join("\n")
    );
}

/// A step that is about to begin in a new sitting, and how many effects of each kind it has, roll call included.
struct Begun {
    at: Theatre,
    what: String,
    effects: BTreeMap<&'static str, u64>,
    first_question: u64,
}

/// Effects by kind until the step ended; whether it has; questions of the roll call.
type Measured = (BTreeMap<&'static str, u64>, bool, u64);

/// The world at the beginning of each step of a template. The theatre is played to the end.
fn steps(theatre: &Theatre, template: &str) -> Vec<Begun> {
    let forks: Rc<RefCell<Vec<(Theatre, String)>>> = Rc::default();
    let (disk, plan, into) = (
        Rc::clone(&theatre.disk),
        theatre.plan.clone(),
        Rc::clone(&forks),
    );
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        let boundary =
            effect.about.contains("\"step-done\"") || effect.about.contains("\"ceremony-started\"");
        if moment == Moment::After && effect.kind == "append" && boundary {
            into.borrow_mut().push((
                Theatre::of(stage.fork(), disk.borrow().clone(), plan.clone()),
                String::new(),
            ));
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
    assert_eq!(theatre.begin(template), Ok(Ending::Ended));
    forks
        .take()
        .into_iter()
        .filter_map(|(at, _)| measured(at))
        .collect()
}

fn measured(at: Theatre) -> Option<Begun> {
    let next = at.custody().ceremony()?.next_step().cloned();
    let what = next.map_or_else(
        || "the end".into(),
        |s| format!("{} {:?}", s.number, s.procedure),
    );
    let measure = at.fork();
    let seen: Rc<RefCell<Measured>> = Rc::default();
    let into = Rc::clone(&seen);
    let at_effect = move |_: &Stage, effect: &Effect, moment: Moment| {
        let (counts, done, questions_before) = &mut *into.borrow_mut();
        if moment == Moment::Before && !*done {
            *counts.entry(effect.kind).or_default() += 1;
            if effect.about.contains("\"roll-called\"") {
                *questions_before = counts.get("people").copied().unwrap_or_default();
            }
            *done = effect.about.contains("\"step-done\"");
        }
    };
    measure
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
    assert_eq!(measure.go_on(), Ok(Ending::Ended), "{what}");
    let (effects, _, roll_call) = seen.take();
    // The roll call is the same in every sitting: its questions are struck once, in the first.
    let first_question = if at.custody().entries() < 4 {
        1
    } else {
        roll_call + 1
    };
    Some(Begun {
        at,
        what,
        effects,
        first_question,
    })
}

fn strike_throughout(
    begun: &Begun,
    number: u64,
    template: &str,
    faults: &[Fault],
    count: &Rc<RefCell<Count>>,
) {
    let sample = campaign::one_in(SAMPLE);
    for fault in faults {
        let most = begun
            .effects
            .get(fault.strikes_at())
            .copied()
            .unwrap_or_default();
        let first = if fault.strikes_at() == "people" {
            begun.first_question
        } else {
            1
        };
        for nth in (first..=most).filter(|nth| (nth + number).is_multiple_of(sample)) {
            strike(begun, template, *fault, nth, count);
        }
    }
}

fn strike(begun: &Begun, template: &str, fault: Fault, nth: u64, count: &Rc<RefCell<Count>>) {
    let theatre = begun.at.fork();
    let when = format!(
        "{template}, step {}, {fault:?} at {} {nth}",
        begun.what,
        fault.strikes_at()
    );
    let mut people = People::default();
    let mut jam_in = None;
    match fault {
        Fault::DiskFull => theatre.disk.borrow_mut().appends_left = Some(nth - 1),
        Fault::PageJams => jam_in = Some(nth - 1),
        Fault::KeyPulled => theatre.stage.borrow_mut().pull_key_at_packet(nth),
        Fault::KeySwapped => people.swap_key_at = Some(nth),
        Fault::WrongAnswer => people.wrong_at = Some(nth),
        Fault::PageStained => people.stain_at = Some(nth),
        Fault::SomebodyLeaves => people.leave_at = Some(nth),
    }
    watch(&theatre, &when, count);
    let (sitting, struck) = theatre.run_struck(None, people, jam_in);
    if fault.strikes_at() == "people" && !struck {
        count.borrow_mut().could_not += 1;
        return;
    }
    *count
        .borrow_mut()
        .sittings
        .entry((fault, kind_of(&sitting)))
        .or_default() += 1;
    theatre.disk.borrow_mut().appends_left = None;

    // A stained page is lost to everybody; what its secret is cannot be judged from paper.
    let live = match fault {
        Fault::PageStained => Ok(()),
        _ => oracle::nothing_unproven_is_live(&theatre.stage.borrow(), &theatre.custody()),
    };
    let judged = live.and_then(|()| ends(&theatre, template, fault, count));
    if let Err(why) = judged {
        count
            .borrow_mut()
            .failed
            .push(format!("{when}: {sitting:?}: {why}"));
    }
}

fn kind_of(sitting: &Result<Ending, sealwright::rehearsal::Played>) -> String {
    match sitting {
        Ok(Ending::Suspended { still_out }) if still_out.is_empty() => "stopped safely".into(),
        Ok(Ending::Suspended { .. }) => "stopped, with things named that are still out".into(),
        Ok(ending) => format!("{ending:?}"),
        Err(_) => "before it began".into(),
    }
}

/// The people come again, and nothing fails any more: the ceremony ends. Only a live page that nobody can read, or what is
/// in quarantine, makes them leave steps out; then the keys and shares at least lie where they should.
fn ends(
    theatre: &Theatre,
    template: &str,
    fault: Fault,
    count: &RefCell<Count>,
) -> Result<(), String> {
    let stuck = match theatre.finish(template) {
        Ok(_) => {
            return oracle::all_is_as_the_ledger_says(
                &theatre.stage.borrow(),
                &theatre.custody(),
                &theatre.plan,
            );
        }
        Err(stuck) if fault == Fault::PageStained || has_quarantine(theatre) => stuck,
        Err(stuck) => return Err(stuck),
    };
    count.borrow_mut().left_out += 1;
    let people = People {
        leaves_out: true,
        ..People::default()
    };
    match theatre.run(None, people) {
        Ok(Ending::Ended) => oracle::everything_is_put_away(&theatre.stage.borrow()),
        other => Err(format!("{stuck}; with steps left out: {other:?}")),
    }
}

fn has_quarantine(theatre: &Theatre) -> bool {
    !theatre.custody().quarantine().is_empty()
}

fn watch(theatre: &Theatre, when: &str, count: &Rc<RefCell<Count>>) {
    let (plan, count, when) = (theatre.plan.clone(), Rc::clone(count), when.to_string());
    let stained = when.contains("PageStained");
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        let judged = match stained {
            true => oracle::tries_are_kept(stage, 7),
            false => oracle::holds(stage, &plan, effect, moment),
        };
        if let Err(why) = judged {
            let mut count = count.borrow_mut();
            if !count
                .failed
                .last()
                .is_some_and(|last| last.starts_with(&when))
            {
                count
                    .failed
                    .push(format!("{when}; at {effect:?} {moment:?}: {why}"));
            }
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(at_effect)));
}
