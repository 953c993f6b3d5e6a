//! What the key keeps without power, and what it derives from its seed.

use super::message::Status;
use super::quirk::Quirk;
use super::sham::Sham;
use hmac::{Hmac, KeyInit, Mac};
use p256::SecretKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use subtle::ConstantTimeEq;

/// PIN tries before a key blocks itself (CTAP 2.1, 6.5.2.3).
pub(super) const MAX_PIN_RETRIES: u8 = 8;

/// Relying parties that can be told the shortest PIN's length.
pub(super) const MOST_TOLD: usize = 4;

/// Discoverable credentials that fit.
pub(super) const MAX_DISCOVERABLE: usize = 25;

/// Bytes in each credential id: protection and kind (1), nonce (16), MAC (32).
pub(super) const CREDENTIAL_ID_LEN: usize = 1 + NONCE_LEN + 32;

const NONCE_LEN: usize = 16;
const DISCOVERABLE: u8 = 0x80;

/// The key model that a rehearsal key names; no real one has it.
const AAGUID: [u8; 16] = *b"rehearsal-key-01";

/// The persistent part of a key, as JSON with byte strings in hex.
///
/// Nothing else survives: private keys and credential ids are derived from the seed, randomness from seed and counter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flash {
    #[serde(with = "hex")]
    seed: [u8; 32],
    #[serde(with = "hex")]
    aaguid: [u8; 16],
    serial: String,
    pin: Option<PinRecord>,
    #[serde(deserialize_with = "retries")]
    pin_retries: u8,
    /// In Unicode code points, 4 to 63.
    #[serde(deserialize_with = "pin_length")]
    min_pin_length: u8,
    /// Whether the PIN must be changed before it opens anything (CTAP 2.1, 6.4, forcePINChange).
    force_pin_change: bool,
    /// Whether it wants its PIN for all that wants a touch (CTAP 2.1, 7.2, alwaysUv).
    #[serde(default, skip_serializing_if = "is_off")]
    always_uv: bool,
    /// Whether enterprise attestation is on (CTAP 2.1, 7.1).
    #[serde(default, skip_serializing_if = "is_off")]
    enterprise_attestation: bool,
    /// Relying parties that may learn the shortest PIN's length.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    told_min_pin: Vec<String>,
    /// Oldest first.
    discoverable: Vec<Discoverable>,
    /// One signature counter for all credentials (WebAuthn, 6.1.1).
    sign_count: u32,
    /// How often randomness was drawn.
    draws: u64,
    /// How often the key was reset: no credential survives it.
    resets: u32,
    /// What its firmware does otherwise.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    quirks: BTreeSet<Quirk>,
    #[serde(skip)]
    shams: BTreeSet<Sham>,
}

/// The PIN as CTAP keeps it: the left 16 bytes of its SHA-256 (CTAP 2.1, 6.5.5.5).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinRecord {
    #[serde(with = "hex")]
    hash: [u8; 16],
    /// In Unicode code points.
    length: u8,
}

/// A discoverable credential; its private key is derived.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Discoverable {
    #[serde(with = "hex")]
    pub id: Vec<u8>,
    pub rp_id: String,
    pub user: User,
}

/// The account that a credential is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    #[serde(with = "hex")]
    pub id: Vec<u8>,
    pub name: Option<String>,
    pub display_name: Option<String>,
}

/// A credential id that this key made for the relying party.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credential {
    pub id: Vec<u8>,
    /// credProtect's level, 1 to 3 (CTAP 2.1, 12.1).
    pub protection: u8,
    /// The account, of discoverable ones alone.
    pub user: Option<User>,
}

impl Flash {
    pub(super) fn new(seed: [u8; 32], serial: &str) -> Flash {
        Flash {
            seed,
            aaguid: AAGUID,
            serial: serial.to_owned(),
            pin: None,
            pin_retries: MAX_PIN_RETRIES,
            min_pin_length: 4,
            force_pin_change: false,
            always_uv: false,
            enterprise_attestation: false,
            told_min_pin: Vec::new(),
            discoverable: Vec::new(),
            sign_count: 0,
            draws: 0,
            resets: 0,
            quirks: BTreeSet::new(),
            shams: BTreeSet::new(),
        }
    }

