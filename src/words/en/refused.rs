//! Why the rules refuse an entry, in English.

use super::thing;
use crate::custody::Refused;
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use crate::words::clause::Thing;

pub(super) fn said(refused: &Refused) -> String {
    use Refused as R;
    match refused {
        R::OpensTwice => "only the first entry of a ledger opens the book".into(),
        R::OpensInACeremony => "the book is opened before any ceremony begins".into(),
        R::NotOpened => "the first entry must open the book".into(),
        R::AnotherCeremonyIsOpen => "another ceremony is still open".into(),
        R::NextCeremonyIs { number } => format!("the next ceremony has number {number}"),
        R::OpenCeremonyIs { number } => format!("the open ceremony has number {number}"),
        R::NoCeremonyIsOpen => "no ceremony is open".into(),
        R::SignedByAnAbsentee => "somebody who is not at the table would sign this entry".into(),
        R::SignedByNobody => "nobody would sign this entry".into(),
        R::CeremonyWithoutSteps => "a ceremony must have steps".into(),
        R::BoundToAnotherPlan => {
            "the ceremony is bound to a different plan than the adopted one".into()
        }
        R::NextStepIs { next, not } => format!("the next step is {next}, not {not}"),
        R::EveryStepHasEnded => "all steps are already complete".into(),
        R::StepLacksInitials { step } => format!("somebody has not initialled step {step}"),
        R::StepCannotBeLeftOut { step } => format!("step {step} cannot be skipped"),
        R::StepIsAboutAnother { step, procedure } => format!(
            "step {step} is about something else than {}",
            procedure.name()
        ),
        R::StepNotAchieved { step, procedure } => format!(
            "step {step} ({}) has not achieved its purpose yet",
            procedure.name()
        ),
        R::NotEveryStepHasEnded => "some steps are not complete yet".into(),
        R::SecretMayBeLive => {
            "a PIN or password may be in use without having been confirmed".into()
        }
        R::NoCheckpoint => "the ledger has not been closed for this ceremony".into(),
        R::MinutesMissing => "the minutes have not been printed for each custodian".into(),
        R::MinutesOfAnotherCheckpoint => {
            "the minutes must show the latest head of the ledger".into()
        }
        R::CopiesMissing => "two copies of the book have not been written yet".into(),
        R::NoSuchCopy => "there are only two copies".into(),
        R::CopyWithoutCheckpoint => {
            "the copy does not contain the latest head of the ledger".into()
        }
        R::CopyHoldsMore => "the copy contains more entries than the ledger".into(),
        R::StillOut { items, bags } => format!(
            "these things are still outside a bag or not put away: {}",
            thing::out(items, bags).join(", ")
        ),
        R::NotOneOfEach => "a sitting needs one key custodian and one PIN custodian".into(),
        R::OneIsBoth => "one person cannot be both custodians".into(),
        R::HeadOfAnotherPaper { person } => {
            format!("{person} can only read the head on their own last minutes")
        }
        R::MayNotActAs { person, role } => format!(
            "{person} may not act as {} today",
            role.on_script(ScriptWords::of(Language::English))
        ),
        R::KnowsAPin { person } => {
            format!("{person} has seen a PIN that is still in use, and may not hold its key")
        }
        R::BothMustAssent => "both custodians must assent".into(),
        R::NamedButAbsent => "somebody is named who is not at the table".into(),
        R::ShareReadByTwo => "two people must read a share, one half each".into(),
        R::PinReadByOne => "only one person may read a PIN".into(),
        R::NoPlan => "no plan has been adopted".into(),
        R::PlanOfAnotherCeremony => "the ceremony is bound to another plan".into(),
        R::PlanBreaksARule { rule } => format!("the plan breaks the rule {rule} (manual: plan)"),
        R::PlanKnowsNoKey { key } => format!("the plan does not contain key {key}"),
        R::PlanKnowsNoAccount { account } => format!("the plan does not contain account {account}"),
        R::PlanKnowsNoPlace { place } => format!("the plan does not contain place {place}"),
        R::PlanHasNoPlaceFor { item } => format!(
            "the plan has no place for {}",
            thing::said(&Thing::from(item))
        ),
        R::NoOpenIntent { intent } => {
            format!("entry {intent} does not announce a deed that is still open")
        }
        R::ResultOfAnotherDeed => "the result belongs to another deed".into(),
        R::InDoubtAlready => "this is already in doubt".into(),
        R::PrintingInDoubt => "a page that may not have been printed completely is void".into(),
        R::KeyNotAdmitted { key } => format!("key {key} has not been admitted"),
        R::KeyAdmittedAlready { key } => format!("key {key} has already been admitted"),
        R::KeyNotOnTheTable { key } => format!("key {key} is not on the table"),
        R::KeyHasAPin { key } => format!("key {key} has a PIN, or may have one"),
        R::KeyOfAnotherAccount { key, account } => {
            format!("key {key} does not belong to account {account}")
        }
        R::PinNotSettled { key } => format!("it is not settled which PIN key {key} has"),
        R::PinIsNotOn { key, sheet } => {
            format!("the PIN of key {key} is not the one on sheet {sheet}")
        }
        R::NoSuchCredential { key } => format!("key {key} does not hold this passkey"),
        R::NoCredential { key } => format!("key {key} has no passkey"),
        R::NoCredentialToRegister { key } => format!("key {key} has no passkey to register"),
        R::SettingsNotAsPlanned { key } => {
            format!("key {key} does not have the settings that the plan requires")
        }
        R::NoSnapshotBegun { key } => {
            format!("the recording of the state of key {key} was not started")
        }
        R::SealingComparesNothing => {
            "the state that is recorded before sealing is compared with nothing".into()
        }
        R::OtherDifferences => {
            "the named differences are not the ones that the recordings show".into()
        }
        R::NotRecordedBeforeSealing { key } => {
            format!("the state of key {key} was not recorded right before sealing")
        }
        R::AnotherKeyIsOut { key } => format!(
            "key {key} of the same account, or its PIN sheet, is still outside its bag; put it away first"
        ),
        R::ListNotNewer { known, number } => {
            format!("list {known} has been imported, and list {number} is not newer")
        }
        R::NoSuchSheet { sheet } => format!("there is no sheet {sheet}"),
        R::NextPageIs { sheet } => format!("the next page is {sheet}"),
        R::SheetNotOnTheTable { sheet } => format!("sheet {sheet} is not on the table"),
        R::SheetOfKeyNotOnTheTable { sheet, key } => {
            format!("sheet {sheet} of key {key} is not on the table")
        }
        R::AnotherPinInTheMaking { key } => {
            format!("another PIN sheet of key {key} has been started and not finished")
        }
        R::NotAProvenPinSheet { sheet, key } => {
            format!("sheet {sheet} is not a checked PIN sheet of key {key} on the table")
        }
        R::NotFreshlyPrinted { sheet } => format!("sheet {sheet} is not freshly printed"),
        R::FingerprintOfAPin => "only shares have fingerprints, PINs have none".into(),
        R::FingerprintForm => "a fingerprint has 64 hexadecimal digits".into(),
        R::FingerprintDiffers { sheet } => {
            format!("the share on sheet {sheet} has a different fingerprint")
        }
        R::MayBeLive { sheet } => {
            format!("the secret on sheet {sheet} may be in use, or the sheet is already gone")
        }
        R::DestructionInDoubt { sheet } => {
            format!("it is already in doubt whether sheet {sheet} was destroyed")
        }
        R::ReplacementInDoubt => "it is in doubt whether the replacement is in use".into(),
        R::ReplacementNotSealed { sheet } => {
            format!("sheet {sheet}, which replaces it, has not been sealed")
        }
        R::ReplacementsNotSealed => "not all sheets that replace it have been sealed".into(),
        R::NeitherVoidNorSuperseded { sheet } => {
            format!("sheet {sheet} is still valid, so it must not be destroyed")
        }
        R::SetHasShares { account, shares } => {
            format!("a set of shares of account {account} has {shares} shares")
        }
        R::NoSetInTheMaking => {
            "the page does not belong to a set of shares that is being made".into()
        }
        R::NotEveryShareProven { shares, set } => {
            format!("not all {shares} shares of set {set} have been checked")
        }
        R::HandoverNotConfirmed => "the last handover of a password was not confirmed".into(),
        R::NoSuchBag { bag } => format!("bag {bag} does not occur in this book"),
        R::BagUsedBefore { bag } => format!("bag {bag} was used before"),
        R::BagNotFetched { bag } => format!("bag {bag} has not been fetched and inspected"),
        R::BagNotSealed { bag } => format!("bag {bag} is not sealed"),
        R::EmptyBag => "an empty bag cannot be sealed".into(),
        R::ItemTwice { item } => format!("{} is named twice", thing::said(&Thing::from(item))),
        R::ItemNotOnTheTable { item } => {
            format!("{} is not on the table", thing::said(&Thing::from(item)))
        }
        R::ItemBelongsElsewhere { item, place, not } => format!(
            "{} belongs to {place}, not to {not}",
            thing::said(&Thing::from(item))
        ),
        R::SheetToBeDestroyed { sheet } => format!("sheet {sheet} must be destroyed, not sealed"),
        R::DoesNotOpen { person, place } => format!("{person} has no access to {place}"),
    }
}
