//! The job that may still be out: written down before its page is sent, and ended at the next start or before the next page.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Its file in the book's folder: the printer's address and the job's number.
const FILE: &str = "print-job";

/// What is remembered of a job; nothing, where there is no book.
#[derive(Default)]
pub struct Remembered(Option<PathBuf>);

/// A job, and the printer that has it.
pub struct Job {
    /// The printer's address.
    pub printer: String,
    /// The job's number there.
    pub number: i32,
}

impl Remembered {
    /// In the folder of a book.
    pub fn in_book(folder: &Path) -> Remembered {
        Remembered(Some(folder.join(FILE)))
    }

    /// Writes a job down; it is on the disk when this returns.
    pub fn remember(&self, printer: &str, number: i32) -> Result<(), String> {
        let Some(file) = &self.0 else { return Ok(()) };
        let new = file.with_extension("new");
        let written = File::create(&new).and_then(|mut out| {
            writeln!(out, "{printer} {number}")?;
            out.sync_all()?;
            fs::rename(&new, file)?;
            synced(file)
        });
        written.map_err(|e| format!("its job cannot be written down: {e}"))
    }

    /// The job is over.
    pub fn forget(&self) -> Result<(), String> {
        let Some(file) = &self.0 else { return Ok(()) };
        match fs::remove_file(file).and_then(|()| synced(file)) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(format!("{FILE}: {e}")),
            _ => Ok(()),
        }
    }

    /// The job that was written down.
    pub fn job(&self) -> Result<Option<Job>, String> {
        let Some(file) = &self.0 else { return Ok(None) };
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(format!("{FILE}: {e}")),
        };
        let job = text.trim_end().split_once(' ').and_then(|(printer, n)| {
            let number = n.parse().ok()?;
            let printer = printer.into();
            Some(Job { printer, number })
        });
        job.map(Some)
            .ok_or_else(|| format!("{FILE} names no job. {WAY_OUT}"))
    }
}

/// Where the printer cannot be asked any more.
pub const WAY_OUT: &str =
    "Switch that printer off and on, and then delete the file print-job in the book's folder";

/// Makes what happened to a file's name durable.
fn synced(file: &Path) -> std::io::Result<()> {
    File::open(file.parent().unwrap_or(Path::new(".")))?.sync_all()
}
