//! Why an event may not stand in the ledger: one variant a rule. Its name and words stand in the manual's chapter on events.

use super::event::RULES;
use super::procedure::Procedure;
use super::thing::{BagSerial, Hash, Item, SheetId, Suspect};
use crate::plan::{MOST_BYTES, Name, Role};
use jiff::civil::Date;

/// Why an event may not stand in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is said below; the fields are the facts that the words name
pub enum Refused {
    // the frame of an entry
    OpensTwice,
    OpensInACeremony,
    NotOpened,
    AnotherCeremonyIsOpen,
    NextCeremonyIs {
        number: u64,
    },
    OpenCeremonyIs {
        number: u64,
    },
    NoCeremonyIsOpen,
    SignedByOthers,
    SignedByNobody,
    BelongsToNoCeremony,
    ProgramHash,

    // ceremonies and their steps
    HeldAlready {
        hash: Hash,
    },
    NoSuchTemplate {
        hash: Hash,
    },
    NoSuchPlan {
        hash: Hash,
    },
    TooLong {
        bytes: usize,
    },
    UnknownRules {
        rules: u64,
    },
    StepInAnotherPart {
        procedure: Procedure,
    },
    KeyWanted,
    KeyNotWanted,
    FileWanted,
    FileNotWanted,
    CeremonyWithoutSteps,
    BoundToAnotherPlan,
    ScriptDiffers,
    PartNotNow {
        part: u64,
    },
    PartWithoutReason,
    RollWasCalled,
    WithoutReason,
    NextStepIs {
        next: String,
        not: String,
    },
    EveryStepHasEnded,
    StepLacksInitials {
        step: String,
    },
    StepIsNotToBeInitialled {
        step: String,
    },
    StepsNotInitialled {
        steps: Vec<String>,
    },
    StepCannotBeLeftOut {
        step: String,
    },
    StepNotAchieved {
        step: String,
        procedure: Procedure,
    },
    NotEveryStepHasEnded,
    NoCheckpoint,
    MinutesMissing,
    MinutesOfAnotherCheckpoint,
    MinutesPrintedAlready {
        person: Name,
    },
    CopiesMissing,
    NoSuchCopy,
    CopyWithoutCheckpoint,
    CopyHoldsMore,
    StillOut {
        items: Vec<Item>,
        bags: Vec<BagSerial>,
    },

    // people
    NotOneOfEach,
    OneIsBoth,
    HeadOfAnotherPaper {
        person: Name,
    },
    ExceptionFirst,
    FindingsWithoutException,
    MayNotActAs {
        person: Name,
        role: Role,
    },
    TermDoesNotCover {
        person: Name,
        day: Date,
    },
    LapsedWithoutException,
    KnowsAPin {
        person: Name,
    },
    BothMustAssent,
    /// Nobody is asked for this.
    NobodyWasAsked,
    /// The ceremony was not interrupted.
    NothingInterrupted,
    NamedButAbsent,
    NamedTwice,
    InitialsForNoStep,
    PlanAdoptedAlready,
    ShareReadByTwo,
    PinReadByItsCustodian,

    // the plan and what it knows
    NoPlan,
    PlanOfAnotherCeremony,
    PlanBreaksARule {
        rule: &'static str,
    },
    PlanKnowsNoKey {
        key: Name,
    },
    PlanKnowsNoAccount {
        account: Name,
    },
    NameOfAnother {
        name: Name,
    },
    PlanHasNoPlaceFor {
        item: Item,
    },

    // deeds
    NoOpenIntent {
        intent: u64,
    },
    ResultOfAnotherDeed,
    InDoubtAlready,
    PrintingInDoubt,

