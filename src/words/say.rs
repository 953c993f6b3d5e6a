//! What people are told and asked, as data.
//!
//! No procedure holds a sentence. A prompt carries its facts and its turn; the catalogue says it, and screen, line
//! mode, script and transcript say it in the same words.

use super::clause::{Clause, Thing};
use super::finding::Finding;
use super::trouble::Trouble;
use crate::custody::{BagSerial, SheetId};
use crate::plan::Name;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// The PIN custodian: keyboard, tray, PIN sheet.
    PinCustodian,
    /// The key custodian: USB port, touch.
    KeyCustodian,
    /// Both, together.
    Both,
}

/// Who looks away while somebody types or reads a secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Away {
    /// Nobody: there is no secret.
    #[default]
    Nobody,
    /// The PIN custodian.
    PinCustodian,
    /// The key custodian.
    KeyCustodian,
    /// Everybody but the person who is addressed by name.
    Others,
}

/// What is said, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whose turn it is.
    pub turn: Turn,
    /// The one person whom it addresses by name, if it does.
    pub who: Option<String>,
    /// Who looks away meanwhile.
    pub away: Away,
    /// The instruction or the news.
    pub body: String,
    /// What to answer; empty for news.
    pub ask: String,
}

/// Everything that people are told or asked, with its facts. All texts in it are safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the fields are the facts that the sentences below name
pub enum Prompt {
    // news
    CeremonyOpens {
        title: String,
        number: u64,
        rehearsal: bool,
    },
    CeremonyGoesOn {
        title: String,
        number: u64,
        done: usize,
        of: usize,
    },
    PartBegins {
        title: String,
    },
    StepBegins {
        number: String,
        says: String,
    },
    PlanInWords {
        words: String,
        adopted: bool,
    },
    ScriptInWords {
        words: String,
    },
    ItemOnTable {
        item: Thing,
    },
    TypedWrong {
        what: Clause,
    },
    LooseSheet {
        sheet: SheetId,
    },
    BagWas {
        found: BagSerial,
    },
    OtherKey {
        expected: Name,
        found: Thing,
    },
    TouchNow {
        key: Name,
    },
    TouchNewKey {
        key: Name,
    },
    StillPluggedIn {
        key: Name,
    },
    TriesLeft {
        key: Name,
        left: u8,
    },
    PinWorks {
        key: Name,
        sheet: SheetId,
    },
    CredentialWorks {
        key: Name,
    },
    PasskeyDeleted {
        key: Name,
    },
    KeyIsGenuine {
        key: Name,
        model: String,
        list: u64,
    },
    KeyIsUnproven {
        key: Name,
        why: Clause,
    },
    /// What they ought to know, and is asked nobody.
    BeAware {
        what: Clause,
    },
    ListVerified {
        number: u64,
        next_update: String,
        models: usize,
    },
    ModelInList {
        key: Name,
        model: String,
        warnings: Vec<String>,
    },
    ModelNotInList {
        key: Name,
    },
    KeyConfigured {
        key: Name,
        settings: Vec<Clause>,
    },
    KeyReset {
        key: Name,
    },
    SnapshotSame {
        key: Name,
        counter_says_nothing: bool,
    },
    ShareMatches {
        sheet: SheetId,
        left: usize,
    },
    ShareIsNoShare {
        why: String,
    },
    Findings {
        findings: Vec<Finding>,
    },
    AllFit,
    Printing,
    LeftJobEnded,
    PrinterSays {
        what: String,
    },
    HeadInWords {
        words: String,
        size: u64,
    },
    CopyReadBack {
        copy: u64,
        size: u64,
    },
    LedgerSaved {
        file: String,
        size: u64,
    },
    LedgerNotSaved,
    ResponseWritten {
        file: String,
    },
    StillOut {
        things: Vec<Thing>,
    },
    Stopped {
        trouble: Trouble,
    },
    Ended {
        title: String,
    },
    Suspended {
        title: String,
        still_out: Vec<Thing>,
        /// Whether something was found in this sitting that must not be so.
        breach: bool,
    },
    Abandoned {
        title: String,
    },

    // roll call
    WhoIs {
        role: Turn,
        names: Vec<String>,
    },
    WordOfOwn {
        person: String,
    },
    WordOfOwnAgain {
        person: String,
    },
    DiceThrows {
        person: String,
        least: u32,
        bits: u32,
    },
    FreeText {
        person: String,
    },
    SizeFromPaper {
        person: String,
    },
    WordsFromPaper {
        person: String,
        size: u64,
    },
    WallClock {
        person: String,
        utc: String,
    },
    GiveWord {
        person: String,
        what: Clause,
    },

