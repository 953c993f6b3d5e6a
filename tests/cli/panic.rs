//! The terminal is given back as it was, also when the program panics. The program at the terminal is this test itself.

use crate::cli_rig::sit;
use sealwright::ceremony::world::People;
use sealwright::cli::line::Terminal;
use sealwright::secret::Secret;
use sealwright::tui::{self, Looks, Setting, Theme};
use sealwright::words::say::Prompt;
use std::sync::Arc;
use std::time::Duration;

/// A part of the test below, which runs it at a terminal of its own; nothing elsewhere.
#[test]
fn part_that_panics() {
    if std::env::var_os("SEALWRIGHT_TEST_AT_TERMINAL").is_none() {
        return;
    }
    let mut terminal = Terminal::open(sealwright::text::language::Language::English).unwrap();
    let question = Prompt::FirstHalf {
        account: "alpha".into(),
    };
    let secret = Secret::take(&mut b"Shown4ever".to_vec()).unwrap();
    let shown = terminal.show(&question, &secret);
    panic!("on purpose, {}", shown.is_ok());
}

/// The same, with a ceremony that panics behind its screen.
#[test]
fn part_that_panics_behind_a_screen() {
    if std::env::var_os("SEALWRIGHT_TEST_AT_TERMINAL").is_none() {
        return;
    }
    let looks = Looks {
        ledger: Arc::new(Vec::new),
        keys: Arc::new(Vec::new),
        plugs: Arc::new(|| None),
    };
    let ran = tui::run(Setting::default(), looks, Theme::Plain, |_seat| {
        std::thread::sleep(Duration::from_millis(300));
        panic!("behind the screen, on purpose");
    });
    assert!(ran.is_err(), "there is a terminal");
}

#[test]
fn a_panic_behind_the_screen_gives_the_terminal_back_and_is_told() {
    let this = std::env::current_exe().unwrap();
    let args = [
        "--exact",
        "panic::part_that_panics_behind_a_screen",
        "--nocapture",
    ];
    // The test's own report comes after the program's words.
    let steps = [("\u{1b}[?1049h", ""), ("test result: FAILED", "")];
    let ran = sit(this.to_str().unwrap(), &args, &steps, None, false);
    assert_eq!((ran.code, ran.echo), (101, true));
    let given_back = ran.transcript.rfind("\u{1b}[?1049l").unwrap();
    let after = &ran.transcript[given_back..];
    assert!(after.contains("behind the screen, on purpose"), "{after}");
}

#[test]
fn i4_a_panic_gives_the_terminal_back_and_wipes_what_was_shown() {
    let this = std::env::current_exe().unwrap();
    let this = this.to_str().unwrap();
    let args = ["--exact", "panic::part_that_panics", "--nocapture"];
    let ran = sit(
        this,
        &args,
        &[("Enter when typed", "\n"), ("on purpose, true", "")],
        None,
        false,
    );
    assert_eq!((ran.code, ran.echo), (101, true));
    let wiped = ran.transcript.find("\u{1b}[3J").unwrap();
    assert!(wiped < ran.transcript.find("on purpose").unwrap());

    let killed = sit(this, &args, &[("Enter when typed", "")], None, true);
    assert!(!killed.echo, "the control: it had taken the terminal");
}
