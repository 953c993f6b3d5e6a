//! A key leaves its bag, is identified, and compared with its last snapshot (I6, I7, I18).

use crate::ceremony::key::identified;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::plan::Name;

/// Brings a key to the table.
pub fn unseal_key(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    identified(w, roll, name).map(drop)
}
