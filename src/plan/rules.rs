//! What makes a plan impossible (errors) or weak (warnings). Each rule is one function in one flat list.

use super::{Account, Holds, Name, Plan, PrinterUri, Role, Sheets};
use crate::secret::{Layout, alphabet, digits_differ, password_entropy_bits};
use crate::share;
use crate::sheet::{WORDS_THAT_ALWAYS_FIT, share_fits, unprintable};
use crate::text::strict_toml::{
    self, Form, Position, Problem, number_rule, one_of, quoted, text_fault, text_rule,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Bytes of a plan's file.
pub const LARGEST_FILE: usize = 256 * 1024;
/// People.
pub const MOST_PEOPLE: usize = 200;
/// Places.
pub const MOST_PLACES: usize = 200;
/// Accounts.
pub const MOST_ACCOUNTS: usize = 50;
/// Keys.
pub const MOST_KEYS: usize = 400;
/// Roles of a person, people of a place, shares of a password (SLIP-39 has at most 16).
pub const LONGEST_LIST: usize = 16;
/// Characters of a name that stands on sheets.
pub const LONGEST_NAME: usize = 64;
/// Characters of a sign-in name or a relying party.
pub const LONGEST_UPN: usize = 113;
/// Characters of a printer's address.
pub const LONGEST_URI: usize = 128;
/// Characters of a root certificate in base64.
pub const LONGEST_ROOT: usize = 4096;
/// Months between rotations; above [`ADVISED_MONTHS`] it is weak.
pub const ROTATE_MONTHS: RangeInclusive<u32> = 1..=120;
/// Days between checks; above [`ADVISED_DAYS`] it is weak.
pub const CHECK_DAYS: RangeInclusive<u32> = 1..=3650;
/// Digits of a PIN (CTAP 2.1, 6.5.1: 4 code points to 63 bytes); below [`ADVISED_DIGITS`] it is weak.
pub const PIN_DIGITS: RangeInclusive<u32> = 4..=63;
/// Characters of a password.
pub const PASSWORD_LENGTH: RangeInclusive<u32> = 40..=128;
/// Shares needed: with one, a share would be the password. SLIP-39 has at most 16 shares.
pub const THRESHOLD: RangeInclusive<u32> = 2..=16;

const ADVISED_MONTHS: u32 = 12;
const ADVISED_DAYS: u32 = 90;
const ADVISED_DIGITS: u32 = 6;
/// Bits of a password at least.
const LEAST_BITS: u32 = 128;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The plan cannot be adopted.
    Error,
    /// It can, and is weaker than it could be.
    Warning,
}

/// Which rule a plan breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The form of the file or of a value.
    Form(Form),
    /// A name means one thing.
    NamesAreUnique,
    /// What is named exists.
    NamesExist,
    /// What stands on sheets can be printed.
    PrintableNames,
    /// The first day is not after the last.
    DatesInOrder,
    /// A sign-in name has the form `name@domain`.
    SignInName,
    /// A sign-in name lies in the tenant's own domain.
    SignInDomain,
    /// A relying party is a domain.
    RelyingParty,
    /// The printer is reached over the laptop's own loopback.
    PrinterAtThisLaptop,
    /// At least two accounts.
    TwoAccounts,
    /// Each account has a key, better two.
    TwoKeys,
    /// At least two key custodians and two PIN custodians.
    TwoCustodians,
    /// Nobody is both key custodian and PIN custodian.
    OneHand,
    /// Keys lie with keys, PIN sheets with PIN sheets, shares with shares.
    PlaceKinds,
    /// Nobody reaches a key and a PIN sheet of one account.
    NeverAlone,
    /// Keys, and PIN sheets, of one account lie apart.
    KeysApart,
    /// Two shares or more are needed, and no more than there are.
    Threshold,
    /// Each share of a password has its own place.
    SharesApart,
    /// Nobody reaches enough shares for a password.
    NoQuorumAlone,
    /// The words of a share fit inside the fold of their sheet.
    SharesFit,
    /// PINs are long enough.
    PinLength,
    /// The keyboards have enough characters alike for a password.
    KeyboardsAgree,
    /// Digits need Shift on all keyboards, or on none.
    DigitsAlike,
    /// Rotation is yearly or more often.
    RotateYearly,
    /// Checks come every 90 days or more often.
    CheckQuarterly,
}

