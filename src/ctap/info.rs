//! What a key says about itself: authenticatorGetInfo (CTAP 2.1, 6.4).

use std::collections::BTreeMap;

use super::cbor::Value;
use super::error::Reply;

/// The answer of authenticatorGetInfo. What the key did not say is None or empty; unknown members are ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Such as `FIDO_2_0`, `FIDO_2_1`, `U2F_V2`.
    pub versions: Vec<String>,
    /// Such as `credProtect`, `hmac-secret`.
    pub extensions: Vec<String>,
    /// The model.
    pub aaguid: [u8; 16],
    /// Options that the key names; see [`Info::option`].
    pub options: BTreeMap<String, bool>,
    /// The longest message in bytes that the key takes.
    pub max_msg_size: usize,
    /// PIN/UV auth protocols, in the key's order of preference.
    pub pin_protocols: Vec<u64>,
    /// Credential ids in one list.
    pub max_credentials_in_list: Option<usize>,
    /// Bytes of a credential id.
    pub max_credential_id_len: Option<usize>,
    /// COSE algorithms, in the key's order of preference.
    pub algorithms: Vec<i64>,
    /// Code points of a PIN; the key's word, or else 4.
    pub min_pin_length: u64,
    /// Whether the PIN must be changed before it opens anything.
    pub force_pin_change: bool,
    /// The firmware's version, in the maker's own counting.
    pub firmware_version: Option<u64>,
    /// About how many more discoverable credentials find room.
    pub remaining_discoverable: Option<u64>,
}

/// What a key takes that says nothing about it (CTAP 2.1, 6.4, maxMsgSize).
const DEFAULT_MAX_MSG_SIZE: usize = 1024;
/// The least code points of any PIN (CTAP 2.1, 6.5.1).
pub const LEAST_PIN_LENGTH: u64 = 4;

impl Info {
    /// An option: true, false, or None where the key does not name it, which for most options means "cannot".
    pub fn option(&self, name: &str) -> Option<bool> {
        self.options.get(name).copied()
    }

    /// Whether a PIN is set; None where the key knows no PINs.
    pub fn pin_set(&self) -> Option<bool> {
        self.option("clientPin")
    }

    pub(super) fn read(reply: &Value) -> Result<Info, Reply> {
        let aaguid = reply.get(0x03).ok_or(Reply::Missing("aaguid"))?;
        Ok(Info {
            versions: texts(reply, 0x01, "versions")?,
            extensions: texts(reply, 0x02, "extensions")?,
            aaguid: aaguid
                .as_bytes()
                .and_then(|b| b.try_into().ok())
                .ok_or(Reply::Wrong("aaguid"))?,
            options: options(reply)?,
            max_msg_size: size(reply, 0x05, "maxMsgSize")?.unwrap_or(DEFAULT_MAX_MSG_SIZE),
            pin_protocols: array(reply, 0x06, "pinUvAuthProtocols", Value::as_u64)?,
            max_credentials_in_list: size(reply, 0x07, "maxCredentialCountInList")?,
            max_credential_id_len: size(reply, 0x08, "maxCredentialIdLength")?,
            algorithms: array(reply, 0x0a, "algorithms", |v| v.get_text("alg")?.as_i64())?,
            force_pin_change: member(reply, 0x0c, "forcePINChange", Value::as_bool)?
                .unwrap_or(false),
            min_pin_length: member(reply, 0x0d, "minPINLength", Value::as_u64)?
                .unwrap_or(LEAST_PIN_LENGTH)
                .max(LEAST_PIN_LENGTH),
            firmware_version: member(reply, 0x0e, "firmwareVersion", Value::as_u64)?,
            remaining_discoverable: member(
                reply,
                0x14,
                "remainingDiscoverableCredentials",
                Value::as_u64,
            )?,
        })
    }
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

fn array<T>(
    reply: &Value,
    key: i64,
    name: &'static str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<Vec<T>, Reply> {
    let items = member(reply, key, name, Value::as_array)?.unwrap_or_default();
    items
        .iter()
        .map(|item| read(item).ok_or(Reply::Wrong(name)))
        .collect()
}

fn texts(reply: &Value, key: i64, name: &'static str) -> Result<Vec<String>, Reply> {
    array(reply, key, name, |v| v.as_text().map(str::to_owned))
}

fn size(reply: &Value, key: i64, name: &'static str) -> Result<Option<usize>, Reply> {
    member(reply, key, name, |v| usize::try_from(v.as_u64()?).ok())
}

fn options(reply: &Value) -> Result<BTreeMap<String, bool>, Reply> {
    let members = member(reply, 0x04, "options", Value::as_map)?.unwrap_or_default();
    members
        .iter()
        .map(|(name, value)| Some((name.as_text()?.to_owned(), value.as_bool()?)))
        .collect::<Option<_>>()
        .ok_or(Reply::Wrong("options"))
}
