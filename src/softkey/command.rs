//! CTAP2 commands: which there are, what they need, and what all of them share.

use super::assertion::{self, Assert};
use super::client_pin;
use super::credential::{self, Make};
use super::flash::{CREDENTIAL_ID_LEN, Flash, MOST_TOLD};
use super::framing::MAX_MESSAGE;
use super::management;
use super::{Power, RESET_WINDOW};
use crate::ctap::cbor::{Value, int, text};
use std::time::Duration;

/// What getInfo tells as firmwareVersion.
pub const FIRMWARE_VERSION: u32 = 0x0001_0000;

/// Credentials in one exclude or allow list.
pub(super) const MAX_LIST: usize = 16;

/// ES256 as COSE names it (RFC 9053, 2.1).
pub(super) const ES256: i64 = -7;

const MAKE_CREDENTIAL: u8 = 0x01;
const GET_ASSERTION: u8 = 0x02;
const GET_INFO: u8 = 0x04;
const CLIENT_PIN: u8 = 0x06;
const RESET: u8 = 0x07;
const GET_NEXT_ASSERTION: u8 = 0x08;
const CREDENTIAL_MANAGEMENT: u8 = 0x0a;
const SELECTION: u8 = 0x0b;
const CONFIG: u8 = 0x0d;

/// The status codes that a rehearsal key answers (CTAP 2.1, 8.2).
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

/// How a command goes on.
pub(super) enum Next {
    /// It is over; this is the reply, its status byte first.
    Reply(Vec<u8>),
    /// It wants a touch first.
    Touch(Action),
}

/// What a command does once the key was touched.
#[derive(Clone)]
pub(super) enum Action {
    Refuse(Status),
    Make(Make),
    Assert(Assert),
    Reset,
    Select,
}

/// Begins a command; without a touch to wait for, it also ends it.
pub(super) fn begin(
    flash: &mut Flash,
    power: &mut Power,
    channel: u32,
    message: &[u8],
    now: Duration,
) -> Next {
    match try_begin(flash, power, channel, message, now) {
        Ok(next) => next,
        Err(status) => Next::Reply(vec![status as u8]),
    }
}

/// Ends a command that was touched.
pub(super) fn finish(
    flash: &mut Flash,
    power: &mut Power,
    action: Action,
    now: Duration,
) -> Vec<u8> {
    let result = match action {
        Action::Refuse(status) => Err(status),
        Action::Make(make) => credential::make(flash, make),
        Action::Assert(assert) => Ok(assertion::assert(flash, power, assert, now)),
        Action::Reset => {
            flash.reset();
            power.pin_uv = client_pin::PinUv::new(flash);
            return vec![Status::Success as u8];
        }
        Action::Select => return vec![Status::Success as u8],
    };
    power.pin_uv.spend_token();
    match result {
        Ok(value) => success(&value),
        Err(status) => vec![status as u8],
    }
}

/// A reply that carries data.
pub(super) fn success(value: &Value) -> Vec<u8> {
    let mut reply = vec![Status::Success as u8];
    reply.extend_from_slice(&value.encode());
    reply
}

fn try_begin(
    flash: &mut Flash,
    power: &mut Power,
    channel: u32,
    message: &[u8],
    now: Duration,
) -> Result<Next, Status> {
    let (command, body) = message.split_first().ok_or(Status::InvalidLength)?;
    // Any other command ends a series of assertions or a list (CTAP 2.1, 6).
    let (rest, listing) = (power.next.take(), power.listing.take());
    match *command {
        MAKE_CREDENTIAL => credential::begin(flash, power, &Params::parse(body)?, now),
        GET_ASSERTION => assertion::begin(flash, power, &Params::parse(body)?, channel, now),
        CLIENT_PIN => {
            client_pin::run(flash, &mut power.pin_uv, &Params::parse(body)?, now).map(Next::Reply)
        }
        GET_INFO => without_parameters(body).map(|()| Next::Reply(success(&info(flash)))),
        GET_NEXT_ASSERTION => {
            without_parameters(body)?;
            assertion::next(flash, power, rest, channel, now).map(|v| Next::Reply(success(&v)))
        }
        RESET => {
            without_parameters(body)?;
            if now.saturating_sub(power.since) > RESET_WINDOW {
                return Err(Status::NotAllowed);
            }
            Ok(Next::Touch(Action::Reset))
        }
        CREDENTIAL_MANAGEMENT => {
            let params = Params::parse(body)?;
            let reply = management::manage(flash, power, &params, listing, now)?;
            Ok(Next::Reply(match reply.as_map() {
                Some([]) => vec![Status::Success as u8],
                _ => success(&reply),
            }))
        }
        CONFIG => management::configure(flash, power, &Params::parse(body)?, now)
            .map(|()| Next::Reply(vec![Status::Success as u8])),
        SELECTION => without_parameters(body).map(|()| Next::Touch(Action::Select)),
        _ => Err(Status::InvalidCommand),
    }
}

fn without_parameters(body: &[u8]) -> Result<(), Status> {
    match body {
        [] => Ok(()),
        _ => Err(Status::InvalidLength),
    }
}

/// authenticatorGetInfo (CTAP 2.1, 6.4).
fn info(flash: &Flash) -> Value {
    let number = |n: usize| Value::Unsigned(n as u64);
    let options = [
        ("rk", true),
        ("up", true),
        ("clientPin", flash.has_pin()),
        ("pinUvAuthToken", true),
        ("makeCredUvNotRqd", !flash.always_uv()),
        ("credMgmt", true),
        ("authnrCfg", true),
        ("setMinPINLength", true),
        ("alwaysUv", flash.always_uv()),
        ("ep", flash.enterprise_attestation()),
    ];
    let algorithm = vec![
        (text("alg"), int(ES256)),
        (text("type"), text("public-key")),
    ];
    numbered(vec![
        (0x01, texts(&["FIDO_2_0", "FIDO_2_1"])),
        (0x02, texts(&["credProtect"])),
        (0x03, Value::Bytes(flash.aaguid().to_vec())),
        (
            0x04,
            Value::Map(
                options
                    .map(|(name, on)| (text(name), Value::Bool(on)))
                    .to_vec(),
            ),
        ),
        (0x05, number(MAX_MESSAGE)),
        (
            0x06,
            Value::Array(client_pin::PROTOCOLS.map(Value::Unsigned).to_vec()),
        ),
        (0x07, number(MAX_LIST)),
        (0x08, number(CREDENTIAL_ID_LEN)),
        (0x09, texts(&["usb"])),
        (0x0a, Value::Array(vec![Value::Map(algorithm)])),
        (0x0c, Value::Bool(flash.wants_new_pin())),
        (0x0d, number(flash.min_pin_length())),
        (0x0e, Value::Unsigned(u64::from(FIRMWARE_VERSION))),
        (0x10, number(MOST_TOLD)),
        (0x14, number(flash.room_for_discoverable())),
    ])
}

/// A map with integer keys, as CTAP's messages are.
pub(super) fn numbered(members: Vec<(i64, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (int(k), v)).collect())
}

fn texts(all: &[&str]) -> Value {
    Value::Array(all.iter().map(|t| text(t)).collect())
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