    /// The serial number on the key's case.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The key model.
    pub fn aaguid(&self) -> [u8; 16] {
        self.aaguid
    }

    /// PIN tries left.
    pub fn pin_retries(&self) -> u8 {
        self.pin_retries
    }

    /// Whether a PIN is set.
    pub fn has_pin(&self) -> bool {
        self.pin.is_some()
    }

    /// Whether this is the key's PIN: for tests, which look into the flash where a real key hides it.
    pub fn is_pin(&self, pin: &str) -> bool {
        self.is_pin_hash(&pin_hash(pin.as_bytes()))
    }

    /// Discoverable credentials on the key.
    pub fn discoverable_count(&self) -> usize {
        self.discoverable.len()
    }

    /// Relying parties that may learn the shortest PIN's length.
    pub fn told_min_pin(&self) -> &[String] {
        &self.told_min_pin
    }

    /// The value that the last signature carried.
    pub fn sign_count(&self) -> u32 {
        self.sign_count
    }

    pub(super) fn always_uv(&self) -> bool {
        self.always_uv
    }

    pub(super) fn toggle_always_uv(&mut self) {
        self.always_uv = !self.always_uv;
    }

    /// Whether its firmware has this habit.
    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    pub(super) fn pretends(&self, sham: Sham) -> bool {
        self.shams.contains(&sham)
    }

    pub(super) fn pretend(&mut self, sham: Sham) {
        self.shams.insert(sham);
    }

    pub(super) fn switch_on(&mut self, quirk: Quirk) {
        self.quirks.insert(quirk);
        self.always_uv |= quirk == Quirk::AlwaysUv;
    }

    pub(super) fn enterprise_attestation(&self) -> bool {
        self.enterprise_attestation
    }

    pub(super) fn enable_enterprise_attestation(&mut self) {
        self.enterprise_attestation = true;
    }

    /// Those that were told before are not any more (CTAP 2.1, 6.11.4).
    pub(super) fn tell_min_pin(&mut self, rp_ids: Vec<String>) {
        self.told_min_pin = rp_ids;
    }

    pub(super) fn min_pin_length(&self) -> usize {
        usize::from(self.min_pin_length)
    }

    pub(super) fn room_for_discoverable(&self) -> usize {
        match self.has(Quirk::FullStore) {
            true => 0,
            false => MAX_DISCOVERABLE.saturating_sub(self.discoverable.len()),
        }
    }

    /// A new PIN of so many code points; where a change is wanted, not the same again (CTAP 2.1, 6.5.5.6).
    pub(super) fn set_pin(&mut self, hash: [u8; 16], length: usize) -> Result<(), Status> {
        if self.force_pin_change && self.is_pin_hash(&hash) {
            return Err(Status::PinPolicyViolation);
        }
        let length = u8::try_from(length).unwrap_or(u8::MAX);
        self.pin = Some(PinRecord { hash, length });
        self.pin_retries = MAX_PIN_RETRIES;
        self.force_pin_change = false;
        Ok(())
    }

    /// Whether the PIN must be changed before it opens anything.
    pub fn wants_new_pin(&self) -> bool {
        self.force_pin_change
    }

    /// The PIN must be changed before it opens anything.
    pub(super) fn want_new_pin(&mut self) {
        self.force_pin_change = true;
    }

    /// setMinPINLength (CTAP 2.1, 6.11.4): never shorter than before; a PIN that is too short now must be changed.
    pub(super) fn set_min_pin_length(
        &mut self,
        length: Option<u8>,
        force: bool,
    ) -> Result<(), Status> {
        let length = length.unwrap_or(self.min_pin_length);
        if !(self.min_pin_length..=63).contains(&length) {
            return Err(Status::PinPolicyViolation);
        }
        if force && self.pin.is_none() {
            return Err(Status::PinNotSet);
        }
        self.min_pin_length = length;
        let too_short = self.pin.as_ref().is_some_and(|pin| pin.length < length);
        self.force_pin_change |= force || too_short;
        Ok(())
    }

