//! A key's PIN: tried, set, changed (I1, I3).

use super::found::{IdentifiedKey, lied, plug_in};
use super::identity::IDENTITY_RP;
use crate::book::{Intent, Outcome};
use crate::ceremony::ask::confirmed;
use crate::ceremony::bag;
use crate::ceremony::paper::{Pin, PinOnPaper, Proven, pin_from};
use crate::ceremony::roll::{self, Assent, RollCall};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ctap::{CtapError, Permissions, PinRule, PinToken, Status};
use crate::custody::deed::{ChangePin, SetPin};
use crate::custody::{Item, SheetId};
use crate::secret::Secret;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// At so many tries left, no try is spent without both (I3).
const TRIES_KEPT: u8 = 3;
/// So many wrong tries between two plug-ins, and no more without both (I3).
const WRONG_TRIES: u8 = 2;
impl IdentifiedKey {
    /// Sets the first PIN: only one that is on proven paper (I1), only after its intent (I2), only by both (I5).
    pub(in crate::ceremony) fn set_pin(
        &mut self,
        w: &mut World,
        intent: Intent<SetPin>,
        new: &Proven<Pin>,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        match self.client.set_pin(new.value().secret(), &mut w.dice) {
            Ok(()) => self.took(w, intent, new),
            Err(e) if e.outcome_unknown() => intent.unknown(self.stop(e)),
            Err(e) => intent.not_done(self.pin_refused(e)),
        }
    }

    /// Changes the PIN: as `set_pin` does, and with the old one from its paper.
    pub fn change_pin(
        &mut self,
        w: &mut World,
        intent: Intent<ChangePin>,
        old: &PinOnPaper,
        new: &Proven<Pin>,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        let changed = self
            .client
            .change_pin(old.secret(), new.value().secret(), &mut w.dice);
        match changed {
            Ok(()) => self.took(w, intent, new),
            Err(e @ (CtapError::Refused(_) | CtapError::RefusedMessage(_))) => {
                self.refused(w, intent, old, e)
            }
            Err(e) if e.outcome_unknown() => intent.unknown(self.stop(e)),
            Err(e) => intent.not_done(self.pin_refused(e)),
        }
    }

    /// The key said that it did not take the new PIN. Its word alone settles nothing (I2): only if the old one opens it still,
    /// nothing was changed. That is asked only where the tries allow it.
    fn refused(
        &mut self,
        w: &mut World,
        intent: Intent<ChangePin>,
        old: &PinOnPaper,
        e: CtapError,
    ) -> Outcome<(), Stop> {
        let spent = e == CtapError::Refused(Status::PinInvalid);
        if spent {
            *w.wrong_tries.entry(self.name.clone()).or_default() += 1;
        }
        let tries = self.client.pin_retries();
        let allowed = tries.is_ok_and(|tries| tries.left > TRIES_KEPT && !tries.power_cycle);
        if spent || !allowed {
            return intent.unknown(Stop::Fault(Trouble::PinMayBeChanged {
                key: self.name.clone(),
            }));
        }
        match self.opens_with(w, old.secret()) {
            Ok(true) => intent.not_done(self.pin_refused(e)),
            Ok(false) => intent.unknown(Stop::Fault(Trouble::PinMayBeChanged {
                key: self.name.clone(),
            })),
            Err(stop) => intent.unknown(stop),
        }
    }

    /// The key said that it took the new PIN: tried before it counts as done, since a key's word alone is not enough.
    fn took<A>(
        &mut self,
        w: &mut World,
        intent: Intent<A>,
        new: &Proven<Pin>,
    ) -> Outcome<(), Stop> {
        match self.opens_with(w, new.value().secret()) {
            Ok(true) => intent.done(()),
            Ok(false) => intent.unknown(lied(&self.name, Clause::NewPinDoesNotOpen)),
            Err(stop) => intent.unknown(stop),
        }
    }

    fn pin_refused(&self, e: CtapError) -> Stop {
        match e {
            CtapError::Refused(Status::PinPolicyViolation)
            | CtapError::Pin(PinRule::TooShort { .. }) => Stop::Refusal(Trouble::PinRefusedByKey {
                key: self.name.clone(),
            }),
            other => self.stop(other),
        }
    }

    /// A breach: none of these sheets opens the key.
    pub(in crate::ceremony) fn opens_nothing(&self, sheets: &[&PinOnPaper]) -> Stop {
        let sheets = sheets.iter().map(|s| s.sheet().clone()).collect();
        Stop::Breach(Trouble::PinOpensNothing {
            key: self.name.clone(),
            sheets,
        })
    }

    /// Whether this PIN opens the key. A wrong one costs a try: whoever typed it saw the tries before (I3).
    ///
    /// # Errors
    /// [`Stop`].
    pub(in crate::ceremony) fn opens_with(
        &mut self,
        w: &mut World,
        pin: &Secret,
    ) -> Result<bool, Stop> {
        let permissions = Permissions::GET_ASSERTION;
        let token =
            self.client
                .token_despite_wish(pin, permissions, Some(IDENTITY_RP), &mut w.dice);
        Ok(self.counted(w, token)?.is_some())
    }

