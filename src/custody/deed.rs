//! What changes a key, a paper, an account or a bag. Each deed is a type of its own, written once, so that the intent
//! for one cannot serve another; its rules stand in `rules/`.

use super::done::Done;
use super::snapshot::Counters;
use super::thing::{BagSerial, Item, Page, SheetId};
use crate::plan::Name;
use serde::{Deserialize, Serialize};

/// Makes the types, the list of all, and what follows from it. In brackets stands the key whose own memory a deed
/// changes; after `=>` what the minutes say of it (where things lie, and which pages came out, they say elsewhere).
macro_rules! deeds {
    ($(
        $(#[$doc:meta])*
        $deed:ident $([$key:ident])? { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }
        $(=> $what:literal, $which:literal)?;
    )*) => {
        /// A change of a key, paper, account or bag. Its entry stands before the act (I2).
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "do", rename_all = "kebab-case")]
        pub enum Deed {
            $($(#[$doc])* $deed($deed)),*
        }

        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $deed { $($(#[$field_doc])* pub $field: $type),* }

            impl From<$deed> for Deed {
                fn from(deed: $deed) -> Deed {
                    Deed::$deed(deed)
                }
            }
        )*

        impl Deed {
            /// The key whose own memory it changes.
            pub fn key(&self) -> Option<&Name> {
                match self {
                    $(Deed::$deed(_deed) => deeds!(@key _deed $($key)?)),*
                }
            }

            /// Notes it for the minutes, once it is known to be done.
            #[allow(unused_variables)] // the sentences name what they need
            pub(super) fn note(&self, done: &mut Done) {
                match self {
                    $(Deed::$deed($deed { $($field),* }) => {
                        $(done.add($what, format!($which));)?
                    }),*
                }
            }
        }
    };
    (@key $deed:ident) => { None };
    (@key $deed:ident $key:ident) => { Some(&$deed.$key) };
}

deeds! {
    /// A page with a secret is printed.
    PrintSheet {
        /// Its serial.
        sheet: SheetId,
        /// What is on it.
        page: Page,
    };
    /// A key without a PIN gets one; the sheet is armed.
    SetPin [key] {
        /// The key.
        key: Name,
        /// The sheet with the PIN.
        to: SheetId,
    } => "First PIN set", "{key} (sheet {to})";
    /// A key's PIN is changed; the new sheet is armed.
    ChangePin [key] {
        /// The key.
        key: Name,
        /// The live sheet.
        from: SheetId,
        /// The new sheet.
        to: SheetId,
    } => "PIN changed", "{key} (sheet {to} after {from})";
    /// A key gets our identity credential (I7).
    MakeIdentity [key] {
        /// The key.
        key: Name,
    } => "Key admitted", "{key}";
    /// A key gets its account's credential; the user id makes a repetition harmless.
    MakeCredential [key] {
        /// The key.
        key: Name,
        /// The account.
        account: Name,
        /// The user id, lower-case hex.
        user: String,
    } => "Passkey made", "{key} (account {account})";
    /// The account's credential is deleted from a key.
    DeleteCredential [key] {
        /// The key.
        key: Name,
        /// Credential id, lower-case hex.
        credential: String,
    } => "Passkey deleted", "{key}";
    /// One setting of a key is made.
    ConfigureKey [key] {
        /// The key.
        key: Name,
        /// Which.
        setting: Setting,
    } => "Settings made", "{key} ({setting})";
    /// A key is wiped: PIN, credentials and settings. It is then no key of the book, until it is admitted anew.
    ResetKey [key] {
        /// The key.
        key: Name,
    } => "Key wiped, with PIN, passkeys and settings", "{key}";
    /// A fetched and inspected bag is opened.
    OpenBag {
        /// Its serial.
        bag: BagSerial,
    };
    /// Things go into a new bag.
    SealBag {
        /// Its serial.
        bag: BagSerial,
        /// What goes in.
        items: Vec<Item>,
        /// Where it will lie.
        place: Name,
    };
    /// A page is destroyed before both.
    DestroySheet {
        /// Its serial.
        sheet: SheetId,
    } => "Sheet destroyed", "{sheet}";
    /// A password is handed over for the online step; its shares are armed.
    SetPassword {
        /// The account.
        account: Name,
        /// The set of shares.
        set: u64,
    } => "Password set", "{account} (shares of set {set})";
}

/// A setting of a key (CTAP 2.1, 6.11). Only a reset takes it back, but for alwaysUv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Setting {
    /// The shortest PIN that it may take from now on.
    LeastPinLength {
        /// Code points.
        characters: u64,
        /// Relying parties that may learn it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<String>,
    },
    /// It may attest by its own serial number, to those whom its maker wrote into it.
    EnterpriseAttestation {},
    /// It wants its PIN for everything.
    AlwaysUv {},
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::LeastPinLength { characters, told } => {
                write!(f, "no PIN of less than {characters} characters")?;
                match told.is_empty() {
                    true => Ok(()),
                    false => write!(f, ", and {} told so", told.join(", ")),
                }
            }
            Setting::EnterpriseAttestation {} => f.write_str("it may name itself to organisations"),
            Setting::AlwaysUv {} => f.write_str("its PIN is wanted for everything"),
        }
    }
}

/// How it is known what became of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// The act answered.
    Told,
    /// The answer was lost; a probe with what is on paper, or the people's eyes, settled it.
    Probed,
}

/// What became of a deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum DeedResult {
    /// Done.
    Done,
    /// Certainly not done; nothing changed.
    NotDone,
    /// The identity credential was made.
    Identity {
        /// Credential id, lower-case hex.
        credential: String,
        /// Public key, SEC1 uncompressed, lower-case hex.
        public_key: String,
        /// The key's AAGUID, lower-case hex.
        aaguid: String,
        /// How its signature counter behaves.
        counters: Counters,
        /// What its attestation was worth; absent in ledgers of programs that did not judge it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        genuine: Option<Genuineness>,
        /// The attestation object as the key gave it, lower-case hex.
        attestation: String,
        /// The client-data hash that it attests to, lower-case hex.
        client_data_hash: String,
        /// The serial number that its maker lets be read; absent where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        maker_serial: Option<String>,
        /// The serial number that it shows on USB; absent where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usb_serial: Option<String>,
    },
    /// The account's credential was made.
    Credential {
        /// Credential id, lower-case hex.
        credential: String,
        /// Public key, SEC1 uncompressed, lower-case hex.
        public_key: String,
    },
}

/// How a key proved its model when it was admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genuineness {
    /// By what.
    pub by: Proof,
    /// The model's name in FIDO's list, where it is listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The number of that list, where one was at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<u64>,
    /// What the list says against the model, as listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// What stands behind the model that a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Its maker: certificates that lead to a root in FIDO's list.
    Certificates,
    /// Certificates that no list at hand speaks of.
    UnlistedCertificates,
    /// Certificates of an algorithm that the program does not verify.
    UnverifiedCertificates,
    /// The key itself (self attestation).
    Own,
    /// Nothing (`none`).
    Nothing,
    /// A format that the program does not judge.
    OtherFormat,
}
