//! What a key says about itself: authenticatorGetInfo (CTAP 2.1, 6.4).

use std::collections::{BTreeMap, BTreeSet};

use super::cbor::Value;
use super::error::Reply;
use super::oddity::Oddity;
use super::pin::LEAST_PIN_LENGTH;

/// The answer of authenticatorGetInfo. What the key did not say is None, or an empty list: never a zero. Members that
/// no version up to CTAP 2.2 defines are ignored.
///
/// Texts are as the key sent them: make them safe before they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// Such as `FIDO_2_0`, `FIDO_2_1`, `U2F_V2` (0x01).
    pub versions: Vec<String>,
    /// Such as `credProtect`, `hmac-secret` (0x02).
    pub extensions: Vec<String>,
    /// The model (0x03).
    pub aaguid: [u8; 16],
    /// Options that the key names (0x04); see [`Info::option`].
    pub options: BTreeMap<String, bool>,
    /// The longest message in bytes that the key takes (0x05); see [`Info::longest_message`].
    pub max_msg_size: Option<usize>,
    /// PIN/UV auth protocols, in the key's order of preference (0x06).
    pub pin_protocols: Vec<u64>,
    /// Credential ids in one list (0x07).
    pub max_credentials_in_list: Option<usize>,
    /// Bytes of a credential id (0x08).
    pub max_credential_id_len: Option<usize>,
    /// Such as `usb`, `nfc` (0x09).
    pub transports: Vec<String>,
    /// COSE algorithms, in the key's order of preference (0x0A).
    pub algorithms: Vec<i64>,
    /// Bytes of the large-blob array (0x0B).
    pub max_large_blob_array: Option<u64>,
    /// Whether the PIN must be changed before it opens anything (0x0C); see [`Info::wants_new_pin`].
    pub force_pin_change: Option<bool>,
    /// Code points of a PIN (0x0D); see [`Info::least_pin_length`].
    pub min_pin_length: Option<u64>,
    /// The firmware's version, in the maker's own counting (0x0E).
    pub firmware_version: Option<u64>,
    /// Bytes of a credBlob (0x0F).
    pub max_cred_blob_len: Option<usize>,
    /// Relying parties that may be told the minimum PIN length (0x10).
    pub max_rp_ids_for_min_pin: Option<usize>,
    /// User verifications in the key before a platform should ask for the PIN (0x11).
    pub preferred_uv_attempts: Option<u64>,
    /// How the key verifies its user: bits of the FIDO registry, 3.1 (0x12).
    pub uv_modality: Option<u64>,
    /// Certifications and their levels, such as `FIDO` 2 (0x13).
    pub certifications: BTreeMap<String, u64>,
    /// About how many more discoverable credentials find room (0x14).
    pub remaining_discoverable: Option<u64>,
    /// Vendor commands of authenticatorConfig (0x15).
    pub vendor_configuration: Vec<u64>,
    /// Attestation formats, in the key's order of preference (CTAP 2.2, 0x16).
    pub attestation_formats: Vec<String>,
    /// User verifications in the key since the PIN was entered (CTAP 2.2, 0x17).
    pub uv_since_pin: Option<u64>,
    /// Whether a reset wants a long touch (CTAP 2.2, 0x18).
    pub long_touch_for_reset: Option<bool>,
    /// Over which transports the key may be reset (CTAP 2.2, 0x1A).
    pub transports_for_reset: Vec<String>,
    /// Whether the key has rules of its own about PINs (CTAP 2.2, 0x1B).
    pub pin_policy: Option<bool>,
    /// Where these rules are written down (CTAP 2.2, 0x1C).
    pub pin_policy_url: Option<String>,
    /// The most code points of a PIN (CTAP 2.2, 0x1D).
    pub max_pin_length: Option<u64>,
}

/// What every key takes, whatever it says (CTAP 2.1, 6.4, maxMsgSize, and 8).
const LEAST_MAX_MSG_SIZE: usize = 1024;

impl Info {
    /// An option: true, false, or None where the key does not name it, which for most options means "cannot".
    pub fn option(&self, name: &str) -> Option<bool> {
        self.options.get(name).copied()
    }

