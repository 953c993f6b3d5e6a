//! The commands of CTAP2 that ceremonies need.

use super::cbor::{Value, bytes, int, text};
use super::error::{CtapError, Feature, Reply};
use super::hid::{Channel, MAX_MESSAGE};
use super::info::{Info, member};
use super::link::Link;
use super::pin::{self, PROTOCOL_TWO, Permissions, PinRule, PinToken, Shared, TokenError};
use super::status::Status;
use crate::secret::{Entropy, Secret};

/// A conversation with one plugged-in key.
pub struct Client<L: Link> {
    channel: Channel<L>,
    /// What the key said about itself, until a command may have changed it.
    known: Option<Info>,
    /// The longest message that the key takes, once it said so.
    longest: usize,
}

/// PIN tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinRetries {
    /// Tries until the PIN is blocked for good.
    pub left: u8,
    /// Whether the key wants to be unplugged before the next try; false too where it does not say.
    pub power_cycle: bool,
}

/// A credential to be made: ES256, for one relying party and user.
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
    /// Whether the key keeps it, to be found without its id (`rk`).
    pub discoverable: bool,
    /// Ids of credentials: if the key holds one of them, it refuses.
    pub exclude: Vec<Vec<u8>>,
    /// credProtect level, 1 to 3 (CTAP 2.1, 12.1); None leaves the extension out.
    pub protect: Option<u8>,
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
}

/// A signature, not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssertionReply {
    /// The credential that signed.
    pub credential_id: Vec<u8>,
    /// Authenticator data (WebAuthn, 6.1).
    pub auth_data: Vec<u8>,
    /// ECDSA signature, DER, over authenticator data and client-data hash.
    pub signature: Vec<u8>,
    /// The user handle, where the key gives it.
    pub user_id: Option<Vec<u8>>,
    /// How many credentials of this relying party could have answered.
    pub matching: u64,
}

mod command {
    pub const MAKE_CREDENTIAL: u8 = 0x01;
    pub const GET_ASSERTION: u8 = 0x02;
    pub const GET_INFO: u8 = 0x04;
    pub const CLIENT_PIN: u8 = 0x06;
    pub const RESET: u8 = 0x07;
    pub const SELECTION: u8 = 0x0b;
}

mod sub {
    pub const PIN_RETRIES: i64 = 0x01;
    pub const KEY_AGREEMENT: i64 = 0x02;
    pub const SET_PIN: i64 = 0x03;
    pub const CHANGE_PIN: i64 = 0x04;
    pub const PIN_TOKEN: i64 = 0x05;
    pub const TOKEN_WITH_PERMISSIONS: i64 = 0x09;
}

impl<L: Link> Client<L> {
    /// Opens a channel to the key.
    ///
    /// # Errors
    /// [`CtapError`]; the link is dropped.
    pub fn open(link: L, entropy: &mut dyn Entropy) -> Result<Client<L>, CtapError> {
        let channel = Channel::open(link, entropy)?;
        Ok(Client {
            channel,
            known: None,
            longest: MAX_MESSAGE,
        })
    }

    /// authenticatorGetInfo (CTAP 2.1, 6.4), asked afresh.
    ///
    /// # Errors
    /// [`CtapError`]; nothing changes in the key.
    pub fn info(&mut self) -> Result<Info, CtapError> {
        let info = self
            .ask(command::GET_INFO, None)
            .and_then(|reply| Ok(Info::read(&reply)?))
            .map_err(CtapError::of_a_question)?;
        self.longest = info.max_msg_size.min(MAX_MESSAGE);
        self.known = Some(info.clone());
        Ok(info)
    }

    /// getPINRetries (CTAP 2.1, 6.5.5.2).
    ///
    /// # Errors
    /// [`CtapError`]; nothing changes in the key.
    pub fn pin_retries(&mut self) -> Result<PinRetries, CtapError> {
        self.ask(command::CLIENT_PIN, pin_request(sub::PIN_RETRIES, vec![]))
            .and_then(|reply| {
                let left = member(&reply, 3, "pinRetries", Value::as_u64)?;
                let left = left.ok_or(Reply::Missing("pinRetries"))?;
                let left = u8::try_from(left).map_err(|_| Reply::Wrong("pinRetries"))?;
                let power_cycle = member(&reply, 4, "powerCycleState", Value::as_bool)?;
                Ok(PinRetries {
                    left,
                    power_cycle: power_cycle.unwrap_or(false),
                })
            })
            .map_err(CtapError::of_a_question)
    }

