//! Long ledgers for what is measured: ceremonies that were really played, and so many more like them as are wanted.

#![allow(dead_code)] // each uses its part

use sealwright::book::LEDGER;
use sealwright::ceremony::template::{Template, bind, bind_to_key};
use sealwright::custody::script::Script;
use sealwright::ledger::{Chain, Entry};
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{
    MemoryDisk, PlayedPeople, PlayedPrinter, Script as People, Shared, Stage, Transcript, create,
    play,
};
use sealwright::words::say::Prompt;
use serde_json::Value;
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

/// What is played again and again after the setup: the PIN changes, and is tried once more later on.
const ROUND: [&str; 2] = ["rotate-pin", "verify-pin"];

/// Ceremonies that were played, as the beginning and the pattern of longer ledgers.
pub struct Played {
    /// The setup, and the first round.
    beginning: Vec<Entry>,
    /// The second and the third round: what changes from round to round, and by how much.
    rounds: [Vec<Entry>; 2],
}

impl Played {
    /// Plays the setup of the small plan and three rounds.
    pub fn new() -> Played {
        let plan = Plan::parse("plan.toml", plan::SMALL).expect("the small plan is sound");
        let began = "2026-01-12T09:00:00Z".parse().expect("a date");
        let shared = Shared {
            stage: Rc::new(RefCell::new(Stage::new([7; 32], began))),
            disk: Rc::new(RefCell::new(MemoryDisk::default())),
        };
        create(&shared, &plan).expect("a new book");
        let setup = Template::named("first-setup").expect("a template");
        do_one(&shared, &plan, &bind(&setup, &plan));
        let mut ends = Vec::new();
        for _ in 0..3 {
            for name in ROUND {
                let template = Template::named(name).expect("a template");
                let script = match template.is_for_one_key() {
                    true => bind_to_key(&template, &plan, &plan.keys[0].id),
                    false => bind(&template, &plan),
                };
                do_one(&shared, &plan, &script);
            }
            ends.push(entries(&shared).len());
        }
        let mut beginning = entries(&shared);
        let third = beginning.split_off(ends[1]);
        let second = beginning.split_off(ends[0]);
        assert_eq!(second.len(), third.len(), "each round is like the last");
        Played {
            beginning,
            rounds: [second, third],
        }
    }

    /// Writes so many entries, or a few more: the last round is whole. Says how many, and in how many ceremonies.
    pub fn write(&self, size: u64, out: &mut impl Write) -> io::Result<(u64, u64)> {
        let mut ledger = Ledger::new(out);
        self.begin(&mut ledger)?;
        let mut round = 0;
        while ledger.chain.size() < size {
            for (second, third) in self.rounds[0].iter().zip(&self.rounds[1]) {
                ledger.put(&nth(second, third, round))?;
            }
            round += 1;
        }
        Ok((ledger.chain.size(), ledger.ceremonies))
    }

    /// The same, but all after the first roll call of one ceremony are faults.
    pub fn write_faults(&self, size: u64, out: &mut impl Write) -> io::Result<(u64, u64)> {
        let mut ledger = Ledger::new(out);
        self.begin(&mut ledger)?;
        let called = self.rounds[0]
            .iter()
            .position(|entry| entry.event_type() == "roll-called")
            .expect("a roll call");
        for entry in &self.rounds[0][..=called] {
            ledger.put(entry)?;
        }
        let mut fault = self.rounds[0][called].clone();
        for n in 0..size.saturating_sub(ledger.chain.size()) {
            let what = format!("the printer stopped before page {n} came out");
            fault.event = serde_json::json!({"type": "fault", "step": "1.1", "what": what});
            ledger.put(&fault)?;
        }
        Ok((ledger.chain.size(), ledger.ceremonies))
    }

    fn begin(&self, ledger: &mut Ledger<'_, impl Write>) -> io::Result<()> {
        self.beginning
            .iter()
            .try_for_each(|entry| ledger.put(entry))
    }
}

fn do_one(shared: &Shared, plan: &Plan, script: &Script) {
    shared
        .stage
        .borrow_mut()
        .wait(Duration::from_secs(24 * 60 * 60));
    let mut people = PlayedPeople::new(shared.clone(), Quiet, People::default());
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&shared.stage),
        jam_in: None,
    };
    let ending = play(shared, plan, Some(script), &mut people, &mut printer);
    assert_eq!(
        format!("{ending:?}"),
        "Ok(Ended)",
        "{}",
        script.template.name
    );
}

/// Nobody reads the transcript.
struct Quiet;

impl Transcript for Quiet {
    fn write(&mut self, _: &Prompt, _: Option<&str>) {}
}

