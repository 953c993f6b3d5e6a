//! A duty: what must happen, why, by when, and which ceremony answers it.

use super::day;
use crate::custody::{BagSerial, Item, SheetId};
use crate::plan::Name;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Days before its date from which a rotation, or somebody's last day, is due soon.
pub const SOON_ROTATION: i64 = 30;
/// Days before its date from which a check is due soon.
pub const SOON_CHECK: i64 = 14;

/// Something that must happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What is to be done.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// Why.
    pub reason: Reason,
    /// The last day on which it is in time; None: it should be so already.
    pub on: Option<Date>,
    /// Days from today to that day; negative when it has passed. None without a date, or without a day to count from.
    pub days_left: Option<i64>,
    /// How urgent it is.
    pub standing: Standing,
    /// What waits for it, if anything does.
    pub blocks: Option<Blocks>,
    /// Which ceremony of this version does it, if one does.
    pub answered_by: Option<Answer>,
}

/// What is to be done, in the order in which it can be: locks change before things are put away, and a replacement is live
/// before the old thing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The open ceremony goes on to its end.
    FinishCeremony,
    /// What became of a deed is found out.
    Settle,
    /// What was found out about a thing in quarantine is recorded, and it can be relied on again.
    EndQuarantine,
    /// Somebody's last day in the plan comes, or has passed while the plan still lets them open a place.
    PersonLeaves,
    /// A key of the plan is admitted, gets its PIN and its passkey.
    SetUpKey,
    /// A key is set as the plan wants it.
    ConfigureKey,
    /// A key gets a new PIN.
    RotatePin,
    /// An account of the plan gets its first password.
    SetPassword,
    /// An account gets a new password.
    RotatePassword,
    /// A bag goes to its place.
    PutAway,
    /// What the plan does not name any more is taken out of use.
    Retire,
    /// A sheet that is of no use any more is destroyed.
    Destroy,
    /// A sealed bag is looked at.
    Check,
}

impl Kind {
    /// All, in their order.
    pub const ALL: [Kind; 13] = [
        Kind::FinishCeremony,
        Kind::Settle,
        Kind::EndQuarantine,
        Kind::PersonLeaves,
        Kind::SetUpKey,
        Kind::ConfigureKey,
        Kind::RotatePin,
        Kind::SetPassword,
        Kind::RotatePassword,
        Kind::PutAway,
        Kind::Retire,
        Kind::Destroy,
        Kind::Check,
    ];
}

/// What a duty is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The open ceremony, by its number.
    Ceremony(u64),
    /// Somebody.
    Person(Name),
    /// A key, with its PIN and its sheet.
    Key(Name),
    /// An account, with its password and all shares of it.
    Account(Name),
    /// A sheet.
    Sheet(SheetId),
    /// A bag.
    Bag(BagSerial),
}

/// Why something must happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Reason {
    /// A ceremony has begun and not ended.
    Unfinished,
    /// A deed was begun, and its outcome is not known.
    InDoubt {
        /// The entry that says so.
        intent: u64,
    },
    /// Signs of tampering put it into quarantine.
    InQuarantine {
        /// The entry that says so.
        since: u64,
    },
    /// A person takes part no longer than this plan says.
    LastDay {
        /// The places that they open.
        opens: Vec<Name>,
    },
    /// Nobody admitted the key.
    NotAdmitted,
    /// The key has no PIN.
    NoPin,
    /// The key has no passkey that the tenant took.
    NoPasskey,
    /// The account has no live password.
    NoPassword,
    /// It is as old as the plan lets it become.
    Age {
        /// Since when it is live, as the ledger claims.
        since: Timestamp,
    },
    /// Somebody has seen the key's live PIN who must not.
    Seen {
        /// Who.
        by: Name,
        /// Why they must not.
        because: Outsider,
    },
    /// The live PIN is shorter than the plan wants it.
    PinTooShort {
        /// Its digits.
        digits: u32,
        /// The plan's.
        least: u32,
    },
    /// The live password has another number of shares than the plan says.
    ShareCount {
        /// Shares.
        are: usize,
        /// The plan's.
        wanted: usize,
    },
    /// The live password needs another number of shares than the plan says.
    Threshold {
        /// Shares that are needed.
        needed: u32,
        /// The plan's.
        wanted: u32,
    },
    /// The key was not set as the plan wants it.
    NotConfigured,
    /// A bag lies where the plan does not put what is in it.
    Misplaced {
        /// Where it lies.
        lies: Name,
        /// Where the plan puts what is in it.
        belongs: Vec<Name>,
    },
    /// The plan does not name it.
    NotInPlan,
    /// A sheet opens nothing, and will not.
    OfNoUse,
    /// Nobody has had the bag before them for long.
    NotLookedAt {
        /// When people last had it, as the ledger claims.
        since: Timestamp,
        /// Where it lies.
        place: Name,
        /// What is in it.
        items: Vec<Item>,
    },
}

