//! What is due, what is open, what can begin.
//!
//! Computed from the ledger, the plan that it carries, and the clock; from nothing else. Times in the ledger are the
//! station's claims: a due date is as good as the clock was.

mod text;

use crate::ceremony::needs::{Ceremony, ceremonies, has_password, is_set_up};
use crate::ceremony::paper::due;
use crate::custody::{BagState, Custody, Item, OpenCeremony};
use crate::plan::{Name, Plan};
use crate::text::{aloud, hex};
use jiff::civil::Date;
use jiff::{Span, Timestamp, tz::TimeZone};
use serde::Serialize;
use serde_json::Value;

/// Days before its date from which a rotation, or somebody's last day, is due soon.
pub const SOON_ROTATION: i64 = 30;
/// Days before its date from which a check is due soon.
pub const SOON_CHECK: i64 = 14;

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
    /// Everything that has a date, or should be there and is not: what is due first stands first.
    pub due: Vec<Due>,
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
    /// Its title.
    pub title: String,
    /// When it began, as the ledger claims.
    pub began: Timestamp,
    /// Steps that have ended.
    pub steps_done: usize,
    /// Steps that it has.
    pub steps: usize,
    /// The number of the next step, such as `3.2`.
    pub next_step: Option<String>,
    /// What lies on the table, in words: `key alpha-1`, `sheet P-0001`, `bag SW-410001`.
    pub still_out: Vec<String>,
    /// Whether a PIN or a password may be live without having been confirmed.
    pub in_doubt: bool,
}

/// Something with a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// How urgent it is.
    pub standing: Standing,
    /// What is to be done.
    pub task: Task,
    /// What it is about: the name of a key, account or person, or a sheet's serial.
    pub subject: String,
    /// For a check: the bag that it is in.
    pub bag: Option<String>,
    /// For a check: the place where the bag lies.
    pub place: Option<String>,
    /// Since when, as the ledger claims; for a check, when people last had the bag before them.
    pub since: Option<Timestamp>,
    /// The last day on which it is in time (UTC); None: it should be so already.
    pub on: Option<Date>,
    /// Days from today to that day; negative when it has passed.
    pub days_left: Option<i64>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// A key of the plan gets its PIN and its passkey.
    SetUpKey,
    /// An account of the plan gets its first password.
    SetPassword,
    /// A key gets a new PIN.
    RotatePin,
    /// An account gets a new password.
    RotatePassword,
    /// A key or sheet in its bag is looked at.
    Check,
    /// Somebody's last day in the plan comes, or has passed while the plan still lets them open a place.
    PersonLeaves,
}

/// How urgent something is. The last day is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The last day has passed.
    Overdue,
    /// Within [`SOON_ROTATION`] or [`SOON_CHECK`] days.
    Soon,
    /// Later.
    Later,
    /// The clock is wrong, or the ledger's times are.
    Unknown,
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
    /// How a book stands at `now`. `draft` serves one purpose: while no plan binds, what first setup needs is told from
    /// it.
    pub fn of(custody: &Custody, draft: Option<&Plan>, now: Timestamp) -> Status {
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let clock_behind = custody.latest().filter(|latest| now < *latest);
        let today = match clock_behind {
            Some(_) => None,
            None => Some(day(now)),
        };
        Status {
            now,
            clock_behind,
            rehearsal: custody.is_rehearsal(),
            origin: custody.origin().to_owned(),
            organisation: custody.plan().map(|plan| plan.organisation.clone()),
            entries: custody.entries(),
            unfinished: custody.ceremony().map(|open| unfinished(custody, open)),
            due: custody
                .plan()
                .map(|plan| all_due(custody, plan, today))
                .unwrap_or_default(),
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
        let overdue = |due: &Due| due.standing == Standing::Overdue;
        self.unfinished.is_some() || self.due.iter().any(overdue)
    }

    /// Whether what is due could be told: not with a clock that is earlier than the ledger.
    pub fn could_tell(&self) -> bool {
        self.clock_behind.is_none()
    }

    /// For people: at most 80 columns, what is due first.
    pub fn text(&self) -> String {
        text::of(self)
    }

    /// For machines: the fields, and `verdict` and `action_needed`.
    pub fn json(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(members) = &mut value {
            members.insert("verdict".into(), "valid".into());
            members.insert("action_needed".into(), self.action_needed().into());
        }
        value
    }
}

