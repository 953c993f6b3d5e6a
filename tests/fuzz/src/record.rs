//! Writes the corpus: what a virtual key (tests/vkey: real firmware) answers to our client, and altered copies of it for
//! what that firmware does not do.
//!
//! ```text
//! cargo run --release --example record -- VKEY CORPUS
//! ```

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fuzz::bytes::put_string;
use fuzz::chance::Chance;
use fuzz::ctap::cbor::{Value, bytes, int, text};
use fuzz::ctap::{Client, Link, LinkError, PACKET_LEN, Packet, Waiting, WaitingFor};
use fuzz::operation::Operation as O;
use fuzz::operation::{Held, RP, perform};
use fuzz::packets::{Assembly, CBOR, ERROR, INIT, KEEPALIVE, channel};
use fuzz::script::{Reply, Script, Shape};
use fuzz::webauthn::AuthData;
use sha2::{Digest, Sha256};

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [vkey, corpus] = &arguments[..] else {
        panic!("usage: record VKEY CORPUS")
    };
    let mut corpus = Corpus(corpus.clone());
    let plans = sessions();
    let recorded: Vec<_> = plans
        .iter()
        .flat_map(|session| record(vkey, session, &mut corpus))
        .collect();
    packets(vkey, &mut corpus);
    for (name, script) in altered(&recorded) {
        corpus.conversation("made", name, &script);
    }
    texts(&mut corpus);
}

/// One conversation to be had: what the tests' finger does before it, and what is asked.
struct Plan {
    name: &'static str,
    control: &'static str,
    leave_at: u32,
    operations: Vec<(O, u8)>,
}

/// Conversations on a key each, one after the other. How an operation's parameters are chosen stands in `operation.rs`.
fn sessions() -> Vec<Vec<Plan>> {
    let plan = |name, operations: &[(O, u8)]| Plan {
        name,
        control: "auto 0",
        leave_at: 0,
        operations: operations.to_vec(),
    };
    let touched_never = Plan {
        control: "never",
        leave_at: 1,
        ..plan("left", &[(O::Selection, 0)])
    };
    let late = Plan {
        control: "age 11",
        ..plan("reset-late", &[(O::Reset, 0)])
    };
    vec![
        vec![
            plan(
                "no-pin",
                &[(O::MakeCredential, 0x80), (O::GetAssertion, 0x91)],
            ),
            plan(
                "first-pin",
                &[(O::Info, 0), (O::SetPin, 0), (O::PinRetries, 0)],
            ),
            plan(
                "es256",
                &[
                    (O::Token, 0),
                    (O::MakeCredential, 0x20),
                    (O::GetAssertion, 0x90),
                    (O::Token, 0),
                    (O::GetAssertion, 0x15),
                ],
            ),
            plan(
                "eddsa",
                &[
                    (O::Token, 0),
                    (O::MakeCredential, 0x21),
                    (O::GetAssertion, 0x90),
                ],
            ),
            plan(
                "excluded",
                &[
                    (O::Token, 0),
                    (O::MakeCredential, 2),
                    (O::Token, 0),
                    (O::MakeCredential, 0x12),
                ],
            ),
            plan(
                "many",
                &[
                    (O::Token, 0),
                    (O::GetAssertion, 1),
                    (O::NextAssertion, 0),
                    (O::NextAssertion, 0),
                    (O::NextAssertion, 0),
                ],
            ),
            plan(
                "manage",
                &[
                    (O::Token, 2),
                    (O::Count, 0),
                    (O::RelyingParties, 0),
                    (O::Credentials, 0),
                    (O::UpdateUser, 0),
                    (O::Delete, 0),
                    (O::Delete, 0),
                ],
            ),
            plan(
                "settings",
                &[
                    (O::Token, 3),
                    (O::MinPin, 1),
                    (O::MinPin, 2),
                    (O::AlwaysUv, 0),
                    (O::AlwaysUv, 0),
                    (O::EnterpriseAttestation, 0),
                    (O::MinPin, 4),
                ],
            ),
            plan(
                "change-pin",
                &[(O::Token, 0), (O::ChangePin, 1), (O::Token, 0x10)],
            ),
            plan(
                "wrong-pin",
                &[(O::Token, 0), (O::ChangePin, 0), (O::PinRetries, 0)],
            ),
            plan(
                "shown",
                &[
                    (O::Selection, 0),
                    (O::Wink, 0),
                    (O::SerialTrussed, 0),
                    (O::SerialYubico, 0),
                    (O::VerificationRetries, 0),
                ],
            ),
            touched_never,
            late,
        ],
        vec![
            plan(
                "empty",
                &[
                    (O::SetPin, 0),
                    (O::Token, 2),
                    (O::RelyingParties, 0),
                    (O::Credentials, 0),
                ],
            ),
            plan("reset", &[(O::Reset, 0), (O::Info, 0)]),
        ],
    ]
}

