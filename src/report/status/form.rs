//! How a book stands, as data.

use crate::ceremony::needs::{Ceremony, ceremonies};
use crate::custody::{Custody, OpenCeremony};
use crate::duty::{self, Duty, Standing};
use crate::plan::{Name, Plan};
use crate::text::language::{Language, Texts};
use crate::text::{aloud, hex};
use crate::words::clause::Thing;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// How a book stands. Its JSON is [`Status::json`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The clock, in whole seconds.
    pub now: Timestamp,
    /// The latest time in the ledger, where the clock is earlier: then one of them is wrong, and no date is judged.
    pub clock_behind: Option<Timestamp>,
    /// Whether this is a rehearsal's book (I10).
    pub rehearsal: bool,
    /// The book's origin.
    pub origin: String,
    /// Whose book it is; None while no plan binds.
    pub organisation: Option<String>,
    /// Entries in the ledger.
    pub entries: u64,
    /// The ceremony that has begun and not ended.
    pub unfinished: Option<Unfinished>,
    /// What must happen, and why.
    #[serde(skip)]
    pub duties: Vec<Duty>,
    /// The last head that was recorded: what stands on the minutes.
    pub head: Option<LastHead>,
    /// FIDO's list of authenticators that was carried in last.
    pub list: Option<CarriedList>,
    /// The ceremonies that there are.
    pub ceremonies: Vec<Ceremony>,
}

/// A ceremony that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unfinished {
    /// Its template's name, such as `annual-rotation`.
    pub name: String,
    /// Its number in the book, from 1.
    pub number: u64,
    /// Its title; for machines in English.
    #[serde(serialize_with = "title_in_english")]
    pub title: Texts,
    /// When it began, as the ledger claims.
    pub began: Timestamp,
    /// Steps that have ended.
    pub steps_done: usize,
    /// Steps that it has.
    pub steps: usize,
    /// The number of the next step, such as `3.2`.
    pub next_step: Option<String>,
    /// What lies on the table; for machines in words: `key alpha-1`, `sheet P-0001`, `bag SW-410001`.
    #[serde(serialize_with = "in_english")]
    pub still_out: Vec<Thing>,
    /// Whether a PIN or a password may be live without having been confirmed.
    pub in_doubt: bool,
}

/// The last head that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastHead {
    /// Entries that it covers.
    pub size: u64,
    /// Entries written after those.
    pub entries_after: u64,
    /// When it was recorded, as the ledger claims.
    pub recorded: Option<Timestamp>,
    /// In words, as on the minutes.
    pub words: String,
    /// SHA-256 of its text, lower-case hex.
    pub hash: String,
    /// For whom minutes with it were printed; whether they signed them, no ledger tells.
    pub minutes_for: Vec<String>,
}

/// FIDO's list of authenticators that was carried in last. A newer one comes out each month, and none is needed before a
/// new key comes in: an old list is told, and is nobody's duty yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedList {
    /// Its number.
    pub number: u64,
    /// The day by which a newer one comes out.
    pub next_update: Date,
    /// Whether that day has passed; None: the clock is wrong, or the ledger's times are.
    pub is_stale: Option<bool>,
}

impl Status {
    /// How a book stands at `now`. From the draft it is told what the ceremonies need that would adopt it.
    pub fn of(custody: &Custody, draft: Option<&Plan>, now: Timestamp) -> Status {
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let today = duty::today(custody, now);
        Status {
            now,
            clock_behind: custody.latest().filter(|_| today.is_none()),
            rehearsal: custody.is_rehearsal(),
            origin: custody.origin().to_owned(),
            organisation: custody.plan().map(|plan| plan.organisation.clone()),
            entries: custody.entries(),
            unfinished: custody.ceremony().map(|open| unfinished(custody, open)),
            duties: duty::now(custody, today),
            head: last_head(custody),
            list: custody.metadata().map(|list| CarriedList {
                number: list.number,
                next_update: list.next_update,
                is_stale: today.map(|today| list.is_stale(today)),
            }),
            ceremonies: ceremonies(custody, draft, today),
        }
    }

    /// Whether somebody has to do something: a ceremony is unfinished, or something is overdue.
    pub fn action_needed(&self) -> bool {
        let overdue = |duty: &Duty| duty.standing == Standing::Overdue;
        self.duties.iter().any(overdue)
    }

    /// Whether what is due could be told: not with a clock that is earlier than the ledger.
    pub fn could_tell(&self) -> bool {
        self.clock_behind.is_none()
    }
}

fn title_in_english<S: Serializer>(title: &Texts, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(title.of(Language::English))
}

fn in_english<S: Serializer>(things: &[Thing], to: S) -> Result<S::Ok, S::Error> {
    let things = things.iter().map(|thing| thing.said(Language::English));
    let things: Vec<String> = things.collect();
    things.serialize(to)
}

fn unfinished(custody: &Custody, open: &OpenCeremony) -> Unfinished {
    let (items, bags) = custody.loose();
    let items = items.iter().map(Thing::from);
    Unfinished {
        name: open.script.template.name.to_string(),
        number: open.number,
        title: open.script.template.title.clone(),
        began: open.began,
        steps_done: open.steps_ended,
        steps: open.script.steps().count(),
        next_step: open.next_step().map(|step| step.number.clone()),
        still_out: items
            .chain(bags.iter().map(|bag| Thing::Bag(bag.clone())))
            .collect(),
        in_doubt: custody.armed(),
    }
}

fn last_head(custody: &Custody) -> Option<LastHead> {
    let (size, _) = custody.last_checkpoint()?;
    let hash = custody.head_hash(size)?;
    let people = custody.plan().map(|plan| plan.people.as_slice());
    let theirs = |person: &Name| custody.minutes_of(person) == Some(size);
    let people = people.unwrap_or_default().iter().map(|p| &p.id);
    Some(LastHead {
        size,
        entries_after: custody.entries().saturating_sub(size),
        recorded: custody.last_checkpoint_at(),
        words: aloud::words(&hash),
        hash: hex::encode(&hash),
        minutes_for: people.filter(|p| theirs(p)).map(Name::to_string).collect(),
    })
}
