//! The promise: a page's PDF holds its text and nothing else, the same bytes each time, whatever names stand on it.
//!
//! Judges: qpdf, Poppler's pdffonts and pdftotext, tesseract; FreeType draws what Greek and Cyrillic should look like.

use crate::sheet_rig::{
    Deck, KINDS, Kind, NAMES, Names, each, folder, hex, pairs, pictures, run, stationery, text,
    write,
};
use jiff::civil::date;
use sealwright::sheet::{
    Envelope, Minutes, NotSet, Page, Paper, PinText, Stationery, minutes, unprintable,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every kind of page on every paper, for every envelope, played and real; and its text.
fn all_pages(here: &Path) -> Vec<(PathBuf, String)> {
    let deck = Deck::new(1);
    let mut pages = Vec::new();
    for (paper, envelope) in pairs() {
        for kind in KINDS {
            for rehearsal in [false, true] {
                let page = deck.page(kind, stationery(paper, envelope, rehearsal), NAMES);
                let name = format!("{paper:?}-{envelope:?}-{kind:?}-{rehearsal}");
                pages.push((write(here, &name, &page), text_of(&page)));
            }
        }
    }
    assert_eq!(pages.len(), 64);
    pages
}

fn text_of(page: &Page) -> String {
    text(&page.text().expect("room")).to_owned()
}

// ---- the file

#[test]
fn every_pdf_is_sound_and_holds_nothing_but_ink_and_its_typefaces() {
    let here = folder("sheet_pdf_sound");
    each(all_pages(&here), |(pdf, _)| {
        assert_sound(&pdf);
        let fonts = run("pdffonts", &["FILE"], &pdf);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!((2..=3).contains(&fonts.len()), "{fonts:?}");
        for font in fonts {
            // embedded, a subset, with the characters' names
            assert!(
                font.contains("Identity-H       yes yes yes"),
                "{}: {font}",
                pdf.display()
            );
        }
    });
}

/// qpdf finds no fault, and no dictionary has a key that a plain page does not need.
fn assert_sound(pdf: &Path) {
    run("qpdf", &["--check", "FILE"], pdf);
    let found = strangers(&run(
        "qpdf",
        &["--json=2", "--json-stream-data=none", "FILE"],
        pdf,
    ));
    assert!(found.is_empty(), "{}: {found:?}", pdf.display());
}

/// The keys of a PDF's dictionaries that are none of these: the page tree, pages, their content, typefaces.
fn strangers(qpdf_json: &str) -> BTreeSet<String> {
    const KNOWN: &[&str] = &[
        "/Type",
        "/Subtype",
        "/Kids",
        "/Count",
        "/Pages",
        "/Parent",
        "/Root",
        "/Size",
        "/ID",
        "/MediaBox",
        "/Contents",
        "/Resources",
        "/ProcSet",
        "/Font",
        "/BaseFont",
        "/DescendantFonts",
        "/Encoding",
        "/ToUnicode",
        "/CIDSystemInfo",
        "/Ordering",
        "/Registry",
        "/Supplement",
        "/CIDToGIDMap",
        "/DW",
        "/W",
        "/FontDescriptor",
        "/FontName",
        "/Flags",
        "/FontBBox",
        "/ItalicAngle",
        "/Ascent",
        "/Descent",
        "/CapHeight",
        "/StemV",
        "/FontFile2",
        "/CIDSet",
        "/CMapName",
        "/WMode",
        "/Filter",
        "/Length",
        "/Length1",
    ];
    fn walk(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            Value::Object(items) => {
                for (key, value) in items {
                    let is_font = key.starts_with("/f") && key[2..].parse::<u32>().is_ok();
                    if key.starts_with('/') && !is_font && !KNOWN.contains(&key.as_str()) {
                        found.insert(key.clone());
                    }
                    walk(value, found);
                }
            }
            _ => {}
        }
    }
    let json: Value = serde_json::from_str(qpdf_json).expect("qpdf writes JSON");
    assert!(
        json["qpdf"][1]
            .as_object()
            .is_some_and(|objects| objects.len() > 5)
    );
    let mut found = BTreeSet::new();
    walk(&json["qpdf"], &mut found);
    found
}

