//! Superseded PIN sheets are destroyed before both, once the new one is sealed (I12).

use crate::ceremony::paper::destroy;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Page, SheetId, SheetState};
use crate::plan::Name;

/// Destroys every superseded PIN sheet of a key.
pub fn destroy_old_pin(w: &mut World, roll: &RollCall, key: &Name) -> Result<(), Stop> {
    let page = Page::Pin { key: key.clone() };
    let old = w
        .book
        .custody()
        .sheets()
        .iter()
        .filter(|(_, s)| s.page == page && s.state == SheetState::Superseded);
    let old: Vec<SheetId> = old.map(|(id, _)| id.clone()).collect();
    old.iter().try_for_each(|sheet| destroy(w, roll, sheet))
}