impl Rule {
    /// Its name in messages and in the manual, such as `never-alone`.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Form(form) => form.name(),
            Rule::NamesAreUnique => "names-are-unique",
            Rule::NamesExist => "names-exist",
            Rule::PrintableNames => "printable-names",
            Rule::DatesInOrder => "dates-in-order",
            Rule::SignInName => "sign-in-name",
            Rule::SignInDomain => "sign-in-domain",
            Rule::RelyingParty => "relying-party",
            Rule::PrinterAtThisLaptop => "printer-at-this-laptop",
            Rule::TwoAccounts => "two-accounts",
            Rule::TwoKeys => "two-keys",
            Rule::TwoCustodians => "two-custodians",
            Rule::OneHand => "one-hand",
            Rule::PlaceKinds => "place-kinds",
            Rule::NeverAlone => "never-alone",
            Rule::KeysApart => "keys-apart",
            Rule::Threshold => "threshold",
            Rule::SharesApart => "shares-apart",
            Rule::NoQuorumAlone => "no-quorum-alone",
            Rule::SharesFit => "shares-fit",
            Rule::PinLength => "pin-length",
            Rule::KeyboardsAgree => "keyboards-agree",
            Rule::DigitsAlike => "digits-alike",
            Rule::RotateYearly => "rotate-yearly",
            Rule::CheckQuarterly => "check-quarterly",
        }
    }

    /// Why the rule stands; None for the form of the file.
    pub fn why(self) -> Option<&'static str> {
        Some(match self {
            Rule::Form(_) => return None,
            Rule::NamesAreUnique => "the ledger tells people and things apart by these names alone",
            Rule::NamesExist => "a name that nothing has is a slip of the pen",
            Rule::PrintableNames => {
                "the fonts in this program have no such letter, and a sheet with a hole in its name belongs to nobody"
            }
            Rule::DatesInOrder => "nobody could take part on any day",
            Rule::SignInName => "this name is typed at the sign-in page",
            Rule::SignInDomain => {
                "a domain of your own can fail with its registrar or its federation, just when the account is needed"
            }
            Rule::RelyingParty => "keys file their credentials under a domain",
            Rule::PrinterAtThisLaptop => "a printer of secrets hangs on USB, not on a network",
            Rule::TwoAccounts => "one account can be locked or deleted by mistake",
            Rule::TwoKeys => "keys break and get lost",
            Rule::TwoCustodians => {
                "a ceremony needs one of each, and people are ill and on vacation"
            }
            Rule::OneHand => "who touches the key must not know its PIN",
            Rule::PlaceKinds => "mixed things in one place end in one pair of hands",
            Rule::NeverAlone => "this person could sign in without anyone else",
            Rule::KeysApart => "one fire or burglary would take them all",
            Rule::Threshold => {
                "with one share needed, every share is the password; with too many, nobody gets it back"
            }
            Rule::SharesApart => "two shares in one place count as one",
            Rule::SharesFit => "words outside the fold could be read through the envelope",
            Rule::NoQuorumAlone => {
                "this person could put the password together without anyone else"
            }
            Rule::PinLength => "a short PIN is seen and remembered too easily",
            Rule::KeyboardsAgree => {
                "a password is typed blind, perhaps with another layout than the one on the keys"
            }
            Rule::DigitsAlike => {
                "a password with digits typed on the wrong layout is refused once; with Shift the other way round it works"
            }
            Rule::RotateYearly => {
                "what nobody does for more than a year, nobody can do in an emergency"
            }
            Rule::CheckQuarterly => "a missing envelope should be noticed within a quarter",
        })
    }
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file's name.
    pub file: String,
    /// Line and column.
    pub position: Position,
}

/// Something wrong or weak in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Error or warning.
    pub severity: Severity,
    /// Which rule.
    pub rule: Rule,
    /// Where, if the plan was read from a file.
    pub at: Option<Spot>,
    /// The field, such as `person[2].roles[1]`; items count from 1.
    pub field: String,
    /// What was found, made safe to show.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
}

