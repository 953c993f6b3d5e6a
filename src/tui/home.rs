//! Home: how the book stands, and which ceremonies can begin.

use super::backend::Drawn;
use super::model::page_of;
use super::rows::wrapped;
use super::tty::{Key, Tty};
use super::view::{LEAST, Theme};
use super::waker::Waker;
use crate::text::language::Language;
use crate::text::safe::Safe;
use crate::words::label::Label;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph};
use ratatui::{Frame, Terminal};
use std::cell::Cell;
use std::io;
use std::time::Duration;

/// What stands on it, and which door is marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// The language of its labels.
    pub language: Language,
    /// The first line: whose book.
    pub title: String,
    /// How it stands, in lines of 80 columns at the most.
    pub text: String,
    /// What can be begun.
    pub doors: Vec<Door>,
    /// The door that is marked.
    pub at: usize,
    /// The first row of the text that is shown.
    pub scroll: u16,
    /// When it was drawn last: rows of the text that did not fit, rows that did.
    pub drawn: Cell<(u16, u16)>,
}

/// Something that can be begun from home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// What it is.
    pub label: String,
    /// Why it cannot be begun now.
    pub closed: Option<String>,
}

/// What a key at home did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// Nowhere.
    Stayed,
    /// Through the nth door.
    Through(usize),
    /// Away.
    Left,
}

impl Home {
    /// One key.
    pub fn press(&mut self, key: Key) -> Went {
        let last = self.doors.len().saturating_sub(1);
        match key {
            Key::Up => self.at = self.at.saturating_sub(1),
            Key::Down | Key::Tab => self.at = (self.at + 1).min(last),
            Key::PageUp => self.turn(u16::saturating_sub),
            Key::PageDown => self.turn(u16::saturating_add),
            Key::Char('q') | Key::Escape | Key::Stop | Key::F(4) => return Went::Left,
            Key::Char(c) => {
                if let Some(n) = c
                    .to_digit(10)
                    .filter(|n| (1..=last + 1).contains(&(*n as usize)))
                {
                    self.at = n as usize - 1;
                }
            }
            Key::Enter if self.doors.get(self.at).is_some_and(|d| d.closed.is_none()) => {
                return Went::Through(self.at);
            }
            _ => {}
        }
        Went::Stayed
    }

    fn turn(&mut self, by: fn(u16, u16) -> u16) {
        let (hidden, rows) = self.drawn.get();
        self.scroll = by(self.scroll.min(hidden), page_of(rows)).min(hidden);
    }

    /// Shows it until somebody goes through a door, or away.
    ///
    /// # Errors
    /// There is no terminal.
    pub fn show(mut self, theme: Theme) -> io::Result<Option<usize>> {
        let mut tty = Tty::open()?;
        let waker = Waker::new()?;
        let mut terminal = Terminal::new(Drawn::on(tty.writer()?))?;
        loop {
            terminal.draw(|frame| draw_home(frame, &self, theme))?;
            if !tty.wait(waker.fd(), Duration::from_millis(250))? {
                continue;
            }
            match self.press(tty.key()?) {
                Went::Stayed => {}
                Went::Through(door) => return Ok(Some(door)),
                Went::Left => return Ok(None),
            }
        }
    }
}

/// Draws it.
pub fn draw_home(frame: &mut Frame, home: &Home, theme: Theme) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, theme.ground());
    if area.width < LEAST.0 || area.height < LEAST.1 {
        frame.render_widget(Paragraph::new(Label::TooSmall.said(home.language)), area);
        return;
    }
    let width = usize::from(area.width).saturating_sub(2);
    let mut doors: Vec<Line> = Vec::new();
    for (n, door) in home.doors.iter().enumerate() {
        let style = match (n == home.at, &door.closed) {
            (true, _) => theme.style(Color::Black, Color::Cyan),
            (false, None) => theme.strong(),
            (false, Some(_)) => Style::new(),
        };
        let text = match &door.closed {
            None => format!(" {}  {} ", n + 1, door.label),
            Some(why) => format!(
                " {}  {}: {} {why} ",
                n + 1,
                door.label,
                Label::NotNow.said(home.language)
            ),
        };
        doors.push(Line::styled(String::from(Safe::new(&text, width)), style));
    }
    let rows = u16::try_from(doors.len())
        .unwrap_or(u16::MAX)
        .saturating_add(1);
    let [head, text, below, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(rows),
        Constraint::Length(1),
    ])
    .areas(area);
    let title = format!(" {}", home.title);
    let bar = theme.style(Color::White, Color::Blue);
    frame.render_widget(Paragraph::new(title).style(bar), head);
    // It was wrapped for 80 columns, and the screen has as many: a margin would break its lines once more.
    let lines: Vec<Line> = wrapped(&home.text, area.width.into())
        .into_iter()
        .map(Line::raw)
        .collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let hidden = rows.saturating_sub(text.height);
    home.drawn.set((hidden, text.height));
    let from = home.scroll.min(hidden);
    frame.render_widget(Paragraph::new(lines).scroll((from, 0)), text);
    let block = Block::new().borders(Borders::TOP);
    frame.render_widget(Paragraph::new(doors).block(block), below);
    let footer = format!(" {}", Label::HomeFooter.said(home.language));
    frame.render_widget(
        Paragraph::new(footer).style(theme.style(Color::Black, Color::White)),
        foot,
    );
}
