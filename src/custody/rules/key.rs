//! Keys: admitted, compared, given credentials and settings, wiped.

use super::sheet::is_sha256;
use super::{Allowed, need};
use crate::custody::deed::{DeedResult, DeleteCredential, MakeCredential, MakeIdentity, ResetKey};
use crate::custody::refused::Refused;
use crate::custody::snapshot::{Moment, Snapshot};
use crate::custody::state::custody::Custody;
use crate::custody::state::key::{Credential, Identity, KeyState, Pin, Serials};
use crate::custody::state::sheet::SheetState;
use crate::custody::state::whereabouts::Whereabouts;
use crate::custody::thing::{SheetId, Suspect};
use crate::plan::Name;
use crate::text::hex;
use jiff::Timestamp;

impl Custody {
    pub(super) fn may_admit(&self, MakeIdentity { key }: &MakeIdentity) -> Allowed {
        need(self.adopted()?.key(key).is_some(), || {
            Refused::PlanKnowsNoKey { key: key.clone() }
        })?;
        need(!self.keys.contains_key(key), || {
            Refused::KeyAdmittedAlready { key: key.clone() }
        })
    }

    /// A credential has the form that keys give it, and no two are the same.
    pub(super) fn could_be_a_keys(&self, result: &DeedResult) -> Allowed {
        let (credential, public_key) = match result {
            DeedResult::Done | DeedResult::NotDone => return Ok(()),
            DeedResult::Identity {
                credential,
                public_key,
                aaguid,
                attestation,
                client_data_hash,
                ..
            } => {
                let in_form = aaguid.len() == 32
                    && [aaguid, attestation].into_iter().all(|t| is_hex(t))
                    && is_sha256(client_data_hash);
                need(in_form, || Refused::CredentialForm)?;
                (credential, public_key)
            }
            DeedResult::Credential {
                credential,
                public_key,
            } => (credential, public_key),
        };
        let in_form = is_hex(credential) && is_hex(public_key);
        need(in_form, || Refused::CredentialForm)?;
        let has = |(_, key): &(&Name, &KeyState)| {
            let made = key.credential.as_ref();
            key.identity.credential == *credential
                || key.identity.public_key == *public_key
                || made.is_some_and(|c| c.credential == *credential || c.public_key == *public_key)
        };
        match self.keys.iter().find(has) {
            Some((key, _)) => Err(Refused::CredentialOfAnother { key: key.clone() }),
            None => Ok(()),
        }
    }

    pub(super) fn admitted(&mut self, deed: &MakeIdentity, result: &DeedResult) {
        let DeedResult::Identity {
            credential,
            public_key,
            aaguid,
            counters,
            genuine,
            maker_serial,
            usb_serial,
            ..
        } = result
        else {
            return;
        };
        let Ok(under) = self.adopted_hash() else {
            return;
        };
        let identity = Identity {
            credential: credential.clone(),
            public_key: public_key.clone(),
            aaguid: aaguid.clone(),
            counters: *counters,
            genuine: genuine.clone(),
            serials: Serials {
                maker: maker_serial.clone(),
                usb: usb_serial.clone(),
            },
        };
        let fresh = KeyState {
            identity,
            pin: Pin::None,
            pin_since: 0,
            pin_at: None,
            credential: None,
            settings: None,
            sealed_as: None,
            shown: None,
            begun: 0,
            omitted: false,
            compared: true,
            at: Whereabouts::Table,
            under,
        };
        self.keys.insert(deed.key.clone(), fresh);
    }

    pub(super) fn may_make_credential(&self, deed: &MakeCredential) -> Allowed {
        let MakeCredential { key, account, user } = deed;
        need(is_hex(user), || Refused::CredentialForm)?;
        let planned = self.plan_of_key(key).and_then(|plan| plan.key(key));
        need(planned.is_some_and(|k| k.account == *account), || {
            Refused::KeyOfAnotherAccount {
                key: key.clone(),
                account: account.clone(),
            }
        })?;
        self.key_with_pin(key).map(drop)
    }

