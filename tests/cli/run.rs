//! Two people at a terminal can begin a ceremony in a real book, stop it safely, and go on with it.
//!
//! A pseudo-terminal (Python's) plays the terminal. No key is plugged in: the ceremony reaches the step that needs one.

use crate::cli_rig::{
    BINARY, Folder, at_terminal, at_terminal_with_limit, everything_in, killed_at_terminal,
    sealwright,
};
use std::process::{Command, Stdio};

const ADAS_WORD: &str = "violet ada\n";
const CARLAS_WORD: &str = "nine carlas\n";

/// Whoever leaves during the roll call is asked once.
const MEANT: (&str, &str) = ("start the roll call again: ", "y\n");

/// Before its first roll call a ceremony could be withdrawn, too.
const STAYS_OPEN: (&str, &str) = ("it stays open: ", "n\n");

/// Whoever looks at a watch sees the right date and time: a clock that is off would be an exception.
fn roll_call() -> Vec<(&'static str, &'static str)> {
    let now = jiff::Timestamp::now()
        .strftime("%Y-%m-%d %H:%M\n")
        .to_string();
    let watch: &'static str = now.leak();
    vec![
        ("Name: ", "ada\n"),
        ("Name: ", "carla\n"),
        ("Head size: ", "\n"),
        ("Head size: ", "\n"),
        ("yyyy-mm-dd hh:mm: ", watch),
        ("yyyy-mm-dd hh:mm: ", watch),
        ("Private word: ", ADAS_WORD),
        ("Private word: ", ADAS_WORD),
        ("Private word: ", CARLAS_WORD),
        ("Private word: ", CARLAS_WORD),
    ]
}

/// One of a ceremony that was interrupted.
fn roll_call_again() -> Vec<(&'static str, &'static str)> {
    let mut steps = roll_call();
    steps.push(("Reason: ", "we had gone home\n"));
    steps
}

const INITIALS: [(&str, &str); 2] = [("Initial? (y/n): ", "y\n"), ("Initial? (y/n): ", "y\n")];
const WORDS: [(&str, &str); 2] = [
    ("Private word: ", ADAS_WORD),
    ("Private word: ", CARLAS_WORD),
];

/// From the beginning of first-setup to the step that needs a key.
fn up_to_the_key() -> Vec<(&'static str, &'static str)> {
    let mut steps = roll_call();
    steps.extend(INITIALS);
    steps.push(("Is this your plan? (y/n): ", "y\n"));
    steps.extend(WORDS);
    steps.extend(INITIALS);
    steps.extend([
        ("Continue? (y/n): ", "y\n"),
        ("Reason: ", "no printer in this test\n"),
    ]);
    steps.extend(WORDS);
    // Neither the test page nor the labels come out.
    for _ in 0..2 {
        steps.extend([
            ("Choice: ", "skip\n"),
            ("Reason: ", "no printer in this test\n"),
        ]);
        steps.extend(WORDS);
    }
    steps
}

/// A19: what was typed early answers nothing, and is not echoed where a secret is typed, or after it.
#[test]
fn i24_nothing_typed_before_a_question_answers_it_in_lines() {
    let folder = Folder::new();
    let book = folder.book();
    let early = "What was typed before this question did not count.";
    let mut steps = roll_call();
    // Whatever is typed ahead: a line that would answer, a secret, one key.
    steps[0].1 = "ada\ncarla\n";
    steps[1].0 = early;
    steps[3].1 = "\nunheard one\n";
    steps[4].0 = early;
    steps[6].1 = "violet ada\nunheard two\n";
    steps[7].0 = early;
    steps[9].1 = "nine carlas\ny\nunheard three\ny\n";
    steps.extend([
        (early, "stop\n"),
        ("Choice: ", "stop\n"),
        ("Stopped safely", ""),
    ]);
    let sat = at_terminal(&["--book", &book, "run", "first-setup"], &steps);
    assert_eq!((sat.code, sat.echo), (3, true));
    assert!(!sat.transcript.contains("unheard"), "{}", sat.transcript);
    assert!(!sat.transcript.contains("Initial? (y/n): y"));
}

