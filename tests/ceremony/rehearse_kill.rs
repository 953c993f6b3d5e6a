//! The real binary is killed, starved of disk, and started twice; a resume always ends with everything sealed.

use crate::rehearse_rig::{
    self, SEALWRIGHT, assert_sealed, complaint, custody, fresh_folder, rehearse, run, text,
};
use sealwright::custody::{Deed, Event};
use sealwright::rehearsal::{
    Folder, MemoryDisk, PlayedPeople, PlayedPrinter, Script, SeededDice, Shared, Stage, create,
    play,
};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Kills that must fall into a running rehearsal, and so many of them between a deed's intent and its outcome.
const KILLS: u64 = 30;
const IN_A_DEED: u64 = 4;

/// Rehearsals at most: on a busy machine many a kill comes too late.
const MOST: usize = 200;

#[test]
fn i2_a_rehearsal_that_is_killed_anywhere_goes_on_and_ends_sealed() {
    let here = fresh_folder("rehearse-kill");
    let (lines, time) = a_whole_one(&here.join("whole"));
    let mut chance = Chance(SeededDice::of_number(1, "kills"));
    let mut kills = Kills::default();
    let mut ended = Vec::new();
    while kills.fell < KILLS || kills.in_a_deed < IN_A_DEED {
        assert!(ended.len() < MOST, "too few kills: {kills}");
        let out = here.join(format!("{}", ended.len()));
        let mut child = quiet(&mut rehearse(&[
            "--seed",
            &ended.len().to_string(),
            "--out",
            text(&out),
        ]));
        let mut killed = kill_somewhere(&mut child, &out, &mut chance, lines, time);
        if !out.join("world.json").exists() {
            let refused = run(&["--resume", text(&out)]);
            assert_eq!(refused.status.code(), Some(2));
            assert!(
                complaint(&refused).contains("begun again"),
                "{}",
                complaint(&refused)
            );
            kills.before_it_began += 1;
            std::fs::remove_dir_all(&out)
                .or_else(|e| if out.exists() { Err(e) } else { Ok(()) })
                .expect("removed");
            continue;
        }
        // Resumed until it ends; up to three times it is killed again, with chance a half.
        for again in 0.. {
            kills.fell(killed, &out);
            if again < 3 && chance.below(2) == 0 {
                let mut child = quiet(&mut rehearse(&["--resume", text(&out)]));
                killed = kill_somewhere(&mut child, &out, &mut chance, lines + 40, time);
                continue;
            }
            let done = run(&["--resume", text(&out)]);
            assert_eq!(
                done.status.code(),
                Some(0),
                "{}: {}",
                out.display(),
                complaint(&done)
            );
            break;
        }
        ended.push(out);
    }
    eprintln!("{} rehearsals: {kills}", ended.len());

    assert_sealed(&ended);
    for out in &ended {
        assert_eq!(custody(out).exceptions().count(), 0, "{}", out.display());
        let verify = Command::new(SEALWRIGHT)
            .args(["ledger", "verify", text(&out.join("book"))])
            .output()
            .expect("runs");
        assert_eq!(verify.status.code(), Some(0), "{}", complaint(&verify));
    }
}

#[test]
fn i11_a_full_disk_stops_it_with_a_clear_message_and_it_goes_on_later() {
    let here = fresh_folder("rehearse-full");
    let mut ended = Vec::new();
    // In blocks of 512 bytes: in the first entries, in the setup, in the drill.
    for limit in [12, 20, 60, 130, 200, 230] {
        let out = here.join(limit.to_string());
        let script = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec \"$0\" rehearse --auto --seed 1 --out \"$1\""
        );
        let mut child = Command::new("sh");
        let full = child
            .args(["-c", &script, SEALWRIGHT, text(&out)])
            .stdin(Stdio::null())
            .output()
            .expect("sh runs");
        assert_eq!(
            full.status.code(),
            Some(5),
            "{limit} blocks: {}",
            complaint(&full)
        );
        let said = complaint(&full);
        assert!(
            said.contains("could not be written") || said.contains("could not be kept"),
            "{said}"
        );
        assert!(
            said.contains("--resume") && said.contains("goes on"),
            "{said}"
        );
        let done = run(&["--resume", text(&out)]);
        assert_eq!(
            done.status.code(),
            Some(0),
            "{limit} blocks: {}",
            complaint(&done)
        );
        ended.push(out);
    }
    assert_sealed(&ended);
}

