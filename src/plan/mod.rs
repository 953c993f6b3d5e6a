//! What should be: the people, places, accounts, keys and rules of one organisation.
//!
//! `plan.toml` is a draft. The plan binds when the event `plan-adopted` carries it whole, so everything here
//! serializes to objects whose keys are `[a-z_]+` and whose numbers are integers (the ledger's canonical form).

mod check;
mod diff;
mod limits;
mod model;
mod printer;
mod read;
mod rules;
mod show;

pub use check::{Checked, PlanError, check};
pub use diff::{Change, diff};
pub use limits::MOST_BYTES;
pub use model::{
    Account, Holds, Key, KeySettings, Name, Password, Person, Pins, Place, Plan, Role, Rules,
    Secrets, Sheets, Station, Unproven,
};
pub use printer::PrinterUri;
pub use rules::{Finding, Rule, Severity, Spot};

/// The commented plan for the usual case, which `sealwright init` writes.
pub const TEMPLATE: &str = include_str!("template.toml");

/// The plan of the small rehearsal: one account, one key.
pub const SMALL: &str = include_str!("small.toml");

/// The report of `sealwright plan check`: findings, then the plan in short.
///
/// # Errors
/// The report of a plan that has an error.
pub fn check_text(file: &str, toml: &str) -> Result<String, String> {
    show::report(&check(file, toml))
}

/// Findings as text, one paragraph each.
pub fn findings_text(findings: &[Finding]) -> String {
    show::findings(findings)
}

impl Plan {
    /// Reads a draft strictly. `file` is its name for messages.
    ///
    /// # Errors
    /// All errors of the draft. Warnings do not refuse a plan; [`check`] tells them.
    pub fn parse(file: &str, toml: &str) -> Result<Plan, Vec<PlanError>> {
        let Checked { plan, mut findings } = check(file, toml);
        findings.retain(Finding::is_error);
        plan.ok_or(findings)
    }

    /// What is wrong or weak in this plan, wherever it came from.
    pub fn findings(&self) -> Vec<Finding> {
        rules::all(self)
    }

    /// The plan as a draft: TOML that is read back as the same plan.
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).expect("a plan has only texts, numbers, lists and tables")
    }

    /// The rule that keeps this plan from being adopted by this version of the rules, and none of a later one.
    pub fn broken_rule(&self, version: u64) -> Option<Rule> {
        let judges = |rule: Rule| rule.since().is_some_and(|since| since <= version);
        let mut broken = rules::all(self).into_iter().filter(Finding::is_error);
        broken.find(|f| judges(f.rule)).map(|finding| finding.rule)
    }

    /// The plan in short, and its hash in words, for people.
    pub fn summary(&self) -> String {
        show::summary(self)
    }
}
