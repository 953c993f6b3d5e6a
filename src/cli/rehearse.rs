//! `sealwright rehearse`: a ceremony in the played world.

use super::run::{No, ended, in_full, not_open};
use super::{COULD_NOT, DONE, NOT_WRITTEN, STOPPED, WRONG, ceremony, print, shown, sorry};
use crate::book::{BookError, LEDGER, PLAN, audit};
use crate::ceremony::run::Ending;
use crate::ceremony::stop::Stop;
use crate::ceremony::template::bind;
use crate::custody::{Custody, Deed, DeedResult, Event};
use crate::ledger::NotVerified;
use crate::plan::{self, Plan, findings_text};
use crate::rehearsal::{
    Effect, Folder, FolderError, MemoryDisk, Moment, Played, PlayedPeople, PlayedPrinter, Script,
    Shared, Stage, Written, chance_json, create, play,
};
use crate::secret::Entropy;
use crate::station::Dice;
use crate::station::disk::FolderDisk;
use crate::text::aloud;
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

/// What can be played: each needs the ones before it.
const CEREMONIES: [&str; 2] = ["first-setup", "annual-rotation"];

/// Played time between two ceremonies.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// When a rehearsal with a seed begins.
const BEGINNING: &str = "2026-01-12T09:00:00Z";

/// Plays a ceremony: software keys, a folder for a printer.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// first-setup, or annual-rotation, which needs the setup first; without it, both, a year apart.
    pub template: Option<String>,
    /// Two played custodians do it.
    #[arg(long)]
    pub auto: bool,
    /// Fixes everything that chance decides.
    #[arg(long, value_name = "N", conflicts_with = "resume")]
    pub seed: Option<u64>,
    /// Keeps book, pages and the rest in this folder, which must not exist; without it, nothing is kept.
    #[arg(long, value_name = "DIR", conflicts_with = "resume")]
    pub out: Option<PathBuf>,
    /// Goes on with a rehearsal that was interrupted.
    #[arg(long, value_name = "DIR", conflicts_with = "template")]
    pub resume: Option<PathBuf>,
}

/// Runs it.
pub fn run(args: &Args) -> ExitCode {
    let code = match prepared(args).and_then(|mut rehearsal| rehearsal.perform()) {
        Ok(code) => code,
        Err((code, why)) => sorry(code, why),
    };
    ExitCode::from(code)
}

/// A rehearsal, ready to be played.
struct Rehearsal {
    shared: Shared,
    plan: Plan,
    /// What is to be done, by template, in this order.
    ceremonies: Vec<String>,
    transcript: Rc<RefCell<Written>>,
    /// Where it is kept.
    folder: Option<PathBuf>,
}

fn prepared(args: &Args) -> Result<Rehearsal, No> {
    if !args.auto {
        let why = "a rehearsal with people at the terminal comes with a later version; --auto lets two played \
                   custodians do it";
        return Err((COULD_NOT, why.into()));
    }
    let ceremonies = ceremonies(args.template.as_deref())?;
    match (&args.out, &args.resume) {
        (_, Some(dir)) => resumed(dir),
        (Some(dir), None) => begun(dir, ceremonies, new_stage(args.seed)?),
        (None, None) => in_memory(ceremonies, new_stage(args.seed)?),
    }
}

/// What is to be done, so that the one that was named can be.
fn ceremonies(named: Option<&str>) -> Result<Vec<String>, No> {
    let last = match named {
        None => CEREMONIES.len(),
        Some(name) => {
            ceremony::named(name).map_err(|why| (COULD_NOT, why))?;
            let place = CEREMONIES.iter().position(|c| *c == name);
            1 + place.ok_or_else(|| (COULD_NOT, format!("{name} cannot be rehearsed yet")))?
        }
    };
    Ok(CEREMONIES
        .iter()
        .take(last)
        .map(ToString::to_string)
        .collect())
}

fn new_stage(seed: Option<u64>) -> Result<Stage, No> {
    let mut bytes = [0; 32];
    match seed {
        Some(seed) => {
            bytes[..8].copy_from_slice(&seed.to_be_bytes());
            let began = BEGINNING.parse().unwrap_or(Timestamp::UNIX_EPOCH);
            Ok(Stage::new(bytes, began))
        }
        None => {
            let no = |why: String| {
                (
                    COULD_NOT,
                    format!("the system gave no random numbers: {why}"),
                )
            };
            Dice.fill(&mut bytes).map_err(|e| no(e.0))?;
            Ok(Stage::new(bytes, Timestamp::now()))
        }
    }
}

