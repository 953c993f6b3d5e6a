//! What a tenant asks for when a passkey is to be made, and the answer that it takes (WebAuthn, 5.1.3 and 5.4).

use std::fmt;

use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::attestation::attestation_object;
use super::base64url;
use crate::ctap::Attestation;

/// The longest options in bytes that are read: captures have 9 kB, most of it the challenge.
pub const MAX_OPTIONS: usize = 64 * 1024;

const MAX_CHALLENGE: usize = 32 * 1024;
const MAX_NAME: usize = 256;
const MAX_EXCLUDE: usize = 256;
const ES256: i64 = -7;

/// Options for one passkey, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreationOptions {
    /// The relying party's domain.
    pub rp_id: String,
    /// Its name; outside text of at most 256 bytes, without control characters.
    pub rp_name: String,
    /// The user handle, 1 to 64 bytes.
    pub user_id: Vec<u8>,
    /// The sign-in name; outside text like [`CreationOptions::rp_name`].
    pub user_name: String,
    /// The name for people; outside text like [`CreationOptions::rp_name`].
    pub user_display: String,
    /// The challenge as received, base64url; it is opaque.
    pub challenge: String,
    /// Ids of credentials that the key may not hold already.
    pub exclude: Vec<Vec<u8>>,
    /// Whether the key shall keep the credential, to be found without its id.
    pub discoverable: bool,
    /// How the key shall protect the credential: credProtect's level, 1 or 2 (CTAP 2.1, 12.1).
    pub protect: Option<u8>,
    /// Whether a key that cannot protect it so shall make none.
    pub protect_or_none: bool,
    /// When the challenge expires; None where the file does not say.
    pub expires: Option<jiff::Timestamp>,
}

/// Why options cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionsError {
    /// More than [`MAX_OPTIONS`] bytes.
    TooLong {
        /// Length in bytes.
        len: usize,
    },
    /// Not JSON, or a member is missing or of another type.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader says of it.
        says: String,
    },
    /// This member's value is not one that it may have.
    Member(&'static str),
    /// ES256 is not among the algorithms asked for.
    NoEs256,
    /// The credential is not to show without the PIN: then nobody could look after it without one.
    Hidden,
}

/// Client data for one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientData {
    /// clientDataJSON (WebAuthn, 5.8.1).
    pub json: String,
}

impl CreationOptions {
    /// Reads options: the tenant's reply with its member `publicKey`, or that member alone.
    ///
    /// # Errors
    /// [`OptionsError`].
    pub fn read(text: &str) -> Result<CreationOptions, OptionsError> {
        if text.len() > MAX_OPTIONS {
            return Err(OptionsError::TooLong { len: text.len() });
        }
        let outer: Outer = serde_json::from_str(text)?;
        let expires = outer.expires.as_deref().map(str::parse).transpose();
        let expires = expires.map_err(|_| OptionsError::Member("challengeTimeoutDateTime"))?;
        let inner = if outer.public_key.is_some() {
            outer.public_key
        } else {
            serde_json::from_str(text)?
        };
        inner
            .ok_or(OptionsError::Member("publicKey"))?
            .check(expires)
    }

    /// The client data that the credential is made for: origin `https://` + relying party.
    pub fn client_data(&self) -> ClientData {
        // In the order in which WebAuthn (5.8.1.1) serializes it; no member needs escapes, which reading has checked.
        let json = format!(
            r#"{{"type":"webauthn.create","challenge":"{}","origin":"https://{}","crossOrigin":false}}"#,
            self.challenge, self.rp_id
        );
        ClientData { json }
    }
}

