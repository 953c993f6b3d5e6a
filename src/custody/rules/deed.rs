//! What a deed needs, and what its outcome changes.

use super::{Allowed, need};
use crate::custody::deed::{Deed, DeedResult, Seen};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::sitting::OpenCeremony;
use crate::plan::Name;
use jiff::Timestamp;

impl Custody {
    pub(super) fn intend(
        &mut self,
        (seq, at): (u64, Timestamp),
        deed: &Deed,
        assents: &[Name],
    ) -> Allowed {
        self.adopted()?;
        match needs_both(deed) {
            true => self.both_assent(assents)?,
            false => need(assents.is_empty(), || Refused::NobodyWasAsked)?,
        }
        match deed {
            Deed::PrintSheet(deed) => self.begin_sheet(deed)?,
            Deed::SetPin(deed) => self.set_pin(seq, deed)?,
            Deed::ChangePin(deed) => self.change_pin(seq, deed)?,
            Deed::MakeIdentity(it) => self.may_admit(it).and_then(|()| self.no_doubt(deed))?,
            Deed::MakeCredential(deed) => self.may_make_credential(deed)?,
            Deed::DeleteCredential(it) => self.may_delete(it).and_then(|()| self.no_doubt(deed))?,
            Deed::ConfigureKey(it) => {
                self.key_with_pin(&it.key).map(drop)?;
                self.no_doubt(deed)?;
            }
            Deed::ResetKey(it) => self.may_reset(it).and_then(|()| self.no_doubt(deed))?,
            Deed::OpenBag(deed) => self.begin_opening(deed)?,
            Deed::SealBag(deed) => self.begin_bag(at, deed)?,
            Deed::DestroySheet(deed) => self.may_destroy(deed)?,
            Deed::SetPassword(deed) => self.arm_password(seq, deed)?,
        }
        self.deeds.insert(seq, deed.clone());
        Ok(())
    }

    fn no_doubt(&self, deed: &Deed) -> Allowed {
        let again = self.deeds.values().any(|d| d == deed);
        need(!again, || Refused::InDoubtAlready)
    }

    pub(super) fn end(
        &mut self,
        at: Timestamp,
        intent: u64,
        seen: Seen,
        result: &DeedResult,
    ) -> Allowed {
        let Some(deed) = self.deeds.get(&intent).cloned() else {
            return Err(Refused::NoOpenIntent { intent });
        };
        let done = match (&deed, result) {
            (_, DeedResult::NotDone) => false,
            (Deed::MakeIdentity(_), DeedResult::Identity { .. })
            | (Deed::MakeCredential(_), DeedResult::Credential { .. }) => true,
            (_, DeedResult::Identity { .. } | DeedResult::Credential { .. })
            | (Deed::MakeIdentity(_) | Deed::MakeCredential(_), DeedResult::Done) => {
                return Err(Refused::ResultOfAnotherDeed);
            }
            (Deed::PrintSheet(_), DeedResult::Done) => {
                need(seen == Seen::Told, || Refused::PrintingInDoubt)?;
                true
            }
            (_, DeedResult::Done) => true,
        };
        self.could_be_a_keys(result)?;
        self.deeds.remove(&intent);
        if let Some(open) = self.open.as_mut().filter(|_| done) {
            deed.note(&mut open.done);
        }
        let when = (self.ceremonies, at);
        match &deed {
            Deed::PrintSheet(deed) => self.printed(deed, done),
            Deed::SetPin(deed) => self.settle_pin(&deed.key, None, &deed.to, done, when),
            Deed::ChangePin(it) => self.settle_pin(&it.key, Some(&it.from), &it.to, done, when),
            Deed::MakeIdentity(deed) => self.admitted(deed, result),
            Deed::MakeCredential(deed) => self.credential_made(deed, result),
            Deed::DeleteCredential(deed) if done => self.credential_deleted(deed),
            Deed::ResetKey(deed) if done => self.forget(&deed.key),
            Deed::DeleteCredential(_) | Deed::ConfigureKey(_) | Deed::ResetKey(_) => {}
            Deed::OpenBag(deed) => self.opened(deed, done),
            Deed::SealBag(deed) => self.sealed(at, deed, done),
            Deed::DestroySheet(deed) => self.destroyed(deed, done),
            Deed::SetPassword(deed) => self.settle_password(deed, done, when),
        }
        Ok(())
    }

    pub(super) fn in_open(&mut self, change: impl FnOnce(&mut OpenCeremony) -> bool) {
        if let Some(open) = &mut self.open {
            change(open);
        }
    }
}

/// Whether both custodians assent to it beforehand: what changes a PIN, a password, a setting, or takes a passkey away. What
/// is carried from hand to hand, printed or added takes none of their own.
fn needs_both(deed: &Deed) -> bool {
    match deed {
        Deed::SetPin(_)
        | Deed::ChangePin(_)
        | Deed::DeleteCredential(_)
        | Deed::ConfigureKey(_)
        | Deed::ResetKey(_)
        | Deed::SetPassword(_) => true,
        Deed::PrintSheet(_)
        | Deed::MakeIdentity(_)
        | Deed::MakeCredential(_)
        | Deed::OpenBag(_)
        | Deed::SealBag(_)
        | Deed::DestroySheet(_) => false,
    }
}
