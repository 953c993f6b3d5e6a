//! FIDO's list of authenticators: the signed file of the FIDO Metadata Service, version 3, carried in by the custodians.
//!
//! It says, for each model, by which roots its keys prove what they are, and what became known of it. The file is a
//! compact JSON Web Signature (RFC 7515); what it holds is FIDO Metadata Service 3.0, 3.1.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};

use super::aaguid::uuid;
use super::base64url;
use super::certificate::{Certificate, ChainError, Use, verify_chain};
use crate::text::safe::Safe;

/// The root that FIDO's list is signed under: GlobalSign Root CA - R3, until 2029-03-18.
const GLOBALSIGN_ROOT_R3: &[u8] = include_bytes!("globalsign-root-r3.der");
/// For whom the signing certificate has to be: the root above signs for many others.
const SIGNER: &str = "mds.fidoalliance.org";
/// Bytes of the file; today's has less than ten million.
pub const LARGEST_LIST: usize = 64 << 20;
/// Characters of a model's name, of a word.
const NAME_CHARS: usize = 100;

/// A list whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Its number: each list has a higher one than those before.
    pub number: u64,
    /// The day by which there is a newer one.
    pub next_update: Date,
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    /// The models of FIDO2 keys in it.
    pub models: Vec<ListedModel>,
}

/// What the list says of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedModel {
    /// The model.
    pub aaguid: [u8; 16],
    /// Its name.
    pub name: Safe,
    /// Whether all its keys prove what they are by a certificate (`basic_full`, `attca`, `anonca`), or some may not.
    pub has_certificates: bool,
    /// Roots of its keys' certificates, DER.
    pub roots: Vec<Vec<u8>>,
    /// What became known of it, as listed.
    pub reports: Vec<Report>,
}

/// A status report (FIDO Metadata Service 3.0, 3.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Such as `FIDO_CERTIFIED_L1` or `USER_KEY_PHYSICAL_COMPROMISE`.
    pub status: Safe,
    /// Since when.
    pub since: Option<Date>,
    /// The firmware from which it holds on, in the maker's counting.
    pub firmware: Option<u64>,
    /// The one certificate that it is about, DER; else it is about the model.
    pub certificate: Option<Vec<u8>>,
}

/// Why a file is not FIDO's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataError {
    /// It is not a compact JSON Web Signature of at most [`LARGEST_LIST`] bytes.
    NoSignedList,
    /// Its header lacks something, or asks for what is not taken.
    Header(&'static str),
    /// Its signer's certificates prove nothing.
    Chain(ChainError),
    /// Its signer is somebody else.
    Signer(Safe),
    /// The signature is not over this content.
    Signature,
    /// The content is not as the specification says.
    Content(String),
    /// The file is not the one that was imported.
    OtherFile,
}

/// Statuses under which a model is not to be used without more (3.1.4): they are told before a key is admitted.
const WARNINGS: [&str; 5] = [
    "USER_VERIFICATION_BYPASS",
    "ATTESTATION_KEY_COMPROMISE",
    "USER_KEY_REMOTE_COMPROMISE",
    "USER_KEY_PHYSICAL_COMPROMISE",
    "REVOKED",
];

/// Attestation types in which certificates vouch for a key (FIDO Registry of Predefined Values, 3.6.3).
const BY_CERTIFICATE: [&str; 3] = ["basic_full", "attca", "anonca"];

impl Metadata {
    /// Reads and verifies a list: its certificates up to FIDO's root, or to `root` (DER), which stands in the plan where
    /// FIDO has moved to another; its signer; its signature. `at` is the laptop's time.
    ///
    /// # Errors
    /// [`MetadataError`].
    pub fn verify(
        file: &[u8],
        root: Option<&[u8]>,
        at: Timestamp,
    ) -> Result<Metadata, MetadataError> {
        let parts = Parts::of(file)?;
        let header: Header = from_base64(parts.header)
            .and_then(|json| serde_json::from_slice(&json).ok())
            .ok_or(MetadataError::Header("JSON"))?;
        // What it says there changes what the signature means (RFC 7515, 4.1.11), and we know of nothing that may.
        if header.crit {
            return Err(MetadataError::Header("crit"));
        }
        let chain = header.chain()?;
        let root = Certificate::read(root.unwrap_or(GLOBALSIGN_ROOT_R3));
        let root = root.map_err(|_| MetadataError::Header("root"))?;
        verify_chain(&chain, &[root], at, Use::Server).map_err(MetadataError::Chain)?;
        let signer = &chain[0];
        if !signer.is_for_server(SIGNER) {
            return Err(MetadataError::Signer(signer.subject()));
        }
        let signature = from_base64(parts.signature).ok_or(MetadataError::Signature)?;
        match signer.signed_jws(parts.signed.as_bytes(), &header.alg, &signature) {
            Ok(true) => parts.read(),
            Ok(false) => Err(MetadataError::Signature),
            Err(_) => Err(MetadataError::Header("alg")),
        }
    }

