//! A long ledger costs what its entries cost: time and memory of `verify` do not grow with what is over. The whole is
//! measured by tests/bench/ledger.rs.

use crate::ledgers::{Played, Run};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Entries of the shorter and of the longer ledger.
const SIZES: [u64; 2] = [20_000, 80_000];
/// More memory for four times the ledger, and the most that it may be.
const MORE_KIB: u64 = 1 << 10;
const MOST_KIB: u64 = 32 << 10;
/// A busy machine is forgiven; a fold that looks at all that ever was takes four times as long for each entry.
const SLOWER: f64 = 2.0;

#[test]
fn i15_verifying_is_linear_and_its_memory_flat() {
    let played = Played::new();
    for kind in ["ceremonies", "faults"] {
        let [short, long] = SIZES.map(|size| {
            let name = format!("long-{kind}-{size}.jsonl");
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            let mut out = BufWriter::new(File::create(&path).unwrap());
            let (entries, ceremonies) = match kind {
                "faults" => played.write_faults(size, &mut out).unwrap(),
                _ => played.write(size, &mut out).unwrap(),
            };
            out.flush().unwrap();
            let verify = ["ledger".into(), "verify".into(), path.clone()];
            let program = Path::new(env!("CARGO_BIN_EXE_sealwright"));
            let runs = (0..3).map(|_| Run::of(program, &verify));
            let run = runs.fold(Run::WORST, Run::or_better);
            std::fs::remove_file(path).unwrap();
            let each = run.time.as_secs_f64() * 1e6 / entries as f64;
            println!(
                "{entries} entries, {kind}, {ceremonies} ceremonies: {each:.1} us each, {} KiB",
                run.resident_kib
            );
            (each, run.resident_kib)
        });
        assert!(long.0 <= SLOWER * short.0, "{kind}: {short:?} {long:?}");
        assert!(long.1 <= short.1 + MORE_KIB, "{kind}: {short:?} {long:?}");
        assert!(long.1 <= MOST_KIB, "{kind}: {long:?}");
    }
}
