//! `ctap_hid COMMAND NODE [RP]`: info, retries, verify-pin, set-pin, list, make, assert. The PIN is read from standard
//! input. Exit code 0: it worked; 1: an error; 101: a panic.

use ctap_hid_fido2::fidokey::{FidoKeyHid, GetAssertionArgsBuilder, MakeCredentialArgsBuilder};
use ctap_hid_fido2::{Cfg, FidoKeyHidFactory, HidParam, verifier};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [command, node, rest @ ..] = arguments.as_slice() else {
        eprintln!("ctap_hid COMMAND NODE [RP]");
        return ExitCode::from(2);
    };
    match run(command, node, rest.first().map_or("", String::as_str)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

type Done = Result<(), Box<dyn std::error::Error>>;

fn run(command: &str, node: &str, rp_id: &str) -> Done {
    let mut settings = Cfg::init();
    // Its default is the preview command, which keys of CTAP 2.1 do not know.
    settings.use_pre_credential_management = false;
    let key = FidoKeyHidFactory::create_by_params(&[HidParam::Path(node.into())], &settings)?;
    match command {
        "info" => println!("{:?}", key.get_info()?.versions),
        "retries" => println!("{}", key.get_pin_retries()?),
        "set-pin" => key.set_new_pin(&pin()?)?,
        "verify-pin" => drop(key.credential_management_get_creds_metadata(Some(&pin()?))?),
        "list" => list(&key)?,
        "make" => make(&key, rp_id)?,
        "assert" => assert(&key, rp_id)?,
        _ => return Err("no such command".into()),
    }
    Ok(())
}

fn pin() -> std::io::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end().into())
}

fn list(key: &FidoKeyHid) -> Done {
    let pin = pin()?;
    for party in key.credential_management_enumerate_rps(Some(&pin))? {
        let stored = key.credential_management_enumerate_credentials(Some(&pin), &party.rpid_hash)?;
        for credential in stored {
            println!(
                "{} {}",
                party.public_key_credential_rp_entity.id,
                credential.public_key_credential_user_entity.name
            );
        }
    }
    Ok(())
}

fn make(key: &FidoKeyHid, rp_id: &str) -> Done {
    let pin = pin()?;
    let challenge = verifier::create_challenge();
    let wanted = MakeCredentialArgsBuilder::new(rp_id, &challenge)
        .pin(&pin)
        .resident_key()
        .build();
    let made = key.make_credential_with_args(&wanted)?;
    let hex: String = made
        .credential_descriptor
        .id
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    println!("{hex}");
    Ok(())
}

fn assert(key: &FidoKeyHid, rp_id: &str) -> Done {
    let pin = pin()?;
    let challenge = verifier::create_challenge();
    let wanted = GetAssertionArgsBuilder::new(rp_id, &challenge).pin(&pin).build();
    let answers = key.get_assertion_with_args(&wanted)?;
    println!("{}", answers.len());
    Ok(())
}
