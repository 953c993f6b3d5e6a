//! Which ceremony of this version answers a duty.

use super::form::{About, Answer};
use crate::custody::Deed;
use crate::plan::{Name, Plan};

/// Adopts a changed plan.
pub const ADOPTION: &str = "change-plan";
/// Sets up each key and account that the plan names.
pub const SETUP: &str = "first-setup";
/// Takes each key, PIN sheet and share out of its bag, and rotates each PIN and password.
pub const ROTATION: &str = "annual-rotation";

/// Records what was found out about what is in quarantine.
pub const END_OF_QUARANTINE: &str = "end-quarantine";

/// Of the whole plan.
pub fn whole(ceremony: &'static str) -> Answer {
    Answer::Run {
        ceremony,
        key: None,
    }
}

/// For one key; none where the plan does not name it: a script is bound to the plan.
pub fn for_key(plan: &Plan, ceremony: &'static str, key: &Name) -> Option<Answer> {
    plan.key(key).map(|key| Answer::Run {
        ceremony,
        key: Some(key.id.clone()),
    })
}

/// What settles a doubt that a ceremony left behind: the procedure whose deed it was.
pub fn to_doubt(deed: &Deed) -> Option<Answer> {
    let ceremony = match deed {
        Deed::SetPin(_) | Deed::MakeIdentity(_) => "set-pin",
        Deed::ChangePin(_) => "rotate-pin",
        Deed::MakeCredential(_) => "enrol-credential",
        Deed::DeleteCredential(_) => "delete-credential",
        Deed::ConfigureKey(_) => "configure-key",
        Deed::ResetKey(_) => "reset-key",
        Deed::SetPassword(_) => return Some(whole(ROTATION)),
        Deed::PrintSheet(_) | Deed::DestroySheet(_) | Deed::OpenBag(_) | Deed::SealBag(_) => {
            return None;
        }
    };
    Some(Answer::Run {
        ceremony,
        key: deed.key().cloned(),
    })
}

/// What takes these things out of their bag and seals them again, each in its place: the ceremony that opens the least.
pub fn to_look(plan: &Plan, things: &[Thing]) -> Option<Answer> {
    let key_of = |thing: &Thing| match thing {
        Thing::Key(key) | Thing::PinSheet(key) => Some(key.clone()),
        Thing::Share(_) => None,
    };
    let all_of = |key: &Name| things.iter().all(|t| key_of(t).as_ref() == Some(key));
    match things {
        [] => None,
        [Thing::Key(key)] => for_key(plan, "verify-credential", key),
        [Thing::Key(key) | Thing::PinSheet(key), ..] if all_of(key) => {
            for_key(plan, "verify-pin", key)
        }
        all if all.iter().all(|thing| thing.is_of(plan)) => Some(whole(ROTATION)),
        _ => None,
    }
}

/// What destroys a sheet that is of no use any more.
pub fn to_destroy(plan: &Plan, owner: &About) -> Option<Answer> {
    match owner {
        About::Key(key) => for_key(plan, "rotate-pin", key),
        About::Account(account) if plan.account(account).is_some() => Some(whole(ROTATION)),
        _ => None,
    }
}

/// A thing in a bag, by what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A key.
    Key(Name),
    /// A PIN sheet of this key.
    PinSheet(Name),
    /// A share of this account.
    Share(Name),
}

impl Thing {
    /// Whether the plan names what it is of.
    fn is_of(&self, plan: &Plan) -> bool {
        match self {
            Thing::Key(key) | Thing::PinSheet(key) => plan.key(key).is_some(),
            Thing::Share(account) => plan.account(account).is_some(),
        }
    }
}
