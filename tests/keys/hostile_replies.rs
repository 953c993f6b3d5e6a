//! No reply of a key makes the client panic or hang, each is named, and the client knows whether the key may have acted.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::ctap_played::{
    CBOR, CHANNEL, Counting, ERROR, KEEPALIVE, Next, Played, frame, frame_claiming, one, raw,
};
use sealwright::ctap::cbor::{CborError, Value, bytes, int, text};
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, Feature, HidStatus, Link, LinkError, Maker, NewCredential,
    Permissions, PinRetries, PinToken, Reply, Status, Waiting, WaitingFor,
};
use sealwright::secret::Secret;
use sealwright::webauthn::AuthData;

const CANCEL: u8 = 0x91;

fn client(script: impl FnMut(u8, &[u8]) -> Vec<Next> + 'static) -> Client<Played> {
    Client::open(Played::new(script), &mut Counting(1)).unwrap()
}

/// A client whose key answers every message with these packets.
fn answering(packets: impl Fn() -> Vec<Next> + 'static) -> Client<Played> {
    client(move |_, _| packets())
}

fn cbor(body: &[u8]) -> Vec<Next> {
    frame(CHANNEL, CBOR, body)
}

fn success(body: &Value) -> Vec<Next> {
    cbor(&[&[0], &body.encode()[..]].concat())
}

fn map(members: Vec<(i64, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (int(k), v)).collect())
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (text(k), v)).collect())
}

fn pin() -> Secret {
    Secret::take(&mut b"123456".to_vec()).unwrap()
}

