//! The promise: what is typed wrong in a share, in any one place or in two or three words, is found, and the word is
//! named where it can be; a forged share is refused. The same for the line of a PIN with its check letters.

use crate::share_rig::*;
use sealwright::secret::{PROOF_WORDS, Secret, check_letters, draw_pin};
use sealwright::share::{CombineError, Differs, Entry, Share, ShareError, Suspect, combine, judge};
use std::collections::{HashMap, HashSet};

/// The lines of several shares as they are typed: whole words, four letters, numbered capitals.
fn typed_lines() -> Vec<String> {
    let (_, shares) = shares_of(1, &single(3, 5));
    let numbered = |text: &str| -> String {
        let words = text.split(' ').zip(1..);
        let words: Vec<String> = words.map(|(word, n)| format!("{n}. {word}")).collect();
        words.join(" ").to_uppercase()
    };
    vec![
        text_of(&shares[0]),
        short(&text_of(&shares[2])),
        numbered(&short(&text_of(&shares[4]))),
    ]
}

/// How many wrong lines there were, and what was said of them.
#[derive(Default, Debug)]
struct Tally {
    tried: usize,
    same_share: usize,
    not_in_list: usize,
    out_of_step: usize,
    count: usize,
    suspected: usize,
    swapped: usize,
    unnamed: usize,
}

impl Tally {
    /// Judges one wrong line: it is found, and if one word alone differs, that one is named; or it is the same share.
    fn judge(&mut self, right: &str, wrong: &str) {
        self.tried += 1;
        let error = match Share::parse(wrong) {
            Ok(share) => {
                let meant = Share::parse(right).expect("the right line");
                assert_eq!(share.fingerprint(), meant.fingerprint(), "{right}\n{wrong}");
                self.same_share += 1;
                return;
            }
            Err(error) => error,
        };
        let differing = differing(right, wrong);
        let is_one_of_them = |position: usize| {
            assert!(
                differing.contains(&position),
                "{position} of {differing:?}: {wrong}"
            );
        };
        match error {
            ShareError::UnknownWord { position, .. } => {
                self.not_in_list += 1;
                is_one_of_them(position);
            }
            ShareError::OutOfStep { .. } => self.out_of_step += 1,
            ShareError::Checksum {
                suspect: Suspect::Word(position),
            } => {
                self.suspected += 1;
                is_one_of_them(position);
            }
            ShareError::Checksum {
                suspect: Suspect::Swapped(a, b),
            } => {
                self.swapped += 1;
                is_one_of_them(a);
                is_one_of_them(b);
            }
            ShareError::Checksum {
                suspect: Suspect::Unknown,
            } => {
                self.unnamed += 1;
                assert_ne!(
                    differing.len(),
                    1,
                    "one wrong word is always named: {wrong}"
                );
            }
            ShareError::WordCount { .. } => self.count += 1,
            _ => panic!("{error}: {wrong}"),
        }
        // What the entry shows while this is typed agrees with what is said in the end.
        if self.tried.is_multiple_of(40) {
            assert_eq!(shown_while_typing(wrong), named_by_entry(error), "{wrong}");
        }
    }
}

/// The positions at which two lines differ, numbers aside; from the first on, where one has more words.
fn differing(right: &str, wrong: &str) -> Vec<usize> {
    let words = |text: &str| -> Vec<String> {
        let bare = |token: &str| {
            let bare = token.trim_start_matches(|c: char| c.is_ascii_digit());
            let marked = bare.strip_prefix(['.', ')']).filter(|_| bare != token);
            marked.unwrap_or(bare).to_owned()
        };
        let words = text.split_whitespace().map(bare);
        words.filter(|word| !word.is_empty()).collect()
    };
    let (right, wrong) = (words(right), words(wrong));
    let differ = |at: &usize| right.get(*at) != wrong.get(*at);
    let places = (0..right.len().max(wrong.len())).filter(differ);
    places.map(|at| at + 1).collect()
}

