//! A ceremony on the screen: what `run` and `rehearse` have in common.

use crate::book::audit_each;
use crate::custody::Custody;
use crate::rehearsal::{Meanwhile, PlayedTable};
use crate::report::events;
use crate::secret::Secret;
use crate::tui::{Answer, Hand, Hands};
use crate::words::clause::{Clause, Thing};
use crate::words::say::Prompt;
use std::io::BufRead;
use std::time::Duration;

/// How long a played key blinks between two looks at its finger (CTAP 2.1, 11.2.9.2.1: keepalives every 100 ms).
const KEEPALIVE: Duration = Duration::from_millis(100);

/// Whether this terminal takes only lines.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

/// A ledger's entries, as lines for people.
pub fn entries(from: impl BufRead) -> Vec<String> {
    let mut lines = Vec::new();
    let read = audit_each(from, &mut Custody::default(), &mut |line| {
        lines.push(events::line(&line.entry()));
    });
    if let Err(why) = read {
        lines.push(crate::report::verification::text(&Err(why)));
    }
    lines
}

/// The hands of people in a rehearsal.
pub struct PlayedHands(pub PlayedTable);

impl Hands for PlayedHands {
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

/// A finger at a screen, for a played key that blinks.
pub fn finger(meanwhile: impl Fn(Duration) -> Option<Answer>) -> impl Fn() -> Option<Meanwhile> {
    move || match meanwhile(KEEPALIVE)? {
        Answer::Hand(Hand::Touch) => Some(Meanwhile::Touch),
        Answer::Hand(Hand::Unplug) => Some(Meanwhile::Unplug),
        Answer::Leave => Some(Meanwhile::Leave),
        _ => None,
    }
}

/// Whether people at a screen want to stop, for a real key that blinks.
pub fn leaves(meanwhile: impl Fn(Duration) -> Option<Answer>) -> impl Fn() -> bool {
    move || matches!(meanwhile(Duration::ZERO), Some(Answer::Leave))
}
