//! A rehearsal by people at the terminal: they see, decide and answer; what their hands would do to bags, paper and the
//! online machine is played when they say that it is done.

use super::people::{PlayedPeople, Script, Transcript, take_new_key, write};
use super::stage::{PlayedBag, Shared};
use super::words::Words;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::People;
use crate::custody::{BagSerial, SheetId};
use crate::plan::Name;
use crate::secret::Secret;
use crate::text::language::Language;
use crate::words;
use crate::words::clause::{Clause, Thing};
use crate::words::facts::{Takes, Yes};
use crate::words::say::{BagPurpose, Choice, Prompt};
use std::time::Instant;

/// The word that lays the paper in question on the scanner, where there are no function keys.
pub const SCAN: &str = "scan";

/// People whose hands are played.
pub struct ByHand<P, T> {
    people: P,
    transcript: T,
    table: PlayedTable,
    asked: Instant,
    /// Whether keys are plugged in by "yes", where there are no function keys for it.
    plugs: bool,
}

/// The table, for what people do to it beside answering.
pub struct PlayedTable {
    shared: Shared,
    double: PlayedPeople<()>,
}

impl<P: People, T: Transcript> ByHand<P, T> {
    /// These people at this stage. Without function keys (`plugs`), keys are plugged in when they say so, and the word
    /// `scan` reads a paper.
    pub fn new(people: P, transcript: T, shared: Shared, plugs: bool) -> ByHand<P, T> {
        ByHand {
            people,
            transcript,
            table: PlayedTable::new(shared),
            asked: Instant::now(),
            plugs,
        }
    }

    /// The played clock goes on as the people's does.
    fn pass_time(&mut self) {
        let now = Instant::now();
        let passed = now.duration_since(std::mem::replace(&mut self.asked, now));
        self.table.shared.stage.borrow_mut().wait(passed);
    }
}

impl PlayedTable {
    /// Of this stage.
    pub fn new(shared: Shared) -> PlayedTable {
        let double = PlayedPeople::new(shared.clone(), (), Script::default());
        PlayedTable { shared, double }
    }

    /// What lies there: keys first.
    pub fn things(&self) -> Vec<Thing> {
        let stage = self.shared.stage.borrow();
        let named = |thing: &String| {
            let key = thing.strip_prefix("key ");
            let key = key.and_then(|key| Name::new(key).ok());
            let sheet = thing.strip_prefix("sheet ").map(str::to_owned);
            let sheet = sheet.and_then(|sheet| SheetId::try_from(sheet).ok());
            match (key, sheet) {
                (Some(key), _) if stage.port.as_deref() == Some(key.as_str()) => {
                    Some(Thing::PluggedKey(key))
                }
                (Some(key), _) => Some(Thing::Key(key)),
                (None, sheet) => sheet.map(Thing::Sheet),
            }
        };
        let serial = |serial: &String| BagSerial::typed(serial).ok();
        let tray = stage.tray.iter().cloned().map(Thing::PageInTray);
        let lies = |(bag, played): (&String, &PlayedBag)| {
            let lies = played.place.is_none() && played.sealed;
            serial(bag).filter(|_| lies).map(Thing::Bag)
        };
        let bags = stage.bags.iter().filter_map(lies);
        let new = stage.bag_in_hand.iter();
        let new = new.filter_map(|bag| serial(bag).map(Thing::NewBag));
        let things = stage.table.iter().filter_map(named);
        things.chain(bags).chain(new).chain(tray).collect()
    }

    /// Unplugs whatever is plugged in; what is seen then.
    pub fn unplug(&mut self) -> Clause {
        let mut stage = self.shared.stage.borrow_mut();
        let plugged = stage.port.as_deref().and_then(|key| Name::new(key).ok());
        stage.unplug();
        match plugged {
            Some(key) => Clause::KeyIsUnplugged { key },
            None => Clause::NoKeyIsPluggedIn,
        }
    }

