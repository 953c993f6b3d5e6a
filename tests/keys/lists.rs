//! Lists of what lies on a key: they end, name what is wrong with them, and an empty one is empty however it is said.

use crate::ctap_played::{
    Counting, Next, Played, behaving_until, cbor, client, info, map, object, pin, success,
};
use sealwright::ctap::cbor::{CborError, Value, bytes, int, text};
use sealwright::ctap::{Client, CtapError, Link, LinkError, Oddity, Permissions, PinToken, Reply};
use std::time::Duration;

fn token() -> PinToken {
    let mut key = behaving_until(9, || success(&map(vec![(2, bytes(&[7; 48]))])));
    let managing = Permissions::CREDENTIAL_MANAGEMENT;
    key.token(&pin(), managing, None, &mut Counting(5)).unwrap()
}

/// A key that answers credential management so: by subcommand, and how often it was asked before.
fn listing(mut answer: impl FnMut(u8, u64) -> Vec<Next> + 'static) -> Client<Played> {
    let mut asked = 0;
    client(move |_, message| match (message[0], message.get(3)) {
        (0x04, _) => {
            let mut members = info();
            members[2].1 = object(vec![("credMgmt", Value::Bool(true))]);
            success(&map(members))
        }
        (0x0a, Some(subcommand)) => {
            asked += 1;
            answer(*subcommand, asked - 1)
        }
        other => panic!("{other:?}"),
    })
}

