//! PINs: their rules, PIN/UV auth protocol 2, tokens (CTAP 2.1, 6.5).

use std::fmt;
use std::ops::BitOr;

use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::sec1::ToSec1Point;
use sha2::{Digest, Sha256};
use unicode_normalization::is_nfc;
use zeroize::Zeroizing;

use super::cbor::{Value, bytes, int};
use super::error::Reply;
use super::info::LEAST_PIN_LENGTH;
use crate::secret::{ArenaFull, Entropy, EntropyFailed, Secret};

/// The longest PIN in bytes of UTF-8 (CTAP 2.1, 6.5.1).
pub const MAX_PIN_BYTES: usize = 63;

/// A rule that a PIN breaks. It says nothing of the PIN itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinRule {
    /// It is not UTF-8.
    NotText,
    /// It is not in Unicode's normal form C.
    NotNormal,
    /// It has too few code points.
    TooShort {
        /// The least that the key takes.
        min: u64,
    },
    /// It has more than 63 bytes.
    TooLong {
        /// The most that any key takes, in bytes of UTF-8.
        max: usize,
    },
    /// It ends in a zero byte, which the padding would swallow.
    EndsInZero,
}

impl PinRule {
    /// Checks a PIN that is to be set, against the key's own minimum in code points.
    pub(super) fn check_new(pin: &Secret, min: u64) -> Result<(), PinRule> {
        let text = pin.text().ok_or(PinRule::NotText)?;
        if !is_nfc(text) {
            return Err(PinRule::NotNormal);
        }
        if text.len() > MAX_PIN_BYTES {
            return Err(PinRule::TooLong { max: MAX_PIN_BYTES });
        }
        if (text.chars().count() as u64) < min {
            return Err(PinRule::TooShort { min });
        }
        if text.ends_with('\0') {
            return Err(PinRule::EndsInZero);
        }
        Ok(())
    }

    /// Checks a PIN that is said to be set already: the key's minimum may have been raised since.
    pub(super) fn check_old(pin: &Secret) -> Result<(), PinRule> {
        PinRule::check_new(pin, LEAST_PIN_LENGTH)
    }
}

impl fmt::Display for PinRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PinRule::NotText => write!(f, "the PIN is not text"),
            PinRule::NotNormal => write!(f, "the PIN is not in Unicode normal form C"),
            PinRule::TooShort { min } => write!(f, "the PIN has fewer than {min} characters"),
            PinRule::TooLong { max } => write!(f, "the PIN has more than {max} bytes"),
            PinRule::EndsInZero => write!(f, "the PIN ends in a zero byte"),
        }
    }
}

/// What a token allows (CTAP 2.1, 6.5.5.7). Join with `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permissions(u8);

impl Permissions {
    /// Making credentials; needs a relying party.
    pub const MAKE_CREDENTIAL: Permissions = Permissions(0x01);
    /// Assertions; needs a relying party.
    pub const GET_ASSERTION: Permissions = Permissions(0x02);
    /// Listing and deleting credentials.
    pub const CREDENTIAL_MANAGEMENT: Permissions = Permissions(0x04);
    /// Settings of the key.
    pub const CONFIGURATION: Permissions = Permissions(0x20);

    /// The bits on the wire.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether a token with these permissions must name a relying party (CTAP 2.1, 6.5.5.7.2).
    pub fn need_rp(self) -> bool {
        self.0 & (Permissions::MAKE_CREDENTIAL.0 | Permissions::GET_ASSERTION.0) != 0
    }
}

impl BitOr for Permissions {
    type Output = Permissions;

    fn bitor(self, other: Permissions) -> Permissions {
        Permissions(self.0 | other.0)
    }
}

/// A pinUvAuthToken: proof for this power cycle that the PIN was right. No Debug, no Clone, by intent.
pub struct PinToken(Secret);

impl PinToken {
    /// pinUvAuthParam for a message: HMAC-SHA-256 under the token, whole (CTAP 2.1, 6.5.7).
    pub(super) fn authenticate(&self, message: &[u8]) -> Vec<u8> {
        hmac(self.0.bytes(), &[message]).to_vec()
    }
}

/// The number of PIN/UV auth protocol 2 on the wire.
pub const PROTOCOL_TWO: u64 = 2;

/// A secret shared with the key for one exchange by PIN/UV auth protocol 2, and our side's public key.
pub struct Shared {
    hmac_key: Zeroizing<[u8; 32]>,
    aes_key: Zeroizing<[u8; 32]>,
    platform_key: Value,
}

