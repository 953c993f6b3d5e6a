//! Real firmware (tests/vkey: that of Nitrokey 3 and Solo 2) answers our client, command by command.

use crate::vkey_rig::{SocketLink, VirtualKey};
use sealwright::ctap::cbor::Value;
use sealwright::ctap::{
    Algorithm, AssertionRequest, Client, CtapError, Extensions, Feature, Link, LinkError,
    Management, MinPinLength, NewCredential, Packet, Permissions, PinRule, Status, Waiting,
    WaitingFor,
};
use sealwright::secret::{Entropy, EntropyFailed, Secret};
use sealwright::webauthn::{AuthData, Trust, verify_assertion, verify_attestation};
use sha2::{Digest, Sha256};
use std::time::Duration;

const RP: &str = "login.example";
const HASH: [u8; 32] = [7; 32];

struct System;

impl Entropy for System {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        sealwright::station::Dice.fill(out)
    }
}

fn open(key: &VirtualKey) -> Client<SocketLink> {
    Client::open(key.link(), &mut System).expect("a channel")
}

fn pin(text: &str) -> Secret {
    Secret::take(&mut text.as_bytes().to_vec()).expect("room")
}

fn refused(status: Status) -> CtapError {
    CtapError::Refused(status)
}

fn new_credential(user: u8) -> NewCredential {
    NewCredential {
        client_data_hash: HASH,
        rp_id: RP.into(),
        rp_name: "Login".into(),
        user_id: vec![user; 8],
        user_name: format!("user{user}@login.example"),
        user_display: format!("User {user}"),
        discoverable: true,
        ..NewCredential::default()
    }
}

fn token(
    client: &mut Client<SocketLink>,
    permissions: Permissions,
    rp_id: Option<&str>,
) -> sealwright::ctap::PinToken {
    client
        .token(&pin("123456"), permissions, rp_id, &mut System)
        .expect("the right PIN")
}

#[test]
fn a_key_says_what_it_is_and_what_it_does_not_say_is_not_made_up() {
    let key = VirtualKey::new();
    let info = open(&key).info().unwrap();
    assert_eq!(
        info.versions,
        ["U2F_V2", "FIDO_2_0", "FIDO_2_1", "FIDO_2_3"]
    );
    assert_eq!(info.pin_set(), Some(false));
    assert_eq!(info.pin_protocols, [2, 1]);
    assert_eq!(info.management(), Some(Management::Standard));
    assert_eq!(info.firmware_version, Some(0x0001_0203));
    assert_eq!(info.algorithms, [-7, -8]);
    assert_eq!(info.option("alwaysUv"), Some(false));
    assert_eq!(info.option("uv"), None);
    assert_eq!((info.uv_modality, info.preferred_uv_attempts), (None, None));
    assert_eq!(info.transports, ["usb"]);
    assert!(info.has_permissions() && !info.wants_new_pin());
}

#[test]
fn i3_a_pin_is_set_tried_changed_and_locked_as_the_firmware_counts() {
    let mut key = VirtualKey::new();
    let mut client = open(&key);
    let permissions = Permissions::GET_ASSERTION;
    let none = client.token(&pin("123456"), permissions, Some(RP), &mut System);
    assert_eq!(none.err(), Some(refused(Status::PinNotSet)));

    client.set_pin(&pin("123456"), &mut System).unwrap();
    assert_eq!(client.info().unwrap().pin_set(), Some(true));
    let again = client.set_pin(&pin("654321"), &mut System);
    assert!(matches!(again, Err(CtapError::Refused(_))), "{again:?}");
    token(&mut client, permissions, Some(RP));

    let full = client.pin_retries().unwrap();
    assert_eq!((full.left, full.power_cycle), (8, false));
    for (left, status) in [
        (7, Status::PinInvalid),
        (6, Status::PinInvalid),
        (5, Status::PinAuthBlocked),
    ] {
        let wrong = client.token(&pin("000000"), permissions, Some(RP), &mut System);
        assert_eq!(wrong.err(), Some(refused(status)));
        assert_eq!(client.pin_retries().unwrap().left, left);
    }
    // Blocked until it is unplugged: the right PIN is refused too, and costs nothing.
    let right = client.token(&pin("123456"), permissions, Some(RP), &mut System);
    assert_eq!(right.err(), Some(refused(Status::PinAuthBlocked)));
    // This firmware leaves powerCycleState out: the status alone tells.
    let blocked = client.pin_retries().unwrap();
    assert_eq!((blocked.left, blocked.power_cycle), (5, false));

    key.replug();
    let mut client = open(&key);
    assert_eq!(client.pin_retries().unwrap().left, 5);
    client
        .change_pin(&pin("123456"), &pin("pä55-вечер-🔑"), &mut System)
        .unwrap();
    assert_eq!(client.pin_retries().unwrap().left, 8);
    let old = client.token(&pin("123456"), permissions, Some(RP), &mut System);
    assert_eq!(old.err(), Some(refused(Status::PinInvalid)));
    let new = client.token(&pin("pä55-вечер-🔑"), permissions, Some(RP), &mut System);
    assert!(new.is_ok());
}

