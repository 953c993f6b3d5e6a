//! Who reaches what: two people for each act, nobody alone, nothing all in one place.

use super::finding::{Findings, Rule, items};
use crate::plan::limits::THRESHOLD;
use crate::plan::{Account, Holds, Name, Plan, Role};
use std::collections::{BTreeMap, BTreeSet};

pub fn two_accounts(plan: &Plan, found: &mut Findings) {
    if plan.accounts.len() == 1 {
        found.warn(
            Rule::TwoAccounts,
            "account",
            "one account".into(),
            "two or more".into(),
        );
    }
}

pub fn two_keys(plan: &Plan, found: &mut Findings) {
    for (a, account) in items(&plan.accounts) {
        let field = format!("account[{a}].id");
        let named = |count: &str| format!("{count} for account {}", account.id);
        match plan.keys_of(&account.id).count() {
            0 => found.error(
                Rule::TwoKeys,
                field,
                named("no key"),
                "at least one, better two".into(),
            ),
            1 => found.warn(Rule::TwoKeys, field, named("one key"), "two or more".into()),
            _ => {}
        }
    }
}

pub fn two_custodians(plan: &Plan, found: &mut Findings) {
    for role in [Role::KeyCustodian, Role::PinCustodian] {
        let count = plan.with_role(role).count();
        if count < 2 {
            found.error(
                Rule::TwoCustodians,
                "person",
                format!("{count} with the role {}", role.in_words()),
                "two or more".into(),
            );
        }
    }
}

pub fn one_hand(plan: &Plan, found: &mut Findings) {
    for (p, person) in items(&plan.people) {
        let has = |role| person.roles.contains(&role);
        if has(Role::KeyCustodian) && has(Role::PinCustodian) {
            found.error(
                Rule::OneHand,
                format!("person[{p}].roles"),
                format!("{} is both key custodian and PIN custodian", person.id),
                "one of the two".into(),
            );
        }
    }
}

pub fn place_kinds(plan: &Plan, found: &mut Findings) {
    let mut check = |field: String, name: &Name, wanted: Holds| {
        if let Some(place) = plan.place(name)
            && place.holds != wanted
        {
            found.error(
                Rule::PlaceKinds,
                field,
                format!("{name}, which holds {}", place.holds.in_words()),
                format!("a place that holds {}", wanted.in_words()),
            );
        }
    };
    for (k, key) in items(&plan.keys) {
        check(format!("key[{k}].place"), &key.place, Holds::Keys);
        check(format!("key[{k}].pin_place"), &key.pin_place, Holds::Pins);
    }
    for (a, account) in items(&plan.accounts) {
        for (s, place) in items(&account.password.shares) {
            let field = format!("account[{a}].password.shares[{s}]");
            check(field, place, Holds::Shares);
        }
    }
}

/// Any key of an account with any PIN sheet of it: keys are taken for each other under stress.
pub fn never_alone(plan: &Plan, found: &mut Findings) {
    for account in &plan.accounts {
        let keys: BTreeSet<&Name> = plan.keys_of(&account.id).map(|k| &k.place).collect();
        let pins: BTreeSet<&Name> = plan.keys_of(&account.id).map(|k| &k.pin_place).collect();
        let mut reaches_key: BTreeMap<&Name, &Name> = BTreeMap::new();
        for place in plan.places.iter().filter(|place| keys.contains(&place.id)) {
            for person in &place.opened_by {
                reaches_key.entry(person).or_insert(&place.id);
            }
        }
        for (p, place) in items(&plan.places).filter(|(_, place)| pins.contains(&place.id)) {
            for (o, person) in items(&place.opened_by) {
                if let Some(key_place) = reaches_key.get(person) {
                    found.error(
                        Rule::NeverAlone,
                        format!("place[{p}].opened_by[{o}]"),
                        format!(
                            "{person} opens {key_place} with a key and {} with a PIN sheet of account {}",
                            place.id, account.id
                        ),
                        "one of the two".into(),
                    );
                }
            }
        }
    }
}

pub fn keys_apart(plan: &Plan, found: &mut Findings) {
    for account in &plan.accounts {
        let mut keys: BTreeMap<&Name, &Name> = BTreeMap::new();
        let mut pins: BTreeMap<&Name, &Name> = BTreeMap::new();
        for (k, key) in items(&plan.keys).filter(|(_, key)| key.account == account.id) {
            let mut check = |field: &str, what: &str, place, known: &mut BTreeMap<_, _>| {
                if let Some(other) = known.insert(place, &key.id) {
                    found.warn(
                        Rule::KeysApart,
                        format!("key[{k}].{field}"),
                        format!(
                            "{what} {other} and {} of account {} both in {place}",
                            key.id, account.id
                        ),
                        "better a place for each".into(),
                    );
                }
            };
            check("place", "keys", &key.place, &mut keys);
            check("pin_place", "PIN sheets of", &key.pin_place, &mut pins);
        }
    }
}

pub fn threshold(plan: &Plan, found: &mut Findings) {
    for (a, account) in items(&plan.accounts) {
        let shares = account.password.shares.len();
        let threshold = account.password.threshold;
        if usize::try_from(threshold).is_ok_and(|needed| needed > shares) {
            found.error(
                Rule::Threshold,
                format!("account[{a}].password.threshold"),
                format!("{threshold} needed of {shares} shares"),
                "2 or more, and no more than there are shares".into(),
            );
        }
    }
}

pub fn shares_apart(plan: &Plan, found: &mut Findings) {
    for (a, account) in items(&plan.accounts) {
        let mut known = BTreeSet::new();
        for (s, place) in items(&account.password.shares) {
            if !known.insert(place) {
                found.error(
                    Rule::SharesApart,
                    format!("account[{a}].password.shares[{s}]"),
                    format!("{place} twice"),
                    "a place of its own for each share".into(),
                );
            }
        }
    }
}

pub fn no_quorum_alone(plan: &Plan, found: &mut Findings) {
    for (a, account) in items(&plan.accounts) {
        let needed = account.password.threshold;
        if !THRESHOLD.contains(&needed) {
            continue; // said already
        }
        for (person, count) in shares_reached(plan, account) {
            if usize::try_from(needed).is_ok_and(|needed| count >= needed) {
                found.error(
                    Rule::NoQuorumAlone,
                    format!("account[{a}].password.shares"),
                    format!("{person} opens the places of {count} shares"),
                    format!("for each person fewer than {needed}, the shares needed"),
                );
            }
        }
    }
}

/// How many share places of an account each person opens.
fn shares_reached<'p>(plan: &'p Plan, account: &'p Account) -> BTreeMap<&'p Name, usize> {
    let places: BTreeSet<&Name> = account.password.shares.iter().collect();
    let mut reached = BTreeMap::new();
    for place in plan
        .places
        .iter()
        .filter(|place| places.contains(&place.id))
    {
        for person in place.opened_by.iter().collect::<BTreeSet<_>>() {
            *reached.entry(person).or_insert(0) += 1;
        }
    }
    reached
}
