//! How what is differs from what a plan wants.
//!
//! Each thing that custody holds is looked at once: a key, a password with its live shares, a sheet, a bag. While a
//! ceremony is open, what the plan wants and nobody made yet may be on its way, and what is of no use any more may be
//! about to be destroyed: neither is told before it has ended.

use super::answer::{self, Thing, for_key, to_destroy, to_look, whole};
use super::form::{About, Blocks, Duty, Kind, Outsider, Reason};
use super::unfinished;
use crate::custody::{
    Bag, BagState, Custody, Item, KeyState, Page, PasswordState, Pin, Sheet, SheetId, SheetState,
    Whereabouts,
};
use crate::plan::{Account, Key, KeySettings, Name, Plan, Role};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub fn all(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let mut all = Vec::new();
    if custody.ceremony().is_none() {
        all.extend(missing(plan, custody));
        all.extend(of_no_use(plan, custody));
    }
    all.extend(settings(plan, custody));
    all.extend(short(plan, custody));
    all.extend(seen(plan, custody, today));
    all.extend(unfit(plan, custody));
    all.extend(unnamed(plan, custody));
    all.extend(misplaced(plan, custody));
    all
}

/// What the plan names and custody does not have.
pub fn missing(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let key = |key: &Key| {
        let state = custody.keys().get(&key.id);
        let (reason, answer) = match state {
            None => (Reason::NotAdmitted, Some(whole(answer::SETUP))),
            Some(state) if state.pin == Pin::None => {
                (Reason::NoPin, for_key(plan, "set-pin", &key.id))
            }
            Some(state) if !is_registered(state) => (
                Reason::NoPasskey,
                for_key(plan, "enrol-credential", &key.id),
            ),
            Some(_) => return None,
        };
        let duty = Duty::now(Kind::SetUpKey, About::Key(key.id.clone()), reason);
        Some(duty.answered_by(answer))
    };
    let password = |account: &Account| {
        let about = About::Account(account.id.clone());
        let missing = !has_password(custody, &account.id);
        let duty = || Duty::now(Kind::SetPassword, about, Reason::NoPassword);
        missing.then(|| duty().answered_by(whole(answer::SETUP)))
    };
    let keys = plan.keys.iter().filter_map(key);
    let passwords = plan.accounts.iter().filter_map(password);
    let blocks = Blocks::Ceremony {
        name: answer::ROTATION,
    };
    keys.chain(passwords)
        .map(|duty| duty.blocks(blocks.clone()))
        .collect()
}

/// A key with a PIN and a passkey that the tenant took.
pub fn is_set_up(custody: &Custody, key: &Name) -> bool {
    let key = custody.keys().get(key);
    key.is_some_and(|key| is_registered(key) && key.pin != Pin::None)
}

/// An account whose password is live.
pub fn has_password(custody: &Custody, account: &Name) -> bool {
    let password = custody.passwords().get(account);
    password.is_some_and(|p| p.live.is_some())
}

fn is_registered(key: &KeyState) -> bool {
    key.credential.as_ref().is_some_and(|c| c.registered)
}

/// Sheets that open nothing: another took their place, they were never used, their key was wiped.
fn of_no_use(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let sheets = custody.sheets().iter();
    let sheets =
        sheets.filter(|(id, sheet)| sheet.at != Whereabouts::Gone && !is_used(custody, id, sheet));
    sheets
        .map(|(id, sheet)| {
            let answer = to_destroy(plan, &unfinished::owner(&sheet.page));
            Duty::now(Kind::Destroy, About::Sheet(id.clone()), Reason::OfNoUse).answered_by(answer)
        })
        .collect()
}

