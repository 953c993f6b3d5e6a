//! What stops a step, in English.

use super::{clause, thing};
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
        T::NotAllowed { why } => {
            format!("The rules do not allow this now: {}.", clause::said(why))
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
                thing::said(found)
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
            format!("The key to become {key} is not new: {}.", clause::said(why))
        }
        T::KeyUnproven { key, why } => format!(
            "The key to become {key} does not prove which model it is: {}.",
            clause::said(why)
        ),
        T::NotGenuine { key, why } => {
            format!("The key to become {key} is not what it says it is: {why}.")
        }
        T::BadList { file, why } => {
            format!("The file {file} cannot be used: {}.", clause::said(why))
        }
        T::ListIsOlder { number, known } => {
            format!("This is list {number}, and list {known} was imported before.")
        }
        T::TriesAtLimit { key, left } => {
            format!("Key {key} has {left} PIN tries left; no more are spent without both of you.")
        }
        T::PinRefusedByKey { key } => {
            format!("Key {key} does not take the new PIN: its own rules are stricter.")
        }
        T::KeyCannot { key, what } => {
            format!(
                "Key {key} cannot {}: it says so itself.",
                clause::said(what)
            )
        }
        T::ResetTooLate { key } => {
            format!("Key {key} did not take the reset: it was plugged in too long ago.")
        }
        T::NoPinSheet { key } => format!("Key {key} has no PIN sheet yet."),
        T::NoCredential { key } => format!("Key {key} has no passkey of its account yet."),
        T::NotPrinted { sheet, why } => {
            format!("Page {sheet} was not printed: {}.", clause::said(why))
        }
        T::DocumentNotPrinted { sheet, why } => {
            format!("Page {sheet} was not printed: {}.", clause::said(why))
        }
        T::Unreadable { sheet } => {
            format!("Sheet {sheet} was not read back as it was printed.")
        }
        T::NotAPin { sheet, digits } => format!(
            "What was typed from sheet {sheet} is no PIN of {digits} digits, or too simple a one."
        ),
        T::NotInHand { item } => format!("The {} is not at hand.", thing::said(item)),
        T::NoEntropy { why } => format!("The system gave no random numbers: {why}."),
        T::NoLockedMemory => "There is no locked memory left for a secret.".into(),
        T::CopyFailed { copy, why } => {
            format!("Copy {copy} of the book was not written and read back: {why}.")
        }
        T::BadInbox { file, why } => {
            format!("The file {file} cannot be used: {}.", clause::said(why))
        }
        T::NotAssented => {
            "One of you did not assent, or the private word was wrong three times.".into()
        }
        T::NotConfirmed { what } => format!("Not confirmed: {}.", clause::said(what)),
        T::CannotBe { who, why } => format!("{who} cannot take part so: {}.", clause::said(why)),
        T::TypedTooOften { what } => {
            format!(
                "Typed three times, and still not as it should be: {}.",
                clause::said(what)
            )
        }
        T::PlanNotThis => "The plan was not confirmed.".into(),
        T::UnknownBag { item, found } => format!(
            "The bag for the {} has the serial {found}, which this book has never seen.",
            thing::said(item)
        ),
        T::DamagedBag { bag } => format!("Bag {bag} is damaged, or was opened."),
        T::StrangeKey { expected, found } => {
            format!(
                "Out of the bag of key {expected} came {}.",
                thing::said(found)
            )
        }
        T::KeyChanged { key, differs } => format!(
            "Key {key} is not as it was when it was sealed: {}.",
            differs.join("; ")
        ),
        T::PinOpensNothing { key, sheets } => format!(
            "Key {key} opens with the PIN of none of its sheets ({}).",
            list(sheets)
        ),
        T::KeyLied { key, what } => {
            format!(
                "Key {key} said that it was done, and it is not: {}.",
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
        T::HeadDiffers { person } => {
            format!("The words on {person}'s paper are not those of this ledger.")
        }
        T::PasswordLost { account } => {
            format!("Neither the new nor the old password of {account} is accepted.")
        }
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
