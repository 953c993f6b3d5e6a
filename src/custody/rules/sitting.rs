//! Who is at the table, and what their assent needs (I5).

use super::{Allowed, need};
use crate::custody::event::Present;
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::plan::{Name, Plan, Role};

impl Custody {
    pub(super) fn call_roll(&mut self, present: &[Present]) -> Allowed {
        let as_role = |role| {
            let mut found = present.iter().filter(move |p| p.role == role);
            found.next().filter(|_| found.next().is_none())
        };
        let (Some(key_custodian), Some(pin_custodian)) =
            (as_role(Role::KeyCustodian), as_role(Role::PinCustodian))
        else {
            return Err(Refused::NotOneOfEach);
        };
        need(key_custodian.person != pin_custodian.person, || {
            Refused::OneIsBoth
        })?;
        for Present { person, read, .. } in present {
            let own = self.minutes_of(person);
            need(read.is_none() || *read == own, || {
                let person = person.clone();
                Refused::HeadOfAnotherPaper { person }
            })?;
        }
        if let Some(plan) = &self.plan {
            all_hold_their_roles(plan, present)?;
        }
        need(!self.knows_a_pin(&key_custodian.person), || {
            let person = key_custodian.person.clone();
            Refused::KnowsAPin { person }
        })?;
        self.present = present.to_vec();
        self.pins_on_the_table_are_seen();
        Ok(())
    }

    pub(super) fn both_assent(&self, assents: &[Name]) -> Allowed {
        let custodians = [Role::KeyCustodian, Role::PinCustodian].map(|r| self.present_as(r));
        let mut custodians = custodians.iter();
        let given = custodians.all(|c| c.is_some_and(|name| assents.contains(name)));
        need(given, || Refused::BothMustAssent)?;
        self.all_present(assents)
    }

    pub(super) fn all_present(&self, names: &[Name]) -> Allowed {
        let here = |name: &Name| self.present.iter().any(|p| &p.person == name);
        need(!names.is_empty() && names.iter().all(here), || {
            Refused::NamedButAbsent
        })
    }

    /// A PIN is read by one person, a share by two, half by half: nobody sees a whole one.
    pub(super) fn read_by(&self, share: bool, by: &[Name]) -> Allowed {
        self.all_present(by)?;
        match (share, by) {
            (true, [one, other]) if one != other => Ok(()),
            (true, _) => Err(Refused::ShareReadByTwo),
            (false, [_]) => Ok(()),
            (false, _) => Err(Refused::PinReadByOne),
        }
    }
}

/// Each acts in a role that the plan gives them.
pub(super) fn all_hold_their_roles(plan: &Plan, present: &[Present]) -> Allowed {
    for Present { person, role, .. } in present {
        let known = plan.person(person);
        need(known.is_some_and(|p| p.roles.contains(role)), || {
            Refused::MayNotActAs {
                person: person.clone(),
                role: *role,
            }
        })?;
    }
    Ok(())
}
