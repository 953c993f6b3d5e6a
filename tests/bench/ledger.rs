//! `sealwright ledger verify` against a bare loop that parses each line to a JSON value and hashes it.
//!
//!     cargo bench --profile dist --bench ledger             10^5, 4x10^5 and 10^6 entries, and 10^6 nearly all faults
//!     cargo bench --profile dist --bench ledger -- 100000   this many, of both kinds
//!
//! Both are programs of their own, and both read the same file, in turn. Exit code 1: a figure of the design is missed.

#[path = "../shared/ledgers.rs"]
mod ledgers;

use ledgers::{Played, Run};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// Of a few runs the fastest counts.
const RUNS: usize = 3;
/// The figures to reach.
const TIMES_THE_BARE_LOOP: f64 = 2.0;
const MOST_KIB: u64 = 32 << 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [bare, file] = arguments.as_slice()
        && bare == "--bare"
    {
        println!("{}", read_barely(Path::new(file)));
        return ExitCode::SUCCESS;
    }
    let sizes: Vec<u64> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    let sizes = match sizes.is_empty() {
        true => vec![100_000, 400_000, 1_000_000],
        false => sizes,
    };
    let played = Played::new();
    println!(
        "  entries  ceremonies      MiB  us an entry   bare loop  ratio  resident KiB  bare KiB"
    );
    let mut reached = true;
    for size in &sizes {
        reached &= measured(*size, "", |out| played.write(*size, out));
    }
    let most = sizes.iter().max().copied().unwrap_or_default();
    reached &= measured(most, ", faults", |out| played.write_faults(most, out));
    match reached {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn measured(
    size: u64,
    kind: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<(u64, u64)>,
) -> bool {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ledger-{size}.jsonl"));
    let mut out = BufWriter::new(File::create(&path).expect("a file"));
    let (entries, ceremonies) = write(&mut out).expect("written");
    out.flush().expect("written");
    let bytes = path.metadata().expect("there").len();

    let bench = std::env::current_exe().expect("a path");
    let (mut ours, mut bare) = (Run::WORST, Run::WORST);
    for _ in 0..RUNS {
        let verify = ["ledger".into(), "verify".into(), path.clone()];
        ours = ours.or_better(Run::of(
            Path::new(env!("CARGO_BIN_EXE_sealwright")),
            &verify,
        ));
        bare = bare.or_better(Run::of(&bench, &["--bare".into(), path.clone()]));
    }
    std::fs::remove_file(&path).expect("removed");

    let each = |run: Run| run.time.as_secs_f64() * 1e6 / entries as f64;
    let ratio = each(ours) / each(bare);
    println!(
        "{entries:>9}  {ceremonies:>10}  {:>7.1}  {:>11.2}  {:>10.2}  {ratio:>5.2}  {:>12}  {:>8}{kind}",
        bytes as f64 / f64::from(1 << 20),
        each(ours),
        each(bare),
        ours.resident_kib,
        bare.resident_kib,
    );
    ratio <= TIMES_THE_BARE_LOOP && ours.resident_kib <= MOST_KIB
}

/// The peer: the least that any verifier does with a line.
fn read_barely(path: &Path) -> usize {
    let mut reader = BufReader::with_capacity(1 << 16, File::open(path).expect("a ledger"));
    let (mut line, mut odd) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line).expect("readable") > 0 {
        line.pop();
        let value: serde_json::Value = serde_json::from_slice(&line).expect("JSON");
        odd += usize::from(value.is_object()) + usize::from(Sha256::digest(&line)[0] & 1);
        line.clear();
    }
    odd
}
