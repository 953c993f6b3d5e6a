//! A monkey at the screen: small drills in the played world, keys at random among sensible ones. Never a state without
//! a way on, a panic, or an entry that nobody agreed to on the screen.
//!
//! Ten thousand drills in a campaign, 500 in each run of the tests.

use crate::campaign;
use sealwright::book::{LEDGER, audit};
use sealwright::ceremony::template::{Template, bind};
use sealwright::custody::{Custody, Event};
use sealwright::rehearsal::{
    ByHand, Meanwhile, MemoryDisk, PlayedPeople, PlayedPrinter, PlayedTable, Script, Shared, Stage,
    create, play, play_before,
};
use sealwright::secret::Secret;
use sealwright::text::language::Language;
use sealwright::tui::tty::Key;
use sealwright::tui::{
    Answer, Hand, Hands, LEAST, Model, Seat, Setting, Shown, Theme, Todo, channels, draw,
};
use sealwright::words;
use sealwright::words::clause::{Clause, Thing};
use sealwright::words::say::Prompt;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Keys that the most patient monkey presses before it only wants to go home.
const KEYS: u64 = 1500;

#[test]
fn a_monkey_never_finds_a_dead_end_or_an_unasked_entry() {
    let monkeys = 10_000 / campaign::one_in(20);
    let seeds = Arc::new(Mutex::new(0..monkeys));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let total = Arc::new(Mutex::new(Total::default()));
    let hands: Vec<_> = (0..workers)
        .map(|_| {
            let (seeds, total) = (Arc::clone(&seeds), Arc::clone(&total));
            std::thread::spawn(move || {
                let set_up = SetUp::new();
                loop {
                    let Some(seed) = seeds.lock().unwrap().next() else {
                        return;
                    };
                    let played = set_up.drill(seed);
                    total.lock().unwrap().add(&played);
                }
            })
        })
        .collect();
    for hand in hands {
        hand.join().unwrap();
    }
    let total = total.lock().unwrap();
    println!("{monkeys} drills: {total:?}");
    // The control: the monkey gets somewhere, and does not always.
    assert!(total.keys > 50 * monkeys);
    assert!(total.steps > monkeys, "{total:?}");
    assert!((1..monkeys).contains(&total.ended), "{total:?}");
}

#[derive(Debug, Default)]
struct Total {
    keys: u64,
    questions: u64,
    entries: u64,
    steps: u64,
    ended: u64,
}

impl Total {
    fn add(&mut self, other: &Total) {
        self.keys += other.keys;
        self.questions += other.questions;
        self.entries += other.entries;
        self.steps += other.steps;
        self.ended += other.ended;
    }
}

/// A played world in which the setup was done: its state as text, which may go from thread to thread.
struct SetUp {
    stage: String,
    paper: std::collections::BTreeMap<String, String>,
    disk: MemoryDisk,
    plan: sealwright::plan::Plan,
}

