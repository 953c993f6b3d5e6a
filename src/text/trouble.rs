//! What can stop a step, as data; and the English that says what happened, what it means for the secrets and keys at
//! hand, and what to do next.

/// Why a step stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are the facts that the sentences below name
pub enum Trouble {
    // the ledger
    NotWritten { why: String },
    NotAllowed { why: String },

    // keys
    NoPorts { why: String },
    NoKey { expected: String },
    NoNewKey { key: String },
    WrongKey { expected: String, found: String },
    KeyGone { key: String },
    KeySilent { key: String },
    KeySaid { key: String, what: String },
    KeyNotTouched { key: String },
    KeyNotNew { key: String, why: String },
    TriesAtLimit { key: String, left: u8 },
    PinRefusedByKey { key: String },
    NoPinSheet { key: String },
    NoCredential { key: String },

    // paper
    NotPrinted { sheet: String, why: String },
    DocumentNotPrinted { sheet: String, why: String },
    Unreadable { sheet: String },
    NotAPin { sheet: String, digits: u32 },
    NotInHand { item: String },

    // the machine
    NoEntropy { why: String },
    NoLockedMemory,
    CopyFailed { copy: u64, why: String },
    BadInbox { file: String, why: String },

    // people
    NotAssented,
    NotConfirmed { what: String },
    CannotBe { who: String, why: String },
    TypedTooOften { what: String },
    PlanNotThis,

    // breaches
    UnknownBag { item: String, found: String },
    DamagedBag { bag: String },
    StrangeKey { expected: String, found: String },
    KeyChanged { key: String, differs: Vec<String> },
    PinOpensNothing { key: String, sheets: Vec<String> },
    KeyLied { key: String, what: String },
    ShareAltered { sheet: String },
    CredentialWrong { key: String, why: String },
    HeadDiffers { person: String },
    PasswordLost { account: String },
}

