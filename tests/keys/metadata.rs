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
    // What cannot be judged is no proof and no lie, also of a model that has certificates.
    let proving = verify(&list, &fido.der("root")).unwrap();
    let unread = judged(&Trust::NotVerifiable, Some(&proving));
    assert_eq!(unread, Ok(Genuine::NotVerifiable));
    let other = judged(&Trust::Other("fido-u2f".into()), Some(&proving));
    assert!(matches!(other, Ok(Genuine::OtherFormat(_))));
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
