//! Who is here, and their assent (I5).

use super::stop::Stop;
use super::world::World;
use crate::book::BookError;
use crate::custody::{Event, Present};
use crate::plan::{Name, Role};
use crate::secret::Secret;
use crate::text::aloud::{self, Heard};
use crate::text::say::Prompt;
use crate::text::trouble::Trouble;

/// How often something may be typed wrong before the step stops.
pub(super) const TRIES: usize = 3;

/// Those who are at the table, and their private words. Memory only; it ends with the session.
pub struct RollCall {
    key_custodian: Custodian,
    pin_custodian: Custodian,
}

struct Custodian {
    id: Name,
    name: String,
    word: Secret,
}

/// The assent of both custodians to one act. Only a roll call can give it:
/// ```compile_fail
/// fn forge() -> sealwright::ceremony::roll::Assent { sealwright::ceremony::roll::Assent { by: Vec::new() } }
/// ```
pub struct Assent {
    by: Vec<Name>,
}

impl Assent {
    /// Who gave it.
    pub fn by(&self) -> Vec<Name> {
        self.by.clone()
    }
}

impl RollCall {
    /// The key custodian.
    pub fn key_custodian(&self) -> &Name {
        &self.key_custodian.id
    }

    /// The PIN custodian.
    pub fn pin_custodian(&self) -> &Name {
        &self.pin_custodian.id
    }

    /// Both, with the names that people call them by.
    pub fn names(&self) -> [(Name, String); 2] {
        [&self.key_custodian, &self.pin_custodian].map(|c| (c.id.clone(), c.name.clone()))
    }

    /// Asks both for their private words. Others cannot give them: the words are new today and stand nowhere.
    ///
    /// # Errors
    /// [`Stop::Refusal`] when one of them does not assent.
    pub fn assent(&self, w: &mut World, what: &str) -> Result<Assent, Stop> {
        for custodian in [&self.key_custodian, &self.pin_custodian] {
            self.ask_word(w, custodian, what)?;
        }
        Ok(Assent {
            by: vec![self.key_custodian.id.clone(), self.pin_custodian.id.clone()],
        })
    }

    fn ask_word(&self, w: &mut World, custodian: &Custodian, what: &str) -> Result<(), Stop> {
        let question = Prompt::GiveWord {
            person: custodian.name.clone(),
            what: what.into(),
        };
        for _ in 0..TRIES {
            if w.people.secret(&question)?.is(&custodian.word) {
                return Ok(());
            }
            w.people.tell(&Prompt::TypedWrong {
                what: "the private word is another".into(),
            });
        }
        Err(Stop::Refusal(Trouble::NotAssented))
    }
}

/// Calls the roll, and records it: who is here, that their papers name this ledger, how the clock stands.
///
/// # Errors
/// [`Stop`]; nothing was recorded then.
pub fn call(w: &mut World) -> Result<RollCall, Stop> {
    let key_custodian = choose(w, Role::KeyCustodian)?;
    let pin_custodian = choose(w, Role::PinCustodian)?;
    let people = [&key_custodian, &pin_custodian];
    if key_custodian.0 == pin_custodian.0 {
        let why = "one person cannot be both custodians".into();
        return Err(Stop::Refusal(Trouble::CannotBe {
            who: key_custodian.1,
            why,
        }));
    }
    let papers = read_heads(w, &people.map(|p| p.1.clone()))?;
    let minutes_off = people
        .map(|p| watch(w, &p.1))
        .into_iter()
        .collect::<Result<Vec<i64>, Stop>>()?;
    let roll = RollCall {
        key_custodian: own_word(w, key_custodian)?,
        pin_custodian: own_word(w, pin_custodian)?,
    };

    let present = vec![
        Present {
            person: roll.key_custodian.id.clone(),
            role: Role::KeyCustodian,
        },
        Present {
            person: roll.pin_custodian.id.clone(),
            role: Role::PinCustodian,
        },
    ];
    let checkpoint = w.book.custody().last_checkpoint().map(|(size, _)| size);
    match w.book.note(Event::RollCalled {
        present,
        checkpoint,
        minutes_off,
    }) {
        Ok(_) => {}
        Err(BookError::NotAllowed(why)) => {
            return Err(Stop::Refusal(Trouble::CannotBe {
                who: roll.key_custodian.name.clone(),
                why,
            }));
        }
        Err(e) => return Err(e.into()),
    }
    if let Papers::Missing(who) = papers {
        without_paper(w, &roll, &who)?;
    }
    let hash = w.plan.hash();
    let adopted = w.book.custody().plan().is_some();
    w.people.tell(&Prompt::PlanInWords {
        words: aloud::words(&hash),
        adopted,
    });
    Ok(roll)
}

fn choose(w: &mut World, role: Role) -> Result<(Name, String), Stop> {
    let today = w.book.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let here: Vec<_> = w
        .plan
        .with_role(role)
        .filter(|p| p.takes_part_on(today))
        .cloned()
        .collect();
    let names: Vec<String> = here
        .iter()
        .map(|p| format!("{} ({})", p.id, p.name))
        .collect();
    let question = Prompt::WhoIs {
        role: role.in_words().into(),
        names,
    };
    for _ in 0..TRIES {
        let typed = w.people.line(&question)?;
        let typed = typed.trim();
        let is = |p: &&crate::plan::Person| {
            p.id.as_str() == typed.to_ascii_lowercase() || p.name == typed
        };
        if let Some(person) = here.iter().find(is) {
            return Ok((person.id.clone(), person.name.clone()));
        }
        w.people.tell(&Prompt::TypedWrong {
            what: "the plan has nobody of that name for this".into(),
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: "the name".into(),
    }))
}

