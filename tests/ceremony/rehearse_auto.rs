//! A whole rehearsal by the real binary: setup, drill, and what is left of them.

use crate::rehearse_rig::{
    SEALWRIGHT, assert_sealed, complaint, custody, files, fresh_folder, live_pages, python,
    rehearse, run, secrets, text,
};
use sealwright::rehearsal::Folder;
use serde_json::Value;
use std::process::{Command, Stdio};

#[test]
fn setup_and_drill_end_sealed_and_each_key_and_password_is_rotated() {
    let here = fresh_folder("rehearse-whole");
    let (setup, whole) = (here.join("setup"), here.join("whole"));
    let done = run(&["first-setup", "--seed", "1", "--out", text(&setup)]);
    assert_eq!(done.status.code(), Some(0), "{}", complaint(&done));
    let done = run(&["--seed", "1", "--out", text(&whole)]);
    assert_eq!(done.status.code(), Some(0), "{}", complaint(&done));
    assert_sealed(&[setup.clone(), whole.clone()]);

    // The same seed, so `setup` is `whole` a year earlier.
    let (before, _) = Folder::open(&setup)
        .and_then(|f| f.load())
        .expect("a rehearsal");
    let (after, ceremonies) = Folder::open(&whole)
        .and_then(|f| f.load())
        .expect("a rehearsal");
    assert_eq!(ceremonies, ["first-setup", "annual-rotation"]);
    let (old, new) = (live_pages(&before), live_pages(&after));
    assert_eq!(
        (old.len(), new.len()),
        (10, 10),
        "four PINs and twice three shares"
    );
    assert!(old.is_disjoint(&new), "the old pages are destroyed");
    for (serial, page) in &before.paper {
        let Some((_, rest)) = page.split_once("\npin: ") else {
            continue;
        };
        let pin = rest.lines().next().expect("a PIN").replace(' ', "");
        let label = page
            .split_once("\nkey: ")
            .and_then(|(_, l)| l.lines().next())
            .expect("a key");
        assert!(
            before.keys[label].flash().is_pin(&pin),
            "{serial} opened {label}"
        );
        assert!(
            !after.keys[label].flash().is_pin(&pin),
            "{serial} opens {label} no more"
        );
    }
    for account in [
        "emergency-alpha@example.onmicrosoft.com",
        "emergency-bravo@example.onmicrosoft.com",
    ] {
        let (old, new) = (
            before.tenant.password(account),
            after.tenant.password(account),
        );
        assert!(old.is_some() && new.is_some() && old != new, "{account}");
    }
    // What bears no secret lies apart: of both ceremonies, as PDF and as text.
    let papers: Vec<String> = files(&whole.join("papers")).into_keys().collect();
    for serial in [
        "L-0001",
        "L-0002",
        "R-0001-ada",
        "R-0002-ada",
        "leaflet-alpha",
        "leaflet-bravo",
        "test-page",
        "flush-page",
    ] {
        for kind in ["pdf", "txt"] {
            let name = format!("{serial}.{kind}");
            assert!(papers.contains(&name), "{name}: {papers:?}");
        }
    }
    let minutes = files(&whole.join("minutes"));
    let pdfs = minutes.keys().filter(|name| name.ends_with(".pdf"));
    assert_eq!(
        (pdfs.count(), minutes.len()),
        (4, 8),
        "two custodians, two ceremonies"
    );
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(
        said.contains("PINs rotated   4: alpha-1, alpha-2, bravo-1, bravo-2\n"),
        "{said}"
    );
    assert!(said.contains("  and rotated  2: alpha, bravo\n"), "{said}");
}

