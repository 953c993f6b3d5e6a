//! The account's credential is on the key and works; what it signs is no sign-in (I16).

use crate::ceremony::key::identified;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Event;
use crate::plan::Name;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Verifies the account's credential.
pub fn verify_credential(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let mut key = identified(w, roll, name)?;
    if w.book
        .custody()
        .keys()
        .get(name)
        .is_none_or(|k| k.credential.is_none())
    {
        return Err(Stop::Refusal(Trouble::NoCredential { key: name.clone() }));
    }
    if key.check_credential(w)?.is_none() {
        return Err(Stop::Breach(Trouble::CredentialWrong {
            key: name.clone(),
            why: Clause::NoSuchPasskey,
        }));
    }
    w.book
        .note(Event::CredentialVerified { key: name.clone() })?;
    w.people
        .tell(&Prompt::CredentialWorks { key: name.clone() });
    Ok(())
}
