//! The account's passkey is deleted from a key.

use crate::ceremony::key::identified;
use crate::ceremony::procedure::verify_pin::live_pin;
use crate::ceremony::roll::RollCall;
use crate::ceremony::settle::doubt_about;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::deed::DeleteCredential;
use crate::custody::{Deed, DeedResult};
use crate::plan::Name;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Deletes the account's credential with the PIN from its sheet, by both, and looks whether it is gone.
pub fn delete_credential(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let open = w.book.custody().ceremony();
    if open.is_some_and(|open| open.has_deleted(name)) {
        return Ok(());
    }
    let mut key = identified(w, roll, name)?;
    let Some(credential) = credential_of(w, name) else {
        return Err(Stop::Refusal(Trouble::NoCredential { key: name.clone() }));
    };
    if key.info()?.management().is_none() {
        return Err(Stop::Refusal(Trouble::KeyCannot {
            key: name.clone(),
            what: Clause::DeletePasskeys,
        }));
    }
    let pin = live_pin(w, roll, &mut key)?;

    let doubt = doubt_about(
        w,
        |deed| matches!(deed, Deed::DeleteCredential(delete) if delete.key == *name),
    );
    if let Some(intent) = doubt {
        let held = key.holds(w, &pin, &credential)?;
        let result = match held {
            true => DeedResult::NotDone,
            false => DeedResult::Done,
        };
        w.book.settle(intent, result)?;
        if !held {
            return Ok(());
        }
    }

    let both = roll.assent(w, &Clause::PasskeyIsDeleted { key: name.clone() })?;
    let intent = w.book.intend_by(
        DeleteCredential {
            key: name.clone(),
            credential: credential.clone(),
        },
        both.by(),
    )?;
    let outcome = key.delete_credential(w, intent, &credential, &pin, &both);
    w.book.ended(outcome)?;
    w.people.tell(&Prompt::PasskeyDeleted { key: name.clone() });
    Ok(())
}

/// The id of the account's credential, hex.
fn credential_of(w: &World, name: &Name) -> Option<String> {
    let key = w.book.custody().keys().get(name)?;
    key.credential.as_ref().map(|c| c.credential.clone())
}
