//! The promise: shares are SLIP-39's, any faulty one is found and named, and no error tells what a share says.
//!
//! Judges: the 45 official vectors; python-shamir-mnemonic, in both directions; sharks and blahaj, through the
//! isomorphism between their field and SLIP-39's.

use sealwright::secret::{Entropy, EntropyFailed, Secret};
use sealwright::share::{
    CollectError, Collector, CombineError, Differs, Group, Label, Missing, Progress, Scheme,
    SchemeError, Share, ShareError, SplitError, Start, Suspect, combine, judge, master_of_password,
    password_of_master, split,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::process::{Command, Stdio};

const WORD_LIST: &str = include_str!("../../src/share/wordlist/english.txt");

// ---- the official vectors

#[test]
fn the_45_official_vectors_give_their_secret_or_are_refused_for_their_reason() {
    let vectors: Vec<(String, Vec<String>, String, String)> =
        serde_json::from_str(include_str!("../data/slip39-vectors.json"))
            .expect("the vectors are JSON");
    let (mut valid, mut refused) = (0, 0);
    for (description, texts, master, _) in &vectors {
        let parsed: Result<Vec<Share>, ShareError> =
            texts.iter().map(|text| Share::parse(text)).collect();
        let outcome = match parsed {
            Ok(shares) => {
                for (share, text) in shares.iter().zip(texts) {
                    assert!(
                        share.words().is_ok_and(|words| words.text() == Some(text)),
                        "{description}"
                    );
                }
                let shares: Vec<&Share> = shares.iter().collect();
                judge::combine_with(&shares, b"TREZOR")
                    .map(|secret| hex(secret.bytes()))
                    .map_err(|error| format!("{error:?}"))
            }
            Err(error) => Err(format!("{error:?}")),
        };
        let reason = reason(description);
        match outcome {
            Ok(secret) => {
                assert_eq!((&secret, reason), (master, ""), "{description}");
                valid += 1;
            }
            Err(error) => {
                assert!(
                    master.is_empty() && !reason.is_empty(),
                    "{description}: {error}"
                );
                assert!(error.starts_with(reason), "{description}: {error}");
                refused += 1;
            }
        }
    }
    println!("{valid} vectors valid, {refused} refused");
    assert_eq!((vectors.len(), valid + refused), (45, 45));
}

/// The error that a vector's description calls for; none where it is valid.
fn reason(description: &str) -> &'static str {
    let reasons = [
        ("invalid checksum", "Checksum"),
        ("invalid padding", "Padding"),
        (
            "different identifiers",
            "OtherSet { positions: [2], differs: Id }",
        ),
        (
            "different iteration exponents",
            "OtherSet { positions: [2], differs: IterationExponent }",
        ),
        ("mismatching group thresholds", "OtherSet"),
        (
            "mismatching group counts",
            "OtherSet { positions: [2], differs: GroupCount }",
        ),
        ("greater group threshold", "GroupThreshold"),
        (
            "duplicate member indices",
            "Conflict { first: 1, second: 2 }",
        ),
        ("mismatching member thresholds", "MemberThreshold"),
        ("invalid digest", "Digest { group_index: Some("),
        ("nsufficient number of", "Missing"),
        ("insufficient length", "TooFewWords { found: 19 }"),
        ("invalid master secret length", "WordCount { found: 21 }"),
        ("5. Basic sharing", "Missing"),
        ("24. Basic sharing", "Missing"),
    ];
    let fits = |(part, _): &&(&str, &str)| match part.find('.') {
        Some(_) => description.starts_with(part),
        None => description.contains(part),
    };
    reasons.iter().find(fits).map_or("", |(_, reason)| reason)
}

// ---- python-shamir-mnemonic

#[test]
fn python_shamir_mnemonic_recovers_our_shares_and_we_recover_its() {
    let mut entropy = Seeded::new(1);
    let mut masters = Vec::new();
    let mut ours = Vec::new();
    let mut orders = Vec::new();
    for len in (16..=128).step_by(2) {
        for extendable in [false, true] {
            for grouped in [false, true] {
                let exponent = u8::from(len % 16 == 0);
                let (group_threshold, members) = if grouped {
                    (2, vec![(2, 3), (1, 1), (3, 5)])
                } else {
                    (
                        1,
                        vec![(1 + (len / 2 % 5) as u8, 5 - 4 * u8::from(len / 2 % 5 == 0))],
                    )
                };
                let groups = members
                    .iter()
                    .map(|&(k, n)| Group::new(k, n).expect("a group"))
                    .collect();
                let scheme = Scheme::grouped(group_threshold, groups)
                    .and_then(|scheme| scheme.with_iteration_exponent(exponent))
                    .expect("a scheme")
                    .with_extendable(extendable);
                let master = entropy.secret(len);
                let groups = split(&master, &scheme, &mut entropy).expect("split");
                // Another quorum each time: the last members of the last groups, and the first of the first.
                let from_end = len / 2 % 2 == 0;
                ours.push(texts(&quorum(&groups, &scheme, from_end)));
                orders.push(json!({
                    "master": hex(master.bytes()), "groups": members, "group_threshold": group_threshold,
                    "extendable": extendable, "exponent": exponent,
                }));
                masters.push((master, scheme));
            }
        }
    }

    let answer = python(&json!({ "split": orders, "recover": ours }));

    for ((master, scheme), (recovered, split)) in masters
        .iter()
        .zip(list(&answer["recover"]).iter().zip(list(&answer["split"])))
    {
        assert_eq!(
            recovered.as_str(),
            Some(hex(master.bytes()).as_str()),
            "{scheme:?}"
        );
        let groups: Vec<Vec<Share>> = list(split)
            .iter()
            .map(|group| {
                list(group)
                    .iter()
                    .map(|text| parse(text.as_str().expect("text")))
                    .collect()
            })
            .collect();
        for from_end in [false, true] {
            let shares: Vec<Share> = texts(&quorum(&groups, scheme, from_end))
                .iter()
                .map(|text| parse(text))
                .collect();
            assert!(
                combine(&shares).is_ok_and(|back| back.is(master)),
                "{scheme:?}"
            );
        }
    }
    println!(
        "{} sets of ours, {} of python-shamir-mnemonic's",
        ours.len(),
        orders.len()
    );
    assert_eq!(masters.len(), 57 * 4);
}

