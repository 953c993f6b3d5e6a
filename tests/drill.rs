//! First setup and annual drill, whole, with the played pair.

mod stage;

use sealwright::ceremony::run::Ending;
use stage::{Theatre, usual_plan};

#[test]
fn setup_and_drill_run_to_their_end_and_the_ledger_verifies() {
    let theatre = Theatre::new(usual_plan());
    let t = std::time::Instant::now();
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended), "{}", last(&theatre));
    let setup = theatre.stage.borrow().effects;
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended), "{}", last(&theatre));
    let all = theatre.stage.borrow().effects;
    eprintln!("{setup} + {} effects, {} entries, {:?}", all - setup, theatre.custody().entries(), t.elapsed());
}

fn last(theatre: &Theatre) -> String {
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let lines: Vec<&str> = ledger.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
