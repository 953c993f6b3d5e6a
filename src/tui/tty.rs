//! The terminal of two people: taken raw, given back as it was, its keys read byte by byte.
//!
//! Keys are read here and not by a library: what is typed may be a secret, and event queues keep what went through
//! them. A byte is wiped once it became a key, and a key goes nowhere but into the entry that has the cursor.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{self, InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::time::Duration;
use zeroize::Zeroize;

/// Other screen, cursor hidden, what is pasted comes between marks.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2J\x1b[H";
/// Wipes screen and scrollback, then gives everything back.
const LEAVE: &[u8] = b"\x1b[0m\x1b[H\x1b[2J\x1b[3J\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// The rest of a key's escape sequence comes at once; a lone Escape has none.
const ESCAPE_REST: Duration = Duration::from_millis(30);

/// Ctrl-C and Ctrl-D.
const STOP: u8 = 0x03;
const END: u8 = 0x04;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is what is printed on it
pub enum Key {
    Char(char),
    Enter,
    Backspace,
    /// Ctrl-U: everything that was typed is taken away.
    Clear,
    /// Ctrl-C or Ctrl-D.
    Stop,
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-L.
    Redraw,
    Escape,
    Tab,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    F(u8),
    /// The terminal says that a paste begins, or ended.
    Paste(bool),
    /// A key that means nothing here, or bytes that are no key.
    Other,
}

/// The terminal of this session. Dropping it, also by a panic, gives it back as it was.
pub struct Tty {
    tty: File,
    /// Its settings, to be restored.
    saved: Termios,
    /// Whether it shows its other screen.
    whole: bool,
}

impl Tty {
    /// Takes the terminal of this session.
    ///
    /// # Errors
    /// The system's words: there is none, or it refuses.
    pub fn open() -> io::Result<Tty> {
        Tty::open_as(true)
    }

    /// Takes the terminal of this session, and lets it stay as it looks: line by line.
    ///
    /// # Errors
    /// As [`Tty::open`].
    pub fn open_in_lines() -> io::Result<Tty> {
        Tty::open_as(false)
    }

    fn open_as(whole: bool) -> io::Result<Tty> {
        let tty = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        let saved = termios::tcgetattr(&tty)?;
        let mut taken = Tty { tty, saved, whole };
        taken.take()?;
        Ok(taken)
    }

    /// Takes it again after [`Tty::give_back`].
    ///
    /// # Errors
    /// The system's words.
    pub fn take(&mut self) -> io::Result<()> {
        let mut raw = self.saved.clone();
        raw.local_modes -= LocalModes::ECHO
            | LocalModes::ECHONL
            | LocalModes::ICANON
            | LocalModes::ISIG
            | LocalModes::IEXTEN;
        raw.input_modes -= InputModes::ICRNL | InputModes::IXON | InputModes::INLCR;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        termios::tcsetattr(&self.tty, OptionalActions::Flush, &raw)?;
        if self.whole {
            self.tty.write_all(ENTER)?;
        }
        Ok(())
    }

    /// Wipes the screen and gives the terminal back. What was typed ahead is thrown away: the shell must not see it.
    pub fn give_back(&mut self) {
        // A terminal that is gone needs nothing back.
        if self.whole {
            let _ = self.tty.write_all(LEAVE);
        }
        let _ = termios::tcsetattr(&self.tty, OptionalActions::Flush, &self.saved);
    }

    /// Its columns and rows.
    pub fn size(&self) -> (u16, u16) {
        size_of(&self.tty)
    }

    /// A writer to it.
    ///
    /// # Errors
    /// The system's words.
    pub fn writer(&self) -> io::Result<File> {
        self.tty.try_clone()
    }

    /// What hears the wish to stop while the program is at work.
    ///
    /// # Errors
    /// The system's words.
    pub fn ear(&self) -> io::Result<Ear> {
        self.tty.try_clone().map(Ear)
    }

    /// Waits until a key can be read, `wake` can be read, or the time is over; whether a key can be read.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn wait(&self, wake: &impl AsFd, within: Duration) -> io::Result<bool> {
        let mut fds = [
            PollFd::new(&self.tty, PollFlags::IN),
            PollFd::new(wake, PollFlags::IN),
        ];
        match poll(&mut fds, Some(&timespec(within))) {
            Ok(_) => {}
            // A signal: the caller looks at its flags.
            Err(rustix::io::Errno::INTR) => return Ok(false),
            Err(e) => return Err(e.into()),
        }
        let [tty, _] = fds.map(|fd| fd.revents());
        if tty.intersects(PollFlags::ERR | PollFlags::NVAL)
            || tty.contains(PollFlags::HUP) && !tty.contains(PollFlags::IN)
        {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(tty.contains(PollFlags::IN))
    }

