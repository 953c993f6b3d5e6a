//! Attestation statements (WebAuthn, 6.5.4 and 8): `none` and `packed`.

use std::fmt;

use super::auth_data::{AuthData, AuthDataError};
use crate::ctap::Attestation;
use crate::ctap::cbor::{Value, bytes, text};

/// What a statement vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// `none`: nothing.
    Nothing,
    /// `packed`, signed by the credential itself: the credential's private key is where the answer came from.
    Own,
    /// `packed` with certificates, DER, the leaf first. They are not judged here: only their number and shape.
    Certificates(Vec<Vec<u8>>),
    /// Another format, not judged.
    Other(String),
}

/// Why an attestation is not what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttestationError {
    /// Its authenticator data cannot be read.
    AuthData(AuthDataError),
    /// It is for another relying party.
    OtherRelyingParty,
    /// There is no credential in it.
    NoCredential,
    /// The statement lacks a member, has one of another type, or says what its format does not allow.
    Statement(&'static str),
    /// The statement names another algorithm than the credential's.
    Algorithm,
    /// The signature is not by the credential.
    Signature,
}

/// Checks an attestation as far as it needs nobody else's word, and reads its authenticator data.
///
/// # Errors
/// [`AttestationError`].
pub fn verify_attestation(
    attestation: &Attestation,
    rp_id: &str,
    client_data_hash: &[u8; 32],
) -> Result<(AuthData, Trust), AttestationError> {
    let auth_data = AuthData::read(&attestation.auth_data).map_err(AttestationError::AuthData)?;
    if !auth_data.is_for(rp_id) {
        return Err(AttestationError::OtherRelyingParty);
    }
    let key = &auth_data
        .attested
        .as_ref()
        .ok_or(AttestationError::NoCredential)?
        .public_key;

    let trust = match attestation.fmt.as_str() {
        "none" => match attestation.statement.as_map() {
            Some([]) => Trust::Nothing,
            _ => return Err(AttestationError::Statement("attStmt")),
        },
        "packed" => {
            let packed = Packed::read(&attestation.statement)?;
            if packed.certificates.is_empty() {
                if packed.algorithm != ES256 {
                    return Err(AttestationError::Algorithm);
                }
                let signed = [&attestation.auth_data, &client_data_hash[..]].concat();
                if !key.signed(&signed, packed.signature) {
                    return Err(AttestationError::Signature);
                }
                Trust::Own
            } else {
                Trust::Certificates(packed.certificates)
            }
        }
        other => Trust::Other(other.to_owned()),
    };
    Ok((auth_data, trust))
}

/// The attestation object (WebAuthn, 6.5.4), canonical CBOR.
pub fn attestation_object(attestation: &Attestation) -> Vec<u8> {
    let members = vec![
        (text("fmt"), text(&attestation.fmt)),
        (text("attStmt"), attestation.statement.clone()),
        (text("authData"), bytes(&attestation.auth_data)),
    ];
    Value::Map(members).encode()
}

const ES256: i64 = -7;

struct Packed<'a> {
    algorithm: i64,
    signature: &'a [u8],
    certificates: Vec<Vec<u8>>,
}

impl Packed<'_> {
    fn read(statement: &Value) -> Result<Packed<'_>, AttestationError> {
        let algorithm = statement.get_text("alg").and_then(Value::as_i64);
        let signature = statement.get_text("sig").and_then(Value::as_bytes);
        let certificates = match statement.get_text("x5c") {
            None => vec![],
            Some(x5c) => {
                let chain = x5c.as_array().filter(|chain| !chain.is_empty());
                let certificates = chain.and_then(|chain| {
                    let der =
                        |c: &Value| c.as_bytes().filter(|c| !c.is_empty()).map(<[u8]>::to_vec);
                    chain.iter().map(der).collect::<Option<_>>()
                });
                certificates.ok_or(AttestationError::Statement("x5c"))?
            }
        };
        Ok(Packed {
            algorithm: algorithm.ok_or(AttestationError::Statement("alg"))?,
            signature: signature.ok_or(AttestationError::Statement("sig"))?,
            certificates,
        })
    }
}

impl fmt::Display for AttestationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttestationError::AuthData(error) => write!(f, "{error}"),
            AttestationError::OtherRelyingParty => {
                write!(f, "the attestation is for another relying party")
            }
            AttestationError::NoCredential => write!(f, "the attestation holds no credential"),
            AttestationError::Statement(member) => {
                write!(f, "the attestation statement's {member} is not valid")
            }
            AttestationError::Algorithm => write!(f, "the attestation names another algorithm"),
            AttestationError::Signature => {
                write!(f, "the attestation is not signed by its credential")
            }
        }
    }
}

impl std::error::Error for AttestationError {}
