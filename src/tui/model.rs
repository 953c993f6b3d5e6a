//! What the screen knows, and what a key press changes. Pure: it sees no terminal, no clock and no thread.

use super::at_hand::AtHand;
use super::facts::Facts;
use super::field::{Became, Field};
use super::keyboard::Keyboard;
use super::pager::{Pager, Place, Room, Turned, View};
use super::pages;
use super::people::{Answer, Hand, Shown, Wanted};
use super::tty::Key;
use crate::plan::Name;
use crate::text::language::Language;
use crate::words;
use crate::words::clause::Thing;
use crate::words::facts::{News, Port, Takes};
use crate::words::label::{Hint, Label};
use crate::words::say::{Prompt, Said};
use std::cell::Cell;
use std::time::Duration;

/// A question hears nothing before the keyboard has rested for so long: a held key answers one question, not ten.
const REST: Duration = Duration::from_millis(100);
/// Keys that come closer than this are no fingers'.
const FAST: Duration = Duration::from_millis(4);
/// So many of them in a row are a scanner or a paste.
const BURST: usize = 8;
/// A scanner goes on at once after a line's end in the middle of its text; a person who pressed Enter waits.
const SCANNER_REST: Duration = Duration::from_millis(100);
/// After a security key has answered a question, no press is heard for so long: it was meant for that question.
const READ_ON: Duration = Duration::from_millis(1500);
/// How long a key blinks (CTAP 2.1, 6: thirty seconds at the most are asked for).
pub const BLINKS: Duration = Duration::from_secs(30);
/// News kept.
const MOST_NEWS: usize = 2000;

/// What stands still during a ceremony.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// The language that it speaks.
    pub language: Language,
    /// The book, as people know it.
    pub book: String,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
    /// Whether people have the rehearsal's hands (F5 to F8).
    pub hands: bool,
    /// Whether the laptop is offline; None where nobody looks (a rehearsal).
    pub offline: Option<bool>,
    /// The plan, for reading.
    pub plan: String,
}

/// What the screen knows.
pub struct Model {
    /// What stands still.
    pub setting: Setting,
    /// Time since the screen opened.
    pub now: Duration,
    /// What is.
    pub facts: Facts,
    /// Everything that was said.
    pub said: Vec<String>,
    /// The news since the last answer.
    pub news: Vec<Prompt>,
    /// The open question.
    pub question: Option<Question>,
    /// The key that blinks, and since when.
    pub touching: Option<(Name, Duration)>,
    /// Whether a page is being printed: people can leave that.
    printing: bool,
    /// The things at hand.
    pub at_hand: AtHand,
    /// What lies on the rehearsal's table.
    pub table: Vec<Thing>,
    /// The ledger's entries as lines; None before they were read.
    pub ledger: Option<Vec<String>>,
    /// The keys that are plugged in, as lines; None before somebody looked.
    pub keys: Option<Vec<String>>,
    /// The page that lies over the ceremony.
    pub page: Option<Pager>,
    /// The room that there was for a page when the screen was drawn last.
    pub room: Cell<Room>,
    /// The line that is typed before the first question; None: it was.
    pub keyboard: Option<Keyboard>,
    /// What is said of the last key.
    pub hint: Option<Hint>,
    /// Whether it is over.
    pub over: Option<Over>,
    /// What was plugged in when the open question was first looked at.
    plugs: Option<Vec<String>>,
    /// When a security key answered a question last.
    noticed: Option<Duration>,
    last_key: Duration,
    fast: usize,
    bursting: bool,
    pasting: bool,
}

/// An open question.
pub struct Question {
    /// What is asked.
    pub prompt: Prompt,
    /// The same in words.
    pub said: Said,
    /// The answer as far as it is.
    pub field: Field,
    /// How many rows up it was turned, where it does not fit.
    pub scroll: u16,
    /// When it was drawn last: rows that did not fit, rows that did.
    pub drawn: Cell<(u16, u16)>,
    opened: Duration,
    heard: bool,
    enter_at: Option<Duration>,
}

