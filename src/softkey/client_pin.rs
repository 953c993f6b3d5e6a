//! authenticatorClientPIN and the PIN/UV protocols, from the key's side (CTAP 2.1, 6.5).

use super::flash::{Flash, hmac, pin_hash};
use super::message::{ES256, Map, Params, Status, numbered, required, success};
use super::quirk::Quirk;
use crate::ctap::cbor::{Value, int};
use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::Mac;
use p256::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::time::Duration;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// The PIN/UV protocols, the preferred one first.
pub(super) const PROTOCOLS: [u64; 2] = [2, 1];

/// makeCredential (CTAP 2.1, 6.5.5.7).
pub(super) const PERMISSION_MC: u8 = 0x01;
/// getAssertion.
pub(super) const PERMISSION_GA: u8 = 0x02;
/// Credential management.
pub(super) const PERMISSION_CM: u8 = 0x04;
/// authenticatorConfig.
pub(super) const PERMISSION_ACFG: u8 = 0x20;

/// Wrong PINs in one power cycle before the key wants to be unplugged (CTAP 2.1, 6.5.2.3).
const MAX_MISMATCHES: u8 = 3;
/// A token that is not used for so long after it was given is void (CTAP 2.1, 6.5.2.1).
const FIRST_USE_WITHIN: Duration = Duration::from_secs(30);
/// No token lives longer than this.
const TOKEN_LIFE: Duration = Duration::from_secs(600);
/// A new PIN comes padded to this length (CTAP 2.1, 6.5.5.5).
const PADDED_PIN: usize = 64;

// Parameters (CTAP 2.1, 6.5.5)
const PROTOCOL: i64 = 0x01;
const SUBCOMMAND: i64 = 0x02;
const KEY_AGREEMENT: i64 = 0x03;
const PIN_UV_AUTH_PARAM: i64 = 0x04;
const NEW_PIN_ENC: i64 = 0x05;
const PIN_HASH_ENC: i64 = 0x06;
const PERMISSIONS: i64 = 0x09;
const RP_ID: i64 = 0x0a;

/// The PIN/UV state of one power cycle.
#[derive(Clone)]
pub(super) struct PinUv {
    agreement: SecretKey,
    mismatches: u8,
    token: Option<Token>,
}

/// A pinUvAuthToken in use (CTAP 2.1, 6.5.2.1).
#[derive(Clone)]
struct Token {
    protocol: Protocol,
    value: Vec<u8>,
    permissions: u8,
    rp_id: Option<String>,
    issued: Duration,
    used: bool,
}

/// What a command says about its pinUvAuthParam.
pub(super) struct Proof<'a> {
    protocol: Protocol,
    param: &'a [u8],
}

/// How a command proves that the user was verified.
pub(super) enum Verification<'a> {
    /// It does not.
    None,
    /// With an empty parameter: the platform only wants a touch (CTAP 2.1, 6.1.2 step 1).
    TouchOnly,
    /// With a token.
    Token(Proof<'a>),
}

/// Runs one subcommand; gives the whole reply.
pub(super) fn run(
    flash: &mut Flash,
    state: &mut PinUv,
    params: &Params,
    now: Duration,
) -> Result<Vec<u8>, Status> {
    let params = params.map();
    if flash.has(Quirk::NoProtocolTwo) && params.number(PROTOCOL)? == Some(2) {
        return Err(Status::InvalidParameter);
    }
    match required(params.number(SUBCOMMAND))? {
        0x01 => Ok(success(&numbered(vec![
            (0x03, Value::Unsigned(flash.pin_retries().into())),
            (0x04, Value::Bool(state.wants_power_cycle(flash))),
        ]))),
        0x02 => {
            Protocol::named_in(params)?;
            Ok(success(&numbered(vec![(0x01, state.public_key(flash))])))
        }
        0x03 => set_pin(flash, state, params),
        0x04 => change_pin(flash, state, params),
        0x05 => pin_token(flash, state, params, now),
        0x09 if flash.has(Quirk::DraftManagement) => Err(Status::InvalidSubcommand),
        0x09 => pin_token_with_permissions(flash, state, params, now),
        _ => Err(Status::InvalidSubcommand),
    }
}

