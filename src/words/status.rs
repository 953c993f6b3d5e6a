//! What `status`, home, `plan impact` and the calendar say, as data.

use crate::custody::procedure::Prints;
use crate::duty::{Answer, Duty, Kind};
use crate::plan::Role;
use crate::text::language::Texts;
use crate::words::clause::Thing;

/// A line, or a part of one. Moments and days come as text, made by whoever knows the calendar.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // the fields are the facts that the sentences name
pub enum Line<'a> {
    // whose book, and its clock
    NoBook {
        folder: &'a str,
        why: &'a str,
    },
    NoPlanBinds {
        at: &'a str,
    },
    Rehearsal,
    ClockBehind {
        now: &'a str,
        latest: &'a str,
    },

    // the open ceremony
    Unfinished,
    OpenCeremony {
        number: u64,
        title: &'a str,
        began: &'a str,
        done: usize,
        steps: usize,
        next: Option<&'a str>,
    },
    NothingIsOut,
    StillOut {
        things: &'a [Thing],
    },
    InDoubt,
    GoOn,

    // duties
    NothingWithoutPlan,
    Overdue,
    DueSoon,
    WithADate,
    NothingIsDue,
    Next,
    /// Before a list of what it is about.
    ToDo(Kind),
    DaysLeft(i64),
    /// One duty in a sentence.
    Duty(&'a Duty),
    AnsweredBy(Option<&'a Answer>),

    // what a draft would change
    Brings,
    BringsNothing,
    Ends,

    // head and list
    LastHead {
        at: &'a str,
        size: u64,
        after: u64,
    },
    MinutesFor {
        people: &'a str,
    },
    NoMinutes,
    List {
        number: u64,
        until: &'a str,
        stale: bool,
    },

    // ceremonies
    Ceremonies,
    CanBegin,
    CannotBegin(&'a Obstacle),
    Need(Need),
    People {
        count: usize,
        role: Role,
        names: &'a str,
    },
    Fetch {
        place: &'a str,
        bags: &'a str,
    },
    BagWith {
        bag: &'a str,
        things: &'a [Thing],
    },
    Printed {
        what: Prints,
        documents: usize,
    },
    Paper {
        sheets: usize,
        printed: &'a str,
    },
    NoPrinter,
    Time {
        minutes: usize,
        steps: usize,
        prompts: usize,
    },
}

/// What a ceremony needs, before it is said how much of it. At most nine characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is said below
pub enum Need {
    People,
    Keys,
    NewKeys,
    Fetch,
    NewBags,
    Printer,
    Time,
}

/// What keeps a ceremony from beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are the facts that the sentences name
pub enum Obstacle {
    Open { number: u64, title: Texts },
    NoDraft,
    NoPlan,
    AllSetUp,
    PlanChanged,
    KeyNotSealed { key: String },
    SharesNotSealed { account: String },
    Nobody { role: Role },
}
