//! The ledger's entries in plain English.

use crate::custody::deed;
use crate::custody::script::About;
use crate::custody::{
    Deed, DeedResult, Event, Genuineness, Hash, Item, Moment, Page, Present, Proof, Seen, Setting,
    Suspect,
};
use crate::ledger::Entry;
use crate::plan::Name;
use crate::text::hex;
use crate::text::safe::Safe;
use crate::webauthn::{base64url, hyphenated};

/// Characters of a sentence.
const LONGEST: usize = 1000;

/// An entry in one line: number, time, who, ceremony, what happened.
pub fn line(entry: &Entry) -> String {
    let at = entry.at.strftime("%Y-%m-%d %H:%M:%SZ");
    let who = match entry.by.as_slice() {
        [] => "-".to_owned(),
        names => names.join(", "),
    };
    let ceremony = match entry.ceremony {
        0 => "-".to_owned(),
        number => format!("#{number}"),
    };
    let what = says(entry);
    format!("{:>5}  {at}  {who:<14}  {ceremony:<3}  {what}", entry.seq)
}

/// What an entry says, in a sentence that is safe to show.
pub fn says(entry: &Entry) -> String {
    let what = match serde_json::from_value::<Event>(entry.event.clone()) {
        Ok(event) => sentence(&event),
        Err(_) => format!(
            "An entry of a kind that this program does not know: {}.",
            entry.event_type()
        ),
    };
    Safe::new(&what, LONGEST).into()
}

