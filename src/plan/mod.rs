//! What should be: the people, places, accounts, keys and rules of one organisation.
//!
//! `plan.toml` is a draft. The plan binds when the event `plan-adopted` carries it whole, so everything here
//! serializes to objects whose keys are `[a-z_]+` and whose numbers are integers (the ledger's canonical form).

use serde::{Deserialize, Serialize};

/// An identifier that people give: `[a-z0-9]` and inner hyphens, 1 to 32 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let ok =
            (1..=32).contains(&text.len()) && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-');
        if ok { Ok(Name(text)) } else { Err("a name is 1 to 32 characters of a-z, 0-9 and inner hyphens".into()) }
    }
}

/// The whole plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The organisation's name, as it stands on sheets.
    pub organisation: String,
    /// The rules for every key and password.
    pub rules: Rules,
    /// Who takes part.
    #[serde(rename = "person")]
    pub people: Vec<Person>,
    /// Where things lie.
    #[serde(rename = "place")]
    pub places: Vec<Place>,
    /// The emergency accounts.
    #[serde(rename = "account")]
    pub accounts: Vec<Account>,
    /// The security keys, in the order in which ceremonies take them.
    #[serde(rename = "key")]
    pub keys: Vec<Key>,
    /// The laptop and its printer.
    pub station: Station,
}

/// Rules for every key and password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Months until PINs and passwords are rotated again.
    pub rotate_every_months: u32,
    /// Days until everything is checked again.
    pub check_every_days: u32,
    /// Digits of a drawn PIN (CTAP allows 4 to 63).
    pub pin_digits: u32,
}

/// What a person may do in a ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Owns the USB port and the touch.
    KeyCustodian,
    /// Owns the keyboard, the printer's tray and the PIN sheet.
    PinCustodian,
    /// Holds a share of a password.
    ShareHolder,
    /// Watches, and signs the minutes.
    Witness,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Identifier.
    pub id: Name,
    /// Name as it stands on sheets.
    pub name: String,
    /// What this person may do.
    pub roles: Vec<Role>,
    /// First day (`YYYY-MM-DD`), if limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<jiff::civil::Date>,
    /// Last day (`YYYY-MM-DD`), if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<jiff::civil::Date>,
}

/// What lies at a place. One kind a place, so that keys, PINs and shares stay apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// Security keys.
    Keys,
    /// PIN sheets.
    Pins,
    /// Share sheets.
    Shares,
}

/// A safe, a vault, a drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Identifier.
    pub id: Name,
    /// Where it is, in words.
    pub name: String,
    /// What lies there.
    pub holds: Holds,
    /// Who can open it.
    pub opened_by: Vec<Name>,
}

/// An emergency account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Identifier.
    pub id: Name,
    /// The sign-in name.
    pub upn: String,
    /// The relying party of its passkeys, such as `login.microsoft.com`.
    pub rp_id: String,
    /// Its password.
    pub password: Password,
}

/// A password and what becomes of it. More purposes come with later issues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// Characters, 40 to 128.
    pub length: u32,
    /// Shares needed.
    pub threshold: u32,
    /// Where each share lies, one place a share: their number is n.
    pub shares: Vec<Name>,
}

/// A security key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Identifier.
    pub id: Name,
    /// The account that it opens.
    pub account: Name,
    /// Where the key lies.
    pub place: Name,
    /// Where its PIN sheet lies.
    pub pin_place: Name,
}

/// The laptop on which ceremonies run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// The printer's device, such as `/dev/usb/lp0`: a printer of secrets hangs on USB.
    pub printer: String,
}
