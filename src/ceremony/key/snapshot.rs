//! What a key shows before it is sealed and when it comes out of its bag (I18).

use super::found::{IdentifiedKey, lied, plug_in};
use super::identity::{self, answers_as};
use crate::ceremony::bag;
use crate::ceremony::quarantine;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Counters, Event, Item, Moment, Snapshot};
use crate::plan::Name;
use crate::text::hex;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// The key, out of its bag, compared with its last snapshot, plugged in and identified.
///
/// # Errors
/// [`Stop`].
pub fn identified(w: &mut World, roll: &RollCall, name: &Name) -> Result<IdentifiedKey, Stop> {
    bag::bring_out(w, roll, &Item::Key { key: name.clone() })?;
    let compared = w
        .book
        .custody()
        .keys()
        .get(name)
        .is_some_and(|k| k.compared);
    if compared {
        let key = plug_in(w, name, false)?;
        key.is_told_surely(w, roll)?;
        return Ok(key);
    }
    let mut key = plug_in(w, name, true)?;
    key.is_told_surely(w, roll)?;
    let counter = key.counter;
    let snapshot = key.snapshot(w, counter)?;
    let differs = w
        .book
        .custody()
        .keys()
        .get(name)
        .map_or_else(Vec::new, |k| k.differs(&snapshot));
    let silent = counter.is_none() || key.identity(w)?.counters == Counters::Silent;
    let moment = Moment::Opening;
    w.book.note(Event::SnapshotTaken {
        key: name.clone(),
        moment,
        snapshot,
        differs: differs.clone(),
    })?;
    if !differs.is_empty() {
        return Err(Stop::Breach(Trouble::KeyChanged {
            key: name.clone(),
            differs,
        }));
    }
    w.people.tell(&Prompt::SnapshotSame {
        key: name.clone(),
        counter_says_nothing: silent,
    });
    Ok(key)
}

/// The key on the table, plugged in and identified, as it is: for sealing.
///
/// # Errors
/// [`Stop`].
pub(in crate::ceremony) fn identified_as_is(
    w: &mut World,
    name: &Name,
) -> Result<IdentifiedKey, Stop> {
    plug_in(w, name, false)
}

impl IdentifiedKey {
    /// What the key shows right now, with the counter of an identity assertion just made, if it gives one.
    fn snapshot(&mut self, w: &mut World, identity_counter: Option<u32>) -> Result<Snapshot, Stop> {
        let credential_counter = match self.counter {
            Some(_) => self.check_credential(w)?,
            None => None,
        };
        let info = self.info()?;
        let retries = self.client.pin_retries().map_err(|e| self.stop(e))?;
        Ok(Snapshot {
            aaguid: hex::encode(&info.aaguid),
            firmware: info.firmware_version,
            retries: retries.left.into(),
            slots: info.remaining_discoverable,
            identity_counter: identity_counter.map(u64::from),
            credential_counter: credential_counter.map(u64::from),
        })
    }

    /// The snapshot before sealing, recorded (I18).
    ///
    /// # Errors
    /// [`Stop`].
    pub(in crate::ceremony) fn snapshot_for_sealing(&mut self, w: &mut World) -> Result<(), Stop> {
        let key = self.name.clone();
        w.book.note(Event::SnapshotBegun { key: key.clone() })?;
        let identity = self.identity(w)?;
        let counter = match answers_as(&mut self.client, &identity, &mut w.dice) {
            Ok(Some(counter)) => Some(counter),
            Ok(None) => return Err(lied(&key, Clause::IdentityDoesNotAnswer)),
            Err(e) if self.counter.is_none() && identity::wants_its_pin(&e) => None,
            Err(e) => return Err(self.stop(e)),
        };
        let snapshot = self.snapshot(w, counter)?;
        // A key that nobody compared since its bag was opened is compared now.
        let custody = w.book.custody();
        let trusted = custody.may_rely_on(&Item::Key { key: key.clone() }).is_ok();
        let state = custody.keys().get(&key);
        let state = state.filter(|state| trusted && !state.compared);
        let differs = state.map_or_else(Vec::new, |state| state.differs(&snapshot));
        let moment = Moment::Sealing;
        w.book.note(Event::SnapshotTaken {
            key: key.clone(),
            moment,
            snapshot,
            differs: differs.clone(),
        })?;
        if !differs.is_empty() {
            let changed = Trouble::KeyChanged { key, differs };
            w.people.tell(&Prompt::Stopped {
                trouble: changed.clone(),
            });
            quarantine::breach(w, &changed)?;
        }
        Ok(())
    }
}
