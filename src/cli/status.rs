//! `sealwright status`.

use super::{COULD_NOT, DONE, PLAN, WRONG, ledger, print, print_json, read_text, shown};
use crate::book::audit;
use crate::custody::Custody;
use crate::ledger::{NotVerified, Verdict};
use crate::plan::Plan;
use crate::report::{status::Status, verification};
use jiff::Timestamp;
use std::path::Path;

/// How the book stands: what is due, what is unfinished, what can begin.
#[derive(Debug, Default, clap::Args)]
#[command(
    after_help = "Exit codes: 0 nothing is due, or only soon; 1 overdue, unfinished, or the ledger is invalid; 2 could not tell"
)]
pub struct Args {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(book: &Path, args: &Args) -> u8 {
    let mut custody = Custody::default();
    let result = ledger::open(book)
        .map_err(NotVerified::Io)
        .and_then(|ledger| audit(ledger, &mut custody));
    if result.is_err() {
        match args.json {
            true => print_json(&verification::json(&result)),
            false => print(&verification::text(&result)),
        }
        return Verdict::of(&result).exit_code();
    }
    let status = Status::of(&custody, draft(book).as_ref(), Timestamp::now());
    match args.json {
        true => print_json(&status.json()),
        false => print(&status.text()),
    }
    match (status.action_needed(), status.could_tell()) {
        (true, _) => WRONG,
        (false, true) => DONE,
        (false, false) => COULD_NOT,
    }
}

/// How a book stands, or why that cannot be told.
pub fn of(book: &Path) -> Result<Status, String> {
    let mut custody = Custody::default();
    let ledger = ledger::open(book).map_err(|e| e.to_string())?;
    match audit(ledger, &mut custody) {
        Ok(_) => Ok(Status::of(&custody, draft(book).as_ref(), Timestamp::now())),
        invalid => Err(verification::text(&invalid)),
    }
}

/// The draft, if there is one without errors.
fn draft(book: &Path) -> Option<Plan> {
    let path = book.join(PLAN);
    Plan::parse(&shown(&path), &read_text(&path).ok()?).ok()
}
