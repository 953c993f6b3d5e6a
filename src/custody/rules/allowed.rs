//! What every rule gives.

use crate::custody::refused::Refused;

/// Nothing, or why it is refused.
pub(super) type Allowed = Result<(), Refused>;

/// Refused, unless it holds.
pub(super) fn need(holds: bool, otherwise: impl FnOnce() -> Refused) -> Allowed {
    if holds { Ok(()) } else { Err(otherwise()) }
}