    // keys
    KeyNotAdmitted {
        key: Name,
    },
    KeyAdmittedAlready {
        key: Name,
    },
    KeyNotOnTheTable {
        key: Name,
    },
    KeyHasAPin {
        key: Name,
    },
    KeyOfAnotherAccount {
        key: Name,
        account: Name,
    },
    PinNotSettled {
        key: Name,
    },
    PinIsNotOn {
        key: Name,
        sheet: SheetId,
    },
    NoSuchCredential {
        key: Name,
    },
    NoCredential {
        key: Name,
    },
    NoCredentialToRegister {
        key: Name,
    },
    RegisteredAlready {
        key: Name,
    },
    SettingsNotAsPlanned {
        key: Name,
    },
    NoSnapshotBegun {
        key: Name,
    },
    OtherDifferences,
    NotRecordedBeforeSealing {
        key: Name,
    },
    AnotherKeyIsOut {
        key: Name,
    },
    ListNotNewer {
        known: u64,
        number: u64,
    },

    // sheets
    NoSuchSheet {
        sheet: SheetId,
    },
    NextPageIs {
        sheet: SheetId,
    },
    SheetNotOnTheTable {
        sheet: SheetId,
    },
    SheetOfKeyNotOnTheTable {
        sheet: SheetId,
        key: Name,
    },
    AnotherPinInTheMaking {
        key: Name,
    },
    NotAProvenPinSheet {
        sheet: SheetId,
        key: Name,
    },
    NotFreshlyPrinted {
        sheet: SheetId,
    },
    FingerprintOfAPin,
    FingerprintForm,
    FingerprintOfAnother {
        sheet: SheetId,
    },
    CredentialForm,
    CredentialOfAnother {
        key: Name,
    },
    FingerprintDiffers {
        sheet: SheetId,
    },
    MayBeLive {
        sheet: SheetId,
    },
    DestructionInDoubt {
        sheet: SheetId,
    },
    ReplacementInDoubt,
    ReplacementNotSealed {
        sheet: SheetId,
    },
    ReplacementsNotSealed,
    NeitherVoidNorSuperseded {
        sheet: SheetId,
    },

    // shares and passwords
    SetHasShares {
        account: Name,
        shares: u64,
    },
    NoSetInTheMaking,
    NotEveryShareProven {
        shares: u64,
        set: u64,
    },
    HandoverNotConfirmed,

    // bags
    NoSuchBag {
        bag: BagSerial,
    },
    BagUsedBefore {
        bag: BagSerial,
    },
    BagNotFetched {
        bag: BagSerial,
    },
    BagNotSealed {
        bag: BagSerial,
    },
    EmptyBag,
    ItemTwice {
        item: Item,
    },
    ItemNotOnTheTable {
        item: Item,
    },
    ItemBelongsElsewhere {
        item: Item,
        place: Name,
        not: Name,
    },
    SheetToBeDestroyed {
        sheet: SheetId,
    },
    DoesNotOpen {
        person: Name,
        place: Name,
    },

    // quarantine
    InQuarantine {
        suspect: Suspect,
    },
    NotInQuarantine {
        suspect: Suspect,
    },
}