    pub(super) fn is_pin_hash(&self, hash: &[u8]) -> bool {
        self.pin
            .as_ref()
            .is_some_and(|pin| pin.hash.ct_eq(hash).into())
    }

    pub(super) fn spend_pin_try(&mut self) {
        self.pin_retries = self.pin_retries.saturating_sub(1);
    }

    pub(super) fn restore_pin_tries(&mut self) {
        self.pin_retries = MAX_PIN_RETRIES;
    }

    /// 32 bytes that never come again from this seed.
    pub(super) fn draw(&mut self) -> [u8; 32] {
        self.draws = self.draws.wrapping_add(1);
        self.derive(&[b"draw", &self.draws.to_be_bytes()])
    }

    /// A private key that is drawn.
    pub(super) fn draw_private_key(&mut self) -> SecretKey {
        let drawn = self.draw();
        self.derive_private_key(&drawn)
    }

    pub(super) fn next_sign_count(&mut self) -> u32 {
        self.sign_count = self.sign_count.wrapping_add(1);
        self.sign_count
    }

    /// Makes a credential's id; a discoverable one must be [kept](Flash::keep) too.
    pub(super) fn new_credential_id(
        &mut self,
        rp_id: &str,
        protection: u8,
        discoverable: bool,
    ) -> Vec<u8> {
        let kind = protection | if discoverable { DISCOVERABLE } else { 0 };
        let mut id = vec![kind];
        id.extend_from_slice(&self.draw()[..NONCE_LEN]);
        id.extend_from_slice(&self.credential_mac(rp_id, &id));
        id
    }

    /// Keeps a discoverable credential, in place of one for the same account.
    pub(super) fn keep(&mut self, credential: Discoverable) {
        self.discoverable
            .retain(|c| !(c.rp_id == credential.rp_id && c.user.id == credential.user.id));
        self.discoverable.push(credential);
    }

    pub(super) fn has_account(&self, rp_id: &str, user_id: &[u8]) -> bool {
        self.discoverable
            .iter()
            .any(|c| c.rp_id == rp_id && c.user.id == user_id)
    }

    /// The credential with this id, if this key made it for this relying party and still has it.
    pub(super) fn find(&self, rp_id: &str, id: &[u8]) -> Option<Credential> {
        let (head, mac) = id.split_at_checked(1 + NONCE_LEN)?;
        if !bool::from(self.credential_mac(rp_id, head).ct_eq(mac)) {
            return None;
        }
        let kind = *head.first()?;
        let user = match kind & DISCOVERABLE {
            0 => None,
            _ => Some(self.discoverable.iter().find(|c| c.id == id)?.user.clone()),
        };
        Some(Credential {
            id: id.to_vec(),
            protection: kind & !DISCOVERABLE,
            user,
        })
    }

    /// The discoverable credentials of a relying party, most recent first.
    pub(super) fn discover(&self, rp_id: &str) -> Vec<Credential> {
        self.discoverable
            .iter()
            .rev()
            .filter(|c| c.rp_id == rp_id)
            .filter_map(|c| self.find(rp_id, &c.id))
            .collect()
    }

    /// The relying parties of discoverable credentials, each once.
    pub(super) fn relying_parties(&self) -> Vec<String> {
        let mut parties = Vec::new();
        for credential in &self.discoverable {
            if !parties.contains(&credential.rp_id) {
                parties.push(credential.rp_id.clone());
            }
        }
        parties
    }

    /// The relying party of a discoverable credential.
    pub(super) fn rp_of(&self, id: &[u8]) -> Option<&str> {
        let credential = self.discoverable.iter().find(|c| c.id == id)?;
        Some(&credential.rp_id)
    }

    /// Deletes a discoverable credential; false if there is none with this id.
    pub(super) fn delete(&mut self, id: &[u8]) -> bool {
        let before = self.discoverable.len();
        self.discoverable.retain(|c| c.id != id);
        self.discoverable.len() < before
    }