/// The subcommand that a clientPIN message names.
pub(super) fn subcommand(message: &[u8]) -> Option<u64> {
    let params = Params::parse(message.get(1..)?).ok()?;
    params.map().number(SUBCOMMAND).ok()?
}

/// Reads pinUvAuthParam and pinUvAuthProtocol of a command (CTAP 2.1, 6.1.2 steps 1 and 2).
pub(super) fn verification<'a>(
    params: Map<'a>,
    param: i64,
    protocol: i64,
) -> Result<Verification<'a>, Status> {
    match params.bytes(param)? {
        None => Ok(Verification::None),
        Some([]) => Ok(Verification::TouchOnly),
        Some(param) => Ok(Verification::Token(Proof {
            protocol: Protocol::numbered(required(params.number(protocol))?)?,
            param,
        })),
    }
}

/// What the key says after the touch that an empty pinUvAuthParam asked for.
pub(super) fn status_after_touch(flash: &Flash) -> Status {
    match flash.has_pin() {
        true => Status::PinInvalid,
        false => Status::PinNotSet,
    }
}

impl PinUv {
    /// The state after power-up.
    pub fn new(flash: &mut Flash) -> PinUv {
        PinUv {
            agreement: flash.draw_private_key(),
            mismatches: 0,
            token: None,
        }
    }

    /// Checks a token's use for one command on one relying party, and binds it to this one.
    pub fn verify(
        &mut self,
        proof: &Proof<'_>,
        client_data_hash: &[u8],
        permission: u8,
        rp_id: &str,
        now: Duration,
    ) -> Result<(), Status> {
        let rp_id_hash = Sha256::digest(rp_id);
        let about = Some(&rp_id_hash[..]);
        self.verify_managing(proof, client_data_hash, permission, about, now)?;
        if let Some(token) = &mut self.token {
            token.rp_id = Some(rp_id.to_owned());
        }
        Ok(())
    }

    /// The same without binding it; `rp_id_hash` is of the relying party that the command is about, if it is about one.
    pub fn verify_managing(
        &mut self,
        proof: &Proof<'_>,
        message: &[u8],
        permission: u8,
        rp_id_hash: Option<&[u8]>,
        now: Duration,
    ) -> Result<(), Status> {
        let token = self.token.as_mut().ok_or(Status::PinAuthInvalid)?;
        let bound = token.rp_id.as_ref().map(Sha256::digest);
        let may = token.lives(now)
            && token.protocol == proof.protocol
            && token.protocol.verifies(&token.value, message, proof.param)
            && token.permissions & permission != 0
            && bound.is_none_or(|bound| Some(&bound[..]) == rp_id_hash);
        if !may {
            return Err(Status::PinAuthInvalid);
        }
        token.used = true;
        Ok(())
    }

    /// After a touch was used up, the token may nothing more (CTAP 2.1, 6.1.2 step 16, 6.2.2 step 9).
    pub fn spend_token(&mut self) {
        if let Some(token) = &mut self.token {
            token.permissions = 0;
        }
    }

    fn wants_power_cycle(&self, flash: &Flash) -> bool {
        self.mismatches >= MAX_MISMATCHES && flash.pin_retries() > 0
    }

    fn public_key(&self, flash: &Flash) -> Value {
        let algorithm = match flash.has(Quirk::AgreementEs256) {
            true => ES256,
            false => -25,
        };
        let (x, y) = coordinates(&self.agreement.public_key());
        numbered(vec![
            (1, int(2)),
            (3, int(algorithm)),
            (-1, int(1)),
            (-2, Value::Bytes(x)),
            (-3, Value::Bytes(y)),
        ])
    }

    /// The secret shared with the platform's key (CTAP 2.1, 6.5.6, decapsulate).
    fn shared_secret(&self, protocol: Protocol, params: Map<'_>) -> Result<SharedSecret, Status> {
        let peer = peer_key(required(params.map(KEY_AGREEMENT))?)?;
        let shared = self.agreement.diffie_hellman(&peer);
        Ok(protocol.derive(shared.raw_secret_bytes()))
    }

