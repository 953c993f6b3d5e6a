//! What can stop a step, as data. The catalogue says what happened, what it means for the secrets and keys at hand, and
//! what to do next.

use super::clause::{Clause, Thing};
use crate::book::Altered;
use crate::custody::{BagSerial, SheetId};
use crate::plan::Name;

/// Why a step stopped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the fields are the facts that the sentences below name
pub enum Trouble {
    // the ledger
    NotWritten {
        why: String,
    },
    LedgerAltered {
        how: Altered,
    },
    NotAllowed {
        why: Clause,
    },

    // keys
    NoPorts {
        why: String,
    },
    NoKey {
        expected: Name,
    },
    NoNewKey {
        key: Name,
    },
    WrongKey {
        expected: Name,
        found: Thing,
    },
    KeyGone {
        key: Name,
    },
    KeySilent {
        key: Name,
    },
    KeySaid {
        key: Name,
        what: String,
    },
    KeyNotTouched {
        key: Name,
    },
    KeyWantsPin {
        key: Name,
    },
    KeyWantsNewPin {
        key: Name,
    },
    KeyWantsReplug {
        key: Name,
    },
    PinBlocked {
        key: Name,
    },
    KeyCannot {
        key: Name,
        what: Clause,
    },
    ResetTooLate {
        key: Name,
    },
    KeyNotNew {
        key: Name,
        why: Clause,
    },
    KeyUnproven {
        key: Name,
        why: Clause,
    },
    TriesAtLimit {
        key: Name,
        left: u8,
    },
    PinRefusedByKey {
        key: Name,
    },
    PinMayBeChanged {
        key: Name,
    },
    NoPinSheet {
        key: Name,
    },
    NoCredential {
        key: Name,
    },

    // paper
    NotPrinted {
        sheet: SheetId,
        why: Clause,
    },
    DocumentNotPrinted {
        sheet: String,
        why: Clause,
    },
    Unreadable {
        sheet: SheetId,
    },
    NotAPin {
        sheet: SheetId,
        digits: u32,
    },
    NotInHand {
        item: Thing,
    },

    // the machine
    NoEntropy {
        why: String,
    },
    NoLockedMemory,
    CopyFailed {
        copy: u64,
        why: String,
    },
    BadInbox {
        file: String,
        why: Clause,
    },
    BadList {
        file: String,
        why: Clause,
    },
    ListIsOlder {
        number: u64,
        known: u64,
    },

    // people
    NotAssented,
    NotConfirmed {
        what: Clause,
    },
    CannotBe {
        who: String,
        why: Clause,
    },
    TypedTooOften {
        what: Clause,
    },
    PlanNotThis,

    // breaches
    UnknownBag {
        item: Thing,
        found: BagSerial,
    },
    DamagedBag {
        bag: BagSerial,
    },
    StrangeKey {
        expected: Name,
        found: Thing,
    },
    KeyChanged {
        key: Name,
        differs: Vec<String>,
    },
    PinOpensNothing {
        key: Name,
        sheets: Vec<SheetId>,
    },
    NotGenuine {
        key: Name,
        why: String,
    },
    KeyLied {
        key: Name,
        what: Clause,
    },
    ShareAltered {
        sheet: SheetId,
    },
    CredentialWrong {
        key: Name,
        why: Clause,
    },
    HeadDiffers {
        person: String,
    },
    HeadIsAhead {
        person: String,
        size: u64,
        entries: u64,
    },
    HeadUnknown {
        person: String,
        size: u64,
    },
    WordGuessed {
        person: String,
    },
    PasswordLost {
        account: String,
    },
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
