//! What an operation costs on the wire and in time: by our client, and by libfido2 (tests/judges/libfido2.c), on one
//! virtual key behind its socket, one client after the other.
#![allow(dead_code, reason = "each file uses a part")]

use crate::vkey_rig::{SocketLink, VirtualKey};
use sealwright::ctap::{
    AssertionRequest, Client, Link, LinkError, NewCredential, Packet, Permissions, Waiting,
    WaitingFor,
};
use sealwright::secret::Secret;
use sealwright::station::Dice;
use sealwright::webauthn::AuthData;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

pub const PIN: &str = "123456";
const RP: &str = "login.example";
const HASH: [u8; 32] = {
    let mut hash = [0; 32];
    hash[0] = 7;
    hash
};

/// What both clients are asked to do. Each asks the same of the key; the comments say by which calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// A connection, a channel, getInfo. libfido2: fido_dev_open, which asks getInfo by itself.
    Open,
    /// getInfo on the open key. libfido2: fido_dev_get_cbor_info.
    Info,
    /// The PIN verified, by a token for credential management and one question that the token opens: libfido2 offers no
    /// token alone. Its least with a PIN and without a touch is fido_credman_get_dev_metadata.
    Verify,
    /// A credential made, with the PIN. libfido2: fido_dev_make_cred.
    Make,
    /// A signature by that credential, named in an allow list, with the PIN. libfido2: fido_dev_get_assert.
    Get,
}

impl Operation {
    /// In the order in which they are done. The first must be.
    pub const ALL: [Operation; 5] = [
        Operation::Open,
        Operation::Info,
        Operation::Verify,
        Operation::Make,
        Operation::Get,
    ];

    fn word(self) -> &'static str {
        match self {
            Operation::Open => "open",
            Operation::Info => "info",
            Operation::Verify => "verify",
            Operation::Make => "make",
            Operation::Get => "get",
        }
    }
}

/// What an operation cost. Keepalives are not counted: how many come depends on how long the key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub sent: u64,
    pub received: u64,
    pub took: Duration,
}

/// A client that is measured.
pub trait Measured {
    fn run(&mut self, operation: Operation) -> Cost;

    /// Ends the conversation: the next one begins with [`Operation::Open`].
    fn close(&mut self);
}

/// A new key with a PIN.
pub fn key_with_pin() -> VirtualKey {
    let key = VirtualKey::new();
    let mut client = Client::open(key.link(), &mut Dice).expect("a channel");
    client.set_pin(&pin(), &mut Dice).expect("a PIN");
    key
}

fn pin() -> Secret {
    Secret::take(&mut PIN.as_bytes().to_vec()).expect("room")
}

/// Our client.
pub struct Ours {
    socket: PathBuf,
    client: Option<Client<Counted>>,
    pin: Secret,
    made: Vec<u8>,
}

impl Ours {
    pub fn at(key: &VirtualKey) -> Ours {
        Ours {
            socket: key.dir().join("hid"),
            client: None,
            pin: pin(),
            made: Vec::new(),
        }
    }

    /// What it costs us to verify a PIN and nothing else.
    pub fn verify_alone(&mut self) -> Cost {
        self.measured(|ours| {
            let (client, pin) = ours.open();
            let rp = Some(RP);
            let token = client.token(pin, Permissions::GET_ASSERTION, rp, &mut Dice);
            drop(token.expect("the right PIN"));
        })
    }

    fn open(&mut self) -> (&mut Client<Counted>, &Secret) {
        (self.client.as_mut().expect("open"), &self.pin)
    }

    fn measured(&mut self, does: impl FnOnce(&mut Ours)) -> Cost {
        let before = self.counts();
        let began = Instant::now();
        does(self);
        let took = began.elapsed();
        let [sent, received] = self.counts();
        Cost {
            sent: sent - before[0],
            received: received - before[1],
            took,
        }
    }

    fn counts(&mut self) -> [u64; 2] {
        let client = self.client.as_mut();
        client.map_or([0; 2], |client| client.link_mut().counts)
    }
}

