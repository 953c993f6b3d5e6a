//! English.

use super::{Catalogue, Words, asks, bullets, news, sentence};
use crate::text::safe::Safe;
use crate::words::clause::{Clause, Thing};
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::{BagPurpose, Choice, Document, Half, Prompt, SheetKind, Turn};
use crate::words::trouble::{Explained, Trouble};

/// English, complete; the others follow it.
pub struct English;

impl Catalogue for English {
    fn prompt(&self, prompt: &Prompt) -> Words {
        use Prompt as P;
        match prompt {
            P::CeremonyOpens {
                title,
                number,
                rehearsal,
            } => {
                let mark = if *rehearsal {
                    "REHEARSAL. Nothing here is real.\n"
                } else {
                    ""
                };
                news(format!(
                    "{mark}Ceremony {number} begins: {title}. You can stop safely at every question: press F4, or, line by line, type stop."
                ))
            }
            P::CeremonyGoesOn {
                title,
                number,
                done,
                of,
            } => news(format!(
                "Ceremony {number} goes on: {title}. {done} of {of} steps have ended. First the roll call, then what lies loose."
            )),
            P::PartBegins { title } => news(format!("== {title}")),
            P::StepBegins { number, says } => news(format!("-- {number}  {says}")),
            P::PlanInWords {
                words,
                adopted: true,
            } => news(format!("The plan that binds, in words: {words}")),
            P::PlanInWords {
                words,
                adopted: false,
            } => news(format!("The draft plan, in words: {words}")),
            P::ScriptInWords { words } => news(format!(
                "This ceremony's script, in words: {words}. Compare with the printed script."
            )),
            P::ItemOnTable { item } => {
                news(format!("The {} is on the table already.", self.thing(item)))
            }
            P::TypedWrong { what } => news(format!(
                "Not as it should be: {}. Once more.",
                self.clause(what)
            )),
            P::LooseSheet { sheet } => news(format!(
                "Sheet {sheet} was begun and never used: its secret is live nowhere. It is destroyed now."
            )),
            P::BagWas { found } => news(format!(
                "That is bag {found}, which holds something else. Put it back unopened, and fetch the right one."
            )),
            P::OtherKey { expected, found } => news(format!(
                "This is not key {expected}: it is {}.",
                self.thing(found)
            )),
            P::TouchNow { key } => news(format!(
                "Key custodian: key {key} will blink. Touch it. If nothing blinks for 30 seconds, the step stops and can be tried again."
            )),
            P::TouchNewKey { key } => news(format!(
                "Key custodian: the new keys blink. Touch the one that is to be key {key}. If none is touched for 30 seconds, you are asked again."
            )),
            P::StillPluggedIn { key } => news(format!(
                "Key {key} is still plugged in: what you hold may be another key. Look at its label."
            )),
            P::TriesLeft { key, left } => news(format!("Key {key} allows {left} more PIN tries.")),
            P::PinWorks { key, sheet } => {
                news(format!("The PIN on sheet {sheet} opens key {key}."))
            }
            P::CredentialWorks { key } => news(format!(
                "The account's passkey on key {key} answered, and its signature is right. What it signed is no sign-in."
            )),
            P::PasskeyDeleted { key } => news(format!(
                "Key {key} does not hold its account's passkey any more. The tenant still lists it: delete it there too."
            )),
            P::KeyIsGenuine { key, model, list } => news(format!(
                "Key {key} is genuine: a {model}, by its maker's certificate and FIDO's list {list}."
            )),
            P::KeyIsUnproven { key, why } => news(format!(
                "Key {key} does not prove which model it is: {}. It works all the same; this is recorded.",
                self.clause(why)
            )),
            P::BeAware { what } => news(sentence(&self.clause(what))),
            P::ListVerified {
                number,
                next_update,
                models,
            } => news(format!(
                "This is FIDO's list {number}, as FIDO signed it. Models in it: {models}. The next one comes by {next_update}."
            )),
            P::ModelInList {
                key,
                model,
                warnings,
            } if warnings.is_empty() => news(format!(
                "Key {key} is a {model}: the list says nothing against it."
            )),
            P::ModelInList {
                key,
                model,
                warnings,
            } => news(format!(
                "Key {key} is a {model}. The list WARNS of it: {}. Talk to the administrator about another model.",
                warnings.join("; ")
            )),
            P::ModelNotInList { key } => {
                news(format!("The model of key {key} is not in the list."))
            }
            P::KeyConfigured { key, settings } => news(format!(
                "Key {key} is set as the plan wants it:\n{}",
                bullets(settings.iter().map(|setting| self.clause(setting)))
            )),
            P::KeyReset { key } => news(format!(
                "Key {key} is wiped: it has no PIN, no passkeys, and is no key of this book. What the tenant lists of it opens nothing any more."
            )),
            P::SnapshotSame {
                key,
                counter_says_nothing,
            } => {
                let counter = if *counter_says_nothing {
                    " Its counter says nothing: this model never counts."
                } else {
                    ""
                };
                news(format!(
                    "Key {key} is as it was when it was sealed.{counter}"
                ))
            }
            P::ShareMatches { sheet, left } => news(format!(
                "Sheet {sheet} reads as it did when it was made. {left} to go."
            )),
            P::ShareIsNoShare { why } => news(format!(
                "That cannot be the share: {why}. Once more, from the paper."
            )),
            P::Findings { findings } => news(format!(
                "The laptop is not as it should be:\n{}",
                bullets(findings)
            )),
            P::PrinterSays { what } => news(format!("The printer: {what}.")),
            P::AllFit => news("The laptop is as it should be."),
            P::HeadInWords { words, size } => news(format!(
                "The ledger's head over {size} entries, in words: {words}"
            )),
            P::CopyReadBack { copy, size } => news(format!(
                "Copy {copy} is written and read back: {size} entries, the same."
            )),
            P::ResponseWritten { file } => {
                news(format!("The key's answer for the tenant is in {file}."))
            }
            P::StillOut { things } => news(format!("Still out:\n{}", bullets(self.things(things)))),
            P::Stopped { trouble } => {
                let Explained { what, means, next } = self.trouble(trouble);
                news(format!(
                    "STOPPED. {what}\n  What it means: {means}\n  What to do: {next}"
                ))
            }
            P::Ended { title } => news(format!(
                "Finished: {title}. Nothing is out. Keep your signed minutes: the next roll call asks for their words."
            )),
            P::Suspended {
                title,
                still_out,
                breach: true,
            } => {
                let out = match still_out.is_empty() {
                    true => String::new(),
                    false => format!(
                        "\nSTILL OUT, stay with it:\n{}",
                        bullets(self.things(still_out))
                    ),
                };
                news(format!(
                    "Stopped: {title}, after a BREACH. Keep apart and unchanged what it is about, and call the administrator now. Only then does `sealwright run` go on.{out}"
                ))
            }
            P::Suspended {
                title, still_out, ..
            } if still_out.is_empty() => news(format!(
                "Stopped safely: {title}. Nothing is out of its bag. `sealwright run` goes on."
            )),
            P::Suspended {
                title, still_out, ..
            } => news(format!(
                "Stopped: {title}. STILL OUT, stay with it until `sealwright run` goes on:\n{}",
                bullets(self.things(still_out))
            )),
            P::Abandoned { title } => {
                news(format!("Ended unfinished: {title}. Everything is in bags."))
            }

            P::WhoIs { role, names } => asks(
                format!("Who is the {} today?\n{}", role_of(*role), bullets(names)),
                "Name",
            ),
            P::WordOfOwn { person } => asks(
                format!(
                    "{person}: choose a private word for today. It stands for your assent, so nobody else may see it; it is never stored. Four characters or more; not \"stop\"."
                ),
                "Private word",
            ),
            P::WordOfOwnAgain { person } => asks(
                format!("{person}: the same word once more."),
                "Private word",
            ),
            P::DiceThrows {
                person,
                least,
                bits,
            } => asks(
                format!(
                    "{person}: throw a die {least} times or more, and type each throw, 1 to 6, as it falls. {least} throws of a die are {bits} bits: enough for every secret of this sitting, were the laptop's own randomness worth nothing. The others look away."
                ),
                "Throws",
            ),
            P::FreeText { person } => asks(
                format!(
                    "{person}: type anything that comes to your mind, the longer the better; not only \"stop\". It is mixed into the laptop's randomness, and counted as nothing. The others look away."
                ),
                "Text",
            ),
            P::NoMinutesKnown { person } => news(format!(
                "{person} has signed no minutes of this ledger yet. {person}: if you have some, stop here."
            )),
            P::WordsFromPaper { person, size } => asks(
                format!(
                    "{person}: take your own signed minutes with head size {size}, and read its ten words. Without them: leave it empty."
                ),
                "Words",
            ),
            P::WallClock { person, utc } => asks(
                format!("{person}: what does your own watch say? (The laptop says {utc} UTC.)"),
                "hh:mm",
            ),
            P::GiveWord { person, what } => asks(
                format!(
                    "{person}: do you assent to this? {}",
                    sentence(&self.clause(what))
                ),
                "Private word",
            ),

            P::AdoptThisPlan {
                words,
                organisation,
            } => asks(
                format!(
                    "The plan of {organisation} becomes binding. Both have read it. In words: {words}"
                ),
                "Is this your plan? (y/n)",
            ),
            P::StopBeforeRollCall => asks(
                "Stop here? Nothing was done in this sitting.",
                "y: stop; n: call the roll again, from its beginning",
            ),
            P::PlugIn { key } => done(format!("Plug in key {key}, and no other.")),
            P::WhichNewKey { key } => done(format!(
                "More than one new key is plugged in. Leave only the one that is to be key {key}; or go on, and touch it when they blink."
            )),
            P::PlugInNew { key } => done(format!(
                "Take a new, unused key, label it {key}, and plug it in, and no other."
            )),
            P::PlugInWiped { key } => done(format!(
                "Key {key} is as new. Leave it plugged in, or plug it in again, and no other."
            )),
            P::RightKeyNow { expected } => asks(
                format!("Did you plug in the wrong key, and is key {expected} plugged in now?"),
                "y: plugged in now; n: this is the key that was in the bag",
            ),
            P::Replug { key } => done(format!(
                "Unplug key {key}, count to three, and plug it in again."
            )),
            P::ReplugForReset { key } => done(format!(
                "Unplug key {key}, plug it in again, and answer at once: it lets itself be reset within 10 seconds after it was plugged in. Then it blinks: touch it."
            )),
            P::UnplugForBag { key } => done(format!("Unplug key {key}.")),
            P::FetchBag { item, place } => done(format!(
                "Fetch the bag with the {} from {place}. Do not open it.",
                self.thing(item)
            )),
            P::BagIntact { bag } => asks(
                format!("Look at bag {bag} from all sides: seal, edges, window."),
                "Is it undamaged, and never opened? (y/n)",
            ),
            P::OpenBag { bag, items } => done(format!(
                "Cut bag {bag} open together and take out: {}.",
                self.things(items).join(", ")
            )),
            P::WasBagOpened { bag } => asks(
                format!("The program stopped here. Look at bag {bag}."),
                "Has it been cut open? (y/n)",
            ),
            P::PutInBag { bag, items } => done(format!(
                "Put into bag {bag}: {}. Seal it. Both sign on it.",
                self.things(items).join(", ")
            )),
            P::WasBagSealed { bag, items } => asks(
                format!(
                    "The program stopped here. Look at bag {bag}, for {}.",
                    self.things(items).join(", ")
                ),
                "Is it sealed with that in it? (y/n)",
            ),
            P::HandOver { bag, place, to } => done(format!(
                "{to} takes bag {bag} to {place} and initials the receipt."
            )),
            P::Destroy { sheet, why } => done(format!(
                "Destroy sheet {sheet} now, both watching: {}. If no such page exists, make sure of it together, and confirm.",
                self.clause(why)
            )),
            P::WasDestroyed { sheet } => asks(
                format!(
                    "The program stopped while sheet {sheet} was being destroyed. Look for it together."
                ),
                "Is it destroyed? (y/n)",
            ),
            P::TakePage { sheet, what } => {
                let what = match what {
                    SheetKind::Pin => "a PIN sheet",
                    SheetKind::Share => "a share sheet",
                };
                done(format!(
                    "Take page {sheet} ({what}) from the tray. Let nobody see it."
                ))
            }
            P::SignIn {
                account,
                key,
                sheet,
            } => asks(
                format!(
                    "At the online machine: sign in as {account} with key {key} and the PIN on sheet {sheet}. Sign out again. Bring key and sheet back."
                ),
                "Did the tenant let you in? (y/n)",
            ),
            P::AlertCame { account } => asks(
                format!("Look where sign-in alerts for {account} arrive."),
                "Did the alert for this sign-in arrive? (y/n)",
            ),
            P::FetchOptions { key, account, file } => done(format!(
                "At the online machine: ask the tenant for the registration options of {account} for key {key}, and carry them here as {file}."
            )),
            P::TenantTook { account, key, file } => asks(
                format!(
                    "At the online machine: hand {file} to the tenant as a passkey of {account}, named {key}."
                ),
                "Did the tenant take it? (y/n)",
            ),
            P::IsRegistered { account, key } => asks(
                format!(
                    "The passkey on key {key} was made before. Look at the tenant's list of passkeys of {account}."
                ),
                "Is there one named like the key? (y/n)",
            ),
            P::OpenTenant { account } => done(format!(
                "At the online machine: open the page where an administrator sets the password of {account}. Two people will type one half each."
            )),
            P::AcceptedThenPasskey { account } => asks(
                format!("Set the password of {account}, then sign in with it at once."),
                "Was it accepted, and then asked for the passkey? (y/n)",
            ),
            P::RefusedAndUnchanged { account } => asks(
                format!("Find out what the tenant did with the password of {account}."),
                "Did it refuse the new one, and is the old one (or none) certainly unchanged? (y/n)",
            ),
            P::DoesNewPasswordWork { account } => asks(
                format!(
                    "It is not known whether the new password of {account} was set. Try it: sign in with the two halves that were shown."
                ),
                "Was it accepted, and then asked for the passkey? (y/n)",
            ),
            P::DoesOldPasswordWork { account } => asks(
                format!(
                    "Try the old password of {account}: sign in with the two halves that were shown."
                ),
                "Was it accepted, and then asked for the passkey? (y/n)",
            ),
            P::TakeDocument {
                sheet,
                document: document @ Document::TestPage,
            } => asks(
                document_taken(document, sheet),
                "Is it whole and readable? (y/n)",
            ),
            P::TakeDocument { sheet, document } => done(document_taken(document, sheet)),
            P::Initial {
                number,
                person,
                departed,
            } => asks(
                match departed {
                    false => format!("{person}: step {number} ended as it should."),
                    true => format!(
                        "{person}: step {number} has ended, and what went otherwise than it says is recorded."
                    ),
                },
                "Initial? (y/n)",
            ),
            P::GoOnDespite { what } => asks(
                format!(
                    "{} To go on is an exception, needs both, and is recorded.",
                    sentence(&self.clause(what))
                ),
                "Go on? (y/n)",
            ),

            P::BagSerial {
                purpose: BagPurpose::Fetched { item },
                ..
            } => asks(
                format!(
                    "Read the serial on the bag that should hold the {}.",
                    self.thing(item)
                ),
                "Serial",
            ),
            P::BagSerial {
                purpose: BagPurpose::New { items },
                ..
            } => asks(
                format!(
                    "Take a new bag for: {}. Read its serial.",
                    self.things(items).join(", ")
                ),
                "Serial",
            ),
            P::WhoTakes { bag, place, names } => asks(
                format!("Who takes bag {bag} to {place}?\n{}", bullets(names)),
                "Name",
            ),
            P::CopyTo { copy } => asks(
                format!(
                    "Plug in memory stick {copy} of 2 for a copy of the book. It holds no secret."
                ),
                "Folder on it",
            ),
            P::Reason { what } => asks(
                format!(
                    "Why, for the ledger, in one sentence: {}",
                    sentence(&self.clause(what))
                ),
                "Reason",
            ),

            P::PinWritten { key, sheet, digits } => asks(
                format!(
                    "The PIN of key {key} is made by hand. On sheet {sheet}: throw a die as the sheet says, and write one digit into each of its {digits} boxes, with a pen. If that gives one digit only, or digits that count up or down by one: throw again before you write. Then type the PIN from the sheet."
                ),
                "PIN",
            ),
            P::PinFrom { key, sheet } => asks(
                format!(
                    "Type the PIN of key {key} from sheet {sheet}, then its two check letters."
                ),
                "PIN and letters",
            ),
            P::ProofWord { sheet } => asks(
                format!("Type the proof word from sheet {sheet}."),
                "Proof word",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Upper,
            } => asks(
                format!(
                    "Fold sheet {sheet} so that only the words above its middle line show. Type them. Four letters a word are enough."
                ),
                "Words",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Lower,
            } => asks(
                format!(
                    "Turn sheet {sheet} so that only the words below its middle line show. Type them. Four letters a word are enough."
                ),
                "Words",
            ),

            P::LettersFor { sheet } => asks(
                format!(
                    "The check letters of sheet {sheet}. Write them into their two boxes. The key custodian looks away."
                ),
                "Enter when written",
            ),
            P::FirstHalf { account } => asks(
                format!(
                    "The first half of the password of {account}. Type it at the online machine. The key custodian looks away."
                ),
                "Enter when typed",
            ),
            P::SecondHalf { account } => asks(
                format!(
                    "The second half of the password of {account}. Type it at the online machine. The PIN custodian looks away."
                ),
                "Enter when typed",
            ),

            P::WhatNow { offered } => {
                let lines = self.choices(offered);
                asks(format!("What now?\n{}", bullets(lines)), "Choice")
            }
        }
    }