#[test]
fn a_second_instance_is_refused_and_disturbs_nothing() {
    let here = fresh_folder("rehearse-second");
    let out = here.join("out");
    let mut first = quiet(&mut rehearse(&["--seed", "1", "--out", text(&out)]));
    wait_for(&mut first, || entries(&out) > 20);
    signal(&first, "STOP");
    let second = run(&["--resume", text(&out)]);
    signal(&first, "CONT");
    assert_eq!(second.status.code(), Some(2));
    assert!(
        complaint(&second).contains("another Sealwright is running"),
        "{}",
        complaint(&second)
    );
    assert!(second.stdout.is_empty());
    assert_eq!(first.wait().expect("it ends").code(), Some(0));
    assert_sealed(&[out]);
}

#[test]
fn what_has_ended_is_left_as_it_is() {
    let here = fresh_folder("rehearse-ended");
    let out = here.join("out");
    assert_eq!(
        run(&["--seed", "1", "--out", text(&out)]).status.code(),
        Some(0)
    );
    let before = rehearse_rig::files(&out);
    let again = run(&["--resume", text(&out)]);
    assert_eq!(again.status.code(), Some(0), "{}", complaint(&again));
    let after = rehearse_rig::files(&out);
    // The keys had power for a moment, and the transcript says so often what was done.
    let same = |name: &str| name != "transcript.txt" && name != "world.json";
    for (name, bytes) in before.iter().filter(|(name, _)| same(name)) {
        assert!(after[name] == *bytes, "{name}");
    }
    assert_eq!(before.len(), after.len());
}

/// Where the world can no longer be kept, nothing more goes into the book: else it would tell of acts that a kill undoes.
#[test]
fn i11_the_book_is_never_ahead_of_the_world() {
    let here = fresh_folder("rehearse-ahead");
    for (number, lost_at) in [30u64, 100, 160, 400, 900].into_iter().enumerate() {
        let root = here.join(number.to_string());
        let folder = Folder::make(&root, sealwright::plan::TEMPLATE).expect("a new folder");
        let stage = Stage::new(
            [number as u8; 32],
            "2026-01-12T09:00:00Z".parse().expect("a date"),
        );
        let memory = Rc::new(RefCell::new(MemoryDisk::default()));
        let (theatre, keeper) = kept(&folder, stage, Borrowed(Rc::clone(&memory)));
        let (world, seen) = (root.clone(), Rc::new(RefCell::new((0, 0))));
        let (watching, disk) = (Rc::clone(&seen), Rc::clone(&memory));
        let watch = move |stage: &Stage, effect: &sealwright::rehearsal::Effect, moment| {
            if effect.number == lost_at {
                // From here on the file that takes the old one's place cannot be written.
                let _ = std::fs::create_dir(world.join("world.new"));
            }
            keeper.borrow_mut().told(stage, effect, moment);
            let lines = disk
                .borrow()
                .files
                .get("ledger.jsonl")
                .map_or(0, |l| l.iter().filter(|b| **b == b'\n').count());
            let mut seen = watching.borrow_mut();
            *seen = if effect.number < lost_at {
                (lines, lines)
            } else {
                (seen.0, lines)
            };
        };
        theatre
            .stage
            .borrow_mut()
            .watched_by(Rc::new(RefCell::new(watch)));
        let ending = whole(&theatre);
        assert!(ending.is_err(), "lost at {lost_at}: {ending:?}");
        let (before, after) = *seen.borrow();
        assert!(
            after <= before + 1,
            "lost at {lost_at}: {before} entries, then {after}"
        );
        drop(theatre);

        std::fs::remove_dir(root.join("world.new")).expect("it is there");
        let (stage, _) = folder.load().expect("the world before it was lost");
        let (theatre, keeper) = kept(&folder, stage, Borrowed(memory));
        let watch = move |stage: &Stage, effect: &sealwright::rehearsal::Effect, moment| {
            keeper.borrow_mut().told(stage, effect, moment);
        };
        theatre
            .stage
            .borrow_mut()
            .watched_by(Rc::new(RefCell::new(watch)));
        assert_eq!(whole(&theatre), Ok(()), "lost at {lost_at}");
        // The judge looks into the folder.
        let ledger = theatre
            .disk
            .borrow_mut()
            .read("ledger.jsonl")
            .expect("memory")
            .expect("a ledger");
        std::fs::write(root.join("book/ledger.jsonl"), ledger).expect("writable");
        assert_sealed(&[root]);
    }
}

