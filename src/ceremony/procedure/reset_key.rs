//! A key is wiped: its PIN, its passkeys, its settings. It is then as new, and no key of the book.

use crate::ceremony::bag;
use crate::ceremony::key::{identified, was_reset};
use crate::ceremony::paper::destroy;
use crate::ceremony::roll::RollCall;
use crate::ceremony::settle::doubt_about;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::deed::ResetKey;
use crate::custody::{Deed, DeedResult, Item, Page, SheetId, SheetState, Whereabouts};
use crate::plan::Name;
use crate::words::clause::Clause;
use crate::words::say::Prompt;

/// Resets the key, by both, within its window after it was plugged in; then destroys its PIN sheets, which open nothing
/// any more. It needs no PIN: a key whose PIN is blocked is reset like any other.
pub fn reset_key(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let doubt = doubt_about(
        w,
        |deed| matches!(deed, Deed::ResetKey(reset) if reset.key == *name),
    );
    if let Some(intent) = doubt {
        let result = match was_reset(w, name)? {
            true => DeedResult::Done,
            false => DeedResult::NotDone,
        };
        w.book.settle(intent, result)?;
    }
    let open = w.book.custody().ceremony();
    if !open.is_some_and(|open| open.has_reset(name)) {
        wipe(w, roll, name)?;
    }
    let page = Page::Pin { key: name.clone() };
    for sheet in sheets(w, |s| s.page == page && s.state == SheetState::Wiped) {
        destroy(w, roll, &sheet)?;
    }
    Ok(())
}

fn wipe(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    drop(identified(w, roll, name)?);
    let page = Page::Pin { key: name.clone() };
    for sheet in sheets(w, |s| s.page == page && s.at != Whereabouts::Gone) {
        bag::bring_out(w, roll, &Item::Sheet { sheet })?;
    }
    let both = roll.assent(w, &Clause::KeyIsReset { key: name.clone() })?;
    let key = crate::ceremony::key::replugged(w, name)?;
    let intent = w
        .book
        .intend_by(ResetKey { key: name.clone() }, both.by())?;
    let outcome = key.reset(w, intent, &both);
    w.book.ended(outcome)?;
    w.people.tell(&Prompt::KeyReset { key: name.clone() });
    Ok(())
}

fn sheets(w: &World, is: impl Fn(&crate::custody::Sheet) -> bool) -> Vec<SheetId> {
    let found = w.book.custody().sheets().iter().filter(|(_, s)| is(s));
    found.map(|(id, _)| id.clone()).collect()
}
