//! Whether a key is what it says it is: its attestation, judged by FIDO's list (WebAuthn, 7.1, steps 21 to 24).

use std::fmt;

use jiff::Timestamp;

use super::attestation::Trust;
use super::certificate::{Certificate, ChainError, Use, verify_chain};
use super::metadata::{ListedModel, Metadata};
use crate::text::safe::Safe;

/// What an attestation is worth, from the best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Genuine<'m> {
    /// Its certificates lead to a root that the list gives for its model.
    Proven(&'m ListedModel),
    /// It proves itself by certificates, and there is no list, or its model is not in it.
    NotListed,
    /// Its certificates are of an algorithm that we do not verify; as far as we do, they lead to a root of its model,
    /// where a list has that.
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
    /// Its certificate names no model, and its root stands for several.
    NoModel,
    /// Its certificate has not the form of a key's.
    Form,
    /// Keys of this model prove what they are; this one does not.
    Unproven(Safe),
}

/// What a security key answers beside `packed`: the statement of its older protocol (WebAuthn, 8.6). The other formats are
/// those of computers and phones.
const FORMAT_OF_KEYS: &str = "fido-u2f";

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
    let attests = listed.filter(|model| model.has_certificates);
    let (der, is_signed) = match (trust, attests) {
        (Trust::Certificates(chain), _) => (chain, true),
        (Trust::NotVerifiable(chain), _) => (chain, false),
        // Not judged here, for a lack of ours.
        (Trust::Other(format), None) => return Ok(Genuine::OtherFormat(Safe::new(format, 40))),
        (Trust::Other(format), Some(_)) if format == FORMAT_OF_KEYS => {
            return Ok(Genuine::OtherFormat(Safe::new(format, 40)));
        }
        // Whoever claims to be of a model that has certificates, and shows none, is not believed.
        (Trust::Own | Trust::Nothing | Trust::Other(_), Some(model)) => {
            return Err(NotGenuine::Unproven(model.name.clone()));
        }
        (Trust::Own, None) => return Ok(Genuine::Own),
        (Trust::Nothing, None) => return Ok(Genuine::Nothing),
    };
    let chain: Result<Vec<_>, _> = der.iter().map(|c| Certificate::read(c)).collect();
    let chain = chain.map_err(|_| NotGenuine::Form)?;
    let leaf = chain.first().ok_or(NotGenuine::Form)?;
    let named = leaf.aaguid().map_err(|_| NotGenuine::OtherModel)?;
    if named.is_some_and(|named| named != *aaguid) {
        return Err(NotGenuine::OtherModel);
    }
    let (Some(list), Some(model)) = (list, listed) else {
        return Ok(match is_signed {
            true => Genuine::NotListed,
            false => Genuine::NotVerifiable,
        });
    };
    if !leaf.is_for_attestation() {
        return Err(NotGenuine::Form);
    }
    let roots = model.authorities();
    match verify_chain(&chain, &roots, at, Use::Attestation) {
        Ok(()) if is_signed => {}
        Ok(()) | Err(ChainError::NotVerifiable { .. }) => return Ok(Genuine::NotVerifiable),
        Err(why) => return Err(NotGenuine::Chain(why)),
    }
    // A root of several models says of none which it is: then the key's certificate has to (WebAuthn, 8.2.1; FIDO
    // Metadata Statement 3.0, attestationRootCertificates).
    if named.is_none() {
        let others = list.models.iter().filter(|m| m.aaguid != *aaguid);
        let others: Vec<_> = others.flat_map(ListedModel::authorities).collect();
        let mut own = roots;
        own.retain(|root| !others.iter().any(|other| other.is_of(root)));
        verify_chain(&chain, &own, at, Use::Attestation).map_err(|_| NotGenuine::NoModel)?;
    }
    Ok(Genuine::Proven(model))
}

impl fmt::Display for NotGenuine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotGenuine::Chain(error) => write!(f, "{error}"),
            NotGenuine::OtherModel => {
                write!(f, "its certificate is not for the model that it says")
            }
            NotGenuine::NoModel => write!(
                f,
                "its certificate names no model, and the authority above it stands for several"
            ),
            NotGenuine::Form => write!(f, "its certificate has not the form of a security key's"),
            NotGenuine::Unproven(model) => write!(
                f,
                "it says that it is a {model}, whose keys prove that by a certificate, and shows none"
            ),
        }
    }
}

impl std::error::Error for NotGenuine {}