#[test]
fn what_breaks_a_rule_of_pins_never_reaches_the_key() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.info().unwrap();
    let before = key.stat("from_host");
    for (text, rule) in [
        ("123", PinRule::TooShort { min: 4 }),
        ("e\u{301}abc", PinRule::NotNormal),
        (&"1".repeat(64), PinRule::TooLong { max: 63 }),
    ] {
        let wrong = client.set_pin(&pin(text), &mut System);
        assert_eq!(wrong, Err(CtapError::Pin(rule)));
    }
    assert_eq!(key.stat("from_host"), before);
    client.set_pin(&pin(&"1".repeat(63)), &mut System).unwrap();
}

#[test]
fn credentials_of_both_algorithms_are_made_found_and_believed() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    for (user, algorithm) in [(1, Algorithm::Es256), (2, Algorithm::EdDsa)] {
        let both = Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION;
        let token = token(&mut client, both, Some(RP));
        let new = NewCredential {
            algorithms: vec![algorithm],
            extensions: Extensions {
                protect: Some(2),
                blob: Some(b"not a secret".to_vec()),
                min_pin_length: true,
                hmac_secret: true,
            },
            ..new_credential(user)
        };
        let made = client.make_credential(&new, Some(&token)).unwrap();
        let (data, trust) = verify_attestation(&made, RP, &HASH).unwrap();
        assert_eq!(trust, Trust::Own);
        assert!(data.flags.user_present() && data.flags.user_verified());
        let outputs = data.extensions.unwrap();
        assert_eq!(outputs.get_text("credProtect").unwrap().as_u64(), Some(2));
        assert_eq!(
            outputs.get_text("hmac-secret").unwrap().as_bool(),
            Some(true)
        );
        assert_eq!(outputs.get_text("credBlob").unwrap().as_bool(), Some(true));
        let told = outputs.get_text("minPinLength");
        assert_eq!(
            told.and_then(Value::as_u64),
            None,
            "to nobody who was not named"
        );
        let credential = data.attested.unwrap();
        assert_eq!(credential.public_key.algorithm(), algorithm);

        let silent = AssertionRequest {
            rp_id: RP.into(),
            client_data_hash: [9; 32],
            allow: vec![credential.credential_id.clone()],
            ..AssertionRequest::default()
        };
        let blinks = key.stat("blinks");
        let reply = client.get_assertion(&silent, None).unwrap();
        let public = &credential.public_key;
        let data =
            verify_assertion(public, RP, &reply.auth_data, &[9; 32], &reply.signature).unwrap();
        assert!(!data.flags.user_present() && !data.flags.user_verified());
        assert_eq!(key.stat("blinks"), blinks, "a silent one asks for no touch");
        let other = verify_assertion(public, RP, &reply.auth_data, &[8; 32], &reply.signature);
        assert!(other.is_err());

        let excluded = NewCredential {
            exclude: vec![credential.credential_id],
            ..new_credential(9)
        };
        let again = client.make_credential(&excluded, Some(&token));
        assert_eq!(again, Err(refused(Status::CredentialExcluded)));
    }
    let token = token(&mut client, Permissions::GET_ASSERTION, Some(RP));
    let with_blob = AssertionRequest {
        rp_id: RP.into(),
        client_data_hash: HASH,
        user_presence: true,
        blob: true,
        ..AssertionRequest::default()
    };
    let reply = client.get_assertion(&with_blob, Some(&token)).unwrap();
    let outputs = AuthData::read(&reply.auth_data)
        .unwrap()
        .extensions
        .unwrap();
    let blob = outputs.get_text("credBlob").unwrap().as_bytes();
    assert_eq!(blob, Some(&b"not a secret"[..]));
}

