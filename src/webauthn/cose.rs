//! A credential's public key as COSE (WebAuthn, 6.5.1.1; RFC 9053, RFC 8230): ES256, EdDSA, RS256.

use std::fmt;

use p256::ecdsa::signature::Verifier;
use rsa::BoxedUint;
use rsa::traits::PublicKeyParts;
use sha2::Sha256;

use crate::ctap::Algorithm;
use crate::ctap::cbor::{Value, bytes, int};

/// A public key of one of the algorithms that we verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialKey(Key);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    /// On P-256; the point is on the curve.
    Es256(p256::ecdsa::VerifyingKey),
    /// On Ed25519; the point is on the curve, and not of small order.
    EdDsa(ed25519_dalek::VerifyingKey),
    /// 2048 to 4096 bits.
    Rs256(rsa::PublicKey),
}

/// Why a COSE key is not ours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoseError {
    /// It is none of ES256 (kty 2, alg -7, crv 1), EdDSA (kty 1, alg -8, crv 6), RS256 (kty 3, alg -257).
    Algorithm,
    /// A coordinate is missing, or not 32 bytes.
    Coordinate,
    /// The point is not on the curve, or of small order.
    NotOnCurve,
    /// The RSA key is missing a part, weak, or larger than any key makes.
    Rsa,
}

/// RSA moduli that are taken, of credentials and of certificates: no security key makes others.
pub(super) const RSA_BITS: std::ops::RangeInclusive<u32> = 2048..=4096;

impl CredentialKey {
    /// Reads a COSE key.
    ///
    /// # Errors
    /// [`CoseError`].
    pub fn from_cose(cose: &Value) -> Result<CredentialKey, CoseError> {
        let number = |label| cose.get(label).and_then(Value::as_i64);
        match (number(1), number(3), number(-1)) {
            (Some(2), Some(-7), Some(1)) => {
                let mut sec1 = [4; 65];
                sec1[1..33].copy_from_slice(&coordinate(cose, -2)?);
                sec1[33..].copy_from_slice(&coordinate(cose, -3)?);
                CredentialKey::from_sec1(&sec1)
            }
            (Some(1), Some(-8), Some(6)) => {
                let key = ed25519_dalek::VerifyingKey::from_bytes(&coordinate(cose, -2)?);
                let key = key.ok().filter(|key| !key.is_weak());
                Ok(CredentialKey(Key::EdDsa(key.ok_or(CoseError::NotOnCurve)?)))
            }
            (Some(3), Some(-257), None) => {
                let part = |label| cose.get(label).and_then(Value::as_bytes);
                let (n, e) = part(-1).zip(part(-2)).ok_or(CoseError::Rsa)?;
                CredentialKey::from_rsa(n, e)
            }
            _ => Err(CoseError::Algorithm),
        }
    }

    /// Reads an uncompressed point of P-256, `04 || x || y`, as the ledger keeps it.
    ///
    /// # Errors
    /// [`CoseError::NotOnCurve`].
    pub fn from_sec1(sec1: &[u8; 65]) -> Result<CredentialKey, CoseError> {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(sec1);
        Ok(CredentialKey(Key::Es256(
            key.map_err(|_| CoseError::NotOnCurve)?,
        )))
    }

    fn from_rsa(n: &[u8], e: &[u8]) -> Result<CredentialKey, CoseError> {
        let most = usize::try_from(RSA_BITS.end() / 8).map_err(|_| CoseError::Rsa)?;
        if n.len() > most || e.len() > 8 {
            return Err(CoseError::Rsa);
        }
        let number = BoxedUint::from_be_slice_vartime;
        let key = rsa::PublicKey::new(number(n), number(e)).map_err(|_| CoseError::Rsa)?;
        match RSA_BITS.contains(&key.n().bit_width()) {
            true => Ok(CredentialKey(Key::Rs256(key))),
            false => Err(CoseError::Rsa),
        }
    }

    /// Its algorithm.
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Key::Es256(_) => Algorithm::Es256,
            Key::EdDsa(_) => Algorithm::EdDsa,
            Key::Rs256(_) => Algorithm::Rs256,
        }
    }

    /// The uncompressed point, `04 || x || y`; None for a key that is not ES256.
    pub fn to_sec1(&self) -> Option<[u8; 65]> {
        match &self.0 {
            Key::Es256(key) => key.to_sec1_point(false).as_bytes().try_into().ok(),
            Key::EdDsa(_) | Key::Rs256(_) => None,
        }
    }

    /// The COSE key.
    pub fn to_cose(&self) -> Value {
        let members = match &self.0 {
            Key::Es256(key) => {
                let point = key.to_sec1_point(false);
                let part = |c: Option<&p256::FieldBytes>| bytes(c.map_or(&[], |c| c.as_slice()));
                vec![
                    (int(1), int(2)),
                    (int(3), int(-7)),
                    (int(-1), int(1)),
                    (int(-2), part(point.x())),
                    (int(-3), part(point.y())),
                ]
            }
            Key::EdDsa(key) => vec![
                (int(1), int(1)),
                (int(3), int(-8)),
                (int(-1), int(6)),
                (int(-2), bytes(key.as_bytes())),
            ],
            Key::Rs256(key) => vec![
                (int(1), int(3)),
                (int(3), int(-257)),
                (int(-1), bytes(&key.n_bytes())),
                (int(-2), bytes(&key.e_bytes())),
            ],
        };
        Value::Map(members)
    }

    /// Whether a signature over the message is by this key: of ECDSA as DER, of the others as their own bytes.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Key::Es256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Key::EdDsa(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Key::Rs256(key) => {
                let key = rsa::pkcs1v15::VerifyingKey::<Sha256>::new(key.clone());
                rsa::pkcs1v15::Signature::try_from(signature)
                    .is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
        }
    }
}

fn coordinate(cose: &Value, label: i64) -> Result<[u8; 32], CoseError> {
    let read = || cose.get(label)?.as_bytes()?.try_into().ok();
    read().ok_or(CoseError::Coordinate)
}

impl fmt::Display for CoseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CoseError::Algorithm => "the credential's key is none of ES256, EdDSA and RS256",
            CoseError::Coordinate => "a coordinate of the credential's key is missing or too short",
            CoseError::NotOnCurve => "the credential's key is not on the curve",
            CoseError::Rsa => "the credential's RSA key is not whole, or of a size that no key has",
        })
    }
}

impl std::error::Error for CoseError {}
