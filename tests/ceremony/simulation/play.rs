//! Plays a case: sitting by sitting, judged after every effect and at the end of each sitting by what can be seen in the
//! world alone.

use super::case::{Case, Drill, Fault, Replaced, What};
use crate::oracle;
use crate::stage::{People as Script, Quiet, Theatre};
use sealwright::book::{LEDGER, audit};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::stop::Stop;
use sealwright::ceremony::template::{Template, bind, bind_to_key};
use sealwright::ceremony::world::People;
use sealwright::custody::Custody;
use sealwright::plan::{Plan, SMALL};
use sealwright::rehearsal::{
    Effect, MemoryDisk, Moment, Played, PlayedPeople, PlayedPrinter, Stage, play,
};
use sealwright::secret::Secret;
use sealwright::softkey::{self, Quirk, SoftKey};
use sealwright::words::say::{Choice, Prompt};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

/// From the fourth sitting on the people leave out what does not work; from the eighth on they end it unfinished.
const LEAVES_OUT: u32 = 3;
const ABANDONS: u32 = 8;
const MOST_SITTINGS: u32 = 11;
/// A sitting with more questions than this hangs: the longest drill has about 250.
const MOST_QUESTIONS: u64 = 2_000;

/// What was seen of a case that ended well.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub sittings: u32,
    /// Kinds of faults that really struck.
    pub struck: Vec<&'static str>,
    pub ending: String,
    pub ledger: Vec<u8>,
}

/// The book before a drill, by the habit of its key: made once in a thread.
#[derive(Default)]
pub struct Bases {
    set_up: HashMap<Option<Quirk>, Option<Theatre>>,
    lengths: HashMap<Drill, BTreeMap<&'static str, u64>>,
}

impl Bases {
    /// How many things of this kind the drill has where nothing goes wrong; None: all effects.
    pub fn length(&mut self, drill: Drill, kind: Option<&'static str>) -> u64 {
        if !self.lengths.contains_key(&drill) {
            let theatre = self.before(drill, None).0;
            let counts: Rc<RefCell<BTreeMap<&'static str, u64>>> = Rc::default();
            let into = Rc::clone(&counts);
            let watch = move |_: &Stage, effect: &Effect, moment: Moment| {
                if moment == Moment::Before {
                    *into.borrow_mut().entry(effect.kind).or_default() += 1;
                }
            };
            theatre
                .stage
                .borrow_mut()
                .watched_by(Rc::new(RefCell::new(watch)));
            let ended = theatre.run(Some(&script(drill, &theatre.plan)), Script::default());
            assert_eq!(ended, Ok(Ending::Ended), "{drill:?} without a fault");
            self.lengths.insert(drill, counts.take());
        }
        let counts = &self.lengths[&drill];
        match kind {
            Some(kind) => counts.get(kind).copied().unwrap_or_default(),
            None => counts.values().sum(),
        }
    }

    /// The world before a drill. A key with which no setup can be ended is played in its setup alone.
    pub fn before(&mut self, drill: Drill, quirk: Option<Quirk>) -> (Theatre, Drill) {
        if drill == Drill::FirstSetup {
            return (new_book(quirk), drill);
        }
        let made = self.set_up.entry(quirk).or_insert_with(|| {
            let theatre = new_book(quirk);
            let ended = theatre.begin("first-setup");
            (ended == Ok(Ending::Ended)).then_some(theatre)
        });
        match made {
            Some(theatre) => (theatre.fork(), drill),
            None => (new_book(quirk), Drill::FirstSetup),
        }
    }
}

/// A new book, and a key in its box on the table.
fn new_book(quirk: Option<Quirk>) -> Theatre {
    let plan = Plan::parse("plan.toml", SMALL).expect("the small plan is sound");
    let theatre = Theatre::new(plan);
    let mut stage = theatre.stage.borrow_mut();
    for key in &theatre.plan.keys {
        let label = key.id.as_str();
        let mut made = SoftKey::new([5; 32], label);
        made.unplug();
        if let Some(quirk) = quirk {
            made.switch_on(quirk);
        }
        stage.keys.insert(label.into(), made);
        stage.table.insert(format!("key {label}"));
    }
    drop(stage);
    theatre
}

fn script(drill: Drill, plan: &Plan) -> sealwright::custody::script::Script {
    let template = Template::named(drill.template()).expect("shipped");
    match template.is_for_one_key() {
        true => bind_to_key(&template, plan, &plan.keys[0].id),
        false => bind(&template, plan),
    }
}

