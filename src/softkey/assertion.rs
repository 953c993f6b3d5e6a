//! authenticatorGetAssertion and authenticatorGetNextAssertion (CTAP 2.1, 6.2 and 6.3).

use super::client_pin::{PERMISSION_GA, Verification, status_after_touch, verification};
use super::credential::{FLAG_UP, FLAG_UV, PROTECTED, authenticator_data, sign};
use super::flash::{Credential, Flash, User};
use super::message::{
    Map, Params, Status, client_data_hash, credential_ids, numbered, required, success,
};
use super::power::{Action, Assert, Next, Power, Rest, Scope};
use super::quirk::Quirk;
use crate::ctap::cbor::{Value, text};
use std::time::Duration;

// Parameters (CTAP 2.1, 6.2)
const RP_ID: i64 = 0x01;
const CLIENT_DATA_HASH: i64 = 0x02;
const ALLOW_LIST: i64 = 0x03;
const EXTENSIONS: i64 = 0x04;
const OPTIONS: i64 = 0x05;
const PIN_UV_AUTH_PARAM: i64 = 0x06;
const PIN_UV_AUTH_PROTOCOL: i64 = 0x07;

/// Between two assertions of a series (CTAP 2.1, 6.3).
const NEXT_WITHIN: Duration = Duration::from_secs(30);

/// Checks a request; it is answered at once if it wants no touch.
pub(super) fn begin(
    flash: &mut Flash,
    power: &mut Power,
    params: &Params,
    channel: u32,
    now: Duration,
) -> Result<Next, Status> {
    let params = params.map();
    let verification = verification(params, PIN_UV_AUTH_PARAM, PIN_UV_AUTH_PROTOCOL)?;
    if let Verification::TouchOnly = verification {
        return Ok(Next::Touch(Action::Refuse(status_after_touch(flash))));
    }
    let rp_id = required(params.text(RP_ID))?;
    let client_data_hash = client_data_hash(required(params.bytes(CLIENT_DATA_HASH))?)?;
    let allowed = credential_ids(params.array(ALLOW_LIST)?.unwrap_or_default())?;
    let names_none = params.array(ALLOW_LIST)?.is_none_or(<[Value]>::is_empty);
    params.map(EXTENSIONS)?;
    let touch = options(params.map(OPTIONS)?, &verification)?;
    let verified = match &verification {
        Verification::Token(_) if !flash.has_pin() => return Err(Status::PinNotSet),
        Verification::Token(proof) => {
            power
                .pin_uv
                .verify(proof, &client_data_hash, PERMISSION_GA, rp_id, now)?;
            true
        }
        // What wants no touch is exempt (CTAP 2.1, 6.2.2 step 5).
        _ if flash.always_uv() && (touch || flash.has(Quirk::NeverSilent)) => {
            return Err(Status::PuatRequired);
        }
        _ => false,
    };
    // Without a list, the second level of credProtect hides a credential too (CTAP 2.1, 12.1).
    let mut found: Vec<Credential> = match names_none {
        true => flash.discover(rp_id),
        // One answers for the whole list: the platform named them all.
        false => allowed
            .iter()
            .filter_map(|id| flash.find(rp_id, id))
            .collect(),
    };
    let hidden_from = if names_none { PROTECTED - 1 } else { PROTECTED };
    found.retain(|c| verified || c.protection < hidden_from);
    if !names_none {
        found.truncate(1);
    }
    let mut found = found.into_iter();
    let assert = Assert {
        first: found.next().ok_or(Status::NoCredentials)?,
        others: found.collect(),
        scope: Scope {
            channel,
            client_data_hash,
            rp_id: rp_id.to_owned(),
            touched: touch,
            verified,
        },
    };
    match touch {
        true => Ok(Next::Touch(Action::Assert(assert))),
        false => Ok(Next::Reply(success(&self::assert(
            flash, power, assert, now,
        )))),
    }
}

/// The first assertion; the others are kept for getNextAssertion.
pub(super) fn assert(flash: &mut Flash, power: &mut Power, assert: Assert, now: Duration) -> Value {
    let Assert {
        scope,
        first,
        others,
    } = assert;
    let count = (!others.is_empty()).then_some(others.len() + 1);
    let answer = one(flash, &scope, &first, count);
    power.next = count.map(|_| Rest {
        scope,
        credentials: others,
        until: now.saturating_add(NEXT_WITHIN),
    });
    answer
}

/// getNextAssertion.
pub(super) fn next(
    flash: &mut Flash,
    power: &mut Power,
    rest: Option<Rest>,
    channel: u32,
    now: Duration,
) -> Result<Value, Status> {
    let mut rest = rest
        .filter(|r| r.scope.channel == channel && now <= r.until && !r.credentials.is_empty())
        .ok_or(Status::NotAllowed)?;
    let credential = rest.credentials.remove(0);
    let answer = one(flash, &rest.scope, &credential, None);
    rest.until = now.saturating_add(NEXT_WITHIN);
    power.next = Some(rest);
    Ok(answer)
}

fn one(flash: &mut Flash, scope: &Scope, credential: &Credential, count: Option<usize>) -> Value {
    let mut flags = 0;
    if scope.touched {
        flags |= FLAG_UP;
    }
    if scope.verified {
        flags |= FLAG_UV;
    }
    let data = authenticator_data(flash, &scope.rp_id, flags);
    let signature = sign(flash, &credential.id, &data, &scope.client_data_hash);
    let descriptor = Value::Map(vec![
        (text("id"), Value::Bytes(credential.id.clone())),
        (text("type"), text("public-key")),
    ]);
    let mut members = vec![
        (0x01, descriptor),
        (0x02, Value::Bytes(data)),
        (0x03, Value::Bytes(signature)),
    ];
    if let Some(user) = &credential.user {
        members.push((0x04, user_entity(user, scope.verified)));
    }
    if let Some(count) = count {
        members.push((0x05, Value::Unsigned(count as u64)));
    }
    numbered(members)
}

/// Names are told only to a verified user (CTAP 2.1, 6.2.2 step 12).
fn user_entity(user: &User, verified: bool) -> Value {
    let mut members = vec![(text("id"), Value::Bytes(user.id.clone()))];
    let names = [("name", &user.name), ("displayName", &user.display_name)];
    for (member, name) in names {
        if let Some(name) = name.as_ref().filter(|_| verified) {
            members.push((text(member), text(name)));
        }
    }
    Value::Map(members)
}

/// Whether a touch is wanted (CTAP 2.1, 6.2.2 step 5).
fn options(options: Option<Map<'_>>, verification: &Verification<'_>) -> Result<bool, Status> {
    let Some(options) = options else {
        return Ok(true);
    };
    let without_token = matches!(verification, Verification::None);
    if options.truth("uv")? == Some(true) && without_token {
        return Err(Status::InvalidOption);
    }
    if options.has("rk") {
        return Err(Status::UnsupportedOption);
    }
    Ok(options.truth("up")?.unwrap_or(true))
}
