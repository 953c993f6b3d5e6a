//! The ceremony's side: the people at the table, asked through a screen that runs on another thread.

use super::facts::Facts;
use super::waker::Waker;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::People;
use crate::custody::Custody;
use crate::secret::Secret;
use crate::text::language::Language;
use crate::words::clause::{Clause, Thing};
use crate::words::say::{Choice, Prompt};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the ceremony tells the screen.
pub enum Shown {
    /// News.
    News(Prompt),
    /// A question; the screen answers once.
    Question(Prompt, Wanted),
    /// What is, after an entry of the ledger.
    Facts(Box<Facts>),
    /// What a hand of the rehearsal did.
    Handed(Clause),
    /// What the rehearsal's scanner reads: typed into the open entry.
    Scanned(Secret),
    /// What lies on the rehearsal's table.
    Table(Vec<Thing>),
    /// It is over: no more questions.
    Over,
}

/// What kind of answer a question wants.
pub enum Wanted {
    /// Yes or no.
    YesNo,
    /// A line.
    Line,
    /// A secret.
    Secret,
    /// That a secret was seen.
    Seen(Secret),
    /// One of these.
    Choice(Vec<Choice>),
}

/// What the screen answers.
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// A line, made safe.
    Line(String),
    /// A secret.
    Secret(Secret),
    /// It was seen.
    Seen,
    /// One of the choices.
    Choice(Choice),
    /// They stop safely.
    Leave,
    /// No answer yet: somebody does something in the rehearsal.
    Hand(Hand),
}

/// What hands do in a rehearsal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Lay the paper in question on the scanner.
    Scan,
    /// Touch the key.
    Touch,
    /// Unplug the key.
    Unplug,
    /// Plug a key in: the nth of those on the table.
    Plug(usize),
}

/// A played table, for hands of people.
pub trait Hands {
    /// Does it; returns what is seen then, and what the scanner read.
    fn act(&mut self, hand: Hand, question: Option<&Prompt>) -> (Clause, Option<Secret>);

    /// What lies there: keys first, in the order of [`Hand::Plug`].
    fn table(&self) -> Vec<Thing>;
}

/// The ceremony's end of the channels.
pub struct Seat {
    pub(super) to: Sender<Shown>,
    pub(super) from: Receiver<Answer>,
    pub(super) waker: Waker,
    pub(super) language: Language,
}

/// The screen's end.
pub struct Desk {
    /// What the ceremony tells.
    pub from: Receiver<Shown>,
    /// Where answers go.
    pub to: Sender<Answer>,
    pub(super) waker: Waker,
    over: Sender<Shown>,
}

impl Desk {
    /// What tells the screen that the ceremony is over.
    pub fn over(&self) -> TellsOver {
        TellsOver(self.over.clone(), self.waker.clone())
    }
}

/// Tells the screen that it is over when it is dropped, also by a panic.
pub struct TellsOver(Sender<Shown>, Waker);

impl Drop for TellsOver {
    fn drop(&mut self) {
        // A screen that is gone knows.
        let _ = self.0.send(Shown::Over);
        self.1.wake();
    }
}

/// One channel each way.
///
/// # Errors
/// The system gives no event to wake the screen by.
pub fn channels() -> std::io::Result<(Seat, Desk)> {
    let waker = Waker::new()?;
    let (to_screen, from_ceremony) = channel();
    let (to_ceremony, from_screen) = channel();
    let desk = Desk {
        from: from_ceremony,
        to: to_ceremony,
        waker: waker.clone(),
        over: to_screen.clone(),
    };
    let seat = Seat {
        to: to_screen,
        from: from_screen,
        waker,
        language: Language::English,
    };
    Ok((seat, desk))
}

/// The screen as [`People`].
pub struct ScreenPeople {
    to: Sender<Shown>,
    from: Arc<Mutex<Receiver<Answer>>>,
    waker: Waker,
    hands: Option<Box<dyn Hands>>,
    language: Language,
}

