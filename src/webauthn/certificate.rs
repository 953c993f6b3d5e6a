//! X.509 certificates and their chains, as far as attestation and FIDO's metadata need them (RFC 5280, 4 and 6).
//!
//! What a chain cannot tell offline is whether a certificate was revoked: FIDO's metadata say that of a model.

use std::fmt;

use jiff::Timestamp;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::ecdsa::signature::{SignatureEncoding, Verifier};
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::der::asn1::{ObjectIdentifier, OctetStringRef};
use x509_cert::der::{Decode, Header, Reader, SliceReader};
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, name::GeneralName,
};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::cose::RSA_BITS;
use crate::text::safe::Safe;

/// A certificate, read.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    x509: x509_cert::Certificate,
}

/// Why bytes are no certificate that can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateError {
    /// They are no DER of a certificate, or more than one; or an extension stands in it twice.
    Malformed,
    /// Its key, or the signature that it is asked about, is of an algorithm, or an RSA key of a size, that we do not
    /// verify.
    Algorithm,
}

/// Why a chain proves nothing. Each names the certificate by its subject, made safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainError {
    /// There is none, or it is longer than any maker's.
    Length {
        /// Certificates in it.
        count: usize,
    },
    /// It is not signed by the one after it.
    NotIssued {
        /// Whose certificate.
        subject: Safe,
    },
    /// It may not sign others, or not so many.
    NoAuthority {
        /// Whose certificate.
        subject: Safe,
    },
    /// It is not valid yet, or no longer.
    OutOfTime {
        /// Whose certificate.
        subject: Safe,
        /// Its first and last day.
        valid: (jiff::civil::Date, jiff::civil::Date),
    },
    /// It demands something that we do not know.
    Critical {
        /// Whose certificate.
        subject: Safe,
    },
    /// It is for other uses than this one.
    OtherUse {
        /// Whose certificate.
        subject: Safe,
    },
    /// All else is in order, and a root, or whom a root vouches for, signed it with a key that we cannot verify by.
    NotVerifiable {
        /// Whose certificate.
        subject: Safe,
    },
    /// The last one is signed by none of the roots.
    NoRoot {
        /// Whose certificate is the last.
        subject: Safe,
    },
}

/// What a chain is asked to prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// That a server is who it says.
    Server,
    /// That a security key is of its model.
    Attestation,
}

/// Bytes of one certificate: those of security keys have less than a thousand.
const MAX_LEN: usize = 16 * 1024;
/// Certificates in a chain.
const MAX_CHAIN: usize = 6;
/// Characters of a subject that are kept.
const SUBJECT_CHARS: usize = 120;

/// The AAGUID of the models that this certificate is for (WebAuthn, 8.2.1).
const ID_FIDO_GEN_CE_AAGUID: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.45724.1.1.4");

/// Any use (RFC 5280, 4.2.1.12).
const ANY_USE: &str = "2.5.29.37.0";
/// A server's.
const SERVER_USE: &str = "1.3.6.1.5.5.7.3.1";
/// The uses that RFC 5280 defines (4.2.1.12): server, client, code, mail, time stamps, OCSP. None is attestation; there is
/// no number for that, so a maker may have one of his own.
const OTHER_USES: [&str; 6] = [
    SERVER_USE,
    "1.3.6.1.5.5.7.3.2",
    "1.3.6.1.5.5.7.3.3",
    "1.3.6.1.5.5.7.3.4",
    "1.3.6.1.5.5.7.3.8",
    "1.3.6.1.5.5.7.3.9",
];

/// Parts of a name (RFC 5280, A.1).
const COMMON_NAME: &str = "2.5.4.3";
const COUNTRY: &str = "2.5.4.6";
const ORGANISATION: &str = "2.5.4.10";
const ORGANISATIONAL_UNIT: &str = "2.5.4.11";

const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";
const RSA: &str = "1.2.840.113549.1.1.1";
const ED25519: &str = "1.3.101.112";

