//! The client is understood by a key that we did not write, and its results by a relying party that we did not write.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use sealwright::ctap::{
    AssertionRequest, Client, CtapError, Extensions, Feature, Link, LinkError, NewCredential,
    Packet, Permissions, PinRetries, PinRule, Status, Waiting, WaitingFor,
};
use sealwright::secret::{Entropy, EntropyFailed, Secret};
use sealwright::webauthn::options::CreationOptions;
use sealwright::webauthn::{
    AssertionError, CredentialKey, Trust, credential_check_hash, verify_assertion,
    verify_attestation,
};
use serde_json::json;
use sha2::{Digest, Sha256};

const RP: &str = "login.microsoft.com";

/// The Python key at the other end of a pipe.
struct Python {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    coming: VecDeque<Packet>,
    opened: Instant,
    packets: usize,
    waited: Vec<WaitingFor>,
}

impl Python {
    fn start(arguments: &[&str]) -> Python {
        let root = env!("CARGO_MANIFEST_DIR");
        let python = std::env::var("SEALWRIGHT_PYTHON")
            .unwrap_or_else(|_| format!("{root}/tests/.venv/bin/python"));
        let mut child = Command::new(&python)
            .arg(format!("{root}/tests/judges/python_key.py"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("the judge's Python, {python}, does not start ({error}): run tests/run")
            });
        Python {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            coming: VecDeque::new(),
            opened: Instant::now(),
            packets: 0,
            waited: vec![],
        }
    }

    fn ask(&mut self, line: &str) -> Vec<String> {
        writeln!(self.input, "{line}").unwrap();
        let mut answers = vec![];
        loop {
            let mut answer = String::new();
            let read = self.output.read_line(&mut answer).unwrap();
            assert!(read > 0, "the Python judge stopped: see its words above");
            match answer.trim_end() {
                "." => return answers,
                other => answers.push(other.to_owned()),
            }
        }
    }

    fn verdict(&mut self, word: char, case: &serde_json::Value) -> Result<String, String> {
        let answer = self.ask(&format!("{word} {case}")).concat();
        match answer.split_once(' ') {
            Some(("yes", what)) => Ok(what.to_owned()),
            _ => Err(answer),
        }
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Link for Python {
    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    fn send(&mut self, packet: &Packet, _by: Duration) -> Result<(), LinkError> {
        self.packets += 1;
        let answers = self.ask(&format!("P {}", hex(packet)));
        self.coming.extend(
            answers
                .iter()
                .map(|a| <Packet>::try_from(unhex(a)).unwrap()),
        );
        Ok(())
    }

    fn receive(&mut self, _by: Duration) -> Result<Packet, LinkError> {
        self.packets += 1;
        self.coming.pop_front().ok_or(LinkError::Deadline)
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        self.packets -= 1;
        self.waited.push(what);
        Waiting::GoOn
    }
}

struct System;

impl Entropy for System {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        use std::io::Read;
        std::fs::File::open("/dev/urandom")
            .unwrap()
            .read_exact(out)
            .unwrap();
        Ok(())
    }
}

fn pin(text: &str) -> Secret {
    Secret::take(&mut text.as_bytes().to_vec()).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
        .collect()
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|b| format!("{b:08b}")).collect();
    let sextet = |s: &[u8]| {
        let digits = format!("{:0<6}", std::str::from_utf8(s).unwrap());
        char::from(ALPHABET[usize::from_str_radix(&digits, 2).unwrap()])
    };
    bits.as_bytes().chunks(6).map(sextet).collect()
}

fn open(arguments: &[&str]) -> Client<Python> {
    Client::open(Python::start(arguments), &mut System).unwrap()
}

fn new_credential() -> NewCredential {
    NewCredential {
        client_data_hash: [7; 32],
        rp_id: RP.into(),
        rp_name: "Microsoft".into(),
        user_id: vec![1, 2, 3],
        user_name: "breakglass1@contoso.onmicrosoft.com".into(),
        user_display: "Break Glass 1".into(),
        discoverable: true,
        ..NewCredential::default()
    }
}

