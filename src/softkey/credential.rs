//! authenticatorMakeCredential (CTAP 2.1, 6.1), and what assertions share with it.

use super::client_pin::{
    PERMISSION_MC, Verification, coordinates, status_after_touch, verification,
};
use super::flash::{Discoverable, Flash, User};
use super::message::{
    ES256, Map, Params, Status, client_data_hash, credential_ids, numbered, required,
};
use super::power::{Action, Make, Next, Power};
use super::sham::Sham;
use crate::ctap::cbor::{Value, int, text};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest, Sha256};
use std::time::Duration;

// Parameters (CTAP 2.1, 6.1)
const CLIENT_DATA_HASH: i64 = 0x01;
const RP: i64 = 0x02;
const USER: i64 = 0x03;
const PUB_KEY_CRED_PARAMS: i64 = 0x04;
const EXCLUDE_LIST: i64 = 0x05;
const EXTENSIONS: i64 = 0x06;
const OPTIONS: i64 = 0x07;
const PIN_UV_AUTH_PARAM: i64 = 0x08;
const PIN_UV_AUTH_PROTOCOL: i64 = 0x09;
const ENTERPRISE_ATTESTATION: i64 = 0x0a;

// Flags of authenticator data (WebAuthn, 6.1)
pub(super) const FLAG_UP: u8 = 0x01;
pub(super) const FLAG_UV: u8 = 0x04;
const FLAG_BE: u8 = 0x08;
const FLAG_BS: u8 = 0x10;
const FLAG_AT: u8 = 0x40;
const FLAG_ED: u8 = 0x80;

/// credProtect's third level: invisible without user verification (CTAP 2.1, 12.1).
pub(super) const PROTECTED: u8 = 3;

/// Checks a request; what is right with it then waits for a touch.
pub(super) fn begin(
    flash: &Flash,
    power: &mut Power,
    params: &Params,
    now: Duration,
) -> Result<Next, Status> {
    let params = params.map();
    let verification = verification(params, PIN_UV_AUTH_PARAM, PIN_UV_AUTH_PROTOCOL)?;
    if let Verification::TouchOnly = verification {
        return Ok(Next::Touch(Action::Refuse(status_after_touch(flash))));
    }
    let client_data_hash = client_data_hash(required(params.bytes(CLIENT_DATA_HASH))?)?;
    let rp_id = rp_id(required(params.map(RP))?)?;
    let user = user(required(params.map(USER))?)?;
    check_algorithms(required(params.array(PUB_KEY_CRED_PARAMS))?)?;
    let excluded = credential_ids(params.array(EXCLUDE_LIST)?.unwrap_or_default())?;
    let protection = protection(params.map(EXTENSIONS)?)?;
    let discoverable = options(params.map(OPTIONS)?, &verification)?;
    if params.has(ENTERPRISE_ATTESTATION) {
        return Err(Status::InvalidParameter);
    }
    let verified = match &verification {
        Verification::Token(_) if !flash.has_pin() => return Err(Status::PinNotSet),
        Verification::Token(proof) => {
            power
                .pin_uv
                .verify(proof, &client_data_hash, PERMISSION_MC, &rp_id, now)?;
            true
        }
        _ if flash.always_uv() => return Err(Status::PuatRequired),
        // makeCredUvNotRqd frees only what cannot be discovered.
        _ if flash.has_pin() && discoverable => return Err(Status::PuatRequired),
        _ => false,
    };
    let is_excluded = excluded.iter().any(|id| {
        flash
            .find(&rp_id, id)
            .is_some_and(|c| verified || c.protection < PROTECTED)
    });
    if is_excluded {
        return Ok(Next::Touch(Action::Refuse(Status::CredentialExcluded)));
    }
    Ok(Next::Touch(Action::Make(Make {
        client_data_hash,
        rp_id,
        user,
        discoverable,
        verified,
        protection,
    })))
}

/// Makes the credential, with packed self attestation (WebAuthn, 8.2).
pub(super) fn make(flash: &mut Flash, make: Make) -> Result<Value, Status> {
    let replaces = flash.has_account(&make.rp_id, &make.user.id);
    if make.discoverable && !replaces && flash.room_for_discoverable() == 0 {
        return Err(Status::KeyStoreFull);
    }
    let level = make.protection.unwrap_or(1);
    let id = flash.new_credential_id(&make.rp_id, level, make.discoverable);
    if make.discoverable && !flash.pretends(Sham::NotKept) {
        flash.keep(Discoverable {
            id: id.clone(),
            rp_id: make.rp_id.clone(),
            user: make.user,
        });
    }
    let mut flags = FLAG_UP | FLAG_AT;
    if make.verified && !flash.pretends(Sham::NotVerified) {
        flags |= FLAG_UV;
    }
    if make.protection.is_some() {
        flags |= FLAG_ED;
    }
    if flash.pretends(Sham::BackupEligible) {
        flags |= FLAG_BE;
    }
    if flash.pretends(Sham::BackedUp) {
        flags |= FLAG_BE | FLAG_BS;
    }
    let mut data = authenticator_data(flash, &make.rp_id, flags);
    data.extend_from_slice(&attested_credential(flash, &id));
    if let Some(level) = make.protection {
        let level = match flash.pretends(Sham::OtherProtection) {
            true => 1 + level % PROTECTED,
            false => level,
        };
        let output = Value::Map(vec![(text("credProtect"), Value::Unsigned(level.into()))]);
        data.extend_from_slice(&output.encode());
    }
    let signature = sign(flash, &id, &data, &make.client_data_hash);
    let statement = Value::Map(vec![
        (text("alg"), int(ES256)),
        (text("sig"), Value::Bytes(signature)),
    ]);
    let format = match flash {
        _ if flash.pretends(Sham::InventedFormat) => "sealed",
        _ if flash.pretends(Sham::OlderFormat) => "fido-u2f",
        _ => "packed",
    };
    Ok(numbered(vec![
        (0x01, text(format)),
        (0x02, Value::Bytes(data)),
        (0x03, statement),
    ]))
}

