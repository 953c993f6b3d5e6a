//! The digest by which a recovered secret is known to be right, and where both stand.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// x of the point that is the secret.
pub const SECRET_AT: u8 = 255;

/// x of the point that holds the digest of the secret.
pub const DIGEST_AT: u8 = 254;

/// Bytes of the digest; the rest of its point is random and keys it.
pub const DIGEST_LEN: usize = 4;

/// The digest by which a recovered secret is known to be right.
pub fn digest(key: &[u8], secret: &[u8]) -> [u8; DIGEST_LEN] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length (RFC 2104)");
    mac.update(secret);
    let whole = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
    [whole[0], whole[1], whole[2], whole[3]]
}
