//! FIDO's list of authenticators: what is believed, and what keys prove by it. An authority is made by openssl;
//! python-fido2 judges the same lists and the same keys.

use crate::metadata_rig::{
    AUTHORITY, Authority, Certificate, KEY, MAKER, MODEL, ROOT, SIGNER, base64, entry,
};
use crate::vkey_rig::VirtualKey;
use jiff::{Timestamp, ToSpan};
use sealwright::ctap::{Attestation, Client, NewCredential, Permissions};
use sealwright::secret::Secret;
use sealwright::station::Dice;
use sealwright::text::hex;
use sealwright::webauthn::options::CreationOptions;
use sealwright::webauthn::{
    ChainError, Genuine, Metadata, MetadataError, NotGenuine, Trust, attestation_object, base64url,
    judge_genuine, verify_attestation,
};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const RP: &str = "sealwright.invalid";

/// What python-fido2 says.
fn judge(list: &str, root: &[u8], key: Option<(&[u8], &[u8; 32])>) -> Value {
    let folder = Authority::empty();
    let file = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path(name), bytes).expect("a file");
        folder.path(name)
    };
    let files = [file("list", list.as_bytes()), file("root", root)];
    let hexed = key.map(|(object, hash)| [hex::encode(object), hex::encode(hash)]);
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/.venv/bin/python").into());
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/metadata.py");
    let output = Command::new(python)
        .arg(judge)
        .args(files)
        .args(hexed.iter().flatten())
        .output()
        .expect("Python is there: tests/run installs it");
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"))
}

fn verify(list: &str, root: &[u8]) -> Result<Metadata, MetadataError> {
    Metadata::verify(list.as_bytes(), Some(root), Timestamp::now())
}

#[test]
fn a_list_is_read_as_python_fido2_reads_it() {
    let fido = Authority::new();
    let maker = fido.make("maker", MAKER, None);
    let entries = [
        entry(MODEL, "Rig Key", &maker, &["FIDO_CERTIFIED_L1"]),
        // An older authenticator, which has no AAGUID: it is not read.
        json!({"aaid": "1234#5678", "statusReports": [], "timeOfLastStatusChange": "2020-01-01"}),
        entry(
            "2fc0579f-8113-47ea-b116-bb5a8db9202a",
            "Other\u{1b}[2J Key",
            &maker,
            &["REVOKED"],
        ),
    ];
    let list = fido.list(87, "2026-12-01", &entries);
    let read = verify(&list, &fido.der("root")).expect("it is believed");
    assert_eq!(read.number, 87);
    assert_eq!(read.next_update.to_string(), "2026-12-01");
    assert_eq!(read.models.len(), 2);
    let other = read.model(
        &hex::decode("2fc0579f811347eab116bb5a8db9202a")
            .unwrap()
            .try_into()
            .unwrap(),
    );
    let other = other.expect("it is listed");
    assert_eq!(other.name.as_str(), "Other\u{fffd}[2J Key");
    let warnings: Vec<String> = other.warnings(&[]).map(ToString::to_string).collect();
    assert_eq!(warnings, ["REVOKED since 2026-03-01"]);
    assert!(read.is_stale("2026-12-02".parse().unwrap()));
    assert!(!read.is_stale("2026-12-01".parse().unwrap()));
    assert_eq!(
        Metadata::imported(list.as_bytes(), &read.hash).as_ref(),
        Ok(&read)
    );
    assert_eq!(
        Metadata::imported(format!("{list}\n").as_bytes(), &read.hash),
        Err(MetadataError::OtherFile)
    );

    let judged = judge(&list, &fido.der("root"), None);
    assert_eq!(judged["believed"], true, "{judged}");
    assert_eq!(judged["number"], 87);
    assert_eq!(judged["next_update"], "2026-12-01");
    assert_eq!(judged["models"][0], MODEL);
}