#[test]
fn a_key_that_is_not_ours_says_what_it_can_do() {
    let mut client = open(&[]);
    let info = client.info().unwrap();
    assert_eq!(info.versions, ["FIDO_2_0", "FIDO_2_1"]);
    assert_eq!(info.aaguid.to_vec(), (0..16).collect::<Vec<u8>>());
    assert_eq!(
        (info.pin_set(), info.option("rk"), info.option("alwaysUv")),
        (Some(false), Some(true), None)
    );
    assert_eq!(
        (
            info.max_msg_size,
            &info.pin_protocols[..],
            info.min_pin_length
        ),
        (Some(1200), &[2, 1][..], Some(6))
    );
    assert_eq!(
        (info.max_credentials_in_list, info.max_credential_id_len),
        (Some(3), Some(64))
    );
    assert_eq!(
        (
            info.algorithms,
            info.firmware_version,
            info.remaining_discoverable
        ),
        (vec![-7], Some(328_706), Some(25))
    );
    client.selection().unwrap();
    assert!(client.link_mut().waited.contains(&WaitingFor::Touch));
}

#[test]
fn pins_are_set_changed_and_counted_as_the_other_side_decrypts_them() {
    let mut client = open(&[]);
    let [first, second] = [pin("123456"), pin("pä55-вечер-🔑")];
    assert_eq!(
        client.change_pin(&first, &second, &mut System),
        Err(CtapError::Refused(Status::PinNotSet))
    );

    client.set_pin(&first, &mut System).unwrap();
    assert_eq!(client.link_mut().ask("PIN"), [hex(first.bytes())]);
    assert_eq!(
        client.set_pin(&second, &mut System),
        Err(CtapError::Refused(Status::PinAuthInvalid))
    );

    client.change_pin(&first, &second, &mut System).unwrap();
    assert_eq!(client.link_mut().ask("PIN"), [hex(second.bytes())]);

    let wrong = client.change_pin(&first, &second, &mut System).unwrap_err();
    assert_eq!(wrong, CtapError::Refused(Status::PinInvalid));
    assert!(!wrong.outcome_unknown());
    assert_eq!(
        client.pin_retries(),
        Ok(PinRetries {
            left: 7,
            power_cycle: false
        })
    );

    // After a wrong PIN the key has a new key pair: the client must ask for it.
    let longest = pin(&"9".repeat(63));
    client.change_pin(&second, &longest, &mut System).unwrap();
    assert_eq!(client.link_mut().ask("PIN"), [hex(longest.bytes())]);

    client.reset().unwrap();
    assert_eq!(client.link_mut().ask("PIN"), ["none"]);
    assert_eq!(client.info().unwrap().pin_set(), Some(false));
}

#[test]
fn a_pin_that_breaks_a_rule_is_not_sent() {
    let mut client = open(&[]);
    client.info().unwrap();
    let good = pin("123456");
    let before = client.link_mut().packets;
    for (text, rule) in [
        ("12345", PinRule::TooShort { min: 6 }),
        ("äöüäö", PinRule::TooShort { min: 6 }),
        ("", PinRule::TooShort { min: 6 }),
        ("a\u{308}bcdefg", PinRule::NotNormal),
        ("1234567\0", PinRule::EndsInZero),
        (&"1".repeat(64), PinRule::TooLong { max: 63 }),
        (&"ä".repeat(32), PinRule::TooLong { max: 63 }),
    ] {
        let refused = Err(CtapError::Pin(rule));
        assert_eq!(client.set_pin(&pin(text), &mut System), refused, "{text:?}");
        assert_eq!(
            client.change_pin(&good, &pin(text), &mut System),
            refused,
            "{text:?}"
        );
    }
    let mut not_text = vec![0xff; 6];
    let not_text = Secret::take(&mut not_text).unwrap();
    assert_eq!(
        client.set_pin(&not_text, &mut System),
        Err(CtapError::Pin(PinRule::NotText))
    );
    assert_eq!(client.link_mut().packets, before);
}

#[test]
fn a_pin_change_costs_no_more_packets_than_it_must() {
    let mut client = open(&[]);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    client.info().unwrap();
    let before = client.link_mut().packets;
    client
        .change_pin(&pin("123456"), &pin("654321"), &mut System)
        .unwrap();
    // Key agreement: one out, two back. changePIN: 237 bytes, so five out; one back.
    let packets = client.link_mut().packets - before;
    println!("packets per PIN change, keepalives apart: {packets}");
    assert_eq!(packets, 9);
}

