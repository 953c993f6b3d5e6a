//! A plan's form: names, texts, numbers, lists, addresses.

use super::finding::{Findings, Rule, items, listed, numbered};
use crate::plan::limits::*;
use crate::plan::{Name, Plan, PrinterUri};
use crate::secret::Layout;
use crate::sheet::unprintable;
use crate::text::strict_toml::{Form, number_rule, one_of, quoted, text_fault, text_rule};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
pub fn names_are_unique(plan: &Plan, found: &mut Findings) {
    fn each<'a>(found: &mut Findings, what: &str, items: impl Iterator<Item = (String, &'a str)>) {
        let mut first: BTreeMap<&str, String> = BTreeMap::new();
        for (field, name) in items {
            match first.get(name) {
                Some(earlier) => found.error(
                    Rule::NamesAreUnique,
                    field,
                    quoted(name),
                    format!("a {what} only once; {earlier} is the same"),
                ),
                None => {
                    first.insert(name, field);
                }
            }
        }
    }
    let people = plan.people.iter().map(|p| p.id.as_str());
    each(found, "person's id", numbered("person", "id", people));
    let places = plan.places.iter().map(|p| p.id.as_str());
    each(found, "place's id", numbered("place", "id", places));
    let accounts = plan.accounts.iter().map(|a| a.id.as_str());
    each(found, "account's id", numbered("account", "id", accounts));
    let upns: Vec<String> = plan.accounts.iter().map(|a| a.upn.to_lowercase()).collect();
    let upns = upns
        .iter()
        .map(String::as_str)
        .filter(|upn| !upn.is_empty());
    each(found, "sign-in name", numbered("account", "upn", upns));
    let keys = plan.keys.iter().map(|k| k.id.as_str());
    each(found, "key's id", numbered("key", "id", keys));
    let keyboards = plan.secrets.keyboards.iter().map(|k| k.name());
    let keyboards = listed("secrets.keyboards".into(), keyboards);
    each(found, "keyboard", keyboards);
    let told = plan.key_settings.told_min_pin.iter().map(String::as_str);
    let told = listed("key_settings.told_min_pin".into(), told);
    each(found, "relying party", told);
    let chance = plan.secrets.chance.iter().map(|c| c.name());
    each(found, "source", listed("secrets.chance".into(), chance));
    for (p, person) in items(&plan.people) {
        let roles = person.roles.iter().map(|role| role.in_words());
        each(found, "role", listed(format!("person[{p}].roles"), roles));
    }
    for (p, place) in items(&plan.places) {
        let openers = place.opened_by.iter().map(Name::as_str);
        each(
            found,
            "person",
            listed(format!("place[{p}].opened_by"), openers),
        );
    }
}

pub fn names_exist(plan: &Plan, found: &mut Findings) {
    fn must(found: &mut Findings, what: &str, field: String, name: &Name, known: &BTreeSet<&str>) {
        if !known.contains(name.as_str()) && !found.is_full() {
            let names = one_of(name.as_str(), known.iter().copied());
            found.error(
                Rule::NamesExist,
                field,
                quoted(name.as_str()),
                format!("the id of {what} of this plan: {names}"),
            );
        }
    }
    let people = plan.people.iter().map(|p| p.id.as_str()).collect();
    let places = plan.places.iter().map(|p| p.id.as_str()).collect();
    let accounts = plan.accounts.iter().map(|a| a.id.as_str()).collect();
    for (p, place) in items(&plan.places) {
        for (o, opener) in items(&place.opened_by) {
            let field = format!("place[{p}].opened_by[{o}]");
            must(found, "a person", field, opener, &people);
        }
    }
    for (a, account) in items(&plan.accounts) {
        for (s, place) in items(&account.password.shares) {
            let field = format!("account[{a}].password.shares[{s}]");
            must(found, "a place", field, place, &places);
        }
    }
    for (k, key) in items(&plan.keys) {
        let field = |name: &str| format!("key[{k}].{name}");
        must(
            found,
            "an account",
            field("account"),
            &key.account,
            &accounts,
        );
        must(found, "a place", field("place"), &key.place, &places);
        must(
            found,
            "a place",
            field("pin_place"),
            &key.pin_place,
            &places,
        );
    }
}

