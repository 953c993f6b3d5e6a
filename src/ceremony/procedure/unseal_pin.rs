//! A PIN sheet leaves its bag (I6).

use crate::ceremony::bag;
use crate::ceremony::procedure::verify_pin::live_sheet;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Item, Whereabouts};
use crate::plan::Name;
use crate::words::clause::Thing;
use crate::words::say::Prompt;

/// Brings the live PIN sheet of a key to the table.
pub fn unseal_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let item = Item::Sheet {
        sheet: live_sheet(w, name)?,
    };
    if w.book.custody().whereabouts(&item) == Some(&Whereabouts::Table) {
        w.people.tell(&Prompt::ItemOnTable {
            item: Thing::from(&item),
        });
    }
    bag::bring_out(w, roll, &item)
}