impl Trouble {
    /// What happened.
    pub fn what(&self) -> String {
        use Trouble as T;
        match self {
            T::NotWritten { why } => format!("The ledger could not be written: {why}."),
            T::NotAllowed { why } => format!("The rules do not allow this now: {why}."),
            T::NoPorts { why } => format!("The USB ports cannot be read: {why}."),
            T::NoKey { expected } => {
                format!("No security key is plugged in; key {expected} was expected.")
            }
            T::NoNewKey { key } => {
                format!("No new key is plugged in to become {key}, or more than one.")
            }
            T::WrongKey { expected, found } => {
                format!("Key {expected} was expected, but {found} is plugged in.")
            }
            T::KeyGone { key } => format!("Key {key} was unplugged, or its connection is gone."),
            T::KeySilent { key } => format!("Key {key} does not answer."),
            T::KeySaid { key, what } => format!("Key {key} refused: {what}."),
            T::KeyNotTouched { key } => format!("Key {key} waited for a touch, and none came."),
            T::KeyNotNew { key, why } => format!("The key to become {key} is not new: {why}."),
            T::TriesAtLimit { key, left } => format!(
                "Key {key} has {left} PIN tries left; no more are spent without both of you."
            ),
            T::PinRefusedByKey { key } => {
                format!("Key {key} does not take the new PIN: its own rules are stricter.")
            }
            T::NoPinSheet { key } => format!("Key {key} has no PIN sheet yet."),
            T::NoCredential { key } => format!("Key {key} has no passkey of its account yet."),
            T::NotPrinted { sheet, why } => format!("Page {sheet} was not printed: {why}."),
            T::DocumentNotPrinted { sheet, why } => {
                format!("Page {sheet} was not printed: {why}.")
            }
            T::Unreadable { sheet } => {
                format!("Sheet {sheet} was not read back as it was printed.")
            }
            T::NotAPin { sheet, digits } => format!(
                "What was typed from sheet {sheet} is no PIN of {digits} digits, or too simple a one."
            ),
            T::NotInHand { item } => format!("The {item} is not at hand."),
            T::NoEntropy { why } => format!("The system gave no random numbers: {why}."),
            T::NoLockedMemory => "There is no locked memory left for a secret.".into(),
            T::CopyFailed { copy, why } => {
                format!("Copy {copy} of the book was not written and read back: {why}.")
            }
            T::BadInbox { file, why } => format!("The file {file} cannot be used: {why}."),
            T::NotAssented => {
                "One of you did not assent, or the private word was wrong three times.".into()
            }
            T::NotConfirmed { what } => format!("Not confirmed: {what}."),
            T::CannotBe { who, why } => format!("{who} cannot take part so: {why}."),
            T::TypedTooOften { what } => {
                format!("Typed three times, and still not as it should be: {what}.")
            }
            T::PlanNotThis => "The plan was not confirmed.".into(),
            T::UnknownBag { item, found } => format!(
                "The bag for the {item} has the serial {found}, which this book has never seen."
            ),
            T::DamagedBag { bag } => format!("Bag {bag} is damaged, or was opened."),
            T::StrangeKey { expected, found } => {
                format!("Out of the bag of key {expected} came {found}.")
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
                format!("Key {key} said that it was done, and it is not: {what}.")
            }
            T::ShareAltered { sheet } => {
                format!("The share on sheet {sheet} is not the one that was printed.")
            }
            T::CredentialWrong { key, why } => {
                format!("The passkey on key {key} is not the one that was enrolled: {why}.")
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
    pub fn means(&self) -> String {
        use Trouble as T;
        match self {
            T::NotWritten { .. } => "Nothing more is done or recorded by this run. What was shown as done is in the ledger; the last act may be in doubt, and the next run finds out with what is on paper.",
            T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => "Nothing was changed.",
            T::NoPorts { .. } | T::NoKey { .. } | T::NoNewKey { .. } | T::WrongKey { .. } | T::NotInHand { .. } => "Nothing was changed, and no PIN try was spent.",
            T::KeyGone { .. } | T::KeySilent { .. } => "If a PIN or passkey was just being changed, it is not known whether that happened. Both sheets stay valid until the key has spoken; at most one PIN try is needed for it.",
            T::KeySaid { .. } | T::KeyNotTouched { .. } => "The key did not do it. Its PIN and passkeys are as before.",
            T::KeyNotNew { .. } => "It may hold somebody's passkeys. Nothing was changed on it.",
            T::TriesAtLimit { .. } => "When a key has no tries left it must be reset, and its passkeys are lost.",
            T::PinRefusedByKey { .. } => "The old PIN is still the one. The new sheet is void.",
            T::NoPinSheet { .. } | T::NoCredential { .. } => "This step has nothing to work on.",
            T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => "Its secret is live nowhere and is discarded. The page, or the part of it that came out, must be destroyed.",
            T::DocumentNotPrinted { .. } => "It carries no secret.",
            T::NoEntropy { .. } | T::NoLockedMemory => "No secret was drawn.",
            T::CopyFailed { .. } => "The book on this laptop is whole. It must exist twice more before the ceremony ends.",
            T::BadInbox { .. } => "Nothing was changed on the key.",
            T::NotConfirmed { .. } => "The step has not ended as it should.",
            T::TypedTooOften { .. } => "No PIN try was spent on it.",
            T::UnknownBag { .. } | T::DamagedBag { .. } => "Somebody may have had what is in it.",
            T::StrangeKey { .. } => "The key that was sealed may be in other hands. The one at hand is not to be trusted with a PIN.",
            T::KeyChanged { .. } => "Somebody may have used it while it was sealed.",
            T::PinOpensNothing { .. } => "The PIN may have been changed by somebody else, or the key is another one.",
            T::KeyLied { .. } => "The key is defective or not genuine. Keep both sheets.",
            T::ShareAltered { .. } => "Fewer shares than planned can restore the password.",
            T::CredentialWrong { .. } => "This key may not open its account.",
            T::HeadDiffers { .. } => "This may not be the ledger that you closed last time, or the paper is of another one.",
            T::PasswordLost { .. } => "It is not known which password this account has. Both sets of shares are kept. The security keys still work.",
        }
        .into()
    }

    /// What to do next.
    pub fn next(&self) -> String {
        use Trouble as T;
        match self {
            T::NotWritten { .. } => "Stay together with everything on the table. Make room on the disk, or take the disk's last copy to another laptop, and run the ceremony again: it goes on where the ledger ends.",
            T::NotAllowed { .. } => "Do what is named first, or stop safely.",
            T::NoPorts { .. } => "Install the udev rule (manual: station) and log in again as a member of the group, then try again.",
            T::NoKey { .. } | T::WrongKey { .. } => "Plug in the named key alone and try again.",
            T::NoNewKey { .. } => "Plug in one new key alone and try again.",
            T::KeyGone { .. } | T::KeySilent { .. } => "Plug the key in again, directly and not through a hub, and try again.",
            T::KeySaid { .. } | T::KeyNotTouched { .. } => "Try again; if it stays so, stop safely and ask the maker.",
            T::KeyNotNew { .. } => "Take a new key.",
            T::TriesAtLimit { .. } => "Stop, and compare sheet and key: is it the right pair? Only then go on, both of you.",
            T::PinRefusedByKey { .. } => "Set a longer PIN in the plan (pin_digits), adopt it, and rotate again.",
            T::NoPinSheet { .. } | T::NoCredential { .. } => "Run the first setup for this key.",
            T::NotPrinted { .. } => "Mend the printer, destroy what came out, and try again.",
            T::DocumentNotPrinted { .. } => "Mend the printer and try again.",
            T::Unreadable { .. } => "Destroy the sheet and try again; if it repeats, change the printer's cartridge.",
            T::NotAPin { .. } => "Destroy the sheet and try again: the next one comes with fresh boxes.",
            T::NotInHand { .. } => "Find it together, or stop safely.",
            T::NoEntropy { .. } => "Use another laptop.",
            T::NoLockedMemory => "Raise the limit for locked memory (manual: station), start again.",
            T::CopyFailed { .. } => "Take another memory stick, or another folder, and try again.",
            T::BadInbox { .. } => "Fetch fresh options from the tenant and try again.",
            T::NotAssented | T::PlanNotThis => "Talk to each other. Then try again, or stop safely.",
            T::NotConfirmed { .. } => "Find out why, then try again, or stop safely.",
            T::CannotBe { .. } => "Ask the person whom the plan names, or change the plan first.",
            T::TypedTooOften { .. } => "Begin the step again, slowly, comparing letter by letter; or stop safely.",
            T::UnknownBag { .. } | T::DamagedBag { .. } | T::StrangeKey { .. } | T::KeyChanged { .. } => {
                "Do not go on with it. Keep bag and contents as they are, call the administrator, disable the account's passkey of this key."
            }
            T::PinOpensNothing { .. } | T::KeyLied { .. } => "Do not try further. Keep the key and both sheets, call the administrator.",
            T::ShareAltered { .. } => "Keep it, call the administrator, and rotate this password.",
            T::CredentialWrong { .. } => "Call the administrator; enrol the key again.",
            T::HeadDiffers { .. } => "Stop. Compare with the copies of the book and the other custodian's paper.",
            T::PasswordLost { .. } => "Wait a quarter of an hour, as tenants can be slow, then go on with the ceremony: it asks again. If it stays so, have an administrator set the new password once more.",
        }
        .into()
    }
}
