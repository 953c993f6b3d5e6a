//! The plain line mode: two people at one terminal, question after question.
//!
//! It reads and writes the terminal itself (`/dev/tty`), never standard input, so that no secret comes out of a pipe or
//! goes into one. As long as it lives the terminal echoes nothing by itself and sends no signals: Ctrl-C and Ctrl-D are
//! answers ("stop"), so no key press kills the program in the middle of an act.

use crate::ceremony::stop::Stop;
use crate::ceremony::world::People;
use crate::secret::{InputFull, Secret, SecretInput};
use crate::share::{Entry, Told};
use crate::text::safe::Safe;
use crate::text::say::{Choice, Prompt, Said, Turn};
use crate::text::trouble::Trouble;
use crate::text::wrap;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use zeroize::Zeroize;

/// The word that leaves safely, at every question. No PIN, no proof word and no share is this word.
pub const STOP: &str = "stop";

/// Characters of one answer.
const LONGEST_ANSWER: usize = 400;
/// Columns where the terminal does not tell.
const WIDTH: usize = 80;
/// The rest of a key's escape sequence comes at once; a lone Escape has none.
const ESCAPE_REST: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 30_000_000,
};

/// A scanner goes on at once after a line's end in the middle of its text; a person who pressed Enter waits.
const SCANNER_REST: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

const HELP: &str = "Type the answer and press Enter. Backspace takes a character away, Ctrl-U all of them.
  - y or n (yes, no) where it says (y/n)
  - stop, Ctrl-C or Ctrl-D: stop safely; everything loose goes into bags, and `sealwright run` goes on later
  - help: this
What is masked shows as stars. There stop works too, and help does not: it could be your word.";

/// There is no terminal to talk to people on; the system's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoTerminal(pub String);

impl std::fmt::Display for NoTerminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "there is no terminal ({}): two people must sit at one; secrets are never read from a pipe or a file",
            self.0
        )
    }
}

/// The two people at a terminal.
pub struct Terminal {
    tty: File,
    /// The terminal's settings, to be restored.
    saved: Termios,
    styled: bool,
    rehearsal: bool,
}

/// How a masked entry shows itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masked {
    /// A star for each character.
    Stars,
    /// A share's words: the number of the word, a star for each character of it, and whether it can be.
    Words,
}

impl Terminal {
    /// Takes the terminal of this session; dropping it, also by a panic, gives it back as it was.
    ///
    /// # Errors
    /// [`NoTerminal`].
    pub fn open() -> Result<Terminal, NoTerminal> {
        let tty = OpenOptions::new().read(true).write(true).open("/dev/tty");
        let tty = tty.map_err(|e| NoTerminal(e.to_string()))?;
        let saved = termios::tcgetattr(&tty).map_err(|e| NoTerminal(e.to_string()))?;
        let mut quiet = saved.clone();
        quiet.local_modes -= LocalModes::ECHO
            | LocalModes::ECHONL
            | LocalModes::ICANON
            | LocalModes::ISIG
            | LocalModes::IEXTEN;
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        termios::tcsetattr(&tty, OptionalActions::Now, &quiet)
            .map_err(|e| NoTerminal(e.to_string()))?;
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Ok(Terminal {
            tty,
            saved,
            styled: !plain,
            rehearsal: false,
        })
    }

    /// Marks every turn as a rehearsal's (I10).
    pub fn rehearsal(mut self) -> Terminal {
        self.rehearsal = true;
        self
    }

    /// A paragraph of news.
    pub fn say(&mut self, text: &str) {
        let text = wrap(text, self.width());
        // Nothing is decided by it; a terminal that is gone shows at the next question.
        let _ = self.tty.write_all(format!("{text}\n").as_bytes());
    }

    /// Asks for a line, made safe.
    ///
    /// # Errors
    /// [`Stop::Leave`], [`Stop::Fault`] when the terminal is gone.
    pub fn ask(&mut self, said: &Said) -> Result<String, Stop> {
        self.banner(said)?;
        loop {
            let typed = self.type_line(&said.ask)?;
            match typed.trim().to_ascii_lowercase().as_str() {
                STOP => return Err(Stop::Leave),
                "help" => self.say(HELP),
                _ => return Ok(typed),
            }
        }
    }