    /// Plugs in the nth key that lies there, or the one that is asked for; what is seen then.
    pub fn plug(&mut self, nth: usize, question: Option<&Prompt>) -> Clause {
        let mut stage = self.shared.stage.borrow_mut();
        if let Some(Prompt::PlugInNew { key }) = question {
            take_new_key(&mut stage, key.as_str());
        }
        let mut keys = stage.table.iter().filter_map(|t| t.strip_prefix("key "));
        match keys.nth(nth).and_then(|key| Name::new(key).ok()) {
            Some(key) if stage.plug(key.as_str()) => Clause::KeyIsPluggedIn { key },
            _ => Clause::NoKeyOnTheTable,
        }
    }

    /// Lays the paper in question on the scanner: what is seen then, and what it reads.
    pub fn scan(&mut self, question: Option<&Prompt>) -> (Clause, Option<Secret>) {
        let Some(question) = question else {
            return (Clause::NothingAnswersThis, None);
        };
        // A stick's label has no code on it: the folder is a convenience.
        let is_on_stick = matches!(question, Prompt::CopyTo { .. });
        let read = match question.facts().takes {
            Takes::SecretOnPaper | Takes::Share => self.double.typed_secret(question, false).ok(),
            Takes::ScannedLine => Some(self.double.typed_line(question, false)),
            Takes::Line if is_on_stick => Some(self.double.typed_line(question, false)),
            _ => None,
        };
        let secret = read
            .filter(|read| !read.is_empty())
            .and_then(|read| Secret::take(&mut read.into_bytes()).ok());
        match secret {
            Some(secret) => (Clause::ScannerReadsIt, Some(secret)),
            None => (Clause::NothingAnswersThis, None),
        }
    }

    /// What lies ready when this is asked: the box of new bags is at hand.
    fn prepare(&mut self, question: &Prompt) {
        if let Prompt::BagSerial {
            purpose: BagPurpose::New { .. },
            ..
        } = question
        {
            self.double.typed_line(question, false);
        }
    }
}

/// What only the key custodian's hands do.
fn is_plugging(question: &Prompt) -> bool {
    question.facts().port.is_some()
}

/// What people look at, and can tell better than a stage.
fn is_judgement(question: &Prompt) -> bool {
    matches!(
        question.facts().takes,
        Takes::YesNo(Yes::Judged | Yes::Found)
    )
}

impl<P: People, T: Transcript> People for ByHand<P, T> {
    fn language(&self) -> Language {
        self.people.language()
    }

    fn tell(&mut self, news: &Prompt) {
        self.table.double.tell(news);
        self.transcript.write(news, None);
        self.people.tell(news);
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        let said = self.people.confirm(question)?;
        self.pass_time();
        let played = said && !is_judgement(question) && (self.plugs || !is_plugging(question));
        let yes = if played {
            self.table.double.act(question)
        } else {
            said
        };
        self.transcript
            .write(question, Some(if yes { "y" } else { "n" }));
        Ok(yes)
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        self.table.prepare(question);
        let mut typed = self.people.line(question)?;
        self.pass_time();
        if self.plugs && typed.trim() == SCAN {
            typed = self.table.double.typed_line(question, false);
        }
        self.transcript.write(question, Some(&typed));
        Ok(typed)
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        let typed = self.people.secret(question)?;
        self.pass_time();
        let masked = Words::of(self.transcript.language()).masked;
        self.transcript.write(question, Some(masked));
        if self.plugs && typed.bytes() == SCAN.as_bytes() {
            let (_, read) = self.table.scan(Some(question));
            return Ok(read.unwrap_or(typed));
        }
        if let Prompt::PinWritten { sheet, .. } = question {
            let written = typed.text().unwrap_or_default();
            let mut stage = self.table.shared.stage.borrow_mut();
            write(&mut stage, sheet.as_str(), "pin", written);
        }
        Ok(typed)
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.people.show(what, secret)?;
        self.pass_time();
        let shown = Words::of(self.transcript.language()).shown;
        self.transcript.write(what, Some(shown));
        self.table.double.saw(what, secret);
        Ok(())
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        let choice = self.people.choose(question, among)?;
        let words = words::of(self.transcript.language());
        self.transcript
            .write(question, Some(words.choice(choice).0));
        Ok(choice)
    }
}