/// A disk in memory that two programs have one after the other.
struct Borrowed(Rc<RefCell<MemoryDisk>>);

impl sealwright::book::Disk for Borrowed {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, sealwright::book::DiskError> {
        self.0.borrow_mut().read(path)
    }
    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, sealwright::book::DiskError> {
        self.0.borrow_mut().open_ledger()
    }
    fn ledger_is(
        &mut self,
        left: &[u8],
        look: sealwright::book::Look,
    ) -> Result<(), sealwright::book::Altered> {
        self.0.borrow_mut().ledger_is(left, look)
    }
    fn append(&mut self, line: &[u8]) -> Result<(), sealwright::book::DiskError> {
        self.0.borrow_mut().append(line)
    }
    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), sealwright::book::DiskError> {
        self.0.borrow_mut().create(path, bytes)
    }
    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), sealwright::book::DiskError> {
        self.0.borrow_mut().set_aside(offset, as_file)
    }
    fn copy_out(
        &mut self,
        folder: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), sealwright::book::DiskError> {
        self.0.borrow_mut().copy_out(folder, name, bytes)
    }
    fn copy_in(
        &mut self,
        folder: &str,
        name: &str,
    ) -> Result<Vec<u8>, sealwright::book::DiskError> {
        self.0.borrow_mut().copy_in(folder, name)
    }
}

fn kept(
    folder: &Folder,
    mut stage: Stage,
    disk: Borrowed,
) -> (Shared, Rc<RefCell<sealwright::rehearsal::Keeper>>) {
    stage.pdfs = Some(Default::default());
    let keeper = folder
        .keeper(vec!["first-setup".into()], &stage)
        .expect("kept");
    let keeper = Rc::new(RefCell::new(keeper));
    let disk = folder.disk(Box::new(disk), Rc::clone(&keeper));
    (
        Shared {
            stage: Rc::new(RefCell::new(stage)),
            disk: Rc::new(RefCell::new(disk)),
        },
        keeper,
    )
}

/// Setup and drill, as far as they are not done.
fn whole(theatre: &Shared) -> Result<(), String> {
    use sealwright::ceremony::template::{Template, bind};
    let plan =
        sealwright::plan::Plan::parse("plan.toml", sealwright::plan::TEMPLATE).expect("sound");
    if theatre
        .disk
        .borrow_mut()
        .read("ledger.jsonl")
        .expect("memory")
        .is_none_or(|l| !l.contains(&b'\n'))
    {
        create(theatre, &plan).map_err(|e| e.to_string())?;
    }
    for (number, name) in (0..).zip(["first-setup", "annual-rotation"]) {
        let ledger = theatre
            .disk
            .borrow_mut()
            .read("ledger.jsonl")
            .expect("memory")
            .expect("a ledger");
        let mut custody = sealwright::custody::Custody::default();
        sealwright::book::audit(ledger.as_slice(), &mut custody).expect("a valid ledger");
        let script = bind(&Template::named(name).expect("a template"), &plan);
        let script = match custody.ceremony() {
            Some(_) => None,
            None if custody.ceremonies() == number => Some(&script),
            None => continue,
        };
        let mut people = PlayedPeople::new(theatre.clone(), (), Script::default());
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&theatre.stage),
            jam_in: None,
        };
        match play(theatre, &plan, script, &mut people, &mut printer) {
            Ok(sealwright::ceremony::run::Ending::Ended) => {}
            Ok(other) => return Err(format!("{other:?}")),
            Err(played) => return Err(format!("{played:?}")),
        }
    }
    Ok(())
}

