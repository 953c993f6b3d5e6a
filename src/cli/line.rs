//! The plain line mode: two people at one terminal, question after question.
//!
//! It reads and writes the terminal itself (`/dev/tty`), never standard input, so that no secret comes out of a pipe or
//! goes into one. As long as it lives the terminal echoes nothing by itself and sends no signals: Ctrl-C and Ctrl-D are
//! answers ("stop"), so no key press kills the program in the middle of an act.

use crate::ceremony::stop::Stop;
use crate::ceremony::world::People;
use crate::secret::{InputFull, Secret, SecretInput};
use crate::share::{Entry, Told};
use crate::station::laptop::terminal_findings;
use crate::text::language::Language;
use crate::text::safe::Safe;
use crate::text::wrap;
use crate::tui::keyboard;
use crate::tui::signals;
use crate::tui::tty::{Key, Tty};
use crate::words;
use crate::words::facts::{News, Takes};
use crate::words::label::Label;
use crate::words::say::{Away, Choice, Prompt, Said, Turn};
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The word that leaves safely, at every question. No PIN, no proof word and no share is this word.
pub const STOP: &str = "stop";
/// The word that helps, at every question that is not masked.
const HELP: &str = "help";

/// Characters of one answer.
const LONGEST_ANSWER: usize = 400;
/// Columns where the terminal does not tell.
const WIDTH: usize = 80;
/// How often a wish to end is looked for.
const TICK: Duration = Duration::from_millis(250);
/// A question hears nothing before the keyboard has rested for so long (I24).
const REST: Duration = Duration::from_millis(100);
/// A scanner goes on at once after a line's end in the middle of its text; a person who pressed Enter waits.
const SCANNER_REST: Duration = Duration::from_millis(100);

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
    /// What is written goes here.
    tty: File,
    /// What is typed comes from here; dropped, it gives the terminal back as it was.
    keys: Tty,
    /// Set when somebody wants the program to end.
    ends: Arc<AtomicBool>,
    language: Language,
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
    pub fn open(language: Language) -> Result<Terminal, NoTerminal> {
        let no_terminal = |e: std::io::Error| NoTerminal(e.to_string());
        let ends = signals::ends().map_err(no_terminal)?;
        let keys = Tty::open_in_lines().map_err(no_terminal)?;
        let tty = keys.writer().map_err(no_terminal)?;
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let mut terminal = Terminal {
            tty,
            keys,
            ends,
            language,
            styled: !plain,
            rehearsal: false,
        };
        let findings = terminal_findings();
        if !findings.is_empty() {
            terminal.tell(&Prompt::Findings { findings });
        }
        Ok(terminal)
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

    /// Has a line typed that shows a wrong keyboard layout and Caps Lock, before anything is typed in the blind.
    ///
    /// # Errors
    /// As [`Terminal::ask`].
    pub fn check_keyboard(&mut self) -> Result<(), Stop> {
        let [first, or_not] =
            [Label::TypeThisLine, Label::LineGoesOn].map(|l| l.said(self.language));
        let phrase = keyboard::PHRASE;
        self.say(&format!("\n{first}\n\n    {phrase}\n\n{or_not}"));
        loop {
            let typed = self.type_line("")?;
            match typed.trim() {
                "" => return Ok(()),
                STOP => return Err(Stop::Leave),
                _ => {}
            }
            let Some(wrong) = keyboard::wrong(&typed) else {
                return Ok(());
            };
            self.say(&words::of(self.language).wrong_keyboard(wrong));
        }
    }

    /// Asks for a line, made safe.
    ///
    /// # Errors
    /// [`Stop::Leave`], also when the terminal is gone.
    pub fn ask(&mut self, said: &Said) -> Result<String, Stop> {
        self.banner(said)?;
        loop {
            let typed = self.type_line(&said.ask)?;
            match typed.trim().to_ascii_lowercase().as_str() {
                STOP => return Err(Stop::Leave),
                HELP => self.say(words::of(self.language).line_help()),
                _ => return Ok(typed),
            }
        }
    }

    /// Asks until the answer is yes or no.
    ///
    /// # Errors
    /// As [`Terminal::ask`].
    pub fn ask_yes(&mut self, said: &Said) -> Result<bool, Stop> {
        let [yes, no] = words::of(self.language).yes_no();
        self.banner(said)?;
        loop {
            let typed = self.type_line(&said.ask)?;
            match typed.trim().to_ascii_lowercase().as_str() {
                word if word == yes.1 || word.chars().eq([yes.0]) => return Ok(true),
                word if word == no.1 || word.chars().eq([no.0]) => return Ok(false),
                STOP => return Err(Stop::Leave),
                HELP => self.say(words::of(self.language).line_help()),
                _ => self.say(Label::LineYesNo.said(self.language)),
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
            let typed = self.type_line(&format!(
                "{} {}",
                said.ask,
                Label::LineOrStop.said(self.language)
            ))?;
            match typed.trim().to_ascii_lowercase().as_str() {
                "" => return Ok(()),
                STOP => return Err(Stop::Leave),
                _ => self.say(Label::LineEnter.said(self.language)),
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
        let characters = Label::Characters.said(self.language);
        let gaps = Label::SpaceIs.said(self.language);
        out(format!("    {} {characters}. {gaps}\n\n", secret.len()).as_bytes())
    }

    /// Whose turn it is, as the strongest thing on the screen; then the instruction.
    fn banner(&mut self, said: &Said) -> Result<(), Stop> {
        let mut text = format!(
            "\n{}\n",
            self.strong(&turn(said, self.rehearsal, self.language))
        );
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
        let columns = usize::from(self.keys.size().0);
        if columns < 20 {
            WIDTH
        } else {
            columns.min(WIDTH)
        }
    }

    /// What waits at the terminal for a wish to stop, while a key blinks.
    ///
    /// # Errors
    /// [`NoTerminal`].
    pub fn leaves(&self) -> Result<impl Fn() -> bool + Send + Sync + 'static, NoTerminal> {
        let ear = self.keys.ear().map_err(|e| NoTerminal(e.to_string()))?;
        let ends = Arc::clone(&self.ends);
        Ok(move || ends.load(Ordering::Relaxed) || ear.hears_stop())
    }

    /// Shows what is to be answered; returns what stands on the line of the answer. What was typed before it stood there
    /// is no answer to it.
    fn prompt(&mut self, ask: &str) -> Result<String, Stop> {
        let width = self.width();
        let prompt = if ask.is_empty() {
            "> ".to_owned()
        } else if ask.chars().count() > width / 2 {
            self.put(&format!("{}\n", wrap(ask, width)))?;
            "> ".to_owned()
        } else {
            format!("{ask}: ")
        };
        self.forget_what_was_typed()?;
        self.put(&prompt)?;
        Ok(prompt)
    }

    /// I24: throws away what was typed early, until the keyboard rests, and says so. A wish to stop is never early.
    fn forget_what_was_typed(&mut self) -> Result<(), Stop> {
        let (mut early, mut stops) = (false, false);
        while self.keys.types_within(REST).map_err(|_| gone())? {
            stops |= self.key()? == Key::Stop;
            early = true;
        }
        if stops {
            return Err(Stop::Leave);
        }
        if early {
            self.say(Label::LineTypedEarly.said(self.language));
        }
        Ok(())
    }

    fn type_line(&mut self, ask: &str) -> Result<String, Stop> {
        let prompt = self.prompt(ask)?;
        let mut typed = String::new();
        loop {
            let before = typed.chars().count();
            match typing(self.key()?) {
                Key::Enter => break,
                Key::Stop => {
                    self.put("\n")?;
                    return Err(Stop::Leave);
                }
                Key::Backspace => drop(typed.pop()),
                Key::Clear => typed.clear(),
                Key::Char(c) if before < LONGEST_ANSWER => typed.push(c),
                Key::Char(_) => self.put("\x07")?,
                _ => continue,
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
            match typing(self.key()?) {
                Key::Enter => break,
                Key::Stop => {
                    self.put("\n")?;
                    return Err(Stop::Leave);
                }
                Key::Backspace => drop(typed.pop()),
                Key::Clear => typed.clear(),
                Key::Char(c) => {
                    if typed.push(c).is_err() {
                        self.put("\x07")?;
                    }
                }
                _ => continue,
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
            let bad_news = match typing(self.key()?) {
                Key::Enter if !self.goes_on()? => break,
                Key::Enter => is_bad_news(entry.push('\n')),
                Key::Char(c) => is_bad_news(entry.push(c)),
                Key::Backspace => {
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
                _ => continue,
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

    /// Whether something is typed within a scanner's rest.
    fn goes_on(&mut self) -> Result<bool, Stop> {
        self.keys.types_within(SCANNER_REST).map_err(|_| gone())
    }

    /// The next key. Whoever wants the program to end wants to leave.
    fn key(&mut self) -> Result<Key, Stop> {
        while !self.ends.load(Ordering::Relaxed) {
            if self.keys.types_within(TICK).map_err(|_| gone())? {
                return self.keys.key().map_err(|_| gone());
            }
        }
        Err(Stop::Leave)
    }
}

impl People for Terminal {
    fn language(&self) -> Language {
        self.language
    }

    fn leaves(&mut self) -> bool {
        // A terminal that cannot be listened to shows at the next question.
        Terminal::leaves(self).is_ok_and(|leaves| leaves())
    }

    fn tell(&mut self, news: &Prompt) {
        let said = news.said(self.language);
        match news.facts().takes {
            Takes::Nothing(News::Heading | News::Alarm) => self.say(&format!("\n{}", said.body)),
            _ => self.say(&said.body),
        }
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        self.ask_yes(&question.said(self.language))
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        self.ask(&question.said(self.language))
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        let masked = match question.facts().takes {
            Takes::Share => Masked::Words,
            _ => Masked::Stars,
        };
        self.ask_secret(&question.said(self.language), masked)
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.show_secret(&what.said(self.language), secret)
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        let said = question.said(self.language);
        self.banner(&said)?;
        loop {
            let typed = self.type_line(&said.ask)?.trim().to_ascii_lowercase();
            let word = |c: &Choice| words::of(self.language).choice(*c).0;
            if let Some(choice) = among.iter().find(|c| word(c) == typed) {
                return Ok(*choice);
            }
            match typed.as_str() {
                STOP => return Err(Stop::Leave),
                HELP => self.say(words::of(self.language).line_help()),
                _ => {
                    let words: Vec<&str> = among.iter().map(word).collect();
                    let one_of = Label::LineOneOf.said(self.language);
                    self.say(&format!("{one_of} {}.", words.join(", ")));
                }
            }
        }
    }
}

/// The terminal is gone, and with it the people: everything loose stays named in the ledger.
fn gone() -> Stop {
    Stop::Leave
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

fn turn(said: &Said, rehearsal: bool, language: Language) -> String {
    let turn = match said.turn {
        Turn::PinCustodian => Label::PinCustodian,
        Turn::KeyCustodian => Label::KeyCustodian,
        Turn::Both => Label::Both,
    };
    let away = match said.away {
        Away::Nobody => None,
        Away::PinCustodian => Some(Label::LookAwayPinCustodian),
        Away::KeyCustodian => Some(Label::LookAwayKeyCustodian),
        Away::Others => Some(Label::LookAwayOther),
    };
    let who = said.who.as_ref().map_or_else(
        || turn.said(language).to_owned(),
        |name| name.to_uppercase(),
    );
    let mut text = format!(">>> {who}");
    if let Some(away) = away {
        text.push_str(&format!("  --  {}", away.said(language)));
    }
    if rehearsal {
        text.push_str(&format!("  --  {}", Label::Rehearsal.said(language)));
    }
    text
}

/// A tab types a space here.
fn typing(key: Key) -> Key {
    match key {
        Key::Tab => Key::Char(' '),
        other => other,
    }
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

    fn said(turn: Turn, away: Away) -> Said {
        Said {
            turn,
            who: None,
            away,
            body: String::new(),
            ask: String::new(),
        }
    }

    #[test]
    fn a_turn_says_who_does_and_who_looks_away() {
        assert_eq!(
            turn(&said(Turn::Both, Away::Nobody), false, Language::English),
            ">>> BOTH OF YOU"
        );
        assert_eq!(
            turn(
                &said(Turn::PinCustodian, Away::KeyCustodian),
                false,
                Language::English
            ),
            ">>> PIN CUSTODIAN  --  KEY CUSTODIAN LOOKS AWAY"
        );
        assert_eq!(
            turn(
                &said(Turn::KeyCustodian, Away::PinCustodian),
                true,
                Language::English
            ),
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
            for (_, language) in Language::ALL {
                let text = wrap(words::of(language).line_help(), width);
                assert!(text.lines().all(|l| l.chars().count() <= width), "{text}");
            }
        }
    }

    #[test]
    fn stop_is_no_secret_of_ours() {
        assert!(!crate::secret::PROOF_WORDS.contains(&STOP));
        // A PIN sheet's entry has digits, a share twenty words.
        assert!(STOP.chars().all(|c| c.is_ascii_lowercase()));
    }
}
