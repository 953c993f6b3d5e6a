//! The manual, the README and their like say what is so: what they cite exists, what they name is named, what they
//! show can be computed again.

use sealwright::custody::procedure::{Fact, Leave, Need, Procedure, Subject};
use sealwright::manual::CHAPTERS;
use sealwright::secret::{Secret, check_letters};
use sealwright::text::aloud;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_chapter_is_registered_once_and_whole() {
    let folder = root().join("src/manual");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|e| {
            let name = e.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".md").map(str::to_owned)
        })
        .collect();
    let registered: BTreeSet<String> = CHAPTERS.iter().map(|(name, ..)| (*name).into()).collect();
    assert_eq!(files, registered);
    assert_eq!(CHAPTERS.len(), registered.len(), "a chapter stands twice");
    let rustdoc = read("src/manual/mod.rs");
    for (name, title, text) in CHAPTERS {
        assert_eq!(*text, read(&format!("src/manual/{name}.md")));
        assert!(text.starts_with(&format!("# {title}\n")), "{name}: {title}");
        assert!(rustdoc.contains(&format!("pub mod {name} {{}}")), "{name}");
    }
}

#[test]
fn assurance_treats_each_invariant_whole() {
    let text = chapter("assurance");
    let sections: Vec<&str> = text.split("\n## ").skip(2).collect();
    let numbers: Vec<u32> = (1..=24).collect();
    assert_eq!(sections.len(), numbers.len());
    for (n, section) in numbers.into_iter().zip(sections) {
        assert!(section.starts_with(&format!("I{n} ")), "{section}");
        let parts = ["**Claim.**", "**Why.**", "**Tests.**", "**Limits.**"];
        let at: Vec<usize> = parts
            .iter()
            .map(|p| section.find(p).unwrap_or_else(|| panic!("I{n} lacks {p}")))
            .collect();
        assert!(at.is_sorted(), "I{n}: {at:?}");
    }
}

#[test]
fn every_test_that_assurance_cites_exists_and_every_numbered_one_is_cited() {
    let text = chapter("assurance");
    let (functions, tests) = functions_and_tests();
    let cited: BTreeSet<&str> = quoted(text).filter(|q| is_function(q)).collect();
    let in_tests: BTreeSet<&str> = text
        .split("\n\n")
        .filter(|paragraph| paragraph.starts_with("**Tests.**"))
        .flat_map(quoted)
        .filter(|q| is_function(q))
        .collect();
    assert!(in_tests.len() > 80, "the scan does not see the citations");
    for name in &cited {
        assert!(functions.contains(*name), "no function {name}");
    }
    for name in &in_tests {
        assert!(tests.contains(*name), "no test {name}");
    }
    for test in tests.iter().filter(|t| is_numbered(t)) {
        let hand = test.strip_suffix(|c| "234".contains(c)); // hands 2 to 4 are cited with the first
        let named = hand.is_some_and(|h| h.ends_with("_hand_") && text.contains(&format!("{h}1")));
        assert!(
            named || cited.contains(test.as_str()),
            "assurance.md does not cite {test}"
        );
    }
}

#[test]
fn every_row_of_the_threat_table_names_who_what_what_notices_it_and_tests_that_are_there() {
    let text = chapter("assurance");
    let section = text.split("\n## ").nth(1).unwrap();
    assert!(section.starts_with("Who attacks\n"));
    let (_, tests) = functions_and_tests();
    let rows: Vec<&str> = section.lines().filter(|l| l.starts_with('|')).collect();
    assert!(rows.len() > 20, "the scan does not see the rows");
    for row in &rows[2..] {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        let named: Vec<&str> = quoted(cells[3]).collect();
        assert!(!named.is_empty(), "no test: {row}");
        for name in named {
            assert!(tests.contains(name), "no test {name}: {row}");
        }
    }
}

#[test]
fn every_file_that_is_named_exists_and_shows_what_must_not_compile() {
    for (name, text) in documents() {
        let rust =
            |q: &&str| q.starts_with("src/") || q.starts_with("tests/") || q.starts_with("udev/");
        for path in quoted(&text)
            .filter(rust)
            .filter(|q| !q.contains(' ') && !q.contains("/."))
        {
            assert!(root().join(path).exists(), "{name} names {path}");
        }
    }
    for paragraph in chapter("assurance").split("\n\n") {
        let Some((_, shown)) = paragraph
            .replace('\n', " ")
            .split_once("Must not compile:")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
        else {
            continue;
        };
        for path in quoted(&shown).filter(|q| q.ends_with(".rs")) {
            assert!(read(path).contains("```compile_fail"), "{path}");
        }
    }
}

