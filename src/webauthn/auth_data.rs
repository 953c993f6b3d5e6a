//! Authenticator data (WebAuthn, 6.1).

use std::fmt;

use sha2::{Digest, Sha256};

use super::cose::{CoseError, CredentialKey};
use crate::ctap::cbor::{CborError, Value};

/// The longest credential id (WebAuthn, 4).
pub const MAX_CREDENTIAL_ID: usize = 1023;

/// Authenticator data, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthData {
    /// SHA-256 of the relying party's id.
    pub rp_id_hash: [u8; 32],
    /// What the key did.
    pub flags: Flags,
    /// The credential's or the key's counter; 0 may mean that there is none.
    pub sign_count: u32,
    /// The credential, where one was made.
    pub attested: Option<Attested>,
    /// Extension outputs, as they came.
    pub extensions: Option<Value>,
}

/// A credential that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested {
    /// The key's model.
    pub aaguid: [u8; 16],
    /// The credential's id, 1 to 1023 bytes.
    pub credential_id: Vec<u8>,
    /// Its public key.
    pub public_key: CredentialKey,
}

/// The flags byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags(pub u8);

/// Why bytes are not authenticator data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthDataError {
    /// They end within this part.
    Truncated(&'static str),
    /// The credential id has an impossible length.
    CredentialIdLength {
        /// The length in bytes that is claimed.
        len: usize,
    },
    /// A CBOR part is not canonical.
    Cbor(CborError),
    /// The public key cannot be used.
    Key(CoseError),
    /// The extensions are no map.
    Extensions,
    /// Bytes follow what the flags announce.
    Trailing,
}

impl Flags {
    /// The user touched the key (UP).
    pub fn user_present(self) -> bool {
        self.0 & 0x01 != 0
    }

    /// The user gave the PIN (UV).
    pub fn user_verified(self) -> bool {
        self.0 & 0x04 != 0
    }

    /// The credential may be copied to other devices (BE): no security key says so.
    pub fn backup_eligible(self) -> bool {
        self.0 & 0x08 != 0
    }

    /// It was copied (BS): no security key says so either, nor anything else without BE.
    pub fn backed_up(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// Whether the credential is in this key alone, as far as it says.
    pub fn stays_in_the_key(self) -> bool {
        !self.backup_eligible() && !self.backed_up()
    }

    fn attested(self) -> bool {
        self.0 & 0x40 != 0
    }

    fn extensions(self) -> bool {
        self.0 & 0x80 != 0
    }
}

impl AuthData {
    /// Reads authenticator data whole.
    ///
    /// # Errors
    /// [`AuthDataError`].
    pub fn read(input: &[u8]) -> Result<AuthData, AuthDataError> {
        let (rp_id_hash, input) = take::<32>(input, "rpIdHash")?;
        let ([flags], input) = take::<1>(input, "flags")?;
        let (sign_count, mut input) = take::<4>(input, "signCount")?;
        let flags = Flags(flags);

        let mut attested = None;
        if flags.attested() {
            let (credential, rest) = Attested::read(input)?;
            attested = Some(credential);
            input = rest;
        }
        let mut extensions = None;
        if flags.extensions() {
            let (map, rest) = item(input, "extensions")?;
            map.as_map().ok_or(AuthDataError::Extensions)?;
            extensions = Some(map);
            input = rest;
        }
        if !input.is_empty() {
            return Err(AuthDataError::Trailing);
        }
        Ok(AuthData {
            rp_id_hash,
            flags,
            sign_count: u32::from_be_bytes(sign_count),
            attested,
            extensions,
        })
    }

    /// Whether it is for this relying party.
    pub fn is_for(&self, rp_id: &str) -> bool {
        self.rp_id_hash == <[u8; 32]>::from(Sha256::digest(rp_id))
    }
}

impl Attested {
    fn read(input: &[u8]) -> Result<(Attested, &[u8]), AuthDataError> {
        let (aaguid, input) = take::<16>(input, "aaguid")?;
        let (len, input) = take::<2>(input, "credentialIdLength")?;
        let len = usize::from(u16::from_be_bytes(len));
        if len == 0 || len > MAX_CREDENTIAL_ID {
            return Err(AuthDataError::CredentialIdLength { len });
        }
        let (credential_id, input) = input
            .split_at_checked(len)
            .ok_or(AuthDataError::Truncated("credentialId"))?;
        let (cose, rest) = item(input, "credentialPublicKey")?;
        let attested = Attested {
            aaguid,
            credential_id: credential_id.to_vec(),
            public_key: CredentialKey::from_cose(&cose).map_err(AuthDataError::Key)?,
        };
        Ok((attested, rest))
    }
}

fn take<'a, const N: usize>(
    input: &'a [u8],
    part: &'static str,
) -> Result<([u8; N], &'a [u8]), AuthDataError> {
    let (taken, rest) = input
        .split_first_chunk()
        .ok_or(AuthDataError::Truncated(part))?;
    Ok((*taken, rest))
}

