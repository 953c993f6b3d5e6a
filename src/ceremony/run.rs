//! Leads through a ceremony: roll call, what lies loose, then step after step, each initialled.

use super::ask::TRIES;
use super::paper;
use super::parts::{self, Next};
use super::procedure;
use super::quarantine;
use super::roll::{self, RollCall};
use super::settle::{secure, settle, still_out};
use super::stop::Stop;
use super::world::World;
use crate::book::BookError;
use crate::custody::script::{Script, Step};
use crate::custody::{Event, RULES, Uninitialled};
use crate::duty;
use crate::duty::day;
use crate::plan::Role;
use crate::text::aloud;
use crate::words::clause::{Clause, Thing};
use crate::words::say::{Choice, Prompt};
use crate::words::trouble::Trouble;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The ceremony is finished.
    Ended,
    /// It stays open; `still_out` names what could not be put into bags.
    Suspended {
        /// What is still out.
        still_out: Vec<Thing>,
    },
    /// It ended unfinished.
    Abandoned,
    /// The ledger can no longer be written.
    NotWritten,
}

/// Begins `script`, or, without one, goes on with the open ceremony, until it ends or the people stop.
///
/// # Errors
/// [`Stop`] when it could not even begin: nothing was done then.
pub fn run(w: &mut World, script: Option<&Script>) -> Result<Ending, Stop> {
    let mut title = String::new();
    let ending = lead(w, script, &mut title);
    let written = !matches!(ending, Ok(Ending::NotWritten));
    if written {
        // I20: nothing is said to have ended well before every byte was looked at.
        let _ = w.book.check_whole();
    }
    if let Some(how) = w.book.altered().cloned() {
        tell_trouble(w, &Trouble::LedgerAltered { how });
        save_elsewhere(w);
        return Ok(Ending::NotWritten);
    }
    let ending = ending?;
    match &ending {
        Ending::Ended => w.people.tell(&Prompt::Ended { title }),
        Ending::Suspended { still_out } => {
            let breach = w.breached;
            w.people.tell(&Prompt::Suspended {
                title,
                still_out: still_out.clone(),
                breach,
            });
        }
        Ending::Abandoned => w.people.tell(&Prompt::Abandoned { title }),
        Ending::NotWritten => {}
    }
    Ok(ending)
}

/// I20: what the ledger held stands in memory alone, so it is written to a place that nobody has changed.
fn save_elsewhere(w: &mut World) {
    for _ in 0..TRIES {
        let Ok(folder) = w.people.line(&Prompt::SaveLedgerTo) else {
            continue;
        };
        match w.book.save_to(folder.trim()) {
            Ok((file, size)) => return w.people.tell(&Prompt::LedgerSaved { file, size }),
            Err(e) => w.people.tell(&Prompt::TypedWrong {
                what: Clause::Words(e.to_string()),
            }),
        }
    }
    w.people.tell(&Prompt::LedgerNotSaved);
}

fn lead(w: &mut World, script: Option<&Script>, named: &mut String) -> Result<Ending, Stop> {
    open(w, script)?;
    *named = title(w);
    let roll = loop {
        match roll::call(w) {
            Ok(roll) => break roll,
            // Leaving by mistake must not cost the sitting.
            Err(Stop::Leave)
                if matches!(w.people.confirm(&Prompt::StopBeforeRollCall), Ok(false)) => {}
            Err(stop) => return without_roll(w, stop),
        }
    };
    Ok(go_through(w, &roll))
}

fn open(w: &mut World, script: Option<&Script>) -> Result<(), Stop> {
    if let Some(script) = script {
        can_begin(w, script)?;
        let hash = w.laptop.program_hash();
        let hash = hash.map_err(|why| Stop::Fault(Trouble::NotWritten { why }))?;
        w.book.begin(script, &hash)?;
    }
    let rehearsal = w.book.custody().is_rehearsal();
    let Some(open) = w.book.custody().ceremony() else {
        return Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NoCeremonyToGoOnWith,
        }));
    };
    // What has begun goes on with the template and the plan of the ledger, whatever the draft has become.
    w.plan = open.script.plan.as_ref().clone();
    let title = open
        .script
        .template
        .title
        .of(w.people.language())
        .to_owned();
    let number = open.number;
    let opening = match script {
        Some(_) => Prompt::CeremonyOpens {
            title,
            number,
            rehearsal,
        },
        None => Prompt::CeremonyGoesOn {
            title,
            number,
            done: open.steps_ended,
            of: open.script.steps().count(),
        },
    };
    let words = aloud::words(&open.script.hash().0);
    w.people.tell(&opening);
    w.people.tell(&Prompt::ScriptInWords { words });
    Ok(())
}