impl Seat {
    /// The people, at a played table if there is one.
    pub fn people(self, hands: Option<Box<dyn Hands>>) -> ScreenPeople {
        let people = ScreenPeople {
            to: self.to,
            from: Arc::new(Mutex::new(self.from)),
            waker: self.waker,
            hands,
            language: self.language,
        };
        people.show_table();
        people
    }
}

impl ScreenPeople {
    /// Tells the screen what is, after an entry.
    pub fn see(&self) -> impl FnMut(&Custody) + 'static {
        let (to, waker, language) = (self.to.clone(), self.waker.clone(), self.language);
        move |custody| {
            // A screen that is gone needs no facts.
            let _ = to.send(Shown::Facts(Box::new(Facts::of(custody, language))));
            waker.wake();
        }
    }

    /// What people do within this time while a key waits for a touch. To be asked when no question is open.
    pub fn meanwhile(&self) -> impl Fn(Duration) -> Option<Answer> + Send + Sync + 'static {
        let from = Arc::clone(&self.from);
        move |time| from.lock().ok()?.recv_timeout(time).ok()
    }

    fn heard(&self) -> Result<Answer, Stop> {
        let from = self.from.lock().map_err(|_| gone())?;
        from.recv().map_err(|_| gone())
    }

    fn send(&self, shown: Shown) -> Result<(), Stop> {
        self.to.send(shown).map_err(|_| gone())?;
        self.waker.wake();
        Ok(())
    }

    fn show_table(&self) {
        if let Some(hands) = &self.hands {
            let _ = self.send(Shown::Table(hands.table()));
        }
    }

    fn hand(&mut self, hand: Hand, asking: Option<&Prompt>) {
        let Some(hands) = &mut self.hands else {
            return;
        };
        let (seen, read) = hands.act(hand, asking);
        let _ = self.send(Shown::Handed(seen));
        if let Some(read) = read {
            let _ = self.send(Shown::Scanned(read));
        }
        self.show_table();
    }

    fn ask(&mut self, question: &Prompt, wanted: Wanted) -> Result<Answer, Stop> {
        self.show_table();
        self.send(Shown::Question(question.clone(), wanted))?;
        let answer = loop {
            match self.heard()? {
                Answer::Hand(hand) => self.hand(hand, Some(question)),
                answer => break answer,
            }
        };
        match answer {
            Answer::Leave => Err(Stop::Leave),
            answer => Ok(answer),
        }
    }
}

impl People for ScreenPeople {
    fn language(&self) -> Language {
        self.language
    }

    fn leaves(&mut self) -> bool {
        let Ok(from) = self.from.lock() else {
            return true;
        };
        match from.try_recv() {
            Ok(answer) => matches!(answer, Answer::Leave),
            // A screen that is gone leaves.
            Err(e) => e == TryRecvError::Disconnected,
        }
    }

    fn tell(&mut self, news: &Prompt) {
        // A screen that is gone shows at the next question.
        let _ = self.send(Shown::News(news.clone()));
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        match self.ask(question, Wanted::YesNo)? {
            Answer::YesNo(yes) => Ok(yes),
            _ => Err(gone()),
        }
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        match self.ask(question, Wanted::Line)? {
            Answer::Line(line) => Ok(line),
            _ => Err(gone()),
        }
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        match self.ask(question, Wanted::Secret)? {
            Answer::Secret(secret) => Ok(secret),
            _ => Err(gone()),
        }
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        let lent = Secret::build(secret.len(), |out| out.copy_from_slice(secret.bytes()))?;
        match self.ask(what, Wanted::Seen(lent))? {
            Answer::Seen => Ok(()),
            _ => Err(gone()),
        }
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        match self.ask(question, Wanted::Choice(among.to_vec()))? {
            Answer::Choice(choice) => Ok(choice),
            _ => Err(gone()),
        }
    }
}

/// The screen is gone, and with it the people: everything loose stays named in the ledger.
fn gone() -> Stop {
    Stop::Leave
}
