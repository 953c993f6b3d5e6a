//! What a kill or a power loss leaves half made stands in nobody's way.

use crate::rehearse_rig::{SEALWRIGHT, complaint, files, fresh_folder, python, run, text};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn sealwright(arguments: &[&OsStr]) -> Output {
    Command::new(SEALWRIGHT)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs")
}

fn init(dir: &Path) -> Output {
    sealwright(&[OsStr::new("init"), dir.as_os_str()])
}

/// Kills the command after each of its system calls; gives the number of kills.
fn killed_everywhere(command: &[&str]) -> usize {
    let command: Vec<PathBuf> = [SEALWRIGHT]
        .iter()
        .chain(command)
        .map(PathBuf::from)
        .collect();
    let killed = python("kill_at.py", &command);
    killed.trim().parse().expect("a number")
}

#[test]
fn an_init_that_was_killed_anywhere_is_finished_by_the_next() {
    let here = fresh_folder("init-killed");
    let kills = killed_everywhere(&["init", text(&here.join("{}"))]);
    let (mut begun, mut whole) = (0, 0);
    for kill in 1..=kills {
        let dir = here.join(kill.to_string());
        let before = if dir.exists() {
            files(&dir)
        } else {
            Default::default()
        };
        let again = init(&dir);
        match before.get("ledger.jsonl") {
            Some(ledger) if ledger.contains(&b'\n') => {
                whole += 1;
                assert_eq!(again.status.code(), Some(2), "kill {kill}");
                assert_eq!(
                    files(&dir),
                    before,
                    "kill {kill}: a whole book is left alone"
                );
            }
            _ => {
                begun += usize::from(!before.is_empty());
                assert_eq!(
                    again.status.code(),
                    Some(0),
                    "kill {kill}: {}",
                    complaint(&again)
                );
            }
        }
        let verify = sealwright(&["ledger".as_ref(), "verify".as_ref(), dir.as_os_str()]);
        assert_eq!(verify.status.code(), Some(0), "kill {kill}");
        let plan = std::fs::read_to_string(dir.join("plan.toml")).expect("a plan");
        assert_eq!(plan, sealwright::plan::TEMPLATE, "kill {kill}");
        assert!(dir.join("inbox").is_dir() && dir.join("outbox").is_dir());
        let part = |name: &String| name.ends_with(".part");
        assert!(
            !files(&dir).keys().any(part),
            "kill {kill}: nothing is left over"
        );
    }
    assert!(
        begun >= 5 && whole >= 1,
        "{kills} kills: {begun} begun, {whole} whole"
    );
    println!("{kills} kills: {begun} left files and no book, {whole} a whole book");
}

#[test]
fn init_leaves_alone_what_it_has_not_made_and_keeps_a_plan_that_is_there() {
    let here = fresh_folder("init-not-its-own");
    for (name, inside) in [
        ("a-note", "note.txt"),
        ("a-carried-file", "inbox/options.json"),
        ("a-hidden-file", ".directory"),
    ] {
        let dir = here.join(name);
        std::fs::create_dir_all(dir.join(inside).parent().unwrap()).unwrap();
        std::fs::write(dir.join(inside), "mine").unwrap();
        let refused = init(&dir);
        assert_eq!(refused.status.code(), Some(2), "{name}");
        assert!(complaint(&refused).contains("is not empty"), "{name}");
        assert_eq!(files(&dir).len(), 1, "{name}");
    }
    // The plan was already worked on when it was seen that there is no ledger.
    let dir = here.join("a-plan");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("plan.toml"), "mine").unwrap();
    std::fs::write(dir.join("ledger.jsonl"), "{\"at\":").unwrap();
    assert_eq!(init(&dir).status.code(), Some(0));
    assert_eq!(files(&dir)["plan.toml"], b"mine");
    assert_eq!(files(&dir)["torn-0"], b"{\"at\":", "what was there is kept");
}

#[test]
fn a_rehearsal_that_was_killed_before_it_began_is_begun_again_in_the_same_folder() {
    let here = fresh_folder("rehearse-half-made");
    for (name, inside) in [
        ("empty", None),
        ("half", Some("book/inbox")),
        ("more", Some("sticks/2")),
    ] {
        let out = here.join(name);
        std::fs::create_dir_all(out.join(inside.unwrap_or_default())).unwrap();
        if inside.is_some() {
            std::fs::write(out.join("world.new"), "{").unwrap();
        }
        let refused = run(&["--resume", text(&out)]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            complaint(&refused).contains("begun again"),
            "{}",
            complaint(&refused)
        );
        let done = run(&["first-setup", "--small", "--seed", "1", "--out", text(&out)]);
        assert_eq!(done.status.code(), Some(0), "{}", complaint(&done));
    }
    let mine = here.join("mine");
    std::fs::create_dir_all(mine.join("book")).unwrap();
    std::fs::write(mine.join("book/notes"), "mine").unwrap();
    let refused = run(&["--seed", "1", "--out", text(&mine)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        complaint(&refused).contains("exists already"),
        "{}",
        complaint(&refused)
    );
    assert_eq!(files(&mine).len(), 1);
}

#[test]
fn a_rehearsal_in_a_folder_whose_name_is_not_utf8_is_refused_at_the_start() {
    let here = fresh_folder("rehearse-not-utf8");
    let out = here.join(OsStr::from_bytes(b"g\xfcnther"));
    for how in ["--out", "--resume"] {
        let refused = sealwright(&[
            OsStr::new("rehearse"),
            OsStr::new("--auto"),
            OsStr::new(how),
            out.as_os_str(),
        ]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            complaint(&refused).contains("is UTF-8 text"),
            "{}",
            complaint(&refused)
        );
    }
    assert!(!out.exists());
    // A book may have any name: its copies are named by people.
    assert_eq!(init(&out).status.code(), Some(0));
}