    /// Compares a PIN's hash; a try is spent before, as the flash of a real key does it (CTAP 2.1, 6.5.5.6).
    fn check_pin(
        &mut self,
        flash: &mut Flash,
        secret: &SharedSecret,
        hash_enc: &[u8],
    ) -> Result<(), Status> {
        flash.spend_pin_try();
        let hash = secret.decrypt(hash_enc);
        if hash.is_some_and(|hash| flash.is_pin_hash(&hash)) {
            flash.restore_pin_tries();
            self.mismatches = 0;
            return Ok(());
        }
        self.agreement = flash.draw_private_key();
        self.mismatches = self.mismatches.saturating_add(1);
        self.refuse_when_blocked(flash)?;
        Err(Status::PinInvalid)
    }

    fn refuse_when_blocked(&self, flash: &Flash) -> Result<(), Status> {
        match flash.pin_retries() {
            0 => Err(Status::PinBlocked),
            _ if self.mismatches >= MAX_MISMATCHES => Err(Status::PinAuthBlocked),
            _ => Ok(()),
        }
    }

    /// Makes the only valid token, and the reply that carries it.
    fn give_token(
        &mut self,
        flash: &mut Flash,
        secret: &SharedSecret,
        permissions: u8,
        rp_id: Option<&str>,
        now: Duration,
    ) -> Vec<u8> {
        let mut value = flash.draw().to_vec();
        if flash.has(Quirk::LongTokens) {
            value.extend(flash.draw());
        }
        self.token = Some(Token {
            protocol: secret.protocol,
            value: value.clone(),
            permissions,
            rp_id: rp_id.map(str::to_owned),
            issued: now,
            used: false,
        });
        let encrypted = secret.encrypt(&value, flash);
        success(&numbered(vec![(0x02, Value::Bytes(encrypted))]))
    }
}

impl Token {
    fn lives(&self, now: Duration) -> bool {
        let age = now.saturating_sub(self.issued);
        age < TOKEN_LIFE && (self.used || age < FIRST_USE_WITHIN)
    }
}

/// setPIN (CTAP 2.1, 6.5.5.5).
fn set_pin(flash: &mut Flash, state: &mut PinUv, params: Map<'_>) -> Result<Vec<u8>, Status> {
    let protocol = Protocol::named_in(params)?;
    required(params.map(KEY_AGREEMENT))?;
    let new_pin_enc = required(params.bytes(NEW_PIN_ENC))?;
    let param = required(params.bytes(PIN_UV_AUTH_PARAM))?;
    if flash.has_pin() {
        return Err(Status::PinAuthInvalid);
    }
    let secret = state.shared_secret(protocol, params)?;
    if !secret.verifies(new_pin_enc, param) {
        return Err(Status::PinAuthInvalid);
    }
    store_new_pin(flash, state, &secret, new_pin_enc)
}

/// changePIN (CTAP 2.1, 6.5.5.6).
fn change_pin(flash: &mut Flash, state: &mut PinUv, params: Map<'_>) -> Result<Vec<u8>, Status> {
    let protocol = Protocol::named_in(params)?;
    required(params.map(KEY_AGREEMENT))?;
    let pin_hash_enc = required(params.bytes(PIN_HASH_ENC))?;
    let new_pin_enc = required(params.bytes(NEW_PIN_ENC))?;
    let param = required(params.bytes(PIN_UV_AUTH_PARAM))?;
    if !flash.has_pin() {
        return Err(Status::PinNotSet);
    }
    state.refuse_when_blocked(flash)?;
    let secret = state.shared_secret(protocol, params)?;
    if !secret.verifies(&[new_pin_enc, pin_hash_enc].concat(), param) {
        return Err(Status::PinAuthInvalid);
    }
    state.check_pin(flash, &secret, pin_hash_enc)?;
    store_new_pin(flash, state, &secret, new_pin_enc)
}