#[test]
fn the_control_a_pdf_with_a_date_an_action_or_a_file_in_it_is_found() {
    let here = folder("sheet_pdf_control");
    let on = stationery(Paper::A4, Envelope::Dl, false);
    let pdf = write(
        &here,
        "clean",
        &Deck::new(1).page(Kind::PinPrinted, on, NAMES),
    );
    let with = here.join("attached.pdf");
    let [from, to] = [&pdf, &with].map(|path| path.to_str().expect("UTF-8"));
    run("qpdf", &[from, "--add-attachment", from, "--", to], &pdf);
    let found = strangers(&run(
        "qpdf",
        &["--json=2", "--json-stream-data=none", "FILE"],
        &with,
    ));
    for key in ["/Names", "/EmbeddedFiles", "/CreationDate"] {
        assert!(found.contains(key), "{found:?}");
    }
}

#[test]
fn the_same_page_gives_the_same_bytes_here_and_in_another_process() {
    let deck = Deck::new(1);
    let mut digests = Vec::new();
    for (paper, envelope) in pairs() {
        for kind in KINDS {
            let on = stationery(paper, envelope, true);
            let [once, again] = [0, 1].map(|_| {
                let pdf = deck.page(kind, on, NAMES).pdf().expect("a PDF");
                hex(&Sha256::digest(pdf.bytes()))
            });
            assert_eq!(once, again, "{paper:?} {envelope:?} {kind:?}");
            digests.push(once);
        }
    }
    let digests = format!("digests: {}", digests.join(" "));
    println!("{digests}");
    const OTHER: &str = "SEALWRIGHT_TEST_IS_THE_OTHER_PROCESS";
    if std::env::var_os(OTHER).is_none() {
        let other = Command::new(std::env::current_exe().expect("a path"))
            .args(["the_same_page", "--nocapture"])
            .env(OTHER, "1")
            .output()
            .expect("started again");
        let printed = String::from_utf8_lossy(&other.stdout).into_owned();
        assert!(printed.contains(&digests), "{printed}");
    }
}

// ---- what it says

#[test]
fn nobody_signs_a_sheet_of_paper_that_does_not_name_the_head() {
    let here = folder("sheet_pdf_minutes");
    for (paper, envelope) in pairs() {
        for exceptions in 0..40 {
            let page = a_drills_minutes(exceptions, stationery(paper, envelope, true));
            let pdf = write(
                &here,
                &format!("{paper:?}-{envelope:?}-{exceptions}"),
                &page,
            );
            let text = run("pdftotext", &["-layout", "FILE", "-"], &pdf);
            let sheets: Vec<&str> = text
                .split('\u{c}')
                .filter(|s| !s.trim().is_empty())
                .collect();
            let most = if exceptions == 0 { 2 } else { 3 };
            assert!(sheets.len() <= most, "{exceptions} exceptions: {text}");
            let signed: Vec<&&str> = sheets
                .iter()
                .filter(|s| s.contains("signature of"))
                .collect();
            let [signed] = signed[..] else {
                panic!("{exceptions} exceptions: {text}");
            };
            assert!(
                signed.contains("I was there") && signed.contains("head words"),
                "{exceptions} exceptions: {text}"
            );
            assert_eq!(signed.matches("signature of").count(), 2);
        }
    }
}

/// As much as the drill of the commented plan does.
fn a_drills_minutes(exceptions: usize, on: Stationery) -> Page<'static> {
    let keys = ["alpha-1", "alpha-2", "bravo-1", "bravo-2"];
    let of_all = |what: &str, more: &str| {
        let all = keys.map(|key| format!("{key}{more}"));
        format!("{what}: {}.", all.join(", "))
    };
    let key = |key: &str| {
        format!("Key {key}, in bag SW-410015; its PIN on sheet P-0011, in bag SW-410016.")
    };
    let password = |account: &str| {
        format!(
            "Password of {account}, set 2: shares S-0015 in bag SW-410029, S-0016 in bag SW-410030, S-0017 in bag SW-410031."
        )
    };
    minutes(&Minutes {
        on,
        ceremony: 2,
        title: "Annual rotation",
        date: date(2026, 11, 2),
        present: vec![
            ("Ada Keller".into(), "key custodian".into()),
            ("Carla Moss".into(), "PIN custodian".into()),
        ],
        done: vec![
            "50 of 54 steps had ended when this was printed.".into(),
            of_all("Signed in online with", ""),
            "Password set: alpha (shares of set 2), bravo (shares of set 2).".into(),
            of_all("PIN verified", ""),
            of_all("PIN changed", " (sheet P-0012 after P-0001)"),
            of_all("Passkey verified", ""),
            format!("Sheet destroyed: {}.", ["P-0001"; 10].join(", ")),
        ],
        places: keys
            .map(key)
            .into_iter()
            .chain(["alpha", "bravo"].map(password))
            .collect(),
        exceptions: (1..=exceptions)
            .map(|n| format!("Exception {n}: both agreed."))
            .collect(),
        head_words: &["undaunted"; 10].join(" "),
        origin: "rehearsal/00112233445566778899aabbccddeeff",
        head_size: 888,
        head_root_hex: &"08".repeat(32),
        ledger_lines: (412, 887),
    })
}

