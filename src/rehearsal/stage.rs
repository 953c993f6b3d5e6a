//! The played world's state: what lies where, what is printed, what the keys' flash holds, what the tenant knows.

use super::dice::SeededDice;
use super::sitting::{Given, Sitting};
use super::tenant::Tenant;
use crate::book::{Clock, Disk};
use crate::ceremony::world::Laptop;
use crate::ctap::Link;
use crate::secret::Chance;
use crate::softkey::{Flash, SoftKey, Touch};
use crate::words::finding::Finding;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

/// The state. Things are named as the screen names them: `key alpha-1`, `sheet P-0001`.
#[derive(Clone)]
pub struct Stage {
    /// Security keys, by label.
    pub keys: BTreeMap<String, SoftKey>,
    /// Which key is plugged into the laptop.
    pub port: Option<String>,
    /// What lies on the table.
    pub table: BTreeSet<String>,
    /// Bags that have a serial on the ledger or in somebody's hand.
    pub bags: BTreeMap<String, PlayedBag>,
    /// How many new bags were taken from the box.
    pub bags_taken: u64,
    /// The new bag that both look at.
    pub bag_in_hand: Option<String>,
    /// Pages that exist, by serial. Destroyed ones are gone.
    pub paper: BTreeMap<String, String>,
    /// Pages that came out of the printer and were not taken.
    pub tray: Vec<String>,
    /// The PDF of each page that was printed, by serial, and of signed minutes as they are filed; None: none are made.
    /// They are for people to look at, and outlive the program as files alone.
    pub pdfs: Option<BTreeMap<String, Rc<[u8]>>>,
    /// How a page is read: its text, from the stage and its serial; None: the text that was printed is taken.
    pub reading: Option<Reading>,
    /// Pages without a secret that the people took: labels, receipts and the like, by serial.
    pub papers: BTreeMap<String, String>,
    /// The signed minutes that each keeps.
    pub minutes: BTreeMap<String, String>,
    /// The tenant.
    pub tenant: Tenant,
    /// The people's private words of this sitting.
    pub words: BTreeMap<String, String>,
    /// What was typed at the online machine: the halves of a password.
    pub halves: BTreeMap<String, [String; 2]>,
    /// Chance, outside the laptop: new keys, private words, challenges.
    pub chance: SeededDice,
    /// The laptop's random numbers.
    pub dice: SeededDice,
    /// What random numbers were made from, sitting by sitting.
    pub sittings: Vec<Sitting>,
    /// When the played world began.
    pub began: Timestamp,
    /// Time since.
    pub elapsed: Duration,
    /// Effects so far.
    pub effects: u64,
    /// At which packet from now on somebody pulls the key out; 0 for never.
    pub pull_at: u64,
    /// Who touches keys that blink; None: a played finger, at once.
    pub finger: Option<Finger>,
    /// Keys that are not ours, in place of the software keys; None: there are none.
    pub real_keys: Option<Rc<dyn RealKeys>>,
    /// Whether the key that blinks was just touched.
    pub(super) touched: bool,
    /// Packets that keys were sent, and that were received from them.
    pub packets: [u64; 2],
    watch: Option<Watch>,
}

/// A bag in the played world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedBag {
    /// What is in it.
    pub items: Vec<String>,
    /// Whether its seal is whole.
    pub sealed: bool,
    /// Where it lies; None: on the table.
    pub place: Option<String>,
    /// Whether somebody was at it.
    #[serde(default)]
    pub damaged: bool,
}

/// One touch of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Its number, from 1.
    pub number: u64,
    /// What it is: `append`, `print`, `packet`, `people`, `copy`, `create`.
    pub kind: &'static str,
    /// More about it, for messages.
    pub about: String,
}

/// Where in an effect somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing has happened yet.
    Before,
    /// It has happened, and the program has not seen the answer.
    After,
}

/// What somebody does while a key blinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meanwhile {
    /// Touches it.
    Touch,
    /// Pulls it out.
    Unplug,
    /// Wants to stop.
    Leave,
}

/// Keys that are not ours, by label, moved by the played people: so that a whole ceremony can be played on another's
/// firmware. The software keys stand for where they lie.
pub trait RealKeys {
    /// Somebody plugs it into the laptop.
    fn plug(&self, label: &str);

    /// Somebody pulls it out of the laptop.
    fn unplug(&self, label: &str);

    /// Somebody plugs it into the online machine, where it is touched; the drop of the link pulls it out.
    fn plug_elsewhere(&self, label: &str) -> Option<Box<dyn Link>>;
}

