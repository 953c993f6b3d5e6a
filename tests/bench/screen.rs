//! Time to the first frame, and to the frame after a key: the drill's screen beside a bare ratatui program, which draws
//! a line, or a frame as full as ours; all in one run, each in a pseudo-terminal.
//!
//! `cargo build --profile dist --example bare_screen && cargo bench --profile dist --bench screen`

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const RUNS: usize = 15;
const KEYS: usize = 40;

struct Program {
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<(Instant, Vec<u8>)>,
}

impl Program {
    fn start(path: &str, args: &[&str]) -> Program {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(path);
        command.args(args);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("it starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (to, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(len @ 1..) = reader.read(&mut buffer) {
                if to.send((Instant::now(), buffer[..len].to_vec())).is_err() {
                    return;
                }
            }
        });
        Program {
            _master: pair.master,
            writer,
            child,
            bytes,
        }
    }

    /// When these bytes were there.
    fn until(&self, text: &[u8]) -> Instant {
        let mut seen = Vec::new();
        loop {
            let (at, bytes) = self
                .bytes
                .recv_timeout(Duration::from_secs(60))
                .expect("it goes on");
            seen.extend(bytes);
            if seen.windows(text.len()).any(|w| w == text) {
                return at;
            }
        }
    }

    /// From a key to the first bytes that answer it.
    fn key(&mut self, key: &[u8]) -> Duration {
        std::thread::sleep(Duration::from_millis(130));
        while self.bytes.try_recv().is_ok() {}
        let pressed = Instant::now();
        self.writer.write_all(key).expect("it takes keys");
        let (at, _) = self
            .bytes
            .recv_timeout(Duration::from_secs(10))
            .expect("an answer");
        at.duration_since(pressed)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn first(path: &str, args: &[&str]) -> Duration {
    let began = Instant::now();
    Program::start(path, args)
        .until(b"help")
        .duration_since(began)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let ours = env!("CARGO_BIN_EXE_sealwright");
    let bare = std::path::Path::new(ours).with_file_name("examples/bare_screen");
    let bare = bare.to_str().expect("a path");
    let drill = ["rehearse", "--small"];
    let programs: [(&str, &str, &[&str]); 3] = [
        ("bare, a line", bare, &[]),
        ("bare, as full", bare, &["full"]),
        ("ours", ours, &drill),
    ];
    let mut firsts = [const { Vec::new() }; 3];
    for _ in 0..RUNS {
        for (times, (_, path, args)) in firsts.iter_mut().zip(programs) {
            times.push(first(path, args));
        }
    }
    let nexts = programs.map(|(_, path, args)| {
        let mut program = Program::start(path, args);
        program.until(b"help");
        std::thread::sleep(Duration::from_secs(1));
        let key = |n: usize| if n.is_multiple_of(2) { b"x" } else { b"\x7f" };
        median((0..KEYS).map(|n| program.key(key(n))).collect())
    });
    row("first frame", programs.map(|p| p.0), firsts.map(median));
    row("next frame", programs.map(|p| p.0), nexts);
}

/// Each time, and how it compares with the last one, which is ours.
fn row(what: &str, names: [&str; 3], times: [Duration; 3]) {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let ours = ms(times[2]);
    for (name, time) in names.into_iter().zip(times.map(ms)) {
        println!("| {what}, {name} | {time:.2} ms | {:.2}x |", ours / time);
    }
}
