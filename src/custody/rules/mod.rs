//! What each event needs and what it changes, one file a thing.
//!
//! Every rule checks first and changes last, so a refused event leaves the custody as it was.

mod achieved;
mod allowed;
mod bag;
mod ceremony;
mod deed;
mod key;
mod list;
mod password;
mod pin;
mod plan;
mod quarantine;
mod sheet;
mod sitting;
mod step;

pub use plan::plan_hash;

use self::allowed::{Allowed, need};
use self::ceremony::Begins;
use super::event::Event;
use super::refused::Refused;
use super::state::custody::Custody;
use super::state::sitting::OpenCeremony;
use crate::plan::Name;
use jiff::Timestamp;

impl Custody {
    /// Takes the next entry's event: its time, its `ceremony` number and `by` belong to it. The time is a claim: it is
    /// kept for people. One rule looks at it: a sitting whose clock is behind the entries is an exception.
    ///
    /// # Errors
    /// [`Refused`]; the custody is then unchanged.
    pub fn apply(&mut self, at: Timestamp, ceremony: u64, by: &[Name], event: &Event) -> Allowed {
        self.check_frame(ceremony, by, event)?;
        let seq = self.entries;
        #[rustfmt::skip] // an arm a line
        match event {
            Event::BookOpened { origin, program_hash, .. } => self.open_book(origin, program_hash)?,
            Event::TemplateRecorded { template } => self.record_template(template)?,
            Event::PlanProposed { plan } => self.propose(plan)?,
            Event::CeremonyStarted { template, plan, key, file, script, rules, program_hash, .. } => self.start(seq, at, &Begins { template: *template, plan: *plan, key: key.as_ref(), file: file.as_deref(), script: *script, rules: *rules, program_hash })?,
            Event::PartStarted { part, about, duty, reason, assents, script } => self.start_part(*part, about, (duty, reason), assents, *script)?,
            Event::RollCalled { present, minutes_off, date, again } => self.call_roll(at, present, (minutes_off, *date), again.as_deref())?,
            Event::PlanAdopted { plan, assents } => self.adopt(*plan, assents)?,
            Event::LaptopChecked { findings } => self.laptop_checked(findings)?,
            Event::MetadataImported { number, next_update, file, hash, assents, .. } => self.import(*number, *next_update, (file, hash), assents)?,
            Event::Intended { deed, assents } => self.intend((seq, at), deed, assents)?,
            Event::Ended { intent, seen, result } => self.end(at, *intent, *seen, result)?,
            Event::SheetProven { sheet, fingerprint, by } => self.prove(sheet, fingerprint.as_ref(), by)?,
            Event::SheetVoided { sheet } => self.void(sheet)?,
            Event::SnapshotBegun { key } => self.key_on_table(key)?.begun += 1,
            Event::SnapshotUnanswered { key } => self.unanswered(key)?,
            Event::SnapshotTaken { key, moment, snapshot, differs } => self.snapshot((seq, at), key, *moment, (snapshot, differs))?,
            Event::SnapshotOmitted { key, assents, reason } => self.omit_snapshot(key, assents, reason)?,
            Event::PinVerified { key, sheet, by } => self.pin_verified(key, sheet, by)?,
            Event::KeyConfigured { key, least_pin_length, always_uv, enterprise_attestation } => self.key_configured(key, (*least_pin_length, *always_uv, *enterprise_attestation))?,
            Event::CredentialVerified { key } => self.credential_verified(key)?,
            Event::SignedIn { key } => self.signed_in(key)?,
            Event::Registered { key } => self.registered(key)?,
            Event::ShareChecked { sheet, fingerprint, by } => self.share_checked(sheet, fingerprint, by)?,
            Event::BagFetched { bag } => self.fetch(at, bag)?,
            Event::BagHanded { bag, to } => self.hand(at, bag, to)?,
            Event::StepDone { step } => self.step_done(step)?,
            Event::Initialled { steps, initials } => self.initialled(steps, initials)?,
            Event::StepRefused { step, reason, initials } => self.step_refused(step, reason, initials)?,
            Event::StepExcepted { step, reason, assents } => self.step_excepted(step, reason, assents)?,
            Event::Exception { what, reason, assents } => self.exception(what, reason, assents)?,
            Event::Breach { step, what, about } => self.breach((seq, at), step, what, about)?,
            Event::QuarantineEnded { about, found, reason, assents } => self.end_quarantine(about, (found, reason), assents)?,
            Event::Fault { step, what } => self.in_ceremony(|c| c.departures.push_fault(format!("fault at step {step}: {what}")))?,
            Event::Checkpoint { size, root, .. } => self.checkpointed(at, *size, root),
            Event::MinutesPrinted { by, checkpoint } => self.minutes(by, *checkpoint)?,
            Event::Copied { copy, size, .. } => self.copied(*copy, *size)?,
            Event::CeremonySuspended {} => self.suspend()?,
            Event::CeremonyWithdrawn { reason } => self.withdraw(reason)?,
            Event::CeremonyAbandoned { assents, .. } => self.abandon(assents)?,
            Event::CeremonyEnded {} => self.end_ceremony()?,
        };
        self.entries += 1;
        self.latest = self.latest.max(Some(at));
        Ok(())
    }