#[test]
fn every_link_and_every_reference_to_a_chapter_leads_somewhere() {
    let known = |word: &str| {
        let word = word.trim_end_matches('s').to_lowercase();
        CHAPTERS
            .iter()
            .any(|(name, title, _)| name.contains(&word) || title.to_lowercase().contains(&word))
    };
    let mut seen = 0;
    for (name, text) in documents() {
        for (_, link) in between(&text, "](", ")").filter(|(_, l)| !l.starts_with("https://")) {
            seen += 1;
            assert!(root().join(link).exists(), "{name} links to {link}");
        }
        let flat = text.replace('\n', " ");
        for after in flat.split("chapter on ").skip(1) {
            let word = after
                .trim_start_matches("the ")
                .split(|c: char| !c.is_alphanumeric());
            let word = word.into_iter().next().unwrap();
            seen += 1;
            assert!(known(word), "{name}: chapter on {word}");
        }
        for after in flat.split("sealwright manual ").skip(1) {
            let word = after
                .split(|c: char| !c.is_ascii_lowercase())
                .next()
                .unwrap();
            seen += 1;
            assert!(
                word.is_empty() || CHAPTERS.iter().any(|(c, ..)| *c == word),
                "{name}: {word}"
            );
        }
    }
    let said = read("src/words/en/trouble.rs");
    let named: Vec<_> = between(&said, "(manual: ", ")").collect();
    assert!(!named.is_empty());
    for (_, word) in named {
        assert!(CHAPTERS.iter().any(|(c, ..)| *c == word), "{word}");
    }
    assert!(seen > 12, "the scan sees {seen} references");
}

#[test]
fn every_command_that_is_shown_parses() {
    let mut seen = 0;
    for (name, text) in documents() {
        let blocks = text.split("```").skip(1).step_by(2).flat_map(str::lines);
        let in_blocks = blocks.filter_map(|line| {
            let line = line.trim();
            line.strip_prefix("sealwright ")
                .or_else(|| line.strip_prefix("cargo run --release -- "))
        });
        let in_lines = quoted(&text).filter_map(|q| q.strip_prefix("sealwright "));
        for command in in_blocks.chain(in_lines) {
            if command == "credential check v1" {
                continue; // the text that is hashed (I16)
            }
            seen += 1;
            // Help is given only where all before it is known.
            let words = command
                .split_whitespace()
                .map(|w| w.trim_matches(['[', ']']));
            assert!(parses(words), "{name}: sealwright {command}");
        }
    }
    assert!(seen > 25, "the scan sees {seen} commands");
    assert!(
        !parses(["rehearse", "--no-such"]) && !parses(["no-such"]),
        "the control"
    );
}

#[test]
fn what_the_readme_runs_is_there() {
    let readme = read("README.md");
    assert!(readme.contains("./tests/run") && root().join("tests/run").exists());
    let help = sealwright(["rehearse", "--help"]);
    for option in ["--auto", "--out", "--seed", "--resume"] {
        assert!(readme.contains(option) && help.contains(option), "{option}");
    }
    let ceremonies = sealwright(["ceremony", "list"]);
    for (_, command) in between(&readme, "sealwright run ", "\n").filter(|(_, c)| !c.contains('`'))
    {
        assert!(ceremonies.contains(command), "{command}");
    }
}

#[test]
fn events_and_ceremonies_name_all_that_there_is() {
    let events = chapter("events");
    let source = ["event", "deed", "thing"].map(|file| read(&format!("src/custody/{file}.rs")));
    let source = source.join("\n");
    let mut seen = 0;
    for list in ["Event", "Deed", "DeedResult", "Seen", "Page", "Item"] {
        let opening = match list {
            "Deed" => "\ndeeds! {\n".to_owned(),
            other => format!("pub enum {other} {{\n"),
        };
        let (_, body) = source.split_once(&opening).unwrap();
        let (body, _) = body.split_once("\n}\n").unwrap();
        for line in body.lines() {
            let word: String = line
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let field = line.starts_with("        ") && line.trim()[word.len()..].starts_with(": ");
            let variant =
                line.starts_with("    ") && word.starts_with(|c: char| c.is_ascii_uppercase());
            let name = if variant { kebab(&word) } else { word };
            if (variant || field) && !line.trim().starts_with("//") {
                seen += 1;
                assert!(events.contains(&format!("`{name}`")), "{list}: {name}");
            }
        }
    }
    assert!(seen > 100, "the scan sees {seen} names");
    for (name, _) in Procedure::ALL {
        assert!(events.contains(&format!("`{name}`")), "{name}");
        assert!(
            chapter("ceremonies").contains(&format!("`{name}`")),
            "{name}"
        );
    }
}

