//! All duties of a book.

use super::form::Duty;
use super::{dated, day, gaps, unfinished};
use crate::custody::Custody;
use crate::plan::Plan;
use jiff::Timestamp;
use jiff::civil::Date;

/// The day on which duties are judged; None where the clock is earlier than the ledger's latest entry: then one of them is
/// wrong, and no date is judged (I23).
pub fn today(custody: &Custody, now: Timestamp) -> Option<Date> {
    let behind = custody.latest().is_some_and(|latest| now < latest);
    (!behind).then(|| day::of(now))
}

/// What must happen now: under the plan that binds; while none does, a ceremony can be unfinished all the same.
pub fn now(custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    match custody.plan() {
        Some(plan) => duties(plan, custody, today),
        None => unfinished::all(custody),
    }
}

/// What must happen so that custody becomes what the plan wants, and stays it: by kind, then by date.
pub fn duties(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let mut all = unfinished::all(custody);
    all.extend(dated::all(plan, custody, today));
    all.extend(gaps::all(plan, custody, today));
    all.sort_by(|a, b| (a.kind, a.on, &a.about).cmp(&(b.kind, b.on, &b.about)));
    all
}

/// The same while a ceremony is open that does them: what is missing is missing then, too.
pub fn during(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let mut all = duties(plan, custody, today);
    if custody.ceremony().is_some() {
        all.extend(gaps::missing(plan, custody));
        all.sort_by(|a, b| (a.kind, a.on, &a.about).cmp(&(b.kind, b.on, &b.about)));
    }
    all
}
