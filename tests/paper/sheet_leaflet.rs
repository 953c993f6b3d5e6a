//! A stranger follows the leaflet with a SLIP-39 program that we did not write: its example gives what it says.

use sealwright::sheet::{
    EXAMPLE_HEX, EXAMPLE_PASSWORD, EXAMPLE_SHARES, Envelope, Leaflet, Paper, Preview, Shared,
    Stationery, leaflet, preview,
};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// python-shamir-mnemonic 0.3.0's own command line, fed as a person would; what it printed.
fn shamir_recover(shares: &[String]) -> (bool, String) {
    let mut lines = shares.join("\n");
    lines.push('\n');
    fed(&["-B", "-m", "shamir_mnemonic.cli", "recover"], &lines)
}

fn fed(arguments: &[&str], input: &str) -> (bool, String) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.venv/bin/python");
    let python = std::env::var_os("SEALWRIGHT_PYTHON").map_or(here, PathBuf::from);
    let mut child = Command::new(&python)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("no Python at {}: {e}", python.display()));
    // A program that ends early has said why.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn text_of(kind: Preview) -> String {
    let text = preview(kind, Paper::A4, Envelope::C56, |page| page.text());
    text.unwrap().text().unwrap().to_owned()
}

#[test]
fn the_example_gives_its_password_by_python_shamir_mnemonic() {
    let leaflet = text_of(Preview::Leaflet);
    let said_in_it: Vec<&str> = leaflet.split_whitespace().collect();
    let said_in_it = said_in_it.join(" ");
    let shares = EXAMPLE_SHARES.map(str::to_owned);
    for part in [&shares[0], &shares[1], EXAMPLE_HEX, EXAMPLE_PASSWORD] {
        assert!(said_in_it.contains(part), "{part}");
    }
    for shares in [shares.clone(), shares.clone().map(|s| s.to_uppercase())] {
        let (done, said) = shamir_recover(&shares);
        let gives = format!("master secret is: {EXAMPLE_HEX}\n");
        assert!(done && said.contains(&gives), "{said}");
    }
    // The line that the leaflet names, and the 20 at the end that it leaves off.
    let line = "print(bytes.fromhex(input()).decode().rstrip())";
    assert!(said_in_it.contains(line), "{said_in_it}");
    let (_, decoded) = fed(&["-c", line], EXAMPLE_HEX);
    assert!(EXAMPLE_HEX.ends_with("20"));
    assert_eq!(decoded, format!("{EXAMPLE_PASSWORD}\n"));

    // The control: a wrong word is refused, whole words are needed there, and one share gives nothing.
    let wrong = shares.clone().map(|share| share.replace("grant", "loud"));
    let (_, said) = shamir_recover(&wrong);
    assert!(
        !said.contains(EXAMPLE_HEX) && said.contains("checksum"),
        "{said}"
    );
    let short = shares
        .clone()
        .map(|share| share.replace("academic", "acad"));
    let (_, said) = shamir_recover(&short);
    assert!(said.contains("Invalid mnemonic word"), "{said}");
    let (_, said) = shamir_recover(&shares[..1]);
    assert!(!said.contains("SUCCESS"), "{said}");
}

#[test]
fn the_table_gives_every_character_of_a_password() {
    let leaflet = text_of(Preview::Leaflet);
    let columns = leaflet
        .lines()
        .find(|l| l.ends_with("a b c d e f"))
        .unwrap();
    for code in 0x21..=0x7e_u8 {
        let row = format!("  {:x}  ", code >> 4);
        let row = leaflet.lines().find(|l| l.starts_with(&row)).unwrap();
        let at = columns.rfind(&format!(" {:x}", code & 15)).unwrap() + 1;
        assert_eq!(row.as_bytes()[at], code, "{row}");
    }
}

#[test]
fn leaflet_and_reader_are_as_short_as_they_promise() {
    for (kind, most) in [(Preview::Leaflet, 1), (Preview::Reader, 3)] {
        for (_, paper) in Paper::ALL {
            let pdf = preview(kind, paper, Envelope::C56, |page| page.pdf()).unwrap();
            let pages = pages_of(pdf.bytes());
            assert!(
                (1..=most).contains(&pages),
                "{kind:?} on {paper:?}: {pages} pages"
            );
        }
    }
}

#[test]
fn a_leaflet_with_the_longest_names_is_one_page() {
    for (_, paper) in Paper::ALL {
        let page = leaflet(&Leaflet {
            on: Stationery {
                rehearsal: false,
                organisation: &"Wm ".repeat(21),
                paper,
                envelope: Envelope::C56,
            },
            of: Some(Shared {
                id: "emergency",
                account: &"wm".repeat(56),
                threshold: 16,
                members: 16,
            }),
        });
        assert_eq!(pages_of(page.pdf().unwrap().bytes()), 1, "{paper:?}");
    }
}

fn pages_of(pdf: &[u8]) -> usize {
    let name = format!("short-{:?}.pdf", std::thread::current().id());
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, pdf).unwrap();
    let info = Command::new("pdfinfo").arg(&file).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    let pages = info.lines().find_map(|l| l.strip_prefix("Pages:")).unwrap();
    pages.trim().parse().unwrap()
}

#[test]
fn the_share_of_the_preview_is_one_as_its_sheet_says() {
    let text = text_of(Preview::Share);
    let words: Vec<&str> = text
        .lines()
        .filter_map(|l| l.strip_prefix("words ")?.split_once(": "))
        .map(|(_, words)| words)
        .collect();
    let share = sealwright::share::Share::parse(&words.join(" "))
        .unwrap()
        .label();
    assert!(text.contains(&format!("identifier: {}\n", share.id)));
    assert!(text.contains(&format!("share: {} of 3\n", share.member_index + 1)));
    assert!(text.contains(&format!("shares needed: {}\n", share.member_threshold)));
}
