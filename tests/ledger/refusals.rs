//! I15: what is not a ledger is refused by both readers, ours and the one written from the manual alone, at the same line.

use crate::judge::{Judgement, Writer, hex, ours, python};
use sealwright::ledger::{Head, MAX_LINE, sha256};
use serde_json::json;

/// Every bit of every byte. Before the last line, each is found at the line or at the one that follows it. In the last line, which
/// nothing follows, each is found, or it changes the head: that is what a head on paper is for.
#[test]
fn i15_every_flipped_bit_is_found() {
    let good = Writer::of_size(7).bytes;
    let last_line = good.len()
        - 1
        - good
            .iter()
            .rev()
            .skip(1)
            .position(|b| *b == b'\n')
            .expect("two lines");
    let (original, _) = ours(&good);
    let mut ledgers = Vec::new();
    for place in 0..good.len() {
        for bit in 0..8 {
            let mut ledger = good.clone();
            ledger[place] ^= 1 << bit;
            ledgers.push((place, ledger));
        }
    }
    let bytes: Vec<&Vec<u8>> = ledgers.iter().map(|(_, l)| l).collect();
    let theirs = python("refuse_flips", &bytes);
    let (mut refused, mut other_head, mut torn) = (0, 0, 0);
    for ((place, ledger), theirs) in ledgers.iter().zip(theirs) {
        let (ours, why) = ours(ledger);
        assert_eq!(ours, theirs, "byte {place}: {why}");
        let line = good[..*place].iter().filter(|b| **b == b'\n').count() as u64 + 1;
        match ours {
            Judgement::Invalid { line: found } => {
                assert!(
                    found == line || found == line + 1,
                    "byte {place} of line {line}: {why}"
                );
                refused += 1;
            }
            Judgement::Valid { torn: Some(_), .. } => {
                assert_eq!(*place, good.len() - 1, "only the last LF makes a torn tail");
                torn += 1;
            }
            Judgement::CouldNotTell => {
                assert_eq!(line, 1, "the format stands in the first line");
                refused += 1;
            }
            changed => {
                assert!(
                    *place >= last_line,
                    "byte {place} of line {line} went unseen"
                );
                assert_ne!(changed, original);
                other_head += 1;
            }
        }
    }
    println!(
        "{} flips: {refused} refused, {other_head} another head, {torn} torn",
        ledgers.len()
    );
    assert_eq!(refused + other_head + torn, good.len() * 8);
    assert_eq!(torn, 8);
}

#[test]
fn i15_lines_dropped_doubled_swapped_or_put_in_are_found() {
    let good = Writer::of_size(9).lines;
    let mut cases: Vec<(String, Vec<String>, u64)> = Vec::new();
    for n in 0..good.len() {
        let line = n as u64 + 1;
        if n + 1 < good.len() {
            let mut dropped = good.clone();
            dropped.remove(n);
            cases.push((format!("dropped {line}"), dropped, line));
            let mut swapped = good.clone();
            swapped.swap(n, n + 1);
            cases.push((format!("swapped {line}"), swapped, line));
        }
        let mut doubled = good.clone();
        doubled.insert(n, good[n].clone());
        cases.push((format!("doubled {line}"), doubled, line + 1));
        let mut blank = good.clone();
        blank.insert(n, String::new());
        cases.push((format!("blank before {line}"), blank, line));
        let mut foreign = good.clone();
        foreign[n] = foreign[n].replace("2026-", "2027-");
        let seen_at = if n + 1 < good.len() { line + 1 } else { 0 };
        cases.push((format!("edited {line}"), foreign, seen_at));
    }
    let mut blank_last = good.clone();
    blank_last.push(String::new());
    cases.push(("blank at the end".into(), blank_last, 10));
    let ledgers: Vec<Vec<u8>> = cases.iter().map(|(_, lines, _)| joined(lines)).collect();
    let theirs = python("refuse_lines", &ledgers);
    for (((what, _, line), ledger), theirs) in cases.iter().zip(&ledgers).zip(theirs) {
        let (ours, why) = ours(ledger);
        assert_eq!(ours, theirs, "{what}: {why}");
        match (line, &ours) {
            (0, Judgement::Valid { .. }) => {} // nothing follows the last line
            _ => assert_eq!(ours, Judgement::Invalid { line: *line }, "{what}: {why}"),
        }
    }
}