    /// setPIN: the first PIN of a key (CTAP 2.1, 6.5.5.5).
    ///
    /// # Errors
    /// [`CtapError::Pin`] before anything is sent; else see [`CtapError::outcome_unknown`].
    pub fn set_pin(&mut self, new: &Secret, entropy: &mut dyn Entropy) -> Result<(), CtapError> {
        PinRule::check_new(new, self.known()?.min_pin_length)?;
        let shared = self.shared(entropy)?;

        let new_pin = shared.new_pin(new, entropy)?;
        let proof = shared.authenticate(&[&new_pin]);
        self.known = None;
        let parameters = vec![
            (int(3), shared.platform_key()),
            (int(4), Value::Bytes(proof)),
            (int(5), Value::Bytes(new_pin)),
        ];
        self.send(command::CLIENT_PIN, pin_request(sub::SET_PIN, parameters))
            .map(drop)
    }

    /// changePIN (CTAP 2.1, 6.5.5.6). A wrong old PIN costs a try.
    ///
    /// # Errors
    /// [`CtapError::Pin`] before anything is sent; else see [`CtapError::outcome_unknown`].
    pub fn change_pin(
        &mut self,
        old: &Secret,
        new: &Secret,
        entropy: &mut dyn Entropy,
    ) -> Result<(), CtapError> {
        PinRule::check_old(old)?;
        PinRule::check_new(new, self.known()?.min_pin_length)?;
        let shared = self.shared(entropy)?;

        let new_pin = shared.new_pin(new, entropy)?;
        let old_hash = shared.pin_hash(old, entropy)?;
        let proof = shared.authenticate(&[&new_pin, &old_hash]);
        self.known = None;
        let parameters = vec![
            (int(3), shared.platform_key()),
            (int(4), Value::Bytes(proof)),
            (int(5), Value::Bytes(new_pin)),
            (int(6), Value::Bytes(old_hash)),
        ];
        self.send(
            command::CLIENT_PIN,
            pin_request(sub::CHANGE_PIN, parameters),
        )
        .map(drop)
    }

    /// A token for these permissions (CTAP 2.1, 6.5.5.7.2); from a key without permissions, the legacy token
    /// (6.5.5.7.1), which is good for making credentials and for assertions. A wrong PIN costs a try.
    ///
    /// # Errors
    /// [`CtapError::Pin`] before anything is sent; [`Feature::Permissions`] where the legacy token would not do;
    /// where the outcome is unknown, a try may be spent.
    pub fn token(
        &mut self,
        pin: &Secret,
        permissions: Permissions,
        rp_id: Option<&str>,
        entropy: &mut dyn Entropy,
    ) -> Result<PinToken, CtapError> {
        PinRule::check_old(pin)?;
        let with_permissions = self.known()?.option("pinUvAuthToken") == Some(true);
        let legacy = Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION;
        if !with_permissions && permissions.bits() & !legacy.bits() != 0 {
            return Err(CtapError::Unsupported(Feature::Permissions));
        }
        let shared = self.shared(entropy)?;

        let mut parameters = vec![
            (int(3), shared.platform_key()),
            (int(6), Value::Bytes(shared.pin_hash(pin, entropy)?)),
        ];
        let subcommand = if with_permissions {
            parameters.push((int(9), int(permissions.bits().into())));
            parameters.extend(rp_id.map(|rp_id| (int(10), text(rp_id))));
            sub::TOKEN_WITH_PERMISSIONS
        } else {
            sub::PIN_TOKEN
        };
        let reply = self.ask(command::CLIENT_PIN, pin_request(subcommand, parameters))?;

        let encrypted = member(&reply, 2, "pinUvAuthToken", Value::as_bytes)?;
        let encrypted = encrypted.ok_or(Reply::Missing("pinUvAuthToken"))?;
        shared.token(encrypted).map_err(|error| match error {
            TokenError::Length => Reply::Wrong("pinUvAuthToken").into(),
            TokenError::Memory => CtapError::Memory,
        })
    }