/// Plays it to its end.
///
/// # Errors
/// What was violated.
pub fn played(case: &Case, bases: &mut Bases) -> Result<Seen, String> {
    let (theatre, drill) = bases.before(case.drill, case.quirk);
    let mut run = Run {
        theatre,
        drill,
        case,
        watched: Rc::default(),
        begun_before: 0,
    };
    run.begun_before = run.custody()?.ceremonies();
    for sitting in 0..MOST_SITTINGS {
        let ended = run
            .sit(sitting)
            .map_err(|why| format!("sitting {}: {why}", sitting + 1))?;
        if let Some(ending) = ended {
            return Ok(Seen {
                sittings: sitting + 1,
                struck: run.watched.borrow().struck.clone(),
                ending,
                ledger: run.theatre.ledger(),
            });
        }
    }
    Err(format!("no end after {MOST_SITTINGS} sittings"))
}

/// What unwinds a sitting that is no panic of the program's.
enum Broken {
    Crashed,
    Violated(String),
}

struct Run<'c> {
    theatre: Theatre,
    drill: Drill,
    case: &'c Case,
    watched: Rc<RefCell<Watched>>,
    begun_before: u64,
}

/// What is known from outside, sitting by sitting.
#[derive(Default)]
struct Watched {
    counts: BTreeMap<&'static str, u64>,
    effects: u64,
    /// The world as the crash left it.
    dead: Option<(Stage, MemoryDisk)>,
    struck: Vec<&'static str>,
    /// A page that was stained, as it was before: what it opens is lost to the people, and not by the program.
    stained: BTreeMap<String, String>,
    /// Every secret that ever was on paper.
    secrets: BTreeSet<String>,
    /// The ledger before its file was replaced, and what replaced it.
    replaced: Option<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Run<'_> {
    /// One sitting; how the ceremony ended, if it has.
    fn sit(&mut self, sitting: u32) -> Result<Option<String>, String> {
        let custody = self.custody()?;
        let open = custody.ceremony().is_some();
        if !open && custody.ceremonies() > self.begun_before {
            // It died after its last entry.
            return self
                .ended("Ended, and died", sitting < LEAVES_OUT)
                .map(Some);
        }
        let faults: Vec<Fault> = self.faults(sitting);
        let came = self.come_together(&faults, sitting, open);
        let ended = self.leave(came)?;
        self.judge_between()?;
        match ended {
            Some(Ok(Ending::Ended)) => self.ended("Ended", sitting < LEAVES_OUT).map(Some),
            Some(Ok(Ending::Abandoned)) => self.ended("Abandoned", false).map(Some),
            Some(Ok(Ending::Suspended { .. } | Ending::NotWritten)) | None => Ok(None),
            Some(Err(Played::NotBegun(_) | Played::NoBook(_))) if !faults.is_empty() => Ok(None),
            Some(Err(other)) => Err(format!("it does not begin: {other:?}")),
        }
    }

    fn faults(&self, sitting: u32) -> Vec<Fault> {
        let all = self.case.faults.iter();
        all.filter(|fault| fault.sitting == sitting)
            .copied()
            .collect()
    }

