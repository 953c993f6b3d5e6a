//! The account's credential on a key: checked, made, looked for, deleted.

use super::found::{IdentifiedKey, lied};
use super::identity::{public_key, silent, unhex};
use crate::book::{Intent, Outcome};
use crate::ceremony::paper::PinOnPaper;
use crate::ceremony::roll::Assent;
use crate::ceremony::rp_of;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ctap::cbor::Value;
use crate::ctap::{Attestation, CtapError, NewCredential, Permissions, Status};
use crate::custody::DeedResult;
use crate::custody::deed::{DeleteCredential, MakeCredential};
use crate::secret::Entropy;
use crate::text::hex;
use crate::webauthn::{AuthData, verify_assertion, verify_attestation};
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;
use sha2::{Digest, Sha256};

/// The extension that protects a credential (CTAP 2.1, 12.1).
const PROTECT: &str = "credProtect";

impl IdentifiedKey {
    /// Checks the account's credential with a signature that is no sign-in (I16). The counter; None if the key holds no
    /// such credential, or none is known.
    ///
    /// # Errors
    /// [`Stop::Breach`] for a wrong signature.
    pub(in crate::ceremony) fn check_credential(
        &mut self,
        w: &mut World,
    ) -> Result<Option<u32>, Stop> {
        let known = w
            .book
            .custody()
            .keys()
            .get(&self.name)
            .and_then(|k| k.credential.clone());
        let rp_id = rp_of(&w.plan, &self.name)?;
        let Some(known) = known else { return Ok(None) };
        let hash = credential_check(w)?;
        let request = silent(&rp_id, hash, unhex(&known.credential));
        let reply = match self.client.get_assertion(&request, None) {
            Ok(reply) => reply,
            Err(CtapError::Refused(Status::NoCredentials | Status::InvalidCredential)) => {
                return Ok(None);
            }
            Err(e) => return Err(self.stop(e)),
        };
        let wrong = |why: Clause| {
            Stop::Breach(Trouble::CredentialWrong {
                key: self.name.clone(),
                why,
            })
        };
        let key = public_key(&known.public_key).ok_or_else(|| wrong(Clause::RecordedKeyIsNoKey))?;
        let auth = verify_assertion(&key, &rp_id, &reply.auth_data, &hash, &reply.signature);
        let auth = auth.map_err(|e| wrong(Clause::Words(e.to_string())))?;
        match auth.flags.stays_in_the_key() {
            true => Ok(Some(auth.sign_count)),
            false => Err(wrong(Clause::PasskeyCanBeCopied)),
        }
    }

    /// Makes the account's credential with the tenant's options.
    pub(in crate::ceremony) fn make_credential(
        &mut self,
        w: &mut World,
        intent: Intent<MakeCredential>,
        wanted: &NewCredential,
        pin: &PinOnPaper,
    ) -> Outcome<Attestation, Stop> {
        let permissions = Permissions::MAKE_CREDENTIAL;
        let token = match self.token(w, pin.secret(), permissions, Some(&wanted.rp_id)) {
            Ok(Some(token)) => token,
            Ok(None) => return intent.not_done(self.opens_nothing(&[pin])),
            Err(why) => return intent.not_done(why),
        };
        w.people.tell(&Prompt::TouchNow {
            key: self.name.clone(),
        });
        let made = match self.client.make_credential(wanted, Some(&token)) {
            Ok(made) => made,
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        };
        let judged = judge(&made, wanted).map_err(|why| lied(&self.name, why));
        match judged.and_then(|made| self.is_kept(w, pin, wanted, &made.0).map(|()| made)) {
            Ok((credential, public_key)) => intent.done_with(
                made,
                DeedResult::Credential {
                    credential,
                    public_key,
                },
            ),
            Err(why) => intent.unknown(why),
        }
    }

    /// Whether it can be seen that the key keeps what it is to keep (`rk`).
    ///
    /// # Errors
    /// [`Stop::Fault`].
    pub(in crate::ceremony) fn lists_its_credentials(&mut self) -> Result<bool, Stop> {
        let info = self.client.info().map_err(|e| self.stop(e))?;
        Ok(info.management().is_some())
    }

    /// Whether the key can be asked to protect a credential (credProtect).
    ///
    /// # Errors
    /// [`Stop::Fault`].
    pub(in crate::ceremony) fn can_protect(&mut self) -> Result<bool, Stop> {
        let info = self.client.info().map_err(|e| self.stop(e))?;
        Ok(info.extensions.iter().any(|known| known == PROTECT))
    }

