//! A breach is a state, not a line (I18): what it is about is in quarantine until an entry of its own ends that.
//!
//! Meanwhile nothing relies on the thing, and nothing changes it. It is sealed, handed over, inspected and reported on
//! as ever, and what happened to it is recorded: a fact is never refused.

use super::{Allowed, need};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::quarantine::Quarantine;
use crate::custody::state::whereabouts::Whereabouts;
use crate::custody::thing::{Item, Page, Suspect};
use crate::plan::Name;
use jiff::Timestamp;
use std::collections::BTreeMap;

impl Custody {
    /// What is in quarantine.
    pub fn quarantine(&self) -> &BTreeMap<Suspect, Quarantine> {
        &self.quarantine
    }

    /// Whether an item can be relied on: neither it, nor its bag, nor the key or account that it is of is in quarantine.
    ///
    /// # Errors
    /// [`Refused::InQuarantine`]: which of them is.
    pub fn may_rely_on(&self, item: &Item) -> Allowed {
        self.trusted(Suspect::from(item))?;
        if let Some(Whereabouts::Bag(bag)) = self.whereabouts(item) {
            self.trusted(Suspect::Bag { bag: bag.clone() })?;
        }
        let Item::Sheet { sheet } = item else {
            return Ok(());
        };
        match self.sheets.get(sheet).map(|sheet| &sheet.page) {
            Some(Page::Pin { key }) => self.may_use_key(key),
            Some(Page::Share { account, .. }) => self.may_use_password(account),
            None => Ok(()),
        }
    }

    pub(super) fn may_use_key(&self, key: &Name) -> Allowed {
        self.may_rely_on(&Item::Key { key: key.clone() })
    }

    pub(super) fn may_use_password(&self, account: &Name) -> Allowed {
        let account = account.clone();
        self.trusted(Suspect::Account { account })
    }

    pub(super) fn trusted(&self, suspect: Suspect) -> Allowed {
        match self.quarantine.contains_key(&suspect) {
            true => Err(Refused::InQuarantine { suspect }),
            false => Ok(()),
        }
    }

    pub(super) fn breach(
        &mut self,
        (seq, at): (u64, Timestamp),
        step: &str,
        what: &str,
        about: &[Suspect],
    ) -> Allowed {
        for suspect in about {
            self.is_in_custody(suspect)?;
        }
        self.departure(format!("breach at step {step}: {what}"))?;
        for suspect in about {
            self.put_in_quarantine((seq, at), suspect, what);
        }
        Ok(())
    }

    /// Whether a thing is in custody, and so can be in quarantine.
    ///
    /// # Errors
    /// [`Refused`]: it is not.
    pub fn is_in_custody(&self, suspect: &Suspect) -> Allowed {
        match suspect {
            Suspect::Key { key } => self.key(key).map(drop),
            Suspect::Sheet { sheet } => self.sheet(sheet).map(drop),
            Suspect::Bag { bag } => self.bag(bag).map(drop),
            Suspect::Account { account } => need(self.passwords.contains_key(account), || {
                let account = account.clone();
                Refused::PlanKnowsNoAccount { account }
            }),
        }
    }

    /// What is there already stays there as it is.
    pub(super) fn put_in_quarantine(
        &mut self,
        (since, at): (u64, Timestamp),
        suspect: &Suspect,
        what: &str,
    ) {
        let entry = self.quarantine.entry(suspect.clone());
        let what = what.to_owned();
        entry.or_insert(Quarantine { since, at, what });
    }

    /// What a key showed last while it was in quarantine is what it is compared with from now on.
    pub(super) fn end_quarantine(
        &mut self,
        about: &Suspect,
        (found, reason): (&str, &str),
        assents: &[Name],
    ) -> Allowed {
        self.both_assent(assents)?;
        need(self.quarantine.contains_key(about), || {
            let suspect = about.clone();
            Refused::NotInQuarantine { suspect }
        })?;
        let said = [found, reason].iter().all(|text| !text.trim().is_empty());
        need(said, || Refused::WithoutReason)?;
        self.departure(format!(
            "quarantine of {about} ended: {found}; reason: {reason}"
        ))?;
        self.in_ceremony(|c| c.quarantine_ended = true)?;
        self.quarantine.remove(about);
        match about {
            Suspect::Key { key } => {
                if let Some(key) = self.keys.get_mut(key)
                    && let Some(shown) = key.shown.take()
                {
                    key.sealed_as = Some(shown);
                }
            }
            Suspect::Bag { bag } => {
                if let Some(bag) = self.bags.get_mut(bag) {
                    bag.known_damage = true;
                }
            }
            Suspect::Sheet { .. } | Suspect::Account { .. } => {}
        }
        Ok(())
    }
}
