//! The PIN on the sheet opens the key; and what a crash left open about it is settled by asking the key.

use crate::ceremony::key::{IdentifiedKey, identified, read_pin};
use crate::ceremony::paper::PinOnPaper;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{DeedResult, Event, Pin, SheetId};
use crate::plan::Name;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Verifies the live PIN from its sheet.
pub fn verify_pin(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let mut key = identified(w, roll, name)?;
    if key.info()?.wants_new_pin() {
        return Err(Stop::Refusal(Trouble::KeyWantsNewPin { key: name.clone() }));
    }
    let live = live_pin(w, roll, &mut key)?;
    verify_typed(w, roll, &mut key, &live)
}

/// Tries a PIN that was typed from the live sheet.
pub fn verify_typed(
    w: &mut World,
    roll: &RollCall,
    key: &mut IdentifiedKey,
    live: &PinOnPaper,
) -> Result<(), Stop> {
    if !key.opens_with(w, live.secret())? {
        return Err(key.opens_nothing(&[live]));
    }
    verified(w, roll, &key.name().clone(), live.sheet())
}

/// Records that the PIN on this sheet opens the key.
pub fn verified(w: &mut World, roll: &RollCall, key: &Name, sheet: &SheetId) -> Result<(), Stop> {
    let by = roll.pin_custodian().clone();
    w.book.note(Event::PinVerified {
        key: key.clone(),
        sheet: sheet.clone(),
        by,
    })?;
    w.people.tell(&Prompt::PinWorks {
        key: key.clone(),
        sheet: sheet.clone(),
    });
    Ok(())
}

/// The live PIN, typed from its sheet. A doubt is settled first; the probe costs at most one try.
pub fn live_pin(
    w: &mut World,
    roll: &RollCall,
    key: &mut IdentifiedKey,
) -> Result<PinOnPaper, Stop> {
    if let Some(live) = settle_pin(w, roll, key)? {
        return Ok(live);
    }
    let name = key.name().clone();
    let sheet = live_sheet(w, &name)?;
    read_pin(w, roll, key, &sheet)
}

/// The sheet with the live PIN.
pub fn live_sheet(w: &World, name: &Name) -> Result<SheetId, Stop> {
    match w.book.custody().keys().get(name).map(|k| &k.pin) {
        Some(Pin::On(sheet)) => Ok(sheet.clone()),
        _ => Err(Stop::Refusal(Trouble::NoPinSheet { key: name.clone() })),
    }
}

/// The sheets that the PIN is on, or may be.
pub fn pin_sheets(w: &World, name: &Name) -> Result<Vec<SheetId>, Stop> {
    let key = w.book.custody().keys().get(name);
    let sheets = key.map(|key| key.pin.sheets()).unwrap_or_default();
    match sheets.is_empty() {
        true => Err(Stop::Refusal(Trouble::NoPinSheet { key: name.clone() })),
        false => Ok(sheets.into_iter().cloned().collect()),
    }
}

/// If it is not known whether a PIN was changed: the new sheet's PIN is tried, then the old one's. Returns what opened.
pub fn settle_pin(
    w: &mut World,
    roll: &RollCall,
    key: &mut IdentifiedKey,
) -> Result<Option<PinOnPaper>, Stop> {
    let name = key.name().clone();
    let Some(Pin::Doubt { intent, from, to }) =
        w.book.custody().keys().get(&name).map(|k| k.pin.clone())
    else {
        return Ok(None);
    };
    if from.is_none() && key.info()?.pin_set() == Some(false) {
        w.book.settle(intent, DeedResult::NotDone)?;
        return Ok(None);
    }
    let new = read_pin(w, roll, key, &to)?;
    let new_opens = key.opens_yet(w, &new)?;
    if new_opens == Some(true) {
        w.book.settle(intent, DeedResult::Done)?;
        return Ok(Some(new));
    }
    let Some(from) = from else {
        return Err(key.opens_nothing(&[&new]));
    };
    let old = read_pin(w, roll, key, &from)?;
    let old_opens = key.opens_yet(w, &old)?;
    if old_opens == Some(true) {
        w.book.settle(intent, DeedResult::NotDone)?;
        return Ok(Some(old));
    }
    // A key that wants a new PIN opens for none before it has one: it gets the other of the two, and both are on paper.
    if key.info()?.wants_new_pin() {
        let has_new = new_opens.is_none() && old_opens.is_some();
        if !has_new && key.takes_instead(w, [&old, &new])? {
            w.book.settle(intent, DeedResult::Done)?;
            return Ok(Some(new));
        }
        if has_new && key.takes_instead(w, [&new, &old])? {
            w.book.settle(intent, DeedResult::NotDone)?;
            return Ok(Some(old));
        }
    }
    Err(key.opens_nothing(&[&new, &old]))
}
