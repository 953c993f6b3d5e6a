//! Keys of the market that do not follow CTAP to the letter are read where they can be read in one way, and it is noted.

use crate::ctap_played::{
    Counting, Next, Played, agreement, cbor, client, info, map, object, pin, success,
};
use sealwright::ctap::cbor::{CborError, Value, bytes, int, text};
use sealwright::ctap::{
    Client, CtapError, Feature, Oddity, Permissions, PinRetries, Reply, Status,
};
use std::cell::RefCell;
use std::rc::Rc;

fn oddities(key: &Client<Played>) -> Vec<Oddity> {
    key.oddities().iter().copied().collect()
}

fn wrong(cause: Reply) -> CtapError {
    CtapError::Reply {
        cause,
        unknown: false,
    }
}

/// A map, its members as they stand here.
fn unsorted(members: Vec<(Value, Value)>) -> Vec<u8> {
    let mut encoded = vec![0xa0 + members.len() as u8];
    for (key, value) in members {
        encoded.extend(key.encode());
        encoded.extend(match value {
            Value::Map(ref inner) => unsorted(inner.clone()),
            other => other.encode(),
        });
    }
    encoded
}

/// Nitrokey FIDO2, Solo 1 and GoTrust order options by hand.
#[test]
fn maps_out_of_order_are_read_and_noted() {
    let mut members: Vec<_> = info().into_iter().map(|(k, v)| (int(k), v)).collect();
    members.reverse();
    let body = [&[0], &unsorted(members)[..]].concat();
    let in_order = client(|_, _| success(&map(info()))).info().unwrap();
    let mut key = client(move |_, _| cbor(&body));
    assert_eq!(key.info().unwrap(), in_order);
    assert_eq!(oddities(&key), [Oddity::MapOrder]);
}

#[test]
fn an_honest_key_has_no_oddities() {
    let mut key = client(|_, _| success(&map(info())));
    key.info().unwrap();
    assert_eq!(oddities(&key), []);
}

#[test]
fn a_key_twice_trailing_bytes_and_wrong_lengths_are_never_read() {
    let mut twice: Vec<_> = info().into_iter().map(|(k, v)| (int(k), v)).collect();
    twice.reverse();
    // Not beside each other.
    twice.push((int(4), object(vec![])));
    let twice = unsorted(twice);
    let mut trailing = map(info()).encode();
    trailing.push(0);
    let mut short = map(info()).encode();
    short.pop();
    let of = |body: Vec<u8>| client(move |_, _| cbor(&[&[0], &body[..]].concat())).info();
    let cause = |body: Vec<u8>| match of(body) {
        Err(CtapError::Reply {
            cause: Reply::Cbor(cause),
            ..
        }) => cause,
        other => panic!("{other:?}"),
    };
    assert!(matches!(cause(twice), CborError::DuplicateKey { .. }));
    assert!(matches!(cause(trailing), CborError::Trailing { .. }));
    assert_eq!(cause(short), CborError::Truncated);
    // 23 in two bytes.
    let long_number = [0xa1, 5, 0x18, 23].to_vec();
    assert!(matches!(cause(long_number), CborError::NotShortest { .. }));
}

fn info_with(key: i64, value: Value) -> (Result<(), CtapError>, Vec<Oddity>) {
    let mut members = info();
    members.retain(|(k, _)| *k != key);
    members.push((key, value));
    let mut key = client(move |_, _| success(&map(members.clone())));
    (key.info().map(drop), oddities(&key))
}