#[test]
fn a_list_that_fido_did_not_sign_so_is_refused() {
    let fido = Authority::new();
    let root = fido.der("root");
    let maker = fido.make("maker", MAKER, None);
    let list = fido.list(87, "2026-12-01", &[entry(MODEL, "Rig Key", &maker, &[])]);
    let content = r#"{"no":87,"nextUpdate":"2026-12-01","entries":[]}"#;
    assert!(verify(&list, &root).is_ok());
    assert!(verify(&format!(" {list}\n"), &root).is_ok());

    // Any one character, changed anywhere.
    for at in (0..list.len()).step_by(list.len() / 60) {
        let mut changed = list.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        // The last character of a part has bits that mean nothing, and those have to be zero: so each change counts.
        assert!(verify(&changed, &root).is_err(), "at {at}");
        assert!(!judge_is_fooled(&changed, &root, at));
    }

    // Not under FIDO's root: that is the one in the program, or the plan's.
    let elsewhere = Authority::new();
    assert!(matches!(
        verify(&list, &elsewhere.der("root")),
        Err(MetadataError::Chain(ChainError::NoRoot { .. }))
    ));
    let fidos = Metadata::verify(list.as_bytes(), None, Timestamp::now());
    assert!(matches!(
        fidos,
        Err(MetadataError::Chain(ChainError::NoRoot { .. }))
    ));

    // The root signs for many. A certificate of it for another server signs no list: python-fido2 would take it.
    let other = Certificate {
        extensions: "basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:example.com\n",
        ..SIGNER
    };
    fido.make("other", other, Some("authority"));
    let by_other = fido.signed(content, "other", &["other", "authority"]);
    assert!(matches!(
        verify(&by_other, &root),
        Err(MetadataError::Signer(_))
    ));
    // Nor does one that a server's certificate signed.
    fido.make("forged", SIGNER, Some("other"));
    let forged = fido.signed(content, "forged", &["forged", "other", "authority"]);
    assert!(matches!(
        verify(&forged, &root),
        Err(MetadataError::Chain(ChainError::NoAuthority { .. }))
    ));
    // Nor one below an authority that may have none below it.
    fido.make("lower", AUTHORITY, Some("authority"));
    fido.make("deep", SIGNER, Some("lower"));
    let deep = fido.signed(content, "deep", &["deep", "lower", "authority"]);
    assert!(matches!(
        verify(&deep, &root),
        Err(MetadataError::Chain(ChainError::NoAuthority { .. }))
    ));
    // Nor one that demands something unknown, or is out of time.
    let demanding = Certificate {
        extensions: "basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:mds.fidoalliance.org\n1.2.3.4=critical,DER:0500\n",
        ..SIGNER
    };
    fido.make("demanding", demanding, Some("authority"));
    let demanding = fido.signed(content, "demanding", &["demanding", "authority"]);
    assert!(matches!(
        verify(&demanding, &root),
        Err(MetadataError::Chain(ChainError::Critical { .. }))
    ));
    for years in [-10, 30] {
        let then = Timestamp::now() + (years * 365 * 24).hours();
        let then = Metadata::verify(list.as_bytes(), Some(&root), then);
        assert!(matches!(
            then,
            Err(MetadataError::Chain(ChainError::OutOfTime { .. }))
        ));
    }
    // Certificates in another order, left out, or too many.
    let orders: [&[&str]; 4] = [
        &["authority", "signer"],
        &["signer"],
        &["signer", "root"],
        &["signer"; 7],
    ];
    for chain in orders {
        assert!(verify(&fido.signed(content, "signer", chain), &root).is_err());
    }
    assert_eq!(
        verify(&fido.signed(content, "signer", &[]), &root),
        Err(MetadataError::Header("x5c"))
    );

    // Another algorithm, or none.
    let [_, payload, signature] = list.split('.').collect::<Vec<_>>().try_into().unwrap();
    let chain = [base64(&fido.der("signer")), base64(&fido.der("authority"))];
    for algorithm in ["none", "HS256", "PS256"] {
        let header = json!({"alg": algorithm, "x5c": chain}).to_string();
        let header = base64url::encode(header.as_bytes());
        let other = format!("{header}.{payload}.{signature}");
        assert_eq!(verify(&other, &root), Err(MetadataError::Header("alg")));
    }
    for no_list in [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "{}",
        "\u{0}.\u{0}.\u{0}",
    ] {
        assert!(verify(no_list, &root).is_err(), "{no_list:?}");
    }
    let huge = vec![b'a'; sealwright::webauthn::LARGEST_LIST + 1];
    assert_eq!(
        Metadata::verify(&huge, Some(&root), Timestamp::now()),
        Err(MetadataError::NoSignedList)
    );
}

/// Whether python-fido2 believes it. It is asked now and then: it takes half a second.
fn judge_is_fooled(list: &str, root: &[u8], at: usize) -> bool {
    at.is_multiple_of(7) && judge(list, root, None)["believed"] == true
}

