//! What was found out about a thing in quarantine is recorded, and it can be relied on again (I18).

use crate::ceremony::ask::TRIES;
use crate::ceremony::roll::{self, RollCall};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Event, Quarantine, Suspect};
use crate::words::clause::{Clause, Thing};
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Asks of each thing in quarantine whether that ends. What the people keep there stays there.
pub fn end_quarantine(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let all = w.book.custody().quarantine().clone();
    if all.is_empty() {
        w.people.tell(&Prompt::BeAware {
            what: Clause::NothingInQuarantine,
        });
        return Ok(());
    }
    let mut kept = Vec::new();
    for (about, quarantine) in &all {
        if !end(w, roll, about, quarantine)? {
            kept.push(Thing::from(about));
        }
    }
    match kept.first() {
        Some(thing) if kept.len() == all.len() => Err(Stop::Fault(Trouble::NotConfirmed {
            what: Clause::QuarantineEnds {
                thing: thing.clone(),
            },
        })),
        _ => Ok(()),
    }
}

fn end(
    w: &mut World,
    roll: &RollCall,
    about: &Suspect,
    quarantine: &Quarantine,
) -> Result<bool, Stop> {
    let thing = Thing::from(about);
    let question = Prompt::EndQuarantine {
        thing: thing.clone(),
        since: quarantine.since,
        what: quarantine.what.clone(),
    };
    if !w.people.confirm(&question)? {
        return Ok(false);
    }
    let found = found_out(w, &thing)?;
    let what = Clause::QuarantineEnds { thing };
    let reason = roll::reason(w, &what)?;
    let both = roll.assent(w, &what)?;
    w.book.note(Event::QuarantineEnded {
        about: about.clone(),
        found,
        reason,
        assents: both.by(),
    })?;
    Ok(true)
}

/// What was found out, in the people's words, never empty.
fn found_out(w: &mut World, thing: &Thing) -> Result<String, Stop> {
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::FoundOut {
            thing: thing.clone(),
        })?;
        if !typed.trim().is_empty() {
            return Ok(typed.trim().into());
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::Empty,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::WhatWasFoundOut,
    }))
}
