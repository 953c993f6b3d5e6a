//! The world that a procedure touches, as a value: nothing else is within its reach.

use super::stop::Stop;
use crate::book::Book;
use crate::ctap::{Link, PluggedKey};
use crate::plan::{Name, Plan};
use crate::secret::{Entropy, Mix, Secret};
use crate::sheet::Page;
use crate::text::language::Language;
use crate::words::finding::Finding;
use crate::words::say::{Choice, Prompt};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a ceremony can see and change.
pub struct World<'a> {
    /// Plan, ledger, inbox, outbox.
    pub book: &'a mut Book,
    /// The people at the table.
    pub people: &'a mut dyn People,
    /// The USB ports.
    pub ports: &'a mut dyn Ports,
    /// The printer.
    pub printer: &'a mut dyn Printer,
    /// Random numbers: the system's, mixed with what the custodians add at the roll call.
    pub dice: Mix<'a>,
    /// The laptop.
    pub laptop: &'a mut dyn Laptop,
    /// The plan that binds, or that this ceremony adopts.
    pub plan: Plan,
    /// Wrong PIN tries of each key since it was last plugged in at our word (I3).
    pub wrong_tries: BTreeMap<Name, u8>,
    /// Keys of which both assented in this sitting that their serial number alone tells them (I7).
    pub told_by_serial: BTreeSet<Name>,
    /// Whether a breach was recorded in this sitting.
    pub breached: bool,
    /// Whether the printer was given a secret in this sitting, and nothing else since.
    pub printed_secret: bool,
}

impl<'a> World<'a> {
    #[allow(clippy::too_many_arguments)] // each is one part of the world
    /// A world of these parts.
    pub fn new(
        book: &'a mut Book,
        people: &'a mut dyn People,
        ports: &'a mut dyn Ports,
        printer: &'a mut dyn Printer,
        dice: &'a mut dyn Entropy,
        laptop: &'a mut dyn Laptop,
        plan: Plan,
    ) -> World<'a> {
        World {
            book,
            people,
            ports,
            printer,
            dice: Mix::new(dice),
            laptop,
            plan,
            wrong_tries: BTreeMap::new(),
            told_by_serial: BTreeSet::new(),
            breached: false,
            printed_secret: false,
        }
    }
}

/// The people at the table. Every question may be answered with "stop": [`Stop::Leave`].
pub trait People {
    /// In which language they are told a template's sentences.
    fn language(&self) -> Language {
        Language::English
    }

    /// Whether they want to stop, while no question stands.
    fn leaves(&mut self) -> bool {
        false
    }

    /// News.
    fn tell(&mut self, news: &Prompt);

    /// A question for yes or no.
    ///
    /// # Errors
    /// [`Stop::Leave`], or [`Stop::Fault`] when the terminal is gone.
    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop>;

    /// A question for a line of text, made safe.
    ///
    /// # Errors
    /// As [`People::confirm`].
    fn line(&mut self, question: &Prompt) -> Result<String, Stop>;

    /// A question for a secret, masked.
    ///
    /// # Errors
    /// As [`People::confirm`].
    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop>;

    /// Shows a secret until it is confirmed, then takes it off the screen.
    ///
    /// # Errors
    /// As [`People::confirm`].
    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop>;

    /// A choice.
    ///
    /// # Errors
    /// As [`People::confirm`].
    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop>;
}

/// The USB ports.
pub trait Ports {
    /// The security keys that are plugged in.
    ///
    /// # Errors
    /// What the system said.
    fn plugged(&mut self) -> Result<Vec<PluggedKey>, String>;

    /// A channel to one of them, by its path.
    ///
    /// # Errors
    /// What the system said.
    fn open(&mut self, path: &str) -> Result<Box<dyn Link>, String>;
}

/// A printer.
pub trait Printer {
    /// Prints one page; returns when the printer has said that its job is completed, or when those beside it leave.
    ///
    /// # Errors
    /// What happened; a part of the page, or all of it, may have come out.
    fn print(&mut self, page: &Page, beside: &mut dyn Beside) -> Result<(), String>;
}

/// Those who stand beside a printer while it prints.
pub trait Beside {
    /// Hear what they can do something about (it is out of paper, open, offline), each once a page.
    fn hear(&mut self, what: &str);

    /// Whether they do not wait any longer.
    fn leave(&mut self) -> bool;
}

/// Somebody who hears, and stays.
impl<F: FnMut(&str)> Beside for F {
    fn hear(&mut self, what: &str) {
        self(what);
    }

    fn leave(&mut self) -> bool {
        false
    }
}

/// The laptop.
pub trait Laptop {
    /// SHA-256 of the running program, lower-case hex; in a rehearsal the word `rehearsal`.
    ///
    /// # Errors
    /// What the system said.
    fn program_hash(&mut self) -> Result<String, String>;
    /// What does not meet the requirements.
    fn findings(&mut self) -> Vec<Finding>;
}