#[test]
fn a_signed_list_with_content_that_is_none_is_named() {
    let fido = Authority::new();
    let root = fido.der("root");
    let good = entry(MODEL, "Rig Key", &root, &["REVOKED"]);
    let whole = |entries: Value| json!({"no": 1, "nextUpdate": "2026-12-01", "entries": entries});
    let with = |member: &str, value: Value| {
        let mut bad = good.clone();
        bad[member] = value;
        whole(json!([bad]))
    };
    for bad in [
        json!([]),
        json!({"no": -1, "nextUpdate": "2026-12-01", "entries": []}),
        json!({"no": 1, "nextUpdate": "soon", "entries": []}),
        json!({"no": 1, "entries": []}),
        with("aaguid", json!("2fc0579f")),
        with("metadataStatement", json!(null)),
        with(
            "metadataStatement",
            json!({"attestationRootCertificates": ["%"]}),
        ),
        with(
            "statusReports",
            json!([{"status": "REVOKED", "effectiveDate": "then"}]),
        ),
        with(
            "statusReports",
            json!([{"status": "REVOKED", "certificate": "%"}]),
        ),
    ] {
        let list = fido.signed(&bad.to_string(), "signer", &["signer", "authority"]);
        let refused = verify(&list, &root);
        assert!(matches!(refused, Err(MetadataError::Content(_))), "{bad}");
    }
    // What is not known is passed by: the list is FIDO's, and grows.
    let mut more = good.clone();
    more["news"] = json!({"deep": [1, 2]});
    let list = whole(json!([more])).to_string();
    assert!(
        verify(
            &fido.signed(&list, "signer", &["signer", "authority"]),
            &root
        )
        .is_ok()
    );
}

/// A credential of a key, with its attestation.
fn made(key: &VirtualKey) -> (Attestation, [u8; 32]) {
    let mut client = Client::open(key.link(), &mut Dice).expect("a channel");
    let wanted = NewCredential {
        client_data_hash: [7; 32],
        rp_id: RP.into(),
        rp_name: "Sealwright".into(),
        user_id: vec![1],
        user_name: "one".into(),
        user_display: "one".into(),
        ..NewCredential::default()
    };
    let made = client
        .make_credential(&wanted, None)
        .expect("it is touched");
    (made, wanted.client_data_hash)
}

/// What we say of a key by a list, beside python-fido2, which has to agree on whether it is genuine.
fn judged(key: &VirtualKey, fido: &Authority, list: &str) -> Result<String, NotGenuine> {
    let (attestation, hash) = made(key);
    let (auth, trust) = verify_attestation(&attestation, RP, &hash).expect("signed");
    let aaguid = auth.attested.expect("a credential").aaguid;
    let read = verify(list, &fido.der("root")).expect("a list");
    let ours = judge_genuine(&aaguid, &trust, Some(&read), Timestamp::now());
    let object = attestation_object(&attestation);
    let theirs = judge(list, &fido.der("root"), Some((&object, &hash)));
    let proven = matches!(ours, Ok(Genuine::Proven(_)));
    assert_eq!(theirs["genuine"], proven, "ours {ours:?}, theirs {theirs}");
    ours.map(|genuine| match genuine {
        Genuine::Proven(model) => model.name.to_string(),
        other => format!("{other:?}"),
    })
}