fn in_memory(ceremonies: Vec<String>, stage: Stage) -> Result<Rehearsal, No> {
    let disk = Rc::new(RefCell::new(MemoryDisk::default()));
    let shared = Shared {
        stage: Rc::new(RefCell::new(stage)),
        disk,
    };
    let transcript = Rc::new(RefCell::new(Written::new(Box::new(print))));
    watch(&shared, &transcript, |_, _, _| {});
    Ok(Rehearsal {
        shared,
        plan: usual_plan()?,
        ceremonies,
        transcript,
        folder: None,
    })
}

fn begun(dir: &Path, ceremonies: Vec<String>, stage: Stage) -> Result<Rehearsal, No> {
    let folder = Folder::make(dir, plan::TEMPLATE).map_err(|e| not_usable(dir, &e))?;
    let book = FolderDisk::open(&folder.book()).map_err(|e| (COULD_NOT, e.to_string()))?;
    in_folder(dir, &folder, book, ceremonies, stage)
}

fn resumed(dir: &Path) -> Result<Rehearsal, No> {
    let folder = Folder::open(dir).map_err(|e| not_usable(dir, &e))?;
    // Locked first: what another program is playing is not read half-way.
    let book = FolderDisk::open(&folder.book()).map_err(|e| (COULD_NOT, e.to_string()))?;
    let (stage, ceremonies) = folder.load().map_err(|e| not_usable(dir, &e))?;
    in_folder(dir, &folder, book, ceremonies, stage)
}

fn in_folder(
    dir: &Path,
    folder: &Folder,
    book: FolderDisk,
    ceremonies: Vec<String>,
    mut stage: Stage,
) -> Result<Rehearsal, No> {
    stage.pdfs = Some(BTreeMap::new());
    let keeper = folder
        .keeper(ceremonies.clone(), &stage)
        .map_err(|e| not_usable(dir, &e))?;
    let keeper = Rc::new(RefCell::new(keeper));
    let disk = Rc::new(RefCell::new(
        folder.disk(Box::new(book), Rc::clone(&keeper)),
    ));
    let shared = Shared {
        stage: Rc::new(RefCell::new(stage)),
        disk,
    };
    let transcript = Rc::new(RefCell::new(transcript_in(dir, folder)?));
    watch(&shared, &transcript, move |stage, effect, moment| {
        keeper.borrow_mut().told(stage, effect, moment)
    });
    Ok(Rehearsal {
        shared,
        plan: usual_plan()?,
        ceremonies,
        transcript,
        folder: Some(dir.into()),
    })
}

/// The transcript on standard output and in the folder. A piece that the disk does not take is missing in the file.
fn transcript_in(dir: &Path, folder: &Folder) -> Result<Written, No> {
    let path = folder.transcript();
    let file = OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.map_err(|e| {
        (
            COULD_NOT,
            format!("{}: its transcript cannot be written: {e}", shown(dir)),
        )
    })?;
    Ok(Written::new(Box::new(move |piece| {
        print(piece);
        let _ = file.write_all(piece.as_bytes());
    })))
}

/// Each effect is told to `keep`; each page that comes out is announced.
fn watch(
    shared: &Shared,
    transcript: &Rc<RefCell<Written>>,
    mut keep: impl FnMut(&Stage, &Effect, Moment) + 'static,
) {
    let transcript = Rc::clone(transcript);
    let told = move |stage: &Stage, effect: &Effect, moment: Moment| {
        keep(stage, effect, moment);
        if effect.kind == "print" && moment == Moment::After {
            transcript
                .borrow_mut()
                .aside("Printer", &format!("Page {} comes out.", effect.about));
        }
    };
    shared
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(told)));
}

fn usual_plan() -> Result<Plan, No> {
    Plan::parse(PLAN, plan::TEMPLATE).map_err(|findings| (WRONG, findings_text(&findings)))
}

fn not_usable(dir: &Path, e: &FolderError) -> No {
    (COULD_NOT, format!("{}: {e}", shown(dir)))
}

