//! What a crash, a fault or a safe stop left loose, dealt with before anything else is begun.
//!
//! Doubts about papers and bags are settled here, with the people's eyes. A doubt about a PIN, a credential or a
//! password is settled by the procedure that made it, with what is on paper.

use super::bag;
use super::paper::destroy;
use super::roll::RollCall;
use super::seal::seal;
use super::stop::Stop;
use super::world::World;
use crate::custody::deed::{DestroySheet, OpenBag, SealBag};
use crate::custody::{Deed, DeedResult, Event, Item, SheetId, SheetState, Suspect};
use crate::words::clause::Thing;
use crate::words::say::Prompt;

/// Settles open doubts about papers and bags, and destroys pages that were begun and never used.
///
/// # Errors
/// [`Stop`]; what was settled stays settled.
pub(super) fn settle(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    for (intent, deed) in w.book.custody().doubts().clone() {
        settle_doubt(w, intent, &deed)?;
    }
    for sheet in sheets(w, |s| {
        matches!(
            s,
            SheetState::Printing | SheetState::Printed | SheetState::Proven
        )
    }) {
        w.book.note(Event::SheetVoided { sheet })?;
    }
    for sheet in sheets(w, |s| s == SheetState::Wiped) {
        destroy(w, roll, &sheet)?;
    }
    // What is in quarantine is evidence: it goes into a bag.
    let mut void = sheets(w, |s| s == SheetState::Void);
    void.retain(|sheet| {
        let sheet = sheet.clone();
        !w.book
            .custody()
            .quarantine()
            .contains_key(&Suspect::Sheet { sheet })
    });
    for sheet in void {
        w.people.tell(&Prompt::LooseSheet {
            sheet: sheet.clone(),
        });
        destroy(w, roll, &sheet)?;
    }
    let (_, bags) = w.book.custody().loose();
    for serial in bags {
        bag::put_away(w, &serial)?;
    }
    Ok(())
}

fn settle_doubt(w: &mut World, intent: u64, deed: &Deed) -> Result<(), Stop> {
    let done = match deed {
        Deed::PrintSheet(print) => {
            w.book.note(Event::SheetVoided {
                sheet: print.sheet.clone(),
            })?;
            return Ok(());
        }
        Deed::OpenBag(OpenBag { bag }) => w
            .people
            .confirm(&Prompt::WasBagOpened { bag: bag.clone() })?,
        Deed::SealBag(SealBag { bag, items, .. }) => {
            let items = items.iter().map(Thing::from).collect();
            w.people.confirm(&Prompt::WasBagSealed {
                bag: bag.clone(),
                items,
            })?
        }
        Deed::DestroySheet(DestroySheet { sheet }) => w.people.confirm(&Prompt::WasDestroyed {
            sheet: sheet.clone(),
        })?,
        // Nothing of it lies on the key, so another one is harmless.
        Deed::MakeIdentity(_) => false,
        Deed::SetPin(_)
        | Deed::ChangePin(_)
        | Deed::MakeCredential(_)
        | Deed::DeleteCredential(_)
        | Deed::ConfigureKey(_)
        | Deed::ResetKey(_)
        | Deed::SetPassword(_) => return Ok(()),
    };
    w.book.settle(
        intent,
        if done {
            DeedResult::Done
        } else {
            DeedResult::NotDone
        },
    )?;
    Ok(())
}

/// The intent of an open doubt about such a deed.
pub(super) fn doubt_about(w: &World, is: impl Fn(&Deed) -> bool) -> Option<u64> {
    let mut doubts = w.book.custody().doubts().iter();
    doubts.find(|(_, deed)| is(deed)).map(|(intent, _)| *intent)
}

fn sheets(w: &World, is: impl Fn(SheetState) -> bool) -> Vec<SheetId> {
    let found = w
        .book
        .custody()
        .sheets()
        .iter()
        .filter(|(_, s)| is(s.state));
    found.map(|(id, _)| id.clone()).collect()
}

/// Puts everything loose into bags and to its place: for a safe stop, and before an end.
///
/// # Errors
/// [`Stop`]; what is in bags stays there.
pub(super) fn secure(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    settle(w, roll)?;
    let (items, _) = w.book.custody().loose();
    // Papers first: a key alone opens nothing.
    let (sheets, keys): (Vec<Item>, Vec<Item>) = items
        .into_iter()
        .partition(|i| matches!(i, Item::Sheet { .. }));
    for item in sheets.iter().chain(&keys) {
        seal(w, roll, item)?;
    }
    Ok(())
}

/// What lies on the table.
pub(super) fn still_out(w: &World) -> Vec<Thing> {
    let (items, bags) = w.book.custody().loose();
    items
        .iter()
        .map(Thing::from)
        .chain(bags.iter().map(|b| Thing::Bag(b.clone())))
        .collect()
}
