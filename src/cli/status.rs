//! `sealwright status`.

use super::appearance::Appearance;
use super::{COULD_NOT, DONE, PLAN, WRONG, ledger, print, print_json, read_text, shown, sorry};
use crate::book::audit;
use crate::custody::Custody;
use crate::ledger::{NotVerified, Verdict};
use crate::plan::Plan;
use crate::report::{calendar, status::Status, verification};
use crate::text::language::Language;
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
    /// What has a date, as a calendar (RFC 5545).
    #[arg(long, conflicts_with = "json")]
    ical: bool,
}

pub fn run(book: &Path, args: &Args, appearance: Appearance) -> u8 {
    let mut custody = Custody::default();
    let result = ledger::open(book)
        .map_err(NotVerified::Io)
        .and_then(|ledger| audit(ledger, &mut custody));
    if result.is_err() {
        match (args.json, args.ical) {
            (true, _) => print_json(&verification::json(&result)),
            // What reads a calendar is not to read anything else for one.
            (_, true) => drop(sorry(WRONG, verification::text(&result))),
            (false, false) => print(&verification::text(&result)),
        }
        return Verdict::of(&result).exit_code();
    }
    let status = Status::of(&custody, draft(book).as_ref(), Timestamp::now());
    let language = appearance.with(custody.plan());
    match (args.json, args.ical) {
        (true, _) => print_json(&status.json()),
        (_, true) => print(&calendar::of(&status, language)),
        (false, false) => print(&status.text(language)),
    }
    match (status.action_needed(), status.could_tell()) {
        (true, _) => WRONG,
        (false, true) => DONE,
        (false, false) => COULD_NOT,
    }
}

/// How a book stands, with the language of its plan; or why that cannot be told.
pub fn of(book: &Path, appearance: Appearance) -> Result<(Status, Language), String> {
    let mut custody = Custody::default();
    let ledger = ledger::open(book).map_err(|e| e.to_string())?;
    match audit(ledger, &mut custody) {
        Ok(_) => Ok((
            Status::of(&custody, draft(book).as_ref(), Timestamp::now()),
            appearance.with(custody.plan()),
        )),
        invalid => Err(verification::text(&invalid)),
    }
}

/// The draft, if there is one without errors.
fn draft(book: &Path) -> Option<Plan> {
    let path = book.join(PLAN);
    Plan::parse(&shown(&path), &read_text(&path).ok()?).ok()
}
