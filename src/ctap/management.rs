//! Credential management: what lies on a key, listed and deleted (CTAP 2.1, 6.8). All of it needs a token with
//! [`Permissions::CREDENTIAL_MANAGEMENT`](super::Permissions::CREDENTIAL_MANAGEMENT).

use super::cbor::{Value, bytes, int};
use super::client::{Client, descriptor};
use super::command;
use super::credential::{id, name, user};
use super::error::{CtapError, Feature, Reply};
use super::info::{Management, member};
use super::link::{Link, LinkError};
use super::oddity::Oddity;
use super::protocol::PinToken;
use super::status::Status;
use crate::text::safe::Safe;
use std::collections::BTreeSet;
use std::time::Duration;

/// Discoverable credentials on a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialCount {
    /// How many there are.
    pub existing: u64,
    /// About how many more find room; None where the key does not say.
    pub remaining: Option<u64>,
}

/// A relying party that has discoverable credentials on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRelyingParty {
    /// Its domain, made safe; a key may have shortened it.
    pub id: Option<Safe>,
    /// SHA-256 of its whole domain: what names it.
    pub hash: [u8; 32],
}

/// A discoverable credential on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCredential {
    /// The credential's id.
    pub id: Vec<u8>,
    /// The user handle.
    pub user_id: Vec<u8>,
    /// The user's sign-in name, made safe.
    pub user_name: Option<Safe>,
    /// The user's name for people, made safe.
    pub user_display: Option<Safe>,
    /// The public key, COSE.
    pub public_key: Value,
    /// credProtect level, where the key says it.
    pub protect: Option<u64>,
}

mod sub {
    pub const METADATA: i64 = 0x01;
    pub const RPS_BEGIN: i64 = 0x02;
    pub const RPS_NEXT: i64 = 0x03;
    pub const CREDENTIALS_BEGIN: i64 = 0x04;
    pub const CREDENTIALS_NEXT: i64 = 0x05;
    pub const DELETE: i64 = 0x06;
    pub const UPDATE_USER: i64 = 0x07;
}

/// More than any key holds: a number beyond it is not believed.
const MOST: u64 = 1000;
/// For a whole list: keys give an entry in some hundredths of a second.
const LIST_LIMIT: Duration = Duration::from_secs(120);

impl<L: Link> Client<L> {
    /// getCredsMetadata (CTAP 2.1, 6.8.2). None of them where the key says that there is nothing, or says nothing.
    ///
    /// # Errors
    /// [`Feature::Management`] where the key has none; nothing changes in the key.
    pub fn credential_count(&mut self, token: &PinToken) -> Result<CredentialCount, CtapError> {
        const EXISTING: &str = "existingResidentCredentialsCount";
        const REMAINING: &str = "maxPossibleRemainingResidentCredentialsCount";
        let Some(reply) = self.manage_any(sub::METADATA, None, token)? else {
            return Ok(CredentialCount {
                existing: 0,
                remaining: None,
            });
        };
        let count = || {
            Ok(CredentialCount {
                existing: needed(&reply, 1, EXISTING, Value::as_u64)?,
                remaining: Some(needed(&reply, 2, REMAINING, Value::as_u64)?),
            })
        };
        count().map_err(of_a_list)
    }

    /// enumerateRPsBegin and enumerateRPsGetNextRP (CTAP 2.1, 6.8.3). Empty where nothing lies on the key.
    ///
    /// # Errors
    /// As [`Client::credential_count`].
    pub fn relying_parties(
        &mut self,
        token: &PinToken,
    ) -> Result<Vec<StoredRelyingParty>, CtapError> {
        let begin = (sub::RPS_BEGIN, None);
        let read = |reply: &Value| {
            let rp = member(reply, 3, "rp", |v| v.as_map().map(|_| v))?;
            Ok(StoredRelyingParty {
                id: rp.and_then(|rp| name_of(rp, "id", 253)),
                hash: needed(reply, 4, "rpIDHash", |v| v.as_bytes()?.try_into().ok())?,
            })
        };
        let all = self.list(begin, sub::RPS_NEXT, token, (5, "totalRPs"), read);
        each_once(all?, "rpIDHash", |rp| &rp.hash)
    }

    /// enumerateCredentialsBegin and enumerateCredentialsGetNextCredential (CTAP 2.1, 6.8.4): those of the relying
    /// party with this SHA-256. Empty where it has none.
    ///
    /// # Errors
    /// As [`Client::credential_count`].
    pub fn credentials_of(
        &mut self,
        token: &PinToken,
        rp_hash: &[u8; 32],
    ) -> Result<Vec<StoredCredential>, CtapError> {
        let parameters = Value::Map(vec![(int(1), bytes(rp_hash))]);
        let begin = (sub::CREDENTIALS_BEGIN, Some(parameters));
        let read = |reply: &Value| {
            let user = needed(reply, 6, "user", |v| v.as_map().map(|_| v))?;
            Ok(StoredCredential {
                id: needed(reply, 7, "credentialID", id)?,
                user_id: id(user).ok_or(Reply::Wrong("user"))?,
                user_name: name(user, "name"),
                user_display: name(user, "displayName"),
                public_key: needed(reply, 8, "publicKey", |v| v.as_map().map(|_| v.clone()))?,
                protect: member(reply, 10, "credProtect", Value::as_u64)?,
            })
        };
        let total = (9, "totalCredentials");
        let all = self.list(begin, sub::CREDENTIALS_NEXT, token, total, read);
        each_once(all?, "credentialID", |credential| &credential.id)
    }