    /// Whether a PIN is set; None where the key knows no PINs.
    pub fn pin_set(&self) -> Option<bool> {
        self.option("clientPin")
    }

    /// The longest message in bytes that the key takes: its word, and at least 1024.
    pub fn longest_message(&self) -> usize {
        self.max_msg_size.unwrap_or(0).max(LEAST_MAX_MSG_SIZE)
    }

    /// The least code points of a PIN: the key's word, or else 4; never less than 4.
    pub fn least_pin_length(&self) -> u64 {
        let said = self.min_pin_length.unwrap_or(LEAST_PIN_LENGTH);
        said.max(LEAST_PIN_LENGTH)
    }

    /// Whether the PIN must be changed before it opens anything.
    pub fn wants_new_pin(&self) -> bool {
        self.force_pin_change.unwrap_or(false)
    }

    /// Whether tokens have permissions (CTAP 2.1); else they are those of CTAP 2.0.
    pub fn has_permissions(&self) -> bool {
        self.option("pinUvAuthToken") == Some(true)
    }

    /// Whether the key can be set, which with a PIN needs a token for that (CTAP 2.1, 6.11).
    pub fn can_be_set(&self) -> bool {
        self.option("authnrCfg") == Some(true) && self.has_permissions()
    }

    /// Whether the key wants its PIN for everything, silent assertions too (CTAP 2.1, 7.2).
    pub fn always_uv(&self) -> bool {
        self.option("alwaysUv") == Some(true)
    }

    /// How the key's credentials are managed; None where it cannot be done.
    pub fn management(&self) -> Option<Management> {
        if self.option("credMgmt") == Some(true) {
            Some(Management::Standard)
        } else if self.option("credentialMgmtPreview") == Some(true) {
            Some(Management::Preview)
        } else {
            None
        }
    }

    /// What decides how the key is spoken to is read strictly; of the rest, what cannot be read counts as not said, and
    /// is noted among `odd`.
    pub(super) fn read(reply: &Value, odd: &mut BTreeSet<Oddity>) -> Result<Info, Reply> {
        let aaguid = reply.get(0x03).ok_or(Reply::Missing("aaguid"))?;
        let mut or_odd = Odd { reply, odd };
        let info = Info {
            versions: or_odd.texts(0x01, "versions"),
            extensions: or_odd.texts(0x02, "extensions"),
            aaguid: aaguid
                .as_bytes()
                .and_then(|b| b.try_into().ok())
                .ok_or(Reply::Wrong("aaguid"))?,
            options: or_odd.options()?,
            max_msg_size: or_odd.size(0x05, "maxMsgSize"),
            pin_protocols: member(reply, 0x06, "pinUvAuthProtocols", |v| {
                list(v, Value::as_u64)
            })?
            .unwrap_or_default(),
            max_credentials_in_list: or_odd.size(0x07, "maxCredentialCountInList"),
            max_credential_id_len: or_odd.size(0x08, "maxCredentialIdLength"),
            transports: or_odd.texts(0x09, "transports"),
            algorithms: or_odd.list(0x0a, "algorithms", |v| v.get_text("alg")?.as_i64()),
            max_large_blob_array: or_odd.number(0x0b, "maxSerializedLargeBlobArray"),
            force_pin_change: member(reply, 0x0c, "forcePINChange", Value::as_bool)?,
            min_pin_length: member(reply, 0x0d, "minPINLength", Value::as_u64)?,
            firmware_version: or_odd.number(0x0e, "firmwareVersion"),
            max_cred_blob_len: or_odd.size(0x0f, "maxCredBlobLength"),
            max_rp_ids_for_min_pin: or_odd.size(0x10, "maxRPIDsForSetMinPINLength"),
            preferred_uv_attempts: or_odd.number(0x11, "preferredPlatformUvAttempts"),
            uv_modality: or_odd.number(0x12, "uvModality"),
            certifications: or_odd
                .member(0x13, "certifications", |v| named(v, Value::as_u64))
                .unwrap_or_default(),
            remaining_discoverable: or_odd.number(0x14, "remainingDiscoverableCredentials"),
            vendor_configuration: or_odd.list(0x15, "vendorPrototypeConfigCommands", Value::as_u64),
            attestation_formats: or_odd.texts(0x16, "attestationFormats"),
            uv_since_pin: or_odd.number(0x17, "uvCountSinceLastPinEntry"),
            long_touch_for_reset: or_odd.member(0x18, "longTouchForReset", Value::as_bool),
            transports_for_reset: or_odd.texts(0x1a, "transportsForReset"),
            pin_policy: or_odd.member(0x1b, "pinComplexityPolicy", Value::as_bool),
            // The specification says bytes; some firmware sends text.
            pin_policy_url: or_odd.member(0x1c, "pinComplexityPolicyURL", |v| {
                let bytes = || Some(String::from_utf8_lossy(v.as_bytes()?).into_owned());
                v.as_text().map(str::to_owned).or_else(bytes)
            }),
            max_pin_length: member(reply, 0x1d, "maxPINLength", Value::as_u64)?,
        };
        if info
            .max_msg_size
            .is_some_and(|said| said < LEAST_MAX_MSG_SIZE)
        {
            odd.insert(Oddity::ShortMessages);
        }
        Ok(info)
    }
}

