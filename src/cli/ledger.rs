//! `sealwright ledger`.

use super::{COULD_NOT, DONE, print, print_json, sorry};
use crate::book::{LEDGER, audit};
use crate::custody::Custody;
use crate::ledger::{self, NotVerified, Verdict, Verified};
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

/// Prints each entry as it is read, as text or within one JSON object, so that a long ledger needs no memory; then what is wrong, if anything is.
fn show(path: &Path, search: &str, json: bool) -> u8 {
    let ledger = match open(path) {
        Ok(ledger) => ledger,
        Err(e) => return sorry(COULD_NOT, e),
    };
    let search = search.to_lowercase();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut before = if json { "{\"entries\":[\n" } else { "" };
    let mut reader_gone = false;
    let result = ledger::verify(ledger, &mut |entry| {
        let line = events::line(entry);
        if !search.is_empty() && !line.to_lowercase().contains(&search) {
            return Ok(());
        }
        let written = match json {
            true => write!(out, "{before}{}", views::entry(entry)),
            false => writeln!(out, "{line}"),
        };
        before = ",\n";
        // The first line that nobody takes ends it.
        written.map_err(|_| {
            reader_gone = true;
            String::new()
        })
    });
    if json && !reader_gone {
        let opening = if before == ",\n" { "" } else { before };
        let verdict = verification::json(&result);
        reader_gone = writeln!(out, "{opening}\n],\"verified\":{verdict}}}").is_err();
    }
    let flushed = out.flush();
    drop(out);
    if reader_gone || flushed.is_err() {
        return DONE;
    }
    match &result {
        _ if json => {}
        Ok(Verified { torn: None, .. }) => {}
        Ok(Verified {
            torn: Some(torn), ..
        }) => print(&format!(
            "(then {} bytes of an interrupted append: no entry)\n",
            torn.len
        )),
        Err(_) => {
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
