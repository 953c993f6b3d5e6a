//! The promise: no branch and no address depends on a secret, except where `src/share/mod.rs` says so: on the lengths
//! of words, and on what is told anyway (that a word is in the list, that a checksum or a digest is right).
//!
//! The judge is valgrind's memcheck. Secrets are marked undefined (tests/share_ct, built like a release with
//! line numbers), and memcheck reports each conditional jump and each address that depends on one of them. Every report
//! must lie on a source line that is listed here with its reason; the controls must be reported. x86-64 alone.
//!
//! Not covered: instructions whose own time depends on their operands (none of the usual suspects, division or
//! floating point, is used on secrets); what memcheck hides from a program (SHA and wide vector instructions of newer
//! processors: it runs the portable SHA-256); the search for the faulty word after a wrong checksum, and for the altered
//! share after a wrong digest, which are documented to take their time.

use crate::campaign;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// A source line on which a branch may depend on a secret, and why that tells nothing. Of the frames of a report it
/// must be the innermost of ours; a line that hands a length on (`Secret::build`) may be any of them.
struct Told(&'static str, &'static str, &'static str);

impl Told {
    fn fits(&self, report: &Report) -> bool {
        let is_here = |(file, line): &(String, String)| file == self.0 && line.contains(self.1);
        match self.1.starts_with("Secret::build(") {
            true => report.ours.iter().any(is_here),
            false => report.ours.first().is_some_and(is_here),
        }
    }
}

/// The arena looks at lengths alone; here at one that was told.
const ARENA: [Told; 2] = [
    Told("src/secret/arena.rs", "", "a length, to the arena"),
    Told("src/secret/free_list.rs", "", "a length, to the arena"),
];

const DIGEST: Told = Told(
    "src/share/combine.rs",
    "if !bool::from(digest(key, secret.bytes()).ct_eq(found)) {",
    "whether the digest is right",
);
const ON_CURVE: Told = Told(
    "src/share/combine.rs",
    "if !bool::from(expected.bytes().ct_eq(y)) {",
    "whether a share agrees with the others",
);
const IN_LIST: &str = "whether a word is in the list";
const WORDS: &str = "src/share/words.rs";
const NUMBERED: &str = "whether a number stands before a word";
const TYPED: &str = "whether letters were typed";
const LENGTHS: &str = "lengths of words, and where they end";

/// What one piece of work may tell.
fn told(piece: &str) -> Vec<Told> {
    let mut told = match piece {
        "password" => vec![
            Told(
                "src/share/password.rs",
                "if !is_printable(bytes) {",
                "whether it is printable",
            ),
            Told(
                "src/share/password.rs",
                "if bytes.last() == Some(&b' ') {",
                "its last space",
            ),
            Told(
                "src/share/password.rs",
                "if bytes.is_empty() || !is_printable(bytes) {",
                "whether it is printable",
            ),
            Told(
                "src/share/password.rs",
                "Secret::build(password.len(), |out|",
                "its length",
            ),
        ],
        "split" => vec![
            DIGEST,
            ON_CURVE,
            Told(
                "src/share/split.rs",
                "Ok(back) if back.is(master)",
                "whether the self-check passed",
            ),
        ],
        "combine" => vec![DIGEST, ON_CURVE],
        "complete" => vec![
            Told(
                WORDS,
                "!text.bytes().all(|b| b.is_ascii_alphabetic())",
                TYPED,
            ),
            Told(WORDS, "match count {", IN_LIST),
            Told(WORDS, "0 => Completion::None,", IN_LIST),
            Told(WORDS, "1 => Completion::One(Word::of(number)),", IN_LIST),
        ],
        "words" => vec![Told(
            "src/share/piece.rs",
            "Secret::build(letters + spaces, |out| {",
            LENGTHS,
        )],
        "parse" => vec![
            Told(WORDS, "for token in text.split_whitespace() {", LENGTHS),
            Told(WORDS, "let letters = token.trim_start_matches(", NUMBERED),
            Told(
                WORDS,
                "!text.bytes().all(|b| b.is_ascii_alphabetic())",
                TYPED,
            ),
            Told(WORDS, "if count == 1 {", IN_LIST),
            Told(WORDS, "number_of(letters).map_err(|start|", IN_LIST),
            Told(
                "src/share/piece.rs",
                "if !rs1024::is_sound(&words) {",
                "whether the checksum is right",
            ),
            Told(
                "src/share/piece.rs",
                "if padding(value, value_len) != 0 {",
                "whether the padding is right",
            ),
        ],
        _ => Vec::new(),
    };
    if matches!(piece, "password" | "words") {
        told.extend(ARENA);
    }
    told
}

#[test]
fn no_branch_and_no_address_depends_on_a_secret_but_for_what_is_told_anyway() {
    for piece in [
        "password",
        "split",
        "interpolate",
        "checksum",
        "complete",
        "words",
        "parse",
        "combine",
        "is",
    ] {
        let reports = reports_of(piece);
        let told = told(piece);
        let mut reasons = BTreeSet::new();
        for report in &reports {
            let reason = told.iter().find(|told| told.fits(report));
            let Some(Told(_, _, reason)) = reason else {
                panic!("{piece}: {report:#?}")
            };
            reasons.insert(*reason);
        }
        println!("{piece}: {} reports: {reasons:?}", reports.len());
        assert_eq!(reports.is_empty(), told.is_empty(), "{piece}");
    }
}

#[test]
fn a_comparison_that_ends_early_a_table_and_the_judges_that_use_tables_are_reported() {
    for (control, is_address) in [
        ("control-compare", false),
        ("control-index", true),
        ("control-sharks", true),
        ("control-blahaj", true),
    ] {
        let reports = reports_of(control);
        println!("{control}: {} reports", reports.len());
        assert!(!reports.is_empty(), "{control}");
        assert_eq!(
            reports.iter().any(|report| report.is_address),
            is_address,
            "{control}"
        );
    }
}

/// One place at which something depends on an undefined byte.
#[derive(Debug)]
struct Report {
    /// An address, not a jump.
    is_address: bool,
    /// The stack's frames in our sources, from the innermost: file, and what stands on the line.
    ours: Vec<(String, String)>,
}

fn reports_of(piece: &str) -> Vec<Report> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let output = Command::new("valgrind")
        .args([
            "--error-limit=no",
            "--num-callers=40",
            &format!("--fullpath-after={root}"),
        ])
        .arg(&*SUBJECT)
        .arg(piece)
        .output()
        .unwrap_or_else(|error| panic!("valgrind is needed (Debian: valgrind): {error}"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("ERROR SUMMARY: "), "{said}");
    let lines: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split_once("== "))
        .map(|(_, line)| line)
        .collect();
    let mut reports = Vec::new();
    for line in lines {
        let is_address = line.starts_with("Use of uninitialised value");
        if is_address || line.starts_with("Conditional jump") {
            reports.push(Report {
                is_address,
                ours: Vec::new(),
            });
        } else if let (Some(report), Some(frame)) = (reports.last_mut(), frame_of(line)) {
            report.ours.push(frame);
        }
    }
    let counted = said.contains("ERROR SUMMARY: 0 errors");
    assert_eq!(reports.is_empty(), counted, "{said}");
    reports
}

