//! In an emergency, shares typed at a terminal give the password again, without a book.

use crate::cli_rig::{self, Folder, at_terminal, sealwright};
use sealwright::secret::Secret;
use sealwright::share::{Scheme, Share, master_of_password, split};
use sealwright::station::Dice;

const PASSWORD: &str = "Fq7=mTn4wRk9+Hd3pLx6vJc8bGs2tNe5fBa1hUo?";

fn shares(password: &str) -> Vec<Share> {
    let password = Secret::take(&mut password.as_bytes().to_vec()).unwrap();
    let master = master_of_password(&password).unwrap();
    let scheme = Scheme::single(2, 3).unwrap();
    split(&master, &scheme, &mut Dice).unwrap().remove(0)
}

fn words(share: &Share) -> String {
    share.words().unwrap().text().unwrap().to_owned()
}

/// As a person types it: four letters a word.
fn short(share: &Share) -> String {
    let short: Vec<String> = words(share)
        .split(' ')
        .map(|w| w.chars().take(4).collect())
        .collect();
    short.join(" ") + "\n"
}

/// What the terminal showed, without gaps and places.
fn shown_password(transcript: &str) -> String {
    let rows = transcript.lines().filter_map(|line| {
        let (place, row) = line.trim().split_once("   ")?;
        place.contains('-').then(|| row.replace(' ', ""))
    });
    rows.filter(|row| row.len() <= 10).collect()
}

#[test]
fn i8_any_two_shares_give_the_password_and_it_is_wiped_from_the_screen() {
    let shares = shares(PASSWORD);
    for (a, b) in [(0, 1), (2, 0), (1, 2)] {
        let (first, second) = (short(&shares[a]), words(&shares[b]) + "\n");
        let ran = at_terminal(
            &["share", "combine"],
            &[
                ("Share 1: ", &first),
                ("Taken: set ", ""),
                ("Share 2: ", &second),
                ("Enter when typed (or stop): ", "\n"),
                ("taken off the screen", ""),
            ],
        );
        assert_eq!((ran.code, ran.echo), (0, true));
        let (before, after) = ran.transcript.split_once("\u{1b}[?1049h").unwrap();
        let (screen, after) = after
            .split_once("\u{1b}[2J\u{1b}[3J\u{1b}[?1049l")
            .unwrap_or_else(|| panic!("{after:?}"));
        assert_eq!(shown_password(screen), PASSWORD, "{screen}");
        for elsewhere in [before, after] {
            for part in PASSWORD.as_bytes().windows(5) {
                assert!(!elsewhere.contains(std::str::from_utf8(part).unwrap()));
            }
            for share in [&first, &second] {
                let typed: Vec<&str> = share.split_whitespace().collect();
                for two in typed.windows(2) {
                    assert!(!elsewhere.contains(&two.join(" ")), "{two:?}");
                }
            }
        }
        let typed_length = "word 39 ****";
        assert!(
            before.contains(typed_length),
            "the number of words is shown"
        );
    }
}

/// No signal leaves a password on the terminal, or puts a shell before it.
#[test]
fn a20_a_signal_takes_a_shown_password_off_the_terminal() {
    let shares = shares(PASSWORD);
    let [first, second] = [0, 1].map(|n| words(&shares[n]) + "\n");
    let shown = "Enter when typed (or stop): ";
    for signal in ["\0TERM", "\0HUP", "\0INT", "\0QUIT"] {
        let ran = at_terminal(
            &["share", "combine"],
            &[
                ("Share 1: ", &first),
                ("Share 2: ", &second),
                (shown, signal),
            ],
        );
        assert_eq!((ran.code, ran.echo), (3, true), "{signal}");
        let (_, after) = ran.transcript.split_once("\u{1b}[?1049h").unwrap();
        let (screen, after) = after
            .split_once("\u{1b}[2J\u{1b}[3J\u{1b}[?1049l\u{1b}[3J")
            .unwrap_or_else(|| panic!("{signal}: {after:?}"));
        assert_eq!(shown_password(screen), PASSWORD, "{screen}");
        assert!(!after.contains(&PASSWORD[..5]), "{after}");
    }
}

#[test]
fn a21_no_shell_comes_before_a_shown_password() {
    let shares = shares(PASSWORD);
    let [first, second] = [0, 1].map(|n| words(&shares[n]) + "\n");
    let ran = at_terminal(
        &["share", "combine"],
        &[
            ("Share 1: ", &first),
            ("Share 2: ", &second),
            ("Enter when typed (or stop): ", "\0TSTP"),
            ("", "\x1a\n"),
            ("taken off the screen", ""),
        ],
    );
    assert_eq!((ran.code, ran.echo), (0, true));
}

#[test]
fn i8_what_does_not_fit_is_named_and_what_is_missing_is_said() {
    let ours = shares(PASSWORD);
    let others = shares("another password of forty characters!!!!");
    let first = words(&ours[0]) + "\n";
    let stranger = words(&others[1]) + "\n";
    let second = words(&ours[1]) + "\n";
    let mut altered: Vec<String> = words(&ours[1]).split(' ').map(str::to_owned).collect();
    altered[7] = if altered[7] == "academic" {
        "acid".into()
    } else {
        "academic".into()
    };
    let altered = altered.join(" ") + "\n";
    let ran = at_terminal(
        &["share", "combine"],
        &[
            ("Share 1: ", "acadx acid\n"),
            ("That is no share: ", ""),
            ("Share 1: ", &first),
            ("Taken: set ", ""),
            ("member 1, of which 2 are needed; 39 words.", ""),
            ("Share 2: ", &first),
            ("Not taken: ", ""),
            ("Share 2: ", &stranger),
            ("Not taken: ", ""),
            ("Share 2: ", &altered),
            ("That is no share: ", ""),
            ("Share 2: ", "\n"),
            ("put aside, 1 to 1?", "1\n"),
            ("Share 1 is put aside", ""),
            ("Share 1: ", &second),
            ("Share 2: ", &first),
            ("Enter when typed (or stop): ", "stop\n"),
            ("Stopped. Nothing was kept.", ""),
        ],
    );
    assert_eq!(ran.code, 3);
    assert!(
        ran.transcript.contains("\u{1b}[3J\u{1b}[?1049l"),
        "wiped when they stop, too"
    );
}