#[test]
fn a_key_of_real_firmware_proves_its_model_by_the_list_and_a_copy_does_not() {
    let fido = Authority::new();
    let maker = fido.make("maker", MAKER, None);
    let leaf = fido.make("key", KEY, Some("maker"));
    let key = VirtualKey::attesting(&leaf, &fido.scalar("key"));
    let list = fido.list(1, "2026-12-01", &[entry(MODEL, "Rig Key", &maker, &[])]);
    assert_eq!(judged(&key, &fido, &list), Ok("Rig Key".into()));

    // The list may name the key's own certificate as a root (FIDO Metadata Statement 3.0, 4); python-fido2 looks for
    // its issuer alone, and so does not judge this.
    let own = fido.list(1, "2026-12-01", &[entry(MODEL, "Rig Key", &leaf, &[])]);
    let own = verify(&own, &fido.der("root")).expect("a list");
    let (attestation, hash) = made(&key);
    let (auth, trust) = verify_attestation(&attestation, RP, &hash).expect("signed");
    let aaguid = auth.attested.expect("a credential").aaguid;
    let by_own = judge_genuine(&aaguid, &trust, Some(&own), Timestamp::now());
    assert!(matches!(by_own, Ok(Genuine::Proven(_))));

    // Another maker's root; no such model; a chain of somebody who calls himself the maker.
    let other = fido.make("other-maker", MAKER, None);
    let others = fido.list(1, "2026-12-01", &[entry(MODEL, "Rig Key", &other, &[])]);
    assert!(matches!(
        judged(&key, &fido, &others),
        Err(NotGenuine::Chain(ChainError::NoRoot { .. }))
    ));
    let unlisted = fido.list(1, "2026-12-01", &[]);
    assert_eq!(judged(&key, &fido, &unlisted), Ok("NotListed".into()));
    let copy = fido.make("copy", KEY, Some("other-maker"));
    let copy = VirtualKey::attesting(&copy, &fido.scalar("copy"));
    assert!(matches!(
        judged(&copy, &fido, &list),
        Err(NotGenuine::Chain(_))
    ));

    // A key that vouches for itself, of a model that has certificates, and of one that has none.
    let own = VirtualKey::new();
    assert!(matches!(
        judged(&own, &fido, &list),
        Err(NotGenuine::Unproven(_))
    ));
    let mut surrogate = entry(MODEL, "Rig Key", &maker, &[]);
    surrogate["metadataStatement"]["attestationTypes"] = json!(["basic_surrogate"]);
    let surrogate = verify(&fido.list(1, "2026-12-01", &[surrogate]), &fido.der("root")).unwrap();
    let aaguid = hex::decode(&MODEL.replace('-', ""))
        .unwrap()
        .try_into()
        .unwrap();
    let judged = |trust: &Trust, list| judge_genuine(&aaguid, trust, list, Timestamp::now());
    assert_eq!(judged(&Trust::Own, Some(&surrogate)), Ok(Genuine::Own));
    assert_eq!(judged(&Trust::Nothing, None), Ok(Genuine::Nothing));
    // No list speaks for the model: what cannot be judged is no proof and no lie.
    let proving = verify(&list, &fido.der("root")).unwrap();
    for format in ["fido-u2f", "made-up"] {
        let unread = judged(&Trust::Other(format.into()), Some(&surrogate));
        assert!(matches!(unread, Ok(Genuine::OtherFormat(_))));
    }
    assert!(matches!(
        judged(&Trust::Nothing, Some(&proving)),
        Err(NotGenuine::Unproven(_))
    ));
}

#[test]
fn a_certificate_has_the_form_that_webauthn_asks_for_or_proves_nothing() {
    let fido = Authority::new();
    let maker = fido.make("maker", MAKER, None);
    let list = fido.list(1, "2026-12-01", &[entry(MODEL, "Rig Key", &maker, &[])]);
    let list = verify(&list, &fido.der("root")).expect("a list");
    let aaguid = hex::decode(&MODEL.replace('-', ""))
        .unwrap()
        .try_into()
        .unwrap();
    let judged = |leaf: Certificate| {
        let leaf = fido.make("leaf", leaf, Some("maker"));
        let trust = Trust::Certificates(vec![leaf]);
        judge_genuine(&aaguid, &trust, Some(&list), Timestamp::now()).map(|_| ())
    };
    let subject = |subject| Certificate { subject, ..KEY };
    let extensions = |extensions| Certificate { extensions, ..KEY };
    assert_eq!(judged(KEY), Ok(()));
    // Also on a curve and with a hash that fewer makers use.
    assert_eq!(
        judged(Certificate {
            kind: "secp384r1",
            ..KEY
        }),
        Ok(())
    );
    assert_eq!(
        judged(extensions("basicConstraints=CA:FALSE\n")),
        Ok(()),
        "it need not name a model"
    );
    for bad in [
        subject("/C=FI/O=Maker/OU=Something Else/CN=Maker Key"),
        subject("/C=FI/O=Maker/CN=Maker Key\\, OU=Authenticator Attestation"),
        subject("/O=Maker/OU=Authenticator Attestation/CN=Maker Key"),
        extensions("basicConstraints=CA:TRUE\n"),
        extensions("subjectKeyIdentifier=hash\n"),
        Certificate {
            extensions: ROOT.extensions,
            ..KEY
        },
    ] {
        assert_eq!(judged(bad), Err(NotGenuine::Form), "{}", bad.subject);
    }
    // The firmware at hand takes its model from its certificate; another may claim what it likes.
    for bad in [
        "basicConstraints=CA:FALSE\n1.3.6.1.4.1.45724.1.1.4=DER:04:10:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01\n",
        "basicConstraints=CA:FALSE\n1.3.6.1.4.1.45724.1.1.4=critical,DER:04:10:41:41:47:55:49:44:30:31:32:33:34:35:36:37:38:39\n",
        "basicConstraints=CA:FALSE\n1.3.6.1.4.1.45724.1.1.4=DER:41:41:47:55:49:44:30:31:32:33:34:35:36:37:38:39\n",
        "basicConstraints=CA:FALSE\n1.3.6.1.4.1.45724.1.1.4=DER:04:02:41:41\n",
    ] {
        assert_eq!(judged(extensions(bad)), Err(NotGenuine::OtherModel));
    }
}

