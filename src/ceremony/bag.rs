//! Bags: fetched, inspected, opened under the recorded serial (I6); handed to those who open the place.

use super::ask::{TRIES, by_hand, confirmed};
use super::roll::RollCall;
use super::stop::Stop;
use super::world::World;
use crate::custody::deed::OpenBag;
use crate::custody::{Bag, BagSerial, BagState, Event, Item, Whereabouts};
use crate::plan::Name;
use crate::words::clause::{Clause, Thing};
use crate::words::say::{BagPurpose, Prompt, Turn};
use crate::words::trouble::Trouble;

/// Makes sure that an item is on the table: out of its bag, if it is in one. The roll call is asked for because nobody
/// opens a bag without it.
///
/// # Errors
/// [`Stop::Refusal`] for what is in quarantine (I18), [`Stop::Breach`] for a bag that is damaged or not of this book.
pub(super) fn bring_out(w: &mut World, _: &RollCall, item: &Item) -> Result<(), Stop> {
    let trusted = w.book.custody().may_rely_on(item);
    trusted.map_err(|why| {
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::Refused(Box::new(why)),
        })
    })?;
    match w.book.custody().whereabouts(item).cloned() {
        Some(Whereabouts::Table) => Ok(()),
        Some(Whereabouts::Bag(serial)) => open(w, &serial, item),
        Some(Whereabouts::Gone) | None => {
            Err(Stop::Refusal(Trouble::NotInHand { item: item.into() }))
        }
    }
}

/// Makes sure that a sealed bag is on the table and was inspected, still closed.
///
/// # Errors
/// As [`bring_out`].
pub(super) fn look_at(w: &mut World, _: &RollCall, serial: &BagSerial) -> Result<(), Stop> {
    let custody = w.book.custody();
    let held = custody.bags().get(serial).cloned();
    let item = held.as_ref().and_then(|bag| bag.items.first().cloned());
    let (Some(bag), Some(item)) = (held, item) else {
        let thing = Thing::Bag(serial.clone());
        return Err(Stop::Refusal(Trouble::NotInHand { item: thing }));
    };
    match bag.state {
        BagState::Fetched => Ok(()),
        _ => fetch(w, serial, &item, &place_name(w, &bag)),
    }
}

fn open(w: &mut World, serial: &BagSerial, item: &Item) -> Result<(), Stop> {
    let Some(bag) = w.book.custody().bags().get(serial).cloned() else {
        return Err(Stop::Refusal(Trouble::NotInHand { item: item.into() }));
    };
    w.book.custody().may_open(serial).map_err(|why| {
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::Words(why.to_string()),
        })
    })?;
    if !matches!(bag.state, BagState::Fetched) {
        fetch(w, serial, item, &place_name(w, &bag))?;
    }
    let intent = w.book.intend(OpenBag {
        bag: serial.clone(),
    })?;
    let items = bag.items.iter().map(Thing::from).collect();
    let answer = w.people.confirm(&Prompt::OpenBag {
        bag: serial.clone(),
        items,
    });
    let outcome = by_hand(intent, answer, || Trouble::NotConfirmed {
        what: Clause::BagIsOpen {
            bag: serial.clone(),
        },
    });
    w.book.ended(outcome)
}

/// Fetched and inspected: both read the serial, which must be the one that the ledger names (I6).
fn fetch(w: &mut World, serial: &BagSerial, item: &Item, place: &str) -> Result<(), Stop> {
    let question = Prompt::FetchBag {
        item: item.into(),
        place: place.into(),
    };
    confirmed(w, &question, || Trouble::NotInHand {
        item: Thing::BagWith(Box::new(item.into())),
    })?;
    for _ in 0..TRIES {
        let read = read_by_both(w, &BagPurpose::Fetched { item: item.into() })?;
        if read == *serial {
            let known_damage = w.book.custody().bags().get(serial);
            let known_damage = known_damage.is_some_and(|bag| bag.known_damage);
            if !known_damage
                && !w.people.confirm(&Prompt::BagIntact {
                    bag: serial.clone(),
                })?
            {
                return Err(Stop::Breach(Trouble::DamagedBag {
                    bag: serial.clone(),
                }));
            }
            w.book.note(Event::BagFetched {
                bag: serial.clone(),
            })?;
            return Ok(());
        }
        if !w.book.custody().knows_bag(&read) {
            return Err(Stop::Breach(Trouble::UnknownBag {
                item: item.into(),
                found: read.clone(),
            }));
        }
        w.people.tell(&Prompt::BagWas {
            found: read.clone(),
        });
        confirmed(w, &question, || Trouble::NotInHand {
            item: Thing::BagWith(Box::new(item.into())),
        })?;
    }
    Err(Stop::Fault(Trouble::NotInHand {
        item: Thing::BagWith(Box::new(item.into())),
    }))
}