/// getPinToken (CTAP 2.1, 6.5.5.7.1): for makeCredential and getAssertion, bound by its first use.
fn pin_token(
    flash: &mut Flash,
    state: &mut PinUv,
    params: Map<'_>,
    now: Duration,
) -> Result<Vec<u8>, Status> {
    if params.has(PERMISSIONS) || params.has(RP_ID) {
        return Err(Status::InvalidParameter);
    }
    let secret = unlock(flash, state, params, || Ok(()))?;
    let mut permissions = PERMISSION_MC | PERMISSION_GA;
    if flash.has(Quirk::DraftManagement) {
        permissions |= PERMISSION_CM;
    }
    Ok(state.give_token(flash, &secret, permissions, None, now))
}

/// getPinUvAuthTokenUsingPinWithPermissions (CTAP 2.1, 6.5.5.7.2).
fn pin_token_with_permissions(
    flash: &mut Flash,
    state: &mut PinUv,
    params: Map<'_>,
    now: Duration,
) -> Result<Vec<u8>, Status> {
    let permissions = required(params.number(PERMISSIONS))?;
    let rp_id = params.text(RP_ID)?;
    let secret = unlock(flash, state, params, || match permissions {
        0 => Err(Status::InvalidParameter),
        _ if permissions & !u64::from(KNOWN) != 0 => Err(Status::UnauthorizedPermission),
        // These two are for one relying party.
        _ if permissions & u64::from(PERMISSION_MC | PERMISSION_GA) != 0 && rp_id.is_none() => {
            Err(Status::MissingParameter)
        }
        _ => Ok(()),
    })?;
    Ok(state.give_token(flash, &secret, permissions as u8, rp_id, now))
}

/// The permissions that this key can give.
const KNOWN: u8 = PERMISSION_MC | PERMISSION_GA | PERMISSION_CM | PERMISSION_ACFG;

/// The part that both ways to a token share; `check` looks at what is asked before a try is spent.
fn unlock(
    flash: &mut Flash,
    state: &mut PinUv,
    params: Map<'_>,
    check: impl FnOnce() -> Result<(), Status>,
) -> Result<SharedSecret, Status> {
    let protocol = Protocol::named_in(params)?;
    required(params.map(KEY_AGREEMENT))?;
    let pin_hash_enc = required(params.bytes(PIN_HASH_ENC))?;
    check()?;
    if !flash.has_pin() {
        return Err(Status::PinNotSet);
    }
    state.refuse_when_blocked(flash)?;
    let secret = state.shared_secret(protocol, params)?;
    state.check_pin(flash, &secret, pin_hash_enc)?;
    match flash.wants_new_pin() {
        true => Err(Status::PinPolicyViolation),
        false => Ok(secret),
    }
}

fn store_new_pin(
    flash: &mut Flash,
    state: &mut PinUv,
    secret: &SharedSecret,
    new_pin_enc: &[u8],
) -> Result<Vec<u8>, Status> {
    let padded = secret.decrypt(new_pin_enc).ok_or(Status::PinAuthInvalid)?;
    if padded.len() != PADDED_PIN {
        return Err(Status::InvalidParameter);
    }
    let length = padded.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    let pin = padded.get(..length).unwrap_or_default();
    let points = std::str::from_utf8(pin).map_or(0, |text| text.chars().count());
    if length == PADDED_PIN || points < flash.min_pin_length() {
        return Err(Status::PinPolicyViolation);
    }
    let different: BTreeSet<&u8> = pin.iter().collect();
    if flash.has(Quirk::PinPolicy) && different.len() < 3 {
        return Err(Status::PinPolicyViolation);
    }
    flash.set_pin(pin_hash(pin), points)?;
    state.token = None;
    Ok(vec![Status::Success as u8])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    One,
    Two,
}

/// The secret of one exchange, as its protocol divides it.
struct SharedSecret {
    protocol: Protocol,
    hmac_key: Zeroizing<[u8; 32]>,
    aes_key: Zeroizing<[u8; 32]>,
}

impl Protocol {
    fn named_in(params: Map<'_>) -> Result<Protocol, Status> {
        Protocol::numbered(required(params.number(PROTOCOL))?)
    }