impl Measured for Ours {
    fn run(&mut self, operation: Operation) -> Cost {
        self.measured(|ours| match operation {
            Operation::Open => {
                let link = Counted::to(SocketLink::open(&ours.socket));
                let mut client = Client::open(link, &mut Dice).expect("a channel");
                client.info().expect("an answer");
                ours.client = Some(client);
            }
            Operation::Info => drop(ours.open().0.info().expect("an answer")),
            Operation::Verify => {
                let (client, pin) = ours.open();
                let manage = Permissions::CREDENTIAL_MANAGEMENT;
                let token = client.token(pin, manage, None, &mut Dice);
                let counted = client.credential_count(&token.expect("the right PIN"));
                counted.expect("an answer");
            }
            Operation::Make => {
                let (client, pin) = ours.open();
                let token = client.token(pin, Permissions::MAKE_CREDENTIAL, Some(RP), &mut Dice);
                let new = NewCredential {
                    client_data_hash: HASH,
                    rp_id: RP.into(),
                    rp_name: "Login".into(),
                    user_id: vec![1, 0, 0, 0, 0, 0, 0, 0],
                    user_name: "user1@login.example".into(),
                    user_display: "User 1".into(),
                    ..NewCredential::default()
                };
                let made = client.make_credential(&new, Some(&token.expect("the right PIN")));
                let made = AuthData::read(&made.expect("a credential").auth_data);
                ours.made = made
                    .expect("data")
                    .attested
                    .expect("a credential")
                    .credential_id;
            }
            Operation::Get => {
                let request = AssertionRequest {
                    rp_id: RP.into(),
                    client_data_hash: HASH,
                    allow: vec![ours.made.clone()],
                    user_presence: true,
                    ..AssertionRequest::default()
                };
                let (client, pin) = ours.open();
                let token = client.token(pin, Permissions::GET_ASSERTION, Some(RP), &mut Dice);
                let signed = client.get_assertion(&request, Some(&token.expect("the right PIN")));
                signed.expect("a signature");
            }
        })
    }

    fn close(&mut self) {
        self.client = None;
    }
}

/// A link that counts its packets.
struct Counted {
    link: SocketLink,
    /// Sent, received.
    counts: [u64; 2],
}

impl Counted {
    fn to(link: SocketLink) -> Counted {
        Counted {
            link,
            counts: [0; 2],
        }
    }
}

impl Link for Counted {
    fn now(&self) -> Duration {
        self.link.now()
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        self.counts[0] += 1;
        self.link.send(packet, by)
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        let packet = self.link.receive(by)?;
        self.counts[1] += u64::from(packet[4] != KEEPALIVE);
        Ok(packet)
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        self.link.waiting(what)
    }
}

const KEEPALIVE: u8 = 0xbb;

/// libfido2, in a process of its own.
pub struct Theirs {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Theirs {
    pub fn at(key: &VirtualKey) -> Theirs {
        let mut process = Command::new(compiled())
            .arg(key.dir().join("hid"))
            .arg(PIN)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("libfido2's program starts");
        let to = process.stdin.take().expect("its input");
        let from = BufReader::new(process.stdout.take().expect("its output"));
        Theirs { process, to, from }
    }

    fn told(&mut self, word: &str) -> Cost {
        writeln!(self.to, "{word}").expect("it listens");
        let mut line = String::new();
        self.from.read_line(&mut line).expect("a line");
        let numbers: Option<Vec<u64>> = line.split_whitespace().map(|n| n.parse().ok()).collect();
        let Some([sent, received, nanoseconds]) = numbers.as_deref() else {
            panic!("libfido2 did not {word}: {line:?}");
        };
        Cost {
            sent: *sent,
            received: *received,
            took: Duration::from_nanos(*nanoseconds),
        }
    }
}

impl Measured for Theirs {
    fn run(&mut self, operation: Operation) -> Cost {
        self.told(operation.word())
    }

    fn close(&mut self) {
        self.told("close");
    }
}

impl Drop for Theirs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program, compiled anew: it takes no second.
fn compiled() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/libfido2");
    std::fs::create_dir_all(&folder).expect("a folder below target");
    let program = folder.join("libfido2");
    let new = folder.join(format!("libfido2-{}", std::process::id()));
    let flags = Command::new("pkg-config")
        .args(["--cflags", "--libs", "libfido2"])
        .output();
    let flags = flags.ok().filter(|flags| flags.status.success());
    let flags = flags.expect("libfido2 is missing (Debian: apt-get install libfido2-dev)");
    let status = Command::new("cc")
        .args(["-O2", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&new)
        .arg(root.join("tests/judges/libfido2.c"))
        .args(String::from_utf8_lossy(&flags.stdout).split_whitespace())
        .status()
        .expect("cc");
    assert!(status.success(), "tests/judges/libfido2.c was not compiled");
    // Whoever runs the one before keeps it.
    std::fs::rename(&new, &program).expect("a folder of ours");
    program
}
