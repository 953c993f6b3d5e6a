//! The promise: what is on the paper can be read back from a bad scan, and by a stranger without this program.
//!
//! Judges: Poppler renders, Pillow turns, adds noise and JPEG's losses, zbarimg and tesseract read,
//! python-shamir-mnemonic puts the password together. Of the bad scans of shares all are read in a campaign, one in
//! four in each run of the tests; those of PINs are all read each time.

use crate::campaign;
use crate::sheet_rig::{
    Deck, Kind, NAMES, ORIGIN, folder, pairs, pictures, python, stationery, text, write,
};
use sealwright::share::Share;
use sealwright::sheet::{Envelope, Folds, Paper};
use serde_json::{Value, json};

const SAMPLE: u64 = 4;

/// Whether the scan of this number is read, of each kind of paper and envelope other ones than of the one before.
fn is_read(number: usize, kind: usize) -> bool {
    ((number + kind) as u64).is_multiple_of(campaign::one_in(SAMPLE))
}

/// A page that is scanned, and what stands on it.
struct Scan {
    name: String,
    words: String,
    dpi: u32,
    job: Value,
}

#[test]
fn from_bad_scans_every_code_is_read_and_nearly_every_share_by_its_words() {
    let here = folder("sheet_read_back_shares");
    let (mut scans, mut number) = (Vec::new(), 0);
    let usual = [
        (Paper::A4, Envelope::C56),
        (Paper::Letter, Envelope::Number10),
    ];
    for (n, (paper, envelope)) in pairs().into_iter().enumerate() {
        let deck = Deck::new(100 + n as u64);
        let on = stationery(paper, envelope, n % 2 == 1);
        for member in 0..4 {
            let name = format!("{paper:?}-{envelope:?}-{member}");
            let pdf = write(&here, &name, &deck.share(member, on, NAMES));
            let folds = Folds::of(paper, envelope);
            let area = [0.0, folds.back, paper.size().0, folds.front];
            let dpis: &[u32] = if usual.contains(&(paper, envelope)) {
                &[300, 150]
            } else {
                &[300]
            };
            for &dpi in dpis {
                let seed = number;
                number += 1;
                if !is_read(member, n) {
                    continue;
                }
                let turn = if seed % 2 == 0 { 3 } else { -3 };
                scans.push(Scan {
                    name: name.clone(),
                    words: text(&deck.words[member]).into(),
                    dpi,
                    job: json!({
                        "pdf": pdf, "dpi": dpi, "turn": turn, "noise": 0.2, "jpeg": 60, "area": area, "modes": [6, 4, 3],
                        "seed": seed, "flags": ["--raw"],
                    }),
                });
            }
        }
    }
    let jobs: Vec<&Value> = scans.iter().map(|scan| &scan.job).collect();
    let answer = pictures(&json!({ "ask": "read", "of": jobs }));

    let mut read = Vec::new();
    for (scan, seen) in scans.iter().zip(answer.as_array().expect("a list")) {
        let codes = seen[0].as_str().expect("a text");
        assert_eq!(
            of_codes(codes),
            Some(scan.words.clone()),
            "{} at {} dpi",
            scan.name,
            scan.dpi
        );
        let found = of_words(&seen[1]);
        let is_sound = Share::parse(&found).is_ok();
        assert!(
            !is_sound || found == scan.words,
            "{}: a wrong share is taken for sound",
            scan.name
        );
        if !is_sound {
            println!("{} at {} dpi, not read: {found}", scan.name, scan.dpi);
        }
        read.push((scan.dpi, is_sound));
    }
    for (dpi, floor) in [(300, 0.8), (150, 0.6)] {
        let all: Vec<bool> = read.iter().filter(|r| r.0 == dpi).map(|r| r.1).collect();
        let sound = all.iter().filter(|sound| **sound).count();
        let rate = sound as f64 / all.len() as f64;
        println!(
            "at {dpi} dpi: every code; {sound} of {} shares by their words",
            all.len()
        );
        assert!(rate >= floor, "at {dpi} dpi {sound} of {}", all.len());
    }
    assert!(read.len() as u64 >= 40 / campaign::one_in(SAMPLE));
}

