//! What the custodians add to the laptop's randomness, where the plan asks for it.

use super::ask::TRIES;
use super::stop::Stop;
use super::world::World;
use crate::plan::Name;
use crate::secret::{Chance, LEAST_THROWS, Secret, entropy_bits};
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

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
    asked(w, &question, Clause::TheThrows, |typed| {
        let throws = typed.without_blanks()?;
        Ok(fault_of(throws.bytes()).map_or(Ok(throws), Err))
    })
}

/// What is wrong with throws; it says nothing of what they are.
fn fault_of(throws: &[u8]) -> Option<Clause> {
    let least = LEAST_THROWS as usize;
    let most_of_one = |face| throws.iter().filter(|throw| **throw == face).count();
    if !throws.iter().all(|throw| (b'1'..=b'6').contains(throw)) {
        return Some(Clause::NoThrow);
    }
    if throws.len() < least {
        let missing = least - throws.len();
        return Some(Clause::ThrowsMissing { missing, least });
    }
    // A fair die does so once in 15 million times.
    if (b'1'..=b'6').any(|face| most_of_one(face) > throws.len() / 2) {
        return Some(Clause::NoFairDie);
    }
    None
}

fn text(w: &mut World, person: &str) -> Result<Secret, Stop> {
    let question = Prompt::FreeText {
        person: person.into(),
    };
    asked(w, &question, Clause::TheText, |typed| {
        Ok(match typed.is_empty() {
            true => Err(Clause::Empty),
            false => Ok(typed),
        })
    })
}

fn asked(
    w: &mut World,
    question: &Prompt,
    what: Clause,
    read: impl Fn(Secret) -> Result<Result<Secret, Clause>, Stop>,
) -> Result<Secret, Stop> {
    for _ in 0..TRIES {
        match read(w.people.secret(question)?)? {
            Ok(given) => return Ok(given),
            Err(what) => w.people.tell(&Prompt::TypedWrong { what }),
        }
    }
    Err(Stop::Refusal(Trouble::TypedTooOften { what }))
}

#[cfg(test)]
mod tests {
    use super::{Clause, fault_of};

    #[test]
    fn throws_are_counted_and_looked_at() {
        let fair = b"12345612345612345612345612345612345612345612345612";
        assert_eq!(fault_of(fair), None);
        assert_eq!(
            fault_of(&fair[..38]),
            Some(Clause::ThrowsMissing {
                missing: 12,
                least: 50
            })
        );
        assert_eq!(fault_of(&[b'3'; 60]), Some(Clause::NoFairDie));
        for wrong in [b'0', b'7', b'a', b','] {
            let mut throws = *fair;
            throws[20] = wrong;
            assert_eq!(fault_of(&throws), Some(Clause::NoThrow));
        }
    }
}