/// How far a ceremony that is over has been left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Its last news are to be read.
    Unread,
    /// They were.
    Closed,
}

/// What the screen has to do after a key.
pub enum Todo {
    /// Tell the ceremony.
    Send(Answer),
    /// Read the ledger.
    ReadLedger,
    /// Look which keys are plugged in.
    ListKeys,
    /// Draw everything anew.
    Redraw,
}

impl Model {
    /// Before anything was said.
    pub fn new(setting: Setting) -> Model {
        Model {
            setting,
            now: Duration::ZERO,
            facts: Facts::default(),
            said: Vec::new(),
            news: Vec::new(),
            question: None,
            touching: None,
            printing: false,
            at_hand: AtHand::default(),
            table: Vec::new(),
            ledger: None,
            keys: None,
            page: None,
            room: Cell::new(Room {
                columns: 78,
                rows: 16,
            }),
            keyboard: Some(Keyboard::default()),
            hint: None,
            over: None,
            plugs: None,
            noticed: None,
            last_key: Duration::ZERO,
            fast: 0,
            bursting: false,
            pasting: false,
        }
    }

    /// The ceremony says something.
    pub fn hear(&mut self, shown: Shown) -> Option<Todo> {
        match shown {
            Shown::News(prompt) => self.tell(prompt),
            Shown::Question(prompt, wanted) => return self.ask(prompt, wanted),
            Shown::Facts(facts) => {
                self.at_hand.see(&self.facts, &facts);
                self.facts = *facts;
            }
            Shown::Handed(seen) => {
                let seen = seen.sentence(self.setting.language);
                self.log(&seen);
            }
            Shown::Scanned(secret) => return self.scanned(&secret),
            Shown::Table(table) => self.table = table,
            Shown::Over => {
                self.question = None;
                self.touch_is_over();
                self.at_hand.clear();
                self.page = None;
                self.keyboard = None;
                // What was never begun leaves nothing to read.
                let unread = !self.said.is_empty();
                self.over = Some(if unread { Over::Unread } else { Over::Closed });
            }
        }
        None
    }

    fn tell(&mut self, news: Prompt) {
        self.at_hand.take(&news);
        self.touch_is_over();
        let facts = news.facts();
        self.touching = match (facts.port, facts.hand.key) {
            (Some(Port::Blinks), Some(key)) => Some((key.clone(), self.now)),
            _ => None,
        };
        self.printing |= news == Prompt::Printing;
        let is_heading = facts.takes == Takes::Nothing(News::Heading);
        self.log(&news.said(self.setting.language).body);
        // A step's title stands above all. What came after the last answer nobody has had before them yet: it stays.
        if !is_heading {
            self.news.push(news);
        }
    }

    fn ask(&mut self, prompt: Prompt, wanted: Wanted) -> Option<Todo> {
        self.touch_is_over();
        self.printing = false;
        self.plugs = None;
        self.at_hand.take(&prompt);
        let said = prompt.said(self.setting.language);
        self.log(&said.body);
        match Field::new(&prompt, wanted, self.setting.language) {
            Ok(field) => {
                self.question = Some(Question {
                    prompt,
                    said,
                    field,
                    scroll: 0,
                    drawn: Cell::default(),
                    opened: self.now,
                    heard: false,
                    enter_at: None,
                });
                None
            }
            // No locked memory for it: leaving gives some back.
            Err(_) => Some(Todo::Send(Answer::Leave)),
        }
    }

    /// Whoever still reads that a key blinks would touch it for nothing.
    fn touch_is_over(&mut self) {
        if self.touching.take().is_some() {
            self.news
                .retain(|news| news.facts().port != Some(Port::Blinks));
        }
    }

