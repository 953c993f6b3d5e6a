//! Pages of every kind with made-up data, and tools that we did not write that look at them.
#![allow(dead_code)] // each test file uses its part

use jiff::civil::date;
use sealwright::secret::{
    Entropy, EntropyFailed, Secret, check_letters, draw_pin, draw_proof_word,
};
use sealwright::share::{Scheme, Share, master_of_password, split};
use sealwright::sheet::{
    Envelope, Minutes, Page, Paper, PinSheet, PinText, ShareSheet, Stationery, minutes, pin_sheet,
    share_sheet,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

pub const KINDS: [Kind; 4] = [
    Kind::PinPrinted,
    Kind::PinWritten,
    Kind::Share,
    Kind::Minutes,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    PinPrinted,
    PinWritten,
    Share,
    Minutes,
}

/// Names from outside that stand on the pages.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    pub organisation: &'a str,
    pub serial: &'a str,
    pub key: &'a str,
    pub account: &'a str,
    pub place: &'a str,
    pub person: &'a str,
}

pub const NAMES: Names = Names {
    organisation: "Example Oy",
    serial: "S-0042",
    key: "alpha-1",
    account: "emergency-alpha@example.onmicrosoft.com",
    place: "Safe in the east building, finance office",
    person: "Aino Virtanen",
};

impl<'a> Names<'a> {
    /// The same name wherever one stands.
    pub fn all(name: &'a str) -> Names<'a> {
        Names {
            organisation: name,
            serial: name,
            key: name,
            account: name,
            place: name,
            person: name,
        }
    }
}

pub fn stationery(paper: Paper, envelope: Envelope, rehearsal: bool) -> Stationery<'static> {
    Stationery {
        rehearsal,
        organisation: NAMES.organisation,
        paper,
        envelope,
    }
}

/// Every paper with every envelope.
pub fn pairs() -> Vec<(Paper, Envelope)> {
    let papers = Paper::ALL.map(|(_, paper)| paper);
    let with = |paper| Envelope::ALL.map(|(_, envelope)| (paper, envelope));
    papers.into_iter().flat_map(with).collect()
}

/// One set of secrets: a PIN, and a password of 40 characters split 3 of 5.
pub struct Deck {
    pub password: Secret,
    pub words: Vec<Secret>,
    pub pin: Secret,
    pub check: [u8; 2],
    pub proof_word: Secret,
    pub root_hex: String,
    pub set: u32,
}

pub const ORIGIN: &str = "book/0f1e2d3c4b5a69788796a5b4c3d2e1f0";

impl Deck {
    pub fn new(seed: u64) -> Deck {
        let mut entropy = Seeded { seed, counter: 0 };
        let password =
            sealwright::secret::draw_password(40, &alphabet(), &mut entropy).expect("a password");
        let master = master_of_password(&password).expect("a master secret");
        let scheme = Scheme::single(3, 5).expect("a scheme");
        let shares: Vec<Share> = split(&master, &scheme, &mut entropy)
            .expect("shares")
            .remove(0);
        let pin = draw_pin(8, &mut entropy).expect("a PIN");
        Deck {
            check: check_letters(&pin, NAMES.serial),
            words: shares.iter().map(|s| s.words().expect("room")).collect(),
            set: u32::from(shares[0].label().id),
            proof_word: draw_proof_word(&mut entropy).expect("a word"),
            root_hex: hex(&Sha256::digest(seed.to_be_bytes())),
            password,
            pin,
        }
    }

