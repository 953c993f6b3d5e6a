//! What people are told and asked, as data.
//!
//! No procedure holds a sentence. A prompt carries its facts and its turn; the catalogue says it, and screen, line
//! mode, script and transcript say it in the same words.

use super::catalogue::{self, Words};
use super::clause::{Clause, Thing};
use super::trouble::Trouble;
use crate::text::language::Language;

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

/// What is said, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whose turn it is.
    pub turn: Turn,
    /// The one person whom it addresses by name, if it does.
    pub who: Option<String>,
    /// Whether the other one looks away.
    pub other_looks_away: bool,
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
        sheet: String,
    },
    BagWas {
        found: String,
    },
    OtherKey {
        expected: String,
        found: Thing,
    },
    TouchNow {
        key: String,
    },
    TouchNewKey {
        key: String,
    },
    StillPluggedIn {
        key: String,
    },
    TriesLeft {
        key: String,
        left: u8,
    },
    PinWorks {
        key: String,
        sheet: String,
    },
    CredentialWorks {
        key: String,
    },
    PasskeyDeleted {
        key: String,
    },
    KeyIsGenuine {
        key: String,
        model: String,
        list: u64,
    },
    KeyIsUnproven {
        key: String,
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
        key: String,
        model: String,
        warnings: Vec<String>,
    },
    ModelNotInList {
        key: String,
    },
    KeyConfigured {
        key: String,
        settings: Vec<Clause>,
    },
    KeyReset {
        key: String,
    },
    SnapshotSame {
        key: String,
        counter_says_nothing: bool,
    },
    ShareMatches {
        sheet: String,
        left: usize,
    },
    ShareIsNoShare {
        why: String,
    },
    Findings {
        findings: Vec<String>,
    },
    AllFit,
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
    NoMinutesKnown {
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
    PlugIn {
        key: String,
    },
    WhichNewKey {
        key: String,
    },
    PlugInNew {
        key: String,
    },
    PlugInWiped {
        key: String,
    },
    RightKeyNow {
        expected: String,
    },
    Replug {
        key: String,
    },
    ReplugForReset {
        key: String,
    },
    UnplugForBag {
        key: String,
    },
    FetchBag {
        item: Thing,
        place: String,
    },
    BagIntact {
        bag: String,
    },
    OpenBag {
        bag: String,
        items: Vec<Thing>,
    },
    WasBagOpened {
        bag: String,
    },
    PutInBag {
        bag: String,
        items: Vec<Thing>,
    },
    WasBagSealed {
        bag: String,
        items: Vec<Thing>,
    },
    HandOver {
        bag: String,
        place: String,
        to: String,
    },
    Destroy {
        sheet: String,
        why: Clause,
    },
    WasDestroyed {
        sheet: String,
    },
    TakePage {
        sheet: String,
        what: SheetKind,
    },
    SignIn {
        account: String,
        key: String,
        sheet: String,
    },
    AlertCame {
        account: String,
    },
    FetchOptions {
        key: String,
        account: String,
        file: String,
    },
    TenantTook {
        account: String,
        key: String,
        file: String,
    },
    IsRegistered {
        account: String,
        key: String,
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

    // lines
    BagSerial {
        by: Turn,
        purpose: BagPurpose,
    },
    WhoTakes {
        bag: String,
        place: String,
        names: Vec<String>,
    },
    CopyTo {
        copy: u64,
    },
    Reason {
        what: Clause,
    },

    // secrets, masked
    PinWritten {
        key: String,
        sheet: String,
        digits: u32,
    },
    PinFrom {
        key: String,
        sheet: String,
    },
    ProofWord {
        sheet: String,
    },
    ShareFrom {
        sheet: String,
        half: Half,
    },

    // secrets, shown
    LettersFor {
        sheet: String,
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

/// What a port sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plug {
    /// A key is plugged in.
    Comes,
    /// The last one is unplugged.
    Goes,
}

impl Prompt {
    /// The prompt in this language.
    pub fn said(&self, language: Language) -> Said {
        let Words { body, ask } = catalogue::of(language).prompt(self);
        Said {
            turn: self.turn(),
            who: self.person().cloned(),
            other_looks_away: self.is_secret(),
            body,
            ask,
        }
    }

    /// Whose turn it is.
    pub fn turn(&self) -> Turn {
        use Prompt as P;
        match self {
            P::PlugIn { .. }
            | P::WhichNewKey { .. }
            | P::PlugInNew { .. }
            | P::PlugInWiped { .. }
            | P::RightKeyNow { .. }
            | P::Replug { .. }
            | P::ReplugForReset { .. }
            | P::UnplugForBag { .. }
            | P::SecondHalf { .. }
            | P::ShareFrom {
                half: Half::Lower, ..
            } => Turn::KeyCustodian,
            P::TakePage { .. }
            | P::CopyTo { .. }
            | P::PinWritten { .. }
            | P::PinFrom { .. }
            | P::ProofWord { .. }
            | P::LettersFor { .. }
            | P::FirstHalf { .. }
            | P::ShareFrom {
                half: Half::Upper, ..
            } => Turn::PinCustodian,
            P::BagSerial { by, .. } => *by,
            _ => Turn::Both,
        }
    }

    /// What happens at the ports when this question has been done: it needs no answer then.
    pub fn is_done_by(&self) -> Option<Plug> {
        use Prompt as P;
        match self {
            P::PlugIn { .. }
            | P::PlugInNew { .. }
            | P::PlugInWiped { .. }
            | P::Replug { .. }
            | P::ReplugForReset { .. } => Some(Plug::Comes),
            P::UnplugForBag { .. } => Some(Plug::Goes),
            // Which keys are meant, or whether one was a mistake, no port tells.
            _ => None,
        }
    }

    /// Whether one person types or reads a secret, so that the others look away.
    pub fn is_secret(&self) -> bool {
        use Prompt as P;
        matches!(
            self,
            P::WordOfOwn { .. }
                | P::WordOfOwnAgain { .. }
                | P::DiceThrows { .. }
                | P::FreeText { .. }
                | P::GiveWord { .. }
                | P::PinWritten { .. }
                | P::PinFrom { .. }
                | P::ProofWord { .. }
                | P::ShareFrom { .. }
                | P::LettersFor { .. }
                | P::FirstHalf { .. }
                | P::SecondHalf { .. }
        )
    }

    /// The one person whom a prompt addresses by name.
    fn person(&self) -> Option<&String> {
        use Prompt as P;
        match self {
            P::WordOfOwn { person }
            | P::WordOfOwnAgain { person }
            | P::DiceThrows { person, .. }
            | P::FreeText { person }
            | P::WordsFromPaper { person, .. }
            | P::WallClock { person, .. }
            | P::GiveWord { person, .. }
            | P::TakeDocument {
                document: Document::Minutes { person } | Document::Receipt { person },
                ..
            }
            | P::Initial { person, .. } => Some(person),
            _ => None,
        }
    }
}
