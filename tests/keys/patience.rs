//! How long the client waits, for whom, and that an answer belongs to its question.

use crate::ctap_played::{
    CBOR, CHANNEL, Counting, ERROR, KEEPALIVE, Next, Played, agreement, behaving_until, cbor,
    client, frame, info, map, object, one, pin, raw, success,
};
use sealwright::ctap::cbor::{Value, bytes, int, text};
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, Link, LinkError, NewCredential, Permissions, PinRetries,
    PinToken, Reply, Status, Waiting, first_touched,
};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

const CANCEL: u8 = 0x91;
const LATE: Duration = Duration::from_secs(45);

fn credential() -> Value {
    object(vec![("id", bytes(&[1])), ("type", text("public-key"))])
}

fn signed() -> Vec<Next> {
    success(&map(vec![
        (1, credential()),
        (2, bytes(&[0; 37])),
        (3, bytes(&[1; 8])),
    ]))
}

fn made() -> Vec<Next> {
    success(&map(vec![(1, text("none")), (2, bytes(&[0; 37]))]))
}

/// Solo 1 and Solo 2 send no keepalives while they blink; others send "processing" all the time.
#[test]
fn a_touch_is_waited_for_without_keepalives_and_with_the_wrong_ones() {
    let silent = || vec![Next::Pause(LATE)];
    let working = || {
        let keepalive = || one(CHANNEL, &[KEEPALIVE, 0, 1, 1]);
        let beat = || [Next::Pause(Duration::from_millis(100)), keepalive()];
        (0..450).flat_map(|_| beat()).collect::<Vec<_>>()
    };
    for meanwhile in [silent as fn() -> Vec<Next>, working] {
        let mut key = client(move |_, message| {
            let mut packets = match message[0] {
                0x04 => return success(&map(info())),
                _ => meanwhile(),
            };
            packets.extend(match message[0] {
                0x01 => made(),
                0x02 => signed(),
                _ => cbor(&[0]),
            });
            packets
        });
        key.make_credential(&NewCredential::default(), None)
            .unwrap();
        let touched = AssertionRequest {
            user_presence: true,
            ..AssertionRequest::default()
        };
        key.get_assertion(&touched, None).unwrap();
        key.selection().unwrap();
        key.reset().unwrap();
        assert!(key.link_mut().now() >= 4 * LATE);
    }
}

/// What wants no touch is not waited for as long: a silent key is told of soon.
#[test]
fn a_silent_assertion_is_not_waited_for_as_a_touch_is() {
    let mut key = client(|_, _| vec![Next::Pause(LATE)]);
    let silent = AssertionRequest::default();
    assert!(!silent.user_presence);
    assert!(key.get_assertion(&silent, None).is_err());
    assert!(key.link_mut().now() < Duration::from_secs(11));
}

const BUSY: [fn() -> Vec<Next>; 6] = [
    || frame(CHANNEL, ERROR, &[6]),
    || frame(CHANNEL, ERROR, &[0]),
    || cbor(&[0x06]),
    || cbor(&[0x21]),
    || cbor(&[0x23]),
    || cbor(&[0x24]),
];

