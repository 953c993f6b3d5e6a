//! Splitting and combining: SLIP-39 ("Shamir's Secret-Sharing for Mnemonic Codes", SatoshiLabs), to the letter.
//!
//! What is split is a password ([`master_of_password`]), without a passphrase, so that an envelope opens with any
//! SLIP-39 implementation. A [`Scheme`] says how many shares there are and which of them suffice, [`split`] makes them,
//! [`Share::parse`] reads one back from paper, [`combine`] and [`Collector`] give the password again.
//!
//! Time and memory access do not depend on secrets in the field arithmetic, the checksum, and the way between words and
//! numbers (the whole list is scanned). They do depend on the *lengths* of words, which a text cannot hide, and, once a
//! typed share was found faulty, on where the fault is ([`ShareError::Checksum`]). `tests/paper/share_constant_time.rs`
//! measures it.
//!
//! Values, secrets and texts lie in locked memory. While a share is read or written, its words pass through buffers
//! outside of it that are wiped at once.
//!
//! Positions of words and shares count from 1, as people count; group and member indexes count from 0, as SLIP-39 does.

mod cipher;
mod collect;
mod combine;
mod digest;
mod entry;
mod error;
mod field;
mod limits;
mod password;
mod piece;
mod rs1024;
mod split;
mod words;

pub use collect::{CollectError, Collector, Progress};
pub use combine::{CombineError, Differs, GroupState, Missing, combine};
pub use entry::{Entry, Open, Reason, Shown, State, Told};
pub use error::{ShareError, Start};
pub use limits::{LEAST_BYTES, LEAST_LETTERS, LEAST_WORDS, MOST_BYTES, MOST_WORDS};
pub use password::{MasterError, PasswordError, master_of_password, password_of_master};
pub use piece::{Label, Share, words_of_password};
pub use rs1024::Suspect;
pub use split::{Group, Scheme, SchemeError, SplitError, split};
pub use words::{Completion, Word, complete};

/// What the judges in the tests need, and the product must not use.
#[doc(hidden)]
pub mod judge {
    pub use super::combine::combine_with;
    pub use super::field::{interpolate, multiply};
    pub use super::rs1024::is_sound;
    pub use super::split::{deal, split_with};

    /// The y coordinates; x is the member index.
    pub fn value(share: &super::Share) -> &[u8] {
        share.value.bytes()
    }
}