/// Why somebody must not know a key's PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Outsider {
    /// The plan does not name them.
    NotInPlan,
    /// Their last day has passed.
    Left {
        /// That day.
        on: Date,
    },
    /// The plan makes them a key custodian.
    KeyCustodian,
    /// They open the place where the key belongs.
    Opens {
        /// That place.
        place: Name,
    },
}

/// How urgent something is. The last day is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The last day has passed, or it should be so already.
    Overdue,
    /// Within [`SOON_ROTATION`] or [`SOON_CHECK`] days.
    Soon,
    /// Later.
    Later,
    /// The clock is wrong, or the ledger's times are.
    Unknown,
}

/// What waits for a duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Blocks {
    /// Every other ceremony.
    EveryCeremony,
    /// The end of the open ceremony.
    Ending,
    /// This ceremony.
    Ceremony {
        /// Its name.
        name: &'static str,
    },
    /// This person, who may not act as key custodian.
    KeyCustodian {
        /// Who.
        person: Name,
    },
}

/// Which ceremony of this version answers a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The open one: `sealwright run`.
    GoOn,
    /// This one: `sealwright run CEREMONY`, perhaps for one key.
    Run {
        /// Its name.
        ceremony: &'static str,
        /// For this key.
        key: Option<Name>,
    },
}

impl Answer {
    /// What is typed to begin it.
    pub fn command(&self) -> String {
        match self {
            Answer::GoOn => "sealwright run".into(),
            Answer::Run { ceremony, key } => {
                let key = key.as_ref().map(|key| format!(" --key {key}"));
                format!("sealwright run {ceremony}{}", key.unwrap_or_default())
            }
        }
    }
}

impl Duty {
    /// One that should be done already: what is differs from what should be.
    pub(super) fn now(kind: Kind, about: About, reason: Reason) -> Duty {
        Duty {
            kind,
            about,
            reason,
            on: None,
            days_left: None,
            standing: Standing::Overdue,
            blocks: None,
            answered_by: None,
        }
    }

    /// One that has a date.
    pub(super) fn dated(
        kind: Kind,
        about: About,
        reason: Reason,
        on: Date,
        today: Option<Date>,
    ) -> Duty {
        let days_left = today.map(|today| day::left(today, on));
        let soon = match kind {
            Kind::Check => SOON_CHECK,
            _ => SOON_ROTATION,
        };
        Duty {
            on: Some(on),
            days_left,
            standing: match days_left {
                None => Standing::Unknown,
                Some(..0) => Standing::Overdue,
                Some(days) if days <= soon => Standing::Soon,
                Some(_) => Standing::Later,
            },
            ..Duty::now(kind, about, reason)
        }
    }

    pub(super) fn answered_by(self, answer: impl Into<Option<Answer>>) -> Duty {
        let answered_by = answer.into();
        Duty {
            answered_by,
            ..self
        }
    }

    pub(super) fn blocks(self, blocks: impl Into<Option<Blocks>>) -> Duty {
        let blocks = blocks.into();
        Duty { blocks, ..self }
    }
}
