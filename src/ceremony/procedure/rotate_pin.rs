//! Changes a key's PIN to a new one that is on proven paper.

use crate::ceremony::key::identified;
use crate::ceremony::paper::prove_pin;
use crate::ceremony::procedure::verify_pin::{live_pin, verified, verify_typed};
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::deed::ChangePin;
use crate::plan::Name;
use crate::words::clause::Clause;

/// The old PIN from its sheet, a new one drawn, printed and proven; then, and only then, the change.
pub fn rotate_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let mut key = identified(w, roll, name)?;
    let old = live_pin(w, roll, &mut key)?; // settles what a crash left open: new sheet first, then old
    if w.book.custody().pin_is_new(name) {
        return verify_typed(w, roll, &mut key, &old); // a crash came after the change
    }
    let both = roll.assent(w, &Clause::NewPin { key: name.clone() })?;
    let new = prove_pin(w, roll, name)?;

    let from = old.sheet().clone();
    let intent = w.book.intend_by(
        ChangePin {
            key: name.clone(),
            from,
            to: new.sheet(),
        },
        both.by(),
    )?;
    let outcome = key.change_pin(w, intent, &old, &new, &both);
    w.book.ended(outcome)?;

    verified(w, roll, name, &new.sheet())
}
