//! An authority like FIDO's, made by openssl: a root, a signer of lists, and makers whose keys attest.
#![allow(dead_code, reason = "each test file uses a part")]

use sealwright::webauthn::base64url;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The model that the virtual key says it is.
pub const MODEL: &str = "41414755-4944-3031-3233-343536373839";

/// How long all certificates are valid from now on.
const DAYS: &str = "7000";

/// A folder with keys and certificates, removed in the end.
pub struct Authority {
    folder: PathBuf,
}

/// How a certificate is made.
#[derive(Clone, Copy)]
pub struct Certificate<'a> {
    pub subject: &'a str,
    /// Lines of openssl's extension section.
    pub extensions: &'a str,
    /// `rsa`, `rsa:` and bits, or a curve.
    pub kind: &'a str,
}

pub const ROOT: Certificate = Certificate {
    subject: "/C=BE/O=Rig/CN=Rig Root",
    extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n",
    kind: "rsa",
};
pub const AUTHORITY: Certificate = Certificate {
    subject: "/C=BE/O=Rig/CN=Rig Authority",
    extensions: "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n",
    ..ROOT
};
pub const SIGNER: Certificate = Certificate {
    subject: "/C=US/O=FIDO Alliance/CN=mds.fidoalliance.org",
    extensions: "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:mds.fidoalliance.org\n",
    ..ROOT
};
pub const MAKER: Certificate = Certificate {
    subject: "/C=FI/O=Maker/CN=Maker Root",
    kind: "prime256v1",
    ..ROOT
};
/// A key's certificate, for the virtual key's model.
pub const KEY: Certificate = Certificate {
    subject: "/C=FI/O=Maker/OU=Authenticator Attestation/CN=Maker Key",
    extensions: "basicConstraints=critical,CA:FALSE\n1.3.6.1.4.1.45724.1.1.4=DER:04:10:41:41:47:55:49:44:30:31:32:33:34:35:36:37:38:39\n",
    kind: "prime256v1",
};

impl Authority {
    /// FIDO's own: `root`, `authority` and `signer`.
    pub fn new() -> Authority {
        let authority = Authority::empty();
        authority.make("root", ROOT, None);
        authority.make("authority", AUTHORITY, Some("root"));
        authority.make("signer", SIGNER, Some("authority"));
        authority
    }