/// Asked at each keepalive of a key that blinks; it may take a tenth of a second of real time.
pub type Finger = Rc<dyn Fn() -> Option<Meanwhile>>;

/// Reads the page of a serial.
pub type Reading = Rc<dyn Fn(&Stage, &str) -> Option<String>>;

/// Somebody who is told of every effect.
pub type Watch = Rc<RefCell<dyn FnMut(&Stage, &Effect, Moment)>>;

/// The stage as its parts share it, and the disk beside it.
#[derive(Clone)]
pub struct Shared {
    /// The stage.
    pub stage: Rc<RefCell<Stage>>,
    /// Where the book lies.
    pub disk: Rc<RefCell<dyn Disk>>,
}

impl Stage {
    /// An empty stage: everything to come follows from the seed.
    pub fn new(seed: [u8; 32], began: Timestamp) -> Stage {
        Stage {
            keys: BTreeMap::new(),
            port: None,
            table: BTreeSet::new(),
            bags: BTreeMap::new(),
            bags_taken: 0,
            bag_in_hand: None,
            paper: BTreeMap::new(),
            tray: Vec::new(),
            pdfs: None,
            reading: None,
            papers: BTreeMap::new(),
            minutes: BTreeMap::new(),
            tenant: Tenant::default(),
            words: BTreeMap::new(),
            halves: BTreeMap::new(),
            chance: SeededDice::new(seed, "chance"),
            dice: SeededDice::new(seed, "dice"),
            sittings: Vec::new(),
            began,
            elapsed: Duration::ZERO,
            effects: 0,
            pull_at: 0,
            finger: None,
            real_keys: None,
            touched: false,
            packets: [0; 2],
            watch: None,
        }
    }

    /// Somebody pulls the plugged-in key out at the nth packet from now on, right after the key got it.
    pub fn pull_key_at_packet(&mut self, nth: u64) {
        self.pull_at = nth;
    }

    /// What of it outlives the program, as JSON. Pages are kept as files beside it, so they are left out.
    pub fn save(&self) -> String {
        let keys = self
            .keys
            .iter()
            .map(|(label, key)| (label.clone(), key.flash().clone()))
            .collect();
        let saved = Saved {
            keys,
            table: self.table.clone(),
            bags: self.bags.clone(),
            bags_taken: self.bags_taken,
            bag_in_hand: self.bag_in_hand.clone(),
            tray: self.tray.clone(),
            papers: self.papers.clone(),
            minutes: self.minutes.clone(),
            tenant: self.tenant.clone(),
            halves: self.halves.clone(),
            chance: self.chance.clone(),
            dice: self.dice.clone(),
            sittings: self.sittings.clone(),
            began: self.began,
            elapsed: self.elapsed,
        };
        serde_json::to_string(&saved).expect("plain data always serializes")
    }

