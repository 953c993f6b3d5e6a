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
use sealwright::text::language::Language;
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
        Theatre {
            stage: Rc::new(RefCell::new(stage)),
            disk: Rc::new(RefCell::new(disk)),
            plan,
        }
    }

    /// Begins or goes on until the ceremony has ended; how many sittings it took, or how it got stuck.
    pub fn finish(&self, template: &str) -> Result<u32, String> {
        let mut last = String::new();
        for sitting in 1..=6 {
            let custody = self.custody();
            let begun = if template == "first-setup" { 1 } else { 2 };
            let played = match custody.ceremony() {
                Some(_) => self.go_on(),
                // It died after its last entry.
                None if custody.ceremonies() == begun => return Ok(sitting),
                None => self.begin(template),
            };
            match played {
                Ok(Ending::Ended) => return Ok(sitting),
                other => last = format!("{other:?}"),
            }
        }
        Err(format!("stuck after six sittings: {last}"))
    }

    pub fn fork(&self) -> Theatre {
        Theatre::of(
            self.stage.borrow().fork(),
            self.disk.borrow().clone(),
            self.plan.clone(),
        )
    }

    pub fn shared(&self) -> Shared {
        Shared {
            stage: Rc::clone(&self.stage),
            disk: self.disk.clone(),
        }
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
        self.run_with(script, people, None)
    }

    pub fn run_with(
        &self,
        script: Option<&Script>,
        people: People,
        jam_in: Option<u64>,
    ) -> Result<Ending, Played> {
        self.run_struck(script, people, jam_in).0
    }

    /// And whether what the people do beyond the ordinary made a difference.
    pub fn run_struck(
        &self,
        script: Option<&Script>,
        people: People,
        jam_in: Option<u64>,
    ) -> (Result<Ending, Played>, bool) {
        let mut people = PlayedPeople::new(self.shared(), Quiet, people);
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&self.stage),
            jam_in,
        };
        let ending = play(
            &self.shared(),
            &self.plan,
            script,
            &mut people,
            &mut printer,
        );
        (ending, people.struck())
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

/// Writes what is said to standard error where SEALWRIGHT_ALOUD is set, for whoever looks into a failure.
pub struct Quiet;

impl sealwright::rehearsal::Transcript for Quiet {
    fn write(&mut self, said: &sealwright::words::say::Prompt, answer: Option<&str>) {
        if std::env::var_os("SEALWRIGHT_ALOUD").is_none() {
            return;
        }
        let said = said.said(Language::English);
        eprintln!(
            "{}\n    {} {}",
            said.body,
            said.ask,
            answer.unwrap_or_default()
        );
    }
}

/// A count that is shown even where the test harness keeps what passing tests print.
pub fn shown(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}
