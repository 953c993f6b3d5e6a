//! What all commands share: status codes, and CBOR maps read and written.

use crate::ctap::cbor::{Value, int};

/// Credentials in one exclude or allow list.
pub(super) const MAX_LIST: usize = 16;

/// ES256 as COSE names it (RFC 9053, 2.1).
pub(super) const ES256: i64 = -7;

/// The status codes that the key answers (CTAP 2.1, 8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // the names are CTAP's
pub enum Status {
    Success = 0x00,
    InvalidCommand = 0x01,
    InvalidParameter = 0x02,
    InvalidLength = 0x03,
    CborUnexpectedType = 0x11,
    InvalidCbor = 0x12,
    MissingParameter = 0x14,
    LimitExceeded = 0x15,
    CredentialExcluded = 0x19,
    UnsupportedAlgorithm = 0x26,
    KeyStoreFull = 0x28,
    UnsupportedOption = 0x2b,
    InvalidOption = 0x2c,
    KeepaliveCancel = 0x2d,
    NoCredentials = 0x2e,
    UserActionTimeout = 0x2f,
    NotAllowed = 0x30,
    PinInvalid = 0x31,
    PinBlocked = 0x32,
    PinAuthInvalid = 0x33,
    PinAuthBlocked = 0x34,
    PinNotSet = 0x35,
    PuatRequired = 0x36,
    PinPolicyViolation = 0x37,
    InvalidSubcommand = 0x3e,
    UnauthorizedPermission = 0x40,
}

/// A reply that carries data.
pub(super) fn success(value: &Value) -> Vec<u8> {
    let mut reply = vec![Status::Success as u8];
    reply.extend_from_slice(&value.encode());
    reply
}

/// A map with integer keys, as CTAP's messages are.
pub(super) fn numbered(members: Vec<(i64, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (int(k), v)).collect())
}

/// The parameters of a command, or another map in them.
#[derive(Clone, Copy)]
pub(super) struct Map<'a>(&'a [(Value, Value)]);

/// The parameters of a command, parsed.
pub(super) struct Params(Value);

impl Params {
    pub fn parse(body: &[u8]) -> Result<Params, Status> {
        let value = Value::decode(body).map_err(|_| Status::InvalidCbor)?;
        match value.as_map() {
            Some(_) => Ok(Params(value)),
            None => Err(Status::CborUnexpectedType),
        }
    }

    pub fn map(&self) -> Map<'_> {
        Map(self.0.as_map().unwrap_or_default())
    }
}

/// A member's name: CTAP's own maps number them, WebAuthn's spell them.
pub(super) trait Name: Copy {
    fn names(self, key: &Value) -> bool;
}

impl Name for i64 {
    fn names(self, key: &Value) -> bool {
        key.as_i64() == Some(self)
    }
}

impl Name for &str {
    fn names(self, key: &Value) -> bool {
        key.as_text() == Some(self)
    }
}

/// Each getter: None if the member is missing, an error if it has another type.
impl<'a> Map<'a> {
    pub fn of(value: &'a Value) -> Result<Map<'a>, Status> {
        value.as_map().map(Map).ok_or(Status::CborUnexpectedType)
    }

    pub fn bytes(&self, name: impl Name) -> Result<Option<&'a [u8]>, Status> {
        self.typed(name, Value::as_bytes)
    }

    pub fn text(&self, name: impl Name) -> Result<Option<&'a str>, Status> {
        self.typed(name, Value::as_text)
    }

    pub fn number(&self, name: impl Name) -> Result<Option<u64>, Status> {
        self.typed(name, Value::as_u64)
    }

    pub fn integer(&self, name: impl Name) -> Result<Option<i64>, Status> {
        // An integer that no i64 holds is still an integer; it names nothing that we know.
        self.typed(name, |v| match v {
            Value::Unsigned(_) | Value::Negative(_) => Some(v.as_i64().unwrap_or(i64::MIN)),
            _ => None,
        })
    }

    pub fn truth(&self, name: impl Name) -> Result<Option<bool>, Status> {
        self.typed(name, Value::as_bool)
    }

    pub fn array(&self, name: impl Name) -> Result<Option<&'a [Value]>, Status> {
        self.typed(name, Value::as_array)
    }

    pub fn map(&self, name: impl Name) -> Result<Option<Map<'a>>, Status> {
        self.typed(name, |v| v.as_map().map(Map))
    }

    /// A member as it came, whatever its type.
    pub fn value(&self, name: impl Name) -> Option<&'a Value> {
        self.get(name)
    }

    pub fn has(&self, name: impl Name) -> bool {
        self.get(name).is_some()
    }

    fn get(&self, name: impl Name) -> Option<&'a Value> {
        self.0.iter().find(|(k, _)| name.names(k)).map(|(_, v)| v)
    }

    fn typed<T>(
        &self,
        name: impl Name,
        as_type: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Status> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => as_type(value).map(Some).ok_or(Status::CborUnexpectedType),
        }
    }
}

/// For a member that must be there.
pub(super) fn required<T>(member: Result<Option<T>, Status>) -> Result<T, Status> {
    member?.ok_or(Status::MissingParameter)
}

/// clientDataHash: SHA-256, so 32 bytes.
pub(super) fn client_data_hash(bytes: &[u8]) -> Result<[u8; 32], Status> {
    bytes.try_into().map_err(|_| Status::InvalidLength)
}

/// The ids in an exclude or allow list (CTAP 2.1, 6.1.2 step 12, 6.2.2 step 7).
pub(super) fn credential_ids<'a>(list: &'a [Value]) -> Result<Vec<&'a [u8]>, Status> {
    if list.len() > MAX_LIST {
        return Err(Status::LimitExceeded);
    }
    let mut ids = Vec::new();
    for descriptor in list {
        let descriptor: Map<'a> = Map::of(descriptor)?;
        let id = required(descriptor.bytes("id"))?;
        if required(descriptor.text("type"))? == "public-key" {
            ids.push(id);
        }
    }
    Ok(ids)
}
