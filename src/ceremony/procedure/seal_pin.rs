//! The PIN sheet goes into a bag and to its place.

use crate::ceremony::procedure::verify_pin::live_sheet;
use crate::ceremony::roll::RollCall;
use crate::ceremony::seal::seal;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Item;
use crate::plan::Name;

/// Seals the live PIN sheet of a key.
pub fn seal_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let sheet = live_sheet(w, name)?;
    seal(w, roll, &Item::Sheet { sheet })
}
