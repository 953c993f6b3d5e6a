//! Which part of a computed ceremony comes next: the first duty that can be done now, and that a part of its template
//! answers.
//!
//! The script that is printed before is the forecast of the same function. What arises meanwhile is seen at the next
//! part. Whether a part may begin, custody judges; whether it is the one that ought to, nobody's ledger does.

use super::needs::taken_by;
use crate::custody::procedure::Bags;
use crate::custody::script::{About, Script};
use crate::custody::template::For;
use crate::custody::{Custody, Item, Page};
use crate::duty::{self, Duty, Kind, Reason, Standing};
use crate::plan::Plan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A part of the template, from 0, and what it is about.
pub type Place = (usize, About);

/// A part that would begin now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Which part of the template, from 0.
    pub of: usize,
    /// What it is about.
    pub about: About,
    /// The duty that it answers.
    pub duty: Kind,
    /// Why that is one.
    pub reason: Reason,
}

/// The part of the open ceremony that comes next, if one repeats over a duty that can be done now. What the people put
/// off in this sitting is not asked again.
pub fn next(custody: &Custody, today: Option<Date>, put_off: &BTreeSet<Place>) -> Option<Next> {
    let open = custody.ceremony()?;
    let may_begin = open.parts_to_begin();
    if may_begin.is_empty() {
        return None;
    }
    let begun = |place: &Place| {
        let mut parts = open.script.parts.iter().filter(|part| part.of == place.0);
        parts.any(|part| part.steps.first().is_some_and(|step| step.about == place.1))
    };
    let duties = duty::during(custody.plan()?, custody, today);
    let parts = candidates(&open.script, custody, &duties);
    parts.into_iter().find(|next| {
        let place = (next.of, next.about.clone());
        may_begin.contains(&next.of)
            && !begun(&place)
            && !put_off.contains(&place)
            && is_possible(custody, next)
    })
}

/// The script with the parts that would begin if it began now, and nothing arose meanwhile.
pub fn forecast(script: &Script, custody: &Custody, plan: &Plan, today: Option<Date>) -> Script {
    let duties = duty::during(plan, custody, today);
    let mut parts = BTreeSet::new();
    let next = candidates(script, custody, &duties).into_iter();
    let places = next.map(|next| (next.of, next.about));
    let once: Vec<Place> = places.filter(|place| parts.insert(place.clone())).collect();
    script.forecast(&once)
}

fn candidates(script: &Script, custody: &Custody, duties: &[Duty]) -> Vec<Next> {
    let mut all = Vec::new();
    // A bag is looked at before its day: on that day its people may be away.
    let is_now = |duty: &&Duty| match duty.standing {
        Standing::Overdue => true,
        Standing::Soon => duty.kind == Kind::Check,
        Standing::Later | Standing::Unknown => false,
    };
    for duty in duties.iter().filter(is_now) {
        for (of, part) in script.template.parts.iter().enumerate() {
            if let Some(about) = answers(part.repeats, duty, custody) {
                let (duty, reason) = (duty.kind, duty.reason.clone());
                all.push(Next {
                    of,
                    about,
                    duty,
                    reason,
                });
            }
        }
    }
    all
}

/// What a part that repeats so is about, where it answers this duty.
fn answers(repeats: For, duty: &Duty, custody: &Custody) -> Option<About> {
    let key = || match &duty.about {
        duty::About::Key(key) => Some(About::Key(key.clone())),
        _ => None,
    };
    let account = || match &duty.about {
        duty::About::Account(account) => Some(About::Account(account.clone())),
        _ => None,
    };
    match repeats {
        For::Ceremony | For::EachAccount | For::EachKey | For::OneKey => None,
        For::EachBagToCheck if duty.kind == Kind::Check => match &duty.about {
            duty::About::Bag(bag) => Some(About::Bag(bag.clone())),
            _ => None,
        },
        For::EachKeyToSetUp if duty.reason == Reason::NotAdmitted => key(),
        For::EachPasskeyToEnrol if duty.reason == Reason::NoPasskey => key(),
        For::EachKeyToConfigure if duty.kind == Kind::ConfigureKey => key(),
        For::EachPinToRotate if duty.kind == Kind::RotatePin => key(),
        For::EachPasswordToSet if duty.kind == Kind::SetPassword => account(),
        For::EachPasswordToRotate if duty.kind == Kind::RotatePassword => account(),
        For::EachKeyToMove | For::EachPinSheetToMove | For::EachSetOfSharesToMove
            if duty.kind == Kind::PutAway =>
        {
            in_bag(repeats, duty, custody)
        }
        For::EachKeyToSetUp
        | For::EachPasskeyToEnrol
        | For::EachKeyToConfigure
        | For::EachPinToRotate
        | For::EachPasswordToSet
        | For::EachPasswordToRotate
        | For::EachKeyToMove
        | For::EachPinSheetToMove
        | For::EachSetOfSharesToMove
        | For::EachBagToCheck => None,
    }
}

/// What lies in the bag that is to be moved, where it is of this kind.
fn in_bag(repeats: For, duty: &Duty, custody: &Custody) -> Option<About> {
    let duty::About::Bag(serial) = &duty.about else {
        return None;
    };
    let bag = custody.bags().get(serial)?;
    bag.items.iter().find_map(|item| match item {
        Item::Key { key } => (repeats == For::EachKeyToMove).then(|| About::Key(key.clone())),
        Item::Sheet { sheet } => match &custody.sheets().get(sheet)?.page {
            Page::Pin { key } => {
                (repeats == For::EachPinSheetToMove).then(|| About::Key(key.clone()))
            }
            Page::Share { account, .. } => {
                (repeats == For::EachSetOfSharesToMove).then(|| About::Account(account.clone()))
            }
        },
    })
}

/// Whether each thing that the part takes out of a bag lies in one that may be opened. Without this the same part would be
/// begun, and left, without end.
fn is_possible(custody: &Custody, next: &Next) -> bool {
    let Some(script) = custody.script_with_part(next.of, &next.about) else {
        return false;
    };
    let about = |step: &&crate::custody::script::Step| step.about == next.about;
    let mut parts = script.parts.iter().filter(|part| part.of == next.of);
    let part = parts.find(|part| part.steps.first().is_some_and(|step| about(&step)));
    part.is_some_and(|part| {
        part.steps.iter().all(|step| {
            let opens = step.procedure.row().bags.iter();
            let opens = opens.filter(|bags| matches!(bags, Bags::Opens(_))).count();
            let bags = taken_by(custody, step);
            let may_open = |bag| custody.may_open(bag).is_ok();
            opens == 0 || (!bags.is_empty() && bags.iter().all(may_open))
        })
    })
}
