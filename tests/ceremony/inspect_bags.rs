//! Sealed bags whose check comes due are looked at, and nothing is opened (I6).

use crate::stage::{People, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::custody::{BagState, Custody};
use sealwright::duty::{self, Kind};
use std::time::Duration;

fn checks(custody: &Custody, theatre: &Theatre) -> usize {
    let now = theatre.stage.borrow().now();
    let all = duty::now(custody, duty::today(custody, now));
    let due = |duty: &&duty::Duty| {
        duty.kind == Kind::Check && duty.days_left.is_some_and(|days| days <= 14)
    };
    all.iter().filter(due).count()
}

/// A book whose bags were sealed 80 days ago.
fn eighty_days_later() -> Theatre {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    let days = Duration::from_secs(80 * 24 * 60 * 60);
    theatre.stage.borrow_mut().wait(days);
    theatre
}

#[test]
fn i6_bags_are_looked_at_and_nothing_is_opened() {
    let theatre = eighty_days_later();
    let before = theatre.custody();
    let bags = before.bags().len();
    assert!(bags > 8 && checks(&before, &theatre) >= bags, "the control");
    assert_eq!(theatre.begin("inspect-bags"), Ok(Ending::Ended));
    let after = theatre.custody();
    assert_eq!(checks(&after, &theatre), 0);
    let serials = |custody: &Custody| custody.bags().keys().cloned().collect::<Vec<_>>();
    assert_eq!(serials(&after), serials(&before), "no bag was opened");
    for (serial, bag) in after.bags() {
        assert!(matches!(bag.state, BagState::Away { .. }), "{serial}");
        assert!(
            bag.seen > before.bags()[serial].seen,
            "{serial} was not looked at"
        );
    }
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    assert_eq!(ledger.matches("\"do\":\"open-bag\"").count(), 0);
}

#[test]
fn i6_a_damaged_bag_is_a_breach_and_a_sitting_that_stops_is_resumed() {
    let theatre = eighty_days_later();
    let serial = theatre
        .custody()
        .bags()
        .keys()
        .next()
        .cloned()
        .expect("a bag");
    let whole = theatre.fork();
    let mut stage = theatre.stage.borrow_mut();
    stage.bags.get_mut(serial.as_str()).expect("a bag").damaged = true;
    drop(stage);
    let ended = theatre.begin("inspect-bags");
    assert!(matches!(ended, Ok(Ending::Suspended { .. })), "{ended:?}");
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    assert!(
        ledger.contains("\"type\":\"breach\""),
        "no breach is recorded"
    );

    for question in [20, 24, 28, 31] {
        let stopped = whole.fork();
        let people = People {
            leave_at: Some(question),
            ..People::default()
        };
        let ended = stopped.run(Some(&stopped.script("inspect-bags")), people);
        assert!(matches!(ended, Ok(Ending::Suspended { .. })), "{ended:?}");
        assert_eq!(
            stopped.go_on(),
            Ok(Ending::Ended),
            "after question {question}"
        );
        assert_eq!(checks(&stopped.custody(), &stopped), 0);
    }
}

#[test]
fn a_step_about_a_bag_is_not_done_before_the_bag_went_back() {
    let theatre = eighty_days_later();
    assert_eq!(theatre.begin("inspect-bags"), Ok(Ending::Ended));
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let of = |kind: &str| {
        let kind = format!("\"type\":\"{kind}\"");
        ledger.lines().filter(|line| line.contains(&kind)).count()
    };
    let custody = theatre.custody();
    assert_eq!(of("bag-fetched"), custody.bags().len());
    assert_eq!(of("part-started"), custody.bags().len());
}