/// A key that says so five times before each answer.
fn busy_first(busy: fn() -> Vec<Next>) -> Client<Played> {
    let mut left = 5;
    let managing = |members: Vec<(&'static str, bool)>| {
        let mut all = info();
        let options = members.into_iter().map(|(k, v)| (k, Value::Bool(v)));
        all[2].1 = object(options.collect());
        all
    };
    client(move |_, message| {
        if left > 0 {
            left -= 1;
            return busy();
        }
        left = 5;
        match (message[0], message.get(3)) {
            (0x04, _) => success(&map(managing(vec![
                ("clientPin", true),
                ("credMgmt", true),
                ("pinUvAuthToken", true),
                ("uv", true),
            ]))),
            (0x02 | 0x08, _) => signed(),
            (0x0b, _) => cbor(&[0]),
            (0x0a, Some(1)) => success(&map(vec![(1, int(1)), (2, int(1))])),
            (0x0a, Some(2)) => success(&map(vec![(4, bytes(&[1; 32])), (5, int(2))])),
            (0x0a, Some(3)) => success(&map(vec![(4, bytes(&[2; 32]))])),
            (0x0a, Some(4)) => success(&map(vec![
                (6, object(vec![("id", bytes(&[1]))])),
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
                Some(1) => success(&map(vec![(3, int(8))])),
                Some(2) => success(&agreement(vec![])),
                Some(7) => success(&map(vec![(5, int(3))])),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    })
}

fn token() -> PinToken {
    let mut key = behaving_until(9, || success(&map(vec![(2, bytes(&[7; 48]))])));
    let managing = Permissions::CREDENTIAL_MANAGEMENT;
    key.token(&pin(), managing, None, &mut Counting(5)).unwrap()
}

#[test]
fn busy_is_waited_out_for_every_question() {
    let token = token();
    for busy in BUSY {
        let mut key = busy_first(busy);
        key.info().unwrap();
        key.pin_retries().unwrap();
        key.uv_retries().unwrap();
        key.get_assertion(&AssertionRequest::default(), None)
            .unwrap();
        key.next_assertion().unwrap();
        key.selection().unwrap();
        key.credential_count(&token).unwrap();
        assert_eq!(key.relying_parties(&token).unwrap().len(), 2);
        assert_eq!(key.credentials_of(&token, &[1; 32]).unwrap().len(), 1);
    }
}

#[test]
fn a_key_that_stays_busy_is_told_as_busy_whatever_it_was_asked() {
    let token = token();
    for busy in BUSY {
        let mut known = false;
        let mut key = client(move |_, message| match message[0] {
            0x04 if !known => {
                known = true;
                let mut all = info();
                all[2].1 = object(vec![("credMgmt", Value::Bool(true))]);
                success(&map(all))
            }
            _ => busy(),
        });
        key.info().unwrap();
        let silent = AssertionRequest::default();
        assert_eq!(
            key.get_assertion(&silent, None).err(),
            Some(CtapError::Busy)
        );
        assert_eq!(key.selection().err(), Some(CtapError::Busy));
        assert_eq!(key.relying_parties(&token).err(), Some(CtapError::Busy));
        assert!(key.link_mut().now() < Duration::from_secs(12));
    }
}

/// What changes something, or holds a PIN, is sent once.
#[test]
fn i3_a_busy_key_gets_no_pin_and_no_change_twice() {
    for busy in BUSY {
        for subcommand in [3, 9] {
            let asked = Rc::new(RefCell::new(0));
            let count = Rc::clone(&asked);
            let mut key = behaving_until(subcommand, move || {
                *count.borrow_mut() += 1;
                busy()
            });
            let permissions = Permissions::GET_ASSERTION;
            let refused = match subcommand {
                3 => key.set_pin(&pin(), &mut Counting(5)).err(),
                _ => {
                    let token = key.token(&pin(), permissions, Some("a"), &mut Counting(5));
                    token.err()
                }
            };
            assert!(refused.is_some());
            assert_eq!(*asked.borrow(), 1);
        }
    }
}

/// The key gives no answer to the cancel, and does what it was asked later: its answer is not that of the next question.
#[test]
fn i2_a_late_answer_to_a_cancelled_command_is_not_taken_for_the_next_ones() {
    let mut resets = 0;
    let mut key = client(move |command, _| match (command, resets) {
        (CANCEL, _) => vec![],
        (_, 0) => {
            resets += 1;
            vec![one(CHANNEL, &[KEEPALIVE, 0, 1, 2])]
        }
        // First the late answer to the first one, then what is true of the second.
        _ => {
            let mut packets = frame(CHANNEL, CBOR, &[0]);
            packets.extend(frame(CHANNEL + 1, CBOR, &[0x30]));
            packets
        }
    });
    key.link_mut().fresh = true;
    key.link_mut().answer = Waiting::Cancel;
    let cancelled = key.reset();
    assert_eq!(cancelled, Err(CtapError::Cancelled { answered: false }));
    key.link_mut().answer = Waiting::GoOn;
    assert_eq!(key.reset(), Err(CtapError::Refused(Status::NotAllowed)));
}

/// After any exchange that did not end another channel is taken, also by a key that is slow to drop the old one.
#[test]
fn a_late_answer_to_a_lost_question_is_not_taken_for_the_next_ones() {
    let mut asked = 0;
    let mut key = behaving_until(1, move || {
        asked += 1;
        match asked {
            1 => vec![],
            _ => {
                let late = map(vec![(3, int(1))]).encode();
                let mut packets = frame(CHANNEL, CBOR, &[&[0], &late[..]].concat());
                let now = map(vec![(3, int(8))]).encode();
                packets.extend(frame(CHANNEL + 1, CBOR, &[&[0], &now[..]].concat()));
                packets
            }
        }
    });
    key.info().unwrap();
    key.link_mut().fresh = true;
    assert!(key.pin_retries().is_err());
    let said = key.pin_retries();
    let eight = PinRetries {
        left: 8,
        power_cycle: false,
    };
    assert_eq!(said, Ok(eight));
}

#[test]
fn a_key_that_is_pulled_out_while_a_fresh_start_is_made_is_gone() {
    let mut key = behaving_until(1, || vec![Next::Gone]);
    assert!(key.pin_retries().is_err());
    key.link_mut().send_fails_after = Some(0);
    let gone = CtapError::Lost {
        cause: LinkError::Gone,
        unknown: false,
    };
    assert_eq!(key.pin_retries(), Err(gone));
}

fn blinks() -> Next {
    Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 2]))
}

/// A key that blinks so long, and then says that it was touched; how often it was asked.
fn touched_after(blinking: Duration) -> (Client<Played>, Rc<RefCell<u32>>) {
    let asked = Rc::new(RefCell::new(0));
    let count = Rc::clone(&asked);
    let key = client(move |command, _| match command {
        CANCEL => cbor(&[0x2d]),
        _ => {
            *count.borrow_mut() += 1;
            let mut packets = vec![one(CHANNEL, &[KEEPALIVE, 0, 1, 2]), Next::Pause(blinking)];
            packets.extend(cbor(&[0]));
            packets
        }
    });
    (key, asked)
}

#[test]
fn a_key_that_answers_selection_at_once_does_not_win() {
    let at_once = || client(|command, _| cbor(&[if command == CANCEL { 0x2d } else { 0 }]));
    let with_keepalive = || touched_after(Duration::ZERO).0;
    for eager in [at_once as fn() -> Client<Played>, with_keepalive] {
        let (honest, _) = touched_after(Duration::from_secs(2));
        assert_eq!(first_touched(&mut [eager(), honest]), Ok(1));
        let (honest, _) = touched_after(Duration::from_secs(2));
        assert_eq!(first_touched(&mut [honest, eager()]), Ok(0));
        // Alone it is the one that is meant.
        assert_eq!(first_touched(&mut [eager()]), Ok(0));
    }
    let only_eager = first_touched(&mut [at_once(), at_once()]);
    let untouched = CtapError::Reply {
        cause: Reply::Untouched,
        unknown: false,
    };
    assert_eq!(only_eager, Err(untouched));
}

/// Some keys remember a touch for a moment: such a one is asked again, and wins when it is touched.
#[test]
fn a_key_that_remembers_an_earlier_touch_is_asked_again() {
    let mut asked = 0;
    let remembers = client(move |command, _| {
        asked += 1;
        match (command, asked) {
            (CANCEL, _) => cbor(&[0x2d]),
            (_, 1) => cbor(&[0]),
            _ => {
                let mut packets = vec![
                    one(CHANNEL, &[KEEPALIVE, 0, 1, 2]),
                    Next::Pause(Duration::from_secs(1)),
                ];
                packets.extend(cbor(&[0]));
                packets
            }
        }
    });
    let other = client(|command, _| match command {
        CANCEL => cbor(&[0x2d]),
        _ => vec![blinks()],
    });
    assert_eq!(first_touched(&mut [other, remembers]), Ok(1));
}
