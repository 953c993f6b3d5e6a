//! The commands that make and read a book say exactly this, and overwrite nothing.

use crate::cli_rig::{BINARY, Folder, everything_in, sealwright};
use sha2::{Digest, Sha256};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

#[test]
fn init_makes_a_book_and_says_what_comes_next() {
    let folder = Folder::new();
    let dir = folder.text("book");
    let ran = sealwright(&["init", &dir]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        format!(
            "A new book is in {dir}:\n\
             \n\
             \x20 plan.toml      a draft of the plan, for the usual case\n\
             \x20 ledger.jsonl   what happens, entry by entry\n\
             \x20 inbox/         for what is carried in\n\
             \x20 outbox/        for what is carried out\n\
             \n\
             What to do next:\n\
             \n\
             \x20 1. Change plan.toml to what shall be, and check it:\n\
             \x20        sealwright --book {dir} plan check\n\
             \x20 2. Look at what will be done, and print it:\n\
             \x20        sealwright --book {dir} ceremony show first-setup\n\
             \x20 3. Look at this laptop:\n\
             \x20        sealwright --book {dir} station check\n\
             \x20 4. Both custodians together:\n\
             \x20        sealwright --book {dir} run first-setup\n"
        )
    );
    let files: Vec<_> = everything_in(&folder.path("book"))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        files,
        [
            folder.path("book/ledger.jsonl"),
            folder.path("book/plan.toml")
        ]
    );
    for (path, mode) in [
        ("book", 0o700),
        ("book/inbox", 0o700),
        ("book/outbox", 0o700),
        ("book/ledger.jsonl", 0o600),
        ("book/plan.toml", 0o600),
    ] {
        let found = folder.path(path).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{path}: for its owner alone");
    }
    let ledger = std::fs::read_to_string(folder.path("book/ledger.jsonl")).unwrap();
    assert_eq!(ledger.lines().count(), 1);
    assert!(ledger.contains("\"origin\":\"book/"));

    let other = Folder::new();
    other.book();
    let second = std::fs::read_to_string(other.path("book/ledger.jsonl")).unwrap();
    let origin = |ledger: &str| ledger.split("\"origin\":\"").nth(1).unwrap()[..37].to_owned();
    assert_ne!(
        origin(&ledger),
        origin(&second),
        "each book has an id of its own"
    );
}

#[test]
fn init_overwrites_nothing() {
    let folder = Folder::new();
    let book = folder.book();
    let before = everything_in(&folder.0);
    let again = sealwright(&["init", &book]);
    assert_eq!(again.code, 2);
    assert_eq!(
        again.err,
        format!(
            "sealwright: {book} is not empty; a new book needs a folder of its own, and nothing was overwritten\n"
        )
    );

    std::fs::write(folder.path("file"), "mine").unwrap();
    let file = folder.text("file");
    let over = sealwright(&["init", &file]);
    assert_eq!(
        (over.code, over.err),
        (2, format!("sealwright: {file} is not a folder\n"))
    );
    std::fs::remove_file(folder.path("file")).unwrap();

    let nowhere = folder.text("no/such");
    let nowhere = sealwright(&["init", &nowhere]);
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere
            .err
            .contains("cannot be made: No such file or directory"),
        "{}",
        nowhere.err
    );
    assert_eq!(everything_in(&folder.0), before);

    let empty = folder.text("empty");
    std::fs::create_dir(&empty).unwrap();
    assert_eq!(
        sealwright(&["init", &empty]).code,
        0,
        "an empty folder is fine"
    );
}

