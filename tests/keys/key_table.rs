//! Which keys work: for each switch of the software key what our client and three others make of the acts of a ceremony. The manual's chapter on keys has the table; `SEALWRIGHT_KEY_TABLE=write` writes it anew.

use crate::quirks::{Act, acts_of_ours, change_of_ours};
use sealwright::softkey::{CommandFault, Fault, Quirk, SoftKey, Touch};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

const CLIENTS: [&str; 3] = ["libfido2", "python-fido2", CTAP_HID];
const CTAP_HID: &str = "ctap-hid-fido2";
/// Of the relying party, and of whom a passkey is made for.
const RP: &str = "a.example";
const USER: &str = "Zoë_Ångström_of_the_Ministrÿ_of_Ære";
const FIRST_PIN: &str = "314159";
const NEW_PIN: &str = "271828";
/// Who has not come back so long after an act began hangs: honest keys take less than a second for each.
const HANGS_AFTER: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Works,
    ClearError,
    WrongSuccess,
    Hang,
    Panic,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Outcome::Works => "works",
            Outcome::ClearError => "clear error",
            Outcome::WrongSuccess => "wrong success",
            Outcome::Hang => "hang",
            Outcome::Panic => "panic",
        }
    }
}

/// What is odd about a key.
#[derive(Clone, Copy)]
enum Odd {
    Nothing,
    Habit(Quirk),
    /// What comes instead of the answer, after the PIN was changed.
    ChangeAnswered(CommandFault),
}

fn rows() -> Vec<(Odd, &'static str)> {
    let habit = |quirk| {
        let says = match quirk {
            Quirk::AlwaysUv => "it comes with alwaysUv",
            Quirk::NeverSilent => "with alwaysUv it signs nothing silently (off here)",
            Quirk::WishApart => "it shows its wish for a new PIN until it is unplugged",
            Quirk::PinPolicy => "it has PIN rules of its own (pinComplexityPolicy)",
            Quirk::U2fOnly => "U2F alone",
            Quirk::FullStore => "no room for a passkey",
            Quirk::Busy => "busy now and then, as a status",
            Quirk::ChannelBusy => "busy now and then, as an error of packets",
            Quirk::NoKeepalives => "no keepalives while it blinks",
            Quirk::WrongKeepalives => "keepalives that say that it works while it blinks",
            Quirk::MapsOutOfOrder => "maps out of order",
            Quirk::CutNames => "names cut within a character",
            Quirk::EmptySuccess => "success and no more where a list is empty",
            Quirk::CountsNothing => "\"no credentials\" where none are counted",
            Quirk::LongTokens => "PIN tokens of 64 bytes, PIN protocol 1",
            Quirk::NoProtocolTwo => "PIN protocol 2 offered and refused",
            Quirk::AgreementEs256 => "a key agreement that names ES256",
            Quirk::DraftManagement => "credential management of a draft",
            Quirk::OddInfo => "firmwareVersion -1, an option that is a text",
        };
        (Odd::Habit(quirk), says)
    };
    let after = |answer, says| (Odd::ChangeAnswered(CommandFault::AnswerAfter(answer)), says);
    let lost = CommandFault::AnswerLostAfter;
    let mut rows = vec![(Odd::Nothing, "nothing")];
    rows.extend(Quirk::ALL.map(habit));
    rows.extend([
        (Odd::ChangeAnswered(lost), "PIN changed, then no answer"),
        after(&[0x7f], "PIN changed, then 0x7f"),
        after(&[0x21], "PIN changed, then 0x21"),
        after(&[0xf1], "PIN changed, then 0xf1"),
        after(&[], "PIN changed, then a message without a status"),
        after(&[0, 0xf6], "PIN changed, then success with `null`"),
    ]);
    rows
}

