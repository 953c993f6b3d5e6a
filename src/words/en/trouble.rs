//! What stops a step, in English.

use super::{clause, thing};
use crate::book::Altered;
use crate::words::catalogue::list;
use crate::words::trouble::{Explained, Trouble};

pub(super) fn said(trouble: &Trouble) -> Explained {
    Explained {
        what: what(trouble),
        means: means(trouble).into(),
        next: next(trouble).into(),
    }
}

/// What happened.
pub(super) fn what(trouble: &Trouble) -> String {
    use Trouble as T;
    match trouble {
        T::NotWritten { why } => format!("The ledger could not be written: {why}."),
        T::LedgerAltered { how } => {
            format!(
                "The ledger's file is no longer as this program left it: {}.",
                altered(how)
            )
        }
        T::NotAllowed { why } => {
            format!("The rules do not allow this now: {}.", clause::said(why))
        }
        T::NoPorts { why } => format!("The USB ports cannot be read: {why}."),
        T::NoKey { expected } => {
            format!("No security key is plugged in. Key {expected} was expected.")
        }
        T::NoNewKey { key } => {
            format!(
                "Exactly one new key should be plugged in, to become key {key}. There is none, or more than one."
            )
        }
        T::WrongKey { expected, found } => {
            format!(
                "Key {expected} was expected, but {} is plugged in.",
                thing::said(found)
            )
        }
        T::KeyGone { key } => format!("Key {key} was unplugged, or its connection was lost."),
        T::KeySilent { key } => format!("Key {key} does not answer."),
        T::KeySaid { key, what } => format!("Key {key} refused: {what}."),
        T::KeyNotTouched { key } => format!("Key {key} waited for a touch, but nobody touched it."),
        T::KeyWantsPin { key } => {
            format!("Without its PIN, key {key} answers nothing, not even which key it is.")
        }
        T::KeyWantsNewPin { key } => {
            format!("Somebody has set key {key} to require a new PIN before it does anything else.")
        }
        T::KeyWantsReplug { key } => {
            format!("Key {key} accepts no PIN until it has been unplugged.")
        }
        T::PinBlocked { key } => format!("The PIN of key {key} is blocked: no tries are left."),
        T::KeyNotNew { key, why } => {
            format!(
                "The key that should become {key} is not new: {}.",
                clause::said(why)
            )
        }
        T::KeyUnproven { key, why } => format!(
            "The key that should become {key} cannot prove which model it is: {}.",
            clause::said(why)
        ),
        T::NotGenuine { key, why } => {
            format!("The key that should become {key} is not what it claims to be: {why}.")
        }
        T::BadList { file, why } => {
            format!("The file {file} cannot be used: {}.", clause::said(why))
        }
        T::ListIsOlder { number, known } => {
            format!("This is list {number}, but the newer list {known} was imported before.")
        }
        T::TriesAtLimit { key, left } => {
            format!(
                "Key {key} has {left} PIN tries left. No more are used unless both of you agree."
            )
        }
        T::PinMayBeChanged { key } => format!(
            "Key {key} reported that it did not take the new PIN, but the old PIN was not seen to open it afterwards."
        ),
        T::PinRefusedByKey { key } => {
            format!("Key {key} does not accept the new PIN: its own rules are stricter.")
        }
        T::KeyCannot { key, what } => {
            format!(
                "Key {key} cannot {}. The key itself reports this.",
                clause::said(what)
            )
        }
        T::ResetTooLate { key } => {
            format!("Key {key} did not accept the reset: it had been plugged in for too long.")
        }
        T::NoPinSheet { key } => format!("Key {key} has no PIN sheet yet."),
        T::NoCredential { key } => format!("Key {key} has no passkey for its account yet."),
        T::NotPrinted { sheet, why } => {
            format!("Page {sheet} was not printed: {}.", clause::said(why))
        }
        T::DocumentNotPrinted { sheet, why } => {
            format!("Page {sheet} was not printed: {}.", clause::said(why))
        }
        T::Unreadable { sheet } => {
            format!("What was typed from sheet {sheet} is not what was printed on it.")
        }
        T::NotAPin { sheet, digits } => format!(
            "What was typed from sheet {sheet} is not a PIN of {digits} digits, or is too easy to guess."
        ),
        T::NotInHand { item } => format!("The {} is not at hand.", thing::said(item)),
        T::NoEntropy { why } => format!("The system supplied no random numbers: {why}."),
        T::NoLockedMemory => "There is no locked memory left for a secret.".into(),
        T::CopyFailed { copy, why } => {
            format!("Copy {copy} of the book could not be written and read back: {why}.")
        }
        T::BadInbox { file, why } => {
            format!("The file {file} cannot be used: {}.", clause::said(why))
        }
        T::NotAssented => "One of you did not assent.".into(),
        T::NotConfirmed { what } => format!("Not confirmed: {}.", clause::said(what)),
        T::CannotBe { who, why } => format!("{who} cannot take this role: {}.", clause::said(why)),
        T::TypedTooOften { what } => {
            format!(
                "After three attempts, this is still not right: {}.",
                clause::said(what)
            )
        }
        T::PlanNotThis => "The plan was not confirmed.".into(),
        T::UnknownBag { item, found } => format!(
            "The bag for the {} has the serial number {found}, which does not occur in this book.",
            thing::said(item)
        ),
        T::DamagedBag { bag } => format!("Bag {bag} is damaged or has been opened."),
        T::StrangeKey { expected, found } => {
            format!(
                "The bag of key {expected} contained {}.",
                thing::said(found)
            )
        }
        T::KeyChanged { key, differs } => format!(
            "Key {key} has changed since it was sealed: {}.",
            differs.join("; ")
        ),
        T::PinOpensNothing { key, sheets } => format!(
            "None of the PINs on the sheets of key {key} opens it ({}).",
            list(sheets)
        ),
        T::KeyLied { key, what } => {
            format!(
                "Key {key} reported success, but that is not true: {}.",
                clause::said(what)
            )
        }
        T::ShareAltered { sheet } => {
            format!("The share on sheet {sheet} is not the one that was printed.")
        }
        T::CredentialWrong { key, why } => {
            format!(
                "The passkey on key {key} is not the one that was enrolled: {}.",
                clause::said(why)
            )
        }
        T::HeadIsAhead {
            person,
            size,
            entries,
        } => format!(
            "The minutes of {person} have a head of size {size}, but this ledger has only {entries} entries: it is an older state of the ledger, or another one."
        ),
        T::HeadUnknown { person, size } => format!(
            "The minutes of {person} have a head of size {size}, and this ledger never had one: it is another ledger."
        ),
        T::WordGuessed { person } => {
            format!("The private word of {person} was wrong three times in a row.")
        }
        T::HeadDiffers { person } => {
            format!("The words on the minutes of {person} are not the words of this ledger.")
        }
        T::PasswordLost { account } => {
            format!("The tenant accepts neither the new nor the old password of {account}.")
        }
    }
}

