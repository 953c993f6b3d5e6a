//! Assertions, and the hash by which a check is never a sign-in.

use std::fmt;

use sha2::{Digest, Sha256};

use super::auth_data::{AuthData, AuthDataError};
use super::cose::CredentialKey;

/// Why an assertion proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssertionError {
    /// Its authenticator data cannot be read.
    AuthData(AuthDataError),
    /// It is for another relying party.
    OtherRelyingParty,
    /// The signature is not by this credential, or over something else.
    Signature,
}

/// What stands in place of the client-data hash when a credential is checked offline (I16): SHA-256 over the ASCII text
/// `sealwright credential check v1`, book id (16 bytes), ledger head (32) and random bytes (32). It is the hash of no
/// JSON, so no standard verifier takes the signature for a sign-in.
pub fn credential_check_hash(book_id: &[u8; 16], head: &[u8; 32], random: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"sealwright credential check v1");
    hash.update(book_id);
    hash.update(head);
    hash.update(random);
    hash.finalize().into()
}

/// Checks an assertion (WebAuthn, 7.2, as far as a key alone can tell): relying party and signature. The flags and the
/// counter are the caller's to judge.
///
/// # Errors
/// [`AssertionError`].
pub fn verify_assertion(
    key: &CredentialKey,
    rp_id: &str,
    auth_data: &[u8],
    client_data_hash: &[u8; 32],
    signature: &[u8],
) -> Result<AuthData, AssertionError> {
    let read = AuthData::read(auth_data).map_err(AssertionError::AuthData)?;
    if !read.is_for(rp_id) {
        return Err(AssertionError::OtherRelyingParty);
    }
    if !key.signed(&[auth_data, client_data_hash].concat(), signature) {
        return Err(AssertionError::Signature);
    }
    Ok(read)
}

impl fmt::Display for AssertionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AssertionError::AuthData(error) => write!(f, "{error}"),
            AssertionError::OtherRelyingParty => {
                write!(f, "the assertion is for another relying party")
            }
            AssertionError::Signature => write!(f, "the signature is not by this credential"),
        }
    }
}

impl std::error::Error for AssertionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i16_the_hash_covers_text_book_head_and_random() {
        // Computed with Python's hashlib over the text, then 16 x 01, 32 x 02, 32 x 03.
        let hash = credential_check_hash(&[1; 16], &[2; 32], &[3; 32]);
        let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            hex,
            "78f84620192c0064e833cae2fc2decf83305754678e2c8ed5661c1f2bb6a6322"
        );
    }
}