    fn log(&mut self, text: &str) {
        self.said.extend(text.lines().map(Into::into));
        let surplus = self.said.len().saturating_sub(MOST_NEWS);
        self.said.drain(..surplus);
    }

    /// The rehearsal's scanner types, Enter and all.
    fn scanned(&mut self, secret: &crate::secret::Secret) -> Option<Todo> {
        let question = self.question.as_mut()?;
        question.field.clear();
        for c in secret.text().unwrap_or_default().chars() {
            if let Became::Hint(hint) = question.field.press(Key::Char(c)) {
                self.hint = Some(hint);
            }
        }
        let became = match question.field {
            Field::Masked(_) | Field::Words(_) => question.field.take(),
            _ => question.field.press(Key::Enter),
        };
        self.became(became)
    }

    /// Time goes on.
    pub fn tick(&mut self, now: Duration) -> Option<Todo> {
        self.now = now;
        self.seek();
        let question = self.question.as_mut()?;
        if question.enter_at.is_some_and(|at| at <= now) {
            question.enter_at = None;
            let became = question.field.take();
            return self.became(became);
        }
        None
    }

    fn seek(&mut self) {
        if self.page.as_ref().is_some_and(Pager::is_seeking) {
            self.with_page(Pager::seek);
        }
    }

    /// Does something to the open page, which has these lines.
    fn with_page<T>(&mut self, does: impl FnOnce(&mut Pager, &[String]) -> T) -> Option<T> {
        let mut page = self.page.take()?;
        let done = if page.view == View::Ledger {
            does(&mut page, self.ledger.as_deref().unwrap_or_default())
        } else {
            let lines = std::mem::take(&mut page.lines);
            let done = does(&mut page, &lines);
            page.lines = lines;
            done
        };
        self.page = Some(page);
        Some(done)
    }

    /// Whether the open question may be done by a plug.
    pub fn waits_for_plugs(&self) -> bool {
        let waits = |question: &Question| {
            matches!(question.prompt.facts().port, Some(Port::Comes | Port::Goes))
        };
        self.keyboard.is_none() && self.question.as_ref().is_some_and(waits)
    }

    /// These are plugged in now: what the open question asked for may just have been done. What was there before it
    /// was asked need not be meant.
    pub fn plugged(&mut self, plugs: Vec<String>) -> Option<Todo> {
        let question = self.question.as_ref()?;
        let before = self.plugs.as_deref();
        let done = match question.prompt.facts().port? {
            Port::Comes => before.is_some_and(|b| plugs.iter().any(|plug| !b.contains(plug))),
            Port::Goes => before.is_some_and(|b| plugs.is_empty() && !b.is_empty()),
            Port::Changes | Port::Blinks => return None,
        };
        if done {
            self.noticed = Some(self.now);
            return self.became(Became::Answered(Answer::YesNo(true)));
        }
        self.plugs.get_or_insert(plugs);
        None
    }

    /// When something happens by itself; None: nothing does.
    pub fn due(&self) -> Option<Duration> {
        let seeking = self.page.as_ref().filter(|page| page.is_seeking());
        let entering = self.question.as_ref().and_then(|q| q.enter_at);
        seeking.map(|_| self.now).or(entering)
    }

    /// A key was pressed.
    pub fn press(&mut self, key: Key, now: Duration) -> Option<Todo> {
        self.now = now;
        if let Key::Paste(begins) = key {
            self.pasting = begins;
            return None;
        }
        let gap = now.saturating_sub(self.last_key);
        self.last_key = now;
        self.hint = None;
        self.count_fast(key, gap);
        match key {
            Key::Redraw => return Some(Todo::Redraw),
            Key::Suspend => {
                self.hint = Some(Hint::NoShell);
                return None;
            }
            _ => {}
        }
        if self.over.is_some() {
            if matches!(key, Key::Enter | Key::Escape) && gap >= REST {
                self.over = Some(Over::Closed);
            }
            return None;
        }
        if !self.bursting && !self.pasting {
            match key {
                Key::F(n) => return self.function(n),
                Key::Stop => return self.leave(),
                _ => {}
            }
        }
        if self.page.is_some() {
            return self.turn(key);
        }
        if let Some(keyboard) = &mut self.keyboard {
            if keyboard.press(key) {
                self.keyboard = None;
            }
            return None;
        }
        self.answer(key, gap)
    }