/// Nobody writes into /proc, not even root.
#[test]
fn init_where_nothing_can_be_written_says_so() {
    let ran = sealwright(&["init", "/proc/sealwright-book"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .starts_with("sealwright: /proc/sealwright-book cannot be made: "),
        "{}",
        ran.err
    );
}

#[test]
fn plan_check_tells_a_good_draft_and_a_bad_one_with_line_and_column() {
    let folder = Folder::new();
    let book = folder.book();
    let good = sealwright(&["--book", &book, "plan", "check"]);
    assert_eq!(good.code, 0);
    assert!(good.out.starts_with("Plan of Example\n"), "{}", good.out);
    assert!(
        good.out
            .ends_with("\n0 errors, 0 warnings: this plan can be adopted\n"),
        "{}",
        good.out
    );

    let plan = folder.path("book/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    let bad = text.replace("pin_digits = 8", "pin_digits = 3");
    let line = 1 + bad
        .lines()
        .position(|l| l.starts_with("pin_digits"))
        .unwrap();
    std::fs::write(folder.path("bad.toml"), &bad).unwrap();
    let file = folder.text("bad.toml");
    let checked = sealwright(&["plan", "check", &file]);
    assert_eq!((checked.code, checked.err.as_str()), (1, ""));
    assert_eq!(
        checked.out,
        format!(
            "{file}:{line}:14: error (out-of-range) in rules.pin_digits\n  found:   3\n  allowed: a whole number from 4 to 63\n\n\
             1 error, 0 warnings: this plan cannot be adopted\n"
        )
    );

    let missing = sealwright(&["plan", "check", &folder.text("none.toml")]);
    assert_eq!(missing.code, 2);
    assert_eq!(
        missing.err,
        format!(
            "sealwright: {} cannot be read: No such file or directory (os error 2)\n",
            folder.text("none.toml")
        )
    );
    std::fs::write(&plan, [0xff, 0xfe]).unwrap();
    let bytes = sealwright(&["--book", &book, "plan", "check"]);
    assert_eq!(
        (bytes.code, bytes.err),
        (
            2,
            format!("sealwright: {book}/plan.toml cannot be read: it is not UTF-8 text\n")
        )
    );
}

#[test]
fn ceremonies_are_listed_shown_and_checked() {
    let folder = Folder::new();
    let book = folder.book();
    let list = sealwright(&["ceremony", "list"]);
    assert_eq!(list.code, 0);
    assert!(
        list.out
            .starts_with("first-setup\n  First setup\n    Once, when the book is new:"),
        "{}",
        list.out
    );
    assert!(list.out.contains("\nannual-rotation\n  Annual rotation\n"));

    let shown = sealwright(&["--book", &book, "ceremony", "show", "first-setup"]);
    assert_eq!(shown.code, 0);
    assert!(
        shown
            .out
            .starts_with("First setup\n===========\n\nCeremony first-setup, plan ")
    );
    assert!(
        shown
            .out
            .contains("[check-laptop]  key custodian ______   PIN custodian ______")
    );
    assert!(
        shown
            .out
            .contains("\nThis script in words, to be read aloud:\n")
    );

    let unknown = sealwright(&["--book", &book, "ceremony", "show", "no\u{1b}[2J"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(
        unknown.err,
        "sealwright: there is no ceremony named no\u{fffd}[2J; there are: first-setup, annual-rotation, change-plan, inspect-bags, end-quarantine, set-pin, rotate-pin, verify-pin, enrol-credential, verify-credential, delete-credential, configure-key, reset-key, import-metadata\n"
    );
    let nowhere = sealwright(&[
        "--book",
        &folder.text("none"),
        "ceremony",
        "show",
        "first-setup",
    ]);
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere.err.contains("plan.toml cannot be read"),
        "{}",
        nowhere.err
    );

    let own = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ceremony-templates/annual-rotation.toml"
    );
    let checked = sealwright(&["ceremony", "check", own]);
    assert_eq!(checked.code, 0);
    assert!(checked.out.ends_with("This template is sound.\n"));
    let file = folder.text("bad.toml");
    std::fs::write(
        &file,
        std::fs::read_to_string(own)
            .unwrap()
            .replacen("rotate-key", "rotate-kee", 1),
    )
    .unwrap();
    let checked = sealwright(&["ceremony", "check", &file]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains(&format!("{file}:")) && checked.out.contains("error (unknown-word)"),
        "{}",
        checked.out
    );
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The figures are computed here once more, from the manual's ledger chapter.
#[test]
fn i15_verify_tells_a_fresh_ledger_an_edited_a_torn_and_a_missing_one() {
    let folder = Folder::new();
    let book = folder.book();
    let path = folder.path("book/ledger.jsonl");
    let ledger = std::fs::read_to_string(&path).unwrap();
    let line = ledger.strip_suffix('\n').unwrap();
    let entry: serde_json::Value = serde_json::from_str(line).unwrap();
    let origin = entry["event"]["origin"].as_str().unwrap();
    let root: [u8; 32] = Sha256::digest([&[0], line.as_bytes()].concat()).into();
    let root = base64(&root);
    let head: [u8; 32] = Sha256::digest(format!("{origin}\n1\n{root}\n")).into();
    let words = sealwright::text::aloud::words(&head);

    let valid = format!(
        "valid\nentries     1\norigin      {origin}\nhead        {words}\nhead hash   {}\nroot        {root}\n",
        hex(&head)
    );
    for args in [
        vec!["ledger", "verify", book.as_str()],
        vec!["ledger", "verify", path.to_str().unwrap()],
        vec!["--book", book.as_str(), "ledger", "verify"],
        vec!["ledger", "verify", "--book", book.as_str()],
    ] {
        let ran = sealwright(&args);
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.as_str()),
            (0, valid.as_str(), ""),
            "{args:?}"
        );
    }
    let ran = sealwright(&["ledger", "verify", &book, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "verdict": "valid", "rehearsal": false, "entries": 1, "origin": origin, "head_words": words,
            "head_hash": hex(&head), "root": root, "torn": null,
        })
    );

    std::fs::write(&path, format!("{ledger}{}", &line[..30])).unwrap();
    let ran = sealwright(&["ledger", "verify", &book]);
    let torn = format!(
        "torn tail   30 bytes from byte {} on: an append that was interrupted, no entry\n",
        ledger.len()
    );
    assert_eq!((ran.code, ran.out), (0, format!("{valid}{torn}")));
    let ran = sealwright(&["ledger", "show", &book]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out
            .ends_with("(then 30 bytes of an interrupted append: no entry)\n")
    );

    std::fs::write(&path, format!("{ledger}{ledger}")).unwrap();
    let ran = sealwright(&["ledger", "verify", &book]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("INVALID\nline 2: "), "{}", ran.out);
    let ran = sealwright(&["ledger", "verify", &book, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (ran.code, &json["verdict"], &json["line"]),
        (1, &"invalid".into(), &2.into())
    );
    let ran = sealwright(&["--book", &book, "run", "first-setup"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .starts_with("sealwright: the ledger is invalid at line 2: "),
        "{}",
        ran.err
    );
    let ran = sealwright(&["ledger", "show", &book]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1));
    assert!(ran.err.starts_with("INVALID\nline 2: "), "{}", ran.err);

    std::fs::write(&path, ledger.replace("sealwright 0", "sealwright 9")).unwrap();
    assert_eq!(
        sealwright(&["ledger", "verify", &book]).code,
        0,
        "one line alone proves nothing: the head differs"
    );
    assert_ne!(sealwright(&["ledger", "verify", &book]).out, valid);

    std::fs::remove_file(&path).unwrap();
    let ran = sealwright(&["ledger", "verify", &book]);
    assert_eq!(
        (ran.code, ran.out),
        (
            2,
            format!(
                "COULD NOT TELL\n{book}/ledger.jsonl: No such file or directory (os error 2)\n"
            )
        )
    );
    let ran = sealwright(&["ledger", "verify", "/dev/null"]);
    assert_eq!(
        (ran.code, ran.out),
        (
            2,
            "COULD NOT TELL\n/dev/null: it is not a regular file\n".into()
        )
    );
}

fn base64(bytes: &[u8; 32]) -> String {
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|b| (0..8).rev().map(move |n| b >> n & 1))
        .collect();
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text: String = bits
        .chunks(6)
        .map(|six| {
            char::from(
                digits[six
                    .iter()
                    .enumerate()
                    .map(|(n, b)| usize::from(*b) << (5 - n))
                    .sum::<usize>()],
            )
        })
        .collect();
    text.push('=');
    text
}