#[test]
fn the_manual_says_which_keys_work_as_four_clients_find_it() {
    let rows = rows();
    let measured: Mutex<BTreeMap<(usize, &str), String>> = Mutex::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    let (row, client) = (job / CLIENTS.len(), CLIENTS[job % CLIENTS.len()]);
                    let Some((odd, _)) = rows.get(row) else { break };
                    let cell = match odd {
                        // Whether it is busy just then.
                        Odd::Habit(Quirk::Busy | Quirk::ChannelBusy) => "by chance".to_owned(),
                        odd => cell(&outcomes_of(client, *odd)),
                    };
                    measured.lock().unwrap().insert((row, client), cell);
                }
            });
        }
    });
    let measured = measured.into_inner().unwrap();
    let mut table = String::from(
        "| what is odd about the key | ours | libfido2 | python-fido2 | ctap-hid-fido2 |\n|---|---|---|---|---|\n",
    );
    for (row, (odd, says)) in rows.iter().enumerate() {
        let ours = outcomes_of_ours(*odd);
        assert!(
            ours.iter().all(|(_, o)| *o <= Outcome::ClearError),
            "ours is not as it must be: {says}: {ours:?}"
        );
        let others = CLIENTS.map(|client| measured[&(row, client)].as_str());
        table += &format!("| {says} | {} | {} |\n", cell(&ours), others.join(" | "));
    }
    compare(&table);
}

/// What comes of most acts, and then those of which something else comes.
fn cell(outcomes: &[(Act, Outcome)]) -> String {
    let mut acts: BTreeMap<Outcome, Vec<&str>> = BTreeMap::new();
    for (act, outcome) in outcomes {
        acts.entry(*outcome).or_default().push(act.says());
    }
    let most = acts.iter().max_by_key(|(_, acts)| acts.len());
    let most = *most.expect("acts").0;
    let others = acts.iter().filter(|(outcome, _)| **outcome != most);
    let others = others.map(|(outcome, acts)| format!("; {}: {}", acts.join(", "), outcome.name()));
    most.name().to_owned() + &others.collect::<String>()
}

fn compare(table: &str) {
    let chapter = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/manual/keys.md");
    let text = std::fs::read_to_string(&chapter).expect("the chapter");
    let begin = text
        .find("| what is odd about the key |")
        .expect("its table");
    let length = text[begin..].find("\n\n").expect("its end") + 1;
    let stands = &text[begin..begin + length];
    if std::env::var_os("SEALWRIGHT_KEY_TABLE").is_some_and(|what| what == "write") {
        let text = text.replace(stands, table);
        std::fs::write(chapter, text).expect("the chapter can be written");
        return;
    }
    for (stands, is) in stands.lines().zip(table.lines()) {
        assert_eq!(stands, is, "src/manual/keys.md says otherwise");
    }
    assert_eq!(stands, table, "src/manual/keys.md says otherwise");
}

fn outcomes_of_ours(odd: Odd) -> Vec<(Act, Outcome)> {
    let outcome = |works| match works {
        true => Outcome::Works,
        false => Outcome::ClearError,
    };
    match odd {
        Odd::ChangeAnswered(fault) => vec![(Act::ChangePin, outcome(change_of_ours(fault)))],
        Odd::Nothing => acts_of_ours(None)
            .map(|(act, works)| (act, outcome(works)))
            .into(),
        Odd::Habit(quirk) => acts_of_ours(Some(quirk))
            .map(|(act, works)| (act, outcome(works)))
            .into(),
    }
}

fn outcomes_of(client: &str, odd: Odd) -> Vec<(Act, Outcome)> {
    let mut key = SoftKey::new([3; 32], "Q");
    if let Odd::Habit(quirk) = odd {
        key.switch_on(quirk);
    }
    key.set_touch(Touch::After(Duration::from_millis(150)));
    let served = Served::new(key);
    let mut judge = Judge::new(client, &served.path);
    let mut outcomes = vec![];
    // ctap-hid-fido2 has no reset.
    let acts = Act::ALL.into_iter();
    for act in acts.filter(|act| client != CTAP_HID || *act != Act::Reset) {
        let pin = match served.key.lock().unwrap().flash().is_pin(NEW_PIN) {
            true => NEW_PIN,
            false => FIRST_PIN,
        };
        if let (Act::ChangePin, Odd::ChangeAnswered(what)) = (act, odd) {
            served.key.lock().unwrap().arm(Fault::AtCommand {
                which: Some((0x06, Some(0x04))),
                nth: 1,
                what,
            });
        }
        let said = judge.asked(act, pin);
        let key = served.key.lock().unwrap();
        let is_so = act.is_so(key.flash(), FIRST_PIN, NEW_PIN);
        drop(key);
        let outcome = match said {
            Ok(true) if is_so => Outcome::Works,
            Ok(true) => Outcome::WrongSuccess,
            Ok(false) => Outcome::ClearError,
            Err(RecvTimeoutError::Timeout) => Outcome::Hang,
            Err(RecvTimeoutError::Disconnected) => Outcome::Panic,
        };
        match odd {
            Odd::ChangeAnswered(_) if act == Act::ChangePin => return vec![(act, outcome)],
            Odd::ChangeAnswered(_) => {}
            _ => outcomes.push((act, outcome)),
        }
        if outcome >= Outcome::Hang {
            let credential = std::mem::take(&mut judge.credential);
            judge = Judge::new(client, &served.path);
            judge.credential = credential;
        }
    }
    outcomes
}

