//! A new key gets its identity credential (I7), before it has a PIN.

use crate::ceremony::key;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::plan::Name;

/// Admits a new key to the book.
pub fn admit_key(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    if w.book.custody().keys().contains_key(name) {
        return Ok(());
    }
    key::admit(w, roll, name)
}
