//! `sealwright custody`: what is where, from the ledger.

use super::{COULD_NOT, DONE, WRONG, book, ledger, print, print_json, sheet, sorry};
use crate::book::audit_each;
use crate::custody::Custody;
use crate::duty::day;
use crate::ledger::NotVerified;
use crate::report::holdings::{History, Holdings, Thing, inventory};
use crate::report::views;
use crate::sheet::{Inventory, Stationery};
use crate::text::safe::Safe;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Where each key, each sheet with a secret and each bag is.
    List {
        /// The inventory of keys in place of it: as PDF, into this new file.
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        pdf: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Where one of them is, and what the ledger tells of it.
    Show {
        /// A key or account by its name, a sheet or bag by its serial.
        item: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(folder: &Path, command: &Command) -> u8 {
    let custody = match book::custody(folder) {
        Ok(Some(custody)) => custody,
        Ok(None) => return sorry(COULD_NOT, crate::book::BookError::NoLedger),
        Err((code, why)) => return sorry(code, why),
    };
    match command {
        Command::List {
            pdf: Some(path), ..
        } => write_inventory(&custody, path),
        Command::List { json, .. } => list(&custody, *json),
        Command::Show { item, json } => show(folder, &custody, item, *json),
    }
}

fn list(custody: &Custody, json: bool) -> u8 {
    let holdings = Holdings::of(custody);
    match json {
        true => print_json(&serde_json::to_value(&holdings).unwrap_or_default()),
        false => print(&holdings.text()),
    }
    DONE
}

fn write_inventory(custody: &Custody, path: &Path) -> u8 {
    let Some(plan) = custody.plan() else {
        return sorry(WRONG, "no plan binds yet, so there are no keys to list");
    };
    let page = crate::sheet::inventory(&Inventory {
        on: Stationery {
            rehearsal: custody.is_rehearsal(),
            organisation: &plan.organisation,
            paper: plan.sheets.paper,
            envelope: plan.sheets.envelope,
        },
        ceremony: custody.ceremonies(),
        date: day::of(Timestamp::now()),
        keys: inventory(custody, plan),
    });
    sheet::write(path, page.pdf())
}

fn show(folder: &Path, custody: &Custody, item: &str, json: bool) -> u8 {
    let Some(thing) = Thing::named(custody, item) else {
        return unknown(item);
    };
    let mut history = History::of(thing.name());
    let mut told = Vec::new();
    let read = ledger::open(folder).map_err(NotVerified::Io);
    let read = read.and_then(|ledger| {
        audit_each(ledger, &mut Custody::default(), &mut |line| {
            let entry = line.entry();
            if history.takes(&entry) {
                told.push(entry);
            }
        })
    });
    if let Err(why) = read {
        return sorry(COULD_NOT, why);
    }
    // Of a sheet that is no more, the fold knows the number, and not the letter.
    if told.is_empty() {
        return unknown(item);
    }
    if json {
        let history: Vec<_> = told.iter().map(views::entry).collect();
        print_json(&serde_json::json!({ "thing": thing, "history": history }));
    } else {
        let lines = told.iter().map(History::line).collect::<String>();
        print(&format!("{}\n{lines}", thing.text()));
    }
    DONE
}

fn unknown(item: &str) -> u8 {
    let item = Safe::new(item, 40);
    sorry(
        WRONG,
        format!("the ledger knows no key, account, sheet or bag {item}"),
    )
}