    // answers yes or no
    AdoptThisPlan {
        words: String,
        organisation: String,
    },
    StopBeforeRollCall,
    WithdrawCeremony,
    PlugIn {
        key: Name,
    },
    WhichNewKey {
        key: Name,
    },
    PlugInNew {
        key: Name,
    },
    PlugInWiped {
        key: Name,
    },
    RightKeyNow {
        expected: Name,
    },
    Replug {
        key: Name,
    },
    ReplugForReset {
        key: Name,
    },
    UnplugForBag {
        key: Name,
    },
    FetchBag {
        item: Thing,
        place: String,
    },
    BagIntact {
        bag: BagSerial,
    },
    OpenBag {
        bag: BagSerial,
        items: Vec<Thing>,
    },
    WasBagOpened {
        bag: BagSerial,
    },
    PutInBag {
        bag: BagSerial,
        items: Vec<Thing>,
    },
    WasBagSealed {
        bag: BagSerial,
        items: Vec<Thing>,
    },
    HandOver {
        bag: BagSerial,
        place: String,
        to: String,
    },
    Destroy {
        sheet: SheetId,
        why: Clause,
    },
    WasDestroyed {
        sheet: SheetId,
    },
    TakePage {
        sheet: SheetId,
        what: SheetKind,
    },
    SignIn {
        account: String,
        key: Name,
        sheet: SheetId,
    },
    AlertCame {
        account: String,
    },
    FetchOptions {
        key: Name,
        account: String,
        file: String,
    },
    TenantTook {
        account: String,
        key: Name,
        file: String,
    },
    IsRegistered {
        account: String,
        key: Name,
    },
    OpenTenant {
        account: String,
    },
    AcceptedThenPasskey {
        account: String,
    },
    RefusedAndUnchanged {
        account: String,
    },
    DoesNewPasswordWork {
        account: String,
    },
    DoesOldPasswordWork {
        account: String,
    },
    TakeDocument {
        sheet: String,
        document: Document,
    },
    Initial {
        number: String,
        person: String,
        /// Whether something in the step went otherwise than it says.
        departed: bool,
    },
    GoOnDespite {
        what: Clause,
    },
    SealUnrecorded {
        key: Name,
        why: Trouble,
    },
    EndQuarantine {
        thing: Thing,
        /// The entry that put it there.
        since: u64,
        /// What was seen, as that entry has it.
        what: String,
    },

    // lines
    BagSerial {
        by: Turn,
        purpose: BagPurpose,
    },
    WhoTakes {
        bag: BagSerial,
        place: String,
        names: Vec<String>,
    },
    CopyTo {
        copy: u64,
    },
    SaveLedgerTo,
    Reason {
        what: Clause,
    },
    FoundOut {
        thing: Thing,
    },

    // secrets, masked
    PinWritten {
        key: Name,
        sheet: SheetId,
        digits: u32,
    },
    PinFrom {
        key: Name,
        sheet: SheetId,
    },
    ProofWord {
        sheet: SheetId,
    },
    ShareFrom {
        sheet: SheetId,
        half: Half,
    },

    // secrets, shown
    LettersFor {
        sheet: SheetId,
    },
    FirstHalf {
        account: String,
    },
    SecondHalf {
        account: String,
    },

    // choices
    WhatNow {
        offered: Vec<Choice>,
    },
}

/// What a bag's serial is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BagPurpose {
    /// A bag that was fetched, with what it should hold.
    Fetched {
        /// What should be in it.
        item: Thing,
    },
    /// A new bag, for these things.
    New {
        /// What will go in.
        items: Vec<Thing>,
    },
}

/// A page with a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SheetKind {
    /// A PIN.
    Pin,
    /// A share of a password.
    Share,
}

/// Which half of a share's words: two people read one each, so that nobody sees a whole share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Half {
    /// Above the middle line: the PIN custodian's.
    Upper,
    /// Below it: the key custodian's.
    Lower,
}

/// What people choose when something stopped a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Try the step again.
    Again,
    /// Go on without it: both assent, with a reason.
    LeaveOut,
    /// Stop safely: everything loose into bags; the ceremony stays open.
    StopSafely,
    /// End the ceremony unfinished.
    Abandon,
}

impl Choice {
    /// All, in the order in which they are offered.
    pub const ALL: [Choice; 4] = [
        Choice::Again,
        Choice::StopSafely,
        Choice::LeaveOut,
        Choice::Abandon,
    ];
}

/// A page without a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Document {
    /// Shows whether the printer prints well.
    TestPage,
    /// Labels for bags.
    BagLabels,
    /// How a password is put together without this program.
    Leaflet,
    /// What somebody takes away, to be signed.
    Receipt {
        /// Who.
        person: String,
    },
    /// Leaves nothing but itself in the printer's memory.
    FlushPage,
    /// What happened, to be signed.
    Minutes {
        /// By whom.
        person: String,
    },
}
