//! The parts of sentences that procedures put into prompts and troubles, as data: things, and what is said of them.

use super::finding::Finding;
use crate::custody::{BagSerial, Item, Refused, SheetId, Suspect};
use crate::plan::Name;

/// A thing that people have in their hands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A security key, by its label.
    Key(Name),
    /// A sheet, by its serial.
    Sheet(SheetId),
    /// A bag, by its serial.
    Bag(BagSerial),
    /// The bag that should hold a thing.
    BagWith(Box<Thing>),
    /// A key that the book does not know.
    StrangeKey,
    /// The password of an account, with its shares.
    PasswordOf(Name),

    // on a rehearsal's table
    /// A key that is plugged in, by its label.
    PluggedKey(Name),
    /// A bag that was not used yet, by its serial.
    NewBag(BagSerial),
    /// A page in the printer's tray, by its serial.
    PageInTray(String),
}

/// A part of a sentence. None ends with a full stop; the sentence around it does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the fields are the facts that the catalogue's words name
pub enum Clause {
    /// In English, as a library, the system, a key or a rule of the ledger says it; safe to show.
    Words(String),
    /// Why a rule of the ledger refuses an entry.
    Refused(Box<Refused>),

    // what should have been so
    BagIsOpen {
        bag: BagSerial,
    },
    BagIsSealed {
        bag: BagSerial,
    },
    BagWasHandedOver {
        bag: BagSerial,
    },
    KeyIsUnplugged {
        key: Name,
    },
    SheetIsDestroyed {
        sheet: SheetId,
    },
    NotInitialled {
        person: String,
        step: String,
    },
    TenantTook {
        key: Name,
    },
    FileIsThere {
        file: String,
    },
    TenantsPageIsOpen {
        account: String,
    },
    NewPasswordIsAccepted {
        account: String,
    },
    SignInAs {
        account: String,
    },
    AlertFor {
        account: String,
    },

    // what was typed wrong
    SerialsDiffer {
        first: String,
        second: String,
    },
    SerialWasUsed {
        bag: BagSerial,
    },
    NoSerial,
    DoesNotOpenThePlace,
    NobodyOfThatName,
    NoThrow,
    ThrowsMissing {
        missing: usize,
        least: usize,
    },
    NoFairDie,
    Empty,
    NotThePinsDigits {
        digits: u32,
    },
    NotAsPrinted,
    LettersDoNotFit,
    AnotherPrivateWord,
    PrivateWordTooShort,
    PrivateWordsDiffer,
    PrivateWordsNotAccepted,
    NoSize,
    NoHeadOfThisSize,
    ReasonNeeded,
    NoTime,
    DatesDiffer,
    WordIsAnother {
        position: usize,
    },
    WordOutOfTurn {
        position: usize,
    },
    WordUnknown {
        position: usize,
    },
    WordCount {
        heard: usize,
        needed: usize,
    },

    // what is typed
    TheSerial,
    TheNewSerial,
    TheName,
    TheThrows,
    TheText,
    ThePin {
        sheet: SheetId,
    },
    TheWords {
        sheet: SheetId,
    },
    TheReason,
    WhatWasFoundOut,
    TheTime,
    TheHeadSize,
    ThePrivateWord,

    // how the new plan differs from the one that binds
    PlanAdds {
        thing: String,
    },
    PlanRemoves {
        thing: String,
    },
    PlanChanges {
        field: String,
        from: String,
        to: String,
    },