/// P-256's generator (SEC 2, 2.4.2) as a keyAgreement member; what the members are replaced with.
fn agreement(replace: Vec<(i64, Value)>) -> Value {
    let coordinate = |hex: &str| {
        let byte = |i: usize| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap();
        bytes(&std::array::from_fn::<u8, 32, _>(byte))
    };
    let x = coordinate("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
    let y = coordinate("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
    let mut key = vec![(1, int(2)), (3, int(-25)), (-1, int(1)), (-2, x), (-3, y)];
    for (label, value) in replace {
        key.iter_mut()
            .filter(|(l, _)| *l == label)
            .for_each(|slot| slot.1 = value.clone());
    }
    map(vec![(1, map(key))])
}

fn info() -> Vec<(i64, Value)> {
    vec![
        (1, Value::Array(vec![text("FIDO_2_1")])),
        (3, bytes(&[0; 16])),
        (
            4,
            object(vec![
                ("clientPin", Value::Bool(true)),
                ("pinUvAuthToken", Value::Bool(true)),
            ]),
        ),
        (6, Value::Array(vec![int(2)])),
    ]
}

/// A key that behaves, up to this subcommand of clientPIN.
fn behaving_until(
    subcommand: u64,
    mut then: impl FnMut() -> Vec<Next> + 'static,
) -> Client<Played> {
    client(move |_, message| match message[0] {
        0x04 => success(&map(info())),
        _ => match Value::decode(&message[1..])
            .unwrap()
            .get(2)
            .unwrap()
            .as_u64()
        {
            Some(sub) if sub == subcommand => then(),
            Some(2) => success(&agreement(vec![])),
            other => panic!("subcommand {other:?}"),
        },
    })
}

#[test]
fn each_broken_message_is_named() {
    let reply = |cause| CtapError::Reply {
        cause,
        unknown: true,
    };
    let lost = |cause| CtapError::Lost {
        cause,
        unknown: true,
    };
    type Case = (&'static str, fn() -> Vec<Next>, CtapError);
    let cases: Vec<Case> = vec![
        ("silence", Vec::new, lost(LinkError::Deadline)),
        ("unplugged", || vec![Next::Gone], lost(LinkError::Gone)),
        (
            "a short report",
            || vec![Next::NoPacket("a report of 20 bytes came")],
            lost(LinkError::System("a report of 20 bytes came".into())),
        ),
        (
            "only another channel",
            || frame(CHANNEL + 1, CBOR, &[0]),
            lost(LinkError::Deadline),
        ),
        (
            "only the broadcast channel",
            || frame(!0, CBOR, &[0]),
            lost(LinkError::Deadline),
        ),
        (
            "another channel for ever",
            || vec![Next::Forever(raw(7, &[CBOR, 0, 1, 0]))],
            lost(LinkError::Deadline),
        ),
        (
            "keepalive for ever",
            || vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 1]))],
            lost(LinkError::Deadline),
        ),
        (
            "wants a touch for ever",
            || vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 2]))],
            lost(LinkError::Deadline),
        ),
        (
            "keepalive of no length",
            || frame(CHANNEL, KEEPALIVE, &[]),
            reply(Reply::Length { len: 0 }),
        ),
        (
            "keepalive of two",
            || frame(CHANNEL, KEEPALIVE, &[1, 1]),
            reply(Reply::Length { len: 2 }),
        ),
        (
            "a packet of zeros",
            || vec![one(CHANNEL, &[])],
            reply(Reply::NotBegun { sequence: 0 }),
        ),
        (
            "begins in the middle",
            || vec![one(CHANNEL, &[5])],
            reply(Reply::NotBegun { sequence: 5 }),
        ),
        (
            "a ping",
            || frame(CHANNEL, 0x81, &[0]),
            reply(Reply::OtherCommand { got: 1 }),
        ),
        (
            "CTAP1",
            || frame(CHANNEL, 0x83, &[0]),
            reply(Reply::OtherCommand { got: 3 }),
        ),
        (
            "INIT",
            || frame(CHANNEL, 0x86, &[0; 17]),
            reply(Reply::OtherCommand { got: 6 }),
        ),
        (
            "a vendor's command",
            || frame(CHANNEL, 0xff, &[0]),
            reply(Reply::OtherCommand { got: 0x7f }),
        ),
        ("no status", || cbor(&[]), reply(Reply::Empty)),
        (
            "7610 bytes",
            || frame_claiming(CHANNEL, CBOR, 7610, &[0; 57]),
            reply(Reply::Length { len: 7610 }),
        ),
        (
            "0xffff bytes",
            || frame_claiming(CHANNEL, CBOR, 0xffff, &[0; 57]),
            reply(Reply::Length { len: 0xffff }),
        ),
        (
            "less than it claims",
            || frame_claiming(CHANNEL, CBOR, 58, &[0; 57]),
            lost(LinkError::Deadline),
        ),
        (
            "an answer in drops, each in time",
            || {
                let pause = || Next::Pause(Duration::from_secs(9));
                let late = |sequence| [pause(), one(CHANNEL, &[sequence])];
                let mut packets = frame_claiming(CHANNEL, CBOR, 7609, &[0; 57]);
                packets.extend((0..128).flat_map(late));
                packets
            },
            lost(LinkError::Deadline),
        ),
        (
            "packet 1 before 0",
            || {
                let mut packets = cbor(&[0; 200]);
                packets.remove(1);
                packets
            },
            reply(Reply::Sequence { want: 0, got: 1 }),
        ),
        (
            "packet 0 twice",
            || {
                vec![
                    cbor(&[0; 200]).remove(0),
                    one(CHANNEL, &[0]),
                    one(CHANNEL, &[0]),
                ]
            },
            reply(Reply::Sequence { want: 1, got: 0 }),
        ),
        (
            "begins again in the middle",
            || vec![cbor(&[0; 200]).remove(0), cbor(&[0; 200]).remove(0)],
            reply(Reply::Interrupted { by: 0x10 }),
        ),
        (
            "keepalive in the middle",
            || {
                vec![
                    cbor(&[0; 200]).remove(0),
                    one(CHANNEL, &[KEEPALIVE, 0, 1, 1]),
                ]
            },
            reply(Reply::Interrupted { by: 0x3b }),
        ),
        (
            "unplugged in the middle",
            || vec![cbor(&[0; 200]).remove(0), Next::Gone],
            lost(LinkError::Gone),
        ),
        (
            "an error in the middle",
            || vec![cbor(&[0; 200]).remove(0), one(CHANNEL, &[ERROR, 0, 1, 6])],
            CtapError::RefusedMessage(HidStatus::ChannelBusy),
        ),
        (
            "error 0",
            || frame(CHANNEL, ERROR, &[0]),
            CtapError::RefusedMessage(HidStatus::NoReason),
        ),
        (
            "error 6",
            || frame(CHANNEL, ERROR, &[6]),
            CtapError::RefusedMessage(HidStatus::ChannelBusy),
        ),
        (
            "error 0x7f",
            || frame(CHANNEL, ERROR, &[0x7f]),
            CtapError::RefusedMessage(HidStatus::Other),
        ),
        (
            "error without a code",
            || frame(CHANNEL, ERROR, &[]),
            reply(Reply::Length { len: 0 }),
        ),
        (
            "error of 0xffff",
            || frame_claiming(CHANNEL, ERROR, !0, &[1]),
            reply(Reply::Length { len: 0xffff }),
        ),
        (
            "a status",
            || cbor(&[0x30]),
            CtapError::Refused(Status::NotAllowed),
        ),
        (
            "a status with a body",
            || cbor(&[0x30, 0xa0]),
            CtapError::Refused(Status::NotAllowed),
        ),
        (
            "an unknown status",
            || cbor(&[0xdf]),
            CtapError::Refused(Status::Unknown(0xdf)),
        ),
    ];
    for (name, packets, want) in cases {
        // Reset changes the key and has no content, so only the message is on trial.
        let mut client = answering(packets);
        assert_eq!(client.reset(), Err(want.clone()), "{name}");
        assert!(client.link_mut().now() < Duration::from_secs(150), "{name}");
        assert!(!want.to_string().is_empty());

        // The same for a question: nothing can have changed, whatever came.
        let mut client = answering(packets);
        let error = client.pin_retries().unwrap_err();
        if matches!(error, CtapError::Lost { .. } | CtapError::Reply { .. }) {
            assert!(!error.outcome_unknown(), "{name}");
        }
    }
}

