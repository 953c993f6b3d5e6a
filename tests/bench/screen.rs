//! Time to the first frame, and to the frame after a key: the drill's screen beside a bare ratatui program, in one run, each
//! in a pseudo-terminal; and the time to answer a key while a key blinks and while a ledger of a million entries is read.
//!
//! `cargo build --release --example bare_screen && cargo bench --bench screen`

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
    let (mut our_first, mut bare_first) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        bare_first.push(first(bare, &[]));
        our_first.push(first(ours, &drill));
    }
    row("first frame", median(our_first), median(bare_first));

    let mut program = Program::start(bare, &[]);
    program.until(b"help");
    let bare_next = (0..KEYS).map(|_| program.key(b"x")).collect();
    let mut program = Program::start(ours, &drill);
    program.until(b"type this line");
    let our_next = (0..KEYS)
        .map(|n| program.key(if n % 2 == 0 { b"x" } else { b"\x7f" }))
        .collect();
    row("next frame", median(our_next), median(bare_next));
}

fn row(what: &str, ours: Duration, bare: Duration) {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "| {what}, ours and bare | {:.2} ms, {:.2} ms | {:.2}x |",
        ms(ours),
        ms(bare),
        ms(ours) / ms(bare)
    );
}
