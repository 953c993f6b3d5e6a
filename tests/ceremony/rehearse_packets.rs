//! What a PIN change costs on the wire, counted at the played port. The figures are printed (`--nocapture`).

use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind};
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{
    Effect, MemoryDisk, Moment, PlayedPeople, PlayedPrinter, Script, Shared, Stage, create, play,
};
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// Packets sent and received so far.
type Packets = [u64; 2];

#[derive(Default)]
struct Seen {
    step: Packets,
    intent: Option<(u64, Packets)>,
    changes: Vec<Packets>,
    steps: Vec<Packets>,
    changed: bool,
}

impl Seen {
    /// An entry is appended.
    fn entry(&mut self, line: &str, packets: Packets) {
        let entry: Value = serde_json::from_str(line).expect("an entry");
        let event = &entry["event"];
        match event["type"].as_str() {
            Some("intended") if event["deed"]["do"] == "change-pin" => {
                self.intent = entry["seq"].as_u64().map(|seq| (seq, packets));
            }
            Some("ended") => {
                if let Some((_, before)) = self
                    .intent
                    .take_if(|(seq, _)| event["intent"].as_u64() == Some(*seq))
                {
                    self.changes.push(since(before, packets));
                    self.changed = true;
                }
            }
            Some("step-done") => {
                if std::mem::take(&mut self.changed) {
                    self.steps.push(since(self.step, packets));
                }
                self.step = packets;
            }
            _ => {}
        }
    }
}

fn since(before: Packets, now: Packets) -> Packets {
    [now[0] - before[0], now[1] - before[1]]
}

#[test]
fn a_pin_change_takes_few_packets_and_always_as_many() {
    let plan = Plan::parse("plan.toml", plan::TEMPLATE).expect("the template is sound");
    let stage = Stage::new([7; 32], "2026-01-12T09:00:00Z".parse().expect("a date"));
    let shared = Shared {
        stage: Rc::new(RefCell::new(stage)),
        disk: Rc::new(RefCell::new(MemoryDisk::default())),
    };
    create(&shared, &plan).expect("a new book");
    let seen = Rc::new(RefCell::new(Seen::default()));
    let watching = Rc::clone(&seen);
    let watch = move |stage: &Stage, effect: &Effect, moment: Moment| {
        if effect.kind == "append" && moment == Moment::Before {
            watching.borrow_mut().entry(&effect.about, stage.packets);
        }
    };
    shared
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(watch)));
    for name in ["first-setup", "annual-rotation"] {
        let script = bind(&Template::named(name).expect("a template"), &plan);
        let mut people = PlayedPeople::new(shared.clone(), (), Script::default());
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&shared.stage),
            jam_in: None,
        };
        let ending = play(&shared, &plan, Some(&script), &mut people, &mut printer);
        assert_eq!(ending, Ok(Ending::Ended));
    }
    let seen = seen.borrow();
    let [change, step] = [seen.changes[0], seen.steps[0]];
    assert_eq!(seen.changes, [change; 4], "four keys, the same each time");
    assert_eq!(seen.steps, [step; 4]);
    println!(
        "packets sent + received, PIN change with its trial: {} + {}",
        change[0], change[1]
    );
    println!(
        "packets sent + received, whole step rotate-pin: {} + {}",
        step[0], step[1]
    );
    println!(
        "packets sent + received, setup and drill: {} + {}",
        shared.stage.borrow().packets[0],
        shared.stage.borrow().packets[1]
    );
    assert!(
        change[0] + change[1] <= 20 && step[0] + step[1] <= 37,
        "{change:?} {step:?}"
    );
}