#[test]
fn i2_a_refusal_is_told_from_an_outcome_that_nobody_knows() {
    let unknown =
        |packets: fn() -> Vec<Next>| answering(packets).reset().unwrap_err().outcome_unknown();
    assert!(!unknown(|| cbor(&[0x30])));
    assert!(!unknown(|| cbor(&[0x2f])));
    assert!(!unknown(|| frame(CHANNEL, ERROR, &[6])));
    assert!(unknown(|| cbor(&[0x7f])));
    assert!(unknown(|| cbor(&[0xe1])));
    assert!(unknown(|| frame(CHANNEL, ERROR, &[0x7f])));
    assert!(unknown(|| frame(CHANNEL, ERROR, &[0])));
    assert!(unknown(Vec::new));
    assert!(unknown(|| vec![Next::Gone]));
}

#[test]
fn i2_a_change_that_was_never_sent_whole_did_not_happen() {
    // Info, key agreement, changePIN: 1 + 1 + 5 packets. Cut the wire before each of them.
    let mut outcomes = vec![];
    for cut in 0..=7 {
        let mut client = behaving_until(4, || cbor(&[0]));
        client.link_mut().send_fails_after = Some(cut);
        let result = client.change_pin(&pin(), &pin(), &mut Counting(2));
        outcomes.push(result.map_err(|error| error.outcome_unknown()));
    }
    let [before @ .., last, whole] = &outcomes[..] else {
        panic!()
    };
    assert!(
        before.iter().all(|outcome| *outcome == Err(false)),
        "{outcomes:?}"
    );
    assert_eq!((last, whole), (&Err(true), &Ok(())), "{outcomes:?}");
}

