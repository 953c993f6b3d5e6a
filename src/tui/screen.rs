//! The screen's thread: keys in, frames out, one channel to the ceremony and one back.

use super::backend::Drawn;
use super::field::Field;
use super::model::{Model, Setting, Todo};
use super::people::{Desk, Seat, channels};
use super::signals;
use super::tty::Tty;
use super::view::{self, ROW, Theme};
use crate::secret::Secret;
use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::style::Print;
use ratatui::Terminal;
use ratatui::layout::Rect;
use std::any::Any;
use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

/// The clock on the screen, and a wish to end, are looked at so often.
const TICK: Duration = Duration::from_millis(250);
/// Keys that are taken before the screen is drawn again.
const KEYS_A_FRAME: usize = 256;

/// Where the pages come from that can be looked at during a ceremony, each called on a thread of its own; and what is
/// looked at again and again.
#[derive(Clone)]
pub struct Looks {
    /// The ledger's entries, as lines.
    pub ledger: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    /// The keys that are plugged in.
    pub keys: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    /// The keys that are plugged in, each under a name of this plug alone; None: nobody knows. Called on the screen's
    /// own thread, while a question waits for a plug.
    pub plugs: Arc<dyn Fn() -> Option<Vec<String>> + Send + Sync>,
}

enum Looked {
    Ledger(Vec<String>),
    Keys(Vec<String>),
}

/// Runs a ceremony on a thread of its own, and its screen on this one, until it is over and was seen to be.
///
/// # Errors
/// There is no terminal; nothing was begun then.
pub fn run<R: Send>(
    setting: Setting,
    looks: Looks,
    theme: Theme,
    ceremony: impl FnOnce(Seat) -> R + Send,
) -> io::Result<R> {
    let tty = Tty::open()?;
    let (mut seat, desk) = channels()?;
    seat.language = setting.language;
    let over = desk.over();
    let (to_look, looked) = channel();
    let mut screen = Screen {
        terminal: Terminal::new(Drawn::on(tty.writer()?))?,
        out: tty.writer()?,
        tty,
        model: Model::new(setting),
        theme,
        painted: None,
        began: Instant::now(),
        desk,
        looks,
        to_look,
        looked,
        ends: signals::ends()?,
    };
    // Before anything else: locking memory, which a ceremony begins with, makes a thread that draws wait.
    screen.draw()?;
    std::thread::scope(|scope| {
        let played = scope.spawn(move || {
            let _over = over;
            ceremony(seat)
        });
        screen.show();
        match played.join() {
            Ok(result) => Ok(result),
            // What was told of it went to a screen that is gone: it is told again.
            Err(panic) => panic!("{}", words_of(panic.as_ref())),
        }
    })
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("the ceremony's thread ended without a word")
}

struct Screen {
    terminal: Terminal<Drawn>,
    /// For what the terminal library must not keep.
    out: File,
    tty: Tty,
    model: Model,
    theme: Theme,
    /// Where a secret stands on the screen.
    painted: Option<Rect>,
    began: Instant,
    desk: Desk,
    looks: Looks,
    to_look: Sender<Looked>,
    looked: Receiver<Looked>,
    ends: Arc<AtomicBool>,
}

