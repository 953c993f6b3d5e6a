//! Meaning: the events, what each needs and what each changes; who holds what.
//!
//! [`Custody`] is a fold over the ledger. [`Custody::apply`] is the one place that says what may be written: the
//! book asks it before an append, the auditor on every line.

pub mod act;
mod apply;
mod done;
mod event;
pub mod script;
mod snapshot;
mod state;

pub use apply::Refused;
pub use done::Done;
pub use event::{
    BagSerial, Deed, DeedResult, Event, Genuineness, Item, Page, Present, Proof, Seen, Setting,
    SheetId,
};
pub use snapshot::{Counters, Moment, Snapshot};
pub use state::{
    Bag, BagState, Credential, Custody, Identity, ImportedList, KeyState, OpenCeremony,
    PasswordState, Pin, Serials, Sheet, SheetState, Whereabouts,
};

/// SHA-256 of a plan's canonical form, lower-case hex: what a script is bound to.
pub fn plan_hash(plan: &crate::plan::Plan) -> String {
    crate::text::hex::encode(&plan.hash())
}
