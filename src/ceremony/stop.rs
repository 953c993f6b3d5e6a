//! The only other way out of a procedure.

use crate::book::BookError;
use crate::secret::{ArenaFull, EntropyFailed};
use crate::words::clause::Clause;
use crate::words::trouble::Trouble;

/// Why a procedure did not go to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// Policy says no; the ceremony goes on.
    Refusal(Trouble),
    /// The world failed; it can be tried again.
    Fault(Trouble),
    /// Signs of tampering: stop, record, call the administrator.
    Breach(Trouble),
    /// The people stop safely.
    Leave,
}

impl Stop {
    /// Whether the ledger can no longer be written, so that nothing more may be done.
    pub fn ends_the_run(&self) -> bool {
        let lost = |t: &Trouble| {
            matches!(
                t,
                Trouble::NotWritten { .. } | Trouble::LedgerAltered { .. }
            )
        };
        matches!(self, Stop::Fault(trouble) if lost(trouble))
    }
}

impl From<BookError> for Stop {
    fn from(e: BookError) -> Stop {
        match e {
            BookError::NotAllowed(why) => Stop::Refusal(Trouble::NotAllowed {
                why: Clause::Refused(Box::new(why)),
            }),
            BookError::Altered(how) => Stop::Fault(Trouble::LedgerAltered { how }),
            other => Stop::Fault(Trouble::NotWritten {
                why: other.to_string(),
            }),
        }
    }
}

impl From<ArenaFull> for Stop {
    fn from(_: ArenaFull) -> Stop {
        Stop::Fault(Trouble::NoLockedMemory)
    }
}

impl From<EntropyFailed> for Stop {
    fn from(e: EntropyFailed) -> Stop {
        Stop::Fault(Trouble::NoEntropy { why: e.0 })
    }
}
