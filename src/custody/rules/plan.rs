//! The plan that binds, and where it wants things to lie.

use super::sitting::all_hold_their_roles;
use super::{Allowed, need};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::thing::{Item, Page};
use crate::plan::{Name, Plan, Severity};

/// SHA-256 of a plan's canonical form, lower-case hex: what a script is bound to.
pub fn plan_hash(plan: &Plan) -> String {
    crate::text::hex::encode(&plan.hash())
}

impl Custody {
    pub(super) fn adopt(&mut self, plan: &Plan, assents: &[Name]) -> Allowed {
        self.both_assent(assents)?;
        let bound = &self.ceremony_open()?.script.plan;
        need(*bound == plan_hash(plan), || Refused::PlanOfAnotherCeremony)?;
        let findings = plan.findings();
        let mut broken = findings.iter().filter(|f| f.severity == Severity::Error);
        if let Some(finding) = broken.next() {
            let rule = finding.rule.name();
            return Err(Refused::PlanBreaksARule { rule });
        }
        all_hold_their_roles(plan, &self.present)?;
        self.plan = Some(plan.clone());
        self.in_ceremony(|c| c.done.add("Plan adopted", plan.organisation.as_str()))
    }

    pub(super) fn adopted(&self) -> Result<&Plan, Refused> {
        self.plan.as_ref().ok_or(Refused::NoPlan)
    }

    pub(super) fn place_of(&self, item: &Item) -> Result<&Name, Refused> {
        let place = self.planned_place(item);
        place.ok_or_else(|| Refused::PlanHasNoPlaceFor { item: item.clone() })
    }

    /// Where the plan wants an item to lie.
    pub fn planned_place(&self, item: &Item) -> Option<&Name> {
        let plan = self.plan.as_ref()?;
        let page = match item {
            Item::Key { key } => return Some(&plan.key(key)?.place),
            Item::Sheet { sheet } => &self.sheets.get(sheet)?.page,
        };
        match page {
            Page::Pin { key } => Some(&plan.key(key)?.pin_place),
            Page::Share {
                account, member, ..
            } => {
                let index = usize::try_from(*member).ok()?.checked_sub(1)?;
                plan.account(account)?.password.shares.get(index)
            }
        }
    }
}
