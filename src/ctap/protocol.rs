//! PIN/UV auth protocols 1 and 2: how a PIN and a token travel encrypted (CTAP 2.1, 6.5.6 and 6.5.7).

use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::sec1::ToSec1Point;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::cbor::{Value, bytes, int};
use super::error::Reply;
use crate::secret::{ArenaFull, Entropy, EntropyFailed, Secret};

/// COSE algorithms (RFC 9053).
const ECDH_ES_HKDF_256: i64 = -25;
const ES256: i64 = -7;

/// A PIN/UV auth protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Of CTAP 2.0: one key for both uses, no IV, short authentications.
    One,
    /// Of CTAP 2.1.
    Two,
}

impl Protocol {
    /// The better one of those that a key offers. A key of CTAP 2.0 may offer none by number and yet know PINs: that
    /// is protocol 1.
    pub fn best(offered: &[u64]) -> Option<Protocol> {
        match offered {
            [] => Some(Protocol::One),
            _ if offered.contains(&2) => Some(Protocol::Two),
            _ if offered.contains(&1) => Some(Protocol::One),
            _ => None,
        }
    }

    /// Its number on the wire.
    pub fn number(self) -> Value {
        match self {
            Protocol::One => int(1),
            Protocol::Two => int(2),
        }
    }

    /// HMAC-SHA-256: protocol 2 sends it whole, protocol 1 the first half.
    pub fn authenticate(self, key: &[u8], message: &[&[u8]]) -> Vec<u8> {
        let whole = hmac(key, message);
        match self {
            Protocol::One => whole[..16].to_vec(),
            Protocol::Two => whole.to_vec(),
        }
    }

    /// Whether a token of so many bytes is possible.
    fn has_tokens_of(self, len: usize) -> bool {
        match self {
            // CTAP 2.1 has 16 or 32 bytes, CTAP 2.0 any number of blocks; some keys give 64.
            Protocol::One => matches!(len, 16 | 32 | 48 | 64),
            Protocol::Two => len == 32,
        }
    }
}

/// A secret shared with the key for one exchange, and our side's public key.
pub struct Shared {
    protocol: Protocol,
    hmac_key: Zeroizing<[u8; 32]>,
    aes_key: Zeroizing<[u8; 32]>,
    platform_key: Value,
}

