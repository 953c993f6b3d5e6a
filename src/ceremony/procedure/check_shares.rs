//! Each share leaves its bag and is checked by its fingerprint; they are never recombined.

use crate::ceremony::bag;
use crate::ceremony::paper::{both, share_typed};
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Event, Item, SheetId};
use crate::plan::Name;
use crate::text::hex;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Checks every share of the live password, one by one.
pub fn check_shares(w: &mut World, roll: &RollCall, account: &Name) -> Result<(), Stop> {
    let custody = w.book.custody();
    let live = custody.passwords().get(account).and_then(|p| p.live);
    let Some(set) = live else {
        return Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NoPasswordYet {
                account: account.clone(),
            },
        }));
    };
    let members: Vec<SheetId> = custody.set(account, set).into_values().cloned().collect();
    let count = members.len();
    for (i, sheet) in members.into_iter().enumerate() {
        check_share(w, roll, &sheet)?;
        w.people.tell(&Prompt::ShareMatches {
            sheet: sheet.clone(),
            left: count - i - 1,
        });
    }
    Ok(())
}

fn check_share(w: &mut World, roll: &RollCall, sheet: &SheetId) -> Result<(), Stop> {
    if w.book
        .custody()
        .ceremony()
        .is_some_and(|c| c.has_checked(sheet))
    {
        return Ok(());
    }
    bag::bring_out(
        w,
        roll,
        &Item::Sheet {
            sheet: sheet.clone(),
        },
    )?;
    let fingerprint = hex::encode(&share_typed(w, sheet)?.fingerprint());
    let known = w
        .book
        .custody()
        .sheets()
        .get(sheet)
        .and_then(|s| s.fingerprint.clone());
    if known.as_ref() != Some(&fingerprint) {
        return Err(Stop::Breach(Trouble::ShareAltered {
            sheet: sheet.clone(),
        }));
    }
    w.book.note(Event::ShareChecked {
        sheet: sheet.clone(),
        fingerprint,
        by: both(roll),
    })?;
    Ok(())
}