    /// Reads a list that was verified when it was imported: the file with this SHA-256.
    ///
    /// # Errors
    /// [`MetadataError::OtherFile`], or what [`Metadata::verify`] would have found.
    pub fn imported(file: &[u8], hash: &[u8; 32]) -> Result<Metadata, MetadataError> {
        match <[u8; 32]>::from(Sha256::digest(file)) == *hash {
            true => Parts::of(file)?.read(),
            false => Err(MetadataError::OtherFile),
        }
    }

    /// What it says of a model.
    pub fn model(&self, aaguid: &[u8; 16]) -> Option<&ListedModel> {
        self.models.iter().find(|model| model.aaguid == *aaguid)
    }

    /// Whether a newer one should have been carried in by now.
    pub fn is_stale(&self, today: Date) -> bool {
        today > self.next_update
    }
}

impl ListedModel {
    /// Its roots. One that cannot be read proves nothing; the others may.
    pub(super) fn authorities(&self) -> Vec<Certificate> {
        let read = self.roots.iter().map(|root| Certificate::read(root));
        read.filter_map(Result::ok).collect()
    }

    /// The reports for which a key of this model is not to be used without more, where it shows these certificates.
    pub fn warnings<'m>(&'m self, chain: &[Vec<u8>]) -> impl Iterator<Item = &'m Report> {
        let concerns = move |report: &&Report| {
            report.is_warning()
                && (report.certificate.as_ref())
                    .is_none_or(|one| chain.is_empty() || chain.contains(one))
        };
        let warnings: Vec<_> = self.reports.iter().filter(concerns).collect();
        warnings.into_iter()
    }
}

impl Report {
    /// Whether it tells against using the model.
    pub fn is_warning(&self) -> bool {
        WARNINGS.contains(&self.status.as_str())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(since) = self.since {
            write!(f, " since {since}")?;
        }
        if let Some(firmware) = self.firmware {
            write!(f, ", from firmware {firmware} on")?;
        }
        if self.certificate.is_some() {
            write!(f, ", for one certificate")?;
        }
        Ok(())
    }
}

/// The parts of a compact signature.
struct Parts<'f> {
    file: &'f [u8],
    header: &'f str,
    payload: &'f str,
    signature: &'f str,
    /// Header and payload, as they were signed.
    signed: &'f str,
}