    pub(super) fn credential_made(&mut self, deed: &MakeCredential, result: &DeedResult) {
        if let (
            Some(key),
            DeedResult::Credential {
                credential,
                public_key,
            },
        ) = (self.keys.get_mut(&deed.key), result)
        {
            key.credential = Some(Credential {
                credential: credential.clone(),
                public_key: public_key.clone(),
                registered: false,
            });
        }
    }

    pub(super) fn may_delete(&self, deed: &DeleteCredential) -> Allowed {
        let DeleteCredential { key, credential } = deed;
        let held = &self.key_with_pin(key)?.credential;
        let held = held.as_ref().is_some_and(|c| c.credential == *credential);
        need(held, || Refused::NoSuchCredential { key: key.clone() })
    }

    pub(super) fn credential_deleted(&mut self, deed: &DeleteCredential) {
        if let Some(key) = self.keys.get_mut(&deed.key) {
            key.credential = None;
        }
        self.in_open(|c| c.credentials_deleted.insert(deed.key.clone()));
    }

    pub(super) fn may_reset(&self, ResetKey { key }: &ResetKey) -> Allowed {
        self.key_here(key)?;
        self.may_use_key(key)?;
        for (sheet, state) in self.pin_sheets(key) {
            need(state.at == Whereabouts::Table, || {
                Refused::SheetOfKeyNotOnTheTable {
                    sheet: sheet.clone(),
                    key: key.clone(),
                }
            })?;
        }
        Ok(())
    }

    /// A key that was wiped: what it held opens nothing any more, and no doubt about it is left.
    pub(super) fn forget(&mut self, key: &Name) {
        let sheets: Vec<SheetId> = self.pin_sheets(key).map(|(id, _)| id.clone()).collect();
        self.set_states(&sheets, SheetState::Wiped);
        self.keys.remove(key);
        self.deeds.retain(|_, deed| deed.key() != Some(key));
        self.in_open(|open| {
            open.pins_verified.remove(key);
            open.credentials_verified.remove(key);
            open.signed_in.remove(key);
            open.credentials_deleted.remove(key);
            open.configured.remove(key);
            open.reset.insert(key.clone())
        });
    }

    /// Only signatures that were really asked for explain how far a counter went on (I18).
    pub(super) fn unanswered(&mut self, name: &Name) -> Allowed {
        let key = self.key_on_table(name)?;
        need(key.begun > 0, || Refused::NoSnapshotBegun {
            key: name.clone(),
        })?;
        key.begun -= 1;
        Ok(())
    }

    /// What a key shows is compared once after its bag was opened: first thing, or, where nobody got so far, before it is
    /// sealed again. What differs puts it into quarantine; nothing that is taken there becomes what it is compared with.
    pub(super) fn snapshot(
        &mut self,
        when: (u64, Timestamp),
        name: &Name,
        moment: Moment,
        (snapshot, differs): (&Snapshot, &[String]),
    ) -> Allowed {
        let trusted = self.may_use_key(name);
        let key = self.key_here(name)?;
        need(key.begun > 0, || Refused::NoSnapshotBegun {
            key: name.clone(),
        })?;
        let found = match moment {
            Moment::Opening => {
                trusted.clone()?;
                key.differs(snapshot)
            }
            Moment::Sealing if trusted.is_ok() && !key.compared => key.differs(snapshot),
            Moment::Sealing => Vec::new(),
        };
        need(found == differs, || Refused::OtherDifferences)?;
        if !found.is_empty() {
            let suspect = Suspect::Key { key: name.clone() };
            let what = format!("key {name} has changed: {}", found.join("; "));
            self.put_in_quarantine(when, &suspect, &what);
        }
        let normal = trusted.is_ok() && found.is_empty();
        let key = self.key_on_table(name)?;
        match moment {
            Moment::Opening => key.compared = normal,
            Moment::Sealing => {
                match normal {
                    true => key.sealed_as = Some(snapshot.clone()),
                    false => key.shown = Some(snapshot.clone()),
                }
                key.begun = 0;
                key.omitted = false;
            }
        }
        Ok(())
    }

