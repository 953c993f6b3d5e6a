//! How strong its secrets are, whether they fit on their sheets, and how often they are looked at.

use super::finding::{Findings, Rule, items};
use crate::plan::limits::PASSWORD_LENGTH;
use crate::plan::{Plan, Sheets};
use crate::secret::{Layout, alphabet, digits_differ, password_entropy_bits};
use crate::share;
use crate::sheet::{WORDS_THAT_ALWAYS_FIT, share_fits};

const ADVISED_MONTHS: u32 = 12;
const ADVISED_DAYS: u32 = 90;
const ADVISED_DIGITS: u32 = 6;
/// Bits of a password at least.
const LEAST_BITS: u32 = 128;

pub fn shares_fit(plan: &Plan, found: &mut Findings) {
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

pub fn pin_length(plan: &Plan, found: &mut Findings) {
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

pub fn keyboards_agree(plan: &Plan, found: &mut Findings) {
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

pub fn digits_alike(plan: &Plan, found: &mut Findings) {
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

pub fn rotate_yearly(plan: &Plan, found: &mut Findings) {
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

pub fn check_quarterly(plan: &Plan, found: &mut Findings) {
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