/// The client's process.
struct Judge {
    child: Child,
    lines: Receiver<String>,
    /// The node, where the client is told of it with each command.
    node: Option<PathBuf>,
    /// The passkey that was made last.
    credential: String,
}

/// What the client said, if it said anything.
type Said<T> = Result<T, RecvTimeoutError>;

impl Judge {
    fn new(client: &str, path: &Path) -> Judge {
        let by_command = client == CTAP_HID;
        let mut program = match by_command {
            true => served_by_ctap_hid(),
            false => served_by_python(client, path),
        };
        let mut child = program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{program:?} does not start ({e}): see tests/run"));
        let output = BufReader::new(child.stdout.take().unwrap());
        let (say, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if say.send(line).is_err() {
                    break;
                }
            }
        });
        Judge {
            child,
            lines,
            node: by_command.then(|| path.to_owned()),
            // What no key knows.
            credential: "01".repeat(49),
        }
    }

    /// Whether it said that it did it.
    fn asked(&mut self, act: Act, pin: &str) -> Said<bool> {
        match &self.node {
            Some(node) => {
                let node = node.display().to_string();
                self.commanded(act, pin, &node)
            }
            None => self.acted(act, pin),
        }
    }

    /// A line for each act, and a line that answers it.
    fn acted(&mut self, act: Act, pin: &str) -> Said<bool> {
        self.say(&match act {
            Act::SetPin => format!("set_pin {FIRST_PIN}"),
            Act::ChangePin => format!("change_pin {FIRST_PIN} {NEW_PIN}"),
            Act::VerifyPin => format!("verify_pin {pin}"),
            Act::Make => format!("make {pin}"),
            Act::Sign => "sign".into(),
            Act::List => format!("list {pin}"),
            Act::Delete => format!("delete {pin}"),
            Act::Empty => format!("empty {pin}"),
            Act::Reset => "reset".into(),
        });
        let said = self.lines.recv_timeout(HANGS_AFTER)?;
        Ok(said == "ok")
    }

    /// What has to be done by several commands is done where each was.
    fn commanded(&mut self, act: Act, pin: &str, node: &str) -> Said<bool> {
        let credential = self.credential.clone();
        let in_all = |count: &Option<String>, list: &Option<String>, wanted: usize| {
            let listed = list.as_ref().map(|list| list.lines().count());
            *count == Some(format!("{wanted}\n")) && listed == Some(wanted)
        };
        let done = match act {
            Act::SetPin => self.answer(&format!("set-pin {node} -- {FIRST_PIN}"))?,
            Act::ChangePin => {
                self.answer(&format!("change-pin {node} -- {FIRST_PIN} {NEW_PIN}"))?
            }
            Act::VerifyPin => self.answer(&format!("verify-pin {node} -- {pin}"))?,
            Act::Make => {
                let made = self.answer(&format!("make {node} {RP} {USER} -- {pin}"))?;
                // Before it stands that a touch is wanted.
                let id = made.as_ref().and_then(|said| said.lines().last());
                self.credential = id.map_or(credential, str::to_owned);
                made
            }
            Act::Sign => self.answer(&format!("assert {node} {RP} {credential} silent"))?,
            Act::List | Act::Empty => {
                let count = self.answer(&format!("count {node} -- {pin}"))?;
                // That there is none, it says with this.
                let none = "CTAP2_ERR_NO_CREDENTIALS";
                let list = self.answer_or(none, &format!("list {node} -- {pin}"))?;
                return Ok(in_all(&count, &list, usize::from(act == Act::List)));
            }
            Act::Delete => self.answer(&format!("delete {node} {credential} -- {pin}"))?,
            Act::Reset => self.answer(&format!("reset {node}"))?,
        };
        Ok(done.is_some())
    }

    /// What a command printed, where it ended well.
    fn answer(&mut self, line: &str) -> Said<Option<String>> {
        let (code, said) = self.ended(line)?;
        Ok((code == "0").then_some(said))
    }

    /// The same; nothing where it ended with this error.
    fn answer_or(&mut self, error: &str, line: &str) -> Said<Option<String>> {
        let (code, said) = self.ended(line)?;
        Ok(match said.contains(error) {
            true => Some(String::new()),
            false => (code == "0").then_some(said),
        })
    }

    /// How a command ended, and what it printed.
    fn ended(&mut self, line: &str) -> Said<(String, String)> {
        self.say(line);
        let mut said = String::new();
        loop {
            let line = self.lines.recv_timeout(HANGS_AFTER)?;
            if let Some(code) = line.strip_prefix("= ") {
                if std::env::var_os("SEALWRIGHT_ALOUD").is_some() {
                    eprintln!("{code}: {said}");
                }
                return Ok((code.to_owned(), said));
            }
            said += &format!("{line}\n");
        }
    }

    fn say(&mut self, line: &str) {
        if std::env::var_os("SEALWRIGHT_ALOUD").is_some() {
            eprintln!("{line}");
        }
        let input = self.child.stdin.as_mut().unwrap();
        writeln!(input, "{line}").expect("it listens");
    }
}