fn item<'a>(input: &'a [u8], part: &'static str) -> Result<(Value, &'a [u8]), AuthDataError> {
    let (value, used) = Value::decode_first(input).map_err(|error| match error {
        CborError::Truncated => AuthDataError::Truncated(part),
        other => AuthDataError::Cbor(other),
    })?;
    Ok((value, input.get(used..).unwrap_or_default()))
}

impl fmt::Display for AuthDataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthDataError::Truncated(part) => write!(f, "authenticator data end within {part}"),
            AuthDataError::CredentialIdLength { len } => {
                write!(f, "a credential id of {len} bytes is not possible")
            }
            AuthDataError::Cbor(error) => write!(f, "authenticator data: {error}"),
            AuthDataError::Key(error) => write!(f, "{error}"),
            AuthDataError::Extensions => {
                write!(f, "the extensions in authenticator data are no map")
            }
            AuthDataError::Trailing => write!(f, "bytes follow the authenticator data"),
        }
    }
}

impl std::error::Error for AuthDataError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctap::cbor::{bytes, int, text};

    /// The generator of P-256 (SEC 2, 2.4.2): a point that is surely on the curve.
    const G: &str = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296\
                     4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    fn generator() -> [u8; 65] {
        let hex: String = G.split_whitespace().collect();
        std::array::from_fn(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
    }

    fn sample(flags: u8, id: &[u8], key: &Value, extensions: Option<&Value>) -> Vec<u8> {
        let mut data = Sha256::digest("sealwright.invalid").to_vec();
        data.push(flags);
        data.extend(7_u32.to_be_bytes());
        data.extend([9; 16]);
        data.extend((id.len() as u16).to_be_bytes());
        data.extend(id);
        data.extend(key.encode());
        data.extend(extensions.map(Value::encode).unwrap_or_default());
        data
    }

    #[test]
    fn each_part_is_read() {
        let key = CredentialKey::from_sec1(&generator()).unwrap();
        let extensions = Value::Map(vec![(text("credProtect"), int(2))]);
        let data = AuthData::read(&sample(0xc5, b"id", &key.to_cose(), Some(&extensions))).unwrap();
        assert!(data.is_for("sealwright.invalid") && !data.is_for("example.com"));
        assert!(data.flags.user_present() && data.flags.user_verified());
        assert_eq!(data.sign_count, 7);
        assert_eq!(data.extensions, Some(extensions));
        let attested = data.attested.unwrap();
        assert_eq!(
            (attested.aaguid, &attested.credential_id[..]),
            ([9; 16], &b"id"[..])
        );
        assert_eq!(attested.public_key, key);
    }

    #[test]
    fn every_cut_is_an_error_and_nothing_may_follow() {
        let key = CredentialKey::from_sec1(&generator()).unwrap().to_cose();
        let extensions = Value::Map(vec![(text("credProtect"), int(2))]);
        let mut whole = sample(0xc5, &[5; 48], &key, Some(&extensions));
        for cut in 0..whole.len() {
            let got = AuthData::read(&whole[..cut]);
            assert!(
                matches!(got, Err(AuthDataError::Truncated(_))),
                "{cut}: {got:?}"
            );
        }
        whole.push(0);
        assert_eq!(AuthData::read(&whole), Err(AuthDataError::Trailing));
    }

    #[test]
    fn a_bad_credential_is_named() {
        let good = CredentialKey::from_sec1(&generator()).unwrap().to_cose();
        let with = |label: i64, value: Value| {
            let members = good.as_map().unwrap().iter().cloned();
            let other = |(k, v)| {
                if k == int(label) {
                    (k, value.clone())
                } else {
                    (k, v)
                }
            };
            AuthData::read(&sample(
                0x41,
                b"id",
                &Value::Map(members.map(other).collect()),
                None,
            ))
        };
        assert!(with(99, int(0)).is_ok());
        let key = |error| Err(AuthDataError::Key(error));
        assert_eq!(with(3, int(-8)), key(CoseError::Algorithm));
        assert_eq!(with(1, int(1)), key(CoseError::Algorithm));
        assert_eq!(with(-1, int(2)), key(CoseError::Algorithm));
        assert_eq!(with(-2, bytes(&[1; 31])), key(CoseError::Coordinate));
        assert_eq!(with(-3, text("y")), key(CoseError::Coordinate));
        assert_eq!(with(-3, bytes(&[1; 32])), key(CoseError::NotOnCurve));
        assert_eq!(with(-2, bytes(&[0xff; 32])), key(CoseError::NotOnCurve));

        let len = |len| Err(AuthDataError::CredentialIdLength { len });
        assert_eq!(AuthData::read(&sample(0x41, b"", &good, None)), len(0));
        assert_eq!(
            AuthData::read(&sample(0x41, &[1; 1024], &good, None)),
            len(1024)
        );
        assert!(AuthData::read(&sample(0x41, &[1; 1023], &good, None)).is_ok());

        let extensions = AuthData::read(&sample(0xc1, b"id", &good, Some(&int(1))));
        assert_eq!(extensions, Err(AuthDataError::Extensions));
        let mut beyond = sample(0x41, b"id", &good, None);
        beyond[53..55].copy_from_slice(&[3, 0xff]);
        assert_eq!(
            AuthData::read(&beyond),
            Err(AuthDataError::Truncated("credentialId"))
        );
    }
}
