//! A crash while a line was being written leaves a torn tail: recognised, reported, and never taken for an entry.

use crate::judge::{Judgement, Writer, ours, python};
use sealwright::ledger::{MAX_LINE, verify};

#[test]
fn i2_a_line_torn_at_any_byte_is_reported_and_the_rest_is_valid() {
    let before = Writer::of_size(6);
    let whole = Writer::of_size(7);
    assert!(whole.bytes.starts_with(&before.bytes));
    let cuts: Vec<Vec<u8>> = (before.bytes.len()..whole.bytes.len())
        .map(|n| whole.bytes[..n].to_vec())
        .collect();
    assert_eq!(cuts.len(), whole.lines[6].len() + 1);
    let (untorn, _) = ours(&before.bytes);
    for (n, (cut, theirs)) in cuts.iter().zip(python("torn_cuts", &cuts)).enumerate() {
        let (ours, why) = ours(cut);
        assert_eq!(ours, theirs, "cut after {n} bytes: {why}");
        let torn = (n > 0).then_some((before.bytes.len() as u64, n as u64));
        assert_eq!(ours, with_tail(&untorn, torn), "cut after {n} bytes: {why}");
    }
}

#[test]
fn i2_any_bytes_without_an_lf_are_a_torn_tail_up_to_the_length_of_a_line() {
    let before = Writer::of_size(3);
    let (untorn, _) = ours(&before.bytes);
    let tails = [
        vec![0; 1],
        vec![0; 4096],
        vec![0xff; 77],
        b"\r".to_vec(),
        b"{}".to_vec(),
        before.lines[0].clone().into_bytes(),
        vec![b'x'; MAX_LINE],
        vec![b'x'; MAX_LINE + 1],
        vec![0; 3 * MAX_LINE],
    ];
    let ledgers: Vec<Vec<u8>> = tails
        .iter()
        .map(|t| [&before.bytes[..], t].concat())
        .collect();
    for ((tail, ledger), theirs) in tails
        .iter()
        .zip(&ledgers)
        .zip(python("torn_tails", &ledgers))
    {
        let (ours, why) = ours(ledger);
        assert_eq!(ours, theirs, "{why}");
        if tail.len() <= MAX_LINE {
            let torn = Some((before.bytes.len() as u64, tail.len() as u64));
            assert_eq!(ours, with_tail(&untorn, torn));
        } else {
            assert_eq!(ours, Judgement::Invalid { line: 4 });
        }
    }
}

#[test]
fn i2_after_the_tail_is_cut_off_the_writer_goes_on() {
    let whole = Writer::of_size(7);
    let torn = &whole.bytes[..whole.bytes.len() - 40];
    let found = verify(torn, &mut |_| Ok(())).expect("valid, with a torn tail");
    let kept = usize::try_from(found.torn.expect("a torn tail").offset).expect("it fits");
    let mut writer = Writer {
        chain: found.chain,
        bytes: torn[..kept].to_vec(),
        lines: whole.lines[..6].to_vec(),
    };
    writer.add(serde_json::json!({"type": "tail-set-aside", "bytes": torn.len() - kept}));
    let (judgement, why) = ours(&writer.bytes);
    assert!(
        matches!(
            judgement,
            Judgement::Valid {
                size: 7,
                torn: None,
                ..
            }
        ),
        "{why}"
    );
    assert_eq!(python("torn_goes_on", &[&writer.bytes]), [judgement]);
}

fn with_tail(judgement: &Judgement, tail: Option<(u64, u64)>) -> Judgement {
    match judgement.clone() {
        Judgement::Valid {
            origin,
            size,
            root,
            head,
            ..
        } => Judgement::Valid {
            origin,
            size,
            root,
            head,
            torn: tail,
        },
        invalid => invalid,
    }
}
