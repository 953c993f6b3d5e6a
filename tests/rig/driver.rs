//! Our client at a real hidraw node, command by command, for the scenarios of tests/rig; and whole ceremonies there.
//!
//! ```text
//! key_driver info|retries|uv-retries|selection|wink|cancel|reset NODE
//! key_driver set-pin|change-pin|verify-pin|count|list NODE    PINs: a line each on standard input
//! key_driver min-length|force-change|always-uv|enterprise NODE
//! key_driver make NODE RP USER es256|eddsa|protect            PIN on standard input; prints a registration as JSON
//! key_driver make NODE RP USER none                           the same without a PIN, and not discoverable
//! key_driver assert NODE RP CREDENTIAL [silent]               prints an assertion as JSON
//! key_driver next NODE RP                                     PIN on standard input; prints how many answered
//! key_driver delete|rename NODE CREDENTIAL                    PIN on standard input
//! key_driver interrupted NODE                                 questions and a touch, while signals come all the time
//! key_driver plugs                                            what the screen notices plugs by: a name of each
//! key_driver drill VKEY FOLDER                                setup and drill on keys that VKEY makes in FOLDER
//! key_driver at-screen VKEY FOLDER                            the same, smaller, by a pair at a terminal's screen
//! key_driver sit VKEY FOLDER                                  what that pair sits before
//! key_driver serve                                            any of those above, a line each: see `serve`
//! ```
//!
//! Exit code 0: done; 1: a typed error, on standard error; 2: no such command.

#[path = "../shared/screen_rig.rs"]
mod screen_rig;
#[path = "../shared/stage.rs"]
mod stage;

use rustix::process::{Signal, getpid, kill_process};
use screen_rig::Sitting;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::world::Ports;
use sealwright::cli::table::PlayedHands;
use sealwright::ctap::{
    Algorithm, AssertionRequest, Client, CtapError, Extensions, Link, LinkError, MinPinLength,
    NewCredential, Packet, Permissions, PinToken, Waiting, WaitingFor,
};
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{ByHand, PlayedPeople, PlayedPrinter, PlayedTable, RealKeys, play_at};
use sealwright::secret::Secret;
use sealwright::station::hid::{HidLink, plugged, plugs};
use sealwright::station::{Dice, UsbPorts};
use sealwright::text::language::Language;
use sealwright::tui::{self, Answer, Hand, Looks, Setting, Theme};
use sealwright::webauthn::{AuthData, attestation_object};
use serde_json::json;
use signal_hook::consts::SIGUSR1;
use stage::{Quiet, Theatre, usual_plan};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

type Key = Client<HidLink>;
type Done = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if arguments == ["serve"] {
        return serve();
    }
    let (code, said) = code(run(&arguments, None));
    eprint!("{said}");
    code.into()
}

/// Exit code, and what is said.
fn code(done: Done) -> (u8, String) {
    match done {
        Ok(()) => (0, String::new()),
        Err(e) if e.is::<NoSuchCall>() => (2, format!("{e}\n")),
        Err(e) => (1, format!("{e}\n")),
    }
}

/// Many commands in one process: `COMMAND NODE ... [-- PIN...] [@ FOLDER LINE]` a line on standard input, and an answer
/// that ends with `= CODE`. With FOLDER and LINE the virtual key in FOLDER is told LINE (tests/vkey/src/control.rs) once
/// the conversation began and the key said what it is.
fn serve() -> ExitCode {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let (line, lie) = match line.split_once(" @ ") {
            Some((line, lie)) => (line, Some(lie)),
            None => (line.as_str(), None),
        };
        let (line, pins) = line.split_once(" -- ").unwrap_or((line, ""));
        PINS.set(pins.split_whitespace().map(str::to_owned).collect());
        let words: Vec<&str> = line.split_whitespace().collect();
        let (code, said) = code(run(&words, lie));
        println!("{said}= {code}");
        let _ = std::io::stdout().flush();
    }
    ExitCode::SUCCESS
}

thread_local! {
    /// Those of the line that is served.
    static PINS: RefCell<VecDeque<String>> = RefCell::default();
}