/// What the keys of a listed model show, who signed that, and what the list says.
struct Listed {
    fido: Authority,
    aaguid: [u8; 16],
}

impl Listed {
    fn new() -> Listed {
        let aaguid = hex::decode(&MODEL.replace('-', "")).unwrap();
        Listed {
            fido: Authority::new(),
            aaguid: aaguid.try_into().unwrap(),
        }
    }

    fn list(&self, entries: &[Value]) -> Metadata {
        let list = self.fido.list(1, "2026-12-01", entries);
        verify(&list, &self.fido.der("root")).expect("a list")
    }

    /// Judged by a list with this root alone.
    fn under(&self, root: &[u8], trust: &Trust) -> Result<bool, NotGenuine> {
        self.by(&self.list(&[entry(MODEL, "Rig Key", root, &[])]), trust)
    }

    /// Whether it is proven.
    fn by(&self, list: &Metadata, trust: &Trust) -> Result<bool, NotGenuine> {
        let judged = judge_genuine(&self.aaguid, trust, Some(list), Timestamp::now());
        judged.map(|genuine| matches!(genuine, Genuine::Proven(_)))
    }
}

fn chain(error: &Result<bool, NotGenuine>) -> Option<&ChainError> {
    match error {
        Err(NotGenuine::Chain(error)) => Some(error),
        _ => None,
    }
}

#[test]
fn i23_a_listed_model_that_answers_in_an_invented_format_is_not_believed() {
    let listed = Listed::new();
    let maker = listed.fido.make("maker", MAKER, None);
    for format in ["made-up", "Packed", "", "tpm", "apple", "android-key"] {
        let said = listed.under(&maker, &Trust::Other(format.into()));
        assert!(matches!(said, Err(NotGenuine::Unproven(_))), "{format}");
    }
    // A security key may answer so, and we do not judge it: no proof, and our own lack.
    let older = listed.under(&maker, &Trust::Other("fido-u2f".into()));
    assert_eq!(older, Ok(false));
    // Certificates of another kind of authority vouch for a model as well.
    let mut by_authority = entry(MODEL, "Rig Key", &maker, &[]);
    by_authority["metadataStatement"]["attestationTypes"] = json!(["attca", "basic_full"]);
    let by_authority = listed.list(&[by_authority]);
    for nothing in [Trust::Nothing, Trust::Own] {
        let said = listed.by(&by_authority, &nothing);
        assert!(matches!(said, Err(NotGenuine::Unproven(_))));
    }
}

#[test]
fn i23_an_algorithm_that_we_lack_counts_only_where_the_maker_uses_it() {
    let listed = Listed::new();
    let fido = &listed.fido;
    let maker = fido.make("maker", MAKER, None);
    let odd = |kind| Certificate { kind, ..KEY };
    let ours = fido.make("ours", odd("secp521r1"), Some("maker"));
    // The maker's own: nobody can tell whether it signed, which is our lack.
    assert_eq!(
        listed.under(&maker, &Trust::NotVerifiable(vec![ours])),
        Ok(false)
    );
    // A copy chooses what it likes: its certificate, and whoever signed that.
    let own = fido.make("own", odd("secp521r1"), None);
    let said = listed.under(&maker, &Trust::NotVerifiable(vec![own]));
    assert!(
        matches!(chain(&said), Some(ChainError::NoRoot { .. })),
        "{said:?}"
    );
    let odd_authority = Certificate {
        subject: "/C=FI/O=Maker/CN=Odd",
        kind: "secp521r1",
        ..MAKER
    };
    fido.make("odd", odd_authority, None);
    let below = fido.make("below", KEY, Some("odd"));
    let said = listed.under(&maker, &Trust::Certificates(vec![below, fido.der("odd")]));
    assert!(
        matches!(chain(&said), Some(ChainError::NoRoot { .. })),
        "{said:?}"
    );
    // The same authority, vouched for by the maker, or named by the list.
    fido.make("vouched", odd_authority, Some("maker"));
    let below = fido.make("lower", KEY, Some("vouched"));
    let vouched = Trust::Certificates(vec![below.clone(), fido.der("vouched")]);
    assert_eq!(listed.under(&maker, &vouched), Ok(false));
    let named = listed.under(&fido.der("vouched"), &Trust::Certificates(vec![below]));
    assert_eq!(named, Ok(false));
}

