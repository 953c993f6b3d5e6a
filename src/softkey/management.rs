//! authenticatorCredentialManagement and authenticatorConfig, as far as ceremonies need them (CTAP 2.1, 6.8 and 6.11).

use super::client_pin::{PERMISSION_ACFG, PERMISSION_CM, Proof, Verification, verification};
use super::credential::public_key;
use super::flash::{Flash, MOST_TOLD, User};
use super::message::{Map, Params, Status, numbered, required};
use super::power::{Listed, Listing, Members, Power};
use super::quirk::Quirk;
use crate::ctap::cbor::{Value, text};
use sha2::{Digest, Sha256};
use std::time::Duration;

// Parameters (CTAP 2.1, 6.8 and 6.11)
const SUBCOMMAND: i64 = 0x01;
const SUBCOMMAND_PARAMS: i64 = 0x02;
const PIN_UV_AUTH_PROTOCOL: i64 = 0x03;
const PIN_UV_AUTH_PARAM: i64 = 0x04;

/// authenticatorConfig, as it stands in what its parameter authenticates.
const CONFIG: u8 = 0x0d;

/// authenticatorCredentialManagement; an empty map is a reply without data.
pub(super) fn manage(
    flash: &mut Flash,
    power: &mut Power,
    params: &Params,
    listing: Option<Listing>,
    now: Duration,
) -> Result<Value, Status> {
    let params = params.map();
    let subcommand = required(params.number(SUBCOMMAND))?;
    match subcommand {
        0x03 => return next(power, listing, Listed::RelyingParties),
        0x05 => return next(power, listing, Listed::Credentials),
        _ => {}
    }
    let proof = proof(params)?;
    let about = params.map(SUBCOMMAND_PARAMS)?;
    let message = authenticated(&[], subcommand, params);
    let mut verify = |rp_id_hash: Option<&[u8]>| {
        let permission = PERMISSION_CM;
        let pin_uv = &mut power.pin_uv;
        pin_uv.verify_managing(&proof, &message, permission, rp_id_hash, now)
    };
    match subcommand {
        0x01 => {
            verify(None)?;
            if flash.has(Quirk::CountsNothing) && flash.discoverable_count() == 0 {
                return Err(Status::NoCredentials);
            }
            let number = |n: usize| Value::Unsigned(n as u64);
            Ok(numbered(vec![
                (0x01, number(flash.discoverable_count())),
                (0x02, number(flash.room_for_discoverable())),
            ]))
        }
        0x02 => {
            verify(None)?;
            let parties = flash.relying_parties();
            let parties = parties.iter().map(|rp_id| relying_party(rp_id));
            begin(power, Listed::RelyingParties, parties.collect(), 0x05)
        }
        0x04 => {
            let about = about.ok_or(Status::MissingParameter)?;
            let hash = required(about.bytes(0x01))?;
            let parties = flash.relying_parties();
            let party = parties.iter().find(|p| Sha256::digest(p)[..] == *hash);
            verify(Some(hash))?;
            let found = flash.discover(party.ok_or(Status::NoCredentials)?);
            let found = found
                .into_iter()
                .filter_map(|c| Some(credential(flash, &c.id, c.protection, c.user.as_ref()?)));
            let found: Vec<Members> = found.collect();
            begin(power, Listed::Credentials, found, 0x09)
        }
        0x06 => {
            let about = about.ok_or(Status::MissingParameter)?;
            let id = required(required(about.map(0x02))?.bytes("id"))?;
            let rp_id = flash.rp_of(id).ok_or(Status::NoCredentials)?;
            verify(Some(&Sha256::digest(rp_id)))?;
            match flash.delete(id) {
                true => Ok(Value::Map(Vec::new())),
                false => Err(Status::NoCredentials),
            }
        }
        _ => Err(Status::InvalidSubcommand),
    }
}

/// Whether a request begins a list.
pub(super) fn is_list(params: &Params) -> bool {
    matches!(params.map().number(SUBCOMMAND), Ok(Some(0x02 | 0x04)))
}

