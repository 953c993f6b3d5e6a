//! The drill at the screen, by a pair that knows only what an emulated terminal of 80 columns and 24 rows shows; and the
//! same line by line.

use crate::cli_rig::{Folder, sealwright};
use crate::screen_rig::{Counted, Sitting, play_counted, private_word, said};
use sealwright::tui::keyboard::PHRASE;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Plays it in a folder; what the ledger then says is checked by the program's own commands, the counts are returned.
fn drill(args: &[&str], what: &str) -> Counted {
    let folder = Folder::new();
    let out = folder.text("played");
    let args: Vec<&str> = ["rehearse", "--out", &out]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let mut sitting = Sitting::open(&args, (80, 24), &[]);
    let (mut by_part, mut before) = (BTreeMap::new(), (String::new(), Counted::default()));
    let counted = play_counted(&mut sitting, |shown, counted| {
        let (part, then) = std::mem::replace(&mut before, (part_of(shown), counted));
        let so_far: &mut Counted = by_part.entry(part).or_default();
        so_far.questions += counted.questions - then.questions;
        so_far.keys += counted.keys - then.keys;
        assert!(shown.contains("REHEARSAL"), "{shown}");
        assert!(shown.contains("<<<") || shown.contains(">>>"), "{shown}");
        if std::env::var_os("SEALWRIGHT_SCREENS").is_some() {
            println!("{0}\n{shown}\n{0}", "-".repeat(80));
        }
        ControlFlow::Continue(())
    });
    assert_eq!(sitting.ended(), 0);
    let book = folder.text("played/book");
    let verified = sealwright(&["ledger", "verify", &book]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let shown = sealwright(&["ledger", "show", &book]);
    let ended = shown
        .out
        .lines()
        .filter(|l| l.contains("ceremony is finished"))
        .count();
    assert_eq!(ended, 2, "{}", shown.out);
    println!("{what}: {counted:?}");
    for (part, counted) in by_part {
        println!("  {part}: {counted:?}");
        // What a rotation may cost at the most: each question is one that the invariants ask for.
        let most = if part.starts_with("Key ") { 50 } else { 90 };
        assert!(counted.questions <= most, "{part}: {counted:?}");
    }
    counted
}

/// The title of the part that a screen is in.
fn part_of(shown: &str) -> String {
    let step = shown.lines().nth(4).unwrap_or_default();
    let title = step.split('│').next().unwrap_or_default();
    let title = title.trim_start_matches(|c: char| c.is_ascii_digit() || " .".contains(c));
    title.trim_end().to_owned()
}

#[test]
fn the_small_drill_is_played_to_its_end_at_80_by_24() {
    let counted = drill(&["--small"], "small drill");
    // The script's promise: fewer than a hundred questions, of which the most are one key.
    assert!(counted.questions < 200, "{counted:?}");
    assert!(counted.keys < 4 * counted.questions, "{counted:?}");
}

#[test]
fn the_whole_drill_is_played_to_its_end_at_80_by_24() {
    drill(&[], "whole drill");
}

#[test]
fn the_small_drill_is_played_line_by_line() {
    let mut sitting = Sitting::open(&["rehearse", "--small", "--plain"], (80, 24), &[]);
    let mut answered = 0;
    sitting.until_shows(PHRASE);
    sitting.type_line(PHRASE);
    loop {
        // A question ends with a colon and the cursor behind it.
        let shown = sitting.until("a question", |text| {
            let last = text.trim_end().lines().last().unwrap_or_default();
            last.ends_with(':') || last.ends_with('>') || text.contains("What this rehearsal did")
        });
        if shown.contains("What this rehearsal did") {
            break;
        }
        let lines: Vec<&str> = shown.trim_end().lines().collect();
        let ask = lines.last().unwrap().trim();
        assert!(!shown.contains("What now?"), "{shown}");
        let before = sitting.bytes().len();
        let said = said(&shown);
        match ask {
            "Name:" if said.rfind("Who takes") > said.rfind("Who is the") => {
                let name = after_last(&shown, "  - ");
                sitting.type_line(name);
            }
            "Name:" => {
                let whose = &said[said.rfind("Who is the").unwrap()..];
                sitting.type_line(if whose.contains("key custodian") {
                    "ada"
                } else {
                    "carla"
                });
            }
            "yyyy-mm-dd hh:mm:" => {
                let (before, _) = said.rsplit_once(" UTC.").unwrap();
                sitting.type_line(&before[before.len() - 16..]);
            }
            "Private word:" => sitting.type_line(private_word(&said)),
            "Head size:"
            | "Words:"
            | "PIN and letters:"
            | "Proof word:"
            | "Serial number:"
            | "Folder on the stick:" => sitting.type_line("scan"),
            _ if ask.contains("Enter when") => sitting.type_line(""),
            _ => sitting.type_line("y"),
        }
        answered += 1;
        assert!(answered < 200, "{shown}");
        sitting.until("something new", |_| false_or(&sitting, before));
    }
    println!("line by line: {answered} questions");
}

fn after_last<'a>(text: &'a str, mark: &str) -> &'a str {
    let rest = text.rsplit(mark).next().unwrap_or_default();
    rest.split_whitespace().next().unwrap_or_default()
}

/// Whether more came than the answer's echo.
fn false_or(sitting: &Sitting, before: usize) -> bool {
    sitting.bytes().len() > before + 20
}
