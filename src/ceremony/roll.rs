//! Who is here, and their assent (I5).

use super::ask::TRIES;
use super::chance;
use super::quarantine;
use super::stop::Stop;
use super::world::World;
use crate::book::BookError;
use crate::custody::{Event, Owed, Present};
use crate::duty::day;
use crate::plan::{Name, Person, Role};
use crate::secret::Secret;
use crate::text::aloud::{self, Heard};
use crate::words::clause::Clause;
use crate::words::say::{Prompt, Turn};
use crate::words::trouble::Trouble;
use jiff::civil::Date;
use std::cell::Cell;

/// Those who are at the table, and their private words. Memory only; it ends with the session.
pub struct RollCall {
    key_custodian: Custodian,
    pin_custodian: Custodian,
}

struct Custodian {
    id: Name,
    name: String,
    word: Secret,
    /// Wrong answers to the question for it, since the last right one.
    wrong: Cell<usize>,
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
    pub fn assent(&self, w: &mut World, what: &Clause) -> Result<Assent, Stop> {
        for custodian in [&self.key_custodian, &self.pin_custodian] {
            self.ask_word(w, custodian, what)?;
        }
        Ok(Assent {
            by: vec![self.key_custodian.id.clone(), self.pin_custodian.id.clone()],
        })
    }

    fn ask_word(&self, w: &mut World, custodian: &Custodian, what: &Clause) -> Result<(), Stop> {
        let question = Prompt::GiveWord {
            person: custodian.name.clone(),
            what: what.clone(),
        };
        loop {
            if w.people.secret(&question)?.is(&custodian.word) {
                custodian.wrong.set(0);
                return Ok(());
            }
            custodian.wrong.set(custodian.wrong.get() + 1);
            if custodian.wrong.get() >= TRIES {
                return Err(guessed(w, &custodian.name)?);
            }
            w.people.tell(&Prompt::TypedWrong {
                what: Clause::AnotherPrivateWord,
            });
        }
    }
}

/// Somebody guesses a private word: that is recorded, and the sitting ends.
fn guessed(w: &mut World, person: &str) -> Result<Stop, Stop> {
    let trouble = Trouble::WordGuessed {
        person: person.into(),
    };
    quarantine::breach(w, &trouble)?;
    Ok(Stop::Breach(trouble))
}

/// Calls the roll, and records it: who is here, that their papers name this ledger, how the clock stands.
///
/// # Errors
/// [`Stop`]; nothing was recorded then.
pub fn call(w: &mut World) -> Result<RollCall, Stop> {
    let key_custodian = choose(w, Role::KeyCustodian, Turn::KeyCustodian)?;
    let pin_custodian = choose(w, Role::PinCustodian, Turn::PinCustodian)?;
    if key_custodian.0 == pin_custodian.0 {
        return Err(Stop::Refusal(Trouble::CannotBe {
            who: key_custodian.1,
            why: Clause::OneIsBoth,
        }));
    }
    let papers = [read_head(w, &key_custodian)?, read_head(w, &pin_custodian)?];
    let (date, minutes_off) = watches(w, [&key_custodian.1, &pin_custodian.1])?;
    let roll = own_words(w, key_custodian, pin_custodian)?;
    for (id, name) in roll.names() {
        chance::add(w, &id, &name)?;
    }

    record(w, &roll, papers, (date, minutes_off))?;
    while let Some(owed) = first_owed(w) {
        let what = doubtful(&roll, owed);
        exception(w, &roll, &what)?;
    }
    let (hash, adopted) = (w.plan.hash(), w.book.custody().plan().is_some());
    w.people.tell(&Prompt::PlanInWords {
        words: aloud::words(&hash),
        adopted,
    });
    Ok(roll)
}

fn record(
    w: &mut World,
    roll: &RollCall,
    papers: [Option<u64>; 2],
    (date, minutes_off): (Date, Vec<i64>),
) -> Result<(), Stop> {
    let custodians = [
        (&roll.key_custodian, Role::KeyCustodian),
        (&roll.pin_custodian, Role::PinCustodian),
    ];
    let present = custodians
        .iter()
        .zip(papers)
        .map(|((custodian, role), paper)| Present {
            person: custodian.id.clone(),
            role: *role,
            read: paper,
        });
    let present = present.collect();
    let again = interruption(w)?;
    match w.book.note(Event::RollCalled {
        present,
        minutes_off,
        date,
        again,
    }) {
        Ok(_) => Ok(()),
        Err(BookError::NotAllowed(why)) => {
            let why = Clause::Refused(Box::new(why));
            let [key_custodian, pin_custodian] = roll.names();
            let who = format!("{}, {}", key_custodian.1, pin_custodian.1);
            Err(Stop::Refusal(Trouble::CannotBe { who, why }))
        }
        Err(e) => Err(e.into()),
    }
}