    /// Whether an entry may stand here at all: in its ceremony, and signed by those who are at the table.
    fn check_frame(&self, ceremony: u64, by: &[Name], event: &Event) -> Allowed {
        match event {
            Event::BookOpened { .. } => {
                need(self.entries == 0, || Refused::OpensTwice)?;
                need(ceremony == 0, || Refused::OpensInACeremony)
            }
            _ if self.entries == 0 => Err(Refused::NotOpened),
            Event::TemplateRecorded { .. } | Event::PlanProposed { .. } => {
                need(self.open.is_none(), || Refused::AnotherCeremonyIsOpen)?;
                need(ceremony == 0 && by.is_empty(), || {
                    Refused::BelongsToNoCeremony
                })
            }
            Event::CeremonyStarted { .. } => {
                need(self.open.is_none(), || Refused::AnotherCeremonyIsOpen)?;
                let number = self.ceremonies + 1;
                need(ceremony == number, || Refused::NextCeremonyIs { number })?;
                need(by.is_empty(), || Refused::SignedByOthers)
            }
            _ => {
                let number = self.ceremony_open()?.number;
                need(ceremony == number, || Refused::OpenCeremonyIs { number })?;
                let owes = !self.ceremony_open()?.owed.is_empty();
                need(!owes || may_come_before_what_is_owed(event), || {
                    Refused::ExceptionFirst
                })?;
                let alone = matches!(event, Event::Fault { .. } | Event::CeremonyWithdrawn { .. });
                need(alone || !by.is_empty(), || Refused::SignedByNobody)?;
                let at_the_table = match event {
                    Event::RollCalled { present, .. } => present,
                    _ => &self.present,
                };
                let at_the_table = at_the_table.iter().map(|p| &p.person);
                let just_those = by.is_empty() || by.iter().eq(at_the_table);
                need(just_those, || Refused::SignedByOthers)
            }
        }
    }

    fn ceremony_open(&self) -> Result<&OpenCeremony, Refused> {
        self.open.as_ref().ok_or(Refused::NoCeremonyIsOpen)
    }

    fn in_ceremony(&mut self, change: impl FnOnce(&mut OpenCeremony)) -> Allowed {
        change(self.open.as_mut().ok_or(Refused::NoCeremonyIsOpen)?);
        Ok(())
    }

    fn departure(&mut self, what: String) -> Allowed {
        self.in_ceremony(|c| c.departures.push(what))
    }

    fn exception(&mut self, what: &str, reason: &str, assents: &[Name]) -> Allowed {
        self.both_assent(assents)?;
        let what = what.trim_end_matches('.');
        self.departure(format!("exception: {what}: {reason}"))?;
        self.in_ceremony(|c| drop(c.owed.pop()))?;
        self.excepted(format!("{what}: {reason}"))
    }

    fn excepted(&mut self, what: String) -> Allowed {
        self.exceptions.push(what);
        self.in_ceremony(|c| c.excepted = true)
    }

    /// What is not fit is assented to first: its exception belongs to this sitting.
    fn laptop_checked(&mut self, findings: &[String]) -> Allowed {
        let assented = findings.is_empty() || self.ceremony_open()?.excepted;
        need(assented, || Refused::FindingsWithoutException)?;
        self.in_ceremony(|c| c.laptop_checked = true)
    }

    fn open_book(&mut self, origin: &str, program_hash: &str) -> Allowed {
        let before = std::mem::replace(&mut self.origin, origin.to_owned());
        self.program(program_hash)
            .inspect_err(|_| self.origin = before)
    }
}

/// What a roll call found doubtful is assented to before anything is done; stopping is always possible.
fn may_come_before_what_is_owed(event: &Event) -> bool {
    matches!(
        event,
        Event::RollCalled { .. }
            | Event::Exception { .. }
            | Event::Breach { .. }
            | Event::Fault { .. }
            | Event::CeremonySuspended {}
    )
}
