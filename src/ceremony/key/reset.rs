//! A key, wiped.

use super::found::{IdentifiedKey, identity_of, lied, open, plug_in, ports, stop, wrong_key};
use super::identity::{self, answers_as};
use crate::book::{Intent, Outcome};
use crate::ceremony::ask::confirmed;
use crate::ceremony::roll::Assent;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ctap::{Client, CtapError, Link, PluggedKey, Status};
use crate::custody::Serials;
use crate::custody::deed::ResetKey;
use crate::plan::Name;
use crate::text::hex;
use crate::words::clause::{Clause, Thing};
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

impl IdentifiedKey {
    /// Wipes the key; it counts as done when it has no PIN and does not know its identity any more.
    pub(in crate::ceremony) fn reset(
        mut self,
        w: &mut World,
        intent: Intent<ResetKey>,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        w.people.tell(&Prompt::TouchNow {
            key: self.name.clone(),
        });
        match self.client.reset() {
            Ok(()) => {}
            Err(CtapError::Refused(Status::NotAllowed)) => {
                return intent.not_done(Stop::Fault(Trouble::ResetTooLate {
                    key: self.name.clone(),
                }));
            }
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        }
        w.wrong_tries.remove(&self.name);
        match is_wiped(w, &mut self.client, &self.plugged, &self.name) {
            Ok(true) => intent.done(()),
            Ok(false) => intent.unknown(lied(&self.name, Clause::ResetDidNotWipe)),
            Err(why) => intent.unknown(why),
        }
    }
}

/// The key, unplugged and plugged in again at this moment: a reset is taken within 10 s of that (CTAP 2.1, 6.6).
///
/// # Errors
/// [`Stop`].
pub(in crate::ceremony) fn replugged(w: &mut World, name: &Name) -> Result<IdentifiedKey, Stop> {
    let key = name.clone();
    confirmed(w, &Prompt::ReplugForReset { key: key.clone() }, || {
        Trouble::KeyGone { key }
    })?;
    plug_in(w, name, false)
}

/// Whether a key that was being reset when its answer was lost has been wiped.
///
/// # Errors
/// [`Stop::Fault`] if another key is plugged in.
pub(in crate::ceremony) fn was_reset(w: &mut World, name: &Name) -> Result<bool, Stop> {
    if ports(w)?.is_empty() {
        let question = Prompt::PlugIn { key: name.clone() };
        confirmed(w, &question, || Trouble::NoKey {
            expected: name.clone(),
        })?;
    }
    for port in ports(w)? {
        let mut client = open(w, name, &port)?;
        let which = identity::which(&mut client, &port, w.book.custody(), &mut w.dice);
        match which.map_err(|e| stop(name, e))? {
            Some((known, _)) if known == *name => return Ok(false),
            Some(_) => {}
            None if is_wiped(w, &mut client, &port, name)? => return Ok(true),
            None => {}
        }
    }
    Err(wrong_key(name, Thing::StrangeKey))
}

/// Whether a key has neither a PIN nor the identity that it had under this name, and is otherwise the same: an empty key of
/// another make was not wiped.
fn is_wiped(
    w: &mut World,
    client: &mut Client<Box<dyn Link>>,
    port: &PluggedKey,
    name: &Name,
) -> Result<bool, Stop> {
    let identity = identity_of(w, name)?;
    let info = client.info().map_err(|e| stop(name, e))?;
    let has_serial = identity.serials != Serials::default();
    let same = hex::encode(&info.aaguid) == identity.aaguid
        && (!has_serial || identity.serials.tell(&identity::serials(client, port)));
    let answer = answers_as(client, &identity, &mut w.dice);
    let answer = answer.map_err(|e| stop(name, e))?;
    Ok(same && info.pin_set() != Some(true) && answer.is_none())
}