/// Why the ceremony was interrupted, where this is not its first sitting.
fn interruption(w: &mut World) -> Result<Option<String>, Stop> {
    let now = w.book.now();
    let custody = w.book.custody();
    if !custody.ceremony().is_some_and(|open| open.roll_called) {
        return Ok(None);
    }
    let minutes = custody.minutes_since_latest(now);
    reason(w, &Clause::GoesOnAfter { minutes }).map(Some)
}

/// What the rules want both to assent to first.
fn first_owed(w: &World) -> Option<Owed> {
    w.book.custody().ceremony()?.owed.last().cloned()
}

fn doubtful(roll: &RollCall, owed: Owed) -> Clause {
    match owed {
        Owed::Minutes(id) => {
            let called = roll.names().into_iter().find(|(known, _)| *known == id);
            Clause::NoMinutesHere {
                person: called.map_or_else(|| id.to_string(), |(_, name)| name),
            }
        }
        Owed::ClockOff(minutes) => Clause::ClockDiffers { minutes },
        Owed::ClockBehind(latest) => Clause::ClockIsBehind {
            latest: latest.to_string(),
        },
    }
}

fn choose(w: &mut World, role: Role, turn: Turn) -> Result<(Name, String), Stop> {
    let today = day::of(w.book.now());
    let custody = w.book.custody();
    let adopts = custody
        .ceremony()
        .is_some_and(|c| c.script.template.adopts());
    let here = custody.who_may_act(&w.plan, adopts, role, today);
    let here: Vec<Person> = here.into_iter().cloned().collect();
    let names: Vec<String> = here
        .iter()
        .map(|p| format!("{} ({})", p.id, p.name))
        .collect();
    let question = Prompt::WhoIs { role: turn, names };
    for _ in 0..TRIES {
        let typed = w.people.line(&question)?;
        let typed = typed.trim();
        let is = |p: &&Person| p.id.as_str() == typed.to_ascii_lowercase() || p.name == typed;
        if let Some(person) = here.iter().find(is) {
            return Ok((person.id.clone(), person.name.clone()));
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::NobodyOfThatName,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::TheName,
    }))
}

/// Each reads the head on their own newest minutes: the ledger on the disk is the one that they closed, whole. Which head
/// that is, the paper says; the program does not name it. None: they have no minutes here.
fn read_head(w: &mut World, (_, person): &(Name, String)) -> Result<Option<u64>, Stop> {
    let Some((size, hash)) = known_head(w, person)? else {
        return Ok(None);
    };
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::WordsFromPaper {
            person: person.clone(),
            size,
        })?;
        match aloud::compare(&typed, &hash) {
            Heard::Same => return Ok(Some(size)),
            other => w.people.tell(&Prompt::TypedWrong {
                what: heard_wrong(&other),
            }),
        }
    }
    Err(Stop::Breach(Trouble::HeadDiffers {
        person: person.clone(),
    }))
}

/// The head that somebody names, by its size. A size that this ledger never had may be a slip of the hand: it is asked
/// twice before it counts.
fn known_head(w: &mut World, person: &str) -> Result<Option<(u64, [u8; 32])>, Stop> {
    let mut before = None;
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::SizeFromPaper {
            person: person.into(),
        })?;
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let Ok(size) = typed.trim().parse::<u64>() else {
            w.people.tell(&Prompt::TypedWrong {
                what: Clause::NoSize,
            });
            continue;
        };
        if let Some(hash) = w.book.head_hash(size) {
            return Ok(Some((size, hash)));
        }
        if before == Some(size) {
            return Err(Stop::Breach(unknown_head(w, person, size)));
        }
        before = Some(size);
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::NoHeadOfThisSize,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::TheHeadSize,
    }))
}

/// A larger size than the ledger's is a rollback; a size that it never had is another ledger.
fn unknown_head(w: &World, person: &str, size: u64) -> Trouble {
    let (person, entries) = (person.to_owned(), w.book.custody().entries());
    match size > entries {
        true => Trouble::HeadIsAhead {
            person,
            size,
            entries,
        },
        false => Trouble::HeadUnknown { person, size },
    }
}

/// What is wrong with words that were read.
fn heard_wrong(heard: &Heard) -> Clause {
    match *heard {
        Heard::Same | Heard::Count { .. } => Clause::WordCount {
            heard: match *heard {
                Heard::Count { heard } => heard,
                _ => aloud::WORDS,
            },
            needed: aloud::WORDS,
        },
        Heard::Differs { position } => Clause::WordIsAnother { position },
        Heard::OutOfTurn { position } => Clause::WordOutOfTurn { position },
        Heard::Unknown { position } => Clause::WordUnknown { position },
    }
}

