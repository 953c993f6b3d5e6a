//! A key gets its account's passkey, made offline with the tenant's options, and the tenant takes it.

use crate::ceremony::ask::confirmed;
use crate::ceremony::key::{IdentifiedKey, identified, read_pin};
use crate::ceremony::roll::{self, RollCall};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ceremony::{paper, procedure::verify_pin, rp_of};
use crate::ctap::{Extensions, NewCredential};
use crate::custody::deed::MakeCredential;
use crate::custody::{Deed, DeedResult, Event};
use crate::plan::Name;
use crate::text::hex;
use crate::webauthn::options::CreationOptions;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Makes the account's credential and sees it registered.
pub fn enrol_credential(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let made = w
        .book
        .custody()
        .keys()
        .get(name)
        .and_then(|k| k.credential.as_ref());
    let (made, registered) = (made.is_some(), made.is_some_and(|c| c.registered));
    if registered {
        return Ok(());
    }
    settle_half_made(w, name)?;
    let mut key = identified(w, roll, name)?;
    let (account, called) = (upn(w, name), name.clone());
    if made
        && w.people.confirm(&Prompt::IsRegistered {
            account: account.clone(),
            key: called.clone(),
        })?
    {
        w.book.note(Event::Registered { key: name.clone() })?;
        return Ok(());
    }
    let sheet = verify_pin::live_sheet(w, name)?;
    let options = fetch_options(w, name)?;
    let protect = protection(&mut key, &options)?;
    if options.discoverable && !key.lists_its_credentials()? {
        let what = Clause::KeptUnseen { key: name.clone() };
        roll::exception(w, roll, &what)?;
    }
    let pin = read_pin(w, roll, &mut key, &sheet)?;
    let file = make(w, &mut key, &options, protect, &pin)?;
    confirmed(
        w,
        &Prompt::TenantTook {
            account,
            key: called,
            file,
        },
        || Trouble::NotConfirmed {
            what: Clause::TenantTook { key: name.clone() },
        },
    )?;
    w.book.note(Event::Registered { key: name.clone() })?;
    Ok(())
}

/// A half-made credential: the same user id replaces it, so making it again is harmless.
fn settle_half_made(w: &mut World, name: &Name) -> Result<(), Stop> {
    let doubts = w.book.custody().doubts().iter();
    let half_made = doubts
        .filter(|(_, d)| matches!(d, Deed::MakeCredential(make) if make.key == *name))
        .map(|(seq, _)| *seq);
    for intent in half_made.collect::<Vec<u64>>() {
        w.book.settle(intent, DeedResult::NotDone)?;
    }
    Ok(())
}

fn fetch_options(w: &mut World, name: &Name) -> Result<CreationOptions, Stop> {
    let account = upn(w, name);
    // A fresh name for each request: nothing that was carried in before is taken for it.
    let file = format!("{name}-{}.json", w.book.custody().entries());
    let shown = format!("inbox/{file}");
    let question = Prompt::FetchOptions {
        key: name.clone(),
        account: account.clone(),
        file: shown.clone(),
    };
    confirmed(w, &question, || Trouble::NotConfirmed {
        what: Clause::FileIsThere {
            file: shown.clone(),
        },
    })?;
    let bad = |why: Clause| {
        Stop::Fault(Trouble::BadInbox {
            file: shown.clone(),
            why,
        })
    };
    let bytes = w
        .book
        .inbox(&file)?
        .ok_or_else(|| bad(Clause::NoSuchFile))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| bad(Clause::NoText))?;
    let options = CreationOptions::read(text).map_err(|e| bad(Clause::Words(e.to_string())))?;
    let rp_id = rp_of(&w.plan, name)?;
    if options.rp_id != rp_id {
        return Err(bad(Clause::ForAnother {
            is: options.rp_id,
            plan: rp_id,
        }));
    }
    if options.user_name != account {
        return Err(bad(Clause::ForAnother {
            is: options.user_name,
            plan: account,
        }));
    }
    if options.expires.is_some_and(|at| at <= w.book.now()) {
        return Err(bad(Clause::ChallengeExpired));
    }
    Ok(options)
}

/// How the key is asked to protect the passkey: as the tenant wants, where the key can.
fn protection(key: &mut IdentifiedKey, options: &CreationOptions) -> Result<Option<u8>, Stop> {
    if options.protect.is_none() || key.can_protect()? {
        return Ok(options.protect);
    }
    // Level 1 is what a key does that cannot.
    match options.protect_or_none && options.protect != Some(1) {
        true => Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::CannotProtect {
                key: key.name().clone(),
            },
        })),
        false => Ok(None),
    }
}

fn make(
    w: &mut World,
    key: &mut IdentifiedKey,
    options: &CreationOptions,
    protect: Option<u8>,
    pin: &paper::PinOnPaper,
) -> Result<String, Stop> {
    let client_data = options.client_data();
    let wanted = NewCredential {
        client_data_hash: client_data.hash(),
        rp_id: options.rp_id.clone(),
        rp_name: options.rp_name.clone(),
        user_id: options.user_id.clone(),
        user_name: options.user_name.clone(),
        user_display: options.user_display.clone(),
        discoverable: options.discoverable,
        exclude: options.exclude.clone(),
        extensions: Extensions {
            protect,
            ..Extensions::default()
        },
        ..NewCredential::default()
    };
    let name = key.name().clone();
    let account = w
        .plan
        .key(&name)
        .map_or_else(|| name.clone(), |k| k.account.clone());
    let intent = w.book.intend(MakeCredential {
        key: name.clone(),
        account,
        user: hex::encode(&options.user_id),
    })?;
    let outcome = key.make_credential(w, intent, &wanted, pin);
    let made = w.book.ended(outcome)?;
    let id = w
        .book
        .custody()
        .keys()
        .get(&name)
        .and_then(|k| k.credential.clone())
        .map(|c| c.credential);
    let response = client_data.response(
        &crate::ceremony::key::identity::unhex(&id.unwrap_or_default()),
        &made,
    );
    let file = format!("{name}-{}.json", w.book.custody().entries());
    w.book.outbox(&file, response.as_bytes())?;
    let shown = format!("outbox/{file}");
    w.people.tell(&Prompt::ResponseWritten {
        file: shown.clone(),
    });
    Ok(shown)
}

/// The sign-in name of a key's account.
fn upn(w: &World, key: &Name) -> String {
    let account = w.plan.key(key).and_then(|k| w.plan.account(&k.account));
    account.map_or_else(|| key.to_string(), |a| a.upn.clone())
}
