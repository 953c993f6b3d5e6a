//! Whatever stands in a key's answers, nothing of it is believed that is not as CTAP has it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::ctap_played::{
    CBOR, CHANNEL, Counting, ERROR, KEEPALIVE, Next, Played, agreement, answering, behaving_until,
    cbor, client, frame, frame_claiming, info, map, object, pin, raw, success,
};
use sealwright::ctap::cbor::{CborError, Value, bytes, int, text};
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, Link, Maker, NewCredential, Permissions, PinToken, Reply,
    Status,
};
use sealwright::webauthn::AuthData;

#[test]
fn content_that_is_not_canonical_or_not_there_is_named() {
    let of = |body: &'static [u8]| {
        let mut client = behaving_until(1, move || cbor(body));
        match client.pin_retries() {
            Err(CtapError::Reply {
                cause,
                unknown: false,
            }) => cause,
            other => panic!("{body:02x?}: {other:?}"),
        }
    };
    assert_eq!(of(&[0]), Reply::Empty);
    assert_eq!(of(&[0, 0xa1]), Reply::Cbor(CborError::Truncated));
    assert_eq!(of(&[0, 0xa1, 3]), Reply::Cbor(CborError::Truncated));
    assert_eq!(
        of(&[0, 0xa1, 3, 8, 0]),
        Reply::Cbor(CborError::Trailing { at: 3 })
    );
    assert_eq!(
        of(&[0, 0xa2, 3, 8, 3, 8]),
        Reply::Cbor(CborError::DuplicateKey { at: 3 })
    );
    assert_eq!(
        of(&[0, 0xbf, 3, 8, 0xff]),
        Reply::Cbor(CborError::Indefinite { at: 0 })
    );
    assert_eq!(
        of(&[0, 0xa1, 3, 0x18, 8]),
        Reply::Cbor(CborError::NotShortest { at: 2 })
    );
    assert_eq!(
        of(&[0, 0xa1, 3, 0xc1, 8]),
        Reply::Cbor(CborError::Unsupported { at: 2, byte: 0xc1 })
    );
    assert_eq!(
        of(&[0, 0xbb, 255, 255, 255, 255, 255, 255, 255, 255]),
        Reply::Cbor(CborError::Truncated)
    );
    assert_eq!(
        of(&[0, 0x81, 0x81, 0x81, 0x81, 0x81, 0]),
        Reply::Cbor(CborError::TooDeep { at: 4 })
    );
    assert_eq!(of(&[0, 8]), Reply::Wrong("the reply"));
    assert_eq!(of(&[0, 0xa0]), Reply::Missing("pinRetries"));
    assert_eq!(of(&[0, 0xa1, 3, 0x60]), Reply::Wrong("pinRetries"));
    assert_eq!(of(&[0, 0xa1, 3, 0x19, 1, 0]), Reply::Wrong("pinRetries"));
    assert_eq!(of(&[0, 0xa2, 3, 8, 4, 1]), Reply::Wrong("powerCycleState"));
}

#[test]
fn info_without_a_model_is_none_and_unknown_members_do_not_matter() {
    let info_with = |key: i64, value: Value| {
        let mut members = info();
        members.retain(|(k, _)| *k != key);
        members.push((key, value));
        answering(move || success(&map(members.clone()))).info()
    };
    assert!(info_with(0x55, text("new")).is_ok());
    assert!(info_with(-1, text("new")).is_ok());

    let without_aaguid = answering(|| success(&map(vec![(1, Value::Array(vec![]))]))).info();
    assert_eq!(
        without_aaguid,
        Err(CtapError::Reply {
            cause: Reply::Missing("aaguid"),
            unknown: false
        })
    );
    assert_eq!(
        info_with(13, int(0)).unwrap().least_pin_length(),
        4,
        "no key may lower the floor"
    );
}