#[test]
fn python_shamir_mnemonic_gives_back_a_password_from_any_3_of_5() {
    let password = secret("Kx7vRq2mWz9tHn4pLc8dJf3gYb6sTk5wVr2hNm7q");
    let master = master_of_password(&password).expect("ASCII");
    let scheme = Scheme::single(3, 5).expect("a scheme");
    let shares = split(&master, &scheme, &mut Seeded::new(2))
        .expect("split")
        .remove(0);
    assert!(shares.iter().all(|share| share.label().length_words == 39));
    let quorums: Vec<Vec<String>> = choices(5, 3)
        .map(|places| texts(&places.iter().map(|&i| &shares[i]).collect::<Vec<_>>()))
        .collect();
    let answer = python(&json!({ "split": [], "recover": quorums }));
    assert_eq!(list(&answer["recover"]).len(), 10);
    for recovered in list(&answer["recover"]) {
        assert_eq!(recovered.as_str(), Some(hex(password.bytes()).as_str()));
    }
}

fn python(request: &Value) -> Value {
    let root = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| format!("{root}/tests/.venv/bin/python"));
    let mut judge = Command::new(&python)
        .arg(format!("{root}/tests/judges/slip39.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("the judge needs python with shamir-mnemonic at {python}: {error}")
        });
    let mut stdin = judge.stdin.take().expect("piped");
    stdin
        .write_all(request.to_string().as_bytes())
        .expect("the judge reads");
    drop(stdin);
    let output = judge.wait_with_output().expect("the judge ends");
    assert!(
        output.status.success(),
        "the judge failed (is shamir-mnemonic installed for {python}?)"
    );
    serde_json::from_slice(&output.stdout).expect("the judge answers in JSON")
}

// ---- sharks and blahaj

#[test]
fn sharks_and_blahaj_interpolate_our_raw_shares_to_the_same_secret_digest_and_member() {
    let mut compared = 0;
    for k in 2..=8u8 {
        let mut entropy = Seeded::new(100 + u64::from(k));
        let master = entropy.secret(40);
        let scheme = Scheme::single(k, k + 1).expect("a scheme");
        let shares = split(&master, &scheme, &mut entropy)
            .expect("split")
            .remove(0);
        let points: Vec<(u8, &[u8])> = shares
            .iter()
            .map(|share| (share.label().member_index, judge::value(share)))
            .collect();

        for start in 0..=1 {
            let quorum = &points[start..start + usize::from(k)];
            let ours = |x| {
                judge::interpolate(quorum, x)
                    .expect("room")
                    .bytes()
                    .to_vec()
            };
            let [secret, digest] = [255, 254].map(|x| {
                let theirs = by_sharks(k, quorum, x);
                assert_eq!(theirs, by_blahaj(k, quorum, x), "{k} at {x}");
                assert_eq!(theirs, ours(x), "{k} at {x}");
                compared += 2;
                theirs
            });
            // What they found carries SLIP-39's digest, seen without our code.
            assert_eq!(hmac_sha256(&digest[4..], &secret)[..4], digest[..4]);
        }
        // f(0) is member 0, which the other members determine.
        let others = &points[1..];
        assert_eq!(by_sharks(k, others, 0), points[0].1);
        assert_eq!(by_blahaj(k, others, 0), points[0].1);
        compared += 2;
    }
    println!("{compared} interpolations compared");
    assert_eq!(compared, 7 * (2 * 2 * 2 + 2));
}

/// The judges recover f(0) only: with x moved by `at`, that is our f(at).
fn by_sharks(k: u8, points: &[(u8, &[u8])], at: u8) -> Vec<u8> {
    let shares: Vec<sharks::Share> = their_shares(points, at)
        .iter()
        .map(|bytes| sharks::Share::try_from(bytes.as_slice()).expect("x and y"))
        .collect();
    to_ours(&sharks::Sharks(k).recover(&shares).expect("k shares"))
}

fn by_blahaj(k: u8, points: &[(u8, &[u8])], at: u8) -> Vec<u8> {
    let shares: Vec<blahaj::Share> = their_shares(points, at)
        .iter()
        .map(|bytes| blahaj::Share::try_from(bytes.as_slice()).expect("x and y"))
        .collect();
    to_ours(&blahaj::Sharks(k).recover(&shares).expect("k shares"))
}

fn their_shares(points: &[(u8, &[u8])], at: u8) -> Vec<Vec<u8>> {
    let theirs = |ours: u8| {
        (0..=255)
            .find(|&theirs| image(theirs) == ours)
            .expect("one to one")
    };
    points
        .iter()
        .map(|&(x, y)| [&[x ^ at], y].concat().into_iter().map(theirs).collect())
        .collect()
}