fn record(vkey: &Path, plans: &[Plan], corpus: &mut Corpus) -> Vec<(&'static str, Script)> {
    let key = VirtualKey::plug(vkey);
    let mut recorded = vec![];
    for plan in plans {
        key.control(plan.control);
        let mut chance = Chance::new(0);
        let mut link = key.link();
        link.leaves = plan.leave_at != 0;
        let mut client = Client::open(link, &mut chance).expect("a channel");
        let mut held = Held::default();
        let results: Vec<_> = plan
            .operations
            .iter()
            .map(|(operation, how)| perform(*operation, *how, &mut client, &mut held, &mut chance))
            .collect();
        let mut script = Script {
            operations: plan
                .operations
                .iter()
                .map(|(o, how)| (*o as u8, *how))
                .collect(),
            replies: client.into_link().replies(),
            ..Script::default()
        };
        script.people.leave_at = plan.leave_at;
        assert_eq!(
            script.play(),
            results,
            "{}: it plays as it was recorded",
            plan.name
        );
        corpus.conversation("recorded", plan.name, &script);
        corpus.judged(plan.name, &held);
        recorded.push((plan.name, script));
    }
    recorded
}

/// What `stream::play` asks, with every packet that came.
fn packets(vkey: &Path, corpus: &mut Corpus) {
    let key = VirtualKey::plug(vkey);
    let mut client = Client::open(key.link(), &mut Chance::new(0)).expect("a channel");
    let _ = (
        client.reset(),
        client.info(),
        client.selection(),
        client.wink(),
    );
    let granted = client.link_mut().packets[0][15..19].to_vec();
    let mut stream = vec![0, 0];
    let mut init = vec![];
    for packet in client.into_link().packets {
        let at = stream.len();
        let form = match packet[..4] == granted[..] {
            true => 0,
            false => 1 | 4,
        };
        let end = packet
            .iter()
            .rposition(|b| *b != 0)
            .map_or(5, |last| last + 1);
        stream.extend([form, (end - 4) as u8]);
        stream.extend(&packet[4..end]);
        if form != 0 {
            init = stream[at..].to_vec();
        }
    }
    corpus.write("framing", "recorded-packets", &stream);

    // A light, and serial numbers as three makers have them.
    let mut winking = stream.clone();
    winking[2 + init.len() - 1] |= 1;
    winking.extend([0, 1, 0x88]);
    winking.extend([0, 12, 0xc2, 0, 9, 8, 1, 0, 2, 4, 0, 0, 1, 2]);
    winking.extend([0, 4, 0x90, 0, 1, 0]);
    winking.extend([0, 19, 0xe2, 0, 16]);
    winking.extend([7; 16]);
    winking.extend([0, 4, 0x90, 0, 1, 0]);
    winking.extend([0, 9, 0xc1, 0, 6, 0xd1, 2, b'1', b'2', 0x90, 0]);
    corpus.write("framing", "made-serials", &winking);

    let after = |packets: &[&[u8]]| [&[0, 0], &init[..], &packets.concat()].concat();
    let begins = |command: u8, len: u16| {
        let [high, low] = len.to_be_bytes();
        [&[0, 60, command, high, low][..], &[0; 57]].concat()
    };
    let drip: Vec<_> = (0..128).flat_map(|n| [0x70, 2, n, 0]).collect();
    corpus.write(
        "framing",
        "made-drip",
        &after(&[&begins(CBOR, 7609), &drip]),
    );
    let whole: Vec<_> = (0..128).flat_map(|n| [0, 2, n, 0]).collect();
    corpus.write(
        "framing",
        "made-longest",
        &after(&[&begins(CBOR, 7609), &whole]),
    );
    corpus.write("framing", "made-too-long", &after(&[&begins(CBOR, 7610)]));
    corpus.write(
        "framing",
        "made-out-of-order",
        &after(&[&begins(CBOR, 200), &[0, 1, 1]]),
    );
    corpus.write(
        "framing",
        "made-interrupted",
        &after(&[&begins(CBOR, 200), &begins(CBOR, 1)]),
    );
    corpus.write(
        "framing",
        "made-busy",
        &after(&[&[0, 4, ERROR, 0, 1, 6, 1, 4, ERROR, 0, 1, 6]]),
    );
    corpus.write(
        "framing",
        "made-other-channel",
        &after(&[&[0x4a, 4, CBOR, 0, 1, 0]]),
    );
    corpus.write(
        "framing",
        "made-touch",
        &after(&[&[0x48, 4, KEEPALIVE, 0, 1, 2]]),
    );
    corpus.write(
        "framing",
        "made-flood",
        &after(&[&[0x08, 4, KEEPALIVE, 0, 1, 2]]),
    );
    let mut left = after(&[&[0x48, 4, KEEPALIVE, 0, 1, 2]]);
    left[0] = 3;
    corpus.write("framing", "made-left", &left);
}

