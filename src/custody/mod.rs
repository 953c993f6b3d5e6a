//! Meaning: the events, what each needs and what each changes; who holds what.
//!
//! [`Custody`] is a fold over the ledger. [`Custody::apply`] is the one place that says what may be written: the
//! book asks it before an append, the auditor on every line.

pub mod deed;
mod done;
mod event;
pub mod procedure;
mod refused;
mod rules;
pub mod script;
mod snapshot;
mod state;
pub mod template;
mod thing;

pub use deed::{Deed, DeedResult, Genuineness, Proof, Seen, Setting};
pub use done::Done;
pub use event::{Event, Present, RULES};
pub use refused::Refused;
pub use rules::plan_hash;
pub use snapshot::{Counters, Moment, Snapshot};
pub use state::bag::{Bag, BagState};
pub use state::custody::Custody;
pub use state::key::{Credential, Identity, KeyState, Pin, Serials};
pub use state::list::ImportedList;
pub use state::over::Notes;
pub use state::password::PasswordState;
pub use state::quarantine::Quarantine;
pub use state::sheet::{Sheet, SheetState};
pub use state::sitting::{MINUTES_ALLOWED, OpenCeremony, Owed, Uninitialled};
pub use state::whereabouts::Whereabouts;
pub use thing::{BagSerial, Hash, Item, Page, SheetId, Suspect};
