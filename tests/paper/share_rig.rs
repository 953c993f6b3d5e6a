//! What the tests of shares have in common: seeded splits, words as numbers and back, RS1024 by its definition, Python.

#![allow(dead_code)] // each test file uses a part of it

use sealwright::rehearsal::SeededDice;
use sealwright::secret::{Entropy, Secret};
use sealwright::share::{Scheme, Share, master_of_password, split};
use std::io::Write;
use std::process::{Command, Output, Stdio};

pub const WORD_LIST: &str = include_str!("../../src/share/wordlist/english.txt");

/// A password of 40 characters, split; the same every time.
pub fn shares_of(seed: u64, scheme: &Scheme) -> (Secret, Vec<Share>) {
    let mut dice = SeededDice::of_number(seed, "shares");
    let password =
        sealwright::secret::draw_password(40, &alphabet(), &mut dice).expect("a password");
    let master = master_of_password(&password).expect("a master");
    let groups = split(&master, scheme, &mut dice).expect("shares");
    (password, groups.into_iter().flatten().collect())
}

pub fn single(k: u8, n: u8) -> Scheme {
    Scheme::single(k, n).expect("a scheme")
}

pub fn text_of(share: &Share) -> String {
    let words = share.words().expect("room");
    words.text().expect("ASCII").to_owned()
}

/// As a person types it: four letters a word.
pub fn short(text: &str) -> String {
    let four = |word: &str| word.chars().take(4).collect::<String>();
    text.split(' ').map(four).collect::<Vec<_>>().join(" ")
}

pub fn numbers_of(text: &str) -> Vec<u16> {
    let number = |word: &str| WORD_LIST.lines().position(|w| w == word);
    let words = text.split(' ');
    words
        .map(|word| number(word).expect("a word") as u16)
        .collect()
}

pub fn spelled(numbers: &[u16]) -> String {
    let list: Vec<&str> = WORD_LIST.lines().collect();
    let words: Vec<&str> = numbers.iter().map(|&n| list[usize::from(n)]).collect();
    words.join(" ")
}

/// The share with its value altered at its last word, and a checksum that is right: what a forger makes.
pub fn forged(text: &str) -> String {
    let mut numbers = numbers_of(text);
    let body = numbers.len() - 3;
    numbers[body - 1] ^= 1;
    let state = rs1024(b"shamir", &[&numbers[..body], &[0; 3]].concat()) ^ 1;
    numbers.truncate(body);
    numbers.extend([20, 10, 0].map(|shift| (state >> shift & 0x3ff) as u16));
    spelled(&numbers)
}

/// RS1024 by its definition, and not with our code: the remainder, modulo (x - a)(x - a^2)(x - a^3), of a one, the
/// customization string and the words, over GF(1024) = GF(2)[a] / (a^10 + a^3 + 1).
pub fn rs1024(customization: &[u8], words: &[u16]) -> u32 {
    let multiply = |a: u16, b: u16| {
        let bits = (0..10).filter(|bit| b >> bit & 1 == 1);
        let product = bits.fold(0u32, |sum, bit| sum ^ u32::from(a) << bit);
        let reduced = (10..20).rev().fold(product, |p, bit| {
            if p >> bit & 1 == 1 {
                p ^ 0x409 << (bit - 10)
            } else {
                p
            }
        });
        reduced as u16
    };
    let (a1, a2, a3) = (2, 4, 8);
    let generator = [
        a1 ^ a2 ^ a3,
        multiply(a1, a2) ^ multiply(a1, a3) ^ multiply(a2, a3),
        multiply(multiply(a1, a2), a3),
    ];
    let letters = customization.iter().map(|&byte| u16::from(byte));
    let symbols = std::iter::once(1)
        .chain(letters)
        .chain(words.iter().copied());
    let mut state = [0u16; 3];
    for symbol in symbols {
        let [top, middle, low] = state;
        state = [
            middle ^ multiply(top, generator[0]),
            low ^ multiply(top, generator[1]),
            symbol ^ multiply(top, generator[2]),
        ];
    }
    state
        .iter()
        .fold(0, |bits, &symbol| bits << 10 | u32::from(symbol))
}

/// The interpreter of the judges.
pub fn interpreter() -> String {
    std::env::var("SEALWRIGHT_PYTHON").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/.venv/bin/python").to_owned()
    })
}

/// Runs a script of this repository, types `input` and gives back what it said.
pub fn python(script: &str, args: &[&str], input: &str) -> Output {
    let python = interpreter();
    let mut child = Command::new(&python)
        .arg(format!("{}/{script}", env!("CARGO_MANIFEST_DIR")))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("no Python at {python}: run tests/run ({error})"));
    let mut stdin = child.stdin.take().expect("piped");
    // Who refuses the first line reads no second one.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

/// What python-shamir-mnemonic says to shares: the secret as hex, or `refused: ` and why.
pub fn shamir_mnemonic(shares: &[String]) -> String {
    let request = serde_json::json!({ "split": [], "recover": [shares] });
    let output = python("tests/judges/slip39.py", &[], &request.to_string());
    assert!(output.status.success(), "the judge failed");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    answer["recover"][0].as_str().expect("text").to_owned()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Random numbers for which nothing is at stake: the same every time (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        let mut seeds = [0; 8];
        SeededDice::of_number(seed, "random")
            .fill(&mut seeds)
            .expect("seeded");
        Random(u64::from_be_bytes(seeds) | 1)
    }

    /// From 0 to `below` - 1.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        ((high * below as u64) >> 32) as usize
    }
}

/// What a password is drawn from: typed alike on two keyboards.
pub fn alphabet() -> sealwright::secret::Alphabet {
    use sealwright::secret::{Layout, alphabet};
    alphabet(&[Layout::Us, Layout::De]).expect("three classes")
}