#[test]
fn pdftotext_finds_every_field_on_one_line_and_every_word() {
    let here = folder("sheet_pdf_text");
    let fields = each(all_pages(&here), |(pdf, text)| assert_says(&pdf, &text));
    println!(
        "{} fields on {} pages",
        fields.iter().sum::<usize>(),
        fields.len()
    );
    assert!(fields.iter().sum::<usize>() > 64 * 10);
}

/// Each `label: value` of a page's text stands on one line of its PDF, and each other word stands somewhere. How many
/// fields there are.
fn assert_says(pdf: &Path, text: &str) -> usize {
    let read = spaced(&run("pdftotext", &["-layout", "FILE", "-"], pdf));
    let words: BTreeSet<&str> = read.split_whitespace().collect();
    let mut fields = 0;
    for line in text
        .lines()
        .filter(|line| !line.contains("REHEARSAL") && !line.starts_with("---- fold here"))
    {
        let is_field = line.split_once(": ").is_some_and(|(label, value)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || " ,-".contains(c);
            label.len() < 20 && label.chars().all(plain) && !value.contains(['_', '['])
        });
        if is_field {
            fields += 1;
            let line = spaced(line);
            let line = line.trim();
            assert!(read.contains(line), "{}: {line}\n{read}", pdf.display());
        } else {
            for word in line
                .split_whitespace()
                .filter(|word| !word.contains(['-', '_', '[', ']']))
            {
                let word = word.trim_end_matches(':').to_lowercase();
                let found = words.iter().any(|w| w.to_lowercase().contains(&word));
                assert!(found, "{}: {word}\n{read}", pdf.display());
            }
        }
    }
    fields
}