/// Whether the secret on a sheet is live, or may be.
fn is_used(custody: &Custody, id: &SheetId, sheet: &Sheet) -> bool {
    match &sheet.page {
        Page::Pin { key } => match custody.keys().get(key).map(|key| &key.pin) {
            Some(Pin::On(live)) => live == id,
            Some(Pin::Doubt { from, to, .. }) => to == id || from.as_ref() == Some(id),
            Some(Pin::None) | None => false,
        },
        Page::Share { account, set, .. } => {
            let password = custody.passwords().get(account);
            let used = |p: &PasswordState| {
                p.live == Some(*set) || p.doubt.is_some_and(|(_, new)| new == *set)
            };
            sheet.is_usable() && password.is_some_and(used)
        }
    }
}

/// Keys that were not set as the plan wants them. A plan without settings wants none.
fn settings(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let wanted = &plan.key_settings;
    let has = |had: &KeySettings| {
        let told = |rp| had.told_min_pin.contains(rp);
        (had.always_uv || !wanted.always_uv)
            && (had.enterprise_attestation || !wanted.enterprise_attestation)
            && wanted.told_min_pin.iter().all(told)
    };
    let not_set = |key: &&Key| {
        let state = custody.keys().get(&key.id);
        state.is_some_and(|key| !wanted.is_none() && !key.settings.as_ref().is_some_and(has))
    };
    let keys = plan.keys.iter().filter(not_set);
    keys.map(|key| {
        let about = About::Key(key.id.clone());
        let answer = for_key(plan, "configure-key", &key.id);
        Duty::now(Kind::ConfigureKey, about, Reason::NotConfigured).answered_by(answer)
    })
    .collect()
}

/// Live PINs that are shorter than the plan wants them.
fn short(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let least = plan.rules.pin_digits;
    let short = |key: &Key| {
        let Pin::On(sheet) = &custody.keys().get(&key.id)?.pin else {
            return None;
        };
        let digits = custody.sheets().get(sheet)?.wanted;
        let reason = Reason::PinTooShort { digits, least };
        let duty = Duty::now(Kind::RotatePin, About::Key(key.id.clone()), reason);
        let answer = for_key(plan, "rotate-pin", &key.id);
        (digits < least).then(|| duty.answered_by(answer))
    };
    plan.keys.iter().filter_map(short).collect()
}

/// Live PINs that somebody knows who must not.
fn seen(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let mut all = Vec::new();
    for sheet in custody.sheets().values() {
        let (Page::Pin { key }, SheetState::Live | SheetState::Armed) = (&sheet.page, sheet.state)
        else {
            continue;
        };
        let Some(key) = plan.key(key) else {
            continue;
        };
        for by in &sheet.seen_by {
            let Some(because) = outsider(plan, key, by, today) else {
                continue;
            };
            let blocks = match because {
                Outsider::KeyCustodian => Some(Blocks::KeyCustodian { person: by.clone() }),
                Outsider::NotInPlan | Outsider::Left { .. } | Outsider::Opens { .. } => None,
            };
            let by = by.clone();
            let reason = Reason::Seen { by, because };
            let duty = Duty::now(Kind::RotatePin, About::Key(key.id.clone()), reason);
            let answer = for_key(plan, "rotate-pin", &key.id);
            all.push(duty.blocks(blocks).answered_by(answer));
        }
    }
    all
}

/// Why somebody must not know this key's PIN, if they must not.
fn outsider(plan: &Plan, key: &Key, by: &Name, today: Option<Date>) -> Option<Outsider> {
    let Some(person) = plan.person(by) else {
        return Some(Outsider::NotInPlan);
    };
    let place = plan.place(&key.place);
    if place.is_some_and(|place| place.opened_by.contains(by)) {
        let place = key.place.clone();
        return Some(Outsider::Opens { place });
    }
    if person.roles.contains(&Role::KeyCustodian) {
        return Some(Outsider::KeyCustodian);
    }
    let on = person.until?;
    (today? > on).then_some(Outsider::Left { on })
}

/// Passwords whose live shares are not as many as the plan says, or of which more or fewer are needed.
fn unfit(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let unfit = |account: &Account| {
        let reason = misfit(custody, account)?;
        let about = About::Account(account.id.clone());
        let duty = Duty::now(Kind::RotatePassword, about, reason);
        Some(duty.answered_by(whole(answer::ROTATION)))
    };
    plan.accounts.iter().filter_map(unfit).collect()
}