fn to_ours(theirs: &[u8]) -> Vec<u8> {
    theirs.iter().map(|&byte| image(byte)).collect()
}

/// The isomorphism from GF(2)[x]/0x11d to GF(2)[x]/0x11b: x goes to a root of 0x11d's polynomial.
fn image(theirs: u8) -> u8 {
    static IMAGES: std::sync::LazyLock<[u8; 256]> = std::sync::LazyLock::new(|| {
        let power = |a: u8, n: u32| (0..n).fold(1, |p, _| judge::multiply(p, a));
        let at_root = |root: u8| {
            [8, 4, 3, 2, 0]
                .iter()
                .fold(0, |sum, &n| sum ^ power(root, n))
        };
        let root = (2..=255)
            .find(|&root| at_root(root) == 0)
            .expect("fields of 256 elements are isomorphic");
        std::array::from_fn(|byte| {
            (0..8)
                .filter(|bit| byte >> bit & 1 == 1)
                .fold(0, |sum, bit| sum ^ power(root, bit))
        })
    });
    IMAGES[usize::from(theirs)]
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let pad = |byte: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).unwrap_or(&0) ^ byte).collect() };
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).into()
}

// ---- every scheme

#[test]
fn every_k_of_n_up_to_16_comes_back_from_its_first_and_last_k_and_from_all_and_not_from_fewer() {
    let mut schemes = 0;
    for n in 1..=16u8 {
        for k in 1..=n {
            let Ok(scheme) = Scheme::single(k, n) else {
                assert!(k == 1 && n > 1);
                continue;
            };
            let mut entropy = Seeded::new(u64::from(n) << 8 | u64::from(k));
            let master = entropy.secret(16);
            let mut shares = split(&master, &scheme, &mut entropy)
                .expect("split")
                .remove(0);
            let k = usize::from(k);
            assert!(
                combine(&shares).is_ok_and(|back| back.is(&master)),
                "all of {k} of {n}"
            );
            assert!(
                combine(&shares[..k]).is_ok_and(|back| back.is(&master)),
                "{k} of {n}"
            );
            shares.reverse();
            assert!(
                combine(&shares[..k]).is_ok_and(|back| back.is(&master)),
                "{k} of {n}"
            );
            let fewer = combine(&shares[..k - 1]).err();
            assert!(
                matches!(
                    fewer,
                    Some(CombineError::Missing(_) | CombineError::NoShares)
                ),
                "{k} of {n}"
            );
            schemes += 1;
        }
    }
    assert_eq!(schemes, 16 * 17 / 2 - 15);
}

#[test]
fn impossible_schemes_are_refused() {
    assert_eq!(
        Scheme::single(0, 3).err(),
        Some(SchemeError::Members {
            threshold: 0,
            count: 3
        })
    );
    assert_eq!(
        Scheme::single(4, 3).err(),
        Some(SchemeError::Members {
            threshold: 4,
            count: 3
        })
    );
    assert_eq!(
        Scheme::single(2, 17).err(),
        Some(SchemeError::Members {
            threshold: 2,
            count: 17
        })
    );
    assert_eq!(
        Scheme::single(0, 0).err(),
        Some(SchemeError::Members {
            threshold: 0,
            count: 0
        })
    );
    assert_eq!(
        Scheme::single(1, 2).err(),
        Some(SchemeError::OneOfMany { count: 2 })
    );
    let group = Group::new(2, 3).expect("a group");
    for (threshold, count) in [(0, 1), (2, 1), (1, 0), (0, 0), (1, 17)] {
        let error = Scheme::grouped(threshold, vec![group; count]).err();
        assert_eq!(error, Some(SchemeError::Groups { threshold, count }));
    }
    let exponent = Scheme::single(2, 3).and_then(|scheme| scheme.with_iteration_exponent(16));
    assert_eq!(
        exponent.err(),
        Some(SchemeError::IterationExponent { exponent: 16 })
    );
}

#[test]
fn a_master_secret_of_impossible_length_is_refused() {
    let scheme = Scheme::single(2, 3).expect("a scheme");
    for found in [0, 14, 15, 17, 41, 1249, 1250] {
        let master = Seeded::new(3).secret(found);
        let error = split(&master, &scheme, &mut Seeded::new(4)).err();
        assert_eq!(error, Some(SplitError::MasterLength { found }));
    }
    let master = Seeded::new(3).secret(1248);
    let shares = split(&master, &scheme, &mut Seeded::new(4))
        .expect("the longest")
        .remove(0);
    assert_eq!(shares[0].label().length_words, 1006);
    let shares: Vec<Share> = texts(&shares[1..].iter().collect::<Vec<_>>())
        .iter()
        .map(|text| parse(text))
        .collect();
    assert!(combine(&shares).is_ok_and(|back| back.is(&master)));
    let longer = format!("{} academic", texts(&[&shares[0]])[0]);
    assert_eq!(Share::parse(&longer).err(), Some(ShareError::TooManyWords));
}

