//! What can happen. Each variant is one kind of ledger entry; `type` names it.

use super::deed::{Deed, DeedResult, Seen};
use super::script::Script;
use super::snapshot::{Moment, Snapshot};
use super::thing::{BagSerial, SheetId};
use crate::plan::{Name, Plan, Role};
use serde::{Deserialize, Serialize};

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
        /// The program that wrote it.
        program: String,
    },
    /// A ceremony begins; nothing else may be open.
    CeremonyStarted {
        /// The whole bound ceremony.
        script: Script,
        /// The program's version; procedures carry the same one.
        program: String,
    },
    /// A session of the open ceremony begins: who is here.
    RollCalled {
        /// Those present.
        present: Vec<Present>,
        /// How far the laptop's clock is from the wall clocks, in minutes, as read.
        minutes_off: Vec<i64>,
    },
    /// The plan becomes binding, with both custodians' assent.
    PlanAdopted {
        /// The whole plan.
        plan: Plan,
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
    /// A bag came from its place and was inspected: intact, and the serial is the one.
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
    /// A step ended as it should.
    StepDone {
        /// Its number.
        step: String,
        /// Who initialled it (typed).
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
    /// Signs of tampering.
    Breach {
        /// The step.
        step: String,
        /// What was seen.
        what: String,
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