/// The last line, made by hand, so that nothing but its form can be wrong. Each case says what our message must hold.
#[test]
fn i15_a_malformed_line_is_refused_by_both() {
    let before = Writer::of_size(5);
    let mut cases: Vec<(Vec<u8>, String)> = Vec::new();
    let mut refuse = |line: Vec<u8>, why: &str| cases.push((line, why.into()));

    for (event, why) in EVENTS {
        refuse(with(&before, |l| l.event = event.to_string()), why);
    }
    for at in MOMENTS {
        refuse(with(&before, |l| l.at = at.to_string()), "at ");
    }
    for (by, why) in NAMES {
        refuse(with(&before, |l| l.by = (*by).into()), why);
    }
    let crowd: Vec<String> = (0..65).map(|n| format!("n{n}")).collect();
    refuse(
        with(&before, |l| l.by = json!(crowd).to_string()),
        "64 at most",
    );
    for (number, why) in [
        ("-1", "integer from 0"),
        ("1.0", "without fraction"),
        ("\"1\"", "integer"),
        ("null", "integer"),
        ("01", "shortest form"),
        ("9007199254740992", "2^53"),
    ] {
        refuse(with(&before, |l| l.ceremony = number.into()), why);
        refuse(with(&before, |l| l.seq = number.into()), why);
    }
    for seq in ["0", "4", "6", "9007199254740991"] {
        refuse(with(&before, |l| l.seq = seq.into()), "allowed: 5");
    }
    let good = after(&before).prev;
    for (prev, why) in [
        (hex(&sha256(b"another line")), "prev "),
        (hex(&sha256(before.lines[3].as_bytes())), "prev "),
        (
            hex(&sha256(format!("{}\n", before.lines[4]).as_bytes())),
            "prev ",
        ),
        (good.to_uppercase(), "lower-case hex"),
        (good[1..].into(), "lower-case hex"),
        (format!("{good}0"), "lower-case hex"),
        (String::new(), "lower-case hex"),
    ] {
        refuse(with(&before, |l| l.prev = prev), why);
    }
    for (from, to, why) in FRAMES {
        let line = after(&before).text();
        assert!(line.contains(from), "{from}");
        refuse(line.replacen(from, to, 1).into_bytes(), why);
    }
    for (bytes, why) in BYTES {
        let line = after(&before).text();
        let (left, right) = line.split_once("noted").expect("the event's type");
        let event = [
            left.as_bytes(),
            b"noted\",\"u\":\"",
            bytes,
            right.as_bytes(),
        ]
        .concat();
        refuse(event, why);
    }
    let frame = with(&before, |l| l.event = text_event("")).len();
    let longest = with(&before, |l| {
        l.event = text_event(&"a".repeat(MAX_LINE - frame))
    });
    assert_eq!(longest.len(), MAX_LINE);
    refuse(
        with(&before, |l| {
            l.event = text_event(&"a".repeat(MAX_LINE - frame + 1))
        }),
        "longer line",
    );
    refuse(with(&before, |l| l.event = nested(15)), "16 levels");
    refuse(with(&before, |l| l.event = nested(30_000)), "16 levels");
    let objects = format!("{}0{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    refuse(with(&before, |l| l.event = objects), "16 levels");
    refuse(vec![b'['; MAX_LINE], "allowed");
    refuse(vec![0; 4096], "allowed");
    for (event, why) in checkpoints(&before) {
        refuse(with(&before, |l| l.event = event), why);
    }

    let ledgers: Vec<Vec<u8>> = cases
        .iter()
        .map(|(line, _)| joined(&[&before.bytes[..before.bytes.len() - 1], line]))
        .collect();
    let theirs = python("refuse_malformed", &ledgers);
    for (((line, why), ledger), theirs) in cases.iter().zip(&ledgers).zip(theirs) {
        let shown = String::from_utf8_lossy(&line[..line.len().min(300)]).into_owned();
        let (ours, said) = ours(ledger);
        assert_eq!(ours, Judgement::Invalid { line: 6 }, "ours: {shown}");
        assert_eq!(theirs, Judgement::Invalid { line: 6 }, "theirs: {shown}");
        assert!(
            said.contains(why.as_str()),
            "{shown}\nsays: {said}\nshould say: {why}"
        );
        assert!(said.is_ascii() && said.len() < 400, "{said}");
    }
    println!("{} malformed lines", cases.len());

    // The controls: the same making, and both accept.
    let mut allowed = vec![after(&before).text().into_bytes(), longest];
    for event in ALLOWED_EVENTS {
        allowed.push(with(&before, |l| l.event = event.to_string()));
    }
    allowed.push(with(&before, |l| l.event = nested(14)));
    for at in [
        "2024-02-29T23:59:59Z",
        "2000-02-29T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2999-12-31T23:59:59Z",
    ] {
        allowed.push(with(&before, |l| l.at = at.into()));
    }
    allowed.push(with(&before, |l| l.by = json!(crowd[..64]).to_string()));
    allowed.push(with(&before, |l| {
        l.by = format!("[\"{}\",\"0\",\"a-b\"]", "z".repeat(32))
    }));
    allowed.push(with(&before, |l| l.ceremony = "9007199254740991".into()));
    let head = before.chain.head().expect("five lines have a head");
    allowed.push(with(&before, |l| l.event = head.checkpoint().to_string()));
    let ledgers: Vec<Vec<u8>> = allowed
        .iter()
        .map(|line| joined(&[&before.bytes[..before.bytes.len() - 1], line]))
        .collect();
    for ((line, ledger), theirs) in allowed
        .iter()
        .zip(&ledgers)
        .zip(python("refuse_controls", &ledgers))
    {
        let shown = String::from_utf8_lossy(&line[..line.len().min(300)]).into_owned();
        let (ours, why) = ours(ledger);
        assert!(
            matches!(
                ours,
                Judgement::Valid {
                    size: 6,
                    torn: None,
                    ..
                }
            ),
            "{shown}: {why}"
        );
        assert_eq!(ours, theirs, "{shown}");
    }
}

#[test]
fn i15_a_first_line_that_opens_no_book_is_refused_by_both() {
    let good = Writer::opened();
    let first = |event: &str, origin: &str| {
        let prev = hex(&sha256(origin.as_bytes()));
        joined(&[with(&good, |l| {
            l.event = event.into();
            l.seq = "0".into();
            l.prev = prev.clone()
        })])
    };
    let opened = |origin: &str| {
        first(
            &json!({"type": "book-opened", "origin": origin, "format": 1}).to_string(),
            origin,
        )
    };
    let id = "00112233445566778899aabbccddeeff";
    let mut cases = vec![
        Vec::new(),
        b"\n".to_vec(),
        good.bytes[..good.bytes.len() - 1].to_vec(),
        good.bytes[..1].to_vec(),
        [&b"\xef\xbb\xbf"[..], &good.bytes].concat(),
        [&b" "[..], &good.bytes].concat(),
        vec![0; 512],
        first("{\"type\":\"book-opened\"}", ""),
        first("{\"origin\":1,\"type\":\"book-opened\"}", "1"),
        first("{\"type\":\"noted\"}", ""),
        first(
            &format!("{{\"origin\":\"book/{id}\",\"type\":\"noted\"}}"),
            &format!("book/{id}"),
        ),
        first(
            &format!("{{\"format\":1,\"origin\":\"book/{id}\",\"type\":\"book-opened\"}}"),
            &format!("rehearsal/{id}"),
        ),
        first(
            &format!("{{\"format\":1,\"origin\":\"book/{id}\",\"type\":\"book-opened\"}}"),
            &format!("book/{id}\n"),
        ),
        opened(&format!("Book/{id}")),
        opened(&format!("book/{}", &id[1..])),
        opened(&format!("book/{id}0")),
        opened(&format!("book/{}", id.to_uppercase())),
        opened(&format!("example.org/{id}")),
        opened(&format!("book/{id}\n")),
        opened(id),
        opened(""),
        joined(&[&Writer::of_size(3).lines[1]]),
    ];
    cases.extend((0..good.bytes.len() - 1).map(|n| good.bytes[..n].to_vec()));
    let theirs = python("refuse_first", &cases);
    for (ledger, theirs) in cases.iter().zip(theirs) {
        let shown = String::from_utf8_lossy(ledger).into_owned();
        let (ours, _) = ours(ledger);
        assert_eq!(ours, Judgement::Invalid { line: 1 }, "ours: {shown}");
        assert_eq!(theirs, Judgement::Invalid { line: 1 }, "theirs: {shown}");
    }
    for origin in [format!("book/{id}"), format!("rehearsal/{id}")] {
        assert!(
            matches!(ours(&opened(&origin)).0, Judgement::Valid { size: 1, .. }),
            "{origin}"
        );
    }
}

#[test]
fn i15_other_line_ends_are_refused_by_both() {
    let good = Writer::of_size(4);
    let crlf = String::from_utf8(good.bytes.clone())
        .expect("lines are UTF-8")
        .replace('\n', "\r\n");
    let cr = crlf.replace('\n', "");
    let cases = [
        crlf.into_bytes(),
        cr.into_bytes(),
        joined(&[&good.bytes[..], b"\r"]),
        joined(&[&good.bytes[..], b"\0\0"]),
    ];
    let expected = [1, 1, 5, 5];
    for ((ledger, line), theirs) in cases
        .iter()
        .zip(expected)
        .zip(python("refuse_ends", &cases))
    {
        assert_eq!(ours(ledger).0, Judgement::Invalid { line });
        assert_eq!(theirs, Judgement::Invalid { line });
    }
}

/// Changes at random in the event's text, judged by both; and ours against serde_json's own canonical form.
#[test]
fn i15_both_readers_agree_on_lines_changed_at_random() {
    const SIGNS: &[u8] = b"\"\\{}[]:,0123456789-+.eE_azutrfnl \t\xc3\xa9\x7f\x00\x1f/";
    let before = Writer::of_size(2);
    let seed = r#"{"a":[1,-20,"x\n\u001b\"é"],"b":{"c":null,"d":true},"e":9007199254740991,"type":"noted"}"#;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut ledgers = Vec::new();
    let mut expected = Vec::new();
    for _ in 0..20_000 {
        let mut event = seed.as_bytes().to_vec();
        for _ in 0..=draw(3) {
            let (place, sign) = (draw(event.len()), SIGNS[draw(SIGNS.len())]);
            match draw(4) {
                0 => event.insert(place, sign),
                1 if event.len() > 1 => drop(event.remove(place)),
                2 => event.swap(place, place.saturating_sub(1)),
                _ => event[place] = sign,
            }
        }
        let whole = after(&before).text();
        let (left, right) = whole.split_once("{\"type\":\"noted\"}").expect("the event");
        let line = [left.as_bytes(), &event, right.as_bytes()].concat();
        expected.push(is_canonical(&event));
        ledgers.push(joined(&[&before.bytes[..before.bytes.len() - 1], &line]));
    }
    let mut accepted = 0;
    for ((ledger, expected), theirs) in ledgers
        .iter()
        .zip(expected)
        .zip(python("refuse_random", &ledgers))
    {
        let (ours, why) = ours(ledger);
        let shown = String::from_utf8_lossy(ledger).into_owned();
        assert_eq!(ours, theirs, "{shown}\n{why}");
        let valid = matches!(ours, Judgement::Valid { .. });
        if ledger.iter().filter(|b| **b == b'\n').count() == 3 {
            assert!(
                !valid || expected,
                "serde_json would write it otherwise: {shown}"
            );
            accepted += u32::from(valid);
        }
    }
    println!("{} lines, {accepted} still canonical", ledgers.len());
    assert!(accepted > 100, "{accepted}");
}

/// Events, and a word of the message that refuses them.
const EVENTS: &[(&str, &str)] = &[
    ("{\"type\":\"noted\",\"type\":\"noted\"}", "each key once"),
    ("{\"a\":1,\"a\":2,\"type\":\"noted\"}", "each key once"),
    (
        "{\"o\":{\"a\":1,\"a\":1},\"type\":\"noted\"}",
        "each key once",
    ),
    ("{\"type\":\"noted\",\"a\":1}", "ascending"),
    ("{\"b\":1,\"a\":2,\"type\":\"noted\"}", "ascending"),
    (
        "{\"o\":[{\"b\":1,\"a\":1}],\"type\":\"noted\"}",
        "ascending",
    ),
    ("{\"a\":1,\"_\":2,\"type\":\"noted\"}", "ascending"),
    ("{\"n\":1.0,\"type\":\"noted\"}", "without fraction"),
    ("{\"n\":0.5,\"type\":\"noted\"}", "without fraction"),
    (
        "{\"n\":1e3,\"type\":\"noted\"}",
        "without fraction or exponent",
    ),
    (
        "{\"n\":1E3,\"type\":\"noted\"}",
        "without fraction or exponent",
    ),
    (
        "{\"n\":1e400,\"type\":\"noted\"}",
        "without fraction or exponent",
    ),
    ("{\"n\":-0,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":-0.0,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":00,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":012,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":-012,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":+1,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":.5,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":-,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":1.,\"type\":\"noted\"}", "without fraction"),
    ("{\"n\":0x10,\"type\":\"noted\"}", "`,` or `}`"),
    ("{\"n\":1_000,\"type\":\"noted\"}", "`,` or `}`"),
    ("{\"n\":9007199254740992,\"type\":\"noted\"}", "2^53"),
    ("{\"n\":-9007199254740992,\"type\":\"noted\"}", "2^53"),
    ("{\"n\":18446744073709551616,\"type\":\"noted\"}", "2^53"),
    (
        "{\"n\":99999999999999999999999999999999999999999999,\"type\":\"noted\"}",
        "2^53",
    ),
    ("{\"n\":NaN,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":Infinity,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":-Infinity,\"type\":\"noted\"}", "shortest form"),
    ("{\"n\":True,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":nul,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":truefalse,\"type\":\"noted\"}", "`,` or `}`"),
    ("{\"n\":'a',\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":,\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":[1,],\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":[,1],\"type\":\"noted\"}", "JSON value"),
    ("{\"n\":[1 2],\"type\":\"noted\"}", "`,` or `]`"),
    ("{\"n\":[1},\"type\":\"noted\"}", "`,` or `]`"),
    ("{\"n\":{\"a\"},\"type\":\"noted\"}", "then `\":`"),
    ("{\"type\":\"noted\",}", "\""),
    ("{,\"type\":\"noted\"}", "\""),
    ("{type:\"noted\"}", "\""),
    ("{\"type\":\"noted\"/**/}", "`,` or `}`"),
    ("{\"type\":\"noted\"", "ascending"), // the frame's `prev` is then read as the event's
    ("{\"type\":\"noted\"}}", "prev"),
    ("{\"\":1,\"type\":\"noted\"}", "a key of a-z"),
    ("{\"A\":1,\"type\":\"noted\"}", "a key of a-z"),
    ("{\"a1\":1,\"type\":\"noted\"}", "a key of a-z"),
    ("{\"a-b\":1,\"type\":\"noted\"}", "a key of a-z"),
    ("{\"\\u0061\":1,\"type\":\"noted\"}", "a key of a-z"),
    ("{\"\u{e9}\":1,\"type\":\"noted\"}", "a key of a-z"),
    ("{ \"type\":\"noted\"}", "\""),
    ("{\"type\" :\"noted\"}", "then `\":`"),
    ("{\"type\": \"noted\"}", "JSON value"),
    ("{\"type\":\"noted\" }", "`,` or `}`"),
    ("{\"a\":1, \"type\":\"noted\"}", "\""),
    ("{\"a\":[ ],\"type\":\"noted\"}", "JSON value"),
    ("{\"a\":[1,\t2],\"type\":\"noted\"}", "JSON value"),
    ("{\"a\":{}\r,\"type\":\"noted\"}", "`,` or `}`"),
    ("{\"a\":\u{a0}1,\"type\":\"noted\"}", "JSON value"),
    ("{\"s\":\"\\/\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u0041\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u007f\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u0080\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u00e9\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u2028\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u0008\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u0009\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u000a\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u000c\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u000d\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u0022\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u005c\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u001B\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u000B\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\U001b\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\x1b\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\u01b\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\a\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\0\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\'\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\ud83d\\ude00\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\ud800\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\udc00\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\uD800\",\"type\":\"noted\"}", "escapes"),
    ("{\"s\":\"\\ufffe\",\"type\":\"noted\"}", "escapes"),
    (
        "{\"s\":\"\t\",\"type\":\"noted\"}",
        "a character of a string",
    ),
    (
        "{\"s\":\"\u{0}\",\"type\":\"noted\"}",
        "a character of a string",
    ),
    (
        "{\"s\":\"\u{1f}\",\"type\":\"noted\"}",
        "a character of a string",
    ),
    (
        "{\"s\":\"\r\",\"type\":\"noted\"}",
        "a character of a string",
    ),
    ("{\"s\":\"\u{fffe}\",\"type\":\"noted\"}", "U+FFFE"),
    ("{\"s\":\"\u{ffff}\",\"type\":\"noted\"}", "U+FFFF"),
    ("{\"s\":\"\u{fdd0}\",\"type\":\"noted\"}", "U+FDD0"),
    ("{\"s\":\"\u{fdef}\",\"type\":\"noted\"}", "U+FDEF"),
    ("{\"s\":\"\u{1ffff}\",\"type\":\"noted\"}", "U+1FFFF"),
    ("{\"s\":\"\u{10fffe}\",\"type\":\"noted\"}", "U+10FFFE"),
    ("{\"s\":\"\u{feff}\",\"type\":\"noted\"}\u{feff}", "prev"),
    ("{}", "without such a type"),
    ("{\"a\":1}", "without such a type"),
    ("{\"type\":1}", "without such a type"),
    ("{\"type\":null}", "without such a type"),
    ("{\"type\":\"\"}", "without such a type"),
    ("{\"type\":\"Noted\"}", "without such a type"),
    ("{\"type\":\"no ted\"}", "without such a type"),
    ("{\"type\":\"noted2\"}", "without such a type"),
    ("{\"type\":\"noted\\n\"}", "without such a type"),
    (
        "{\"type\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
        "without such a type",
    ),
    ("{\"o\":{\"type\":\"noted\"}}", "without such a type"),
    ("[]", "{"),
    ("[{\"type\":\"noted\"}]", "{"),
    ("\"noted\"", "{"),
    ("null", "{"),
    ("1", "{"),
    ("", "{"),
    (
        "{\"origin\":\"book/00112233445566778899aabbccddeeff\",\"type\":\"book-opened\"}",
        "book-opened again",
    ),
];

const ALLOWED_EVENTS: &[&str] = &[
    "{\"type\":\"a\"}",
    "{\"type\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
    "{\"a\":{},\"b\":[],\"c\":\"\",\"d\":null,\"e\":true,\"f\":false,\"type\":\"noted\"}",
    "{\"_\":0,\"__\":1,\"a\":-1,\"a_\":9007199254740991,\"aa\":-9007199254740991,\"type\":\"noted\"}",
    "{\"s\":\"\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u0007\\u000b\\u000e\\u001f\u{7f}\u{80}/\u{2028}\u{1f511}\",\"type\":\"noted\"}",
    "{\"s\":\"\u{fdcf}\u{fdf0}\u{fffd}\u{feff}\u{1fffd}\u{e0001}\u{d7ff}\u{e000}\",\"type\":\"noted\"}",
];

const MOMENTS: &[&str] = &[
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-06-30T23:59:60Z",
    "1969-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "2026-01-01T00:00:00z",
    "2026-01-01t00:00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01T00:00:00.0Z",
    "2026-01-01T00:00Z",
    "2026-1-01T00:00:00Z",
    "+026-01-01T00:00:00Z",
    "2026-01-01T00:00: 0Z",
    "2026-01-01T00:00:-1Z",
    "\u{662}026-01-01T00:00:00",
    "2026-01-01T00:00:00Z ",
    "2026-01-01T00:00:00Z\\n",
    "2026-W01-1T00:00:00Z",
    "",
];

const NAMES: &[(&str, &str)] = &[
    ("[\"\"]", "the name"),
    ("[\"Anna\"]", "the name"),
    ("[\"-anna\"]", "the name"),
    ("[\"anna-\"]", "the name"),
    ("[\"an na\"]", "the name"),
    ("[\"an_na\"]", "the name"),
    ("[\"\u{e4}nna\"]", "the name"),
    ("[\"anna\\n\"]", "the name"),
    ("[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]", "the name"),
    ("[\"anna\",\"anna\"]", "twice"),
    ("[\"anna\",\"bruno\",\"anna\"]", "twice"),
    ("[1]", "\""),
    ("[null]", "\""),
    ("[[]]", "\""),
    ("[\"anna\",]", "\""),
    ("[,]", "\""),
    ("[\"anna\"", "`,` or `]`"),
    ("[ ]", "\""),
    ("\"anna\"", "["),
    ("{}", "["),
    ("null", "["),
];

/// Changes of the frame around the event.
const FRAMES: &[(&str, &str, &str)] = &[
    ("{\"at\":", " {\"at\":", "{\"at\":"),
    ("{\"at\":", "{ \"at\":", "{\"at\":"),
    ("{\"at\":", "\u{feff}{\"at\":", "{\"at\":"),
    ("{\"at\":", "{\"at\": ", "\""),
    ("{\"at\":", "{\"a\":1,\"at\":", "{\"at\":"),
    ("{\"at\":", "{\"at\":1,\"at\":", "\""),
    ("{\"at\":", "[{\"at\":", "{\"at\":"),
    ("\"at\":", "\"aT\":", "{\"at\":"),
    (",\"by\":", ",\"bx\":1,\"by\":", ",\"by\":"),
    (",\"by\":[]", "", ",\"by\":"),
    (",\"by\":[]", ",\"by\":[],\"by\":[]", ",\"ceremony\":"),
    (",\"ceremony\":0", "", ",\"ceremony\":"),
    (
        ",\"ceremony\":0",
        ",\"ceremony\":0,\"comment\":\"\"",
        ",\"event\":",
    ),
    (",\"event\":{\"type\":\"noted\"}", "", ",\"event\":"),
    (",\"prev\":", ",\"note\":1,\"prev\":", ",\"prev\":"),
    (",\"seq\":5}", "}", ",\"seq\":"),
    (",\"seq\":5}", ",\"seq\":5,\"seq\":5}", "}"),
    (",\"seq\":5}", ",\"seq\":5,\"sig\":\"\"}", "}"),
    (",\"seq\":5}", ",\"seq\":5", "}"),
    (",\"seq\":5}", ",\"seq\":5} ", "the end of the line"),
    (",\"seq\":5}", ",\"seq\":5}\r", "the end of the line"),
    (",\"seq\":5}", ",\"seq\":5}{}", "the end of the line"),
    (",\"seq\":5}", ",\"seq\":5}\0", "the end of the line"),
    (",\"seq\":5}", ",\"seq\":5]", "}"),
    (
        ",\"by\":[],\"ceremony\":0",
        ",\"ceremony\":0,\"by\":[]",
        ",\"by\":",
    ),
];

/// Bytes put into a string that are not UTF-8.
const BYTES: &[(&[u8], &str)] = &[
    (b"\x80", "not UTF-8"),
    (b"\xff", "not UTF-8"),
    (b"\xc3", "not UTF-8"),
    (b"\xc0\xaf", "not UTF-8"),
    (b"\xe0\x80\xaf", "not UTF-8"),
    (b"\xed\xa0\x80", "not UTF-8"),
    (b"\xed\xb0\x80", "not UTF-8"),
    (b"\xed\xa0\xbd\xed\xb8\x80", "not UTF-8"),
    (b"\xf4\x90\x80\x80", "not UTF-8"),
    (b"\xf8\x88\x80\x80\x80", "not UTF-8"),
    (b"\xe2\x82", "not UTF-8"),
];

/// Checkpoints that are not the head before them.
fn checkpoints(before: &Writer) -> Vec<(String, &'static str)> {
    let head = before.chain.head().expect("it has lines");
    let earlier = Writer::of_size(4).chain.head().expect("it has lines");
    let event = |change: &dyn Fn(&mut Head)| {
        let mut changed = head.clone();
        change(&mut changed);
        changed.checkpoint()
    };
    let other = sealwright::ledger::Origin::rehearsal([7; 16]);
    let mut cases = vec![
        (event(&|h| h.size = 4), "size 4"),
        (event(&|h| h.size = 6), "size 6"),
        (event(&|h| h.size = 0), "size 0"),
        (event(&|h| h.root[0] ^= 1), "a checkpoint's root"),
        (event(&|h| h.root = earlier.root), "a checkpoint's root"),
        (
            event(&|h| h.origin = other.clone()),
            "a checkpoint's origin",
        ),
    ];
    let right = head.checkpoint();
    for (member, value, why) in [
        ("size", json!("5"), "size \\\"5\\\""),
        ("size", json!(true), "size true"),
        ("size", json!(-5), "size -5"),
        (
            "root",
            json!(head.root_base64().replace('=', "")),
            "a checkpoint's root",
        ),
        ("root", json!(hex(&head.root)), "a checkpoint's root"),
        ("root", json!([head.root_base64()]), "a checkpoint's root"),
        ("root", json!(""), "a checkpoint's root"),
        ("origin", json!(null), "a checkpoint's origin"),
    ] {
        let mut changed = right.clone();
        changed[member] = value;
        cases.push((changed, why));
    }
    for (member, why) in [
        ("size", "size nothing"),
        ("root", "root nothing"),
        ("origin", "origin nothing"),
    ] {
        let mut changed = right.clone();
        changed.as_object_mut().expect("an object").remove(member);
        cases.push((changed, why));
    }
    cases
        .into_iter()
        .map(|(event, why)| (event.to_string(), why))
        .collect()
}

/// A line put together as text, each member as it will stand there.
struct HandMade {
    at: String,
    by: String,
    ceremony: String,
    event: String,
    prev: String,
    seq: String,
}

/// A line that may come next.
fn after(before: &Writer) -> HandMade {
    HandMade {
        at: "2026-10-01T08:30:00Z".into(),
        by: "[]".into(),
        ceremony: "0".into(),
        event: "{\"type\":\"noted\"}".into(),
        prev: hex(&sha256(
            before.lines.last().expect("it has lines").as_bytes(),
        )),
        seq: before.lines.len().to_string(),
    }
}

impl HandMade {
    fn text(&self) -> String {
        let HandMade {
            at,
            by,
            ceremony,
            event,
            prev,
            seq,
        } = self;
        format!(
            r#"{{"at":"{at}","by":{by},"ceremony":{ceremony},"event":{event},"prev":"{prev}","seq":{seq}}}"#
        )
    }
}

/// The line that may come next, changed.
fn with(before: &Writer, change: impl FnOnce(&mut HandMade)) -> Vec<u8> {
    let mut line = after(before);
    change(&mut line);
    line.text().into_bytes()
}

fn text_event(text: &str) -> String {
    format!("{{\"text\":\"{text}\",\"type\":\"noted\"}}")
}

/// An event with arrays nested `depth` deep in it; the event itself is the second level.
fn nested(depth: usize) -> String {
    format!(
        "{{\"a\":{}{},\"type\":\"noted\"}}",
        "[".repeat(depth),
        "]".repeat(depth)
    )
}

/// Whether serde_json, reading and writing it again, gives the same bytes.
fn is_canonical(event: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(event)
        .is_ok_and(|v| v.to_string().as_bytes() == event)
}

/// Lines, each with its LF.
fn joined<L: AsRef<[u8]>>(lines: &[L]) -> Vec<u8> {
    lines
        .iter()
        .flat_map(|l| [l.as_ref(), b"\n"].concat())
        .collect()
}