#[test]
fn randomness_that_fails_at_any_draw_splits_nothing() {
    let scheme = Scheme::grouped(2, vec![Group::new(3, 4).expect("a group"); 3]).expect("a scheme");
    let master = Seeded::new(5).secret(40);
    let mut entropy = Seeded::new(6);
    split(&master, &scheme, &mut entropy).expect("split");
    let draws = entropy.drawn;
    assert_eq!(draws, 1 + 1 + 3 * 2); // id, key of the groups' digest, a point and a key in each group
    for after in 0..draws {
        let mut entropy = Seeded {
            fails_after: Some(after),
            ..Seeded::new(6)
        };
        let error = split(&master, &scheme, &mut entropy).err();
        assert!(
            matches!(error, Some(SplitError::Entropy(_))),
            "draw {after}"
        );
    }
}

#[test]
fn a_set_says_on_each_share_what_it_is() {
    let groups = vec![
        Group::new(2, 3).expect("a group"),
        Group::new(1, 1).expect("a group"),
    ];
    let scheme = Scheme::grouped(2, groups)
        .and_then(|s| s.with_iteration_exponent(1))
        .expect("a scheme");
    let groups = split(&Seeded::new(7).secret(40), &scheme, &mut Seeded::new(8)).expect("split");
    let id = groups[0][0].label().id;
    for (group_index, shares) in (0..).zip(&groups) {
        for (member_index, share) in (0..).zip(shares) {
            let label = Label {
                id,
                extendable: false,
                iteration_exponent: 1,
                group_index,
                group_threshold: 2,
                group_count: 2,
                member_index,
                member_threshold: if group_index == 0 { 2 } else { 1 },
                length_words: 39,
            };
            assert_eq!(share.label(), label);
            let words = share.words().expect("room");
            assert_eq!(
                share.fingerprint(),
                <[u8; 32]>::from(Sha256::digest(words.bytes()))
            );
            let read = parse(words.text().expect("ASCII"));
            assert_eq!(
                (read.label(), read.fingerprint()),
                (label, share.fingerprint())
            );
        }
    }
    assert_eq!(
        groups[0][1].label().to_string(),
        format!("set {id:05}, group 1 of 2 (2 needed), share 2, 2 needed, 39 words")
    );
}

// ---- what a person types

#[test]
fn a_share_is_read_however_a_person_types_it() {
    let share = &two_of_three(20)[0];
    let text = texts(&[share]).remove(0);
    let words: Vec<&str> = text.split(' ').collect();
    let short: Vec<&str> = words.iter().map(|word| &word[..4]).collect();
    let numbered = |form: &dyn Fn(usize, &str) -> String| -> String {
        words
            .iter()
            .enumerate()
            .map(|(i, word)| form(i + 1, word))
            .collect()
    };
    for typed in [
        text.to_uppercase(),
        short.join(" "),
        short.join(" ").to_uppercase(),
        format!("  \t{}\r\n\r\n", words.join(" \u{a0} \n")),
        numbered(&|i, word| format!("{i}. {word}\n")),
        numbered(&|i, word| format!("{i}.{word} ")),
        numbered(&|i, word| format!("{i}) {word}\t")),
        numbered(&|i, word| format!("{i} {}\r\n", &word[..4])),
        numbered(&|i, word| {
            if i % 5 == 1 {
                format!("\n{i}. {word} ")
            } else {
                format!("{word} ")
            }
        }),
        numbered(&|i, word| format!("{i:02}. {}{} ", &word[..1].to_uppercase(), &word[1..])),
    ] {
        let read = Share::parse(&typed);
        assert!(
            read.is_ok_and(|read| read.fingerprint() == share.fingerprint()),
            "{}",
            typed.len()
        );
    }
}

#[test]
fn a_word_that_is_not_in_the_list_is_named_by_its_place_and_how_far_it_agrees() {
    let text = texts(&[&two_of_three(40)[1]]).remove(0);
    let words: Vec<&str> = text.split(' ').collect();
    for (typed, start) in [
        ("qwerty7secret", Start::None),
        ("xylophone", Start::None),
        ("ac", Start::Many),
        ("zer", Start::One),
        ("academy", Start::FourLetters),
        ("99999999999999999999", Start::None),
        ("-", Start::None),
        ("\u{202e}acid", Start::None),
    ] {
        for at in 0..words.len() {
            let mut wrong = words.clone();
            wrong[at] = typed;
            let error = Share::parse(&wrong.join(" ")).err().expect("refused");
            assert_eq!(
                error,
                ShareError::UnknownWord {
                    position: at + 1,
                    start
                }
            );
            let said = format!("{error:?} {error}");
            assert!(!said.contains(typed) || typed.len() < 3, "{said}");
        }
    }
}

#[test]
fn numbers_that_were_typed_find_the_word_that_is_missing_or_doubled() {
    let text = texts(&[&two_of_three(40)[1]]).remove(0);
    let lines: Vec<String> = text
        .split(' ')
        .enumerate()
        .map(|(i, word)| format!("{}. {word}", i + 1))
        .collect();
    for at in 0..lines.len() - 1 {
        let mut missing = lines.clone();
        missing.remove(at);
        let error = Share::parse(&missing.join("\n")).err();
        assert_eq!(
            error,
            Some(ShareError::OutOfStep {
                position: at + 1,
                numbered: at + 2
            })
        );
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at].clone());
        let error = Share::parse(&doubled.join("\n")).err();
        assert_eq!(
            error,
            Some(ShareError::OutOfStep {
                position: at + 2,
                numbered: at + 1
            })
        );
    }
}

