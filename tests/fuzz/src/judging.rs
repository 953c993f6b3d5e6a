//! What was received, judged: authenticator data, attestations, assertions, and the texts of tenants and devices.
//!
//! ```text
//! what it is (low three bits), then its parts: each but the last with two bytes of length before it
//! 0  authenticator data
//! 1  attestation: format, statement, authenticator data
//! 2  assertion: COSE key, signature, authenticator data
//! 3  creation options
//! 4  base64url
//! 5  what a device says over USB: manufacturer, product, serial number
//! 6  FIDO's list of authenticators
//! 7  a certificate
//! ```

use crate::bytes::Bytes;
use crate::ctap::cbor::{Value, bytes};
use crate::ctap::{Attestation, PluggedKey};
use crate::operation::{HASH, RP};
use crate::watch;
use crate::webauthn::options::CreationOptions;
use crate::webauthn::{
    AttestationError, AuthData, Certificate, CredentialKey, Metadata, Trust, attestation_object,
    base64url, verify_assertion, verify_attestation, verify_chain,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub fn judge(input: &[u8]) {
    let mut input = Bytes(input);
    match input.byte() & 7 {
        0 => authenticator_data(input.rest()),
        1 => {
            let fmt = String::from_utf8_lossy(input.string()).into_owned();
            let Ok(statement) = Value::decode(input.string()) else {
                return;
            };
            let received = Attestation {
                fmt,
                auth_data: input.rest().to_vec(),
                statement,
                enterprise: false,
            };
            attestation(&received, RP, &HASH);
        }
        2 => {
            let Ok(cose) = Value::decode(input.string()) else {
                return;
            };
            match CredentialKey::from_cose(&cose) {
                Ok(key) => {
                    let signature = input.string();
                    assertion(&key, RP, input.rest(), &HASH, signature);
                }
                Err(error) => is_said(&error),
            }
        }
        3 => options(input.rest()),
        4 => {
            let text = String::from_utf8_lossy(input.rest());
            if let Some(read) = base64url::decode(&text) {
                let written = base64url::encode(&read);
                assert_eq!(base64url::decode(&written), Some(read), "{text}");
            }
        }
        5 => plugged(&mut input),
        6 => list(input.rest()),
        _ => certificate(input.rest()),
    }
}

/// Reads authenticator data; what is read says all that was there.
fn authenticator_data(input: &[u8]) {
    let read = match AuthData::read(input) {
        Ok(read) => read,
        Err(error) => return is_said(&error),
    };
    let flags = read.flags;
    assert_eq!(flags.user_present(), flags.0 & 1 != 0);
    assert_eq!(flags.user_verified(), flags.0 & 4 != 0);
    assert_eq!(flags.backup_eligible(), flags.0 & 8 != 0);
    let mut again = read.rp_id_hash.to_vec();
    again.push(read.flags.0);
    again.extend(read.sign_count.to_be_bytes());
    if let Some(attested) = &read.attested {
        again.extend(attested.aaguid);
        again.extend((attested.credential_id.len() as u16).to_be_bytes());
        again.extend(&attested.credential_id);
        again.extend(attested.public_key.to_cose().encode());
    }
    again.extend(read.extensions.iter().flat_map(Value::encode));
    assert_eq!(AuthData::read(&again).as_ref(), Ok(&read));
    // A COSE key may have members that are not kept.
    assert!(again == input || (read.attested.is_some() && again.len() < input.len()));
}

/// Judges an attestation: a signature of the credential's own holds for this hash and this relying party alone.
pub fn attestation(
    received: &Attestation,
    rp_id: &str,
    hash: &[u8; 32],
) -> Option<(Vec<u8>, CredentialKey)> {
    authenticator_data(&received.auth_data);
    let object = attestation_object(received);
    let read = Value::decode(&object).ok();
    let auth_data = read.as_ref().and_then(|o| o.get_text("authData"));
    assert!(read.is_none() || auth_data == Some(&bytes(&received.auth_data)));

    let (data, trust) = match verify_attestation(received, rp_id, hash) {
        Ok(judged) => judged,
        Err(error) => {
            is_said(&error);
            return None;
        }
    };
    let elsewhere = verify_attestation(received, "another.example", hash);
    assert_eq!(elsewhere, Err(AttestationError::OtherRelyingParty));
    if trust == Trust::Own {
        let replayed = verify_attestation(received, rp_id, &other(hash));
        assert_eq!(replayed, Err(AttestationError::Signature));
    }
    data.attested.map(|a| (a.credential_id, a.public_key))
}

/// Reads a list as if it had been imported; FIDO did not sign it.
fn list(input: &[u8]) {
    let verified = Metadata::verify(input, None, Timestamp::UNIX_EPOCH);
    verified.expect_err("nobody can forge FIDO's signature");
    match Metadata::imported(input, &Sha256::digest(input).into()) {
        Ok(list) => {
            for model in &list.models {
                assert!(!model.name.as_str().chars().any(char::is_control));
                model.reports.iter().for_each(|report| is_said(report));
                assert!(list.model(&model.aaguid).is_some());
            }
        }
        Err(error) => is_said(&error),
    }
}

/// Reads a certificate: without roots it proves nothing, and as a root itself.
fn certificate(input: &[u8]) {
    let read = match Certificate::read(input) {
        Ok(read) => read,
        Err(error) => return is_said(&error),
    };
    assert_eq!(read.der(), input);
    assert!(!read.subject().as_str().chars().any(char::is_control));
    let _ = (read.aaguid(), read.is_for_attestation());
    let chain = [read.clone()];
    let error = verify_chain(&chain, &[], Timestamp::UNIX_EPOCH);
    is_said(&error.expect_err("there is no root"));
    assert_eq!(verify_chain(&chain, &chain, Timestamp::MAX), Ok(()));
    let _ = verify_chain(&[read.clone(), read], &[], Timestamp::UNIX_EPOCH);
}

/// Judges an assertion; the same holds for it.
pub fn assertion(
    key: &CredentialKey,
    rp_id: &str,
    auth_data: &[u8],
    hash: &[u8; 32],
    signature: &[u8],
) {
    authenticator_data(auth_data);
    let cose = key.to_cose();
    assert_eq!(CredentialKey::from_cose(&cose).as_ref(), Ok(key));
    let algorithm = cose.get(3).and_then(Value::as_i64);
    assert_eq!(algorithm, Some(key.algorithm().number()));
    if let Some(point) = key.to_sec1() {
        assert_eq!(CredentialKey::from_sec1(&point).as_ref(), Ok(key));
    }
    match verify_assertion(key, rp_id, auth_data, hash, signature) {
        Ok(_) => {
            assert!(verify_assertion(key, rp_id, auth_data, &other(hash), signature).is_err());
            assert!(verify_assertion(key, "another.example", auth_data, hash, signature).is_err());
        }
        Err(error) => is_said(&error),
    }
}

/// Options that are taken make client data that any JSON reader reads the same way.
fn options(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    match CreationOptions::read(&text) {
        Ok(options) => {
            let data: serde_json::Value =
                serde_json::from_str(&options.client_data().json).expect("client data are JSON");
            assert_eq!(data["challenge"], *options.challenge);
            assert_eq!(data["origin"], format!("https://{}", options.rp_id));
            assert_eq!(data.as_object().map(|data| data.len()), Some(4));
        }
        Err(error) => is_said(&error),
    }
}

fn plugged(input: &mut Bytes) {
    let mut words = || Some(String::from_utf8_lossy(input.string()).into_owned());
    let key = PluggedKey {
        path: "/dev/hidraw0".into(),
        vendor_id: 0x1050,
        product_id: 0x0407,
        manufacturer: words(),
        product: words(),
        serial: words().filter(|serial| !serial.is_empty()),
    };
    assert!(key.to_string().starts_with("/dev/hidraw0  1050:0407  "));
}

/// I9: what is said of a fault holds nothing of what was received but numbers.
pub fn is_said(error: &dyn std::fmt::Display) {
    let says = error.to_string();
    assert!(
        !says.is_empty() && !says.chars().any(char::is_control),
        "{says:?}"
    );
}

fn other(hash: &[u8; 32]) -> [u8; 32] {
    let mut other = *hash;
    other[31] ^= 1;
    other
}

/// Decodes CBOR: what is taken has one form, and means the same to a reader that is not ours.
pub fn cbor(input: &[u8]) {
    match Value::decode(input) {
        Ok(value) => {
            assert_eq!(value.encode(), input, "one value, two forms");
            let theirs = watch::judge(input).expect("the judge reads what we read");
            assert!(is_same(&value, &theirs), "{value:?} and {theirs:?}");
            drop(format!("{value:?}"));
        }
        Err(error) => is_said(&error),
    }
    if let Ok((first, used)) = Value::decode_first(input) {
        assert_eq!(Value::decode(&input[..used]), Ok(first));
    }
}

fn is_same(ours: &Value, theirs: &ciborium::Value) -> bool {
    use ciborium::Value as V;
    let number = |n: &ciborium::value::Integer| i128::from(*n);
    match (ours, theirs) {
        (Value::Unsigned(n), V::Integer(i)) => i128::from(*n) == number(i),
        (Value::Negative(n), V::Integer(i)) => -1 - i128::from(*n) == number(i),
        (Value::Bytes(ours), V::Bytes(theirs)) => ours == theirs,
        (Value::Text(ours), V::Text(theirs)) => ours == theirs,
        (Value::Bool(ours), V::Bool(theirs)) => ours == theirs,
        (Value::Null, V::Null) => true,
        (Value::Array(ours), V::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(o, t)| is_same(o, t))
        }
        (Value::Map(ours), V::Map(theirs)) => {
            let pairs = ours.iter().zip(theirs);
            ours.len() == theirs.len()
                && pairs
                    .into_iter()
                    .all(|(o, t)| is_same(&o.0, &t.0) && is_same(&o.1, &t.1))
        }
        _ => false,
    }
}
