//! What has a date: rotations, checks, somebody's last day.

use super::answer::{self, for_key, to_look, whole};
use super::form::{About, Duty, Kind, Reason, Standing};
use super::{day, gaps};
use crate::custody::{BagState, Custody};
use crate::plan::{Person, Plan};
use jiff::Timestamp;
use jiff::civil::Date;

pub fn all(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let mut all = rotations(plan, custody, today);
    all.extend(checks(plan, custody, today));
    all.extend(last_days(plan, today));
    all
}

fn rotations(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let rotation = |kind, about, since: Option<Timestamp>| {
        let since = since?;
        let on = day::rotate_by(day::of(since), plan.rules.rotate_every_months);
        Some(Duty::dated(kind, about, Reason::Age { since }, on, today))
    };
    let pins = plan.keys.iter().filter_map(|key| {
        let since = custody.keys().get(&key.id)?.pin_at;
        let duty = rotation(Kind::RotatePin, About::Key(key.id.clone()), since)?;
        Some(duty.answered_by(for_key(plan, "rotate-pin", &key.id)))
    });
    let passwords = plan.accounts.iter().filter_map(|account| {
        let since = custody.passwords().get(&account.id)?.live_at;
        let about = About::Account(account.id.clone());
        let duty = rotation(Kind::RotatePassword, about, since)?;
        Some(duty.answered_by(whole(answer::ROTATION)))
    });
    pins.chain(passwords).collect()
}

/// Whether the plan names what is in them or not: what nobody wants any more is still held.
fn checks(plan: &Plan, custody: &Custody, today: Option<Date>) -> Vec<Duty> {
    let sealed = custody.bags().iter();
    let sealed =
        sealed.filter(|(_, bag)| matches!(bag.state, BagState::Sealed | BagState::Away { .. }));
    sealed
        .map(|(serial, bag)| {
            let reason = Reason::NotLookedAt {
                since: bag.seen,
                place: bag.place.clone(),
                items: bag.items.clone(),
            };
            let on = day::check_by(day::of(bag.seen), plan.rules.check_every_days);
            let about = About::Bag(serial.clone());
            Duty::dated(Kind::Check, about, reason, on, today)
                .answered_by(to_look(plan, &gaps::things(custody, bag)))
        })
        .collect()
}

/// People whose last day comes soon; and those whose last day has passed while the plan lets them open a place.
fn last_days(plan: &Plan, today: Option<Date>) -> Vec<Duty> {
    let leaving = |person: &Person| {
        let places = plan.places.iter();
        let opens = places.filter(|place| place.opened_by.contains(&person.id));
        let opens: Vec<_> = opens.map(|place| place.id.clone()).collect();
        let opens_some = !opens.is_empty();
        let about = About::Person(person.id.clone());
        let reason = Reason::LastDay { opens };
        let duty = Duty::dated(Kind::PersonLeaves, about, reason, person.until?, today);
        let told = match duty.standing {
            Standing::Soon => true,
            Standing::Overdue => opens_some,
            Standing::Later | Standing::Unknown => false,
        };
        told.then(|| duty.answered_by(whole(answer::ADOPTION)))
    };
    plan.people.iter().filter_map(leaving).collect()
}
