//! What can stop a step, as data. The catalogue says what happened, what it means for the secrets and keys at hand, and
//! what to do next.

use super::catalogue;
use super::clause::{Clause, Thing};
use crate::text::language::Language;

/// Why a step stopped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the fields are the facts that the sentences below name
pub enum Trouble {
    // the ledger
    NotWritten { why: String },
    NotAllowed { why: Clause },

    // keys
    NoPorts { why: String },
    NoKey { expected: String },
    NoNewKey { key: String },
    WrongKey { expected: String, found: Thing },
    KeyGone { key: String },
    KeySilent { key: String },
    KeySaid { key: String, what: String },
    KeyNotTouched { key: String },
    KeyWantsPin { key: String },
    KeyWantsNewPin { key: String },
    KeyWantsReplug { key: String },
    PinBlocked { key: String },
    KeyCannot { key: String, what: Clause },
    ResetTooLate { key: String },
    KeyNotNew { key: String, why: Clause },
    KeyUnproven { key: String, why: Clause },
    TriesAtLimit { key: String, left: u8 },
    PinRefusedByKey { key: String },
    NoPinSheet { key: String },
    NoCredential { key: String },

    // paper
    NotPrinted { sheet: String, why: Clause },
    DocumentNotPrinted { sheet: String, why: Clause },
    Unreadable { sheet: String },
    NotAPin { sheet: String, digits: u32 },
    NotInHand { item: Thing },

    // the machine
    NoEntropy { why: String },
    NoLockedMemory,
    CopyFailed { copy: u64, why: String },
    BadInbox { file: String, why: Clause },
    BadList { file: String, why: Clause },
    ListIsOlder { number: u64, known: u64 },

    // people
    NotAssented,
    NotConfirmed { what: Clause },
    CannotBe { who: String, why: Clause },
    TypedTooOften { what: Clause },
    PlanNotThis,

    // breaches
    UnknownBag { item: Thing, found: String },
    DamagedBag { bag: String },
    StrangeKey { expected: String, found: Thing },
    KeyChanged { key: String, differs: Vec<String> },
    PinOpensNothing { key: String, sheets: Vec<String> },
    NotGenuine { key: String, why: String },
    KeyLied { key: String, what: Clause },
    ShareAltered { sheet: String },
    CredentialWrong { key: String, why: Clause },
    HeadDiffers { person: String },
    PasswordLost { account: String },
}

/// A trouble in words, three sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What happened.
    pub what: String,
    /// What it means for the secrets and keys at hand.
    pub means: String,
    /// What to do next.
    pub next: String,
}

impl Trouble {
    /// In this language.
    pub fn explained(&self, language: Language) -> Explained {
        catalogue::of(language).trouble(self)
    }

    /// What happened, as the ledger keeps it.
    pub fn for_the_ledger(&self) -> String {
        self.explained(Language::English).what
    }
}
