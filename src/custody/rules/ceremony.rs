//! How a ceremony begins, is closed on paper, and ends.

use super::{Allowed, need};
use crate::custody::event::RULES;
use crate::custody::refused::Refused;
use crate::custody::script::{About, Script, bind};
use crate::custody::state::custody::Custody;
use crate::custody::state::sitting::OpenCeremony;
use crate::custody::template::Template;
use crate::custody::thing::Hash;
use crate::ledger::{canonical, sha256};
use crate::plan::{MOST_BYTES, Name, Plan, Role};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;

/// As many scripts are kept because the next ceremony may be bound alike.
const KEPT_SCRIPTS: usize = 8;

/// What `ceremony-started` says of its script.
pub(super) struct Begins<'e> {
    pub template: Hash,
    pub plan: Hash,
    pub key: Option<&'e Name>,
    pub file: Option<&'e str>,
    pub script: Hash,
    pub rules: u64,
    pub program_hash: &'e str,
}

impl Custody {
    /// A template comes into the ledger. Whether its steps come in a good order is its writer's check: each step is judged
    /// when it is done.
    pub(super) fn record_template(&mut self, template: &Template) -> Allowed {
        let hash = self.new_here(template, |c, hash| c.templates.contains_key(&hash))?;
        for part in &template.parts {
            for step in &part.steps {
                let procedure = step.procedure;
                let fits = part.repeats.has_room_for(procedure.subject());
                need(fits, || Refused::StepInAnotherPart { procedure })?;
            }
        }
        self.templates.insert(hash, Arc::new(template.clone()));
        Ok(())
    }

    /// A plan comes into the ledger. It is judged when it is adopted.
    pub(super) fn propose(&mut self, plan: &Plan) -> Allowed {
        let hash = self.new_here(plan, |c, hash| c.plans.contains_key(&hash))?;
        self.plans.insert(hash, Arc::new(plan.clone()));
        Ok(())
    }

    fn new_here(
        &self,
        what: &impl Serialize,
        holds: impl Fn(&Custody, Hash) -> bool,
    ) -> Result<Hash, Refused> {
        let bytes = canonical(what).unwrap_or_default().len();
        need(bytes <= MOST_BYTES, || Refused::TooLong { bytes })?;
        let hash = Hash::of(what);
        need(!holds(self, hash), || Refused::HeldAlready { hash })?;
        Ok(hash)
    }

    pub(super) fn start(&mut self, seq: u64, at: Timestamp, it: &Begins) -> Allowed {
        need((1..=RULES).contains(&it.rules), || Refused::UnknownRules {
            rules: it.rules,
        })?;
        self.program(it.program_hash)?;
        let script = self.bind_script(it)?;
        need(script.hash() == it.script, || Refused::ScriptDiffers)?;
        need(script.steps().next().is_some(), || {
            Refused::CeremonyWithoutSteps
        })?;
        // A ceremony that adopts a plan is bound to the new one.
        if let Some((binding, _)) = self.plan.as_ref().filter(|_| !script.template.adopts()) {
            need(it.plan == *binding, || Refused::BoundToAnotherPlan)?;
        }
        self.remember(&script);
        self.ceremonies += 1;
        self.present.clear();
        let begun = (self.ceremonies, seq, at);
        self.open = Some(OpenCeremony::begun(begun, it.rules, script));
        Ok(())
    }

    fn bind_script(&self, it: &Begins) -> Result<Arc<Script>, Refused> {
        let alike = |script: &&Arc<Script>| {
            script.template_hash() == it.template
                && script.plan_hash() == it.plan
                && script.key.as_ref() == it.key
                && script.file.as_deref() == it.file
        };
        if let Some(script) = self.bound.iter().find(alike) {
            return Ok(Arc::clone(script));
        }
        let template = self.templates.get(&it.template);
        let template = template.ok_or(Refused::NoSuchTemplate { hash: it.template })?;
        let plan = self.plans.get(&it.plan);
        let plan = plan.ok_or(Refused::NoSuchPlan { hash: it.plan })?;
        match (template.is_for_one_key(), it.key) {
            (true, None) => return Err(Refused::KeyWanted),
            (false, Some(_)) => return Err(Refused::KeyNotWanted),
            (true, Some(key)) => need(plan.key(key).is_some(), || Refused::PlanKnowsNoKey {
                key: key.clone(),
            })?,
            (false, None) => {}
        }
        match (template.is_for_a_file(), it.file) {
            (true, None) => return Err(Refused::FileWanted),
            (false, Some(_)) => return Err(Refused::FileNotWanted),
            (true, Some(_)) | (false, None) => {}
        }
        Ok(Arc::new(bind(template, plan, it.key, it.file)))
    }