#[derive(Debug)]
struct NoSuchCall;

impl std::fmt::Display for NoSuchCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "see tests/rig/driver.rs")
    }
}

impl Error for NoSuchCall {}

fn run(arguments: &[&str], lie: Option<&str>) -> Done {
    match arguments {
        ["plugs"] => {
            let plugs = plugs().ok_or("the system does not tell")?;
            plugs.iter().for_each(|plug| println!("{plug}"));
            Ok(())
        }
        ["drill", vkey, folder] => drill(vkey, folder),
        ["at-screen", vkey, folder] => at_screen(vkey, folder),
        ["sit", vkey, folder] => sit(vkey, folder),
        [command, node, rest @ ..] => {
            let answer = match *command {
                "cancel" => Waiting::Cancel,
                _ => Waiting::GoOn,
            };
            let link = HidLink::open(node, Box::new(move |_| answer))?;
            let mut key = Client::open(link, &mut Dice)?;
            if let Some(lie) = lie {
                key.info()?;
                let (folder, line) = lie.split_once(' ').ok_or("no line")?;
                let mut ctl = UnixStream::connect(format!("{folder}/ctl"))?;
                writeln!(ctl, "{line}")?;
                BufReader::new(ctl).read_line(&mut String::new())?;
            }
            obey(command, &mut key, rest)
        }
        _ => Err(NoSuchCall.into()),
    }
}

fn obey(command: &str, key: &mut Key, rest: &[&str]) -> Done {
    match (command, rest) {
        ("info", []) => println!("{:?}", key.info()?),
        ("retries", []) => println!("{}", key.pin_retries()?.left),
        ("uv-retries", []) => println!("{}", key.uv_retries()?),
        ("selection", []) => key.selection()?,
        ("wink", []) => key.wink()?,
        ("cancel", []) => match key.selection() {
            Err(CtapError::Cancelled { answered: true }) => {}
            other => return Err(format!("{other:?}").into()),
        },
        ("reset", []) => key.reset()?,
        ("set-pin", []) => key.set_pin(&pin()?, &mut Dice)?,
        ("change-pin", []) => key.change_pin(&pin()?, &pin()?, &mut Dice)?,
        ("verify-pin", []) => {
            token(key, Permissions::GET_ASSERTION, Some("sealwright.invalid"))?;
        }
        ("list", []) => list(key)?,
        ("count", []) => {
            let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
            println!("{}", key.credential_count(&token)?.existing);
        }
        ("min-length" | "force-change" | "always-uv" | "enterprise", []) => set(key, command)?,
        ("make", [rp_id, user, kind]) => make(key, rp_id, user, kind)?,
        ("assert", [rp_id, credential]) => assert(key, rp_id, credential, true)?,
        ("assert", [rp_id, credential, "silent"]) => assert(key, rp_id, credential, false)?,
        ("next", [rp_id]) => next(key, rp_id)?,
        ("rename", [credential]) => rename(key, credential)?,
        ("delete", [credential]) => {
            let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
            key.delete_credential(&token, &unhex(credential)?)?;
        }
        ("interrupted", []) => interrupted(key)?,
        _ => return Err(NoSuchCall.into()),
    }
    Ok(())
}

/// Every call to the system that can wait is broken by a signal, most of them several times.
fn interrupted(key: &mut Key) -> Done {
    let came = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGUSR1, Arc::clone(&came))?;
    let over = AtomicBool::new(false);
    let sent = std::thread::scope(|scope| {
        let signals = scope.spawn(|| {
            let mut sent = 0;
            while !over.load(Ordering::Relaxed) {
                // To the process, and so to its first thread, which is the one that waits for the key.
                let _ = kill_process(getpid(), Signal::USR1);
                sent += 1;
                sleep(Duration::from_micros(500));
            }
            sent
        });
        let questions = (0..50).try_for_each(|_| key.info().map(drop));
        let done = questions.and_then(|()| key.selection());
        over.store(true, Ordering::Relaxed);
        done.map(|()| signals.join().expect("it panics at nothing"))
    })?;
    if !came.load(Ordering::Relaxed) {
        return Err("no signal came".into());
    }
    println!("shown: 50 questions and a touch, through {sent} signals");
    Ok(())
}