/// How the ledger's file was changed.
fn altered(how: &Altered) -> String {
    match how {
        Altered::Gone => "there is no file at its path".into(),
        Altered::Replaced => "there is another file at its path".into(),
        Altered::Longer { by } => format!("it is {by} bytes longer"),
        Altered::Shorter { by } => format!("it is {by} bytes shorter"),
        Altered::Differs { line } => format!("line {line} is another one"),
        Altered::Unreadable(why) => format!("it cannot be read: {why}"),
    }
}

/// What it means for the secrets and keys at hand.
fn means(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "The program does and records nothing more in this run. Everything that was shown as done is in the ledger. The last deed may be in doubt; the next run settles it with what is on paper."
        }
        T::LedgerAltered { .. } => {
            "Something else than this program has changed, replaced or moved the file, so the program writes nothing more to it. Entries that you saw as done may stand in no file: the program still has all of them in memory, until it ends. The last deed may be in doubt; the next run settles it with what is on paper."
        }
        T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => {
            "Nothing was changed."
        }
        T::NoPorts { .. }
        | T::NoKey { .. }
        | T::NoNewKey { .. }
        | T::WrongKey { .. }
        | T::NotInHand { .. } => "Nothing was changed, and no PIN try was used.",
        T::KeyGone { .. } | T::KeySilent { .. } | T::KeySaid { .. } => {
            "If a PIN or passkey was being changed, the key may have done it. Keep both sheets until one of their PINs has opened the key. This takes at most one PIN try."
        }
        T::KeyNotTouched { .. } => "The key did not do it. Its PIN and passkeys are unchanged.",
        T::KeyWantsPin { .. } => {
            "The key cannot be recognised, so nothing was done with it. No PIN try was used."
        }
        T::KeyWantsNewPin { .. } => {
            "The PIN on its sheet opens nothing until the PIN is changed. No PIN try was used."
        }
        T::KeyWantsReplug { .. } => {
            "Too many wrong PINs were typed since the key was plugged in. The remaining tries are not lost."
        }
        T::PinBlocked { .. } => {
            "Only a reset makes the key usable again, and the reset deletes its passkeys."
        }
        T::KeyCannot { .. } | T::ResetTooLate { .. } => "Nothing was changed on the key.",
        T::KeyNotNew { .. } => "The key may hold somebody's passkeys. Nothing was changed on it.",
        T::KeyUnproven { .. } => {
            "The plan admits only keys that can prove their model. Nothing from this book is on the key."
        }
        T::NotGenuine { .. } => {
            "The key may be a copy that keeps every PIN typed for it. It was not admitted, and no PIN was sent to it."
        }
        T::BadList { .. } | T::ListIsOlder { .. } => {
            "The list that was imported before stays in use. No key was changed."
        }
        T::TriesAtLimit { .. } => {
            "A key with no tries left must be reset, and then its passkeys are lost."
        }
        T::PinMayBeChanged { .. } => {
            "The key may have done it. Its PIN is on one of two sheets. Do not destroy either of them."
        }
        T::PinRefusedByKey { .. } => "The old PIN is still valid. The new sheet is void.",
        T::NoPinSheet { .. } | T::NoCredential { .. } => "This step has nothing to work with.",
        T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => {
            "Its secret opens nothing and is discarded. The page, or the part of it that came out, must be destroyed."
        }
        T::DocumentNotPrinted { .. } => "The page holds no secret.",
        T::NoEntropy { .. } | T::NoLockedMemory => "No secret was generated.",
        T::CopyFailed { .. } => {
            "The book on this laptop is intact. Two copies of it must exist before the ceremony can end."
        }
        T::BadInbox { .. } => "Nothing was changed on the key.",
        T::NotConfirmed { .. } => "The step was not completed as intended.",
        T::TypedTooOften { .. } => "No PIN try was used.",
        T::UnknownBag { .. } | T::DamagedBag { .. } => {
            "Somebody may have had access to its contents."
        }
        T::StrangeKey { .. } => {
            "The key that was sealed may be in other hands. Do not trust the key at hand with a PIN."
        }
        T::KeyChanged { .. } => "Somebody may have used the key while it was sealed.",
        T::PinOpensNothing { .. } => {
            "Somebody else may have changed the PIN, or this is a different key."
        }
        T::KeyLied { .. } => "The key is defective or not genuine. Keep both sheets.",
        T::ShareAltered { .. } => "Fewer shares than planned can restore the password.",
        T::CredentialWrong { .. } => "This key may not open its account.",
        T::WordGuessed { .. } => {
            "Somebody may be trying to act in the place of another person. Nothing was done, and the attempts are recorded."
        }
        T::HeadDiffers { .. } | T::HeadIsAhead { .. } | T::HeadUnknown { .. } => {
            "This may not be the ledger that you closed last time, or the minutes belong to another ledger."
        }
        T::PasswordLost { .. } => {
            "It is not known which password is set for this account. Both sets of shares are kept. The security keys still work."
        }
    }
}