impl Shared {
    /// encapsulate: draws our key pair and agrees with the key's COSE key.
    pub fn agree(
        protocol: Protocol,
        peer: &p256::PublicKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Shared, EntropyFailed> {
        let ours = draw_key(entropy)?;
        let scalar = Zeroizing::new(ours.to_nonzero_scalar());
        let z = p256::ecdh::diffie_hellman(&*scalar, peer.as_affine());

        let (hmac_key, aes_key) = match protocol {
            Protocol::One => {
                let key = || Zeroizing::new(Sha256::digest(z.raw_secret_bytes()).into());
                (key(), key())
            }
            Protocol::Two => {
                // HKDF-SHA-256 with a salt of 32 zero bytes; one block each is all of the 32 bytes wanted (RFC 5869).
                let prk = hmac(&[0; 32], &[z.raw_secret_bytes()]);
                (
                    hmac(&*prk, &[b"CTAP2 HMAC key", &[1]]),
                    hmac(&*prk, &[b"CTAP2 AES key", &[1]]),
                )
            }
        };
        Ok(Shared {
            protocol,
            hmac_key,
            aes_key,
            platform_key: cose_key(&ours.public_key()),
        })
    }

    /// The protocol that it is for.
    pub fn protocol(&self) -> Protocol {
        self.protocol
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

    /// pinUvAuthParam for a message, under the shared secret.
    pub fn authenticate(&self, message: &[&[u8]]) -> Vec<u8> {
        self.protocol.authenticate(&*self.hmac_key, message)
    }

    /// The token in a reply.
    pub fn token(&self, encrypted: &[u8]) -> Result<PinToken, TokenError> {
        let mut plain = self.decrypt(encrypted).ok_or(TokenError::Length)?;
        if !self.protocol.has_tokens_of(plain.len()) {
            return Err(TokenError::Length);
        }
        Ok(PinToken::new(self.protocol, Secret::take(&mut plain)?))
    }

    /// AES-256-CBC without padding. Protocol 2 draws an IV, which stands before the blocks; protocol 1 has one of zeros.
    /// The length is a multiple of 16.
    fn encrypt(&self, plain: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, EntropyFailed> {
        let mut iv = [0; 16];
        let mut out = Vec::with_capacity(16 + plain.len());
        if self.protocol == Protocol::Two {
            entropy.fill(&mut iv)?;
            out.extend_from_slice(&iv);
        }
        let mut cbc =
            cbc::Encryptor::<aes::Aes256>::new(&Zeroizing::new(Array(*self.aes_key)), &Array(iv));
        let (blocks, _) = plain.as_chunks::<16>();
        for block in blocks {
            let mut block = Array(*block);
            cbc.encrypt_block(&mut block);
            out.extend_from_slice(&block);
        }
        Ok(out)
    }

    /// None where the length is not that of whole blocks, after an IV where there is one.
    fn decrypt(&self, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (iv, rest) = match self.protocol {
            Protocol::One => (&[0; 16], encrypted),
            Protocol::Two => encrypted.split_first_chunk::<16>()?,
        };
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

/// The key's keyAgreement COSE key: P-256, on the curve (CTAP 2.1, 6.5.6). True beside it: it names its algorithm as CTAP
/// wants it; the name says nothing, and drafts had ES256 there, or none.
pub fn peer_key(cose: &Value) -> Result<(p256::PublicKey, bool), Reply> {
    const NAME: &str = "keyAgreement";
    let is = |label, want| cose.get(label).and_then(Value::as_i64) == Some(want);
    let named = is(3, ECDH_ES_HKDF_256);
    if !is(1, 2) || !is(-1, 1) || !(named || is(3, ES256) || cose.get(3).is_none()) {
        return Err(Reply::Wrong(NAME));
    }
    let coordinate = |label| -> Option<[u8; 32]> { cose.get(label)?.as_bytes()?.try_into().ok() };
    let (Some(x), Some(y)) = (coordinate(-2), coordinate(-3)) else {
        return Err(Reply::Wrong(NAME));
    };

    let mut sec1 = [4; 65];
    sec1[1..33].copy_from_slice(&x);
    sec1[33..].copy_from_slice(&y);
    let key = p256::PublicKey::from_sec1_bytes(&sec1).map_err(|_| Reply::Wrong(NAME))?;
    Ok((key, named))
}

fn cose_key(key: &p256::PublicKey) -> Value {
    let point = key.to_sec1_point(false);
    let coordinate = |c: Option<&p256::FieldBytes>| bytes(c.map_or(&[], |c| c.as_slice()));
    Value::Map(vec![
        (int(1), int(2)),
        // By name only (CTAP 2.1, 6.5.6).
        (int(3), int(ECDH_ES_HKDF_256)),
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

/// A pinUvAuthToken: proof for this power cycle that the PIN was right. No Debug, no Clone, by intent.
pub struct PinToken {
    protocol: Protocol,
    token: Secret,
}

impl PinToken {
    fn new(protocol: Protocol, token: Secret) -> PinToken {
        PinToken { protocol, token }
    }

    /// Whether it is longer than CTAP 2.1 has it.
    pub(super) fn is_long(&self) -> bool {
        self.token.bytes().len() > 32
    }

    /// The PIN/UV auth protocol that it belongs to.
    pub(super) fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// pinUvAuthParam for a message (CTAP 2.1, 6.5.6 and 6.5.7).
    pub(super) fn authenticate(&self, message: &[&[u8]]) -> Vec<u8> {
        self.protocol.authenticate(self.token.bytes(), message)
    }
}