#[test]
fn ledger_show_says_who_did_what_when() {
    let folder = Folder::new();
    let book = folder.book();
    let ran = sealwright(&["ledger", "show", &book]);
    let ledger = std::fs::read_to_string(folder.path("book/ledger.jsonl")).unwrap();
    let entry: serde_json::Value = serde_json::from_str(&ledger).unwrap();
    let at = entry["at"].as_str().unwrap().replace('T', " ");
    let origin = entry["event"]["origin"].as_str().unwrap();
    let program = concat!("sealwright ", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        (ran.code, ran.out),
        (
            0,
            format!(
                "    0  {at}  -               -    The book was opened: {origin}, by {program}.\n"
            )
        )
    );
}

#[test]
fn the_manual_is_in_the_program() {
    let list = sealwright(&["manual"]);
    assert_eq!(list.code, 0);
    for (name, title, _) in sealwright::manual::CHAPTERS {
        assert!(
            list.out.contains(&format!("{name:<10}  {title}\n")),
            "{}",
            list.out
        );
        let file = format!("{}/src/manual/{name}.md", env!("CARGO_MANIFEST_DIR"));
        let ran = sealwright(&["manual", name]);
        assert_eq!(
            (ran.code, ran.out),
            (0, std::fs::read_to_string(file).unwrap())
        );
    }
    let names: Vec<&str> = sealwright::manual::CHAPTERS
        .iter()
        .map(|(name, ..)| *name)
        .collect();
    let none = sealwright(&["manual", "none"]);
    assert_eq!(none.code, 2);
    assert_eq!(
        none.err,
        format!(
            "sealwright: there is no chapter none; there are: {}\n",
            names.join(", ")
        )
    );
}

