//! Superseded shares are destroyed before both, once all new ones are sealed (I12).

use crate::ceremony::paper::destroy;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Page, Sheet, SheetId, SheetState};
use crate::plan::Name;

/// Destroys every superseded share of an account's password.
pub fn destroy_old_shares(w: &mut World, roll: &RollCall, account: &Name) -> Result<(), Stop> {
    let of_account = |s: &Sheet| matches!(&s.page, Page::Share { account: a, .. } if a == account);
    let old = w
        .book
        .custody()
        .sheets()
        .iter()
        .filter(|(_, s)| of_account(s) && s.state == SheetState::Superseded);
    let old: Vec<SheetId> = old.map(|(id, _)| id.clone()).collect();
    old.iter().try_for_each(|sheet| destroy(w, roll, sheet))
}