fn served_by_python(client: &str, path: &Path) -> Command {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("SEALWRIGHT_PYTHON")
        .map_or_else(|| root.join("tests/.venv/bin/python"), PathBuf::from);
    let mut program = Command::new(python);
    program
        .arg(root.join("tests/judges/key_table.py"))
        .args([client.as_ref(), path.as_os_str()]);
    program
}

/// Built with a socket in the place of a node, beside the one that the guest runs.
fn served_by_ctap_hid() -> Command {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let built = root.join("target/ctap_hid");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked", "--manifest-path"])
            .arg(root.join("tests/judges/ctap_hid_socket/Cargo.toml"))
            .arg("--target-dir")
            .arg(&built)
            .status();
        assert!(status.is_ok_and(|s| s.success()), "the judge is not built");
        built.join("debug/ctap_hid_socket")
    });
    let mut program = Command::new(&*PROGRAM);
    program.arg("serve");
    program
}

impl Drop for Judge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A software key behind a socket, by the real clock; each connection is a new plug.
struct Served {
    key: Arc<Mutex<SoftKey>>,
    path: PathBuf,
    ends: Arc<AtomicBool>,
}

impl Served {
    fn new(key: SoftKey) -> Served {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("sealwright-key-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let listener = UnixListener::bind(&path).expect("a socket");
        let (key, ends) = (Arc::new(Mutex::new(key)), Arc::new(AtomicBool::new(false)));
        let (theirs, over) = (Arc::clone(&key), Arc::clone(&ends));
        std::thread::spawn(move || {
            let began = Instant::now();
            for stream in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                serve(&theirs, stream, began, &over);
            }
        });
        Served { key, path, ends }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        let _ = UnixStream::connect(&self.path);
        let _ = std::fs::remove_file(&self.path);
    }
}

fn serve(key: &Mutex<SoftKey>, mut stream: UnixStream, began: Instant, over: &AtomicBool) {
    stream
        .set_read_timeout(Some(Duration::from_millis(5)))
        .expect("a socket");
    key.lock().unwrap().power_cycle(began.elapsed());
    let (mut packet, mut have) = ([0; 64], 0);
    while !over.load(Ordering::Relaxed) {
        match stream.read(&mut packet[have..]) {
            Ok(0) => return,
            Ok(more) => have += more,
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return,
        }
        let mut key = key.lock().unwrap();
        if have == packet.len() {
            key.receive_packet(&packet, began.elapsed());
            have = 0;
        }
        while let Some(packet) = key.next_packet(began.elapsed()) {
            if stream.write_all(&packet).is_err() {
                return;
            }
        }
    }
}
