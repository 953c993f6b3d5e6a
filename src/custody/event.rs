//! What can happen. Each variant is one kind of ledger entry; `type` names it.

use super::deed::{Deed, DeedResult, Seen};
use super::script::{About, Script};
use super::snapshot::{Moment, Snapshot};
use super::template::Template;
use super::thing::{BagSerial, Hash, SheetId, Suspect};
use crate::plan::{Name, Plan, Role};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of the rules of custody and plans that this program knows. A rule that is added later names the first
/// version that has it, and judges only what began by that version or a later one (I22).
pub const RULES: u64 = 1;

/// Who is at the table, as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Present {
    /// Who.
    pub person: Name,
    /// As what.
    pub role: Role,
    /// Size of the checkpoint whose words they read from their own minutes; absent where they have none, or not here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<u64>,
}

/// An entry's event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The first entry.
    BookOpened {
        /// `book/` or `rehearsal/` and 32 hex digits.
        origin: String,
        /// The form of the ledger's entries: [`crate::ledger::FORMAT`].
        format: u64,
        /// The program that wrote it.
        program: String,
        /// SHA-256 of that program, lower-case hex; in a rehearsal the word `rehearsal`.
        program_hash: String,
    },
    /// A template that a ceremony is about to be bound from, and that the ledger does not hold yet.
    TemplateRecorded {
        /// The whole template.
        template: Template,
    },
    /// A plan that a ceremony is about to be bound to, and that the ledger does not hold yet. It does not bind by this.
    PlanProposed {
        /// The whole plan.
        plan: Plan,
    },
    /// A ceremony begins; nothing else may be open.
    CeremonyStarted {
        /// The template's hash.
        template: Hash,
        /// The plan's hash.
        plan: Hash,
        /// The key that it is for, where it is for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<Name>,
        /// The file in the inbox that it is for, where it is for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<String>,
        /// The hash of the script that follows from these.
        script: Hash,
        /// The version of the rules by which it is judged: [`super::RULES`].
        rules: u64,
        /// The program's version; procedures carry the same one.
        program: String,
        /// SHA-256 of that program, lower-case hex; in a rehearsal the word `rehearsal`.
        program_hash: String,
    },
    /// A part that repeats over duties begins; the script grows by it.
    PartStarted {
        /// Which part of the template, from 1.
        part: u64,
        /// What it is about.
        about: About,
        /// The duty that it answers.
        duty: String,
        /// Why it is one.
        reason: String,
        /// Who assented.
        assents: Vec<Name>,
        /// The hash of the script with it.
        script: Hash,
    },
    /// A session of the open ceremony begins: who is here.
    RollCalled {
        /// Those present.
        present: Vec<Present>,
        /// How far the laptop's clock is from the wall clocks, in minutes, as read.
        minutes_off: Vec<i64>,
        /// The day, as both gave it. Terms are judged by it.
        date: Date,
        /// Why the ceremony was interrupted, where the roll was called in it before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<String>,
    },
    /// The plan that the ceremony is bound to becomes binding, with both custodians' assent.
    PlanAdopted {
        /// The plan's hash.
        plan: Hash,
        /// Who assented, by private word.
        assents: Vec<Name>,
    },
    /// The laptop was looked at.
    LaptopChecked {
        /// What is not as it should be; each was assented to, or the step did not end.
        findings: Vec<String>,
    },
    /// FIDO's list of authenticators was carried in, and verified.
    MetadataImported {
        /// Its number.
        number: u64,
        /// The day by which there is a newer one.
        next_update: jiff::civil::Date,
        /// How many models are in it.
        models: u64,
        /// The file in the inbox.
        file: String,
        /// SHA-256 of the file, lower-case hex.
        hash: String,
        /// Who assented.
        assents: Vec<Name>,
    },
    /// A deed is about to be done (I2).
    Intended {
        /// The deed.
        deed: Deed,
        /// Who assented by private word, where it needs both.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        assents: Vec<Name>,
    },
    /// What became of it.
    Ended {
        /// The intent's `seq`.
        intent: u64,
        /// How it is known.
        seen: Seen,
        /// What became of it.
        result: DeedResult,
    },
    /// A page was read back from the paper (I1).
    SheetProven {
        /// Its serial.
        sheet: SheetId,
        /// For a share: SHA-256 of its words, lower-case hex.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fingerprint: Option<String>,
        /// Who read it; of a share, each one half.
        by: Vec<Name>,
    },
    /// A page that will not be used; it is to be destroyed.
    SheetVoided {
        /// Its serial.
        sheet: SheetId,
    },
    /// A key is about to answer for a snapshot; its counters will move.
    SnapshotBegun {
        /// The key.
        key: Name,
    },
    /// It was not this key that was asked, or it did not sign.
    SnapshotUnanswered {
        /// The key.
        key: Name,
    },
    /// What a key showed (I18).
    SnapshotTaken {
        /// The key.
        key: Name,
        /// Before sealing, or first after opening.
        moment: Moment,
        /// What it showed.
        snapshot: Snapshot,
        /// How it differs from the last one before sealing, recomputed by every reader.
        differs: Vec<String>,
    },
    /// A key goes into its bag without a snapshot, because it does not answer; both assented.
    SnapshotOmitted {
        /// The key.
        key: Name,
        /// Why.
        reason: String,
        /// Who assented.
        assents: Vec<Name>,
    },
    /// The PIN on the sheet opens the key.
    PinVerified {
        /// The key.
        key: Name,
        /// The sheet.
        sheet: SheetId,
        /// Who read the sheet.
        by: Name,
    },
    /// What a key says of its settings: they are as the plan wants them.
    KeyConfigured {
        /// The key.
        key: Name,
        /// Code points of the shortest PIN that it takes.
        least_pin_length: u64,
        /// Whether it wants its PIN for everything.
        always_uv: bool,
        /// Whether it may attest by its own serial number.
        enterprise_attestation: bool,
    },
    /// The account's credential works; what was signed was no sign-in (I16).
    CredentialVerified {
        /// The key.
        key: Name,
    },
    /// The online sign-in succeeded and the alert arrived.
    SignedIn {
        /// The key.
        key: Name,
    },
    /// The tenant took the key's registration.
    Registered {
        /// The key.
        key: Name,
    },
    /// A share was read from its paper and matches its fingerprint.
    ShareChecked {
        /// Its serial.
        sheet: SheetId,
        /// SHA-256 of the words that were read, lower-case hex.
        fingerprint: String,
        /// Who read it, each one half.
        by: Vec<Name>,
    },
    /// A bag came from its place and was inspected: the serial is the one, and it is intact, unless it is in quarantine.
    BagFetched {
        /// Its serial.
        bag: BagSerial,
    },
    /// A bag left the table.
    BagHanded {
        /// Its serial.
        bag: BagSerial,
        /// Who takes it to its place.
        to: Name,
    },
    /// A step ended as it should. Its initials follow.
    StepDone {
        /// Its number.
        step: String,
    },
    /// Steps that are done were initialled.
    Initialled {
        /// Their numbers.
        steps: Vec<String>,
        /// Who initialled them (typed).
        initials: Vec<Name>,
    },
    /// A step ended because policy says no.
    StepRefused {
        /// Its number.
        step: String,
        /// Why.
        reason: String,
        /// Who initialled it (typed).
        initials: Vec<Name>,
    },
    /// A step was left out, with both custodians' assent.
    StepExcepted {
        /// Its number.
        step: String,
        /// Why.
        reason: String,
        /// Who assented.
        assents: Vec<Name>,
    },
    /// A departure from the script that ends no step.
    Exception {
        /// What departs.
        what: String,
        /// Why.
        reason: String,
        /// Who assented.
        assents: Vec<Name>,
    },
    /// Signs of tampering. What they are about is in quarantine from now on.
    Breach {
        /// The step.
        step: String,
        /// What was seen.
        what: String,
        /// What it is about, of what is in custody.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        about: Vec<Suspect>,
    },
    /// The quarantine of a thing ends, with both custodians' assent; a key is from now on as it was recorded last.
    QuarantineEnded {
        /// What was in quarantine.
        about: Suspect,
        /// What was found out.
        found: String,
        /// Why it can be relied on again.
        reason: String,
        /// Who assented.
        assents: Vec<Name>,
    },
    /// A fault stopped a step; it can be tried again.
    Fault {
        /// The step.
        step: String,
        /// What failed.
        what: String,
    },
    /// A head: see the manual's ledger chapter.
    Checkpoint {
        /// The book's origin.
        origin: String,
        /// Lines covered: 0 to size - 1.
        size: u64,
        /// RFC 6962 root over them.
        root: String,
    },
    /// Minutes were printed for somebody to sign.
    MinutesPrinted {
        /// For whom.
        by: Name,
        /// The checkpoint's size that they carry.
        checkpoint: u64,
    },
    /// A copy of the book was written and read back.
    Copied {
        /// First or second.
        copy: u64,
        /// Lines in it.
        size: u64,
        /// SHA-256 of the ledger's bytes in it, lower-case hex.
        hash: String,
    },
    /// The people stopped safely; the ceremony stays open.
    CeremonySuspended {},
    /// The ceremony ends before its first roll call, without minutes.
    CeremonyWithdrawn {
        /// Why.
        reason: String,
    },
    /// The ceremony ends unfinished.
    CeremonyAbandoned {
        /// Why.
        reason: String,
        /// Who assented.
        assents: Vec<Name>,
    },
    /// The ceremony is finished.
    CeremonyEnded {},
}