impl Rehearsal {
    /// Everything that is still to be done.
    fn perform(&mut self) -> Result<u8, No> {
        self.say_what_comes();
        self.make_book()?;
        for (number, name) in (0..).zip(self.ceremonies.clone()) {
            let custody = self.custody()?;
            let ending = if custody.ceremony().is_some() {
                self.transcript
                    .borrow_mut()
                    .heading("The program was interrupted here, and goes on");
                self.play(None)?
            } else if custody.ceremonies() == u64::from(number) {
                self.wait_until(YEAR.saturating_mul(number));
                self.play(Some(&name))?
            } else {
                continue;
            };
            if ending != Ending::Ended {
                return Err(self.not_ended(&ending));
            }
        }
        self.keep_chance()?;
        self.sum_up()?;
        Ok(DONE)
    }

    fn say_what_comes(&self) {
        let mut transcript = self.transcript.borrow_mut();
        transcript.plain("REHEARSAL. Nothing here is real: two played custodians, software keys, pages\nas text.\n");
        if self.ceremonies.len() > 1 {
            transcript
                .plain("First the setup, which the drill needs; then, a year later, the drill.\n");
        }
    }

    /// The book, unless it is there.
    fn make_book(&self) -> Result<(), No> {
        let no = |e: BookError| (COULD_NOT, e.to_string());
        // Without a whole line there is no book yet.
        if !self.ledger()?.contains(&b'\n') {
            create(&self.shared, &self.plan).map_err(|e| match e {
                BookError::Disk(_) => (NOT_WRITTEN, self.can_go_on(&e.to_string())),
                e => no(e),
            })?;
        }
        Ok(())
    }

    fn ledger(&self) -> Result<Vec<u8>, No> {
        let read = self.shared.disk.borrow_mut().read(LEDGER);
        read.map(Option::unwrap_or_default)
            .map_err(|e| (COULD_NOT, e.0))
    }

    fn custody(&self) -> Result<Custody, No> {
        let mut custody = Custody::default();
        match audit(self.ledger()?.as_slice(), &mut custody) {
            Ok(_) => Ok(custody),
            Err(NotVerified::Invalid(invalid)) => {
                Err((WRONG, format!("the ledger is invalid: {invalid}")))
            }
            Err(NotVerified::Io(e)) => Err((COULD_NOT, e.to_string())),
        }
    }

    /// Lets the played clock run to so long after the rehearsal's beginning, if it is not there yet.
    fn wait_until(&self, since_beginning: Duration) {
        let mut stage = self.shared.stage.borrow_mut();
        let rest = since_beginning.saturating_sub(stage.elapsed);
        stage.wait(rest);
        if !rest.is_zero() {
            let now = stage.now().strftime("%Y-%m-%d");
            self.transcript.borrow_mut().plain(&format!(
                "\n\nA year goes by. The played clock says {now}.\n"
            ));
        }
    }