#[test]
fn i2_a_lost_reply_leaves_the_change_open_but_not_the_questions_before_it() {
    let changed = |subcommand, then: fn() -> Vec<Next>| {
        let mut client = behaving_until(subcommand, then);
        client
            .change_pin(&pin(), &pin(), &mut Counting(2))
            .unwrap_err()
            .outcome_unknown()
    };
    for then in [
        Vec::new as fn() -> Vec<Next>,
        || vec![Next::Gone],
        || cbor(&[]),
    ] {
        assert!(!changed(2, then));
        assert!(changed(4, then));
    }
    assert!(!changed(4, || cbor(&[0x31])));
}

#[test]
fn a_broken_exchange_is_followed_by_a_fresh_one() {
    for broken in [
        Vec::new as fn() -> Vec<Next>,
        || vec![one(CHANNEL, &[9])],
        || frame(CHANNEL, 0x81, &[0]),
    ] {
        let mut calls = 0;
        let mut client = behaving_until(1, move || {
            calls += 1;
            match calls {
                1 => broken(),
                _ => success(&map(vec![(3, int(8))])),
            }
        });
        assert!(client.pin_retries().is_err());
        assert_eq!(client.link_mut().inits, 1);
        assert_eq!(
            client.pin_retries(),
            Ok(PinRetries {
                left: 8,
                power_cycle: false
            })
        );
        assert_eq!(
            client.link_mut().inits,
            2,
            "INIT on the same channel drops what was left"
        );
        assert!(client.pin_retries().is_ok());
        assert_eq!(client.link_mut().inits, 2, "and once is enough");
    }
}

#[test]
fn packets_for_others_are_let_by() {
    let mut client = behaving_until(1, || {
        let mut packets = frame(CHANNEL ^ 1, ERROR, &[1]);
        let ours = success(&map(vec![
            (3, int(5)),
            (4, Value::Bool(true)),
            (5, bytes(&[0; 100])),
        ]));
        for packet in ours {
            packets.push(packet);
            packets.extend(frame(!0, 0x86, &[9; 17]));
            packets.extend(frame(CHANNEL ^ 1, KEEPALIVE, &[1]));
        }
        packets
    });
    assert_eq!(
        client.pin_retries(),
        Ok(PinRetries {
            left: 5,
            power_cycle: true
        })
    );
}

#[test]
fn each_keepalive_is_passed_on_and_a_cancel_reaches_the_key() {
    let waits = || {
        vec![
            one(CHANNEL, &[KEEPALIVE, 0, 1, 1]),
            one(CHANNEL, &[KEEPALIVE, 0, 1, 2]),
        ]
    };
    let seen = Rc::new(RefCell::new(vec![]));
    let record = seen.clone();
    let script = move |command, _: &[u8]| {
        record.borrow_mut().push(command);
        match command {
            CANCEL => cbor(&[0x2d]),
            _ => waits(),
        }
    };

    let mut patient = client(script.clone());
    assert!(patient.reset().is_err());
    let waited = &patient.link_mut().waited;
    assert_eq!(waited[..2], [WaitingFor::Processing, WaitingFor::Touch]);
    // Then it keeps silent, and the people are asked all the same.
    assert!(waited.len() > 30 && waited[2..].iter().all(|w| *w == WaitingFor::Touch));
    assert_eq!(*seen.borrow(), [CBOR]);

    seen.borrow_mut().clear();
    let mut cancelling = client(script);
    cancelling.link_mut().answer = Waiting::Cancel;
    let cancelled = cancelling.reset().unwrap_err();
    assert_eq!(cancelled, CtapError::Cancelled { answered: true });
    assert!(!cancelled.outcome_unknown());
    assert_eq!(*seen.borrow(), [CBOR, CANCEL]);
    assert_eq!(cancelling.link_mut().inits, 1);
}

