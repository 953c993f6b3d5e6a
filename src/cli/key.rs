//! `sealwright key`.

use super::{COULD_NOT, DONE, WRONG, print, print_json, sorry};
use crate::ctap::Waiting;
use crate::station::hid::{self, HidLink, Listing, PluggedKey};
use serde_json::{Value, json};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The security keys that are plugged in, and whether they can be reached.
    #[command(
        after_help = "Exit codes: 0 keys, all reachable; 1 no key; 2 a key cannot be reached, or the system does not tell"
    )]
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command) -> u8 {
    let Command::List { json } = command;
    if *json { list_json() } else { list() }
}

fn list() -> u8 {
    let (text, listing) = hid::describe_list();
    print(&text);
    match listing {
        Listing::Keys => DONE,
        Listing::NoKey => WRONG,
        Listing::NotReachable | Listing::Failed => COULD_NOT,
    }
}

fn list_json() -> u8 {
    let keys = match hid::plugged() {
        Ok(keys) => keys,
        Err(e) => return sorry(COULD_NOT, e),
    };
    let trouble: Vec<Option<String>> = keys.iter().map(trouble).collect();
    let listed: Vec<Value> = keys
        .iter()
        .zip(&trouble)
        .map(|(key, trouble)| {
            json!({
                "path": key.path,
                "vendor_id": format!("{:04x}", key.vendor_id),
                "product_id": format!("{:04x}", key.product_id),
                "manufacturer": key.manufacturer,
                "product": key.product,
                "serial": key.serial,
                "trouble": trouble,
            })
        })
        .collect();
    print_json(&json!({ "keys": listed }));
    match trouble.as_slice() {
        [] => WRONG,
        all if all.iter().all(Option::is_none) => DONE,
        _ => COULD_NOT,
    }
}

/// Why a key cannot be reached.
fn trouble(key: &PluggedKey) -> Option<String> {
    let opened = HidLink::open(&key.path, Box::new(|_| Waiting::GoOn));
    opened.err().map(|e| e.to_string())
}