impl<'f> Parts<'f> {
    fn of(file: &'f [u8]) -> Result<Parts<'f>, MetadataError> {
        let text = (file.len() <= LARGEST_LIST)
            .then(|| std::str::from_utf8(file).ok())
            .flatten();
        let text = text.map(str::trim_ascii);
        let cut = text.and_then(|text| {
            let (signed, signature) = text.rsplit_once('.')?;
            let (header, payload) = signed.split_once('.')?;
            let whole = !payload.contains('.') && ![header, payload, signature].contains(&"");
            whole.then_some(Parts {
                file,
                header,
                payload,
                signature,
                signed,
            })
        });
        cut.ok_or(MetadataError::NoSignedList)
    }

    fn read(&self) -> Result<Metadata, MetadataError> {
        let wrong = |what: &str| MetadataError::Content(what.to_owned());
        let json = from_base64(self.payload).ok_or_else(|| wrong("it is not base64url"))?;
        let content: Content = serde_json::from_slice(&json)
            .map_err(|e| MetadataError::Content(Safe::new(&e.to_string(), 200).to_string()))?;
        let next_update = date(&content.next_update).ok_or_else(|| wrong("nextUpdate"))?;
        let models = content.entries.into_iter().filter_map(Entry::read);
        Ok(Metadata {
            number: content.no,
            next_update,
            hash: Sha256::digest(self.file).into(),
            models: models.collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    x5c: Vec<String>,
    #[serde(default, deserialize_with = "is_there")]
    crit: bool,
}

fn is_there<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

impl Header {
    fn chain(&self) -> Result<Vec<Certificate>, MetadataError> {
        let read = |text: &String| Certificate::read(&from_base64(text)?).ok();
        let chain: Option<Vec<Certificate>> = self.x5c.iter().map(read).collect();
        let chain = chain.filter(|chain| !chain.is_empty());
        chain.ok_or(MetadataError::Header("x5c"))
    }
}

/// What we read of the content; more stands in it.
#[derive(Deserialize)]
struct Content {
    no: u64,
    #[serde(rename = "nextUpdate")]
    next_update: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    aaguid: Option<String>,
    metadata_statement: Option<Statement>,
    #[serde(default)]
    status_reports: Vec<StatusReport>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Statement {
    #[serde(default)]
    description: String,
    #[serde(default)]
    attestation_types: Vec<String>,
    #[serde(default)]
    attestation_root_certificates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusReport {
    status: String,
    effective_date: Option<String>,
    authenticator_version: Option<u64>,
    certificate: Option<String>,
}

impl Entry {
    /// None for what is no FIDO2 key: older authenticators have no AAGUID.
    fn read(self) -> Option<Result<ListedModel, MetadataError>> {
        let named = self.aaguid?;
        let wrong = |what: &str| {
            let model = Safe::new(&named, NAME_CHARS);
            MetadataError::Content(format!("{what} of the model {model}"))
        };
        let read = || {
            let aaguid = aaguid(&named).ok_or_else(|| wrong("aaguid"))?;
            let statement = self.metadata_statement.as_ref();
            let statement = statement.ok_or_else(|| wrong("metadataStatement"))?;
            let der = |text: &String| from_base64(text);
            let roots: Option<_> = statement
                .attestation_root_certificates
                .iter()
                .map(der)
                .collect();
            let reports = self.status_reports.iter().map(StatusReport::read);
            let types = &statement.attestation_types;
            Ok(ListedModel {
                aaguid,
                name: Safe::new(&statement.description, NAME_CHARS),
                has_certificates: !types.is_empty()
                    && types.iter().all(|t| BY_CERTIFICATE.contains(&t.as_str())),
                roots: roots.ok_or_else(|| wrong("attestationRootCertificates"))?,
                reports: reports
                    .collect::<Option<_>>()
                    .ok_or_else(|| wrong("statusReports"))?,
            })
        };
        Some(read())
    }
}

impl StatusReport {
    fn read(&self) -> Option<Report> {
        let certificate = self.certificate.as_deref().filter(|c| !c.is_empty());
        Some(Report {
            status: Safe::new(&self.status, NAME_CHARS),
            since: self
                .effective_date
                .as_deref()
                .map(|d| date(d).ok_or(()))
                .transpose()
                .ok()?,
            firmware: self.authenticator_version,
            certificate: match certificate {
                Some(text) => Some(from_base64(text)?),
                None => None,
            },
        })
    }
}

fn aaguid(text: &str) -> Option<[u8; 16]> {
    let bytes = crate::text::hex::decode(&text.to_ascii_lowercase().replace('-', ""))?;
    let aaguid = bytes.try_into().ok()?;
    (uuid(&aaguid) == text.to_ascii_lowercase()).then_some(aaguid)
}

fn date(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// Base64 of either alphabet; certificates come in lines.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    match text.contains(|c: char| c.is_ascii_whitespace()) {
        true => base64url::decode(&text.split_ascii_whitespace().collect::<String>()),
        false => base64url::decode(text),
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetadataError::NoSignedList => {
                write!(
                    f,
                    "it is no signed list (three parts of base64url with points between)"
                )
            }
            MetadataError::Header(what) => write!(
                f,
                "the header of its signature has no {what} that can be taken"
            ),
            MetadataError::Chain(error) => write!(f, "its signer proves nothing: {error}"),
            MetadataError::Signer(subject) => {
                write!(f, "it is signed by \"{subject}\", and not by {SIGNER}")
            }
            MetadataError::Signature => write!(
                f,
                "its signature is not over what it says: it was changed or damaged"
            ),
            MetadataError::Content(what) => {
                write!(f, "its content is not as FIDO specifies it: {what}")
            }
            MetadataError::OtherFile => {
                write!(
                    f,
                    "the file is not the one that was imported: it was changed or damaged"
                )
            }
        }
    }
}

impl std::error::Error for MetadataError {}
