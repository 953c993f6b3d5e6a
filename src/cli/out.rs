//! Standard output: the one way in which every command prints.
//!
//! A reader that went away (`| head`) is no fault. Any other failure, such as a full disk, is remembered until the
//! command ends: it then says so and does not exit with 0.

use super::end::{COULD_NOT, DONE, WRONG, sorry};
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::sync::OnceLock;

/// Why standard output could not be written, once that has happened.
static FAILED: OnceLock<String> = OnceLock::new();

/// Prints a text.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    took(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Prints a report for machines: one JSON value on one line.
pub fn print_json(report: &serde_json::Value) {
    print(&format!("{report}\n"));
}

/// Prints a long text piece by piece. Once a piece was not taken, none is offered any more.
pub struct Stream {
    out: BufWriter<StdoutLock<'static>>,
    taken: bool,
}

impl Stream {
    /// Takes standard output until it is dropped.
    pub fn new() -> Stream {
        Stream {
            out: BufWriter::new(io::stdout().lock()),
            taken: true,
        }
    }

    /// Whether printing is in vain.
    pub fn nobody_reads(&self) -> bool {
        !self.taken
    }

    /// Prints a piece.
    pub fn print(&mut self, piece: std::fmt::Arguments<'_>) {
        if self.taken {
            self.taken = took(self.out.write_fmt(piece));
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.taken {
            took(self.out.flush());
        }
    }
}

/// The exit code of a command that ends with `code`: what nobody could read was not done.
pub fn code(code: u8) -> u8 {
    match FAILED.get() {
        Some(why) => {
            let said = sorry(COULD_NOT, format!("the output could not be written: {why}"));
            // How a ceremony ended says more, and stands in the ledger.
            if matches!(code, DONE | WRONG) {
                said
            } else {
                code
            }
        }
        None => code,
    }
}

/// Whether it was taken; why not is remembered.
pub fn took(written: io::Result<()>) -> bool {
    if let Err(e) = &written
        && e.kind() != ErrorKind::BrokenPipe
    {
        let _ = FAILED.set(e.to_string());
    }
    written.is_ok()
}
