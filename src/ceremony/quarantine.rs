//! What signs of tampering are about, as the ledger names it.

use super::stop::Stop;
use super::world::World;
use crate::custody::{Event, Suspect, Whereabouts};
use crate::words::clause::Thing;
use crate::words::trouble::Trouble;

/// Records a breach. What it is about is in quarantine from now on; a damaged bag is on the table, and goes back from there.
///
/// # Errors
/// [`Stop::Fault`] if it could not be written.
pub(super) fn breach(w: &mut World, trouble: &Trouble) -> Result<(), Stop> {
    w.breached = true;
    let about = suspect(w, trouble);
    let custody = w.book.custody();
    let about = about.filter(|suspect| custody.is_in_custody(suspect).is_ok());
    let next = custody.ceremony().and_then(|open| open.next_step());
    let step = next.map(|step| step.number.clone()).unwrap_or_default();
    w.book.note(Event::Breach {
        step,
        what: trouble.for_the_ledger(),
        about: about.into_iter().collect(),
    })?;
    if let Trouble::DamagedBag { bag } = trouble {
        w.book.note(Event::BagFetched { bag: bag.clone() })?;
    }
    Ok(())
}

fn suspect(w: &World, trouble: &Trouble) -> Option<Suspect> {
    use Trouble as T;
    match trouble {
        T::DamagedBag { bag } => Some(Suspect::Bag { bag: bag.clone() }),
        T::UnknownBag { item, .. } => bag_of(w, item),
        T::StrangeKey { expected: key, .. }
        | T::KeyChanged { key, .. }
        | T::PinOpensNothing { key, .. }
        | T::NotGenuine { key, .. }
        | T::KeyLied { key, .. }
        | T::CredentialWrong { key, .. } => Some(Suspect::Key { key: key.clone() }),
        T::ShareAltered { sheet } => Some(Suspect::Sheet {
            sheet: sheet.clone(),
        }),
        T::PasswordLost { account } => {
            let mut accounts = w.plan.accounts.iter();
            let account = accounts.find(|known| known.upn == *account)?.id.clone();
            Some(Suspect::Account { account })
        }
        _ => None,
    }
}

/// The bag in which a thing should lie, as the ledger has it.
fn bag_of(w: &World, thing: &Thing) -> Option<Suspect> {
    let custody = w.book.custody();
    let at = match thing {
        Thing::Key(key) => &custody.keys().get(key)?.at,
        Thing::Sheet(sheet) => &custody.sheets().get(sheet)?.at,
        _ => return None,
    };
    match at {
        Whereabouts::Bag(bag) => Some(Suspect::Bag { bag: bag.clone() }),
        Whereabouts::Table | Whereabouts::Gone => None,
    }
}
