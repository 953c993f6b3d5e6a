//! Template, script, steps; the world's traits; the procedures.
//!
//! A procedure reads like the ceremony: a plain function over the [`world::World`], going straight down, with `?` as
//! the only other way out ([`stop::Stop`]). [`run`] leads through a script's steps.

mod ask;
mod bag;
mod chance;
pub mod fitness;
pub mod key;
pub mod needs;
pub mod paper;
pub mod parts;
mod procedure;
mod quarantine;
pub mod roll;
pub mod run;
pub mod script;
mod seal;
pub mod seen;
mod settle;
pub mod stop;
pub mod template;
pub mod world;

use crate::plan::{Name, Plan};
use crate::words::clause::Clause;
use crate::words::trouble::Trouble;
use stop::Stop;

/// The relying party of a key's account.
fn rp_of(plan: &Plan, key: &Name) -> Result<String, Stop> {
    let account = plan.key(key).and_then(|k| plan.account(&k.account));
    let known = account.map(|a| a.rp_id.clone());
    known.ok_or_else(|| {
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NotInThePlan {
                name: key.to_string(),
            },
        })
    })
}
