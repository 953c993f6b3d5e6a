//! Our client at a real hidraw node, command by command, for the scenarios of tests/rig; and whole ceremonies there.
//!
//! ```text
//! key_driver info|retries|selection|reset NODE
//! key_driver set-pin|change-pin|verify-pin|list NODE          PINs: a line each on standard input
//! key_driver make NODE RP USER es256|eddsa                    PIN on standard input; prints a registration as JSON
//! key_driver assert NODE RP CREDENTIAL                        prints an assertion as JSON
//! key_driver delete NODE CREDENTIAL                           PIN on standard input
//! key_driver drill VKEY FOLDER                                setup and drill on keys that VKEY makes in FOLDER
//! ```
//!
//! Exit code 0: done; 1: a typed error, on standard error.

#[path = "../stage/mod.rs"]
mod stage;

use sealwright::ceremony::run::Ending;
use sealwright::ceremony::world::Ports;
use sealwright::ctap::{
    Algorithm, AssertionRequest, Client, Link, LinkError, NewCredential, Packet, Permissions,
    PinToken, Waiting, WaitingFor,
};
use sealwright::rehearsal::{PlayedPeople, PlayedPrinter, RealKeys, play_at};
use sealwright::secret::Secret;
use sealwright::station::hid::{HidLink, plugged};
use sealwright::station::{Dice, UsbPorts};
use sealwright::webauthn::{AuthData, attestation_object};
use serde_json::json;
use stage::{Quiet, Theatre, usual_plan};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::BufRead;
use std::process::{Child, Command, ExitCode, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

type Key = Client<HidLink>;
type Done = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Done {
    match arguments {
        ["drill", vkey, folder] => drill(vkey, folder),
        [command, node, rest @ ..] => {
            let link = HidLink::open(node, Box::new(|_| Waiting::GoOn))?;
            obey(command, &mut Client::open(link, &mut Dice)?, rest)
        }
        _ => Err("see tests/rig/driver.rs".into()),
    }
}

fn obey(command: &str, key: &mut Key, rest: &[&str]) -> Done {
    match (command, rest) {
        ("info", []) => println!("{:?}", key.info()?),
        ("retries", []) => println!("{}", key.pin_retries()?.left),
        ("selection", []) => key.selection()?,
        ("reset", []) => key.reset()?,
        ("set-pin", []) => key.set_pin(&pin()?, &mut Dice)?,
        ("change-pin", []) => key.change_pin(&pin()?, &pin()?, &mut Dice)?,
        ("verify-pin", []) => {
            token(key, Permissions::GET_ASSERTION, Some("sealwright.invalid"))?;
        }
        ("list", []) => list(key)?,
        ("make", [rp_id, user, algorithm]) => make(key, rp_id, user, algorithm)?,
        ("assert", [rp_id, credential]) => assert(key, rp_id, credential)?,
        ("delete", [credential]) => {
            let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
            key.delete_credential(&token, &unhex(credential)?)?;
        }
        _ => return Err("see tests/rig/driver.rs".into()),
    }
    Ok(())
}

fn pin() -> Result<Secret, Box<dyn Error>> {
    let mut line = Vec::new();
    std::io::stdin().lock().read_until(b'\n', &mut line)?;
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

const HASH: [u8; 32] = [7; 32];

fn make(key: &mut Key, rp_id: &str, user: &str, algorithm: &str) -> Done {
    let token = token(key, Permissions::MAKE_CREDENTIAL, Some(rp_id))?;
    let wanted = NewCredential {
        client_data_hash: HASH,
        rp_id: rp_id.into(),
        rp_name: rp_id.into(),
        user_id: user.into(),
        user_name: user.into(),
        user_display: user.into(),
        algorithms: vec![match algorithm {
            "eddsa" => Algorithm::EdDsa,
            _ => Algorithm::Es256,
        }],
        discoverable: true,
        ..NewCredential::default()
    };
    let made = key.make_credential(&wanted, Some(&token))?;
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

fn assert(key: &mut Key, rp_id: &str, credential: &str) -> Done {
    let request = AssertionRequest {
        rp_id: rp_id.into(),
        client_data_hash: HASH,
        allow: vec![unhex(credential)?],
        user_presence: true,
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

/// Keys by label, each a process of the virtual key with a hidraw node of its own while it is plugged in.
struct Drawer {
    vkey: String,
    folder: String,
    plugged: RefCell<BTreeMap<String, Child>>,
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
    }

    fn unplug(&self, label: &str) {
        let child = self.plugged.borrow_mut().remove(label);
        if let Some(child) = child {
            pull_out(child, label);
        }
    }

    fn plug_elsewhere(&self, label: &str) -> Option<Box<dyn Link>> {
        self.plug(label);
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

/// Setup and drill by the played people, through the real ports.
fn drill(vkey: &str, folder: &str) -> Done {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer {
        vkey: vkey.into(),
        folder: folder.into(),
        plugged: RefCell::default(),
    });
    let mut ports = UsbPorts::new(Arc::new(|| false));
    for template in ["first-setup", "annual-rotation"] {
        let began = Instant::now();
        let shared = theatre.shared();
        shared.stage.borrow_mut().real_keys = Some(drawer.clone());
        let mut people = PlayedPeople::new(shared.clone(), Quiet, Default::default());
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&theatre.stage),
            jam_in: None,
        };
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