    /// deleteCredential (CTAP 2.1, 6.8.5): for good.
    ///
    /// # Errors
    /// [`Status::NoCredentials`] where the key holds no such one; see [`CtapError::outcome_unknown`].
    pub fn delete_credential(
        &mut self,
        token: &PinToken,
        credential: &[u8],
    ) -> Result<(), CtapError> {
        let parameters = Value::Map(vec![(int(2), descriptor(credential))]);
        self.manage_change(sub::DELETE, parameters, token)
    }

    /// updateUserInformation: the names beside a credential (CTAP 2.1, 6.8.6). The user handle stays.
    ///
    /// # Errors
    /// As [`Client::delete_credential`]; [`Feature::Management`] where the key has only the preview.
    pub fn update_user(
        &mut self,
        token: &PinToken,
        credential: &StoredCredential,
        user_name: &str,
        user_display: &str,
    ) -> Result<(), CtapError> {
        if self.known()?.management() == Some(Management::Preview) {
            return Err(CtapError::Unsupported(Feature::Management));
        }
        let parameters = Value::Map(vec![
            (int(2), descriptor(&credential.id)),
            (int(3), user(&credential.user_id, user_name, user_display)),
        ]);
        self.manage_change(sub::UPDATE_USER, parameters, token)
    }

    fn manage_change(
        &mut self,
        subcommand: i64,
        parameters: Value,
        token: &PinToken,
    ) -> Result<(), CtapError> {
        let (command, request) =
            self.management_request(subcommand, Some(parameters), Some(token))?;
        self.change(command, Some(request))
    }

    /// A list that the key gives one by one: the first answer holds how many there are, under `total`. Nothing changes.
    fn list<T>(
        &mut self,
        (begin, parameters): (i64, Option<Value>),
        next: i64,
        token: &PinToken,
        (total, total_name): (i64, &'static str),
        read: impl Fn(&Value) -> Result<T, Reply>,
    ) -> Result<Vec<T>, CtapError> {
        let by = self.now() + LIST_LIMIT;
        let Some(first) = self.manage_any(begin, parameters, token)? else {
            return Ok(vec![]);
        };
        let total = needed(&first, total, total_name, Value::as_u64).map_err(of_a_list)?;
        if total == 0 {
            return Ok(vec![]);
        }
        if total > MOST {
            return Err(of_a_list(Reply::Wrong(total_name)));
        }
        let mut all = vec![read(&first).map_err(of_a_list)?];
        for _ in 1..total {
            if self.now() >= by {
                return Err(CtapError::Lost {
                    cause: LinkError::Deadline,
                    unknown: false,
                });
            }
            let (command, request) = self.management_request(next, None, None)?;
            let next = self.question(|key| key.ask(command, Some(request.clone())))?;
            all.push(read(&next).map_err(of_a_list)?);
        }
        Ok(all)
    }

    /// None: there is nothing, which keys say in three ways.
    fn manage_any(
        &mut self,
        subcommand: i64,
        parameters: Option<Value>,
        token: &PinToken,
    ) -> Result<Option<Value>, CtapError> {
        let (command, request) = self.management_request(subcommand, parameters, Some(token))?;
        let reply = self.question(|key| key.ask_for_any(command, Some(request.clone())));
        match reply {
            Err(CtapError::Refused(Status::NoCredentials)) => Ok(None),
            Ok(reply) => {
                let reply = reply.filter(|reply| reply.as_map() != Some(&[]));
                if reply.is_none() {
                    self.note(Oddity::NothingForEmpty);
                }
                Ok(reply)
            }
            Err(error) => Err(error),
        }
    }

    fn management_request(
        &mut self,
        subcommand: i64,
        parameters: Option<Value>,
        token: Option<&PinToken>,
    ) -> Result<(u8, Value), CtapError> {
        let command = match self.known()?.management() {
            Some(Management::Standard) => command::CREDENTIAL_MANAGEMENT,
            Some(Management::Preview) => command::CREDENTIAL_MANAGEMENT_PREVIEW,
            None => return Err(CtapError::Unsupported(Feature::Management)),
        };
        let mut members = vec![(int(1), int(subcommand))];
        if let Some(token) = token {
            let encoded = parameters.as_ref().map(Value::encode).unwrap_or_default();
            let proof = token.authenticate(&[&[subcommand as u8], &encoded]);
            members.push((int(3), token.protocol().number()));
            members.push((int(4), Value::Bytes(proof)));
        }
        members.extend(parameters.map(|parameters| (int(2), parameters)));
        Ok((command, Value::Map(members)))
    }
}

fn of_a_list(cause: Reply) -> CtapError {
    CtapError::from(cause).of_a_question()
}

/// An entry that comes for the second time is an error: a key that repeats itself does not give its list.
fn each_once<T, K: Ord>(
    all: Vec<T>,
    what: &'static str,
    name: impl Fn(&T) -> &K,
) -> Result<Vec<T>, CtapError> {
    let names: BTreeSet<&K> = all.iter().map(name).collect();
    match names.len() == all.len() {
        true => Ok(all),
        false => Err(of_a_list(Reply::Repeated(what))),
    }
}

fn needed<'v, T>(
    reply: &'v Value,
    key: i64,
    name: &'static str,
    read: impl Fn(&'v Value) -> Option<T>,
) -> Result<T, Reply> {
    member(reply, key, name, read)?.ok_or(Reply::Missing(name))
}

fn name_of(of: &Value, member: &str, max_chars: usize) -> Option<Safe> {
    Some(Safe::new(of.get_text(member)?.as_text()?, max_chars))
}