#[test]
fn an_algorithm_or_setting_that_the_key_lacks_is_refused_before_anything_changes() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    let rsa = NewCredential {
        algorithms: vec![Algorithm::Rs256],
        ..new_credential(3)
    };
    let token = token(&mut client, Permissions::MAKE_CREDENTIAL, Some(RP));
    let refusal = client.make_credential(&rsa, Some(&token));
    assert_eq!(refusal, Err(refused(Status::UnsupportedAlgorithm)));
}

#[test]
fn every_credential_that_could_answer_is_given_one_after_the_other() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    let both = Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION;
    for user in 1..=3 {
        let token = token(&mut client, both, Some(RP));
        client
            .make_credential(&new_credential(user), Some(&token))
            .unwrap();
    }
    let token = token(&mut client, both, Some(RP));
    let any = AssertionRequest {
        rp_id: RP.into(),
        client_data_hash: HASH,
        user_presence: true,
        ..AssertionRequest::default()
    };
    let first = client.get_assertion(&any, Some(&token)).unwrap();
    assert_eq!(first.matching, 3);
    assert_eq!(
        first.user_name.map(String::from).as_deref(),
        Some("user3@login.example")
    );
    let mut users = vec![first.user_id.unwrap()];
    for _ in 1..3 {
        users.push(client.next_assertion().unwrap().user_id.unwrap());
    }
    assert_eq!(users, [[3; 8], [2; 8], [1; 8]], "the newest first");
    assert_eq!(
        client.next_assertion(),
        Err(refused(Status::NotAllowed)),
        "there is no fourth"
    );
}

#[test]
fn what_lies_on_the_key_is_listed_renamed_and_deleted() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    let manage = Permissions::CREDENTIAL_MANAGEMENT;
    let allowed = token(&mut client, manage, None);
    assert_eq!(client.credential_count(&allowed).unwrap().existing, 0);
    assert_eq!(client.relying_parties(&allowed).unwrap(), []);

    for (user, rp_id) in [(1, RP), (2, RP), (3, "other.example")] {
        let make = token(&mut client, Permissions::MAKE_CREDENTIAL, Some(rp_id));
        let new = NewCredential {
            rp_id: rp_id.into(),
            ..new_credential(user)
        };
        client.make_credential(&new, Some(&make)).unwrap();
    }

    let allowed = token(&mut client, manage, None);
    let count = client.credential_count(&allowed).unwrap();
    let room = client.info().unwrap().remaining_discoverable;
    assert_eq!((count.existing, count.remaining), (3, room));
    let parties = client.relying_parties(&allowed).unwrap();
    let mut ids: Vec<String> = parties
        .iter()
        .map(|p| p.id.clone().unwrap().into())
        .collect();
    ids.sort();
    assert_eq!(ids, [RP, "other.example"]);

    let hash: [u8; 32] = Sha256::digest(RP).into();
    let mut stored = client.credentials_of(&allowed, &hash).unwrap();
    stored.sort_by(|a, b| a.user_id.cmp(&b.user_id));
    let users: Vec<_> = stored.iter().map(|c| c.user_id.clone()).collect();
    assert_eq!(users, [[1; 8], [2; 8]]);
    assert_eq!(client.credentials_of(&allowed, &[0; 32]).unwrap(), []);

    client
        .update_user(&allowed, &stored[0], "new@login.example", "New")
        .unwrap();
    client.delete_credential(&allowed, &stored[1].id).unwrap();
    let left = client.credentials_of(&allowed, &hash).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(
        left[0].user_name.clone().map(String::from).as_deref(),
        Some("new@login.example")
    );
    let gone = client.delete_credential(&allowed, &stored[1].id);
    // CTAP 2.1 says "no credentials"; this firmware has its own word.
    assert_eq!(gone, Err(refused(Status::InvalidCredential)));
    assert_eq!(client.credential_count(&allowed).unwrap().existing, 2);

    let other = token(&mut client, Permissions::GET_ASSERTION, Some(RP));
    let denied = client.credential_count(&other);
    assert_eq!(denied, Err(refused(Status::PinAuthInvalid)));
}

