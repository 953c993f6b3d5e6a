//! The parts of sentences, in English.

use super::thing;
use crate::words::clause::Clause;

pub(super) fn said(clause: &Clause) -> String {
    use Clause as C;
    match clause {
        C::Words(words) => words.clone(),
        C::BagIsOpen { bag } => format!("bag {bag} is open"),
        C::BagIsSealed { bag } => format!("bag {bag} is sealed"),
        C::BagWasHandedOver { bag } => format!("bag {bag} was handed over"),
        C::KeyIsUnplugged { key } => format!("key {key} is unplugged"),
        C::SheetIsDestroyed { sheet } => format!("sheet {sheet} is destroyed"),
        C::NotInitialled { person, step } => format!("{person} did not initial step {step}"),
        C::TenantTook { key } => format!("the tenant took the registration of key {key}"),
        C::FileIsThere { file } => format!("{file} is there"),
        C::TenantsPageIsOpen { account } => format!("the tenant's page for {account} is open"),
        C::NewPasswordIsAccepted { account } => format!("the new password of {account} is accepted"),
        C::SignInAs { account } => format!("the sign-in as {account}"),
        C::AlertFor { account } => format!("the alert for the sign-in as {account}"),

        C::SerialsDiffer { first, second } => format!("one of you read {first}, the other {second}"),
        C::SerialWasUsed { bag } => format!("bag {bag} was used before; each serial serves once"),
        C::NoSerial => "a bag's serial is 3 to 24 characters of A-Z, 0-9 and hyphens".into(),
        C::DoesNotOpenThePlace => "that person does not open the place".into(),
        C::NobodyOfThatName => "the plan has nobody of that name for this".into(),
        C::NoThrow => "a throw is a digit from 1 to 6".into(),
        C::ThrowsMissing { missing, least } => format!("{missing} of {least} throws are missing"),
        C::NoFairDie => "one number is more than half of all throws: this is no fair die".into(),
        C::Empty => "it is empty".into(),
        C::NotThePinsDigits { digits } => format!("the PIN has {digits} digits, and nothing else"),
        C::NotAsPrinted => "what was typed is not what was printed".into(),
        C::LettersDoNotFit => "PIN and check letters do not belong together, or not to this sheet".into(),
        C::AnotherPrivateWord => "the private word is another".into(),
        C::PrivateWordTooShort => "a private word has four characters or more".into(),
        C::PrivateWordsDiffer => "the two words differ".into(),
        C::ReasonNeeded => "a reason is needed".into(),
        C::NoTime => "type the date and the time, such as 2026-01-12 09:41".into(),
        C::DatesDiffer => "the two dates differ. Look at both watches, and type both again".into(),
        C::WordIsAnother { position } => format!("word {position} is another one"),
        C::WordOutOfTurn { position } => format!("at word {position} a word is missing, doubled or swapped"),
        C::WordUnknown { position } => format!("word {position} is not in the list"),
        C::WordCount { heard, needed } => format!("{heard} words came, {needed} are needed"),

        C::TheSerial => "the bag's serial".into(),
        C::TheNewSerial => "the serial of a new bag".into(),
        C::TheName => "the name".into(),
        C::TheThrows => "the throws of a die".into(),
        C::TheText => "the text".into(),
        C::ThePin { sheet } => format!("the PIN from sheet {sheet}"),
        C::TheWords { sheet } => format!("the words of sheet {sheet}"),
        C::TheReason => "the reason".into(),
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
            let settings: Vec<String> = settings.iter().map(|s| said(s)).collect();
            format!("settings of key {key}: {}", settings.join("; "))
        }
        C::KnownBySerial { key, serial } => format!(
            "key {key} signs nothing without its PIN: it is told from others by its serial number {serial} alone, which a forged key can copy. Compare it with what stands on the key and on its label"
        ),
        C::TakesNoShorterPin { least } => format!("it takes no PIN of less than {least} characters; only a reset takes that back"),
        C::TellsLeastPinLength { rp_ids } => format!("it tells {} how long its PIN must be at least", rp_ids.join(", ")),
        C::AttestsForEnterprises => "it may name itself to the organisations that its maker wrote into it; only a reset takes that back".into(),
        C::AlwaysWantsItsPin => "it wants its PIN for everything, also where a site does not ask for it".into(),
        C::KeyIsReset { key } => {
            format!("key {key} is reset, and everything on it is lost")
        }
        C::ListIsTaken { number } => format!("FIDO's list {number} is taken for this book"),
        C::ListIsStale { number, until } => format!("a newer list of FIDO's than {number} was due by {until}: what became known since is not in it"),
        C::ModelIsWarnedOf { key, warnings } => format!("FIDO's list warns of the model of key {key}: {}", warnings.join("; ")),
        C::NewPassword { account } => format!("account {account} gets a new password"),
        C::StepIsLeftOut { step } => format!("step {step} is left out"),
        C::CeremonyIsWithdrawn => "this ceremony is withdrawn".into(),
        C::CeremonyEndsUnfinished => "this ceremony ends unfinished".into(),
        C::SealedUnrecorded { key } => format!("key {key} goes into its bag without being recorded"),
        C::NoMinutesHere { person } => format!("{person} has no minutes here, so this may be another ledger"),
        C::ClockDiffers { minutes } => format!("the laptop's clock and a watch differ by {minutes} minutes"),
        C::TriesAreLow { key, left, wrong } => format!("key {key} has {left} PIN tries left, and {wrong} were wrong just now"),
        C::LaptopIsNotFit { findings } => format!("the laptop: {}", findings.join("; ")),

        C::OneIsBoth => "one person cannot be both custodians".into(),
        C::NoPlaceFor { thing } => format!("the plan has no place for the {}", thing::said(thing)),
        C::KeyNotAdmitted { key } => format!("key {key} is not admitted"),
        C::NotInThePlan { name } => format!("the plan knows no {name}"),
        C::NoPasswordYet { account } => format!("account {account} has no password in shares yet"),
        C::NoCeremonyIsOpen => "no ceremony is open".into(),
        C::NoCeremonyToGoOnWith => "no ceremony is open; name one to begin it".into(),
        C::NoHeadYet => "no head is recorded yet".into(),
        C::SecretMayBeLive => "a PIN or password may be live without having been confirmed; its step must speak first".into(),
        C::StepWithoutSubject { step } => format!("step {step} does not say what it is about"),
        C::CannotSplit { why } => format!("the password cannot be split: {why}"),
        C::SharesGiveNoPassword { why } => format!("the shares do not give a password: {why}"),
        C::IsKey { key } => format!("it is key {key}"),
        C::HasPin => "it has a PIN".into(),
        C::KnowsNoPins => "it knows no PINs, so it cannot be used here".into(),
        C::PinIsShorter { sheet, least } => format!("the PIN on sheet {sheet} has less than {least} characters, so the key would not take it any more; rotate it first"),
        C::NoSuchFile => "there is no such file".into(),
        C::NoText => "it is not text".into(),
        C::ForAnother { is, plan } => format!("it is for {is}, and the plan says {plan}"),
        C::ChallengeExpired => "its challenge has expired".into(),
        C::NoPageCame => "no readable page came out".into(),
        C::PageNotConfirmed => "it was not confirmed".into(),
        C::NewPinDoesNotOpen => "the new PIN does not open it".into(),
        C::DeletedPasskeyIsThere => "the deleted passkey is still there".into(),
        C::SettingIsNotThere => "the setting is not what it was set to".into(),
        C::ResetDidNotWipe => "after its reset it is not empty".into(),
        C::NoListYet => "no list of FIDO was imported (import-metadata)".into(),
        C::ModelNotListed => "its model is not in FIDO's list".into(),
        C::VouchesForItself => "it vouches for itself, and for no model".into(),
        C::ProvesNothing => "it says nothing of its origin".into(),
        C::CertificatesNotVerified => "its certificate is of an algorithm that this program does not verify".into(),
        C::AttestsOtherwise { format } => format!("its attestation is of the format {format}, which is not judged"),
        C::BegunForNoFile => "the ceremony was begun for no file: begin it with --file".into(),
        C::DeletePasskeys => "list and delete passkeys".into(),
        C::SetLeastPinLength => "be told the shortest PIN that it may take".into(),
        C::TellLeastPinLength { count, most } => format!("tell {count} sites how long its PIN must be, but {most} at most"),
        C::AttestForEnterprises => "name itself to an organisation (enterprise attestation)".into(),
        C::AlwaysWantItsPin => "be told to want its PIN for everything (alwaysUv)".into(),
        C::BeKnownWithoutPin => "be told from others once it wants its PIN for everything: it then signs nothing without it, and shows no serial number; the setting was taken back".into(),
        C::NoSuchPasskey => "the key says that it has no such passkey".into(),
        C::NoCredentialCame => "no credential came".into(),
        C::IdentityDoesNotAnswer => "its identity credential no longer answers".into(),
        C::NewIdentityDoesNotAnswer => "the new identity credential does not answer".into(),
        C::MadeWithoutPinOrTouch => "the credential was made without PIN or touch".into(),
        C::OtherAlgorithm => "the credential is of another algorithm than asked for".into(),
        C::RecordedKeyIsNoKey => "its recorded public key is no key".into(),

        C::KeyIsPluggedIn { key } => format!("key {key} is plugged in"),
        C::NoKeyIsPluggedIn => "no key is plugged in".into(),
        C::NoKeyOnTheTable => "no key lies on the table".into(),
        C::NoKeyBlinks => "no key blinks now".into(),
        C::ScannerReadsIt => "the scanner reads it".into(),
        C::NothingAnswersThis => "nothing of what lies here answers this question".into(),

        C::ItsKeyIsWiped => "its key is wiped, and it opens nothing".into(),
        C::NeverUsed => "it was never used".into(),
        C::AnotherTookItsPlace => "another one took its place, and is sealed".into(),
    }
}

/// A value of a plan; one that is not there has a word too.
fn or_nothing(value: &str) -> &str {
    match value {
        "" => "nothing",
        value => value,
    }
}
