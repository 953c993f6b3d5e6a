//! What a key answered, judged: authenticator data, credentials, assertions, attestation, FIDO's metadata.

mod aaguid;
mod assertion;
mod attestation;
mod auth_data;
pub mod base64url;
mod certificate;
mod cose;
mod genuine;
mod metadata;
mod models;
pub mod options;

pub use aaguid::{hyphenated, uuid};
pub use assertion::{AssertionError, credential_check_hash, verify_assertion};
pub use attestation::{AttestationError, Trust, attestation_object, verify_attestation};
pub use auth_data::{Attested, AuthData, AuthDataError, Flags};
pub use certificate::{Certificate, CertificateError, ChainError, Use, verify_chain};
pub use cose::{CoseError, CredentialKey};
pub use genuine::{Genuine, NotGenuine, judge_genuine};
pub use metadata::{LARGEST_LIST, ListedModel, Metadata, MetadataError, Report};
pub use models::Models;