#[test]
fn a_root_within_the_chain_signs_for_others_only_if_it_may() {
    let listed = Listed::new();
    let fido = &listed.fido;
    // FIDO lists the certificate of a key; whoever got its private key out makes more of them.
    let known = fido.make("known", KEY, None);
    let below = fido.make("below", KEY, Some("known"));
    assert_eq!(
        listed.under(&known, &Trust::Certificates(vec![known.clone()])),
        Ok(true)
    );
    for shown in [vec![below.clone(), known.clone()], vec![below]] {
        let said = listed.under(&known, &Trust::Certificates(shown));
        assert!(chain(&said).is_some(), "{said:?}");
    }
    // One that says nothing of it, also not.
    let silent = Certificate {
        extensions: "subjectKeyIdentifier=hash\n",
        ..MAKER
    };
    let silent = fido.make("silent", silent, None);
    let below = fido.make("below-silent", KEY, Some("silent"));
    let said = listed.under(&silent, &Trust::Certificates(vec![below, silent.clone()]));
    assert!(
        matches!(chain(&said), Some(ChainError::NoAuthority { .. })),
        "{said:?}"
    );
    // Nor deeper than it may.
    let shallow = Certificate {
        extensions: "basicConstraints=critical,CA:TRUE,pathlen:0\n",
        ..MAKER
    };
    let shallow = fido.make("shallow", shallow, None);
    fido.make(
        "between",
        Certificate {
            subject: "/C=FI/O=Maker/CN=Between",
            ..MAKER
        },
        Some("shallow"),
    );
    let deep = fido.make("deep", KEY, Some("between"));
    let shown = vec![deep, fido.der("between"), shallow.clone()];
    let said = listed.under(&shallow, &Trust::Certificates(shown));
    assert!(
        matches!(chain(&said), Some(ChainError::NoAuthority { .. })),
        "{said:?}"
    );
    // A listed certificate of a key is looked at like any other.
    let later = Timestamp::now() + (30 * 365 * 24).hours();
    let list = listed.list(&[entry(MODEL, "Rig Key", &known, &[])]);
    let trust = Trust::Certificates(vec![known]);
    let old = judge_genuine(&listed.aaguid, &trust, Some(&list), later);
    assert!(matches!(
        old,
        Err(NotGenuine::Chain(ChainError::OutOfTime { .. }))
    ));
}

#[test]
fn a_root_of_several_models_proves_only_the_one_that_the_certificate_names() {
    let listed = Listed::new();
    let fido = &listed.fido;
    let maker = fido.make("maker", MAKER, None);
    let nameless = Certificate {
        extensions: "basicConstraints=CA:FALSE\n",
        ..KEY
    };
    let nameless = Trust::Certificates(vec![fido.make("nameless", nameless, Some("maker"))]);
    let named = Trust::Certificates(vec![fido.make("named", KEY, Some("maker"))]);
    assert_eq!(listed.under(&maker, &nameless), Ok(true));
    // Also where the other model has the same authority in another certificate.
    let again = fido.make_again("again", MAKER, "maker");
    for others in [&maker, &again] {
        let both = listed.list(&[
            entry(MODEL, "Rig Key", &maker, &[]),
            entry("2fc0579f-8113-47ea-b116-bb5a8db9202a", "Other", others, &[]),
        ]);
        assert_eq!(listed.by(&both, &nameless), Err(NotGenuine::NoModel));
        assert_eq!(listed.by(&both, &named), Ok(true));
    }
}