fn pin() -> Result<Secret, Box<dyn Error>> {
    let mut line = Vec::new();
    match PINS.with_borrow_mut(VecDeque::pop_front) {
        Some(pin) => line.extend_from_slice(pin.as_bytes()),
        None => drop(std::io::stdin().lock().read_until(b'\n', &mut line)?),
    }
    let len = line.strip_suffix(b"\n").map_or(line.len(), <[u8]>::len);
    Secret::take(&mut line[..len]).map_err(|_| "no locked memory".into())
}

fn token(
    key: &mut Key,
    permissions: Permissions,
    rp_id: Option<&str>,
) -> Result<PinToken, Box<dyn Error>> {
    Ok(key.token(&pin()?, permissions, rp_id, &mut Dice)?)
}

fn list(key: &mut Key) -> Done {
    let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
    for party in key.relying_parties(&token)? {
        for credential in key.credentials_of(&token, &party.hash)? {
            println!(
                "{} {} {}",
                party.id.clone().unwrap_or_default(),
                credential.user_name.unwrap_or_default(),
                hex(&credential.id)
            );
        }
    }
    Ok(())
}

fn set(key: &mut Key, what: &str) -> Done {
    let token = token(key, Permissions::CONFIGURATION, None)?;
    let token = Some(&token);
    match what {
        "always-uv" => key.toggle_always_uv(token)?,
        "enterprise" => key.enable_enterprise_attestation(token)?,
        _ => {
            let wanted = MinPinLength {
                length: (what == "min-length").then_some(6),
                force_change: what == "force-change",
                ..MinPinLength::default()
            };
            key.set_min_pin_length(token, &wanted)?;
        }
    }
    Ok(())
}

fn rename(key: &mut Key, credential: &str) -> Done {
    let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
    let credential = unhex(credential)?;
    for party in key.relying_parties(&token)? {
        for stored in key.credentials_of(&token, &party.hash)? {
            if stored.id == credential {
                key.update_user(&token, &stored, "renamed", "Renamed")?;
            }
        }
    }
    Ok(())
}

const HASH: [u8; 32] = [7; 32];

fn make(key: &mut Key, rp_id: &str, user: &str, kind: &str) -> Done {
    let token = match kind {
        "none" => None,
        _ => Some(token(key, Permissions::MAKE_CREDENTIAL, Some(rp_id))?),
    };
    let wanted = NewCredential {
        client_data_hash: HASH,
        rp_id: rp_id.into(),
        rp_name: rp_id.into(),
        user_id: user.into(),
        user_name: user.into(),
        user_display: user.into(),
        algorithms: vec![match kind {
            "eddsa" => Algorithm::EdDsa,
            _ => Algorithm::Es256,
        }],
        discoverable: token.is_some(),
        extensions: Extensions {
            protect: (kind == "protect").then_some(2),
            ..Extensions::default()
        },
        ..NewCredential::default()
    };
    let made = key.make_credential(&wanted, token.as_ref())?;
    let credential = AuthData::read(&made.auth_data)?.attested;
    let credential = credential.ok_or("no credential")?;
    println!(
        "{}",
        json!({
            "credential": hex(&credential.credential_id),
            "public_key": hex(&credential.public_key.to_cose().encode()),
            "client_data_hash": hex(&HASH),
            "attestation_object": hex(&attestation_object(&made)),
        })
    );
    Ok(())
}

fn next(key: &mut Key, rp_id: &str) -> Done {
    let token = token(key, Permissions::GET_ASSERTION, Some(rp_id))?;
    let request = AssertionRequest {
        rp_id: rp_id.into(),
        client_data_hash: HASH,
        user_presence: true,
        ..AssertionRequest::default()
    };
    let matching = key.get_assertion(&request, Some(&token))?.matching;
    for _ in 1..matching {
        key.next_assertion()?;
    }
    println!("{matching}");
    Ok(())
}

