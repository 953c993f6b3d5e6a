//! What would become a duty if a draft were adopted.

use super::all::{duties, now};
use super::form::Duty;
use crate::custody::Custody;
use crate::plan::Plan;
use jiff::civil::Date;

/// How a draft would change what must happen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// What would have to be done, and has not to be under the plan that binds.
    pub brings: Vec<Duty>,
    /// What has to be done under the plan that binds, and would not have to be.
    pub ends: Vec<Duty>,
}

/// What the draft would bring and end, by the same function that tells duties.
pub fn impact(draft: &Plan, custody: &Custody, today: Option<Date>) -> Impact {
    let then = duties(draft, custody, today);
    let now = now(custody, today);
    // Which ceremony does it, and how urgent it is, is no matter of the draft's.
    let same = |a: &Duty, b: &Duty| {
        (a.kind, &a.about, &a.reason, a.on) == (b.kind, &b.about, &b.reason, b.on)
    };
    let without = |all: &[Duty], others: &[Duty]| {
        let is_new = |duty: &&Duty| !others.iter().any(|other| same(duty, other));
        all.iter().filter(is_new).cloned().collect()
    };
    Impact {
        brings: without(&then, &now),
        ends: without(&now, &then),
    }
}