    /// Asks until the answer is yes or no.
    ///
    /// # Errors
    /// As [`Terminal::ask`].
    pub fn ask_yes(&mut self, said: &Said) -> Result<bool, Stop> {
        self.banner(said)?;
        loop {
            let typed = self.type_line(&said.ask)?;
            match typed.trim().to_ascii_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                STOP => return Err(Stop::Leave),
                "help" => self.say(HELP),
                _ => self.say("Answer y or n; or stop, or help."),
            }
        }
    }

    /// Asks for a secret: masked, straight into locked memory.
    ///
    /// # Errors
    /// As [`Terminal::ask`].
    pub fn ask_secret(&mut self, said: &Said, masked: Masked) -> Result<Secret, Stop> {
        self.banner(said)?;
        let secret = self.type_secret(&said.ask, masked)?;
        if secret.bytes() == STOP.as_bytes() {
            return Err(Stop::Leave);
        }
        Ok(secret)
    }

    /// Shows a secret on a screen of its own until Enter, then wipes that screen and what can be scrolled back to.
    ///
    /// # Errors
    /// As [`Terminal::ask`].
    pub fn show_secret(&mut self, said: &Said, secret: &Secret) -> Result<(), Stop> {
        let _screen = OtherScreen::enter(&self.tty)?;
        self.banner(said)?;
        self.rows(secret)?;
        loop {
            let typed = self.type_line(&format!("{} (or stop)", said.ask))?;
            match typed.trim().to_ascii_lowercase().as_str() {
                "" => return Ok(()),
                STOP => return Err(Stop::Leave),
                _ => self.say("Press Enter when it is done; or type stop."),
            }
        }
    }

    /// Ten characters a row, in two groups, with their places. Written piece by piece: no copy of it is made.
    fn rows(&mut self, secret: &Secret) -> Result<(), Stop> {
        let mut out = |bytes: &[u8]| self.tty.write_all(bytes).map_err(|_| gone());
        for (n, row) in secret.bytes().chunks(10).enumerate() {
            let first = n * 10 + 1;
            out(format!("    {first:>3}-{:<3}   ", n * 10 + row.len()).as_bytes())?;
            for (at, byte) in row.chunks(1).enumerate() {
                if at == 5 {
                    out(b"  ")?;
                }
                out(if byte == b" " { b"_" } else { byte })?;
            }
            out(b"\n")?;
        }
        if secret.bytes().contains(&b' ') {
            out(b"    (each _ may be a space)\n")?;
        }
        out(format!(
            "    {} characters; the gaps are no part of it.\n\n",
            secret.len()
        )
        .as_bytes())
    }

    /// Whose turn it is, as the strongest thing on the screen; then the instruction.
    fn banner(&mut self, said: &Said) -> Result<(), Stop> {
        let mut text = format!("\n{}\n", self.strong(&turn(said, self.rehearsal)));
        if !said.body.is_empty() {
            text.push_str(&wrap(&said.body, self.width()));
            text.push('\n');
        }
        self.put(&text)
    }

    fn strong(&self, text: &str) -> String {
        if self.styled {
            format!("\x1b[1;7m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn put(&mut self, text: &str) -> Result<(), Stop> {
        self.tty.write_all(text.as_bytes()).map_err(|_| gone())
    }

    fn width(&self) -> usize {
        let columns = termios::tcgetwinsize(&self.tty).map_or(0, |size| size.ws_col.into());
        if columns < 20 {
            WIDTH
        } else {
            columns.min(WIDTH)
        }
    }

    /// Shows what is to be answered; returns what stands on the line of the answer.
    fn prompt(&mut self, ask: &str) -> Result<String, Stop> {
        let width = self.width();
        let prompt = if ask.chars().count() > width / 2 {
            self.put(&format!("{}\n", wrap(ask, width)))?;
            "> ".to_owned()
        } else {
            format!("{ask}: ")
        };
        self.put(&prompt)?;
        Ok(prompt)
    }

    fn type_line(&mut self, ask: &str) -> Result<String, Stop> {
        let prompt = self.prompt(ask)?;
        let mut typed = String::new();
        loop {
            let before = typed.chars().count();
            match self.key()? {
                Key::Enter => break,
                Key::Stop => {
                    self.put("\n")?;
                    return Err(Stop::Leave);
                }
                Key::Back => drop(typed.pop()),
                Key::Clear => typed.clear(),
                Key::Char(c) if before < LONGEST_ANSWER => typed.push(c),
                Key::Char(_) => self.put("\x07")?,
            }
            let shown = Safe::new(&typed, LONGEST_ANSWER);
            self.show_entry(&prompt, before, shown.as_str())?;
        }
        let typed = String::from(Safe::new(&typed, LONGEST_ANSWER));
        if typed.chars().count() > self.room(&prompt) {
            self.put(&format!("\r{prompt}{typed}"))?;
        }
        self.put("\n")?;
        Ok(typed)
    }

    fn type_secret(&mut self, ask: &str, masked: Masked) -> Result<Secret, Stop> {
        let prompt = self.prompt(ask)?;
        match masked {
            Masked::Stars => self.type_stars(&prompt),
            Masked::Words => self.type_words(&prompt),
        }
    }

    fn type_stars(&mut self, prompt: &str) -> Result<Secret, Stop> {
        let mut typed = SecretInput::new()?;
        loop {
            let before = typed.len_chars();
            match self.key()? {
                Key::Enter => break,
                Key::Stop => {
                    self.put("\n")?;
                    return Err(Stop::Leave);
                }
                Key::Back => drop(typed.pop()),
                Key::Clear => typed.clear(),
                Key::Char(c) => {
                    if typed.push(c).is_err() {
                        self.put("\x07")?;
                    }
                }
            }
            self.show_entry(prompt, before, &"*".repeat(typed.len_chars()))?;
        }
        self.put("\n")?;
        Ok(typed.finish()?)
    }

    /// A share's words, by hand or by a scanner that types, line ends and all.
    fn type_words(&mut self, prompt: &str) -> Result<Secret, Stop> {
        let mut entry = Entry::new()?;
        loop {
            let bad_news = match self.key()? {
                Key::Enter if !self.more(&SCANNER_REST)? => break,
                Key::Enter => is_bad_news(entry.push('\n')),
                Key::Char(c) => is_bad_news(entry.push(c)),
                Key::Back => {
                    entry.pop();
                    false
                }
                Key::Clear => {
                    entry.clear();
                    false
                }
                Key::Stop => {
                    self.put("\n")?;
                    return Err(Stop::Leave);
                }
            };
            if entry.is(STOP) {
                self.redraw(prompt, &"*".repeat(STOP.len()))?;
                continue;
            }
            if bad_news {
                self.put("\x07")?;
            }
            self.redraw(prompt, &entry.shown().to_string())?;
        }
        self.put("\n")?;
        Ok(entry.finish()?)
    }

    /// Shows an entry that had `before` characters: only what changed, where that is one character at its end.
    fn show_entry(&mut self, prompt: &str, before: usize, entry: &str) -> Result<(), Stop> {
        let now = entry.chars().count();
        let room = self.room(prompt);
        match entry.chars().next_back() {
            Some(last) if now == before + 1 && now <= room => {
                self.put(last.encode_utf8(&mut [0; 4]))
            }
            _ if now + 1 == before && before <= room => self.put("\x08 \x08"),
            _ if now == before => Ok(()),
            _ => self.redraw(prompt, entry),
        }
    }

    /// The line anew: the prompt and as much of the entry's end as fits.
    fn redraw(&mut self, prompt: &str, entry: &str) -> Result<(), Stop> {
        let room = self.room(prompt);
        let skip = entry.chars().count().saturating_sub(room);
        let shown: String = entry.chars().skip(skip).collect();
        let blank = room.saturating_sub(shown.chars().count());
        let line = format!(
            "\r{prompt}{shown}{}{}",
            " ".repeat(blank),
            "\x08".repeat(blank)
        );
        self.put(&line)
    }

    /// Columns behind the prompt.
    fn room(&self, prompt: &str) -> usize {
        self.width().saturating_sub(prompt.chars().count() + 1)
    }

    fn key(&mut self) -> Result<Key, Stop> {
        loop {
            let byte = self.byte()?;
            match byte {
                b'\n' | b'\r' => return Ok(Key::Enter),
                0x03 | 0x04 => return Ok(Key::Stop),
                0x08 | 0x7f => return Ok(Key::Back),
                0x15 => return Ok(Key::Clear),
                0x1b => self.skip_escape()?,
                b'\t' => return Ok(Key::Char(' ')),
                0x00..0x20 => {}
                _ => {
                    if let Some(c) = self.rest_of(byte)? {
                        return Ok(Key::Char(c));
                    }
                }
            }
        }
    }

    /// The character that begins with this byte (RFC 3629); None if it is none.
    fn rest_of(&mut self, first: u8) -> Result<Option<char>, Stop> {
        let len = match first {
            0x00..0x80 => 1,
            0xc2..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0..0xf5 => 4,
            _ => return Ok(None),
        };
        let mut bytes = [first, 0, 0, 0];
        for place in bytes.iter_mut().take(len).skip(1) {
            *place = self.byte()?;
        }
        let read = std::str::from_utf8(bytes.get(..len).unwrap_or_default());
        let c = read.ok().and_then(|text| text.chars().next());
        bytes.zeroize();
        Ok(c)
    }

    /// Arrows and function keys type nothing.
    fn skip_escape(&mut self) -> Result<(), Stop> {
        if !self.more(&ESCAPE_REST)? || !matches!(self.byte()?, b'[' | b'O') {
            return Ok(());
        }
        while self.more(&ESCAPE_REST)? {
            if matches!(self.byte()?, 0x40..=0x7e) {
                break;
            }
        }
        Ok(())
    }

    /// Whether something is typed within this time.
    fn more(&mut self, within: &Timespec) -> Result<bool, Stop> {
        let mut fds = [PollFd::new(&self.tty, PollFlags::IN)];
        poll(&mut fds, Some(within))
            .map(|ready| ready > 0)
            .map_err(|_| gone())
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let mut byte = [0];
        loop {
            match self.tty.read(&mut byte) {
                Ok(1..) => {
                    let [read] = byte;
                    byte.zeroize();
                    return Ok(read);
                }
                Ok(0) => return Err(gone()),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => return Err(gone()),
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // What was typed ahead is thrown away: the shell must not see it.
        let _ = termios::tcsetattr(&self.tty, OptionalActions::Flush, &self.saved);
    }
}

impl People for Terminal {
    fn tell(&mut self, news: &Prompt) {
        let said = news.english();
        match news {
            Prompt::PartBegins { .. } | Prompt::StepBegins { .. } | Prompt::Stopped { .. } => {
                self.say(&format!("\n{}", said.body));
            }
            _ => self.say(&said.body),
        }
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        self.ask_yes(&question.english())
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        self.ask(&question.english())
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        let masked = match question {
            Prompt::ShareFrom { .. } => Masked::Words,
            _ => Masked::Stars,
        };
        self.ask_secret(&question.english(), masked)
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.show_secret(&what.english(), secret)
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        let said = question.english();
        self.banner(&said)?;
        loop {
            let typed = self.type_line(&said.ask)?.trim().to_ascii_lowercase();
            if let Some(choice) = among.iter().find(|c| c.word() == typed) {
                return Ok(*choice);
            }
            match typed.as_str() {
                STOP => return Err(Stop::Leave),
                "help" => self.say(HELP),
                _ => {
                    let words: Vec<&str> = among.iter().map(|c| c.word()).collect();
                    self.say(&format!("Type one of: {}.", words.join(", ")));
                }
            }
        }
    }
}

enum Key {
    Char(char),
    Enter,
    Back,
    Clear,
    Stop,
}

fn gone() -> Stop {
    Stop::Fault(Trouble::NotConfirmed {
        what: "the terminal answers".into(),
    })
}

/// The terminal's other screen, wiped and left again whatever happens in between.
struct OtherScreen(File);

impl OtherScreen {
    const ENTER: &'static [u8] = b"\x1b[?1049h\x1b[2J\x1b[H";
    /// Wipes screen and scrollback, leaves, and wipes the scrollback again for terminals that keep one for both.
    const LEAVE: &'static [u8] = b"\x1b[H\x1b[2J\x1b[3J\x1b[?1049l\x1b[3J";

    fn enter(tty: &File) -> Result<OtherScreen, Stop> {
        let mut screen = OtherScreen(tty.try_clone().map_err(|_| gone())?);
        screen.0.write_all(OtherScreen::ENTER).map_err(|_| gone())?;
        Ok(screen)
    }
}

impl Drop for OtherScreen {
    fn drop(&mut self) {
        let _ = self.0.write_all(OtherScreen::LEAVE);
    }
}

fn turn(said: &Said, rehearsal: bool) -> String {
    let (turn, other) = match said.turn {
        Turn::PinCustodian => ("PIN CUSTODIAN", "KEY CUSTODIAN LOOKS AWAY"),
        Turn::KeyCustodian => ("KEY CUSTODIAN", "PIN CUSTODIAN LOOKS AWAY"),
        Turn::Both => ("BOTH", "THE OTHER LOOKS AWAY"),
    };
    let who = said
        .who
        .as_ref()
        .map_or_else(|| turn.to_owned(), |name| name.to_uppercase());
    let mut text = format!(">>> {who}");
    if said.other_looks_away {
        text.push_str(&format!("  --  {other}"));
    }
    if rehearsal {
        text.push_str("  --  REHEARSAL");
    }
    text
}

/// Whether a character rings the bell: a word cannot be any more, or there is no room.
fn is_bad_news(told: Result<Told, InputFull>) -> bool {
    told.map_or(true, Told::is_bad_news)
}

/// Text made safe line by line, in lines of at most `width` columns.
fn wrap(text: &str, width: usize) -> String {
    let safe = text
        .split('\n')
        .map(|line| String::from(Safe::new(line, 16_384)));
    wrap::wrap(&safe.collect::<Vec<_>>().join("\n"), 0, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(turn: Turn, other_looks_away: bool) -> Said {
        Said {
            turn,
            who: None,
            other_looks_away,
            body: String::new(),
            ask: String::new(),
        }
    }

    #[test]
    fn a_turn_says_who_does_and_who_looks_away() {
        assert_eq!(turn(&said(Turn::Both, false), false), ">>> BOTH");
        assert_eq!(
            turn(&said(Turn::PinCustodian, true), false),
            ">>> PIN CUSTODIAN  --  KEY CUSTODIAN LOOKS AWAY"
        );
        assert_eq!(
            turn(&said(Turn::KeyCustodian, true), true),
            ">>> KEY CUSTODIAN  --  PIN CUSTODIAN LOOKS AWAY  --  REHEARSAL"
        );
    }

    #[test]
    fn lines_wrap_and_hang_and_control_nothing() {
        assert_eq!(wrap("aa bb cc dd", 5), "aa bb\ncc dd");
        assert_eq!(wrap("  - aa bb cc", 8), "  - aa\n    bb\n    cc");
        assert_eq!(wrap("a  b\n\n  c", 80), "a  b\n\n  c");
        assert_eq!(wrap("longerthanthis x", 5), "longerthanthis\nx");
        assert_eq!(wrap("a\x1b[2Jb\r", 80), "a\u{fffd}[2Jb\u{fffd}");
        for width in 20..90 {
            let text = wrap(HELP, width);
            assert!(text.lines().all(|l| l.chars().count() <= width), "{text}");
        }
    }

    #[test]
    fn stop_is_no_secret_of_ours() {
        assert!(!crate::secret::PROOF_WORDS.contains(&STOP));
        // A PIN sheet's entry has digits, a share twenty words.
        assert!(STOP.chars().all(|c| c.is_ascii_lowercase()));
    }
}