#[test]
fn settings_are_made_and_seen() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    let set = token(&mut client, Permissions::CONFIGURATION, None);
    let longer = MinPinLength {
        length: Some(6),
        ..MinPinLength::default()
    };
    client.set_min_pin_length(Some(&set), &longer).unwrap();
    assert_eq!(client.info().unwrap().min_pin_length, Some(6));
    let short = client.change_pin(&pin("123456"), &pin("12345"), &mut System);
    assert_eq!(
        short,
        Err(CtapError::Pin(PinRule::TooShort { min: 6 })),
        "said before the key is asked"
    );
    let lower = MinPinLength {
        length: Some(4),
        ..MinPinLength::default()
    };
    let refusal = client.set_min_pin_length(Some(&set), &lower);
    assert_eq!(refusal, Err(refused(Status::PinPolicyViolation)));

    client.toggle_always_uv(Some(&set)).unwrap();
    assert!(client.info().unwrap().always_uv());
    let unverified = client.make_credential(&new_credential(1), None);
    assert_eq!(unverified, Err(refused(Status::PinRequired)));
    client.toggle_always_uv(Some(&set)).unwrap();
    assert!(!client.info().unwrap().always_uv());

    let force = MinPinLength {
        force_change: true,
        ..MinPinLength::default()
    };
    client.set_min_pin_length(Some(&set), &force).unwrap();
    assert!(client.info().unwrap().wants_new_pin());
    let blocked = client.token(
        &pin("123456"),
        Permissions::GET_ASSERTION,
        Some(RP),
        &mut System,
    );
    assert_eq!(blocked.err(), Some(refused(Status::PinPolicyViolation)));
    client
        .change_pin(&pin("123456"), &pin("654321"), &mut System)
        .unwrap();
    assert!(!client.info().unwrap().wants_new_pin());

    let enterprise = client.enable_enterprise_attestation(None);
    let lacks = CtapError::Unsupported(Feature::Setting("ep"));
    assert_eq!(enterprise, Err(lacks));
}

#[test]
fn a_reset_is_taken_within_its_window_only_and_wipes_all() {
    let mut key = VirtualKey::new();
    let mut client = open(&key);
    client.set_pin(&pin("123456"), &mut System).unwrap();
    key.control("age 11");
    assert_eq!(client.reset(), Err(refused(Status::NotAllowed)));
    assert_eq!(client.info().unwrap().pin_set(), Some(true));

    key.replug();
    let mut client = open(&key);
    client.reset().unwrap();
    assert_eq!(client.info().unwrap().pin_set(), Some(false));
}

#[test]
fn a_key_shows_itself_by_touch() {
    let key = VirtualKey::new();
    let mut client = open(&key);
    client.selection().unwrap();
    assert_eq!(key.stat("blinks"), 1);
    let dark = client.wink();
    assert_eq!(
        dark,
        Err(CtapError::Unsupported(Feature::Wink)),
        "and says so"
    );
}

#[test]
fn a_wait_for_a_touch_can_be_left() {
    let key = VirtualKey::new();
    key.control("never");
    let mut client = open(&key);
    client.link_mut().answer = Waiting::Cancel;
    assert_eq!(
        client.selection(),
        Err(CtapError::Cancelled { answered: true })
    );
    assert_eq!(client.link_mut().asked[0].1, WaitingFor::Touch);
    // And the key is as before.
    client.link_mut().answer = Waiting::GoOn;
    key.control("touch");
    client.selection().unwrap();
}