fn title(w: &World) -> String {
    w.book
        .custody()
        .ceremony()
        .map(|c| c.script.template.title.of(w.people.language()).to_owned())
        .unwrap_or_default()
}

/// I21: what cannot come to its end is not begun: a plan that could not be adopted, a day on which nobody may sit.
fn can_begin(w: &mut World, script: &Script) -> Result<(), Stop> {
    let today = day::of(w.book.now());
    let adopts = script.template.adopts();
    if adopts {
        let allowed = w.book.custody().may_be_adopted(&script.plan, RULES);
        allowed.map_err(BookError::NotAllowed)?;
    }
    for role in [Role::KeyCustodian, Role::PinCustodian] {
        let custody = w.book.custody();
        if custody
            .who_may_act(&script.plan, adopts, role, today)
            .is_empty()
        {
            return Err(Stop::Refusal(Trouble::NotAllowed {
                why: Clause::Words(format!(
                    "nobody whose term covers {today} is {} by the plan; change-plan adopts a changed plan",
                    role.in_words()
                )),
            }));
        }
    }
    Ok(())
}

/// Without a roll call nobody may touch anything, so what is loose stays so, and is named.
fn without_roll(w: &mut World, stop: Stop) -> Result<Ending, Stop> {
    if let Some(trouble) = said(&stop) {
        tell_trouble(w, trouble);
    }
    if stop.ends_the_run() {
        return Ok(Ending::NotWritten);
    }
    w.breached = matches!(stop, Stop::Breach(_));
    let withdrawn = match w.breached {
        // What is not the ledger that they closed is not written to.
        true => Ok(false),
        false => withdrawn(w),
    };
    match withdrawn {
        Ok(true) => return Ok(Ending::Abandoned),
        Err(stop) if stop.ends_the_run() => return Ok(Ending::NotWritten),
        Ok(false) | Err(_) => {}
    }
    Ok(Ending::Suspended {
        still_out: still_out(w),
    })
}

/// A ceremony in which no roll was ever called can be taken back: nobody has touched anything (I21).
fn withdrawn(w: &mut World) -> Result<bool, Stop> {
    let untouched = w
        .book
        .custody()
        .ceremony()
        .is_some_and(|open| !open.roll_called);
    if !untouched || !w.people.confirm(&Prompt::WithdrawCeremony)? {
        return Ok(false);
    }
    let reason = roll::reason(w, &Clause::CeremonyIsWithdrawn)?;
    w.book.note(Event::CeremonyWithdrawn { reason })?;
    Ok(true)
}

fn go_through(w: &mut World, roll: &RollCall) -> Ending {
    let mut part = String::new();
    let mut put_off = BTreeSet::new();
    loop {
        if let Err(stop) = all_initialled(w, roll) {
            match stopped(w, roll, None, stop) {
                Some(ending) => return ending,
                None => continue,
            }
        }
        let today = today(w);
        if let Some(next) = parts::next(w.book.custody(), today, &put_off) {
            match begin_part(w, roll, &next) {
                Ok(true) => {}
                Ok(false) => drop(put_off.insert((next.of, next.about))),
                Err(stop) => {
                    if let Some(ending) = stopped(w, roll, None, stop) {
                        return ending;
                    }
                }
            }
            continue;
        }
        let Some(step) = w
            .book
            .custody()
            .ceremony()
            .and_then(|c| c.next_step())
            .cloned()
        else {
            return match w.book.note(Event::CeremonyEnded {}) {
                Ok(_) => Ending::Ended,
                Err(e) => not_ended(w, roll, Stop::from(e)),
            };
        };
        announce(w, &step, &mut part);
        let ended = settle(w, roll)
            .and_then(|()| procedure::perform(w, roll, &step))
            .and_then(|()| done(w, &step));
        let Err(stop) = ended else { continue };
        if let Some(ending) = stopped(w, roll, Some(&step), stop) {
            return ending;
        }
    }
}

/// The day on which duties are judged: none where the clock is wrong.
fn today(w: &mut World) -> Option<Date> {
    let now = w.book.now();
    duty::today(w.book.custody(), now)
}

