//! What was begun and has not ended, and what is in quarantine.

use super::answer;
use super::form::{About, Answer, Blocks, Duty, Kind, Reason};
use crate::custody::deed::{
    ChangePin, ConfigureKey, DeleteCredential, MakeCredential, MakeIdentity, ResetKey, SetPin,
};
use crate::custody::{Custody, Deed, Page, Suspect};

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
    open.into_iter()
        .chain(doubts)
        .chain(quarantine(custody))
        .collect()
}

/// Nothing relies on what is in quarantine before that has ended.
fn quarantine(custody: &Custody) -> impl Iterator<Item = Duty> {
    custody.quarantine().iter().map(|(suspect, quarantine)| {
        let about = match suspect {
            Suspect::Key { key } => About::Key(key.clone()),
            Suspect::Sheet { sheet } => About::Sheet(sheet.clone()),
            Suspect::Bag { bag } => About::Bag(bag.clone()),
            Suspect::Account { account } => About::Account(account.clone()),
        };
        let since = quarantine.since;
        let duty = Duty::now(Kind::EndQuarantine, about, Reason::InQuarantine { since });
        duty.answered_by(answer::whole(answer::END_OF_QUARANTINE))
    })
}

/// What a deed changes.
fn about(deed: &Deed) -> About {
    match deed {
        Deed::PrintSheet(it) => About::Sheet(it.sheet.clone()),
        Deed::DestroySheet(it) => About::Sheet(it.sheet.clone()),
        Deed::OpenBag(it) => About::Bag(it.bag.clone()),
        Deed::SealBag(it) => About::Bag(it.bag.clone()),
        Deed::SetPassword(it) => About::Account(it.account.clone()),
        Deed::SetPin(SetPin { key, .. })
        | Deed::ChangePin(ChangePin { key, .. })
        | Deed::MakeIdentity(MakeIdentity { key })
        | Deed::MakeCredential(MakeCredential { key, .. })
        | Deed::DeleteCredential(DeleteCredential { key, .. })
        | Deed::ConfigureKey(ConfigureKey { key, .. })
        | Deed::ResetKey(ResetKey { key }) => About::Key(key.clone()),
    }
}

/// The key or account that a page is of.
pub fn owner(page: &Page) -> About {
    match page {
        Page::Pin { key } => About::Key(key.clone()),
        Page::Share { account, .. } => About::Account(account.clone()),
    }
}
