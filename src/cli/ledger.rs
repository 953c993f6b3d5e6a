//! `sealwright ledger`.

use super::out::Stream;
use super::{COULD_NOT, print, print_json, sorry};
use crate::book::{LEDGER, audit, audit_each};
use crate::custody::Custody;
use crate::ledger::{NotVerified, Verdict, Verified};
use crate::report::{events, verification, views};
use crate::station::disk::open_to_read;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// What happened, an entry a line.
    #[command(after_help = VERDICTS)]
    Show {
        /// A book's folder or a ledger file; without it, the book.
        path: Option<PathBuf>,
        /// Only the lines in which this stands; capitals do not matter.
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Whether the ledger is whole, in order, and means what may be; and its head.
    #[command(after_help = VERDICTS)]
    Verify {
        /// A book's folder or a ledger file; without it, the book.
        path: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

const VERDICTS: &str =
    "Exit codes: 0 valid, also with a reported torn tail; 1 invalid; 2 could not tell";

pub fn run(book: &Path, command: &Command) -> u8 {
    match command {
        Command::Show { path, search, json } => {
            let path = path.as_deref().unwrap_or(book);
            show(path, search.as_deref().unwrap_or_default(), *json)
        }
        Command::Verify { path, json } => verify(path.as_deref().unwrap_or(book), *json),
    }
}

fn verify(path: &Path, json: bool) -> u8 {
    let result = open(path)
        .map_err(NotVerified::Io)
        .and_then(|ledger| audit(ledger, &mut Custody::default()));
    if json {
        print_json(&verification::json(&result));
    } else {
        print(&verification::text(&result));
    }
    Verdict::of(&result).exit_code()
}

/// Prints each entry as it is read, as text or within one JSON object, so that a long ledger needs no memory; then what
/// is wrong, if anything is. It judges as `verify` does.
fn show(path: &Path, search: &str, json: bool) -> u8 {
    let ledger = match open(path) {
        Ok(ledger) => ledger,
        Err(e) => return sorry(COULD_NOT, e),
    };
    let search = search.to_lowercase();
    let mut out = Stream::new();
    let mut before = if json { "{\"entries\":[\n" } else { "" };
    let result = audit_each(ledger, &mut Custody::default(), &mut |line| {
        if out.nobody_reads() {
            return;
        }
        let entry = line.entry();
        let text = events::line(&entry);
        if search.is_empty() || text.to_lowercase().contains(&search) {
            match json {
                true => out.print(format_args!("{before}{}", views::entry(&entry))),
                false => out.print(format_args!("{text}\n")),
            }
            before = ",\n";
        }
    });
    match &result {
        _ if json => {
            let opening = if before == ",\n" { "" } else { before };
            let verdict = verification::json(&result);
            out.print(format_args!("{opening}\n],\"verified\":{verdict}}}\n"));
        }
        Ok(Verified { torn: None, .. }) => {}
        Ok(Verified {
            torn: Some(torn), ..
        }) => out.print(format_args!(
            "(then {} bytes of an interrupted append: no entry)\n",
            torn.len
        )),
        Err(_) => {
            drop(out); // what was printed so far stands before it
            let _ = io::stderr().write_all(verification::text(&result).as_bytes());
        }
    }
    Verdict::of(&result).exit_code()
}

/// The ledger in a folder, or a ledger file.
pub fn open(path: &Path) -> io::Result<BufReader<File>> {
    let file = if path.is_dir() {
        path.join(LEDGER)
    } else {
        path.to_owned()
    };
    open_to_read(&file)
        .map(|file| BufReader::with_capacity(1 << 16, file))
        .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", super::shown(&file))))
}
