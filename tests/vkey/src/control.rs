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
//! twist NAME [HH[.SS]]    the reply to the next CBOR command (HH, subcommand SS) is this lie: see `twist.rs`
//! quiet           no more keepalives of a lie
//! stat            packets from the host, packets to it, blinks, lies told; and whether what was answered with the last
//!                 lie was asked again right afterwards
//! ```

use crate::bus::Packet;
use crate::twist::Twist;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::exit;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
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
    twist: Mutex<Option<(Twist, Option<Asked>)>>,
    asked: Mutex<Asked>,
    lies: AtomicU32,
    /// What the last lie was about, until the next command.
    lied_about: Mutex<Option<Asked>>,
    again: AtomicBool,
    keepalives: Mutex<Option<[u8; 4]>>,
    from_host: AtomicU32,
    to_host: AtomicU32,
    blinks: AtomicU32,
}

/// A command; where it matters, and it has some, its subcommand.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Asked {
    pub command: u8,
    pub subcommand: Option<u8>,
}

impl Asked {
    /// By the first packet of a message: the command, then a map with small numbers for keys, in order. The subcommand
    /// stands under key 1; of clientPIN under key 2, behind the protocol or alone.
    pub fn of(packet: &Packet) -> Asked {
        let command = packet[7];
        let subcommand = match (command, &packet[9..13]) {
            (0x06, [1, _, 2, sub] | [2, sub, ..]) => Some(*sub),
            (0x0a | 0x0d, [1, sub, ..]) => Some(*sub),
            _ => None,
        };
        Asked {
            command,
            subcommand,
        }
    }

    fn read(text: &str) -> Option<Asked> {
        let hex = |text| u8::from_str_radix(text, 16).ok();
        let (command, subcommand) = match text.split_once('.') {
            Some((command, subcommand)) => (command, Some(hex(subcommand)?)),
            None => (text, None),
        };
        Some(Asked {
            command: hex(command)?,
            subcommand,
        })
    }

    fn is(&self, wanted: Asked) -> bool {
        let any = wanted.subcommand.is_none();
        self.command == wanted.command && (any || self.subcommand == wanted.subcommand)
    }
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

    pub fn command_begins(&self, asked: Asked) {
        *self.asked.lock().expect("no holder panics") = asked;
        if let Some(about) = self.lied_about.lock().expect("no holder panics").take() {
            self.again.store(about == asked, SeqCst);
        }
        self.yank_if(|yank| matches!(yank, Yank::Command(at) if *at == asked.command));
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
        let asked = *self.asked.lock().expect("no holder panics");
        self.take_twist_if(asked, |_| true)
    }

    /// Whether the key is to claim this command done without having heard of it, once.
    pub fn lies_about(&self, asked: Asked) -> bool {
        self.take_twist_if(asked, Twist::is_deaf).is_some()
    }

    fn take_twist_if(&self, asked: Asked, due: impl Fn(&Twist) -> bool) -> Option<Twist> {
        let mut twist = self.twist.lock().expect("no holder panics");
        let taken = twist.take_if(|(twist, at)| due(twist) && at.is_none_or(|at| asked.is(at)));
        let (twist, _) = taken?;
        *self.lied_about.lock().expect("no holder panics") = Some(asked);
        self.again.store(false, SeqCst);
        Some(twist)
    }

    pub fn lied(&self) {
        self.lies.fetch_add(1, SeqCst);
    }

    pub fn keep_alive(&self, channel: [u8; 4]) {
        *self.keepalives.lock().expect("no holder panics") = Some(channel);
    }

    pub fn stop_keepalives(&self) {
        *self.keepalives.lock().expect("no holder panics") = None;
    }

    /// While this is held they are not stopped.
    pub fn keepalives(&self) -> MutexGuard<'_, Option<[u8; 4]>> {
        self.keepalives.lock().expect("no holder panics")
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
            "quiet" => self.stop_keepalives(),
            "yank" if argument.is_empty() => exit(0),
            "yank" => *self.yank.lock().expect("no holder panics") = Some(Yank::read(argument)?),
            "twist" => {
                let (name, at) = argument.split_once(' ').unwrap_or((argument, ""));
                let at = match at {
                    "" => None,
                    at => Some(Asked::read(at)?),
                };
                let twist = Twist::named(name)?;
                *self.twist.lock().expect("no holder panics") = Some((twist, at));
            }
            "stat" => {
                let [out, back, blinks, lies] =
                    [&self.from_host, &self.to_host, &self.blinks, &self.lies]
                        .map(|count| count.load(SeqCst));
                let again = u8::from(self.again.load(SeqCst));
                return Some(format!(
                    "from_host={out} to_host={back} blinks={blinks} lies={lies} again={again}"
                ));
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
