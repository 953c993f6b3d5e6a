//! Pages that lie over the ceremony: help, script, and what can be looked at meanwhile.

use super::model::Model;
use super::people::Hand;
use super::tty::Key;
use crate::manual;
use crate::text::clause::Thing;
use crate::text::label::Label;
use crate::text::language::Language;

/// Lines looked through at a time, so that the screen stays awake in a ledger of a million entries.
const SEEK_STEP: usize = 20_000;

/// A page: its title, its lines or choices, where one is.
pub struct Pager {
    /// What it shows.
    pub view: View,
    /// Its own lines; those of the ledger are the model's.
    pub lines: Vec<String>,
    /// The first line shown.
    pub at: usize,
    /// What is looked for.
    pub search: String,
    /// Whether it is being typed.
    pub typing: bool,
    /// Where the search goes on; None: it found, or found nothing.
    seeking: Option<usize>,
    /// Whether nothing was found.
    pub missed: bool,
}

/// What can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is named as on the screen
pub enum View {
    Help,
    Script,
    Menu,
    PlugIn,
    WhatIsWhere,
    Ledger,
    Plan,
    Keys,
    Manual,
    Said,
}

impl View {
    /// What the menu offers, by number.
    pub const MENU: [View; 7] = [
        View::Script,
        View::Plan,
        View::Ledger,
        View::WhatIsWhere,
        View::Keys,
        View::Manual,
        View::Said,
    ];

    /// Its title.
    pub fn title(self) -> Label {
        match self {
            View::Help => Label::Help,
            View::Script => Label::Script,
            View::Menu => Label::LookAround,
            View::PlugIn => Label::PlugIn,
            View::WhatIsWhere => Label::WhatIsWhere,
            View::Ledger => Label::Ledger,
            View::Plan => Label::Plan,
            View::Keys => Label::Keys,
            View::Manual => Label::Manual,
            View::Said => Label::Said,
        }
    }
}

/// What a key did to a page.
pub enum Turned {
    /// It stays.
    Stay,
    /// It goes away.
    Close,
    /// Another one comes.
    To(View),
    /// Something is done in the rehearsal.
    Hand(Hand),
}

impl Pager {
    /// The page of a view.
    pub fn new(view: View, model: &Model) -> Pager {
        let mut at = 0;
        let language = model.setting.language;
        let lines = match view {
            View::Help => language
                .catalogue()
                .help()
                .lines()
                .map(Into::into)
                .collect(),
            View::Script => {
                let (lines, now) = script(model);
                at = now.saturating_sub(3);
                lines
            }
            View::Menu => numbered(
                View::MENU
                    .iter()
                    .map(|v| v.title().said(language).to_owned()),
            ),
            View::PlugIn => numbered(model.keys_on_table().into_iter()),
            View::WhatIsWhere => what_is_where(model),
            View::Plan => model.setting.plan.lines().map(Into::into).collect(),
            View::Manual => whole_manual(),
            View::Said => {
                at = model.said.len().saturating_sub(10);
                model.said.clone()
            }
            View::Keys => match &model.keys {
                Some(keys) => keys.clone(),
                None => vec![Label::Reading.said(language).into()],
            },
            View::Ledger => Vec::new(),
        };
        if view == View::Ledger {
            at = model
                .ledger
                .as_ref()
                .map_or(0, |l| l.len().saturating_sub(10));
        }
        Pager {
            view,
            lines,
            at,
            search: String::new(),
            typing: false,
            seeking: None,
            missed: false,
        }
    }

    /// Whether it is being searched.
    pub fn is_seeking(&self) -> bool {
        self.seeking.is_some()
    }

