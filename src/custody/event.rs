//! What can happen. Each variant is one kind of ledger entry; `type` names it.

use super::script::Script;
use super::snapshot::{Moment, Snapshot};
use crate::plan::{Name, Plan, Role};
use serde::{Deserialize, Serialize};

/// A printed page's serial: `P-0001` for a PIN sheet, `S-0002` for a share sheet. One count for all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SheetId(String);

impl SheetId {
    /// The serial of the `count`-th page, from 1.
    pub fn new(page: &Page, count: usize) -> SheetId {
        let letter = match page {
            Page::Pin { .. } => 'P',
            Page::Share { .. } => 'S',
        };
        SheetId(format!("{letter}-{count:04}"))
    }

    /// As it stands on the page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SheetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<SheetId> for String {
    fn from(id: SheetId) -> String {
        id.0
    }
}

impl TryFrom<String> for SheetId {
    type Error = String;

    fn try_from(text: String) -> Result<SheetId, String> {
        let digits = text.strip_prefix("P-").or_else(|| text.strip_prefix("S-"));
        match digits {
            Some(d) if (4..=9).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(SheetId(text))
            }
            _ => Err("a sheet's serial is P- or S- and at least four digits".into()),
        }
    }
}

/// A bag's serial as printed on it: 3 to 24 characters of A-Z, 0-9 and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BagSerial(String);

impl BagSerial {
    /// As it stands on the bag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a person typed: case, spaces and points are forgiven.
    ///
    /// # Errors
    /// Says what a serial looks like.
    pub fn typed(text: &str) -> Result<BagSerial, String> {
        let kept = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '.'))
            .collect::<String>();
        BagSerial::try_from(kept.to_ascii_uppercase())
    }
}

impl std::fmt::Display for BagSerial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<BagSerial> for String {
    fn from(serial: BagSerial) -> String {
        serial.0
    }
}

impl TryFrom<String> for BagSerial {
    type Error = String;

    fn try_from(text: String) -> Result<BagSerial, String> {
        let ok = (3..=24).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        if ok {
            Ok(BagSerial(text))
        } else {
            Err("a bag's serial is 3 to 24 characters of A-Z, 0-9 and hyphens".into())
        }
    }
}

/// What is on a page that carries a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Page {
    /// A key's PIN.
    Pin {
        /// The key.
        key: Name,
    },
    /// One share of a password.
    Share {
        /// The account.
        account: Name,
        /// Which set of shares of this account, from 1.
        set: u64,
        /// Which share of the set, from 1.
        member: u64,
    },
}

/// A thing that lies on the table or in a bag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Item {
    /// A security key.
    Key {
        /// The key.
        key: Name,
    },
    /// A page.
    Sheet {
        /// Its serial.
        sheet: SheetId,
    },
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Item::Key { key } => write!(f, "key {key}"),
            Item::Sheet { sheet } => write!(f, "sheet {sheet}"),
        }
    }
}