    /// The private key of a credential.
    pub(super) fn credential_key(&self, id: &[u8]) -> SecretKey {
        self.derive_private_key(id)
    }

    /// authenticatorReset (CTAP 2.1, 6.6): no PIN, no credential. The signature counter goes on.
    pub(super) fn reset(&mut self) {
        self.pin = None;
        self.pin_retries = MAX_PIN_RETRIES;
        self.min_pin_length = 4;
        self.force_pin_change = false;
        self.always_uv = self.has(Quirk::AlwaysUv);
        self.enterprise_attestation = false;
        self.told_min_pin.clear();
        self.discoverable.clear();
        self.resets = self.resets.wrapping_add(1);
    }

    /// Goes back to `before`, except for what was drawn.
    pub(super) fn undo_to(&mut self, before: Flash) {
        let draws = self.draws;
        *self = before;
        self.draws = draws;
    }

    fn credential_mac(&self, rp_id: &str, head: &[u8]) -> [u8; 32] {
        let rp = rp_id.as_bytes();
        self.derive(&[b"credential id", &self.resets.to_be_bytes(), rp, head])
    }

    fn derive_private_key(&self, source: &[u8]) -> SecretKey {
        let mut round = 0_u32;
        loop {
            let bytes = self.derive(&[b"private key", &round.to_be_bytes(), source]);
            // All but one in 2^32 are below the group's order.
            if let Ok(key) = SecretKey::from_slice(&bytes) {
                return key;
            }
            round = round.wrapping_add(1);
        }
    }

    /// HMAC-SHA256 under the seed; each part goes with its length, so that no two lists are alike.
    fn derive(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = hmac(&self.seed);
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Flash {
    /// Without seed, PIN and credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flash")
            .field("serial", &self.serial)
            .field("has_pin", &self.has_pin())
            .field("pin_retries", &self.pin_retries)
            .field("discoverable", &self.discoverable.len())
            .field("sign_count", &self.sign_count)
            .finish_non_exhaustive()
    }
}

/// HMAC-SHA256 under a key of any length.
pub(super) fn hmac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length (RFC 2104)")
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_off(flag: &bool) -> bool {
    !flag
}

fn retries<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    within(from, 0, MAX_PIN_RETRIES)
}

fn pin_length<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    within(from, 4, 63)
}

fn within<'de, D: serde::Deserializer<'de>>(from: D, low: u8, high: u8) -> Result<u8, D::Error> {
    let number = u8::deserialize(from)?;
    if (low..=high).contains(&number) {
        return Ok(number);
    }
    Err(serde::de::Error::custom(format!(
        "{number} is not within {low} and {high}"
    )))
}

/// What CTAP keeps of a PIN: the left 16 bytes of its SHA-256.
pub(super) fn pin_hash(pin: &[u8]) -> [u8; 16] {
    let [hash @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _]: [u8; 32] =
        Sha256::digest(pin).into();
    hash
}

/// Byte strings as lower-case hex.
mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &impl AsRef<[u8]>, to: S) -> Result<S::Ok, S::Error> {
        let digits: String = bytes.as_ref().iter().map(|b| format!("{b:02x}")).collect();
        to.serialize_str(&digits)
    }

    pub fn deserialize<'de, D, B>(from: D) -> Result<B, D::Error>
    where
        D: Deserializer<'de>,
        B: TryFrom<Vec<u8>>,
    {
        let digits = String::deserialize(from)?;
        let bytes =
            parse(digits.as_bytes()).ok_or_else(|| D::Error::custom("not lower-case hex"))?;
        B::try_from(bytes).map_err(|_| D::Error::custom("not as many bytes as this field has"))
    }

    fn parse(digits: &[u8]) -> Option<Vec<u8>> {
        let (pairs, odd) = digits.as_chunks::<2>();
        if !odd.is_empty() {
            return None;
        }
        pairs
            .iter()
            .map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?))
            .collect()
    }

    fn nibble(digit: u8) -> Option<u8> {
        match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        }
    }
}
