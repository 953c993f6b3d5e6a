//! Each key, bag and page is in custody or destroyed (I19); and the printer forgets the last secret.

use crate::ceremony::paper::flush_printer;
use crate::ceremony::roll::RollCall;
use crate::ceremony::settle::secure;
use crate::ceremony::settle::still_out;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::words::say::Prompt;

/// Names what is still out, and puts it away. After it nothing secret is printed any more.
pub fn account_for_all(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let things = still_out(w);
    if !things.is_empty() {
        w.people.tell(&Prompt::StillOut { things });
        secure(w, roll)?;
    }
    flush_printer(w)
}