    fn trouble(&self, trouble: &Trouble) -> Explained {
        Explained {
            what: self.what(trouble),
            means: means(trouble).into(),
            next: next(trouble).into(),
        }
    }

    fn clause(&self, clause: &Clause) -> String {
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
            C::NoTime => "a time is hours, a colon, minutes, such as 09:41".into(),
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

            C::PlanBecomesBinding => "the plan becomes binding".into(),
            C::FirstPin { key } => format!("key {key} gets its first PIN"),
            C::NewPin { key } => format!("the PIN of key {key} is changed"),
            C::PasskeyIsDeleted { key } => format!("the account's passkey on key {key} is deleted"),
            C::KeyIsConfigured { key, settings } => {
                let settings: Vec<String> = settings.iter().map(|s| self.clause(s)).collect();
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
            C::CeremonyEndsUnfinished => "this ceremony ends unfinished".into(),
            C::SealedUnrecorded { key, why } => format!(
                "key {key} goes into its bag without being recorded. {}",
                self.trouble(why).what.trim_end_matches('.')
            ),
            C::NoMinutesHere { person } => format!("{person} has no minutes here, so this may be another ledger"),
            C::ClockDiffers { minutes } => format!("the laptop's clock and a watch differ by {minutes} minutes"),
            C::TriesAreLow { key, left, wrong } => format!("key {key} has {left} PIN tries left, and {wrong} were wrong just now"),
            C::LaptopIsNotFit { findings } => format!("the laptop: {}", findings.join("; ")),

            C::OneIsBoth => "one person cannot be both custodians".into(),
            C::NoPlaceFor { thing } => format!("the plan has no place for the {}", self.thing(thing)),
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

    fn thing(&self, thing: &Thing) -> String {
        match thing {
            Thing::Key(key) => format!("key {key}"),
            Thing::Sheet(sheet) => format!("sheet {sheet}"),
            Thing::Bag(bag) => format!("bag {bag}"),
            Thing::BagWith(thing) => format!("bag with the {}", self.thing(thing)),
            Thing::StrangeKey => "a key that this book does not know".into(),
            Thing::PluggedKey(key) => format!("key {key} (plugged in)"),
            Thing::NewBag(bag) => format!("new bag {bag}"),
            Thing::PageInTray(page) => format!("page {page} (tray)"),
        }
    }

    fn choice(&self, choice: Choice) -> (&'static str, &'static str) {
        match choice {
            Choice::Again => ("again", "try this step again"),
            Choice::LeaveOut => (
                "leave out",
                "go on without this step; both assent and give the reason, it is recorded",
            ),
            Choice::StopSafely => (
                "stop",
                "stop safely: everything loose goes into bags, the ceremony stays open",
            ),
            Choice::Abandon => (
                "abandon",
                "end the ceremony unfinished; everything loose goes into bags first",
            ),
        }
    }

    fn label(&self, label: Label) -> &'static str {
        match label {
            Label::Rehearsal => "REHEARSAL",
            Label::Ceremony => "ceremony",
            Label::Offline => "offline",
            Label::Online => "NETWORK IS UP",
            Label::PinCustodian => "PIN CUSTODIAN",
            Label::KeyCustodian => "KEY CUSTODIAN",
            Label::Both => "BOTH OF YOU",
            Label::PinCustodianLooksAway => "PIN custodian: look away",
            Label::KeyCustodianLooksAway => "Key custodian: look away",
            Label::OthersLookAway => "All others: look away",
            Label::AtHand => "At hand",
            Label::OnTheTable => "On the table",
            Label::Nothing => "nothing",
            Label::Acts => "Acts",
            Label::LiesOnTheTable => "on the table",
            Label::MoreWithF3 => "more (F3)",
            Label::MoreWithPageUp => "(PgUp: more)",
            Label::ShortFooter => "F1 help F2 script F3 around F4 stop",
            Label::LookAwayKeyCustodian => "KEY CUSTODIAN LOOKS AWAY",
            Label::LookAwayPinCustodian => "PIN CUSTODIAN LOOKS AWAY",
            Label::LookAwayOther => "THE OTHER LOOKS AWAY",
            Label::LineYesNo => "Answer y or n; or stop, or help.",
            Label::LineEnter => "Press Enter when it is done; or type stop.",
            Label::LineOneOf => "Type one of:",
            Label::LineOrStop => "(or stop)",
            Label::LineGoesOn => "Enter alone leaves it out.",
            Label::TouchTheKey => "TOUCH THE KEY NOW",
            Label::NothingBlinks => {
                "Nothing blinks? Press the key firmly into its port; look for a light on its side. When the time is over nothing was changed, and you can try again."
            }
            Label::Wait => "Please wait.",
            Label::Over => "It is over. Press Enter.",
            Label::TooSmall => "Make this window larger: 80 columns, 24 rows.",
            Label::Key => "Key",
            Label::Sheet => "Sheet",
            Label::Bag => "Bag",
            Label::Account => "For",
            Label::Tries => "PIN tries left",
            Label::YesNo => "y  yes     n  no",
            Label::SpaceIs => "Each _ may be a space; the gaps are no part of it.",
            Label::Footer => "F1 help  F2 script  F3 look around  F4 stop, leave out",
            Label::Hands => "F5 scan  F6 touch  F7 unplug  F8 plug in",
            Label::PageFooter => "Up, Down, PgUp, PgDn   / find   n next   Esc back",
            Label::MenuFooter => "press a number   Esc back",
            Label::SearchFor => "Find: ",
            Label::NotFound => "not found",
            Label::Help => "Help",
            Label::Script => "This ceremony's script",
            Label::LookAround => "Look around",
            Label::PlugIn => "Which key?",
            Label::WhatIsWhere => "What is where",
            Label::Ledger => "The ledger",
            Label::Plan => "The plan that binds",
            Label::Keys => "Keys plugged in",
            Label::KeysAreOnTheTable => "In a rehearsal: see what lies on the table.",
            Label::Manual => "The manual",
            Label::Said => "What was said so far",
            Label::Reading => "Reading...",
            Label::NothingYet => "Nothing yet.",
            Label::Characters => "characters",
            Label::NotNow => "not now,",
            Label::HomeFooter => "press a number, then Enter   PgUp, PgDn   q leaves",
            Label::RehearseDrill => "Rehearse the annual drill",
            Label::RehearseSmall => "Rehearse it small: one account, one key, ten minutes",
            Label::GoOnWith => "Go on with ceremony",
            Label::AboutMinutes => "(about # minutes)",
            Label::TypeThisLine => "First, type this line as the keys show it, and Enter:",
            Label::WhyThisLine => {
                "It shows whether the keyboard types what its keys say, and whether Caps Lock is on, before a PIN is typed in the blind. Esc leaves it out."
            }
        }
    }

    fn hint(&self, hint: Hint) -> &'static str {
        match hint {
            Hint::YesOrNo => "Press y or n. F4 stops safely, F1 helps.",
            Hint::PressEnter => "Press Enter when it is done. F4 stops safely.",
            Hint::ChooseFirst => "Choose one: its number or the arrows, then Enter.",
            Hint::Full => "There is no room for more. Ctrl-U takes everything away.",
            Hint::Empty => "Nothing was typed yet.",
            Hint::CannotBe => "No share has such a word. Backspace takes it away.",
            Hint::TooFast => {
                "That was no typing: pasted or scanned text is not heard here, and was dropped."
            }
            Hint::Held => "A key was still held down: not heard. Once more, please.",
            Hint::Noticed => "The key was noticed without that: not heard. Please read on.",
            Hint::CapsLock => "Only capitals so far: is Caps Lock on?",
            Hint::KeyIsOut => "Not now: something is on the table. Stop safely first (F4).",
        }
    }