impl Event {
    /// The types that this version knows. An entry of another one is a later version's: of it we could not tell.
    pub const TYPES: [&'static str; 40] = [
        "book-opened",
        "template-recorded",
        "plan-proposed",
        "ceremony-started",
        "part-started",
        "roll-called",
        "plan-adopted",
        "laptop-checked",
        "metadata-imported",
        "intended",
        "ended",
        "sheet-proven",
        "sheet-voided",
        "snapshot-begun",
        "snapshot-unanswered",
        "snapshot-taken",
        "snapshot-omitted",
        "pin-verified",
        "key-configured",
        "credential-verified",
        "signed-in",
        "registered",
        "share-checked",
        "bag-fetched",
        "bag-handed",
        "step-done",
        "initialled",
        "step-refused",
        "step-excepted",
        "exception",
        "breach",
        "quarantine-ended",
        "fault",
        "checkpoint",
        "minutes-printed",
        "copied",
        "ceremony-suspended",
        "ceremony-withdrawn",
        "ceremony-abandoned",
        "ceremony-ended",
    ];

    /// How a ceremony begins that is bound to this script.
    pub fn started(script: &Script, program: &str, program_hash: &str) -> Event {
        Event::CeremonyStarted {
            template: script.template_hash(),
            plan: script.plan_hash(),
            key: script.key.clone(),
            file: script.file.clone(),
            script: script.hash(),
            rules: RULES,
            program: program.into(),
            program_hash: program_hash.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_are_those_that_serde_knows() {
        let refused = serde_json::from_str::<Event>(r#"{"type":"no-such"}"#).unwrap_err();
        let refused = refused.to_string();
        let known: Vec<&str> = refused.split('`').skip(3).step_by(2).collect();
        assert_eq!(known, Event::TYPES);
    }
}
