//! `sealwright key`.

use super::{COULD_NOT, DONE, WRONG, book, print, print_json, sorry};
use crate::ctap::{Client, PluggedKey, Waiting};
use crate::report::keys::KeySeen;
use crate::station::Dice;
use crate::station::hid::{self, HidLink};
use crate::text::safe::Safe;
use serde_json::{Value, json};
use std::path::Path;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The security keys that are plugged in: which they are, and what a ceremony needs to know of them.
    #[command(
        after_help = "Exit codes: 0 keys, all of which answer; 1 no key; 2 a key cannot be reached or does not answer, or the system does not tell"
    )]
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// All that a key says about itself.
    #[command(
        after_help = "Exit codes: 0 shown; 1 no such key; 2 it cannot be reached or does not answer"
    )]
    Show {
        /// A key of the book by its name, or a node such as /dev/hidraw3; without it, the one that is plugged in.
        key: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lets a key blink until it is touched: that is the one.
    #[command(after_help = "Exit codes: 0 it was touched; 2 it was not, or does not answer")]
    Blink {
        /// A node such as /dev/hidraw3, as `key list` names it.
        node: String,
    },
}

pub fn run(folder: &Path, command: &Command) -> u8 {
    if let Command::Blink { node } = command {
        return blink(node);
    }
    let seen = match seen(folder) {
        Ok(seen) => seen,
        Err(why) => return sorry(COULD_NOT, why),
    };
    match command {
        Command::Show { key, json } => show(&seen, key.as_deref(), *json),
        _ => list(&seen, matches!(command, Command::List { json: true })),
    }
}

/// Every plugged-in key, asked.
pub fn seen(folder: &Path) -> Result<Vec<KeySeen>, String> {
    let custody = book::custody(folder)?;
    // Keys are shown all the same: only what the list says of their models is missing.
    let list = book::metadata(folder, custody.as_ref()).unwrap_or_else(|why| {
        sorry(COULD_NOT, format!("{why}; so it says nothing of models"));
        None
    });
    let models = book::models(folder)?.with_list(list);
    let plugged = hid::plugged().map_err(|e| e.to_string())?;
    let ask = |key: PluggedKey| {
        let link = HidLink::open(&key.path, Box::new(|_| Waiting::GoOn));
        let link = link.map_err(|e| e.to_string());
        KeySeen::ask(key, link, custody.as_ref(), &models, &mut Dice)
    };
    Ok(plugged.into_iter().map(ask).collect())
}

fn list(seen: &[KeySeen], json: bool) -> u8 {
    if json {
        let keys: Vec<Value> = seen.iter().map(|key| key.json(false)).collect();
        print_json(&json!({ "keys": keys }));
    } else if seen.is_empty() {
        print("No security key is plugged in.\n");
    } else {
        let texts: Vec<String> = seen.iter().map(KeySeen::text).collect();
        print(&texts.join("\n"));
    }
    match seen {
        [] => WRONG,
        all if all.iter().all(|key| key.said.is_ok()) => DONE,
        _ => COULD_NOT,
    }
}

fn show(seen: &[KeySeen], wanted: Option<&str>, json: bool) -> u8 {
    let is_it = |key: &&KeySeen| match (wanted, &key.said) {
        (None, _) => true,
        (Some(wanted), _) if key.plugged.path == wanted => true,
        (Some(wanted), Ok(said)) => said.whose.name() == Some(wanted),
        _ => false,
    };
    let found: Vec<&KeySeen> = seen.iter().filter(is_it).collect();
    let key = match (found.as_slice(), wanted) {
        ([key], _) => key,
        ([], None) => return sorry(WRONG, "no security key is plugged in"),
        ([], Some(wanted)) => {
            let wanted = Safe::new(wanted, 40);
            return sorry(
                WRONG,
                format!("no key {wanted} is plugged in, or none that says so"),
            );
        }
        (several, _) => {
            let nodes: Vec<&str> = several.iter().map(|k| k.plugged.path.as_str()).collect();
            let nodes = nodes.join(", ");
            return sorry(
                WRONG,
                format!("several keys are plugged in; say which: {nodes}"),
            );
        }
    };
    if json {
        print_json(&key.json(true));
    } else {
        print(&key.text_in_full());
    }
    if key.said.is_ok() { DONE } else { COULD_NOT }
}

fn blink(node: &str) -> u8 {
    let touched = HidLink::open(node, Box::new(|_| Waiting::GoOn))
        .map_err(|e| e.to_string())
        .and_then(|link| Client::open(link, &mut Dice).map_err(|e| e.to_string()))
        .and_then(|mut key| {
            print("It blinks now: touch it.\n");
            key.selection().map_err(|e| e.to_string())
        });
    match touched {
        Ok(()) => {
            print(&format!("That was {}.\n", Safe::new(node, 40)));
            DONE
        }
        Err(why) => sorry(COULD_NOT, why),
    }
}
