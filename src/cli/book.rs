//! A book's state, for the commands that only read.

use crate::book::{INBOX, LEDGER, MODELS, PLAN, audit};
use crate::cli::end::No;
use crate::cli::{COULD_NOT, WRONG, read_bytes, read_text, shown};
use crate::custody::Custody;
use crate::ledger::{NotVerified, Verdict};
use crate::plan::Plan;
use crate::station::disk::open_to_read;
use crate::text::hex;
use crate::webauthn::{LARGEST_LIST, Metadata, Models};
use std::io::{BufReader, ErrorKind};
use std::path::Path;

/// What the ledger says, without a lock. None: there is no ledger.
///
/// # Errors
/// Why it cannot be read, or where it is invalid; and the exit code that says so.
pub fn custody(book: &Path) -> Result<Option<Custody>, No> {
    let path = book.join(LEDGER);
    let file = match open_to_read(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err((COULD_NOT, format!("{} cannot be read: {e}", shown(&path)))),
    };
    let mut custody = Custody::default();
    let result = audit(BufReader::new(file), &mut custody);
    let code = Verdict::of(&result).exit_code();
    match result {
        Ok(_) => Ok(Some(custody)),
        Err(NotVerified::Invalid(e)) => Err((code, format!("{} is invalid: {e}", shown(&path)))),
        Err(e) => Err((code, format!("{} cannot be judged: {e}", shown(&path)))),
    }
}

/// Whether a folder is a book, for commands that can do without: one that was named by mistake is not passed over.
///
/// # Errors
/// That it is none.
pub fn is_there(book: &Path) -> Result<(), String> {
    match book.join(LEDGER).exists() {
        true => Ok(()),
        false => Err(format!(
            "{} is no book: there is no {LEDGER} in it",
            shown(book)
        )),
    }
}

/// The names of key models: this program's, and those of the book's file, if it has one.
///
/// # Errors
/// Why the file cannot be read, or every mistake in it.
pub fn models(book: &Path) -> Result<Models, String> {
    let path = book.join(MODELS);
    if !path.exists() {
        return Ok(Models::default());
    }
    Models::read(&read_text(&path)?).map_err(|problems| {
        let problems = problems.iter().map(|p| format!("{}:{p}", shown(&path)));
        format!(
            "the names of models have errors:\n{}",
            problems.collect::<Vec<_>>().join("\n")
        )
    })
}

/// FIDO's list that was imported last, from the inbox. None: none was.
///
/// # Errors
/// Why it cannot be read, or that it is another one.
pub fn metadata(book: &Path, custody: Option<&Custody>) -> Result<Option<Metadata>, String> {
    let Some(known) = custody.and_then(Custody::metadata) else {
        return Ok(None);
    };
    let path = book.join(INBOX).join(&known.file);
    let hash = hex::decode_exactly(&known.hash);
    let list = Metadata::imported(
        &read_bytes(&path, LARGEST_LIST as u64)?,
        &hash.unwrap_or_default(),
    );
    list.map(Some)
        .map_err(|e| format!("{} cannot be used: {e}", shown(&path)))
}

/// The plan that binds, else the draft.
///
/// # Errors
/// Why there is none, and the exit code that says so.
pub fn plan(book: &Path) -> Result<Plan, No> {
    plan_and_whether_it_binds(book).map(|(plan, _)| plan)
}

/// The plan that binds, else the draft; and whether it binds.
///
/// # Errors
/// Why there is none, and the exit code that says so.
pub fn plan_and_whether_it_binds(book: &Path) -> Result<(Plan, bool), No> {
    if let Some(custody) = custody(book)?
        && let Some(plan) = custody.plan()
    {
        return Ok((plan.clone(), true));
    }
    draft(book).map(|draft| (draft, false))
}

/// The draft.
///
/// # Errors
/// Why there is none, and the exit code that says so.
pub fn draft(book: &Path) -> Result<Plan, No> {
    let path = book.join(PLAN);
    let draft = read_text(&path).map_err(|why| (WRONG, why))?;
    match Plan::parse(&shown(&path), &draft) {
        Ok(plan) => Ok(plan),
        Err(findings) => Err((
            WRONG,
            format!(
                "the draft plan has errors:\n{}",
                crate::plan::findings_text(&findings)
            ),
        )),
    }
}