#[test]
fn i4_no_pin_goes_to_a_key_agreement_that_is_off_the_curve() {
    let wrong = Err(CtapError::Reply {
        cause: Reply::Wrong("keyAgreement"),
        unknown: false,
    });
    for replace in [
        vec![(-3, bytes(&[1; 32]))],
        vec![(-2, bytes(&[0; 32])), (-3, bytes(&[0; 32]))],
        vec![(-2, bytes(&[0xff; 32]))],
        vec![(-2, bytes(&[1; 31]))],
        vec![(-2, bytes(&[]))],
        vec![(-3, text("y"))],
        vec![(1, int(1))],
        vec![(3, int(-8))],
        vec![(3, text("ES256"))],
        vec![(-1, int(2))],
    ] {
        let mut client = behaving_until(2, move || success(&agreement(replace.clone())));
        assert_eq!(client.set_pin(&pin(), &mut Counting(4)), wrong);
    }
    let mut client = behaving_until(2, || success(&map(vec![])));
    let missing = CtapError::Reply {
        cause: Reply::Missing("keyAgreement"),
        unknown: false,
    };
    assert_eq!(client.set_pin(&pin(), &mut Counting(4)), Err(missing));
}

#[test]
fn a_token_of_a_wrong_length_is_no_token() {
    for len in [0, 1, 15, 16, 17, 32, 33, 47, 49, 64, 4096] {
        let mut client = behaving_until(9, move || success(&map(vec![(2, bytes(&vec![7; len]))])));
        let got = client.token(
            &pin(),
            Permissions::GET_ASSERTION,
            Some("a.example"),
            &mut Counting(5),
        );
        let wrong = CtapError::Reply {
            cause: Reply::Wrong("pinUvAuthToken"),
            unknown: true,
        };
        assert_eq!(got.err(), Some(wrong), "{len}");
    }
    let mut client = behaving_until(9, || success(&map(vec![(2, bytes(&[7; 48]))])));
    assert!(
        client
            .token(
                &pin(),
                Permissions::GET_ASSERTION,
                Some("a.example"),
                &mut Counting(5)
            )
            .is_ok()
    );
}

#[test]
fn an_empty_success_is_no_credential_and_no_assertion() {
    let cause = |error: CtapError| match error {
        CtapError::Reply {
            cause,
            unknown: true,
        } => cause,
        other => panic!("{other:?}"),
    };
    let make = |body: Value| {
        let mut client = answering(move || success(&body));
        cause(
            client
                .make_credential(&NewCredential::default(), None)
                .unwrap_err(),
        )
    };
    assert_eq!(make(map(vec![])), Reply::Missing("fmt"));
    assert_eq!(make(map(vec![(1, int(1))])), Reply::Wrong("fmt"));
    assert_eq!(
        make(map(vec![(1, text("none"))])),
        Reply::Missing("authData")
    );
    assert_eq!(
        make(map(vec![(1, text("none")), (2, text(""))])),
        Reply::Wrong("authData")
    );
    assert_eq!(
        make(map(vec![(1, text("none")), (2, bytes(&[])), (3, int(0))])),
        Reply::Wrong("attStmt")
    );
    let empty = answering(|| cbor(&[0])).make_credential(&NewCredential::default(), None);
    assert_eq!(cause(empty.unwrap_err()), Reply::Empty);

    let get = |body: Value| {
        let mut client = answering(move || success(&body));
        cause(
            client
                .get_assertion(&AssertionRequest::default(), None)
                .unwrap_err(),
        )
    };
    let credential = object(vec![("id", bytes(&[1])), ("type", text("public-key"))]);
    assert_eq!(get(map(vec![])), Reply::Missing("credential"));
    assert_eq!(get(map(vec![(1, int(1))])), Reply::Wrong("credential"));
    assert_eq!(
        get(map(vec![(1, credential.clone())])),
        Reply::Missing("authData")
    );
    assert_eq!(
        get(map(vec![(1, credential.clone()), (2, bytes(&[]))])),
        Reply::Missing("signature")
    );
    let user = map(vec![
        (1, credential),
        (2, bytes(&[])),
        (3, bytes(&[])),
        (4, text("me")),
    ]);
    assert_eq!(get(user), Reply::Wrong("user"));
}