    fn wrong_keyboard(&self, wrong: WrongKeyboard) -> String {
        match wrong {
            WrongKeyboard::CapsLock => {
                "Capitals came: Caps Lock is on. Switch it off, then once more.".into()
            }
            WrongKeyboard::Layout(wanted, came) => format!(
                "In place of {wanted} came {}. The keyboard is set to another layout than its keys show: PINs and \
                 words would come wrong. Set the layout outside this program, or type as it is set. Once more.",
                Safe::new(&came.to_string(), 1)
            ),
            WrongKeyboard::Length => "That was not the line. Once more.".into(),
        }
    }

    fn help(&self) -> &'static str {
        HELP
    }

    fn line_help(&self) -> &'static str {
        LINE_HELP
    }

    fn yes_no(&self) -> [(char, &'static str); 2] {
        [('y', "yes"), ('n', "no")]
    }
}

impl English {
    fn choices(&self, offered: &[Choice]) -> Vec<String> {
        offered
            .iter()
            .map(|choice| self.choice(*choice))
            .map(|(word, meaning)| format!("{word}: {meaning}"))
            .collect()
    }

    fn things(&self, things: &[Thing]) -> Vec<String> {
        things.iter().map(|thing| self.thing(thing)).collect()
    }

    /// What happened.
    fn what(&self, trouble: &Trouble) -> String {
        use Trouble as T;
        match trouble {
            T::NotWritten { why } => format!("The ledger could not be written: {why}."),
            T::NotAllowed { why } => {
                format!("The rules do not allow this now: {}.", self.clause(why))
            }
            T::NoPorts { why } => format!("The USB ports cannot be read: {why}."),
            T::NoKey { expected } => {
                format!("No security key is plugged in; key {expected} was expected.")
            }
            T::NoNewKey { key } => {
                format!("No new key is plugged in to become {key}, or more than one.")
            }
            T::WrongKey { expected, found } => {
                format!(
                    "Key {expected} was expected, but {} is plugged in.",
                    self.thing(found)
                )
            }
            T::KeyGone { key } => format!("Key {key} was unplugged, or its connection is gone."),
            T::KeySilent { key } => format!("Key {key} does not answer."),
            T::KeySaid { key, what } => format!("Key {key} refused: {what}."),
            T::KeyNotTouched { key } => format!("Key {key} waited for a touch, and none came."),
            T::KeyWantsPin { key } => {
                format!("Key {key} answers nothing without its PIN, not even which key it is.")
            }
            T::KeyWantsNewPin { key } => {
                format!("Key {key} was told to take a new PIN before it does anything else.")
            }
            T::KeyWantsReplug { key } => {
                format!("Key {key} takes no PIN until it has been unplugged.")
            }
            T::PinBlocked { key } => format!("The PIN of key {key} is blocked: no try is left."),
            T::KeyNotNew { key, why } => {
                format!("The key to become {key} is not new: {}.", self.clause(why))
            }
            T::KeyUnproven { key, why } => format!(
                "The key to become {key} does not prove which model it is: {}.",
                self.clause(why)
            ),
            T::NotGenuine { key, why } => {
                format!("The key to become {key} is not what it says it is: {why}.")
            }
            T::BadList { file, why } => {
                format!("The file {file} cannot be used: {}.", self.clause(why))
            }
            T::ListIsOlder { number, known } => {
                format!("This is list {number}, and list {known} was imported before.")
            }
            T::TriesAtLimit { key, left } => format!(
                "Key {key} has {left} PIN tries left; no more are spent without both of you."
            ),
            T::PinRefusedByKey { key } => {
                format!("Key {key} does not take the new PIN: its own rules are stricter.")
            }
            T::KeyCannot { key, what } => {
                format!("Key {key} cannot {}: it says so itself.", self.clause(what))
            }
            T::ResetTooLate { key } => {
                format!("Key {key} did not take the reset: it was plugged in too long ago.")
            }
            T::NoPinSheet { key } => format!("Key {key} has no PIN sheet yet."),
            T::NoCredential { key } => format!("Key {key} has no passkey of its account yet."),
            T::NotPrinted { sheet, why } => {
                format!("Page {sheet} was not printed: {}.", self.clause(why))
            }
            T::DocumentNotPrinted { sheet, why } => {
                format!("Page {sheet} was not printed: {}.", self.clause(why))
            }
            T::Unreadable { sheet } => {
                format!("Sheet {sheet} was not read back as it was printed.")
            }
            T::NotAPin { sheet, digits } => format!(
                "What was typed from sheet {sheet} is no PIN of {digits} digits, or too simple a one."
            ),
            T::NotInHand { item } => format!("The {} is not at hand.", self.thing(item)),
            T::NoEntropy { why } => format!("The system gave no random numbers: {why}."),
            T::NoLockedMemory => "There is no locked memory left for a secret.".into(),
            T::CopyFailed { copy, why } => {
                format!("Copy {copy} of the book was not written and read back: {why}.")
            }
            T::BadInbox { file, why } => {
                format!("The file {file} cannot be used: {}.", self.clause(why))
            }
            T::NotAssented => {
                "One of you did not assent, or the private word was wrong three times.".into()
            }
            T::NotConfirmed { what } => format!("Not confirmed: {}.", self.clause(what)),
            T::CannotBe { who, why } => format!("{who} cannot take part so: {}.", self.clause(why)),
            T::TypedTooOften { what } => {
                format!(
                    "Typed three times, and still not as it should be: {}.",
                    self.clause(what)
                )
            }
            T::PlanNotThis => "The plan was not confirmed.".into(),
            T::UnknownBag { item, found } => format!(
                "The bag for the {} has the serial {found}, which this book has never seen.",
                self.thing(item)
            ),
            T::DamagedBag { bag } => format!("Bag {bag} is damaged, or was opened."),
            T::StrangeKey { expected, found } => {
                format!(
                    "Out of the bag of key {expected} came {}.",
                    self.thing(found)
                )
            }
            T::KeyChanged { key, differs } => format!(
                "Key {key} is not as it was when it was sealed: {}.",
                differs.join("; ")
            ),
            T::PinOpensNothing { key, sheets } => format!(
                "Key {key} opens with the PIN of none of its sheets ({}).",
                sheets.join(", ")
            ),
            T::KeyLied { key, what } => {
                format!(
                    "Key {key} said that it was done, and it is not: {}.",
                    self.clause(what)
                )
            }
            T::ShareAltered { sheet } => {
                format!("The share on sheet {sheet} is not the one that was printed.")
            }
            T::CredentialWrong { key, why } => {
                format!(
                    "The passkey on key {key} is not the one that was enrolled: {}.",
                    self.clause(why)
                )
            }
            T::HeadDiffers { person } => {
                format!("The words on {person}'s paper are not those of this ledger.")
            }
            T::PasswordLost { account } => {
                format!("Neither the new nor the old password of {account} is accepted.")
            }
        }
    }
}

