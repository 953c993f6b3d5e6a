//! Evidence: lines, chain, tree, heads. It knows no event's meaning.
//!
//! The form is told in the manual's chapter [`crate::manual::ledger`]. [`Chain`] is the one judge of a line: the writer asks it what
//! comes next, the reader gives it what stands there, so what may be written is exactly what verifies.

mod canonical;
mod chain;
mod entry;
mod error;
mod form;
mod head;
mod sorted;
mod tree;
mod verify;

pub use chain::{Chain, Next};
pub use entry::{Entry, Line};
pub use error::LineError;
pub use form::{BOOK_OPENED, CHECKPOINT, FORMAT, MAX_DEPTH, MAX_INTEGER, MAX_LINE, MAX_NAMES};
pub use head::{Head, Origin};
pub use sorted::canonical;
pub use tree::{Hash, Tree, leaf_hash, node_hash, sha256};
pub use verify::{Cause, Invalid, NotVerified, Refusal, Torn, Unknown, Verdict, Verified, verify};