impl std::error::Error for Refused {}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use Refused as R;
        match self {
            R::OpensTwice => write!(f, "only the first entry opens the book"),
            R::OpensInACeremony => write!(f, "the book opens outside every ceremony"),
            R::NotOpened => write!(f, "the first entry opens the book"),
            R::AnotherCeremonyIsOpen => write!(f, "another ceremony is open"),
            R::NextCeremonyIs { number } => write!(f, "the next ceremony is number {number}"),
            R::OpenCeremonyIs { number } => write!(f, "the open ceremony is number {number}"),
            R::NoCeremonyIsOpen => write!(f, "no ceremony is open"),
            R::SignedByOthers => write!(f, "those who sign are not just those at the table"),
            R::SignedByNobody => write!(f, "nobody stands behind the entry"),
            R::BelongsToNoCeremony => {
                write!(
                    f,
                    "templates and plans are recorded between ceremonies, by nobody"
                )
            }
            R::ProgramHash => write!(
                f,
                "a program's hash is 64 hex digits, and in a rehearsal the word `rehearsal`"
            ),

            R::HeldAlready { hash } => write!(f, "the ledger holds {hash} already"),
            R::NoSuchTemplate { hash } => write!(f, "the ledger holds no template {hash}"),
            R::NoSuchPlan { hash } => write!(f, "the ledger holds no plan {hash}"),
            R::TooLong { bytes } => write!(
                f,
                "it has {bytes} bytes as JSON; an entry has room for {MOST_BYTES}"
            ),
            R::UnknownRules { rules } => write!(
                f,
                "the ceremony is judged by version {rules} of the rules; this program knows up to {RULES}"
            ),
            R::StepInAnotherPart { procedure } => {
                write!(f, "{} stands in a part for other things", procedure.name())
            }
            R::KeyWanted => write!(f, "the ceremony is for a key, and names none"),
            R::KeyNotWanted => write!(f, "the ceremony is for no key, and names one"),
            R::FileWanted => write!(f, "the ceremony is for a file, and names none"),
            R::FileNotWanted => write!(f, "the ceremony is for no file, and names one"),
            R::ScriptDiffers => write!(f, "the script is not what template and plan give"),
            R::PartNotNow { part } => write!(f, "part {part} cannot begin here"),
            R::PartWithoutReason => write!(f, "a part names its duty and the reason"),
            R::RollWasCalled => {
                write!(f, "the roll was called: the ceremony is ended or abandoned")
            }
            R::WithoutReason => write!(f, "a reason is needed"),
            R::CeremonyWithoutSteps => write!(f, "a ceremony has steps"),
            R::BoundToAnotherPlan => {
                write!(
                    f,
                    "the ceremony is bound to another plan than the adopted one"
                )
            }
            R::NextStepIs { next, not } => write!(f, "the next step is {next}, not {not}"),
            R::EveryStepHasEnded => write!(f, "every step has ended"),
            R::StepLacksInitials { step } => write!(f, "step {step} lacks initials"),
            R::StepIsNotToBeInitialled { step } => {
                write!(f, "step {step} is not done, or was initialled")
            }
            R::StepsNotInitialled { steps } => {
                write!(f, "not initialled: steps {}", steps.join(", "))
            }
            R::StepCannotBeLeftOut { step } => write!(f, "step {step} cannot be left out"),
            R::StepNotAchieved { step, procedure } => {
                write!(f, "step {step} ({}) is not achieved", procedure.name())
            }
            R::NotEveryStepHasEnded => write!(f, "not every step has ended"),
            R::NoCheckpoint => write!(f, "no checkpoint closes the ceremony"),
            R::MinutesMissing => write!(f, "the minutes were not printed for each custodian"),
            R::MinutesOfAnotherCheckpoint => write!(f, "the minutes carry the last checkpoint"),
            R::MinutesPrintedAlready { person } => {
                write!(
                    f,
                    "the minutes of this checkpoint were printed for {person}"
                )
            }
            R::CopiesMissing => write!(f, "two copies of the book were not written"),
            R::NoSuchCopy => write!(f, "there are two copies"),
            R::CopyWithoutCheckpoint => write!(f, "the copy does not hold the last checkpoint"),
            R::CopyHoldsMore => write!(f, "the copy holds more than there is"),
            R::StillOut { items, bags } => {
                let items = items.iter().map(ToString::to_string);
                let bags = bags.iter().map(|bag| format!("bag {bag}"));
                let out: Vec<String> = items.chain(bags).collect();
                write!(f, "still out: {} (I19)", out.join(", "))
            }

            R::NotOneOfEach => write!(f, "a session has one key custodian and one PIN custodian"),
            R::OneIsBoth => write!(f, "one person cannot be both custodians"),
            R::HeadOfAnotherPaper { person } => {
                write!(f, "{person} can read a head of this ledger alone")
            }
            R::ExceptionFirst => write!(
                f,
                "what the roll call found needs an exception first, with both assents"
            ),
            R::FindingsWithoutException => write!(
                f,
                "what is not fit on the laptop needs an exception first, with both assents"
            ),
            R::MayNotActAs { person, role } => {
                write!(f, "{person} may not act as {}", role.in_words())
            }
            R::TermDoesNotCover { person, day } => {
                write!(f, "the term of {person} does not cover {day}")
            }
            R::LapsedWithoutException => write!(
                f,
                "people whose terms have ended adopt a plan only with an exception"
            ),
            R::KnowsAPin { person } => write!(
                f,
                "{person} has seen a PIN that is still live, and may not hold its key"
            ),
            R::BothMustAssent => write!(f, "both custodians must assent"),
            R::NobodyWasAsked => write!(f, "nobody is asked to assent to this"),
            R::NothingInterrupted => write!(f, "the ceremony was not interrupted"),
            R::NamedTwice => write!(f, "somebody is named twice"),
            R::InitialsForNoStep => write!(f, "initials name at least one step"),
            R::PlanAdoptedAlready => write!(f, "this ceremony has adopted its plan"),
            R::NamedButAbsent => write!(f, "somebody is named who is not at the table"),
            R::ShareReadByTwo => write!(f, "two people read a share, each one half"),
            R::PinReadByItsCustodian => write!(f, "the PIN custodian alone reads a PIN"),

            R::NoPlan => write!(f, "no plan is adopted"),
            R::PlanOfAnotherCeremony => write!(f, "the ceremony is bound to another plan"),
            R::PlanBreaksARule { rule } => {
                write!(f, "the plan breaks a rule of the chapter on plans: {rule}")
            }
            R::PlanKnowsNoKey { key } => write!(f, "the plan knows no key {key}"),
            R::PlanKnowsNoAccount { account } => write!(f, "the plan knows no account {account}"),
            R::NameOfAnother { name } => write!(
                f,
                "the plan gives the name {name} to another thing than the one in custody"
            ),
            R::PlanHasNoPlaceFor { item } => write!(f, "the plan has no place for {item}"),

            R::NoOpenIntent { intent } => write!(f, "entry {intent} is not an open intent"),
            R::ResultOfAnotherDeed => write!(f, "the result belongs to another deed"),
            R::InDoubtAlready => write!(f, "it is in doubt already"),
            R::PrintingInDoubt => {
                write!(f, "a page whose printing is in doubt is voided, not used")
            }

            R::KeyNotAdmitted { key } => write!(f, "key {key} is not admitted"),
            R::KeyAdmittedAlready { key } => write!(f, "key {key} is admitted already"),
            R::KeyNotOnTheTable { key } => write!(f, "key {key} is not on the table"),
            R::KeyHasAPin { key } => write!(f, "key {key} has a PIN, or may have one"),
            R::KeyOfAnotherAccount { key, account } => {
                write!(f, "key {key} is not of account {account}")
            }
            R::PinNotSettled { key } => write!(f, "key {key} has no settled PIN"),
            R::PinIsNotOn { key, sheet } => {
                write!(f, "the PIN of {key} is not the one on {sheet}")
            }
            R::NoSuchCredential { key } => write!(f, "key {key} holds no such credential"),
            R::NoCredential { key } => write!(f, "key {key} has no credential"),
            R::NoCredentialToRegister { key } => {
                write!(f, "key {key} has no credential to register")
            }
            R::RegisteredAlready { key } => {
                write!(f, "the credential of {key} is registered already")
            }
            R::SettingsNotAsPlanned { key } => {
                write!(f, "the settings of {key} are not what the plan wants")
            }
            R::NoSnapshotBegun { key } => write!(f, "no snapshot of {key} was begun"),
            R::OtherDifferences => {
                write!(f, "the differences are not those that the snapshots show")
            }
            R::NotRecordedBeforeSealing { key } => {
                write!(f, "key {key} was not recorded right before sealing (I18)")
            }
            R::AnotherKeyIsOut { key } => write!(
                f,
                "{key} of the same account, or its PIN sheet, is out (I17)"
            ),
            R::ListNotNewer { known, number } => {
                write!(f, "list {known} was imported: {number} is not newer")
            }

            R::NoSuchSheet { sheet } => write!(f, "no sheet {sheet}"),
            R::NextPageIs { sheet } => write!(f, "the next page is {sheet}"),
            R::SheetNotOnTheTable { sheet } => write!(f, "sheet {sheet} is not on the table"),
            R::SheetOfKeyNotOnTheTable { sheet, key } => {
                write!(f, "sheet {sheet} of {key} is not on the table")
            }
            R::AnotherPinInTheMaking { key } => {
                write!(f, "another PIN sheet of {key} is in the making")
            }
            R::NotAProvenPinSheet { sheet, key } => write!(
                f,
                "sheet {sheet} is not a proven PIN sheet of {key} on the table"
            ),
            R::NotFreshlyPrinted { sheet } => write!(f, "sheet {sheet} is not freshly printed"),
            R::FingerprintOfAPin => write!(f, "shares have fingerprints, PINs have none"),
            R::FingerprintOfAnother { sheet } => {
                write!(f, "sheet {sheet} cannot hold the share of another sheet")
            }
            R::CredentialForm => write!(f, "a credential is in hex digits, as a key gives it"),
            R::CredentialOfAnother { key } => write!(f, "key {key} has this credential already"),
            R::FingerprintForm => write!(f, "a fingerprint is 64 hex digits"),
            R::FingerprintDiffers { sheet } => {
                write!(f, "the fingerprint of {sheet} is another")
            }
            R::MayBeLive { sheet } => write!(f, "sheet {sheet} may be live, or is gone already"),
            R::DestructionInDoubt { sheet } => {
                write!(f, "whether {sheet} was destroyed is in doubt already")
            }
            R::ReplacementInDoubt => write!(f, "the replacement is in doubt (I12)"),
            R::ReplacementNotSealed { sheet } => {
                write!(f, "its replacement {sheet} is not sealed (I12)")
            }
            R::ReplacementsNotSealed => write!(f, "its replacements are not all sealed (I12)"),
            R::NeitherVoidNorSuperseded { sheet } => {
                write!(f, "sheet {sheet} is neither void nor superseded")
            }

            R::SetHasShares { account, shares } => {
                write!(f, "a set of {account} has {shares} shares")
            }
            R::NoSetInTheMaking => write!(f, "the page belongs to no set in the making"),
            R::NotEveryShareProven { shares, set } => write!(
                f,
                "not every one of the {shares} shares of set {set} is proven"
            ),
            R::HandoverNotConfirmed => write!(f, "the last handover was not confirmed"),

            R::NoSuchBag { bag } => write!(f, "bag {bag} is not in this book"),
            R::BagUsedBefore { bag } => write!(f, "bag {bag} was used before"),
            R::BagNotFetched { bag } => write!(f, "bag {bag} was not fetched and inspected"),
            R::BagNotSealed { bag } => write!(f, "bag {bag} is not sealed"),
            R::EmptyBag => write!(f, "an empty bag is not sealed"),
            R::ItemTwice { item } => write!(f, "{item} is named twice"),
            R::ItemNotOnTheTable { item } => write!(f, "{item} is not on the table"),
            R::ItemBelongsElsewhere { item, place, not } => {
                write!(f, "{item} belongs to {place}, not to {not}")
            }
            R::SheetToBeDestroyed { sheet } => {
                write!(f, "sheet {sheet} is to be destroyed, not sealed")
            }
            R::DoesNotOpen { person, place } => write!(f, "{person} does not open {place}"),

            R::InQuarantine { suspect } => write!(f, "{suspect} is in quarantine (I18)"),
            R::NotInQuarantine { suspect } => write!(f, "{suspect} is not in quarantine"),
        }
    }
}
