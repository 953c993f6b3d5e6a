//! The things of a book, as entries name them: pages and bags by their serials, keys by their names.

use crate::ledger::canonical;
use crate::plan::Name;
use crate::text::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A printed page's serial: `P-0001` for a PIN sheet, `S-0002` for a share sheet. One count for all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SheetId(String);

impl SheetId {
    /// The serial of the `count`-th page, from 1.
    pub fn new(page: &Page, count: usize) -> SheetId {
        let letter = match page {
            Page::Pin { .. } => 'P',
            Page::Share { .. } => 'S',
        };
        SheetId(format!("{letter}-{count:04}"))
    }

    /// Its number, in the one count of all pages.
    pub fn number(&self) -> usize {
        let (_, digits) = self.0.split_once('-').unwrap_or_default();
        digits.parse().unwrap_or_default()
    }

    /// As it stands on the page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SheetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<SheetId> for String {
    fn from(id: SheetId) -> String {
        id.0
    }
}

impl TryFrom<String> for SheetId {
    type Error = String;

    fn try_from(text: String) -> Result<SheetId, String> {
        let digits = text.strip_prefix("P-").or_else(|| text.strip_prefix("S-"));
        match digits {
            Some(d) if (4..=9).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(SheetId(text))
            }
            _ => Err("a sheet's serial is P- or S- and at least four digits".into()),
        }
    }
}

/// A bag's serial as printed on it: 3 to 24 characters of A-Z, 0-9 and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BagSerial(String);

impl BagSerial {
    /// As it stands on the bag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a person typed: case, spaces and points are forgiven.
    ///
    /// # Errors
    /// Says what a serial looks like.
    pub fn typed(text: &str) -> Result<BagSerial, String> {
        let kept = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '.'))
            .collect::<String>();
        BagSerial::try_from(kept.to_ascii_uppercase())
    }
}

impl std::fmt::Display for BagSerial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<BagSerial> for String {
    fn from(serial: BagSerial) -> String {
        serial.0
    }
}

impl TryFrom<String> for BagSerial {
    type Error = String;

    fn try_from(text: String) -> Result<BagSerial, String> {
        let ok = (3..=24).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        if ok {
            Ok(BagSerial(text))
        } else {
            Err("a bag's serial is 3 to 24 characters of A-Z, 0-9 and hyphens".into())
        }
    }
}

/// A SHA-256, which names what it is of; in entries 64 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Of a value's canonical JSON: sorted keys, no blanks, integers only (RFC 8785 for what such a value can hold).
    pub(super) fn of(value: &impl Serialize) -> Hash {
        Hash(Sha256::digest(canonical(value).unwrap_or_default()).into())
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = String;

    fn try_from(text: String) -> Result<Hash, String> {
        hex::decode_exactly(&text)
            .map(Hash)
            .ok_or_else(|| "a hash is 64 lower-case hex digits".into())
    }
}

/// What is on a page that carries a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Page {
    /// A key's PIN.
    Pin {
        /// The key.
        key: Name,
    },
    /// One share of a password.
    Share {
        /// The account.
        account: Name,
        /// Which set of shares of this account, from 1.
        set: u64,
        /// Which share of the set, from 1.
        member: u64,
    },
}

/// A thing that lies on the table or in a bag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Item {
    /// A security key.
    Key {
        /// The key.
        key: Name,
    },
    /// A page.
    Sheet {
        /// Its serial.
        sheet: SheetId,
    },
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Item::Key { key } => write!(f, "key {key}"),
            Item::Sheet { sheet } => write!(f, "sheet {sheet}"),
        }
    }
}

/// What signs of tampering can be about, and quarantine hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Suspect {
    /// A key.
    Key {
        /// The key.
        key: Name,
    },
    /// A sheet.
    Sheet {
        /// Its serial.
        sheet: SheetId,
    },
    /// A bag, with what is in it.
    Bag {
        /// Its serial.
        bag: BagSerial,
    },
    /// An account's password, with its shares.
    Account {
        /// The account.
        account: Name,
    },
}

impl std::fmt::Display for Suspect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Suspect::Key { key } => write!(f, "key {key}"),
            Suspect::Sheet { sheet } => write!(f, "sheet {sheet}"),
            Suspect::Bag { bag } => write!(f, "bag {bag}"),
            Suspect::Account { account } => write!(f, "account {account}"),
        }
    }
}

impl From<&Item> for Suspect {
    fn from(item: &Item) -> Suspect {
        match item {
            Item::Key { key } => Suspect::Key { key: key.clone() },
            Item::Sheet { sheet } => Suspect::Sheet {
                sheet: sheet.clone(),
            },
        }
    }
}
