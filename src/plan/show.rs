//! A plan and its findings as text.

use super::{Account, Checked, Finding, Name, Pins, Plan, Role, Severity};
use crate::secret::{
    Chance, LEAST_THROWS, alphabet, entropy_bits, password_entropy_bits, pin_entropy_bits,
};
use crate::text::aloud;

/// The whole report: Ok for a plan that can be adopted, Err for one that cannot.
pub fn report(checked: &Checked) -> Result<String, String> {
    let mut text = findings(&checked.findings);
    if !text.is_empty() {
        text.push('\n');
    }
    let errors = checked.findings.iter().filter(|f| f.is_error()).count();
    let tally = format!(
        "{}, {}",
        counted(errors, "error", "errors"),
        counted(checked.findings.len() - errors, "warning", "warnings")
    );
    match &checked.plan {
        Some(plan) => Ok(format!(
            "{text}{}\n{tally}: this plan can be adopted\n",
            summary(plan)
        )),
        None => Err(format!("{text}{tally}: this plan cannot be adopted\n")),
    }
}

pub fn findings(findings: &[Finding]) -> String {
    let paragraphs: Vec<String> = findings.iter().map(finding).collect();
    paragraphs.join("\n")
}

fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = String::new();
    if let Some(at) = &finding.at {
        text.push_str(&format!("{}:{}: ", at.file, at.position));
    }
    text.push_str(&format!("{severity} ({})", finding.rule.name()));
    if !finding.field.is_empty() {
        text.push_str(&format!(" in {}", finding.field));
    }
    text.push_str(&format!("\n  found:   {}", finding.found));
    text.push_str(&format!("\n  allowed: {}\n", finding.allowed));
    if let Some(why) = finding.rule.why() {
        text.push_str(&format!("  because: {why}\n"));
    }
    text
}

pub fn summary(plan: &Plan) -> String {
    let mut text = format!("Plan of {}\n", plan.organisation);
    if let Some(language) = plan.language {
        text.push_str(&format!("  screen and scripts in: {}\n", language.code()));
    }
    text.push_str(&format!(
        "  rotate every {}, check every {}, PINs of {}, printer {}\n",
        counted(plan.rules.rotate_every_months, "month", "months"),
        counted(plan.rules.check_every_days, "day", "days"),
        counted(plan.rules.pin_digits, "digit", "digits"),
        plan.station.printer,
    ));
    text.push_str(&format!(
        "  sheets on {}, folded for envelopes {}\n",
        plan.sheets.paper.in_words(),
        plan.sheets.envelope.in_words(),
    ));
    text.push_str(&key_settings(plan));
    text.push_str(&secrets(plan));
    for account in &plan.accounts {
        text.push_str(&format!("\nAccount {}: {}\n", account.id, account.upn));
        for key in plan.keys_of(&account.id) {
            text.push_str(&format!(
                "  key {} in {}, its PIN sheet in {}\n",
                key.id, key.place, key.pin_place
            ));
        }
        let password = &account.password;
        text.push_str(&format!(
            "  password of {} characters, any {} of {} shares: {}\n",
            password.length,
            password.threshold,
            password.shares.len(),
            list(&password.shares),
        ));
    }
    text.push_str("\nPlaces\n");
    for place in &plan.places {
        text.push_str(&format!(
            "  {} ({}), {}: opened by {}\n",
            place.id,
            place.holds.in_words(),
            place.name,
            list(&place.opened_by)
        ));
    }
    text.push_str("\nPeople\n");
    for person in &plan.people {
        let roles: Vec<&str> = person
            .roles
            .iter()
            .map(|role: &Role| role.in_words())
            .collect();
        let from = person.from.map(|day| format!(", from {day}"));
        let until = person.until.map(|day| format!(", until {day}"));
        text.push_str(&format!(
            "  {} ({}): {}{}{}\n",
            person.id,
            person.name,
            roles.join(", "),
            from.unwrap_or_default(),
            until.unwrap_or_default()
        ));
    }
    text.push_str(&format!("\nIn words: {}\n", aloud::words(&plan.hash())));
    text
}

/// A line, if the plan wants anything of keys beside their shortest PIN.
fn key_settings(plan: &Plan) -> String {
    let wanted = &plan.key_settings;
    let mut all = Vec::new();
    if wanted.always_uv {
        all.push("want their PIN for everything".to_owned());
    }
    if !wanted.told_min_pin.is_empty() {
        let told = wanted.told_min_pin.join(", ");
        all.push(format!("tell {told} how long a PIN must be"));
    }
    if wanted.enterprise_attestation {
        all.push("may name themselves to organisations".to_owned());
    }
    match all.is_empty() {
        true => String::new(),
        false => format!("  keys: {}\n", all.join("; ")),
    }
}

/// How secrets are made, and their entropy: whole bits, rounded down.
fn secrets(plan: &Plan) -> String {
    let secrets = &plan.secrets;
    let (digits, pins) = match secrets.pins {
        Pins::Printed => (plan.rules.pin_digits, "drawn and printed"),
        Pins::Written => (
            plan.rules.pin_digits,
            "thrown with dice and written by hand",
        ),
    };
    let bits = pin_entropy_bits(digits).floor();
    let mut text = format!("  PINs: {pins}, {bits} bits\n");
    for account in &plan.accounts {
        text.push_str(&password(plan, account));
    }
    let added: Vec<String> = secrets.chance.iter().copied().map(added).collect();
    let added = match added.is_empty() {
        true => "nothing".into(),
        false => added.join("; "),
    };
    text.push_str(&format!(
        "  each custodian adds to the laptop's randomness: {added}\n"
    ));
    text
}

fn password(plan: &Plan, account: &Account) -> String {
    let keyboards = &plan.secrets.keyboards;
    let Ok(alphabet) = alphabet(keyboards) else {
        return String::new(); // such a plan is refused
    };
    let (id, length) = (&account.id, account.password.length);
    let of = alphabet.characters().len();
    let bits = password_entropy_bits(length, &alphabet).floor();
    let names: Vec<&str> = keyboards.iter().map(|layout| layout.name()).collect();
    let names = names.join(", ");
    format!("  password {id}: {length} characters of {of}, {bits} bits, typed alike on {names}\n")
}

fn added(chance: Chance) -> String {
    match chance {
        Chance::Dice => format!(
            "{LEAST_THROWS} throws of a die, {} bits",
            entropy_bits(6, LEAST_THROWS).floor()
        ),
        Chance::Text => "a text, counted as 0 bits".into(),
    }
}

fn list(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}

fn counted<N: PartialEq + From<u8> + std::fmt::Display>(count: N, one: &str, more: &str) -> String {
    let unit = if count == N::from(1) { one } else { more };
    format!("{count} {unit}")
}
