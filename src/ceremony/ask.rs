//! Questions that every procedure asks.

use super::stop::Stop;
use super::world::World;
use crate::book::{Intent, Outcome};
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// How often something may be typed wrong before the step stops.
pub(super) const TRIES: usize = 3;

/// Asks until done; "no" is a fault that can be tried again.
pub(super) fn confirmed(
    w: &mut World,
    question: &Prompt,
    no: impl FnOnce() -> Trouble,
) -> Result<(), Stop> {
    if w.people.confirm(question)? {
        Ok(())
    } else {
        Err(Stop::Fault(no()))
    }
}

/// The outcome of what people do with their hands: what they say, or a doubt if they left.
pub(super) fn by_hand<A>(
    intent: Intent<A>,
    answer: Result<bool, Stop>,
    no: impl FnOnce() -> Trouble,
) -> Outcome<(), Stop> {
    match answer {
        Ok(true) => intent.done(()),
        Ok(false) => intent.not_done(Stop::Fault(no())),
        Err(left) => intent.unknown(left),
    }
}