impl Certificate {
    /// Reads DER.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn read(der: &[u8]) -> Result<Certificate, CertificateError> {
        if der.len() > MAX_LEN {
            return Err(CertificateError::Malformed);
        }
        let x509 = x509_cert::Certificate::from_der(der);
        let x509 = x509.map_err(|_| CertificateError::Malformed)?;
        // RFC 5280, 4.2: which of two would count?
        let extensions = x509.tbs_certificate().extensions();
        let mut seen = std::collections::BTreeSet::new();
        if !(extensions.into_iter().flatten()).all(|e| seen.insert(e.extn_id)) {
            return Err(CertificateError::Malformed);
        }
        Ok(Certificate {
            der: der.to_vec(),
            x509,
        })
    }

    /// Its bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whose it is, made safe.
    pub fn subject(&self) -> Safe {
        let subject = self.x509.tbs_certificate().subject();
        Safe::new(&subject.to_string(), SUBJECT_CHARS)
    }

    /// Whether it is for a server of this name.
    pub fn is_for_server(&self, name: &str) -> bool {
        let extension = self.x509.tbs_certificate().get_extension();
        let Ok(Some((_, SubjectAltName(names)))) = extension else {
            return false;
        };
        let is_it = |known: &GeneralName| matches!(known, GeneralName::DnsName(known) if known.as_str() == name);
        names.iter().any(is_it)
    }

    /// The model that it is for, where it names one.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] where it names something else there.
    pub fn aaguid(&self) -> Result<Option<[u8; 16]>, CertificateError> {
        let extensions = self.x509.tbs_certificate().extensions();
        let mut named = extensions.into_iter().flatten();
        let Some(extension) = named.find(|e| e.extn_id == ID_FIDO_GEN_CE_AAGUID) else {
            return Ok(None);
        };
        // An octet string within the octet string that every extension is.
        let inner = <&OctetStringRef>::from_der(extension.extn_value.as_bytes());
        let aaguid = inner.ok().and_then(|a| a.as_bytes().try_into().ok());
        match aaguid {
            Some(aaguid) if !extension.critical => Ok(Some(aaguid)),
            _ => Err(CertificateError::Malformed),
        }
    }

    /// Whether it has the form of a key's attestation certificate (WebAuthn, 8.2.1): version 3, a country, an
    /// organisation, the unit `Authenticator Attestation`, a name; and signs no other certificate.
    pub fn is_for_attestation(&self) -> bool {
        let tbs = self.x509.tbs_certificate();
        let has = |oid: &str, value: Option<&[u8]>| {
            let mut parts = tbs.subject().iter();
            parts.any(|p| {
                p.oid.to_string() == oid && value.is_none_or(|value| p.value.value() == value)
            })
        };
        tbs.version() == x509_cert::certificate::Version::V3
            && [COUNTRY, ORGANISATION, COMMON_NAME]
                .into_iter()
                .all(|oid| has(oid, None))
            && has(ORGANISATIONAL_UNIT, Some(b"Authenticator Attestation"))
            && matches!(
                self.constraints(),
                Ok(Some(BasicConstraints { ca: false, .. }))
            )
    }

    /// Whether the message was signed by this certificate's key, by the algorithm with this COSE number.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`].
    pub fn signed(
        &self,
        message: &[u8],
        cose_algorithm: i64,
        signature: &[u8],
    ) -> Result<bool, CertificateError> {
        let key = self.public_key()?;
        let scheme = match (cose_algorithm, &key) {
            (-7, PublicKey::P256(_)) => Scheme::Ecdsa(Hash::Sha256),
            (-35, PublicKey::P384(_)) => Scheme::Ecdsa(Hash::Sha384),
            (-257, PublicKey::Rsa(_)) => Scheme::Rsa(Hash::Sha256),
            (-8, PublicKey::Ed25519(_)) => Scheme::Ed25519,
            _ => return Err(CertificateError::Algorithm),
        };
        key.signed(scheme, message, signature)
    }

    /// The same for a JSON Web Signature, by its algorithm's name (RFC 7518, 3.1): RS256 or ES256.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`].
    pub fn signed_jws(
        &self,
        message: &[u8],
        algorithm: &str,
        signature: &[u8],
    ) -> Result<bool, CertificateError> {
        match algorithm {
            "RS256" => self.signed(message, -257, signature),
            // Here a signature is two numbers of fixed length (3.4), not DER.
            "ES256" => match p256::ecdsa::Signature::from_slice(signature) {
                Ok(signature) => self.signed(message, -7, &signature.to_der().to_vec()),
                Err(_) => Ok(false),
            },
            _ => Err(CertificateError::Algorithm),
        }
    }

    /// Whether both are of one authority: its name and its key, in whichever certificate.
    pub(super) fn is_of(&self, other: &Certificate) -> bool {
        let (one, two) = (self.x509.tbs_certificate(), other.x509.tbs_certificate());
        one.subject() == two.subject()
            && one.subject_public_key_info() == two.subject_public_key_info()
    }

    /// Whether it says that the other one issued it, and the other one's key signed it.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`] where it says so, and the other one's key is none that we can verify by.
    fn is_issued_by(&self, issuer: &Certificate) -> Result<bool, CertificateError> {
        let (tbs, by) = (self.x509.tbs_certificate(), issuer.x509.tbs_certificate());
        if tbs.issuer() != by.subject() || tbs.signature() != self.x509.signature_algorithm() {
            return Ok(false);
        }
        let key = match issuer.public_key() {
            Err(CertificateError::Algorithm) => return Err(CertificateError::Algorithm),
            key => key.ok(),
        };
        let signed = self.signed_part().zip(self.x509.signature().as_bytes());
        let oid = self.x509.signature_algorithm().oid.to_string();
        let signed = key.zip(signed).and_then(|(key, (message, signature))| {
            // Whoever signs chooses the algorithm: one that his key cannot have made is no lack of ours.
            key.signed(Scheme::of_certificates(&oid)?, message, signature)
                .ok()
        });
        Ok(signed == Some(true))
    }

    /// The bytes that the issuer signed, as they came.
    fn signed_part(&self) -> Option<&[u8]> {
        let mut reader = SliceReader::new(&self.der).ok()?;
        Header::decode(&mut reader).ok()?;
        reader.tlv_bytes().ok()
    }

    fn constraints(&self) -> Result<Option<BasicConstraints>, CertificateError> {
        let found = self.x509.tbs_certificate().get_extension();
        let found = found.map_err(|_| CertificateError::Malformed)?;
        Ok(found.map(|(_, constraints)| constraints))
    }

    /// Whether it may sign certificates, with so many more of those below it before the leaf. A root of the time before
    /// extensions may: who made it a root decided that (RFC 5280, 6.1.1). A later one says that it may (4.2.1.9): FIDO
    /// also lists certificates of keys as roots, and those sign for nobody.
    fn may_issue(&self, between: usize, is_root: bool) -> bool {
        let allowed = match self.constraints() {
            Ok(Some(it)) => {
                it.ca
                    && it
                        .path_len_constraint
                        .is_none_or(|most| between <= most.into())
            }
            Ok(None) => {
                is_root
                    && self.x509.tbs_certificate().version() != x509_cert::certificate::Version::V3
            }
            Err(_) => false,
        };
        let usage = self.x509.tbs_certificate().get_extension::<KeyUsage>();
        let signs = match usage {
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Ok(None) => true,
            Err(_) => false,
        };
        allowed && signs
    }

    /// Whether it is for this use: its key for signing, where it says which uses that has (RFC 5280, 4.2.1.3), and its
    /// extended uses (4.2.1.12).
    fn is_for(&self, wanted: Use, is_leaf: bool) -> bool {
        let usage = self.x509.tbs_certificate().get_extension::<KeyUsage>();
        let signs = match usage {
            Ok(Some((_, usage))) => !is_leaf || usage.digital_signature(),
            Ok(None) => true,
            Err(_) => false,
        };
        let extended = self
            .x509
            .tbs_certificate()
            .get_extension::<ExtendedKeyUsage>();
        let fits = |usage: &str| {
            usage == ANY_USE
                || match wanted {
                    Use::Server => usage == SERVER_USE,
                    Use::Attestation => !OTHER_USES.contains(&usage),
                }
        };
        let extended = match extended {
            Ok(Some((_, ExtendedKeyUsage(all)))) => all.iter().any(|one| fits(&one.to_string())),
            Ok(None) => true,
            Err(_) => false,
        };
        signs && extended
    }

    fn is_in_time(&self, at: Timestamp) -> Result<(), ChainError> {
        let validity = self.x509.tbs_certificate().validity();
        let second = |time: x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        let (from, to) = (second(validity.not_before), second(validity.not_after));
        if (from..=to).contains(&at.as_second()) {
            return Ok(());
        }
        let day = |second: i64| {
            let at = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
            at.to_zoned(jiff::tz::TimeZone::UTC).date()
        };
        Err(ChainError::OutOfTime {
            subject: self.subject(),
            valid: (day(from), day(to)),
        })
    }

    /// Whether we look at everything that it calls critical.
    fn is_understood(&self) -> bool {
        // basicConstraints, keyUsage, extKeyUsage.
        const KNOWN: [&str; 3] = ["2.5.29.19", "2.5.29.15", "2.5.29.37"];
        let extensions = self.x509.tbs_certificate().extensions();
        let mut critical = extensions.into_iter().flatten().filter(|e| e.critical);
        critical.all(|e| KNOWN.contains(&e.extn_id.to_string().as_str()))
    }

    fn public_key(&self) -> Result<PublicKey, CertificateError> {
        PublicKey::read(self.x509.tbs_certificate().subject_public_key_info())
    }
}