fn misfit(custody: &Custody, account: &Account) -> Option<Reason> {
    let live = custody.passwords().get(&account.id)?.live?;
    let set = custody.set(&account.id, live);
    let (are, wanted) = (set.len(), account.password.shares.len());
    if are != wanted {
        return Some(Reason::ShareCount { are, wanted });
    }
    let needed = custody.sheets().get(*set.first_key_value()?.1)?.wanted;
    let wanted = account.password.threshold;
    (needed != wanted).then_some(Reason::Threshold { needed, wanted })
}

/// Keys and live passwords that the plan does not name. A key's PIN sheet goes with its key, shares with their password.
fn unnamed(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let retire = |about| Duty::now(Kind::Retire, about, Reason::NotInPlan);
    let keys = custody.keys().keys();
    let keys = keys.filter(|key| plan.key(key).is_none());
    let passwords = custody.passwords().iter();
    let passwords = passwords.filter(|(account, password)| {
        (password.live.is_some() || password.doubt.is_some()) && plan.account(account).is_none()
    });
    keys.map(|key| retire(About::Key(key.clone())))
        .chain(passwords.map(|(account, _)| retire(About::Account(account.clone()))))
        .collect()
}

/// Sealed bags that lie where the plan does not put what is in them.
fn misplaced(plan: &Plan, custody: &Custody) -> Vec<Duty> {
    let mut all = Vec::new();
    for (serial, bag) in custody.bags() {
        if !matches!(bag.state, BagState::Sealed | BagState::Away { .. }) {
            continue;
        }
        let belongs = bag
            .items
            .iter()
            .filter_map(|item| place(plan, custody, item));
        let belongs: BTreeSet<&Name> = belongs.collect();
        let about = About::Bag(serial.clone());
        let things = things(custody, bag);
        if belongs.iter().any(|place| **place != bag.place) {
            let reason = Reason::Misplaced {
                lies: bag.place.clone(),
                belongs: belongs.into_iter().cloned().collect(),
            };
            let duty = Duty::now(Kind::PutAway, about, reason);
            all.push(duty.answered_by(to_look(plan, &things)));
        } else if plan.place(&bag.place).is_none() {
            // Nothing in it belongs anywhere, and the place is nobody's any more.
            let duty = Duty::now(Kind::Retire, about, Reason::NotInPlan);
            all.push(duty);
        }
    }
    all
}

/// Where a plan puts a thing that is in use; None where it does not name the thing, or another duty replaces it.
fn place<'p>(plan: &'p Plan, custody: &Custody, item: &Item) -> Option<&'p Name> {
    let id = match item {
        Item::Key { key } => return Some(&plan.key(key)?.place),
        Item::Sheet { sheet } => sheet,
    };
    let sheet = custody.sheets().get(id)?;
    if !is_used(custody, id, sheet) {
        return None;
    }
    match &sheet.page {
        Page::Pin { key } => Some(&plan.key(key)?.pin_place),
        Page::Share {
            account, member, ..
        } => {
            let account = plan.account(account)?;
            if misfit(custody, account).is_some() {
                return None;
            }
            let at = usize::try_from(*member).ok()?.checked_sub(1)?;
            account.password.shares.get(at)
        }
    }
}

/// What is in a bag, by what it is of.
pub fn things(custody: &Custody, bag: &Bag) -> Vec<Thing> {
    let thing = |item: &Item| match item {
        Item::Key { key } => Some(Thing::Key(key.clone())),
        Item::Sheet { sheet } => match &custody.sheets().get(sheet)?.page {
            Page::Pin { key } => Some(Thing::PinSheet(key.clone())),
            Page::Share { account, .. } => Some(Thing::Share(account.clone())),
        },
    };
    bag.items.iter().filter_map(thing).collect()
}
