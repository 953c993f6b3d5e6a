//! First setup and annual drill, whole, with the played pair.

use crate::stage::{Theatre, usual_plan};
use sealwright::ceremony::run::Ending;

#[test]
fn setup_and_drill_run_to_their_end_and_the_ledger_verifies() {
    let theatre = Theatre::new(usual_plan());
    let t = std::time::Instant::now();
    assert_eq!(
        theatre.begin("first-setup"),
        Ok(Ending::Ended),
        "{}",
        last(&theatre)
    );
    let setup = theatre.stage.borrow().effects;
    assert_eq!(
        theatre.begin("annual-rotation"),
        Ok(Ending::Ended),
        "{}",
        last(&theatre)
    );
    let all = theatre.stage.borrow().effects;
    eprintln!(
        "{setup} + {} effects, {} entries, {:?}",
        all - setup,
        theatre.custody().entries(),
        t.elapsed()
    );
}

fn last(theatre: &Theatre) -> String {
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let lines: Vec<&str> = ledger.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

#[test]
fn a_changed_plan_is_adopted_by_change_plan_and_binds_the_next_drill() {
    let mut theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre.plan.rules.rotate_every_months = 6;
    let refused = theatre.begin("annual-rotation");
    assert!(
        refused.is_err(),
        "a plan that nobody adopted binds nothing: {refused:?}"
    );
    assert_eq!(
        theatre.begin("change-plan"),
        Ok(Ending::Ended),
        "{}",
        last(&theatre)
    );
    assert_eq!(
        theatre
            .custody()
            .plan()
            .map(|p| p.rules.rotate_every_months),
        Some(6)
    );
    assert_eq!(
        theatre.begin("annual-rotation"),
        Ok(Ending::Ended),
        "{}",
        last(&theatre)
    );
}
