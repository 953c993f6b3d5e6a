//! What pages say: whole, regular, marked, and safe whatever the plan holds.

use jiff::civil::date;
use sealwright::secret::{Secret, check_letters};
use sealwright::sheet::{
    Envelope, Minutes, Page, PageKind, Paper, PinSheet, PinText, REHEARSAL_MARK, ShareSheet,
    Stationery, WIDTH, minutes, pin_sheet, share_sheet,
};

#[test]
fn a_pin_sheet_says_what_is_needed_and_no_more() {
    let pin = secret("40718263");
    let page = a_pin_sheet(false, "Example Oy", &pin);
    assert_eq!(
        (page.kind, page.serial.as_str()),
        (PageKind::PinSheet, "P-0001")
    );
    assert_eq!(
        text(&page),
        "\
PIN SHEET

organisation: Example Oy
sheet: P-0001
key: red-1
account: emergency-1
place: Safe A, second floor
printed: 2026-11-02
rotate by: 2027-11-02
bag: _____________________________________________

Found? Leave it folded and give it to the organisation above. It opens
nothing without its key.
Refuse it if its bag is damaged, or if the serial of the bag or of this
sheet is not the one that the ledger names last.

---- fold here: what is below goes inside ------------------------------

sheet: P-0001
pin: 4071 8263
check letters: UR
proof word: harbour

The spaces in the PIN are not typed. Check letters before each try.
"
    );
}

#[test]
fn the_secret_stands_below_the_fold_alone() {
    let pin = secret("40718263");
    let words = secret(&words(39));
    for page in [
        a_pin_sheet(false, "Example", &pin),
        a_share_sheet(false, "Example", &words),
    ] {
        let (outside, inside) = text(&page).split_once("---- fold").unwrap();
        for part in ["4071", "harbour", "word01", "word39", "check letters: "] {
            assert!(!outside.contains(part), "{part}");
        }
        assert!(inside.contains("proof word: harbour\n"));
    }
}

#[test]
fn a_pin_of_any_length_is_read_back_whole() {
    for len in 4..=63 {
        let digits = "1029384756".repeat(7)[..len].to_owned();
        let pin = secret(&digits);
        let page = a_pin_sheet(false, "Example", &pin);
        let read: String = fields(&page)
            .filter(|(label, _)| label.starts_with("pin"))
            .flat_map(|(_, value)| value.split(' '))
            .collect();
        assert_eq!(read, digits);
        assert_narrow(&page);
    }
    let pin = secret("pässwörd");
    let page = a_pin_sheet(false, "Example", &pin);
    assert!(text(&page).contains("\npin: pässwörd\n"));
}

#[test]
fn a_share_of_any_length_is_read_back_whole() {
    for count in [1, 4, 5, 20, 33, 39, 110] {
        let share = words(count);
        let kept = secret(&share);
        let page = a_share_sheet(false, "Example", &kept);
        let read: Vec<&str> = fields(&page)
            .filter(|(label, _)| label.starts_with("words "))
            .flat_map(|(_, value)| value.split(' '))
            .collect();
        assert_eq!(read.join(" "), share);
        assert_narrow(&page);
    }
    let kept = secret(&words(39));
    let page = a_share_sheet(false, "Example", &kept);
    assert_eq!(
        (page.kind, page.serial.as_str()),
        (PageKind::ShareSheet, "S-0007")
    );
    for line in [
        "identifier: 31415",
        "share: 2 of 3",
        "shares needed: 2",
        "words 1-4: word01 word02 word03 word04",
        "words 37-39: word37 word38 word39",
    ] {
        assert!(text(&page).lines().any(|l| l == line), "{line}");
    }
}

