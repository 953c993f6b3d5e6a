//! `sealwright rehearse`: a ceremony in the played world.

use super::appearance::Appearance;
use super::end::No;
use super::line::Terminal;
use super::run::{ended, in_full, not_open};
use super::table::{PlayedHands, entries, finger, is_dumb};
use super::{
    COULD_NOT, DONE, NOT_WRITTEN, STOPPED, WRONG, ceremony, print, read_text, shown, sorry,
};
use crate::book::{BookError, LEDGER, PLAN, audit};
use crate::ceremony::run::Ending;
use crate::ceremony::stop::Stop;
use crate::custody::deed::SetPassword;
use crate::custody::{self, Custody, Deed, DeedResult, Event};
use crate::ledger::NotVerified;
use crate::plan::{self, Plan, findings_text};
use crate::rehearsal::{
    ByHand, Effect, Folder, FolderError, MemoryDisk, Moment, Played, PlayedPeople, PlayedPrinter,
    PlayedTable, Script, Shared, Stage, Written, chance_json, create, play, play_before,
};
use crate::secret::Entropy;
use crate::station::Dice;
use crate::station::disk::FolderDisk;
use crate::text::aloud;
use crate::text::language::Language;
use crate::tui::{self, Looks, Seat, Setting};
use crate::words::label::Label;
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What can be played: each needs the ones before it.
const CEREMONIES: [&str; 2] = ["first-setup", "annual-rotation"];

/// How people without a screen play what is not typed.
const PLAIN_HANDS: &str = "REHEARSAL, line by line. Where paper, a bag's number or signed minutes are read, the word \
                           scan lays it on the scanner. Keys are plugged in and touched when you say so.";

/// Played time between two ceremonies.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// When a rehearsal with a seed begins.
const BEGINNING: &str = "2026-01-12T09:00:00Z";

/// Plays a ceremony: software keys, a folder for a printer.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// first-setup, or annual-rotation (the default), which comes a year after a setup that is played beforehand; each
    /// ceremony but import-metadata, which takes FIDO's real list: `run import-metadata --file FILE`.
    #[arg(value_name = "CEREMONY")]
    pub template: Option<String>,
    /// The key that it is for, where it is for one, such as rotate-pin.
    #[arg(long, value_name = "KEY", requires = "template")]
    pub key: Option<String>,
    /// Two played custodians do it all.
    #[arg(long)]
    pub auto: bool,
    /// One account, one key, two of three shares: ten minutes.
    #[arg(long, conflicts_with = "resume")]
    pub small: bool,
    /// Question after question, without a screen: for screen readers, slow lines, and terminals that know no more.
    #[arg(long)]
    pub plain: bool,
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

impl Args {
    /// The annual drill, on the screen, of which nothing is kept.
    pub fn drill(small: bool) -> Args {
        Args {
            template: None,
            key: None,
            auto: false,
            small,
            plain: false,
            seed: None,
            out: None,
            resume: None,
        }
    }
}

/// Runs it.
pub fn run(args: &Args, appearance: Appearance) -> u8 {
    let ended = match (args.auto, args.plain || is_dumb()) {
        (true, _) => {
            prepared(args, Cast::Played(appearance)).and_then(|mut rehearsal| rehearsal.perform())
        }
        (false, true) => prepared(args, Cast::Plain(appearance)).and_then(|mut r| r.perform()),
        (false, false) => on_screen(args, appearance),
    };
    match ended {
        Ok(code) => code,
        Err((code, why)) => sorry(code, why),
    }
}

