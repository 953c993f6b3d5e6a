//! What the custodians add to the laptop's randomness, where the plan asks for it.

use super::roll::TRIES;
use super::stop::Stop;
use super::world::World;
use crate::plan::Name;
use crate::secret::{Chance, LEAST_THROWS, Secret, entropy_bits};
use crate::text::say::Prompt;
use crate::text::trouble::Trouble;

/// Asks one custodian for everything that the plan names, and mixes it into all random numbers of this sitting.
///
/// # Errors
/// [`Stop`].
pub(super) fn add(w: &mut World, id: &Name, name: &str) -> Result<(), Stop> {
    for kind in w.plan.secrets.chance.clone() {
        let given = match kind {
            Chance::Dice => throws(w, name)?,
            Chance::Text => text(w, name)?,
        };
        w.dice.add(id.as_str(), kind, given);
    }
    Ok(())
}

fn throws(w: &mut World, person: &str) -> Result<Secret, Stop> {
    let question = Prompt::DiceThrows {
        person: person.into(),
        least: LEAST_THROWS,
        bits: entropy_bits(6, LEAST_THROWS) as u32,
    };
    asked(w, &question, "the throws of a die", |typed| {
        let throws = typed.without_blanks()?;
        Ok(fault_of(throws.bytes()).map_or(Ok(throws), Err))
    })
}

/// What is wrong with throws; it says nothing of what they are.
fn fault_of(throws: &[u8]) -> Option<String> {
    let least = LEAST_THROWS as usize;
    let most_of_one = |face| throws.iter().filter(|throw| **throw == face).count();
    if !throws.iter().all(|throw| (b'1'..=b'6').contains(throw)) {
        return Some("a throw is a digit from 1 to 6".into());
    }
    if throws.len() < least {
        let missing = least - throws.len();
        return Some(format!("{missing} of {least} throws are missing"));
    }
    // A fair die does so once in 15 million times.
    if (b'1'..=b'6').any(|face| most_of_one(face) > throws.len() / 2) {
        return Some("one number is more than half of all throws: this is no fair die".into());
    }
    None
}

fn text(w: &mut World, person: &str) -> Result<Secret, Stop> {
    let question = Prompt::FreeText {
        person: person.into(),
    };
    asked(w, &question, "the text", |typed| {
        Ok(match typed.is_empty() {
            true => Err("it is empty".into()),
            false => Ok(typed),
        })
    })
}

fn asked(
    w: &mut World,
    question: &Prompt,
    what: &str,
    read: impl Fn(Secret) -> Result<Result<Secret, String>, Stop>,
) -> Result<Secret, Stop> {
    for _ in 0..TRIES {
        match read(w.people.secret(question)?)? {
            Ok(given) => return Ok(given),
            Err(what) => w.people.tell(&Prompt::TypedWrong { what }),
        }
    }
    Err(Stop::Refusal(Trouble::TypedTooOften { what: what.into() }))
}

#[cfg(test)]
mod tests {
    use super::fault_of;

    #[test]
    fn throws_are_counted_and_looked_at() {
        let fair = b"12345612345612345612345612345612345612345612345612";
        assert_eq!(fault_of(fair), None);
        assert_eq!(
            fault_of(&fair[..38]).as_deref(),
            Some("12 of 50 throws are missing")
        );
        assert!(fault_of(&[b'3'; 60]).is_some_and(|why| why.contains("no fair die")));
        for wrong in [b'0', b'7', b'a', b','] {
            let mut throws = *fair;
            throws[20] = wrong;
            assert_eq!(
                fault_of(&throws).as_deref(),
                Some("a throw is a digit from 1 to 6")
            );
        }
    }
}
