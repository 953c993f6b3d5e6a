//! What people are told and asked, in English.

use super::{clause, label, thing, trouble};
use crate::words::catalogue::{Words, asks, bullets, news, sentence};
use crate::words::say::{BagPurpose, Document, Half, Prompt, SheetKind, Turn};
use crate::words::trouble::Explained;

pub(super) fn said(prompt: &Prompt) -> Words {
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
        P::ItemOnTable { item } => news(format!(
            "The {} is on the table already.",
            thing::said(item)
        )),
        P::TypedWrong { what } => news(format!(
            "Not as it should be: {}. Once more.",
            clause::said(what)
        )),
        P::LooseSheet { sheet } => news(format!(
            "Sheet {sheet} was begun and never used: its secret is live nowhere. It is destroyed now."
        )),
        P::BagWas { found } => news(format!(
            "That is bag {found}, which holds something else. Put it back unopened, and fetch the right one."
        )),
        P::OtherKey { expected, found } => news(format!(
            "This is not key {expected}: it is {}.",
            thing::said(found)
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
        P::PinWorks { key, sheet } => news(format!("The PIN on sheet {sheet} opens key {key}.")),
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
            clause::said(why)
        )),
        P::BeAware { what } => news(sentence(&clause::said(what))),
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
        P::ModelNotInList { key } => news(format!("The model of key {key} is not in the list.")),
        P::KeyConfigured { key, settings } => news(format!(
            "Key {key} is set as the plan wants it:\n{}",
            bullets(settings.iter().map(|setting| clause::said(setting)))
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
        P::StillOut { things } => news(format!("Still out:\n{}", bullets(thing::all(things)))),
        P::Stopped { trouble } => {
            let Explained { what, means, next } = trouble::said(trouble);
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
                    bullets(thing::all(still_out))
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
            bullets(thing::all(still_out))
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
            format!(
                "{person}: which date and time does your own watch say? (The laptop says {utc} UTC.)"
            ),
            "yyyy-mm-dd hh:mm",
        ),
        P::GiveWord { person, what } => asks(
            format!(
                "{person}: do you assent to this? {}",
                sentence(&clause::said(what))
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
        P::WithdrawCeremony => asks(
            "Withdraw this ceremony? Nothing was done in it yet. Another one can begin then.",
            "y: withdraw it; n: it stays open",
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
            thing::said(item)
        )),
        P::BagIntact { bag } => asks(
            format!("Look at bag {bag} from all sides: seal, edges, window."),
            "Is it undamaged, and never opened? (y/n)",
        ),
        P::OpenBag { bag, items } => done(format!(
            "Cut bag {bag} open together and take out: {}.",
            thing::all(items).join(", ")
        )),
        P::WasBagOpened { bag } => asks(
            format!("The program stopped here. Look at bag {bag}."),
            "Has it been cut open? (y/n)",
        ),
        P::PutInBag { bag, items } => done(format!(
            "Put into bag {bag}: {}. Seal it. Both sign on it.",
            thing::all(items).join(", ")
        )),
        P::WasBagSealed { bag, items } => asks(
            format!(
                "The program stopped here. Look at bag {bag}, for {}.",
                thing::all(items).join(", ")
            ),
            "Is it sealed with that in it? (y/n)",
        ),
        P::HandOver { bag, place, to } => done(format!(
            "{to} takes bag {bag} to {place} and initials the receipt."
        )),
        P::Destroy { sheet, why } => done(format!(
            "Destroy sheet {sheet} now, both watching: {}. If no such page exists, make sure of it together, and confirm.",
            clause::said(why)
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
                sentence(&clause::said(what))
            ),
            "Go on? (y/n)",
        ),
        P::SealUnrecorded { key, why } => asks(
            format!(
                "Key {key} will go into its bag without being recorded: its state cannot be read. {} To go on is an exception, needs both, and is recorded.",
                trouble::what(why)
            ),
            "Go on? (y/n)",
        ),

        P::BagSerial {
            purpose: BagPurpose::Fetched { item },
            ..
        } => asks(
            format!(
                "Read the serial on the bag that should hold the {}.",
                thing::said(item)
            ),
            "Serial",
        ),
        P::BagSerial {
            purpose: BagPurpose::New { items },
            ..
        } => asks(
            format!(
                "Take a new bag for: {}. Read its serial.",
                thing::all(items).join(", ")
            ),
            "Serial",
        ),
        P::WhoTakes { bag, place, names } => asks(
            format!("Who takes bag {bag} to {place}?\n{}", bullets(names)),
            "Name",
        ),
        P::CopyTo { copy } => asks(
            format!("Plug in memory stick {copy} of 2 for a copy of the book. It holds no secret."),
            "Folder on it",
        ),
        P::Reason { what } => asks(
            format!(
                "Why, for the ledger, in one sentence: {}",
                sentence(&clause::said(what))
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
            format!("Type the PIN of key {key} from sheet {sheet}, then its two check letters."),
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
            let lines = label::choices(offered);
            asks(format!("What now?\n{}", bullets(lines)), "Choice")
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