/// What this firmware does not do, from what it does; and faults of each kind.
fn altered(recorded: &[(&'static str, Script)]) -> Vec<(&'static str, Script)> {
    let named = |name| {
        let found = recorded.iter().find(|(n, _)| *n == name);
        found.expect("it was recorded").1.clone()
    };
    let options = |pairs: &'static [(&'static str, Option<bool>)]| {
        move |info: &mut Vec<(Value, Value)>| {
            for (_, options) in info.iter_mut().filter(|(k, _)| *k == int(4)) {
                let mut all = options.as_map().unwrap_or_default().to_vec();
                for (name, value) in pairs {
                    all.retain(|(k, _)| *k != text(name));
                    all.extend(value.map(|v| (text(name), Value::Bool(v))));
                }
                *options = Value::Map(all);
            }
        }
    };
    let first_protocol = |info: &mut Vec<(Value, Value)>| {
        info.retain(|(k, _)| *k != int(6));
        info.push((int(6), Value::Array(vec![int(1)])));
    };
    let replace = |key: i64, value: Value| {
        move |info: &mut Vec<(Value, Value)>| {
            info.retain(|(k, _)| *k != int(key));
            info.push((int(key), value.clone()));
        }
    };
    let everything = |info: &mut Vec<(Value, Value)>| {
        let texts = |some: &[&str]| Value::Array(some.iter().map(|s| text(s)).collect());
        let certified = Value::Map(vec![(text("FIDO"), int(2))]);
        for (key, value) in [
            (0x0b, int(4096)),
            (0x0c, Value::Bool(false)),
            (0x0d, int(4)),
            (0x0e, int(0x0005_0700)),
            (0x0f, int(32)),
            (0x10, int(3)),
            (0x11, int(3)),
            (0x12, int(2)),
            (0x13, certified),
            (0x14, int(100)),
            (0x15, Value::Array(vec![int(1)])),
            (0x16, texts(&["packed", "none"])),
            (0x17, int(3)),
            (0x18, Value::Bool(true)),
            (0x1a, texts(&["usb"])),
            (0x1b, Value::Bool(true)),
            (0x1c, bytes(b"https://maker.example/pin")),
            (0x1d, int(63)),
        ] {
            info.retain(|(k, _)| *k != int(key));
            info.push((int(key), value));
        }
    };
    let map = |members| Shape::Answer.says(&[&[0], &Value::Map(members).encode()[..]].concat());
    let asks = |script: Script, from: O, to: O| {
        let mut script = script;
        let slots = script
            .operations
            .iter_mut()
            .filter(|(o, _)| *o == from as u8);
        slots.for_each(|slot| slot.0 = to as u8);
        script
    };

    let preview: &[_] = &[
        ("credMgmt", None),
        ("credentialMgmtPreview", Some(true)),
        ("pinUvAuthToken", None),
    ];
    let verifies: &[_] = &[("uv", Some(true)), ("ep", Some(false))];
    let mut first_pin_of_all = with_info(named("first-pin"), everything);
    first_pin_of_all.operations.push((O::PinRetries as u8, 0));
    let mut retries = with_info(named("first-pin"), options(verifies));
    retries.operations = vec![(O::Info as u8, 0), (O::VerificationRetries as u8, 0)];
    retries.replies.truncate(2);
    retries.replies.push_back(map(vec![(int(5), int(3))]));
    let mut enterprise = with_info(named("settings"), options(verifies));
    enterprise.operations.truncate(1);
    enterprise
        .operations
        .push((O::EnterpriseAttestation as u8, 0));
    let wants = |name, parameter: u8| {
        let mut script: Script = named(name);
        let make = script
            .operations
            .iter_mut()
            .filter(|(o, _)| *o == O::MakeCredential as u8);
        make.for_each(|slot| slot.1 |= parameter);
        script
    };
    let mut made = vec![
        (
            "protocol-one-first-pin",
            with_info(named("first-pin"), first_protocol),
        ),
        (
            "protocol-one",
            tokens_of(with_info(named("es256"), first_protocol), 32),
        ),
        (
            "protocol-one-change",
            tokens_of(with_info(named("change-pin"), first_protocol), 32),
        ),
        (
            "legacy",
            with_info(named("es256"), options(&[("pinUvAuthToken", None)])),
        ),
        ("preview", with_info(named("manage"), options(preview))),
        (
            "unmanaged",
            with_info(named("manage"), options(&[("credMgmt", None)])),
        ),
        (
            "verified",
            asks(
                with_info(named("es256"), options(verifies)),
                O::Token,
                O::TokenByVerification,
            ),
        ),
        (
            "unverified",
            asks(named("es256"), O::Token, O::TokenByVerification),
        ),
        (
            "no-pins",
            with_info(named("first-pin"), options(&[("clientPin", None)])),
        ),
        ("retries", retries),
        ("enterprise", enterprise),
        ("enterprise-made", wants("es256", 0x48)),
        (
            "other-protocol",
            with_info(named("first-pin"), replace(6, Value::Array(vec![int(3)]))),
        ),
        (
            "small-messages",
            with_info(named("es256"), replace(5, int(64))),
        ),
        (
            "no-rps",
            with_info(named("settings"), replace(0x10, int(0))),
        ),
        ("token-short", tokens_of(named("es256"), 32)),
        ("token-odd", tokens_of(named("es256"), 47)),
        (
            "token-long",
            tokens_of(with_info(named("es256"), first_protocol), 48),
        ),
        ("many-rps", more_than_any(named("manage"))),
        (
            "unset",
            with_info(named("settings"), options(&[("authnrCfg", None)])),
        ),
        ("everything", first_pin_of_all),
    ];

    let one = |operations: &[(O, u8)], replies: Vec<Reply>| Script {
        operations: operations.iter().map(|(o, how)| (*o as u8, *how)).collect(),
        replies: replies.into(),
        ..Script::default()
    };
    let reset = &[(O::Reset, 0)];
    let forever = |status| [40, 8, 0, 0, 0, 0, KEEPALIVE, 0, 1, status];
    made.extend([
        ("gone", one(reset, vec![Shape::Gone.says(&[])])),
        (
            "system",
            one(reset, vec![Shape::System.says(b"no \x1b[31mroom")]),
        ),
        ("silence", one(reset, vec![])),
        (
            "working",
            one(reset, vec![Shape::Forever.says(&forever(1))]),
        ),
        ("touch", one(reset, vec![Shape::Forever.says(&forever(2))])),
        ("busy", one(reset, vec![Shape::Error.says(&[6])])),
        ("unknown", one(reset, vec![Shape::Answer.says(&[0xdf])])),
        ("no-status", one(reset, vec![Shape::Answer.says(&[])])),
        (
            "no-ctap2",
            one(reset, vec![Shape::Init.says(&[1, 2, 3, 4, 2, 0, 0, 0, 1])]),
        ),
        ("no-channel", one(reset, vec![Shape::Init.says(&[0; 9])])),
        (
            "short-init",
            one(reset, vec![Shape::Init.says(&[1, 2, 3, 4])]),
        ),
        (
            "serials",
            one(
                &[(O::SerialYubico, 0), (O::SerialTrussed, 0), (O::Wink, 0)],
                vec![
                    Shape::Answer.says(&[8, 1, 0, 2, 4, 0, 0, 1, 2]),
                    Shape::Answer.says(&[7; 16]),
                    Shape::Answer.says(&[]),
                ],
            ),
        ),
    ]);
    made.extend(token2_serials().map(|(name, replies)| {
        let each = vec![(O::SerialToken2, 0); replies.len()];
        (name, one(&each, replies))
    }));
    for which in 2..8 {
        let mut script = named("first-pin");
        script.operations[1].1 = which;
        made.push((
            [
                "",
                "",
                "pin-short",
                "pin-zero",
                "pin-bytes",
                "pin-form",
                "pin-long",
                "pin-16",
            ][usize::from(which)],
            script,
        ));
    }
    for (name, chance) in [
        ("chance-none", 1),
        ("chance-one", 2),
        ("chance-two", 3),
        ("chance-bad", 255),
    ] {
        made.push((
            name,
            Script {
                chance,
                ..named("change-pin")
            },
        ));
    }
    let mut limited = with_info(named("first-pin"), |info| {
        info.retain(|(k, _)| *k != int(0x1d));
        info.push((int(0x1d), int(6)));
    });
    limited.operations.truncate(2);
    made.push(("pin-most", limited));
    for (name, list) in [
        ("list-made", 0x90),
        ("list-long", 0xa0),
        ("list-both", 0xa8),
        ("list-two", 0xb0),
        ("list-many", 0xb8),
    ] {
        let mut script = named("es256");
        script.operations[2].1 = list;
        made.push((name, script));
    }
    let mut cut = named("change-pin");
    cut.people.cut_after = 12;
    made.push(("cut", cut));
    let mut empty_maps = named("manage");
    for reply in &mut empty_maps.replies {
        if reply.content == [0] {
            reply.content.push(0xa0);
        }
    }
    made.push(("empty-maps", empty_maps));
    // Its id is what no client may say first: the half of a PIN's hash.
    let mut repeated = named("manage");
    for reply in &mut repeated.replies {
        edit(reply, |members| {
            let ids = members
                .iter_mut()
                .filter(|(k, v)| *k == int(7) && v.as_map().is_some());
            for (_, id) in ids {
                let half = bytes(&Sha256::digest(b"11223344")[..16]);
                *id = Value::Map(vec![(text("id"), half), (text("type"), text("public-key"))]);
            }
        });
    }
    made.push(("repeated", repeated));
    made
}