#[test]
fn no_text_from_outside_panics() {
    let mut entropy = Seeded::new(9);
    let pieces = [
        "academic",
        "1.",
        "0",
        "18446744073709551616",
        "\u{e9}",
        ".",
        "\0",
        "acad",
        "\u{1f512}",
        " ",
        "\n",
        "zero",
    ];
    for _ in 0..20_000 {
        let mut choice = [0; 40];
        entropy.fill(&mut choice).expect("seeded");
        let text: String = choice
            .iter()
            .map(|&i| pieces[usize::from(i) % pieces.len()])
            .collect();
        assert!(Share::parse(&text).is_err());
    }
    for count in [0, 1, 19] {
        let error = Share::parse(&"academic ".repeat(count)).err();
        assert_eq!(error, Some(ShareError::TooFewWords { found: count }));
    }
    assert_eq!(
        Share::parse(&"academic ".repeat(100_000)).err(),
        Some(ShareError::TooManyWords)
    );
}

// ---- what a person mistypes

#[test]
fn i8_every_substitution_of_a_word_at_every_place_is_refused_and_its_place_named() {
    let list: Vec<&str> = WORD_LIST.lines().collect();
    let mut refused = 0;
    for (len, extendable) in [(40, false), (16, true)] {
        let scheme = Scheme::single(2, 3)
            .expect("a scheme")
            .with_extendable(extendable);
        let mut entropy = Seeded::new(10);
        let shares = split(&entropy.secret(len), &scheme, &mut entropy)
            .expect("split")
            .remove(0);
        let text = texts(&[&shares[2]]).remove(0);
        let words: Vec<&str> = text.split(' ').collect();
        for at in 0..words.len() {
            for other in list.iter().filter(|&&other| other != words[at]) {
                let mut wrong = words.clone();
                wrong[at] = other;
                let error = Share::parse(&wrong.join(" ")).err();
                let suspect = Suspect::Word(at + 1);
                assert_eq!(
                    error,
                    Some(ShareError::Checksum { suspect }),
                    "place {}",
                    at + 1
                );
                refused += 1;
            }
        }
    }
    println!("{refused} substitutions refused, each place named");
    assert_eq!(refused, (39 + 20) * 1023);
}

#[test]
fn i8_swapped_missing_and_doubled_words_are_refused() {
    let (mut swaps, mut others) = (0, 0);
    for (i, share) in two_of_three(40).iter().chain(&two_of_three(16)).enumerate() {
        let text = texts(&[share]).remove(0);
        let words: Vec<&str> = text.split(' ').collect();
        for a in 0..words.len() {
            for b in a + 1..words.len() {
                let mut swapped = words.clone();
                swapped.swap(a, b);
                if swapped == words {
                    continue;
                }
                let error = Share::parse(&swapped.join(" ")).err();
                let suspect = Suspect::Swapped(a + 1, b + 1);
                assert_eq!(
                    error,
                    Some(ShareError::Checksum { suspect }),
                    "share {i}, {a} and {b}"
                );
                swaps += 1;
            }
            let mut missing = words.clone();
            missing.remove(a);
            let mut doubled = words.clone();
            doubled.insert(a, words[a]);
            for wrong in [missing, doubled] {
                let error = Share::parse(&wrong.join(" ")).err().expect("refused");
                let is_named = matches!(
                    error,
                    ShareError::Checksum { .. }
                        | ShareError::WordCount { .. }
                        | ShareError::TooFewWords { .. }
                );
                assert!(is_named, "share {i}, word {a}: {error:?}");
                others += 1;
            }
        }
    }
    println!("{swaps} swaps, {others} missing and doubled words refused");
    assert!(swaps > 2500 && others == 2 * 3 * (39 + 20));
}

#[test]
fn i8_any_two_or_three_wrong_words_are_refused() {
    let list: Vec<&str> = WORD_LIST.lines().collect();
    let text = texts(&[&two_of_three(40)[0]]).remove(0);
    let words: Vec<&str> = text.split(' ').collect();
    let mut entropy = Seeded::new(11);
    for _ in 0..5_000 {
        let mut wrong = words.clone();
        let mut choice = [0; 9];
        entropy.fill(&mut choice).expect("seeded");
        for pick in choice.chunks(3).take(2 + usize::from(choice[0] & 1)) {
            let other = usize::from(u16::from_be_bytes([pick[1], pick[2]]) & 1023);
            wrong[usize::from(pick[0]) % words.len()] = list[other];
        }
        if wrong != words {
            let error = Share::parse(&wrong.join(" ")).err();
            assert!(matches!(error, Some(ShareError::Checksum { .. })));
        }
    }
}

// ---- shares that do not belong together