#[test]
fn a_certificate_for_other_uses_does_not_attest_and_signs_no_list() {
    let listed = Listed::new();
    let fido = &listed.fido;
    let maker = fido.make("maker", MAKER, None);
    let judged = |extensions: &str| {
        let extensions = format!("basicConstraints=CA:FALSE\n{extensions}\n");
        let key = Certificate {
            extensions: &extensions,
            ..KEY
        };
        let key = fido.make("key", key, Some("maker"));
        listed.under(&maker, &Trust::Certificates(vec![key]))
    };
    for other in [
        "extendedKeyUsage=serverAuth",
        "extendedKeyUsage=critical,codeSigning,clientAuth",
        "keyUsage=keyAgreement",
        "keyUsage=critical,keyEncipherment",
    ] {
        let said = judged(other);
        assert!(
            matches!(chain(&said), Some(ChainError::OtherUse { .. })),
            "{other}: {said:?}"
        );
    }
    for fit in [
        "extendedKeyUsage=anyExtendedKeyUsage",
        // A maker's own: there is no public number for attestation.
        "extendedKeyUsage=clientAuth,1.3.6.1.4.1.45724.99",
        "keyUsage=critical,digitalSignature",
    ] {
        assert_eq!(judged(fit), Ok(true), "{fit}");
    }

    let content = r#"{"no":87,"nextUpdate":"2026-12-01","entries":[]}"#;
    let root = fido.der("root");
    for (usage, is_taken) in [
        ("extendedKeyUsage=serverAuth,clientAuth", true),
        ("extendedKeyUsage=anyExtendedKeyUsage", true),
        ("keyUsage=digitalSignature", true),
        ("extendedKeyUsage=codeSigning", false),
        ("keyUsage=keyEncipherment", false),
    ] {
        let extensions = format!("subjectAltName=DNS:mds.fidoalliance.org\n{usage}\n");
        fido.make(
            "other",
            Certificate {
                extensions: &extensions,
                ..SIGNER
            },
            Some("authority"),
        );
        let said = verify(
            &fido.signed(content, "other", &["other", "authority"]),
            &root,
        );
        match is_taken {
            true => assert!(said.is_ok(), "{usage}: {said:?}"),
            false => assert!(
                matches!(said, Err(MetadataError::Chain(ChainError::OtherUse { .. }))),
                "{usage}: {said:?}"
            ),
        }
    }
    // An authority for other uses, above a signer that is right.
    let narrow = Certificate {
        extensions: "basicConstraints=critical,CA:TRUE\nextendedKeyUsage=codeSigning\n",
        ..AUTHORITY
    };
    fido.make("narrow", narrow, Some("root"));
    fido.make("below", SIGNER, Some("narrow"));
    let said = verify(&fido.signed(content, "below", &["below", "narrow"]), &root);
    assert!(
        matches!(said, Err(MetadataError::Chain(ChainError::OtherUse { .. }))),
        "{said:?}"
    );
}

#[test]
fn an_rsa_key_of_less_than_2048_bits_proves_nothing_anywhere() {
    let listed = Listed::new();
    let fido = &listed.fido;
    let weak = |certificate| Certificate {
        kind: "rsa:1024",
        ..certificate
    };
    let content = r#"{"no":87,"nextUpdate":"2026-12-01","entries":[]}"#;
    let root = fido.der("root");
    // As the signer of a list, as the authority above it, as the root.
    fido.make("weak-signer", weak(SIGNER), Some("authority"));
    let signed = fido.signed(content, "weak-signer", &["weak-signer", "authority"]);
    assert_eq!(verify(&signed, &root), Err(MetadataError::Header("alg")));
    fido.make("weak-authority", weak(AUTHORITY), Some("root"));
    fido.make("below", SIGNER, Some("weak-authority"));
    let signed = fido.signed(content, "below", &["below", "weak-authority"]);
    assert!(matches!(
        verify(&signed, &root),
        Err(MetadataError::Chain(_))
    ));
    let weak_root = fido.make("weak-root", weak(ROOT), None);
    fido.make("below-root", SIGNER, Some("weak-root"));
    let signed = fido.signed(content, "below-root", &["below-root"]);
    assert!(matches!(
        verify(&signed, &weak_root),
        Err(MetadataError::Chain(_))
    ));
    // As a maker's root, and as a key's own certificate.
    let maker = fido.make("weak-maker", weak(MAKER), None);
    let key = fido.make("key", KEY, Some("weak-maker"));
    assert_eq!(
        listed.under(&maker, &Trust::Certificates(vec![key])),
        Ok(false)
    );
    let own = fido.make("weak-key", weak(KEY), None);
    let own = sealwright::webauthn::Certificate::read(&own).expect("a certificate");
    let refused = sealwright::webauthn::CertificateError::Algorithm;
    assert_eq!(own.signed(b"message", -257, &[1; 128]), Err(refused));
}

#[test]
fn a_header_that_demands_something_is_refused_whatever_it_demands() {
    let fido = Authority::new();
    let root = fido.der("root");
    let content = r#"{"no":87,"nextUpdate":"2026-12-01","entries":[]}"#;
    let under = |more: &[(&str, Value)]| {
        let mut header = json!({"alg": "RS256", "typ": "JWT"});
        for (name, value) in more {
            header[*name] = value.clone();
        }
        let list = fido.signed_under(header, content, "signer", &["signer", "authority"]);
        verify(&list, &root)
    };
    assert!(under(&[("kid", json!("1"))]).is_ok());
    for crit in [
        json!(["b64"]),
        json!(["exp"]),
        json!([]),
        json!(null),
        json!("b64"),
    ] {
        let refused = under(&[("crit", crit.clone()), ("b64", json!(false))]);
        assert_eq!(refused, Err(MetadataError::Header("crit")), "{crit}");
    }
}

