//! The head is recorded.

use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::text::aloud;
use crate::words::say::Prompt;

/// Records the head over everything so far, and says it in words.
pub fn checkpoint(w: &mut World) -> Result<(), Stop> {
    let head = w.book.checkpoint()?;
    w.people.tell(&Prompt::HeadInWords {
        words: aloud::words(&head.hash()),
        size: head.size,
    });
    Ok(())
}