    pub fn page(&self, kind: Kind, on: Stationery, names: Names) -> Page<'_> {
        match kind {
            Kind::Share => self.share(0, on, names),
            Kind::PinWritten => self.pin_sheet(PinText::Written { digits: 8 }, on, names),
            Kind::PinPrinted => {
                let (pin, check) = (&self.pin, &self.check);
                self.pin_sheet(PinText::Printed { pin, check }, on, names)
            }
            Kind::Minutes => minutes(&Minutes {
                on: Stationery {
                    organisation: names.organisation,
                    ..on
                },
                ceremony: 7,
                title: names.place,
                date: date(2026, 11, 2),
                present: vec![
                    (names.person.into(), "key custodian".into()),
                    ("Edda Olsen".into(), "PIN custodian".into()),
                ],
                done: vec![format!("The PIN of key {} was changed.", names.key)],
                places: vec![format!("Key {}, in bag B-0311.", names.key)],
                exceptions: vec![],
                head_words: "one two three four five six seven",
                origin: ORIGIN,
                head_size: 88,
                head_root_hex: &self.root_hex,
                ledger_lines: (12, 87),
            }),
        }
    }

    pub fn share(&self, member: usize, on: Stationery, names: Names) -> Page<'_> {
        share_sheet(&ShareSheet {
            on: Stationery {
                organisation: names.organisation,
                ..on
            },
            serial: names.serial,
            account: names.account,
            identifier: self.set,
            member: member as u32 + 1,
            members: 5,
            threshold: 3,
            place: names.place,
            date: date(2026, 11, 2),
            due: date(2027, 11, 2),
            words: &self.words[member],
            proof_word: &self.proof_word,
            cover: COVER,
        })
    }

    pub fn pin_sheet<'s>(&'s self, pin: PinText<'s>, on: Stationery, names: Names) -> Page<'s> {
        pin_sheet(&PinSheet {
            on: Stationery {
                organisation: names.organisation,
                ..on
            },
            serial: names.serial,
            key: names.key,
            account: names.account,
            place: names.place,
            date: date(2026, 11, 2),
            due: date(2027, 11, 2),
            pin,
            proof_word: &self.proof_word,
            cover: COVER,
        })
    }
}

/// What the pattern against see-through is made from: the same on all pages here, so that only secrets differ.
pub const COVER: [u8; 32] = [0xA7; 32];

/// SHA-256 over a seed and a counter.
struct Seeded {
    seed: u64,
    counter: u64,
}

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        for chunk in out.chunks_mut(32) {
            self.counter += 1;
            let block =
                Sha256::digest([self.seed.to_be_bytes(), self.counter.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn text(secret: &Secret) -> &str {
    secret.text().expect("UTF-8")
}

// ---- the tools

/// An empty folder below target/.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder below target/");
    folder
}

/// Writes a page as PDF.
pub fn write(folder: &Path, name: &str, page: &Page) -> PathBuf {
    let path = folder.join(name).with_extension("pdf");
    let pdf = page.pdf().unwrap_or_else(|e| panic!("{name}: {e}"));
    std::fs::write(&path, pdf.bytes()).expect("written");
    path
}

/// What a program wrote to standard output; it must have ended well and complained of nothing.
pub fn run(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program)
        .args(arguments.iter().map(|a| match *a {
            "FILE" => file.as_os_str(),
            other => other.as_ref(),
        }))
        .output()
        .unwrap_or_else(|e| panic!("{program} is needed (see tests/run): {e}"));
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && complaints.is_empty(),
        "{program} {}: {complaints}{}",
        file.display(),
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Asks `tests/judges/pictures.py`: one JSON request, one answer.
pub fn pictures(request: &Value) -> Value {
    python("tests/judges/pictures.py", request.to_string().as_bytes())
        .map(|answer| serde_json::from_str(&answer).expect("the judge answers in JSON"))
        .expect("the judge ends well (is pillow installed for its Python?)")
}

/// What a Python program of this repository answers; `Err` with the same where it ends badly.
pub fn python(program: &str, input: &[u8]) -> Result<String, String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| format!("{root}/tests/.venv/bin/python"));
    let mut judge = Command::new(&python)
        .arg("-B")
        .arg(format!("{root}/{program}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("no Python at {python}: run tests/run ({e})"));
    let mut stdin = judge.stdin.take().expect("piped");
    stdin.write_all(input).expect("the judge reads");
    drop(stdin);
    let output = judge.wait_with_output().expect("the judge ends");
    let answer = String::from_utf8(output.stdout).expect("UTF-8");
    match output.status.success() {
        true => Ok(answer),
        false => Err(answer),
    }
}

/// Does the same to each item, on as many threads as there are cores; the results in order.
pub fn each<T: Send, R: Send>(items: Vec<T>, act: impl Fn(T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(2, |n| n.get());
    let count = items.len();
    let queue = Mutex::new(items.into_iter().enumerate());
    let results = Mutex::new(Vec::with_capacity(count));
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no panic").next();
                    let Some((n, item)) = next else { break };
                    let result = act(item);
                    results.lock().expect("no panic").push((n, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no panic");
    results.sort_by_key(|(n, _)| *n);
    results.into_iter().map(|(_, result)| result).collect()
}

/// What a password is drawn from: typed alike on two keyboards.
pub fn alphabet() -> sealwright::secret::Alphabet {
    use sealwright::secret::{Layout, alphabet};
    alphabet(&[Layout::Us, Layout::De]).expect("three classes")
}
