//! A page with a secret.

use super::whereabouts::Whereabouts;
use crate::custody::thing::Page;
use crate::plan::Name;
use std::collections::BTreeSet;

/// The states of a page with a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    /// The printer was asked; a page may exist.
    Printing,
    /// It came out.
    Printed,
    /// Its secret was read back from the paper.
    Proven,
    /// Its secret is about to go live, or already is.
    Armed,
    /// Its secret is live.
    Live,
    /// Another sheet took its place.
    Superseded,
    /// It will not be used.
    Void,
    /// Its key was wiped: it opens nothing any more.
    Wiped,
}

/// A page with a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What is on it.
    pub page: Page,
    /// What the plan wanted of its secret when it was printed: a PIN's digits, or how many shares give a password again.
    pub wanted: u32,
    /// Its state.
    pub state: SheetState,
    /// Where it is.
    pub at: Whereabouts,
    /// For a proven share: SHA-256 of its words, hex.
    pub fingerprint: Option<String>,
    /// Who has read its secret.
    pub seen_by: BTreeSet<Name>,
}

impl Sheet {
    /// Neither void nor wiped.
    pub fn is_usable(&self) -> bool {
        !matches!(self.state, SheetState::Void | SheetState::Wiped)
    }
}

impl SheetState {
    /// Begun, and not yet offered to a key or a tenant.
    pub fn is_in_the_making(self) -> bool {
        matches!(
            self,
            SheetState::Printing | SheetState::Printed | SheetState::Proven
        )
    }

    /// Whether it may go into a bag: it opens something, or may, or may have to be read once more.
    pub fn may_be_kept(self) -> bool {
        matches!(
            self,
            SheetState::Proven | SheetState::Armed | SheetState::Live | SheetState::Superseded
        )
    }
}
