//! The order of a template's steps, played on paper: two accounts with two keys each stand for any plan.
//!
//! Each step either fits what is out of its bag at that moment, or is a mistake. Whatever was taken out must have
//! gone back before the closing steps.

use super::form::{For, Mistake, Part, Rule};
use crate::custody::procedure::{Procedure, Subject};
use Procedure as P;

const CLOSING: [Procedure; 5] = [
    P::AccountForAll,
    P::PrintReceipts,
    P::Checkpoint,
    P::PrintMinutes,
    P::CopyBook,
];

/// Adds what is wrong with the order.
pub(super) fn check(parts: &[Part], mistakes: &mut Vec<Mistake>) {
    let steps = flat(parts);
    opening(&steps, mistakes);
    closing(&steps, mistakes);
    let mut table = OnTheTable::default();
    for (p, part) in parts.iter().enumerate() {
        match part.repeats {
            For::Ceremony => {}
            For::OneKey => table.play(p, part, 0, 0, mistakes),
            For::EachAccount => {
                for account in 0..ACCOUNTS {
                    table.play(p, part, account, 0, mistakes);
                }
            }
            For::EachKey => {
                for account in 0..ACCOUNTS {
                    for key in 0..KEYS {
                        table.play(p, part, account, key, mistakes);
                    }
                }
            }
        }
    }
    table.cleared(mistakes);
}

struct Flat {
    field: String,
    procedure: Procedure,
}

fn flat(parts: &[Part]) -> Vec<Flat> {
    let mut steps = Vec::new();
    for (p, part) in parts.iter().enumerate() {
        for (s, step) in part.steps.iter().enumerate() {
            steps.push(Flat {
                field: field(p, s),
                procedure: step.procedure,
            });
        }
    }
    steps
}

/// Roll call first; then the laptop and the plan, each once, before anything is touched.
fn opening(steps: &[Flat], mistakes: &mut Vec<Mistake>) {
    for (at, step) in steps.iter().enumerate() {
        let earlier = steps.get(..at).unwrap_or_default();
        let had = |procedure| earlier.iter().any(|step| step.procedure == procedure);
        let touched = earlier
            .iter()
            .any(|step| step.procedure.subject() != Subject::Ceremony);
        match step.procedure {
            P::RollCall if at > 0 => wrong(
                mistakes,
                &step.field,
                "roll-call after another step",
                "roll-call once, as the first step",
            ),
            other if at == 0 && other != P::RollCall => wrong(
                mistakes,
                &step.field,
                &format!("{} as the first step", other.name()),
                "roll-call as the first step: it finds out who may act",
            ),
            P::AdoptPlan if touched || had(P::AdoptPlan) => wrong(
                mistakes,
                &step.field,
                "adopt-plan too late, or twice",
                "adopt-plan once, before any key or account",
            ),
            P::PrintLabels if touched || had(P::PrintLabels) || !had(P::CheckLaptop) => wrong(
                mistakes,
                &step.field,
                "print-labels too early, too late, or twice",
                "print-labels once, after check-laptop and before any key or account",
            ),
            other if other.subject() != Subject::Ceremony && !touched && !had(P::CheckLaptop) => {
                wrong(
                    mistakes,
                    &step.field,
                    &format!("{} before check-laptop", other.name()),
                    "check-laptop before any key or account (I14)",
                );
            }
            _ => {}
        }
    }
}

fn closing(steps: &[Flat], mistakes: &mut Vec<Mistake>) {
    let start = steps.len().saturating_sub(CLOSING.len());
    let last = steps.get(start..).unwrap_or_default();
    let names = CLOSING.map(Procedure::name).join(", ");
    let allowed = format!("the last five steps: {names} (I19)");
    for (at, wanted) in CLOSING.iter().enumerate() {
        match last.get(at) {
            Some(step) if step.procedure == *wanted => {}
            Some(step) => {
                let found = format!("{} where {} belongs", step.procedure.name(), wanted.name());
                return wrong(mistakes, &step.field, &found, &allowed);
            }
            None => return wrong(mistakes, "part", "too few steps", &allowed),
        }
    }
}

const ACCOUNTS: usize = 2;
const KEYS: usize = 2;

