//! What is due, what is open, what can begin.
//!
//! Computed from the ledger, the plan that it carries, and the clock; from nothing else. Times in the ledger are the
//! station's claims: a due date is as good as the clock was.

mod form;
mod json;
mod text;

pub use form::{CarriedList, LastHead, Status, Unfinished};
pub(super) use json::of as due;
pub(super) use text::{line, sentences};
