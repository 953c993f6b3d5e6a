//! The parts of sentences, in English.

use super::{finding, refused, thing};
use crate::words::clause::Clause;

pub(super) fn said(clause: &Clause) -> String {
    use Clause as C;
    match clause {
        C::Words(words) => words.clone(),
        C::Refused(refused) => refused::said(refused),
        C::BagIsOpen { bag } => format!("bag {bag} is open"),
        C::BagIsSealed { bag } => format!("bag {bag} is sealed"),
        C::BagWasHandedOver { bag } => format!("bag {bag} was handed over"),
        C::KeyIsUnplugged { key } => format!("key {key} is unplugged"),
        C::SheetIsDestroyed { sheet } => format!("sheet {sheet} is destroyed"),
        C::NotInitialled { person, step } => format!("{person} did not initial step {step}"),
        C::TenantTook { key } => format!("the tenant accepted the registration of key {key}"),
        C::FileIsThere { file } => format!("the file {file} is there"),
        C::TenantsPageIsOpen { account } => format!("the tenant's page for {account} is open"),
        C::NewPasswordIsAccepted { account } => format!("the new password of {account} is accepted"),
        C::SignInAs { account } => format!("the sign-in as {account}"),
        C::AlertFor { account } => format!("the alert for the sign-in as {account}"),

        C::SerialsDiffer { first, second } => format!("one of you read {first}, the other {second}"),
        C::SerialWasUsed { bag } => format!("bag {bag} was used before; each serial number is used only once"),
        C::NoSerial => "a bag's serial number has 3 to 24 characters: A-Z, 0-9 and hyphens".into(),
        C::DoesNotOpenThePlace => "that person has no access to the place".into(),
        C::NobodyOfThatName => "the plan names nobody with that name for this".into(),
        C::NoThrow => "a throw is a digit from 1 to 6".into(),
        C::ThrowsMissing { missing, least } => format!("{missing} of {least} throws are missing"),
        C::NoFairDie => "one number makes up more than half of all throws, so this die is not fair".into(),
        C::Empty => "nothing was typed".into(),
        C::NotThePinsDigits { digits } => format!("the PIN consists of {digits} digits and nothing else"),
        C::NotAsPrinted => "what was typed is not what was printed".into(),
        C::LettersDoNotFit => "the PIN and the check letters do not belong together, or they do not belong to this sheet".into(),
        C::AnotherPrivateWord => "this is not your private word".into(),
        C::PrivateWordTooShort => "a private word has at least four characters".into(),
        C::PrivateWordsDiffer => "the two words differ".into(),
        C::ReasonNeeded => "a reason is needed".into(),
        C::NoTime => "type the date and the time, such as 2026-01-12 09:41".into(),
        C::DatesDiffer => "the two dates differ. Look at both watches, and type both again".into(),
        C::WordIsAnother { position } => format!("word {position} is wrong"),
        C::WordOutOfTurn { position } => format!("near word {position}, a word is missing, doubled or swapped"),
        C::WordUnknown { position } => format!("word {position} is not in the word list"),
        C::WordCount { heard, needed } => format!("{heard} words were typed, and {needed} are needed"),

        C::TheSerial => "the bag's serial number".into(),
        C::TheNewSerial => "the serial number of a new bag".into(),
        C::TheName => "the name".into(),
        C::TheThrows => "the throws of the die".into(),
        C::TheText => "the text".into(),
        C::ThePin { sheet } => format!("the PIN from sheet {sheet}"),
        C::TheWords { sheet } => format!("the words of sheet {sheet}"),
        C::TheReason => "the reason".into(),
        C::WhatWasFoundOut => "what was found out".into(),
        C::TheHeadSize => "the head size".into(),
        C::TheTime => "the time".into(),
        C::ThePrivateWord => "the private word".into(),

        C::PlanAdds { thing } => format!("the new plan adds {thing}"),
        C::PlanRemoves { thing } => format!("the new plan no longer names {thing}"),
        C::PlanChanges { field, from, to } => {
            let (from, to) = (or_nothing(from), or_nothing(to));
            format!("the new plan changes {field} from {from} to {to}")
        }

        C::PlanBecomesBinding => "the plan becomes binding".into(),
        C::PartBegins { title } => format!("this part of the ceremony begins: {title}"),
        C::FirstPin { key } => format!("key {key} gets its first PIN"),
        C::NewPin { key } => format!("the PIN of key {key} is changed"),
        C::PasskeyIsDeleted { key } => format!("the account's passkey on key {key} is deleted"),
        C::KeyIsConfigured { key, settings } => {
            let settings: Vec<String> = settings.iter().map(said).collect();
            format!("settings of key {key}: {}", settings.join("; "))
        }
        C::KnownBySerial { key, serial } => format!(
            "key {key} signs nothing without its PIN, so only its serial number {serial} tells it from other keys, and a forged key can copy that number. Compare it with the number on the key and on its label"
        ),
        C::TakesNoShorterPin { least } => format!("it accepts no PIN with fewer than {least} characters; only a reset undoes this"),
        C::TellsLeastPinLength { rp_ids } => format!("it tells {} the minimum length of its PIN", rp_ids.join(", ")),
        C::AttestsForEnterprises => "it may identify itself to the organisations that its maker entered in it; only a reset undoes this".into(),
        C::AlwaysWantsItsPin => "it asks for its PIN for everything, even where a site does not require it".into(),
        C::KeyIsReset { key } => {
            format!("key {key} is reset, and everything on it is lost")
        }
        C::ListIsTaken { number } => format!("this book uses FIDO's list {number} from now on"),
        C::ListIsStale { number, until } => format!("a newer list than FIDO's list {number} was due by {until}; list {number} does not show what became known since"),
        C::CannotProtect { key } => format!("key {key} cannot protect the passkey as the tenant requests"),
        C::KeptUnseen { key } => format!("whether key {key} keeps the passkey so that it is found at sign-in cannot be seen: the key does not list its passkeys"),
        C::ModelIsUnproven { key, model, why } => format!("all keys of the model {model} can prove what they are, but key {key} was not proven to be one: {}", said(why)),
        C::ModelIsWarnedOf { key, warnings } => format!("FIDO's list warns about the model of key {key}: {}", warnings.join("; ")),
        C::NewPassword { account } => format!("account {account} gets a new password"),
        C::CeremonyIsWithdrawn => "this ceremony is withdrawn".into(),
        C::StepIsLeftOut { step } => format!("step {step} is skipped"),
        C::CeremonyEndsUnfinished => "this ceremony ends unfinished".into(),
        C::SealedUnrecorded { key } => format!("key {key} goes into its bag without its state being recorded"),
        C::QuarantineEnds { thing } => format!("{} can be relied on again", thing::said(thing)),
        C::GoesOnAfter { minutes } => format!("the ceremony continues after {minutes} minutes"),
        C::NoMinutesHere { person } => format!("{person} has not read the head on their newest signed minutes of this ledger, so this may be a different ledger"),
        C::NoHeadOfThisSize => "the ledger has no head of this size. Look at the paper, and type the number after \"head size\" again".into(),
        C::NoSize => "type the number that stands after \"head size\"".into(),
        C::ClockIsBehind { latest } => format!("the laptop's clock is behind the last entry of the ledger ({latest})"),
        C::PrivateWordsNotAccepted => "these words are not accepted. Choose new ones, both of you".into(),
        C::ClockDiffers { minutes } => format!("the laptop's clock and a watch differ by {minutes} minutes"),
        C::TriesAreLow { key, left, wrong } => format!("key {key} has {left} PIN tries left, and {wrong} PINs were wrong just now"),
        C::LaptopIsNotFit { findings } => format!("the laptop does not meet the requirements: {}", findings.iter().map(finding::said).collect::<Vec<_>>().join("; ")),

        C::OneIsBoth => "one person cannot be both custodians".into(),
        C::NoPlaceFor { thing } => format!("the plan has no place for the {}", thing::said(thing)),
        C::KeyNotAdmitted { key } => format!("key {key} has not been admitted"),
        C::NotInThePlan { name } => format!("the plan does not contain {name}"),
        C::NoPasswordYet { account } => format!("account {account} has no password in shares yet"),
        C::NoCeremonyIsOpen => "no ceremony is open".into(),
        C::NoCeremonyToGoOnWith => "no ceremony is open; name the ceremony that you want to begin".into(),
        C::NoHeadYet => "no head is recorded yet".into(),
        C::NothingInQuarantine => "nothing is in quarantine".into(),
        C::StepWithoutSubject { step } => format!("step {step} does not say what it is about"),
        C::CannotSplit { why } => format!("the password cannot be split: {why}"),
        C::SharesGiveNoPassword { why } => format!("the shares do not combine into a password: {why}"),
        C::IsKey { key } => format!("it is key {key}"),
        C::HasPin => "it has a PIN".into(),
        C::KnowsNoPins => "it does not support PINs, so it cannot be used here".into(),
        C::PinIsShorter { sheet, least } => format!("the PIN on sheet {sheet} has fewer than {least} characters, so the key would no longer accept it; change the PIN first"),
        C::NoSuchFile => "there is no such file".into(),
        C::NoText => "it is not a text file".into(),
        C::ForAnother { is, plan } => format!("it is for {is}, but the plan says {plan}"),
        C::ChallengeExpired => "its challenge has expired".into(),
        C::NoPageCame => "no readable page came out".into(),
        C::PageNotConfirmed => "the page was not confirmed".into(),
        C::NewPinDoesNotOpen => "the new PIN does not open it".into(),
        C::DeletedPasskeyIsThere => "the deleted passkey is still there".into(),
        C::SettingIsNotThere => "the setting does not have the value that was set".into(),
        C::ResetDidNotWipe => "it is not empty after its reset".into(),
        C::NoListYet => "no FIDO list has been imported (import-metadata)".into(),
        C::ModelNotListed => "its model is not in FIDO's list".into(),
        C::VouchesForItself => "it vouches only for itself, not for a model".into(),
        C::ProvesNothing => "it says nothing about its origin".into(),
        C::CertificatesNotVerified => "its certificate uses an algorithm that this program does not verify".into(),
        C::AttestsOtherwise { format } => format!("its attestation has the format {format}, which this program does not evaluate"),
        C::BegunForNoFile => "the ceremony was begun without a file; begin it with --file".into(),
        C::DeletePasskeys => "list and delete passkeys".into(),
        C::SetLeastPinLength => "accept a minimum length for its PIN".into(),
        C::TellLeastPinLength { count, most } => format!("tell {count} sites the minimum length of its PIN (at most {most})"),
        C::AttestForEnterprises => "identify itself to an organisation (enterprise attestation)".into(),
        C::AlwaysWantItsPin => "be set to ask for its PIN for everything (alwaysUv)".into(),
        C::BeKnownWithoutPin => "be told from other keys once it asks for its PIN for everything, because it then signs nothing without the PIN and shows no serial number; the setting was undone".into(),
        C::NoSuchPasskey => "the key reports that it has no such passkey".into(),
        C::NoCredentialCame => "the key returned no passkey".into(),
        C::IdentityDoesNotAnswer => "its identity passkey no longer answers".into(),
        C::NewIdentityDoesNotAnswer => "the new identity passkey does not answer".into(),
        C::MadeWithoutPinOrTouch => "the passkey was created without PIN or touch".into(),
        C::OtherAlgorithm => "the passkey uses a different algorithm than requested".into(),
        C::PasskeyCanBeCopied => "the passkey can be copied out of the key, or was".into(),
        C::PasskeyIsNotKept => "the key does not keep the passkey as requested".into(),
        C::ProtectedOtherwise => "the passkey is protected differently than requested".into(),
        C::RecordedKeyIsNoKey => "its recorded public key is not valid".into(),

        C::KeyIsPluggedIn { key } => format!("key {key} is plugged in"),
        C::NoKeyIsPluggedIn => "no key is plugged in".into(),
        C::NoKeyOnTheTable => "no key lies on the table".into(),
        C::NoKeyBlinks => "no key blinks now".into(),
        C::ScannerReadsIt => "the scanner reads it".into(),
        C::NothingAnswersThis => "nothing on the table answers this question".into(),

        C::ItsKeyIsWiped => "its key is wiped, so it opens nothing".into(),
        C::NeverUsed => "it was never used".into(),
        C::AnotherTookItsPlace => "a new sheet has replaced it and is sealed".into(),
    }
}

/// A value of a plan; one that is not there has a word too.
fn or_nothing(value: &str) -> &str {
    match value {
        "" => "nothing",
        value => value,
    }
}
