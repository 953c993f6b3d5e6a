//! I2: which answers to a change leave open whether the key did it, status by status.

use crate::ctap_played::{
    CHANNEL, Counting, ERROR, KEEPALIVE, Next, Played, agreement, behaving_until, cbor, client,
    frame, info, map, object, one, pin, success,
};
use sealwright::ctap::cbor::{Value, bytes, int};
use sealwright::ctap::{
    Client, CtapError, MinPinLength, NewCredential, Permissions, PinToken, Status, StoredCredential,
};

/// Of any command: the request is not understood, or not allowed (CTAP 2.1, 8.2).
const REFUSED: [u8; 23] = [
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0b, 0x11, 0x12, 0x14, 0x15, 0x2b, 0x2c, 0x30, 0x32,
    0x33, 0x34, 0x35, 0x36, 0x39, 0x3e, 0x40,
];

type Change = fn(&mut Client<Played>, &PinToken) -> Result<(), CtapError>;

/// Its name, how it is asked, its command and subcommand, its own reasons.
type Row = (&'static str, Change, (u8, u64), &'static [u8]);

/// Each change, the command byte and subcommand that carries it, and the reasons that CTAP 2.1 gives for it alone.
const CHANGES: [Row; 9] = [
    (
        "setPIN",
        |key, _| key.set_pin(&pin(), &mut Counting(2)),
        (0x06, 3),
        &[0x31, 0x37],
    ),
    (
        "changePIN",
        |key, _| key.change_pin(&pin(), &pin(), &mut Counting(2)),
        (0x06, 4),
        &[0x31, 0x37],
    ),
    (
        "makeCredential",
        |key, _| {
            key.make_credential(&NewCredential::default(), None)
                .map(drop)
        },
        (0x01, 0),
        &[
            0x19, 0x22, 0x26, 0x27, 0x28, 0x2d, 0x2f, 0x31, 0x37, 0x3b, 0x3c, 0x3f,
        ],
    ),
    (
        "reset",
        |key, _| key.reset(),
        (0x07, 0),
        &[0x27, 0x2d, 0x2f],
    ),
    (
        "deleteCredential",
        |key, token| key.delete_credential(token, &[1]),
        (0x0a, 6),
        &[0x22, 0x2e],
    ),
    (
        "updateUserInformation",
        |key, token| key.update_user(token, &stored(), "a", "a"),
        (0x0a, 7),
        &[0x22, 0x28, 0x2e],
    ),
    (
        "enableEnterpriseAttestation",
        |key, token| key.enable_enterprise_attestation(Some(token)),
        (0x0d, 1),
        &[],
    ),
    (
        "toggleAlwaysUv",
        |key, token| key.toggle_always_uv(Some(token)),
        (0x0d, 2),
        &[],
    ),
    (
        "setMinPINLength",
        |key, token| {
            let wanted = MinPinLength {
                length: Some(6),
                ..MinPinLength::default()
            };
            key.set_min_pin_length(Some(token), &wanted)
        },
        (0x0d, 3),
        &[0x28, 0x37],
    ),
];

fn stored() -> StoredCredential {
    StoredCredential {
        id: vec![1],
        user_id: vec![1],
        user_name: None,
        user_display: None,
        public_key: Value::Map(vec![]),
        protect: None,
    }
}

fn token() -> PinToken {
    let mut key = behaving_until(9, || success(&map(vec![(2, bytes(&[7; 48]))])));
    let managing = Permissions::CREDENTIAL_MANAGEMENT;
    key.token(&pin(), managing, None, &mut Counting(5)).unwrap()
}