enum Papers {
    Read,
    Missing(String),
}

/// Each reads the last head from their own paper: the ledger on the disk is the one that they closed.
fn read_heads(w: &mut World, people: &[String]) -> Result<Papers, Stop> {
    let Some(hash) = w.book.last_head() else {
        return Ok(Papers::Read);
    };
    let mut missing = None;
    for person in people {
        if !read_head(w, person, &hash)? {
            missing = Some(person.clone());
        }
    }
    Ok(missing.map_or(Papers::Read, Papers::Missing))
}

fn read_head(w: &mut World, person: &str, hash: &[u8; 32]) -> Result<bool, Stop> {
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::WordsFromPaper {
            person: person.into(),
        })?;
        if typed.trim().is_empty() {
            return Ok(false);
        }
        match aloud::compare(&typed, hash) {
            Heard::Same => return Ok(true),
            other => w.people.tell(&Prompt::TypedWrong {
                what: other.to_string(),
            }),
        }
    }
    Err(Stop::Breach(Trouble::HeadDiffers {
        person: person.into(),
    }))
}

fn without_paper(w: &mut World, roll: &RollCall, who: &str) -> Result<(), Stop> {
    let what = format!("{who} has no paper with the last head, so this may be another ledger.");
    exception(w, roll, &what).map(drop)
}

/// A departure that both assent to, with a reason, recorded (I13).
///
/// # Errors
/// [`Stop::Refusal`] when they do not.
pub(super) fn exception(w: &mut World, roll: &RollCall, what: &str) -> Result<Assent, Stop> {
    if !w
        .people
        .confirm(&Prompt::GoOnDespite { what: what.into() })?
    {
        return Err(Stop::Refusal(Trouble::NotAssented));
    }
    let reason = reason(w, what)?;
    let both = roll.assent(w, what)?;
    w.book.note(Event::Exception {
        what: what.into(),
        reason,
        assents: both.by(),
    })?;
    Ok(both)
}

/// A reason in the people's words, never empty.
pub(super) fn reason(w: &mut World, what: &str) -> Result<String, Stop> {
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::Reason { what: what.into() })?;
        if !typed.trim().is_empty() {
            return Ok(typed.trim().into());
        }
        w.people.tell(&Prompt::TypedWrong {
            what: "a reason is needed".into(),
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: "the reason".into(),
    }))
}

/// How many minutes a watch differs from the laptop's clock. Time zones are whole quarters of an hour, so only the
/// rest within a quarter counts; the date and the hour stand on the screen for the people to see.
fn watch(w: &mut World, person: &str) -> Result<i64, Stop> {
    for _ in 0..TRIES {
        let now = w.book.now();
        let utc = now.strftime("%Y-%m-%d %H:%M").to_string();
        let typed = w.people.line(&Prompt::WallClock {
            person: person.into(),
            utc,
        })?;
        if let Some(minutes) = minutes_of_day(&typed) {
            let ours = now.as_second().div_euclid(60);
            let off = (minutes - ours).rem_euclid(15);
            return Ok(if off > 7 { off - 15 } else { off });
        }
        w.people.tell(&Prompt::TypedWrong {
            what: "a time is hours, a colon, minutes, such as 09:41".into(),
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: "the time".into(),
    }))
}

fn minutes_of_day(typed: &str) -> Option<i64> {
    let (hours, minutes) = typed.trim().split_once([':', '.'])?;
    let number = |text: &str, below: i64| {
        text.parse::<i64>()
            .ok()
            .filter(|n| (0..below).contains(n) && text.len() <= 2)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

fn own_word(w: &mut World, (id, name): (Name, String)) -> Result<Custodian, Stop> {
    for _ in 0..TRIES {
        let word = w.people.secret(&Prompt::WordOfOwn {
            person: name.clone(),
        })?;
        if word.len() < 4 {
            w.people.tell(&Prompt::TypedWrong {
                what: "a private word has four characters or more".into(),
            });
            continue;
        }
        let again = w.people.secret(&Prompt::WordOfOwnAgain {
            person: name.clone(),
        })?;
        if again.is(&word) {
            return Ok(Custodian { id, name, word });
        }
        w.people.tell(&Prompt::TypedWrong {
            what: "the two words differ".into(),
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: "the private word".into(),
    }))
}

#[cfg(test)]
mod tests {
    use super::minutes_of_day;

    #[test]
    fn a_watch_is_read_in_the_usual_forms_and_nothing_else() {
        assert_eq!(minutes_of_day(" 9:41"), Some(581));
        assert_eq!(minutes_of_day("09.41"), Some(581));
        for wrong in [
            "",
            "9",
            "24:00",
            "12:60",
            "-1:00",
            "1:000",
            "ab:cd",
            "999999999999999999999:1",
        ] {
            assert_eq!(minutes_of_day(wrong), None, "{wrong}");
        }
    }
}
