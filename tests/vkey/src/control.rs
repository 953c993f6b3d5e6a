//! What tests do to the key, in lines on the Unix socket DIR/ctl:
//!
//! ```text
//! auto MS         it is touched so long after it began to blink; 0, the default, is at once
//! never           it is not touched
//! touch           it is touched once, now or when it next blinks
//! delay MS        each report comes so late
//! drop N          the next N reports are lost
//! mute on|off     no report comes
//! age SECONDS     so much time passes for the firmware
//! yank [blink|command:HH]     it is unplugged: now, when it blinks, at a command
//! yank packet:N   ... at the Nth packet from now, which the firmware does not see any more
//! yank unsaid:N   ... in place of the Nth report from now, keepalives apart: what it tells was done
//! yank report:N   ... after the Nth report from now, keepalives apart
//! twist NAME [HH] the reply to the next CBOR command (HH) is this lie: see `twist.rs`
//! stat            packets from the host, packets to it, blinks
//! ```

use crate::twist::Twist;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::exit;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use trussed::virt::UptimeOffset;

/// What is wrong with the key, and what is to happen.
#[derive(Default)]
pub struct Faults {
    /// Milliseconds until a touch; below zero: never.
    auto: AtomicI64,
    touches: AtomicU32,
    blinking: AtomicBool,
    delay: AtomicU64,
    drop: AtomicU32,
    mute: AtomicBool,
    yank: Mutex<Option<Yank>>,
    twist: Mutex<Option<(Twist, Option<u8>)>>,
    command: AtomicU32,
    keepalives: Mutex<Option<[u8; 4]>>,
    from_host: AtomicU32,
    to_host: AtomicU32,
    blinks: AtomicU32,
}

enum Yank {
    Blink,
    Packet(u32),
    Unsaid(u32),
    Report(u32),
    Command(u8),
}

impl Faults {
    pub fn touches(&self, blinking: Duration) -> bool {
        let auto = u128::try_from(self.auto.load(SeqCst));
        auto.is_ok_and(|auto| blinking.as_millis() >= auto) || take_one(&self.touches)
    }

    pub fn blinks(&self, on: bool) {
        if on && !self.blinking.swap(on, SeqCst) {
            self.blinks.fetch_add(1, SeqCst);
            self.yank_if(|yank| matches!(yank, Yank::Blink));
        }
        self.blinking.store(on, SeqCst);
    }

    pub fn is_blinking(&self) -> bool {
        self.blinking.load(SeqCst)
    }

    pub fn packet_from_host(&self) {
        self.from_host.fetch_add(1, SeqCst);
        self.yank_if(|yank| match yank {
            Yank::Packet(left) => is_last(left),
            _ => false,
        });
    }

    pub fn report_goes(&self) {
        self.yank_if(|yank| match yank {
            Yank::Unsaid(left) => is_last(left),
            _ => false,
        });
    }

    pub fn report_went(&self) {
        self.yank_if(|yank| match yank {
            Yank::Report(left) => is_last(left),
            _ => false,
        });
    }

    pub fn command_begins(&self, command: u8) {
        self.command.store(command.into(), SeqCst);
        self.yank_if(|yank| matches!(yank, Yank::Command(at) if *at == command));
    }

    pub fn delay(&self) -> Duration {
        self.to_host.fetch_add(1, SeqCst);
        Duration::from_millis(self.delay.load(SeqCst))
    }

    pub fn is_lost(&self) -> bool {
        take_one(&self.drop)
    }

    pub fn is_mute(&self) -> bool {
        self.mute.load(SeqCst)
    }

    /// The lie about the command that runs, once.
    pub fn take_twist(&self) -> Option<Twist> {
        let command = self.command.load(SeqCst);
        let mut twist = self.twist.lock().expect("no holder panics");
        let due = |(_, at): &mut (Twist, Option<u8>)| at.is_none_or(|at| u32::from(at) == command);
        twist.take_if(due).map(|(twist, _)| twist)
    }

    /// Whether the key is to claim this command done without having heard of it, once.
    pub fn lies_about(&self, command: u8) -> bool {
        let mut twist = self.twist.lock().expect("no holder panics");
        let due = |(twist, at): &mut (Twist, Option<u8>)| {
            twist.is_deaf() && at.is_none_or(|at| at == command)
        };
        twist.take_if(due).is_some()
    }

