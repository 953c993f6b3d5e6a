//! The played tenant: it registers passkeys, judges sign-ins, and raises alerts.

use super::dice::SeededDice;
use crate::ctap::cbor::Value;
use crate::ctap::{AssertionRequest, Attestation, Client, Link, Permissions};
use crate::secret::Secret;
use crate::text::hex;
use crate::webauthn::{CredentialKey, base64url, verify_assertion, verify_attestation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the tenant knows, by sign-in name.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Tenant {
    accounts: BTreeMap<String, Account>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Account {
    rp_id: String,
    user: Vec<u8>,
    challenge: String,
    passkeys: Vec<Passkey>,
    password: Option<String>,
    alerts_waiting: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Passkey {
    /// What the people called it.
    label: String,
    /// Credential id, hex.
    id: String,
    /// Public key, SEC1, hex.
    public_key: String,
}

impl Tenant {
    /// Makes an account.
    pub fn open_account(&mut self, upn: &str, rp_id: &str, chance: &mut SeededDice) {
        let user = chance.next_block()[..24].to_vec();
        let account = Account {
            rp_id: rp_id.into(),
            user,
            ..Account::default()
        };
        self.accounts.entry(upn.into()).or_insert(account);
    }

    /// Registration options, as JSON.
    pub fn options(&mut self, upn: &str, chance: &mut SeededDice) -> Option<String> {
        let account = self.accounts.get_mut(upn)?;
        account.challenge = base64url::encode(&chance.next_block());
        let options = serde_json::json!({ "publicKey": {
            "rp": { "id": account.rp_id, "name": "The played tenant" },
            "user": { "id": base64url::encode(&account.user), "name": upn, "displayName": upn },
            "challenge": account.challenge,
            "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
            "authenticatorSelection": { "residentKey": "required", "userVerification": "required" },
            "excludeCredentials": [],
            "extensions": {
                "credentialProtectionPolicy": "userVerificationOptional",
                "enforceCredentialProtectionPolicy": true,
            },
        }});
        Some(options.to_string())
    }

    /// Takes a registration, if it is right.
    pub fn register(&mut self, upn: &str, label: &str, response: &str) -> bool {
        self.accounts
            .get_mut(upn)
            .is_some_and(|account| account.register(label, response).is_some())
    }

    /// Whether its list shows a passkey of this name.
    pub fn lists(&self, upn: &str, label: &str) -> bool {
        self.accounts
            .get(upn)
            .is_some_and(|a| a.passkeys.iter().any(|p| p.label == label))
    }

    /// Sets the password, as an administrator does.
    pub fn set_password(&mut self, upn: &str, password: &str) {
        if let Some(account) = self.accounts.get_mut(upn) {
            account.password = Some(password.into());
        }
    }

    /// Whether a password is accepted (and then the passkey is asked for).
    pub fn accepts(&self, upn: &str, password: &str) -> bool {
        self.accounts
            .get(upn)
            .is_some_and(|a| a.password.as_deref() == Some(password))
    }

    /// The password that is live.
    pub fn password(&self, upn: &str) -> Option<&str> {
        self.accounts.get(upn)?.password.as_deref()
    }

    /// A whole sign-in with a key, just plugged in, and a PIN, as a browser does it.
    pub fn sign_in(
        &mut self,
        upn: &str,
        key: Box<dyn Link + '_>,
        pin: &mut [u8],
        chance: &mut SeededDice,
    ) -> bool {
        let Some(account) = self.accounts.get_mut(upn) else {
            return false;
        };
        let signed_in = account.sign_in(key, pin, chance).unwrap_or(false);
        account.alerts_waiting += u64::from(signed_in);
        signed_in
    }

    /// Whether an alert has arrived since somebody last looked.
    pub fn alert_came(&mut self, upn: &str) -> bool {
        self.accounts
            .get_mut(upn)
            .is_some_and(|a| std::mem::take(&mut a.alerts_waiting) > 0)
    }

    /// The credential ids of an account, hex.
    pub fn passkeys(&self, upn: &str) -> Vec<String> {
        self.accounts
            .get(upn)
            .map(|a| a.passkeys.iter().map(|p| p.id.clone()).collect())
            .unwrap_or_default()
    }
}

impl Account {
    fn register(&mut self, label: &str, response: &str) -> Option<()> {
        let json: serde_json::Value = serde_json::from_str(response).ok()?;
        let inner = json.get("response")?;
        let bytes = |name: &str| base64url::decode(inner.get(name)?.as_str()?);
        let client_data = bytes("clientDataJSON")?;
        let said: serde_json::Value = serde_json::from_slice(&client_data).ok()?;
        let is = |name: &str, want: &str| said.get(name).and_then(|v| v.as_str()) == Some(want);
        let asked = is("challenge", &self.challenge) && !self.challenge.is_empty();
        if !asked
            || !is("type", "webauthn.create")
            || !is("origin", &format!("https://{}", self.rp_id))
        {
            return None;
        }
        let object = Value::decode(&bytes("attestationObject")?).ok()?;
        let attestation = Attestation {
            fmt: object.get_text("fmt")?.as_text()?.into(),
            auth_data: object.get_text("authData")?.as_bytes()?.to_vec(),
            statement: object.get_text("attStmt")?.clone(),
            enterprise: false,
        };
        let hash = Sha256::digest(&client_data).into();
        let (auth, _) = verify_attestation(&attestation, &self.rp_id, &hash).ok()?;
        let attested = auth.attested.filter(|_| auth.flags.user_verified())?;
        let (id, public_key) = (
            hex::encode(&attested.credential_id),
            hex::encode(&attested.public_key.to_sec1()?),
        );
        // The tenant knows a user's passkey on one key once: the new one takes the old one's place.
        self.passkeys.retain(|p| p.label != label);
        self.passkeys.push(Passkey {
            label: label.into(),
            id,
            public_key,
        });
        self.challenge.clear();
        Some(())
    }

    fn sign_in(
        &mut self,
        key: Box<dyn Link + '_>,
        pin: &mut [u8],
        chance: &mut SeededDice,
    ) -> Option<bool> {
        let challenge = base64url::encode(&chance.next_block());
        let origin = &self.rp_id;
        let client_data = format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://{origin}","crossOrigin":false}}"#
        );
        let hash: [u8; 32] = Sha256::digest(&client_data).into();
        let reply = assertion(key, pin, &self.rp_id, hash, chance)?;
        let id = hex::encode(&reply.credential_id);
        let known = self.passkeys.iter().find(|p| p.id == id)?;
        let public: [u8; 65] = hex::decode_exactly(&known.public_key)?;
        let public = CredentialKey::from_sec1(&public).ok()?;
        let auth = verify_assertion(
            &public,
            &self.rp_id,
            &reply.auth_data,
            &hash,
            &reply.signature,
        )
        .ok()?;
        Some(auth.flags.user_present() && auth.flags.user_verified())
    }
}

fn assertion(
    key: Box<dyn Link + '_>,
    pin: &mut [u8],
    rp_id: &str,
    client_data_hash: [u8; 32],
    chance: &mut SeededDice,
) -> Option<crate::ctap::AssertionReply> {
    let pin = Secret::take(pin).ok()?;
    let mut client = Client::open(key, chance).ok()?;
    let token = client
        .token(&pin, Permissions::GET_ASSERTION, Some(rp_id), chance)
        .ok()?;
    let request = AssertionRequest {
        rp_id: rp_id.into(),
        client_data_hash,
        user_presence: true,
        ..AssertionRequest::default()
    };
    client.get_assertion(&request, Some(&token)).ok()
}
