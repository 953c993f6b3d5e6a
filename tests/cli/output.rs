//! Standard output that cannot be written, and ledgers that are not what they seem: no command says that all is well.

use crate::cli_rig::{BINARY, Folder, sealwright};
use sealwright::ledger::{Chain, Origin};
use serde_json::json;
use std::fs::OpenOptions;
use std::process::{Command, Stdio};

/// Commands that print, and would exit with 0.
fn printing(book: &str) -> Vec<Vec<&str>> {
    [
        "--help",
        "--version",
        "ledger show --book BOOK",
        "ledger show --json --book BOOK",
        "ledger verify --book BOOK",
        "ledger verify --json --book BOOK",
        "status --book BOOK",
        "status --json --book BOOK",
        "custody list --book BOOK",
        "custody list --json --book BOOK",
        "plan show --book BOOK",
        "ceremony list --json",
        "plan check --book BOOK",
        "ceremony list",
        "ceremony show first-setup --book BOOK",
        "sheet preview --text pin",
        "manual",
        "manual ledger",
        "manual --search ledger",
        "completions bash",
        "rehearse first-setup --auto --small --seed 1",
    ]
    .iter()
    .map(|line| {
        let words = line.split(' ');
        words.map(|w| if w == "BOOK" { book } else { w }).collect()
    })
    .collect()
}

#[test]
fn what_a_full_disk_kept_from_being_printed_was_not_done() {
    let folder = Folder::new();
    let book = folder.book();
    for arguments in printing(&book) {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = Command::new(BINARY)
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(full)
            .output()
            .unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("the output could not be written: No space left on device"),
            "{arguments:?}: {said}"
        );
        // The control: with room they succeed.
        assert_eq!(sealwright(&arguments).code, 0, "{arguments:?}");
    }
    // What would have said that something is amiss could not say it.
    std::fs::write(folder.path("bad.jsonl"), "{}\n").unwrap();
    let bad = folder.text("bad.jsonl");
    for command in ["verify", "show", "show --json"] {
        let mut arguments: Vec<&str> = ["ledger"].into_iter().chain(command.split(' ')).collect();
        arguments.push(&bad);
        assert_eq!(sealwright(&arguments).code, 1, "{command}");
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut run = Command::new(BINARY);
        let run = run.args(&arguments).stdout(full).output().unwrap();
        // `show` says on standard error what is wrong, and has printed nothing.
        let code = if command == "show" { 1 } else { 2 };
        assert_eq!(run.status.code(), Some(code), "{command}");
    }
}

/// What each reading command says of this ledger: exit code and both outputs.
fn said_of(folder: &Folder, ledger: &str) -> Vec<(String, i32, String)> {
    let book = folder.path("told");
    std::fs::create_dir_all(&book).unwrap();
    std::fs::write(book.join("ledger.jsonl"), ledger).unwrap();
    let book = folder.text("told");
    let commands = [
        "ledger verify",
        "ledger verify --json",
        "ledger show",
        "ledger show --json",
        "custody list",
        "custody list --json",
        "status",
        "status --json",
    ];
    let told = commands.map(|command| {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.extend(["--book", &book]);
        let ran = sealwright(&arguments);
        (command.to_owned(), ran.code, ran.out + &ran.err)
    });
    told.into()
}

/// A line that follows: right as evidence, whatever it means.
fn line(chain: &mut Chain, ceremony: u64, event: serde_json::Value) -> String {
    let at = "2026-03-02T09:00:00Z".parse().unwrap();
    let next = chain.next(at, &[], ceremony, event).unwrap();
    *chain = next.chain;
    format!("{}\n", next.line)
}

#[test]
fn no_command_calls_a_ledger_valid_that_verify_refuses() {
    let folder = Folder::new();
    let book = folder.book();
    let opened = std::fs::read_to_string(format!("{book}/ledger.jsonl")).unwrap();
    let mut chain = Chain::new();
    chain.push_line(opened.trim_end().as_bytes()).unwrap();
    let meaningless = line(&mut chain, 1, json!({"type": "ceremony-ended"}));
    for (command, code, said) in said_of(&folder, &format!("{opened}{meaningless}")) {
        assert_eq!(code, 1, "{command}: {said}");
        let said = said.to_lowercase();
        assert!(
            said.contains("invalid") && said.contains("line 2"),
            "{command}: {said}"
        );
        assert!(!said.contains("\"valid\""), "{command}: {said}");
    }
}

