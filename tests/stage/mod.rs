//! The played world in memory, for the tests that cut it.
#![allow(dead_code)] // each test file uses its part

use sealwright::book::{Book, LEDGER, audit};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind};
use sealwright::custody::Custody;
use sealwright::custody::script::Script;
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{
    MemoryDisk, Played, PlayedPeople, PlayedPrinter, Shared, Stage, create, play,
};
use std::cell::RefCell;
use std::rc::Rc;

pub type People = sealwright::rehearsal::Script;

/// A world in memory, and the disk apart, so that both can be forked.
pub struct Theatre {
    pub stage: Rc<RefCell<Stage>>,
    pub disk: Rc<RefCell<MemoryDisk>>,
    pub plan: Plan,
}

impl Theatre {
    pub fn new(plan: Plan) -> Theatre {
        let began = "2026-01-12T09:00:00Z".parse().expect("a date");
        let theatre = Theatre::of(Stage::new([7; 32], began), MemoryDisk::default(), plan);
        create(&theatre.shared(), &theatre.plan).expect("a new book");
        theatre
    }

    pub fn of(stage: Stage, disk: MemoryDisk, plan: Plan) -> Theatre {
        Theatre { stage: Rc::new(RefCell::new(stage)), disk: Rc::new(RefCell::new(disk)), plan }
    }

    pub fn fork(&self) -> Theatre {
        Theatre::of(self.stage.borrow().fork(), self.disk.borrow().clone(), self.plan.clone())
    }

    pub fn shared(&self) -> Shared {
        Shared { stage: Rc::clone(&self.stage), disk: self.disk.clone() }
    }

    pub fn script(&self, template: &str) -> Script {
        bind(&Template::named(template).expect("a template"), &self.plan)
    }

    pub fn begin(&self, template: &str) -> Result<Ending, Played> {
        self.run(Some(&self.script(template)), People::default())
    }

    pub fn go_on(&self) -> Result<Ending, Played> {
        self.run(None, People::default())
    }

    pub fn run(&self, script: Option<&Script>, people: People) -> Result<Ending, Played> {
        let mut people = PlayedPeople::new(self.shared(), Aloud, people);
        let mut printer = PlayedPrinter { stage: Rc::clone(&self.stage), jam_in: None };
        play(&self.shared(), &self.plan, script, &mut people, &mut printer)
    }

    pub fn ledger(&self) -> Vec<u8> {
        self.disk.borrow().files[LEDGER].clone()
    }

    /// The custody of the ledger as it stands, judged as an auditor does.
    pub fn custody(&self) -> Custody {
        let mut custody = Custody::default();
        audit(self.ledger().as_slice(), &mut custody).expect("a valid ledger");
        custody
    }
}

pub fn usual_plan() -> Plan {
    Plan::parse("plan.toml", plan::TEMPLATE).expect("the template plan is sound")
}

#[allow(unused_imports)]
use Book as _;

/// Writes what is said to standard error, for whoever looks into a failure.
pub struct Aloud;

impl sealwright::rehearsal::Transcript for Aloud {
    fn write(&mut self, said: &sealwright::text::say::Prompt, answer: Option<&str>) {
        let said = said.english();
        eprintln!("{}\n    {} {}", said.body, said.ask, answer.unwrap_or_default());
    }
}