/// With people at the screen. What there is to read afterwards is printed when the terminal is given back.
fn on_screen(args: &Args, appearance: Appearance) -> Result<u8, No> {
    // Said before the screen comes: what keeps it from beginning.
    ceremonies(args)?;
    let plan = plan_of(args)?;
    let language = appearance.with(Some(&plan));
    let setting = Setting {
        language,
        book: plan.organisation.clone(),
        rehearsal: true,
        hands: true,
        offline: None,
        plan: plan.summary(),
    };
    let ledger = Arc::new(Mutex::new(Vec::new()));
    let read = Arc::clone(&ledger);
    let looks = Looks {
        ledger: Arc::new(move || {
            let ledger = read.lock().map(|bytes| bytes.clone());
            entries(ledger.unwrap_or_default().as_slice())
        }),
        keys: Arc::new(move || vec![Label::KeysAreOnTheTable.said(language).into()]),
        plugs: Arc::new(|| None),
    };
    let done = tui::run(setting, looks, appearance.theme(), move |seat| {
        let mut rehearsal = prepared(
            args,
            Cast::Seated(RefCell::new(Some(seat)), ledger, appearance),
        )?;
        let code = rehearsal.perform()?;
        let summary = rehearsal.summary.borrow().clone();
        Ok((code, summary))
    });
    match done {
        Ok(Ok((code, summary))) => {
            print(&summary);
            Ok(code)
        }
        Ok(Err(no)) => Err(no),
        Err(e) => Err((
            COULD_NOT,
            super::line::NoTerminal(e.to_string()).to_string(),
        )),
    }
}

/// Who does the last ceremony.
enum Cast {
    /// Two played custodians.
    Played(Appearance),
    /// People, line by line.
    Plain(Appearance),
    /// People at the screen; and the ledger's bytes, for them to look at.
    Seated(RefCell<Option<Seat>>, Arc<Mutex<Vec<u8>>>, Appearance),
}

impl Cast {
    /// The language of the screen and of the scripts. What a seed fixes does not depend on the locale.
    fn language(&self, plan: &Plan) -> Language {
        match self {
            Cast::Played(appearance) => appearance.without_locale(plan),
            Cast::Plain(appearance) | Cast::Seated(_, _, appearance) => appearance.with(Some(plan)),
        }
    }
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
    cast: Cast,
    /// What was summed up while the screen was taken.
    summary: Rc<RefCell<String>>,
}

fn prepared(args: &Args, cast: Cast) -> Result<Rehearsal, No> {
    let ceremonies = ceremonies(args)?;
    match (&args.out, &args.resume) {
        (_, Some(dir)) => resumed(dir, cast),
        (Some(dir), None) => begun(
            dir,
            plan_text(args),
            ceremonies,
            new_stage(args.seed)?,
            cast,
        ),
        (None, None) => in_memory(plan_of(args)?, ceremonies, new_stage(args.seed)?, cast),
    }
}

fn plan_text(args: &Args) -> &'static str {
    match args.small {
        true => plan::SMALL,
        false => plan::TEMPLATE,
    }
}

fn plan_of(args: &Args) -> Result<Plan, No> {
    parsed(plan_text(args))
}

fn parsed(text: &str) -> Result<Plan, No> {
    Plan::parse(PLAN, text).map_err(|findings| (WRONG, findings_text(&findings)))
}

/// What is to be done, so that the one that was named can be. A ceremony for one key comes a year after the setup.
fn ceremonies(args: &Args) -> Result<Vec<String>, No> {
    let Some(name) = args.template.as_deref() else {
        return Ok(CEREMONIES.map(String::from).into());
    };
    let template = ceremony::named(name).map_err(|why| (COULD_NOT, why))?;
    if template.is_for_a_file() {
        return Err((COULD_NOT, not_played(name)));
    }
    ceremony::bound(&template, &plan_of(args)?, args.key.as_deref())
        .map_err(|why| (COULD_NOT, why))?;
    if let Some(key) = &args.key {
        return Ok(vec![CEREMONIES[0].into(), format!("{name}{FOR_KEY}{key}")]);
    }
    let named = CEREMONIES.iter().take_while(|known| **known != name);
    Ok(named.copied().chain([name]).map(String::from).collect())
}

/// Nobody can sign a played list in FIDO's place.
fn not_played(name: &str) -> String {
    format!(
        "{name} cannot be rehearsed, because the file that it takes is a real one: in a real book, \
         `sealwright run {name} --file FILE` begins it"
    )
}

/// Between the name of a ceremony and the key that it is for.
const FOR_KEY: &str = " --key ";

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

fn in_memory(
    plan: Plan,
    ceremonies: Vec<String>,
    stage: Stage,
    cast: Cast,
) -> Result<Rehearsal, No> {
    let disk = Rc::new(RefCell::new(MemoryDisk::default()));
    let shared = Shared {
        stage: Rc::new(RefCell::new(stage)),
        disk,
    };
    let summary = Rc::default();
    let transcript = Written::new(cast.language(&plan), cast.reader(&summary));
    let transcript = Rc::new(RefCell::new(transcript));
    watch(&shared, &transcript, |_, _, _| {});
    Ok(Rehearsal {
        shared,
        plan,
        ceremonies,
        transcript,
        folder: None,
        cast,
        summary,
    })
}