#[test]
fn credentials_are_made_found_and_believed() {
    for arguments in [&[][..], &["legacy"]] {
        let mut client = open(arguments);
        let pin = pin("123456");
        client.set_pin(&pin, &mut System).unwrap();
        let both = Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION;
        let token = client.token(&pin, both, Some(RP), &mut System).unwrap();

        let new = NewCredential {
            extensions: Extensions {
                protect: Some(2),
                ..Extensions::default()
            },
            ..new_credential()
        };
        let made = client.make_credential(&new, Some(&token)).unwrap();
        let (data, trust) = verify_attestation(&made, RP, &[7; 32]).unwrap();
        assert_eq!(trust, Trust::Own);
        assert!(
            data.flags.user_verified() && data.flags.user_present() && data.extensions.is_some()
        );
        assert!(verify_attestation(&made, RP, &[8; 32]).is_err());
        assert!(verify_attestation(&made, "login.example", &[7; 32]).is_err());
        let credential = data.attested.unwrap();

        let again = NewCredential {
            exclude: vec![vec![0; 16], credential.credential_id.clone()],
            ..new_credential()
        };
        let refused = client.make_credential(&again, Some(&token));
        assert_eq!(refused, Err(CtapError::Refused(Status::CredentialExcluded)));
        let many = NewCredential {
            exclude: vec![vec![0; 16]; 4],
            ..new_credential()
        };
        let refused = client.make_credential(&many, Some(&token));
        assert_eq!(refused, Err(CtapError::TooMany { count: 4, max: 3 }));

        for (allow, user_presence) in [
            (vec![], true),
            (vec![credential.credential_id.clone()], false),
        ] {
            let by_id = !allow.is_empty();
            let request = AssertionRequest {
                rp_id: RP.into(),
                client_data_hash: [9; 32],
                allow,
                user_presence,
                ..AssertionRequest::default()
            };
            let got = client.get_assertion(&request, Some(&token)).unwrap();
            assert_eq!(got.credential_id, credential.credential_id);
            assert_eq!(got.user_id, (!by_id).then(|| vec![1, 2, 3]));
            let key = &credential.public_key;
            let data = verify_assertion(key, RP, &got.auth_data, &[9; 32], &got.signature).unwrap();
            assert_eq!(
                (data.flags.user_present(), data.sign_count),
                (user_presence, 5)
            );
            let other = verify_assertion(key, RP, &got.auth_data, &[8; 32], &got.signature);
            assert_eq!(other, Err(AssertionError::Signature));
            let other = verify_assertion(
                key,
                "other.example",
                &got.auth_data,
                &[9; 32],
                &got.signature,
            );
            assert_eq!(other, Err(AssertionError::OtherRelyingParty));
        }

        let elsewhere = AssertionRequest {
            rp_id: "other.example".into(),
            ..AssertionRequest::default()
        };
        let none = client.get_assertion(&elsewhere, None);
        assert_eq!(none, Err(CtapError::Refused(Status::NoCredentials)));
        let too_long = AssertionRequest {
            rp_id: RP.into(),
            allow: vec![vec![1; 65]],
            ..elsewhere
        };
        let none = client.get_assertion(&too_long, None);
        assert_eq!(
            none,
            Err(CtapError::Refused(Status::NoCredentials)),
            "an id that no key like this has"
        );
    }
}

#[test]
fn a_token_is_for_what_it_was_asked_for() {
    let mut client = open(&[]);
    let pin = pin("123456");
    client.set_pin(&pin, &mut System).unwrap();
    let token = client
        .token(
            &pin,
            Permissions::GET_ASSERTION,
            Some("other.example"),
            &mut System,
        )
        .unwrap();
    let refused = client.make_credential(&new_credential(), Some(&token));
    assert_eq!(refused, Err(CtapError::Refused(Status::PinAuthInvalid)));

    let mut client = open(&["legacy"]);
    client.set_pin(&pin, &mut System).unwrap();
    let refused = client
        .token(&pin, Permissions::CREDENTIAL_MANAGEMENT, None, &mut System)
        .err();
    assert_eq!(refused, Some(CtapError::Unsupported(Feature::Permissions)));
}

