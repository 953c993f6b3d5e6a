//! A plan's things, as people name them.

use crate::secret::{Chance, Layout};
use crate::sheet::{Envelope, Paper};
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// An identifier that people give: `[a-z0-9]` and inner hyphens, 1 to 32 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// An identifier out of a text.
    ///
    /// # Errors
    /// What a name may be.
    pub fn new(text: &str) -> Result<Name, String> {
        Name::try_from(text.to_owned())
    }

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
        let ok = (1..=32).contains(&text.len())
            && text.bytes().all(inner)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if ok {
            Ok(Name(text))
        } else {
            Err("a name is 1 to 32 characters of a-z, 0-9 and inner hyphens".into())
        }
    }
}

/// The whole plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The organisation's name, as it stands on sheets.
    pub organisation: String,
    /// The language of the screen and of the scripts; None: the locale's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The rules for every key and password.
    pub rules: Rules,
    /// How every key is set, beside its shortest PIN.
    #[serde(default, skip_serializing_if = "KeySettings::is_none")]
    pub key_settings: KeySettings,
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
    /// What sheets are printed on, and what they go into.
    pub sheets: Sheets,
    /// How secrets are made and typed.
    pub secrets: Secrets,
}

impl Plan {
    /// SHA-256 of the canonical JSON: sorted keys, no blanks, integers only (RFC 8785 for what a plan can hold).
    pub fn hash(&self) -> [u8; 32] {
        let value = serde_json::to_value(self).expect("a plan has only texts, lists and integers");
        Sha256::digest(value.to_string()).into()
    }

    /// The person of that name.
    pub fn person(&self, id: &Name) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }

    /// The place of that name.
    pub fn place(&self, id: &Name) -> Option<&Place> {
        self.places.iter().find(|place| place.id == *id)
    }

    /// The account of that name.
    pub fn account(&self, id: &Name) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == *id)
    }

    /// The key of that name.
    pub fn key(&self, id: &Name) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == *id)
    }

    /// The keys of an account, in the plan's order.
    pub fn keys_of(&self, account: &Name) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.account == *account)
    }

    /// The people who have a role, whatever the day.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.people
            .iter()
            .filter(move |person| person.roles.contains(&role))
    }
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
    /// What becomes of new keys that do not prove their model by FIDO's list; None: as [`Unproven::Told`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproven_keys: Option<Unproven>,
    /// The root under which FIDO's list is signed, DER in base64; None: the one in the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fido_root: Option<String>,
}

/// What becomes of a new key that does not prove its model by FIDO's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unproven {
    /// It is told and recorded.
    Told,
    /// The key is not admitted.
    Refused,
}

impl Unproven {
    /// Both with their names in TOML.
    pub const ALL: [(&str, Unproven); 2] =
        [("told", Unproven::Told), ("refused", Unproven::Refused)];
}

/// How every key is set, beside its shortest PIN, which is as long as the plan's PINs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySettings {
    /// Whether it wants its PIN for everything, also where a site does not ask for it.
    #[serde(default, skip_serializing_if = "is_off")]
    pub always_uv: bool,
    /// Relying parties that may learn how long a PIN must be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told_min_pin: Vec<String>,
    /// Whether it may attest by its own serial number, to those whom its maker wrote into it.
    #[serde(default, skip_serializing_if = "is_off")]
    pub enterprise_attestation: bool,
}

impl KeySettings {
    /// Whether the plan wants nothing of this.
    pub fn is_none(&self) -> bool {
        *self == KeySettings::default()
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_off(flag: &bool) -> bool {
    !flag
}

/// What sheets are printed on, and what they go into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheets {
    /// The paper in the printer.
    pub paper: Paper,
    /// The envelopes for folded sheets with secrets.
    pub envelope: Envelope,
}

/// How secrets are made and typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// Who puts PINs onto their sheets.
    pub pins: Pins,
    /// The keyboards on which a password may have to be typed: it is drawn from what they have alike.
    pub keyboards: Vec<Layout>,
    /// What each custodian adds to the laptop's randomness; may be empty.
    pub chance: Vec<Chance>,
}

/// Who puts PINs onto their sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pins {
    /// The program draws them, the printer prints them.
    Printed,
    /// The PIN custodian throws dice and writes: neither screen nor printer knows them.
    Written,
}

impl Pins {
    /// Both with their names in TOML.
    pub const ALL: [(&str, Pins); 2] = [("printed", Pins::Printed), ("written", Pins::Written)];
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

impl Role {
    /// All roles with their names in TOML.
    pub const ALL: [(&str, Role); 4] = [
        ("key-custodian", Role::KeyCustodian),
        ("pin-custodian", Role::PinCustodian),
        ("share-holder", Role::ShareHolder),
        ("witness", Role::Witness),
    ];

    /// The role in people's words.
    pub fn in_words(self) -> &'static str {
        match self {
            Role::KeyCustodian => "key custodian",
            Role::PinCustodian => "PIN custodian",
            Role::ShareHolder => "share holder",
            Role::Witness => "witness",
        }
    }

    /// The role as it stands on a script.
    pub fn on_script(self, words: &ScriptWords) -> &'static str {
        match self {
            Role::KeyCustodian => words.key_custodian,
            Role::PinCustodian => words.pin_custodian,
            Role::ShareHolder => words.share_holder,
            Role::Witness => words.witness,
        }
    }
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

impl Person {
    /// Whether this person takes part on that day; both limits are days of taking part.
    pub fn takes_part_on(&self, day: jiff::civil::Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
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

impl Holds {
    /// All kinds with their names in TOML.
    pub const ALL: [(&str, Holds); 3] = [
        ("keys", Holds::Keys),
        ("pins", Holds::Pins),
        ("shares", Holds::Shares),
    ];

    /// The kind in people's words.
    pub fn in_words(self) -> &'static str {
        match self {
            Holds::Keys => "security keys",
            Holds::Pins => "PIN sheets",
            Holds::Shares => "share sheets",
        }
    }
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
    /// The printer's address, a [`super::PrinterUri`]: a printer of secrets hangs on USB.
    pub printer: String,
}