    /// Begins a ceremony, or goes on with the open one.
    fn play(&self, begin: Option<&str>) -> Result<Ending, No> {
        let template = begin
            .map(ceremony::named)
            .transpose()
            .map_err(|why| (COULD_NOT, why))?;
        let plan = self
            .custody()?
            .plan()
            .cloned()
            .unwrap_or_else(|| self.plan.clone());
        let script = template.map(|template| bind(&template, &plan));
        let mut people = PlayedPeople::new(
            self.shared.clone(),
            Rc::clone(&self.transcript),
            Script::default(),
        );
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&self.shared.stage),
            jam_in: None,
        };
        match play(
            &self.shared,
            &plan,
            script.as_ref(),
            &mut people,
            &mut printer,
        ) {
            Ok(ending) => Ok(ending),
            Err(Played::NoBook(e)) => Err(not_open(e)),
            Err(Played::NotBegun(Stop::Leave)) => Ok(Ending::Suspended {
                still_out: Vec::new(),
            }),
            Err(Played::NotBegun(Stop::Refusal(t) | Stop::Breach(t))) => Err((WRONG, in_full(&t))),
            Err(Played::NotBegun(Stop::Fault(t))) => {
                Err((NOT_WRITTEN, self.can_go_on(&in_full(&t))))
            }
        }
    }

    fn not_ended(&self, ending: &Ending) -> No {
        let why = match ending {
            Ending::NotWritten => {
                "the ledger could not be written any more, so nothing further was done"
            }
            Ending::Suspended { .. } => "the ceremony was stopped safely and stays open",
            _ => "the ceremony ended unfinished",
        };
        let why = match ended(ending) {
            NOT_WRITTEN | STOPPED => self.can_go_on(why),
            _ => why.into(),
        };
        (ended(ending), why)
    }

    fn can_go_on(&self, why: &str) -> String {
        match &self.folder {
            Some(dir) => format!(
                "{why}; `sealwright rehearse --auto --resume {}` goes on",
                shown(dir)
            ),
            None => why.into(),
        }
    }

    /// What the random numbers were made from.
    fn keep_chance(&self) -> Result<(), No> {
        let Some(dir) = &self.folder else {
            return Ok(());
        };
        let no = |why: String| (NOT_WRITTEN, self.can_go_on(&why));
        let folder = Folder::open(dir).map_err(|e| no(e.to_string()))?;
        let plan = self.custody()?.plan().cloned();
        let plan = plan.as_ref().unwrap_or(&self.plan);
        let chance = chance_json(&self.shared.stage.borrow(), plan);
        std::fs::write(folder.chance(), chance).map_err(|e| no(format!("chance.json: {e}")))
    }

    /// What was done, and where things are. It names no folder: with a seed it is the same wherever it lies.
    fn sum_up(&self) -> Result<(), No> {
        let ledger = self.ledger()?;
        let verified = audit(ledger.as_slice(), &mut Custody::default());
        let head = verified
            .map_err(|e| (WRONG, format!("the ledger is not valid: {e:?}")))?
            .head;
        let done = Changes::of(&ledger);
        let mut transcript = self.transcript.borrow_mut();
        transcript.heading("What this rehearsal did");
        let mut line = |what: &str, text: &str| transcript.aside(what, text);
        line("PINs set", &Changes::listed(&done.pins_set));
        line("PINs rotated", &Changes::listed(&done.pins_changed));
        line("Passwords set", &Changes::listed(&done.passwords_set));
        line("  and rotated", &Changes::listed(&done.passwords_changed));
        line(
            "Ledger",
            &format!(
                "{} entries; the head in words: {}",
                head.size,
                aloud::words(&head.hash())
            ),
        );
        if self.folder.is_some() {
            line(
                "book/",
                "plan, ledger, inbox and outbox; `sealwright ledger verify` checks it",
            );
            line(
                "printer/",
                "the pages that exist; the destroyed ones are gone",
            );
            line(
                "minutes/",
                "what each custodian keeps, with the words of the last head",
            );
            line("sticks/", "the copies of the book");
            line("transcript.txt", "this");
            line(
                "chance.json",
                "what the random numbers were made from; `sealwright manual rehearsal`",
            );
            line(
                "world.json",
                "the played keys and the played tenant: what they know, in plain",
            );
        } else {
            line(
                "Kept",
                "nothing; --out DIR keeps book, pages and transcript in a new folder",
            );
        }
        Ok(())
    }
}

/// What a ledger says was changed.
#[derive(Default)]
struct Changes {
    pins_set: BTreeSet<String>,
    pins_changed: BTreeSet<String>,
    passwords_set: BTreeSet<String>,
    passwords_changed: BTreeSet<String>,
}

impl Changes {
    fn of(ledger: &[u8]) -> Changes {
        let mut changes = Changes::default();
        let mut begun = BTreeMap::new();
        for (seq, line) in (0..).zip(ledger.split(|b| *b == b'\n')) {
            let entry: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
            match serde_json::from_value(entry["event"].clone()) {
                Ok(Event::Intended { deed }) => drop(begun.insert(seq, deed)),
                Ok(Event::Ended { intent, result, .. }) if result != DeedResult::NotDone => {
                    changes.take(begun.remove(&intent));
                }
                _ => {}
            }
        }
        changes
    }

    fn take(&mut self, deed: Option<Deed>) {
        match deed {
            Some(Deed::SetPin { key, .. }) => drop(self.pins_set.insert(key.to_string())),
            Some(Deed::ChangePin { key, .. }) => drop(self.pins_changed.insert(key.to_string())),
            Some(Deed::SetPassword { account, .. }) => {
                let account = account.to_string();
                let first = self.passwords_set.insert(account.clone());
                if !first {
                    self.passwords_changed.insert(account);
                }
            }
            _ => {}
        }
    }

    fn listed(names: &BTreeSet<String>) -> String {
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        match all.is_empty() {
            true => "none".into(),
            false => format!("{}: {}", all.len(), all.join(", ")),
        }
    }
}