impl Screen {
    /// Until it is over, or the terminal is. Leaving drops the channels: every further question is answered by leaving.
    fn show(mut self) {
        while !self.ends.load(Ordering::Relaxed) {
            if !self.listen() || self.draw().is_err() || self.keys().is_err() {
                return;
            }
            if self.model.is_closed() {
                return;
            }
        }
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Takes what the ceremony says; false when it is gone without a word.
    fn listen(&mut self) -> bool {
        self.desk.waker.slept();
        let now = self.now();
        let todo = self.model.tick(now);
        self.act(todo);
        loop {
            match self.desk.from.try_recv() {
                Ok(shown) => {
                    let todo = self.model.hear(shown);
                    self.act(todo);
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    if !self.model.is_over() {
                        return false;
                    }
                    break;
                }
            }
        }
        if self.model.waits_for_plugs()
            && let Some(plugs) = (self.looks.plugs)()
        {
            let todo = self.model.plugged(plugs);
            self.act(todo);
        }
        while let Ok(looked) = self.looked.try_recv() {
            match looked {
                Looked::Ledger(lines) => self.model.ledger_was_read(lines),
                Looked::Keys(lines) => self.model.keys_were_listed(lines),
            }
        }
        true
    }

    fn keys(&mut self) -> io::Result<()> {
        let mut within = match self.model.due() {
            Some(due) => due.saturating_sub(self.now()).min(TICK),
            None => TICK,
        };
        for _ in 0..KEYS_A_FRAME {
            if !self.tty.wait(self.desk.waker.fd(), within)? {
                break;
            }
            within = Duration::ZERO;
            let key = self.tty.key()?;
            let now = self.now();
            let todo = self.model.press(key, now);
            self.act(todo);
        }
        Ok(())
    }

    fn act(&mut self, todo: Option<Todo>) {
        match todo {
            None => {}
            Some(Todo::Send(answer)) => {
                // A ceremony that is gone says so itself.
                let _ = self.desk.to.send(answer);
            }
            Some(Todo::ReadLedger) => {
                let read = Arc::clone(&self.looks.ledger);
                self.look(move || Looked::Ledger(read()));
            }
            Some(Todo::ListKeys) => {
                let list = Arc::clone(&self.looks.keys);
                self.look(move || Looked::Keys(list()));
            }
            // A terminal that takes nothing more shows when the next frame is drawn.
            Some(Todo::Redraw) => drop(self.anew()),
        }
    }

    fn look(&self, look: impl FnOnce() -> Looked + Send + 'static) {
        let (to, waker) = (self.to_look.clone(), self.desk.waker.clone());
        std::thread::spawn(move || {
            let _ = to.send(look());
            waker.wake();
        });
    }

    /// An empty screen, on which everything will be drawn. (The library's own way asks the terminal where its cursor
    /// is, and would read the answer from our keys.)
    fn anew(&mut self) -> io::Result<()> {
        self.painted = None;
        self.terminal = Terminal::new(Drawn::on(self.tty.writer()?))?;
        self.out.write_all(b"\x1b[?25l\x1b[2J")
    }

    fn draw(&mut self) -> io::Result<()> {
        let mut place = None;
        let (model, theme) = (&self.model, self.theme);
        self.terminal
            .draw(|frame| place = view::draw(frame, model, theme))?;
        if self.painted == place {
            return Ok(());
        }
        if let Some(painted) = self.painted.take() {
            wipe(&mut self.out, painted)?;
            self.anew()?;
            let (model, theme) = (&self.model, self.theme);
            self.terminal
                .draw(|frame| place = view::draw(frame, model, theme))?;
        }
        if let (Some(area), Some(Field::Seen(secret))) =
            (place, self.model.question.as_ref().map(|q| &q.field))
        {
            paint(&mut self.out, area, secret)?;
            self.painted = Some(area);
        }
        Ok(())
    }
}

/// Ten characters a row, in two groups, with their places. Written piece by piece past the library's buffers, which
/// would keep a copy.
fn paint(out: &mut File, area: Rect, secret: &Secret) -> io::Result<()> {
    for (n, row) in secret.bytes().chunks(ROW).enumerate() {
        let y = area.y.saturating_add(u16::try_from(n).unwrap_or(u16::MAX));
        if y >= area.bottom() {
            break;
        }
        let first = n * ROW + 1;
        let places = format!("{first:>3}-{:<3}  ", first + row.len() - 1);
        queue!(out, MoveTo(area.x, y), Print(places))?;
        for (at, byte) in row.chunks(1).enumerate() {
            if at == ROW / 2 {
                out.write_all(b"  ")?;
            }
            out.write_all(if byte == b" " { b"_" } else { byte })?;
        }
    }
    out.flush()
}

fn wipe(out: &mut File, area: Rect) -> io::Result<()> {
    for y in area.top()..area.bottom() {
        queue!(out, MoveTo(area.x, y), Print(" ".repeat(area.width.into())))?;
    }
    // What can be scrolled back to, as well.
    out.write_all(b"\x1b[3J")?;
    out.flush()
}