    /// The next key; it waits for one.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn key(&mut self) -> io::Result<Key> {
        let byte = self.byte()?;
        Ok(match byte {
            b'\r' | b'\n' => Key::Enter,
            STOP | END => Key::Stop,
            0x08 | 0x7f => Key::Backspace,
            b'\t' => Key::Tab,
            0x0c => Key::Redraw,
            0x15 => Key::Clear,
            0x1a => Key::Suspend,
            0x1b => self.escaped()?,
            0x00..0x20 => Key::Other,
            _ => self.character(byte)?,
        })
    }

    /// The character that begins with this byte (RFC 3629).
    fn character(&mut self, first: u8) -> io::Result<Key> {
        let len = match first {
            0x00..0x80 => 1,
            0xc2..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0..0xf5 => 4,
            _ => return Ok(Key::Other),
        };
        let mut bytes = [first, 0, 0, 0];
        for place in bytes.iter_mut().take(len).skip(1) {
            // A character that was cut off: what comes next is not its rest.
            if !self.more()? {
                return Ok(Key::Other);
            }
            *place = self.byte()?;
        }
        let read = std::str::from_utf8(bytes.get(..len).unwrap_or_default());
        let c = read.ok().and_then(|text| text.chars().next());
        bytes.zeroize();
        Ok(c.map_or(Key::Other, Key::Char))
    }

    /// What follows an Escape (ECMA-48; xterm's and the Linux console's function keys).
    fn escaped(&mut self) -> io::Result<Key> {
        if !self.more()? {
            return Ok(Key::Escape);
        }
        let mut sequence = Vec::with_capacity(8);
        loop {
            let byte = self.byte()?;
            sequence.push(byte);
            let whole = match sequence.as_slice() {
                [b'O' | b'['] | [b'[', b'['] => false,
                [b'[', ..] => matches!(byte, 0x40..=0x7e),
                _ => true,
            };
            if whole {
                break;
            }
            if sequence.len() > 16 || !self.more()? {
                return Ok(Key::Other);
            }
        }
        if sequence == b"[M" {
            // An old mouse report: three more bytes.
            for _ in 0..3 {
                if self.more()? {
                    self.byte()?;
                }
            }
        }
        Ok(named(&sequence))
    }

    /// Whether the rest of a sequence is there.
    fn more(&self) -> io::Result<bool> {
        self.types_within(ESCAPE_REST)
    }

    /// Whether something is typed within this time.
    ///
    /// # Errors
    /// The system's words.
    pub fn types_within(&self, time: Duration) -> io::Result<bool> {
        types(&self.tty, time)
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        loop {
            match self.tty.read(&mut byte) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => {
                    let [read] = byte;
                    byte.zeroize();
                    return Ok(read);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }
}

/// Hears a wish to stop while no question stands; all else that is typed meanwhile is thrown away (I24).
pub struct Ear(File);

impl Ear {
    /// Whether Ctrl-C or Ctrl-D was typed since it last listened, or the terminal is gone.
    pub fn hears_stop(&self) -> bool {
        let mut heard = false;
        while types(&self.0, Duration::ZERO).unwrap_or(true) {
            let mut byte = [0];
            match (&self.0).read(&mut byte) {
                Ok(0) | Err(_) => return true,
                Ok(_) => heard |= matches!(byte, [STOP | END]),
            }
            byte.zeroize();
        }
        heard
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// A terminal's columns and rows; 80 and 24 where it does not tell.
pub fn size_of(tty: &File) -> (u16, u16) {
    termios::tcgetwinsize(tty).map_or((80, 24), |s| (s.ws_col, s.ws_row))
}

fn types(tty: &File, time: Duration) -> io::Result<bool> {
    let mut fds = [PollFd::new(tty, PollFlags::IN)];
    match poll(&mut fds, Some(&timespec(time))) {
        Ok(ready) => Ok(ready > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

fn named(sequence: &[u8]) -> Key {
    match sequence {
        b"[A" | b"OA" => Key::Up,
        b"[B" | b"OB" => Key::Down,
        b"[H" | b"OH" | b"[1~" | b"[7~" => Key::Home,
        b"[F" | b"OF" | b"[4~" | b"[8~" => Key::End,
        b"[5~" => Key::PageUp,
        b"[6~" => Key::PageDown,
        b"OM" => Key::Enter,
        b"OP" | b"[[A" | b"[11~" => Key::F(1),
        b"OQ" | b"[[B" | b"[12~" => Key::F(2),
        b"OR" | b"[[C" | b"[13~" => Key::F(3),
        b"OS" | b"[[D" | b"[14~" => Key::F(4),
        b"[15~" | b"[[E" => Key::F(5),
        b"[17~" => Key::F(6),
        b"[18~" => Key::F(7),
        b"[19~" => Key::F(8),
        b"[20~" => Key::F(9),
        b"[21~" => Key::F(10),
        b"[200~" => Key::Paste(true),
        b"[201~" => Key::Paste(false),
        _ => Key::Other,
    }
}

fn timespec(time: Duration) -> Timespec {
    Timespec {
        tv_sec: time.as_secs().try_into().unwrap_or(i64::MAX),
        tv_nsec: time.subsec_nanos().into(),
    }
}