/// One of each class of ledger that there is, with the exit code of its verdict; None: there is no file.
fn of_each_class(opened: &str) -> Vec<(&'static str, Option<String>, i32)> {
    let mut chain = Chain::new();
    chain.push_line(opened.trim_end().as_bytes()).unwrap();
    let first = line(
        &mut Chain::new(),
        0,
        json!({"type": "book-opened", "origin": Origin::book([7; 16]).as_str(), "format": 1}),
    );
    let after = |event| line(&mut chain.clone(), 1, event);
    let rule = after(json!({"type": "ceremony-ended"}));
    let newer = after(json!({"type": "no-event-yet"}));
    let (before, prev) = rule.split_once("\"prev\":\"").unwrap();
    let other = if prev.starts_with('0') { '1' } else { '0' };
    let unchained = format!("{before}\"prev\":\"{other}{}", &prev[1..]);
    vec![
        ("whole", Some(opened.to_owned()), 0),
        ("torn", Some(format!("{opened}{}", &rule[..40])), 0),
        ("malformed", Some(format!("{opened}{{}}\n")), 1),
        ("of another chain", Some(format!("{opened}{opened}")), 1),
        (
            "with a broken link",
            Some(format!("{opened}{unchained}")),
            1,
        ),
        ("against a rule", Some(format!("{opened}{rule}")), 1),
        ("of a newer version", Some(format!("{opened}{newer}")), 2),
        ("in the first version's form", Some(first), 1),
        ("not there", None, 2),
    ]
}

#[test]
fn a16_every_reader_gives_the_verdict_of_verify() {
    let folder = Folder::new();
    let book = folder.book();
    let opened = std::fs::read_to_string(format!("{book}/ledger.jsonl")).unwrap();
    let file = folder.path("book/ledger.jsonl");
    assert!(file.exists(), "the book is where it is written to: {book}");
    for (class, ledger, code) in of_each_class(&opened) {
        match &ledger {
            Some(ledger) => std::fs::write(&file, ledger).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        readers_agree(&book, class, code);
    }
    // A folder stands where the file should.
    std::fs::create_dir(&file).unwrap();
    readers_agree(&book, "unreadable", 2);
}

fn readers_agree(book: &str, class: &str, code: i32) {
    for command in READERS {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.extend(["--book", book]);
        let ran = sealwright(&arguments);
        // Without a ledger the draft is shown.
        let reads_without = ["plan show", "ceremony show first-setup"].contains(&command);
        if !(class == "not there" && reads_without) {
            assert_eq!(ran.code, code, "{class}: {command}: {}{}", ran.out, ran.err);
        }
    }
    // The book opens for writing only if it is valid; then it wants a terminal.
    let run = sealwright(&["run", "first-setup", "--plain", "--book", book]);
    let opens = if code == 1 { 1 } else { 2 };
    assert_eq!(run.code, opens, "{class}: run: {}", run.err);
    assert_eq!(
        run.err.contains("terminal"),
        code == 0,
        "{class}: run: {}",
        run.err
    );
}

/// The commands that read a book's ledger; the first one is the measure.
const READERS: [&str; 11] = [
    "ledger verify",
    "ledger verify --json",
    "ledger show",
    "ledger show --json",
    "ledger show --search nothing",
    "custody list",
    "custody list --json",
    "status --json",
    "plan show",
    "status",
    "ceremony show first-setup",
];

#[test]
fn i22_a_ledger_of_another_format_is_never_called_valid_or_invalid() {
    let folder = Folder::new();
    let origin = Origin::book([7; 16]);
    // As a later program writes it: with members that nobody knows yet.
    let event =
        json!({"type": "book-opened", "origin": origin.as_str(), "format": 1, "what": "new"});
    let mut chain = Chain::new();
    let ours = line(&mut chain, 0, event);
    let prev = ours.split("\"prev\":\"").nth(1).unwrap()[..64].to_owned();
    let later = ours.replace("\"format\":1", "\"format\":2");
    assert!(later.contains(&prev), "entry 0 follows its origin alone");
    for (command, code, said) in said_of(&folder, &later) {
        assert_eq!(code, 2, "{command}: {said}");
        assert!(said.contains("format 2"), "{command}: {said}");
        assert!(
            !said.contains("alid"),
            "{command} calls it valid or invalid: {said}"
        );
    }
    let run = sealwright(&["run", "first-setup", "--book", &folder.text("told")]);
    assert_eq!(run.code, 2, "{}", run.err);
    let untouched = std::fs::read_to_string(folder.path("told/ledger.jsonl")).unwrap();
    assert_eq!(untouched, later);
}