/// Checks a chain, the leaf first, up to one of these roots, at this time, for this use (RFC 5280, 6). The leaf may be a
/// root itself, and is then looked at like any other; a root above it is asked only whether it may sign.
///
/// # Errors
/// [`ChainError`].
pub fn verify_chain(
    chain: &[Certificate],
    roots: &[Certificate],
    at: Timestamp,
    wanted: Use,
) -> Result<(), ChainError> {
    if chain.is_empty() || chain.len() > MAX_CHAIN {
        return Err(ChainError::Length { count: chain.len() });
    }
    // The lowest link that is signed by what we cannot verify by; it counts if all above it holds.
    let mut unread = None;
    for (i, certificate) in chain.iter().enumerate() {
        let subject = || certificate.subject();
        let is_root = roots.contains(certificate);
        if i > 0 && !certificate.may_issue(i - 1, is_root) {
            return Err(ChainError::NoAuthority { subject: subject() });
        }
        if !(is_root && i > 0) {
            certificate.is_in_time(at)?;
            if !certificate.is_understood() {
                return Err(ChainError::Critical { subject: subject() });
            }
            if !certificate.is_for(wanted, i == 0) {
                return Err(ChainError::OtherUse { subject: subject() });
            }
        }
        let by_root = roots.iter().filter(|root| root.may_issue(i, true));
        let by_root: Vec<_> = by_root.map(|root| certificate.is_issued_by(root)).collect();
        if is_root || by_root.contains(&Ok(true)) {
            return unread.map_or(Ok(()), Err);
        }
        let not_verifiable = || ChainError::NotVerifiable { subject: subject() };
        if by_root.iter().any(Result::is_err) {
            return Err(unread.unwrap_or_else(not_verifiable));
        }
        match chain.get(i + 1).map(|next| certificate.is_issued_by(next)) {
            Some(Ok(true)) => {}
            Some(Ok(false)) => return Err(ChainError::NotIssued { subject: subject() }),
            Some(Err(_)) => unread = Some(unread.unwrap_or_else(not_verifiable)),
            None => return Err(ChainError::NoRoot { subject: subject() }),
        }
    }
    // The last certificate has ended the loop.
    Err(ChainError::Length { count: chain.len() })
}