/// What to do next.
fn next(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Stay together, and keep everything on the table. Free some disk space, or take the latest copy of the book to another laptop. Then start the ceremony again: it continues where the ledger ends."
        }
        T::LedgerAltered { .. } => {
            "Stay together, and keep everything on the table. Save the ledger from memory now: the program asks where. Then find out what changed the book's folder, and keep what lies there as evidence. The manual's chapter on the ledger says how the ceremony continues."
        }
        T::NotAllowed { .. } => "First do what the message names, or stop safely.",
        T::NoPorts { .. } => {
            "Install the udev rule (manual: station), log in again as a member of the group, and try again."
        }
        T::NoKey { .. } | T::WrongKey { .. } => "Plug in only the named key, and try again.",
        T::NoNewKey { .. } => "Plug in only one new key, and try again.",
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "Plug the key in again, directly and not through a hub, and try again."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "Try again. If it happens again, stop safely and ask the maker."
        }
        T::KeyWantsPin { .. } => {
            "Stop safely. Use the maker's tool to switch off the setting that always requires the PIN (alwaysUv), or take another key."
        }
        T::KeyWantsNewPin { .. } => {
            "Find out who required it. Skip this step, and change the PIN: run rotate-pin, unless this ceremony does that anyway."
        }
        T::KeyWantsReplug { .. } => "Unplug the key, plug it in again, and try again.",
        T::PinBlocked { .. } => {
            "Stop safely. Use the account's other key. Reset this key, and set it up again."
        }
        T::KeyCannot { .. } => "Skip this step, or take a key that can do it.",
        T::ResetTooLate { .. } => {
            "Try again: unplug the key, plug it in, answer, and touch it, all within 10 seconds."
        }
        T::KeyNotNew { .. } => "Take a new key.",
        T::KeyUnproven { .. } => {
            "Import FIDO's latest list, take a key whose model is in it, or change the plan (unproven_keys)."
        }
        T::NotGenuine { .. } => {
            "Keep the key and its packaging as evidence, apart from the other keys, and call the administrator."
        }
        T::BadList { .. } => {
            "Put FIDO's file back into the inbox under this name, or download the latest list and import it with import-metadata --file. Then try again."
        }
        T::ListIsOlder { .. } => "Download FIDO's latest list, and start again with it.",
        T::TriesAtLimit { .. } => {
            "Stop, and compare the sheet and the key: do they belong together? Continue only then, and only if both of you agree."
        }
        T::PinMayBeChanged { .. } => {
            "Try again: the program asks the key with the PINs from both sheets. If you stop, both sheets go into bags."
        }
        T::PinRefusedByKey { .. } => {
            "Set a longer PIN in the plan (pin_digits), adopt the plan, and change the PIN again."
        }
        T::NoPinSheet { .. } => {
            "Skip this step. `sealwright run set-pin` gives the key a PIN sheet."
        }
        T::NoCredential { .. } => {
            "Skip this step. `sealwright run enrol-credential` gives the key a passkey."
        }
        T::NotPrinted { .. } => "Fix the printer, destroy what came out, and try again.",
        T::DocumentNotPrinted { .. } => "Fix the printer, and try again.",
        T::Unreadable { .. } => {
            "Destroy the sheet, and try again. If it happens again, change the printer's cartridge."
        }
        T::NotAPin { .. } => "Destroy the sheet, and try again. The next sheet has new boxes.",
        T::NotInHand { .. } => "Look for it together, or stop safely.",
        T::NoEntropy { .. } => "Use another laptop.",
        T::NoLockedMemory => {
            "Raise the limit for locked memory (manual: station), and start again."
        }
        T::CopyFailed { .. } => "Take another memory stick, or another folder, and try again.",
        T::BadInbox { .. } => "Request new options from the tenant, and try again.",
        T::NotAssented | T::PlanNotThis => "Talk to each other. Then try again, or stop safely.",
        T::NotConfirmed { .. } => "Find out why, then try again, or stop safely.",
        T::CannotBe { .. } => "Ask the person whom the plan names, or change the plan first.",
        T::TypedTooOften { .. } => {
            "Start the step again, slowly, and compare letter by letter; or stop safely."
        }
        T::UnknownBag { .. }
        | T::DamagedBag { .. }
        | T::StrangeKey { .. }
        | T::KeyChanged { .. } => {
            "Do not continue with it. Leave the bag and its contents as they are, call the administrator, and have the account's passkey on this key disabled."
        }
        T::PinOpensNothing { .. } | T::KeyLied { .. } => {
            "Do not try anything else. Keep the key and both sheets, and call the administrator."
        }
        T::ShareAltered { .. } => {
            "Keep the sheet, call the administrator, and change this password."
        }
        T::CredentialWrong { .. } => "Call the administrator, and enrol the key again.",
        T::WordGuessed { .. } => {
            "This sitting ends here. Talk to each other, and start again with the roll call: both of you choose new words."
        }
        T::HeadDiffers { .. } | T::HeadIsAhead { .. } | T::HeadUnknown { .. } => {
            "Stop. Compare with the copies of the book and with the other custodian's minutes."
        }
        T::PasswordLost { .. } => {
            "Wait 15 minutes, because tenants can be slow, then continue with the ceremony: the program asks again. If nothing changes, have an administrator set the new password again."
        }
    }
}