fn number(n: u64) -> [u8; 32] {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

fn party(n: u64, total: u64) -> Vec<Next> {
    success(&map(vec![
        (4, bytes(&number(n))),
        (5, Value::Unsigned(total)),
    ]))
}

fn credential(n: u64, total: u64) -> Vec<Next> {
    let user = object(vec![("id", bytes(&[1])), ("name", text("a"))]);
    let id = object(vec![
        ("id", bytes(&number(n))),
        ("type", text("public-key")),
    ]);
    success(&map(vec![
        (6, user),
        (7, id),
        (8, Value::Map(vec![])),
        (9, Value::Unsigned(total)),
    ]))
}

fn wrong(cause: Reply) -> Option<CtapError> {
    Some(CtapError::Reply {
        cause,
        unknown: false,
    })
}

type Entry = fn(u64, u64) -> Vec<Next>;
type List = fn(&mut Client<Played>, &PinToken) -> Result<usize, CtapError>;

/// Both lists, and what names an entry of them.
const LISTS: [(Entry, List, &str, &str); 2] = [
    (
        party,
        |key, token| key.relying_parties(token).map(|all| all.len()),
        "rpIDHash",
        "totalRPs",
    ),
    (
        credential,
        |key, token| key.credentials_of(token, &[0; 32]).map(|all| all.len()),
        "credentialID",
        "totalCredentials",
    ),
];

#[test]
fn a_long_list_is_read_whole_and_an_impossible_one_is_not_begun() {
    for (entry, list, _, total) in LISTS {
        let mut key = listing(move |_, n| entry(n, 1000));
        assert_eq!(list(&mut key, &token()), Ok(1000));
        let mut key = listing(move |_, n| entry(n, 1001));
        assert_eq!(list(&mut key, &token()).err(), wrong(Reply::Wrong(total)));
    }
}

#[test]
fn a_list_of_slow_entries_ends_within_minutes() {
    for (entry, list, ..) in LISTS {
        let mut key = listing(move |_, n| {
            let mut packets = vec![Next::Pause(Duration::from_secs(9))];
            packets.extend(entry(n, 1000));
            packets
        });
        let late = CtapError::Lost {
            cause: LinkError::Deadline,
            unknown: false,
        };
        assert_eq!(list(&mut key, &token()).err(), Some(late));
        let took = key.link_mut().now();
        assert!(took < Duration::from_secs(135), "{took:?}");
    }
}

#[test]
fn an_entry_that_comes_for_the_second_time_is_named() {
    for (entry, list, name, _) in LISTS {
        let mut key = listing(move |_, n| entry(n % 3, 4));
        assert_eq!(list(&mut key, &token()).err(), wrong(Reply::Repeated(name)));
    }
}

#[test]
fn a_max_msg_size_of_nothing_does_not_lock_the_client_out() {
    for said in [0, 1, 1023] {
        let mut key = client(move |_, message| match message[0] {
            0x04 => {
                let mut members = info();
                members.push((5, int(said)));
                success(&map(members))
            }
            _ => success(&map(vec![(3, int(8))])),
        });
        assert_eq!(key.info().unwrap().longest_message(), 1024);
        assert!(key.info().is_ok() && key.pin_retries().is_ok());
    }
}

/// The ways in which keys say that nothing lies on them: CTAP's, and those of Nitrokey FIDO2 and Solo 1.
const NOTHING: [(&[u8], bool); 3] = [(&[0x2e], false), (&[0], true), (&[0, 0xa0], true)];

#[test]
fn an_empty_key_is_empty_however_it_says_so() {
    for (nothing, odd) in NOTHING {
        for (_, list, ..) in LISTS {
            let mut key = listing(move |_, _| cbor(nothing));
            assert_eq!(list(&mut key, &token()), Ok(0));
            assert_eq!(key.oddities().contains(&Oddity::NothingForEmpty), odd);
        }
        let mut key = listing(move |_, _| cbor(nothing));
        let count = key.credential_count(&token()).unwrap();
        assert_eq!((count.existing, count.remaining), (0, None));
    }
}

/// A list that breaks off is not a short one.
#[test]
fn nothing_in_the_middle_of_a_list_is_not_its_end() {
    for (nothing, _) in NOTHING {
        for (entry, list, ..) in LISTS {
            let mut key = listing(move |_, n| match n {
                0 => entry(n, 3),
                _ => cbor(nothing),
            });
            assert!(list(&mut key, &token()).is_err());
        }
    }
    // No message at all is no answer.
    let mut key = listing(|_, _| cbor(&[]));
    let empty = key.relying_parties(&token()).err();
    assert_eq!(empty, wrong(Reply::Empty));
}

/// Solo 1 cuts names at 31 bytes, others at 64, wherever a character ends.
#[test]
fn a_name_cut_within_a_character_is_mended_and_noted() {
    let cut: [(&[u8], &str); 4] = [
        (b"Zo\xc3", "Zo"),
        (b"Zo\xe2\x82", "Zo"),
        (b"Zo\xf0\x9f\x94", "Zo"),
        (b"\xf0\x9f\x94", ""),
    ];
    for (name, mended) in cut {
        let mut key = listing(move |_, _| {
            // The name as it is, which no text can hold.
            let marker = "x".repeat(name.len());
            let user = object(vec![("id", bytes(&[1])), ("name", text(&marker))]);
            let id = object(vec![("id", bytes(&[1])), ("type", text("public-key"))]);
            let entry = vec![(6, user), (7, id), (8, Value::Map(vec![])), (9, int(1))];
            let mut body = map(entry).encode();
            let at = body
                .windows(marker.len())
                .rposition(|part| part == marker.as_bytes())
                .unwrap();
            body[at..at + name.len()].copy_from_slice(name);
            cbor(&[&[0], &body[..]].concat())
        });
        let stored = key.credentials_of(&token(), &[0; 32]).unwrap().remove(0);
        let read = stored.user_name.map(String::from);
        assert_eq!(read.as_deref(), Some(mended));
        assert!(key.oddities().contains(&Oddity::CutText));
    }
}

#[test]
fn a_name_that_is_not_utf_8_at_all_is_an_error() {
    for name in [&b"a\xffb"[..], b"a\xc3(", b"\xc0\x80", b"\xed\xa0\x80"] {
        let mut body = map(vec![(
            3,
            object(vec![("id", text(&"x".repeat(name.len())))]),
        )])
        .encode();
        let at = body.len() - name.len();
        body[at..].copy_from_slice(name);
        let mut key = listing(move |_, _| cbor(&[&[0], &body[..]].concat()));
        let error = key.relying_parties(&token()).unwrap_err();
        assert!(
            matches!(
                error,
                CtapError::Reply {
                    cause: Reply::Cbor(CborError::NotUtf8 { .. }),
                    ..
                }
            ),
            "{error:?}"
        );
    }
}