/// authenticatorConfig.
pub(super) fn configure(
    flash: &mut Flash,
    power: &mut Power,
    params: &Params,
    now: Duration,
) -> Result<(), Status> {
    let params = params.map();
    let subcommand = required(params.number(SUBCOMMAND))?;
    if !(0x01..=0x03).contains(&subcommand) {
        return Err(Status::InvalidSubcommand);
    }
    if flash.has_pin() {
        let message = authenticated(&[&[0xff; 32][..], &[CONFIG]].concat(), subcommand, params);
        let proof = proof(params)?;
        let pin_uv = &mut power.pin_uv;
        pin_uv.verify_managing(&proof, &message, PERMISSION_ACFG, None, now)?;
    }
    match subcommand {
        0x01 => flash.enable_enterprise_attestation(),
        0x02 => flash.toggle_always_uv(),
        _ => set_min_pin_length(flash, required(params.map(SUBCOMMAND_PARAMS))?)?,
    }
    Ok(())
}

fn set_min_pin_length(flash: &mut Flash, about: Map<'_>) -> Result<(), Status> {
    let told: Option<Vec<String>> = match about.array(0x02)? {
        None => None,
        Some(told) if told.len() > MOST_TOLD => return Err(Status::KeyStoreFull),
        Some(told) => {
            let told = told.iter().map(|rp_id| rp_id.as_text().map(str::to_owned));
            Some(
                told.collect::<Option<_>>()
                    .ok_or(Status::CborUnexpectedType)?,
            )
        }
    };
    let length = about.number(0x01)?;
    let length = length.map(|length| u8::try_from(length).map_err(|_| Status::PinPolicyViolation));
    flash.set_min_pin_length(length.transpose()?, about.truth(0x03)? == Some(true))?;
    if let Some(told) = told {
        flash.tell_min_pin(told);
    }
    Ok(())
}

fn proof<'a>(params: Map<'a>) -> Result<Proof<'a>, Status> {
    match verification(params, PIN_UV_AUTH_PARAM, PIN_UV_AUTH_PROTOCOL)? {
        Verification::Token(proof) => Ok(proof),
        Verification::TouchOnly | Verification::None => Err(Status::PuatRequired),
    }
}

/// What pinUvAuthParam is made over: a prefix, the subcommand, and its parameters as they came.
fn authenticated(prefix: &[u8], subcommand: u64, params: Map<'_>) -> Vec<u8> {
    let mut message = prefix.to_vec();
    message.extend(u8::try_from(subcommand));
    if let Some(about) = params.value(SUBCOMMAND_PARAMS) {
        message.extend_from_slice(&about.encode());
    }
    message
}

/// The first of a list, which also says how many there are.
fn begin(
    power: &mut Power,
    of: Listed,
    mut all: Vec<Members>,
    total: i64,
) -> Result<Value, Status> {
    all.reverse();
    let count = all.len() as u64;
    let mut first = all.pop().ok_or(Status::NoCredentials)?;
    first.push((total, Value::Unsigned(count)));
    power.listing = Some(Listing { of, rest: all });
    Ok(numbered(first))
}

fn next(power: &mut Power, listing: Option<Listing>, of: Listed) -> Result<Value, Status> {
    let mut listing = listing.filter(|l| l.of == of).ok_or(Status::NotAllowed)?;
    let next = listing.rest.pop().ok_or(Status::NotAllowed)?;
    power.listing = Some(listing);
    Ok(numbered(next))
}

fn relying_party(rp_id: &str) -> Members {
    vec![
        (0x03, Value::Map(vec![(text("id"), text(rp_id))])),
        (0x04, Value::Bytes(Sha256::digest(rp_id).to_vec())),
    ]
}

fn credential(flash: &Flash, id: &[u8], protection: u8, user: &User) -> Members {
    let mut members = vec![(text("id"), Value::Bytes(user.id.clone()))];
    let names = [("name", &user.name), ("displayName", &user.display_name)];
    for (member, name) in names {
        if let Some(name) = name {
            members.push((text(member), text(name)));
        }
    }
    let descriptor = Value::Map(vec![
        (text("id"), Value::Bytes(id.to_vec())),
        (text("type"), text("public-key")),
    ]);
    vec![
        (0x06, Value::Map(members)),
        (0x07, descriptor),
        (0x08, public_key(flash, id)),
        (0x0a, Value::Unsigned(protection.into())),
    ]
}