/// What an event says, in a sentence.
pub fn sentence(event: &Event) -> String {
    use Event as E;
    match event {
        E::BookOpened {
            origin, program, ..
        } => {
            let kind = if origin.starts_with("rehearsal/") {
                "A rehearsal's book"
            } else {
                "The book"
            };
            format!("{kind} was opened: {origin}, by {program}.")
        }
        E::TemplateRecorded { template } => format!(
            "The template of a ceremony was recorded: {} ({}).",
            template.title.en, template.name
        ),
        E::PlanProposed { plan } => format!(
            "A plan of {} was recorded; it binds nobody yet: {} people, {} accounts, {} keys.",
            plan.organisation,
            plan.people.len(),
            plan.accounts.len(),
            plan.keys.len()
        ),
        E::CeremonyStarted {
            template,
            key,
            file,
            script,
            program,
            ..
        } => {
            let key = key.iter().map(|key| format!(" for key {key}"));
            let file = file.iter().map(|file| format!(" for file {file}"));
            let what: String = key.chain(file).collect();
            format!(
                "A ceremony began{what}: template {}, script {}, with {program}.",
                short(template),
                short(script)
            )
        }
        E::PartStarted {
            part,
            about,
            duty,
            reason,
            assents,
            ..
        } => {
            let what = match about {
                About::Ceremony => "the book".to_owned(),
                About::Key(key) => format!("key {key}"),
                About::Account(account) => format!("account {account}"),
                About::Bag(bag) => format!("bag {bag}"),
            };
            format!(
                "Part {part} began for {what}, with the assent of {}: {duty}, because {}",
                names(assents),
                ended(reason)
            )
        }
        E::RollCalled {
            present,
            minutes_off,
            date,
            again,
        } => {
            let one = |p: &Present| {
                let read = match p.read {
                    Some(size) => format!(", who read the head over {size} entries"),
                    None => ", without minutes of this ledger".into(),
                };
                format!("{} as {}{read}", p.person, p.role.in_words())
            };
            let people: Vec<String> = present.iter().map(one).collect();
            let clocks: Vec<String> = minutes_off.iter().map(|m| format!("{m:+}")).collect();
            let again = again.as_ref().map_or(String::new(), |reason| {
                format!(" The ceremony had been interrupted: {}", ended(reason))
            });
            format!(
                "Roll call on {date}: {}; watches off by {} minutes.{again}",
                people.join("; "),
                clocks.join(", ")
            )
        }
        E::PlanAdopted { plan, assents } => format!(
            "The plan {} became binding, with the assent of {}.",
            short(plan),
            names(assents)
        ),
        E::LaptopChecked { findings } if findings.is_empty() => {
            "The laptop was checked: nothing found.".into()
        }
        E::LaptopChecked { findings } => {
            format!("The laptop was checked; found: {}.", findings.join("; "))
        }
        E::MetadataImported {
            number,
            next_update,
            models,
            assents,
            ..
        } => format!(
            "FIDO's list {number} (models in it: {models}) was imported, with the assent of {}; the next is due by {next_update}.",
            names(assents)
        ),
        E::Intended { deed, assents } if assents.is_empty() => {
            format!("About to be done: {}.", doing(deed))
        }
        E::Intended { deed, assents } => format!(
            "About to be done, with the assent of {}: {}.",
            names(assents),
            doing(deed)
        ),
        E::Ended {
            intent,
            seen,
            result,
        } => {
            let how = match seen {
                Seen::Told => "",
                Seen::Probed => ", as was found out afterwards",
            };
            format!("What entry {intent} announced {}{how}.", became(result))
        }
        E::SheetProven {
            sheet,
            fingerprint: Some(fingerprint),
            by,
        } => format!(
            "Sheet {sheet} was read back from the paper, half each by {}; SHA-256 of its words: {fingerprint}.",
            names(by)
        ),
        E::SheetProven {
            sheet,
            fingerprint: None,
            by,
        } => {
            format!(
                "Sheet {sheet} was read back from the paper by {}.",
                names(by)
            )
        }
        E::SheetVoided { sheet } => format!("Sheet {sheet} is void: it will not be used."),
        E::SnapshotBegun { key } => format!("Key {key} is asked what it shows."),
        E::SnapshotUnanswered { key } => {
            format!("It was not key {key} that was asked, or it did not answer.")
        }
        E::SnapshotTaken {
            key,
            moment,
            snapshot,
            differs,
        } => {
            let when = match moment {
                Moment::Sealing => "before its bag was sealed",
                Moment::Opening => "after its bag was opened",
            };
            let compared = match (moment, differs.as_slice()) {
                (Moment::Sealing, []) => String::new(),
                (Moment::Opening, []) => "; as it was".into(),
                (Moment::Sealing | Moment::Opening, differs) => {
                    format!("; DIFFERS: {}", differs.join("; "))
                }
            };
            format!(
                "Key {key} was recorded {when}: {} PIN tries left{compared}.",
                snapshot.retries
            )
        }
        E::SnapshotOmitted {
            key,
            reason,
            assents,
        } => format!(
            "Key {key} goes into its bag without being recorded, with the assent of {}: {reason}.",
            names(assents)
        ),
        E::PinVerified { key, sheet, by } => {
            format!("The PIN on sheet {sheet}, read by {by}, opens key {key}.")
        }
        E::KeyConfigured {
            key,
            least_pin_length,
            always_uv,
            enterprise_attestation,
        } => {
            let mut says = format!("no PIN of less than {least_pin_length} characters");
            if *always_uv {
                says += "; its PIN for everything";
            }
            if *enterprise_attestation {
                says += "; it may name itself to organisations";
            }
            format!("Key {key} is set as the plan wants it: {says}.")
        }
        E::CredentialVerified { key } => format!("The account's passkey on key {key} works."),
        E::SignedIn { key } => {
            format!("A sign-in with key {key} succeeded, and its alert arrived.")
        }
        E::Registered { key } => format!("The tenant took the passkey of key {key}."),
        E::ShareChecked { sheet, by, .. } => {
            format!(
                "Share sheet {sheet}, read half each by {}, is as it was printed.",
                names(by)
            )
        }
        E::BagFetched { bag } => format!("Bag {bag} was fetched, and is intact."),
        E::BagHanded { bag, to } => format!("Bag {bag} was handed to {to}."),
        E::StepDone { step } => format!("Step {step} is done."),
        E::Initialled { steps, initials } => {
            format!("{} initialled {}.", names(initials), steps.join(", "))
        }
        E::StepRefused {
            step,
            reason,
            initials,
        } => format!(
            "Step {step} was REFUSED; initialled by {}: {reason}.",
            names(initials)
        ),
        E::StepExcepted {
            step,
            reason,
            assents,
        } => format!(
            "EXCEPTION: step {step} was left out, with the assent of {}: {reason}.",
            names(assents)
        ),
        E::Exception {
            what,
            reason,
            assents,
        } => format!(
            "EXCEPTION, with the assent of {}: {} Reason: {reason}.",
            names(assents),
            ended(what)
        ),
        E::Breach { step, what, about } => {
            let about: Vec<String> = about.iter().map(Suspect::to_string).collect();
            let quarantine = match about.as_slice() {
                [] => String::new(),
                about => format!(" In quarantine from now on: {}.", about.join(", ")),
            };
            format!("BREACH at step {step}: {}{quarantine}", ended(what))
        }
        E::QuarantineEnded {
            about,
            found,
            reason,
            assents,
        } => format!(
            "The QUARANTINE of {about} ended, with the assent of {}. Found out: {} Reason: {}",
            names(assents),
            ended(found),
            ended(reason)
        ),
        E::Fault { step, what } => format!("Fault at step {step}: {}", ended(what)),
        E::Checkpoint { size, root, .. } => {
            format!(
                "The head over {size} entries was recorded: root {}.",
                in_hex(root)
            )
        }
        E::MinutesPrinted { by, checkpoint } => format!(
            "Minutes with the head over {checkpoint} entries were printed, and signed by {by}."
        ),
        E::Copied { copy, size, hash } => format!(
            "Copy {copy} of the book, {size} entries, was written and read back; SHA-256 {hash}."
        ),
        E::CeremonySuspended {} => "The ceremony was stopped safely; it stays open.".into(),
        E::CeremonyWithdrawn { reason } => format!(
            "The ceremony was WITHDRAWN before its first roll call. Reason: {}",
            ended(reason)
        ),
        E::CeremonyAbandoned { reason, assents } => format!(
            "The ceremony was ABANDONED, with the assent of {}: {reason}.",
            names(assents)
        ),
        E::CeremonyEnded {} => "The ceremony is finished.".into(),
    }
}

