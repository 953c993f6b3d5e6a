//! Things into bags, each key recorded right before (I18).

use super::ask::{TRIES, by_hand, confirmed};
use super::bag::{put_away, read_by_both};
use super::key;
use super::quarantine;
use super::roll::{self, RollCall};
use super::stop::Stop;
use super::world::World;
use crate::custody::deed::SealBag;
use crate::custody::{BagSerial, Event, Item, Whereabouts};
use crate::plan::Name;
use crate::words::clause::Clause;
use crate::words::say::{BagPurpose, Prompt};
use crate::words::trouble::Trouble;

/// Puts one thing into a new bag and hands it over. A key is recorded right before (I18).
///
/// # Errors
/// [`Stop`].
pub(super) fn seal(w: &mut World, roll: &RollCall, item: &Item) -> Result<(), Stop> {
    match w.book.custody().whereabouts(item).cloned() {
        Some(Whereabouts::Table) => {}
        Some(Whereabouts::Bag(serial)) => return put_away(w, &serial),
        Some(Whereabouts::Gone) | None => {
            return Err(Stop::Refusal(Trouble::NotInHand { item: item.into() }));
        }
    }
    let Some(place) = w.book.custody().planned_place(item).cloned() else {
        return Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NoPlaceFor { thing: item.into() },
        }));
    };
    let serial = new_bag(w, item)?;
    if let Item::Key { key } = item {
        record_before_sealing(w, roll, key)?;
    }
    let intent = w.book.intend(SealBag {
        bag: serial.clone(),
        items: vec![item.clone()],
        place,
    })?;
    let answer = w.people.confirm(&Prompt::PutInBag {
        bag: serial.clone(),
        items: vec![item.into()],
    });
    let outcome = by_hand(intent, answer, || Trouble::NotConfirmed {
        what: Clause::BagIsSealed {
            bag: serial.clone(),
        },
    });
    w.book.ended(outcome)?;
    put_away(w, &serial)
}

fn new_bag(w: &mut World, item: &Item) -> Result<BagSerial, Stop> {
    for _ in 0..TRIES {
        let serial = read_by_both(
            w,
            &BagPurpose::New {
                items: vec![item.into()],
            },
        )?;
        if !w.book.custody().knows_bag(&serial) {
            return Ok(serial);
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::SerialWasUsed {
                bag: serial.clone(),
            },
        });
    }
    Err(Stop::Fault(Trouble::TypedTooOften {
        what: Clause::TheNewSerial,
    }))
}

fn record_before_sealing(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    if w.book.custody().keys().get(name).is_some_and(|k| k.omitted) {
        return Ok(());
    }
    let recorded = key::identified_as_is(w, name).and_then(|mut key| {
        key.snapshot_for_sealing(w)?;
        Ok(key.path())
    });
    let path = match recorded {
        Ok(path) => Some(path),
        Err(stop) if stop.ends_the_run() => return Err(stop),
        Err(Stop::Leave) => return Err(Stop::Leave),
        Err(Stop::Breach(why)) => {
            quarantine::breach(w, &why)?;
            without_snapshot(w, roll, name, &why)?;
            None
        }
        Err(Stop::Fault(why) | Stop::Refusal(why)) => {
            without_snapshot(w, roll, name, &why)?;
            None
        }
    };
    unplugged(w, name, path.as_deref())
}

/// The key that was recorded at `path` is not there any more: it, and no other, goes into the bag.
fn unplugged(w: &mut World, name: &Name, path: Option<&str>) -> Result<(), Stop> {
    let not_unplugged = || Trouble::NotConfirmed {
        what: Clause::KeyIsUnplugged { key: name.clone() },
    };
    for _ in 0..TRIES {
        let question = Prompt::UnplugForBag { key: name.clone() };
        confirmed(w, &question, not_unplugged)?;
        // What no port can tell is left to the people: a key that does not answer must be able to go into its bag.
        let plugged = path.and_then(|path| Some((path, w.ports.plugged().ok()?)));
        if !plugged.is_some_and(|(path, ports)| ports.iter().any(|port| port.path == path)) {
            return Ok(());
        }
        w.people.tell(&Prompt::StillPluggedIn { key: name.clone() });
    }
    Err(Stop::Fault(not_unplugged()))
}

/// A key that does not answer must be able to go into its bag all the same: both assent, and it is recorded.
fn without_snapshot(
    w: &mut World,
    roll: &RollCall,
    name: &Name,
    why: &Trouble,
) -> Result<(), Stop> {
    let what = Clause::SealedUnrecorded { key: name.clone() };
    let question = Prompt::SealUnrecorded {
        key: name.clone(),
        why: why.clone(),
    };
    if !w.people.confirm(&question)? {
        return Err(Stop::Fault(why.clone()));
    }
    let reason = roll::reason(w, &what)?;
    let both = roll.assent(w, &what)?;
    w.book.note(Event::SnapshotOmitted {
        key: name.clone(),
        reason,
        assents: both.by(),
    })?;
    Ok(())
}
