//! Whatever packets a key sends, the client does not panic or hang, each is named, and the client knows whether the key may
//! have acted.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::ctap_played::{
    CBOR, CHANNEL, Counting, ERROR, KEEPALIVE, Next, Played, answering, behaving_until, cbor,
    client, frame, frame_claiming, info, map, one, pin, raw, success,
};
use sealwright::ctap::cbor::{Value, bytes, int};
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, Feature, HidStatus, Link, LinkError, Maker, NewCredential,
    PinRetries, Reply, Status, Waiting, WaitingFor,
};

const CANCEL: u8 = 0x91;

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
            reply(Reply::Interrupted { by: 0x3f }),
        ),
        (
            "error 0",
            || frame(CHANNEL, ERROR, &[0]),
            CtapError::UnclearMessage(HidStatus::NoReason),
        ),
        (
            "error 6",
            || frame(CHANNEL, ERROR, &[6]),
            CtapError::RefusedMessage(HidStatus::ChannelBusy),
        ),
        (
            "error 0x7f",
            || frame(CHANNEL, ERROR, &[0x7f]),
            CtapError::UnclearMessage(HidStatus::Other),
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
            CtapError::Unclear(Status::Unknown(0xdf)),
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
            3,
            "INIT on the same channel drops what was left, and another one is taken"
        );
        assert!(client.pin_retries().is_ok());
        assert_eq!(client.link_mut().inits, 3, "and once is enough");
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
    // A reset wants a touch, a first PIN only work.
    type Ask = fn(fn() -> Vec<Next>) -> (Result<(), CtapError>, Duration);
    let touch: Ask = |packets| {
        let mut client = answering(packets);
        (client.reset(), client.link_mut().now())
    };
    let work: Ask = |packets| {
        let mut client = behaving_until(3, packets);
        let set = client.set_pin(&pin(), &mut Counting(2));
        (set, client.link_mut().now())
    };
    let within = |ask: Ask, seconds, packets: fn() -> Vec<Next>| {
        let lost = CtapError::Lost {
            cause: LinkError::Deadline,
            unknown: true,
        };
        let (said, took) = ask(packets);
        assert_eq!(said, Err(lost));
        let seconds = Duration::from_secs(seconds);
        let most = seconds + Duration::from_secs(1);
        assert!((seconds..=most).contains(&took), "{took:?}");
    };
    let others = || vec![Next::Forever(raw(CHANNEL ^ 1, &[CBOR, 0, 1, 0]))];
    let cut = || cbor(&[0; 100]).into_iter().take(1).collect();
    let works = || vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 1]))];
    let blinks = || vec![Next::Forever(raw(CHANNEL, &[KEEPALIVE, 0, 1, 2]))];
    for (ask, silent, working) in [(work, 10, 60), (touch, 60, 120)] {
        within(ask, silent, Vec::new);
        within(ask, silent, others);
        within(ask, 10, cut);
        within(ask, 10, dripping);
        within(ask, working, works);
        within(ask, 120, blinks);
    }

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