/// The chapter's tables of procedures are the program's one table.
#[test]
fn the_procedures_of_the_manual_are_those_of_the_table() {
    let chapter = chapter("templates");
    for (about, subject) in [
        ("the ceremony", Subject::Ceremony),
        ("a key", Subject::Key),
        ("an account", Subject::Account),
    ] {
        let row = chapter
            .lines()
            .find(|line| line.starts_with(&format!("| {about} |")))
            .unwrap_or_else(|| panic!("no row for {about}"));
        let said = row.split('|').nth(3).unwrap();
        let of_table = Procedure::ALL
            .iter()
            .filter(|(_, p)| p.subject() == subject);
        let of_table: Vec<String> = of_table.map(|(name, _)| format!("`{name}`")).collect();
        assert_eq!(said.trim(), of_table.join(" "), "{about}");
    }
    let rows: String = Procedure::ALL.iter().map(|(_, p)| row(*p)).collect();
    assert!(
        chapter.contains(&rows),
        "the table of the chapter is to be:\n{rows}"
    );
}

/// A procedure as the chapter shows it.
fn row(procedure: Procedure) -> String {
    let row = procedure.row();
    let takes = row.takes.iter().map(|need| match need {
        Need::Is(fact) => so(*fact).to_owned(),
        Need::Not(fact) => format!("not: {}", so(*fact)),
        Need::If(first, second) => format!("where {}: {}", so(*first), so(*second)),
    });
    let leaves = row.leaves.iter().map(|leave| match leave {
        Leave::Sets(fact) => so(*fact).to_owned(),
        Leave::Ends(fact) => format!("not: {}", so(*fact)),
        Leave::Forgets => "the key is as one never seen".to_owned(),
    });
    let left_out = if row.may_be_left_out { "yes" } else { "no" };
    let list = |items: Vec<String>| items.join("; ");
    format!(
        "| `{}` | {} | {} | {left_out} |\n",
        row.word,
        list(takes.collect()),
        list(leaves.collect())
    )
}

fn so(fact: Fact) -> &'static str {
    match fact {
        Fact::LaptopChecked => "the laptop was looked at",
        Fact::ThingsTouched => "a key or an account was touched",
        Fact::PlanAdopted => "the plan was adopted",
        Fact::LabelsPrinted => "labels were printed",
        Fact::KeyOut => "the key is out",
        Fact::PinOut => "its PIN sheet is out",
        Fact::Admitted => "the key was admitted",
        Fact::KeyHandled => "the key had a step",
        Fact::PinTried => "its PIN was tried",
        Fact::PinRenewed => "it has a new PIN",
        Fact::OldPinsGone => "its old PIN sheets are destroyed",
        Fact::OthersSealed => "the account's other keys are sealed (I17)",
        Fact::SharesOut => "the shares are out",
        Fact::SharesChecked => "the old shares were checked",
        Fact::SharesRenewed => "there is a new password",
        Fact::OldSharesGone => "the old shares are destroyed",
    }
}

#[test]
fn check_letters_are_what_the_chapter_says() {
    let letters = b"ABCDEFGHJKLMNPQRSTUVWX";
    assert!(chapter("sheets").contains(std::str::from_utf8(letters).unwrap()));
    let weight = |place: usize| (0..place).fold(1u64, |w, _| w * 186 % 479);
    for (pin, serial) in [
        ("40718263", "P-0001"),
        ("123456", "P-0042"),
        ("998877665544", "P-12345"),
    ] {
        let sum = |bytes: &[u8], first: usize| -> u64 {
            (first..)
                .zip(bytes)
                .map(|(at, b)| weight(at) * u64::from(*b))
                .sum()
        };
        let check = (sum(pin.as_bytes(), 0) + sum(serial.as_bytes(), 64)) % 479;
        let computed = [check / 22, check % 22].map(|n| letters[usize::try_from(n).unwrap()]);
        let secret = Secret::take(&mut pin.as_bytes().to_vec()).unwrap();
        assert_eq!(check_letters(&secret, serial), computed, "{pin} {serial}");
    }
}