/// The digits on a key of Token2; what other generations of these keys say; near misses.
fn token2_serials() -> [(&'static str, Vec<Reply>); 3] {
    let says = |parts: &[&[u8]]| Shape::Answer.says(&parts.concat());
    let (digits, fine) = (b"961053123456", &[0x90, 0][..]);
    [
        (
            "token2",
            vec![
                says(&[&[0xd1, 12], digits, fine]),
                says(&[&[0xd1, 16], digits, &[0; 4], fine]),
                says(&[&[0xd1, 12], b"961053123457", fine]),
            ],
        ),
        (
            "token2-older",
            vec![
                says(&[&[0x6d, 0]]),
                says(&[&[0x3b, 0xff, 0x18]]),
                says(&[fine]),
                says(&[]),
                Shape::Error.says(&[1]),
            ],
        ),
        (
            "token2-wrong",
            vec![
                says(&[&[0xd1, 0], fine]),
                says(&[&[0xd1, 4, b'1'], fine]),
                says(&[&[0xd1, 2, b'1', b'x'], fine]),
                says(&[&[0xd1, 3, b'1', 0, b'1'], fine]),
                says(&[&[0xd1, 2, 0, 0], fine]),
                says(&[&[0xd1, 2, b'1', b'2'], &[0x6f, 0]]),
                says(&[&[0xd1], fine]),
                Shape::Error.says(&[3]),
            ],
        ),
    ]
}

/// Each answer of getInfo, with changed members.
fn with_info(mut script: Script, change: impl Fn(&mut Vec<(Value, Value)>)) -> Script {
    for reply in &mut script.replies {
        edit(reply, |members| {
            let is_info = members
                .iter()
                .any(|(k, v)| *k == int(3) && v.as_bytes().is_some_and(|b| b.len() == 16));
            if is_info {
                change(members);
            }
        });
    }
    script
}

/// Tokens of this length: 32 bytes are those of PIN/UV auth protocol 1, 48 those of 2.
fn tokens_of(mut script: Script, len: usize) -> Script {
    for reply in &mut script.replies {
        edit(reply, |members| {
            if let [(key, Value::Bytes(token))] = &mut members[..]
                && *key == int(2)
            {
                token.resize(len, 7);
            }
        });
    }
    script
}

/// A list that is longer than any key's.
fn more_than_any(mut script: Script) -> Script {
    for reply in &mut script.replies {
        edit(reply, |members| {
            let total = members.iter_mut().find(|(k, _)| *k == int(5));
            total.into_iter().for_each(|(_, v)| *v = int(1001));
        });
    }
    script
}

fn edit(reply: &mut Reply, change: impl Fn(&mut Vec<(Value, Value)>)) {
    if let Some((0, body)) = reply.content.split_first()
        && let Ok(value) = Value::decode(body)
        && let Some(members) = value.as_map()
    {
        let mut members = members.to_vec();
        change(&mut members);
        reply.content = [&[0], &Value::Map(members).encode()[..]].concat();
    }
}

/// What is judged and came from no key.
fn texts(corpus: &mut Corpus) {
    let options = r#"{"challengeTimeoutDateTime":"2026-06-13T11:26:35Z","publicKey":{"rp":{"id":"login.example","name":"Login"},"user":{"id":"AQID","name":"a@b","displayName":"A"},"challenge":"AAAAAAAAAAAAAAAAAAAAAA","pubKeyCredParams":[{"type":"public-key","alg":-7}],"excludeCredentials":[{"id":"TU1NTU1NTU1NTU1NTU1NTQ2","type":"public-key"}],"authenticatorSelection":{"residentKey":"required","requireResidentKey":true}}}"#;
    corpus.write(
        "judging",
        "made-options",
        &[&[3], options.as_bytes()].concat(),
    );
    corpus.write("judging", "made-base64url", b"\x04TU1NTU1NTU1NTU1NTU1NTQ==");
    let mut plugged = vec![5];
    for words in ["Maker", "Key", "V0001"] {
        put_string(&mut plugged, words.as_bytes());
    }
    corpus.write("judging", "made-plugged", &plugged);
    // An RSA key of 2048 bits, as old credentials have.
    let mut modulus = vec![0xa5; 256];
    modulus[255] |= 1;
    let rsa = Value::Map(vec![
        (int(1), int(3)),
        (int(3), int(-257)),
        (int(-1), bytes(&modulus)),
        (int(-2), bytes(&[1, 0, 1])),
    ]);
    let mut assertion = vec![2];
    put_string(&mut assertion, &rsa.encode());
    put_string(&mut assertion, &[1; 256]);
    assertion.extend(Sha256::digest(RP));
    assertion.extend([0; 5]);
    corpus.write("judging", "made-rsa", &assertion);
}

struct Corpus(PathBuf);

impl Corpus {
    fn conversation(&mut self, how: &str, name: &str, script: &Script) {
        let results = script.play();
        let ends: Vec<_> = results
            .iter()
            .map(|result| match result {
                None => "-".to_owned(),
                Some(Ok(())) => "ok".to_owned(),
                Some(Err(error)) => error.to_string(),
            })
            .collect();
        println!("{how}-{name}: {}", ends.join("; "));
        assert_eq!(Script::read(&script.write()).replies, script.replies);
        self.write("conversation", &format!("{how}-{name}"), &script.write());
        let bodies = script.replies.iter().filter(|r| r.shape == Shape::Answer);
        for body in bodies
            .filter_map(|r| r.content.get(1..))
            .filter(|b| b.len() > 1)
        {
            let sum = body.iter().fold(0_u32, |sum, b| {
                sum.wrapping_mul(31).wrapping_add((*b).into())
            });
            if how == "recorded" {
                self.write("cbor", &format!("recorded-{name}-{sum:08x}"), body);
            }
        }
    }

    fn judged(&mut self, name: &str, held: &Held) {
        let mut key = None;
        for made in &held.attestations {
            let data = [&[0], &made.auth_data[..]].concat();
            self.write("judging", &format!("recorded-{name}-data"), &data);
            let statement = &made.statement;
            self.attestation(
                &format!("recorded-{name}-made"),
                &made.fmt,
                statement,
                &made.auth_data,
            );
            if name == "es256" {
                self.other_attestations(statement, &made.auth_data);
            }
            let read = AuthData::read(&made.auth_data).ok();
            key = read.and_then(|data| data.attested).map(|a| a.public_key);
        }
        for (key, signed) in key.iter().zip(&held.assertions) {
            let mut assertion = vec![2];
            put_string(&mut assertion, &key.to_cose().encode());
            put_string(&mut assertion, &signed.signature);
            assertion.extend(&signed.auth_data);
            self.write("judging", &format!("recorded-{name}-signed"), &assertion);
        }
    }

    /// Formats and statements that this firmware has not.
    fn other_attestations(&mut self, statement: &Value, auth_data: &[u8]) {
        let with = |name, value: Value| {
            let mut members = statement.as_map().unwrap_or_default().to_vec();
            members.retain(|(k, _)| *k != text(name));
            members.push((text(name), value));
            Value::Map(members)
        };
        let chain = Value::Array(vec![bytes(b"leaf"), bytes(b"root")]);
        let nothing = Value::Map(vec![]);
        self.attestation("made-none", "none", &nothing, auth_data);
        self.attestation("made-none-full", "none", statement, auth_data);
        self.attestation("made-other", "tpm", &nothing, auth_data);
        self.attestation("made-chain", "packed", &with("x5c", chain), auth_data);
        self.attestation("made-algorithm", "packed", &with("alg", int(-8)), auth_data);
        self.attestation(
            "made-forged",
            "packed",
            &with("sig", bytes(&[1])),
            auth_data,
        );
        let mut without = auth_data[..37].to_vec();
        without[32] = 1;
        self.attestation("made-nothing", "none", &nothing, &without);
    }

    fn attestation(&mut self, name: &str, fmt: &str, statement: &Value, auth_data: &[u8]) {
        let mut attestation = vec![1];
        put_string(&mut attestation, fmt.as_bytes());
        put_string(&mut attestation, &statement.encode());
        attestation.extend(auth_data);
        self.write("judging", name, &attestation);
    }

    fn write(&mut self, target: &str, name: &str, bytes: &[u8]) {
        let folder = self.0.join(target);
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(name), bytes).expect("room");
    }
}