/// A question for a deed: done or not.
fn done(body: impl Into<String>) -> Words {
    asks(body, "Done? (y/n)")
}

fn role_of(turn: Turn) -> &'static str {
    match turn {
        Turn::KeyCustodian => "key custodian",
        Turn::PinCustodian => "PIN custodian",
        Turn::Both => "custodian",
    }
}

/// What it means for the secrets and keys at hand.
fn means(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Nothing more is done or recorded by this run. What was shown as done is in the ledger; the last act may be in doubt, and the next run finds out with what is on paper."
        }
        T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => {
            "Nothing was changed."
        }
        T::NoPorts { .. }
        | T::NoKey { .. }
        | T::NoNewKey { .. }
        | T::WrongKey { .. }
        | T::NotInHand { .. } => "Nothing was changed, and no PIN try was spent.",
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "If a PIN or passkey was just being changed, it is not known whether that happened. Both sheets stay valid until the key has spoken; at most one PIN try is needed for it."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "The key did not do it. Its PIN and passkeys are as before."
        }
        T::KeyWantsPin { .. } => {
            "It cannot be recognised, so nothing was done with it. No PIN try was spent."
        }
        T::KeyWantsNewPin { .. } => {
            "The PIN on its sheet opens nothing until it was changed. No PIN try was spent."
        }
        T::KeyWantsReplug { .. } => {
            "Too many wrong PINs came since it was plugged in. The tries that are left are still there."
        }
        T::PinBlocked { .. } => {
            "Only a reset makes the key usable again, and its passkeys are lost with it."
        }
        T::KeyCannot { .. } | T::ResetTooLate { .. } => "Nothing was changed on it.",
        T::KeyNotNew { .. } => "It may hold somebody's passkeys. Nothing was changed on it.",
        T::KeyUnproven { .. } => {
            "The plan admits only keys that prove it. Nothing lies on the key of this book."
        }
        T::NotGenuine { .. } => {
            "It may be a copy that knows every PIN typed for it. It was not admitted, and no PIN was sent to it."
        }
        T::BadList { .. } | T::ListIsOlder { .. } => {
            "The list that was imported before stays. Nothing was changed on a key."
        }
        T::TriesAtLimit { .. } => {
            "When a key has no tries left it must be reset, and its passkeys are lost."
        }
        T::PinRefusedByKey { .. } => "The old PIN is still the one. The new sheet is void.",
        T::NoPinSheet { .. } | T::NoCredential { .. } => "This step has nothing to work on.",
        T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => {
            "Its secret is live nowhere and is discarded. The page, or the part of it that came out, must be destroyed."
        }
        T::DocumentNotPrinted { .. } => "It carries no secret.",
        T::NoEntropy { .. } | T::NoLockedMemory => "No secret was drawn.",
        T::CopyFailed { .. } => {
            "The book on this laptop is whole. It must exist twice more before the ceremony ends."
        }
        T::BadInbox { .. } => "Nothing was changed on the key.",
        T::NotConfirmed { .. } => "The step has not ended as it should.",
        T::TypedTooOften { .. } => "No PIN try was spent on it.",
        T::UnknownBag { .. } | T::DamagedBag { .. } => "Somebody may have had what is in it.",
        T::StrangeKey { .. } => {
            "The key that was sealed may be in other hands. The one at hand is not to be trusted with a PIN."
        }
        T::KeyChanged { .. } => "Somebody may have used it while it was sealed.",
        T::PinOpensNothing { .. } => {
            "The PIN may have been changed by somebody else, or the key is another one."
        }
        T::KeyLied { .. } => "The key is defective or not genuine. Keep both sheets.",
        T::ShareAltered { .. } => "Fewer shares than planned can restore the password.",
        T::CredentialWrong { .. } => "This key may not open its account.",
        T::HeadDiffers { .. } => {
            "This may not be the ledger that you closed last time, or the paper is of another one."
        }
        T::PasswordLost { .. } => {
            "It is not known which password this account has. Both sets of shares are kept. The security keys still work."
        }
    }
}