/// I9: these texts go to screens, sheets and the ledger.
pub fn texts_are_safe(plan: &Plan, found: &mut Findings) {
    let mut check = |field: String, text: &str, most: usize| {
        if let Some(fault) = text_fault(text, most) {
            found.error(Rule::Form(Form::BadText), field, fault, text_rule(most));
        }
    };
    check("organisation".into(), &plan.organisation, LONGEST_NAME);
    check("station.printer".into(), &plan.station.printer, LONGEST_URI);
    for (p, person) in items(&plan.people) {
        check(format!("person[{p}].name"), &person.name, LONGEST_NAME);
    }
    for (p, place) in items(&plan.places) {
        check(format!("place[{p}].name"), &place.name, LONGEST_NAME);
    }
    for (a, account) in items(&plan.accounts) {
        check(format!("account[{a}].upn"), &account.upn, LONGEST_UPN);
        check(format!("account[{a}].rp_id"), &account.rp_id, LONGEST_UPN);
    }
    for (n, told) in items(&plan.key_settings.told_min_pin) {
        check(format!("key_settings.told_min_pin[{n}]"), told, LONGEST_UPN);
    }
}

/// Found before the ceremony, not by a page that cannot be printed.
pub fn printable_names(plan: &Plan, found: &mut Findings) {
    let mut check = |field: String, text: &str| {
        if let Some(letter) = unprintable(text)
            && text_fault(text, LONGEST_NAME.max(LONGEST_UPN)).is_none()
        {
            found.error(
                Rule::PrintableNames,
                field,
                format!("{}, with U+{:04X}", quoted(text), u32::from(letter)),
                "Latin, Greek and Cyrillic letters, digits and common signs".into(),
            );
        }
    };
    check("organisation".into(), &plan.organisation);
    for (p, person) in items(&plan.people) {
        check(format!("person[{p}].name"), &person.name);
    }
    for (p, place) in items(&plan.places) {
        check(format!("place[{p}].name"), &place.name);
    }
    for (a, account) in items(&plan.accounts) {
        check(format!("account[{a}].upn"), &account.upn);
    }
}

pub fn fits_an_entry(plan: &Plan, found: &mut Findings) {
    let json = serde_json::to_value(plan).unwrap_or_default().to_string();
    if json.len() > MOST_BYTES {
        found.error(
            Rule::FitsAnEntry,
            String::new(),
            format!("a plan of {} bytes as JSON", json.len()),
            format!("{MOST_BYTES} bytes: the ledger holds it in one entry"),
        );
    }
}

pub fn numbers_in_range(plan: &Plan, found: &mut Findings) {
    let mut check = |field: String, number: u32, range: RangeInclusive<u32>| {
        if !range.contains(&number) {
            let rule = Rule::Form(Form::OutOfRange);
            found.error(rule, field, number.to_string(), number_rule(&range));
        }
    };
    let rules = &plan.rules;
    let months = rules.rotate_every_months;
    check("rules.rotate_every_months".into(), months, ROTATE_MONTHS);
    check(
        "rules.check_every_days".into(),
        rules.check_every_days,
        CHECK_DAYS,
    );
    check("rules.pin_digits".into(), rules.pin_digits, PIN_DIGITS);
    for (a, account) in items(&plan.accounts) {
        let password = &account.password;
        let field = |name: &str| format!("account[{a}].password.{name}");
        check(field("length"), password.length, PASSWORD_LENGTH);
        check(field("threshold"), password.threshold, THRESHOLD);
    }
}

