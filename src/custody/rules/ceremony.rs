//! How a ceremony begins, is closed on paper, and ends.

use super::{Allowed, need, plan_hash};
use crate::custody::done::Done;
use crate::custody::procedure::Procedure;
use crate::custody::refused::Refused;
use crate::custody::script::Script;
use crate::custody::state::custody::Custody;
use crate::custody::state::sitting::OpenCeremony;
use crate::plan::{Name, Role};
use jiff::Timestamp;

impl Custody {
    pub(super) fn start(&mut self, seq: u64, at: Timestamp, script: &Script) -> Allowed {
        need(script.steps().next().is_some(), || {
            Refused::CeremonyWithoutSteps
        })?;
        for step in script.steps() {
            let fits = step.about.subject() == step.procedure.subject();
            need(fits, || Refused::StepIsAboutAnother {
                step: step.number.clone(),
                procedure: step.procedure,
            })?;
        }
        // A ceremony that adopts a plan is bound to the new one.
        let adopts = script.steps().any(|s| s.procedure == Procedure::AdoptPlan);
        if let Some(plan) = self.plan.as_ref().filter(|_| !adopts) {
            let bound = script.plan == plan_hash(plan);
            need(bound, || Refused::BoundToAnotherPlan)?;
        }
        self.ceremonies += 1;
        self.present.clear();
        self.open = Some(OpenCeremony {
            number: self.ceremonies,
            since: seq,
            began: at,
            script: script.clone(),
            steps_ended: 0,
            departures: Vec::new(),
            departures_before: 0,
            done: Done::default(),
            laptop_checked: false,
            checkpoint: None,
            minutes_for: Default::default(),
            copies: Default::default(),
            pins_verified: Default::default(),
            credentials_verified: Default::default(),
            signed_in: Default::default(),
            credentials_deleted: Default::default(),
            configured: Default::default(),
            reset: Default::default(),
            shares_checked: Default::default(),
            handed: Default::default(),
        });
        Ok(())
    }

    pub(super) fn checkpointed(&mut self, at: Timestamp, size: u64, root: &str) {
        self.checkpoints.insert(size, root.to_owned());
        self.head_at = Some(at);
        if let Some(open) = &mut self.open {
            open.checkpoint = Some(size);
            open.minutes_for.clear();
            open.copies.clear();
        }
    }

    pub(super) fn minutes(&mut self, by: &Name, checkpoint: u64) -> Allowed {
        self.all_present(std::slice::from_ref(by))?;
        need(self.ceremony_open()?.checkpoint == Some(checkpoint), || {
            Refused::MinutesOfAnotherCheckpoint
        })?;
        self.papers.insert(by.clone(), checkpoint);
        self.in_ceremony(|c| {
            c.minutes_for.insert(by.clone());
        })
    }

    pub(super) fn copied(&mut self, copy: u64, size: u64) -> Allowed {
        need(matches!(copy, 1 | 2), || Refused::NoSuchCopy)?;
        let last = self.ceremony_open()?.checkpoint;
        need(last.is_some_and(|c| size > c), || {
            Refused::CopyWithoutCheckpoint
        })?;
        need(size <= self.entries, || Refused::CopyHoldsMore)?;
        self.in_ceremony(|c| {
            c.copies.insert(copy);
        })
    }

    pub(super) fn suspend(&mut self) -> Allowed {
        self.nothing_loose()?;
        self.present.clear();
        Ok(())
    }

    pub(super) fn abandon(&mut self, assents: &[Name]) -> Allowed {
        self.both_assent(assents)?;
        self.nothing_loose()?;
        need(!self.armed(), || Refused::SecretMayBeLive)?;
        self.closed_on_paper()?;
        self.close();
        Ok(())
    }

    pub(super) fn end_ceremony(&mut self) -> Allowed {
        let open = self.ceremony_open()?;
        need(open.next_step().is_none(), || Refused::NotEveryStepHasEnded)?;
        need(!self.armed(), || Refused::SecretMayBeLive)?;
        self.nothing_loose()?;
        self.closed_on_paper()?;
        self.close();
        Ok(())
    }

    fn close(&mut self) {
        self.open = None;
        self.present.clear();
    }

    /// I19: a head, minutes for each custodian, two copies.
    fn closed_on_paper(&self) -> Allowed {
        let open = self.ceremony_open()?;
        need(open.checkpoint.is_some(), || Refused::NoCheckpoint)?;
        need(self.minutes_complete(open), || Refused::MinutesMissing)?;
        need(open.copies.len() == 2, || Refused::CopiesMissing)
    }

    pub(super) fn minutes_complete(&self, open: &OpenCeremony) -> bool {
        let custodian = |role| matches!(role, Role::KeyCustodian | Role::PinCustodian);
        let mut custodians = self.present.iter().filter(|p| custodian(p.role));
        custodians.all(|p| open.minutes_for.contains(&p.person))
    }

    /// I19: nothing lies on the table.
    pub(super) fn nothing_loose(&self) -> Allowed {
        let (items, bags) = self.loose();
        need(items.is_empty() && bags.is_empty(), || Refused::StillOut {
            items,
            bags,
        })
    }
}
