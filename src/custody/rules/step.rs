//! How a step ends: done, refused, or left out.

use super::{Allowed, need};
use crate::custody::refused::Refused;
use crate::custody::script::Step;
use crate::custody::state::custody::Custody;
use crate::custody::state::sitting::Uninitialled;
use crate::plan::Name;

impl Custody {
    pub(super) fn step_done(&mut self, number: &str) -> Allowed {
        let step = self.the_next_step(number)?;
        need(self.achieved(step)?, || Refused::StepNotAchieved {
            step: step.number.clone(),
            procedure: step.procedure,
        })?;
        let (step, by) = (step.number.clone(), step.initials.clone());
        self.in_ceremony(|c| {
            let departed = c.departed();
            c.step_ended();
            c.uninitialled.push(Uninitialled { step, by, departed });
        })
    }

    /// Those whom a step names initial it: whoever sits in that role.
    pub(super) fn initialled(&mut self, steps: &[String], initials: &[Name]) -> Allowed {
        self.all_present(initials)?;
        need(!steps.is_empty(), || Refused::InitialsForNoStep)?;
        let open = self.ceremony_open()?;
        for (i, step) in steps.iter().enumerate() {
            let waits = open.uninitialled.iter().find(|u| u.step == *step);
            let waits = waits.filter(|_| !steps.iter().take(i).any(|other| other == step));
            let Some(waits) = waits else {
                let step = step.clone();
                return Err(Refused::StepIsNotToBeInitialled { step });
            };
            let given = |role: &_| {
                let named = self.present_as(*role);
                named.is_some_and(|name| initials.contains(name))
            };
            need(waits.by.iter().all(given), || {
                let step = step.clone();
                Refused::StepLacksInitials { step }
            })?;
        }
        self.in_ceremony(|c| c.uninitialled.retain(|u| !steps.contains(&u.step)))
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
        self.excepted(format!("step {step}: {reason}"))
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

    /// Whether a ceremony may go on without this step. Where its PIN or password is in doubt, that stays so: no sheet that
    /// may hold it is destroyed, and the next ceremony about it settles that (I2, I21).
    pub fn can_be_left_out(&self, step: &Step) -> bool {
        step.procedure.may_be_left_out()
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
