//! Credentials made, and signatures by them (CTAP 2.1, 6.1 to 6.3).

use super::cbor::{Value, bytes, int, text};
use super::client::{Client, descriptor, object};
use super::command;
use super::error::{CtapError, Feature, Reply};
use super::info::member;
use super::link::Link;
use super::protocol::PinToken;
use super::status::Status;
use crate::text::safe::Safe;

/// A signature algorithm, by its COSE number (RFC 9053, RFC 8812).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256: -7.
    Es256,
    /// EdDSA on Ed25519: -8.
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256: -257.
    Rs256,
}

impl Algorithm {
    /// Its COSE number.
    pub fn number(self) -> i64 {
        match self {
            Algorithm::Es256 => -7,
            Algorithm::EdDsa => -8,
            Algorithm::Rs256 => -257,
        }
    }
}

/// A credential to be made, for one relying party and user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewCredential {
    /// SHA-256 of the client data.
    pub client_data_hash: [u8; 32],
    /// The relying party's domain.
    pub rp_id: String,
    /// Its name for people.
    pub rp_name: String,
    /// The user handle, 1 to 64 bytes.
    pub user_id: Vec<u8>,
    /// The user's sign-in name.
    pub user_name: String,
    /// The user's name for people.
    pub user_display: String,
    /// The algorithms that will do, the best first; empty: ES256.
    pub algorithms: Vec<Algorithm>,
    /// Whether the key keeps it, to be found without its id (`rk`).
    pub discoverable: bool,
    /// Whether the key verifies its user itself (`uv`): for keys that do so without a token. With a token it has no
    /// meaning and is not sent.
    pub user_verification: bool,
    /// Ids of credentials: if the key holds one of them, it refuses.
    pub exclude: Vec<Vec<u8>>,
    /// What goes beyond a plain credential.
    pub extensions: Extensions,
    /// Whether the attestation may name the very key: 1 by the key's own list of relying parties, 2 by the platform's
    /// (CTAP 2.1, 7.1).
    pub enterprise: Option<u8>,
}

/// Extensions of a new credential (CTAP 2.1, 12). Those that the key does not name in its information are an error
/// before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extensions {
    /// credProtect level, 1 to 3 (12.1).
    pub protect: Option<u8>,
    /// A small secret-free blob that lies beside the credential (12.2).
    pub blob: Option<Vec<u8>>,
    /// Whether the relying party is told the key's minimum PIN length (12.4).
    pub min_pin_length: bool,
    /// Whether the credential can derive secrets (12.5).
    pub hmac_secret: bool,
}

/// What the key made, not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// The statement's format, such as `packed` or `none`.
    pub fmt: String,
    /// Authenticator data (WebAuthn, 6.1).
    pub auth_data: Vec<u8>,
    /// The attestation statement.
    pub statement: Value,
    /// Whether the statement names the very key (`epAtt`).
    pub enterprise: bool,
}

/// A signature asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssertionRequest {
    /// The relying party's domain.
    pub rp_id: String,
    /// SHA-256 of the client data, or what stands for it.
    pub client_data_hash: [u8; 32],
    /// Ids of the credentials that may answer; empty: a discoverable one.
    pub allow: Vec<Vec<u8>>,
    /// Whether the key asks for a touch; false is a silent assertion.
    pub user_presence: bool,
    /// Whether the key verifies its user itself; see [`NewCredential::user_verification`].
    pub user_verification: bool,
    /// Whether the credential's blob is asked for (CTAP 2.1, 12.2); it comes among the extensions.
    pub blob: bool,
}

/// A signature, not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssertionReply {
    /// The credential that signed.
    pub credential_id: Vec<u8>,
    /// Authenticator data (WebAuthn, 6.1).
    pub auth_data: Vec<u8>,
    /// The signature over authenticator data and client-data hash; of ECDSA as DER.
    pub signature: Vec<u8>,
    /// The user handle, where the key gives it.
    pub user_id: Option<Vec<u8>>,
    /// The user's sign-in name, where the key gives it.
    pub user_name: Option<Safe>,
    /// How many credentials of this relying party could have answered: the others by [`Client::next_assertion`].
    pub matching: u64,
}

/// Characters of a name that are kept: keys keep 64 bytes.
pub(super) const NAME_CHARS: usize = 64;

