//! Minutes for each custodian to sign: their own proof of this ledger.

use crate::ceremony::paper::{print_document, stationery, today};
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Event, OpenCeremony};
use crate::sheet::{self, Minutes};
use crate::text::aloud;
use crate::text::hex;
use crate::words::clause::Clause;
use crate::words::say::Document;
use crate::words::trouble::Trouble;

/// Prints the minutes once for each custodian.
pub fn print_minutes(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let Some((size, _)) = w.book.custody().last_checkpoint() else {
        return Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NoHeadYet,
        }));
    };
    let root = w.book.last_root().unwrap_or_default();
    let words = w
        .book
        .head_hash(size)
        .map(|h| aloud::words(&h))
        .unwrap_or_default();
    for (id, called) in roll.names() {
        if w.book
            .custody()
            .ceremony()
            .is_some_and(|c| c.has_minutes_for(&id))
        {
            continue;
        }
        let page = page(w, roll, &words, size, &root)?;
        print_document(w, &page, Document::Minutes { person: called })?;
        w.book.note(Event::MinutesPrinted {
            by: id,
            checkpoint: size,
        })?;
    }
    Ok(())
}

fn page(
    w: &mut World,
    roll: &RollCall,
    words: &str,
    size: u64,
    root: &[u8],
) -> Result<sheet::Page<'static>, Stop> {
    let date = today(w);
    let custody = w.book.custody();
    let Some(open) = custody.ceremony() else {
        return Err(Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NoCeremonyIsOpen,
        }));
    };
    let [key_custodian, pin_custodian] = roll.names();
    let present = vec![
        (key_custodian.1, "key custodian".to_string()),
        (pin_custodian.1, "PIN custodian".to_string()),
    ];
    let steps = format!(
        "{} of {} steps had ended when this was printed.",
        open.steps_ended,
        open.script.steps().count()
    );
    let done = std::iter::once(steps).chain(open.done.sentences());
    let root = hex::encode(root);
    Ok(sheet::minutes(&Minutes {
        on: stationery(&w.plan, custody.is_rehearsal()),
        origin: custody.origin(),
        ceremony: open.number,
        title: &open.script.template.title.en,
        date,
        present,
        done: done.collect(),
        places: custody.facts(),
        exceptions: departures(open),
        head_words: words,
        head_size: size,
        head_root_hex: &root,
        ledger_lines: (open.since, size),
    }))
}

/// The departures of the ceremony, a sentence each. Where they are too many for paper the ledger holds the rest.
fn departures(open: &OpenCeremony) -> Vec<String> {
    let kept = open.departures.kept();
    let more = open.departures.count() - kept.len();
    let rest = (more > 0).then(|| format!("{more} more departures. The ledger holds all of them."));
    kept.iter().cloned().chain(rest).collect()
}
