//! What a key answered, judged: authenticator data, credentials, assertions.

mod assertion;
mod attestation;
mod auth_data;
pub mod base64url;
mod cose;
mod models;
pub mod options;

pub use assertion::{AssertionError, credential_check_hash, verify_assertion};
pub use attestation::{AttestationError, Trust, attestation_object, verify_attestation};
pub use auth_data::{Attested, AuthData, AuthDataError, Flags};
pub use cose::{CoseError, CredentialKey};
pub use models::{Models, uuid};