#[test]
fn i15_both_readers_agree_on_size_head_and_root() {
    let here = fresh_folder("rehearse-readers");
    let out = here.join("out");
    let done = run(&["--out", text(&out)]);
    assert_eq!(done.status.code(), Some(0), "{}", complaint(&done));
    let book = out.join("book");
    let ours = Command::new(SEALWRIGHT)
        .args(["ledger", "verify", "--json", text(&book)])
        .output()
        .expect("runs");
    assert_eq!(ours.status.code(), Some(0));
    let ours: Value = serde_json::from_slice(&ours.stdout).expect("JSON");
    assert_eq!(
        (&ours["verdict"], &ours["rehearsal"]),
        (&"valid".into(), &true.into())
    );
    let theirs = python("read_ledger.py", &[book.join("ledger.jsonl")]);
    for name in ["head_hash", "root"] {
        let value = ours[name].as_str().expect("text");
        assert!(theirs.contains(value), "{name} {value} in:\n{theirs}");
    }
    let size = ours["entries"].as_u64().expect("a number");
    assert_eq!(size, custody(&out).entries());
    assert!(
        theirs
            .split(|c: char| !c.is_ascii_digit())
            .any(|n| n == size.to_string()),
        "{size} in:\n{theirs}"
    );
    // The summary names the same head, and each copy on the sticks is the beginning of the ledger.
    let transcript = std::fs::read_to_string(out.join("transcript.txt")).expect("a transcript");
    let in_a_row = transcript.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = ours["head_words"].as_str().expect("text");
    assert!(
        in_a_row.contains(&format!("{size} entries; the head in words: {words}")),
        "{words}"
    );
    let ledger = std::fs::read(book.join("ledger.jsonl")).expect("a ledger");
    let copies = files(&out.join("sticks"));
    assert_eq!(copies.len(), 4, "two copies after each ceremony");
    assert!(copies.values().all(|copy| ledger.starts_with(copy)));
}

#[test]
fn the_same_seed_gives_the_same_bytes_whoever_and_wherever() {
    let here = fresh_folder("rehearse-seed");
    let (one, other, third) = (
        here.join("one"),
        here.join("another-place"),
        here.join("third"),
    );
    let first = run(&["--seed", "1", "--out", text(&one)]);
    let second = rehearse(&["--seed", "1", "--out", text(&other)])
        .env_clear()
        .envs([
            ("USER", "somebody-else"),
            ("HOME", "/nowhere"),
            ("TZ", "Asia/Tokyo"),
            ("LANG", "de_DE.UTF-8"),
        ])
        .env("COLUMNS", "40")
        .current_dir(&here)
        .output()
        .expect("the binary runs");
    let different = run(&["--seed", "2", "--out", text(&third)]);
    for done in [&first, &second, &different] {
        assert_eq!(done.status.code(), Some(0), "{}", complaint(done));
    }
    assert!(
        first.stdout == second.stdout,
        "the same transcript on the screen"
    );
    let (one, other, third) = (files(&one), files(&other), files(&third));
    assert!(one.keys().eq(other.keys()));
    for (name, bytes) in &one {
        assert!(other[name] == *bytes, "{name} differs");
    }
    assert_eq!(one["transcript.txt"], first.stdout);
    for name in [
        "book/ledger.jsonl",
        "world.json",
        "chance.json",
        "transcript.txt",
        "printer/P-0011.txt",
    ] {
        assert!(
            one[name] != third[name],
            "{name} is another one with another seed"
        );
    }

    let path = std::env::temp_dir().display().to_string();
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let user = std::env::var("USER").unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || c == '-';
    for (name, bytes) in &one {
        let content = String::from_utf8_lossy(bytes);
        for place in [text(&here), &path, env!("CARGO_MANIFEST_DIR")] {
            assert!(!content.contains(place), "{name} names {place}");
        }
        // A short name is in any compressed stream, and the text of each page stands beside its PDF.
        if name.ends_with(".pdf") {
            continue;
        }
        // "root" is also what the head of a tree is called.
        for word in [host.trim(), user.as_str()]
            .into_iter()
            .filter(|w| !w.is_empty() && *w != "root")
        {
            assert!(
                !content.split(|c| !is_name(c)).any(|w| w == word),
                "{name} names {word}"
            );
        }
    }
}

