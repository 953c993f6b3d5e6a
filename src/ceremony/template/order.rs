//! The order of a template's steps, played on paper: two accounts with two keys each stand for any plan.
//!
//! Each step either fits what is out of its bag at that moment, or is a mistake. Whatever was taken out must have
//! gone back before the closing steps.

use super::{For, Mistake, Part, Rule};
use crate::ceremony::script::{Procedure, Subject};
use Procedure as P;

const CLOSING: [Procedure; 4] = [
    P::AccountForAll,
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
    let allowed = format!("the last four steps: {names} (I19)");
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
                Subject::Ceremony => Ok(()),
                Subject::Account => account.step(step.procedure, &here),
                Subject::Key => account.key_step(k, step.procedure, &here),
            };
            if let Err(allowed) = judged {
                wrong(mistakes, &here, step.procedure.name(), allowed);
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

impl Account {
    fn step(&mut self, procedure: Procedure, here: &str) -> Judged {
        match procedure {
            P::CheckShares => {
                need(
                    self.rotated.is_none(),
                    "check-shares before rotate-password: it checks the old shares",
                )?;
                self.checked = true;
                self.shares_out = Some(here.into());
            }
            P::RotatePassword => {
                need(
                    self.rotated.is_none(),
                    "rotate-password once for an account",
                )?;
                need(
                    !self.checked || self.shares_out.is_some(),
                    "rotate-password before the old shares are sealed again",
                )?;
                self.rotated = Some(here.into());
                self.shares_out = Some(here.into());
            }
            P::SealShares => {
                need(
                    self.shares_out.is_some(),
                    "seal-shares after check-shares or rotate-password",
                )?;
                self.shares_out = None;
            }
            P::DestroyOldShares => {
                let sealed = self.rotated.is_some() && self.shares_out.is_none();
                need(
                    sealed,
                    "destroy-old-shares after rotate-password and seal-shares (I12)",
                )?;
                need(
                    self.checked,
                    "destroy-old-shares after check-shares: the old shares are still in their bags",
                )?;
                need(!self.destroyed, "destroy-old-shares once for an account")?;
                self.destroyed = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn key_step(&mut self, k: usize, procedure: Procedure, here: &str) -> Judged {
        let others = self.keys.iter().enumerate().filter(|(at, _)| *at != k);
        let other_out = others
            .into_iter()
            .any(|(_, other)| other.out.is_some() || other.pin_out.is_some());
        let Some(key) = self.keys.get_mut(k) else {
            return Ok(());
        };
        if matches!(
            procedure,
            P::AdmitKey | P::UnsealKey | P::UnsealPin | P::SetPin
        ) {
            need(
                !other_out,
                "the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            )?;
        }
        let out = key.out.is_some();
        let pin_out = key.pin_out.is_some();
        match procedure {
            P::AdmitKey => {
                need(!key.handled, "admit-key as a key's first step, once")?;
                key.new = true;
                key.out = Some(here.into());
            }
            P::SetPin => {
                need(
                    key.new && out && !pin_out && !key.verified,
                    "set-pin once, after admit-key and before seal-key",
                )?;
                key.verified = true;
                key.pin_out = Some(here.into());
            }
            P::EnrolCredential => need(
                out && pin_out,
                "enrol-credential while the key and its PIN sheet are out",
            )?,
            P::UnsealKey => key.out = Some(here.into()),
            P::UnsealPin => key.pin_out = Some(here.into()),
            P::SignInOnline => need(
                out && pin_out,
                "sign-in-online while the key and its PIN sheet are out: unseal-key and unseal-pin first",
            )?,
            P::VerifyPin => {
                need(
                    out && pin_out,
                    "verify-pin while the key and its PIN sheet are out: unseal-key and unseal-pin first",
                )?;
                key.verified = true;
            }
            P::VerifyCredential => need(
                out,
                "verify-credential while the key is out: unseal-key or admit-key first",
            )?,
            P::RotatePin => {
                need(
                    out && pin_out && key.verified,
                    "rotate-pin after unseal-key, unseal-pin and verify-pin",
                )?;
                need(key.rotated.is_none(), "rotate-pin once for a key")?;
                key.rotated = Some(here.into());
            }
            P::SealKey => {
                need(out, "seal-key after unseal-key or admit-key")?;
                key.out = None;
            }
            P::SealPin => {
                need(pin_out, "seal-pin after unseal-pin or set-pin")?;
                key.pin_out = None;
            }
            P::DestroyOldPin => {
                let sealed = key.rotated.is_some() && !out && !pin_out;
                need(
                    sealed,
                    "destroy-old-pin after rotate-pin, seal-key and seal-pin (I12)",
                )?;
                need(!key.destroyed, "destroy-old-pin once for a key")?;
                key.destroyed = true;
            }
            _ => {}
        }
        key.handled = true;
        if !matches!(procedure, P::SetPin | P::VerifyPin)
            && (key.out.is_none() || key.pin_out.is_none())
        {
            key.verified = false; // sealed means: to be verified again
        }
        Ok(())
    }
}

fn need(held: bool, allowed: &'static str) -> Judged {
    if held { Ok(()) } else { Err(allowed) }
}

/// One mistake a step is enough: the same step is played for several keys.
fn wrong(mistakes: &mut Vec<Mistake>, field: &str, found: &str, allowed: &str) {
    if mistakes.iter().all(|mistake| mistake.field != field) {
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