#[test]
fn one_odd_member_does_not_make_a_key_unusable() {
    let odd: [(i64, Value, &'static str); 12] = [
        (1, int(1), "versions"),
        (2, Value::Array(vec![int(1)]), "extensions"),
        (5, text("1200"), "maxMsgSize"),
        (7, Value::Bool(true), "maxCredentialCountInList"),
        (10, Value::Array(vec![int(-7)]), "algorithms"),
        (14, int(-1), "firmwareVersion"),
        (0x12, text("finger"), "uvModality"),
        (0x13, object(vec![("FIDO", text("L1"))]), "certifications"),
        (20, bytes(&[1]), "remainingDiscoverableCredentials"),
        (0x18, int(1), "longTouchForReset"),
        (0x1b, int(1), "pinComplexityPolicy"),
        (0x1c, int(1), "pinComplexityPolicyURL"),
    ];
    for (key, value, name) in odd {
        let (said, oddities) = info_with(key, value);
        assert_eq!(said, Ok(()), "{name}");
        assert_eq!(oddities, [Oddity::Member(name)]);
    }
    let options = object(vec![
        ("clientPin", Value::Bool(true)),
        ("ofTheMaker", text("on")),
    ]);
    assert_eq!(
        info_with(4, options),
        (Ok(()), vec![Oddity::Member("options")])
    );
    assert_eq!(info_with(5, int(64)), (Ok(()), vec![Oddity::ShortMessages]));
}

/// What decides whether and how a PIN goes to the key is not guessed.
#[test]
fn a_member_that_decides_is_read_or_the_key_is_not_used() {
    let deciding: [(i64, Value, &'static str); 8] = [
        (3, bytes(&[0; 15]), "aaguid"),
        (4, object(vec![("clientPin", int(1))]), "options"),
        (4, object(vec![("alwaysUv", text("no"))]), "options"),
        (4, int(1), "options"),
        (6, Value::Array(vec![text("2")]), "pinUvAuthProtocols"),
        (12, int(1), "forcePINChange"),
        (13, text("4"), "minPINLength"),
        (0x1d, int(-1), "maxPINLength"),
    ];
    for (key, value, name) in deciding {
        let said = info_with(key, value).0;
        assert_eq!(said, Err(wrong(Reply::Wrong(name))), "{name}");
    }
}

/// Protocol and subcommand of each clientPIN that a key was asked.
type Asked = Rc<RefCell<Vec<(u64, u64)>>>;

/// A key of these options and protocols that answers clientPIN so, by protocol and subcommand; what it was asked.
fn answering_pins(
    options: &'static [&'static str],
    protocols: &'static [i64],
    mut answer: impl FnMut(u64, u64) -> Vec<Next> + 'static,
) -> (Client<Played>, Asked) {
    let asked = Asked::default();
    let record = Rc::clone(&asked);
    let key = client(move |_, message| match message[0] {
        0x04 => {
            let mut members = info();
            let options = options.iter().map(|name| (*name, Value::Bool(true)));
            members[2].1 = object(options.collect());
            members[3].1 = Value::Array(protocols.iter().map(|n| int(*n)).collect());
            success(&map(members))
        }
        0x06 => {
            let request = Value::decode(&message[1..]).unwrap();
            let number = |at| request.get(at).unwrap().as_u64().unwrap();
            record.borrow_mut().push((number(1), number(2)));
            answer(number(1), number(2))
        }
        other => panic!("{other}"),
    });
    (key, asked)
}

fn token_of(len: usize) -> Vec<Next> {
    success(&map(vec![(2, bytes(&vec![7; len]))]))
}

fn ask_token(key: &mut Client<Played>, permissions: Permissions) -> Result<(), CtapError> {
    let rp_id = permissions.need_rp().then_some("a.example");
    key.token(&pin(), permissions, rp_id, &mut Counting(5))
        .map(drop)
}

/// HID Crescendo.
#[test]
fn a_token_of_64_bytes_is_taken_with_protocol_1_and_noted() {
    for (len, note) in [(16, false), (32, false), (48, true), (64, true)] {
        let (mut key, _) = answering_pins(&["clientPin"], &[1], move |_, sub| match sub {
            2 => success(&agreement(vec![])),
            _ => token_of(len),
        });
        assert_eq!(
            ask_token(&mut key, Permissions::GET_ASSERTION),
            Ok(()),
            "{len}"
        );
        let noted = oddities(&key) == [Oddity::LongToken];
        assert_eq!(noted, note, "{len}");
    }
    for len in [0, 8, 24, 80, 128] {
        let (mut key, _) = answering_pins(&["clientPin"], &[1], move |_, sub| match sub {
            2 => success(&agreement(vec![])),
            _ => token_of(len),
        });
        assert!(
            ask_token(&mut key, Permissions::GET_ASSERTION).is_err(),
            "{len}"
        );
    }
}

#[test]
fn protocol_2_that_is_refused_before_any_pin_gives_way_to_protocol_1() {
    let refusing = |protocols| {
        answering_pins(
            &["clientPin", "pinUvAuthToken"],
            protocols,
            |protocol, sub| match (protocol, sub) {
                (2, _) => cbor(&[0x02]),
                (_, 1) => success(&map(vec![(3, int(8))])),
                (_, 2) => success(&agreement(vec![])),
                _ => token_of(32),
            },
        )
    };
    let (mut key, asked) = refusing(&[2, 1]);
    assert_eq!(ask_token(&mut key, Permissions::GET_ASSERTION), Ok(()));
    assert_eq!(oddities(&key), [Oddity::NoProtocolTwo]);
    assert_eq!(*asked.borrow(), [(2, 2), (1, 2), (1, 9)]);
    // And it stays with it.
    assert!(key.pin_retries().is_ok());
    assert_eq!(asked.borrow().last(), Some(&(1, 1)));

    let (mut key, _) = refusing(&[2, 1]);
    let eight = PinRetries {
        left: 8,
        power_cycle: false,
    };
    assert_eq!(key.pin_retries(), Ok(eight));

    // A key that offers protocol 2 alone is not asked in another.
    let (mut key, asked) = refusing(&[2]);
    let refused = Err(CtapError::Refused(Status::InvalidParameter));
    assert_eq!(ask_token(&mut key, Permissions::GET_ASSERTION), refused);
    assert_eq!(*asked.borrow(), [(2, 2)]);
}

/// Once a PIN was sent in one protocol it is not sent again in another: that could cost a try.
#[test]
fn i3_a_refusal_after_the_pin_was_sent_does_not_send_it_in_another_protocol() {
    for status in [0x02, 0x31, 0x33] {
        let (mut key, asked) = answering_pins(
            &["clientPin", "pinUvAuthToken"],
            &[2, 1],
            move |_, sub| match sub {
                2 => success(&agreement(vec![])),
                _ => cbor(&[status]),
            },
        );
        assert!(ask_token(&mut key, Permissions::GET_ASSERTION).is_err());
        assert_eq!(*asked.borrow(), [(2, 2), (2, 9)]);
    }
}

/// Drafts of CTAP 2.0 had ES256 there, or nothing.
#[test]
fn a_key_agreement_that_names_its_algorithm_otherwise_is_taken_and_noted() {
    let named_es256 = agreement(vec![(3, int(-7))]);
    let named_nothing = {
        let Some([(_, key)]) = named_es256.as_map() else {
            panic!()
        };
        let mut members = key.as_map().unwrap().to_vec();
        members.retain(|(label, _)| *label != int(3));
        map(vec![(1, Value::Map(members))])
    };
    for odd in [named_es256, named_nothing] {
        let (mut key, _) = answering_pins(&["clientPin"], &[1], move |_, sub| match sub {
            2 => success(&odd),
            _ => token_of(32),
        });
        assert_eq!(ask_token(&mut key, Permissions::GET_ASSERTION), Ok(()));
        assert_eq!(oddities(&key), [Oddity::AgreementAlgorithm]);
    }
}

/// Drafts of CTAP 2.1 managed credentials with the token of CTAP 2.0.
#[test]
fn credential_management_without_permissions_is_used_with_the_token_of_ctap_2_0() {
    for options in [
        &["clientPin", "credMgmt"][..],
        &["clientPin", "credentialMgmtPreview"],
    ] {
        let (mut key, asked) = answering_pins(options, &[1], |_, sub| match sub {
            2 => success(&agreement(vec![])),
            _ => token_of(32),
        });
        let managing = Permissions::CREDENTIAL_MANAGEMENT;
        assert_eq!(ask_token(&mut key, managing), Ok(()), "{options:?}");
        assert_eq!(*asked.borrow(), [(1, 2), (1, 5)]);
    }
    let (mut key, asked) = answering_pins(&["clientPin", "authnrCfg"], &[1], |_, _| vec![]);
    let refused = Err(CtapError::Unsupported(Feature::Permissions));
    assert_eq!(ask_token(&mut key, Permissions::CONFIGURATION), refused);
    assert_eq!(*asked.borrow(), []);
}