fn shown_while_typing(text: &str) -> Option<usize> {
    let mut entry = Entry::new().expect("room");
    for c in text.chars().chain(['\n']) {
        entry.push(c).expect("room");
    }
    entry.shown().earlier.map(|(number, _)| number)
}

fn named_by_entry(error: ShareError) -> Option<usize> {
    match error {
        ShareError::UnknownWord { position, .. } | ShareError::OutOfStep { position, .. } => {
            Some(position)
        }
        _ => None,
    }
}

fn with(text: &str, from: usize, to: usize, new: &str) -> String {
    format!("{}{new}{}", &text[..from], &text[to..])
}

#[test]
fn i8_every_wrong_missing_extra_or_swapped_character_of_a_typed_share_is_found_and_the_word_named()
{
    let mut all = 0;
    for line in typed_lines() {
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let mut tallies: [Tally; 4] = Default::default();
        for at in 0..line.len() {
            let [changed, deleted, inserted, swapped] = &mut tallies;
            for letter in letters
                .iter()
                .filter(|l| l.as_bytes()[0] != line.as_bytes()[at])
            {
                changed.judge(&line, &with(&line, at, at + 1, letter));
                inserted.judge(&line, &with(&line, at, at, letter));
            }
            deleted.judge(&line, &with(&line, at, at + 1, ""));
            if let Some(two) = line.get(at..at + 2) {
                let turned: String = two.chars().rev().collect();
                if turned != two {
                    swapped.judge(&line, &with(&line, at, at + 2, &turned));
                }
            }
        }
        for (kind, tally) in ["changed", "deleted", "inserted", "swapped"]
            .iter()
            .zip(&tallies)
        {
            println!("{kind}: {tally:?}");
            all += tally.tried;
        }
    }
    println!("{all} wrong lines, all found");
    assert!(all > 30_000, "{all}");
}

#[test]
fn i8_stray_punctuation_digits_and_foreign_letters_are_found_and_the_word_named_and_capitals_accepted()
 {
    let line = &typed_lines()[0];
    let mut tally = Tally::default();
    for at in 0..=line.len() {
        for stray in [
            ",", ".", ";", "-", "_", "'", "\u{2019}", "7", "\u{e9}", "\u{430}", "\u{200b}", "\0",
        ] {
            tally.judge(line, &with(line, at, at, stray));
        }
    }
    println!("{tally:?}");
    // Nothing but a 7 before the seventh word is harmless.
    assert_eq!((tally.same_share, tally.suspected + tally.unnamed), (1, 0));

    let right = Share::parse(line).expect("the right line").fingerprint();
    for at in (0..line.len()).filter(|&at| line.as_bytes()[at] != b' ') {
        let capital = line[at..=at].to_uppercase();
        for typed in [with(line, at, at + 1, &capital), line.to_uppercase()] {
            assert!(Share::parse(&typed).is_ok_and(|share| share.fingerprint() == right));
        }
    }
}

