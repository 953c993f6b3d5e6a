//! The promise: shares give the password without this program and without any other package, by the reader that is
//! printed with the recovery leaflet (`src/sheet/recover.py`).

use crate::share_rig::*;
use sealwright::secret::Secret;
use sealwright::share::{Group, Scheme, Share};
use std::process::Command;

const READER: &str = "src/sheet/recover.py";
const SOURCE: &str = include_str!("../../src/sheet/recover.py");

/// What the reader said, and the hex and the password that it gave.
struct Read {
    said: String,
    hex: Option<String>,
    password: Option<String>,
}

fn read(typed: &str) -> Read {
    let output = python(READER, &[], typed);
    let said = String::from_utf8(output.stdout).expect("text");
    let complaint = String::from_utf8(output.stderr).expect("text");
    assert!(!complaint.contains("Traceback"), "{complaint}");
    let after = |label: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(label));
        line.map(str::to_owned)
    };
    let (hex, password) = (after("hex:      "), after("password: "));
    assert_eq!(output.status.success(), hex.is_some(), "{said}{complaint}");
    Read {
        said: said + &complaint,
        hex,
        password,
    }
}

/// Each share on a line of its own.
fn lines(texts: &[String]) -> String {
    texts.iter().map(|text| format!("{text}\n\n")).collect()
}

fn texts_of(shares: &[Share]) -> Vec<String> {
    shares.iter().map(text_of).collect()
}

fn text(secret: &Secret) -> Option<String> {
    secret.text().map(str::to_owned)
}

#[test]
fn the_reader_gives_the_secret_of_every_valid_official_vector_and_refuses_every_other() {
    let vectors: Vec<(String, Vec<String>, String, String)> =
        serde_json::from_str(include_str!("../data/slip39-vectors.json")).expect("JSON");
    let (mut valid, mut refused) = (0, 0);
    for (description, shares, master, _) in &vectors {
        let mut shares = shares.clone();
        if description.contains("mismatching member thresholds") {
            // The first share says that it suffices alone, and the reader believes it: it asks for no second one.
            shares.reverse();
        }
        // The vectors have a passphrase: `-p` asks for it before the first share.
        let output = python(READER, &["-p"], &format!("TREZOR\n{}", lines(&shares)));
        let said = String::from_utf8(output.stdout).expect("text");
        let found = said.split("hex:      ").nth(1);
        if master.is_empty() {
            assert!(
                found.is_none() && !output.status.success(),
                "{description}: {said}"
            );
            refused += 1;
        } else {
            let found = found.and_then(|rest| rest.lines().next());
            assert_eq!(found, Some(master.as_str()), "{description}: {said}");
            valid += 1;
        }
    }
    println!("{valid} vectors give their secret, {refused} are refused");
    assert_eq!((vectors.len(), valid > 10, refused > 10), (45, true, true));
}

#[test]
fn the_reader_gives_our_passwords_from_any_quorum_however_they_are_typed() {
    for (seed, k, n) in [(1, 1, 1), (2, 2, 3), (3, 3, 5)] {
        let (password, shares) = shares_of(seed, &single(k, n));
        let texts = texts_of(&shares);
        let quorum = &texts[texts.len() - usize::from(k)..];
        let fours: Vec<String> = quorum.iter().map(|t| short(t).to_uppercase()).collect();
        let sheets: Vec<String> = quorum.iter().map(|t| as_on_the_sheet(t)).collect();
        for typed in [
            lines(quorum),
            quorum.join("\n") + "\n",
            lines(&fours),
            lines(&sheets),
        ] {
            let read = read(&typed);
            assert_eq!(read.password, text(&password), "{}", read.said);
            assert_eq!(read.hex, Some(hex(password.bytes())));
        }
    }
}

/// Four words a line, each with its number.
fn as_on_the_sheet(text: &str) -> String {
    let words: Vec<String> = text
        .split(' ')
        .zip(1..)
        .map(|(w, n)| format!("{n:>2}. {w}"))
        .collect();
    let lines: Vec<String> = words.chunks(4).map(|four| four.join("   ")).collect();
    lines.join("\n")
}

#[test]
fn the_reader_opens_groups_extendable_sets_and_costlier_ones() {
    let group = |k, n| Group::new(k, n).expect("a group");
    let scheme = Scheme::grouped(2, vec![group(2, 3), group(1, 1), group(3, 4)])
        .and_then(|scheme| scheme.with_iteration_exponent(1))
        .expect("a scheme")
        .with_extendable(true);
    let (password, shares) = shares_of(4, &scheme);
    let texts = texts_of(&shares);
    for quorum in [vec![0, 2, 3], vec![4, 5, 7, 3], vec![1, 7, 2, 6, 4]] {
        let chosen: Vec<String> = quorum.iter().map(|&i| texts[i].clone()).collect();
        assert_eq!(
            read(&lines(&chosen)).password,
            text(&password),
            "{quorum:?}"
        );
        let too_few = read(&lines(&chosen[1..]));
        assert!(too_few.hex.is_none() && too_few.said.contains("not enough shares"));
    }
}

#[test]
fn the_reader_drops_the_space_that_an_odd_password_was_given() {
    let mut dice = sealwright::rehearsal::SeededDice::of_number(5, "odd");
    let password =
        sealwright::secret::draw_password(41, &alphabet(), &mut dice).expect("a password");
    let master = sealwright::share::master_of_password(&password).expect("a master");
    let shares = sealwright::share::split(&master, &single(2, 2), &mut dice).expect("shares");
    let read = read(&lines(&texts_of(&shares[0])));
    assert_eq!(
        (read.password, read.hex),
        (text(&password), Some(hex(master.bytes())))
    );
}