fn begun(
    dir: &Path,
    plan: &str,
    ceremonies: Vec<String>,
    stage: Stage,
    cast: Cast,
) -> Result<Rehearsal, No> {
    let folder = Folder::make(dir, plan).map_err(|e| not_usable(dir, &e))?;
    let book = FolderDisk::open(&folder.book()).map_err(|e| (COULD_NOT, e.to_string()))?;
    in_folder(dir, &folder, book, ceremonies, stage, cast)
}

fn resumed(dir: &Path, cast: Cast) -> Result<Rehearsal, No> {
    let folder = Folder::open(dir).map_err(|e| not_usable(dir, &e))?;
    // Locked first: what another program is playing is not read half-way.
    let book = FolderDisk::open(&folder.book()).map_err(|e| (COULD_NOT, e.to_string()))?;
    let (stage, ceremonies) = folder.load().map_err(|e| not_usable(dir, &e))?;
    in_folder(dir, &folder, book, ceremonies, stage, cast)
}

fn in_folder(
    dir: &Path,
    folder: &Folder,
    book: FolderDisk,
    ceremonies: Vec<String>,
    mut stage: Stage,
    cast: Cast,
) -> Result<Rehearsal, No> {
    let plan = read_text(&folder.book().join(PLAN)).map_err(|why| (COULD_NOT, why))?;
    let plan = parsed(&plan)?;
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
    let summary = Rc::default();
    let transcript = transcript_in(dir, folder, cast.language(&plan), cast.reader(&summary))?;
    let transcript = Rc::new(RefCell::new(transcript));
    watch(&shared, &transcript, move |stage, effect, moment| {
        keeper.borrow_mut().told(stage, effect, moment)
    });
    Ok(Rehearsal {
        shared,
        plan,
        ceremonies,
        transcript,
        folder: Some(dir.into()),
        cast,
        summary,
    })
}

/// The transcript for `read` and in the folder. A piece that the disk does not take is missing in the file.
fn transcript_in(
    dir: &Path,
    folder: &Folder,
    language: Language,
    mut read: Box<dyn FnMut(&str)>,
) -> Result<Written, No> {
    let path = folder.transcript();
    let file = OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.map_err(|e| {
        (
            COULD_NOT,
            format!("{}: its transcript cannot be written: {e}", shown(dir)),
        )
    })?;
    let out = Box::new(move |piece: &str| {
        read(piece);
        let _ = file.write_all(piece.as_bytes());
    });
    Ok(Written::new(language, out))
}

impl Cast {
    /// Who reads the transcript while it is made: standard output, or, where people are busy with the ceremony
    /// itself, whoever reads the summary afterwards.
    fn reader(&self, summary: &Rc<RefCell<String>>) -> Box<dyn FnMut(&str)> {
        let summary = Rc::clone(summary);
        match self {
            Cast::Played(_) => Box::new(print),
            Cast::Plain(_) | Cast::Seated(..) => {
                Box::new(move |piece| summary.borrow_mut().push_str(piece))
            }
        }
    }
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
            let mut transcript = transcript.borrow_mut();
            let words = transcript.words();
            let page = words.comes_out.replace("{page}", &effect.about);
            transcript.aside(words.printer, &page);
        }
    };
    shared
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(told)));
}

fn not_usable(dir: &Path, e: &FolderError) -> No {
    (COULD_NOT, format!("{}: {e}", shown(dir)))
}

