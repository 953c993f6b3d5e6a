//! I4 at the screen: what is typed is neither in what the terminal was sent, nor on its screen, nor in what can be
//! scrolled back to, nor, once it was used, in the program's memory.

use crate::screen_rig::{Sitting, play, said};
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

/// Typed by this test alone: no sheet and no played world knows it.
const WORD: &str = "zanzibarquilt";
const WRONG_PIN: &str = "83920174";

#[test]
fn i4_what_was_typed_is_nowhere_once_it_was_used() {
    let mut sitting = Sitting::open(&["rehearse", "--small"], (80, 24), &[]);
    until(&mut sitting, "choose a private word");

    for c in WORD.chars() {
        sitting.press(c.encode_utf8(&mut [0; 4]));
    }
    sitting.until_shows(&format!("{} characters", WORD.len()));
    // The control: while it is typed it lies in our locked memory, and is found there.
    assert!(
        copies(sitting.pid(), WORD) >= 1,
        "the search finds nothing at all"
    );
    sitting.press("\r");
    sitting.until("the same word again", |text| {
        said(text).contains("type the same word again")
    });
    for c in WORD.chars() {
        sitting.press(c.encode_utf8(&mut [0; 4]));
    }
    sitting.press("\r");
    sitting.until("the next one", |text| said(text).contains("CARLA MOSS"));
    // It is kept for the sitting, in the arena alone: one copy.
    assert_eq!(copies(sitting.pid(), WORD), 1);

    until(&mut sitting, "PIN of key alpha-1 from sheet");
    for c in WRONG_PIN.chars() {
        sitting.press(c.encode_utf8(&mut [0; 4]));
    }
    assert!(copies(sitting.pid(), WRONG_PIN) >= 1, "the control");
    sitting.press("\r");
    sitting.until("that it is wrong", |text| {
        said(text).contains("Please try again")
    });
    assert_eq!(copies(sitting.pid(), WRONG_PIN), 0, "after a use");

    nothing_shows(&sitting, &[WORD, WRONG_PIN]);
    sitting.signal("TERM");
    assert_eq!(sitting.ended(), 3);
    nothing_shows(&sitting, &[WORD, WRONG_PIN]);
}

/// Neither whole in the bytes sent, nor on the screen, nor above it.
fn nothing_shows(sitting: &Sitting, secrets: &[&str]) {
    let sent = String::from_utf8_lossy(&sitting.bytes()).into_owned();
    let mut screen = sitting.screen();
    screen.set_scrollback(usize::MAX);
    for secret in secrets {
        assert!(!sent.contains(secret));
        assert!(!screen.contents().contains(secret));
        assert!(!sitting.text().contains(secret));
    }
    assert!(
        sent.contains("Private word"),
        "the control: what is shown is found"
    );
}

fn until(sitting: &mut Sitting, text: &str) {
    let mut reached = false;
    play(sitting, |shown| {
        reached = said(shown).contains(text);
        if reached {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(reached, "{text}");
}

/// How often a text lies in the writable memory of a process.
fn copies(pid: u32, text: &str) -> usize {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let mut memory = std::fs::File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut found = 0;
    for line in maps
        .lines()
        .filter(|line| line.split(' ').nth(1).is_some_and(|r| r.starts_with("rw")))
    {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [from, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        if memory.seek(SeekFrom::Start(from)).is_err() || memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        found += bytes
            .windows(text.len())
            .filter(|w| *w == text.as_bytes())
            .count();
    }
    found
}
