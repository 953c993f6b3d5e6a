//! The plan that binds, and what is understood under it or an earlier one (I22).

use super::sitting::{all_hold_their_roles, all_take_part};
use super::{Allowed, need};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::thing::{Hash, Item, Page};
use crate::plan::{Name, Plan};
use std::sync::Arc;

/// SHA-256 of a plan's canonical form: what a script is bound to.
pub fn plan_hash(plan: &Plan) -> Hash {
    Hash(plan.hash())
}

impl Custody {
    /// The plan is judged once, now, by the rules of its ceremony's version; what those at the table may do in this sitting
    /// follows from the plan that bound when they sat down.
    pub(super) fn adopt(&mut self, hash: Hash, assents: &[Name]) -> Allowed {
        self.both_assent(assents)?;
        let open = self.ceremony_open()?;
        need(open.script.plan_hash() == hash, || {
            Refused::PlanOfAnotherCeremony
        })?;
        need(!open.plan_adopted, || Refused::PlanAdoptedAlready)?;
        need(open.excepted || !open.lapsed, || {
            Refused::LapsedWithoutException
        })?;
        let plan = Arc::clone(&open.script.plan);
        self.may_be_adopted(&plan, open.rules)?;
        if self.plan.is_none() {
            all_hold_their_roles(&plan, &self.present)?;
            all_take_part(&plan, &self.present, self.day)?;
        }
        self.plan = Some((hash, Arc::clone(&plan)));
        self.in_ceremony(|c| {
            c.plan_adopted = true;
            c.done.add("Plan adopted", plan.organisation.as_str());
        })
    }

    /// Whether a plan could become the binding one, whoever adopts it: it keeps the rules of this version, and its names
    /// mean what they mean in this book.
    ///
    /// # Errors
    /// [`Refused`]: what is wrong with it.
    pub fn may_be_adopted(&self, plan: &Plan, rules: u64) -> Allowed {
        if let Some(rule) = plan.broken_rule(rules) {
            let rule = rule.name();
            return Err(Refused::PlanBreaksARule { rule });
        }
        self.names_mean_the_same(plan)
    }

    /// A name that is in use is not used again for another thing: a key keeps its account, an account its sign-in, a place
    /// with bags in it what it holds.
    fn names_mean_the_same(&self, plan: &Plan) -> Allowed {
        for key in &plan.keys {
            let known = self.keys.contains_key(&key.id);
            let before = self.plan_of_key(&key.id).filter(|_| known);
            let before = before.and_then(|plan| plan.key(&key.id));
            need(before.is_none_or(|b| b.account == key.account), || {
                Refused::NameOfAnother {
                    name: key.id.clone(),
                }
            })?;
        }
        for account in &plan.accounts {
            let before = self.plan_of_account_in_use(&account.id);
            let before = before.and_then(|plan| plan.account(&account.id));
            let same = before.is_none_or(|b| b.upn == account.upn && b.rp_id == account.rp_id);
            need(same, || Refused::NameOfAnother {
                name: account.id.clone(),
            })?;
        }
        for place in &plan.places {
            let mut bags = self.bags.values().filter(|bag| bag.place == place.id);
            let same = bags.all(|bag| {
                let before = self.place_of_bag(bag);
                bag.items.is_empty() || before.is_none_or(|b| b.holds == place.holds)
            });
            need(same, || Refused::NameOfAnother {
                name: place.id.clone(),
            })?;
        }
        Ok(())
    }

    /// The plan under which an account is understood that has a password or a key in custody.
    fn plan_of_account_in_use(&self, account: &Name) -> Option<&Plan> {
        let has_password = self.passwords.contains_key(account);
        let of_password = self.plan_of_account(account).filter(|_| has_password);
        of_password.or_else(|| {
            let mut plans = self.keys.keys().filter_map(|key| {
                let plan = self.plan_of_key(key)?;
                (plan.key(key)?.account == *account).then_some(plan)
            });
            plans.next()
        })
    }

    pub(super) fn adopted(&self) -> Result<&Plan, Refused> {
        self.plan().ok_or(Refused::NoPlan)
    }

    pub(super) fn adopted_hash(&self) -> Result<Hash, Refused> {
        let plan = self.plan.as_ref().map(|(hash, _)| *hash);
        plan.ok_or(Refused::NoPlan)
    }

    pub(super) fn place_of(&self, item: &Item) -> Result<&Name, Refused> {
        let place = self.planned_place(item);
        place.ok_or_else(|| Refused::PlanHasNoPlaceFor { item: item.clone() })
    }

    /// Where an item is to lie: where the plan that binds wants it, else where the one wanted it under which it was put
    /// away.
    pub fn planned_place(&self, item: &Item) -> Option<&Name> {
        let page = match item {
            Item::Key { key } => return Some(&self.plan_of_key(key)?.key(key)?.place),
            Item::Sheet { sheet } => &self.sheets.get(sheet)?.page,
        };
        match page {
            Page::Pin { key } => Some(&self.plan_of_key(key)?.key(key)?.pin_place),
            Page::Share {
                account, member, ..
            } => {
                let index = usize::try_from(*member).ok()?.checked_sub(1)?;
                let binding = self.plan_of_account(account)?.account(account)?;
                binding.password.shares.get(index).or_else(|| {
                    let under = self.kept(self.passwords.get(account)?.under?)?;
                    under.account(account)?.password.shares.get(index)
                })
            }
        }
    }
}