impl<L: Link> Client<L> {
    /// authenticatorMakeCredential (CTAP 2.1, 6.1). The key waits for a touch.
    ///
    /// # Errors
    /// [`Feature::Extension`] before anything is sent. See [`CtapError::outcome_unknown`]: a credential whose reply was
    /// lost may exist.
    pub fn make_credential(
        &mut self,
        new: &NewCredential,
        token: Option<&PinToken>,
    ) -> Result<Attestation, CtapError> {
        let exclude = self.descriptors(&new.exclude)?;
        let extensions = self.extensions(&new.extensions)?;
        let mut request = vec![
            (int(1), bytes(&new.client_data_hash)),
            (
                int(2),
                object(vec![("id", text(&new.rp_id)), ("name", text(&new.rp_name))]),
            ),
            (
                int(3),
                user(&new.user_id, &new.user_name, &new.user_display),
            ),
            (int(4), algorithms(&new.algorithms)),
        ];
        if !exclude.is_empty() {
            request.push((int(5), Value::Array(exclude)));
        }
        if !extensions.is_empty() {
            request.push((int(6), object(extensions)));
        }
        let mut options = vec![];
        if new.discoverable {
            options.push(("rk", Value::Bool(true)));
        }
        if new.user_verification && token.is_none() {
            options.push(("uv", Value::Bool(true)));
        }
        if !options.is_empty() {
            request.push((int(7), object(options)));
        }
        if let Some(token) = token {
            let proof = token.authenticate(&[&new.client_data_hash]);
            request.push((int(8), Value::Bytes(proof)));
            request.push((int(9), token.protocol().number()));
        }
        if let Some(kind) = new.enterprise {
            request.push((int(10), int(kind.into())));
        }
        let reply = self.ask(command::MAKE_CREDENTIAL, Some(Value::Map(request)))?;

        let fmt = member(&reply, 1, "fmt", Value::as_text)?.ok_or(Reply::Missing("fmt"))?;
        let auth_data = member(&reply, 2, "authData", Value::as_bytes)?;
        let statement = member(&reply, 3, "attStmt", |v| v.as_map().map(|_| v.clone()))?;
        Ok(Attestation {
            fmt: fmt.to_owned(),
            auth_data: auth_data.ok_or(Reply::Missing("authData"))?.to_vec(),
            // CTAP 2.1 lets a key leave out an empty statement.
            statement: statement.unwrap_or(Value::Map(vec![])),
            enterprise: member(&reply, 4, "epAtt", Value::as_bool)?.unwrap_or(false),
        })
    }

    /// authenticatorGetAssertion (CTAP 2.1, 6.2).
    ///
    /// # Errors
    /// [`Status::NoCredentials`] where the key holds none; where the outcome is unknown, a counter may have moved.
    pub fn get_assertion(
        &mut self,
        request: &AssertionRequest,
        token: Option<&PinToken>,
    ) -> Result<AssertionReply, CtapError> {
        let allow = self.descriptors(&request.allow)?;
        if allow.is_empty() && !request.allow.is_empty() {
            // Each id is longer than any of this key's; an empty list would ask for something else.
            return Err(CtapError::Refused(Status::NoCredentials));
        }
        let only = match &allow[..] {
            [only] => id(only),
            _ => None,
        };
        let mut members = vec![
            (int(1), text(&request.rp_id)),
            (int(2), bytes(&request.client_data_hash)),
        ];
        if !allow.is_empty() {
            members.push((int(3), Value::Array(allow)));
        }
        if request.blob {
            self.knows_extension("credBlob")?;
            members.push((int(4), object(vec![("credBlob", Value::Bool(true))])));
        }
        let mut options = vec![];
        if !request.user_presence {
            options.push(("up", Value::Bool(false)));
        }
        if request.user_verification && token.is_none() {
            options.push(("uv", Value::Bool(true)));
        }
        if !options.is_empty() {
            members.push((int(5), object(options)));
        }
        if let Some(token) = token {
            let proof = token.authenticate(&[&request.client_data_hash]);
            members.push((int(6), Value::Bytes(proof)));
            members.push((int(7), token.protocol().number()));
        }
        let members = Value::Map(members);
        let reply =
            self.unless_busy(|key| key.ask(command::GET_ASSERTION, Some(members.clone())))?;
        read_assertion(&reply, only)
    }