    /// The people sit down and play until it ends, they stop, or the program dies (None).
    fn come_together(
        &self,
        faults: &[Fault],
        sitting: u32,
        open: bool,
    ) -> Result<Option<Result<Ending, Played>>, String> {
        self.watch(faults);
        let mut people = Script {
            leaves_out: sitting >= LEAVES_OUT,
            abandons_at: (sitting >= ABANDONS).then_some(40),
            ..Script::default()
        };
        let mut jam_in = None;
        for Fault { nth, what, .. } in faults {
            match what {
                What::WrongAnswer => people.wrong_at = Some(*nth),
                What::SomebodyLeaves => people.leave_at = Some(*nth),
                What::PageStained => people.stain_at = Some(*nth),
                What::KeySwapped => people.swap_key_at = Some(*nth),
                What::PageJams => jam_in = Some(nth - 1),
                What::KeyPulled => self.theatre.stage.borrow_mut().pull_key_at_packet(*nth),
                What::DiskFull => self.theatre.disk.borrow_mut().appends_left = Some(nth - 1),
                What::KeyMisanswers(which, fault) => self.arm(softkey::Fault::AtCommand {
                    which: *which,
                    nth: *nth as u32,
                    what: *fault,
                }),
                What::PacketGoesWrong(fault) => self.arm(softkey::Fault::AtPacket {
                    nth: *nth as u32,
                    what: *fault,
                }),
                What::Crash(_) | What::LedgerReplaced(_) | What::ClockMoves(_) => {}
            }
        }
        let shared = self.theatre.shared();
        let mut people = Troubled {
            people: PlayedPeople::new(shared.clone(), Quiet, people),
            theatre: &self.theatre,
            watched: Rc::clone(&self.watched),
            faults,
            asked: 0,
        };
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&self.theatre.stage),
            jam_in,
        };
        let script = (!open).then(|| script(self.drill, &self.theatre.plan));
        let plan = &self.theatre.plan;
        let played = catch_unwind(AssertUnwindSafe(|| {
            play(&shared, plan, script.as_ref(), &mut people, &mut printer)
        }));
        let struck = people.people.struck();
        drop(people);
        let mut watched = self.watched.borrow_mut();
        for Fault { nth, what, .. } in faults {
            let counted = what.counts().and_then(|kind| watched.counts.get(kind));
            let reached = counted.is_some_and(|count| count >= nth);
            let hit = match what {
                What::WrongAnswer | What::SomebodyLeaves | What::PageStained | What::KeySwapped => {
                    struck && reached
                }
                What::PageJams | What::DiskFull | What::KeyPulled => reached,
                // Counted where they strike.
                What::Crash(_) | What::LedgerReplaced(_) | What::ClockMoves(_) => false,
                What::KeyMisanswers(..) | What::PacketGoesWrong(_) => {
                    self.armed() < softkey_faults(faults)
                }
            };
            if hit {
                watched.struck.push(what.kind());
            }
        }
        match played {
            Ok(ended) => Ok(Some(ended)),
            Err(payload) => match payload.downcast::<Broken>() {
                Ok(broken) => match *broken {
                    Broken::Crashed => Ok(None),
                    Broken::Violated(why) => Err(why),
                },
                Err(panic) => Err(format!("a panic: {}", told(&*panic))),
            },
        }
    }

    fn arm(&self, fault: softkey::Fault) {
        let label = self.theatre.plan.keys[0].id.as_str();
        let mut stage = self.theatre.stage.borrow_mut();
        stage.keys.get_mut(label).expect("the key").arm(fault);
    }

    fn armed(&self) -> usize {
        let label = self.theatre.plan.keys[0].id.as_str();
        self.theatre.stage.borrow().keys[label].armed()
    }

    fn watch(&self, faults: &[Fault]) {
        let mut watched = self.watched.borrow_mut();
        watched.counts.clear();
        watched.effects = 0;
        drop(watched);
        let into = Rc::clone(&self.watched);
        let (disk, plan) = (Rc::clone(&self.theatre.disk), self.theatre.plan.clone());
        let crashes: Vec<(u64, Moment)> = faults
            .iter()
            .filter_map(|fault| match fault.what {
                What::Crash(moment) => Some((fault.nth, moment)),
                _ => None,
            })
            .collect();
        let least = 8 - u8::try_from(self.case.faults.len().min(5)).expect("few");
        let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
            let mut watched = into.borrow_mut();
            if moment == Moment::Before {
                watched.effects += 1;
                *watched.counts.entry(effect.kind).or_default() += 1;
            }
            if let Err(why) = watched.judge(stage, &plan, effect, moment, least) {
                let at = format!("at {} {} {moment:?}", effect.kind, shortened(&effect.about));
                drop(watched);
                resume_unwind(Box::new(Broken::Violated(format!("{why} ({at})"))));
            }
            if crashes.contains(&(watched.effects, moment)) {
                watched.struck.push("crash");
                watched.dead = Some((stage.fork(), disk.borrow().clone()));
                drop(watched);
                resume_unwind(Box::new(Broken::Crashed));
            }
        };
        let mut stage = self.theatre.stage.borrow_mut();
        stage.watched_by(Rc::new(RefCell::new(at_effect)));
    }

    /// What a sitting leaves: the world as it was when the program died; faults that are over; the ledger put back.
    fn leave(
        &mut self,
        came: Result<Option<Result<Ending, Played>>, String>,
    ) -> Result<Option<Result<Ending, Played>>, String> {
        let ended = came?;
        let mut watched = self.watched.borrow_mut();
        if let Some((stage, disk)) = watched.dead.take() {
            self.theatre = Theatre::of(stage, disk, self.theatre.plan.clone());
        }
        let replaced = watched.replaced.take();
        drop(watched);
        {
            let mut stage = self.theatre.stage.borrow_mut();
            stage.pull_at = 0;
            stage.began = BEGAN.parse().expect("a date");
        }
        self.theatre.disk.borrow_mut().appends_left = None;
        if let Some((true_one, instead)) = replaced {
            self.put_back(true_one, instead)?;
        }
        Ok(ended)
    }

    /// I20: nothing was appended to what is not the ledger. What the people saved is put back; else what was there.
    fn put_back(&mut self, true_one: Vec<u8>, instead: Option<Vec<u8>>) -> Result<(), String> {
        let mut disk = self.theatre.disk.borrow_mut();
        if disk.files.get(LEDGER) != instead.as_ref() {
            return Err("something was written into a file that is not the ledger".into());
        }
        let saved = disk
            .sticks
            .iter()
            .filter(|(name, bytes)| name.contains("saved") && bytes.starts_with(&true_one))
            .map(|(_, bytes)| bytes.clone())
            .max_by_key(Vec::len);
        disk.files.insert(LEDGER.into(), saved.unwrap_or(true_one));
        Ok(())
    }

    /// The ledger as it stands, judged as an auditor does.
    fn custody(&self) -> Result<Custody, String> {
        let mut custody = Custody::default();
        let torn = |e| format!("the ledger does not verify: {e:?}");
        audit(self.theatre.ledger().as_slice(), &mut custody).map_err(torn)?;
        Ok(custody)
    }

    /// What must hold between two sittings, whatever was left.
    fn judge_between(&self) -> Result<(), String> {
        let custody = self.custody()?;
        let mut watched = self.watched.borrow_mut();
        let stage = self.theatre.stage.borrow();
        watched.learn(&stage, &self.theatre.plan);
        oracle::nothing_unproven_is_live(&watched.unstained(&stage), &custody)?;
        oracle::no_secret_on_disk(&self.theatre.disk.borrow(), &watched.secrets)
    }

    /// What must hold at the end. Where steps were left out, or a page cannot be read, not everything is new.
    fn ended(&self, how: &str, as_ever: bool) -> Result<String, String> {
        let custody = self.custody()?;
        let watched = self.watched.borrow();
        let mut stage = watched.unstained(&self.theatre.stage.borrow());
        // A key that was never admitted stays with whoever brought it.
        let named = |thing: &String| thing.strip_prefix("key ").map(str::to_owned);
        let is_held = |label: &String| custody.keys().keys().any(|key| key.as_str() == label);
        stage
            .table
            .retain(|thing| named(thing).is_none_or(|label| is_held(&label)));
        oracle::everything_is_put_away(&stage)?;
        oracle::things_lie_where_the_ledger_says(&stage, &custody)?;
        let whole = as_ever && how != "Abandoned" && self.drill.keeps_everything();
        if whole && watched.stained.is_empty() {
            oracle::all_is_as_the_ledger_says(&stage, &custody, &self.theatre.plan)?;
        }
        let quarantined = match custody.quarantine().is_empty() {
            true => "",
            false => ", with a quarantine",
        };
        Ok(format!("{how}{quarantined}"))
    }
}

