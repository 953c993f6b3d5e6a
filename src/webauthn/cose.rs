//! A credential's public key as COSE (WebAuthn, 6.5.1.1; RFC 9052): ES256 alone.

use std::fmt;

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

use crate::ctap::cbor::{Value, bytes, int};

/// An ES256 public key; its point is on the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialKey(VerifyingKey);

/// Why a COSE key is not ours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoseError {
    /// It is not ES256 on P-256 (kty 2, alg -7, crv 1).
    NotEs256,
    /// A coordinate is missing, or not 32 bytes.
    Coordinate,
    /// The point is not on the curve.
    NotOnCurve,
}

impl CredentialKey {
    /// Reads a COSE key.
    ///
    /// # Errors
    /// [`CoseError`].
    pub fn from_cose(cose: &Value) -> Result<CredentialKey, CoseError> {
        let is = |label, want| cose.get(label).and_then(Value::as_i64) == Some(want);
        if !is(1, 2) || !is(3, -7) || !is(-1, 1) {
            return Err(CoseError::NotEs256);
        }
        let coordinate =
            |label| -> Option<[u8; 32]> { cose.get(label)?.as_bytes()?.try_into().ok() };
        let x = coordinate(-2).ok_or(CoseError::Coordinate)?;
        let y = coordinate(-3).ok_or(CoseError::Coordinate)?;

        let mut sec1 = [4; 65];
        sec1[1..33].copy_from_slice(&x);
        sec1[33..].copy_from_slice(&y);
        CredentialKey::from_sec1(&sec1)
    }

    /// Reads an uncompressed point, `04 || x || y`, as the ledger keeps it.
    ///
    /// # Errors
    /// [`CoseError::NotOnCurve`].
    pub fn from_sec1(sec1: &[u8; 65]) -> Result<CredentialKey, CoseError> {
        let key = VerifyingKey::from_sec1_bytes(sec1).map_err(|_| CoseError::NotOnCurve)?;
        Ok(CredentialKey(key))
    }

    /// The uncompressed point, `04 || x || y`.
    pub fn to_sec1(&self) -> [u8; 65] {
        let point = self.0.to_sec1_point(false);
        point
            .as_bytes()
            .try_into()
            .expect("an uncompressed P-256 point has 65 bytes")
    }

    /// The COSE key.
    pub fn to_cose(&self) -> Value {
        let sec1 = self.to_sec1();
        Value::Map(vec![
            (int(1), int(2)),
            (int(3), int(-7)),
            (int(-1), int(1)),
            (int(-2), bytes(&sec1[1..33])),
            (int(-3), bytes(&sec1[33..])),
        ])
    }

    /// Whether a DER signature over the message is by this key.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_der(signature).is_ok_and(|s| self.0.verify(message, &s).is_ok())
    }
}

impl fmt::Display for CoseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CoseError::NotEs256 => "the credential's key is not ES256",
            CoseError::Coordinate => "a coordinate of the credential's key is missing or too short",
            CoseError::NotOnCurve => "the credential's key is not on the curve",
        })
    }
}

impl std::error::Error for CoseError {}