struct VirtualKey {
    dir: PathBuf,
    process: Child,
}

impl VirtualKey {
    fn plug(vkey: &Path) -> VirtualKey {
        let dir = std::env::temp_dir().join(format!("sealwright-record-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let mut process = Command::new(vkey)
            .arg("--dir")
            .arg(&dir)
            .arg("--socket")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the virtual key starts");
        let output = process.stdout.take().expect("its output");
        BufReader::new(output)
            .read_line(&mut String::new())
            .expect("ready");
        VirtualKey { dir, process }
    }

    fn control(&self, line: &str) {
        let mut stream = UnixStream::connect(self.dir.join("ctl")).expect("the control socket");
        writeln!(stream, "{line}").expect("it listens");
        let _ = BufReader::new(stream).read_line(&mut String::new());
    }

    fn link(&self) -> Recording {
        Recording {
            stream: UnixStream::connect(self.dir.join("hid")).expect("it is plugged in"),
            opened: Instant::now(),
            leaves: false,
            assembly: Assembly::default(),
            answers: VecDeque::new(),
            packets: vec![],
            granted: None,
        }
    }
}

impl Drop for VirtualKey {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// A link over the socket that keeps what comes.
struct Recording {
    stream: UnixStream,
    opened: Instant,
    leaves: bool,
    assembly: Assembly,
    answers: VecDeque<Reply>,
    packets: Vec<Packet>,
    granted: Option<u32>,
}

impl Recording {
    fn replies(self) -> VecDeque<Reply> {
        self.answers
    }

    fn keep(&mut self, packet: &Packet) {
        self.packets.push(*packet);
        let Some(message) = self.assembly.take(packet) else {
            return;
        };
        match message.command {
            INIT => {
                let granted = &message.payload[8..];
                self.granted = granted.first_chunk().map(|c| u32::from_be_bytes(*c));
                self.answers.push_back(Shape::Init.says(granted));
            }
            _ if Some(channel(packet)) != self.granted => {}
            KEEPALIVE => {
                let again = Shape::Keepalives.says(&message.payload);
                let again = Reply {
                    more: true,
                    ..again
                };
                // Once is as good as a hundred times.
                if self.answers.back() != Some(&again) {
                    self.answers.push_back(again);
                }
            }
            ERROR => self.answers.push_back(Shape::Error.says(&message.payload)),
            _ => self.answers.push_back(Shape::Answer.says(&message.payload)),
        }
    }
}

impl Link for Recording {
    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    fn send(&mut self, packet: &Packet, _: Duration) -> Result<(), LinkError> {
        self.stream.write_all(packet).map_err(|_| LinkError::Gone)
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        let left = by.saturating_sub(self.now()).max(Duration::from_millis(1));
        self.stream.set_read_timeout(Some(left)).expect("not zero");
        let mut packet = [0; PACKET_LEN];
        // The firmware's packets come whole.
        self.stream
            .read_exact(&mut packet)
            .map_err(|_| LinkError::Deadline)?;
        self.keep(&packet);
        Ok(packet)
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        match self.leaves && what == WaitingFor::Touch {
            true => Waiting::Cancel,
            false => Waiting::GoOn,
        }
    }
}