/// What is out of its bag, for each account and key.
#[derive(Default)]
struct OnTheTable {
    accounts: [Account; ACCOUNTS],
}

/// Where a thing was taken out, or a state began: the field of that step; None when it is in its bag.
type Since = Option<String>;

#[derive(Default)]
struct Account {
    shares_out: Since,
    /// Old shares were opened, so they exist.
    checked: bool,
    rotated: Since,
    destroyed: bool,
    keys: [Key; KEYS],
}

#[derive(Default)]
struct Key {
    out: Since,
    pin_out: Since,
    /// Admitted in this ceremony.
    new: bool,
    handled: bool,
    verified: bool,
    rotated: Since,
    destroyed: bool,
}

impl OnTheTable {
    fn play(&mut self, p: usize, part: &Part, a: usize, k: usize, mistakes: &mut Vec<Mistake>) {
        let Some(account) = self.accounts.get_mut(a) else {
            return;
        };
        for (s, step) in part.steps.iter().enumerate() {
            let here = field(p, s);
            let judged = match step.procedure.subject() {
                Subject::Ceremony | Subject::Bag => Ok(()),
                Subject::Account => account.step(step.procedure, &here),
                Subject::Key => account.key_step(k, step.procedure, &here),
            };
            if let Err(allowed) = judged {
                wrong(
                    mistakes,
                    &here,
                    &format!("{} here", step.procedure.name()),
                    allowed,
                );
            }
        }
    }

    /// I19 and I12: all is back, and what was replaced is destroyed.
    fn cleared(&self, mistakes: &mut Vec<Mistake>) {
        let mut must = |since: &Since, open: bool, found: &str, allowed: &str| {
            if let Some(field) = since
                && open
            {
                wrong(mistakes, field, found, allowed);
            }
        };
        for account in &self.accounts {
            let old = account.checked && !account.destroyed;
            must(
                &account.shares_out,
                true,
                "shares that stay out",
                "seal-shares after this",
            );
            must(
                &account.rotated,
                old,
                "old shares that stay",
                "destroy-old-shares after seal-shares (I12)",
            );
            for key in &account.keys {
                let old = !key.destroyed;
                must(
                    &key.out,
                    true,
                    "a key that stays out",
                    "seal-key after this",
                );
                must(
                    &key.pin_out,
                    true,
                    "a PIN sheet that stays out",
                    "seal-pin after this",
                );
                must(
                    &key.rotated,
                    old,
                    "an old PIN sheet that stays",
                    "destroy-old-pin after seal-key and seal-pin (I12)",
                );
            }
        }
    }
}

type Judged = Result<(), &'static str>;

// A wrong step is told and played all the same, so that it does not make the steps after it look wrong.
impl Account {
    fn step(&mut self, procedure: Procedure, here: &str) -> Judged {
        let judged = self.judge(procedure);
        match procedure {
            P::CheckShares => {
                self.checked = true;
                self.shares_out = Some(here.into());
            }
            P::RotatePassword => {
                self.rotated = Some(here.into());
                self.shares_out = Some(here.into());
            }
            P::SealShares => self.shares_out = None,
            P::DestroyOldShares => self.destroyed = true,
            _ => {}
        }
        judged
    }

    fn judge(&self, procedure: Procedure) -> Judged {
        let out = self.shares_out.is_some();
        let rotated = self.rotated.is_some();
        match procedure {
            P::CheckShares => need(
                !rotated,
                "check-shares before rotate-password: it checks the old shares",
            ),
            P::RotatePassword if rotated => Err("rotate-password once for an account"),
            P::RotatePassword => need(
                !self.checked || out,
                "rotate-password before the old shares are sealed again",
            ),
            P::SealShares => need(out, "seal-shares after check-shares or rotate-password"),
            P::DestroyOldShares if self.destroyed => Err("destroy-old-shares once for an account"),
            P::DestroyOldShares if !self.checked => {
                Err("destroy-old-shares after check-shares: the old shares are still in their bags")
            }
            P::DestroyOldShares => need(
                rotated && !out,
                "destroy-old-shares after rotate-password and seal-shares (I12)",
            ),
            _ => Ok(()),
        }
    }