/// One that nobody kills: its lines, and how long it takes.
fn a_whole_one(out: &Path) -> (u64, Duration) {
    let began = Instant::now();
    let done = run(&["--seed", "1", "--out", text(out)]);
    assert_eq!(done.status.code(), Some(0), "{}", complaint(&done));
    (entries(out), began.elapsed())
}

fn quiet(command: &mut Command) -> Child {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs")
}

/// Kills it after a random time, or a little after the ledger reached a random line. True if it was still running.
fn kill_somewhere(
    child: &mut Child,
    out: &Path,
    chance: &mut Chance,
    lines: u64,
    time: Duration,
) -> bool {
    let so_far = entries(out);
    if chance.below(4) == 0 {
        std::thread::sleep(Duration::from_micros(chance.below(time.as_micros() as u64)));
    } else {
        let line = so_far + chance.below(lines.saturating_sub(so_far).max(1));
        wait_for(child, || entries(out) > line);
        std::thread::sleep(Duration::from_micros(chance.below(4000)));
    }
    child.kill().expect("it can be killed");
    was_killed(child.wait().expect("it ends"))
}

fn was_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), status.code()) {
        (Some(9), _) => true,
        (None, Some(0)) => false,
        other => panic!("it neither ended well nor was killed: {other:?}"),
    }
}

/// Waits until it is so, or the child has ended.
fn wait_for(child: &mut Child, mut so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !so() && child.try_wait().expect("a child").is_none() {
        assert!(Instant::now() < until, "it takes too long");
        std::thread::sleep(Duration::from_micros(200));
    }
}

fn ledger(out: &Path) -> Vec<u8> {
    std::fs::read(out.join("book/ledger.jsonl")).unwrap_or_default()
}

/// Whole lines in the ledger.
fn entries(out: &Path) -> u64 {
    ledger(out).iter().filter(|b| **b == b'\n').count() as u64
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
}

struct Chance(SeededDice);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        let block = self.0.next_block();
        let number = block
            .iter()
            .take(8)
            .fold(0, |n, byte| n << 8 | u64::from(*byte));
        number % bound.max(1)
    }
}

/// Where the kills fell.
#[derive(Default)]
struct Kills {
    fell: u64,
    too_late: u64,
    before_it_began: u64,
    without_a_book: u64,
    in_a_deed: u64,
    torn: u64,
    last_entries: BTreeMap<String, u64>,
    deeds: BTreeMap<String, u64>,
}

impl Kills {
    fn fell(&mut self, killed: bool, out: &Path) {
        if !killed {
            self.too_late += 1;
            return;
        }
        self.fell += 1;
        let ledger = ledger(out);
        self.torn += u64::from(!ledger.is_empty() && !ledger.ends_with(b"\n"));
        let whole: Vec<&[u8]> = ledger
            .split_inclusive(|b| *b == b'\n')
            .filter(|l| l.ends_with(b"\n"))
            .collect();
        let Some(last) = whole.last() else {
            self.without_a_book += 1;
            return;
        };
        let entry: serde_json::Value = serde_json::from_slice(last).expect("a whole line is JSON");
        let kind = entry["event"]["type"].as_str().expect("a type").to_owned();
        *self.last_entries.entry(kind).or_default() += 1;
        if let Ok(Event::Intended { deed, .. }) = serde_json::from_value(entry["event"].clone()) {
            self.in_a_deed += 1;
            *self.deeds.entry(name_of(&deed)).or_default() += 1;
        }
    }
}

fn name_of(deed: &Deed) -> String {
    serde_json::to_value(deed)
        .ok()
        .and_then(|v| v["do"].as_str().map(Into::into))
        .unwrap_or_default()
}

impl std::fmt::Display for Kills {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let listed = |kinds: &BTreeMap<String, u64>| {
            kinds
                .iter()
                .map(|(kind, count)| format!("{kind} {count}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        write!(
            f,
            "{} kills ({} more before the rehearsal began, {} came after its end), {} before the book's first entry, {} \
             left a torn line; {} between a deed's intent and its outcome ({}); the last entry was: {}",
            self.fell,
            self.before_it_began,
            self.too_late,
            self.without_a_book,
            self.torn,
            self.in_a_deed,
            listed(&self.deeds),
            listed(&self.last_entries),
        )
    }
}