/// A departure that both assent to, with a reason, recorded (I13).
///
/// # Errors
/// [`Stop::Refusal`] when they do not.
pub(super) fn exception(w: &mut World, roll: &RollCall, what: &Clause) -> Result<Assent, Stop> {
    if !w
        .people
        .confirm(&Prompt::GoOnDespite { what: what.clone() })?
    {
        return Err(Stop::Refusal(Trouble::NotAssented));
    }
    let reason = reason(w, what)?;
    let both = roll.assent(w, what)?;
    w.book.note(Event::Exception {
        what: what.for_the_ledger(),
        reason,
        assents: both.by(),
    })?;
    Ok(both)
}

/// A reason in the people's words, never empty.
pub(super) fn reason(w: &mut World, what: &Clause) -> Result<String, Stop> {
    for _ in 0..TRIES {
        let typed = w.people.line(&Prompt::Reason { what: what.clone() })?;
        if !typed.trim().is_empty() {
            return Ok(typed.trim().into());
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::ReasonNeeded,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::TheReason,
    }))
}

/// The date that both watches show, and how many minutes each differs from the laptop's clock.
fn watches(w: &mut World, people: [&str; 2]) -> Result<(Date, Vec<i64>), Stop> {
    let [one, other] = people;
    for _ in 0..TRIES {
        let (date, first) = watch(w, one)?;
        let (again, second) = watch(w, other)?;
        if date == again {
            return Ok((date, vec![first, second]));
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::DatesDiffer,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::TheTime,
    }))
}

/// What a watch shows: its date, and how many minutes it differs from the laptop's clock. Time zones are whole quarters of
/// an hour, so only the rest within a quarter counts; the hour stands on the screen for the people to see.
fn watch(w: &mut World, person: &str) -> Result<(Date, i64), Stop> {
    for _ in 0..TRIES {
        let now = w.book.now();
        let utc = now.strftime("%Y-%m-%d %H:%M").to_string();
        let typed = w.people.line(&Prompt::WallClock {
            person: person.into(),
            utc,
        })?;
        if let Some((date, minutes)) = date_and_minutes(&typed) {
            let ours = now.as_second().div_euclid(60);
            let off = (minutes - ours).rem_euclid(15);
            return Ok((date, if off > 7 { off - 15 } else { off }));
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::NoTime,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::TheTime,
    }))
}

/// `YYYY-MM-DD HH:MM`; the date, and the minutes since midnight.
fn date_and_minutes(typed: &str) -> Option<(Date, i64)> {
    let (date, time) = typed.trim().split_once(' ')?;
    Some((date.parse().ok()?, minutes_of_day(time)?))
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

/// Each chooses a word. Two equal ones are both dropped, so that nobody learns the word of the other.
fn own_words(
    w: &mut World,
    key_custodian: (Name, String),
    pin_custodian: (Name, String),
) -> Result<RollCall, Stop> {
    for _ in 0..TRIES {
        let roll = RollCall {
            key_custodian: own_word(w, key_custodian.clone())?,
            pin_custodian: own_word(w, pin_custodian.clone())?,
        };
        if !roll.key_custodian.word.is(&roll.pin_custodian.word) {
            return Ok(roll);
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::PrivateWordsNotAccepted,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::ThePrivateWord,
    }))
}

fn own_word(w: &mut World, (id, name): (Name, String)) -> Result<Custodian, Stop> {
    for _ in 0..TRIES {
        let word = w.people.secret(&Prompt::WordOfOwn {
            person: name.clone(),
        })?;
        if word.len() < 4 {
            w.people.tell(&Prompt::TypedWrong {
                what: Clause::PrivateWordTooShort,
            });
            continue;
        }
        let again = w.people.secret(&Prompt::WordOfOwnAgain {
            person: name.clone(),
        })?;
        if again.is(&word) {
            let wrong = Cell::new(0);
            return Ok(Custodian {
                id,
                name,
                word,
                wrong,
            });
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::PrivateWordsDiffer,
        });
    }
    Err(Stop::Refusal(Trouble::TypedTooOften {
        what: Clause::ThePrivateWord,
    }))
}

#[cfg(test)]
mod tests {
    use super::date_and_minutes;

    #[test]
    fn a_watch_is_read_in_the_usual_forms_and_nothing_else() {
        let read = Some((jiff::civil::date(2026, 1, 12), 581));
        assert_eq!(date_and_minutes(" 2026-01-12  9:41"), read);
        assert_eq!(date_and_minutes("2026-01-12 09.41 "), read);
        for wrong in [
            "",
            "9:41",
            "2026-01-12",
            "2026-13-01 9:41",
            "2026-02-30 9:41",
            "2026-01-12 9",
            "2026-01-12 24:00",
            "2026-01-12 12:60",
            "2026-01-12 -1:00",
            "2026-01-12 1:000",
            "2026-01-12 ab:cd",
            "2026-01-12 999999999999999999999:1",
        ] {
            assert_eq!(date_and_minutes(wrong), None, "{wrong}");
        }
    }
}
