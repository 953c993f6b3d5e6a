//! Every terminal, every key, every window: the screen stands, answers nothing by itself, and gives the terminal back.

use crate::screen_rig::{self, F4, F8, SLOW, Sitting, play};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn small() -> Sitting {
    let mut sitting = Sitting::open(&["rehearse", "--small"], (80, 24), &[]);
    sitting.until_shows("First, type this line");
    sitting.type_line("azy qwm 190");
    sitting.until_shows("Who is the key custodian");
    sitting
}

#[test]
fn another_layout_and_caps_lock_show_before_anything_secret_is_typed() {
    let mut sitting = Sitting::open(&["rehearse", "--small"], (80, 24), &[]);
    sitting.until_shows("First, type this line");
    sitting.type_line("ayz qwm 190");
    sitting.until_shows("y came instead of z");
    sitting.type_line("AZY QWM 190");
    sitting.until_shows("Caps Lock is on");
    sitting.type_line("azy qwm 190");
    sitting.until_shows("Who is the key custodian");
}

/// Answers until the screen shows this.
fn play_until(sitting: &mut Sitting, text: &str) {
    let mut reached = false;
    play(sitting, |shown| {
        reached = screen_rig::said(shown).contains(text);
        if reached {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(reached, "the drill ended before it showed {text}");
}

/// The terminal as it was: the first screen, a cursor, no marks around pastes.
fn is_given_back(sitting: &Sitting) -> bool {
    let screen = sitting.screen();
    !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
}

#[test]
fn a_wish_to_end_gives_the_terminal_back_and_leaves_the_ceremony_open() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let mut sitting = small();
        sitting.signal(signal);
        assert_eq!(sitting.ended(), 3, "SIG{signal}");
        std::thread::sleep(Duration::from_millis(50));
        assert!(is_given_back(&sitting), "SIG{signal}");
        // A20: whatever stood there is wiped, and what can be scrolled back to.
        let bytes = sitting.bytes();
        let wiped = bytes.windows(8).any(|w| w == b"\x1b[2J\x1b[3J");
        assert!(wiped, "SIG{signal}");
    }
}

#[test]
fn a21_no_shell_comes_before_a_ceremony() {
    let mut sitting = small();
    sitting.press("\x1a");
    sitting.until_shows("never put behind a shell");
    sitting.signal("TSTP");
    sitting.press("\r");
    sitting.until_shows("Who is the PIN custodian");
}

#[test]
fn a_key_that_is_held_down_answers_one_question() {
    let mut sitting = small();
    // The roll: two names, then words.
    sitting.press("\r");
    sitting.until_shows("Who is the PIN custodian");
    for _ in 0..40 {
        sitting.send(b"\r");
        std::thread::sleep(Duration::from_millis(30));
    }
    let shown = sitting.text();
    assert!(shown.contains("Who is the PIN custodian"), "{shown}");
    assert!(shown.contains("held down"), "{shown}");
}

#[test]
fn keys_that_mean_nothing_answer_nothing() {
    let mut sitting = small();
    let before = "Who is the key custodian";
    let nonsense: [&[u8]; 9] = [
        b"\xff\xfe\xc3\x28\xe2\x82",
        b"\x1b[M !!",
        b"\x1b[<0;10;10M\x1b[<0;10;10m",
        b"\x1b[99;99;99~",
        b"\x1b[[[[[[[[[[[[[[[[[[[[[[[[",
        b"\x1bP+q544e\x1b\\",
        b"\x00\x01\x02\x05\x06\x07\x0e\x0f",
        b"\x1b",
        b"\x1b\x1b\x1b",
    ];
    for bytes in nonsense {
        std::thread::sleep(Duration::from_millis(60));
        sitting.send(bytes);
    }
    std::thread::sleep(Duration::from_millis(200));
    assert!(sitting.text().contains(before), "{}", sitting.text());
    // And it still answers.
    sitting.press("\r");
    sitting.until_shows("Who is the PIN custodian");
}

#[test]
fn any_window_is_drawn_in() {
    let mut sitting = small();
    for (columns, rows) in [
        (1, 1),
        (500, 200),
        (2, 40),
        (79, 24),
        (80, 23),
        (3, 1),
        (200, 50),
    ] {
        sitting.resize(columns, rows);
        std::thread::sleep(Duration::from_millis(30));
    }
    sitting.resize(40, 10);
    sitting.until_shows("80 columns");
    sitting.resize(80, 24);
    sitting.until_shows("Who is the key custodian");
    sitting.press("\r");
    sitting.until_shows("Who is the PIN custodian");
}

#[test]
fn what_is_pasted_is_no_private_word_and_no_answer() {
    let mut sitting = small();
    play_until(&mut sitting, "choose a private word");
    sitting.press("\x1b[200~pasted-word\r\x1b[201~");
    let shown = sitting.until_shows("Pasted or scanned");
    assert!(shown.contains("0 characters"), "{shown}");
    // The same without the terminal's marks, as a scanner types it.
    sitting.press("scanned-word\r");
    let shown = sitting.until_shows("Pasted or scanned");
    assert!(shown.contains("0 characters"), "{shown}");
    assert!(
        screen_rig::said(&shown).contains("choose a private word"),
        "{shown}"
    );
}

#[test]
fn stopping_asks_what_now_and_going_on_loses_nothing() {
    let mut sitting = small();
    play_until(&mut sitting, "choose a private word");
    // Before the roll is called there is nothing to go on with: it is called again, or it is over.
    sitting.press(F4);
    sitting.until_shows("want to stop here?");
    sitting.press("n");
    play_until(&mut sitting, "choose a private word");
    sitting.press(F4);
    sitting.until_shows("want to stop here?");
    sitting.press("y");
    sitting.until_shows("want to withdraw this ceremony?");
    sitting.press("n");
    sitting.until_shows("This sitting is over");
    sitting.press("\r");
    assert_eq!(sitting.ended(), 3);

    let mut sitting = small();
    play_until(&mut sitting, "Plug in only key");
    sitting.press(F4);
    sitting.until_shows("What now?");
    sitting.press("\r");
    let shown = sitting.until_shows("Choose one");
    assert!(shown.contains("What now?"));
    sitting.press("1");
    sitting.press("\r");
    sitting.until("the same question again", |text| {
        let said = screen_rig::said(text);
        said.contains("Plug in only key") && !text.contains("What now?")
    });
    sitting.press("\x1a");
    sitting.until_shows("never put behind a shell");
    sitting.press(F8);
    sitting.until_shows("(plugged in)");
}

#[test]
fn without_colours_none_is_sent() {
    let sitting = Sitting::open(&["rehearse", "--small"], (80, 24), &[("NO_COLOR", "1")]);
    sitting.until_shows("First, type this line");
    let bytes = sitting.bytes();
    let text = String::from_utf8_lossy(&bytes);
    let colour = |part: &str| {
        let code = part.split('m').next().unwrap_or_default();
        code.split(';')
            .any(|n| matches!(n.parse::<u8>(), Ok(30..=37 | 38 | 40..=47 | 48 | 90..=107)))
    };
    let coloured = text
        .split("\x1b[")
        .skip(1)
        .filter(|part| part.contains('m') && colour(part));
    assert_eq!(coloured.collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(
        text.contains("\x1b[7m") || text.contains(";7m"),
        "the bar stands out"
    );
}

#[test]
fn a_slow_line_shows_the_same_in_the_end() {
    let mut sitting = Sitting::open(&["rehearse", "--small"], (80, 24), &[SLOW]);
    sitting.until_shows("First, type this line");
    // Ahead of the screen: keys are heard, whatever it shows by then.
    sitting.type_line("ayz qwm 190");
    sitting.until_shows("y came instead of z");
    sitting.type_line("azy qwm 190");
    let shown = sitting.until_shows("Who is the key custodian");
    assert!(!shown.contains("came instead of"), "{shown}");
    sitting.press("\r");
    sitting.until_shows("Who is the PIN custodian");
    sitting.signal("TERM");
    assert_eq!(sitting.ended(), 3);
}

#[test]
fn a_terminal_that_is_gone_ends_it_and_leaves_the_ceremony_open() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminal-gone");
    let _ = std::fs::remove_dir_all(&folder);
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/.venv/bin/python").into());
    for signals in ["heard", "ignored"] {
        let out = folder.join(signals);
        std::fs::create_dir_all(&folder).unwrap();
        let gone = Command::new(&python)
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/judges/hang_up.py"
            ))
            .args([
                signals,
                env!("CARGO_BIN_EXE_sealwright"),
                "rehearse",
                "--small",
                "--out",
            ])
            .arg(&out)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&gone.stdout).into_owned();
        assert_eq!(
            said.trim(),
            "3",
            "{said}{}",
            String::from_utf8_lossy(&gone.stderr)
        );
        let book = out.join("book");
        let verified = Command::new(env!("CARGO_BIN_EXE_sealwright"))
            .args(["ledger", "verify"])
            .arg(&book)
            .status();
        assert!(verified.unwrap().success(), "{signals}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}
