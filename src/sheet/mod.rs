//! What a page says.
//!
//! A page is plain text of at most 72 columns, one `label: value` a line wherever something is to be read back. Text
//! from outside is made safe (I9), a rehearsal's page says so at its top and bottom (I10), and the text lies in
//! locked memory (I4).

mod layout;
mod minutes;
mod pin;
mod share;

pub use layout::WIDTH;
pub use minutes::{Minutes, minutes};
pub use pin::{PinSheet, pin_sheet};
pub use share::{ShareSheet, share_sheet};

use crate::secret::Secret;

/// The first and the last line of each page of a rehearsal.
pub const REHEARSAL_MARK: &str = "*** REHEARSAL *** no real secret";

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// A key's PIN.
    PinSheet,
    /// One share of a password.
    ShareSheet,
    /// What happened in a ceremony, to be signed.
    Minutes,
}

/// A page, ready to be printed.
///
/// No Debug, no Clone, by intent: it may bear a secret.
pub struct Page {
    kind: PageKind,
    serial: String,
    text: Secret,
}

impl Page {
    /// What it is.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Its serial, as printed on it.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Its text: UTF-8, lines of at most [`WIDTH`] characters, each ended by LF; no form feed.
    pub fn text(&self) -> &Secret {
        &self.text
    }
}
