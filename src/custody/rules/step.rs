//! How a step ends: done, refused, or left out.

use super::{Allowed, need};
use crate::custody::refused::Refused;
use crate::custody::script::Step;
use crate::custody::state::custody::Custody;
use crate::custody::state::key::Pin;
use crate::custody::state::sitting::OpenCeremony;
use crate::plan::Name;

impl Custody {
    pub(super) fn step_done(&mut self, number: &str, initials: &[Name]) -> Allowed {
        self.all_present(initials)?;
        let step = self.the_next_step(number)?;
        let given = |role: &_| {
            self.present_as(*role)
                .is_some_and(|name| initials.contains(name))
        };
        need(step.initials.iter().all(given), || {
            let step = number.to_owned();
            Refused::StepLacksInitials { step }
        })?;
        need(self.achieved(step)?, || Refused::StepNotAchieved {
            step: step.number.clone(),
            procedure: step.procedure,
        })?;
        self.in_ceremony(OpenCeremony::step_ended)
    }

    pub(super) fn step_refused(&mut self, step: &str, reason: &str, by: &[Name]) -> Allowed {
        self.both_assent(by)?;
        self.may_leave_out(step)?;
        self.leave_step(format!("step {step} refused: {reason}"))
    }

    pub(super) fn step_excepted(&mut self, step: &str, reason: &str, by: &[Name]) -> Allowed {
        self.both_assent(by)?;
        self.may_leave_out(step)?;
        self.leave_step(format!("step {step} excepted: {reason}"))?;
        self.exceptions.push(format!("step {step}: {reason}"));
        Ok(())
    }

    fn leave_step(&mut self, departure: String) -> Allowed {
        self.in_ceremony(|c| {
            c.departures.push(departure);
            c.step_ended();
        })
    }

    fn may_leave_out(&self, number: &str) -> Allowed {
        let step = self.the_next_step(number)?;
        need(self.can_be_left_out(step), || {
            let step = number.to_owned();
            Refused::StepCannotBeLeftOut { step }
        })
    }

    /// Whether a ceremony may go on without this step. Not while its PIN or password is in doubt: nothing after it
    /// would settle that.
    pub fn can_be_left_out(&self, step: &Step) -> bool {
        let pin = step.about.key().and_then(|key| self.keys.get(key));
        let password = step.about.account().and_then(|a| self.passwords.get(a));
        let doubt = pin.is_some_and(|k| matches!(k.pin, Pin::Doubt { .. }))
            || password.is_some_and(|p| p.doubt.is_some());
        step.procedure.may_be_left_out() && !doubt
    }

    fn the_next_step(&self, number: &str) -> Result<&Step, Refused> {
        match self.ceremony_open()?.next_step() {
            Some(step) if step.number == number => Ok(step),
            Some(step) => Err(Refused::NextStepIs {
                next: step.number.clone(),
                not: number.to_owned(),
            }),
            None => Err(Refused::EveryStepHasEnded),
        }
    }
}