const BEGAN: &str = "2026-01-12T09:00:00Z";

fn softkey_faults(faults: &[Fault]) -> usize {
    let of_key = |f: &&Fault| matches!(f.what, What::KeyMisanswers(..) | What::PacketGoesWrong(_));
    faults.iter().filter(of_key).count()
}

fn told(panic: &dyn std::any::Any) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without words").into()
}

fn shortened(about: &str) -> String {
    about.chars().take(160).collect()
}

impl Watched {
    fn judge(
        &mut self,
        stage: &Stage,
        plan: &Plan,
        effect: &Effect,
        moment: Moment,
        least: u8,
    ) -> Result<(), String> {
        // Nothing changes between an effect and the beginning of a packet.
        if effect.kind == "packet" && moment == Moment::Before {
            return Ok(());
        }
        if effect.kind == "print" && moment == Moment::After {
            self.learn(stage, plan);
        }
        oracle::tries_are_kept(stage, least)?;
        if self.stained.is_empty() {
            return judged(stage, plan, effect, moment);
        }
        judged(&self.unstained(stage), plan, effect, moment)
    }

    fn learn(&mut self, stage: &Stage, plan: &Plan) {
        self.secrets.extend(oracle::secrets(stage, plan));
    }

    /// The world with every page as readable as it was printed.
    fn unstained(&self, stage: &Stage) -> Stage {
        let mut clean = stage.fork();
        for (serial, page) in &self.stained {
            if let Some(there) = clean.paper.get_mut(serial) {
                there.clone_from(page);
            }
        }
        clean
    }
}