#[test]
fn the_reader_names_what_is_wrong_and_goes_on() {
    let (password, shares) = shares_of(6, &single(2, 3));
    let texts = texts_of(&shares);
    let (_, others) = shares_of(7, &single(2, 3));
    let mut words: Vec<&str> = texts[0].split(' ').collect();
    words[11] = "abandon";
    let unknown = words.join(" ");
    words[11] = if texts[0].contains("academic") {
        "acid"
    } else {
        "academic"
    };
    let wrong = words.join(" ");
    let numbered = format!("1. {} 3. {}", words[0], words[1]);
    let typed = [
        &wrong,
        "",
        &unknown,
        &numbered,
        &texts[0],
        &texts[0],
        &text_of(&others[1]),
        &forged(&texts[0]),
        &texts[2],
    ];
    let read = read(&(typed.join("\n") + "\n"));
    let said = [
        "SHARE 1 IS NOT TAKEN: the checksum is wrong",
        "word 12 cannot be: it is not in the list. Type this line again.",
        "word 2 bears the number 3",
        "Group 1 has 1 of the 2 shares that it needs.",
        "SHARE 2 IS NOT TAKEN: a share with its place was typed before",
        "SHARE 2 IS NOT TAKEN: it is of another set than share 1",
        "SHARE 2 IS NOT TAKEN: a share with its place was typed before",
        "Group 1 has 2 of the 2 shares that it needs.",
    ];
    let mut rest = read.said.as_str();
    for expected in said {
        let at = rest
            .find(expected)
            .unwrap_or_else(|| panic!("{expected}: {}", read.said));
        rest = &rest[at + expected.len()..];
    }
    assert_eq!(read.password, text(&password));
}

#[test]
fn i8_the_reader_gives_nothing_where_a_share_is_forged() {
    let (_, shares) = shares_of(8, &single(3, 3));
    let mut texts = texts_of(&shares);
    texts[1] = forged(&texts[1]);
    let read = read(&lines(&texts));
    assert!(
        read.hex.is_none()
            && read
                .said
                .contains("NO PASSWORD: these shares do not fit together")
    );
}

/// Every wrong letter at every place of a share: never a password.
#[test]
fn i8_the_reader_finds_wrong_words() {
    let (_, shares) = shares_of(9, &single(1, 1));
    let line = text_of(&shares[0]);
    let numbers = numbers_of(&line);
    let mut random = Random::new(9);
    let mut typed = String::new();
    for _ in 0..300 {
        let mut wrong = numbers.clone();
        for _ in 0..3 {
            // Not the second word, which holds the flag: see share_errors.rs.
            wrong[2 + random.below(numbers.len() - 2)] ^= 1 + random.below(1023) as u16;
        }
        if wrong != numbers {
            typed += &format!("{}\n\n", spelled(&wrong));
        }
    }
    let read = read(&typed);
    assert!(read.hex.is_none());
    assert!(read.said.matches("the checksum is wrong").count() >= 299);
}

// ---- on paper

#[test]
fn the_reader_is_short_and_needs_python_3_6_and_nothing_else() {
    let longest = SOURCE.lines().map(str::len).max();
    let count = SOURCE.lines().count();
    println!("{count} lines of at most {longest:?} characters");
    assert!(count <= 4 * 60 && longest <= Some(107));
    assert!(
        SOURCE
            .bytes()
            .all(|b| b == b'\n' || (0x20..0x7f).contains(&b))
    );
    for line in SOURCE.lines().filter(|line| line.starts_with("import ")) {
        assert_eq!(line, "import hashlib, hmac, re, sys");
    }
    for word in ["from ", "__import__", "open(", "exec", "eval"] {
        let used = SOURCE
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        assert!(
            !used.clone().any(|line| line.trim_start().starts_with(word)),
            "{word}"
        );
    }
    let check =
        format!("import ast, sys; ast.parse(open({READER:?}).read(), feature_version=(3, 6))");
    let checked = Command::new(interpreter())
        .args(["-c", &check])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(checked.expect("Python").success());
}

#[test]
fn the_readers_words_are_the_beginnings_of_the_list_in_its_order() {
    let four = |word: &str| word.chars().take(4).collect::<String>();
    let ours: Vec<String> = WORD_LIST.lines().map(four).collect();
    let list = SOURCE
        .split("LIST = \"\"\"\n")
        .nth(1)
        .and_then(|rest| rest.split("\"\"\"").next());
    let lines: Vec<&str> = list.expect("the list").lines().collect();
    let words = |line: &&str| {
        line.rsplit_once(' ')
            .map(|(words, _check)| words.to_owned())
    };
    let theirs: Vec<String> = lines.iter().filter_map(words).collect();
    assert_eq!(theirs.join(" "), ours.join(" "));
}

/// Who types it in from paper and mistypes a word is told the line.
#[test]
fn a_mistyped_line_of_words_is_told() {
    let folder = std::env::temp_dir().join(format!("sealwright-reader-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let copy = folder.join("recover.py");
    for (right, wrong, said) in [
        (
            "acad acid acne",
            "acad acit acne",
            "typed wrongly, in the line: acad acit acne",
        ),
        (
            SOURCE.lines().nth(20).unwrap_or_default(),
            "",
            "typed wrongly",
        ),
    ] {
        assert_eq!(SOURCE.matches(right).count(), 1, "{right}");
        std::fs::write(&copy, SOURCE.replace(right, wrong)).expect("written");
        let output = Command::new(interpreter())
            .arg(&copy)
            .output()
            .expect("Python");
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && complaint.contains(said),
            "{complaint}"
        );
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}