    fn numbered(number: u64) -> Result<Protocol, Status> {
        match number {
            1 => Ok(Protocol::One),
            2 => Ok(Protocol::Two),
            _ => Err(Status::InvalidParameter),
        }
    }

    /// kdf (CTAP 2.1, 6.5.6 and 6.5.7).
    fn derive(self, z: &[u8]) -> SharedSecret {
        let (hmac_key, aes_key): ([u8; 32], [u8; 32]) = match self {
            Protocol::One => {
                let hash: [u8; 32] = Sha256::digest(z).into();
                (hash, hash)
            }
            Protocol::Two => {
                // HKDF (RFC 5869) with a salt of 32 zeros; each output is one block long.
                let prk = mac(&[0; 32], &[z]);
                let expand = |info: &[u8]| mac(&prk, &[info, &[1]]);
                (expand(b"CTAP2 HMAC key"), expand(b"CTAP2 AES key"))
            }
        };
        SharedSecret {
            protocol: self,
            hmac_key: Zeroizing::new(hmac_key),
            aes_key: Zeroizing::new(aes_key),
        }
    }

    fn verifies(self, key: &[u8], message: &[u8], param: &[u8]) -> bool {
        let whole = mac(key, &[message]);
        let length = match self {
            Protocol::One => 16,
            Protocol::Two => 32,
        };
        whole[..length].ct_eq(param).into()
    }
}

impl SharedSecret {
    fn verifies(&self, message: &[u8], param: &[u8]) -> bool {
        self.protocol.verifies(&*self.hmac_key, message, param)
    }

    /// AES-256-CBC without padding; None unless whole blocks came.
    fn decrypt(&self, ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (iv, body) = match self.protocol {
            Protocol::One => ([0; 16], ciphertext),
            Protocol::Two => {
                let (iv, body) = ciphertext.split_first_chunk::<16>()?;
                (*iv, body)
            }
        };
        let (blocks, odd) = body.as_chunks::<16>();
        if blocks.is_empty() || !odd.is_empty() {
            return None;
        }
        let mut cipher = cbc::Decryptor::<Aes256>::new(&(*self.aes_key).into(), &iv.into());
        let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
        for block in blocks {
            let mut block = aes::Block::from(*block);
            cipher.decrypt_block(&mut block);
            plain.extend_from_slice(&block);
            block.zeroize();
        }
        Some(plain)
    }

    fn encrypt(&self, token: &[u8], flash: &mut Flash) -> Vec<u8> {
        let (iv, mut out) = match self.protocol {
            Protocol::One => ([0; 16], Vec::new()),
            Protocol::Two => {
                let iv = pin_hash(&flash.draw());
                (iv, iv.to_vec())
            }
        };
        let mut cipher = cbc::Encryptor::<Aes256>::new(&(*self.aes_key).into(), &iv.into());
        for block in token.as_chunks::<16>().0 {
            let mut block = aes::Block::from(*block);
            cipher.encrypt_block(&mut block);
            out.extend_from_slice(&block);
        }
        out
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = hmac(key);
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// The platform's COSE key (CTAP 2.1, 6.5.6): EC2, ECDH-ES+HKDF-256, P-256, a point on the curve.
fn peer_key(cose: Map<'_>) -> Result<PublicKey, Status> {
    let is_ours = required(cose.integer(1))? == 2
        && required(cose.integer(3))? == -25
        && required(cose.integer(-1))? == 1;
    let x = required(cose.bytes(-2))?;
    let y = required(cose.bytes(-3))?;
    if !is_ours || x.len() != 32 || y.len() != 32 {
        return Err(Status::InvalidParameter);
    }
    PublicKey::from_sec1_bytes(&[&[4], x, y].concat()).map_err(|_| Status::InvalidParameter)
}

/// A public key's x and y, 32 bytes each.
pub(super) fn coordinates(key: &PublicKey) -> (Vec<u8>, Vec<u8>) {
    let point = key.to_sec1_bytes();
    // SEC1, 2.3.3: 0x04, x, y.
    let (x, y) = point.get(1..).unwrap_or_default().split_at(32);
    (x.to_vec(), y.to_vec())
}