/// A wish to stop is heard, however early.
#[test]
fn i24_ctrl_c_is_never_too_early() {
    let folder = Folder::new();
    let book = folder.book();
    let sat = at_terminal(
        &["--book", &book, "run", "first-setup"],
        &[("Name: ", "ada\ncarla\n\x03"), MEANT, STAYS_OPEN],
    );
    assert_eq!(sat.code, 3);
}

/// A20: what cannot be taken back is said beforehand.
#[test]
fn a20_gnu_screen_is_a_finding() {
    let checked = |session: &str| {
        let check = Command::new(BINARY)
            .args(["station", "check"])
            .env("STY", session)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8(check.stdout).unwrap()
    };
    assert!(checked("1234.pts-0.laptop").contains("the terminal runs in GNU screen"));
    assert!(!checked("").contains("GNU screen"));
}

#[test]
fn i19_a_ceremony_begins_stops_safely_and_goes_on() {
    let folder = Folder::new();
    let book = folder.book();

    let mut steps = up_to_the_key();
    steps.extend([
        ("label it alpha-1, and plug in only", "maybe\n"),
        ("Answer y or n, or type stop or help.", "help\n"),
        ("Ctrl-U deletes", ""),
        ("Done? (y/n): ", "y\n"),
        ("STOPPED. Exactly one new key", ""),
        ("Choice: ", "perhaps\n"),
        ("Type one of: again, stop, skip, abandon.", "again\n"),
        ("Done? (y/n): ", "yes\n"),
        ("Choice: ", "stop\n"),
        ("Stopped safely: First setup.", ""),
    ]);
    let first = at_terminal(&["--book", &book, "run", "first-setup"], &steps);
    assert_eq!(first.code, 3);
    assert!(first.echo, "the terminal is as it was");
    assert!(first.transcript.contains(">>> KEY CUSTODIAN\r\n"));
    assert!(
        first
            .transcript
            .contains(">>> ADA KELLER  --  EVERYONE ELSE LOOKS AWAY\r\n")
    );
    assert!(
        first.transcript.contains("swap is in use")
            || first
                .transcript
                .contains("no printer that speaks IPP over USB is plugged in")
    );

    let another = sealwright(&["--book", &book, "run", "annual-rotation"]);
    assert_eq!(another.code, 1);
    assert!(
        another.err.starts_with(
            "sealwright: ceremony 1 (first-setup) is open, so annual-rotation cannot begin;"
        ),
        "{}",
        another.err
    );

    let mut steps = roll_call_again();
    steps[0].0 = "Ceremony 1 continues: First setup. 4 of";
    steps.extend([
        ("The adopted plan, in words:", ""),
        ("Done? (y/n): ", "y\n"),
        ("Choice: ", "\x03"),
        ("Stopped safely", ""),
    ]);
    let second = at_terminal(&["--book", &book, "run"], &steps);
    assert_eq!((second.code, second.echo), (3, true));

    let verified = sealwright(&["ledger", "verify", &book]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    let shown = sealwright(&["ledger", "show", &book]).out;
    let plan = plan_hash(&folder);
    let bound = format!(
        "ada, carla      #1   The plan {} became binding, with the assent of ada, carla.",
        &plan[..16]
    );
    for expected in [
        bound.as_str(),
        "EXCEPTION, with the assent of ada, carla: The laptop does not meet the requirements: ",
        "Reason: no printer in this test.",
        "Fault at step 2.1: Exactly one new key should be plugged in, to become key alpha-1.",
        "The ceremony was stopped safely; it stays open.",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    assert_eq!(shown.matches("Roll call on ").count(), 2);
    assert!(shown.contains("The ceremony had been interrupted: we had gone home."));
    assert_eq!(
        shown
            .matches(
                ": ada as key custodian, without minutes of this ledger; carla as PIN custodian"
            )
            .count(),
        2
    );

    for transcript in [&first.transcript, &second.transcript] {
        nothing_of_the_words(transcript);
    }
    for (path, bytes) in everything_in(&folder.0) {
        nothing_of_the_words(&format!("{path:?}: {}", String::from_utf8_lossy(&bytes)));
    }
}

/// I4: private words are masked, and stand nowhere.
fn nothing_of_the_words(text: &str) {
    for word in ["violet", "carlas", "viole", "nine c"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    assert!(!text.contains("\x1b"), "TERM=dumb gets no escape sequence");
}

#[test]
fn stop_and_the_keys_for_it_leave_at_every_kind_of_question() {
    let folder = Folder::new();
    let book = folder.book();
    for (at, answer) in [
        (0, "stop\n"),
        (1, "\x04"),
        (3, "STOP\n"),
        (4, "stop\n"),
        (4, "\x03"),
        (5, "\x04"),
    ] {
        let mut steps = roll_call()[..at].to_vec();
        steps.extend([
            (roll_call()[at].0, answer),
            MEANT,
            STAYS_OPEN,
            ("Stopped safely: First setup.", ""),
        ]);
        let left = at_terminal(&["--book", &book, "run", "first-setup"], &steps);
        assert_eq!((left.code, left.echo), (3, true), "{at}");
    }
}

#[test]
fn typing_can_be_corrected_and_arrow_keys_type_nothing() {
    let folder = Folder::new();
    let book = folder.book();
    let mut steps = roll_call();
    steps[0].1 = "xyz\x15ad\x1b[D\x1bOAb\x7fa\n";
    steps[1].1 = "\u{e9}\u{1f511}\x08\x08carla\n";
    steps[6].1 = "violex\x7ft ada\n";
    steps[7].1 = "wrong\x15violet ada\n";
    steps.extend([
        ("Initial? (y/n): ", "stop\n"),
        ("Choice: ", "stop\n"),
        ("Stopped safely", ""),
    ]);
    assert_eq!(
        at_terminal(&["--book", &book, "run", "first-setup"], &steps).code,
        3
    );
}

#[test]
fn without_a_terminal_nothing_begins() {
    let folder = Folder::new();
    let book = folder.book();
    let before = everything_in(&folder.0);
    // A session of its own has no controlling terminal.
    let output = Command::new("setsid")
        .args(["--wait", BINARY, "--book", &book, "run", "first-setup"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("sealwright: there is no terminal ("),
        "{said}"
    );
    assert!(
        said.ends_with("secrets are never read from a pipe or a file\n"),
        "{said}"
    );
    assert_eq!(everything_in(&folder.0), before);
}

#[test]
fn a_run_that_cannot_be_says_why_and_changes_nothing() {
    let folder = Folder::new();
    let book = folder.book();
    let before = everything_in(&folder.0);
    let elsewhere = folder.text("elsewhere");
    for (args, code, said) in [
        (
            vec!["--book", &book, "run"],
            1,
            "no ceremony is open; name one to begin it (`sealwright ceremony list`)".to_owned(),
        ),
        (
            vec!["--book", &book, "run", "annual-rotation"],
            1,
            "no plan binds yet, and annual-rotation adopts none: first-setup comes first"
                .to_owned(),
        ),
        (
            vec!["--book", &book, "run", "no-such"],
            2,
            "there is no ceremony named no-such; there are: first-setup, annual-rotation, change-plan, inspect-bags, end-quarantine, set-pin, rotate-pin, verify-pin, enrol-credential, verify-credential, delete-credential, configure-key, reset-key, import-metadata"
                .to_owned(),
        ),
        (
            vec!["--book", &elsewhere, "run", "first-setup"],
            2,
            format!("{elsewhere} is not a folder"),
        ),
    ] {
        let ran = sealwright(&args);
        assert_eq!((ran.code, ran.err), (code, format!("sealwright: {said}\n")));
    }
    let empty = folder.text("empty");
    std::fs::create_dir(&empty).unwrap();
    let ran = sealwright(&["--book", &empty, "run", "first-setup"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "sealwright: there is no book here (no ledger.jsonl); `sealwright init DIR` makes one\n"
    );
    assert_eq!(everything_in(&folder.0), before);
}

#[test]
fn a_draft_with_an_error_begins_nothing() {
    let folder = Folder::new();
    let book = folder.book();
    let plan = folder.path("book/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, text.replace("pin_digits = 8", "pin_digits = 3")).unwrap();
    let ran = sealwright(&["--book", &book, "run", "first-setup"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("the draft plan cannot be adopted"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("error (out-of-range) in rules.pin_digits"),
        "{}",
        ran.err
    );
}

#[test]
fn a_ceremony_that_began_goes_on_with_its_own_plan_whatever_the_draft_says() {
    let folder = Folder::new();
    let book = folder.book();
    let left = at_terminal(
        &["--book", &book, "run", "first-setup"],
        &[("Name: ", "stop\n"), MEANT, STAYS_OPEN],
    );
    assert_eq!(left.code, 3);
    let began_with = plan_hash(&folder);
    let draft = folder.path("book/plan.toml");
    let text = std::fs::read_to_string(&draft).unwrap();
    let edited = text.replace("pin_digits = 8", "pin_digits = 9");
    assert_ne!(edited, text);
    // Another plan, one that could not be adopted, and none at all.
    for edited in [edited.as_str(), "no plan"] {
        std::fs::write(&draft, edited).unwrap();
        let resumed = at_terminal(
            &["--book", &book, "run"],
            &[
                ("Ceremony 1 continues", ""),
                ("Name: ", "stop\n"),
                MEANT,
                STAYS_OPEN,
            ],
        );
        assert_eq!(resumed.code, 3);
    }
    std::fs::remove_file(&draft).unwrap();

    let mut steps = roll_call();
    steps.extend(INITIALS);
    steps.push(("Is this your plan? (y/n): ", "y\n"));
    steps.extend(WORDS);
    steps.extend([
        ("Initial? (y/n): ", "stop\n"),
        ("Choice: ", "stop\n"),
        ("Stopped safely", ""),
    ]);
    assert_eq!(at_terminal(&["--book", &book, "run"], &steps).code, 3);
    let events = events(&folder);
    let adopted: Vec<&str> = (events.iter())
        .filter(|event| event["type"] == "plan-adopted")
        .map(|event| event["plan"].as_str().unwrap())
        .collect();
    assert_eq!(adopted, [began_with.as_str()]);
    let bound = sealwright(&["--book", &book, "plan", "show", "--adopted"]);
    assert!(bound.out.contains("pin_digits = 8"), "{}", bound.out);
}

#[test]
fn a_ceremony_that_nobody_began_can_be_withdrawn_and_another_one_begun() {
    let folder = Folder::new();
    let book = folder.book();
    let withdrawn = at_terminal(
        &["--book", &book, "run", "first-setup"],
        &[
            ("Name: ", "stop\n"),
            MEANT,
            ("it stays open: ", "y\n"),
            ("Reason: ", "the draft had a slip\n"),
        ],
    );
    assert_eq!((withdrawn.code, withdrawn.echo), (4, true));
    let last = events(&folder).pop().unwrap();
    assert_eq!(
        (last["type"].as_str(), last["reason"].as_str()),
        (Some("ceremony-withdrawn"), Some("the draft had a slip"))
    );
    assert_eq!(sealwright(&["ledger", "verify", &book]).code, 0);
    let next = at_terminal(
        &["--book", &book, "run", "first-setup"],
        &[
            ("Ceremony 2 begins", ""),
            ("Name: ", "stop\n"),
            MEANT,
            STAYS_OPEN,
        ],
    );
    assert_eq!(next.code, 3);
}

/// The events of the book's ledger; what a kill tore off is none.
fn events(folder: &Folder) -> Vec<serde_json::Value> {
    let ledger = std::fs::read_to_string(folder.path("book/ledger.jsonl")).unwrap();
    (ledger.split_inclusive('\n'))
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["event"].take())
        .collect()
}

/// The plan with which ceremony 1 began.
fn plan_hash(folder: &Folder) -> String {
    let events = events(folder);
    let began = (events.iter()).find(|event| event["type"] == "ceremony-started");
    began.unwrap()["plan"].as_str().unwrap().to_owned()
}

#[test]
fn i10_a_rehearsals_book_is_not_run_for_real() {
    use sealwright::{
        book::Book,
        ledger::Origin,
        station::{SystemClock, disk::FolderDisk},
    };
    let folder = Folder::new();
    let disk = FolderDisk::open(&folder.0).unwrap();
    Book::create(
        Box::new(disk),
        Box::new(SystemClock),
        &Origin::rehearsal([7; 16]),
        "rehearsal",
    )
    .unwrap();
    let book = folder.text("");
    let ran = sealwright(&["--book", &book, "run", "first-setup"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("is a rehearsal's; `run` is for real books"),
        "{}",
        ran.err
    );
    let verified = sealwright(&["ledger", "verify", &book]);
    assert!(
        verified
            .out
            .starts_with("valid\nREHEARSAL: nothing in it was real\n"),
        "{}",
        verified.out
    );
}

#[test]
fn a_second_instance_is_refused() {
    use sealwright::station::disk::FolderDisk;
    let folder = Folder::new();
    let book = folder.book();
    let held = FolderDisk::open(&folder.path("book")).unwrap();
    let ran = sealwright(&["--book", &book, "run", "first-setup"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        format!(
            "sealwright: another Sealwright is running with the book in {book}: one book is written by one program at \
             a time. Go on there, or end it first\n"
        )
    );
    assert_eq!(
        sealwright(&["ledger", "verify", &book]).code,
        0,
        "readers need no lock"
    );
    drop(held);
    assert_eq!(sealwright(&["--book", &book, "run"]).code, 1);
}

/// I11: what did not fit is no entry, nothing follows it, and the next run goes on after the last whole entry.
#[test]
fn i11_a_full_disk_stops_the_run_and_the_next_one_goes_on() {
    let folder = Folder::new();
    let book = folder.book();
    let begun = at_terminal(
        &["--book", &book, "run", "first-setup"],
        &[("Name: ", "stop\n"), MEANT, STAYS_OPEN],
    );
    assert_eq!(begun.code, 3);
    let ledger = folder.path("book/ledger.jsonl");
    let whole = std::fs::read(&ledger).unwrap();

    let limit = whole.len() as u64 + 40;
    let full = at_terminal_with_limit(
        &["--book", &book, "run"],
        &[
            &roll_call()[..],
            &[("STOPPED. The ledger could not be written", "")],
        ]
        .concat(),
        limit,
    );
    assert!(full.echo);
    let torn = std::fs::read(&ledger).unwrap();
    assert_eq!(torn.len() as u64, limit);
    assert_eq!(torn[..whole.len()], whole);

    let verified = sealwright(&["ledger", "verify", &book]);
    assert_eq!(verified.code, 0);
    let reported = format!(
        "torn tail   40 bytes from byte {} on: an append that was interrupted, no entry\n",
        whole.len()
    );
    assert!(verified.out.ends_with(&reported), "{}", verified.out);

    let next = at_terminal(
        &["--book", &book, "run"],
        &[("Name: ", "stop\n"), MEANT, STAYS_OPEN],
    );
    assert!(next.transcript.contains("interrupted while it wrote: 40"));
    assert_eq!(next.code, 3);
    assert_eq!(std::fs::read(&ledger).unwrap(), whole);
    assert_eq!(
        std::fs::read(folder.path("book/torn-4")).unwrap(),
        torn[whole.len()..]
    );
}

/// I11: the same in the middle of a step: exit code 5, and what was shown as done is in the ledger.
#[test]
fn i11_a_full_disk_in_a_step_is_told_by_the_exit_code() {
    let folder = Folder::new();
    let book = folder.book();
    let begun = at_terminal(
        &["--book", &book, "run", "first-setup"],
        &[("Name: ", "stop\n"), MEANT, STAYS_OPEN],
    );
    assert_eq!(begun.code, 3);
    let before = std::fs::read(folder.path("book/ledger.jsonl")).unwrap();
    let mut steps = roll_call();
    steps.extend(INITIALS);
    steps.push(("Is this your plan? (y/n): ", "y\n"));
    steps.extend(WORDS);
    steps.push(("STOPPED. The ledger could not be written", ""));
    // Room for the roll call and its initials, not for the plan that becomes binding.
    let full = at_terminal_with_limit(&["--book", &book, "run"], &steps, before.len() as u64 + 850);
    assert_eq!((full.code, full.echo), (5, true));
    let verified = sealwright(&["ledger", "verify", &book]);
    assert!(verified.out.contains("torn tail"), "{}", verified.out);
    let shown = sealwright(&["ledger", "show", &book]).out;
    assert!(shown.contains("Step 1.1 is done"));
    assert!(shown.contains("ada, carla initialled 1.1."));
    assert!(!shown.contains("became binding"));

    let mut steps = roll_call_again();
    steps.extend([("Is this your plan? (y/n): ", "y\n")]);
    steps.extend(WORDS);
    steps.extend([
        ("Initial? (y/n): ", "stop\n"),
        ("Choice: ", "stop\n"),
        ("Stopped safely", ""),
    ]);
    assert_eq!(at_terminal(&["--book", &book, "run"], &steps).code, 3);
    assert!(
        sealwright(&["ledger", "show", &book])
            .out
            .contains("became binding")
    );
}

/// I2, I11: killed at any question, and right after any answer: the ledger is valid, and the ceremony goes on.
#[test]
fn i2_a_killed_run_goes_on() {
    let all = up_to_the_key();
    // They mostly wait for each other's terminals.
    const AT_ONCE: usize = 6;
    std::thread::scope(|threads| {
        for first in 0..AT_ONCE {
            let all = &all;
            threads.spawn(move || {
                for at in (first..all.len()).step_by(AT_ONCE) {
                    for wait_for_the_next in [true, false] {
                        killed_at(all, at, wait_for_the_next);
                    }
                }
            });
        }
    });
    println!("killed at {} points", 2 * all.len());
}

/// Kills a run after so many answers, and goes on.
fn killed_at(all: &[(&str, &str)], at: usize, wait_for_the_next: bool) {
    let folder = Folder::new();
    let book = folder.book();
    let mut steps = all[..at].to_vec();
    if wait_for_the_next {
        steps.push((all[at].0, ""));
    }
    let killed = killed_at_terminal(&["--book", &book, "run", "first-setup"], &steps);
    assert_eq!(killed.code, -9);
    let verified = sealwright(&["ledger", "verify", &book]);
    assert_eq!(verified.code, 0, "{at}: {}", verified.out);

    // Where not even the ceremony's first entry was written, it begins.
    let mut steps = vec![("Ceremony 1 ", ""), ("Name: ", "stop\n"), MEANT];
    if !(events(&folder).iter()).any(|event| event["type"] == "roll-called") {
        steps.push(STAYS_OPEN);
    }
    steps.push(("Stopped safely", ""));
    let next = at_terminal(&["--book", &book, "run", "first-setup"], &steps);
    assert_eq!(next.code, 3);
}