#[test]
fn i8_shares_of_another_set_are_named_by_their_position() {
    let [a, b] = [12, 13].map(|seed| split_of(&Scheme::single(3, 5).expect("a scheme"), 40, seed));
    assert_ne!(a[0].label().id, b[0].label().id);
    let mixed = |shares: &[&Share]| combine_texts(&texts(shares)).err();
    let other = |positions: &[usize], differs| {
        Some(CombineError::OtherSet {
            positions: positions.to_vec(),
            differs,
        })
    };
    assert_eq!(mixed(&[&a[0], &b[1], &a[2]]), other(&[2], Differs::Id));
    assert_eq!(mixed(&[&b[0], &a[1], &a[2]]), other(&[1], Differs::Id));
    assert_eq!(
        mixed(&[&b[0], &a[1], &a[2], &b[3], &a[4]]),
        other(&[1, 4], Differs::Id)
    );
    assert_eq!(mixed(&[&b[0], &a[1]]), other(&[2], Differs::Id));

    // The same identifier, everything else in turn: from the same seed.
    let base =
        || Scheme::grouped(1, vec![Group::new(2, 3).expect("a group"); 2]).expect("a scheme");
    let groups = |threshold, count| {
        Scheme::grouped(threshold, vec![Group::new(2, 3).expect("a group"); count])
            .expect("a scheme")
    };
    let usual = split_of(&base(), 40, 14);
    for (scheme, len, differs) in [
        (base().with_extendable(true), 40, Differs::Extendable),
        (
            base().with_iteration_exponent(1).expect("a scheme"),
            40,
            Differs::IterationExponent,
        ),
        (groups(2, 2), 40, Differs::GroupThreshold),
        (groups(1, 3), 40, Differs::GroupCount),
        (base(), 42, Differs::Length),
    ] {
        let stranger = split_of(&scheme, len, 14);
        assert_eq!(
            mixed(&[&usual[0], &usual[1], &stranger[2]]),
            other(&[3], differs)
        );
    }
    let other_threshold = split_of(
        &Scheme::grouped(1, vec![Group::new(3, 3).expect("a group"); 2]).expect("a scheme"),
        40,
        14,
    );
    assert_eq!(
        mixed(&[&usual[0], &other_threshold[2], &usual[1]]),
        Some(CombineError::MemberThreshold {
            positions: vec![2],
            group_index: 0
        })
    );
}

#[test]
fn i8_doubled_shares_and_two_that_claim_one_place_are_named() {
    let shares = two_of_three(40);
    let [zero, one] = [&shares[0], &shares[1]].map(|share| texts(&[share]).remove(0));
    let error = combine_texts(&[one.clone(), zero.clone(), zero.to_uppercase()]).err();
    assert_eq!(
        error,
        Some(CombineError::Doubled {
            first: 2,
            second: 3
        })
    );
    let altered = altered(&shares[0]);
    let error = combine_texts(&[zero, one, altered]).err();
    assert_eq!(
        error,
        Some(CombineError::Conflict {
            first: 1,
            second: 3
        })
    );
}

#[test]
fn i8_an_altered_share_with_a_right_checksum_is_found_and_with_one_more_share_named() {
    for (k, n) in [(2, 3), (3, 5), (5, 8)] {
        let scheme = Scheme::single(k, n).expect("a scheme");
        let shares = split_of(&scheme, 40, 15);
        let k = usize::from(k);
        for at in 0..=k {
            let mut texts = texts(&shares.iter().collect::<Vec<_>>());
            texts[at] = altered(&shares[at]);
            if at < k {
                let error = combine_texts(&texts[..k]).err();
                assert_eq!(
                    error,
                    Some(CombineError::Digest {
                        group_index: Some(0)
                    })
                );
            }
            let error = combine_texts(&texts[..=k]).err();
            assert_eq!(
                error,
                Some(CombineError::Altered {
                    positions: vec![at + 1]
                }),
                "{k} of {n}"
            );
        }
    }
    // The longest search: three of 16 altered, 8 needed.
    let shares = split_of(&Scheme::single(8, 16).expect("a scheme"), 40, 15);
    let mut texts = texts(&shares.iter().collect::<Vec<_>>());
    for at in [0, 7, 15] {
        texts[at] = altered(&shares[at]);
    }
    let start = std::time::Instant::now();
    let positions = vec![1, 8, 16];
    assert_eq!(
        combine_texts(&texts).err(),
        Some(CombineError::Altered { positions })
    );
    println!("three altered of 16 named in {:?}", start.elapsed());
}

#[test]
fn i8_an_altered_group_is_found_and_with_one_more_group_named() {
    let one = Group::new(1, 1).expect("a group");
    let two = Group::new(2, 2).expect("a group");
    let shares = split_of(
        &Scheme::grouped(2, vec![one, one, two]).expect("a scheme"),
        40,
        16,
    );
    let good = texts(&shares.iter().collect::<Vec<_>>());
    let bad = altered(&shares[1]);
    let error = combine_texts(&[good[0].clone(), bad.clone()]).err();
    assert_eq!(error, Some(CombineError::Digest { group_index: None }));
    let error = combine_texts(&[good[2].clone(), bad, good[0].clone(), good[3].clone()]).err();
    assert_eq!(error, Some(CombineError::Altered { positions: vec![2] }));

    // Without any digest, two groups that should be equal and are not.
    let shares = split_of(
        &Scheme::grouped(1, vec![one, one]).expect("a scheme"),
        40,
        17,
    );
    let error = combine_texts(&[texts(&[&shares[0]]).remove(0), altered(&shares[1])]).err();
    assert_eq!(error, Some(CombineError::Digest { group_index: None }));
}

