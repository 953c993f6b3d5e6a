//! Pages that lie over the ceremony: help, script, and what can be looked at meanwhile.

use super::people::Hand;
use super::rows::wrapped;
use super::tty::Key;
use crate::words::label::Label;

/// Lines looked through at a time, so that the screen stays awake in a ledger of a million entries.
const SEEK_STEP: usize = 20_000;

/// A page: its title, its lines or choices, where one is.
pub struct Pager {
    /// What it shows.
    pub view: View,
    /// Its own lines; those of the ledger are the model's.
    pub lines: Vec<String>,
    /// Where its top stands; the last row is never above the page's last.
    at: Place,
    /// What is looked for.
    pub search: String,
    /// Whether it is being typed.
    pub typing: bool,
    /// The line that was found last.
    pub found: Option<usize>,
    /// Where the search goes on; None: it found, or found nothing.
    seeking: Option<usize>,
    /// Whether nothing was found.
    pub missed: bool,
}

/// A place in a text: a line, and which of the rows that it is drawn in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The row of it.
    pub row: usize,
}

impl Place {
    /// Behind everything: a page there shows the end.
    pub const END: Place = Place {
        line: usize::MAX,
        row: 0,
    };

    /// A line's first row.
    pub fn of(line: usize) -> Place {
        Place { line, row: 0 }
    }
}

/// The room for a page, in which lines that are too long take several rows. Never more lines are wrapped than it has
/// rows: a ledger may have a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

impl Room {
    fn rows_of(self, line: &str) -> usize {
        wrapped(line, self.columns).len()
    }

    fn up(self, lines: &[String], mut from: Place, rows: usize) -> Place {
        for _ in 0..rows {
            if from.row > 0 {
                from.row -= 1;
            } else if from.line > 0 {
                from.line -= 1;
                let line = lines.get(from.line).map_or("", String::as_str);
                from.row = self.rows_of(line).saturating_sub(1);
            }
        }
        from
    }

    fn down(self, lines: &[String], mut from: Place, rows: usize) -> Place {
        for _ in 0..rows {
            let of = lines.get(from.line).map_or(0, |line| self.rows_of(line));
            if from.row + 1 < of {
                from.row += 1;
            } else {
                from = Place::of(from.line + 1);
            }
        }
        from.min(self.end(lines))
    }

    /// Where a page stands whose last row is the text's last.
    fn end(self, lines: &[String]) -> Place {
        self.up(lines, Place::of(lines.len()), self.rows)
    }
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
    /// A view's page: its lines, and where its top stands.
    pub fn new(view: View, lines: Vec<String>, at: Place) -> Pager {
        Pager {
            view,
            lines,
            at,
            search: String::new(),
            typing: false,
            found: None,
            seeking: None,
            missed: false,
        }
    }

    /// Whether it is being searched.
    pub fn is_seeking(&self) -> bool {
        self.seeking.is_some()
    }

    /// Where its top is, in this room.
    pub fn top(&self, lines: &[String], room: Room) -> Place {
        let rows = lines.get(self.at.line).map_or(1, |line| room.rows_of(line));
        let row = self.at.row.min(rows.saturating_sub(1));
        Place { row, ..self.at }.min(room.end(lines))
    }

    /// One key, on a page with these lines, in this room.
    pub fn press(&mut self, key: Key, lines: &[String], room: Room) -> Turned {
        let top = self.top(lines, room);
        if self.typing {
            self.type_search(key, top);
            return Turned::Stay;
        }
        // A row stays in sight.
        let page = room.rows.saturating_sub(1).max(1);
        match key {
            Key::Escape | Key::Enter | Key::Char('q') => return Turned::Close,
            Key::Up | Key::Char('k') => self.at = room.up(lines, top, 1),
            Key::Down | Key::Char('j') => self.at = room.down(lines, top, 1),
            Key::PageUp => self.at = room.up(lines, top, page),
            Key::PageDown | Key::Char(' ') => self.at = room.down(lines, top, page),
            Key::Home => self.at = Place::default(),
            Key::End => self.at = room.end(lines),
            Key::Char('/') if !self.is_menu() => {
                self.search.clear();
                self.typing = true;
            }
            Key::Char('n') if !self.search.is_empty() => {
                self.seeking = Some(self.found.map_or(top.line, |found| found + 1));
            }
            Key::Char(c) if self.is_menu() => {
                let number = c.to_digit(10).unwrap_or(0) as usize;
                if (1..=lines.len()).contains(&number) {
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

    fn type_search(&mut self, key: Key, top: Place) {
        self.missed = false;
        self.found = None;
        match key {
            Key::Enter => {
                self.typing = false;
                self.seeking = (!self.search.is_empty()).then_some(top.line);
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
                self.at = Place::of(n);
                self.found = Some(n);
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
