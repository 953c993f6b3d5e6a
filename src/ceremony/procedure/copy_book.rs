//! Two copies of the book, written and read back.

use crate::book::BookError;
use crate::ceremony::ask::TRIES;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Event;
use crate::text::hex;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Writes the missing copies.
pub fn copy_book(w: &mut World) -> Result<(), Stop> {
    for copy in [1, 2] {
        if !w
            .book
            .custody()
            .ceremony()
            .is_some_and(|c| c.has_copy(copy))
        {
            write_copy(w, copy)?;
        }
    }
    Ok(())
}

fn write_copy(w: &mut World, copy: u64) -> Result<(), Stop> {
    let mut last = String::new();
    for _ in 0..TRIES {
        let folder = w.people.line(&Prompt::CopyTo { copy })?;
        match w.book.copy_to(folder.trim()) {
            Ok((size, hash)) => {
                w.book.note(Event::Copied {
                    copy,
                    size,
                    hash: hex::encode(&hash),
                })?;
                w.people.tell(&Prompt::CopyReadBack { copy, size });
                return Ok(());
            }
            Err(altered @ BookError::Altered(_)) => return Err(altered.into()),
            Err(e) => {
                if last.is_empty() {
                    last = e.to_string();
                }
                w.people.tell(&Prompt::TypedWrong {
                    what: Clause::Words(last.clone()),
                });
            }
        }
    }
    Err(Stop::Fault(Trouble::CopyFailed { copy, why: last }))
}
