//! The real sign-in, online, with the old PIN, before it is rotated; and the alert fires.

use crate::ceremony::ask::confirmed;
use crate::ceremony::bag;
use crate::ceremony::key::identified;
use crate::ceremony::procedure::verify_pin::live_sheet;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Event, Item};
use crate::plan::Name;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Lets the people sign in with this key, and see the alert.
pub fn sign_in_online(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    identified(w, roll, name)?;
    let sheet = live_sheet(w, name)?;
    bag::bring_out(
        w,
        roll,
        &Item::Sheet {
            sheet: sheet.clone(),
        },
    )?;
    let account = w
        .plan
        .key(name)
        .and_then(|k| w.plan.account(&k.account))
        .map(|a| a.upn.clone())
        .unwrap_or_default();
    let question = Prompt::SignIn {
        account: account.clone(),
        key: name.clone(),
        sheet: sheet.clone(),
    };
    confirmed(w, &question, || Trouble::NotConfirmed {
        what: Clause::SignInAs {
            account: account.clone(),
        },
    })?;
    let alert = Prompt::AlertCame {
        account: account.clone(),
    };
    confirmed(w, &alert, || Trouble::NotConfirmed {
        what: Clause::AlertFor {
            account: account.clone(),
        },
    })?;
    w.book.note(Event::SignedIn { key: name.clone() })?;
    Ok(())
}
