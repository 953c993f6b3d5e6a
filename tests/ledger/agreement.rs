//! I15: whatever we write, a reader written from the manual alone finds valid, with the same size, root and head.

use crate::judge::{self, Judgement, Writer, fresh_folder, ours, python, read_ledger};
use sealwright::ledger::{Chain, NotVerified, Refusal, Verdict, verify};
use serde_json::{Value, json};

#[test]
fn i15_both_readers_agree_on_every_size() {
    let ledgers: Vec<Vec<u8>> = (1..=70)
        .chain([1000, 1023, 1024, 1025])
        .map(|n| Writer::of_size(n).bytes)
        .collect();
    let sizes = agreed("agree_sizes", &ledgers);
    assert_eq!(
        sizes,
        (1..=70).chain([1000, 1023, 1024, 1025]).collect::<Vec<_>>()
    );
}

#[test]
fn i15_every_character_is_written_in_its_one_form() {
    let mut writer = Writer::opened();
    let all: Vec<char> = (0..=0x10_FFFF)
        .filter_map(char::from_u32)
        .filter(|c| !noncharacter(*c))
        .collect();
    for some in all.chunks(4096) {
        writer.add(json!({"type": "odd", "text": some.iter().collect::<String>()}));
    }
    for odd in ODD {
        writer.add(json!({"type": "odd", "text": odd, "list": [odd, {"inner": odd}]}));
    }
    let mut seen = String::new();
    verify(&writer.bytes[..], &mut |line| {
        if (1..=all.len().div_ceil(4096) as u64).contains(&line.seq) {
            let event = line.entry().event;
            seen.extend(event.get("text").and_then(Value::as_str));
        }
        Ok(())
    })
    .expect("our own reader accepts it");
    assert!(seen.chars().eq(all.iter().copied()));
    assert_eq!(all.len(), 0x11_0000 - 2048 - 66);
    assert_eq!(
        agreed("agree_characters", &[writer.bytes]),
        [writer.chain.size()]
    );
}

#[test]
fn i15_what_the_reader_gives_is_what_was_written() {
    let writer = Writer::of_size(100);
    let mut again = Vec::new();
    let verified = verify(&writer.bytes[..], &mut |line| {
        let entry = line.entry();
        again.push(entry.line().expect("an entry that was read can be written"));
        Ok(())
    })
    .expect("valid");
    assert_eq!(again, writer.lines);
    assert_eq!(verified.chain, writer.chain);
    assert_eq!(Some(verified.head), writer.chain.head());
}

/// The chapter's example, its figures, and the two heads that the Python reader prints for its checkpoints.
#[test]
fn i15_the_chapters_example_is_true() {
    let mut writer = Writer::opened();
    writer.add(json!({"type": "noted", "text": "a tab\t, \u{1b}, \u{e9}, \u{1f511}"}));
    let head = writer.chain.head().expect("two lines have a head");
    writer.add(head.checkpoint());
    let (judgement, _) = ours(&writer.bytes);
    let Judgement::Valid {
        root,
        head: head_hash,
        ..
    } = judgement
    else {
        panic!("the example is invalid")
    };
    let figures = format!(
        "root of lines 1 to 2   {}\nhead hash of size 2    {}\nroot of lines 1 to 3   {root}\nhead hash of size 3    {head_hash}\n",
        head.root_base64(),
        judge::hex(&head.hash()),
    );
    let (_, _, chapter) = sealwright::manual::CHAPTERS
        .iter()
        .find(|(name, _, _)| *name == "ledger")
        .expect("the manual has the chapter");
    let example = String::from_utf8(writer.bytes.clone()).expect("lines are UTF-8");
    assert!(
        chapter.contains(&format!("```text\n{example}```")),
        "the chapter should show\n{example}"
    );
    assert!(
        chapter.contains(&format!("```text\n{figures}```")),
        "the chapter should show\n{figures}"
    );

    let path = fresh_folder("agree_example").join("ledger.jsonl");
    std::fs::write(&path, &writer.bytes).expect("the folder for tests can be written");
    let (code, said) = read_ledger(&[path]);
    assert_eq!(code, 0, "{said}");
    let line = format!("checkpoint 2 head {}", judge::hex(&head.hash()));
    assert!(said.lines().any(|l| l == line), "{said}");
}

#[test]
fn the_verdict_has_three_exit_codes_in_both_readers() {
    let folder = fresh_folder("agree_verdicts");
    let writer = Writer::of_size(3);
    let (valid, invalid, missing) = (
        folder.join("valid"),
        folder.join("invalid"),
        folder.join("missing"),
    );
    std::fs::write(&valid, &writer.bytes).expect("the folder for tests can be written");
    std::fs::write(&invalid, &writer.bytes[1..]).expect("the folder for tests can be written");
    for (path, expected) in [(&valid, 0), (&invalid, 1), (&missing, 2), (&folder, 2)] {
        assert_eq!(read_ledger(&[path]).0, expected, "{}", path.display());
    }
    let code = |ledger: &[u8]| Verdict::of(&verify(ledger, &mut |_| Ok(()))).exit_code();
    assert_eq!(code(&writer.bytes), 0);
    assert_eq!(code(&writer.bytes[1..]), 1);
    let broken = std::io::BufReader::new(Broken);
    assert_eq!(Verdict::of(&verify(broken, &mut |_| Ok(()))).exit_code(), 2);
}

