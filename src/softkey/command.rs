//! CTAP2 commands: which there are, what they need, and what all of them share.

use super::assertion;
use super::client_pin;
use super::credential;
use super::flash::{CREDENTIAL_ID_LEN, Flash, MOST_TOLD};
use super::framing::MAX_MESSAGE;
use super::management;
use super::message::{ES256, MAX_LIST, Params, Status, numbered, success};
use super::power::{Action, Next, Power, RESET_WINDOW};
use super::quirk::Quirk;
use crate::ctap::cbor::{Value, int, text};
use std::time::Duration;

/// What getInfo tells as firmwareVersion.
pub const FIRMWARE_VERSION: u32 = 0x0001_0000;

const MAKE_CREDENTIAL: u8 = 0x01;
const GET_ASSERTION: u8 = 0x02;
const GET_INFO: u8 = 0x04;
const CLIENT_PIN: u8 = 0x06;
const RESET: u8 = 0x07;
const GET_NEXT_ASSERTION: u8 = 0x08;
const CREDENTIAL_MANAGEMENT: u8 = 0x0a;
/// The same as CTAP 2.1's drafts had it, which some clients send alone; getInfo does not offer it.
const CREDENTIAL_MANAGEMENT_OF_DRAFTS: u8 = 0x41;
const SELECTION: u8 = 0x0b;
const CONFIG: u8 = 0x0d;

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
        GET_INFO => without_parameters(body).map(|()| Next::Reply(success(&info(flash, power)))),
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
        CREDENTIAL_MANAGEMENT | CREDENTIAL_MANAGEMENT_OF_DRAFTS => {
            let params = Params::parse(body)?;
            let reply = match management::manage(flash, power, &params, listing, now) {
                Err(Status::NoCredentials)
                    if flash.has(Quirk::EmptySuccess) && management::is_list(&params) =>
                {
                    Value::Map(vec![])
                }
                reply => reply?,
            };
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
fn info(flash: &Flash, power: &Power) -> Value {
    let number = |n: usize| Value::Unsigned(n as u64);
    let permissions = !flash.has(Quirk::DraftManagement);
    let options = [
        ("rk", true),
        ("up", true),
        ("clientPin", flash.has_pin()),
        ("pinUvAuthToken", permissions),
        ("makeCredUvNotRqd", !flash.always_uv()),
        ("credMgmt", true),
        ("authnrCfg", permissions),
        ("setMinPINLength", permissions),
        ("alwaysUv", flash.always_uv()),
        ("ep", flash.enterprise_attestation()),
    ];
    let algorithm = vec![
        (text("alg"), int(ES256)),
        (text("type"), text("public-key")),
    ];
    let mut options: Vec<_> = options
        .map(|(name, on)| (text(name), Value::Bool(on)))
        .to_vec();
    let protocols = match flash.has(Quirk::LongTokens) {
        true => vec![Value::Unsigned(1)],
        false => client_pin::PROTOCOLS.map(Value::Unsigned).to_vec(),
    };
    let mut firmware = Value::Unsigned(u64::from(FIRMWARE_VERSION));
    if flash.has(Quirk::OddInfo) {
        options.push((text("ofTheMaker"), text("on")));
        firmware = int(-1);
    }
    let mut members = vec![
        (0x01, texts(&["FIDO_2_0", "FIDO_2_1"])),
        (0x02, texts(&["credProtect"])),
        (0x03, Value::Bytes(flash.aaguid().to_vec())),
        (0x04, Value::Map(options)),
        (0x05, number(MAX_MESSAGE)),
        (0x06, Value::Array(protocols)),
        (0x07, number(MAX_LIST)),
        (0x08, number(CREDENTIAL_ID_LEN)),
        (0x09, texts(&["usb"])),
        (0x0a, Value::Array(vec![Value::Map(algorithm)])),
        (0x0c, Value::Bool(flash.wants_new_pin() || power.shows_wish)),
        (0x0d, number(flash.min_pin_length())),
        (0x0e, firmware),
        (0x10, number(MOST_TOLD)),
        (0x14, number(flash.room_for_discoverable())),
    ];
    if flash.has(Quirk::PinPolicy) {
        members.push((0x1b, Value::Bool(true)));
    }
    numbered(members)
}

fn texts(all: &[&str]) -> Value {
    Value::Array(all.iter().map(|t| text(t)).collect())
}
