//! What must be so for a step to be done: "done" is more than initials. An arm a procedure; none is left out.

use super::need;
use crate::custody::procedure::Procedure as P;
use crate::custody::refused::Refused;
use crate::custody::script::Step;
use crate::custody::state::bag::BagState;
use crate::custody::state::custody::Custody;
use crate::custody::state::key::Pin;
use crate::custody::state::sheet::SheetState;
use crate::custody::state::sitting::OpenCeremony;
use crate::custody::state::whereabouts::Whereabouts;
use crate::custody::thing::{BagSerial, Page};
use crate::plan::Name;

/// A step and what it is about, as its procedure wants it.
struct Asked<'s>(&'s Step);

impl<'s> Asked<'s> {
    fn key(&self) -> Result<&'s Name, Refused> {
        self.of(self.0.about.key())
    }

    fn account(&self) -> Result<&'s Name, Refused> {
        self.of(self.0.about.account())
    }

    fn bag(&self) -> Result<&'s BagSerial, Refused> {
        self.of(self.0.about.bag())
    }

    /// A script's steps are about what their procedures are about: that was checked when its
    /// template was recorded.
    fn of<T>(&self, thing: Option<T>) -> Result<T, Refused> {
        let procedure = self.0.procedure;
        thing.ok_or(Refused::StepInAnotherPart { procedure })
    }
}

impl Custody {
    /// Whether what a step is for has come about.
    pub(super) fn achieved(&self, step: &Step) -> Result<bool, Refused> {
        let open = self.ceremony_open()?;
        let it = Asked(step);
        Ok(match step.procedure {
            P::RollCall => !self.present.is_empty(),
            P::AdoptPlan => {
                let binding = self.plan.as_ref().map(|(hash, _)| *hash);
                binding == Some(open.script.plan_hash())
            }
            P::CheckLaptop => open.laptop_checked,
            P::ImportMetadata => {
                let file = self.metadata.as_ref().map(|list| &list.file);
                file.is_some() && file == open.script.file.as_ref()
            }
            // What bears no secret and is no proof: that people say so is enough.
            P::PrintLabels | P::PrintReceipts => true,
            P::AdmitKey => self.keys.contains_key(it.key()?),
            // A PIN set in this ceremony was tried; one of an earlier ceremony stands.
            P::SetPin => self.pin_stands(open, it.key()?, |new, tried| tried || !new)?,
            P::RotatePin => self.pin_stands(open, it.key()?, |new, tried| tried && new)?,
            P::EnrolCredential => {
                let credential = &self.key(it.key()?)?.credential;
                credential.as_ref().is_some_and(|c| c.registered)
            }
            P::UnsealKey => {
                let key = self.key(it.key()?)?;
                key.at == Whereabouts::Table && key.compared
            }
            P::UnsealPin => {
                let mut sheets = self.pin_sheets_at(it.key()?)?.into_iter();
                sheets.all(|at| *at == Whereabouts::Table)
            }
            P::SignInOnline => open.signed_in.contains(it.key()?),
            P::VerifyPin => open.pins_verified.contains_key(it.key()?),
            P::VerifyCredential => open.credentials_verified.contains(it.key()?),
            P::DeleteCredential => {
                let key = it.key()?;
                open.has_deleted(key) && self.key(key)?.credential.is_none()
            }
            P::ConfigureKey => open.has_configured(it.key()?),
            P::ResetKey => {
                let key = it.key()?;
                open.has_reset(key) && !self.has_pin_sheets(key, &[SheetState::Wiped])
            }
            P::SealKey => self.is_away(&self.key(it.key()?)?.at),
            P::SealPin => {
                let mut sheets = self.pin_sheets_at(it.key()?)?.into_iter();
                sheets.all(|at| self.is_away(at))
            }
            P::DestroyOldPin => {
                let old = [SheetState::Superseded, SheetState::Void, SheetState::Wiped];
                !self.has_pin_sheets(it.key()?, &old)
            }
            // Rotation may follow in the same ceremony, so the old set counts as well as the live one.
            P::CheckShares => self
                .live_set(it.account()?)
                .is_some_and(|set| set.values().all(|s| open.shares_checked.contains(*s))),
            P::RotatePassword => {
                let password = self.passwords.get(it.account()?);
                password.is_some_and(|p| p.since == open.number && p.doubt.is_none())
            }
            P::SealShares => self.live_set(it.account()?).is_some_and(|set| {
                let mut sheets = set.values().map(|s| self.sheets.get(*s));
                sheets.all(|s| s.is_some_and(|s| self.is_away(&s.at)))
            }),
            P::DestroyOldShares => {
                let account = it.account()?;
                let old = |state| matches!(state, SheetState::Superseded | SheetState::Void);
                let of_it =
                    |page: &Page| matches!(page, Page::Share { account: a, .. } if a == account);
                let mut sheets = self.sheets.values();
                !sheets.any(|s| of_it(&s.page) && old(s.state))
            }
            P::InspectBag => {
                let bag = it.bag()?;
                let at = Whereabouts::Bag(bag.clone());
                open.handed.contains(bag) && self.is_away(&at)
            }
            P::EndQuarantine => open.quarantine_ended || self.quarantine.is_empty(),
            P::AccountForAll => self.nothing_loose().is_ok(),
            P::Checkpoint => open.checkpoint.is_some(),
            P::PrintMinutes => self.minutes_complete(open),
            P::CopyBook => open.copies.len() == 2,
        })
    }

    /// Of a key whose PIN is settled: whether it was set in this ceremony, and whether it opened the key in it.
    fn pin_stands(
        &self,
        open: &OpenCeremony,
        key: &Name,
        as_wanted: impl FnOnce(bool, bool) -> bool,
    ) -> Result<bool, Refused> {
        let Pin::On(sheet) = &self.key(key)?.pin else {
            return Ok(false);
        };
        let tried = open.pins_verified.get(key) == Some(sheet);
        Ok(as_wanted(self.pin_is_new(key), tried))
    }

    fn has_pin_sheets(&self, key: &Name, states: &[SheetState]) -> bool {
        let of_key = |page: &Page| matches!(page, Page::Pin { key: k } if k == key);
        let mut sheets = self.sheets.values();
        sheets.any(|s| of_key(&s.page) && states.contains(&s.state))
    }

    /// Where the sheets are that a key's PIN is on, or may be.
    fn pin_sheets_at(&self, key: &Name) -> Result<Vec<&Whereabouts>, Refused> {
        let sheets = self.key(key)?.pin.sheets();
        need(!sheets.is_empty(), || Refused::PinNotSettled {
            key: key.clone(),
        })?;
        let at = |sheet| {
            let known = self.sheets.get(sheet).map(|s| &s.at);
            known.unwrap_or(&Whereabouts::Gone)
        };
        Ok(sheets.into_iter().map(at).collect())
    }

    fn is_away(&self, at: &Whereabouts) -> bool {
        let Whereabouts::Bag(bag) = at else {
            return false;
        };
        let bag = self.bags.get(bag);
        bag.is_some_and(|b| matches!(b.state, BagState::Away { .. }))
    }
}
