//! The terminal as ratatui draws on it: eight colours by their oldest names, which every terminal has.
//!
//! The backend that comes with ratatui names the eight colours by the numbers of a palette of 256 (`38;5;0`). Terminals
//! that do not know those read `5` as blinking and `0` as the end of all styles.

use super::tty;
use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{self, ClearType};
use ratatui::backend::{Backend, ClearType as Part, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Draws on a terminal. The cursor stays hidden.
pub struct Drawn {
    out: BufWriter<File>,
}

impl Drawn {
    /// On this terminal.
    pub fn on(out: File) -> Drawn {
        Drawn {
            out: BufWriter::with_capacity(16 * 1024, out),
        }
    }
}

/// How a cell looks: foreground, background, and what else.
type Look = (Color, Color, Modifier);
const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

impl Backend for Drawn {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        let (mut look, mut next) = (PLAIN, None);
        for (x, y, cell) in cells {
            if next != Some((x, y)) {
                queue!(self.out, MoveTo(x, y))?;
            }
            let wanted = (cell.fg, cell.bg, cell.modifier);
            if wanted != look {
                write!(self.out, "\x1b[{}m", sgr(wanted))?;
                look = wanted;
            }
            queue!(self.out, Print(cell.symbol()))?;
            // Only what is one column wide is drawn here: other text was made safe before.
            next = Some((x.saturating_add(1), y));
        }
        match look == PLAIN {
            true => Ok(()),
            false => self.out.write_all(b"\x1b[0m"),
        }
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// It is hidden, and wherever drawing left it.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.out, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        queue!(self.out, terminal::Clear(ClearType::All))
    }

    fn clear_region(&mut self, part: Part) -> io::Result<()> {
        let part = match part {
            Part::All => ClearType::All,
            Part::AfterCursor => ClearType::FromCursorDown,
            Part::BeforeCursor => ClearType::FromCursorUp,
            Part::CurrentLine => ClearType::CurrentLine,
            Part::UntilNewLine => ClearType::UntilNewLine,
        };
        queue!(self.out, terminal::Clear(part))
    }

    fn size(&self) -> io::Result<Size> {
        let (columns, rows) = tty::size_of(self.out.get_ref());
        Ok(Size::new(columns, rows))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The parameters of SGR (ECMA-48, 8.3.117) for a look, from none.
fn sgr((fg, bg, modifier): Look) -> String {
    let mut parameters = String::from("0");
    let modifiers = [
        (Modifier::BOLD, ";1"),
        (Modifier::UNDERLINED, ";4"),
        (Modifier::REVERSED, ";7"),
    ];
    for (known, parameter) in modifiers {
        if modifier.contains(known) {
            parameters.push_str(parameter);
        }
    }
    for (base, colour) in [(30, fg), (40, bg)] {
        if let Some(colour) = number(colour) {
            parameters.push_str(&format!(";{}", base + colour));
        }
    }
    parameters
}

/// One of the eight; None for the terminal's own, and for all others, which no screen of ours has.
fn number(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::White | Color::Gray => 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eight_colours_have_their_oldest_names() {
        let bold = Modifier::BOLD;
        assert_eq!(sgr((Color::Black, Color::Yellow, bold)), "0;1;30;43");
        assert_eq!(sgr((Color::Reset, Color::Reset, Modifier::REVERSED)), "0;7");
        assert_eq!(sgr(PLAIN), "0");
    }
}