    /// authenticatorGetNextAssertion: the next of the credentials that could have answered (CTAP 2.1, 6.3).
    ///
    /// # Errors
    /// [`Status::NotAllowed`] where there is none, or another command came between, or 30 seconds passed.
    pub fn next_assertion(&mut self) -> Result<AssertionReply, CtapError> {
        let reply = self.unless_busy(|key| key.ask(command::GET_NEXT_ASSERTION, None))?;
        read_assertion(&reply, None)
    }

    /// Credential ids as descriptors. Those longer than any of this key's cannot be on it.
    fn descriptors(&mut self, ids: &[Vec<u8>]) -> Result<Vec<Value>, CtapError> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let info = self.known()?;
        let longest = info.max_credential_id_len.unwrap_or(usize::MAX);
        let max = info.max_credentials_in_list.unwrap_or(usize::MAX);
        let fit: Vec<_> = ids.iter().filter(|id| id.len() <= longest).collect();
        if fit.len() > max {
            return Err(CtapError::TooMany {
                count: fit.len(),
                max,
            });
        }
        Ok(fit.iter().map(|id| descriptor(id)).collect())
    }

    fn extensions(&mut self, wanted: &Extensions) -> Result<Vec<(&'static str, Value)>, CtapError> {
        let mut members = vec![];
        if let Some(level) = wanted.protect {
            members.push(("credProtect", int(level.into())));
        }
        if let Some(blob) = &wanted.blob {
            members.push(("credBlob", bytes(blob)));
        }
        if wanted.min_pin_length {
            members.push(("minPinLength", Value::Bool(true)));
        }
        if wanted.hmac_secret {
            members.push(("hmac-secret", Value::Bool(true)));
        }
        for (name, _) in &members {
            self.knows_extension(name)?;
        }
        Ok(members)
    }

    fn knows_extension(&mut self, name: &'static str) -> Result<(), CtapError> {
        match self.known()?.extensions.iter().any(|e| e == name) {
            true => Ok(()),
            false => Err(CtapError::Unsupported(Feature::Extension(name))),
        }
    }
}

/// A user as the protocol names one (WebAuthn, 5.4.3).
pub(super) fn user(id: &[u8], name: &str, display: &str) -> Value {
    object(vec![
        ("id", bytes(id)),
        ("name", text(name)),
        ("displayName", text(display)),
    ])
}

fn algorithms(wanted: &[Algorithm]) -> Value {
    let wanted = match wanted {
        [] => &[Algorithm::Es256],
        some => some,
    };
    let parameter = |algorithm: &Algorithm| {
        object(vec![
            ("alg", int(algorithm.number())),
            ("type", text("public-key")),
        ])
    };
    Value::Array(wanted.iter().map(parameter).collect())
}

/// `only`: the one credential that was asked for, which a key of CTAP 2.0 may leave out of its answer.
fn read_assertion(reply: &Value, only: Option<Vec<u8>>) -> Result<AssertionReply, CtapError> {
    let credential_id = member(reply, 1, "credential", id)?.or(only);
    let auth_data = member(reply, 2, "authData", Value::as_bytes)?;
    let signature = member(reply, 3, "signature", Value::as_bytes)?;
    let user = member(reply, 4, "user", Some)?;
    Ok(AssertionReply {
        credential_id: credential_id.ok_or(Reply::Missing("credential"))?,
        auth_data: auth_data.ok_or(Reply::Missing("authData"))?.to_vec(),
        signature: signature.ok_or(Reply::Missing("signature"))?.to_vec(),
        user_id: member(reply, 4, "user", id)?,
        user_name: user.and_then(|user| name(user, "name")),
        matching: member(reply, 5, "numberOfCredentials", Value::as_u64)?.unwrap_or(1),
    })
}

/// The `id` of a credential or a user.
pub(super) fn id(of: &Value) -> Option<Vec<u8>> {
    Some(of.get_text("id")?.as_bytes()?.to_vec())
}

/// A name, made safe.
pub(super) fn name(of: &Value, member: &str) -> Option<Safe> {
    Some(Safe::new(of.get_text(member)?.as_text()?, NAME_CHARS))
}