/// A part that repeats over duties is shown, and begins with the assent of both. False: they put it off.
fn begin_part(w: &mut World, roll: &RollCall, next: &Next) -> Result<bool, Stop> {
    let language = w.people.language();
    let grown = w.book.custody().script_with_part(next.of, &next.about);
    let Some(script) = grown else {
        return Ok(false);
    };
    let open = w.book.custody().ceremony();
    let known = |number: &str| {
        let mut parts = open.into_iter().flat_map(|c| &c.script.parts);
        parts.any(|part| part.number == number)
    };
    let Some(part) = script.parts.iter().find(|part| !known(&part.number)) else {
        return Ok(false);
    };
    let title = part.title.of(language).to_owned();
    let title_of_part = title.clone();
    w.people.tell(&Prompt::PartBegins { title });
    let says = part
        .steps
        .iter()
        .map(|step| (step.number.clone(), step.says.of(language).to_owned()));
    for (number, says) in says.collect::<Vec<_>>() {
        w.people.tell(&Prompt::StepBegins { number, says });
    }
    let words = aloud::words(&script.hash().0);
    w.people.tell(&Prompt::ScriptInWords { words });
    let what = Clause::PartBegins {
        title: title_of_part,
    };
    let both = match roll.assent(w, &what) {
        Ok(both) => both,
        Err(Stop::Refusal(_)) => return Ok(false),
        Err(stop) => return Err(stop),
    };
    w.book.note(Event::PartStarted {
        part: next.of as u64 + 1,
        about: next.about.clone(),
        duty: word(&next.duty),
        reason: word(&next.reason),
        assents: both.by(),
        script: script.hash(),
    })?;
    Ok(true)
}

/// The word by which a report for machines calls it.
fn word(of: &impl serde::Serialize) -> String {
    match serde_json::to_value(of).unwrap_or_default() {
        serde_json::Value::String(word) => word,
        value => value["is"].as_str().unwrap_or_default().to_owned(),
    }
}

fn announce(w: &mut World, step: &Step, part: &mut String) {
    let language = w.people.language();
    let open = w.book.custody().ceremony();
    let mut parts = open.into_iter().flat_map(|c| &c.script.parts);
    let of = parts.find(|p| p.steps.iter().any(|s| s.number == step.number));
    if let Some((number, title)) = of.map(|p| (&p.number, p.title.of(language).to_owned()))
        && part != number
    {
        part.clone_from(number);
        w.people.tell(&Prompt::PartBegins { title });
    }
    w.people.tell(&Prompt::StepBegins {
        number: step.number.clone(),
        says: step.says.of(language).to_owned(),
    });
}

fn done(w: &mut World, step: &Step) -> Result<(), Stop> {
    w.book.note(Event::StepDone {
        step: step.number.clone(),
    })?;
    Ok(())
}

/// Those whom a step names initial it when it is done; what an earlier sitting left so is made up for.
fn all_initialled(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let open = w.book.custody().ceremony();
    let waiting = open.map(|open| open.uninitialled.clone());
    for step in waiting.unwrap_or_default() {
        initialled(w, roll, &step)?;
    }
    Ok(())
}

fn initialled(w: &mut World, roll: &RollCall, step: &Uninitialled) -> Result<(), Stop> {
    let mut initials = Vec::new();
    for (id, called) in roll.names() {
        let role = if id == *roll.key_custodian() {
            Role::KeyCustodian
        } else {
            Role::PinCustodian
        };
        if !step.by.contains(&role) {
            continue;
        }
        let question = Prompt::Initial {
            number: step.step.clone(),
            person: called.clone(),
            departed: step.departed,
        };
        if !w.people.confirm(&question)? {
            let what = Clause::NotInitialled {
                person: called,
                step: step.step.clone(),
            };
            return Err(Stop::Fault(Trouble::NotConfirmed { what }));
        }
        initials.push(id);
    }
    w.book.note(Event::Initialled {
        steps: vec![step.step.clone()],
        initials,
    })?;
    Ok(())
}

/// What is told of it at once. A ledger that was changed is told of at the end, with what can be done about it.
fn said(stop: &Stop) -> Option<&Trouble> {
    match stop {
        Stop::Fault(Trouble::LedgerAltered { .. }) => None,
        Stop::Refusal(t) | Stop::Fault(t) | Stop::Breach(t) => Some(t),
        Stop::Leave => None,
    }
}

fn tell_trouble(w: &mut World, t: &Trouble) {
    w.people.tell(&Prompt::Stopped { trouble: t.clone() });
}