#[test]
fn i4_no_secret_stands_in_book_sticks_minutes_transcript_or_on_the_screen() {
    let here = fresh_folder("rehearse-secrets");
    let (setup, whole) = (here.join("setup"), here.join("whole"));
    let first = run(&["first-setup", "--seed", "3", "--out", text(&setup)]);
    let second = run(&["annual-rotation", "--seed", "3", "--out", text(&whole)]);
    let mut secrets_of_both = secrets(&setup);
    secrets_of_both.extend(secrets(&whole));
    assert!(
        secrets_of_both.len() > 16 + 2 * 6 + 12 * 36,
        "{}",
        secrets_of_both.len()
    );

    let mut searched = files(&whole);
    let plain = |name: &String| name == "world.json" || name == "chance.json";
    searched.retain(|name, _| !plain(name) && !name.starts_with("printer/"));
    for done in [first, second] {
        searched.insert(format!("screen {}", searched.len()), done.stdout);
        searched.insert(format!("complaints {}", searched.len()), done.stderr);
    }
    for (name, bytes) in &searched {
        let text = String::from_utf8_lossy(bytes);
        let in_a_row = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for secret in &secrets_of_both {
            assert!(
                !text.contains(secret) && !in_a_row.contains(secret),
                "{name} tells a secret"
            );
        }
        let private = text
            .match_indices("word")
            .any(|(at, _)| is_private_word(&text[at + 4..]));
        assert!(!private, "{name} tells a private word");
    }
    // The control: the search finds them where they are.
    let page = String::from_utf8(files(&whole).remove("printer/P-0011.txt").expect("a page"))
        .expect("text");
    assert!(secrets_of_both.iter().any(|secret| page.contains(secret)));
    assert!(is_private_word("0a1f, typed"));
}

/// The played pair's private words are `word` and four hex digits.
fn is_private_word(rest: &str) -> bool {
    rest.chars()
        .take_while(|c| matches!(c, '0'..='9' | 'a'..='f'))
        .count()
        >= 4
}

#[test]
fn an_existing_folder_is_refused_and_not_touched() {
    let here = fresh_folder("rehearse-exists");
    std::fs::write(here.join("mine"), "mine").expect("writable");
    let file = here.join("mine");
    for out in [&here, &file] {
        let refused = run(&["--seed", "1", "--out", text(out)]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            complaint(&refused).contains("exists already"),
            "{}",
            complaint(&refused)
        );
        assert!(refused.stdout.is_empty());
    }
    let left = files(&here);
    assert_eq!(
        left.into_iter().collect::<Vec<_>>(),
        [("mine".to_string(), b"mine".to_vec())]
    );
}

#[test]
fn what_cannot_be_played_is_said_clearly() {
    let here = fresh_folder("rehearse-refused");
    let (out, empty) = (here.join("out"), here.join("empty"));
    std::fs::create_dir(&empty).expect("writable");
    for (arguments, says) in [
        (
            vec!["rehearse", "--out", text(&out)],
            "there is no terminal",
        ),
        (
            vec!["rehearse", "--auto", "--out", text(&out), "no-such"],
            "there is no ceremony named no-such",
        ),
        (
            vec!["rehearse", "import-metadata", "--out", text(&out)],
            "`sealwright run import-metadata --file FILE` begins it",
        ),
        (
            vec!["rehearse", "--auto", "import-metadata", "--out", text(&out)],
            "import-metadata cannot be rehearsed",
        ),
        (
            vec!["rehearse", "--auto", "--resume", text(&empty)],
            "no rehearsal",
        ),
        (
            vec!["rehearse", "--auto", "--resume", text(&out)],
            "no rehearsal",
        ),
        (
            vec![
                "rehearse",
                "--auto",
                "--resume",
                text(&empty),
                "--seed",
                "1",
            ],
            "cannot be used with",
        ),
        (
            vec!["rehearse", "--auto", "--out", "/proc/nowhere/deep"],
            "cannot be made",
        ),
    ] {
        let refused = Command::new(SEALWRIGHT)
            .args(&arguments)
            .output()
            .expect("the binary runs");
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(
            complaint(&refused).contains(says),
            "{arguments:?}: {}",
            complaint(&refused)
        );
    }
    assert!(!out.exists(), "nothing was made");
    assert_eq!(files(&empty).len(), 0);
}

#[test]
fn a_reader_that_goes_away_stops_nothing() {
    let here = fresh_folder("rehearse-pipe");
    let out = here.join("out");
    let mut child = rehearse(&["--seed", "1", "--out", text(&out)])
        .stdout(Stdio::piped())
        .spawn()
        .expect("runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_sealed(&[out]);
}

#[test]
fn without_a_folder_nothing_is_left() {
    let here = fresh_folder("rehearse-memory");
    let done = rehearse(&["--seed", "1"])
        .current_dir(&here)
        .env("TMPDIR", &here)
        .output()
        .expect("runs");
    assert_eq!(done.status.code(), Some(0), "{}", complaint(&done));
    assert_eq!(files(&here).len(), 0);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(said.contains("Finished: Annual rotation.") && said.contains("PINs rotated   4"));
    assert!(
        said.lines().all(|line| line.chars().count() <= 80),
        "a screen's width"
    );
}
