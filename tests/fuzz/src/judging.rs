//! What was received, judged: authenticator data, attestations, assertions, and the texts of tenants and devices.
//!
//! ```text
//! what it is (modulo eleven), then its parts: each but the last with two bytes of length before it
//! 0  authenticator data
//! 1  attestation: format, statement, authenticator data
//! 2  assertion: COSE key, signature, authenticator data
//! 3  creation options
//! 4  base64url
//! 5  what a device says over USB: manufacturer, product, serial number
//! 6  FIDO's list of authenticators
//! 7  a certificate
//! 8  a chain: year, change, number of its certificates, these, roots
//! 9  whether a key is genuine: year, change, listing, roots, an attestation as in 1
//! 10 a list with a root of its own: year, change, root, list
//! ```
//!
//! A year has one byte, from 1970 on; a change three: a place, and which bits are others there; a listing one: how many
//! roots (low two bits), then a bit each for no list, keys that all have certificates, another model.

use crate::bytes::Bytes;
use crate::ctap::cbor::{Value, bytes};
use crate::ctap::{Attestation, PluggedKey};
use crate::operation::{HASH, RP};
use crate::text::safe::Safe;
use crate::watch;
use crate::webauthn::options::CreationOptions;
use crate::webauthn::{
    AssertionError, AttestationError, AuthData, Certificate, CredentialKey, Genuine, ListedModel,
    Metadata, Models, Trust, attestation_object, base64url, judge_genuine, verify_assertion,
    Use, verify_attestation, verify_chain,
};
use jiff::Timestamp;
use jiff::civil::Date;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use std::ops::RangeInclusive;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::BasicConstraints;

