//! Plays a ceremony on a stage: a book, the played parts, the runner.

use super::{PlayedClock, PlayedDisk, PlayedLaptop, PlayedPorts, Shared};
use crate::book::{Audience, Book, BookError};
use crate::ceremony::run::{Ending, run};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::{People, Ports, Printer, World};
use crate::custody::script::Script;
use crate::ledger::Origin;
use crate::plan::Plan;
use crate::secret::{Entropy, EntropyFailed};
use std::rc::Rc;

/// How a played run came out, where it did not even begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Played {
    /// The book did not open.
    NoBook(BookError),
    /// Played people and software keys do not touch a real book (I10).
    RealBook,
    /// The ceremony did not begin.
    NotBegun(Stop),
}

/// Makes a rehearsal's book, and the tenant's accounts of the plan.
///
/// # Errors
/// [`BookError`].
pub fn create(shared: &Shared, plan: &Plan) -> Result<(), BookError> {
    let mut id = [0; 16];
    {
        let mut stage = shared.stage.borrow_mut();
        id.copy_from_slice(&stage.dice.next_block()[..16]);
        let stage = &mut *stage;
        for account in &plan.accounts {
            stage
                .tenant
                .open_account(&account.upn, &account.rp_id, &mut stage.chance);
        }
    }
    let clock = PlayedClock(Rc::clone(&shared.stage));
    Book::create(
        Box::new(PlayedDisk(shared.clone())),
        Box::new(clock),
        &Origin::rehearsal(id),
        "rehearsal",
    )
    .map(drop)
}

/// Begins `script`, or goes on with the open ceremony, with these people.
///
/// # Errors
/// [`Played`].
pub fn play(
    shared: &Shared,
    plan: &Plan,
    script: Option<&Script>,
    people: &mut dyn People,
    printer: &mut dyn Printer,
) -> Result<Ending, Played> {
    play_before(shared, plan, script, people, printer, None)
}

/// The same, with somebody who is told what is after each entry.
///
/// # Errors
/// [`Played`].
pub fn play_before(
    shared: &Shared,
    plan: &Plan,
    script: Option<&Script>,
    people: &mut dyn People,
    printer: &mut dyn Printer,
    audience: Option<Audience>,
) -> Result<Ending, Played> {
    let mut ports = PlayedPorts(Rc::clone(&shared.stage));
    play_at(shared, plan, script, people, printer, &mut ports, audience)
}

/// The same, at these ports: for keys that are not ours.
///
/// # Errors
/// [`Played`].
pub fn play_at(
    shared: &Shared,
    plan: &Plan,
    script: Option<&Script>,
    people: &mut dyn People,
    printer: &mut dyn Printer,
    ports: &mut dyn Ports,
    audience: Option<Audience>,
) -> Result<Ending, Played> {
    let clock = PlayedClock(Rc::clone(&shared.stage));
    let mut book = Book::open(Box::new(PlayedDisk(shared.clone())), Box::new(clock))
        .map_err(Played::NoBook)?;
    if !book.custody().is_rehearsal() {
        return Err(Played::RealBook);
    }
    if let Some(audience) = audience {
        book.tells(audience);
    }
    let mut dice = PlayedDice(shared.clone());
    shared.stage.borrow_mut().sit_down();
    let mut laptop = PlayedLaptop(Vec::new());
    let mut world = World::new(
        &mut book,
        people,
        ports,
        printer,
        &mut dice,
        &mut laptop,
        plan.clone(),
    );
    run(&mut world, script).map_err(Played::NotBegun)
}

/// The laptop's dice on the stage.
struct PlayedDice(Shared);

impl Entropy for PlayedDice {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        self.0.stage.borrow_mut().dice.fill(out)
    }
}
