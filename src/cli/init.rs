//! `sealwright init`.

use super::{COULD_NOT, DONE, print, shown, sorry};
use crate::book::{Book, Disk, PLAN};
use crate::ledger::Origin;
use crate::plan;
use crate::secret::Entropy;
use crate::station::disk::FolderDisk;
use crate::station::{Dice, SystemClock};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The new book's folder: it does not exist, or is empty.
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

/// The ledger comes last: a folder without one is no book yet.
fn init(dir: &Path) -> Result<(), String> {
    match std::fs::create_dir(dir) {
        Ok(()) => {}
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
        Err(e) => return Err(format!("{} cannot be made: {e}", shown(dir))),
    }
    // Locked first, so that what is empty now stays so.
    let mut disk = FolderDisk::open(dir).map_err(|e| e.to_string())?;
    let mut inside = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", shown(dir)))?;
    if inside.next().is_some() {
        return Err(format!(
            "{} is not empty; a new book needs a folder of its own, and nothing was overwritten",
            shown(dir)
        ));
    }
    let mut id = [0; 16];
    Dice.fill(&mut id)
        .map_err(|e| format!("the system gave no random numbers: {}", e.0))?;
    disk.make_folder("inbox")
        .and_then(|()| disk.make_folder("outbox"))
        .and_then(|()| disk.create(PLAN, plan::TEMPLATE.as_bytes()))
        .map_err(|e| e.0)?;
    Book::create(Box::new(disk), Box::new(SystemClock), &Origin::book(id))
        .map(drop)
        .map_err(|e| e.to_string())
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