#[test]
fn minutes_say_who_what_and_the_head() {
    let page = some_minutes(false, "Example", vec![]);
    assert_eq!(
        (page.kind, page.serial.as_str()),
        (PageKind::Minutes, "M-0003")
    );
    let text = text(&page);
    for line in [
        "ceremony: 3",
        "title: Annual rotation",
        "present: Aino Virtanen, key custodian",
        "ledger lines: 12 to 87",
        "head size: 88",
        "head words 1-5: one two three four five",
        "1. The PIN of key red-1 was changed.",
        "1. Key red-1 was sealed.",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
    assert!(text.contains(&format!("\nroot: {}\n", "ab".repeat(32))));
    assert!(text.contains("what was done ---") && text.contains("where things are now ---"));
    assert!(text.contains("exceptions ---") && text.contains("\nnone\n"));
    assert_eq!(text.matches("\nsignature of ").count(), 2);
    assert_narrow(&page);

    let page = some_minutes(
        false,
        "Example",
        vec!["Swap was in use; both agreed.".into()],
    );
    assert!(self::text(&page).contains("\n1. Swap was in use; both agreed.\n"));
}

#[test]
fn i10_each_page_of_a_rehearsal_says_so_first_and_last() {
    let (pin, words) = (secret("40718263"), secret(&words(39)));
    for rehearsal in [true, false] {
        for page in [
            a_pin_sheet(rehearsal, "Example", &pin),
            a_share_sheet(rehearsal, "Example", &words),
            some_minutes(rehearsal, "Example", vec![]),
        ] {
            let lines: Vec<&str> = text(&page).lines().collect();
            assert_eq!(lines.first() == Some(&REHEARSAL_MARK), rehearsal);
            assert_eq!(lines.last() == Some(&REHEARSAL_MARK), rehearsal);
            assert_eq!(text(&page).contains("REHEARSAL"), rehearsal);
        }
    }
}

#[test]
fn i9_outside_text_cannot_forge_a_line_or_leave_its_own() {
    let nasty = "Evil\nproof word: forged\r\x1b[2J\u{202E}\u{2028}pin: 0000\x0c".repeat(5);
    let (pin, words) = (secret("40718263"), secret(&words(39)));
    for (page, usual) in [
        (
            a_pin_sheet(true, &nasty, &pin),
            a_pin_sheet(true, "Example", &pin),
        ),
        (
            a_share_sheet(true, &nasty, &words),
            a_share_sheet(true, "Example", &words),
        ),
        (
            some_minutes(true, &nasty, vec![]),
            some_minutes(true, "Example", vec![]),
        ),
    ] {
        assert!(text(&page).chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!text(&page).contains(['\u{202E}', '\u{2028}']));
        assert_eq!(text(&page).lines().count(), text(&usual).lines().count());
        assert_narrow(&page);
    }
    let page = some_minutes(true, "Example", vec![nasty]);
    assert!(
        !text(&page)
            .lines()
            .any(|l| l.starts_with("proof word") || l.starts_with("pin"))
    );
    assert_narrow(&page);
}

/// A page as it was read: what it is, its serial, its text.
struct Read {
    kind: PageKind,
    serial: String,
    text: String,
}

fn read(page: &Page) -> Read {
    Read {
        kind: page.kind(),
        serial: page.serial().into(),
        text: page.text().unwrap().text().unwrap().into(),
    }
}

fn on(rehearsal: bool, organisation: &str) -> Stationery<'_> {
    Stationery {
        rehearsal,
        organisation,
        paper: Paper::A4,
        envelope: Envelope::C56,
    }
}

fn a_pin_sheet(rehearsal: bool, organisation: &str, pin: &Secret) -> Read {
    read(&pin_sheet(&PinSheet {
        on: on(rehearsal, organisation),
        serial: "P-0001",
        key: "red-1",
        account: "emergency-1",
        place: "Safe A, second floor",
        date: date(2026, 11, 2),
        due: date(2027, 11, 2),
        pin: PinText::Printed {
            pin,
            check: &check_letters(pin, "P-0001"),
        },
        proof_word: &secret("harbour"),
        cover: [7; 32],
    }))
}

fn a_share_sheet(rehearsal: bool, organisation: &str, words: &Secret) -> Read {
    read(&share_sheet(&ShareSheet {
        on: on(rehearsal, organisation),
        serial: "S-0007",
        account: "emergency-1",
        identifier: 31415,
        member: 2,
        members: 3,
        threshold: 2,
        place: "Bank, box 12",
        date: date(2026, 11, 2),
        due: date(2027, 11, 2),
        words,
        proof_word: &secret("harbour"),
        cover: [7; 32],
    }))
}

fn some_minutes(rehearsal: bool, organisation: &str, exceptions: Vec<String>) -> Read {
    read(&minutes(&Minutes {
        on: on(rehearsal, organisation),
        ceremony: 3,
        title: "Annual rotation",
        date: date(2026, 11, 2),
        present: vec![
            ("Aino Virtanen".into(), "key custodian".into()),
            ("Bo Lind".into(), "PIN custodian".into()),
        ],
        done: vec!["The PIN of key red-1 was changed.".into()],
        places: vec!["Key red-1 was sealed.".into()],
        exceptions,
        head_words: "one two three four five",
        origin: "rehearsal/00112233445566778899aabbccddeeff",
        head_size: 88,
        head_root_hex: &"ab".repeat(32),
        ledger_lines: (12, 87),
    }))
}

fn words(count: usize) -> String {
    let words: Vec<String> = (1..=count).map(|n| format!("word{n:02}")).collect();
    words.join(" ")
}

fn secret(text: &str) -> Secret {
    Secret::take(&mut text.as_bytes().to_vec()).unwrap()
}

fn text(page: &Read) -> &str {
    &page.text
}

fn fields(page: &Read) -> impl Iterator<Item = (&str, &str)> {
    text(page).lines().filter_map(|line| line.split_once(": "))
}

fn assert_narrow(page: &Read) {
    for line in text(page).lines() {
        assert!(line.chars().count() <= WIDTH, "{line}");
    }
}