impl Finding {
    /// Whether the plan cannot be adopted for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    pub(super) fn of_form(file: &str, problem: &Problem) -> Finding {
        let mut finding = Finding {
            severity: Severity::Error,
            rule: Rule::Form(problem.form),
            at: None,
            field: problem.field.clone(),
            found: problem.found.clone(),
            allowed: problem.allowed.clone(),
        };
        finding.locate(file, problem.at);
        finding
    }

    pub(super) fn locate(&mut self, file: &str, position: Position) {
        self.at = Some(Spot {
            file: file.into(),
            position,
        });
    }

    /// A mistake of form in the same field makes what a rule says about it noise.
    pub(super) fn says_more_than(&self, other: &Finding) -> bool {
        matches!(self.rule, Rule::Form(_)) && self.field == other.field
    }
}

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

struct Findings(Vec<Finding>);

impl Findings {
    fn error(&mut self, rule: Rule, field: impl Into<String>, found: String, allowed: String) {
        self.push(Severity::Error, rule, field.into(), found, allowed);
    }

    fn warn(&mut self, rule: Rule, field: impl Into<String>, found: String, allowed: String) {
        self.push(Severity::Warning, rule, field.into(), found, allowed);
    }

    fn push(
        &mut self,
        severity: Severity,
        rule: Rule,
        field: String,
        found: String,
        allowed: String,
    ) {
        if self.0.len() < strict_toml::MOST_PROBLEMS {
            self.0.push(Finding {
                severity,
                rule,
                at: None,
                field,
                found,
                allowed,
            });
        } else if severity == Severity::Error {
            // Full of warnings: an error takes the place of one, so that a bad plan never passes.
            if let Some(warning) = self.0.iter_mut().find(|known| !known.is_error()) {
                *warning = Finding {
                    severity,
                    rule,
                    at: None,
                    field,
                    found,
                    allowed,
                };
            }
        }
    }

    fn is_full(&self) -> bool {
        self.0.len() >= strict_toml::MOST_PROBLEMS && self.0.iter().all(Finding::is_error)
    }
}