/// Everyone has a role, every place someone who opens it, every password its shares; and nothing is endless.
pub fn lists_in_range(plan: &Plan, found: &mut Findings) {
    let mut check = |field: String, length: usize, most: usize| {
        if length == 0 {
            let rule = Rule::Form(Form::Empty);
            found.error(
                rule,
                field,
                "an empty list".into(),
                "at least one item".into(),
            );
        } else if length > most {
            let rule = Rule::Form(Form::TooMany);
            found.error(
                rule,
                field,
                format!("{length} items"),
                format!("at most {most} items"),
            );
        }
    };
    check("person".into(), plan.people.len(), MOST_PEOPLE);
    check("place".into(), plan.places.len(), MOST_PLACES);
    check("account".into(), plan.accounts.len(), MOST_ACCOUNTS);
    check("key".into(), plan.keys.len(), MOST_KEYS);
    check(
        "secrets.keyboards".into(),
        plan.secrets.keyboards.len(),
        Layout::ALL.len(),
    );
    for (p, person) in items(&plan.people) {
        check(
            format!("person[{p}].roles"),
            person.roles.len(),
            LONGEST_LIST,
        );
    }
    for (p, place) in items(&plan.places) {
        check(
            format!("place[{p}].opened_by"),
            place.opened_by.len(),
            LONGEST_LIST,
        );
    }
    let told = plan.key_settings.told_min_pin.len();
    if told > 0 {
        check("key_settings.told_min_pin".into(), told, LONGEST_LIST);
    }
    for (a, account) in items(&plan.accounts) {
        let shares = account.password.shares.len();
        check(
            format!("account[{a}].password.shares"),
            shares,
            LONGEST_LIST,
        );
    }
}

pub fn dates_in_order(plan: &Plan, found: &mut Findings) {
    for (p, person) in items(&plan.people) {
        if let (Some(from), Some(until)) = (person.from, person.until)
            && until < from
        {
            found.error(
                Rule::DatesInOrder,
                format!("person[{p}].until"),
                until.to_string(),
                format!("{from}, the first day, or a later day"),
            );
        }
    }
}

pub fn sign_in_names(plan: &Plan, found: &mut Findings) {
    for (a, account) in items(&plan.accounts) {
        let field = format!("account[{a}].upn");
        let parts = account.upn.split_once('@');
        let form = parts.is_some_and(|(name, domain)| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"'.-_!#^~".contains(&b);
            !name.is_empty() && name.bytes().all(plain) && is_domain(&domain.to_lowercase())
        });
        if !form {
            found.error(
                Rule::SignInName,
                field,
                quoted(&account.upn),
                "name@domain, such as emergency-alpha@example.onmicrosoft.com".into(),
            );
        } else if !account.upn.to_lowercase().ends_with(".onmicrosoft.com") {
            found.warn(
                Rule::SignInDomain,
                field,
                quoted(&account.upn),
                "better a name that ends in .onmicrosoft.com".into(),
            );
        }
    }
}

pub fn relying_parties(plan: &Plan, found: &mut Findings) {
    let accounts = items(&plan.accounts);
    let accounts = accounts.map(|(a, account)| (format!("account[{a}].rp_id"), &account.rp_id));
    let told = items(&plan.key_settings.told_min_pin);
    let told = told.map(|(n, told)| (format!("key_settings.told_min_pin[{n}]"), told));
    for (field, rp_id) in accounts.chain(told) {
        if !is_domain(rp_id) {
            found.error(
                Rule::RelyingParty,
                field,
                quoted(rp_id),
                "a domain in lower case, such as login.microsoft.com".into(),
            );
        }
    }
}

fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        (1..=63).contains(&part.len())
            && part.bytes().all(inner)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.contains('.') && text.split('.').all(label)
}

pub fn printer_at_this_laptop(plan: &Plan, found: &mut Findings) {
    let printer = &plan.station.printer;
    if PrinterUri::parse(printer).is_none() {
        found.error(
            Rule::PrinterAtThisLaptop,
            "station.printer",
            quoted(printer),
            "ipp://localhost:60000/ipp/print (ipp-usb) or ipp://localhost:631/printers/NAME (CUPS)"
                .into(),
        );
    }
}