/// A serial as both read it, each for themselves.
pub(super) fn read_by_both(w: &mut World, purpose: &BagPurpose) -> Result<BagSerial, Stop> {
    for _ in 0..TRIES {
        let first = read_serial(w, Turn::PinCustodian, purpose)?;
        let second = read_serial(w, Turn::KeyCustodian, purpose)?;
        if first == second {
            return Ok(first);
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::SerialsDiffer {
                first: first.to_string(),
                second: second.to_string(),
            },
        });
    }
    Err(Stop::Fault(Trouble::TypedTooOften {
        what: Clause::TheSerial,
    }))
}

fn read_serial(w: &mut World, by: Turn, purpose: &BagPurpose) -> Result<BagSerial, Stop> {
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::BagSerial {
            by,
            purpose: purpose.clone(),
        })?;
        match BagSerial::typed(typed.trim()) {
            Ok(serial) => return Ok(serial),
            Err(_) => w.people.tell(&Prompt::TypedWrong {
                what: Clause::NoSerial,
            }),
        }
    }
    Err(Stop::Fault(Trouble::TypedTooOften {
        what: Clause::TheSerial,
    }))
}

/// Hands a sealed bag to somebody who opens its place.
///
/// # Errors
/// [`Stop`].
pub(super) fn put_away(w: &mut World, serial: &BagSerial) -> Result<(), Stop> {
    let Some(bag) = w.book.custody().bags().get(serial).cloned() else {
        return Ok(());
    };
    if !matches!(bag.state, BagState::Sealed | BagState::Fetched) {
        return Ok(());
    }
    let place = place_name(w, &bag);
    let to = who_takes(w, serial, &place)?;
    let called = w
        .plan
        .person(&to)
        .map_or_else(|| to.to_string(), |p| p.name.clone());
    let question = Prompt::HandOver {
        bag: serial.clone(),
        place,
        to: called,
    };
    confirmed(w, &question, || Trouble::NotConfirmed {
        what: Clause::BagWasHandedOver {
            bag: serial.clone(),
        },
    })?;
    w.book.note(Event::BagHanded {
        bag: serial.clone(),
        to,
    })?;
    Ok(())
}

fn who_takes(w: &mut World, serial: &BagSerial, place: &str) -> Result<Name, Stop> {
    let openers = w.book.custody().who_may_take(serial);
    let here = w
        .book
        .custody()
        .present()
        .iter()
        .map(|p| p.person.clone())
        .collect::<Vec<_>>();
    if let Some(present) = openers.iter().find(|o| here.contains(o)) {
        return Ok(present.clone());
    }
    if let [only] = openers.as_slice() {
        return Ok(only.clone());
    }
    let names = openers.iter().map(ToString::to_string).collect();
    let question = Prompt::WhoTakes {
        bag: serial.clone(),
        place: place.into(),
        names,
    };
    for _ in 0..TRIES {
        let typed = w.people.line(&question)?;
        if let Some(person) = openers
            .iter()
            .find(|o| o.as_str() == typed.trim().to_ascii_lowercase())
        {
            return Ok(person.clone());
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::DoesNotOpenThePlace,
        });
    }
    Err(Stop::Fault(Trouble::TypedTooOften {
        what: Clause::TheName,
    }))
}

/// As the plan calls it under which the bag was put there (I22).
fn place_name(w: &World, bag: &Bag) -> String {
    let place = w.book.custody().place_of_bag(bag);
    place.map_or_else(|| bag.place.to_string(), |p| p.name.clone())
}
