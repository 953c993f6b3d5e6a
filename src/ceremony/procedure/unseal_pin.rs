//! A PIN sheet leaves its bag (I6); where it is not known which sheet the PIN is on, each that it may be on.

use crate::ceremony::bag;
use crate::ceremony::procedure::verify_pin::pin_sheets;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Item, Whereabouts};
use crate::plan::Name;
use crate::words::clause::Thing;
use crate::words::say::Prompt;

/// Brings the live PIN sheet of a key to the table.
pub fn unseal_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    for sheet in pin_sheets(w, name)? {
        let item = Item::Sheet { sheet };
        if w.book.custody().whereabouts(&item) == Some(&Whereabouts::Table) {
            w.people.tell(&Prompt::ItemOnTable {
                item: Thing::from(&item),
            });
        }
        bag::bring_out(w, roll, &item)?;
    }
    Ok(())
}