fn doing(deed: &Deed) -> String {
    match deed {
        Deed::PrintSheet(deed::PrintSheet { sheet, page }) => match page {
            Page::Pin { key } => format!("sheet {sheet} with a new PIN for key {key} is printed"),
            Page::Share {
                account,
                set,
                member,
            } => format!("sheet {sheet} with share {member} of set {set} of {account} is printed"),
        },
        Deed::SetPin(deed::SetPin { key, to }) => {
            format!("key {key} gets its first PIN, from sheet {to}")
        }
        Deed::ChangePin(deed::ChangePin { key, from, to }) => {
            format!("the PIN of key {key} changes from sheet {from} to sheet {to}")
        }
        Deed::MakeIdentity(deed::MakeIdentity { key }) => {
            format!("key {key} gets its identity credential")
        }
        Deed::MakeCredential(deed::MakeCredential { key, account, .. }) => {
            format!("key {key} gets a passkey of account {account}")
        }
        Deed::DeleteCredential(deed::DeleteCredential { key, credential }) => {
            format!("passkey {credential} is deleted from key {key}")
        }
        Deed::ConfigureKey(deed::ConfigureKey { key, setting }) => match setting {
            Setting::LeastPinLength { characters, told } => {
                let told = match told.is_empty() {
                    true => String::new(),
                    false => format!(", and to tell {} so", told.join(", ")),
                };
                format!(
                    "key {key} is told to take no PIN of less than {characters} characters{told}"
                )
            }
            Setting::EnterpriseAttestation {} => {
                format!("key {key} is allowed to name itself to organisations")
            }
            Setting::AlwaysUv {} => format!("key {key} is told to want its PIN for everything"),
        },
        Deed::ResetKey(deed::ResetKey { key }) => {
            format!("key {key} is reset: PIN, passkeys and settings are wiped")
        }
        Deed::OpenBag(deed::OpenBag { bag }) => format!("bag {bag} is opened"),
        Deed::SealBag(deed::SealBag { bag, items, place }) => {
            let items: Vec<String> = items.iter().map(Item::to_string).collect();
            format!("{} goes into bag {bag}, for {place}", items.join(", "))
        }
        Deed::DestroySheet(deed::DestroySheet { sheet }) => format!("sheet {sheet} is destroyed"),
        Deed::SetPassword(deed::SetPassword { account, set }) => {
            format!("the password of {account} is set to the one of share set {set}")
        }
    }
}

fn became(result: &DeedResult) -> String {
    match result {
        DeedResult::Done => "was done".into(),
        DeedResult::NotDone => "was NOT done".into(),
        DeedResult::Identity {
            aaguid,
            genuine,
            maker_serial,
            usb_serial,
            ..
        } => {
            let serial = maker_serial.as_ref().or(usb_serial.as_ref());
            let serial = serial.map_or(String::new(), |serial| format!(", serial {serial}"));
            let genuine = genuine.as_ref().map_or_else(String::new, proven);
            let aaguid = hyphenated(aaguid);
            format!("was done: an identity credential, model (AAGUID) {aaguid}{serial}{genuine}")
        }
        DeedResult::Credential { credential, .. } => {
            format!("was done: passkey {credential}")
        }
    }
}

