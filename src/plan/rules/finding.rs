//! What a rule finds.

use crate::text::strict_toml::{self, Form, Position, Problem};

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
    /// The plan fits into one entry of the ledger.
    FitsAnEntry,
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
            Rule::FitsAnEntry => "fits-an-entry",
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

    /// The first version of the rules that has it: a plan is judged once, when it is adopted, by the version of its
    /// ceremony (I22). None: what fonts and sheets can hold is the writer's check, and no auditor's.
    pub fn since(self) -> Option<u64> {
        match self {
            Rule::PrintableNames | Rule::SharesFit => None,
            Rule::Form(_)
            | Rule::NamesAreUnique
            | Rule::NamesExist
            | Rule::DatesInOrder
            | Rule::SignInName
            | Rule::SignInDomain
            | Rule::RelyingParty
            | Rule::PrinterAtThisLaptop
            | Rule::TwoAccounts
            | Rule::TwoKeys
            | Rule::TwoCustodians
            | Rule::OneHand
            | Rule::PlaceKinds
            | Rule::NeverAlone
            | Rule::KeysApart
            | Rule::Threshold
            | Rule::SharesApart
            | Rule::NoQuorumAlone
            | Rule::PinLength
            | Rule::KeyboardsAgree
            | Rule::DigitsAlike
            | Rule::RotateYearly
            | Rule::CheckQuarterly
            | Rule::FitsAnEntry => Some(1),
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
            Rule::FitsAnEntry => "the ledger holds the plan whole, and a line of it has an end",
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

    pub(in crate::plan) fn of_form(file: &str, problem: &Problem) -> Finding {
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

    pub(in crate::plan) fn locate(&mut self, file: &str, position: Position) {
        self.at = Some(Spot {
            file: file.into(),
            position,
        });
    }

    /// A mistake of form in the same field makes what a rule says about it noise.
    pub(in crate::plan) fn says_more_than(&self, other: &Finding) -> bool {
        matches!(self.rule, Rule::Form(_)) && self.field == other.field
    }
}

/// What the rules have found so far.
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub fn error(&mut self, rule: Rule, field: impl Into<String>, found: String, allowed: String) {
        self.push(Severity::Error, rule, field.into(), found, allowed);
    }

    pub fn warn(&mut self, rule: Rule, field: impl Into<String>, found: String, allowed: String) {
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

    pub fn is_full(&self) -> bool {
        self.0.len() >= strict_toml::MOST_PROBLEMS && self.0.iter().all(Finding::is_error)
    }
}

/// Items with their numbers from 1.
pub fn items<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    list.iter()
        .enumerate()
        .map(|(index, item)| (index + 1, item))
}

pub fn numbered<'a>(
    table: &str,
    field: &str,
    names: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (String, &'a str)> {
    names
        .enumerate()
        .map(move |(index, name)| (format!("{table}[{}].{field}", index + 1), name))
}

pub fn listed<'a>(
    path: String,
    names: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (String, &'a str)> {
    names
        .enumerate()
        .map(move |(index, name)| (format!("{path}[{}]", index + 1), name))
}