/// Makes a passkey from the captured options; gives what the relying party keeps of it.
fn enrol(client: &mut Client<Python>, pin: &Secret) -> (String, CredentialKey, Vec<u8>) {
    let options =
        CreationOptions::read(include_str!("../data/graph-creation-options.json")).unwrap();
    let data = options.client_data();
    let token = client
        .token(
            pin,
            Permissions::MAKE_CREDENTIAL,
            Some(&options.rp_id),
            &mut System,
        )
        .unwrap();
    let new = NewCredential {
        client_data_hash: data.hash(),
        rp_id: options.rp_id.clone(),
        rp_name: options.rp_name.clone(),
        user_id: options.user_id.clone(),
        user_name: options.user_name.clone(),
        user_display: options.user_display.clone(),
        discoverable: options.discoverable,
        exclude: options.exclude[..3].to_vec(),
        ..NewCredential::default()
    };
    let made = client.make_credential(&new, Some(&token)).unwrap();
    let (auth_data, _) = verify_attestation(&made, RP, &data.hash()).unwrap();
    let credential = auth_data.attested.unwrap();
    let response: serde_json::Value =
        serde_json::from_str(&data.response(&credential.credential_id, &made)).unwrap();

    let members: Vec<_> = response.as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["clientExtensionResults", "id", "response"]);
    let mut case = json!({"challenge": options.challenge, "rp": RP, "response": response});
    let kept = client.link_mut().verdict('R', &case).unwrap();
    case["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
    let refused = client.link_mut().verdict('R', &case).unwrap_err();
    assert!(refused.contains("Wrong challenge"), "{refused}");
    (kept, credential.public_key, credential.credential_id)
}

fn sign(
    client: &mut Client<Python>,
    pin: &Secret,
    id: &[u8],
    hash: [u8; 32],
) -> sealwright::ctap::AssertionReply {
    let token = client
        .token(pin, Permissions::GET_ASSERTION, Some(RP), &mut System)
        .unwrap();
    let request = AssertionRequest {
        rp_id: RP.into(),
        client_data_hash: hash,
        allow: vec![id.to_vec()],
        user_presence: true,
        ..AssertionRequest::default()
    };
    client.get_assertion(&request, Some(&token)).unwrap()
}

#[test]
fn a_tenants_options_become_a_passkey_that_a_relying_party_takes() {
    let mut client = open(&[]);
    let pin = pin("123456");
    client.set_pin(&pin, &mut System).unwrap();
    let (kept, _, id) = enrol(&mut client, &pin);

    let challenge = base64url(&[3; 32]);
    let client_data =
        format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://{RP}"}}"#);
    let reply = sign(&mut client, &pin, &id, Sha256::digest(&client_data).into());
    let case = json!({
        "rp": RP, "challenge": challenge, "credential": kept, "client_data": base64url(client_data.as_bytes()),
        "auth_data": base64url(&reply.auth_data), "signature": base64url(&reply.signature),
    });
    assert_eq!(client.link_mut().verdict('A', &case), Ok("accepted".into()));
}

#[test]
fn i16_a_check_of_a_passkey_is_refused_as_a_sign_in() {
    let mut client = open(&[]);
    let pin = pin("123456");
    client.set_pin(&pin, &mut System).unwrap();
    let (kept, key, id) = enrol(&mut client, &pin);

    let hash = credential_check_hash(&[1; 16], &[2; 32], &[3; 32]);
    let reply = sign(&mut client, &pin, &id, hash);
    assert!(verify_assertion(&key, RP, &reply.auth_data, &hash, &reply.signature).is_ok());

    // The best that a thief of the signature can do: client data for a live challenge, or the hashed text itself.
    let challenge = base64url(&[3; 32]);
    let honest =
        format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://{RP}"}}"#);
    let mut preimage = b"sealwright credential check v1".to_vec();
    preimage.extend([&[1; 16][..], &[2; 32], &[3; 32]].concat());
    for (client_data, reason) in [(honest.into_bytes(), "Invalid signature"), (preimage, "")] {
        let case = json!({
            "rp": RP, "challenge": challenge, "credential": kept, "client_data": base64url(&client_data),
            "auth_data": base64url(&reply.auth_data), "signature": base64url(&reply.signature),
        });
        let refused = client.link_mut().verdict('A', &case).unwrap_err();
        assert!(
            refused.starts_with("no ") && refused.contains(reason),
            "{refused}"
        );
    }
}