    // what both assent to
    PlanBecomesBinding,
    PartBegins {
        title: String,
    },
    FirstPin {
        key: Name,
    },
    NewPin {
        key: Name,
    },
    NewPassword {
        account: Name,
    },
    PasskeyIsDeleted {
        key: Name,
    },
    KeyIsConfigured {
        key: Name,
        settings: Vec<Clause>,
    },
    KnownBySerial {
        key: Name,
        serial: String,
    },
    KeyIsReset {
        key: Name,
    },
    ListIsTaken {
        number: u64,
    },
    ListIsStale {
        number: u64,
        until: String,
    },
    CannotProtect {
        key: Name,
    },
    KeptUnseen {
        key: Name,
    },
    ModelIsUnproven {
        key: Name,
        model: String,
        why: Box<Clause>,
    },
    ModelIsWarnedOf {
        key: Name,
        warnings: Vec<String>,
    },
    StepIsLeftOut {
        step: String,
    },
    CeremonyIsWithdrawn,
    CeremonyEndsUnfinished,
    SealedUnrecorded {
        key: Name,
    },
    QuarantineEnds {
        thing: Thing,
    },
    GoesOnAfter {
        minutes: i64,
    },
    NoMinutesHere {
        person: String,
    },
    ClockDiffers {
        minutes: i64,
    },
    ClockIsBehind {
        latest: String,
    },
    TriesAreLow {
        key: Name,
        left: u8,
        wrong: u32,
    },
    LaptopIsNotFit {
        findings: Vec<Finding>,
    },

    // why not
    OneIsBoth,
    NoPlaceFor {
        thing: Thing,
    },
    KeyNotAdmitted {
        key: Name,
    },
    NotInThePlan {
        name: String,
    },
    NoPasswordYet {
        account: Name,
    },
    NoCeremonyIsOpen,
    NoCeremonyToGoOnWith,
    NoHeadYet,
    NothingInQuarantine,
    StepWithoutSubject {
        step: String,
    },
    CannotSplit {
        why: String,
    },
    SharesGiveNoPassword {
        why: String,
    },
    IsKey {
        key: Name,
    },
    HasPin,
    KnowsNoPins,
    PinIsShorter {
        sheet: SheetId,
        least: u64,
    },
    NoSuchFile,
    NoText,
    ForAnother {
        is: String,
        plan: String,
    },
    ChallengeExpired,
    NoPageCame,
    PageNotConfirmed,
    NewPinDoesNotOpen,
    DeletedPasskeyIsThere,
    SettingIsNotThere,
    ResetDidNotWipe,

    // why a key does not prove its model
    NoListYet,
    ModelNotListed,
    VouchesForItself,
    ProvesNothing,
    CertificatesNotVerified,
    AttestsOtherwise {
        format: String,
    },
    BegunForNoFile,

    // how a key is set
    TakesNoShorterPin {
        least: u64,
    },
    TellsLeastPinLength {
        rp_ids: Vec<String>,
    },
    AttestsForEnterprises,
    AlwaysWantsItsPin,

    // what a key cannot do
    DeletePasskeys,
    SetLeastPinLength,
    TellLeastPinLength {
        count: usize,
        most: usize,
    },
    AttestForEnterprises,
    AlwaysWantItsPin,
    BeKnownWithoutPin,
    NoSuchPasskey,
    NoCredentialCame,
    IdentityDoesNotAnswer,
    NewIdentityDoesNotAnswer,
    MadeWithoutPinOrTouch,
    /// The credential is of another algorithm than asked for.
    OtherAlgorithm,
    PasskeyCanBeCopied,
    PasskeyIsNotKept,
    ProtectedOtherwise,
    RecordedKeyIsNoKey,

    // what a rehearsal's hands did
    KeyIsPluggedIn {
        key: Name,
    },
    NoKeyIsPluggedIn,
    NoKeyOnTheTable,
    ScannerReadsIt,
    NothingAnswersThis,
    NoKeyBlinks,

    // why a sheet is destroyed
    NeverUsed,
    ItsKeyIsWiped,
    AnotherTookItsPlace,
}

impl From<&Suspect> for Thing {
    fn from(suspect: &Suspect) -> Thing {
        match suspect {
            Suspect::Key { key } => Thing::Key(key.clone()),
            Suspect::Sheet { sheet } => Thing::Sheet(sheet.clone()),
            Suspect::Bag { bag } => Thing::Bag(bag.clone()),
            Suspect::Account { account } => Thing::PasswordOf(account.clone()),
        }
    }
}

impl From<&Item> for Thing {
    fn from(item: &Item) -> Thing {
        match item {
            Item::Key { key } => Thing::Key(key.clone()),
            Item::Sheet { sheet } => Thing::Sheet(sheet.clone()),
        }
    }
}