/// What to do next.
fn next(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Stay together with everything on the table. Make room on the disk, or take the disk's last copy to another laptop, and run the ceremony again: it goes on where the ledger ends."
        }
        T::NotAllowed { .. } => "Do what is named first, or stop safely.",
        T::NoPorts { .. } => {
            "Install the udev rule (manual: station) and log in again as a member of the group, then try again."
        }
        T::NoKey { .. } | T::WrongKey { .. } => "Plug in the named key alone and try again.",
        T::NoNewKey { .. } => "Plug in one new key alone and try again.",
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "Plug the key in again, directly and not through a hub, and try again."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "Try again; if it stays so, stop safely and ask the maker."
        }
        T::KeyWantsPin { .. } => {
            "Stop safely. Turn off the key's setting that always asks for the PIN (alwaysUv) with its maker's tool, or take another key."
        }
        T::KeyWantsNewPin { .. } => {
            "Find out who told it so. Leave this step out, and change the PIN: run rotate-pin, if this ceremony does not do it anyway."
        }
        T::KeyWantsReplug { .. } => "Unplug the key, plug it in again, and try again.",
        T::PinBlocked { .. } => {
            "Stop safely. Use the account's other key; reset this one and set it up anew."
        }
        T::KeyCannot { .. } => "Leave this step out, or take a key that can do it.",
        T::ResetTooLate { .. } => {
            "Try again: unplug it, plug it in, answer, and touch it, all within 10 seconds."
        }
        T::KeyNotNew { .. } => "Take a new key.",
        T::KeyUnproven { .. } => {
            "Import FIDO's newest list, or take a key of a model that is in it; or change the plan (unproven_keys)."
        }
        T::NotGenuine { .. } => {
            "Keep the key and its packaging as evidence, away from the others, and call the administrator."
        }
        T::BadList { .. } => {
            "Put FIDO's file back into the inbox under this name, or fetch its newest list and carry that in with import-metadata --file. Then try again."
        }
        T::ListIsOlder { .. } => "Fetch FIDO's newest list, and begin anew with it.",
        T::TriesAtLimit { .. } => {
            "Stop, and compare sheet and key: is it the right pair? Only then go on, both of you."
        }
        T::PinRefusedByKey { .. } => {
            "Set a longer PIN in the plan (pin_digits), adopt it, and rotate again."
        }
        T::NoPinSheet { .. } => "Leave this step out; `sealwright run set-pin` gives the key one.",
        T::NoCredential { .. } => {
            "Leave this step out; `sealwright run enrol-credential` gives the key one."
        }
        T::NotPrinted { .. } => "Mend the printer, destroy what came out, and try again.",
        T::DocumentNotPrinted { .. } => "Mend the printer and try again.",
        T::Unreadable { .. } => {
            "Destroy the sheet and try again; if it repeats, change the printer's cartridge."
        }
        T::NotAPin { .. } => {
            "Destroy the sheet and try again: the next one comes with fresh boxes."
        }
        T::NotInHand { .. } => "Find it together, or stop safely.",
        T::NoEntropy { .. } => "Use another laptop.",
        T::NoLockedMemory => "Raise the limit for locked memory (manual: station), start again.",
        T::CopyFailed { .. } => "Take another memory stick, or another folder, and try again.",
        T::BadInbox { .. } => "Fetch fresh options from the tenant and try again.",
        T::NotAssented | T::PlanNotThis => "Talk to each other. Then try again, or stop safely.",
        T::NotConfirmed { .. } => "Find out why, then try again, or stop safely.",
        T::CannotBe { .. } => "Ask the person whom the plan names, or change the plan first.",
        T::TypedTooOften { .. } => {
            "Begin the step again, slowly, comparing letter by letter; or stop safely."
        }
        T::UnknownBag { .. }
        | T::DamagedBag { .. }
        | T::StrangeKey { .. }
        | T::KeyChanged { .. } => {
            "Do not go on with it. Keep bag and contents as they are, call the administrator, disable the account's passkey of this key."
        }
        T::PinOpensNothing { .. } | T::KeyLied { .. } => {
            "Do not try further. Keep the key and both sheets, call the administrator."
        }
        T::ShareAltered { .. } => "Keep it, call the administrator, and rotate this password.",
        T::CredentialWrong { .. } => "Call the administrator; enrol the key again.",
        T::HeadDiffers { .. } => {
            "Stop. Compare with the copies of the book and the other custodian's paper."
        }
        T::PasswordLost { .. } => {
            "Wait a quarter of an hour, as tenants can be slow, then go on with the ceremony: it asks again. If it stays so, have an administrator set the new password once more."
        }
    }
}