    fn remember(&mut self, script: &Arc<Script>) {
        if !self.bound.iter().any(|known| Arc::ptr_eq(known, script)) {
            self.bound.truncate(KEPT_SCRIPTS - 1);
            self.bound.insert(0, Arc::clone(script));
        }
    }

    /// In a rehearsal no program's hash is named, so that one rehearsal is like another.
    pub(super) fn program(&self, hash: &str) -> Allowed {
        let named = match self.is_rehearsal() {
            true => hash == "rehearsal",
            false => Hash::try_from(hash.to_owned()).is_ok(),
        };
        need(named, || Refused::ProgramHash)
    }

    /// A part that repeats over duties begins. Whether its duty is the one that ought to come next is nobody's rule: each
    /// of its steps is judged by what it does.
    pub(super) fn start_part(
        &mut self,
        part: u64,
        about: &About,
        (duty, reason): (&str, &str),
        assents: &[Name],
        script: Hash,
    ) -> Allowed {
        self.both_assent(assents)?;
        let open = self.ceremony_open()?;
        let of = usize::try_from(part)
            .ok()
            .and_then(|part| part.checked_sub(1));
        let of = of.filter(|of| open.parts_to_begin().contains(of));
        let grown = of.zip(open.between_parts()).and_then(|(of, at)| {
            let plan = self.plan_about(about).unwrap_or(&open.script.plan);
            open.script.with_part(of, about, plan, at)
        });
        let grown = grown.ok_or(Refused::PartNotNow { part })?;
        need(!duty.trim().is_empty() && !reason.trim().is_empty(), || {
            Refused::PartWithoutReason
        })?;
        need(grown.hash() == script, || Refused::ScriptDiffers)?;
        self.in_ceremony(|c| c.script = Arc::new(grown))
    }

    /// The script with a part that repeats over duties begun now; None where it cannot.
    pub fn script_with_part(&self, of: usize, about: &About) -> Option<Script> {
        let open = self.open.as_ref()?;
        let at = open.between_parts()?;
        if !open.parts_to_begin().contains(&of) {
            return None;
        }
        let plan = self.plan_about(about).unwrap_or(&open.script.plan);
        open.script.with_part(of, about, plan, at)
    }

    fn plan_about(&self, about: &About) -> Option<&Plan> {
        match about {
            About::Ceremony | About::Bag(_) => self.plan(),
            About::Key(key) => self.plan_of_key(key),
            About::Account(account) => self.plan_of_account(account),
        }
    }

    pub(super) fn checkpointed(&mut self, at: Timestamp, size: u64, root: &str) {
        let head = format!("{}\n{size}\n{root}\n", self.origin);
        self.heads.insert(size, sha256(head.as_bytes()));
        self.last_head = Some((size, root.to_owned()));
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
        let printed = self.ceremony_open()?.has_minutes_for(by);
        need(!printed, || Refused::MinutesPrintedAlready {
            person: by.clone(),
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

    /// Before its first roll call nothing was touched, so nobody has to close anything (I21).
    pub(super) fn withdraw(&mut self, reason: &str) -> Allowed {
        need(!self.ceremony_open()?.roll_called, || {
            Refused::RollWasCalled
        })?;
        need(!reason.trim().is_empty(), || Refused::WithoutReason)?;
        self.close();
        Ok(())
    }

    pub(super) fn abandon(&mut self, assents: &[Name]) -> Allowed {
        self.both_assent(assents)?;
        self.nothing_loose()?;
        self.closed_on_paper()?;
        self.close();
        Ok(())
    }

    pub(super) fn end_ceremony(&mut self) -> Allowed {
        let open = self.ceremony_open()?;
        need(open.next_step().is_none(), || Refused::NotEveryStepHasEnded)?;
        need(open.uninitialled.is_empty(), || {
            let steps = open.uninitialled.iter().map(|u| u.step.clone());
            Refused::StepsNotInitialled {
                steps: steps.collect(),
            }
        })?;
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