#[test]
fn the_chapters_hash_has_the_chapters_words() {
    let mut lines = chapter("words")
        .split("```")
        .nth(1)
        .unwrap()
        .lines()
        .skip(1);
    let (hex, words) = (lines.next().unwrap(), lines.next().unwrap());
    let hash: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect();
    assert_eq!(aloud::words(&hash.try_into().unwrap()), words);
}

#[test]
fn no_document_names_a_place_where_it_was_made() {
    let outside = [
        "/work",
        "/tmp",
        "/root",
        "/home",
        "worktree",
        "helper",
        "localhost",
        "127.0.0.1",
        "proxy",
    ];
    for (name, text) in documents() {
        // A printer's address, and the test that nobody else's is used.
        let text = text
            .to_lowercase()
            .replace("ipp://localhost", "")
            .replace("i14_a_proxy_in_the_environment_is_not_used", "");
        for word in outside {
            assert!(!text.contains(word), "{name} says {word}");
        }
        for (at, _) in text.match_indices("session") {
            let around = &text[at.saturating_sub(8)..(at + 18).min(text.len())];
            let of_a_terminal = around.contains("session recording")
                || around.contains("lost session")
                || around.contains("their session");
            assert!(of_a_terminal, "{name}: {around}");
        }
        let hosts = between(&text, "https://", "/").map(|(_, host)| host);
        for host in hosts {
            assert!(
                ["keepachangelog.com", "semver.org"].contains(&host.trim_end_matches(").\n"))
                    || host.starts_with("semver.org"),
                "{name}: {host}"
            );
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn chapter(name: &str) -> &'static str {
    CHAPTERS.iter().find(|(n, ..)| *n == name).unwrap().2
}

/// README and its like, and all chapters: name and text.
fn documents() -> Vec<(String, String)> {
    let own = ["README.md", "CHANGELOG.md", "SECURITY.md"].map(|f| (f.to_owned(), read(f)));
    let chapters = CHAPTERS
        .iter()
        .map(|(name, _, text)| ((*name).to_owned(), (*text).to_owned()));
    own.into_iter().chain(chapters).collect()
}

/// What stands between single backquotes, fenced blocks left out.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|outside| {
        outside
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|q| !q.contains('\n') && !q.is_empty())
    })
}

fn between<'t>(
    text: &'t str,
    from: &'t str,
    to: &'t str,
) -> impl Iterator<Item = (usize, &'t str)> {
    text.match_indices(from).filter_map(move |(at, _)| {
        let after = &text[at + from.len()..];
        after.split_once(to).map(|(inner, _)| (at, inner))
    })
}

/// Whether it looks like the name of a function with two words or more.
fn is_function(name: &str) -> bool {
    name.contains('_')
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// `i7_...` and `i12_...`.
fn is_numbered(name: &str) -> bool {
    let digits = name.strip_prefix('i').and_then(|rest| rest.split_once('_'));
    digits.is_some_and(|(n, _)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// All functions of sources and tests, and those that are tests.
fn functions_and_tests() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut functions, mut tests) = (BTreeSet::new(), BTreeSet::new());
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    rust_files(&root().join("tests"), &mut files);
    for file in files {
        let mut test = false;
        for line in std::fs::read_to_string(file)
            .unwrap()
            .lines()
            .map(str::trim)
        {
            test |= line == "#[test]";
            let Some((before, after)) = line.split_once("fn ") else {
                continue;
            };
            let declared = before.split_whitespace().all(|w| {
                w.starts_with("pub")
                    || w.starts_with("crate::")
                    || ["(super)", "const"].contains(&w)
            });
            if !declared || line.starts_with("//") {
                continue;
            }
            let name: String = after
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if std::mem::take(&mut test) {
                tests.insert(name.clone());
            }
            functions.insert(name);
        }
    }
    (functions, tests)
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') {
            rust_files(&path, into);
        } else if name.ends_with(".rs") {
            into.push(path);
        }
    }
}

fn kebab(camel: &str) -> String {
    let mut out = String::new();
    for c in camel.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn parses<'w>(words: impl IntoIterator<Item = &'w str>) -> bool {
    let program = Command::new(env!("CARGO_BIN_EXE_sealwright"))
        .args(words)
        .arg("--help")
        .output()
        .unwrap();
    program.status.success() && String::from_utf8_lossy(&program.stdout).contains("Usage:")
}

fn sealwright<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let program = Command::new(env!("CARGO_BIN_EXE_sealwright"))
        .args(words)
        .output()
        .unwrap();
    String::from_utf8(program.stdout).unwrap()
}