fn entries(shared: &Shared) -> Vec<Entry> {
    let ledger = shared.disk.borrow_mut().read(LEDGER).expect("readable");
    let ledger = ledger.expect("a ledger");
    let mut chain = Chain::new();
    let lines = ledger
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .map(|line| chain.push_line(line).expect("a valid line"))
        .collect()
}

/// A ledger that is being written.
struct Ledger<'o, W> {
    chain: Chain,
    ceremonies: u64,
    out: &'o mut W,
}

impl<W: Write> Ledger<'_, W> {
    fn new(out: &mut W) -> Ledger<'_, W> {
        Ledger {
            chain: Chain::new(),
            ceremonies: 0,
            out,
        }
    }

    fn put(&mut self, like: &Entry) -> io::Result<()> {
        let by: Vec<&str> = like.by.iter().map(String::as_str).collect();
        let event = match (like.event_type(), self.chain.head()) {
            ("checkpoint", Some(head)) => head.checkpoint(),
            _ => like.event.clone(),
        };
        self.ceremonies = self.ceremonies.max(like.ceremony);
        let next = self
            .chain
            .next(like.at, &by, like.ceremony, event)
            .expect("what was played can be written");
        self.chain = next.chain;
        writeln!(self.out, "{}", next.line)
    }
}

/// The entry of the `round`-th round after the first, from 0, by what changed from the second to the third.
fn nth(second: &Entry, third: &Entry, round: i64) -> Entry {
    let between = third.at.duration_since(second.at);
    Entry {
        at: second.at + between * i32::try_from(round).expect("few rounds"),
        ceremony: (second.ceremony as i64
            + round * (third.ceremony as i64 - second.ceremony as i64)) as u64,
        event: nth_value(&second.event, &third.event, round),
        ..second.clone()
    }
}

/// Numbers and serials go on as they began; everything else, such as what a key signed, stays.
fn nth_value(second: &Value, third: &Value, round: i64) -> Value {
    match (second, third) {
        (Value::Object(a), Value::Object(b)) => {
            let members = a.iter().map(|(key, value)| {
                let other = b.get(key).unwrap_or(value);
                (key.clone(), nth_value(value, other, round))
            });
            Value::Object(members.collect())
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let items = a.iter().zip(b).map(|(a, b)| nth_value(a, b, round));
            Value::Array(items.collect())
        }
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => (a + round * (b - a)).into(),
            _ => second.clone(),
        },
        (Value::String(a), Value::String(b)) => match (serial(a), serial(b)) {
            (Some((name, a, width)), Some((_, b, _))) => {
                format!("{name}{:0width$}", a + round * (b - a)).into()
            }
            _ => second.clone(),
        },
        _ => second.clone(),
    }
}

/// A serial such as `P-0001` or `SW-410007`: what stands before its number, the number, and its digits.
fn serial(text: &str) -> Option<(&str, i64, usize)> {
    let (letters, digits) = text.split_once('-')?;
    let plain = letters.bytes().all(|b| b.is_ascii_uppercase())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (4..=9).contains(&digits.len());
    plain.then_some((&text[..=letters.len()], digits.parse().ok()?, digits.len()))
}

/// How much a program computed, and how much memory it had at most.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Processor time: others on the machine do not count.
    pub time: Duration,
    /// As the kernel counts it, in KiB.
    pub resident_kib: u64,
}

impl Run {
    /// Before the first.
    pub const WORST: Run = Run {
        time: Duration::MAX,
        resident_kib: 0,
    };

    /// The faster time of two runs, and the larger memory.
    pub fn or_better(self, other: Run) -> Run {
        Run {
            time: self.time.min(other.time),
            resident_kib: self.resident_kib.max(other.resident_kib),
        }
    }

    /// Runs a program to its end, which has to be a good one.
    pub fn of(program: &Path, arguments: &[PathBuf]) -> Run {
        let mut child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let told = |what: &str| std::fs::read_to_string(format!("/proc/{}/{what}", child.id()));
        let mut resident_kib = 0;
        // What it has used is told until it was waited for.
        let ticks: u64 = loop {
            let status = told("status").expect("it was not waited for");
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = peak.and_then(|kib| kib.split_whitespace().next()?.parse().ok());
            resident_kib = resident_kib.max(peak.unwrap_or_default());
            let stat = told("stat").expect("it was not waited for");
            let (_, stat) = stat.rsplit_once(") ").expect("a state");
            let fields: Vec<&str> = stat.split(' ').collect();
            let [user, system] = [11, 12].map(|n| fields[n].parse::<u64>().expect("ticks"));
            if fields[0] == "Z" {
                break user + system;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let time = Duration::from_millis(ticks * 10); // USER_HZ is 100
        let ended = child.wait().expect("it can be waited for");
        let output = child.wait_with_output().expect("its output");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(ended.success(), "{said}");
        Run { time, resident_kib }
    }
}