/// A first packet whose message goes on, and then each of the packets that continue it so late that it almost counts as
/// silence.
fn dripping() -> Vec<Next> {
    let mut packets = vec![one(CHANNEL, &[CBOR, 0x1d, 0xb9])];
    for sequence in 0..128 {
        packets.push(Next::Pause(Duration::from_secs(9)));
        packets.push(one(CHANNEL, &[sequence]));
    }
    packets
}

#[test]
fn every_exchange_ends_by_its_deadline_whatever_the_key_does() {
    let within = |seconds, packets: fn() -> Vec<Next>| {
        let mut client = answering(packets);
        let error = client.reset().unwrap_err();
        let lost = CtapError::Lost {
            cause: LinkError::Deadline,
            unknown: true,
        };
        assert_eq!(error, lost);
        let took = client.link_mut().now();
        assert!(took <= Duration::from_secs(seconds), "{took:?}");
    };
    let others = || vec![Next::Forever(raw(CHANNEL ^ 1, &[CBOR, 0, 1, 0]))];
    within(11, Vec::new);
    within(11, others);
    within(11, || cbor(&[0; 100]).into_iter().take(1).collect());
    within(11, dripping);
    within(31, || {
        vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 1]))]
    });
    within(121, || {
        vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 2]))]
    });

    // A channel is not waited for without end either.
    for init in [Vec::new as fn() -> Vec<Next>, others] {
        let mut played = Played::new(|_, _| vec![]);
        played.answers_init = false;
        played.coming.extend(init());
        let clock = played.shared_clock();
        let error = Client::open(played, &mut Counting(1)).err().unwrap();
        let lost = CtapError::Lost {
            cause: LinkError::Deadline,
            unknown: false,
        };
        assert_eq!(error, lost);
        assert!(clock.get() <= Duration::from_secs(4), "{clock:?}");
    }
}

#[test]
fn keepalives_are_drained_without_sleeping() {
    const MANY: usize = 20_000;
    let mut client = answering(|| {
        let keepalives = (0..MANY).map(|_| one(CHANNEL, &[KEEPALIVE, 0, 1, 1]));
        keepalives.chain(cbor(&[0])).collect()
    });
    let began = Instant::now();
    client.reset().unwrap();
    // A millisecond of sleep at each of them would show.
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(client.link_mut().waited.len(), MANY);
    assert!(client.link_mut().now() < Duration::from_secs(25));
}

#[test]
fn a_cancel_that_comes_too_late_or_is_ignored_is_no_lie() {
    let waits = || vec![one(CHANNEL, &[KEEPALIVE, 0, 1, 2])];
    let mut late = client(move |command, _| {
        if command == CANCEL {
            cbor(&[0])
        } else {
            waits()
        }
    });
    late.link_mut().answer = Waiting::Cancel;
    assert_eq!(late.reset(), Ok(()), "the key had done it already");

    for ignored in [Vec::new as fn() -> Vec<Next>, || {
        vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 2]))]
    }] {
        let mut client = client(move |command, _| {
            if command == CANCEL {
                ignored()
            } else {
                waits()
            }
        });
        client.link_mut().answer = Waiting::Cancel;
        let error = client.reset().unwrap_err();
        assert_eq!(error, CtapError::Cancelled { answered: false });
        assert!(error.outcome_unknown());
        assert!(client.link_mut().now() < Duration::from_secs(10));
        assert_eq!(client.link_mut().waited.len(), 1, "nobody is asked again");
    }
}

