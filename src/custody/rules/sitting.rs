//! Who is at the table, and what their assent needs (I5).

use super::{Allowed, need};
use crate::custody::event::Present;
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::sitting::{MINUTES_ALLOWED, Owed};
use crate::plan::{Name, Person, Plan, Role};
use jiff::Timestamp;
use jiff::civil::Date;

impl Custody {
    pub(super) fn call_roll(
        &mut self,
        at: Timestamp,
        present: &[Present],
        (minutes_off, day): (&[i64], Date),
        again: Option<&str>,
    ) -> Allowed {
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
            let known = read.is_none_or(|size| self.head_hash(size).is_some());
            need(known, || {
                let person = person.clone();
                Refused::HeadOfAnotherPaper { person }
            })?;
        }
        let owed = self.owed(at, present, minutes_off);
        let mut lapsed = false;
        if let Some(plan) = self.plan() {
            all_hold_their_roles(plan, present)?;
            for at_the_table in present {
                let one = std::slice::from_ref(at_the_table);
                if let Err(ended) = all_take_part(plan, one, Some(day)) {
                    need(self.may_sit_lapsed(at_the_table.role, day), || ended)?;
                    lapsed = true;
                }
            }
        }
        need(!self.knows_a_pin(&key_custodian.person), || {
            let person = key_custodian.person.clone();
            Refused::KnowsAPin { person }
        })?;
        let further = self.ceremony_open()?.roll_called;
        need(further || again.is_none(), || Refused::NothingInterrupted)?;
        let reason = again.map_or("", str::trim);
        need(!further || !reason.is_empty(), || Refused::WithoutReason)?;
        let waited = self.minutes_since_latest(at);
        self.present = present.to_vec();
        self.day = Some(day);
        self.pins_on_the_table_are_seen();
        self.in_ceremony(|c| {
            c.roll_called = true;
            c.sittings += 1;
            if further {
                c.interrupted(waited, reason);
            }
            c.owed = owed;
            c.lapsed = lapsed;
            c.excepted = false;
        })
    }

    /// What is doubtful about who sits here with what: each of it is an exception, before anything else.
    fn owed(&self, at: Timestamp, present: &[Present], minutes_off: &[i64]) -> Vec<Owed> {
        let lacks_minutes = |Present { person, read, .. }: &&Present| {
            match (read, self.minutes_of(person)) {
                (Some(read), Some(own)) => *read < own,
                // Minutes whose printing a crash kept from being recorded: their head is in this ledger.
                (Some(_), None) => false,
                (None, Some(_)) => true,
                (None, None) => !self.papers.is_empty(),
            }
        };
        let lacking = present.iter().filter(lacks_minutes);
        let lacking = lacking.map(|present| Owed::Minutes(present.person.clone()));
        let off = minutes_off.iter().map(|off| off.saturating_abs()).max();
        let off = off.filter(|off| *off > MINUTES_ALLOWED).map(Owed::ClockOff);
        let behind = self.latest.filter(|latest| at < *latest);
        lacking
            .chain(off)
            .chain(behind.map(Owed::ClockBehind))
            .collect()
    }

    /// I21: where no term covers the day, those whose terms have ended may adopt a new plan, as an exception.
    fn may_sit_lapsed(&self, role: Role, day: Date) -> bool {
        let adopts = self
            .open
            .as_ref()
            .is_some_and(|open| open.script.template.adopts() && !open.plan_adopted);
        let mut in_role = self
            .plan()
            .into_iter()
            .flat_map(|plan| plan.with_role(role));
        adopts && in_role.all(|person| !person.takes_part_on(day))
    }

    /// Who may act in this role on that day: whose term covers it; in a ceremony that adopts a plan, where that is nobody,
    /// those whose terms have ended. `plan` stands for the one that binds where there is none yet.
    pub fn who_may_act<'p>(
        &'p self,
        plan: &'p Plan,
        adopts: bool,
        role: Role,
        day: Date,
    ) -> Vec<&'p Person> {
        let plan = self.plan().unwrap_or(plan);
        let today = plan.with_role(role).filter(|p| p.takes_part_on(day));
        let today: Vec<&Person> = today.collect();
        match today.is_empty() && adopts && self.plan().is_some() {
            true => plan.with_role(role).collect(),
            false => today,
        }
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
        })?;
        let twice = |(n, name): (usize, &Name)| names[..n].contains(name);
        need(!names.iter().enumerate().any(twice), || Refused::NamedTwice)
    }

    /// A PIN is read by the PIN custodian alone, a share by two, half by half: nobody sees a whole one.
    pub(super) fn read_by(&self, share: bool, by: &[Name]) -> Allowed {
        self.all_present(by)?;
        match (share, by) {
            (true, [one, other]) if one != other => Ok(()),
            (true, _) => Err(Refused::ShareReadByTwo),
            (false, [one]) if self.present_as(Role::PinCustodian) == Some(one) => Ok(()),
            (false, _) => Err(Refused::PinReadByItsCustodian),
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

/// The term of each covers the day.
pub(super) fn all_take_part(plan: &Plan, present: &[Present], day: Option<Date>) -> Allowed {
    for Present { person, .. } in present {
        let (Some(known), Some(day)) = (plan.person(person), day) else {
            continue;
        };
        need(known.takes_part_on(day), || Refused::TermDoesNotCover {
            person: person.clone(),
            day,
        })?;
    }
    Ok(())
}
