//! `sealwright key`.

use super::{COULD_NOT, DONE, WRONG, book, print, print_json, sorry};
use crate::ctap::{Client, PluggedKey, Waiting, first_touched};
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
    /// Lets keys blink until one is touched: that is the one.
    #[command(
        after_help = "Exit codes: 0 one was touched; 1 no key is plugged in; 2 none was touched, or none answers"
    )]
    Blink {
        /// A node such as /dev/hidraw3, as `key list` names it; without it, all that are plugged in.
        node: Option<String>,
    },
}

pub fn run(folder: &Path, command: &Command) -> u8 {
    if let Command::Blink { node } = command {
        return blink(node.as_deref());
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

fn blink(node: Option<&str>) -> u8 {
    let nodes = match node {
        Some(node) => Ok(vec![node.to_owned()]),
        None => hid::plugged().map(|keys| keys.into_iter().map(|key| key.path).collect()),
    };
    let nodes: Vec<String> = match nodes {
        Ok(nodes) if nodes.is_empty() => return sorry(WRONG, "no security key is plugged in"),
        Ok(nodes) => nodes,
        Err(why) => return sorry(COULD_NOT, why),
    };
    let (mut names, mut keys) = (Vec::new(), Vec::new());
    for node in nodes {
        match client(&node) {
            Ok(key) => {
                names.push(Safe::new(&node, 40));
                keys.push(key);
            }
            Err(why) => drop(sorry(COULD_NOT, format!("{}: {why}", Safe::new(&node, 40)))),
        }
    }
    match keys.len() {
        0 => return COULD_NOT,
        1 => print("It blinks now: touch it.\n"),
        _ => print("They blink now: touch the one that you mean.\n"),
    }
    match first_touched(&mut keys) {
        Ok(place) => {
            print(&format!("That was {}.\n", names[place]));
            DONE
        }
        Err(why) => sorry(COULD_NOT, why),
    }
}

fn client(node: &str) -> Result<Client<HidLink>, String> {
    let link = HidLink::open(node, Box::new(|_| Waiting::GoOn)).map_err(|e| e.to_string())?;
    Client::open(link, &mut Dice).map_err(|e| e.to_string())
}