    pub fn keep_alive(&self, channel: [u8; 4]) {
        *self.keepalives.lock().expect("no holder panics") = Some(channel);
    }

    pub fn stop_keepalives(&self) {
        *self.keepalives.lock().expect("no holder panics") = None;
    }

    pub fn keepalives(&self) -> Option<[u8; 4]> {
        *self.keepalives.lock().expect("no holder panics")
    }

    fn yank_if(&self, due: impl Fn(&mut Yank) -> bool) {
        let mut yank = self.yank.lock().expect("no holder panics");
        if yank.as_mut().is_some_and(due) {
            exit(0);
        }
    }

    fn obey(&self, line: &str, age: &UptimeOffset) -> Option<String> {
        let (command, argument) = line.split_once(' ').unwrap_or((line, ""));
        let number = || argument.parse::<u64>().ok();
        match command {
            "auto" => self.auto.store(number()?.try_into().ok()?, SeqCst),
            "never" => self.auto.store(-1, SeqCst),
            "touch" => drop(self.touches.fetch_add(1, SeqCst)),
            "delay" => self.delay.store(number()?, SeqCst),
            "drop" => self.drop.store(number()?.try_into().ok()?, SeqCst),
            "mute" => self.mute.store(argument != "off", SeqCst),
            "age" => age.add(Duration::from_secs(number()?)),
            "yank" if argument.is_empty() => exit(0),
            "yank" => *self.yank.lock().expect("no holder panics") = Some(Yank::read(argument)?),
            "twist" => {
                let (name, at) = argument.split_once(' ').unwrap_or((argument, ""));
                let at = match at {
                    "" => None,
                    at => Some(u8::from_str_radix(at, 16).ok()?),
                };
                let twist = Twist::named(name)?;
                *self.twist.lock().expect("no holder panics") = Some((twist, at));
            }
            "stat" => {
                let [out, back, blinks] =
                    [&self.from_host, &self.to_host, &self.blinks].map(|count| count.load(SeqCst));
                return Some(format!("from_host={out} to_host={back} blinks={blinks}"));
            }
            _ => return None,
        }
        Some("ok".into())
    }
}

impl Yank {
    fn read(at: &str) -> Option<Yank> {
        match at.split_once(':') {
            None if at == "blink" => Some(Yank::Blink),
            Some(("packet", n)) => Some(Yank::Packet(n.parse().ok()?)),
            Some(("unsaid", n)) => Some(Yank::Unsaid(n.parse().ok()?)),
            Some(("report", n)) => Some(Yank::Report(n.parse().ok()?)),
            Some(("command", hex)) => Some(Yank::Command(u8::from_str_radix(hex, 16).ok()?)),
            _ => None,
        }
    }
}

/// Whether this was the last of so many.
fn is_last(left: &mut u32) -> bool {
    *left = left.saturating_sub(1);
    *left == 0
}

fn take_one(left: &AtomicU32) -> bool {
    left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
        .is_ok()
}

/// Obeys whoever connects, for ever.
pub fn listen(dir: &Path, faults: &Arc<Faults>, age: UptimeOffset) {
    let path = dir.join("ctl");
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path).expect("the control socket");
    let faults = Arc::clone(faults);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (faults, age) = (Arc::clone(&faults), age.clone());
            thread::spawn(move || {
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                for line in lines {
                    let answer = faults.obey(&line, &age);
                    let answer = answer.unwrap_or_else(|| format!("not understood: {line}"));
                    if writeln!(&stream, "{answer}").is_err() {
                        break;
                    }
                }
            });
        }
    });
}

/// `vkey ctl`: sends one line, and prints the answer.
pub fn send(dir: &Path, line: &str) {
    let answer = UnixStream::connect(dir.join("ctl")).and_then(|mut stream| {
        writeln!(stream, "{line}")?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer)?;
        Ok(answer)
    });
    match answer {
        Ok(answer) if answer.starts_with("not understood") => {
            eprint!("{answer}");
            exit(1)
        }
        // A key that was yanked says nothing more.
        Ok(answer) => print!("{answer}"),
        Err(e) => {
            eprintln!("no key in {}: {e}", dir.display());
            exit(1)
        }
    }
}
