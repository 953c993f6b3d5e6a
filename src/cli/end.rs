//! How a command ends: its exit code, and what it says when it could not.

use std::io::Write;

/// It is as it should be; it was done.
pub const DONE: u8 = 0;
/// It is not as it should be, or the rules say no.
pub const WRONG: u8 = 1;
/// It could not be done or told: arguments, files, no terminal, another program at work.
pub const COULD_NOT: u8 = 2;
/// The people stopped safely; the ceremony is open.
pub const STOPPED: u8 = 3;
/// The ceremony ended unfinished.
pub const ABANDONED: u8 = 4;
/// The ledger could not be written.
pub const NOT_WRITTEN: u8 = 5;

/// Why a run did not begin: the exit code, and the sentence.
pub type No = (u8, String);

/// Says on standard error why something was not done; returns `code`.
pub fn sorry(code: u8, why: impl std::fmt::Display) -> u8 {
    let _ = writeln!(std::io::stderr().lock(), "sealwright: {why}");
    code
}