impl ClientData {
    /// SHA-256 of clientDataJSON: what the key signs.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.json).into()
    }

    /// The answer for the tenant: JSON, binary members in base64url without padding.
    pub fn response(&self, credential_id: &[u8], attestation: &Attestation) -> String {
        let object = attestation_object(attestation);
        json!({
            "id": base64url::encode(credential_id),
            "response": {
                "clientDataJSON": base64url::encode(self.json.as_bytes()),
                "attestationObject": base64url::encode(&object),
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }
}

#[derive(Deserialize)]
struct Outer {
    #[serde(rename = "challengeTimeoutDateTime")]
    expires: Option<String>,
    #[serde(rename = "publicKey")]
    public_key: Option<Inner>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inner {
    rp: Rp,
    user: User,
    challenge: String,
    pub_key_cred_params: Vec<Parameter>,
    #[serde(default)]
    exclude_credentials: Vec<Descriptor>,
    #[serde(default)]
    authenticator_selection: Selection,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Deserialize)]
struct Rp {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    name: String,
    display_name: String,
}

#[derive(Deserialize)]
struct Parameter {
    #[serde(rename = "type")]
    kind: String,
    alg: i64,
}

#[derive(Deserialize)]
struct Descriptor {
    id: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Selection {
    resident_key: Option<String>,
    #[serde(default)]
    require_resident_key: bool,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    credential_protection_policy: Option<String>,
    #[serde(default)]
    enforce_credential_protection_policy: bool,
}

impl Extensions {
    /// credProtect's level (CTAP 2.1, 12.1).
    fn protect(&self) -> Result<Option<u8>, OptionsError> {
        match self.credential_protection_policy.as_deref() {
            None => Ok(None),
            Some("userVerificationOptional") => Ok(Some(1)),
            Some("userVerificationOptionalWithCredentialIDList") => Ok(Some(2)),
            Some("userVerificationRequired") => Err(OptionsError::Hidden),
            Some(_) => Err(OptionsError::Member(
                "extensions.credentialProtectionPolicy",
            )),
        }
    }
}

impl Inner {
    fn check(self, expires: Option<jiff::Timestamp>) -> Result<CreationOptions, OptionsError> {
        let wrong = OptionsError::Member;
        if !is_domain(&self.rp.id) {
            return Err(wrong("rp.id"));
        }
        if !self
            .pub_key_cred_params
            .iter()
            .any(|p| p.kind == "public-key" && p.alg == ES256)
        {
            return Err(OptionsError::NoEs256);
        }
        let user_id = base64url::decode(&self.user.id).filter(|id| (1..=64).contains(&id.len()));
        if self.challenge.len() > MAX_CHALLENGE
            || base64url::decode(&self.challenge).is_none_or(|c| c.len() < 16)
        {
            // WebAuthn, 13.4.3: at least 16 bytes.
            return Err(wrong("challenge"));
        }
        if self.exclude_credentials.len() > MAX_EXCLUDE {
            return Err(wrong("excludeCredentials"));
        }
        let mut exclude = vec![];
        for descriptor in &self.exclude_credentials {
            let readings = readings(&descriptor.id);
            if readings.is_empty() {
                return Err(wrong("excludeCredentials.id"));
            }
            exclude.extend(readings);
        }

        Ok(CreationOptions {
            rp_name: name(self.rp.name, "rp.name")?,
            rp_id: self.rp.id,
            user_id: user_id.ok_or(wrong("user.id"))?,
            user_name: name(self.user.name, "user.name")?,
            user_display: name(self.user.display_name, "user.displayName")?,
            challenge: self.challenge,
            exclude,
            // WebAuthn, 5.4.4: the older member counts where the newer one is missing.
            discoverable: match self.authenticator_selection.resident_key.as_deref() {
                Some(wish) => wish != "discouraged",
                None => self.authenticator_selection.require_resident_key,
            },
            protect: self.extensions.protect()?,
            protect_or_none: self.extensions.enforce_credential_protection_policy,
            expires,
        })
    }
}

/// A domain in lower case; it stands in an origin, so nothing else may.
fn is_domain(id: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    id.len() <= 253 && id.split('.').all(label)
}

fn name(name: String, member: &'static str) -> Result<String, OptionsError> {
    if name.len() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(OptionsError::Member(member));
    }
    Ok(name)
}

/// The ids that a text may stand for. Some tenants append the number of padding characters as a digit; where the text can
/// be read with and without it, both readings count, because a missed exclusion would go unseen.
fn readings(text: &str) -> Vec<Vec<u8>> {
    let plain = base64url::decode(text);
    let suffixed = text
        .split_at_checked(text.len().saturating_sub(1))
        .and_then(|(id, digit)| {
            let padding = (4 - id.len() % 4) % 4;
            let told = digit.parse() == Ok(padding);
            told.then(|| base64url::decode(id)).flatten()
        });
    let valid = |id: &Vec<u8>| (1..=1023).contains(&id.len());
    [plain, suffixed]
        .into_iter()
        .flatten()
        .filter(valid)
        .collect()
}

impl From<serde_json::Error> for OptionsError {
    fn from(error: serde_json::Error) -> OptionsError {
        // The words may quote the file; what is not printable ASCII stays out of them.
        let says = error
            .to_string()
            .chars()
            .filter(|c| (' '..='~').contains(c))
            .take(200)
            .collect();
        OptionsError::Json {
            line: error.line(),
            column: error.column(),
            says,
        }
    }
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptionsError::TooLong { len } => {
                write!(
                    f,
                    "the options have {len} bytes; at most {MAX_OPTIONS} are read"
                )
            }
            OptionsError::Json { says, .. } => write!(f, "the options are not valid: {says}"),
            OptionsError::Member(member) => write!(f, "the options' {member} is not valid"),
            OptionsError::NoEs256 => write!(f, "the options do not allow ES256"),
            OptionsError::Hidden => write!(
                f,
                "the options want a passkey that does not show without the PIN (userVerificationRequired), and it could \
                 not be checked without one"
            ),
        }
    }
}

