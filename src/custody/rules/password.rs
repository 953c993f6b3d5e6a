//! Passwords in shares: a set is printed and proven whole before its password is handed over (I1, I8).

use super::{Allowed, need};
use crate::custody::deed::SetPassword;
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::sheet::SheetState;
use crate::custody::thing::{Item, SheetId};
use crate::plan::{Account, Name};
use jiff::Timestamp;

impl Custody {
    pub(super) fn begin_share(&mut self, account: &Name, set: u64, member: u64) -> Allowed {
        let under = self.adopted_hash()?;
        self.may_use_password(account)?;
        let planned = self.planned_account(account)?;
        let shares = planned.password.shares.len() as u64;
        need((1..=shares).contains(&member), || Refused::SetHasShares {
            account: account.clone(),
            shares,
        })?;
        let sets = self.passwords.get(account).map_or(0, |p| p.sets);
        let current = self.set(account, set);
        let making = |sheet: &&SheetId| {
            let sheet = self.sheets.get(*sheet);
            sheet.is_some_and(|s| s.state.is_in_the_making())
        };
        let goes_on = set == sets
            && !current.is_empty()
            && !current.contains_key(&member)
            && current.values().all(making);
        need(set == sets + 1 || goes_on, || Refused::NoSetInTheMaking)?;
        let password = self.passwords.entry(account.clone()).or_default();
        password.sets = set.max(password.sets);
        password.under = Some(under);
        Ok(())
    }

    pub(super) fn arm_password(&mut self, seq: u64, deed: &SetPassword) -> Allowed {
        let SetPassword { account, set } = deed;
        self.may_use_password(account)?;
        let planned = self.planned_account(account).ok();
        let n = planned.map_or(0, |a| a.password.shares.len());
        let sheets: Vec<SheetId> = self.set(account, *set).into_values().cloned().collect();
        let proven = |id: &SheetId| {
            let sheet = self.sheets.get(id);
            sheet.is_some_and(|s| s.state == SheetState::Proven)
        };
        let all = n > 0 && sheets.len() == n && sheets.iter().all(proven);
        need(all, || Refused::NotEveryShareProven {
            shares: n as u64,
            set: *set,
        })?;
        for sheet in &sheets {
            let sheet = sheet.clone();
            self.may_rely_on(&Item::Sheet { sheet })?;
        }
        let before = self.passwords.get(account);
        need(before.is_none_or(|p| p.doubt.is_none()), || {
            Refused::HandoverNotConfirmed
        })?;
        self.passwords.entry(account.clone()).or_default().doubt = Some((seq, *set));
        self.set_states(&sheets, SheetState::Armed);
        Ok(())
    }

    pub(super) fn settle_password(
        &mut self,
        SetPassword { account, set }: &SetPassword,
        done: bool,
        (ceremony, at): (u64, Timestamp),
    ) {
        let new: Vec<SheetId> = self.set(account, *set).into_values().cloned().collect();
        let password = self.passwords.entry(account.clone()).or_default();
        password.doubt = None;
        if !done {
            return self.set_states(&new, SheetState::Void);
        }
        password.since = ceremony;
        password.live_at = Some(at);
        let before = password.live.replace(*set);
        let old: Vec<SheetId> = before
            .map(|old| self.set(account, old).into_values().cloned().collect())
            .unwrap_or_default();
        self.set_states(&new, SheetState::Live);
        self.set_states(&old, SheetState::Superseded);
    }

    pub(super) fn share_checked(
        &mut self,
        id: &SheetId,
        fingerprint: &str,
        by: &[Name],
    ) -> Allowed {
        self.read_by(true, by)?;
        let sheet = self.sheet_here(id)?;
        self.may_rely_on(&Item::Sheet { sheet: id.clone() })?;
        let same = sheet.fingerprint.as_deref() == Some(fingerprint);
        need(same, || Refused::FingerprintDiffers { sheet: id.clone() })?;
        self.sheet_mut(id)?.seen_by.extend(by.iter().cloned());
        self.in_ceremony(|c| {
            c.done.add("Share read and found right", id.to_string());
            c.shares_checked.insert(id.clone());
        })
    }

    fn planned_account(&self, account: &Name) -> Result<&Account, Refused> {
        let planned = self.plan_of_account(account);
        let planned = planned.and_then(|plan| plan.account(account));
        planned.ok_or_else(|| Refused::PlanKnowsNoAccount {
            account: account.clone(),
        })
    }
}
