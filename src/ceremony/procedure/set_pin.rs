//! A new key gets its first PIN, from proven paper.

use crate::ceremony::key::identified;
use crate::ceremony::paper::prove_pin;
use crate::ceremony::procedure::verify_pin;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Pin;
use crate::custody::act::SetPin;
use crate::plan::Name;

/// Draws, prints and proves a PIN; then sets it, and tries it.
pub fn set_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let mut key = identified(w, roll, name)?;
    if w.book
        .custody()
        .keys()
        .get(name)
        .is_some_and(|k| k.pin != Pin::None)
    {
        verify_pin::settle_pin(w, roll, &mut key)?;
    }
    if w.book
        .custody()
        .keys()
        .get(name)
        .is_some_and(|k| matches!(k.pin, Pin::On(_)))
    {
        return Ok(());
    }
    let both = roll.assent(w, &format!("key {name} gets its first PIN"))?;
    let new = prove_pin(w, roll, name)?;

    let intent = w.book.intend(SetPin {
        key: name.clone(),
        to: new.sheet(),
    })?;
    let outcome = key.set_pin(w, intent, &new, &both);
    w.book.ended(outcome)?;

    verify_pin::verify_new(w, roll, &mut key, &new)
}