impl std::error::Error for OptionsError {}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTURE: &str = include_str!("../../tests/data/graph-creation-options.json");

    fn minimal() -> serde_json::Value {
        json!({
            "rp": {"id": "login.example", "name": "Example"},
            "user": {"id": "AQID", "name": "a@b", "displayName": "A"},
            "challenge": "AAAAAAAAAAAAAAAAAAAAAA",
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        })
    }

    #[test]
    fn a_captured_reply_is_read() {
        let options = CreationOptions::read(CAPTURE).unwrap();
        assert_eq!(options.rp_id, "login.microsoft.com");
        assert_eq!(options.user_name, "john@contoso.com");
        assert_eq!(options.user_id.len(), 51);
        assert_eq!(
            options.exclude.iter().map(Vec::len).collect::<Vec<_>>(),
            [32, 32, 16, 32]
        );
        assert!(options.discoverable);
        assert_eq!((options.protect, options.protect_or_none), (Some(1), true));
        assert_eq!(options.expires.unwrap().to_string(), "2024-06-13T11:26:35Z");
        assert!(CAPTURE.contains(&options.challenge));
    }

    #[test]
    fn the_inner_object_alone_is_read_too() {
        let outer: serde_json::Value = serde_json::from_str(CAPTURE).unwrap();
        let inner = CreationOptions::read(&outer["publicKey"].to_string()).unwrap();
        let mut whole = CreationOptions::read(CAPTURE).unwrap();
        whole.expires = None;
        assert_eq!(inner, whole);
    }

    #[test]
    fn client_data_are_what_a_browser_would_write() {
        let options = CreationOptions::read(&minimal().to_string()).unwrap();
        let data: serde_json::Value = serde_json::from_str(&options.client_data().json).unwrap();
        let want = json!({
            "type": "webauthn.create",
            "challenge": "AAAAAAAAAAAAAAAAAAAAAA",
            "origin": "https://login.example",
            "crossOrigin": false,
        });
        assert_eq!(data, want);
    }

    #[test]
    fn what_may_not_be_is_named() {
        let with = |pointer: &str, value: serde_json::Value| {
            let mut options = minimal();
            *options.pointer_mut(pointer).unwrap() = value;
            CreationOptions::read(&options.to_string())
        };
        let member = |m| Err(OptionsError::Member(m));
        for id in [
            "", "a..b", "a/b", "a\"b", "A.b", "a:1", " a", "ä.b", "a.b@c",
        ] {
            assert_eq!(with("/rp/id", json!(id)), member("rp.id"), "{id}");
        }
        assert_eq!(with("/rp/name", json!("a\u{1b}[0m")), member("rp.name"));
        assert_eq!(with("/user/id", json!("")), member("user.id"));
        assert_eq!(with("/user/id", json!("A".repeat(88))), member("user.id"));
        assert_eq!(
            with("/user/name", json!("n".repeat(257))),
            member("user.name")
        );
        assert_eq!(with("/challenge", json!("AAAA")), member("challenge"));
        assert_eq!(
            with("/challenge", json!("\"".repeat(64))),
            member("challenge")
        );
        assert_eq!(
            with("/pubKeyCredParams/0/alg", json!(-257)),
            Err(OptionsError::NoEs256)
        );
        assert!(matches!(
            with("/user", json!(7)),
            Err(OptionsError::Json { .. })
        ));
        assert!(matches!(
            CreationOptions::read("{}"),
            Err(OptionsError::Json { .. })
        ));
        assert!(matches!(
            CreationOptions::read("["),
            Err(OptionsError::Json { .. })
        ));
        let long = " ".repeat(MAX_OPTIONS + 1);
        assert_eq!(
            CreationOptions::read(&long),
            Err(OptionsError::TooLong { len: long.len() })
        );
    }

    #[test]
    fn how_the_passkey_is_to_be_protected_is_read() {
        let with = |policy: &str| {
            let mut options = minimal();
            options["extensions"] = json!({"credentialProtectionPolicy": policy});
            CreationOptions::read(&options.to_string()).map(|o| (o.protect, o.protect_or_none))
        };
        assert_eq!(with("userVerificationOptional"), Ok((Some(1), false)));
        let listed = "userVerificationOptionalWithCredentialIDList";
        assert_eq!(with(listed), Ok((Some(2), false)));
        assert_eq!(with("userVerificationRequired"), Err(OptionsError::Hidden));
        let member = OptionsError::Member("extensions.credentialProtectionPolicy");
        assert_eq!(with("somehow"), Err(member));
        let none = CreationOptions::read(&minimal().to_string()).unwrap();
        assert_eq!((none.protect, none.protect_or_none), (None, false));
    }

    #[test]
    fn an_excluded_id_with_a_padding_digit_excludes_both_readings() {
        // 32 bytes: 43 characters and, in some replies, a digit 1.
        let id = [0x4d; 32];
        let text = base64url::encode(&id);
        assert_eq!(readings(&text), [id.to_vec()]);
        let both = readings(&format!("{text}1"));
        assert_eq!(both.len(), 2);
        assert!(both.contains(&id.to_vec()));
        // 16 bytes: 22 characters and a 2; with it the text is no base64.
        let text = base64url::encode(&[7; 16]);
        assert_eq!(readings(&format!("{text}2")), [vec![7; 16]]);
        assert!(readings("").is_empty() && readings("!").is_empty() && readings("é").is_empty());
    }
}
