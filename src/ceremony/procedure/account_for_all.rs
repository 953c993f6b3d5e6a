//! Each key, bag and page is in custody or destroyed (I19), and the printer holds no secret.

use crate::ceremony::paper::{print_open, stationery};
use crate::ceremony::roll::RollCall;
use crate::ceremony::run::still_out;
use crate::ceremony::settle::secure;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::sheet;
use crate::text::say::Prompt;

/// Names what is still out, puts it away, and flushes the printer.
pub fn account_for_all(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let things = still_out(w);
    if !things.is_empty() {
        w.people.tell(&Prompt::StillOut { things });
        secure(w, roll)?;
    }
    flush_printer(w)
}

/// A page with nothing but a pattern takes the place of the last secret in the printer's memory.
fn flush_printer(w: &mut World) -> Result<(), Stop> {
    let rehearsal = w.book.custody().is_rehearsal();
    let page = sheet::flush_page(&stationery(&w.plan, rehearsal));
    print_open(w, &page, "last page", &Prompt::FlushPageOut)
}