fn unfinished(custody: &Custody, open: &OpenCeremony) -> Unfinished {
    let (items, bags) = custody.loose();
    let items = items.iter().map(ToString::to_string);
    Unfinished {
        name: open.script.template.to_string(),
        number: open.number,
        title: open.script.title.clone(),
        began: open.began,
        steps_done: open.steps_ended,
        steps: open.script.steps().count(),
        next_step: open.next_step().map(|step| step.number.clone()),
        still_out: items
            .chain(bags.iter().map(|bag| format!("bag {bag}")))
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

fn all_due(custody: &Custody, plan: &Plan, today: Option<Date>) -> Vec<Due> {
    let mut all = not_there(custody, plan);
    all.extend(rotations(custody, plan, today));
    all.extend(checks(custody, plan, today));
    all.extend(last_days(plan, today));
    all.sort_by(|a, b| (a.on, a.task, &a.subject).cmp(&(b.on, b.task, &b.subject)));
    all
}

/// What the plan has and the ledger does not. While a ceremony is open, it may be on its way.
fn not_there(custody: &Custody, plan: &Plan) -> Vec<Due> {
    if custody.ceremony().is_some() {
        return Vec::new();
    }
    let missing = |task, subject: &Name| Due {
        standing: Standing::Overdue,
        task,
        subject: subject.to_string(),
        bag: None,
        place: None,
        since: None,
        on: None,
        days_left: None,
    };
    let keys = plan.keys.iter().filter(|key| !is_set_up(custody, &key.id));
    let accounts = plan.accounts.iter();
    let accounts = accounts.filter(|account| !has_password(custody, &account.id));
    keys.map(|key| missing(Task::SetUpKey, &key.id))
        .chain(accounts.map(|account| missing(Task::SetPassword, &account.id)))
        .collect()
}

fn rotations(custody: &Custody, plan: &Plan, today: Option<Date>) -> Vec<Due> {
    let months = plan.rules.rotate_every_months;
    let rotation = |task, subject: &Name, since: Option<Timestamp>| {
        let on = due(day(since?), months);
        Some(dated(task, subject.as_str(), since, on, today))
    };
    let pin = |key: &Name| custody.keys().get(key).and_then(|key| key.pin_at);
    let password = |account: &Name| custody.passwords().get(account).and_then(|p| p.live_at);
    let keys = plan.keys.iter().map(|key| &key.id);
    let accounts = plan.accounts.iter().map(|account| &account.id);
    keys.filter_map(|key| rotation(Task::RotatePin, key, pin(key)))
        .chain(accounts.filter_map(|a| rotation(Task::RotatePassword, a, password(a))))
        .collect()
}

fn checks(custody: &Custody, plan: &Plan, today: Option<Date>) -> Vec<Due> {
    let mut all = Vec::new();
    for (serial, bag) in custody.bags() {
        if !matches!(bag.state, BagState::Sealed | BagState::Away { .. }) {
            continue;
        }
        let days = Span::new().try_days(plan.rules.check_every_days);
        let on = day(bag.seen).checked_add(days.unwrap_or_default());
        let on = on.unwrap_or(Date::MAX);
        for item in &bag.items {
            let mut check = dated(Task::Check, name_of(item), Some(bag.seen), on, today);
            check.bag = Some(serial.to_string());
            check.place = Some(bag.place.to_string());
            all.push(check);
        }
    }
    all
}

fn name_of(item: &Item) -> &str {
    match item {
        Item::Key { key } => key.as_str(),
        Item::Sheet { sheet } => sheet.as_str(),
    }
}

/// People whose last day comes soon; and those whose last day has passed while the plan lets them open a place.
fn last_days(plan: &Plan, today: Option<Date>) -> Vec<Due> {
    let Some(today) = today else {
        return Vec::new();
    };
    let opens = |person: &Name| plan.places.iter().any(|p| p.opened_by.contains(person));
    let leaving = |person: &crate::plan::Person| {
        let leaves = dated(
            Task::PersonLeaves,
            person.id.as_str(),
            None,
            person.until?,
            Some(today),
        );
        match leaves.standing {
            Standing::Soon => Some(leaves),
            Standing::Overdue if opens(&person.id) => Some(leaves),
            _ => None,
        }
    };
    plan.people.iter().filter_map(leaving).collect()
}

fn dated(
    task: Task,
    subject: &str,
    since: Option<Timestamp>,
    on: Date,
    today: Option<Date>,
) -> Due {
    let days_left = today.and_then(|today| today.until(on).ok());
    let days_left = days_left.map(|span| i64::from(span.get_days()));
    let soon = match task {
        Task::Check => SOON_CHECK,
        _ => SOON_ROTATION,
    };
    Due {
        standing: match days_left {
            None => Standing::Unknown,
            Some(..0) => Standing::Overdue,
            Some(days) if days <= soon => Standing::Soon,
            Some(_) => Standing::Later,
        },
        task,
        subject: subject.to_owned(),
        bag: None,
        place: None,
        since,
        on: Some(on),
        days_left,
    }
}

/// The day of a moment, as on paper: in UTC.
fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