/// The options that something is decided by.
const DECIDING: [&str; 13] = [
    "rk",
    "up",
    "uv",
    "plat",
    "clientPin",
    "pinUvAuthToken",
    "credMgmt",
    "credentialMgmtPreview",
    "authnrCfg",
    "setMinPINLength",
    "alwaysUv",
    "ep",
    "makeCredUvNotRqd",
];

/// Members of which what cannot be read is noted.
struct Odd<'a> {
    reply: &'a Value,
    odd: &'a mut BTreeSet<Oddity>,
}

impl<'a> Odd<'a> {
    fn member<T>(
        &mut self,
        key: i64,
        name: &'static str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        member(self.reply, key, name, read).unwrap_or_else(|_| {
            self.odd.insert(Oddity::Member(name));
            None
        })
    }

    fn list<T>(
        &mut self,
        key: i64,
        name: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Vec<T> {
        self.member(key, name, |v| list(v, &read))
            .unwrap_or_default()
    }

    fn texts(&mut self, key: i64, name: &'static str) -> Vec<String> {
        self.list(key, name, |v| v.as_text().map(str::to_owned))
    }

    fn size(&mut self, key: i64, name: &'static str) -> Option<usize> {
        self.member(key, name, |v| usize::try_from(v.as_u64()?).ok())
    }

    fn number(&mut self, key: i64, name: &'static str) -> Option<u64> {
        self.member(key, name, Value::as_u64)
    }

    /// An option that decides something is on or off, or an error; another one that is neither is not named.
    fn options(&mut self) -> Result<BTreeMap<String, bool>, Reply> {
        const NAME: &str = "options";
        let members = member(self.reply, 0x04, NAME, Value::as_map)?.unwrap_or_default();
        let mut options = BTreeMap::new();
        for (name, value) in members {
            match (name.as_text(), value.as_bool()) {
                (Some(name), Some(is)) => drop(options.insert(name.to_owned(), is)),
                (Some(name), None) if DECIDING.contains(&name) => return Err(Reply::Wrong(NAME)),
                _ => drop(self.odd.insert(Oddity::Member(NAME))),
            }
        }
        Ok(options)
    }
}

/// How a key's credentials are managed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Management {
    /// authenticatorCredentialManagement (CTAP 2.1, 6.8).
    Standard,
    /// The same as CTAP 2.1's drafts had it, under a vendor's command.
    Preview,
}

/// A member, if it is there; an error if it has another type.
pub fn member<'v, T>(
    reply: &'v Value,
    key: i64,
    name: &'static str,
    read: impl Fn(&'v Value) -> Option<T>,
) -> Result<Option<T>, Reply> {
    match reply.get(key) {
        None => Ok(None),
        Some(value) => read(value).map(Some).ok_or(Reply::Wrong(name)),
    }
}

fn list<T>(of: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    of.as_array()?.iter().map(read).collect()
}

fn named<T>(of: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<BTreeMap<String, T>> {
    let members = of.as_map()?.iter();
    members
        .map(|(name, value)| Some((name.as_text()?.to_owned(), read(value)?)))
        .collect()
}