#[test]
fn what_is_missing_is_said_group_by_group() {
    let groups = vec![
        Group::new(2, 3).expect("a group"),
        Group::new(1, 1).expect("a group"),
    ];
    let shares = split_of(&Scheme::grouped(2, groups).expect("a scheme"), 40, 18);
    let mut collector = Collector::new();
    assert_eq!(
        (collector.progress(), collector.finish().err()),
        (Progress::Nothing, Some(CombineError::NoShares))
    );
    let mut said = |share: &Share| match collector.add(parse(&texts(&[share])[0])) {
        Ok(progress) => progress.to_string(),
        Err(error) => format!("refused: {error}"),
    };
    assert_eq!(
        said(&shares[1]),
        "2 of 2 groups are needed, 0 complete; group 1 needs 2 shares, has 1; group 2 has none"
    );
    assert_eq!(said(&shares[1]), "refused: share 2 is the same as share 1");
    assert_eq!(
        said(&shares[2]),
        "2 of 2 groups are needed, 1 complete; group 2 has none"
    );
    assert_eq!(
        said(&shares[0]),
        "refused: group 1 has enough shares already; 2 of 2 groups are needed, 1 complete; group 2 has none"
    );
    assert_eq!(said(&shares[3]), "these shares suffice");
    assert_eq!(said(&shares[0]), "these shares suffice");

    let missing = combine_texts(&texts(&[&two_of_three(40)[2]])).err();
    assert_eq!(
        missing.map(|error| error.to_string()),
        Some("needs 2 shares, has 1".into())
    );
}

#[test]
fn an_emergency_ends_with_the_password_although_a_first_share_was_of_another_set_and_one_was_forged()
 {
    let password = secret("Kx7vRq2mWz9tHn4pLc8dJf3gYb6sTk5wVr2hNm7qX");
    let master = master_of_password(&password).expect("ASCII");
    let scheme = Scheme::single(2, 4).expect("a scheme");
    let shares = split(&master, &scheme, &mut Seeded::new(19))
        .expect("split")
        .remove(0);
    let typed = texts(&shares.iter().collect::<Vec<_>>());
    let stranger = texts(&[&two_of_three(42)[0]]).remove(0);

    let mut collector = Collector::new();
    assert!(matches!(
        collector.add(parse(&stranger)),
        Ok(Progress::Missing(Missing { .. }))
    ));
    assert_eq!(
        collector.add(parse(&typed[0])),
        Err(CollectError::Unfit(CombineError::OtherSet {
            positions: vec![2],
            differs: Differs::Id
        }))
    );
    assert!(collector.put_aside(0).is_none() && collector.put_aside(2).is_none());
    assert!(collector.put_aside(1).is_some());
    assert!(matches!(
        collector.add(parse(&typed[0])),
        Ok(Progress::Missing(_))
    ));
    assert_eq!(
        collector.add(parse(&altered(&shares[1]))),
        Ok(Progress::Enough)
    );
    assert_eq!(
        collector.finish().err(),
        Some(CombineError::Digest {
            group_index: Some(0)
        })
    );
    assert_eq!(collector.add(parse(&typed[2])), Ok(Progress::Enough));
    assert_eq!(
        collector.finish().err(),
        Some(CombineError::Altered { positions: vec![2] })
    );
    assert!(collector.put_aside(2).is_some());
    let master = collector.finish().expect("the others agree");
    let found = password_of_master(&master);
    assert!(found.is_ok_and(|found| found.is(&password)));
}

// ---- what errors say

#[test]
fn i4_no_error_says_anything_of_what_a_share_says() {
    // The same faults in two sets of other secrets: what is said may differ in nothing but the set.
    let [a, b] = [20, 21].map(|seed| {
        let shares = split_of(&Scheme::single(2, 3).expect("a scheme"), 40, seed);
        (faults(&shares), texts(&shares.iter().collect::<Vec<_>>()))
    });
    assert_eq!(a.0, b.0);
    assert_eq!(a.0.len(), 14);
    // And Debug holds no word of the shares at all.
    for text in a.1.iter().chain(&b.1) {
        for (debug, _) in &a.0 {
            let said: Vec<String> = debug
                .split(|c: char| !c.is_alphabetic())
                .map(str::to_lowercase)
                .collect();
            let told = text.split(' ').find(|word| said.iter().any(|s| s == word));
            assert_eq!(told, None, "{debug}");
        }
    }
}

/// Debug and Display of every kind of error that these shares can cause.
fn faults(shares: &[Share]) -> Vec<(String, String)> {
    fn said<T, E: std::fmt::Debug + std::fmt::Display>(result: Result<T, E>) -> (String, String) {
        let error = result.err().expect("a fault");
        (format!("{error:?}"), error.to_string())
    }
    let list: Vec<&str> = WORD_LIST.lines().collect();
    let texts = texts(&shares.iter().collect::<Vec<_>>());
    let words: Vec<&str> = texts[0].split(' ').collect();
    let with = |at: usize, word: &str| {
        let mut wrong = words.clone();
        wrong[at] = word;
        wrong.join(" ")
    };
    let next =
        |word: &str| list[(list.iter().position(|w| *w == word).expect("a word") + 1) % 1024];
    let stranger = self::texts(&[&two_of_three(40)[0]]).remove(0);
    let doubly = with(9, next(words[9])).replace(words[20], next(words[20]));
    vec![
        said(Share::parse(&with(7, &format!("{}x", words[7])))),
        said(Share::parse(&with(7, &words[7][..2]))),
        said(Share::parse(&with(7, "qqqq"))),
        said(Share::parse(&with(7, next(words[7])))),
        said(Share::parse(&doubly)),
        said(Share::parse(&words[..19].join(" "))),
        said(Share::parse(&words[..22].join(" "))),
        said(Share::parse(&format!("2. {}", texts[0]))),
        said(combine_texts(&texts[..1])),
        said(combine_texts(&[texts[0].clone(), texts[0].clone()])),
        said(combine_texts(&[texts[0].clone(), altered(&shares[0])])),
        said(combine_texts(&[texts[0].clone(), altered(&shares[1])])),
        said(combine_texts(&[
            texts[0].clone(),
            altered(&shares[1]),
            texts[2].clone(),
        ])),
        said(combine_texts(&[texts[0].clone(), stranger])),
    ]
}