#[test]
fn a_certificate_with_an_extension_twice_is_none() {
    let twice = "basicConstraints=CA:FALSE\n1.2.3.4=DER:05:00\n1.2.3.5=DER:05:00\n";
    let fido = Authority::empty();
    let made = fido.make(
        "key",
        Certificate {
            extensions: twice,
            ..KEY
        },
        None,
    );
    assert!(sealwright::webauthn::Certificate::read(&made).is_ok());
    // The second number becomes the first; the signature is of no account here.
    let (one, two) = ([0x2a, 3, 4], [0x2a, 3, 5]);
    let at = made
        .windows(3)
        .position(|w| w == two)
        .expect("it stands there");
    let mut changed = made;
    changed[at..at + 3].copy_from_slice(&one);
    let refused = sealwright::webauthn::Certificate::read(&changed);
    assert_eq!(
        refused,
        Err(sealwright::webauthn::CertificateError::Malformed)
    );
}

#[test]
fn a_registration_that_our_client_made_is_taken_by_python_fido2s_server_attestation_included() {
    let fido = Authority::new();
    let maker = fido.make("maker", MAKER, None);
    let leaf = fido.make("key", KEY, Some("maker"));
    let key = VirtualKey::attesting(&leaf, &fido.scalar("key"));
    let challenge = base64url::encode(&[9; 32]);
    let options = json!({"publicKey": {
        "rp": {"id": "login.example", "name": "Login"},
        "user": {"id": base64url::encode(b"one"), "name": "one@login.example", "displayName": "One"},
        "challenge": challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        },
        "attestation": "direct",
    }});
    let options = CreationOptions::read(&options.to_string()).expect("options");
    let client_data = options.client_data();

    let pin = Secret::take(&mut b"123456".to_vec()).expect("room");
    let mut client = Client::open(key.link(), &mut Dice).expect("a channel");
    client.set_pin(&pin, &mut Dice).expect("it has none");
    let token = client.token(
        &pin,
        Permissions::MAKE_CREDENTIAL,
        Some("login.example"),
        &mut Dice,
    );
    let wanted = NewCredential {
        client_data_hash: client_data.hash(),
        rp_id: options.rp_id.clone(),
        rp_name: options.rp_name.clone(),
        user_id: options.user_id.clone(),
        user_name: options.user_name.clone(),
        user_display: options.user_display.clone(),
        discoverable: true,
        ..NewCredential::default()
    };
    let made = client.make_credential(&wanted, Some(&token.expect("a token")));
    let made = made.expect("it is touched");
    let judged = verify_attestation(&made, "login.example", &client_data.hash());
    let credential = judged.expect("signed").0.attested.expect("a credential");
    let response = client_data.response(&credential.credential_id, &made);

    let folder = Authority::empty();
    let taken = |list: &str, challenge: &str| -> Value {
        std::fs::write(folder.path("list"), list).expect("a file");
        std::fs::write(folder.path("response"), &response).expect("a file");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = std::env::var("SEALWRIGHT_PYTHON")
            .unwrap_or_else(|_| root.join("tests/.venv/bin/python").display().to_string());
        let output = Command::new(python)
            .arg(root.join("tests/judges/registration.py"))
            .args([folder.path("list"), fido.path("root.der")])
            .args(["login.example", challenge])
            .arg(folder.path("response"))
            .output()
            .expect("Python is there: tests/run installs it");
        let said = String::from_utf8_lossy(&output.stderr);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"))
    };
    let list = fido.list(1, "2099-01-01", &[entry(MODEL, "Rig Key", &maker, &[])]);
    let said = taken(&list, &challenge);
    assert_eq!(said["taken"], true, "{said}");
    // It would say no: to another challenge, and to a maker that the list does not name.
    let said = taken(&list, &base64url::encode(&[8; 32]));
    assert_eq!(said["taken"], false);
    let other = fido.make("other", MAKER, None);
    let others = fido.list(1, "2099-01-01", &[entry(MODEL, "Rig Key", &other, &[])]);
    assert_eq!(taken(&others, &challenge)["taken"], false);
}
