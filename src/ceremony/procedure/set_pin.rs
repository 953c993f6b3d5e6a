//! A new key gets its first PIN, from proven paper.

use crate::ceremony::key::identified;
use crate::ceremony::paper::prove_pin;
use crate::ceremony::procedure::verify_pin::{live_pin, settle_pin, verified, verify_typed};
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Pin;
use crate::custody::deed::SetPin;
use crate::plan::Name;
use crate::words::clause::Clause;

/// Draws, prints and proves a PIN; then sets it, and tries it.
pub fn set_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let mut key = identified(w, roll, name)?;
    let pin = w
        .book
        .custody()
        .keys()
        .get(name)
        .map_or(Pin::None, |k| k.pin.clone());
    if pin != Pin::None {
        settle_pin(w, roll, &mut key)?;
    }
    if w.book.custody().pin_is_new(name) {
        let live = live_pin(w, roll, &mut key)?; // a crash came after it was set
        return verify_typed(w, roll, &mut key, &live);
    }
    if matches!(pin, Pin::On(_)) {
        return Ok(()); // an earlier ceremony set it
    }
    let both = roll.assent(w, &Clause::FirstPin { key: name.clone() })?;
    let new = prove_pin(w, roll, name)?;

    let intent = w.book.intend_by(
        SetPin {
            key: name.clone(),
            to: new.sheet(),
        },
        both.by(),
    )?;
    let outcome = key.set_pin(w, intent, &new, &both);
    w.book.ended(outcome)?;

    verified(w, roll, name, &new.sheet())
}