fn proven(genuine: &Genuineness) -> String {
    let by = match genuine.by {
        Proof::Certificates => "proven by its maker's certificate",
        Proof::UnlistedCertificates => "with a certificate that no list at hand speaks of",
        Proof::UnverifiedCertificates => "with a certificate that was not verified",
        Proof::Own => "vouching for itself alone",
        Proof::Nothing => "without attestation",
        Proof::OtherFormat => "with an attestation that was not judged",
    };
    let model = genuine.model.iter().map(|m| format!(" ({m})"));
    let warned = genuine.warnings.iter().map(|w| format!("; warned of: {w}"));
    let rest: String = model.chain(warned).collect();
    format!(", {by}{rest}")
}

/// A hash in short: enough to find the entry that holds what it is of.
fn short(hash: &Hash) -> String {
    hash.to_string().chars().take(16).collect()
}

fn names(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}

/// A root as the minutes have it, so that the two can be compared.
fn in_hex(root: &str) -> String {
    base64url::decode(root).map_or_else(|| root.to_owned(), |bytes| hex::encode(&bytes))
}

/// A sentence that ends with one period.
fn ended(what: &str) -> String {
    if what.ends_with('.') {
        what.to_owned()
    } else {
        format!("{what}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(event: serde_json::Value) -> String {
        sentence(&serde_json::from_value(event).unwrap())
    }

    #[test]
    fn an_entry_is_one_safe_line() {
        let entry = Entry {
            seq: 7,
            at: jiff::Timestamp::UNIX_EPOCH,
            by: vec!["ada".into(), "carla".into()],
            ceremony: 2,
            event: json!({"type": "fault", "step": "1.1", "what": "a\u{1b}[2J\nb"}),
            prev: [0; 32],
        };
        assert_eq!(
            line(&entry),
            "    7  1970-01-01 00:00:00Z  ada, carla      #2   Fault at step 1.1: a\u{fffd}[2J\u{fffd}b."
        );
        let unknown = Entry {
            event: json!({"type": "new-kind"}),
            by: Vec::new(),
            ceremony: 0,
            ..entry
        };
        assert!(line(&unknown).ends_with(
            "-               -    An entry of a kind that this program does not know: new-kind."
        ));
    }

    #[test]
    fn a_model_is_told_in_the_form_that_a_key_shows() {
        let identity = json!({"is": "identity", "credential": "00", "public_key": "00",
            "aaguid": "2fc0579f811347eab116bb5a8db9202a", "counters": "exact", "attestation": "a0",
            "client_data_hash": "00"});
        assert_eq!(
            said(json!({"type": "ended", "intent": 4, "seen": "told", "result": identity})),
            "What entry 4 announced was done: an identity credential, model (AAGUID) \
             2fc0579f-8113-47ea-b116-bb5a8db9202a."
        );
    }

    #[test]
    fn a_root_is_told_as_the_minutes_have_it() {
        let root = "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=";
        let event = json!({"type": "checkpoint", "origin": "o", "size": 9, "root": root});
        let hex = "a5".repeat(32);
        assert_eq!(
            said(event),
            format!("The head over 9 entries was recorded: root {hex}.")
        );
    }

    #[test]
    fn departures_stand_out() {
        let of = |event| said(event);
        assert_eq!(
            of(
                json!({"type": "exception", "what": "The laptop: swap is in use.", "reason": "drill", "assents": ["ada", "carla"]})
            ),
            "EXCEPTION, with the assent of ada, carla: The laptop: swap is in use. Reason: drill."
        );
        assert_eq!(
            of(json!({"type": "breach", "step": "2.1", "what": "Bag T-1 is damaged."})),
            "BREACH at step 2.1: Bag T-1 is damaged."
        );
        assert_eq!(
            of(
                json!({"type": "intended", "deed": {"do": "change-pin", "key": "k1", "from": "P-0001", "to": "P-0002"}})
            ),
            "About to be done: the PIN of key k1 changes from sheet P-0001 to sheet P-0002."
        );
        assert_eq!(
            of(
                json!({"type": "ended", "intent": 4, "seen": "probed", "result": {"is": "not-done"}})
            ),
            "What entry 4 announced was NOT done, as was found out afterwards."
        );
        assert_eq!(
            of(
                json!({"type": "roll-called", "present": [{"person": "ada", "role": "key-custodian"}], "minutes_off": [0, -2], "date": "2026-01-12"})
            ),
            "Roll call on 2026-01-12: ada as key custodian, without minutes of this ledger; watches off by +0, -2 minutes."
        );
    }
}
