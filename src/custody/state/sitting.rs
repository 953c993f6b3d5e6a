//! The open ceremony.

use super::over::Notes;
use crate::custody::done::Done;
use crate::custody::script::{Script, Step};
use crate::custody::thing::{BagSerial, SheetId};
use crate::plan::{Name, Role};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many minutes the laptop's clock may differ from a watch.
pub const MINUTES_ALLOWED: i64 = 3;

/// What a roll call left to be assented to, before anything else may happen in the sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owed {
    /// Somebody did not read the head on the newest minutes that this ledger knows of.
    Minutes(Name),
    /// The laptop's clock differs from a watch by so many minutes.
    ClockOff(i64),
    /// The laptop's clock is before the time of this entry.
    ClockBehind(Timestamp),
}

/// A ceremony that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCeremony {
    /// Its number, from 1.
    pub number: u64,
    /// `seq` of its `ceremony-started`.
    pub since: u64,
    /// When it began, as that entry claims.
    pub began: Timestamp,
    /// The version of the rules by which it is judged.
    pub rules: u64,
    /// The bound ceremony, with the parts that repeat over duties as far as they have begun.
    pub script: Arc<Script>,
    /// How many steps have ended, in order.
    pub steps_ended: usize,
    /// Steps that are done and not initialled yet, in order.
    pub uninitialled: Vec<Uninitialled>,
    /// Notes of this ceremony, for the minutes: exceptions, refusals, breaches.
    pub departures: Notes,
    /// How many of these there were when the next step became the next.
    pub(in crate::custody) departures_before: usize,
    /// What was done in it.
    pub done: Done,
    /// Whether a roll was called in it.
    pub roll_called: bool,
    /// How often.
    pub sittings: u64,
    /// What both have to assent to, as exceptions, before anything else.
    pub owed: Vec<Owed>,
    /// Whether those at the table sit though their terms have ended, because nobody else could adopt a plan (I21).
    pub(in crate::custody) lapsed: bool,
    /// Whether an exception was recorded in this sitting.
    pub(in crate::custody) excepted: bool,
    pub(in crate::custody) laptop_checked: bool,
    pub(in crate::custody) plan_adopted: bool,
    pub(in crate::custody) checkpoint: Option<u64>,
    pub(in crate::custody) minutes_for: BTreeSet<Name>,
    pub(in crate::custody) copies: BTreeSet<u64>,
    pub(in crate::custody) pins_verified: BTreeMap<Name, SheetId>,
    pub(in crate::custody) credentials_verified: BTreeSet<Name>,
    pub(in crate::custody) signed_in: BTreeSet<Name>,
    pub(in crate::custody) credentials_deleted: BTreeSet<Name>,
    pub(in crate::custody) configured: BTreeSet<Name>,
    pub(in crate::custody) reset: BTreeSet<Name>,
    pub(in crate::custody) shares_checked: BTreeSet<SheetId>,
    pub(in crate::custody) handed: BTreeSet<BagSerial>,
    pub(in crate::custody) quarantine_ended: bool,
}

/// A step that is done and not initialled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uninitialled {
    /// Its number.
    pub step: String,
    /// Who initials it.
    pub by: Vec<Role>,
    /// Whether something of it went otherwise than it says.
    pub departed: bool,
}

impl OpenCeremony {
    /// One that begins.
    pub(in crate::custody) fn begun(
        (number, since, began): (u64, u64, Timestamp),
        rules: u64,
        script: Arc<Script>,
    ) -> OpenCeremony {
        OpenCeremony {
            number,
            since,
            began,
            rules,
            script,
            steps_ended: 0,
            uninitialled: Vec::new(),
            departures: Notes::default(),
            departures_before: 0,
            done: Done::default(),
            roll_called: false,
            sittings: 0,
            owed: Vec::new(),
            lapsed: false,
            excepted: false,
            laptop_checked: false,
            plan_adopted: false,
            checkpoint: None,
            minutes_for: BTreeSet::new(),
            copies: BTreeSet::new(),
            pins_verified: BTreeMap::new(),
            credentials_verified: BTreeSet::new(),
            signed_in: BTreeSet::new(),
            credentials_deleted: BTreeSet::new(),
            configured: BTreeSet::new(),
            reset: BTreeSet::new(),
            shares_checked: BTreeSet::new(),
            handed: BTreeSet::new(),
            quarantine_ended: false,
        }
    }

    /// It goes on after so many minutes: a departure of the ceremony, and of no step.
    pub(in crate::custody) fn interrupted(&mut self, minutes: i64, reason: &str) {
        let sitting = self.sittings;
        self.departures.push(format!(
            "sitting {sitting} began after {minutes} minutes: {reason}"
        ));
        self.departures_before += 1;
    }

    /// The next step: the first that has not ended.
    pub fn next_step(&self) -> Option<&Step> {
        self.script.steps().nth(self.steps_ended)
    }

    /// Where in the script a part that repeats over duties may begin now: where the parts that have ended end. None in the
    /// middle of a part.
    pub(in crate::custody) fn between_parts(&self) -> Option<usize> {
        let mut left = self.steps_ended;
        for (at, part) in self.script.parts.iter().enumerate() {
            if left == 0 {
                return Some(at);
            }
            left = left.checked_sub(part.steps.len())?;
        }
        (left == 0).then_some(self.script.parts.len())
    }

    /// The template's parts that repeat over duties and may begin now, from 0: those between the part that ended last and
    /// the next that is bound. Among them there is no order, and each may begin again.
    pub fn parts_to_begin(&self) -> Vec<usize> {
        let template = &self.script.template.parts;
        let computed = |of: &usize| template.get(*of).is_some_and(|p| p.repeats.is_computed());
        let Some(at) = self.between_parts() else {
            return Vec::new();
        };
        let (ended, to_come) = self.script.parts.split_at(at);
        let next = to_come.first().map_or(template.len(), |part| part.of);
        if computed(&next) {
            return Vec::new(); // one has begun, and has not ended
        }
        let bound = ended.iter().map(|part| part.of).filter(|of| !computed(of));
        let after = bound.max().map_or(0, |of| of + 1);
        (after..next).filter(computed).collect()
    }

    pub(in crate::custody) fn step_ended(&mut self) {
        self.steps_ended += 1;
        self.departures_before = self.departures.count();
    }

    /// Whether something of the next step went otherwise than it says, as far as it has gone.
    pub fn departed(&self) -> bool {
        self.departures.count() > self.departures_before
    }

    /// Whether a key's credential was deleted in this ceremony, and it has no other.
    pub fn has_deleted(&self, key: &Name) -> bool {
        self.credentials_deleted.contains(key)
    }

    /// Whether a key was configured in this ceremony.
    pub fn has_configured(&self, key: &Name) -> bool {
        self.configured.contains(key)
    }

    /// Whether a key was reset in this ceremony.
    pub fn has_reset(&self, key: &Name) -> bool {
        self.reset.contains(key)
    }

    /// Whether a share was checked in this ceremony.
    pub fn has_checked(&self, sheet: &SheetId) -> bool {
        self.shares_checked.contains(sheet)
    }

    /// Whether this copy of the book was written since the last checkpoint.
    pub fn has_copy(&self, copy: u64) -> bool {
        self.copies.contains(&copy)
    }

    /// Whether minutes with the last checkpoint were printed for this person.
    pub fn has_minutes_for(&self, person: &Name) -> bool {
        self.minutes_for.contains(person)
    }
}