// ---- helpers

/// A share whose value was altered by who knows how to make the checksum right: the first words that fit.
fn altered(share: &Share) -> String {
    let list: Vec<&str> = WORD_LIST.lines().collect();
    let text = texts(&[share]).remove(0);
    let words: Vec<&str> = text.split(' ').collect();
    let mut numbers: Vec<u16> = words
        .iter()
        .map(|word| list.iter().position(|w| w == word).expect("a word") as u16)
        .collect();
    let body = numbers.len() - 3;
    numbers[body - 1] ^= 1;
    let checksum = rs1024_checksum(&numbers[..body]);
    numbers[body..].copy_from_slice(&checksum);
    numbers
        .iter()
        .map(|&n| list[usize::from(n)])
        .collect::<Vec<_>>()
        .join(" ")
}

/// RS1024 by its definition, and not with our code: the remainder of the message times x^3 modulo
/// (x - a)(x - a^2)(x - a^3) over GF(1024) = GF(2)[a]/(a^10 + a^3 + 1), each plus one for the last symbol.
fn rs1024_checksum(words: &[u16]) -> [u16; 3] {
    let multiply = |a: u16, b: u16| {
        let mut product = (0..10)
            .filter(|i| b >> i & 1 == 1)
            .fold(0u32, |p, i| p ^ u32::from(a) << i);
        for i in (10..20).rev() {
            if product >> i & 1 == 1 {
                product ^= 0x409 << (i - 10);
            }
        }
        product as u16
    };
    let (r1, r2, r3) = (2u16, 4u16, 8u16);
    let generator = [
        r1 ^ r2 ^ r3,
        multiply(r1, r2) ^ multiply(r1, r3) ^ multiply(r2, r3),
        multiply(multiply(r1, r2), r3),
    ];
    let customization = b"shamir".iter().map(|&byte| u16::from(byte));
    let symbols = [1]
        .into_iter()
        .chain(customization)
        .chain(words.iter().copied())
        .chain([0; 3]);
    let mut state = [0u16; 3];
    for symbol in symbols {
        let top = state[0];
        state = [
            state[1] ^ multiply(top, generator[0]),
            state[2] ^ multiply(top, generator[1]),
            symbol ^ multiply(top, generator[2]),
        ];
    }
    [state[0], state[1], state[2] ^ 1]
}

fn two_of_three(len: usize) -> Vec<Share> {
    split_of(&Scheme::single(2, 3).expect("a scheme"), len, 22)
}

/// All shares of a split, group after group.
fn split_of(scheme: &Scheme, len: usize, seed: u64) -> Vec<Share> {
    let mut entropy = Seeded::new(seed);
    let master = Seeded::new(seed ^ 0xffff).secret(len);
    split(&master, scheme, &mut entropy)
        .expect("split")
        .into_iter()
        .flatten()
        .collect()
}

/// As many shares as the scheme needs, the first or the last of each group.
fn quorum<'a>(groups: &'a [Vec<Share>], scheme: &Scheme, from_end: bool) -> Vec<&'a Share> {
    let mut of_groups: Vec<Vec<&Share>> = groups
        .iter()
        .zip(scheme.groups())
        .map(|(shares, group)| {
            let k = usize::from(group.threshold());
            let start = if from_end { shares.len() - k } else { 0 };
            shares[start..start + k].iter().collect()
        })
        .collect();
    if from_end {
        of_groups.reverse();
    }
    of_groups.truncate(usize::from(scheme.group_threshold()));
    of_groups.concat()
}

fn texts(shares: &[&Share]) -> Vec<String> {
    let text = |share: &&Share| {
        share
            .words()
            .expect("room")
            .text()
            .expect("ASCII")
            .to_string()
    };
    shares.iter().map(text).collect()
}

fn parse(text: &str) -> Share {
    Share::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn combine_texts(texts: &[String]) -> Result<Secret, CombineError> {
    combine(&texts.iter().map(|text| parse(text)).collect::<Vec<_>>())
}

fn secret(text: &str) -> Secret {
    Secret::take(&mut text.as_bytes().to_vec()).expect("room")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn choices(n: usize, k: u32) -> impl Iterator<Item = Vec<usize>> {
    let sets = (0u32..1 << n).filter(move |set| set.count_ones() == k);
    sets.map(move |set| (0..n).filter(|i| set >> i & 1 == 1).collect())
}

/// Entropy that is the same every time: SHA-256 over a seed and a counter.
struct Seeded {
    seed: u64,
    counter: u64,
    drawn: usize,
    fails_after: Option<usize>,
}

impl Seeded {
    fn new(seed: u64) -> Seeded {
        Seeded {
            seed,
            counter: 0,
            drawn: 0,
            fails_after: None,
        }
    }

    fn secret(&mut self, len: usize) -> Secret {
        Secret::build(len, |out| self.fill(out).expect("seeded")).expect("room")
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        if self.fails_after == Some(self.drawn) {
            return Err(EntropyFailed("as the test wants".into()));
        }
        self.drawn += 1;
        for chunk in out.chunks_mut(32) {
            let block =
                Sha256::digest([self.seed.to_be_bytes(), self.counter.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.counter += 1;
        }
        Ok(())
    }
}