/// Lies about a reply of success with this body, as tests/vkey/src/twist.rs tells them.
fn lies(body: &[u8]) -> Vec<(&'static str, Vec<Next>)> {
    let whole = [&[0], body].concat();
    let with = |tail: &[u8]| cbor(&[&whole[..], tail].concat());
    let instead = |tail: &[u8]| cbor(&[&[0], tail].concat());
    let out_of_sequence = || {
        let mut packets = cbor(&[&whole[..], &[0; 200]].concat());
        packets.remove(1);
        packets
    };
    let twice = || match body {
        [head @ 0xa1..=0xb6, key, rest @ ..] => {
            instead(&[&[head + 1, *key, 0xf5, *key], rest].concat())
        }
        _ => cbor(&[]),
    };
    vec![
        ("error code 0", frame(CHANNEL, ERROR, &[0])),
        ("wrong channel", frame(CHANNEL ^ 0x55, CBOR, &whole)),
        ("wrong sequence", out_of_sequence()),
        ("short report", vec![Next::NoPacket("20 bytes")]),
        (
            "length 0xffff",
            frame_claiming(CHANNEL, CBOR, 0xffff, &whole[..whole.len().min(57)]),
        ),
        (
            "endless keepalives",
            vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 1]))],
        ),
        ("silence", vec![]),
        ("empty response", cbor(&[])),
        ("another command", frame(CHANNEL, 0x88, &[])),
        ("truncated CBOR", cbor(&whole[..whole.len() - 1])),
        ("trailing CBOR", with(&[0])),
        ("indefinite length", instead(&[0xbf, 1, 1, 0xff])),
        ("duplicate keys", twice()),
        ("deep nesting", instead(&[0x81; 1000])),
        (
            "a huge string",
            instead(&[0xa1, 1, 0x7b, 0x7f, !0, !0, !0, !0, !0, !0, !0]),
        ),
        ("status with body", cbor(&[&[0x31], body].concat())),
    ]
}

/// A key that tells lie number `n` about clientPIN's `subcommand`; how many messages held a PIN.
fn lying(subcommand: u64, body: Vec<u8>, n: usize) -> (Client<Played>, Rc<RefCell<usize>>) {
    let pins = Rc::new(RefCell::new(0));
    let count = pins.clone();
    let client = client(move |_, message| {
        let asked = match message[0] {
            0x04 => return success(&map(info())),
            _ => Value::decode(&message[1..]).unwrap(),
        };
        *count.borrow_mut() += usize::from(asked.get(5).or(asked.get(6)).is_some());
        match asked.get(2).unwrap().as_u64().unwrap() {
            sub if sub == subcommand => lies(&body).remove(n).1,
            2 => success(&agreement(vec![])),
            other => panic!("subcommand {other} after a lie"),
        }
    });
    (client, pins)
}

#[test]
fn no_lie_about_a_pin_command_is_believed_and_none_costs_a_try() {
    let token_of_32 = map(vec![(2, bytes(&[7; 48]))]).encode();
    let ask_token = |key: &mut Client<Played>| -> Result<(), CtapError> {
        let permissions = Permissions::GET_ASSERTION;
        key.token(&pin(), permissions, Some("a.example"), &mut Counting(5))
            .map(drop)
    };
    let set = |key: &mut Client<Played>| key.set_pin(&pin(), &mut Counting(5));
    let change = |key: &mut Client<Played>| key.change_pin(&pin(), &pin(), &mut Counting(5));
    type Ask<'a> = &'a dyn Fn(&mut Client<Played>) -> Result<(), CtapError>;
    // The lie about key agreement comes before the PIN is sent, the others after it was sent once.
    let cases: [(u64, Vec<u8>, Ask, usize); 6] = [
        (2, agreement(vec![]).encode(), &ask_token, 0),
        (2, agreement(vec![]).encode(), &set, 0),
        (2, agreement(vec![]).encode(), &change, 0),
        (9, token_of_32, &ask_token, 1),
        (3, vec![], &set, 1),
        (4, vec![], &change, 1),
    ];
    for (subcommand, body, ask, sent) in cases {
        for (n, (name, _)) in lies(&body).into_iter().enumerate() {
            let (mut key, pins) = lying(subcommand, body.clone(), n);
            let error = ask(&mut key).expect_err(name);
            assert_eq!(*pins.borrow(), sent, "{subcommand} {name}");
            assert!(!error.to_string().is_empty());
            assert!(key.link_mut().now() < Duration::from_secs(130), "{name}");
        }
    }
}

