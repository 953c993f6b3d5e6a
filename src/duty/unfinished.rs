//! What was begun and has not ended.

use super::{About, Answer, Blocks, Duty, Kind, Reason, answer};
use crate::custody::{Custody, Deed, Page};

pub fn all(custody: &Custody) -> Vec<Duty> {
    let open = custody.ceremony().map(|open| {
        Duty::now(
            Kind::FinishCeremony,
            About::Ceremony(open.number),
            Reason::Unfinished,
        )
        .blocks(Blocks::EveryCeremony)
        .answered_by(Answer::GoOn)
    });
    let doubts = custody.doubts().iter().map(|(intent, deed)| {
        let duty = Duty::now(
            Kind::Settle,
            about(deed),
            Reason::InDoubt { intent: *intent },
        );
        match custody.ceremony() {
            Some(_) => duty.blocks(Blocks::Ending).answered_by(Answer::GoOn),
            None => duty.answered_by(answer::to_doubt(deed)),
        }
    });
    open.into_iter().chain(doubts).collect()
}

/// What a deed changes.
fn about(deed: &Deed) -> About {
    match deed {
        Deed::SetPin { key, .. }
        | Deed::ChangePin { key, .. }
        | Deed::MakeIdentity { key }
        | Deed::MakeCredential { key, .. }
        | Deed::DeleteCredential { key, .. }
        | Deed::ConfigureKey { key, .. }
        | Deed::ResetKey { key } => About::Key(key.clone()),
        Deed::PrintSheet { sheet, .. } | Deed::DestroySheet { sheet } => {
            About::Sheet(sheet.clone())
        }
        Deed::OpenBag { bag } | Deed::SealBag { bag, .. } => About::Bag(bag.clone()),
        Deed::SetPassword { account, .. } => About::Account(account.clone()),
    }
}

/// The key or account that a page is of.
pub fn owner(page: &Page) -> About {
    match page {
        Page::Pin { key } => About::Key(key.clone()),
        Page::Share { account, .. } => About::Account(account.clone()),
    }
}
