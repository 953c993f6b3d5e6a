//! Whoever has what a rehearsal's random numbers were made from makes every PIN, password and proof word again. Judge:
//! HKDF in plain Python.

use crate::rehearse_rig as rig;
use crate::rehearse_rig::{fresh_folder, python, run, text};
use crate::stage::{self, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::rehearsal::chance_json;
use sealwright::secret::{Chance, Layout};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[test]
fn every_pin_password_and_proof_word_of_a_rehearsal_is_made_again() {
    let out = fresh_folder("chance-rehearsal").join("out");
    let output = run(&["--seed", "3", "--out", text(&out)]);
    assert!(output.status.success(), "{}", rig::complaint(&output));
    let found = judged(&out);
    stage::shown(&format!("the system's generator alone: {found}"));
    assert_eq!(found["pins"], 4);
    assert_eq!(found["passwords"], 2);
    assert_eq!(found["proof_words"], 4 + 2 * 3);
}

#[test]
fn what_each_custodian_adds_changes_everything_and_nothing_else_does() {
    let folder = fresh_folder("chance-added");
    let theatre = with_dice_and_text();
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let chance = keep(&theatre, &folder);
    let found = judged(&folder);
    stage::shown(&format!("with dice and text: {found}"));
    assert_eq!(found["pins"], 4);
    assert_eq!(found["proof_words"], 4 + 2 * 3);

    let added = chance["sittings"][0]["added"].as_array().expect("a list");
    let order: Vec<_> = added
        .iter()
        .map(|a| json!([a["person"], a["kind"]]))
        .collect();
    assert_eq!(
        Value::from(order),
        json!([
            ["ada", "dice"],
            ["ada", "text"],
            ["carla", "dice"],
            ["carla", "text"]
        ])
    );

    // The control: one throw or one of the system's bits another, and the judge finds nothing.
    let throws = added[2]["given"].as_str().expect("throws");
    let first = if throws.starts_with('1') { '2' } else { '1' };
    let mut other = chance.clone();
    other["sittings"][0]["added"][2]["given"] = format!("{first}{}", &throws[1..]).into();
    assert!(!accepted(&folder, &other), "another throw");
    let mut other = chance.clone();
    let taken = other["sittings"][0]["added"].as_array_mut().expect("one");
    taken.swap(1, 2);
    assert!(!accepted(&folder, &other), "another order");
    let mut other = chance.clone();
    for drawn in other["sittings"][0]["system"].as_array_mut().expect("one") {
        *drawn = drawn
            .as_str()
            .expect("hexadecimal")
            .replace('0', "1")
            .into();
    }
    assert!(!accepted(&folder, &other), "other system bytes");
    assert!(accepted(&folder, &chance), "the control of the control");
}

#[test]
fn a_written_pin_is_none_of_the_laptops_numbers() {
    let folder = fresh_folder("chance-written");
    let mut theatre = with_dice_and_text();
    theatre.plan.secrets.pins = sealwright::plan::Pins::Written;
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    keep(&theatre, &folder);
    let found = judged(&folder);
    assert_eq!((&found["written"], &found["pins"]), (&json!(4), &json!(0)));
    assert_eq!(found["passwords"], 2);
}

/// The same seed, the same ceremony, byte for byte.
#[test]
fn a_rehearsal_with_dice_and_text_is_the_same_each_time() {
    let [one, other] = [(), ()].map(|()| {
        let theatre = with_dice_and_text();
        assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
        let paper = theatre.stage.borrow().paper.clone();
        (paper, theatre.ledger())
    });
    assert_eq!(one, other);
}

fn with_dice_and_text() -> Theatre {
    let mut plan = usual_plan();
    plan.secrets.chance = vec![Chance::Dice, Chance::Text];
    plan.secrets.keyboards = vec![Layout::Us, Layout::De];
    Theatre::new(plan)
}

/// The pages and `chance.json`, as a rehearsal's folder has them.
fn keep(theatre: &Theatre, folder: &Path) -> Value {
    let stage = theatre.stage.borrow();
    std::fs::create_dir(folder.join("printer")).expect("a new folder");
    for (serial, page) in &stage.paper {
        std::fs::write(folder.join(format!("printer/{serial}.txt")), page).expect("written");
    }
    let chance = serde_json::from_str(&chance_json(&stage, &theatre.plan)).expect("JSON");
    write(folder, &chance);
    chance
}

fn write(folder: &Path, chance: &Value) {
    std::fs::write(folder.join("chance.json"), chance.to_string()).expect("written");
}

fn judged(folder: &Path) -> Value {
    let found: Value =
        serde_json::from_str(&python("chance.py", &[folder.to_owned()])).expect("JSON");
    found[0].clone()
}

fn accepted(folder: &Path, chance: &Value) -> bool {
    write(folder, chance);
    let folder: PathBuf = folder.to_owned();
    let quiet = std::panic::AssertUnwindSafe(|| judged(&folder));
    std::panic::catch_unwind(quiet).is_ok()
}