    pub fn empty() -> Authority {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("sealwright-authority-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).expect("a new folder");
        Authority { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Makes NAME.key and NAME.der, signed by another's key or its own. The DER.
    pub fn make(&self, name: &str, made: Certificate, by: Option<&str>) -> Vec<u8> {
        let key = self.path(&format!("{name}.key"));
        match made.kind {
            rsa if rsa.starts_with("rsa") => {
                let bits = rsa.strip_prefix("rsa:").unwrap_or("2048");
                openssl(&["genrsa", "-out", text(&key), bits])
            }
            curve => openssl(&[
                "ecparam",
                "-genkey",
                "-noout",
                "-name",
                curve,
                "-out",
                text(&key),
            ]),
        };
        self.certify(name, made, by)
    }

    /// Makes another certificate NAME.der of the key of another, signed by itself. The DER.
    pub fn make_again(&self, name: &str, made: Certificate, of: &str) -> Vec<u8> {
        let key = |name| self.path(&format!("{name}.key"));
        std::fs::copy(key(of), key(name)).expect("a key");
        self.certify(name, made, None)
    }

    fn certify(&self, name: &str, made: Certificate, by: Option<&str>) -> Vec<u8> {
        let file = |end: &str| self.path(&format!("{name}.{end}"));
        let key = file("key");
        let extensions = file("extensions");
        std::fs::write(&extensions, made.extensions).expect("a file");
        let request = file("request");
        let subject = ["-subj", made.subject];
        let new = ["req", "-new", "-key", text(&key), "-out", text(&request)];
        openssl(&[&new[..], &subject].concat());
        let pem = file("pem");
        let mut sign = vec!["x509", "-req", "-in", text(&request), "-out", text(&pem)];
        sign.extend(["-extfile", text(&extensions), "-sha256", "-days", DAYS]);
        let issuer = by.map(|by| {
            let of = |end: &str| self.path(&format!("{by}.{end}"));
            (of("pem"), of("key"))
        });
        match &issuer {
            Some((pem, key)) => {
                sign.extend(["-CA", text(pem), "-CAkey", text(key), "-CAcreateserial"]);
            }
            None => sign.extend(["-signkey", text(&key)]),
        }
        openssl(&sign);
        let der = file("der");
        openssl(&[
            "x509",
            "-in",
            text(&pem),
            "-outform",
            "der",
            "-out",
            text(&der),
        ]);
        std::fs::read(der).expect("it was made")
    }

    pub fn der(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(&format!("{name}.der"))).expect("it was made")
    }

    /// The private number of a key on P-256.
    pub fn scalar(&self, name: &str) -> Vec<u8> {
        let key = self.path(&format!("{name}.key"));
        let der = openssl(&["ec", "-in", text(&key), "-outform", "der"]);
        der[7..39].to_vec()
    }

    /// A list, signed by `signer`.
    pub fn list(&self, number: u64, next_update: &str, entries: &[Value]) -> String {
        let content = json!({
            "legalHeader": "a rig's",
            "no": number,
            "nextUpdate": next_update,
            "entries": entries,
        });
        self.signed(&content.to_string(), "signer", &["signer", "authority"])
    }

    /// Any content, signed by any key, with these certificates.
    pub fn signed(&self, content: &str, by: &str, chain: &[&str]) -> String {
        self.signed_under(json!({"alg": "RS256", "typ": "JWT"}), content, by, chain)
    }

    /// The same, under a header with these members.
    pub fn signed_under(&self, header: Value, content: &str, by: &str, chain: &[&str]) -> String {
        let chain: Vec<String> = chain.iter().map(|name| base64(&self.der(name))).collect();
        let mut header = header;
        header["x5c"] = json!(chain);
        let header = header.to_string();
        let parts = [header.as_bytes(), content.as_bytes()].map(base64url::encode);
        let signed = parts.join(".");
        let key = self.path(&format!("{by}.key"));
        let signature = fed(&["dgst", "-sha256", "-sign", text(&key)], signed.as_bytes());
        format!("{signed}.{}", base64url::encode(&signature))
    }
}

/// What the list says of a model whose keys have certificates under this root.
pub fn entry(aaguid: &str, name: &str, root: &[u8], statuses: &[&str]) -> Value {
    let report = |status: &&str| json!({"status": status, "effectiveDate": "2026-03-01"});
    json!({
        "aaguid": aaguid,
        "metadataStatement": {
            "legalHeader": "a rig's",
            "aaguid": aaguid,
            "description": name,
            "authenticatorVersion": 1,
            "protocolFamily": "fido2",
            "schema": 3,
            "upv": [{"major": 1, "minor": 1}],
            "authenticationAlgorithms": ["secp256r1_ecdsa_sha256_raw"],
            "publicKeyAlgAndEncodings": ["cose"],
            "attestationTypes": ["basic_full"],
            "userVerificationDetails": [[{"userVerificationMethod": "none"}]],
            "keyProtection": ["hardware"],
            "matcherProtection": ["on_chip"],
            "attachmentHint": ["external"],
            "tcDisplay": [],
            "attestationRootCertificates": [base64(root)],
        },
        "statusReports": statuses.iter().map(report).collect::<Vec<_>>(),
        "timeOfLastStatusChange": "2026-03-01",
    })
}

/// Base64 with padding, as certificates stand in a list.
pub fn base64(bytes: &[u8]) -> String {
    let plain = base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let padding = "=".repeat((4 - plain.len() % 4) % 4);
    plain + &padding
}

fn openssl(arguments: &[&str]) -> Vec<u8> {
    fed(arguments, b"")
}

fn fed(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl is installed: tests/run installs it");
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(input)
        .expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {said}");
    output.stdout
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
