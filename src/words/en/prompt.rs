//! What people are told and asked, in English.

use super::{clause, finding, label, thing, trouble};
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
                "{mark}Ceremony {number} begins: {title}. You can stop safely at every question: press F4 on the screen, or type stop in line mode."
            ))
        }
        P::CeremonyGoesOn {
            title,
            number,
            done,
            of,
        } => news(format!(
            "Ceremony {number} continues: {title}. {done} of {of} steps are complete. The roll call comes first, then everything that is still loose."
        )),
        P::PartBegins { title } => news(format!("== {title}")),
        P::StepBegins { number, says } => news(format!("-- {number}  {says}")),
        P::PlanInWords {
            words,
            adopted: true,
        } => news(format!("The adopted plan, in words: {words}")),
        P::PlanInWords {
            words,
            adopted: false,
        } => news(format!("The draft plan, in words: {words}")),
        P::ScriptInWords { words } => news(format!(
            "This ceremony's script, in words: {words}. Compare it with the printed script."
        )),
        P::ItemOnTable { item } => news(format!(
            "The {} is already on the table.",
            thing::said(item)
        )),
        P::TypedWrong { what } => news(format!(
            "That is not right: {}. Please try again.",
            clause::said(what)
        )),
        P::LooseSheet { sheet } => news(format!(
            "Sheet {sheet} was started but never used, so its secret opens nothing. You destroy the sheet now."
        )),
        P::BagWas { found } => news(format!(
            "This is bag {found}, which holds something else. Put it back unopened, and fetch the right bag."
        )),
        P::OtherKey { expected, found } => news(format!(
            "This is not key {expected}: it is {}.",
            thing::said(found)
        )),
        P::TouchNow { key } => news(format!(
            "Key custodian: key {key} will blink. Touch it. If nothing blinks for 30 seconds, the step stops, and you can try it again."
        )),
        P::TouchNewKey { key } => news(format!(
            "Key custodian: the new keys blink. Touch the one that will become key {key}. If you touch none within 30 seconds, the question comes again."
        )),
        P::StillPluggedIn { key } => news(format!(
            "Key {key} is still plugged in, so you may be holding another key. Check its label."
        )),
        P::TriesLeft { key, left } => news(format!("PIN tries left on key {key}: {left}.")),
        P::PinWorks { key, sheet } => news(format!("The PIN on sheet {sheet} opens key {key}.")),
        P::CredentialWorks { key } => news(format!(
            "The account's passkey on key {key} answered, and its signature is correct. This was not a sign-in."
        )),
        P::PasskeyDeleted { key } => news(format!(
            "Key {key} no longer holds its account's passkey. The tenant still lists the passkey: delete it there, too."
        )),
        P::KeyIsGenuine { key, model, list } => news(format!(
            "Key {key} is genuine: a {model}, according to its maker's certificate and FIDO's list {list}."
        )),
        P::KeyIsUnproven { key, why } => news(format!(
            "Key {key} cannot prove which model it is: {}. You can still use the key. This is recorded.",
            clause::said(why)
        )),
        P::BeAware { what } => news(sentence(&clause::said(what))),
        P::ListVerified {
            number,
            next_update,
            models,
        } => news(format!(
            "This is FIDO's list {number}, and FIDO's signature on it is valid. Models in it: {models}. The next list is due by {next_update}."
        )),
        P::ModelInList {
            key,
            model,
            warnings,
        } if warnings.is_empty() => news(format!(
            "Key {key} is a {model}. The list has no warning about this model."
        )),
        P::ModelInList {
            key,
            model,
            warnings,
        } => news(format!(
            "Key {key} is a {model}. The list WARNS about this model: {}. Talk to the administrator about another model.",
            warnings.join("; ")
        )),
        P::ModelNotInList { key } => news(format!("The model of key {key} is not in the list.")),
        P::KeyConfigured { key, settings } => news(format!(
            "Key {key} has the settings that the plan requires:\n{}",
            bullets(settings.iter().map(clause::said))
        )),
        P::KeyReset { key } => news(format!(
            "Key {key} is wiped: it has no PIN and no passkeys, and it is no longer a key of this book. What the tenant still lists for it opens nothing."
        )),
        P::SnapshotSame {
            key,
            counter_says_nothing,
        } => {
            let counter = if *counter_says_nothing {
                " Its counter shows nothing, because this model never counts."
            } else {
                ""
            };
            news(format!(
                "Key {key} has not changed since it was sealed.{counter}"
            ))
        }
        P::ShareMatches { sheet, left } => news(format!(
            "The words on sheet {sheet} are the ones that were printed. Sheets left to check: {left}."
        )),
        P::ShareIsNoShare { why } => news(format!(
            "That cannot be the share: {why}. Please type it again from the paper."
        )),
        P::Findings { findings } => news(format!(
            "The laptop does not meet the requirements:\n{}",
            bullets(findings.iter().map(finding::said))
        )),
        P::Printing => news("Printing. Please wait for the page. Ctrl-C stops the printing."),
        P::LeftJobEnded => news(
            "A page of an earlier run was still waiting at the printer. Its job was canceled; look in the tray all the same.",
        ),
        P::PrinterSays { what } => news(format!("The printer reports: {what}.")),
        P::AllFit => news("The laptop meets all requirements."),
        P::HeadInWords { words, size } => news(format!(
            "The ledger's head ({size} entries), in words: {words}"
        )),
        P::CopyReadBack { copy, size } => news(format!(
            "Copy {copy} was written and read back: {size} entries, identical."
        )),
        P::LedgerSaved { file, size } => news(format!(
            "The ledger with its {size} entries stands in the new file {file}, and was read back from there."
        )),
        P::LedgerNotSaved => news(
            "The ledger was not saved. What stands in memory alone is lost when the program ends; the copies of the book hold the ledger as it was when they were made.",
        ),
        P::ResponseWritten { file } => {
            news(format!("The key's answer for the tenant is in {file}."))
        }
        P::StillOut { things } => news(format!(
            "Still outside a bag:\n{}",
            bullets(thing::all(things))
        )),
        P::Stopped { trouble } => {
            let Explained { what, means, next } = trouble::said(trouble);
            news(format!(
                "STOPPED. {what}\n  What it means: {means}\n  What to do: {next}"
            ))
        }
        P::Ended { title } => news(format!(
            "Finished: {title}. Everything is put away. Keep your signed minutes: the next roll call asks for the words on them."
        )),
        P::Suspended {
            title,
            still_out,
            breach: true,
        } => {
            let out = match still_out.is_empty() {
                true => String::new(),
                false => format!(
                    "\nSTILL OUTSIDE A BAG. Stay with these things:\n{}",
                    bullets(thing::all(still_out))
                ),
            };
            news(format!(
                "Stopped: {title}, because of signs of TAMPERING. Set aside everything involved, and change nothing. Call the administrator now, before you continue with `sealwright run`.{out}"
            ))
        }
        P::Suspended {
            title, still_out, ..
        } if still_out.is_empty() => news(format!(
            "Stopped safely: {title}. Everything is in bags. Continue with `sealwright run`."
        )),
        P::Suspended {
            title, still_out, ..
        } => news(format!(
            "Stopped: {title}. STILL OUTSIDE A BAG. Stay with these things until you continue with `sealwright run`:\n{}",
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
                "{person}: choose a private word for today. You give your assent with it, so nobody else may see it. It is never stored. Use at least four characters, and not the word \"stop\"."
            ),
            "Private word",
        ),
        P::WordOfOwnAgain { person } => asks(
            format!("{person}: type the same word again."),
            "Private word",
        ),
        P::DiceThrows {
            person,
            least,
            bits,
        } => asks(
            format!(
                "{person}: throw a die at least {least} times, and type each throw, 1 to 6, as it comes. {least} throws give {bits} bits of randomness: enough for every secret of this sitting, even if the laptop's own random numbers were worthless. Everyone else looks away."
            ),
            "Throws",
        ),
        P::FreeText { person } => asks(
            format!(
                "{person}: type whatever comes to mind, the longer the better, but not only \"stop\". It is mixed into the laptop's random numbers; we assume that it adds no randomness. Everyone else looks away."
            ),
            "Text",
        ),
        P::SizeFromPaper { person } => asks(
            format!(
                "{person}: take your own newest signed minutes. Which size stands on them after \"head size\"? If you have none, or not here, leave the line empty."
            ),
            "Head size",
        ),
        P::WordsFromPaper { person, size } => asks(
            format!("{person}: type the ten words of the head with size {size} from your minutes."),
            "Words",
        ),
        P::WallClock { person, utc } => asks(
            format!(
                "{person}: which date and time does your own watch show? (The laptop shows {utc} UTC.)"
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
                "The plan of {organisation} becomes binding. You have both read it. In words: {words}"
            ),
            "Is this your plan? (y/n)",
        ),
        P::WithdrawCeremony => asks(
            "Do you want to withdraw this ceremony? Nothing has been done in it yet. Another one can begin afterwards.",
            "y: withdraw it; n: it stays open",
        ),
        P::StopBeforeRollCall => asks(
            "Do you want to stop here? Nothing has been done in this sitting.",
            "y: stop; n: start the roll call again",
        ),
        P::PlugIn { key } => done(format!("Plug in only key {key}.")),
        P::WhichNewKey { key } => done(format!(
            "More than one new key is plugged in. Leave only the one that will become key {key}; or continue, and touch that one when the keys blink."
        )),
        P::PlugInNew { key } => done(format!(
            "Take a new, unused key, label it {key}, and plug in only this key."
        )),
        P::PlugInWiped { key } => done(format!(
            "Key {key} is like new. Only this key must be plugged in: leave it there, or plug it in again."
        )),
        P::RightKeyNow { expected } => asks(
            format!("Did you plug in the wrong key first, and is key {expected} plugged in now?"),
            "y: it is plugged in now; n: this is the key that was in the bag",
        ),
        P::Replug { key } => done(format!(
            "Unplug key {key}, count to three, and plug it in again."
        )),
        P::ReplugForReset { key } => done(format!(
            "Unplug key {key}, plug it in again, and answer at once: it accepts a reset only within 10 seconds of being plugged in. When it blinks, touch it."
        )),
        P::UnplugForBag { key } => done(format!("Unplug key {key}.")),
        P::FetchBag { item, place } => done(format!(
            "Fetch the bag with the {} from {place}. Do not open it.",
            thing::said(item)
        )),
        P::BagIntact { bag } => asks(
            format!("Look at bag {bag} from all sides: seal, edges, window."),
            "Is it undamaged and unopened? (y/n)",
        ),
        P::OpenBag { bag, items } => done(format!(
            "Cut bag {bag} open in front of both of you, and take out: {}.",
            thing::all(items).join(", ")
        )),
        P::WasBagOpened { bag } => asks(
            format!("The program was interrupted here. Look at bag {bag}."),
            "Has it been cut open? (y/n)",
        ),
        P::PutInBag { bag, items } => done(format!(
            "Put this into bag {bag}: {}. Seal the bag. Both of you sign on it.",
            thing::all(items).join(", ")
        )),
        P::WasBagSealed { bag, items } => asks(
            format!(
                "The program was interrupted here. Look at bag {bag}, which is meant for {}.",
                thing::all(items).join(", ")
            ),
            "Is it sealed with exactly that inside? (y/n)",
        ),
        P::HandOver { bag, place, to } => done(format!(
            "{to} takes bag {bag} to {place} and initials the receipt."
        )),
        P::Destroy { sheet, why } => done(format!(
            "Destroy sheet {sheet} now, in front of both of you. The reason: {} If there is no such page, make sure of that together, then confirm.",
            sentence(&clause::said(why))
        )),
        P::WasDestroyed { sheet } => asks(
            format!(
                "The program was interrupted while sheet {sheet} was being destroyed. Look for the sheet together."
            ),
            "Is it destroyed? (y/n)",
        ),
        P::TakePage { sheet, what } => {
            let what = match what {
                SheetKind::Pin => "a PIN sheet",
                SheetKind::Share => "a share sheet",
            };
            done(format!(
                "Take page {sheet} ({what}) from the tray. Do not let anybody else see it."
            ))
        }
        P::SignIn {
            account,
            key,
            sheet,
        } => asks(
            format!(
                "On the online machine: sign in as {account} with key {key} and the PIN on sheet {sheet}. Sign out again. Bring the key and the sheet back."
            ),
            "Did the tenant let you in? (y/n)",
        ),
        P::AlertCame { account } => asks(
            format!("Check where sign-in alerts for {account} arrive."),
            "Did the alert for this sign-in arrive? (y/n)",
        ),
        P::FetchOptions { key, account, file } => done(format!(
            "On the online machine: request the registration options of {account} for key {key} from the tenant, and bring them here as {file}."
        )),
        P::TenantTook { account, key, file } => asks(
            format!(
                "On the online machine: give {file} to the tenant as a passkey of {account}, and name it {key}."
            ),
            "Did the tenant accept it? (y/n)",
        ),
        P::IsRegistered { account, key } => asks(
            format!(
                "The passkey on key {key} was created earlier. Look at the tenant's list of passkeys of {account}."
            ),
            "Is there a passkey with the name of the key? (y/n)",
        ),
        P::OpenTenant { account } => done(format!(
            "On the online machine: open the page on which an administrator sets the password of {account}. Two people will type one half each."
        )),
        P::AcceptedThenPasskey { account } => asks(
            format!("Set the password of {account}, then sign in with it at once."),
            "Was it accepted, and were you then asked for the passkey? (y/n)",
        ),
        P::RefusedAndUnchanged { account } => asks(
            format!("Find out what the tenant did with the password of {account}."),
            "Did it refuse the new password, and does the old one (or none) certainly still apply? (y/n)",
        ),
        P::DoesNewPasswordWork { account } => asks(
            format!(
                "It is not known whether the new password of {account} was set. Try it: sign in with the two halves that were shown."
            ),
            "Was it accepted, and were you then asked for the passkey? (y/n)",
        ),
        P::DoesOldPasswordWork { account } => asks(
            format!(
                "Try the old password of {account}: sign in with the two halves that were shown."
            ),
            "Was it accepted, and were you then asked for the passkey? (y/n)",
        ),
        P::TakeDocument {
            sheet,
            document: document @ Document::TestPage,
        } => asks(
            document_taken(document, sheet),
            "Is it complete and readable? (y/n)",
        ),
        P::TakeDocument { sheet, document } => done(document_taken(document, sheet)),
        P::Initial {
            number,
            person,
            departed,
        } => asks(
            match departed {
                false => format!("{person}: step {number} was completed as intended."),
                true => {
                    format!("{person}: step {number} has ended, and deviations have been recorded.")
                }
            },
            "Initial? (y/n)",
        ),
        P::GoOnDespite { what } => asks(
            format!(
                "{} To continue is an exception: both of you must assent, and it is recorded.",
                sentence(&clause::said(what))
            ),
            "Continue? (y/n)",
        ),
        P::SealUnrecorded { key, why } => asks(
            format!(
                "The state of key {key} cannot be recorded before the key goes into its bag. {} To continue is an exception: both of you must assent, and it is recorded.",
                trouble::what(why)
            ),
            "Continue? (y/n)",
        ),
        P::EndQuarantine { thing, since, what } => asks(
            format!(
                "In quarantine since entry {since}: {}.\n{what}\nAnswer yes only if you know what happened, and the administrator agrees that you can rely on it again.",
                thing::said(thing)
            ),
            "y: end the quarantine; n: leave it in quarantine",
        ),

        P::BagSerial {
            purpose: BagPurpose::Fetched { item },
            ..
        } => asks(
            format!(
                "Read the serial number on the bag that should hold the {}.",
                thing::said(item)
            ),
            "Serial number",
        ),
        P::BagSerial {
            purpose: BagPurpose::New { items },
            ..
        } => asks(
            format!(
                "Take a new bag for: {}. Read its serial number.",
                thing::all(items).join(", ")
            ),
            "Serial number",
        ),
        P::WhoTakes { bag, place, names } => asks(
            format!("Who takes bag {bag} to {place}?\n{}", bullets(names)),
            "Name",
        ),
        P::CopyTo { copy } => asks(
            format!(
                "Plug in memory stick {copy} of 2 for a copy of the book. The copy holds no secrets."
            ),
            "Folder on the stick",
        ),
        P::SaveLedgerTo => asks(
            "Plug in a memory stick, or choose another folder outside the book. The program writes the ledger into a new file there, as it has it in memory. The file holds no secrets.",
            "Folder",
        ),
        P::Reason { what } => asks(
            format!(
                "Why? State the reason in one sentence, for the ledger: {}",
                sentence(&clause::said(what))
            ),
            "Reason",
        ),
        P::FoundOut { thing } => asks(
            format!(
                "What did you find out about the {}? State it in one sentence, for the ledger.",
                thing::said(thing)
            ),
            "Found out",
        ),

        P::PinWritten { key, sheet, digits } => asks(
            format!(
                "You make the PIN of key {key} by hand, on sheet {sheet}. Throw a die as the sheet says, and write one digit into each of its {digits} boxes with a pen. If all digits would be the same, or would count up or down by one, throw again before you write. Then type the PIN from the sheet."
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
                "Fold sheet {sheet} so that only the words above its middle line can be seen. Type them. The first four letters of each word are enough."
            ),
            "Words",
        ),
        P::ShareFrom {
            sheet,
            half: Half::Lower,
        } => asks(
            format!(
                "Turn sheet {sheet} so that only the words below its middle line can be seen. Type them. The first four letters of each word are enough."
            ),
            "Words",
        ),

        P::LettersFor { sheet } => asks(
            format!(
                "These are the check letters of sheet {sheet}. Write them into their two boxes. The key custodian looks away."
            ),
            "Press Enter when written",
        ),
        P::FirstHalf { account } => asks(
            format!(
                "This is the first half of the password of {account}. Type it on the online machine. The key custodian looks away."
            ),
            "Press Enter when typed",
        ),
        P::SecondHalf { account } => asks(
            format!(
                "This is the second half of the password of {account}. Type it on the online machine. The PIN custodian looks away."
            ),
            "Press Enter when typed",
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
            "Take page {sheet} from the tray. Check it: four corners, both rulers 100 mm long, every character clear. The page holds no secret."
        ),
        Document::BagLabels => format!(
            "Take page {sheet} from the tray: the bag labels. Cut them apart. One label goes with each new bag."
        ),
        Document::Leaflet => format!(
            "Take page {sheet} from the tray: the recovery leaflet. Put a copy of it into every bag with a share, or keep it with the plan."
        ),
        Document::Receipt { person } => format!(
            "Take page {sheet} from the tray: the receipt for {person}. Compare the serial numbers of the bags. {person} signs it, and so does whoever hands over the bags."
        ),
        Document::FlushPage => format!(
            "Take page {sheet} from the tray. It shows only a pattern, so that no secret stays in the printer's memory. Tear the page up. Switch the printer off after the last page of today."
        ),
        Document::Minutes { person } => format!(
            "{person}: read your minutes, sign them, and keep them. At the next roll call, their ten words show that this is still the same ledger."
        ),
    }
}