    /// The stage that was saved, with the pages that exist.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn restore(json: &str, paper: BTreeMap<String, String>) -> Result<Stage, String> {
        let saved: Saved = serde_json::from_str(json).map_err(|e| e.to_string())?;
        let mut keys = BTreeMap::new();
        for (label, flash) in saved.keys {
            let mut key = SoftKey::from_flash(flash);
            key.unplug();
            keys.insert(label, key);
        }
        Ok(Stage {
            keys,
            port: None,
            table: saved.table,
            bags: saved.bags,
            bags_taken: saved.bags_taken,
            bag_in_hand: saved.bag_in_hand,
            paper,
            tray: saved.tray,
            pdfs: None,
            reading: None,
            papers: saved.papers,
            minutes: saved.minutes,
            tenant: saved.tenant,
            words: BTreeMap::new(),
            halves: saved.halves,
            chance: saved.chance,
            dice: saved.dice,
            sittings: saved.sittings,
            began: saved.began,
            elapsed: saved.elapsed,
            effects: 0,
            pull_at: 0,
            finger: None,
            real_keys: None,
            touched: false,
            packets: [0; 2],
            watch: None,
        })
    }

    /// A stage that goes on from here as after a crash: nobody watches it.
    pub fn fork(&self) -> Stage {
        let mut fork = self.clone();
        fork.watch = None;
        fork.finger = None;
        fork.real_keys = None;
        fork
    }

    /// Tells `watch` of every effect from now on.
    pub fn watched_by(&mut self, watch: Watch) {
        self.watch = Some(watch);
    }

    /// The program was started: random numbers are counted anew.
    pub(super) fn sit_down(&mut self) {
        self.sittings.push(Sitting {
            drawn_before: self.dice.drawn(),
            given: Vec::new(),
        });
    }

    /// Somebody gives the laptop this, and it is written down; the last time counts.
    pub(super) fn give(&mut self, person: &str, kind: Chance, what: String) -> String {
        if let Some(sitting) = self.sittings.last_mut() {
            let earlier = |given: &Given| given.person == person && given.kind == kind;
            sitting.given.retain(|given| !earlier(given));
            sitting.given.push(Given {
                person: person.into(),
                kind,
                what: what.clone(),
            });
        }
        what
    }

    /// Lets time pass.
    pub fn wait(&mut self, time: Duration) {
        self.elapsed = self.elapsed.saturating_add(time);
    }

    /// The time in the played world.
    pub fn now(&self) -> Timestamp {
        self.began
            .checked_add(self.elapsed)
            .unwrap_or(Timestamp::MAX)
    }

    pub(super) fn begin(&mut self, kind: &'static str, about: impl FnOnce() -> String) -> Effect {
        self.effects += 1;
        let about = if self.watch.is_some() {
            about()
        } else {
            String::new()
        };
        let effect = Effect {
            number: self.effects,
            kind,
            about,
        };
        self.tell(&effect, Moment::Before);
        effect
    }

    pub(super) fn end(&mut self, effect: &Effect) {
        self.tell(effect, Moment::After);
    }

    fn tell(&mut self, effect: &Effect, moment: Moment) {
        if let Some(watch) = self.watch.clone() {
            (watch.borrow_mut())(self, effect, moment);
        }
    }

    /// Shreds a page, wherever it lies.
    pub(super) fn destroy_page(&mut self, serial: &str) {
        self.paper.remove(serial);
        if let Some(pdfs) = &mut self.pdfs {
            pdfs.remove(serial);
        }
        self.table.remove(&format!("sheet {serial}"));
        self.tray.retain(|s| s != serial);
    }

    /// A key, touched only if somebody's finger just did.
    pub(super) fn with_finger(&mut self, label: &str) -> Option<&mut SoftKey> {
        let key = self.keys.get_mut(label)?;
        if self.finger.is_some() && !self.touched {
            key.set_touch(Touch::Never);
        }
        Some(key)
    }

    /// Elsewhere, at the online machine, it is touched as ever.
    pub(super) fn without_finger(&mut self, label: &str) {
        if let Some(key) = self.keys.get_mut(label).filter(|_| self.finger.is_some()) {
            key.set_touch(Touch::Always);
        }
    }

    /// Pulls whatever is plugged in.
    pub(super) fn unplug(&mut self) {
        let Some(label) = self.port.take() else {
            return;
        };
        if let Some(key) = self.keys.get_mut(&label) {
            key.unplug();
        }
        if let Some(real_keys) = &self.real_keys {
            real_keys.unplug(&label);
        }
    }

    /// Plugs in a key that lies on the table, alone. False if it is not there.
    pub(super) fn plug(&mut self, label: &str) -> bool {
        if !self.table.contains(&format!("key {label}")) {
            return false;
        }
        self.unplug();
        let now = self.elapsed;
        match self.keys.get_mut(label) {
            Some(key) => key.plug(now),
            None => return false,
        }
        if let Some(real_keys) = &self.real_keys {
            real_keys.plug(label);
        }
        self.port = Some(label.into());
        true
    }
}

#[derive(Serialize, Deserialize)]
struct Saved {
    keys: BTreeMap<String, Flash>,
    table: BTreeSet<String>,
    bags: BTreeMap<String, PlayedBag>,
    bags_taken: u64,
    bag_in_hand: Option<String>,
    tray: Vec<String>,
    papers: BTreeMap<String, String>,
    minutes: BTreeMap<String, String>,
    tenant: Tenant,
    halves: BTreeMap<String, [String; 2]>,
    chance: SeededDice,
    dice: SeededDice,
    sittings: Vec<Sitting>,
    began: Timestamp,
    elapsed: Duration,
}

/// The played clock.
pub struct PlayedClock(pub Rc<RefCell<Stage>>);

impl Clock for PlayedClock {
    fn now(&mut self) -> Timestamp {
        self.0.borrow().now()
    }
}

/// A laptop with these findings.
pub struct PlayedLaptop(pub Vec<Finding>);

impl Laptop for PlayedLaptop {
    fn program_hash(&mut self) -> Result<String, String> {
        Ok("rehearsal".into())
    }

    fn findings(&mut self) -> Vec<Finding> {
        self.0.clone()
    }
}