/// What is to be done with a page without a secret.
fn document_taken(document: &Document, sheet: &str) -> String {
    match document {
        Document::TestPage => format!(
            "Take page {sheet} from the tray: four corners, both rulers 100 mm long, every character clear. It bears no secret."
        ),
        Document::BagLabels => format!(
            "Take page {sheet} from the tray: the labels. Cut them apart; one goes with each new bag."
        ),
        Document::Leaflet => format!(
            "Take page {sheet} from the tray: the recovery leaflet. Copy it into every bag with a share, or keep it with the plan."
        ),
        Document::Receipt { person } => format!(
            "Take page {sheet} from the tray: the receipt for {person}. Compare the numbers of the bags; {person} signs, and who gives them signs."
        ),
        Document::FlushPage => format!(
            "Take page {sheet} from the tray: it bears a pattern only, so that the printer's memory holds no secret. Tear it up. Switch the printer off once the last page of today is printed."
        ),
        Document::Minutes { person } => format!(
            "{person}: read your minutes, sign them, and keep them. Their ten words prove this ledger at the next roll call."
        ),
    }
}

const HELP: &str = "\
The bar on top says whose hands act now, and who looks away. Below it stands
the one thing to do. Read it aloud, do it, then answer.

  y, n          yes, no: one key, no Enter
  Enter         ends what was typed; confirms what was chosen
  Backspace     takes a character away, Ctrl-U all of them
  PgUp, PgDn    the rest of a long text

  F1  this
  F2  the ceremony's script: what is done, what comes
  F3  look around: plan, ledger, what is where, keys, manual
  F4  stop. You are then asked what now: go on (nothing is lost), stop
      safely, leave this step out (an exception: both agree, with a
      reason, and it is recorded), or end the ceremony unfinished.
      Ctrl-C and Ctrl-D do the same.

What is secret shows as stars. Pasted text and scanners are heard only where
a share, signed minutes or a bag's number are read. A key that is held down
answers one question only.

Stopping is never wrong. What was shown as done is on the disk; the ceremony
goes on where the ledger ends.

In a rehearsal the table is played, and these are your hands:
  F5  lay the paper in question on the scanner: it types for you
  F6  touch the key      F7  unplug it      F8  plug one in";

const LINE_HELP: &str = "Type the answer and press Enter. Backspace takes a character away, Ctrl-U all of them.
  - y or n (yes, no) where it says (y/n)
  - stop, Ctrl-C or Ctrl-D: stop safely; everything loose goes into bags, and `sealwright run` goes on later
  - help: this
What is masked shows as stars. There stop works too, and help does not: it could be your word.";
