//! FIDO's list of authenticators, carried in as a file, is verified and taken.

use crate::ceremony::key::genuine::{root, stale};
use crate::ceremony::roll::{self, RollCall};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Event;
use crate::text::hex;
use crate::webauthn::Metadata;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Verifies the file that this ceremony is for, says what it tells of the book's keys, and takes it by both. An older list
/// than the last one is refused; one that should have been replaced by now is an exception.
pub fn import_metadata(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let list = verified(w)?;
    let hash = hex::encode(&list.hash);
    match w.book.custody().metadata() {
        Some(known) if known.hash == hash => return Ok(()),
        Some(known) if list.number <= known.number => {
            return Err(Stop::Refusal(Trouble::ListIsOlder {
                number: list.number,
                known: known.number,
            }));
        }
        _ => {}
    }
    say(w, &list);
    if let Some(what) = stale(&list, w.book.now()) {
        roll::exception(w, roll, &what)?;
    }
    let both = roll.assent(
        w,
        &Clause::ListIsTaken {
            number: list.number,
        },
    )?;
    w.book.note(Event::MetadataImported {
        number: list.number,
        next_update: list.next_update,
        models: list.models.len() as u64,
        file: file(w)?,
        hash,
        assents: both.by(),
    })?;
    Ok(())
}

fn verified(w: &mut World) -> Result<Metadata, Stop> {
    let file = file(w)?;
    let bad = |why: Clause| {
        Stop::Fault(Trouble::BadList {
            file: format!("inbox/{file}"),
            why,
        })
    };
    let bytes = w.book.inbox(&file)?;
    let bytes = bytes.ok_or_else(|| bad(Clause::NoSuchFile))?;
    let (root, now) = (root(w), w.book.now());
    Metadata::verify(&bytes, root.as_deref(), now).map_err(|e| bad(Clause::Words(e.to_string())))
}

/// The file that the ceremony was begun for.
fn file(w: &World) -> Result<String, Stop> {
    let open = w.book.custody().ceremony();
    let file = open.and_then(|open| open.script.file.clone());
    file.ok_or(Stop::Refusal(Trouble::NotAllowed {
        why: Clause::BegunForNoFile,
    }))
}

/// The list, and what it says of the model of each key of the book.
fn say(w: &mut World, list: &Metadata) {
    w.people.tell(&Prompt::ListVerified {
        number: list.number,
        next_update: list.next_update.to_string(),
        models: list.models.len(),
    });
    let keys = w.book.custody().keys().iter();
    let known = keys.map(|(name, key)| {
        let aaguid = hex::decode(&key.identity.aaguid).and_then(|a| a.try_into().ok());
        (name.clone(), aaguid.and_then(|a| list.model(&a)))
    });
    let told = known.map(|(key, model)| match model {
        Some(model) => Prompt::ModelInList {
            key,
            model: model.name.to_string(),
            warnings: model.warnings(&[]).map(ToString::to_string).collect(),
        },
        None => Prompt::ModelNotInList { key },
    });
    for prompt in told.collect::<Vec<_>>() {
        w.people.tell(&prompt);
    }
}