    /// The same; None where a key that wants a new PIN first gives nothing to whoever has the right one (CTAP 2.1, 6.5.5.7).
    ///
    /// # Errors
    /// [`Stop`].
    pub(in crate::ceremony) fn opens_yet(
        &mut self,
        w: &mut World,
        pin: &PinOnPaper,
    ) -> Result<Option<bool>, Stop> {
        match self.opens_with(w, pin.secret()) {
            Ok(opens) => Ok(Some(opens)),
            Err(Stop::Fault(Trouble::KeyWantsNewPin { .. })) => Ok(None),
            Err(stop) => Err(stop),
        }
    }

    /// Of a key that wants a new PIN, and may have either of two that are on paper: whether it took the second for the first,
    /// and is open. The second stays on paper whatever comes of it.
    ///
    /// # Errors
    /// [`Stop`].
    pub(in crate::ceremony) fn takes_instead(
        &mut self,
        w: &mut World,
        [first, second]: [&PinOnPaper; 2],
    ) -> Result<bool, Stop> {
        let changed = self
            .client
            .change_pin(first.secret(), second.secret(), &mut w.dice);
        match changed {
            Ok(()) => self.opens_with(w, second.secret()),
            Err(CtapError::Refused(Status::PinInvalid)) => {
                *w.wrong_tries.entry(self.name.clone()).or_default() += 1;
                Ok(false)
            }
            Err(e) => Err(self.stop(e)),
        }
    }

    /// A token for `permissions`, at `rp_id` alone if it is given; None if the PIN is wrong.
    pub(super) fn token(
        &mut self,
        w: &mut World,
        pin: &Secret,
        permissions: Permissions,
        rp_id: Option<&str>,
    ) -> Result<Option<PinToken>, Stop> {
        let token = self.client.token(pin, permissions, rp_id, &mut w.dice);
        self.counted(w, token)
    }

    /// A wrong PIN is counted (I3).
    fn counted(
        &mut self,
        w: &mut World,
        token: Result<PinToken, CtapError>,
    ) -> Result<Option<PinToken>, Stop> {
        match token {
            Ok(token) => {
                w.wrong_tries.remove(&self.name);
                Ok(Some(token))
            }
            Err(CtapError::Refused(Status::PinInvalid)) => {
                *w.wrong_tries.entry(self.name.clone()).or_default() += 1;
                Ok(None)
            }
            Err(e) => Err(self.stop(e)),
        }
    }

    /// Without a relying party: firmware of Nitrokey 3 and Solo 2 deletes nothing under a token that is bound to one.
    pub(super) fn managing(
        &mut self,
        w: &mut World,
        pin: &PinOnPaper,
        permissions: Permissions,
    ) -> Result<PinToken, Stop> {
        let token = self.token(w, pin.secret(), permissions, None)?;
        token.ok_or_else(|| self.opens_nothing(&[pin]))
    }

    /// I3: tries are shown before a PIN is typed; at three left, or after two wrong ones in one power cycle, both must
    /// assent.
    pub(in crate::ceremony) fn before_a_try(
        &mut self,
        w: &mut World,
        roll: &RollCall,
    ) -> Result<(), Stop> {
        let retries = self.client.pin_retries().map_err(|e| self.stop(e))?;
        let key = self.name.clone();
        w.people.tell(&Prompt::TriesLeft {
            key: key.clone(),
            left: retries.left,
        });
        let limit = || {
            Stop::Refusal(Trouble::TriesAtLimit {
                key: key.clone(),
                left: retries.left,
            })
        };
        if retries.left == 0 {
            return Err(limit());
        }
        if retries.power_cycle {
            w.wrong_tries.remove(&self.name);
            confirmed(w, &Prompt::Replug { key: key.clone() }, || {
                Trouble::KeyGone { key: key.clone() }
            })?;
            *self = plug_in(w, &self.name.clone(), false)?;
        }
        let wrong = w.wrong_tries.get(&self.name).copied().unwrap_or_default();
        if retries.left <= TRIES_KEPT || wrong >= WRONG_TRIES {
            let what = Clause::TriesAreLow {
                key: key.clone(),
                left: retries.left,
                wrong: wrong.into(),
            };
            roll::exception(w, roll, &what).map_err(|stop| match stop {
                Stop::Refusal(_) => limit(),
                other => other,
            })?;
        }
        Ok(())
    }
}

/// The PIN on a sheet, out of its bag, typed with its check letters, once the key's tries allow it.
///
/// # Errors
/// [`Stop`]; no try was spent.
pub(in crate::ceremony) fn read_pin(
    w: &mut World,
    roll: &RollCall,
    key: &mut IdentifiedKey,
    sheet: &SheetId,
) -> Result<PinOnPaper, Stop> {
    let item = Item::Sheet {
        sheet: sheet.clone(),
    };
    bag::bring_out(w, roll, &item)?;
    key.before_a_try(w, roll)?;
    pin_from(w, key.name(), sheet)
}
