//! People at a screen: the real binary in a pseudo-terminal, its screen as a terminal emulator that we did not write
//! shows it, and a pair that reads the screen and presses keys.

#![allow(dead_code)] // each test file uses a part of it

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Longer than a question hears nothing after another key.
const REST: Duration = Duration::from_millis(115);
/// Nothing may take longer: generous, as other tests share the machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub const F4: &str = "\x1bOS";
pub const F5: &str = "\x1b[15~";
pub const F6: &str = "\x1b[17~";
pub const F7: &str = "\x1b[18~";
pub const F8: &str = "\x1b[19~";

/// In place of a variable: the terminal hangs on a slow serial line.
pub const SLOW: (&str, &str) = ("SEALWRIGHT_TEST_LINE", "slow");

/// A program at a terminal.
pub struct Sitting {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
}

/// What came out of it.
pub struct Seen {
    pub terminal: vt100::Parser,
    pub bytes: Vec<u8>,
    ended: bool,
}

/// Keys that were pressed, and questions that were answered.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub questions: u64,
    pub keys: u64,
}

impl Sitting {
    #[allow(
        clippy::option_env_unwrap,
        reason = "examples include this file, have no such variable, and do not come here"
    )]
    pub fn open(args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Sitting {
        let program = option_env!("CARGO_BIN_EXE_sealwright").expect("tests are built with it");
        Sitting::with(program, args, size, env)
    }

    /// Another program.
    pub fn with(
        program: &str,
        args: &[&str],
        (columns, rows): (u16, u16),
        env: &[(&str, &str)],
    ) -> Sitting {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env("LC_ALL", "C.UTF-8");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            terminal: vt100::Parser::new(cells(rows), cells(columns), 1000),
            bytes: Vec::new(),
            ended: false,
        }));
        let into = Arc::clone(&seen);
        let slow = env.contains(&SLOW);
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            // A slow line takes 96 bytes in a tenth of a second: 9600 baud.
            let most = if slow { 96 } else { buffer.len() };
            while let Ok(len @ 1..) = reader.read(&mut buffer[..most]) {
                let mut seen = into.lock().unwrap();
                seen.terminal.process(&buffer[..len]);
                seen.bytes.extend_from_slice(&buffer[..len]);
                drop(seen);
                if slow {
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
            into.lock().unwrap().ended = true;
        });
        Sitting {
            master: pair.master,
            writer,
            child,
            seen,
        }
    }

    /// The screen's text, a line a row.
    pub fn text(&self) -> String {
        self.seen.lock().unwrap().terminal.screen().contents()
    }

    /// Everything that the terminal was ever sent.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().bytes.clone()
    }

    /// How many bytes the terminal was sent so far.
    pub fn len(&self) -> usize {
        self.seen.lock().unwrap().bytes.len()
    }

    /// The screen as an emulated terminal holds it.
    pub fn screen(&self) -> vt100::Screen {
        self.seen.lock().unwrap().terminal.screen().clone()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let mut seen = self.seen.lock().unwrap();
        seen.terminal
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master.resize(size).unwrap();
    }

    /// Waits until the screen is so; the screen's text then.
    pub fn until(&self, what: &str, is: impl Fn(&str) -> bool) -> String {
        let began = Instant::now();
        loop {
            let text = self.text();
            if is(&text) {
                // A frame may be half drawn.
                std::thread::sleep(Duration::from_millis(25));
                if self.text() == text {
                    return text;
                }
                continue;
            }
            let ended = self.seen.lock().unwrap().ended;
            assert!(
                began.elapsed() < PATIENCE && !ended,
                "the screen never showed: {what}\n{text}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn until_shows(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// Presses these keys, one after the other, not faster than fingers.
    pub fn press(&mut self, keys: &str) {
        std::thread::sleep(REST);
        self.send(keys.as_bytes());
    }

    /// Types a text and Enter, key by key.
    pub fn type_line(&mut self, text: &str) {
        std::thread::sleep(REST);
        for c in text.chars() {
            self.send(c.encode_utf8(&mut [0; 4]).as_bytes());
            std::thread::sleep(Duration::from_millis(12));
        }
        self.send(b"\r");
    }

    /// These bytes, at once.
    pub fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", name, &pid])
            .status();
        assert!(sent.unwrap().success());
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Its exit code.
    pub fn ended(&mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }
}

/// The emulated terminal has one cell at least.
fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap_or(NonZero::<u16>::MIN)
}

/// Plays a ceremony to its end: reads the screen, does what it says. `look` sees every screen on which something is
/// asked, and may end it there. Returns what was counted.
pub fn play(sitting: &mut Sitting, mut look: impl FnMut(&str) -> ControlFlow<()>) -> Counted {
    play_counted(sitting, |shown, _| look(shown))
}

/// The same; `look` also sees what was counted before this screen.
pub fn play_counted(
    sitting: &mut Sitting,
    mut look: impl FnMut(&str, Counted) -> ControlFlow<()>,
) -> Counted {
    let mut counted = Counted::default();
    let mut before = String::new();
    loop {
        let shown = sitting.until("something to do", |text| {
            let stopped = text.contains("What now?");
            (text != before && wants(text).is_some()) || stopped || is_over(text)
        });
        assert!(!shown.contains("What now?"), "{shown}");
        if look(&shown, counted).is_break() {
            return counted;
        }
        if is_over(&shown) {
            sitting.press("\r");
            return counted;
        }
        counted.keys += answer(sitting, &shown);
        counted.questions += 1;
        before = shown;
    }
}

/// What stands left of the facts, as one line.
pub fn said(text: &str) -> String {
    let left = |row: &str| row.split('│').next().unwrap_or_default().trim().to_owned();
    let rows: Vec<String> = text.lines().map(left).collect();
    rows.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_over(text: &str) -> bool {
    text.contains("This sitting is over.")
}

/// What the screen wants, by what stands at its answer.
pub fn wants(text: &str) -> Option<&'static str> {
    const KNOWN: [&str; 16] = [
        "First, type this line",
        "TOUCH THE KEY NOW",
        "y  yes     n  no",
        "PIN and letters",
        "Proof word",
        "Private word",
        "Folder on the stick",
        "hh:mm",
        "Serial",
        "Head size",
        "Words",
        "Enter when typed",
        "Enter when written",
        "Reason",
        "Who is the",
        "Who takes",
    ];
    KNOWN.into_iter().find(|known| text.contains(known))
}

/// Answers; how many keys that took.
pub fn answer(sitting: &mut Sitting, shown: &str) -> u64 {
    let said = said(shown);
    let press = |sitting: &mut Sitting, keys: &[&str]| {
        for key in keys {
            sitting.press(key);
        }
        keys.len() as u64
    };
    let types = |sitting: &mut Sitting, text: &str| {
        sitting.type_line(text);
        text.chars().count() as u64 + 1
    };
    match wants(shown).unwrap() {
        "First, type this line" => types(sitting, "azy qwm 190"),
        "TOUCH THE KEY NOW" => press(sitting, &[F6]),
        "y  yes     n  no" => {
            let asks = |what: &str| said.contains(what);
            let mut keys = 0;
            if asks("Unplug key") {
                keys += press(sitting, &[F7]);
            }
            let key = ["Unplug key ", "Plug in only key ", "label it "]
                .iter()
                .find_map(|before| said.split_once(before))
                .and_then(|(_, rest)| rest.split([',', '.']).next());
            if let Some(key) = key.filter(|_| !asks("Unplug key") || asks("count to three")) {
                keys += plug_in(sitting, key);
            }
            keys + press(sitting, &["y"])
        }
        // Who has no minutes yet has nothing to read, and leaves the line empty.
        "Head size" => {
            let whose = turn(shown);
            let keys = press(sitting, &[F5]);
            std::thread::sleep(Duration::from_millis(700));
            let now = sitting.until("what came of it", |_| true);
            match now.contains("Head size") && turn(&now) == whose {
                true => keys + press(sitting, &["\r"]),
                false => keys,
            }
        }
        "PIN and letters" | "Proof word" | "Serial" | "Words" | "Folder on the stick" => {
            press(sitting, &[F5])
        }
        "Private word" => types(sitting, private_word(&said)),
        "hh:mm" => {
            let (before, _) = said.split_once(" UTC.").unwrap();
            let time: String = before.chars().rev().take(16).collect();
            types(sitting, &time.chars().rev().collect::<String>())
        }
        "Reason" => types(sitting, "tried"),
        _ => press(sitting, &["\r"]),
    }
}

/// The line that says whose turn it is.
fn turn(shown: &str) -> Option<String> {
    let line = shown.lines().find(|line| line.contains("<<<"))?;
    Some(line.trim().to_owned())
}

/// The word of the one who is asked: two equal ones are not accepted.
pub fn private_word(said: &str) -> &'static str {
    match said.rfind("Carla Moss:") > said.rfind("Ada Keller:") {
        true => "river",
        false => "lake",
    }
}

/// F8, and the key's number where several lie there.
fn plug_in(sitting: &mut Sitting, key: &str) -> u64 {
    sitting.press(F8);
    let shown = sitting.until("the key plugged in, or a choice", |text| {
        text.contains("Which key?") || text.contains("(plugged in)")
    });
    let is_it = |row: &&str| row.contains(&format!("key {key}"));
    match shown
        .lines()
        .find(is_it)
        .filter(|_| shown.contains("Which key?"))
    {
        Some(row) => {
            let number: String = row.chars().filter(char::is_ascii_digit).take(1).collect();
            sitting.press(&number);
            2
        }
        None => 1,
    }
}