    fn count_fast(&mut self, key: Key, gap: Duration) {
        self.fast = if gap < FAST { self.fast + 1 } else { 1 };
        if gap > SCANNER_REST {
            self.bursting = false;
        }
        self.bursting |= self.fast >= BURST && matches!(key, Key::Char(_) | Key::Enter);
    }

    fn function(&mut self, n: u8) -> Option<Todo> {
        match n {
            1 => return self.turn_to(View::Help),
            2 => return self.turn_to(View::Script),
            3 => return self.turn_to(View::Menu),
            4 => return self.leave(),
            5 => return self.hand(Hand::Scan),
            6 => return self.hand(Hand::Touch),
            7 => return self.hand(Hand::Unplug),
            8 if self.setting.hands && self.keys_on_table().len() > 1 => {
                return self.turn_to(View::PlugIn);
            }
            8 => return self.hand(Hand::Plug(0)),
            _ => {}
        }
        None
    }

    /// Whether something just stopped the step.
    pub fn has_stopped(&self) -> bool {
        let stopped = |news: &Prompt| news.facts().takes == Takes::Nothing(News::Alarm);
        self.keyboard.is_none() && self.news.iter().any(stopped)
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.over.is_some()
    }

    /// Whether it is over, and its last news were read.
    pub fn is_closed(&self) -> bool {
        self.over == Some(Over::Closed)
    }

    /// The keys that lie on the rehearsal's table.
    pub fn keys_on_table(&self) -> Vec<String> {
        let is_key = |thing: &&Thing| matches!(thing, Thing::Key(_) | Thing::PluggedKey(_));
        let keys = self.table.iter().filter(is_key);
        keys.map(|key| key.said(self.setting.language)).collect()
    }

    fn turn_to(&mut self, view: View) -> Option<Todo> {
        self.page = Some(self.open(view));
        match view {
            View::Ledger => Some(Todo::ReadLedger),
            View::Keys => Some(Todo::ListKeys),
            _ => None,
        }
    }

    /// The page of a view, as things are.
    fn open(&self, view: View) -> Pager {
        let language = self.setting.language;
        let mut at = Place::default();
        let lines = match view {
            View::Help => words::of(language).help().lines().map(Into::into).collect(),
            View::Script => {
                let (lines, now) = pages::script(&self.facts);
                at = Place::of(now.saturating_sub(3));
                lines
            }
            View::Menu => {
                let title = |view: &View| view.title().said(language).to_owned();
                pages::numbered(View::MENU.iter().map(title))
            }
            View::PlugIn => pages::numbered(self.keys_on_table().into_iter()),
            View::WhatIsWhere => pages::what_is_where(&self.facts, language),
            View::Plan => self.setting.plan.lines().map(Into::into).collect(),
            View::Manual => pages::whole_manual(),
            View::Said => {
                at = Place::END;
                self.said.clone()
            }
            View::Keys => match &self.keys {
                Some(keys) => keys.clone(),
                None => vec![Label::Reading.said(language).into()],
            },
            View::Ledger => {
                at = Place::END;
                Vec::new()
            }
        };
        Pager::new(view, lines, at)
    }

    fn turn(&mut self, key: Key) -> Option<Todo> {
        let room = self.room.get();
        match self.with_page(|page, lines| page.press(key, lines, room))? {
            Turned::Stay => None,
            Turned::Close => {
                self.page = None;
                None
            }
            Turned::To(view) => self.turn_to(view),
            Turned::Hand(hand) => self.hand(hand),
        }
    }