#[test]
fn an_entry_that_the_hook_refuses_is_named() {
    let writer = Writer::of_size(9);
    let refuses = |refusal: Refusal| {
        verify(&writer.bytes[..], &mut |line| match line.seq {
            4 => Err(refusal.clone()),
            _ => Ok(()),
        })
    };
    let unknown = refuses(Refusal::Unknown("a later version's".into()));
    assert_eq!(Verdict::of(&unknown).exit_code(), 2);
    let Err(NotVerified::Unknown(e)) = unknown else {
        panic!("it should not be told")
    };
    assert_eq!(
        (e.line, e.to_string()),
        (5, "line 5: a later version's".into())
    );

    let refused = refuses(Refusal::Invalid("not with these holdings".into()));
    assert_eq!(Verdict::of(&refused).exit_code(), 1);
    let Err(NotVerified::Invalid(e)) = refused else {
        panic!("it should be refused")
    };
    assert_eq!(
        (e.line, e.to_string()),
        (5, "line 5: not with these holdings".into())
    );
}

#[test]
fn a_proposed_entry_changes_nothing_until_it_is_taken() {
    let writer = Writer::of_size(5);
    let before = writer.chain.clone();
    let at = jiff::Timestamp::from_second(1_800_000_000).expect("in range");
    let first = writer
        .chain
        .next(at, &["anna"], 1, json!({"type": "noted"}))
        .expect("allowed");
    let second = writer
        .chain
        .next(at, &["anna"], 1, json!({"type": "noted"}))
        .expect("allowed");
    assert_eq!(first.line, second.line);
    assert_eq!(writer.chain, before);
    assert_eq!(first.chain.size(), 6);

    let mut chain = before.clone();
    assert!(chain.push_line(&first.line.as_bytes()[1..]).is_err());
    assert_eq!(chain, before);
    assert_eq!(
        chain.push_line(first.line.as_bytes()).expect("valid"),
        first.entry
    );
    assert_eq!(chain, first.chain);
}

#[test]
fn what_a_line_may_not_hold_is_refused_before_writing() {
    let chain = Writer::of_size(5).chain;
    let second = jiff::Timestamp::from_second(1_800_000_000).expect("in range");
    let next = |event: Value| chain.next(second, &["anna"], 1, event).map(|n| n.line);
    for event in [
        json!(null),
        json!("noted"),
        json!(["noted"]),
        json!({}),
        json!({"type": ""}),
        json!({"type": 1}),
        json!({"type": "Noted"}),
        json!({"type": "noted", "Key": 1}),
        json!({"type": "noted", "key2": 1}),
        json!({"type": "noted", "": 1}),
        json!({"type": "noted", "n": 1.0}),
        json!({"type": "noted", "n": 0.5}),
        json!({"type": "noted", "n": 9_007_199_254_740_992_u64}),
        json!({"type": "noted", "n": -9_007_199_254_740_992_i64}),
        json!({"type": "noted", "n": u64::MAX}),
        json!({"type": "noted", "text": "\u{fffe}"}),
        json!({"type": "noted", "text": "a".repeat(1 << 20)}),
        json!({"type": "noted", "deep": nested(15)}),
        json!({"type": "book-opened", "format": 1, "origin": "book/00112233445566778899aabbccddeeff"}),
        json!({"type": "checkpoint"}),
    ] {
        let shown = event.to_string().chars().take(80).collect::<String>();
        assert!(next(event).is_err(), "{shown}");
    }
    assert!(next(json!({"type": "noted", "deep": nested(14)})).is_ok());
    assert!(next(json!({"type": "noted", "n": 9_007_199_254_740_991_u64})).is_ok());
    let event = || json!({"type": "noted"});
    assert!(chain.next(second, &["anna", "anna"], 1, event()).is_err());
    assert!(chain.next(second, &["Anna"], 1, event()).is_err());
    assert!(chain.next(second, &[], 1 << 53, event()).is_err());
    assert!(
        chain
            .next(
                jiff::Timestamp::from_second(-1).expect("in range"),
                &[],
                1,
                event()
            )
            .is_err()
    );
    assert!(Chain::new().next(second, &[], 0, event()).is_err());
    let finer = second + jiff::SignedDuration::from_millis(999);
    let cut = chain
        .next(finer, &[], 0, event())
        .expect("fractions of a second are cut");
    assert_eq!(cut.entry.at, second);
}

/// Strings that readers trip over.
const ODD: &[&str] = &[
    "",
    "\"",
    "\\",
    "\\\"\\",
    "\\u0041",
    "/",
    "\u{0}\u{1}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{1b}\u{1f}\u{7f}\u{80}\u{9f}",
    "\u{2028}\u{2029}\u{feff}\u{200b}\u{202e}\u{2066}",
    "\u{e000}\u{fffd}\u{10000}\u{1f511}\u{10fffd}",
    "e\u{301}\u{e9}",
    "{\"a\":1}",
    "[[[[[[[[[[[[[[[[[[[[",
    "]]]]]]]]}}}}}}}}",
    "</script>&amp;",
];

fn agreed(name: &str, ledgers: &[Vec<u8>]) -> Vec<u64> {
    let theirs = python(name, ledgers);
    ledgers
        .iter()
        .zip(theirs)
        .map(|(ledger, theirs)| {
            let (ours, why) = ours(ledger);
            assert_eq!(ours, theirs, "{why}");
            match ours {
                Judgement::Valid {
                    size, torn: None, ..
                } => size,
                other => panic!("{other:?} {why}"),
            }
        })
        .collect()
}

fn noncharacter(c: char) -> bool {
    matches!(u32::from(c), 0xFDD0..=0xFDEF) || matches!(u32::from(c) % 0x1_0000, 0xFFFE | 0xFFFF)
}

/// `depth` arrays, one in the other.
fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(0), |inner, _| json!([inner]))
}

struct Broken;

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk does not answer"))
    }
}