impl SetUp {
    fn new() -> SetUp {
        let plan = sealwright::plan::Plan::parse("small", sealwright::plan::SMALL).unwrap();
        let disk = Rc::new(RefCell::new(MemoryDisk::default()));
        let began = "2026-01-12T09:00:00Z".parse().unwrap();
        let shared = Shared {
            stage: Rc::new(RefCell::new(Stage::new([7; 32], began))),
            disk: disk.clone(),
        };
        create(&shared, &plan).unwrap();
        let script = bind(&Template::named("first-setup").unwrap(), &plan);
        let mut people = PlayedPeople::new(shared.clone(), (), Script::default());
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&shared.stage),
            jam_in: None,
        };
        play(&shared, &plan, Some(&script), &mut people, &mut printer).unwrap();
        let stage = shared.stage.borrow();
        SetUp {
            stage: stage.save(),
            paper: stage.paper.clone(),
            disk: disk.borrow().clone(),
            plan,
        }
    }

    fn drill(&self, seed: u64) -> Total {
        let (seat, desk) = channels().unwrap();
        let ledger = Arc::new(Mutex::new(Vec::new()));
        let mut monkey = Monkey::new(seed);
        std::thread::scope(|scope| {
            let kept = Arc::clone(&ledger);
            let over = desk.over();
            let drill = scope.spawn(move || {
                let _over = over;
                self.perform(seat, &kept);
            });
            monkey.sit(&desk.from, &desk.to);
            drill.join().expect("no panic");
        });
        let ledger = ledger.lock().unwrap();
        monkey.judge(&ledger);
        monkey.total
    }

    fn perform(&self, seat: Seat, kept: &Mutex<Vec<u8>>) {
        let disk = Rc::new(RefCell::new(self.disk.clone()));
        let stage = Stage::restore(&self.stage, self.paper.clone()).unwrap();
        let shared = Shared {
            stage: Rc::new(RefCell::new(stage)),
            disk: disk.clone(),
        };
        let script = bind(&Template::named("annual-rotation").unwrap(), &self.plan);
        let table = Table(PlayedTable::new(shared.clone()));
        let people = seat.people(Some(Box::new(table)));
        let meanwhile = people.meanwhile();
        let finger = move || match meanwhile(Duration::from_millis(1))? {
            Answer::Hand(Hand::Touch) => Some(Meanwhile::Touch),
            Answer::Hand(Hand::Unplug) => Some(Meanwhile::Unplug),
            Answer::Leave => Some(Meanwhile::Leave),
            _ => None,
        };
        shared.stage.borrow_mut().finger = Some(Rc::new(finger));
        let see = people.see();
        let mut people = ByHand::new(people, (), shared.clone(), false);
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&shared.stage),
            jam_in: None,
        };
        let ended = play_before(
            &shared,
            &self.plan,
            Some(&script),
            &mut people,
            &mut printer,
            Some(Box::new(see)),
        );
        assert!(ended.is_ok(), "{ended:?}");
        use sealwright::book::Disk;
        *kept.lock().unwrap() = disk.borrow_mut().read(LEDGER).unwrap().unwrap();
    }
}

struct Table(PlayedTable);

impl Hands for Table {
    fn act(&mut self, hand: Hand, question: Option<&Prompt>) -> (Clause, Option<Secret>) {
        match hand {
            Hand::Scan => self.0.scan(question),
            Hand::Touch => (Clause::NoKeyBlinks, None),
            Hand::Unplug => (self.0.unplug(), None),
            Hand::Plug(nth) => (self.0.plug(nth, question), None),
        }
    }

    fn table(&self) -> Vec<Thing> {
        self.0.things()
    }
}

/// Presses keys by chance; keeps what was asked and how it was answered.
struct Monkey {
    chance: u64,
    patience: u64,
    /// Presses any key so often in a hundred.
    whims: u64,
    model: Model,
    now: Duration,
    /// Steps and persons whose initial was given on the screen.
    initials: BTreeSet<(String, String)>,
    assents: u64,
    words: u64,
    total: Total,
    terminal: ratatui::Terminal<ratatui::backend::TestBackend>,
}

impl Monkey {
    fn new(seed: u64) -> Monkey {
        // Every language gets its monkeys.
        let (_, language) = Language::ALL[seed as usize % Language::ALL.len()];
        let setting = Setting {
            language,
            book: "Example".into(),
            rehearsal: true,
            hands: true,
            offline: None,
            plan: "a plan".into(),
        };
        let mut model = Model::new(setting);
        model.keyboard = None;
        let backend = ratatui::backend::TestBackend::new(LEAST.0, LEAST.1);
        let chance = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut monkey = Monkey {
            chance,
            patience: 0,
            whims: 0,
            model,
            now: Duration::ZERO,
            initials: BTreeSet::new(),
            assents: 0,
            words: 0,
            total: Total::default(),
            terminal: ratatui::Terminal::new(backend).unwrap(),
        };
        monkey.patience = monkey.roll(KEYS);
        monkey.whims = monkey.roll(12);
        monkey
    }