    /// The lines of the open page.
    pub fn page_lines(&self) -> &[String] {
        match &self.page {
            Some(page) if page.view == View::Ledger => self.ledger.as_deref().unwrap_or_default(),
            Some(page) => &page.lines,
            None => &[],
        }
    }

    /// The ledger was read.
    pub fn ledger_was_read(&mut self, lines: Vec<String>) {
        self.ledger = Some(lines);
        if self.page.as_ref().is_some_and(|p| p.view == View::Ledger) {
            self.page = Some(self.open(View::Ledger));
        }
    }

    /// Somebody looked which keys are plugged in.
    pub fn keys_were_listed(&mut self, lines: Vec<String>) {
        self.keys = Some(lines);
        if self.page.as_ref().is_some_and(|p| p.view == View::Keys) {
            self.page = Some(self.open(View::Keys));
        }
    }

    fn hand(&mut self, hand: Hand) -> Option<Todo> {
        self.page = None;
        let asked = self.keyboard.is_none() && self.question.is_some();
        let at_work = asked || self.touching.is_some();
        (self.setting.hands && at_work).then_some(Todo::Send(Answer::Hand(hand)))
    }

    fn leave(&mut self) -> Option<Todo> {
        self.page = None;
        if self.question.take().is_some() {
            self.news.clear();
            return Some(Todo::Send(Answer::Leave));
        }
        // Once: a second wish would answer what is asked about the first.
        let printing = std::mem::take(&mut self.printing);
        (self.touching.is_some() || printing).then_some(Todo::Send(Answer::Leave))
    }

    fn answer(&mut self, key: Key, gap: Duration) -> Option<Todo> {
        let question = self.question.as_mut()?;
        match key {
            Key::PageUp => {
                let (hidden, rows) = question.drawn.get();
                let up = question.scroll.saturating_add(page_of(rows));
                question.scroll = up.min(hidden);
                return None;
            }
            Key::PageDown => {
                let (hidden, rows) = question.drawn.get();
                let up = question.scroll.min(hidden);
                question.scroll = up.saturating_sub(page_of(rows));
                return None;
            }
            _ => {}
        }
        let rested = gap.min(self.now.saturating_sub(question.opened)) >= REST;
        if !question.heard && !rested {
            self.hint = Some(Hint::Held);
            return None;
        }
        if self
            .noticed
            .is_some_and(|at| self.now.saturating_sub(at) < READ_ON)
        {
            self.hint = Some(Hint::Noticed);
            return None;
        }
        question.heard = true;
        let scans = question.field.scans(&question.prompt);
        if (self.bursting || self.pasting) && !scans {
            question.field.clear();
            self.hint = Some(Hint::TooFast);
            return None;
        }
        let became = match (&mut question.field, key) {
            (Field::Masked(typed), Key::Enter) if typed.len_chars() == 0 => {
                Became::Hint(Hint::Empty)
            }
            (field @ Field::Masked(_), Key::Enter) => field.take(),
            // A scanner's text may have line ends within: it is whole when nothing follows.
            (Field::Words(_), Key::Enter) => {
                question.enter_at = Some(self.now.saturating_add(SCANNER_REST));
                Became::Open
            }
            (field, key) => {
                if question.enter_at.take().is_some() {
                    field.press(Key::Enter);
                }
                field.press(key)
            }
        };
        self.became(became)
    }

    fn became(&mut self, became: Became) -> Option<Todo> {
        match became {
            Became::Open => None,
            Became::Hint(hint) => {
                self.hint = Some(hint);
                None
            }
            Became::Answered(answer) => {
                self.question = None;
                self.news.clear();
                Some(Todo::Send(answer))
            }
        }
    }
}

/// How far one goes at a time through so many rows: one stays in sight.
pub(super) fn page_of(rows: u16) -> u16 {
    rows.saturating_sub(1).max(1)
}