impl Shared {
    /// encapsulate: draws our key pair and agrees with the key's COSE key.
    pub fn agree(
        peer: &p256::PublicKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Shared, EntropyFailed> {
        let ours = draw_key(entropy)?;
        let scalar = Zeroizing::new(ours.to_nonzero_scalar());
        let z = p256::ecdh::diffie_hellman(&*scalar, peer.as_affine());

        // HKDF-SHA-256 with a salt of 32 zero bytes; one block each is all of the 32 bytes wanted (RFC 5869).
        let prk = hmac(&[0; 32], &[z.raw_secret_bytes()]);
        Ok(Shared {
            hmac_key: hmac(&*prk, &[b"CTAP2 HMAC key", &[1]]),
            aes_key: hmac(&*prk, &[b"CTAP2 AES key", &[1]]),
            platform_key: cose_key(&ours.public_key()),
        })
    }

    /// Our public key, as the request's keyAgreement member.
    pub fn platform_key(&self) -> Value {
        self.platform_key.clone()
    }

    /// The new PIN, padded with zeros to 64 bytes and encrypted.
    pub fn new_pin(
        &self,
        pin: &Secret,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, EntropyFailed> {
        let mut padded = Zeroizing::new([0; 64]);
        padded
            .iter_mut()
            .zip(pin.bytes())
            .for_each(|(slot, byte)| *slot = *byte);
        self.encrypt(&*padded, entropy)
    }

    /// The left half of the PIN's SHA-256, encrypted.
    pub fn pin_hash(
        &self,
        pin: &Secret,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, EntropyFailed> {
        let hash = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(pin.bytes())));
        self.encrypt(&hash[..16], entropy)
    }

    /// pinUvAuthParam for a message: HMAC-SHA-256 under the shared secret.
    pub fn authenticate(&self, message: &[&[u8]]) -> Vec<u8> {
        hmac(&*self.hmac_key, message).to_vec()
    }

    /// The token in a reply.
    pub fn token(&self, encrypted: &[u8]) -> Result<PinToken, TokenError> {
        let mut plain = self.decrypt(encrypted).ok_or(TokenError::Length)?;
        // Protocol 2: exactly 32 bytes (CTAP 2.1, 6.5.7).
        if plain.len() != 32 {
            return Err(TokenError::Length);
        }
        Ok(PinToken(Secret::take(&mut plain)?))
    }

    /// AES-256-CBC without padding under a random IV, which stands before it. The length is a multiple of 16.
    fn encrypt(&self, plain: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, EntropyFailed> {
        let mut iv = [0; 16];
        entropy.fill(&mut iv)?;
        let mut cbc =
            cbc::Encryptor::<aes::Aes256>::new(&Zeroizing::new(Array(*self.aes_key)), &Array(iv));

        let mut out = Vec::with_capacity(16 + plain.len());
        out.extend_from_slice(&iv);
        let (blocks, _) = plain.as_chunks::<16>();
        for block in blocks {
            let mut block = Array(*block);
            cbc.encrypt_block(&mut block);
            out.extend_from_slice(&block);
        }
        Ok(out)
    }

    /// None where the length is no IV and whole blocks.
    fn decrypt(&self, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (iv, rest) = encrypted.split_first_chunk::<16>()?;
        let (blocks, []) = rest.as_chunks::<16>() else {
            return None;
        };
        let mut cbc =
            cbc::Decryptor::<aes::Aes256>::new(&Zeroizing::new(Array(*self.aes_key)), &Array(*iv));

        let mut out = Zeroizing::new(Vec::with_capacity(rest.len()));
        for block in blocks {
            let mut block = Zeroizing::new(Array(*block));
            cbc.decrypt_block(&mut block);
            out.extend_from_slice(&block);
        }
        Some(out)
    }
}

/// Why a reply gave no token.
pub enum TokenError {
    /// It has not the length of a token of this protocol.
    Length,
    /// There is no locked memory for it.
    Memory,
}

impl From<ArenaFull> for TokenError {
    fn from(_: ArenaFull) -> TokenError {
        TokenError::Memory
    }
}

/// The key's keyAgreement COSE key: P-256, on the curve (CTAP 2.1, 6.5.6).
pub fn peer_key(cose: &Value) -> Result<p256::PublicKey, Reply> {
    const NAME: &str = "keyAgreement";
    let is = |label, want| cose.get(label).and_then(Value::as_i64) == Some(want);
    if !is(1, 2) || !is(3, -25) || !is(-1, 1) {
        return Err(Reply::Wrong(NAME));
    }
    let coordinate = |label| -> Option<[u8; 32]> { cose.get(label)?.as_bytes()?.try_into().ok() };
    let (Some(x), Some(y)) = (coordinate(-2), coordinate(-3)) else {
        return Err(Reply::Wrong(NAME));
    };

    let mut sec1 = [4; 65];
    sec1[1..33].copy_from_slice(&x);
    sec1[33..].copy_from_slice(&y);
    p256::PublicKey::from_sec1_bytes(&sec1).map_err(|_| Reply::Wrong(NAME))
}

fn cose_key(key: &p256::PublicKey) -> Value {
    let point = key.to_sec1_point(false);
    let coordinate = |c: Option<&p256::FieldBytes>| bytes(c.map_or(&[], |c| c.as_slice()));
    Value::Map(vec![
        (int(1), int(2)),
        // ECDH-ES+HKDF-256 by name only (CTAP 2.1, 6.5.6).
        (int(3), int(-25)),
        (int(-1), int(1)),
        (int(-2), coordinate(point.x())),
        (int(-3), coordinate(point.y())),
    ])
}

fn draw_key(entropy: &mut dyn Entropy) -> Result<p256::SecretKey, EntropyFailed> {
    // One draw in 2^32 is not below the group's order; a source that always gives such bytes is broken.
    for _ in 0..8 {
        let mut candidate = Zeroizing::new([0; 32]);
        entropy.fill(&mut *candidate)?;
        if let Ok(key) = p256::SecretKey::from_slice(&*candidate) {
            return Ok(key);
        }
    }
    Err(EntropyFailed(
        "the same unusable bytes again and again".into(),
    ))
}

fn hmac(key: &[u8], message: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    message.iter().for_each(|part| mac.update(part));
    Zeroizing::new(mac.finalize().into_bytes().into())
}
