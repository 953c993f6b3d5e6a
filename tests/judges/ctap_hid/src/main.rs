//! `ctap_hid COMMAND NODE [RP|CREDENTIAL...]`: what its client can do, a command each; PINs are read from standard input,
//! a line each. Exit code 0: it worked; 1: an error; 2: no such call; 101: a panic.
//!
//! `ctap_hid serve`: many commands, `COMMAND NODE ... [-- PIN...] [@ FOLDER LINE]` a line on standard input, each answer
//! ending with `= CODE`. With FOLDER and LINE the virtual key in FOLDER is told LINE once the key was opened and said
//! what it is.

use ctap_hid_fido2::fidokey::credential_management::credential_management_params::{
    Credential, CredentialProtectionPolicy as Protection,
};
use ctap_hid_fido2::fidokey::make_credential::CredentialSupportedKeyType as KeyType;
use ctap_hid_fido2::fidokey::{
    CredentialExtension, FidoKeyHid, GetAssertionArgsBuilder, MakeCredentialArgsBuilder,
};
use ctap_hid_fido2::public_key_credential_descriptor::PublicKeyCredentialDescriptor;
use ctap_hid_fido2::public_key_credential_user_entity::PublicKeyCredentialUserEntity;
use ctap_hid_fido2::{Cfg, FidoKeyHidFactory, HidParam, verifier};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::process::ExitCode;
use std::time::{Duration, Instant};

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
        write!(f, "no such call")
    }
}

impl Error for NoSuchCall {}

type Done = Result<(), Box<dyn Error>>;

fn run(arguments: &[&str], lie: Option<&str>) -> Done {
    let [command, node, rest @ ..] = arguments else {
        return Err(NoSuchCall.into());
    };
    let mut settings = Cfg::init();
    // Its default is the preview command, which keys of CTAP 2.1 do not know.
    settings.use_pre_credential_management = false;
    settings.use_pre_bio_enrollment = false;
    let key = FidoKeyHidFactory::create_by_params(&[HidParam::Path((*node).into())], &settings)?;
    if let Some(lie) = lie {
        key.get_info()?;
        let (folder, line) = lie.split_once(' ').ok_or("no line")?;
        let mut ctl = UnixStream::connect(format!("{folder}/ctl"))?;
        writeln!(ctl, "{line}")?;
        BufReader::new(ctl).read_line(&mut String::new())?;
    }
    match (*command, rest) {
        ("info", []) => println!("{:?}", key.get_info()?.versions),
        ("retries", []) => println!("{}", key.get_pin_retries()?),
        ("uv-retries", []) => println!("{}", key.get_uv_retries()?),
        ("set-pin", []) => key.set_new_pin(&pin()?)?,
        ("change-pin", []) => key.change_pin(&pin()?, &pin()?)?,
        ("verify-pin" | "count", []) => {
            let count = key.credential_management_get_creds_metadata(Some(&pin()?))?;
            println!("{}", count.existing_resident_credentials_count);
        }
        ("list", []) => list(&key)?,
        ("make", [rp_id, rest @ ..]) => make(&key, rp_id, rest)?,
        ("assert", [rp_id, rest @ ..]) => assert(&key, rp_id, rest)?,
        ("next", [rp_id]) => {
            let challenge = verifier::create_challenge();
            println!(
                "{}",
                key.get_assertions_rk(rp_id, &challenge, Some(&pin()?))?
                    .len()
            );
        }
        ("rename", [credential]) => rename(&key, &unhex(credential))?,
        ("delete", [credential]) => {
            let credential = named(&unhex(credential));
            key.credential_management_delete_credential(Some(&pin()?), credential)?;
        }
        ("min-length", []) => key.set_min_pin_length(6, Some(&pin()?))?,
        ("force-change", []) => key.force_change_pin(Some(&pin()?))?,
        ("always-uv", []) => key.toggle_always_uv(Some(&pin()?))?,
        ("selection", []) => key.selection()?,
        ("wink", []) => key.wink()?,
        ("cancel", []) => cancel(&key)?,
        ("blobs", []) => drop(key.get_large_blob()?),
        ("fingerprints", []) => {
            key.bio_enrollment_get_fingerprint_sensor_info()?;
        }
        _ => return Err(NoSuchCall.into()),
    }
    Ok(())
}