/// A share's words out of its two codes: the one that begins the share tells by the checksum.
fn of_codes(codes: &str) -> Option<String> {
    let halves: Vec<&str> = codes.lines().filter(|line| !line.is_empty()).collect();
    let [a, b] = halves[..] else { return None };
    [format!("{a} {b}"), format!("{b} {a}")]
        .into_iter()
        .find(|text| Share::parse(text).is_ok())
}

/// A share's words out of what tesseract read in its modes: of each numbered line the first reading with all its words,
/// completed by their first four letters. No word of a share has capitals.
fn of_words(modes: &Value) -> String {
    let modes = modes.as_array().expect("a list").iter();
    let read = modes.map(|read| read.as_str().expect("a text").to_lowercase());
    let read: Vec<String> = read.collect();
    let lines = || {
        read.iter()
            .flat_map(|read| read.lines())
            .filter_map(numbered)
    };
    let mut words = Vec::new();
    for first in (1..=37).step_by(4) {
        let here = || {
            lines()
                .filter(|(number, _)| *number == first)
                .map(|(_, words)| words)
        };
        let want = if first == 37 { 3 } else { 4 };
        let found = here()
            .find(|words| words.len() >= want)
            .or_else(|| here().next());
        words.extend(found.unwrap_or_default().into_iter().take(want));
    }
    words.join(" ")
}

/// The number of a line's first word, and the words of the list that stand behind it.
fn numbered(line: &str) -> Option<(usize, Vec<String>)> {
    let (_, rest) = line.split_once("words")?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let words = rest
        .split(|c: char| !c.is_ascii_lowercase())
        .filter(|word| word.len() >= 4)
        .filter_map(completed);
    Some((rest[..end].parse().ok()?, words.collect()))
}

fn completed(word: &str) -> Option<String> {
    const LIST: &str = include_str!("../../src/share/wordlist/english.txt");
    LIST.lines()
        .find(|entry| entry.starts_with(&word[..4]))
        .map(Into::into)
}

#[test]
fn the_minutes_code_holds_origin_size_and_root() {
    let here = folder("sheet_read_back_minutes");
    let deck = Deck::new(7);
    let mut jobs = Vec::new();
    for (_, paper) in Paper::ALL {
        let on = stationery(paper, Envelope::C56, paper == Paper::Letter);
        let pdf = write(
            &here,
            &format!("{paper:?}"),
            &deck.page(Kind::Minutes, on, NAMES),
        );
        for dpi in [150, 300] {
            jobs.push(json!({
                "pdf": pdf, "dpi": dpi, "turn": 3, "noise": 0.2, "jpeg": 60, "area": null, "modes": [], "seed": dpi,
                "flags": ["--raw", "--oneshot", "-Sbinary"],
            }));
        }
    }
    let answer = pictures(&json!({ "ask": "read", "of": jobs }));
    let head = format!("{ORIGIN}\n88\n{}\n", deck.root_hex);
    for seen in answer.as_array().expect("a list") {
        assert_eq!(seen[0].as_str(), Some(head.as_str()));
    }
    assert_eq!(answer.as_array().map(Vec::len), Some(4));
}