/// Authenticator data up to the signature counter, which goes on by one (WebAuthn, 6.1).
pub(super) fn authenticator_data(flash: &mut Flash, rp_id: &str, flags: u8) -> Vec<u8> {
    let mut data = Sha256::digest(rp_id).to_vec();
    data.push(flags);
    data.extend_from_slice(&flash.next_sign_count().to_be_bytes());
    data
}

/// ES256 over authenticator data and client-data hash, in DER.
pub(super) fn sign(
    flash: &Flash,
    id: &[u8],
    authenticator_data: &[u8],
    client_data_hash: &[u8; 32],
) -> Vec<u8> {
    let key = SigningKey::from(flash.credential_key(id));
    let signature: DerSignature = key.sign(&[authenticator_data, client_data_hash].concat());
    signature.as_bytes().to_vec()
}

/// Attested credential data (WebAuthn, 6.5.1).
fn attested_credential(flash: &Flash, id: &[u8]) -> Vec<u8> {
    let mut data = flash.aaguid().to_vec();
    data.extend_from_slice(&(id.len() as u16).to_be_bytes());
    data.extend_from_slice(id);
    data.extend_from_slice(&public_key(flash, id).encode());
    data
}

/// A credential's public key, as COSE.
pub(super) fn public_key(flash: &Flash, id: &[u8]) -> Value {
    let (x, y) = coordinates(&flash.credential_key(id).public_key());
    numbered(vec![
        (1, int(2)),
        (3, int(ES256)),
        (-1, int(1)),
        (-2, Value::Bytes(x)),
        (-3, Value::Bytes(y)),
    ])
}

fn rp_id(rp: Map<'_>) -> Result<String, Status> {
    rp.text("name")?;
    Ok(required(rp.text("id"))?.to_owned())
}

fn user(user: Map<'_>) -> Result<User, Status> {
    let id = required(user.bytes("id"))?;
    // 64 bytes at most (WebAuthn, 5.4.3).
    if id.len() > 64 {
        return Err(Status::InvalidLength);
    }
    Ok(User {
        id: id.to_vec(),
        name: user.text("name")?.map(shortened),
        display_name: user.text("displayName")?.map(shortened),
    })
}

/// A key may cut names to 64 bytes (CTAP 2.1, 6.1.2 step 15, WebAuthn 6.4.1).
fn shortened(name: &str) -> String {
    name[..name.floor_char_boundary(64)].to_owned()
}

/// ES256 is the only algorithm; each entry must be well formed (CTAP 2.1, 6.1.2 step 3).
fn check_algorithms(list: &[Value]) -> Result<(), Status> {
    let mut found = false;
    for entry in list {
        let entry = Map::of(entry)?;
        let is_key = required(entry.text("type"))? == "public-key";
        found |= required(entry.integer("alg"))? == ES256 && is_key;
    }
    match found {
        true => Ok(()),
        false => Err(Status::UnsupportedAlgorithm),
    }
}

fn protection(extensions: Option<Map<'_>>) -> Result<Option<u8>, Status> {
    let Some(extensions) = extensions else {
        return Ok(None);
    };
    match extensions.number("credProtect")? {
        None => Ok(None),
        Some(level @ 1..=3) => Ok(Some(level as u8)),
        Some(_) => Err(Status::InvalidParameter),
    }
}

/// Whether the credential shall be discoverable (CTAP 2.1, 6.1.2 step 5).
fn options(options: Option<Map<'_>>, verification: &Verification<'_>) -> Result<bool, Status> {
    let Some(options) = options else {
        return Ok(false);
    };
    let without_token = matches!(verification, Verification::None);
    if options.truth("uv")? == Some(true) && without_token {
        return Err(Status::InvalidOption);
    }
    if options.truth("up")? == Some(false) {
        return Err(Status::InvalidOption);
    }
    Ok(options.truth("rk")?.unwrap_or(false))
}