fn judged(stage: &Stage, plan: &Plan, effect: &Effect, moment: Moment) -> Result<(), String> {
    oracle::paper_opens_everything(stage, plan)?;
    match moment {
        Moment::Before => oracle::replacement_is_sealed(stage, effect, plan),
        Moment::After => Ok(()),
    }
}

/// The played pair; and what happens around them while they are asked.
struct Troubled<'t> {
    people: PlayedPeople<Quiet>,
    theatre: &'t Theatre,
    watched: Rc<RefCell<Watched>>,
    faults: &'t [Fault],
    asked: u64,
}

impl Troubled<'_> {
    fn before(&mut self, question: &Prompt) {
        self.asked += 1;
        if self.asked > MOST_QUESTIONS {
            let why = format!("no end of questions; the last: {question:?}");
            resume_unwind(Box::new(Broken::Violated(why)));
        }
        for Fault { what, .. } in self.faults.iter().filter(|f| f.nth == self.asked) {
            match what {
                What::ClockMoves(days) => {
                    let mut stage = self.theatre.stage.borrow_mut();
                    let hours = jiff::Span::new().hours(days * 24);
                    stage.began = stage.began.checked_add(hours).expect("within time");
                }
                What::LedgerReplaced(how) => self.replace(*how),
                What::PageStained => {
                    let mut clean = self.theatre.stage.borrow().paper.clone();
                    let mut watched = self.watched.borrow_mut();
                    clean.append(&mut watched.stained);
                    watched.stained = clean;
                    continue;
                }
                _ => continue,
            }
            self.watched.borrow_mut().struck.push(what.kind());
        }
    }

    fn replace(&self, how: Replaced) {
        let mut disk = self.theatre.disk.borrow_mut();
        let true_one = disk.files[LEDGER].clone();
        let mut instead = true_one.clone();
        match how {
            Replaced::ByNothing => instead.clear(),
            Replaced::ByAnOlderOne => {
                let last = instead[..instead.len() - 1]
                    .iter()
                    .rposition(|b| *b == b'\n');
                instead.truncate(last.map_or(0, |at| at + 1));
            }
            Replaced::ByALongerOne => instead.push(b'\n'),
            // In its last line: one before it is looked for only at the end.
            Replaced::OneBitFlipped => {
                let at = instead.len() - 20;
                instead[at] ^= 1;
            }
        }
        let gone = how == Replaced::ByNothing;
        let instead = (!gone).then_some(instead);
        match &instead {
            Some(bytes) => drop(disk.files.insert(LEDGER.into(), bytes.clone())),
            None => drop(disk.files.remove(LEDGER)),
        }
        let mut watched = self.watched.borrow_mut();
        // Replaced twice: what was there first is the ledger.
        let first = watched.replaced.take().map(|(first, _)| first);
        watched.replaced = Some((first.unwrap_or(true_one), instead));
    }

    /// Pages that the question just stained are kept as they were; the others are as they are.
    fn after(&mut self) {
        let stage = self.theatre.stage.borrow();
        let mut watched = self.watched.borrow_mut();
        watched.stained.retain(|serial, clean| {
            stage
                .paper
                .get(serial)
                .is_some_and(|now| now.contains('?') && now != clean)
        });
    }
}

impl People for Troubled<'_> {
    fn language(&self) -> sealwright::text::language::Language {
        self.people.language()
    }

    fn tell(&mut self, news: &Prompt) {
        self.people.tell(news);
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        self.before(question);
        let answer = self.people.confirm(question);
        self.after();
        answer
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        self.before(question);
        let answer = self.people.line(question);
        self.after();
        answer
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        self.before(question);
        let answer = self.people.secret(question);
        self.after();
        answer
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.before(what);
        self.people.show(what, secret)
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        self.before(question);
        self.people.choose(question, among)
    }
}