pub fn judge(input: &[u8]) {
    let mut input = Bytes(input);
    match input.byte() % 11 {
        0 => authenticator_data(input.rest()),
        1 => {
            if let Some(received) = read_attestation(&mut input) {
                attestation(&received, RP, &HASH);
            }
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
        7 => certificate(input.rest()),
        8 => chain(&mut input),
        9 => genuine(&mut input),
        _ => signed_list(&mut input),
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

fn read_attestation(input: &mut Bytes) -> Option<Attestation> {
    let fmt = String::from_utf8_lossy(input.string()).into_owned();
    let statement = Value::decode(input.string()).ok()?;
    Some(Attestation {
        fmt,
        auth_data: input.rest().to_vec(),
        statement,
        enterprise: false,
    })
}

/// Judges an attestation: a signature, the credential's own or a certificate's, holds for this hash and this relying
/// party alone.
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
    if matches!(trust, Trust::Own | Trust::Certificates(_)) {
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
        Ok(list) => models(&list),
        Err(error) => is_said(&error),
    }
}

/// What a list says of its models can be shown.
fn models(list: &Metadata) {
    let known = Models::default().with_list(Some(list.clone()));
    for model in &list.models {
        assert!(!model.name.as_str().chars().any(char::is_control));
        model.reports.iter().for_each(|report| is_said(report));
        let first = list.model(&model.aaguid).expect("it is listed");
        assert_eq!(known.name(&model.aaguid), Some(first.name.as_str()));
        known
            .warnings(&model.aaguid)
            .iter()
            .for_each(|w| is_said(w));
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
    for wanted in [Use::Server, Use::Attestation] {
        let error = verify_chain(&chain, &[], Timestamp::UNIX_EPOCH, wanted);
        is_said(&error.expect_err("there is no root"));
        let error = verify_chain(&chain, &chain, Timestamp::MAX, wanted);
        is_said(&error.expect_err("nothing is valid for ever"));
    }
    let _ = verify_chain(&[read.clone(), read], &[], Timestamp::UNIX_EPOCH, Use::Server);
}

/// Judges a chain: one that leads to no given root is not believed, nor is a leaf with another byte.
fn chain(input: &mut Bytes) {
    let (at, change) = (year(input), Change::read(input));
    let length = usize::from(input.byte());
    let mut all = vec![];
    while !input.is_empty() {
        match Certificate::read(input.string()) {
            Ok(certificate) => all.push(certificate),
            Err(error) => return is_said(&error),
        }
    }
    let roots = all.split_off(length.min(all.len()));
    match verify_chain(&all, &roots, at, Use::Attestation) {
        Ok(()) => {
            assert!(
                leads_to(&all, &roots, at),
                "{all:?} does not lead to {roots:?}"
            );
            let changed = Certificate::read(&change.of(all[0].der()));
            if let Some(changed) = changed.ok().filter(|changed| !roots.contains(changed)) {
                all[0] = changed;
                is_said(&verify_chain(&all, &roots, at, Use::Attestation).expect_err("nobody signed that"));
            }
        }
        Err(error) => is_said(&error),
    }
}

/// Judges whether a key is genuine: whoever is called so has certificates that lead to a root of its own model, and
/// is not with another byte in what they signed.
fn genuine(input: &mut Bytes) {
    let (at, change, listing) = (year(input), Change::read(input), input.byte());
    let bit = |n: u8| listing >> n & 1 == 1;
    let roots: Vec<_> = (0..listing & 3).map(|_| input.string().to_vec()).collect();
    let Some(received) = read_attestation(input) else {
        return;
    };
    attestation(&received, RP, &HASH);
    let Ok((data, trust)) = verify_attestation(&received, RP, &HASH) else {
        return;
    };
    let aaguid = data.attested.expect("it was verified").aaguid;
    let list = Metadata {
        number: 1,
        next_update: Date::MAX,
        hash: [0; 32],
        models: vec![ListedModel {
            aaguid: if bit(4) { [0xee; 16] } else { aaguid },
            name: Safe::new("Key", 100),
            has_certificates: bit(3),
            roots,
            reports: vec![],
        }],
    };
    let list = (!bit(2)).then_some(&list);
    let is_proven = |trust: &Trust| match judge_genuine(&aaguid, trust, list, at) {
        Ok(Genuine::Proven(model)) => Some(model),
        Ok(_) => None,
        Err(error) => {
            is_said(&error);
            None
        }
    };
    let Some(model) = is_proven(&trust) else {
        return;
    };
    assert_eq!(model.aaguid, aaguid);
    let Trust::Certificates(chain) = trust else {
        panic!("{trust:?} proves nothing");
    };
    let read = |all: &[Vec<u8>]| {
        all.iter()
            .filter_map(|c| Certificate::read(c).ok())
            .collect()
    };
    let (certificates, roots): (Vec<_>, Vec<_>) = (read(&chain), read(&model.roots));
    assert!(leads_to(&certificates, &roots, at));
    let named = certificates[0].aaguid().expect("it was read");
    assert!(named.is_none_or(|named| named == aaguid));
    let mut forged = chain.clone();
    forged[0] = change.of(&chain[0]);
    assert!(model.roots.contains(&forged[0]) || is_proven(&Trust::Certificates(forged)).is_none());
    let mut altered = received.clone();
    altered.auth_data = change.of(&received.auth_data);
    verify_attestation(&altered, RP, &HASH).expect_err("nobody signed that");
}

/// Reads a list that another root may have signed: with another byte it says the same, or is not believed.
fn signed_list(input: &mut Bytes) {
    let (at, change, root) = (year(input), Change::read(input), input.string());
    let list = input.rest();
    match Metadata::verify(list, Some(root), at) {
        Ok(read) => {
            models(&read);
            assert_eq!(Metadata::imported(list, &read.hash).as_ref(), Ok(&read));
            let changed = change.of(list);
            let other = Metadata::imported(&changed, &read.hash);
            is_said(&other.expect_err("it is not the file that was imported"));
            // The signature itself has more than one form, such as in both alphabets of base64.
            match Metadata::verify(&changed, Some(root), at) {
                Ok(other) => assert_eq!(
                    Metadata {
                        hash: read.hash,
                        ..other
                    },
                    read
                ),
                Err(error) => is_said(&error),
            }
        }
        Err(error) => is_said(&error),
    }
}

fn year(input: &mut Bytes) -> Timestamp {
    const SECONDS: i64 = 31_556_952;
    Timestamp::from_second(i64::from(input.byte()) * SECONDS).expect("it is before 2226")
}

/// One byte becomes another.
struct Change {
    at: usize,
    bits: u8,
}

impl Change {
    fn read(input: &mut Bytes) -> Change {
        let at = usize::from(input.byte()) << 8 | usize::from(input.byte());
        let bits = input.byte().max(1);
        Change { at, bits }
    }

    fn of(&self, bytes: &[u8]) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        if let Some(at) = self.at.checked_rem(bytes.len()) {
            changed[at] ^= self.bits;
        }
        changed
    }
}

/// Whether each certificate is in time, may issue the one before it and names the next as its issuer, up to one that is
/// a root or names one: read apart from the product.
fn leads_to(chain: &[Certificate], roots: &[Certificate], at: Timestamp) -> bool {
    for (i, certificate) in chain.iter().enumerate() {
        let read = Apart::read(certificate);
        let is_root = roots.contains(certificate);
        if i > 0 && !read.is_authority && !(is_root && read.is_old) {
            return false;
        }
        if !(is_root && i > 0) && !read.valid.contains(&at.as_second()) {
            return false;
        }
        if is_root {
            return true;
        }
        let issued = |by: &Certificate| Apart::read(by).subject == read.issuer;
        if roots.iter().any(issued) {
            return true;
        }
        if !chain.get(i + 1).is_some_and(issued) {
            return false;
        }
    }
    false
}

/// A certificate, read by the library alone.
struct Apart {
    subject: Vec<u8>,
    issuer: Vec<u8>,
    valid: RangeInclusive<i64>,
    is_authority: bool,
    /// From before extensions, so it cannot say whether it is an authority.
    is_old: bool,
}

impl Apart {
    fn read(certificate: &Certificate) -> Apart {
        let read = x509_cert::Certificate::from_der(certificate.der()).expect("it was read");
        let tbs = read.tbs_certificate();
        let name = |name: &x509_cert::name::Name| name.to_der().expect("it was read");
        let second = |time: x509_cert::time::Time| time.to_unix_duration().as_secs() as i64;
        let validity = tbs.validity();
        let constraints = tbs.get_extension::<BasicConstraints>().ok().flatten();
        Apart {
            subject: name(tbs.subject()),
            issuer: name(tbs.issuer()),
            valid: second(validity.not_before)..=second(validity.not_after),
            is_authority: constraints.is_some_and(|(_, it)| it.ca),
            is_old: tbs.version() != x509_cert::certificate::Version::V3,
        }
    }
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
    let judged = verify_assertion(key, rp_id, auth_data, hash, signature);
    if let Some(point) = key.to_sec1() {
        assert_eq!(CredentialKey::from_sec1(&point).as_ref(), Ok(key));
        if matches!(judged, Ok(_) | Err(AssertionError::Signature)) {
            let signed = is_signed(&point, &[auth_data, hash].concat(), signature);
            assert_eq!(judged.is_ok(), signed);
        }
    }
    match judged {
        Ok(_) => {
            assert!(verify_assertion(key, rp_id, auth_data, &other(hash), signature).is_err());
            assert!(verify_assertion(key, "another.example", auth_data, hash, signature).is_err());
        }
        Err(error) => is_said(&error),
    }
}

/// Whether a key on P-256 signed this, and all of it: by the library alone.
fn is_signed(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_sec1_bytes(point).expect("it is on the curve");
    Signature::from_der(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
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