/// Something stopped a step, or the initials of one that is done (None). None: go on (again, or with the next step).
fn stopped(w: &mut World, roll: &RollCall, step: Option<&Step>, stop: Stop) -> Option<Ending> {
    if let Some(trouble) = said(&stop) {
        tell_trouble(w, trouble);
    }
    let open = w.book.custody().ceremony();
    let waiting = open.and_then(|open| open.uninitialled.first());
    let number = match (step, waiting) {
        (Some(step), _) => step.number.clone(),
        (None, Some(waiting)) => waiting.step.clone(),
        (None, None) => String::new(),
    };
    let recorded = match &stop {
        // Stopping by mistake must cost nothing: they may also go on.
        Stop::Leave => Ok(0),
        stop if stop.ends_the_run() => return Some(Ending::NotWritten),
        Stop::Refusal(_) => Ok(0),
        Stop::Fault(t) => w.book.note(Event::Fault {
            step: number,
            what: t.for_the_ledger(),
        }),
        // It stands in the ledger already, and nothing more is asked in this sitting.
        Stop::Breach(Trouble::WordGuessed { .. }) => {
            w.breached = true;
            return Some(suspend(w, roll));
        }
        Stop::Breach(t) => match quarantine::breach(w, t) {
            Ok(()) => Ok(0),
            Err(_) => return Some(Ending::NotWritten),
        },
    };
    if recorded.is_err() {
        return Some(Ending::NotWritten);
    }
    let choices = choices(w, step, &stop);
    match w.people.choose(
        &Prompt::WhatNow {
            offered: choices.clone(),
        },
        &choices,
    ) {
        Ok(Choice::Again) => None,
        Ok(Choice::LeaveOut) => match step.map_or(Ok(()), |step| leave_out(w, roll, step, &stop)) {
            Ok(()) => None,
            Err(Stop::Refusal(t)) => {
                tell_trouble(w, &t);
                None
            }
            Err(stop) if stop.ends_the_run() => Some(Ending::NotWritten),
            Err(_) => Some(suspend(w, roll)),
        },
        Ok(Choice::Abandon) => Some(abandon(w, roll)),
        Ok(Choice::StopSafely) | Err(_) => Some(suspend(w, roll)),
    }
}

/// After a breach nothing is tried again in the same sitting.
fn choices(w: &World, step: Option<&Step>, stop: &Stop) -> Vec<Choice> {
    let breach = matches!(stop, Stop::Breach(_));
    let offered = |c: &Choice| match c {
        Choice::Again => !breach,
        Choice::LeaveOut => step.is_some_and(|step| w.book.custody().can_be_left_out(step)),
        Choice::StopSafely | Choice::Abandon => true,
    };
    Choice::ALL.into_iter().filter(offered).collect()
}

fn leave_out(w: &mut World, roll: &RollCall, step: &Step, stop: &Stop) -> Result<(), Stop> {
    let what = Clause::StepIsLeftOut {
        step: step.number.clone(),
    };
    let reason = roll::reason(w, &what)?;
    let both = roll.assent(w, &what)?;
    let step = step.number.clone();
    let event = match stop {
        Stop::Refusal(_) => Event::StepRefused {
            step,
            reason,
            initials: both.by(),
        },
        _ => Event::StepExcepted {
            step,
            reason,
            assents: both.by(),
        },
    };
    w.book.note(event)?;
    Ok(())
}

/// Everything loose into bags; the ceremony stays open. What could not be put away is named.
fn suspend(w: &mut World, roll: &RollCall) -> Ending {
    let secured = secure(w, roll)
        .and_then(|()| Ok(w.book.note(Event::CeremonySuspended {})?))
        .and_then(|_| forget(w));
    if let Err(stop) = secured {
        if let Some(trouble) = said(&stop) {
            tell_trouble(w, trouble);
        }
        let recorded = match &stop {
            Stop::Breach(trouble) => quarantine::breach(w, trouble),
            _ => Ok(()),
        };
        if recorded.is_err() || stop.ends_the_run() {
            return Ending::NotWritten;
        }
    }
    Ending::Suspended {
        still_out: still_out(w),
    }
}

/// A printer that was given a secret prints something else. Where it cannot, that is told, and nothing waits for it.
fn forget(w: &mut World) -> Result<(), Stop> {
    match w.printed_secret {
        true => paper::flush_printer(w),
        false => Ok(()),
    }
}

fn abandon(w: &mut World, roll: &RollCall) -> Ending {
    match try_abandon(w, roll) {
        Ok(()) => Ending::Abandoned,
        Err(stop) => {
            if let Some(trouble) = said(&stop) {
                tell_trouble(w, trouble);
            }
            suspend(w, roll)
        }
    }
}

fn try_abandon(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    secure(w, roll)?;
    let what = Clause::CeremonyEndsUnfinished;
    let reason = roll::reason(w, &what)?;
    let both = roll.assent(w, &what)?;
    procedure::close_on_paper(w, roll)?;
    w.book.note(Event::CeremonyAbandoned {
        reason,
        assents: both.by(),
    })?;
    Ok(())
}

fn not_ended(w: &mut World, roll: &RollCall, stop: Stop) -> Ending {
    if let Some(trouble) = said(&stop) {
        tell_trouble(w, trouble);
    }
    match stop.ends_the_run() {
        true => Ending::NotWritten,
        false => suspend(w, roll),
    }
}
