//! Whether a key is what it says it is: its attestation, judged by FIDO's list (WebAuthn, 7.1, steps 21 to 24).

use std::fmt;

use jiff::Timestamp;

use super::attestation::Trust;
use super::certificate::{Certificate, ChainError, verify_chain};
use super::metadata::{ListedModel, Metadata};
use crate::text::safe::Safe;

/// What an attestation is worth, from the best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Genuine<'m> {
    /// Its certificates lead to a root that the list gives for its model.
    Proven(&'m ListedModel),
    /// It proves itself by certificates, and there is no list, or its model is not in it.
    NotListed,
    /// Its certificates are of an algorithm that we do not verify.
    NotVerifiable,
    /// It vouches for itself (self attestation): for no model.
    Own,
    /// It says nothing (`none`).
    Nothing,
    /// It is in a format that is not judged.
    OtherFormat(Safe),
}

/// Why a key is not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotGenuine {
    /// Its certificates prove nothing.
    Chain(ChainError),
    /// Its certificate is for another model, or names none as it should.
    OtherModel,
    /// Its certificate has not the form of a key's.
    Form,
    /// Keys of this model prove what they are; this one does not.
    Unproven(Safe),
}

/// Judges what [`verify_attestation`](super::verify_attestation) found in the attestation of a key of this model.
///
/// # Errors
/// [`NotGenuine`].
pub fn judge_genuine<'m>(
    aaguid: &[u8; 16],
    trust: &Trust,
    list: Option<&'m Metadata>,
    at: Timestamp,
) -> Result<Genuine<'m>, NotGenuine> {
    let listed = list.and_then(|list| list.model(aaguid));
    let der = match trust {
        Trust::Certificates(chain) => chain,
        // Something is shown that we cannot judge: no proof, and no lie.
        Trust::Other(format) => return Ok(Genuine::OtherFormat(Safe::new(format, 40))),
        Trust::NotVerifiable => return Ok(Genuine::NotVerifiable),
        // Whoever claims to be of a model that has certificates, and shows none, is not believed.
        _ if listed.is_some_and(|model| model.has_certificates) => {
            let name = listed.map(|model| model.name.clone()).unwrap_or_default();
            return Err(NotGenuine::Unproven(name));
        }
        Trust::Own => return Ok(Genuine::Own),
        Trust::Nothing => return Ok(Genuine::Nothing),
    };
    let chain: Result<Vec<_>, _> = der.iter().map(|c| Certificate::read(c)).collect();
    let chain = chain.map_err(|_| NotGenuine::Form)?;
    let Some(leaf) = chain.first() else {
        return Err(NotGenuine::Form);
    };
    match leaf.aaguid() {
        Ok(Some(named)) if named != *aaguid => return Err(NotGenuine::OtherModel),
        Ok(_) => {}
        Err(_) => return Err(NotGenuine::OtherModel),
    }
    let Some(model) = listed else {
        return Ok(Genuine::NotListed);
    };
    if !leaf.is_for_attestation() {
        return Err(NotGenuine::Form);
    }
    // A root that cannot be read proves nothing; the others may.
    let roots = model.roots.iter().filter_map(|r| Certificate::read(r).ok());
    let roots: Vec<_> = roots.collect();
    verify_chain(&chain, &roots, at).map_err(NotGenuine::Chain)?;
    Ok(Genuine::Proven(model))
}

impl fmt::Display for NotGenuine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotGenuine::Chain(error) => write!(f, "{error}"),
            NotGenuine::OtherModel => {
                write!(f, "its certificate is not for the model that it says")
            }
            NotGenuine::Form => write!(f, "its certificate has not the form of a security key's"),
            NotGenuine::Unproven(model) => write!(
                f,
                "it says that it is a {model}, whose keys prove that by a certificate, and shows none"
            ),
        }
    }
}

impl std::error::Error for NotGenuine {}