    fn key_step(&mut self, k: usize, procedure: Procedure, here: &str) -> Judged {
        let other_out = self
            .keys
            .iter()
            .enumerate()
            .any(|(at, other)| at != k && (other.out.is_some() || other.pin_out.is_some()));
        let opens = matches!(
            procedure,
            P::AdmitKey | P::UnsealKey | P::UnsealPin | P::SetPin
        );
        let Some(key) = self.keys.get_mut(k) else {
            return Ok(());
        };
        let judged = key.judge(procedure).and(need(
            !(opens && other_out),
            "the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
        ));
        key.play(procedure, here);
        judged
    }
}

impl Key {
    fn play(&mut self, procedure: Procedure, here: &str) {
        match procedure {
            P::AdmitKey => {
                self.new = true;
                self.out = Some(here.into());
            }
            P::UnsealKey => self.out = Some(here.into()),
            P::UnsealPin => self.pin_out = Some(here.into()),
            P::SetPin => {
                self.verified = true;
                self.pin_out = Some(here.into());
            }
            P::VerifyPin => self.verified = true,
            P::RotatePin => self.rotated = Some(here.into()),
            // It is no key of the book any more, and its PIN sheets are destroyed: it may be admitted anew.
            P::ResetKey => {
                *self = Key::default();
                return;
            }
            P::SealKey => {
                self.out = None;
                self.verified = false; // sealed means: to be verified again
            }
            P::SealPin => {
                self.pin_out = None;
                self.verified = false;
            }
            P::DestroyOldPin => self.destroyed = true,
            _ => {}
        }
        self.handled = true;
    }

    fn judge(&self, procedure: Procedure) -> Judged {
        let out = self.out.is_some();
        let pin_out = self.pin_out.is_some();
        let both = out && pin_out;
        let rotated = self.rotated.is_some();
        match procedure {
            P::AdmitKey => need(!self.handled, "admit-key as a key's first step, once"),
            P::SetPin => need(
                self.new && out && !pin_out && !self.verified,
                "set-pin once, after admit-key and before seal-key",
            ),
            P::EnrolCredential => need(
                both,
                "enrol-credential while the key and its PIN sheet are out: set-pin, or unseal-key and unseal-pin, first",
            ),
            P::SignInOnline => need(
                both,
                "sign-in-online while the key and its PIN sheet are out: unseal-key and unseal-pin first",
            ),
            P::VerifyPin => need(
                both,
                "verify-pin while the key and its PIN sheet are out: unseal-key and unseal-pin first",
            ),
            P::VerifyCredential => need(
                out,
                "verify-credential while the key is out: unseal-key or admit-key first",
            ),
            P::DeleteCredential | P::ConfigureKey => need(
                both,
                "this while the key and its PIN sheet are out: unseal-key and unseal-pin first",
            ),
            P::ResetKey => need(out, "reset-key after unseal-key"),
            P::RotatePin if rotated => Err("rotate-pin once for a key"),
            P::RotatePin => need(
                both && self.verified,
                "rotate-pin after unseal-key, unseal-pin and verify-pin",
            ),
            P::SealKey => need(out, "seal-key after unseal-key or admit-key"),
            P::SealPin => need(pin_out, "seal-pin after unseal-pin or set-pin"),
            P::DestroyOldPin if self.destroyed => Err("destroy-old-pin once for a key"),
            P::DestroyOldPin => need(
                rotated && !out && !pin_out,
                "destroy-old-pin after rotate-pin, seal-key and seal-pin (I12)",
            ),
            _ => Ok(()),
        }
    }
}

fn need(held: bool, allowed: &'static str) -> Judged {
    if held { Ok(()) } else { Err(allowed) }
}

/// The same step is played for several keys: once told is enough.
fn wrong(mistakes: &mut Vec<Mistake>, field: &str, found: &str, allowed: &str) {
    let told = |mistake: &Mistake| mistake.field == field && mistake.allowed == allowed;
    if !mistakes.iter().any(told) {
        mistakes.push(Mistake {
            field: field.into(),
            rule: Rule::Order,
            found: found.into(),
            allowed: allowed.into(),
        });
    }
}

fn field(p: usize, s: usize) -> String {
    format!("part[{}].step[{}].do", p + 1, s + 1)
}
