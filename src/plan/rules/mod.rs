//! What makes a plan impossible (errors) or weak (warnings). Each rule is one function in one flat list.

mod arrangement;
mod finding;
mod form;
mod strength;

pub use finding::{Finding, Rule, Severity, Spot};

use super::model::Plan;
use arrangement::*;
use finding::Findings;
use form::*;
use strength::*;

/// Everything that is wrong or weak in a plan.
pub fn all(plan: &Plan) -> Vec<Finding> {
    let mut found = Findings(Vec::new());
    for rule in RULES {
        rule(plan, &mut found);
    }
    found.0
}

/// What can be said about a plan that could be read only in part.
pub fn of_names(plan: &Plan, all_ids_read: bool) -> Vec<Finding> {
    let mut found = Findings(Vec::new());
    names_are_unique(plan, &mut found);
    if all_ids_read {
        names_exist(plan, &mut found);
    }
    found.0
}

const RULES: &[fn(&Plan, &mut Findings)] = &[
    names_are_unique,
    names_exist,
    texts_are_safe,
    printable_names,
    fits_an_entry,
    numbers_in_range,
    lists_in_range,
    dates_in_order,
    sign_in_names,
    relying_parties,
    printer_at_this_laptop,
    two_accounts,
    two_keys,
    two_custodians,
    one_hand,
    place_kinds,
    never_alone,
    keys_apart,
    threshold,
    shares_apart,
    no_quorum_alone,
    shares_fit,
    pin_length,
    keyboards_agree,
    digits_alike,
    rotate_yearly,
    check_quarterly,
];
