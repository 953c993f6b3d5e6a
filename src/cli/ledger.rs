//! `sealwright ledger`.

use super::{COULD_NOT, DONE, print, sorry};
use crate::book::{LEDGER, audit};
use crate::custody::Custody;
use crate::ledger::{self, NotVerified, Verdict, Verified};
use crate::report::{events, verification};
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
        Command::Show { path } => show(path.as_deref().unwrap_or(book)),
        Command::Verify { path, json } => verify(path.as_deref().unwrap_or(book), *json),
    }
}

fn verify(path: &Path, json: bool) -> u8 {
    let result = open(path)
        .map_err(NotVerified::Io)
        .and_then(|ledger| audit(ledger, &mut Custody::default()));
    if json {
        print(&format!("{}\n", verification::json(&result)));
    } else {
        print(&verification::text(&result));
    }
    Verdict::of(&result).exit_code()
}

/// Prints each entry as it is read, so that a long ledger needs no memory; then what is wrong, if anything is.
fn show(path: &Path) -> u8 {
    let ledger = match open(path) {
        Ok(ledger) => ledger,
        Err(e) => return sorry(COULD_NOT, e),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut reader_gone = false;
    let result = ledger::verify(ledger, &mut |entry| {
        // The first line that nobody takes ends it.
        writeln!(out, "{}", events::line(entry)).map_err(|_| {
            reader_gone = true;
            String::new()
        })
    });
    let flushed = out.flush();
    drop(out);
    if reader_gone || flushed.is_err() {
        return DONE;
    }
    match &result {
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
fn open(path: &Path) -> io::Result<BufReader<File>> {
    let file = if path.is_dir() {
        path.join(LEDGER)
    } else {
        path.to_owned()
    };
    open_to_read(&file)
        .map(|file| BufReader::with_capacity(1 << 16, file))
        .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", super::shown(&file))))
}
