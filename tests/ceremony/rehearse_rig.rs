//! The real binary's rehearsals, and what is looked at when one has ended.
#![allow(dead_code)] // each test file uses its part

use sealwright::book::{LEDGER, audit};
use sealwright::custody::{Custody, SheetState};
use sealwright::rehearsal::{Folder, Stage};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The binary.
pub const SEALWRIGHT: &str = env!("CARGO_BIN_EXE_sealwright");

/// `sealwright rehearse --auto` with these arguments, ready to run.
pub fn rehearse(arguments: &[&str]) -> Command {
    let mut command = Command::new(SEALWRIGHT);
    command
        .args(["rehearse", "--auto"])
        .args(arguments)
        .stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub fn run(arguments: &[&str]) -> Output {
    rehearse(arguments).output().expect("the binary runs")
}

/// What it said on standard error.
pub fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// An empty folder of a test's own, below the folder for tests.
pub fn fresh_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    match std::fs::remove_dir_all(&folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => panic!("{}: {e}", folder.display()),
        _ => {}
    }
    std::fs::create_dir_all(&folder).expect("the folder for tests can be made");
    folder
}

/// A path as text.
pub fn text(path: &Path) -> &str {
    path.to_str()
        .expect("the folder for tests has a UTF-8 name")
}

/// All files below a folder, by path in it.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(here) = todo.pop() {
        for entry in std::fs::read_dir(&here).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = text(path.strip_prefix(folder).expect("below it")).to_owned();
                found.insert(name, std::fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

/// Runs a Python judge.
pub fn python(script: &str, arguments: &[PathBuf]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let interpreter = std::env::var_os("SEALWRIGHT_PYTHON")
        .map_or_else(|| root.join("tests/.venv/bin/python"), PathBuf::from);
    let output = Command::new(&interpreter)
        .arg("-B")
        .arg(root.join("tests/judges").join(script))
        .args(arguments)
        .output()
        .unwrap_or_else(|e| {
            panic!(
                "no Python at {} (tests/run makes it): {e}",
                interpreter.display()
            )
        });
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("the judge prints UTF-8")
}

/// The custody of a rehearsal's ledger, as an auditor finds it.
pub fn custody(folder: &Path) -> Custody {
    let ledger = std::fs::read(folder.join("book").join(LEDGER)).expect("a ledger");
    let mut custody = Custody::default();
    let verified = audit(ledger.as_slice(), &mut custody).expect("a valid ledger");
    assert_eq!(verified.torn, None, "nothing is torn at the end");
    custody
}

/// Each rehearsal has ended: everything is in sealed bags, each key opens with the PIN on its paper and each live password
/// comes back from any quorum of its share pages (judged by python-shamir-mnemonic), and no other page exists.
pub fn assert_sealed(folders: &[PathBuf]) {
    let judged = python("rehearse_paper.py", folders);
    let judged: Vec<Value> = serde_json::from_str(&judged).expect("JSON");
    assert_eq!(judged.len(), folders.len());
    for (folder, judged) in folders.iter().zip(&judged) {
        assert_one_sealed(folder, judged);
    }
}

fn assert_one_sealed(folder: &Path, judged: &Value) {
    let at = folder.display();
    let (stage, _) = Folder::open(folder)
        .and_then(|f| f.load())
        .expect("a rehearsal");
    let custody = custody(folder);
    assert!(custody.ceremony().is_none(), "{at}: nothing is open");
    assert!(custody.doubts().is_empty(), "{at}: nothing is in doubt");

    assert!(
        stage.table.is_empty() && stage.port.is_none(),
        "{at}: {:?} lie about",
        stage.table
    );
    let sealed: Vec<&String> = stage
        .bags
        .values()
        .filter(|b| b.sealed && b.place.is_some())
        .flat_map(|b| &b.items)
        .collect();
    let live: BTreeSet<String> = custody
        .sheets()
        .iter()
        .filter(|(_, sheet)| sheet.state == SheetState::Live)
        .map(|(id, _)| id.to_string())
        .collect();
    let exist: BTreeSet<String> = stage.paper.keys().cloned().collect();
    assert_eq!(live, exist, "{at}: the live pages exist, and no other");
    let in_folder: BTreeSet<String> = files(&folder.join("printer")).into_keys().collect();
    let both = |serial: &String| [format!("{serial}.pdf"), format!("{serial}.txt")];
    let should: BTreeSet<String> = exist.iter().flat_map(both).collect();
    assert_eq!(should, in_folder, "{at}: the folder holds what exists");
    for page in &live {
        assert!(
            sealed.contains(&&format!("sheet {page}")),
            "{at}: {page} is in a sealed bag"
        );
    }

    assert_eq!(stage.keys.len(), 4, "{at}");
    for (label, key) in &stage.keys {
        let pin = judged["pins"][label]
            .as_str()
            .unwrap_or_else(|| panic!("{at}: no page for {label}"));
        assert!(key.flash().is_pin(pin), "{at}: the page opens {label}");
        assert!(
            sealed.contains(&&format!("key {label}")),
            "{at}: {label} is in a sealed bag"
        );
    }
    let accounts = judged["accounts"].as_object().expect("accounts");
    assert_eq!(accounts.len(), 2, "{at}");
    for (account, shares) in accounts {
        let password = stage
            .tenant
            .password(account)
            .unwrap_or_else(|| panic!("{at}: {account} has no password"));
        let expected = serde_json::json!({
            "sets": 1, "members": 3, "threshold": 2, "quorums": 3, "passwords": [password], "too_few": 0,
        });
        assert_eq!(shares, &expected, "{at}: {account}");
    }
}

/// Everything that must stay secret in a rehearsal: from its pages that exist, and from what tenant and people hold.
pub fn secrets(folder: &Path) -> BTreeSet<String> {
    let (stage, _) = Folder::open(folder)
        .and_then(|f| f.load())
        .expect("a rehearsal");
    let mut secrets = BTreeSet::new();
    for page in stage.paper.values() {
        let inside = page.split_once("---- fold").expect("a folded page").1;
        let mut words = Vec::new();
        for line in inside.lines() {
            if let Some(pin) = line.strip_prefix("pin: ") {
                secrets.extend([pin.to_string(), pin.replace(' ', "")]);
            } else if let Some((_, four)) =
                line.strip_prefix("words ").and_then(|l| l.split_once(": "))
            {
                words.extend(four.split(' '));
            }
        }
        // Any four words in a row, however they are joined.
        for four in words.windows(4) {
            secrets.extend([" ", "\n", ", ", ""].map(|between| four.join(between)));
        }
    }
    for [first, second] in stage.halves.values() {
        secrets.extend([first.clone(), second.clone(), format!("{first}{second}")]);
    }
    secrets.retain(|secret| !secret.is_empty());
    secrets
}

/// The sheets that are live, by serial.
pub fn live_pages(stage: &Stage) -> BTreeSet<String> {
    stage.paper.keys().cloned().collect()
}
