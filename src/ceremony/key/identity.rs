//! Which key of the book a plugged-in key is (I7): each key carries a credential of ours, and signs with it when asked,
//! without a touch and without its PIN.
//!
//! A key that wants its PIN for everything (alwaysUv) still answers: an assertion without user presence is exempt
//! (CTAP 2.1, 6.2.2, step 5). Where its maker saw that otherwise, its serial number tells it: a lower grade, for a
//! forged key can copy one.

use crate::ctap::{AssertionRequest, Client, CtapError, Link, Maker, PluggedKey, Status};
use crate::custody::{Custody, Identity, Serials};
use crate::plan::Name;
use crate::secret::Entropy;
use crate::text::hex;
use crate::webauthn::{CredentialKey, verify_assertion};
use sha2::{Digest, Sha256};

/// The relying party of our identity credentials. `.invalid` never resolves (RFC 6761), so no site can ask for them.
pub const IDENTITY_RP: &str = "sealwright.invalid";

/// How sure it is which key one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// It signed, which only it can.
    Signature,
    /// It signs nothing without its PIN, and shows the serial number that one key of the book has.
    Serial,
}

/// The key of this book that this one is; None: it is none of them.
///
/// A key that signs counts it: where its counters are compared (I18), it is explained in the ledger or not asked.
///
/// # Errors
/// [`CtapError`]; nothing but a counter changes in the key.
pub fn which<L: Link>(
    client: &mut Client<L>,
    plugged: &PluggedKey,
    custody: &Custody,
    dice: &mut dyn Entropy,
) -> Result<Option<(Name, Grade)>, CtapError> {
    for (name, key) in custody.keys() {
        match answers_as(client, &key.identity, dice) {
            Ok(Some(_)) => return Ok(Some((name.clone(), Grade::Signature))),
            Ok(None) => {}
            Err(silent) if wants_its_pin(&silent) => {
                let name = by_serial(client, plugged, custody)?.ok_or(silent)?;
                return Ok(Some((name, Grade::Serial)));
            }
            Err(e) => return Err(e),
        }
    }
    Ok(None)
}

/// Whether a key signs nothing without its PIN, not even silently; or nothing until it has a new one, as firmware of
/// Nitrokey 3 and Solo 2 does.
pub(in crate::ceremony) fn wants_its_pin(e: &CtapError) -> bool {
    let refusals = [Status::PinRequired, Status::PinPolicyViolation];
    refusals.map(CtapError::Refused).contains(e)
}

/// The one key of the book that has this model and these serial numbers. Two of them alike tell nothing.
pub(in crate::ceremony) fn by_serial<L: Link>(
    client: &mut Client<L>,
    plugged: &PluggedKey,
    custody: &Custody,
) -> Result<Option<Name>, CtapError> {
    let aaguid = hex::encode(&client.info()?.aaguid);
    let seen = serials(client, plugged);
    let alike = |identity: &Identity| identity.aaguid == aaguid && identity.serials.tell(&seen);
    let mut alike = custody
        .keys()
        .iter()
        .filter(|(_, key)| alike(&key.identity));
    Ok(match (alike.next(), alike.next()) {
        (Some((name, _)), None) => Some(name.clone()),
        _ => None,
    })
}

/// The serial numbers that a key shows. That one cannot be read does not matter to who knows the key otherwise.
pub fn serials<L: Link>(client: &mut Client<L>, plugged: &PluggedKey) -> Serials {
    let maker = Maker::of_usb(plugged.vendor_id, plugged.product_id);
    let maker = maker.and_then(|maker| client.serial(maker).unwrap_or(None));
    let usb = plugged.serial.clone();
    Serials { maker, usb }
}

/// A silent assertion of the identity credential over fresh random bytes: the counter, if the key can give one.
pub(in crate::ceremony) fn answers_as<L: Link>(
    client: &mut Client<L>,
    identity: &Identity,
    dice: &mut dyn Entropy,
) -> Result<Option<u32>, CtapError> {
    let hash = identity_hash(dice)?;
    let request = silent(IDENTITY_RP, hash, unhex(&identity.credential));
    let reply = match client.get_assertion(&request, None) {
        Ok(reply) => reply,
        Err(CtapError::Refused(Status::NoCredentials | Status::InvalidCredential)) => {
            return Ok(None);
        }
        Err(e) => return Err(e),
    };
    let signed = public_key(&identity.public_key).and_then(|key| {
        verify_assertion(&key, IDENTITY_RP, &reply.auth_data, &hash, &reply.signature).ok()
    });
    let ours = signed.filter(|auth| auth.flags.stays_in_the_key());
    Ok(ours.map(|auth| auth.sign_count))
}

/// What an identity credential signs: never the hash of JSON, never the caller's.
pub(in crate::ceremony) fn identity_hash(dice: &mut dyn Entropy) -> Result<[u8; 32], CtapError> {
    let mut random = [0; 32];
    dice.fill(&mut random).map_err(CtapError::Entropy)?;
    let mut hash = Sha256::new();
    hash.update(b"sealwright identity check v1");
    hash.update(random);
    Ok(hash.finalize().into())
}

pub(in crate::ceremony) fn silent(
    rp_id: &str,
    client_data_hash: [u8; 32],
    credential: Vec<u8>,
) -> AssertionRequest {
    AssertionRequest {
        rp_id: rp_id.into(),
        client_data_hash,
        allow: vec![credential],
        user_presence: false,
        ..AssertionRequest::default()
    }
}

pub(in crate::ceremony) fn public_key(hex: &str) -> Option<CredentialKey> {
    let sec1: [u8; 65] = unhex(hex).try_into().ok()?;
    CredentialKey::from_sec1(&sec1).ok()
}

/// Bytes of hex that the ledger keeps; what is not hex names no credential.
pub(in crate::ceremony) fn unhex(text: &str) -> Vec<u8> {
    hex::decode(text).unwrap_or_default()
}