impl Rehearsal {
    /// Everything that is still to be done.
    fn perform(&mut self) -> Result<u8, No> {
        self.say_what_comes();
        self.make_book()?;
        let last = self.ceremonies.len().saturating_sub(1);
        for (number, name) in (0..).zip(self.ceremonies.clone()) {
            let by_hand = number as usize == last;
            let custody = self.custody()?;
            let ending = if custody.ceremony().is_some() {
                let mut transcript = self.transcript.borrow_mut();
                let goes_on = transcript.words().goes_on;
                transcript.heading(goes_on);
                drop(transcript);
                self.play(None, by_hand)?
            } else if custody.ceremonies() == u64::from(number) {
                self.wait_until(YEAR.saturating_mul(number));
                self.play(Some(&name), by_hand)?
            } else {
                continue;
            };
            if ending != Ending::Ended {
                return Err(self.not_ended(&ending));
            }
        }
        self.keep_chance()?;
        self.summary.borrow_mut().clear();
        self.sum_up()?;
        if let Cast::Plain(_) = self.cast {
            print(&self.summary.borrow());
        }
        Ok(DONE)
    }

    fn say_what_comes(&self) {
        let mut transcript = self.transcript.borrow_mut();
        let words = transcript.words();
        transcript.plain(&format!("{}\n", words.nothing_is_real));
        if self.ceremonies.len() > 1 {
            transcript.plain(&format!("{}\n", words.setup_first));
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
            Err(e) => Err((COULD_NOT, e.to_string())),
        }
    }

    /// Lets the played clock run to so long after the rehearsal's beginning, if it is not there yet.
    fn wait_until(&self, since_beginning: Duration) {
        let mut stage = self.shared.stage.borrow_mut();
        let rest = since_beginning.saturating_sub(stage.elapsed);
        stage.wait(rest);
        if !rest.is_zero() {
            let now = stage.now().strftime("%Y-%m-%d");
            let mut transcript = self.transcript.borrow_mut();
            let a_year = transcript.words().a_year.replace("{day}", &now.to_string());
            transcript.plain(&format!("\n\n{a_year}\n"));
        }
    }

    /// Begins a ceremony, or goes on with the open one.
    fn play(&self, begin: Option<&str>, by_hand: bool) -> Result<Ending, No> {
        let plan = self
            .custody()?
            .plan()
            .cloned()
            .unwrap_or_else(|| self.plan.clone());
        let language = self.cast.language(&plan);
        let script = begin
            .map(|name| {
                let (name, key) = match name.split_once(FOR_KEY) {
                    Some((name, key)) => (name, Some(key)),
                    None => (name, None),
                };
                ceremony::bound(&ceremony::named(name)?, &plan, key)
            })
            .transpose()
            .map_err(|why| (COULD_NOT, why))?;
        let played = match (&self.cast, by_hand) {
            (Cast::Plain(_), true) => self.play_plainly(&plan, script.as_ref())?,
            (Cast::Seated(seat, ledger, _), true) => match seat.take() {
                Some(seat) => self.play_seated(&plan, script.as_ref(), seat, ledger)?,
                None => self.play_alone(&plan, script.as_ref()),
            },
            _ => self.play_alone(&plan, script.as_ref()),
        };
        match played {
            Ok(ending) => Ok(ending),
            Err(Played::NoBook(e)) => Err(not_open(e)),
            Err(Played::RealBook) => Err((
                COULD_NOT,
                "not allowed: played people and software keys do not touch a real book (I10)"
                    .into(),
            )),
            Err(Played::NotBegun(Stop::Leave)) => Ok(Ending::Suspended {
                still_out: Vec::new(),
            }),
            Err(Played::NotBegun(Stop::Refusal(t) | Stop::Breach(t))) => {
                Err((WRONG, in_full(&t, language)))
            }
            Err(Played::NotBegun(Stop::Fault(t))) => {
                Err((NOT_WRITTEN, self.can_go_on(&in_full(&t, language))))
            }
        }
    }

    /// With two played custodians.
    fn play_alone(
        &self,
        plan: &Plan,
        script: Option<&custody::script::Script>,
    ) -> Result<Ending, Played> {
        let mut people = PlayedPeople::new(
            self.shared.clone(),
            Rc::clone(&self.transcript),
            Script::default(),
        );
        play(&self.shared, plan, script, &mut people, &mut self.printer())
    }

