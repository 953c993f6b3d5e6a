//! The least that a program with ratatui and crossterm can do: one frame, and another one for each key. `q` ends it.
//!
//! Alone it draws a box and a line; with `full`, as much text as a ceremony's screen has, in the same columns.

use ratatui::Frame;
use ratatui::crossterm::event::{Event, KeyCode, read};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Style};
use ratatui::widgets::{Block, Borders, Paragraph};

const LEFT: &str = "First, type this line as the keys show it, then press Enter:\n\n    azy qwm 190\n\n  > _\n\nIt shows \
whether the keyboard types what its\nkeys say, and whether Caps Lock is on, before a\nPIN is typed in the blind. Esc \
leaves it out.";
const RIGHT: &str = "On the table\n nothing\n\nActs\n > Opening\n[ ] Online: alpha signs in\n[ ] Key alpha-1 of alpha\n\
[ ] Password of alpha\n[ ] Closing";

fn main() -> std::io::Result<()> {
    let full = std::env::args().nth(1).is_some_and(|arg| arg == "full");
    let mut terminal = ratatui::init();
    let mut keys = 0;
    loop {
        terminal.draw(|frame| match full {
            true => draw_full(frame, keys),
            false => draw(frame, keys),
        })?;
        if let Event::Key(key) = read()? {
            keys += 1;
            if key.code == KeyCode::Char('q') {
                break;
            }
        }
    }
    ratatui::restore();
    Ok(())
}

fn draw(frame: &mut Frame, keys: u64) {
    let text = Paragraph::new(format!("F1 help, {keys} keys")).block(Block::bordered());
    frame.render_widget(text, frame.area());
}

fn draw_full(frame: &mut Frame, keys: u64) {
    let rows = [1, 3, 0, 1, 1].map(|rows| match rows {
        0 => Constraint::Min(1),
        rows => Constraint::Length(rows),
    });
    let [head, bar, middle, hint, foot] = Layout::vertical(rows).areas(frame.area());
    let columns = [Constraint::Min(1), Constraint::Length(27)];
    let [left, right] = Layout::horizontal(columns).areas(middle);
    let marked = Style::new().fg(Color::Black).bg(Color::Green);
    let put = |frame: &mut Frame, text: &str, area, style| {
        frame.render_widget(Paragraph::new(text).style(style), area);
    };
    put(
        frame,
        " REHEARSAL  Example   ceremony 2: Annual rotation      00:00 ",
        head,
        marked,
    );
    put(frame, "\n   BOTH OF YOU", bar, marked);
    let block = Block::new().borders(Borders::RIGHT);
    frame.render_widget(Paragraph::new(LEFT).block(block), left);
    put(frame, RIGHT, right, Style::new());
    put(frame, &format!("{keys} keys"), hint, Style::new());
    put(
        frame,
        " F1 help F2 script F3 around F4 stop | F5 scan  F6 touch",
        foot,
        marked,
    );
}