/// A text whose lines have single spaces.
fn spaced(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

// ---- names

const GOOD: [&str; 4] = [
    "Ægir Þórðarson Größe Łódź Čeněk",
    "Ελλάδα Αθήνα Ώρες Ψυχή",
    "Москва Київ Белград Ђорђе",
    "Ñandú Şişli Őrség Vīķis naïve",
];

#[test]
fn names_in_latin_greek_and_cyrillic_come_out_right() {
    let here = folder("sheet_pdf_names");
    let deck = Deck::new(2);
    let on = stationery(Paper::A4, Envelope::C56, false);
    let mut jobs = Vec::new();
    for (n, name) in GOOD.into_iter().enumerate() {
        assert_eq!(unprintable(name), None, "{name}");
        for kind in KINDS {
            let page = deck.page(kind, on, Names::all(name));
            let pdf = write(&here, &format!("{n}-{kind:?}"), &page);
            assert_sound(&pdf);
            assert_says(&pdf, &text_of(&page));
            if kind == Kind::PinWritten {
                let words: Vec<&str> = name.split(' ').collect();
                let mut others = words.clone();
                others.rotate_left(1);
                for shown in [&words, &others] {
                    jobs.push(json!({
                        "pdf": pdf, "font": "IBMPlexSans-Regular.ttf", "words": words, "as": shown,
                    }));
                }
            }
        }
    }
    // As pictures: like what FreeType draws for these words, and unlike what it draws for their neighbours.
    let answer = pictures(&json!({ "ask": "drawn", "of": jobs }));
    let answer = answer.as_array().expect("a list");
    let most = |pages: &[Value], most: fn(f64, f64) -> f64, from| {
        let shares = pages
            .iter()
            .flat_map(|page| page.as_array().expect("a list"));
        shares.filter_map(Value::as_f64).fold(from, most)
    };
    let (right, wrong): (Vec<_>, Vec<_>) = answer
        .chunks(2)
        .map(|two| (two[0].clone(), two[1].clone()))
        .unzip();
    let (right, wrong) = (most(&right, f64::max, 0.0), most(&wrong, f64::min, 1.0));
    println!(
        "ink that differs from FreeType's: at most {right:.2}; from a neighbour's: at least {wrong:.2}"
    );
    assert!(right < 0.4 && wrong > 0.6, "{right} {wrong}");
}

#[test]
fn other_scripts_are_refused_by_name_and_make_no_pdf() {
    for (name, first) in [
        ("日本", '日'),
        ("Oy 🔑", '🔑'),
        ("שלום", 'ש'),
        ("مرحبا", 'م'),
        ("นคร", 'น'),
    ] {
        assert_eq!(unprintable(name), Some(first), "{name}");
        let deck = Deck::new(2);
        for kind in KINDS {
            let on = stationery(Paper::A4, Envelope::C56, false);
            let page = deck.page(kind, on, Names::all(name));
            assert_eq!(
                page.pdf().err(),
                Some(NotSet::NoGlyph(first)),
                "{name} {kind:?}"
            );
        }
    }
}

#[test]
fn i9_pdf_and_terminal_syntax_in_names_does_no_harm() {
    let here = folder("sheet_pdf_hostile");
    let deck = Deck::new(3);
    let hostile = [
        ") Tj ET endstream endobj",
        "\\) \\( \\\\ \\051 (((",
        "<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
        "%%EOF startxref 0 trailer << /Root 1 0 R >>",
        "<48656c6c6f> [ ] { } / % # ~",
        "\u{1b}[2J\u{1b}]0;title\u{7} \u{9b}31m",
        "abc \u{202e}cba\u{2066} \u{200b}x\u{feff}",
        "pin: 0000\nproof word: forged\r\n\u{2028}endobj",
        "'; $(reboot) `id` && \"x\"",
    ];
    let cases: Vec<(usize, Kind)> = (0..hostile.len())
        .flat_map(|n| KINDS.map(|kind| (n, kind)))
        .collect();
    each(cases, |(n, kind)| {
        let on = stationery(Paper::A4, Envelope::C5Window, true);
        let page = deck.page(kind, on, Names::all(hostile[n]));
        let pdf = write(&here, &format!("{n}-{kind:?}"), &page);
        assert_sound(&pdf);
        let text = text_of(&page);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        let read = spaced(&run("pdftotext", &["-layout", "FILE", "-"], &pdf));
        assert!(!read.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}']));
        // The first fields hold the name; long ones may go over two lines.
        let organisation = text
            .lines()
            .find(|line| line.starts_with("organisation: "))
            .expect("a field");
        let begin: String = spaced(organisation).chars().take(30).collect();
        assert!(read.contains(begin.trim()), "{n}: {begin}\n{read}");
        assert!(
            !read
                .lines()
                .any(|line| line.starts_with("proof word: forged"))
        );
    });
}

// ---- letters

#[test]
fn no_two_characters_of_an_alphabet_look_alike() {
    let here = folder("sheet_pdf_letters");
    let on = stationery(Paper::A4, Envelope::C56, false);
    let alphabets = [
        ("digits", "0123456789", vec!["58", "17", "38"]),
        (
            "words",
            "abcdefghijklmnopqrstuvwxyz",
            vec!["il", "rn", "ce"],
        ),
        (
            "serials",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            vec!["0O", "1I", "5S", "8B", "2Z"],
        ),
        (
            "passwords",
            "0O1lI5S8B2Zabcdefghijkmnopqrstuvwxyz",
            vec!["0O", "1l", "lI", "1I", "5S", "8B", "2Z"],
        ),
    ];
    let mut jobs = Vec::new();
    for (name, alphabet, look_alikes) in &alphabets {
        let mut deck = Deck::new(4);
        deck.pin =
            sealwright::secret::Secret::take(&mut alphabet.as_bytes().to_vec()).expect("room");
        let (pin, check) = (&deck.pin, b"UR");
        let page = deck.pin_sheet(PinText::Printed { pin, check }, on, NAMES);
        let pdf = write(&here, name, &page);
        jobs.push(json!({ "pdf": pdf, "alphabet": alphabet, "groups": 4, "pairs": look_alikes }));
    }
    let answer = pictures(&json!({ "ask": "letters", "of": jobs }));
    for ((name, ..), pairs) in alphabets.iter().zip(answer.as_array().expect("a list")) {
        let pairs = pairs.as_array().expect("a list");
        println!(
            "{name}: {}",
            pairs
                .iter()
                .map(|pair| format!("{} {:.2}", pair[1], pair[0].as_f64().unwrap_or(0.0)))
                .collect::<Vec<_>>()
                .join(", ")
        );
        for pair in pairs {
            let share = pair[0].as_f64().expect("a share");
            assert!(share >= LEAST_INK, "{name}: {pair}");
        }
    }
}

/// The share of the ink of either by which any two characters differ at least.
const LEAST_INK: f64 = 0.10;