/// A change of a key, paper, account or bag. Its entry stands before the act (I2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Deed {
    /// A page with a secret is printed.
    PrintSheet {
        /// Its serial.
        sheet: SheetId,
        /// What is on it.
        page: Page,
    },
    /// A key without a PIN gets one; the sheet is armed.
    SetPin {
        /// The key.
        key: Name,
        /// The sheet with the PIN.
        to: SheetId,
    },
    /// A key's PIN is changed; the new sheet is armed.
    ChangePin {
        /// The key.
        key: Name,
        /// The live sheet.
        from: SheetId,
        /// The new sheet.
        to: SheetId,
    },
    /// A key gets our identity credential (I7).
    MakeIdentity {
        /// The key.
        key: Name,
    },
    /// A key gets its account's credential; the user id makes a repetition harmless.
    MakeCredential {
        /// The key.
        key: Name,
        /// The account.
        account: Name,
        /// The user id, lower-case hex.
        user: String,
    },
    /// The account's credential is deleted from a key.
    DeleteCredential {
        /// The key.
        key: Name,
        /// Credential id, lower-case hex.
        credential: String,
    },
    /// One setting of a key is made.
    ConfigureKey {
        /// The key.
        key: Name,
        /// Which.
        setting: Setting,
    },
    /// A key is wiped: PIN, credentials and settings. It is then no key of the book, until it is admitted anew.
    ResetKey {
        /// The key.
        key: Name,
    },
    /// A fetched and inspected bag is opened.
    OpenBag {
        /// Its serial.
        bag: BagSerial,
    },
    /// Things go into a new bag.
    SealBag {
        /// Its serial.
        bag: BagSerial,
        /// What goes in.
        items: Vec<Item>,
        /// Where it will lie.
        place: Name,
    },
    /// A page is destroyed before both.
    DestroySheet {
        /// Its serial.
        sheet: SheetId,
    },
    /// A password is handed over for the online step; its shares are armed.
    SetPassword {
        /// The account.
        account: Name,
        /// The set of shares.
        set: u64,
    },
}

impl Deed {
    /// The key whose own memory it changes.
    pub fn key(&self) -> Option<&Name> {
        match self {
            Deed::SetPin { key, .. }
            | Deed::ChangePin { key, .. }
            | Deed::MakeIdentity { key }
            | Deed::MakeCredential { key, .. }
            | Deed::DeleteCredential { key, .. }
            | Deed::ConfigureKey { key, .. }
            | Deed::ResetKey { key } => Some(key),
            Deed::PrintSheet { .. }
            | Deed::OpenBag { .. }
            | Deed::SealBag { .. }
            | Deed::DestroySheet { .. }
            | Deed::SetPassword { .. } => None,
        }
    }
}

/// A setting of a key (CTAP 2.1, 6.11). Only a reset takes it back, but for alwaysUv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Setting {
    /// The shortest PIN that it may take from now on.
    LeastPinLength {
        /// Code points.
        characters: u64,
        /// Relying parties that may learn it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<String>,
    },
    /// It may attest by its own serial number, to those whom its maker wrote into it.
    EnterpriseAttestation {},
    /// It wants its PIN for everything.
    AlwaysUv {},
}

/// How it is known what became of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// The act answered.
    Told,
    /// The answer was lost; a probe with what is on paper, or the people's eyes, settled it.
    Probed,
}

/// What became of a deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum DeedResult {
    /// Done.
    Done,
    /// Certainly not done; nothing changed.
    NotDone,
    /// The identity credential was made.
    Identity {
        /// Credential id, lower-case hex.
        credential: String,
        /// Public key, SEC1 uncompressed, lower-case hex.
        public_key: String,
        /// The key's AAGUID, lower-case hex.
        aaguid: String,
        /// How its signature counter behaves.
        counters: super::Counters,
        /// What its attestation was worth; absent in ledgers of programs that did not judge it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        genuine: Option<Genuineness>,
        /// The serial number that its maker lets be read; absent where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        maker_serial: Option<String>,
        /// The serial number that it shows on USB; absent where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usb_serial: Option<String>,
    },
    /// The account's credential was made.
    Credential {
        /// Credential id, lower-case hex.
        credential: String,
        /// Public key, SEC1 uncompressed, lower-case hex.
        public_key: String,
    },
}

/// How a key proved its model when it was admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genuineness {
    /// By what.
    pub by: Proof,
    /// The model's name in FIDO's list, where it is listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The number of that list, where one was at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<u64>,
    /// What the list says against the model, as listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// What stands behind the model that a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Its maker: certificates that lead to a root in FIDO's list.
    Certificates,
    /// Certificates that no list at hand speaks of.
    UnlistedCertificates,
    /// Certificates of an algorithm that the program does not verify.
    UnverifiedCertificates,
    /// The key itself (self attestation).
    Own,
    /// Nothing (`none`).
    Nothing,
    /// A format that the program does not judge.
    OtherFormat,
}

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