fn assert(key: &mut Key, rp_id: &str, credential: &str, user_presence: bool) -> Done {
    let request = AssertionRequest {
        rp_id: rp_id.into(),
        client_data_hash: HASH,
        allow: vec![unhex(credential)?],
        user_presence,
        ..AssertionRequest::default()
    };
    let reply = key.get_assertion(&request, None)?;
    println!(
        "{}",
        json!({
            "auth_data": hex(&reply.auth_data),
            "client_data_hash": hex(&HASH),
            "signature": hex(&reply.signature),
        })
    );
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2).unwrap_or("x"), 16);
    Ok((0..text.len())
        .step_by(2)
        .map(byte)
        .collect::<Result<_, _>>()?)
}

/// The same at a screen: a pair reads what a terminal of 80 columns and 24 rows shows, and presses keys.
fn at_screen(vkey: &str, folder: &str) -> Done {
    let this = std::env::current_exe()?;
    let this = this.to_str().ok_or("a name that is not text")?;
    let mut sitting = Sitting::with(this, &["sit", vkey, folder], (80, 24), &[]);
    let mut screens = 0;
    let counted = screen_rig::play(&mut sitting, |_| {
        screens += 1;
        ControlFlow::Continue(())
    });
    match sitting.ended() {
        0 => println!(
            "shown: at a screen, {} questions answered",
            counted.questions
        ),
        code => return Err(format!("ended with {code} after {screens} screens").into()),
    }
    Ok(())
}

/// Setup and drill of the smallest plan before people at the screen, on keys that wait for their finger.
fn sit(vkey: &str, folder: &str) -> Done {
    let plan = Plan::parse("plan.toml", plan::SMALL).map_err(|_| "the small plan")?;
    let setting = Setting {
        language: Language::English,
        book: plan.organisation.clone(),
        rehearsal: true,
        hands: true,
        offline: None,
        plan: plan.summary(),
    };
    let looks = Looks {
        ledger: Arc::new(Vec::new),
        keys: Arc::new(Vec::new),
        // The pair answers as if nothing were noticed.
        plugs: Arc::new(|| None),
    };
    let (vkey, folder) = (vkey.to_owned(), folder.to_owned());
    tui::run(setting, looks, Theme::Plain, move |seat| {
        let theatre = Theatre::new(plan);
        let shared = theatre.shared();
        let drawer = Rc::new(Drawer {
            waits_for_fingers: true,
            ..Drawer::new(&vkey, &folder)
        });
        shared.stage.borrow_mut().real_keys = Some(drawer);
        let people = seat.people(Some(Box::new(PlayedHands(PlayedTable::new(
            shared.clone(),
        )))));
        let meanwhile = people.meanwhile();
        let mut ports = UsbPorts::new(Arc::new(move || match meanwhile(Duration::ZERO) {
            Some(Answer::Hand(Hand::Touch)) => {
                touch_all(&vkey, &folder);
                false
            }
            answer => matches!(answer, Some(Answer::Leave)),
        }));
        let mut printer = played_printer(&theatre);
        let mut people = ByHand::new(people, Quiet, shared.clone(), false);
        for template in ["first-setup", "annual-rotation"] {
            let script = theatre.script(template);
            let ending = play_at(
                &shared,
                &theatre.plan,
                Some(&script),
                &mut people,
                &mut printer,
                &mut ports,
                None,
            );
            if !matches!(ending, Ok(Ending::Ended)) {
                return Err(format!("{template}: {ending:?}"));
            }
        }
        Ok(())
    })??;
    Ok(())
}

/// A finger on whatever blinks.
fn touch_all(vkey: &str, folder: &str) {
    for key in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = control(vkey, &key.path().to_string_lossy(), "touch");
    }
}

/// See tests/vkey/src/control.rs
fn control(vkey: &str, key: &str, line: &str) -> std::io::Result<ExitStatus> {
    let mut told = Command::new(vkey);
    told.args(["ctl", key, line]);
    told.stdout(Stdio::null()).stderr(Stdio::null()).status()
}

/// Keys by label, each a process of the virtual key with a hidraw node of its own while it is plugged in.
struct Drawer {
    vkey: String,
    folder: String,
    plugged: RefCell<BTreeMap<String, Child>>,
    /// Whether they are touched by somebody, and not at once.
    waits_for_fingers: bool,
}

