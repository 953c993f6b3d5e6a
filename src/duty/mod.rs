//! What must happen, and why: because a date comes, because what is differs from what should be, because something is
//! unfinished.
//!
//! [`duties`] is one pure function of a plan, the custody and the day. Nothing that custody holds is hidden by a plan:
//! each thing is as that plan wants it, or a duty is about it (I22). Custody never asks for duties: better duties must not
//! make an old ledger invalid.

mod all;
mod answer;
mod dated;
pub mod day;
mod form;
mod gaps;
mod impact;
mod unfinished;

pub use all::{during, duties, now, today};
pub use form::{
    About, Answer, Blocks, Duty, Kind, Outsider, Reason, SOON_CHECK, SOON_ROTATION, Standing,
};
pub use gaps::{has_password, is_set_up};
pub use impact::{Impact, impact};
