//! `sealwright init`.

use super::{COULD_NOT, DONE, print, shown, sorry};
use crate::book::{Book, Disk, INBOX, LEDGER, OUTBOX, PLAN};
use crate::ledger::{MAX_LINE, Origin};
use crate::plan;
use crate::secret::Entropy;
use crate::station::disk::{FolderDisk, open_to_read};
use crate::station::laptop::program_hash;
use crate::station::{Dice, SystemClock};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The new book's folder: it does not exist, is empty, or was left behind by an interrupted `init`.
    dir: PathBuf,
}

pub fn run(args: &Args) -> u8 {
    match init(&args.dir) {
        Ok(()) => {
            print(&next_steps(&shown(&args.dir)));
            DONE
        }
        Err(why) => sorry(COULD_NOT, why),
    }
}

/// The ledger comes last: a folder without one is no book yet. What an interrupted `init` left is finished.
fn init(dir: &Path) -> Result<(), String> {
    match std::fs::create_dir(dir) {
        Ok(()) => {}
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
        Err(e) => return Err(format!("{} cannot be made: {e}", shown(dir))),
    }
    // Locked first, so that what is empty now stays so.
    let mut disk = FolderDisk::open(dir).map_err(|e| e.to_string())?;
    let begun = only_begun(dir).map_err(|e| format!("{} cannot be read: {e}", shown(dir)))?;
    if !begun {
        return Err(format!(
            "{} is not empty; a new book needs a folder of its own, and nothing was overwritten",
            shown(dir)
        ));
    }
    let mut id = [0; 16];
    Dice.fill(&mut id)
        .map_err(|e| format!("the system gave no random numbers: {}", e.0))?;
    disk.make_folder(INBOX)
        .and_then(|()| disk.make_folder(OUTBOX))
        .and_then(|()| match disk.read(PLAN)? {
            Some(_) => Ok(()),
            None => disk.create(PLAN, plan::TEMPLATE.as_bytes()),
        })
        .map_err(|e| e.0)?;
    let program = program_hash()?;
    let origin = Origin::book(id);
    Book::create(Box::new(disk), Box::new(SystemClock), &origin, &program)
        .map(drop)
        .map_err(|e| e.to_string())
}

/// Whether a folder is empty, or holds only what `init` makes before the first entry is in the ledger.
fn only_begun(dir: &Path) -> io::Result<bool> {
    for inside in std::fs::read_dir(dir)? {
        let inside = inside?;
        let (name, path) = (inside.file_name(), inside.path());
        let begun = match name.to_str() {
            Some(INBOX | OUTBOX) => path.is_dir() && std::fs::read_dir(&path)?.next().is_none(),
            Some(LEDGER) => !has_an_entry(&path)?,
            Some(name) => {
                let name = name.strip_suffix(".part").unwrap_or(name);
                [PLAN, LEDGER].contains(&name) || name.starts_with("torn-0")
            }
            None => false,
        };
        if !begun {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has_an_entry(ledger: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    let ledger = open_to_read(ledger)?;
    ledger.take(MAX_LINE as u64 + 1).read_to_end(&mut first)?;
    Ok(first.contains(&b'\n'))
}

fn next_steps(dir: &str) -> String {
    format!(
        "A new book is in {dir}:

  plan.toml      a draft of the plan, for the usual case
  ledger.jsonl   what happens, entry by entry
  inbox/         for what is carried in
  outbox/        for what is carried out

What to do next:

  1. Change plan.toml to what shall be, and check it:
         sealwright --book {dir} plan check
  2. Look at what will be done, and print it:
         sealwright --book {dir} ceremony show first-setup
  3. Look at this laptop:
         sealwright --book {dir} station check
  4. Both custodians together:
         sealwright --book {dir} run first-setup
"
    )
}