fn names_are_unique(plan: &Plan, found: &mut Findings) {
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

fn names_exist(plan: &Plan, found: &mut Findings) {
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

/// Found before the ceremony, not by a page that cannot be printed.
fn printable_names(plan: &Plan, found: &mut Findings) {
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

/// I9: these texts go to screens, sheets and the ledger.
fn texts_are_safe(plan: &Plan, found: &mut Findings) {
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

fn numbers_in_range(plan: &Plan, found: &mut Findings) {
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
fn lists_in_range(plan: &Plan, found: &mut Findings) {
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

fn dates_in_order(plan: &Plan, found: &mut Findings) {
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

fn sign_in_names(plan: &Plan, found: &mut Findings) {
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

fn relying_parties(plan: &Plan, found: &mut Findings) {
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

fn printer_at_this_laptop(plan: &Plan, found: &mut Findings) {
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

fn two_accounts(plan: &Plan, found: &mut Findings) {
    if plan.accounts.len() == 1 {
        found.warn(
            Rule::TwoAccounts,
            "account",
            "one account".into(),
            "two or more".into(),
        );
    }
}

fn two_keys(plan: &Plan, found: &mut Findings) {
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

fn two_custodians(plan: &Plan, found: &mut Findings) {
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

fn one_hand(plan: &Plan, found: &mut Findings) {
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

fn place_kinds(plan: &Plan, found: &mut Findings) {
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
fn never_alone(plan: &Plan, found: &mut Findings) {
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

fn keys_apart(plan: &Plan, found: &mut Findings) {
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

fn threshold(plan: &Plan, found: &mut Findings) {
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

fn shares_apart(plan: &Plan, found: &mut Findings) {
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

fn shares_fit(plan: &Plan, found: &mut Findings) {
    let Sheets { paper, envelope } = plan.sheets;
    for (a, account) in items(&plan.accounts) {
        let length = account.password.length;
        let words = share::words_of_password(length as usize);
        let is_long = PASSWORD_LENGTH.contains(&length) && words > WORDS_THAT_ALWAYS_FIT;
        if is_long && !share_fits(paper, envelope, words) {
            found.error(
                Rule::SharesFit,
                format!("account[{a}].password.length"),
                format!("{length}: {words} words a share"),
                format!(
                    "fewer, for {} in {}; 40 characters always fit",
                    paper.in_words(),
                    envelope.in_words()
                ),
            );
        }
    }
}

fn no_quorum_alone(plan: &Plan, found: &mut Findings) {
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

fn pin_length(plan: &Plan, found: &mut Findings) {
    let digits = plan.rules.pin_digits;
    if digits < ADVISED_DIGITS {
        found.warn(
            Rule::PinLength,
            "rules.pin_digits",
            digits.to_string(),
            format!("better {ADVISED_DIGITS} or more; 8 is a good number"),
        );
    }
}

fn keyboards_agree(plan: &Plan, found: &mut Findings) {
    let (rule, keyboards) = (Rule::KeyboardsAgree, &plan.secrets.keyboards);
    if keyboards.is_empty() {
        return; // told as an empty list
    }
    let fewer = "keyboards that have more in common, or fewer of them";
    let alphabet = match alphabet(keyboards) {
        Ok(alphabet) => alphabet,
        Err(missing) => {
            let found_is = format!("{} have no {} alike", layouts(keyboards), missing.0);
            return found.error(rule, "secrets.keyboards", found_is, fewer.into());
        }
    };
    for (a, account) in items(&plan.accounts) {
        let length = account.password.length;
        let bits = password_entropy_bits(length, &alphabet);
        if PASSWORD_LENGTH.contains(&length) && bits < f64::from(LEAST_BITS) {
            let found_is = format!(
                "{length} of the {} characters that {} have alike: {} bits",
                alphabet.characters().len(),
                layouts(keyboards),
                bits.floor(),
            );
            let allowed = format!("{LEAST_BITS} bits or more: a longer password, or {fewer}");
            let field = format!("account[{a}].password.length");
            found.error(rule, field, found_is, allowed);
        }
    }
}

fn digits_alike(plan: &Plan, found: &mut Findings) {
    let keyboards = &plan.secrets.keyboards;
    if digits_differ(keyboards) {
        let shifted: Vec<Layout> = keyboards
            .iter()
            .copied()
            .filter(|k| k.shifts_digits())
            .collect();
        found.warn(
            Rule::DigitsAlike,
            "secrets.keyboards",
            format!("digits need Shift on {}", layouts(&shifted)),
            "better on all or on none of them".into(),
        );
    }
}

fn layouts(of: &[Layout]) -> String {
    let names: Vec<&str> = of.iter().map(|layout| layout.name()).collect();
    names.join(", ")
}

fn rotate_yearly(plan: &Plan, found: &mut Findings) {
    let months = plan.rules.rotate_every_months;
    if months > ADVISED_MONTHS {
        found.warn(
            Rule::RotateYearly,
            "rules.rotate_every_months",
            months.to_string(),
            format!("better {ADVISED_MONTHS} or fewer"),
        );
    }
}

fn check_quarterly(plan: &Plan, found: &mut Findings) {
    let days = plan.rules.check_every_days;
    if days > ADVISED_DAYS {
        found.warn(
            Rule::CheckQuarterly,
            "rules.check_every_days",
            days.to_string(),
            format!("better {ADVISED_DAYS} or fewer"),
        );
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

/// Items with their numbers from 1.
fn items<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    list.iter()
        .enumerate()
        .map(|(index, item)| (index + 1, item))
}

fn numbered<'a>(
    table: &str,
    field: &str,
    names: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (String, &'a str)> {
    names
        .enumerate()
        .map(move |(index, name)| (format!("{table}[{}].{field}", index + 1), name))
}

fn listed<'a>(
    path: String,
    names: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (String, &'a str)> {
    names
        .enumerate()
        .map(move |(index, name)| (format!("{path}[{}]", index + 1), name))
}
