//! The least that a program with ratatui and crossterm can do: one frame, and another one for each key. `q` ends it.

use ratatui::crossterm::event::{Event, KeyCode, read};
use ratatui::widgets::{Block, Paragraph};

fn main() -> std::io::Result<()> {
    let mut terminal = ratatui::init();
    let mut keys = 0;
    loop {
        terminal.draw(|frame| {
            let text = Paragraph::new(format!("F1 help, {keys} keys")).block(Block::bordered());
            frame.render_widget(text, frame.area());
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