/// The manual's commands chapter names every command and exit code that `--help` does.
#[test]
fn the_manual_names_every_command() {
    let manual = sealwright(&["manual", "commands"]).out;
    let commands = |args: &[&str]| -> Vec<String> {
        let help = sealwright(&[args, &["--help"]].concat()).out;
        let listed = help
            .split("Commands:\n")
            .nth(1)
            .unwrap_or_default()
            .split("\n\n")
            .next()
            .unwrap_or_default();
        listed
            .lines()
            .filter_map(|l| l.split_whitespace().next().map(str::to_owned))
            .collect()
    };
    let nouns = commands(&[]);
    assert!(nouns.len() >= 10, "{nouns:?}");
    for noun in &nouns {
        let verbs = commands(&[noun]);
        if verbs.is_empty() {
            assert!(manual.contains(&format!("`{noun}")), "{noun}");
        }
        for verb in verbs {
            assert!(manual.contains(&format!("`{noun} {verb}")), "{noun} {verb}");
        }
    }
    let help = sealwright(&["--help"]).out;
    let codes = help.split("Exit codes:\n").nth(1).unwrap();
    assert!(codes.ends_with("written\n"), "{codes:?}");
    for line in codes.lines().filter(|l| !l.is_empty()) {
        let (code, meaning) = line.trim().split_once("  ").unwrap();
        assert!(
            manual.contains(&format!("| {code} | {meaning} |")),
            "{line}"
        );
    }
}