    /// One key, on a page of so many lines.
    pub fn press(&mut self, key: Key, lines: usize) -> Turned {
        if self.typing {
            self.type_search(key);
            return Turned::Stay;
        }
        let last = lines.saturating_sub(1);
        match key {
            Key::Escape | Key::Enter | Key::Char('q') => return Turned::Close,
            Key::Up | Key::Char('k') => self.at = self.at.saturating_sub(1),
            Key::Down | Key::Char('j') => self.at = (self.at + 1).min(last),
            Key::PageUp => self.at = self.at.saturating_sub(15),
            Key::PageDown | Key::Char(' ') => self.at = (self.at + 15).min(last),
            Key::Home => self.at = 0,
            Key::End => self.at = lines.saturating_sub(10),
            Key::Char('/') if !self.is_menu() => {
                self.search.clear();
                self.typing = true;
            }
            Key::Char('n') if !self.search.is_empty() => self.seeking = Some(self.at + 1),
            Key::Char(c) if self.is_menu() => {
                let number = c.to_digit(10).unwrap_or(0) as usize;
                if (1..=lines).contains(&number) {
                    return match self.view {
                        View::PlugIn => Turned::Hand(Hand::Plug(number - 1)),
                        _ => View::MENU
                            .get(number - 1)
                            .map_or(Turned::Stay, |v| Turned::To(*v)),
                    };
                }
            }
            _ => {}
        }
        Turned::Stay
    }

    fn is_menu(&self) -> bool {
        matches!(self.view, View::Menu | View::PlugIn)
    }

    fn type_search(&mut self, key: Key) {
        self.missed = false;
        match key {
            Key::Enter => {
                self.typing = false;
                self.seeking = (!self.search.is_empty()).then_some(self.at);
            }
            Key::Escape => {
                self.typing = false;
                self.search.clear();
            }
            Key::Backspace => drop(self.search.pop()),
            Key::Clear => self.search.clear(),
            Key::Char(c) if self.search.chars().count() < 60 => self.search.push(c),
            _ => {}
        }
    }

    /// Goes on looking, through a few of these lines.
    pub fn seek(&mut self, lines: &[String]) {
        let Some(from) = self.seeking else {
            return;
        };
        let wanted = self.search.to_lowercase();
        let some = lines.iter().enumerate().skip(from).take(SEEK_STEP);
        let found = some
            .into_iter()
            .find(|(_, line)| line.to_lowercase().contains(&wanted));
        match found {
            Some((n, _)) => {
                self.at = n;
                self.seeking = None;
            }
            None if from + SEEK_STEP < lines.len() => self.seeking = Some(from + SEEK_STEP),
            None => {
                self.missed = true;
                self.seeking = None;
            }
        }
    }
}

/// The script with marks for what is done, and the line of the step that comes now.
fn script(model: &Model) -> (Vec<String>, usize) {
    let facts = &model.facts;
    let (mut lines, mut now, mut n) = (Vec::new(), 0, 0);
    for part in &facts.parts {
        lines.push(String::new());
        lines.push(part.title.clone());
        for (number, says) in &part.steps {
            let mark = match n.cmp(&facts.ended) {
                std::cmp::Ordering::Less => "[x]",
                std::cmp::Ordering::Equal => {
                    now = lines.len();
                    " > "
                }
                std::cmp::Ordering::Greater => "[ ]",
            };
            lines.push(format!("{mark} {number}  {says}"));
            n += 1;
        }
    }
    (lines, now)
}

fn what_is_where(model: &Model) -> Vec<String> {
    let language = model.setting.language;
    let places = model.facts.places.iter();
    let said: Vec<_> = places
        .map(|(what, at)| (what.said(language), place(at.as_ref(), language)))
        .collect();
    let width = said.iter().map(|(what, _)| what.chars().count()).max();
    let width = width.unwrap_or(0);
    let line = |(what, place): &(String, String)| format!("{what:<width$}  {place}");
    let mut lines: Vec<String> = said.iter().map(line).collect();
    if lines.is_empty() {
        lines.push(Label::NothingYet.said(language).into());
    }
    lines
}

fn place(at: Option<&(Thing, String)>, language: Language) -> String {
    match at {
        None => Label::LiesOnTheTable.said(language).into(),
        Some((bag, place)) => format!("{}, {place}", bag.said(language)),
    }
}

fn whole_manual() -> Vec<String> {
    let mut lines = Vec::new();
    for (_, _, text) in manual::CHAPTERS {
        lines.extend(text.lines().map(Into::into));
        lines.push(String::new());
    }
    lines
}

fn numbered(names: impl Iterator<Item = String>) -> Vec<String> {
    let line = |(n, name): (usize, String)| format!("{}  {name}", n + 1);
    names.enumerate().map(line).collect()
}