/// A key that can everything, and answers this change so.
fn changing(change: (u8, u64), answer: impl Fn() -> Vec<Next> + 'static) -> Client<Played> {
    client(move |_, message| {
        let number = |at: i64| {
            let request = Value::decode(&message[1..]).ok()?;
            request.get(at)?.as_u64()
        };
        let subcommand = match message[0] {
            0x06 => number(2),
            0x0a | 0x0d => number(1),
            _ => None,
        };
        match (message[0], subcommand) {
            (0x04, _) => {
                let can = [
                    "clientPin",
                    "pinUvAuthToken",
                    "credMgmt",
                    "authnrCfg",
                    "setMinPINLength",
                    "alwaysUv",
                    "ep",
                ];
                let mut members = info();
                let options = can.map(|name| (name, Value::Bool(true)));
                members[2].1 = object(options.to_vec());
                members.push((0x10, int(4)));
                success(&map(members))
            }
            (0x06, Some(2)) => success(&agreement(vec![])),
            (command, subcommand) => {
                assert_eq!((command, subcommand.unwrap_or(0)), change);
                answer()
            }
        }
    })
}

#[test]
fn i2_each_status_to_each_change_leaves_it_open_unless_it_stands_before_the_act() {
    let token = token();
    for (name, ask, change, reasons) in CHANGES {
        for status in 1..=255 {
            let mut key = changing(change, move || cbor(&[status]));
            let error = ask(&mut key, &token).unwrap_err();
            let surely_not = REFUSED.contains(&status) || reasons.contains(&status);
            assert_eq!(
                error.outcome_unknown(),
                !surely_not,
                "{name} 0x{status:02x}"
            );
        }
    }
}

/// What real keys answered after they had changed their PIN.
#[test]
fn i2_what_keys_answer_after_the_act_leaves_it_open() {
    let answers: [&'static [u8]; 8] = [
        &[],
        &[0x7f],
        &[0x21],
        &[0xf1],
        &[0x3a],
        &[0, 0xf6],
        &[0, 0xa1, 1, 1],
        &[0, 0xa0, 0],
    ];
    let token = token();
    for (name, ask, change, _) in CHANGES {
        for answer in answers {
            let mut key = changing(change, move || cbor(answer));
            let error = ask(&mut key, &token).unwrap_err();
            assert!(error.outcome_unknown(), "{name} {answer:02x?}");
        }
    }
}

#[test]
fn i2_an_error_of_packets_leaves_a_change_open_once_the_key_has_worked() {
    let before = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0b];
    for code in 0..=255 {
        let mut key = changing((0x07, 0), move || frame(CHANNEL, ERROR, &[code]));
        let error = key.reset().unwrap_err();
        assert_eq!(
            error.outcome_unknown(),
            !before.contains(&code),
            "0x{code:02x}"
        );

        let worked = move || {
            let mut packets = vec![one(CHANNEL, &[KEEPALIVE, 0, 1, 1])];
            packets.extend(frame(CHANNEL, ERROR, &[code]));
            packets
        };
        let error = changing((0x07, 0), worked).reset().unwrap_err();
        assert!(error.outcome_unknown(), "0x{code:02x}");

        let in_its_answer = move || {
            vec![
                cbor(&[0; 200]).remove(0),
                one(CHANNEL, &[ERROR, 0, 1, code]),
            ]
        };
        let error = changing((0x07, 0), in_its_answer).reset().unwrap_err();
        assert!(error.outcome_unknown(), "0x{code:02x}");
    }
}

/// A question changes nothing, whatever is answered.
#[test]
fn i2_no_answer_to_a_question_leaves_anything_open() {
    for status in 1..=255 {
        let mut key = behaving_until(1, move || cbor(&[status]));
        let error = key.pin_retries().unwrap_err();
        assert!(!error.outcome_unknown(), "0x{status:02x}");
        let mut key = client(move |_, _| frame(CHANNEL, ERROR, &[status]));
        assert!(!key.info().unwrap_err().outcome_unknown(), "0x{status:02x}");
    }
    // The status is said as the key gave it.
    let mut key = behaving_until(1, || cbor(&[0xf1]));
    let said = Err(CtapError::Refused(Status::Unknown(0xf1)));
    assert_eq!(key.pin_retries(), said);
}