    /// With people, line by line.
    fn play_plainly(
        &self,
        plan: &Plan,
        script: Option<&custody::script::Script>,
    ) -> Result<Result<Ending, Played>, No> {
        let terminal = Terminal::open(self.cast.language(&self.plan))
            .map_err(|e| (COULD_NOT, e.to_string()))?;
        let mut terminal = terminal.rehearsal();
        terminal.say(PLAIN_HANDS);
        if let Err(stop) = terminal.check_keyboard() {
            return Ok(Err(Played::NotBegun(stop)));
        }
        let transcript = Rc::clone(&self.transcript);
        let mut people = ByHand::new(terminal, transcript, self.shared.clone(), true);
        Ok(play(
            &self.shared,
            plan,
            script,
            &mut people,
            &mut self.printer(),
        ))
    }

    /// With people at the screen.
    fn play_seated(
        &self,
        plan: &Plan,
        script: Option<&custody::script::Script>,
        seat: Seat,
        ledger: &Arc<Mutex<Vec<u8>>>,
    ) -> Result<Result<Ending, Played>, No> {
        let hands = PlayedHands(PlayedTable::new(self.shared.clone()));
        let people = seat.people(Some(Box::new(hands)));
        self.shared.stage.borrow_mut().finger = Some(Rc::new(finger(people.meanwhile())));
        let mut see = people.see();
        let (disk, ledger) = (Rc::clone(&self.shared.disk), Arc::clone(ledger));
        let audience = move |custody: &Custody| {
            see(custody);
            // What is looked at is what is on the disk.
            if let (Ok(mut kept), Ok(Some(bytes))) = (ledger.lock(), disk.borrow_mut().read(LEDGER))
            {
                *kept = bytes;
            }
        };
        let transcript = Rc::clone(&self.transcript);
        let mut people = ByHand::new(people, transcript, self.shared.clone(), false);
        Ok(play_before(
            &self.shared,
            plan,
            script,
            &mut people,
            &mut self.printer(),
            Some(Box::new(audience)),
        ))
    }

    fn printer(&self) -> PlayedPrinter {
        PlayedPrinter {
            stage: Rc::clone(&self.shared.stage),
            jam_in: None,
        }
    }

    fn not_ended(&self, ending: &Ending) -> No {
        let why = match ending {
            Ending::NotWritten => {
                "the ledger could not be written any more, so nothing further was done"
            }
            Ending::Suspended { .. } => "the ceremony was stopped safely",
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
                "{why}; `sealwright rehearse {}--resume {}` goes on",
                match self.cast {
                    Cast::Played(_) => "--auto ",
                    Cast::Plain(_) => "--plain ",
                    Cast::Seated(..) => "",
                },
                shown(dir)
            ),
            None => format!("{why}; nothing of this rehearsal was kept (`--out DIR` keeps it)"),
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
        folder
            .keep_chance(&chance)
            .map_err(|e| no(format!("chance.json: {e}")))
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
        let words = transcript.words();
        transcript.heading(words.what_it_did);
        let listed = |names: &BTreeSet<String>| Changes::listed(names, words.none);
        let entries = head.size.to_string();
        let in_words = words.head.replace("{entries}", &entries);
        for (what, text) in [
            (words.pins_set, listed(&done.pins_set)),
            (words.pins_rotated, listed(&done.pins_changed)),
            (words.passwords_set, listed(&done.passwords_set)),
            (words.passwords_rotated, listed(&done.passwords_changed)),
            (
                words.ledger,
                in_words.replace("{words}", &aloud::words(&head.hash())),
            ),
        ] {
            transcript.aside(what, &text);
        }
        match self.folder {
            Some(_) => {
                for (name, what) in words.kept {
                    transcript.aside(name, what);
                }
            }
            None => {
                let [kept, nothing] = words.nothing_kept;
                transcript.aside(kept, nothing);
            }
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
                Ok(Event::Intended { deed, .. }) => drop(begun.insert(seq, deed)),
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
            Some(Deed::SetPin(set)) => drop(self.pins_set.insert(set.key.to_string())),
            Some(Deed::ChangePin(change)) => drop(self.pins_changed.insert(change.key.to_string())),
            Some(Deed::SetPassword(SetPassword { account, .. })) => {
                let account = account.to_string();
                let first = self.passwords_set.insert(account.clone());
                if !first {
                    self.passwords_changed.insert(account);
                }
            }
            _ => {}
        }
    }

    fn listed(names: &BTreeSet<String>, none: &str) -> String {
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        match all.is_empty() {
            true => none.into(),
            false => format!("{}: {}", all.len(), all.join(", ")),
        }
    }
}