#[test]
fn no_lie_about_info_a_credential_or_a_signature_is_believed() {
    let credential = object(vec![("id", bytes(&[1; 16])), ("type", text("public-key"))]);
    let made = map(vec![
        (1, text("none")),
        (2, bytes(&[0; 37])),
        (3, Value::Map(vec![])),
    ]);
    let signed = map(vec![
        (1, credential),
        (2, bytes(&[0; 37])),
        (3, bytes(&[1; 8])),
    ]);
    type Ask = fn(&mut Client<Played>) -> Result<(), CtapError>;
    let cases: [(Value, Ask); 3] = [
        (map(info()), |key| key.info().map(drop)),
        (made, |key| {
            key.make_credential(&NewCredential::default(), None)
                .map(drop)
        }),
        (signed, |key| {
            key.get_assertion(&AssertionRequest::default(), None)
                .map(drop)
        }),
    ];
    for (body, ask) in cases {
        let body = body.encode();
        let honest = body.clone();
        let mut key = answering(move || cbor(&[&[0], &honest[..]].concat()));
        assert_eq!(ask(&mut key), Ok(()));
        for (n, (name, _)) in lies(&body).into_iter().enumerate() {
            let body = body.clone();
            let mut key = answering(move || lies(&body).remove(n).1);
            ask(&mut key).expect_err(name);
            assert!(key.link_mut().now() < Duration::from_secs(130), "{name}");
        }
    }
}

#[test]
fn a_success_that_says_more_than_success_leaves_the_change_open() {
    let wrong = |unknown| {
        Err(CtapError::Reply {
            cause: Reply::Wrong("the reply"),
            unknown,
        })
    };
    for body in [&[0, 0][..], &[0, 0xa0, 0], &[0, 0xa1, 1, 1], &[0, 0xff]] {
        let changed =
            behaving_until(4, move || cbor(body)).change_pin(&pin(), &pin(), &mut Counting(2));
        assert_eq!(changed, wrong(true));
        let set = behaving_until(3, move || cbor(body)).set_pin(&pin(), &mut Counting(2));
        assert_eq!(set, wrong(true));
        assert_eq!(answering(move || cbor(body)).reset(), wrong(true));
        assert_eq!(answering(move || cbor(body)).selection(), wrong(false));
    }
    // An empty map says no more.
    assert_eq!(answering(|| cbor(&[0, 0xa0])).reset(), Ok(()));
}

#[test]
fn a_key_that_becomes_another_model_or_number_in_one_conversation_is_named() {
    let changed = |what| {
        Err(CtapError::Reply {
            cause: Reply::Changed(what),
            unknown: false,
        })
    };
    let mut asked = 0;
    let mut key = client(move |_, _| {
        asked += 1;
        let mut members = info();
        members[1].1 = bytes(&[asked / 3; 16]);
        success(&map(members))
    });
    assert!(key.info().is_ok() && key.info().is_ok());
    assert_eq!(key.info().map(drop), changed("aaguid"));

    let mut asked = 0;
    let mut key = client(move |command, _| {
        asked += 1;
        frame(CHANNEL, command, &[asked / 3; 16])
    });
    let first = key.serial(Maker::Trussed).unwrap();
    assert_eq!(key.serial(Maker::Trussed), Ok(first));
    assert_eq!(
        key.serial(Maker::Trussed).map(drop),
        changed("the serial number")
    );
}