impl Drawer {
    fn new(vkey: &str, folder: &str) -> Drawer {
        Drawer {
            vkey: vkey.into(),
            folder: folder.into(),
            plugged: RefCell::default(),
            waits_for_fingers: false,
        }
    }
}

/// The node of the key with this serial number.
fn node(label: &str) -> Option<String> {
    let keys = plugged().ok()?;
    let key = keys
        .into_iter()
        .find(|k| k.serial.as_deref() == Some(label));
    key.map(|key| key.path)
}

impl RealKeys for Drawer {
    fn plug(&self, label: &str) {
        self.unplug(label);
        let child = Command::new(&self.vkey)
            .args(["--dir", &format!("{}/{label}", self.folder), "--uhid"])
            .args(["--serial", label])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the virtual key starts");
        self.plugged.borrow_mut().insert(label.into(), child);
        wait_until(|| {
            node(label)
                .is_some_and(|node| HidLink::open(&node, Box::new(|_| Waiting::GoOn)).is_ok())
        });
        if self.waits_for_fingers {
            let told = control(&self.vkey, &format!("{}/{label}", self.folder), "never");
            assert!(told.is_ok_and(|told| told.success()), "{label} is not told");
        }
    }

    fn unplug(&self, label: &str) {
        let child = self.plugged.borrow_mut().remove(label);
        if let Some(child) = child {
            pull_out(child, label);
        }
    }

    fn plug_elsewhere(&self, label: &str) -> Option<Box<dyn Link>> {
        self.plug(label);
        // Nobody is played who would touch it there.
        let key = format!("{}/{label}", self.folder);
        control(&self.vkey, &key, "auto 0").ok()?;
        let link = HidLink::open(&node(label)?, Box::new(|_| Waiting::GoOn)).ok()?;
        Some(Box::new(Elsewhere {
            link,
            child: self.plugged.borrow_mut().remove(label),
            label: label.into(),
        }))
    }
}

/// A key at the online machine: it is pulled out there when it was used.
struct Elsewhere {
    link: HidLink,
    child: Option<Child>,
    label: String,
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        if let Some(child) = self.child.take() {
            pull_out(child, &self.label);
        }
    }
}

impl Link for Elsewhere {
    fn now(&self) -> Duration {
        self.link.now()
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        self.link.send(packet, by)
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        self.link.receive(by)
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        self.link.waiting(what)
    }
}

fn pull_out(mut child: Child, label: &str) {
    let _ = child.kill();
    let _ = child.wait();
    wait_until(|| node(label).is_none());
}

fn wait_until(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "waited in vain");
        sleep(Duration::from_millis(20));
    }
}

fn played_printer(theatre: &Theatre) -> PlayedPrinter {
    PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    }
}

/// Setup and drill by the played people, through the real ports.
fn drill(vkey: &str, folder: &str) -> Done {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::new(vkey, folder));
    let mut ports = UsbPorts::new(Arc::new(|| false));
    for template in ["first-setup", "annual-rotation"] {
        let began = Instant::now();
        let shared = theatre.shared();
        shared.stage.borrow_mut().real_keys = Some(drawer.clone());
        let mut people = PlayedPeople::new(shared.clone(), Quiet, Default::default());
        let mut printer = played_printer(&theatre);
        let ending = play_at(
            &shared,
            &theatre.plan,
            Some(&theatre.script(template)),
            &mut people,
            &mut printer,
            &mut ports as &mut dyn Ports,
            None,
        );
        match ending {
            Ok(Ending::Ended) => println!("shown: {template} ended after {:?}", began.elapsed()),
            other => return Err(format!("{template}: {other:?}").into()),
        }
    }
    let custody = theatre.custody();
    for name in custody.keys().keys() {
        drawer.plug(name.as_str());
        let node = node(name.as_str()).ok_or("no node")?;
        println!("{name} {}", ports.open(&node).is_ok());
        drawer.unplug(name.as_str());
    }
    Ok(())
}
