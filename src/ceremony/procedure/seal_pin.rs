//! The PIN sheet goes into a bag and to its place; where it is not known which sheet the PIN is on, each that it may be on.

use crate::ceremony::procedure::verify_pin::pin_sheets;
use crate::ceremony::roll::RollCall;
use crate::ceremony::seal::seal;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Item;
use crate::plan::Name;

/// Seals the live PIN sheet of a key.
pub fn seal_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let mut sheets = pin_sheets(w, name)?.into_iter();
    sheets.try_for_each(|sheet| seal(w, roll, &Item::Sheet { sheet }))
}