    /// authenticatorMakeCredential, ES256 (CTAP 2.1, 6.1). The key waits for a touch.
    ///
    /// # Errors
    /// See [`CtapError::outcome_unknown`]: a credential whose reply was lost may exist.
    pub fn make_credential(
        &mut self,
        new: &NewCredential,
        token: Option<&PinToken>,
    ) -> Result<Attestation, CtapError> {
        let exclude = self.list(&new.exclude)?;
        let mut request = vec![
            (int(1), bytes(&new.client_data_hash)),
            (
                int(2),
                object(vec![("id", text(&new.rp_id)), ("name", text(&new.rp_name))]),
            ),
            (int(3), user(new)),
            (
                int(4),
                Value::Array(vec![object(vec![
                    ("alg", int(-7)),
                    ("type", text("public-key")),
                ])]),
            ),
        ];
        if !exclude.is_empty() {
            request.push((int(5), Value::Array(exclude)));
        }
        if let Some(level) = new.protect {
            request.push((int(6), object(vec![("credProtect", int(level.into()))])));
        }
        if new.discoverable {
            request.push((int(7), object(vec![("rk", Value::Bool(true))])));
        }
        if let Some(token) = token {
            request.push((
                int(8),
                Value::Bytes(token.authenticate(&new.client_data_hash)),
            ));
            request.push((int(9), Value::Unsigned(PROTOCOL_TWO)));
        }
        // The room for discoverable credentials shrinks.
        self.known = None;
        let reply = self.ask(command::MAKE_CREDENTIAL, Some(Value::Map(request)))?;

        let fmt = member(&reply, 1, "fmt", Value::as_text)?.ok_or(Reply::Missing("fmt"))?;
        let auth_data = member(&reply, 2, "authData", Value::as_bytes)?;
        let statement = member(&reply, 3, "attStmt", |v| v.as_map().map(|_| v.clone()))?;
        Ok(Attestation {
            fmt: fmt.to_owned(),
            auth_data: auth_data.ok_or(Reply::Missing("authData"))?.to_vec(),
            // CTAP 2.1 lets a key leave out an empty statement.
            statement: statement.unwrap_or(Value::Map(vec![])),
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
        let allow = self.list(&request.allow)?;
        if allow.is_empty() && !request.allow.is_empty() {
            // Each id is longer than any of this key's; an empty list would ask for something else.
            return Err(CtapError::Refused(Status::NoCredentials));
        }
        let only = match &allow[..] {
            [only] => only
                .get_text("id")
                .and_then(Value::as_bytes)
                .map(<[u8]>::to_vec),
            _ => None,
        };
        let mut members = vec![
            (int(1), text(&request.rp_id)),
            (int(2), bytes(&request.client_data_hash)),
        ];
        if !allow.is_empty() {
            members.push((int(3), Value::Array(allow)));
        }
        if !request.user_presence {
            members.push((int(5), object(vec![("up", Value::Bool(false))])));
        }
        if let Some(token) = token {
            members.push((
                int(6),
                Value::Bytes(token.authenticate(&request.client_data_hash)),
            ));
            members.push((int(7), Value::Unsigned(PROTOCOL_TWO)));
        }
        let reply = self.ask(command::GET_ASSERTION, Some(Value::Map(members)))?;

        let id = |v: &Value| Some(v.get_text("id")?.as_bytes()?.to_vec());
        // CTAP 2.0 lets a key leave out the credential where only one was asked for.
        let credential_id = member(&reply, 1, "credential", id)?.or(only);
        let auth_data = member(&reply, 2, "authData", Value::as_bytes)?;
        let signature = member(&reply, 3, "signature", Value::as_bytes)?;
        Ok(AssertionReply {
            credential_id: credential_id.ok_or(Reply::Missing("credential"))?,
            auth_data: auth_data.ok_or(Reply::Missing("authData"))?.to_vec(),
            signature: signature.ok_or(Reply::Missing("signature"))?.to_vec(),
            user_id: member(&reply, 4, "user", id)?,
            matching: member(&reply, 5, "numberOfCredentials", Value::as_u64)?.unwrap_or(1),
        })
    }

    /// authenticatorReset: wipes the key. It wants a touch, within 10 s after it was plugged in (CTAP 2.1, 6.6).
    ///
    /// # Errors
    /// See [`CtapError::outcome_unknown`].
    pub fn reset(&mut self) -> Result<(), CtapError> {
        self.known = None;
        self.send(command::RESET, None).map(drop)
    }

    /// authenticatorSelection: the key blinks until it is touched (CTAP 2.1, 6.9).
    ///
    /// # Errors
    /// [`CtapError`]; nothing changes in the key.
    pub fn selection(&mut self) -> Result<(), CtapError> {
        self.send(command::SELECTION, None)
            .map(drop)
            .map_err(CtapError::of_a_question)
    }

    /// The link below.
    pub fn link_mut(&mut self) -> &mut L {
        self.channel.link_mut()
    }

    /// Ends the conversation and gives the link back.
    pub fn into_link(self) -> L {
        self.channel.into_link()
    }

    fn known(&mut self) -> Result<&Info, CtapError> {
        if self.known.is_none() {
            self.info()?;
        }
        Ok(self.known.as_ref().expect("asked just now"))
    }

    /// A fresh shared secret: keys renew theirs after each wrong PIN.
    fn shared(&mut self, entropy: &mut dyn Entropy) -> Result<Shared, CtapError> {
        let info = self.known()?;
        if info.pin_set().is_none() {
            return Err(CtapError::Unsupported(Feature::Pin));
        }
        if !info.pin_protocols.contains(&PROTOCOL_TWO) {
            return Err(CtapError::Unsupported(Feature::PinProtocolTwo));
        }
        let peer = self
            .ask(command::CLIENT_PIN, pin_request(sub::KEY_AGREEMENT, vec![]))
            .and_then(|reply| {
                let key = reply.get(1).ok_or(Reply::Missing("keyAgreement"))?;
                Ok(pin::peer_key(key)?)
            })
            .map_err(CtapError::of_a_question)?;
        Ok(Shared::agree(&peer, entropy)?)
    }

    /// Credential ids as descriptors. Those longer than any of this key's cannot be on it.
    fn list(&mut self, ids: &[Vec<u8>]) -> Result<Vec<Value>, CtapError> {
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
        let descriptor =
            |id: &&Vec<u8>| object(vec![("id", bytes(id)), ("type", text("public-key"))]);
        Ok(fit.iter().map(descriptor).collect())
    }

    /// A command whose reply has a body.
    fn ask(&mut self, command: u8, request: Option<Value>) -> Result<Value, CtapError> {
        let body = self.send(command, request)?;
        if body.is_empty() {
            return Err(Reply::Empty.into());
        }
        let reply = Value::decode(&body).map_err(Reply::Cbor)?;
        match reply.as_map() {
            Some(_) => Ok(reply),
            None => Err(Reply::Wrong("the reply").into()),
        }
    }

    /// Gives the body of a reply of success.
    fn send(&mut self, command: u8, request: Option<Value>) -> Result<Vec<u8>, CtapError> {
        let mut message = vec![command];
        if let Some(request) = request {
            message.extend_from_slice(&request.encode());
        }
        if message.len() > self.longest {
            return Err(CtapError::TooLong {
                len: message.len(),
                max: self.longest,
            });
        }

        let reply = self.channel.cbor(&message)?;
        match reply.split_first() {
            Some((0, body)) => Ok(body.to_vec()),
            Some((status, _)) => Err(match Status::from(*status) {
                Status::KeepaliveCancel => CtapError::Cancelled { answered: true },
                status => CtapError::Refused(status),
            }),
            None => Err(Reply::Empty.into()),
        }
    }
}

fn pin_request(subcommand: i64, mut parameters: Vec<(Value, Value)>) -> Option<Value> {
    parameters.push((int(1), Value::Unsigned(PROTOCOL_TWO)));
    parameters.push((int(2), int(subcommand)));
    Some(Value::Map(parameters))
}

fn user(new: &NewCredential) -> Value {
    object(vec![
        ("id", bytes(&new.user_id)),
        ("name", text(&new.user_name)),
        ("displayName", text(&new.user_display)),
    ])
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Map(
        members
            .into_iter()
            .map(|(key, value)| (text(key), value))
            .collect(),
    )
}