#[test]
fn a_channel_is_granted_by_the_key_that_was_asked() {
    let open = |grants: fn(&[u8]) -> Vec<Next>| {
        struct Granting(Played, fn(&[u8]) -> Vec<Next>, Vec<Next>);
        impl Link for Granting {
            fn now(&self) -> Duration {
                self.0.now()
            }
            fn send(
                &mut self,
                packet: &sealwright::ctap::Packet,
                _: Duration,
            ) -> Result<(), LinkError> {
                self.2 = self.1(&packet[7..15]);
                Ok(())
            }
            fn receive(&mut self, by: Duration) -> Result<sealwright::ctap::Packet, LinkError> {
                match self.2.is_empty() {
                    true => self.0.receive(by),
                    false => match self.2.remove(0) {
                        Next::Packet(packet) => Ok(packet),
                        _ => Err(LinkError::Gone),
                    },
                }
            }
            fn waiting(&mut self, _: WaitingFor) -> Waiting {
                Waiting::GoOn
            }
        }
        let link: Box<dyn Link> = Box::new(Granting(Played::new(|_, _| vec![]), grants, vec![]));
        Client::open(link, &mut Counting(3)).err()
    };
    let lost = Some(CtapError::Lost {
        cause: LinkError::Deadline,
        unknown: false,
    });
    let reply = |cause| {
        Some(CtapError::Reply {
            cause,
            unknown: false,
        })
    };

    assert_eq!(open(|_| vec![]), lost);
    assert_eq!(
        open(|_| vec![Next::Gone]),
        Some(CtapError::Lost {
            cause: LinkError::Gone,
            unknown: false
        })
    );
    assert_eq!(
        open(|_| frame(!0, 0x86, &[0; 17])),
        lost,
        "another one's nonce"
    );
    assert_eq!(
        open(|nonce| frame(5, 0x86, &[nonce, &[0; 9]].concat())),
        lost,
        "another channel"
    );
    assert_eq!(
        open(|nonce| frame(!0, 0x86, &nonce[..8])),
        reply(Reply::Length { len: 8 })
    );
    assert_eq!(
        open(|nonce| frame_claiming(!0, 0x86, !0, &[nonce, &[1; 9]].concat())),
        reply(Reply::Length { len: 0xffff })
    );
    assert_eq!(
        open(|nonce| frame(!0, 0x86, &[nonce, &[0; 9]].concat())),
        reply(Reply::Channel { channel: 0 })
    );
    assert_eq!(
        open(|nonce| frame(!0, 0x86, &[nonce, &[0xff; 9]].concat())),
        reply(Reply::Channel { channel: !0 })
    );
    let no_ctap2 = |nonce: &[u8]| frame(!0, 0x86, &[nonce, &[1, 2, 3, 4, 2, 0, 0, 0, 1]].concat());
    assert_eq!(open(no_ctap2), Some(CtapError::Unsupported(Feature::Cbor)));
    assert_eq!(
        open(|nonce| frame(!0, 0x86, &[nonce, &[1, 2, 3, 4, 2, 0, 0, 0, 4]].concat())),
        None
    );
    let longer = |nonce: &[u8]| {
        frame(
            !0,
            0x86,
            &[nonce, &[1, 2, 3, 4, 2, 0, 0, 0, 4, 9, 9]].concat(),
        )
    };
    assert_eq!(open(longer), None, "a later version may append");
}

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
        of(&[0, 0xa2, 4, 8, 3, 8]),
        Reply::Cbor(CborError::KeyOrder { at: 3 })
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
fn info_of_the_wrong_type_is_an_error_and_unknown_members_are_not() {
    let info_with = |key: i64, value: Value| {
        let mut members = info();
        members.retain(|(k, _)| *k != key);
        members.push((key, value));
        answering(move || success(&map(members.clone()))).info()
    };
    let wrong = |name| {
        Err(CtapError::Reply {
            cause: Reply::Wrong(name),
            unknown: false,
        })
    };
    assert!(info_with(0x55, text("new")).is_ok());
    assert!(info_with(-1, text("new")).is_ok());
    assert_eq!(info_with(1, int(1)), wrong("versions"));
    assert_eq!(info_with(1, Value::Array(vec![int(1)])), wrong("versions"));
    assert_eq!(info_with(3, bytes(&[0; 15])), wrong("aaguid"));
    assert_eq!(info_with(4, object(vec![("rk", int(1))])), wrong("options"));
    assert_eq!(info_with(5, int(-1)), wrong("maxMsgSize"));
    assert_eq!(
        info_with(6, Value::Array(vec![text("2")])),
        wrong("pinUvAuthProtocols")
    );
    assert_eq!(
        info_with(7, Value::Bool(true)),
        wrong("maxCredentialCountInList")
    );
    assert_eq!(
        info_with(10, Value::Array(vec![int(-7)])),
        wrong("algorithms")
    );
    assert_eq!(info_with(12, int(1)), wrong("forcePINChange"));
    assert_eq!(info_with(13, text("4")), wrong("minPINLength"));
    assert_eq!(
        info_with(20, bytes(&[1])),
        wrong("remainingDiscoverableCredentials")
    );

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
        vec![(3, int(-7))],
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
            assert!(key.link_mut().now() < Duration::from_secs(40), "{name}");
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
            assert!(key.link_mut().now() < Duration::from_secs(40), "{name}");
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
fn no_bytes_at_all_make_the_client_panic_or_hang() {
    for seed in 0..20_000 {
        let mut client = client(move |_, _| {
            use sealwright::secret::Entropy;
            let mut random = Counting(seed);
            let mut shape = [0; 2];
            random.fill(&mut shape).unwrap();
            let mut packets = vec![];
            for _ in 0..=shape[0] % 4 {
                let mut noise = [0; 60];
                random.fill(&mut noise).unwrap();
                // Often a message that begins well.
                if shape[1] & 1 == 0 {
                    let len = noise[2] % 80;
                    noise[..3].copy_from_slice(&[CBOR, 0, len]);
                }
                if shape[1] & 2 == 0 {
                    noise[3] = 0;
                }
                packets.push(one(CHANNEL, &noise));
            }
            packets
        });
        let _ = client.info();
        let _ = client.pin_retries();
        let _ = client.set_pin(&pin(), &mut Counting(seed));
        let _ = client.make_credential(&NewCredential::default(), None);
        let _ = client.get_assertion(&AssertionRequest::default(), None);
        let _ = client.reset();
        assert!(client.link_mut().now() < Duration::from_secs(12 * 120));
    }
}

#[test]
fn a_busy_key_is_not_one_without_a_serial_number() {
    let serial = |code: u8| answering(move || frame(CHANNEL, ERROR, &[code])).serial(Maker::Yubico);
    assert_eq!(serial(1), Ok(None), "it does not know the command");
    assert_eq!(serial(6), Err(CtapError::Busy));
}

/// The codes with which keys say that they are busy: CTAP's, that of Trussed's firmware, and CTAP's as a status.
#[test]
fn a_busy_key_is_asked_again_for_3_s_and_told_once() {
    let codes: [fn() -> Vec<Next>; 3] = [
        || frame(CHANNEL, ERROR, &[6]),
        || frame(CHANNEL, ERROR, &[0]),
        || cbor(&[6]),
    ];
    for busy in codes {
        let asked = Rc::new(RefCell::new(0));
        let count = Rc::clone(&asked);
        let mut client = client(move |_, message| {
            *count.borrow_mut() += 1;
            match (message[0], *count.borrow()) {
                (0x04, 11..) => success(&map(info())),
                _ => busy(),
            }
        });
        client.info().unwrap();
        assert_eq!(*asked.borrow(), 11);
        let waited = client.link_mut().now();
        assert!(waited < Duration::from_secs(1), "{waited:?}");

        // What changes the key is not sent twice: it may have been done.
        client.reset().unwrap_err();
        assert_eq!(*asked.borrow(), 12);

        let before = client.link_mut().now();
        assert_eq!(client.pin_retries(), Err(CtapError::Busy));
        let waited = client.link_mut().now() - before;
        assert!((3..4).contains(&waited.as_secs()), "{waited:?}");
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