    /// xorshift64*
    fn roll(&mut self, below: u64) -> u64 {
        self.chance ^= self.chance >> 12;
        self.chance ^= self.chance << 25;
        self.chance ^= self.chance >> 27;
        (self.chance.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % below
    }

    fn sit(
        &mut self,
        from: &std::sync::mpsc::Receiver<Shown>,
        to: &std::sync::mpsc::Sender<Answer>,
    ) {
        loop {
            while let Ok(shown) = from.try_recv() {
                let todo = self.model.hear(shown);
                self.act(todo, to, None);
            }
            if self.model.is_over() {
                return;
            }
            if self.model.question.is_none() && self.model.touching.is_none() {
                // It works: something comes, or this is a dead end.
                match from.recv_timeout(Duration::from_secs(60)) {
                    Ok(shown) => {
                        let todo = self.model.hear(shown);
                        self.act(todo, to, None);
                    }
                    Err(_) => panic!("a state without a way on: {:?}", self.model.said.last()),
                }
                continue;
            }
            self.press(to);
        }
    }

    fn press(&mut self, to: &std::sync::mpsc::Sender<Answer>) {
        let key = self.key();
        self.total.keys += 1;
        // Mostly a rested keyboard, sometimes a held key.
        let gap = if self.roll(12) == 0 { 20 } else { 130 };
        self.now += Duration::from_millis(gap);
        let asked = self.model.question.as_ref().map(|q| q.prompt.clone());
        let todo = self.model.press(key, self.now);
        self.act(todo, to, asked);
        self.now += Duration::from_millis(101);
        let asked = self.model.question.as_ref().map(|q| q.prompt.clone());
        let todo = self.model.tick(self.now);
        self.act(todo, to, asked);
        if self.roll(16) == 0 {
            self.terminal
                .draw(|frame| {
                    draw(frame, &self.model, Theme::Colour);
                })
                .unwrap();
        }
    }

    fn act(
        &mut self,
        todo: Option<Todo>,
        to: &std::sync::mpsc::Sender<Answer>,
        asked: Option<Prompt>,
    ) {
        let Some(Todo::Send(answer)) = todo else {
            return;
        };
        if !matches!(answer, Answer::Hand(_)) {
            self.total.questions += 1;
        }
        match (&answer, asked) {
            (Answer::YesNo(true), Some(Prompt::Initial { number, person, .. })) => {
                self.initials.insert((number, person));
            }
            (Answer::YesNo(true), Some(Prompt::GoOnDespite { .. })) => self.assents += 1,
            (Answer::Secret(_), Some(Prompt::GiveWord { .. })) => self.words += 1,
            _ => {}
        }
        let _ = to.send(answer);
    }

    /// What a person would press, or anything.
    fn key(&mut self) -> Key {
        const ANY: [Key; 30] = [
            Key::Char('y'),
            Key::Char('n'),
            Key::Char('x'),
            Key::Char('1'),
            Key::Char('2'),
            Key::Char('3'),
            Key::Char('4'),
            Key::Char(' '),
            Key::Char('/'),
            Key::Char('\u{202e}'),
            Key::Enter,
            Key::Backspace,
            Key::Clear,
            Key::Escape,
            Key::Tab,
            Key::Up,
            Key::Down,
            Key::PageUp,
            Key::PageDown,
            Key::Home,
            Key::End,
            Key::F(1),
            Key::F(2),
            Key::F(3),
            Key::F(5),
            Key::F(6),
            Key::F(7),
            Key::F(8),
            Key::Redraw,
            Key::Other,
        ];
        let tired = self.total.keys > self.patience;
        if !tired && self.roll(100) < self.whims {
            let n = self.roll(ANY.len() as u64) as usize;
            return ANY[n];
        }
        if self.model.page.is_some() {
            return Key::Escape;
        }
        if tired
            && self
                .model
                .question
                .as_ref()
                .is_none_or(|q| !matches!(q.prompt, Prompt::WhatNow { .. }))
            && self.roll(3) == 0
        {
            return Key::F(4);
        }
        self.sensible(tired)
    }

    fn sensible(&mut self, tired: bool) -> Key {
        use sealwright::tui::Field;
        let Some(question) = &self.model.question else {
            return Key::F(6);
        };
        match (&question.field, &question.prompt) {
            (
                Field::YesNo(_),
                Prompt::PlugIn { .. } | Prompt::Replug { .. } | Prompt::PlugInNew { .. },
            ) if !self
                .model
                .table
                .iter()
                .any(|t| matches!(t, Thing::PluggedKey(_))) =>
            {
                Key::F(8)
            }
            (Field::YesNo(language), _) => Key::Char(words::of(*language).yes_no()[0].0),
            (Field::Choice { at: Some(_), .. }, _) => Key::Enter,
            (Field::Choice { .. }, _) if tired => Key::Char('2'),
            (Field::Choice { .. }, _) => {
                Key::Char(['1', '1', '2', '3', '4'][self.roll(5) as usize])
            }
            // What a whim typed may be the beginning of nobody's name.
            (Field::Pick { typed, .. }, _) if !typed.is_empty() => Key::Clear,
            (Field::Pick { .. } | Field::Seen(_), _) => Key::Enter,
            (
                Field::Line(_),
                Prompt::SizeFromPaper { .. }
                | Prompt::WordsFromPaper { .. }
                | Prompt::BagSerial { .. }
                | Prompt::CopyTo { .. },
            ) => Key::F(5),
            (Field::Line(typed), Prompt::WallClock { utc, .. }) => {
                match utc.chars().nth(typed.chars().count()) {
                    Some(c) => Key::Char(c),
                    None => Key::Enter,
                }
            }
            (Field::Line(typed), _) if typed.len() < 3 => Key::Char('r'),
            (Field::Line(_), _) => Key::Enter,
            (
                Field::Masked(_) | Field::Words(_),
                Prompt::PinFrom { .. } | Prompt::ProofWord { .. } | Prompt::ShareFrom { .. },
            ) => Key::F(5),
            (Field::Masked(typed), prompt) => match typed.len_chars() {
                0..4 => Key::Char(letter(prompt)),
                _ => Key::Enter,
            },
            (Field::Words(_), _) => Key::Enter,
        }
    }

    /// What the ledger says was agreed to on the screen.
    fn judge(&mut self, ledger: &[u8]) {
        let mut custody = Custody::default();
        audit(ledger, &mut custody).expect("a valid ledger");
        self.total.ended += u64::from(custody.ceremony().is_none() && custody.ceremonies() == 2);
        let names = [
            ("ada", "Ada Keller"),
            ("boris", "Boris Lind"),
            ("carla", "Carla Moss"),
            ("david", "David Nowak"),
        ];
        let mut exceptions = 0;
        for line in ledger.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            let entry: serde_json::Value = serde_json::from_slice(line).unwrap();
            if entry["ceremony"] != 2 {
                continue;
            }
            self.total.entries += 1;
            match serde_json::from_value(entry["event"].clone()) {
                Ok(Event::Initialled { steps, initials }) => {
                    self.total.steps += steps.len() as u64;
                    assert_eq!(initials.len(), 2);
                    for (step, id) in steps
                        .iter()
                        .flat_map(|s| initials.iter().map(move |i| (s, i)))
                    {
                        let (_, name) = names.iter().find(|(n, _)| *n == id.as_str()).unwrap();
                        assert!(
                            self.initials.contains(&(step.clone(), (*name).to_owned())),
                            "{id} never initialled {step}"
                        );
                    }
                }
                Ok(
                    Event::Exception { assents, .. }
                    | Event::StepExcepted { assents, .. }
                    | Event::CeremonyAbandoned { assents, .. },
                ) => {
                    assert_eq!(assents.len(), 2);
                    exceptions += 1;
                }
                Ok(Event::StepRefused { initials, .. }) => {
                    assert_eq!(initials.len(), 2);
                    exceptions += 1;
                }
                _ => {}
            }
        }
        // Each took two private words.
        assert!(
            self.words >= 2 * exceptions,
            "{} words, {exceptions}",
            self.words
        );
    }
}

/// What somebody's private word is made of: no two have the same.
fn letter(prompt: &Prompt) -> char {
    let (Prompt::WordOfOwn { person, .. }
    | Prompt::WordOfOwnAgain { person, .. }
    | Prompt::GiveWord { person, .. }) = prompt
    else {
        return 'w';
    };
    person
        .chars()
        .next()
        .map_or('w', |c| c.to_ascii_lowercase())
}
