//! Attackers of the manual's threat table who have files, packets, keys and the clock, and none of our functions.

use crate::rehearse_rig::fresh_folder;
use crate::stage::{People, Theatre};
use sealwright::book::{LEDGER, audit};
use sealwright::ceremony::run::Ending;
use sealwright::custody::Custody;
use sealwright::plan::{Plan, SMALL};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn after_setup() -> Theatre {
    let theatre = Theatre::new(Plan::parse("plan.toml", SMALL).unwrap());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre
}

/// The forger's Python program, which shares no code with us.
fn forge(arguments: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let interpreter = std::env::var_os("SEALWRIGHT_PYTHON")
        .map_or_else(|| root.join("tests/.venv/bin/python"), PathBuf::from);
    let done = Command::new(interpreter)
        .arg(root.join("tests/judges/forge.py"))
        .args(arguments)
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
}

fn verifies(ledger: &[u8]) -> bool {
    audit(ledger, &mut Custody::default()).is_ok()
}

/// The ledger with a text changed, and everything behind it made to fit.
fn forged(theatre: &Theatre, name: &str, old: &str, new: &str) -> Vec<u8> {
    let folder = fresh_folder(name);
    let [real, out] = ["real", "forged"].map(|file| folder.join(file));
    std::fs::write(&real, theatre.ledger()).unwrap();
    forge(&[real.to_str().unwrap(), old, new, out.to_str().unwrap()]);
    std::fs::read(out).unwrap()
}

#[test]
fn i5_a_forger_who_rewrites_the_past_with_tools_of_his_own_is_found_by_the_words_on_paper() {
    let theatre = after_setup();
    let other = "\"minutes_off\":[1,0]";
    let rewritten = forged(&theatre, "forged-past", "\"minutes_off\":[0,0]", other);
    assert!(verifies(&rewritten), "the file alone tells nothing");
    let mut disk = theatre.disk.borrow_mut();
    disk.files.insert(LEDGER.into(), rewritten.clone());
    drop(disk);
    let ended = theatre.begin("inspect-bags");
    assert!(matches!(ended, Ok(Ending::Suspended { .. })), "{ended:?}");
    let ledger = String::from_utf8(theatre.ledger()).unwrap();
    assert_eq!(ledger.matches("\"type\":\"roll-called\"").count(), 1);
}

#[test]
fn i15_a_forger_cannot_say_that_another_read_the_pin_or_that_one_person_was_both() {
    let theatre = after_setup();
    let ledger = String::from_utf8(theatre.ledger()).unwrap();
    let custodians = ["\"role\":\"key-custodian\"", "\"role\":\"pin-custodian\""];
    assert!(custodians.iter().all(|role| ledger.contains(role)));
    let both = forged(&theatre, "forged-role", custodians[1], custodians[0]);
    assert!(!verifies(&both));
    let nobody = forged(
        &theatre,
        "forged-format",
        "\"type\":\"sheet-proven\"",
        "\"type\":\"sheet-read\"",
    );
    assert!(!verifies(&nobody));
}

#[test]
fn i15_an_entry_that_a_forger_leaves_out_is_missed_by_what_follows() {
    let theatre = after_setup();
    let folder = fresh_folder("forged-without");
    let real = folder.join("real");
    std::fs::write(&real, theatre.ledger()).unwrap();
    forge(&[
        real.to_str().unwrap(),
        "--without",
        folder.to_str().unwrap(),
    ]);
    let ledger = String::from_utf8(theatre.ledger()).unwrap();
    let mut unseen: BTreeMap<String, u32> = BTreeMap::new();
    // Without the last entry it is the ledger as it stood before: the heads on paper tell.
    let last = ledger.lines().count() - 1;
    for (seq, line) in ledger.lines().enumerate().take(last).skip(1) {
        if verifies(&std::fs::read(folder.join(seq.to_string())).unwrap()) {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let kind = entry["event"]["type"].as_str().unwrap().to_owned();
            *unseen.entry(kind).or_default() += 1;
        }
    }
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn what_one_person_types_for_two_is_not_noticed() {
    let theatre = after_setup();
    // The played people are one program at one keyboard: it knows both names, both words and both minutes.
    assert_eq!(
        theatre.run(Some(&theatre.script("inspect-bags")), People::default()),
        Ok(Ending::Ended)
    );
    let ledger = String::from_utf8(theatre.ledger()).unwrap();
    let second = ledger
        .lines()
        .filter(|line| line.contains("\"ceremony\":2"));
    assert_eq!(
        second
            .filter(|line| line.contains("\"type\":\"exception\""))
            .count(),
        0
    );
    assert!(verifies(ledger.as_bytes()));
}
