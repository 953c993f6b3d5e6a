//! `sealwright key`.

use super::{COULD_NOT, DONE, WRONG, book, print, print_json, sorry};
use crate::ceremony::key::genuine;
use crate::ceremony::seen::KeySeen;
use crate::ctap::{Client, PluggedKey, Waiting, first_touched};
use crate::station::Dice;
use crate::station::hid::{self, HidLink};
use crate::text::language::Language;
use crate::text::safe::Safe;
use jiff::Timestamp;
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
        after_help = "Exit codes: 0 one was touched; 1 no such key, or none is plugged in; 2 none was touched, or none answers"
    )]
    Blink {
        /// A key of the book by its name, or a node such as /dev/hidraw3; without it, all that are plugged in.
        key: Option<String>,
    },
}

pub fn run(folder: &Path, command: &Command) -> u8 {
    if let Command::Blink { key } = command {
        return blink(folder, key.as_deref());
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
    let custody = book::custody(folder).map_err(|(_, why)| why)?;
    // Keys are shown all the same: only what the list says of their models is missing.
    let list = book::metadata(folder, custody.as_ref()).unwrap_or_else(|why| {
        sorry(COULD_NOT, format!("{why}; so it says nothing of models"));
        None
    });
    let now = Timestamp::now();
    if let Some(stale) = list.as_ref().and_then(|list| genuine::stale(list, now)) {
        sorry(COULD_NOT, stale.sentence(Language::English));
    }
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
    let key = match chosen(seen, wanted) {
        Ok(key) => key,
        Err(why) => return sorry(WRONG, why),
    };
    if json {
        print_json(&key.json(true));
    } else {
        print(&key.text_in_full());
    }
    if key.said.is_ok() { DONE } else { COULD_NOT }
}

/// The plugged-in key that is wanted, by its name in the book or its node; without either, the only one.
fn chosen<'k>(seen: &'k [KeySeen], wanted: Option<&str>) -> Result<&'k KeySeen, String> {
    let is_it = |key: &&KeySeen| match (wanted, &key.said) {
        (None, _) => true,
        (Some(wanted), _) if key.plugged.path == wanted => true,
        (Some(wanted), Ok(said)) => said.whose.name() == Some(wanted),
        _ => false,
    };
    let found: Vec<&KeySeen> = seen.iter().filter(is_it).collect();
    match (found.as_slice(), wanted) {
        ([key], _) => Ok(key),
        ([], None) => Err("no security key is plugged in".into()),
        ([], Some(wanted)) => {
            let wanted = Safe::new(wanted, 40);
            Err(format!(
                "no key {wanted} is plugged in, or none that says so"
            ))
        }
        (several, _) => {
            let nodes: Vec<&str> = several.iter().map(|k| k.plugged.path.as_str()).collect();
            let nodes = nodes.join(", ");
            Err(format!("several keys are plugged in; say which: {nodes}"))
        }
    }
}

/// The nodes of the keys that are to blink. A book's name costs the keys a signature each; a node asks none of them.
fn nodes(folder: &Path, wanted: Option<&str>) -> Result<Vec<String>, (u8, String)> {
    let could_not = |why: String| (COULD_NOT, why);
    if let Some(name) = wanted.filter(|wanted| !wanted.contains('/')) {
        let seen = seen(folder).map_err(could_not)?;
        let key = chosen(&seen, Some(name)).map_err(|why| (WRONG, why))?;
        return Ok(vec![key.plugged.path.clone()]);
    }
    let plugged = hid::plugged().map_err(|e| could_not(e.to_string()))?;
    nodes_of(&plugged, wanted).map_err(|why| (WRONG, why))
}

/// The nodes of the plugged-in keys; of a wanted one, that alone. Nothing but a security key is spoken to.
fn nodes_of(plugged: &[PluggedKey], wanted: Option<&str>) -> Result<Vec<String>, String> {
    let is_wanted = |node: &str| wanted.is_none_or(|wanted| wanted == node);
    let nodes = plugged.iter().map(|key| key.path.clone());
    let nodes: Vec<String> = nodes.filter(|node| is_wanted(node)).collect();
    match (nodes.is_empty(), wanted) {
        (false, _) => Ok(nodes),
        (true, None) => Err("no security key is plugged in".into()),
        (true, Some(node)) => Err(format!(
            "{} is no security key's node: `sealwright key list` names those of the keys that are plugged in",
            Safe::new(node, 40)
        )),
    }
}

fn blink(folder: &Path, wanted: Option<&str>) -> u8 {
    let nodes = match nodes(folder, wanted) {
        Ok(nodes) => nodes,
        Err((code, why)) => return sorry(code, why),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ceremony::seen::{KeySaid, Whose};

    fn plugged(path: &str) -> PluggedKey {
        PluggedKey {
            path: path.into(),
            vendor_id: 0x20a0,
            product_id: 0x42b2,
            manufacturer: None,
            product: None,
            serial: None,
        }
    }

    fn key(path: &str, whose: Whose) -> KeySeen {
        KeySeen {
            plugged: plugged(path),
            said: Ok(KeySaid {
                whose,
                info: crate::ctap::Info::default(),
                model: None,
                advisories: Vec::new(),
                tries: None,
                serial: None,
                oddities: Vec::new(),
            }),
        }
    }

    #[test]
    fn a_key_is_chosen_by_its_name_in_the_book_or_by_its_node() {
        let seen = [
            key("/dev/hidraw1", Whose::NoneOfThem),
            key("/dev/hidraw2", Whose::Key("alpha-1".into())),
        ];
        for wanted in ["alpha-1", "/dev/hidraw2"] {
            let chosen = chosen(&seen, Some(wanted)).expect("it is plugged in");
            assert_eq!(chosen.plugged.path, "/dev/hidraw2");
        }
        assert_eq!(
            chosen(&seen, Some("beta-1")),
            Err("no key beta-1 is plugged in, or none that says so".into())
        );
    }

    #[test]
    fn only_a_security_keys_node_is_spoken_to() {
        let all = [plugged("/dev/hidraw1"), plugged("/dev/hidraw2")];
        let nodes = |wanted| nodes_of(&all, wanted);
        assert_eq!(nodes(None).unwrap(), ["/dev/hidraw1", "/dev/hidraw2"]);
        assert_eq!(nodes(Some("/dev/hidraw2")).unwrap(), ["/dev/hidraw2"]);
        let why = nodes(Some("/dev/null")).unwrap_err();
        assert!(
            why.starts_with("/dev/null is no security key's node"),
            "{why}"
        );
    }
}