/// The file and the source line of `   by 0x1234: name (src/share/field.rs:12)`, where it is one of ours.
fn frame_of(line: &str) -> Option<(String, String)> {
    let (_, place) = line.strip_suffix(')')?.rsplit_once('(')?;
    let (path, number) = place.rsplit_once(':')?;
    // The subject names the rooms' files from its own folder.
    let file = path.rsplit("../").next()?;
    if !file.starts_with("src/") {
        return None;
    }
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()?;
    let line = source.lines().nth(number.parse::<usize>().ok()? - 1)?;
    Some((file.to_owned(), line.trim().to_owned()))
}

/// The program that valgrind watches, built like a release, with line numbers.
static SUBJECT: LazyLock<PathBuf> = LazyLock::new(|| {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    // The binary that is shipped is built by another profile than the one that people build.
    let profile = if campaign::is_on() { "dist" } else { "release" };
    let of_it = |setting: &str| format!("profile.{profile}.{setting}");
    let built = Command::new(cargo)
        .args(["build", "--locked", "--quiet", "--package", "share_ct"])
        .args(["--profile", profile])
        .args(["--config", &of_it("debug=\"line-tables-only\"")])
        .args(["--config", &of_it("strip=false")])
        .args(["--message-format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    let said = String::from_utf8_lossy(&built.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{complaint}");
    let executable = said
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "share_ct")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    executable.expect("cargo names what it built")
});