#[test]
fn a_key_that_wants_a_new_pin_is_not_sent_the_old_one() {
    let mut key = client(|_, message| match message[0] {
        0x04 => {
            let mut members = info();
            members.push((12, Value::Bool(true)));
            success(&map(members))
        }
        _ => panic!("it was sent"),
    });
    let permissions = Permissions::GET_ASSERTION;
    let refused = key.token(&pin(), permissions, Some("a.example"), &mut Counting(5));
    assert_eq!(
        refused.err(),
        Some(CtapError::Refused(Status::PinPolicyViolation))
    );
}

#[test]
fn control_characters_in_names_do_not_come_through() {
    const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;b\u{7}\r\n\u{202e}c";
    let user = || {
        object(vec![
            ("id", bytes(&[1])),
            ("name", text(HOSTILE)),
            ("displayName", text(HOSTILE)),
        ])
    };
    let credential = || object(vec![("id", bytes(&[1])), ("type", text("public-key"))]);
    let mut key = client(move |_, message| match (message[0], message.get(3)) {
        (0x04, _) => {
            let mut members = info();
            members[2].1 = object(vec![
                ("clientPin", Value::Bool(true)),
                ("credMgmt", Value::Bool(true)),
                ("pinUvAuthToken", Value::Bool(true)),
            ]);
            success(&map(members))
        }
        (0x02, _) => success(&map(vec![
            (1, credential()),
            (2, bytes(&[0; 37])),
            (3, bytes(&[0])),
            (4, user()),
        ])),
        (0x0a, Some(2)) => success(&map(vec![
            (3, object(vec![("id", text(HOSTILE))])),
            (4, bytes(&[1; 32])),
            (5, int(1)),
        ])),
        (0x0a, Some(4)) => success(&map(vec![
            (6, user()),
            (7, credential()),
            (8, Value::Map(vec![])),
            (9, int(1)),
        ])),
        (0x06, _) => match Value::decode(&message[1..])
            .unwrap()
            .get(2)
            .unwrap()
            .as_u64()
        {
            Some(2) => success(&agreement(vec![])),
            _ => success(&map(vec![(2, bytes(&[7; 48]))])),
        },
        other => panic!("{other:?}"),
    });
    let token: PinToken = key
        .token(
            &pin(),
            Permissions::CREDENTIAL_MANAGEMENT,
            None,
            &mut Counting(5),
        )
        .unwrap();
    let party = key.relying_parties(&token).unwrap().remove(0);
    let stored = key.credentials_of(&token, &party.hash).unwrap().remove(0);
    let signed = key
        .get_assertion(&AssertionRequest::default(), None)
        .unwrap();
    for name in [
        party.id,
        stored.user_name,
        stored.user_display,
        signed.user_name,
    ] {
        let name = String::from(name.unwrap());
        let hostile = |c: char| c.is_control() || c == '\u{202e}';
        assert!(!name.contains(hostile) && name.starts_with('a'), "{name:?}");
    }
}

#[test]
fn a_credential_id_longer_than_its_data_is_an_error() {
    // Relying party, flags (a credential follows), counter, AAGUID, length, and too little.
    let data = |len: u16, id: &[u8]| {
        [
            &[0; 32],
            &[0x41][..],
            &[0; 4],
            &[0; 16],
            &len.to_be_bytes(),
            id,
        ]
        .concat()
    };
    for len in [17, 0x3ff, 0xffff] {
        assert!(AuthData::read(&data(len, &[9; 16])).is_err(), "{len}");
    }
}

#[test]
fn what_is_too_long_for_the_key_is_not_sent() {
    let mut client = client(|_, message| match message[0] {
        0x04 => success(&map(info())),
        _ => panic!("it was sent"),
    });
    client.info().unwrap();
    let long = NewCredential {
        rp_name: "x".repeat(1000),
        ..NewCredential::default()
    };
    let refused = client.make_credential(&long, None).unwrap_err();
    assert!(
        matches!(refused, CtapError::TooLong { max: 1024, .. }),
        "{refused:?}"
    );
    assert!(!refused.outcome_unknown());
}