/// People who want to leave at a moment, and the moment at which the key was told.
struct Leaving {
    link: SocketLink,
    wish: Duration,
    told: Option<Duration>,
}

impl Link for Leaving {
    fn now(&self) -> Duration {
        self.link.now()
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        let sent = self.link.send(packet, by);
        if packet[4] == CANCEL {
            self.told = Some(self.now());
        }
        sent
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        self.link.receive(by)
    }

    fn waiting(&mut self, _: WaitingFor) -> Waiting {
        match self.now() >= self.wish {
            true => Waiting::Cancel,
            false => Waiting::GoOn,
        }
    }
}

/// CTAPHID_CANCEL.
const CANCEL: u8 = 0x91;

#[test]
fn a_wish_to_leave_is_on_the_wire_within_300_ms_whether_the_key_sends_keepalives_or_nothing() {
    let key = VirtualKey::new();
    key.control("never");
    for silent in [false, true] {
        let mut longest = Duration::ZERO;
        // At phases of the key's keepalives, or of our own questions; silence is waited out each time.
        let step = if silent { 110 } else { 29 };
        for wish in (200..500).step_by(step) {
            let link = Leaving {
                link: key.link(),
                wish: Duration::from_millis(wish),
                told: None,
            };
            let mut client = Client::open(link, &mut System).expect("a channel");
            if silent {
                key.control("mute on");
            }
            let cancelled = client.selection();
            key.control("mute off");
            let answered = !silent;
            assert_eq!(cancelled, Err(CtapError::Cancelled { answered }));
            let link = client.link_mut();
            longest = longest.max(link.told.expect("it was told") - link.wish);
        }
        println!("from the wish to the wire, silent {silent}: {longest:?} at most");
        assert!(
            longest < Duration::from_millis(300),
            "{silent}: {longest:?}"
        );
    }
}

#[test]
fn two_programs_on_one_key_do_not_hear_each_other() {
    let key = VirtualKey::new();
    let (mut one, mut two) = (open(&key), open(&key));
    one.set_pin(&pin("123456"), &mut System).unwrap();
    for _ in 0..5 {
        assert_eq!(one.pin_retries(), two.pin_retries());
        assert_eq!(one.info().unwrap(), two.info().unwrap());
    }
    let make = token(&mut one, Permissions::MAKE_CREDENTIAL, Some(RP));
    one.make_credential(&new_credential(1), Some(&make))
        .unwrap();
    assert_eq!(two.pin_retries().unwrap().left, 8);
}

#[test]
fn a_key_that_vanishes_or_falls_silent_is_a_fault_and_the_other_goes_on() {
    let mut key = VirtualKey::new();
    let other = VirtualKey::new();
    let mut fine = open(&other);
    let mut client = open(&key);
    key.control("yank command:06");
    let gone = client.set_pin(&pin("123456"), &mut System).unwrap_err();
    assert!(
        matches!(
            gone,
            CtapError::Lost {
                cause: LinkError::Gone,
                ..
            }
        ),
        "{gone:?}"
    );
    assert_eq!(fine.pin_retries().unwrap().left, 8);

    key.replug();
    assert_eq!(open(&key).info().unwrap().pin_set(), Some(false));
    key.control("delay 30");
    let mut slow = open(&key);
    slow.set_pin(&pin("123456"), &mut System).unwrap();
    assert_eq!(slow.info().unwrap().pin_set(), Some(true));

    key.control("delay 0");
    key.control("drop 1");
    // One lost report breaks the exchange, not what comes after it.
    let lost = slow.pin_retries().unwrap_err();
    let silence = CtapError::Lost {
        cause: LinkError::Deadline,
        unknown: false,
    };
    assert_eq!(lost, silence);
    assert_eq!(slow.pin_retries().unwrap().left, 8);
    assert!(slow.link_mut().now() < Duration::from_secs(30));
}