#[test]
fn pins_are_read_from_bad_scans() {
    let here = folder("sheet_read_back_pins");
    let (mut jobs, mut decks) = (Vec::new(), Vec::new());
    for seed in 0..4 {
        for (n, (paper, envelope)) in pairs().into_iter().enumerate() {
            let number = seed * pairs().len() + n;
            let deck = Deck::new((200 + seed * 8 + number) as u64);
            let on = stationery(paper, envelope, false);
            let name = format!("{paper:?}-{envelope:?}-{seed}");
            let pdf = write(&here, &name, &deck.page(Kind::PinPrinted, on, NAMES));
            let folds = Folds::of(paper, envelope);
            jobs.push(json!({
                "pdf": pdf, "dpi": 300, "turn": if seed % 2 == 0 { 3 } else { -3 }, "noise": 0.2, "jpeg": 60, "modes": [6, 4, 3],
                "area": [0.0, folds.back, paper.size().0, folds.front], "seed": seed, "flags": ["--raw"],
            }));
            decks.push((name, deck));
        }
    }
    let answer = pictures(&json!({ "ask": "read", "of": jobs }));
    let (mut pins, mut checks, mut words) = (0, 0, 0);
    for ((name, deck), seen) in decks.iter().zip(answer.as_array().expect("a list")) {
        let modes = seen[1].as_array().expect("a list").iter();
        let read: Vec<&str> = modes.map(|read| read.as_str().expect("a text")).collect();
        let read = read.join("\n");
        let (first, second) = text(&deck.pin).split_at(4);
        let check = std::str::from_utf8(&deck.check).expect("two letters");
        pins += usize::from(read.contains(&format!("{first} {second}")));
        let check_is_read = read.split_whitespace().any(|word| word == check);
        checks += usize::from(check_is_read);
        if !check_is_read {
            println!("{name}: its check letters were not read");
        }
        words += usize::from(
            read.split_whitespace()
                .any(|word| word.to_lowercase() == text(&deck.proof_word)),
        );
    }
    println!(
        "of {} pages: {pins} PINs, {checks} check letters, {words} proof words",
        decks.len()
    );
    assert!(decks.len() >= 30 && pins * 10 >= decks.len() * 9);
    assert!(checks * 10 >= decks.len() * 8 && words * 10 >= decks.len() * 9);
}

// ---- a stranger's path

#[test]
fn a_stranger_gets_the_password_back_from_any_three_of_five_pages() {
    let here = folder("sheet_read_back_stranger");
    let deck = Deck::new(8);
    let on = stationery(Paper::A4, Envelope::C56, false);
    let folds = Folds::of(Paper::A4, Envelope::C56);
    let jobs: Vec<Value> = (0..5)
        .map(|member| {
            let pdf = write(&here, &format!("{member}"), &deck.share(member, on, NAMES));
            json!({
                "pdf": pdf, "dpi": 300, "turn": 0, "noise": 0, "jpeg": 0, "modes": [6, 4, 3], "seed": 0, "flags": ["--raw"],
                "area": [0.0, folds.back, Paper::A4.size().0, folds.front],
            })
        })
        .collect();
    let answer = pictures(&json!({ "ask": "read", "of": jobs }));
    let pages = answer.as_array().expect("a list");
    let by_codes: Vec<String> = pages
        .iter()
        .map(|seen| of_codes(seen[0].as_str().expect("a text")).expect("two codes"))
        .collect();
    let by_words: Vec<String> = pages.iter().map(|seen| of_words(&seen[1])).collect();
    assert_eq!(by_codes, by_words, "the two ways to read a page agree");

    let quorums: Vec<Vec<&String>> = threes(5)
        .map(|places| places.map(|place| &by_words[place]).to_vec())
        .collect();
    let request = json!({ "split": [], "recover": quorums }).to_string();
    let judged = python("tests/judges/slip39.py", request.as_bytes()).expect("the judge ends well");
    let judged: Value = serde_json::from_str(&judged).expect("JSON");
    let recovered = judged["recover"].as_array().expect("a list");
    assert_eq!(recovered.len(), 10);
    for master in recovered {
        assert_eq!(
            password(master.as_str().expect("hex")),
            text(&deck.password)
        );
    }

    // The control: two shares are not enough.
    let request = json!({ "split": [], "recover": [by_words[..2]] }).to_string();
    let judged = python("tests/judges/slip39.py", request.as_bytes()).expect("the judge ends well");
    assert!(judged.contains("refused: "), "{judged}");
}

/// As the leaflet says: two hex digits are one character; a 20 at the end is dropped.
fn password(master: &str) -> String {
    let master = master.strip_suffix("20").unwrap_or(master);
    let pairs = master.as_bytes().chunks(2);
    let code = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16);
    pairs
        .map(|pair| char::from(code(pair).expect("hex")))
        .collect()
}

fn threes(of: usize) -> impl Iterator<Item = [usize; 3]> {
    (0..of).flat_map(move |a| (a + 1..of).flat_map(move |b| (b + 1..of).map(move |c| [a, b, c])))
}