#[test]
fn key_list_says_what_is_plugged_in() {
    let ran = sealwright(&["key", "list"]);
    let json = sealwright(&["key", "list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(ran.code, json.code);
    if std::fs::read_dir("/sys/class/hidraw").map_or(true, |mut nodes| nodes.next().is_none()) {
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (1, "No security key is plugged in.\n")
        );
        assert_eq!(listed, serde_json::json!({"keys": []}));
    } else {
        assert!(
            ran.out.ends_with(".\n") || ran.out.starts_with("/dev/hidraw"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn a_book_that_was_named_for_the_keys_has_to_be_one() {
    let folder = Folder::new();
    let (none, book) = (folder.text("nobook"), folder.book());
    for verb in ["list", "show", "blink"] {
        let ran = sealwright(&["--book", &none, "key", verb]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{verb}");
        assert_eq!(
            ran.err,
            format!("sealwright: {none} is no book: there is no ledger.jsonl in it\n")
        );
    }
    // Without one, and with one that is there, it is about the keys.
    for args in [&["key", "list"][..], &["--book", &book, "key", "list"]] {
        let ran = sealwright(args);
        assert!(!ran.err.contains("is no book"), "{args:?}: {}", ran.err);
        assert!(!ran.out.is_empty(), "{args:?}");
    }
}

#[test]
fn key_blink_takes_a_name_of_the_book_and_speaks_to_nothing_but_keys() {
    let folder = Folder::new();
    let book = folder.book();
    let blink = |key: &str| sealwright(&["--book", &book, "key", "blink", key]);
    let named = blink("alpha-1");
    assert_eq!(
        (named.code, named.err.as_str()),
        (
            1,
            "sealwright: no key alpha-1 is plugged in, or none that says so\n"
        )
    );
    let no_key = blink("/dev/null");
    assert_eq!(
        (no_key.code, no_key.err.as_str()),
        (
            1,
            "sealwright: /dev/null is no security key's node: `sealwright key list` names those of the keys that are \
             plugged in\n"
        )
    );
}

#[test]
fn names_of_models_are_read_from_the_book_and_every_mistake_is_told_with_its_place() {
    let folder = Folder::new();
    let book = folder.book();
    let models = folder.path("book/models.toml");
    let show = [
        "--book",
        &book,
        "ceremony",
        "show",
        "rotate-pin",
        "--key",
        "alpha-1",
        "--keys",
    ];
    std::fs::write(
        &models,
        "\"00000000-0000-0000-0000-000000000000\" = \"Ours\"\n",
    )
    .unwrap();
    let nothing =
        std::fs::read_dir("/sys/class/hidraw").map_or(true, |mut all| all.next().is_none());
    if nothing {
        let ran = sealwright(&show);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (1, "No security key is plugged in.\n")
        );
        let ran = sealwright(&[&show[..], &["--json"]].concat());
        assert_eq!((ran.code, ran.out.trim()), (1, "{\"keys\":[]}"));
    }
    std::fs::write(
        &models,
        "yubikey = \"Ours\"\n\"00000000-0000-0000-0000-000000000000\" = 5\n",
    )
    .unwrap();
    for command in [&show[..], &["--book", &book, "key", "list"]] {
        let ran = sealwright(command);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert_eq!(
            ran.err,
            format!(
                "sealwright: the names of models have errors:\n\
                 {path}:1:1: error (bad-name) in \"yubikey\"\n  \
                 found:   \"yubikey\"\n  \
                 allowed: an AAGUID, such as 2fc0579f-8113-47ea-b116-bb5a8db9202a\n\
                 {path}:2:42: error (wrong-type) in \"00000000-0000-0000-0000-000000000000\"\n  \
                 found:   the number 5\n  \
                 allowed: a text in quotation marks\n",
                path = models.to_str().unwrap()
            )
        );
    }
}

#[test]
fn station_check_says_what_is_not_as_it_should_be() {
    let folder = Folder::new();
    let book = folder.book();
    let plan = folder.path("book/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(
        &plan,
        text.replace("localhost:60000/ipp/print", "localhost:1/printers/none"),
    )
    .unwrap();
    let ran = sealwright(&["--book", &book, "station", "check"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .starts_with("The laptop does not meet the requirements:\n  - "),
        "{}",
        ran.out
    );
    // Whether a printer hangs on USB or not: no program is spoken to at a port that is not one of a printer's.
    let named = "ipp://localhost:1/printers/none";
    let printers = ran
        .out
        .split_once("\nPrinters:\n")
        .expect("they are named")
        .1;
    let refused = format!("  - {named} (the plan's): refused: ");
    assert!(
        printers.lines().any(|line| line.starts_with(&refused)),
        "{printers}"
    );
    assert!(
        !ran.out.contains("core dumps") && !ran.out.contains("memory can be read"),
        "hardened first"
    );

    let none = folder.text("none");
    let ran = sealwright(&["--book", &none, "station", "check"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("is no book"), "{}", ran.err);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    for command in [
        "manual ledger",
        "--help",
        "ceremony list",
        "ceremony list --help",
    ] {
        let shell = format!("{{ '{BINARY}' {command}; echo $? >&2; }} | true");
        let output = Command::new("bash")
            .args(["-c", &shell])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, "0\n", "{command}");
    }
}

#[test]
fn wrong_arguments_are_refused_with_2() {
    for args in [
        &["no-such"][..],
        &[],
        &["ledger"],
        &["init"],
        &["plan", "check", "a", "b"],
        &["run", "--no-such"],
    ] {
        assert_eq!(sealwright(args).code, 2, "{args:?}");
    }
}
