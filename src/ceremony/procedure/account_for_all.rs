//! Each key, bag and page is in custody or destroyed (I19).

use crate::ceremony::roll::RollCall;
use crate::ceremony::run::still_out;
use crate::ceremony::settle::secure;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::text::say::Prompt;

/// Names what is still out, and puts it away.
pub fn account_for_all(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let things = still_out(w);
    if things.is_empty() {
        return Ok(());
    }
    w.people.tell(&Prompt::StillOut { things });
    secure(w, roll)
}
