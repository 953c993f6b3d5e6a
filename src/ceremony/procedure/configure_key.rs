//! A key is set as the plan wants it: it takes no shorter PIN any more, from nobody, and what else `key_settings` says.

use crate::ceremony::key::settings::{attests_for_enterprises, cannot, in_words, is_so, planned};
use crate::ceremony::key::{IdentifiedKey, identified};
use crate::ceremony::procedure::verify_pin::live_pin;
use crate::ceremony::roll::RollCall;
use crate::ceremony::settle::doubt_about;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::deed::ConfigureKey;
use crate::custody::{Deed, DeedResult, Event, Setting};
use crate::plan::Name;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Makes each setting that is missing, with the PIN from its sheet, by both; done is what the key says of itself then.
pub fn configure_key(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let open = w.book.custody().ceremony();
    if open.is_some_and(|open| open.has_configured(name)) {
        return Ok(());
    }
    let mut key = identified(w, roll, name)?;
    settle_setting(w, &mut key)?;

    let info = key.info()?;
    let wanted = planned(&w.plan);
    if let Some(what) = wanted.iter().find_map(|setting| cannot(setting, &info)) {
        let key = name.clone();
        return Err(Stop::Refusal(Trouble::KeyCannot { key, what }));
    }
    let missing: Vec<&Setting> = wanted.iter().filter(|s| !is_so(s, &info)).collect();
    if !missing.is_empty() {
        set(w, roll, &mut key, &missing)?;
    }

    let info = key.info()?;
    w.book.note(Event::KeyConfigured {
        key: name.clone(),
        least_pin_length: info.least_pin_length(),
        always_uv: info.always_uv(),
        enterprise_attestation: attests_for_enterprises(&info),
    })?;
    w.people.tell(&Prompt::KeyConfigured {
        key: name.clone(),
        settings: wanted.iter().flat_map(in_words).collect(),
    });
    Ok(())
}

fn set(
    w: &mut World,
    roll: &RollCall,
    key: &mut IdentifiedKey,
    missing: &[&Setting],
) -> Result<(), Stop> {
    let pin = live_pin(w, roll, key)?;
    let least = w.plan.rules.pin_digits;
    // A key that is told to take no shorter PIN than it has takes none at all until that is changed.
    if pin.secret().len() < usize::try_from(least).unwrap_or(usize::MAX) {
        return Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::PinIsShorter {
                sheet: pin.sheet().clone(),
                least: least.into(),
            },
        }));
    }
    let both = roll.assent(
        w,
        &Clause::KeyIsConfigured {
            key: key.name().clone(),
            settings: missing.iter().flat_map(|s| in_words(s)).collect(),
        },
    )?;
    for &setting in missing {
        let intent = w.book.intend_by(
            ConfigureKey {
                key: key.name().clone(),
                setting: setting.clone(),
            },
            both.by(),
        )?;
        let outcome = key.configure(w, intent, setting, &pin, &both);
        w.book.ended(outcome)?;
    }
    Ok(())
}

/// What a crash left open: the key says whether it is set so. What it does not say is set again, which harms nothing.
fn settle_setting(w: &mut World, key: &mut IdentifiedKey) -> Result<(), Stop> {
    let name = key.name().clone();
    let of_key = |deed: &Deed| matches!(deed, Deed::ConfigureKey(it) if it.key == name);
    let Some(intent) = doubt_about(w, of_key) else {
        return Ok(());
    };
    let info = key.info()?;
    let result = match w.book.custody().doubts().get(&intent) {
        Some(Deed::ConfigureKey(it)) if is_so(&it.setting, &info) => DeedResult::Done,
        _ => DeedResult::NotDone,
    };
    w.book.settle(intent, result)?;
    Ok(())
}