/// BIP-39's list is another one, and so are the proof words of our sheets.
#[test]
fn i8_a_word_of_another_list_is_found_at_every_place() {
    const BIP39: &str = "abandon ability able about above absent absorb abstract absurd abuse access accident account \
        accuse achieve acoustic acquire across action actor actress actual adapt add addict address adjust admit \
        zebra zero zone zoo";
    let ours: HashSet<&str> = WORD_LIST.lines().collect();
    let others = BIP39.split_whitespace().chain(PROOF_WORDS.iter().copied());
    let others: Vec<&str> = others.filter(|word| !ours.contains(word)).collect();
    let line = &typed_lines()[0];
    let words: Vec<&str> = line.split(' ').collect();
    let mut tried = 0;
    for place in 0..words.len() {
        for other in others.iter().skip(place % 7).step_by(7) {
            let mut typed = words.clone();
            typed[place] = other;
            let error = Share::parse(&typed.join(" ")).err();
            // `breath` is the beginning of `breathe`: then the checksum finds it.
            let position = match error {
                Some(ShareError::UnknownWord { position, .. }) => position,
                Some(ShareError::Checksum {
                    suspect: Suspect::Word(position),
                }) if ours.iter().any(|word| word.starts_with(other)) => position,
                _ => panic!("{other} at {place}: {error:?}"),
            };
            assert_eq!(position, place + 1);
            tried += 1;
        }
    }
    println!(
        "{tried} words of other lists, all named; {} words",
        others.len()
    );
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn i8_moved_missing_and_doubled_words_are_found_in_every_line() {
    let (_, shares) = shares_of(2, &single(2, 4));
    let mut tried = 0;
    for share in &shares {
        let line = text_of(share);
        let words: Vec<&str> = line.split(' ').collect();
        for from in 0..words.len() {
            for to in 0..words.len() {
                let mut moved = words.clone();
                let word = moved.remove(from);
                moved.insert(to, word);
                if moved != words {
                    let error = Share::parse(&moved.join(" ")).err();
                    assert!(
                        matches!(error, Some(ShareError::Checksum { .. })),
                        "{error:?}"
                    );
                    if to == from + 1 {
                        let suspect = Suspect::Swapped(from + 1, to + 1);
                        assert_eq!(error, Some(ShareError::Checksum { suspect }));
                    }
                    tried += 1;
                }
            }
            let [mut missing, mut doubled] = [words.clone(), words.clone()];
            missing.remove(from);
            doubled.insert(from, words[from]);
            for wrong in [missing, doubled] {
                assert!(Share::parse(&wrong.join(" ")).is_err());
                tried += 1;
            }
        }
    }
    println!("{tried} lines with words moved, missing or doubled, all found");
}

/// The one gap, and SLIP-39's: the flag in the second word chooses the start of the checksum. Errors that flip it among
/// three words may meet by chance, see the next test.
#[test]
fn i8_a_million_double_and_a_million_triple_word_errors_are_all_found() {
    let (_, shares) = shares_of(3, &single(3, 5));
    let right: Vec<Vec<u16>> = shares.iter().map(|s| numbers_of(&text_of(s))).collect();
    let mut random = Random::new(3);
    for wrong_words in [2, 3] {
        let mut parsed = 0;
        for n in 0..1_000_000 {
            let mut words = right[n % right.len()].clone();
            let mut places = HashSet::new();
            while places.len() < wrong_words {
                places.insert(random.below(words.len()));
            }
            for &place in &places {
                words[place] ^= 1 + random.below(1023) as u16;
            }
            assert!(!judge::is_sound(&words), "{places:?}");
            // The same through the text, for some.
            if n % 1000 == 0 {
                let error = Share::parse(&spelled(&words)).err();
                assert!(
                    matches!(error, Some(ShareError::Checksum { .. })),
                    "{error:?}"
                );
                parsed += 1;
            }
        }
        println!("1000000 times {wrong_words} wrong words, all found; {parsed} of them as text");
    }
}

/// Found by search: three words, the second among them, that are wrong in a way that RS1024 does not see, because the
/// flag's other value starts the checksum elsewhere. The set's other shares and the fingerprint still tell.
#[test]
fn i8_the_triple_error_that_the_checksum_cannot_see_is_found_when_shares_are_combined() {
    let (_, shares) = shares_of(4, &single(2, 3));
    let texts: Vec<String> = shares.iter().map(text_of).collect();
    let right = numbers_of(&texts[0]);
    // What a change does to the final state: RS1024 is linear.
    let zeros = vec![0; right.len()];
    let nothing = rs1024(b"shamir", &zeros);
    let effect = |at: usize, change: u16| {
        let mut words = zeros.clone();
        words[at] = change;
        rs1024(b"shamir", &words) ^ nothing
    };
    let elsewhere = nothing ^ rs1024(b"shamir_extendable", &zeros);
    let places = 20..24;
    let mut singles = HashMap::new();
    for at in places.clone() {
        singles.extend((1..1024).map(|change| (effect(at, change), (at, change))));
    }
    let flips: Vec<u32> = (0..1024)
        .filter(|change| change >> 4 & 1 == 1)
        .map(|change| effect(1, change) ^ elsewhere)
        .collect();
    let mut unseen = Vec::new();
    for (of_one, one) in &singles {
        for (flip, change) in flips.iter().zip((0..1024u16).filter(|c| c >> 4 & 1 == 1)) {
            if let Some(other) = singles
                .get(&(of_one ^ flip))
                .filter(|other| other.0 > one.0)
            {
                unseen.push([(1, change), *one, *other]);
            }
        }
    }
    println!(
        "{} triples among words 2 and 21 to 24 are unseen",
        unseen.len()
    );
    let triple = unseen.first().expect("some three to four are expected");
    let mut words = right.clone();
    for (at, change) in triple {
        words[*at] ^= change;
    }
    let wrong = Share::parse(&spelled(&words)).expect("the checksum does not see it");
    assert_ne!(wrong.fingerprint(), shares[0].fingerprint());
    let second = Share::parse(&texts[1]).expect("a share");
    let error = combine(&[second, wrong]).err();
    let Some(CombineError::OtherSet { differs, .. }) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(differs, Differs::Id | Differs::Extendable));
}

