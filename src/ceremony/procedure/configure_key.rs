//! A key is told the plan's length of a PIN: it takes no shorter one any more, from nobody.

use crate::ceremony::key::identified;
use crate::ceremony::procedure::verify_pin::live_pin;
use crate::ceremony::roll::RollCall;
use crate::ceremony::settle::doubt_about;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::act::ConfigureKey;
use crate::custody::{Deed, DeedResult};
use crate::plan::Name;
use crate::text::clause::Clause;
use crate::text::say::Prompt;
use crate::text::trouble::Trouble;

/// Sets the shortest PIN to the plan's, with the PIN from its sheet, by both.
pub fn configure_key(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let open = w.book.custody().ceremony();
    if open.is_some_and(|open| open.has_configured(name)) {
        return Ok(());
    }
    let mut key = identified(w, roll, name)?;
    let info = key.info()?;
    if info.option("setMinPINLength") != Some(true) {
        return Err(Stop::Refusal(Trouble::KeyCannot {
            key: name.to_string(),
            what: Clause::SetLeastPinLength,
        }));
    }

    let doubt = doubt_about(
        w,
        |deed| matches!(deed, Deed::ConfigureKey { key, .. } if key == name),
    );
    let planned = u64::from(w.plan.rules.pin_digits);
    if let Some(intent) = doubt {
        let took = info.least_pin_length() >= planned;
        let result = match took {
            true => DeedResult::Done,
            false => DeedResult::NotDone,
        };
        w.book.settle(intent, result)?;
        if took {
            return Ok(());
        }
    }

    let pin = live_pin(w, roll, &mut key)?;
    // It is only ever raised.
    let least = planned.max(info.least_pin_length());
    let both = roll.assent(
        w,
        &Clause::LeastPinLengthIsSet {
            key: name.to_string(),
            least,
        },
    )?;
    let intent = w.book.intend(ConfigureKey {
        key: name.clone(),
        least_pin_length: least,
    })?;
    let outcome = key.configure(w, intent, least, &pin, &both);
    w.book.ended(outcome)?;
    w.people.tell(&Prompt::KeyConfigured {
        key: name.to_string(),
        least,
    });
    Ok(())
}
