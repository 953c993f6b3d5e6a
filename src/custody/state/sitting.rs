//! The open ceremony.

use crate::custody::done::Done;
use crate::custody::script::{Script, Step};
use crate::custody::thing::{BagSerial, SheetId};
use crate::plan::Name;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A ceremony that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCeremony {
    /// Its number, from 1.
    pub number: u64,
    /// `seq` of its `ceremony-started`.
    pub since: u64,
    /// When it began, as that entry claims.
    pub began: Timestamp,
    /// The bound ceremony.
    pub script: Script,
    /// How many steps have ended, in order.
    pub steps_ended: usize,
    /// Notes of this ceremony, for the minutes: exceptions, refusals, breaches.
    pub departures: Vec<String>,
    /// How many of these there were when the next step became the next.
    pub(in crate::custody) departures_before: usize,
    /// What was done in it.
    pub done: Done,
    pub(in crate::custody) laptop_checked: bool,
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
}

impl OpenCeremony {
    /// The next step: the first that has not ended.
    pub fn next_step(&self) -> Option<&Step> {
        self.script.steps().nth(self.steps_ended)
    }

    pub(in crate::custody) fn step_ended(&mut self) {
        self.steps_ended += 1;
        self.departures_before = self.departures.len();
    }

    /// Whether something of the next step went otherwise than it says, as far as it has gone.
    pub fn departed(&self) -> bool {
        self.departures.len() > self.departures_before
    }
}

impl OpenCeremony {
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
