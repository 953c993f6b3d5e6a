//! Each share goes into a bag of its own and to its place.

use crate::ceremony::roll::RollCall;
use crate::ceremony::seal::seal;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Item, SheetId};
use crate::plan::Name;

/// Seals every share of the live password.
pub fn seal_shares(w: &mut World, roll: &RollCall, account: &Name) -> Result<(), Stop> {
    let custody = w.book.custody();
    let live = custody.passwords().get(account).and_then(|p| p.live);
    let set = live
        .map(|set| custody.set(account, set))
        .unwrap_or_default();
    let sheets: Vec<SheetId> = set.into_values().cloned().collect();
    sheets
        .into_iter()
        .try_for_each(|sheet| seal(w, roll, &Item::Sheet { sheet }))
}