enum PublicKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(rsa::PublicKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// How a signature is made, but for its key.
#[derive(Clone, Copy)]
enum Scheme {
    Ecdsa(Hash),
    /// PKCS#1, version 1.5.
    Rsa(Hash),
    Ed25519,
}

impl Scheme {
    /// By the object identifier in a certificate (RFC 5758, 3.2; RFC 8017, A.2.4; RFC 8410, 3).
    fn of_certificates(oid: &str) -> Option<Scheme> {
        Some(match oid {
            "1.2.840.10045.4.3.2" => Scheme::Ecdsa(Hash::Sha256),
            "1.2.840.10045.4.3.3" => Scheme::Ecdsa(Hash::Sha384),
            "1.2.840.10045.4.3.4" => Scheme::Ecdsa(Hash::Sha512),
            "1.2.840.113549.1.1.11" => Scheme::Rsa(Hash::Sha256),
            "1.2.840.113549.1.1.12" => Scheme::Rsa(Hash::Sha384),
            "1.2.840.113549.1.1.13" => Scheme::Rsa(Hash::Sha512),
            ED25519 => Scheme::Ed25519,
            _ => return None,
        })
    }
}

impl Hash {
    fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha256 => Sha256::digest(message).to_vec(),
            Hash::Sha384 => Sha384::digest(message).to_vec(),
            Hash::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}

impl PublicKey {
    fn read(info: &SubjectPublicKeyInfoOwned) -> Result<PublicKey, CertificateError> {
        let algorithm = info.algorithm.oid.to_string();
        let parameters = info.algorithm.parameters.as_ref();
        let curve = parameters.and_then(|p| p.decode_as::<ObjectIdentifier>().ok());
        let curve = curve.map(|oid| oid.to_string());
        let key = info.subject_public_key.as_bytes();
        let key = key.ok_or(CertificateError::Malformed)?;
        let read = match (algorithm.as_str(), curve.as_deref()) {
            (EC_PUBLIC_KEY, Some(P256)) => p256::ecdsa::VerifyingKey::from_sec1_bytes(key)
                .ok()
                .map(PublicKey::P256),
            (EC_PUBLIC_KEY, Some(P384)) => p384::ecdsa::VerifyingKey::from_sec1_bytes(key)
                .ok()
                .map(PublicKey::P384),
            (RSA, _) => {
                let key = rsa::PublicKey::from_pkcs1_der(key).ok();
                if key
                    .as_ref()
                    .is_none_or(|key| !RSA_BITS.contains(&key.n().bit_width()))
                {
                    return Err(CertificateError::Algorithm);
                }
                key.map(PublicKey::Rsa)
            }
            (ED25519, _) => key
                .try_into()
                .ok()
                .and_then(|key| ed25519_dalek::VerifyingKey::from_bytes(key).ok())
                .map(PublicKey::Ed25519),
            _ => return Err(CertificateError::Algorithm),
        };
        read.ok_or(CertificateError::Malformed)
    }

    fn signed(
        &self,
        scheme: Scheme,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, CertificateError> {
        Ok(match (self, scheme) {
            (PublicKey::P256(key), Scheme::Ecdsa(hash)) => {
                p256::ecdsa::Signature::from_der(signature)
                    .is_ok_and(|s| key.verify_prehash(&hash.of(message), &s).is_ok())
            }
            (PublicKey::P384(key), Scheme::Ecdsa(hash)) => {
                p384::ecdsa::Signature::from_der(signature)
                    .is_ok_and(|s| key.verify_prehash(&hash.of(message), &s).is_ok())
            }
            (PublicKey::Rsa(key), Scheme::Rsa(hash)) => rsa_signed(key, hash, message, signature),
            (PublicKey::Ed25519(key), Scheme::Ed25519) => {
                ed25519_dalek::Signature::from_slice(signature)
                    .is_ok_and(|s| key.verify_strict(message, &s).is_ok())
            }
            _ => return Err(CertificateError::Algorithm),
        })
    }
}

fn rsa_signed(key: &rsa::PublicKey, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    let Ok(signature) = Signature::try_from(signature) else {
        return false;
    };
    let key = key.clone();
    match hash {
        Hash::Sha256 => VerifyingKey::<Sha256>::new(key).verify(message, &signature),
        Hash::Sha384 => VerifyingKey::<Sha384>::new(key).verify(message, &signature),
        Hash::Sha512 => VerifyingKey::<Sha512>::new(key).verify(message, &signature),
    }
    .is_ok()
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Certificate) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.subject())
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CertificateError::Malformed => "it is no certificate, or a damaged one",
            CertificateError::Algorithm => {
                "it is signed by an algorithm, or by a size of key, that this program does not verify"
            }
        })
    }
}

impl std::error::Error for CertificateError {}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChainError::Length { count } => write!(f, "a chain of {count} certificates is none"),
            ChainError::NotIssued { subject } => write!(
                f,
                "the certificate of \"{subject}\" is not signed by the one that comes after it"
            ),
            ChainError::NoAuthority { subject } => write!(
                f,
                "the certificate of \"{subject}\" may not sign the one that comes before it"
            ),
            ChainError::OutOfTime {
                subject,
                valid: (from, to),
            } => write!(
                f,
                "the certificate of \"{subject}\" is valid from {from} to {to}, and not on this laptop's date"
            ),
            ChainError::Critical { subject } => write!(
                f,
                "the certificate of \"{subject}\" demands something that this program does not know"
            ),
            ChainError::OtherUse { subject } => write!(
                f,
                "the certificate of \"{subject}\" is for other uses than this one"
            ),
            ChainError::NotVerifiable { subject } => write!(
                f,
                "the certificate of \"{subject}\" is signed by an algorithm, or by a size of key, that this program \
                 does not verify"
            ),
            ChainError::NoRoot { subject } => write!(
                f,
                "the certificate of \"{subject}\" is signed by none of the roots that are trusted for it"
            ),
        }
    }
}

impl std::error::Error for ChainError {}
