//! Snapshot, then into a bag and to its place (I18).

use crate::ceremony::roll::RollCall;
use crate::ceremony::seal::seal;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Item;
use crate::plan::Name;

/// Seals a key.
pub fn seal_key(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    seal(w, roll, &Item::Key { key: name.clone() })
}