#[test]
fn i8_a_forged_share_with_its_label_and_a_right_checksum_has_another_fingerprint_and_opens_nothing()
{
    for (seed, k) in [(5, 2), (6, 3)] {
        let (_, shares) = shares_of(seed, &single(k, 5));
        let texts: Vec<String> = shares.iter().map(text_of).collect();
        for at in 0..usize::from(k) {
            let forgery = forged(&texts[at]);
            let share = Share::parse(&forgery).expect("its checksum is right");
            assert_eq!(share.label(), shares[at].label());
            assert_ne!(share.fingerprint(), shares[at].fingerprint());

            let mut quorum = texts[..usize::from(k)].to_vec();
            quorum[at] = forgery;
            let parsed: Vec<Share> = quorum.iter().flat_map(|t| Share::parse(t)).collect();
            let refused = CombineError::Digest {
                group_index: Some(0),
            };
            assert_eq!(combine(&parsed).err(), Some(refused));
            let judged = shamir_mnemonic(&quorum);
            assert!(judged.starts_with("refused: "), "{judged}");
        }
    }
}

// ---- the line of a PIN

#[test]
fn i3_every_wrong_and_swapped_character_of_a_typed_pin_line_is_found_and_the_rest_at_a_stated_rate()
{
    const SERIAL: &str = "P-0042";
    let mut dice = sealwright::rehearsal::SeededDice::of_number(7, "pins");
    let (mut certain, mut shifted, mut missed) = (0, 0u32, 0u32);
    for digits in 4..=16 {
        for _ in 0..60 {
            let pin = draw_pin(digits, &mut dice).expect("a PIN");
            let letters = check_letters(&pin, SERIAL);
            let pin = pin.bytes().to_vec();
            let fits = |mut wrong: Vec<u8>| {
                let wrong = Secret::take(&mut wrong).expect("room");
                check_letters(&wrong, SERIAL) == letters
            };
            for at in 0..pin.len() {
                for digit in b'0'..=b'9' {
                    let mut changed = pin.clone();
                    changed[at] = digit;
                    if changed != pin {
                        assert!(!fits(changed));
                        certain += 1;
                    }
                    let mut longer = pin.clone();
                    longer.insert(at, digit);
                    shifted += 1;
                    missed += u32::from(fits(longer));
                }
                let mut swapped = pin.clone();
                swapped.swap(at, (at + 1) % pin.len());
                if swapped != pin {
                    assert!(!fits(swapped));
                    certain += 1;
                }
                let mut shorter = pin.clone();
                shorter.remove(at);
                shifted += 1;
                missed += u32::from(fits(shorter));
            }
        }
    }
    let rate = f64::from(shifted) / f64::from(missed);
    println!(
        "{certain} changed or swapped, all found; of {shifted} inserted or deleted, {missed} missed: one in {rate:.0}"
    );
    assert!(certain > 70_000, "{certain}");
    assert!((380.0..620.0).contains(&rate), "{rate}");
}