    /// A key that was not compared, or is in quarantine, is still compared with its last snapshot when it answers again.
    pub(super) fn omit_snapshot(&mut self, key: &Name, assents: &[Name], reason: &str) -> Allowed {
        self.both_assent(assents)?;
        let trusted = self.may_use_key(key).is_ok();
        let state = self.key_on_table(key)?;
        if trusted && state.compared {
            state.sealed_as = None;
            state.begun = 0;
        }
        state.omitted = true;
        self.departure(format!("key {key} sealed without a snapshot: {reason}"))
    }

    pub(super) fn key_configured(
        &mut self,
        key: &Name,
        (least, always_uv, attests): (u64, bool, bool),
    ) -> Allowed {
        let plan = self.adopted()?;
        let wanted = plan.key_settings.clone();
        let as_planned = least >= u64::from(plan.rules.pin_digits)
            && (always_uv || !wanted.always_uv)
            && (attests || !wanted.enterprise_attestation);
        need(as_planned, || Refused::SettingsNotAsPlanned {
            key: key.clone(),
        })?;
        self.key_with_pin(key)?;
        self.in_ceremony(|c| {
            c.configured.insert(key.clone());
        })?;
        self.key_on_table(key)?.settings = Some(wanted);
        Ok(())
    }

    pub(super) fn credential_verified(&mut self, key: &Name) -> Allowed {
        self.key_with_credential(key)?;
        self.in_ceremony(|c| {
            c.done.add("Passkey verified", key.as_str());
            c.credentials_verified.insert(key.clone());
        })
    }

    pub(super) fn signed_in(&mut self, key: &Name) -> Allowed {
        self.key_with_credential(key)?;
        self.in_ceremony(|c| {
            c.done.add("Signed in online with", key.as_str());
            c.signed_in.insert(key.clone());
        })
    }

    pub(super) fn registered(&mut self, key: &Name) -> Allowed {
        self.may_use_key(key)?;
        let credential = self.key_on_table(key)?.credential.as_mut();
        let credential =
            credential.ok_or_else(|| Refused::NoCredentialToRegister { key: key.clone() })?;
        need(!credential.registered, || Refused::RegisteredAlready {
            key: key.clone(),
        })?;
        credential.registered = true;
        Ok(())
    }

    fn key_with_credential(&self, key: &Name) -> Allowed {
        self.may_use_key(key)?;
        let has = self.key_here(key)?.credential.is_some();
        need(has, || Refused::NoCredential { key: key.clone() })
    }

    /// A key on the table that can be relied on, and whose PIN is settled.
    pub(super) fn key_with_pin(&self, key: &Name) -> Result<&KeyState, Refused> {
        self.may_use_key(key)?;
        let settled = matches!(self.key(key)?.pin, Pin::On(_));
        need(settled, || Refused::PinNotSettled { key: key.clone() })?;
        self.key_here(key)
    }

    pub(super) fn key(&self, key: &Name) -> Result<&KeyState, Refused> {
        let known = self.keys.get(key);
        known.ok_or_else(|| Refused::KeyNotAdmitted { key: key.clone() })
    }

    /// A key on the table.
    pub(super) fn key_here(&self, key: &Name) -> Result<&KeyState, Refused> {
        let state = self.key(key)?;
        need(state.at == Whereabouts::Table, || {
            Refused::KeyNotOnTheTable { key: key.clone() }
        })?;
        Ok(state)
    }

    /// The same, to be changed.
    pub(super) fn key_on_table(&mut self, key: &Name) -> Result<&mut KeyState, Refused> {
        self.key_here(key)?;
        let state = self.keys.get_mut(key);
        state.ok_or_else(|| Refused::KeyNotAdmitted { key: key.clone() })
    }
}

/// Bytes as the ledger has them: at least one, two lower-case digits each.
fn is_hex(text: &str) -> bool {
    !text.is_empty() && hex::decode(text).is_some()
}
