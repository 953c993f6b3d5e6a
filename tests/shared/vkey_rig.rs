//! Virtual keys: real firmware (tests/vkey) behind a Unix socket.
#![allow(dead_code, reason = "each test file uses a part")]

use sealwright::ctap::{Link, LinkError, PACKET_LEN, Packet, Waiting, WaitingFor};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// One key: its process, and the folder that it keeps its state in.
pub struct VirtualKey {
    dir: PathBuf,
    process: Option<Child>,
    /// Whether the folder goes with the key.
    ours: bool,
}

impl VirtualKey {
    /// A new key, plugged in, touched at once whenever it blinks.
    pub fn new() -> VirtualKey {
        let mut key = VirtualKey::unplugged(&new_folder());
        key.ours = true;
        key.plug();
        key
    }

    /// Another key, not plugged in, that remembers what this one does, which is not plugged in either.
    pub fn copy(&self) -> VirtualKey {
        assert!(self.process.is_none(), "it is plugged in");
        let mut copy = VirtualKey::unplugged(&new_folder());
        copy.ours = true;
        for file in ["internal.bin", "external.bin"] {
            std::fs::copy(self.dir.join(file), copy.dir.join(file)).expect("its memory");
        }
        copy
    }

    /// A key that keeps its state in this folder, not plugged in.
    pub fn unplugged(dir: &Path) -> VirtualKey {
        std::fs::create_dir_all(dir).expect("a folder");
        VirtualKey {
            dir: dir.to_owned(),
            process: None,
            ours: false,
        }
    }

    /// A new key that attests with the certificate `x5c` (DER) and its P-256 scalar.
    pub fn attesting(x5c: &[u8], scalar: &[u8]) -> VirtualKey {
        let mut key = VirtualKey::new();
        key.unplug();
        std::fs::write(key.dir.join("x5c"), x5c).expect("a certificate");
        let file = [&[0, 2, 0, 5], scalar].concat();
        std::fs::write(key.dir.join("key"), file).expect("its key");
        key.plug();
        key
    }

    /// Plugs it in: power comes, and with it a new window for a reset.
    pub fn plug(&mut self) {
        assert!(self.process.is_none(), "it is plugged in");
        let mut process = Command::new(binary())
            .arg("--dir")
            .arg(&self.dir)
            .arg("--socket")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the virtual key starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        assert_eq!(line, "ready\n");
        self.process = Some(process);
    }

    /// Pulls it out.
    pub fn unplug(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    pub fn replug(&mut self) {
        self.unplug();
        self.plug();
    }

    /// The folder: DIR/hid is the socket.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// One line to the key's control; see tests/vkey/src/control.rs.
    pub fn control(&self, line: &str) -> String {
        let mut stream = UnixStream::connect(self.dir.join("ctl")).expect("the control socket");
        writeln!(stream, "{line}").expect("it listens");
        let mut answer = String::new();
        let _ = BufReader::new(stream).read_line(&mut answer);
        assert!(!answer.starts_with("not understood"), "{answer}");
        answer.trim_end().to_owned()
    }

    /// A number of the key's statistics.
    pub fn stat(&self, name: &str) -> u32 {
        let stat = self.control("stat");
        let number = stat
            .split(' ')
            .find_map(|s| s.strip_prefix(name)?.strip_prefix('='));
        number.and_then(|n| n.parse().ok()).expect("a statistic")
    }

    /// A link to it.
    pub fn link(&self) -> SocketLink {
        SocketLink::open(&self.dir.join("hid"))
    }
}

impl Drop for VirtualKey {
    fn drop(&mut self) {
        self.unplug();
        if self.ours {
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

fn new_folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("sealwright-vkey-{}-{number}", std::process::id()))
}

/// The program, built once.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = root.join("target/vkey");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--release", "--locked"])
            .arg("--manifest-path")
            .arg(root.join("tests/vkey/Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .status()
            .expect("cargo");
        assert!(
            status.success(),
            "tests/vkey was not built; it needs libclang (Debian: apt-get install libclang-dev)"
        );
        target.join("release/vkey")
    })
}

/// A link over the socket, on the real clock.
pub struct SocketLink {
    stream: UnixStream,
    opened: Instant,
    partial: Vec<u8>,
    /// What the people answer when the key waits.
    pub answer: Waiting,
    /// When they were asked, and for what.
    pub asked: Vec<(Duration, WaitingFor)>,
}

impl SocketLink {
    pub fn open(path: &Path) -> SocketLink {
        SocketLink {
            stream: UnixStream::connect(path).expect("the key is plugged in"),
            opened: Instant::now(),
            partial: Vec::new(),
            answer: Waiting::GoOn,
            asked: Vec::new(),
        }
    }
}

impl Link for SocketLink {
    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        if self.now() >= by {
            return Err(LinkError::Deadline);
        }
        self.stream.write_all(packet).map_err(|_| LinkError::Gone)
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        loop {
            let left = by.saturating_sub(self.now());
            if left.is_zero() {
                return Err(LinkError::Deadline);
            }
            self.stream.set_read_timeout(Some(left)).expect("not zero");
            let mut buffer = [0; PACKET_LEN];
            let wanted = PACKET_LEN - self.partial.len();
            match self.stream.read(&mut buffer[..wanted]) {
                Ok(0) => return Err(LinkError::Gone),
                Ok(len) => self.partial.extend_from_slice(&buffer[..len]),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(_) => return Err(LinkError::Gone),
            }
            if let Ok(packet) = Packet::try_from(&self.partial[..]) {
                self.partial.clear();
                return Ok(packet);
            }
        }
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        let now = self.now();
        self.asked.push((now, what));
        self.answer
    }
}