/// Capitals, a number before each word, a line end after each four words, Enter at the end: a scanner that types.
#[test]
fn a_scanner_types_a_whole_share() {
    let share = &shares(PASSWORD)[1];
    let scanned: String = words(share)
        .to_uppercase()
        .split(' ')
        .zip(1..)
        .map(|(word, n)| format!("{n}. {word}{}", if n % 4 == 0 { "\r\n" } else { " " }))
        .collect();
    let ran = at_terminal(
        &["share", "check"],
        &[
            ("Words: ", &(scanned + "\r\n")),
            ("member 2, of which 2 are needed", ""),
        ],
    );
    assert_eq!(ran.code, 0);
    assert!(!ran.transcript.contains('\u{7}'), "nothing rang");
}

/// Waits for each message before it types on: it comes with the first impossible letter.
#[test]
fn i4_a_word_that_cannot_be_is_told_at_once_with_a_bell_and_no_letter() {
    let share = &shares(PASSWORD)[0];
    let typed = short(share);
    let typed = typed.trim_end();
    let ran = at_terminal(
        &["share", "check"],
        &[
            ("Words: ", "acid acaq"),
            ("\u{7}", ""),
            ("word 2 cannot be: not in the list", "\u{15}7. acid"),
            ("word 7 **** complete", "\u{15}acid, "),
            ("\u{7}", ""),
            (
                "(word 1 cannot be: a character that is no letter)",
                "\u{15}",
            ),
            ("Words: ", typed),
            ("word 39 **** complete", "\n"),
            ("member 1, of which 2 are needed", ""),
        ],
    );
    assert_eq!(ran.code, 0);
    for letters in ["acid", "acaq", &typed[..9]] {
        assert!(!ran.transcript.contains(letters), "{letters}");
    }
}

#[test]
fn a_share_is_checked_alone() {
    let shares = shares(PASSWORD);
    let good = at_terminal(
        &["share", "check"],
        &[
            ("Words: ", &short(&shares[2])),
            ("member 3, of which 2 are needed", ""),
        ],
    );
    assert_eq!(good.code, 0);
    let bad = words(&shares[2]).replacen(' ', " academic ", 1) + "\n";
    let bad = at_terminal(
        &["share", "check"],
        &[("Words: ", &bad), ("This is no share: ", "")],
    );
    assert_eq!(bad.code, 1);
    let left = at_terminal(
        &["share", "check"],
        &[("Words: ", "stop\n"), ("Nothing was kept", "")],
    );
    assert_eq!(left.code, 3);
    assert!(
        !left.transcript.contains("cannot be"),
        "stop is no faulty word"
    );
}

#[test]
fn i4_shares_are_never_read_from_a_pipe() {
    let folder = Folder::new();
    let file = folder.text("shares");
    std::fs::write(&file, short(&shares(PASSWORD)[0])).unwrap();
    let output = std::process::Command::new("setsid")
        .args(["--wait", cli_rig::BINARY, "share", "combine"])
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    assert_eq!(
        sealwright(&["share", "combine", "some words"]).code,
        2,
        "nor from the arguments"
    );
}

/// Official vector: shares whose digest proves that they do not belong together.
#[test]
fn i8_shares_that_disagree_give_no_password() {
    let vectors = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/slip39-vectors.json"
    );
    let vectors: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(vectors).unwrap()).unwrap();
    let mut seen = 0;
    for vector in vectors.as_array().unwrap() {
        let title = vector[0].as_str().unwrap();
        if !title.contains("invalid digest") {
            continue;
        }
        let shares: Vec<String> = vector[1]
            .as_array()
            .unwrap()
            .iter()
            .map(|share| format!("{}\n", share.as_str().unwrap()))
            .collect();
        let [first, second] = shares.as_slice() else {
            panic!("{title}")
        };
        let ran = at_terminal(
            &["share", "combine"],
            &[
                ("Share 1: ", first),
                ("Share 2: ", second),
                ("These shares give no password: ", ""),
                ("Is there another share?", ""),
                ("y/n: ", "n\n"),
            ],
        );
        assert_eq!(ran.code, 1, "{title}");
        assert!(
            !ran.transcript.contains("\u{1b}[?1049h"),
            "nothing is shown"
        );
        seen += 1;
    }
    assert_eq!(seen, 2);
}

/// A secret that another program split for another purpose is not shown as if it were a password.
#[test]
fn i8_what_is_no_password_is_not_shown() {
    let master = Secret::take(&mut [0xa7; 32].to_vec()).unwrap();
    let shares = split(&master, &Scheme::single(1, 1).unwrap(), &mut Dice)
        .unwrap()
        .remove(0);
    let ran = at_terminal(
        &["share", "combine"],
        &[
            ("Share 1: ", &short(&shares[0])),
            ("what they give is no password: ", ""),
        ],
    );
    assert_eq!(ran.code, 1);
    assert!(!ran.transcript.contains("\u{1b}[?1049h"));
}