fn pin() -> std::io::Result<String> {
    if let Some(pin) = PINS.with_borrow_mut(VecDeque::pop_front) {
        return Ok(pin);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end().into())
}

/// Every credential, with its relying party's domain.
fn stored(key: &FidoKeyHid, pin: &str) -> Result<Vec<(String, Credential)>, Box<dyn Error>> {
    let mut all = vec![];
    for party in key.credential_management_enumerate_rps(Some(pin))? {
        let of_it = key.credential_management_enumerate_credentials(Some(pin), &party.rpid_hash)?;
        let id = party.public_key_credential_rp_entity.id;
        all.extend(of_it.into_iter().map(|credential| (id.clone(), credential)));
    }
    Ok(all)
}

fn list(key: &FidoKeyHid) -> Done {
    for (party, credential) in stored(key, &pin()?)? {
        println!(
            "{party} {}",
            credential.public_key_credential_user_entity.name
        );
    }
    Ok(())
}

fn rename(key: &FidoKeyHid, id: &[u8]) -> Done {
    let pin = pin()?;
    for (_, credential) in stored(key, &pin)? {
        if credential.public_key_credential_descriptor.id == id {
            let handle = &credential.public_key_credential_user_entity.id;
            let user =
                PublicKeyCredentialUserEntity::new(Some(handle), Some("renamed"), Some("Renamed"));
            key.credential_management_update_user_information(Some(&pin), named(id), user)?;
        }
    }
    Ok(())
}

/// `make RP [USER [es256|eddsa|protect|none]]`; `none`: without a PIN, and not discoverable.
fn make(key: &FidoKeyHid, rp_id: &str, rest: &[&str]) -> Done {
    let challenge = verifier::create_challenge();
    let user = rest.first().copied().unwrap_or("user");
    let user = PublicKeyCredentialUserEntity::new(Some(user.as_bytes()), Some(user), Some(user));
    let kind = rest.get(1).copied().unwrap_or("es256");
    let pin = match kind {
        "none" => String::new(),
        _ => pin()?,
    };
    let mut wanted = MakeCredentialArgsBuilder::new(rp_id, &challenge).user_entity(&user);
    wanted = match kind {
        "none" => wanted.without_pin_and_uv(),
        _ => wanted.pin(&pin).resident_key(),
    };
    wanted = match kind {
        "eddsa" => wanted.key_type(KeyType::Ed25519),
        "protect" => wanted.extensions(&[CredentialExtension::CredProtect(Some(
            Protection::UserVerificationOptionalWithCredentialIdList,
        ))]),
        _ => wanted,
    };
    let made = key.make_credential_with_args(&wanted.build())?;
    let id = &made.credential_descriptor.id;
    println!(
        "{}",
        id.iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    );
    Ok(())
}

/// `assert RP [CREDENTIAL [silent]]`; with a credential, without a PIN.
fn assert(key: &FidoKeyHid, rp_id: &str, rest: &[&str]) -> Done {
    let challenge = verifier::create_challenge();
    let wanted = GetAssertionArgsBuilder::new(rp_id, &challenge);
    let pin = match rest {
        [] => pin()?,
        _ => String::new(),
    };
    let wanted = match rest {
        [] => wanted.pin(&pin),
        [credential] => wanted
            .without_pin_and_uv()
            .credential_id(&unhex(credential)),
        [credential, ..] => {
            let wanted = wanted
                .without_pin_and_uv()
                .credential_id(&unhex(credential));
            wanted.without_up()
        }
    };
    println!("{}", key.get_assertion_with_args(&wanted.build())?.len());
    Ok(())
}

/// Two seconds after the key began to wait.
fn cancel(key: &FidoKeyHid) -> Done {
    let began = Instant::now();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| key.selection());
        std::thread::sleep(Duration::from_secs(2));
        key.cancel_selection()?;
        match waits.join() {
            Ok(Err(_)) if began.elapsed() < Duration::from_secs(10) => Ok(()),
            other => Err(format!("{other:?} after {:?}", began.elapsed()).into()),
        }
    })
}

fn named(id: &[u8]) -> PublicKeyCredentialDescriptor {
    PublicKeyCredentialDescriptor {
        id: id.to_vec(),
        ctype: "public-key".into(),
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hex");
    (0..text.len()).step_by(2).map(byte).collect()
}