    /// That the key keeps a credential (hex) that it was to keep, where it can be seen.
    fn is_kept(
        &mut self,
        w: &mut World,
        pin: &PinOnPaper,
        wanted: &NewCredential,
        credential: &str,
    ) -> Result<(), Stop> {
        let is_seen = wanted.discoverable && self.lists_its_credentials()?;
        match !is_seen || self.holds(w, pin, credential)? {
            true => Ok(()),
            false => Err(lied(&self.name, Clause::PasskeyIsNotKept)),
        }
    }

    /// Whether the key holds this credential (hex) of its account: it answers for it, or lists it. A list alone proves nothing
    /// (I2), and one that cannot be had matters only where the key signs nothing without its PIN.
    ///
    /// # Errors
    /// [`Stop`].
    pub(in crate::ceremony) fn holds(
        &mut self,
        w: &mut World,
        pin: &PinOnPaper,
        credential: &str,
    ) -> Result<bool, Stop> {
        let signs = self.counter.is_some();
        if signs && self.check_credential(w)?.is_some() {
            return Ok(true);
        }
        let rp_id = rp_of(&w.plan, &self.name)?;
        let token = self.managing(w, pin, Permissions::CREDENTIAL_MANAGEMENT)?;
        let hash = Sha256::digest(&rp_id).into();
        match self.client.credentials_of(&token, &hash) {
            Ok(held) => Ok(held.iter().any(|c| c.id == unhex(credential))),
            Err(CtapError::Refused(_) | CtapError::Reply { .. }) if signs => Ok(false),
            Err(e) => Err(self.stop(e)),
        }
    }

    /// Deletes this credential (hex) of its account; it counts as done when the key does not answer for it, nor list
    /// it, any more.
    pub(in crate::ceremony) fn delete_credential(
        &mut self,
        w: &mut World,
        intent: Intent<DeleteCredential>,
        credential: &str,
        pin: &PinOnPaper,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        let token = match self.managing(w, pin, Permissions::CREDENTIAL_MANAGEMENT) {
            Ok(token) => token,
            Err(why) => return intent.not_done(why),
        };
        match self.client.delete_credential(&token, &unhex(credential)) {
            Ok(()) => {}
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        }
        match self.holds(w, pin, credential) {
            Ok(false) => intent.done(()),
            Ok(true) => intent.unknown(lied(&self.name, Clause::DeletedPasskeyIsThere)),
            Err(why) => intent.unknown(why),
        }
    }
}

/// What came is what was asked for: the credential's id and its public key, in hex.
fn judge(made: &Attestation, wanted: &NewCredential) -> Result<(String, String), Clause> {
    let judged = verify_attestation(made, &wanted.rp_id, &wanted.client_data_hash);
    let (
        AuthData {
            attested,
            flags,
            extensions,
            ..
        },
        _,
    ) = judged.map_err(|e| Clause::Words(e.to_string()))?;
    let attested = attested.ok_or(Clause::NoCredentialCame)?;
    if !flags.user_verified() || !flags.user_present() {
        return Err(Clause::MadeWithoutPinOrTouch);
    }
    if !flags.stays_in_the_key() {
        return Err(Clause::PasskeyCanBeCopied);
    }
    let protection = extensions.and_then(|all| all.get_text(PROTECT).map(Value::as_i64));
    let is_as_asked = match (wanted.extensions.protect, protection) {
        // Its own choice, as long as it shows without the PIN: CTAP 2.1, 12.1, lets a key protect more than asked.
        (None, level) => [None, Some(Some(1)), Some(Some(2))].contains(&level),
        (Some(asked), level) => level.unwrap_or(Some(1)) == Some(asked.into()),
    };
    if !is_as_asked {
        return Err(Clause::ProtectedOtherwise);
    }
    let public_key = attested.public_key.to_sec1();
    let public_key = public_key.ok_or(Clause::OtherAlgorithm)?;
    Ok((
        hex::encode(&attested.credential_id),
        hex::encode(&public_key),
    ))
}

/// The hash of a credential check (I16): never the hash of JSON, never the caller's.
fn credential_check(w: &mut World) -> Result<[u8; 32], Stop> {
    let mut random = [0; 32];
    w.dice.fill(&mut random)?;
    let head = w.book.head().map(|h| h.hash()).unwrap_or_default();
    Ok(crate::webauthn::credential_check_hash(
        &w.book.id(),
        &head,
        &random,
    ))
}
