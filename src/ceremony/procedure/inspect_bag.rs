//! A sealed bag is looked at, its number typed by both, and nothing opened (I6).

use crate::ceremony::bag;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::BagSerial;

/// Brings a bag to the table, compares its number, and sends it back to its place.
pub fn inspect_bag(w: &mut World, roll: &RollCall, serial: &BagSerial) -> Result<(), Stop> {
    bag::look_at(w, roll, serial)?;
    bag::put_away(w, serial)
}
