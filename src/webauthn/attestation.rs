//! Attestation statements (WebAuthn, 6.5.4 and 8): `none` and `packed`.

use std::fmt;

use super::auth_data::{AuthData, AuthDataError};
use super::certificate::{Certificate, CertificateError};
use super::cose::CredentialKey;
use crate::ctap::Attestation;
use crate::ctap::cbor::{Value, bytes, text};

/// What a statement vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// `none`: nothing.
    Nothing,
    /// `packed`, signed by the credential itself: the credential's private key is where the answer came from.
    Own,
    /// `packed` with certificates, DER, the leaf first, whose key signed. Whether they lead anywhere is judged by
    /// [`judge_genuine`](super::judge_genuine).
    Certificates(Vec<Vec<u8>>),
    /// The same, and the leaf's key is of an algorithm that we do not verify: nobody looked whether it signed.
    NotVerifiable(Vec<Vec<u8>>),
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
    /// The signature is not by the credential, or by the certificate.
    Signature,
    /// The certificate cannot be read.
    Certificate,
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
            let signed = [&attestation.auth_data, &client_data_hash[..]].concat();
            Packed::read(&attestation.statement)?.judge(key, &signed)?
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

struct Packed<'a> {
    algorithm: i64,
    signature: &'a [u8],
    certificates: Vec<Vec<u8>>,
}

impl Packed<'_> {
    fn judge(self, key: &CredentialKey, signed: &[u8]) -> Result<Trust, AttestationError> {
        let Some(leaf) = self.certificates.first() else {
            if self.algorithm != key.algorithm().number() {
                return Err(AttestationError::Algorithm);
            }
            return match key.signed(signed, self.signature) {
                true => Ok(Trust::Own),
                false => Err(AttestationError::Signature),
            };
        };
        let leaf = Certificate::read(leaf).map_err(|_| AttestationError::Certificate)?;
        match leaf.signed(signed, self.algorithm, self.signature) {
            Ok(true) => Ok(Trust::Certificates(self.certificates)),
            Ok(false) => Err(AttestationError::Signature),
            Err(CertificateError::Algorithm) => Ok(Trust::NotVerifiable(self.certificates)),
            Err(CertificateError::Malformed) => Err(AttestationError::Certificate),
        }
    }

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
                write!(f, "the attestation is not signed by what it names")
            }
            AttestationError::Certificate => {
                write!(f, "the attestation's certificate cannot be read")
            }
        }
    }
}

impl std::error::Error for AttestationError {}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{Signature, SigningKey};
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::ctap::cbor::int;
    use crate::webauthn::CredentialKey;

    type Members = Vec<(&'static str, Value)>;

    const RP: &str = "sealwright.invalid";
    const HASH: [u8; 32] = [3; 32];

    fn attest(fmt: &str, statement: impl Fn(&SigningKey, &[u8]) -> Members) -> Attestation {
        let secret = SigningKey::from_slice(&[5; 32]).unwrap();
        let point = secret.verifying_key().to_sec1_point(false);
        let key = CredentialKey::from_sec1(point.as_bytes().try_into().unwrap()).unwrap();
        let mut auth_data = Sha256::digest(RP).to_vec();
        auth_data.extend([0x45, 0, 0, 0, 1]);
        auth_data.extend([0; 16]);
        auth_data.extend([0, 2, 7, 7]);
        auth_data.extend(key.to_cose().encode());
        let signed = [&auth_data[..], &HASH].concat();
        let members = statement(&secret, &signed)
            .into_iter()
            .map(|(k, v)| (text(k), v))
            .collect();
        Attestation {
            fmt: fmt.into(),
            auth_data,
            statement: Value::Map(members),
            enterprise: false,
        }
    }

    fn sign(secret: &SigningKey, message: &[u8]) -> Value {
        let signature: Signature = secret.sign(message);
        bytes(signature.to_der().as_bytes())
    }

    fn trust(attestation: &Attestation) -> Result<Trust, AttestationError> {
        verify_attestation(attestation, RP, &HASH).map(|(_, trust)| trust)
    }

    #[test]
    fn each_format_is_worth_what_it_proves() {
        assert_eq!(trust(&attest("none", |_, _| vec![])), Ok(Trust::Nothing));
        assert_eq!(
            trust(&attest("tpm", |_, _| vec![])),
            Ok(Trust::Other("tpm".into()))
        );
        let own = attest("packed", |s, m| vec![("alg", int(-7)), ("sig", sign(s, m))]);
        assert_eq!(trust(&own), Ok(Trust::Own));
        let chain = || Value::Array(vec![bytes(b"leaf"), bytes(b"ca")]);
        let full = attest("packed", |_, _| {
            vec![("alg", int(-257)), ("sig", bytes(&[1])), ("x5c", chain())]
        });
        assert_eq!(trust(&full), Err(AttestationError::Certificate));
    }

    #[test]
    fn a_statement_that_is_not_what_it_says_is_named() {
        use AttestationError as E;
        let packed = |members: fn(&SigningKey, &[u8]) -> Members| trust(&attest("packed", members));
        assert_eq!(
            trust(&attest("none", |_, _| vec![("alg", int(-7))])),
            Err(E::Statement("attStmt"))
        );
        assert_eq!(packed(|_, _| vec![]), Err(E::Statement("alg")));
        assert_eq!(
            packed(|_, _| vec![("alg", int(-7))]),
            Err(E::Statement("sig"))
        );
        assert_eq!(
            packed(|s, m| vec![("alg", int(-8)), ("sig", sign(s, m))]),
            Err(E::Algorithm)
        );
        assert_eq!(
            packed(|s, m| vec![("alg", int(-7)), ("sig", sign(s, &m[1..]))]),
            Err(E::Signature)
        );
        assert_eq!(
            packed(|_, _| vec![("alg", int(-7)), ("sig", bytes(&[]))]),
            Err(E::Signature)
        );
        for x5c in [
            Value::Array(vec![]),
            int(1),
            Value::Array(vec![int(1)]),
            Value::Array(vec![bytes(&[])]),
        ] {
            let got = trust(&attest("packed", |s, m| {
                vec![("alg", int(-7)), ("sig", sign(s, m)), ("x5c", x5c.clone())]
            }));
            assert_eq!(got, Err(E::Statement("x5c")));
        }
        let mut no_credential = attest("none", |_, _| vec![]);
        no_credential.auth_data.truncate(37);
        no_credential.auth_data[32] = 1;
        assert_eq!(trust(&no_credential), Err(E::NoCredential));
        let elsewhere = verify_attestation(&attest("none", |_, _| vec![]), "other.example", &HASH);
        assert_eq!(elsewhere, Err(E::OtherRelyingParty));
    }
}
