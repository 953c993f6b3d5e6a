//! Status, in English.

use super::thing;
use crate::custody::procedure::Prints;
use crate::duty::{About, Duty, Kind, Outsider, Reason};
use crate::plan::{Name, Role};
use crate::text::language::Language;
use crate::words::clause::Thing;
use crate::words::status::{Line, Need, Obstacle};

pub(super) fn line(line: &Line) -> String {
    match *line {
        Line::NoBook { folder, why } => format!(
            "There is no book to show in {folder}:\n{why}\n\nsealwright init DIR makes one. In the meantime you can rehearse; nothing is kept of it."
        ),
        Line::NoPlanBinds { at } => format!("A book in which no plan binds yet, {at}"),
        Line::Rehearsal => "REHEARSAL: nothing in it is real".into(),
        Line::ClockBehind { now, latest } => format!(
            "THE CLOCK IS WRONG, OR THE LEDGER'S TIMES ARE: it is {now}, and an entry was written {latest}. What is due \
             cannot be told before the clock is right."
        ),
        Line::Unfinished => "Unfinished".into(),
        Line::OpenCeremony {
            number,
            title,
            began,
            done,
            steps,
            next,
        } => {
            let next = next.map_or(String::new(), |next| format!("; next is {next}"));
            format!(
                "Ceremony {number}, {title}, began {began}: {done} of {steps} steps have ended{next}."
            )
        }
        Line::NothingIsOut => "Nothing is out.".into(),
        Line::StillOut { things } => format!("STILL OUT: {}.", all(things)),
        Line::InDoubt => {
            "A PIN or password may be live without having been confirmed: keep every sheet.".into()
        }
        Line::GoOn => "Continue with sealwright run.".into(),
        Line::NothingWithoutPlan => {
            "Nothing is due: no plan binds yet. first-setup comes first.".into()
        }
        Line::Overdue => "Overdue".into(),
        Line::DueSoon => "Due soon".into(),
        Line::WithADate => "With a date".into(),
        Line::NothingIsDue => "Nothing is due.".into(),
        Line::Next => "Next:".into(),
        Line::ToDo(kind) => to_do(kind).into(),
        Line::DaysLeft(days) => match days {
            0 => "today".into(),
            -1 => "1 day ago".into(),
            1 => "in 1 day".into(),
            ..0 => format!("{} days ago", -days),
            _ => format!("in {days} days"),
        },
        Line::Duty(of) => duty(of),
        Line::AnsweredBy(Some(answer)) => format!("Run {}.", answer.command()),
        Line::AnsweredBy(None) => "No ceremony of this version does this.".into(),
        Line::Brings => "If this draft were adopted, this would have to be done:".into(),
        Line::BringsNothing => {
            "If this draft were adopted, nothing new would have to be done.".into()
        }
        Line::Ends => "This would no longer have to be done:".into(),
        Line::LastHead { at, size, after } => {
            let after = counted(after, "entry", "entries");
            format!("Last head, {at}, over {size} entries; {after} after it")
        }
        Line::MinutesFor { people } => format!("Minutes with it: {people}."),
        Line::NoMinutes => "No minutes with it were printed yet.".into(),
        Line::List {
            number,
            until,
            stale: false,
        } => format!("FIDO's list {number}; a newer one is due by {until}"),
        Line::List { number, until, .. } => format!(
            "FIDO's list {number}: a newer one was due by {until}. What became known of models since is not in it. \
             Before a new key comes in, carry the newer one in: sealwright run import-metadata"
        ),
        Line::Ceremonies => "Ceremonies".into(),
        Line::CanBegin => "can begin".into(),
        Line::CannotBegin(why) => format!("cannot begin: {}", obstacle(why)),
        Line::Need(what) => need(what).into(),
        Line::People { count, role, names } => format!("{count} {} of: {names}", self::role(role)),
        Line::Fetch { place, bags } => format!("from {place}: {bags}"),
        Line::BagWith { bag, things } => format!("bag {bag} ({})", all(things)),
        Line::Printed { what, documents } => printed(what, documents),
        Line::Paper { sheets, printed } => format!("{sheets} sheets of paper or more: {printed}"),
        Line::NoPrinter => "none".into(),
        Line::Time {
            minutes,
            steps,
            prompts,
        } => format!(
            "about {minutes} minutes: {steps} steps, about {prompts} questions and initials"
        ),
    }
}

pub(super) fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::Open { number, title } => {
            let title = title.of(Language::English);
            format!("ceremony {number} ({title}) is open and comes first")
        }
        Obstacle::NoDraft => {
            "the draft, plan.toml, is missing or has errors: see sealwright plan check".into()
        }
        Obstacle::NoPlan => "no plan binds yet: first-setup comes first".into(),
        Obstacle::PlanChanged => {
            "the draft differs from the adopted plan: change-plan adopts it".into()
        }
        Obstacle::AllSetUp => "every key and password of the plan is set up".into(),
        Obstacle::KeyNotSealed { key } => {
            format!("key {key} or its PIN sheet is not in a bag: first-setup comes first")
        }
        Obstacle::SharesNotSealed { account } => {
            format!("the shares of {account} are not in bags: first-setup comes first")
        }
        Obstacle::Nobody { role: of } => {
            format!("nobody who takes part today may act as {}", role(*of))
        }
    }
}

fn to_do(kind: Kind) -> &'static str {
    match kind {
        Kind::FinishCeremony => "bring to its end, ceremony",
        Kind::Settle => "find out what became of",
        Kind::EndQuarantine => "end the quarantine of",
        Kind::PersonLeaves => "last day in the plan of",
        Kind::SetUpKey => "set up, keys",
        Kind::ConfigureKey => "configure, keys",
        Kind::RotatePin => "new PINs for",
        Kind::SetPassword => "first passwords for",
        Kind::RotatePassword => "new passwords for",
        Kind::PutAway => "put in its place, bag",
        Kind::Retire => "take out of use",
        Kind::Destroy => "destroy, sheets",
        Kind::Check => "look at what is sealed",
    }
}

fn duty(duty: &Duty) -> String {
    let what = about(&duty.about);
    match &duty.reason {
        Reason::Unfinished => format!("{what} is not finished."),
        Reason::InDoubt { intent } => {
            format!("{what}: it is not known whether what entry {intent} began was done.")
        }
        Reason::InQuarantine { since } => format!(
            "{what} is in quarantine since entry {since}: signs of tampering. Find out what happened. Until then, do not rely on it."
        ),
        Reason::LastDay { opens } if opens.is_empty() => format!("Last day in the plan: {what}."),
        Reason::LastDay { opens } => {
            format!("Last day in the plan: {what}, who opens {}.", names(opens))
        }
        Reason::NotAdmitted => format!("{what} has not been admitted."),
        Reason::NoPin => format!("{what} has no PIN."),
        Reason::NoPasskey => format!("{what} has no passkey that the tenant accepted."),
        Reason::NoPassword => format!("{what} has no password."),
        Reason::Age { .. } => match duty.kind {
            Kind::RotatePassword => format!("{what} needs a new password."),
            _ => format!("{what} needs a new PIN."),
        },
        Reason::Seen { by, because } => {
            let because = match because {
                Outsider::NotInPlan => "whom the plan does not name".to_owned(),
                Outsider::Left { on } => format!("whose last day was {on}"),
                Outsider::KeyCustodian => "whom the plan makes a key custodian".into(),
                Outsider::Opens { place } => format!("who opens {place}, where the key belongs"),
            };
            format!("{what} needs a new PIN: it was seen by {by}, {because}.")
        }
        Reason::PinTooShort { digits, least } => {
            format!("{what} needs a new PIN: it has {digits} digits, and the plan wants {least}.")
        }
        Reason::ShareCount { are, wanted } => format!(
            "{what} needs a new password: it has {are} shares, and the plan wants {wanted}."
        ),
        Reason::Threshold { needed, wanted } => format!(
            "{what} needs a new password: {needed} of its shares are enough, and the plan wants {wanted}."
        ),
        Reason::NotConfigured => format!("{what} is not configured as the plan wants."),
        Reason::Misplaced { lies, belongs } => {
            format!("{what} lies in {lies}. It belongs in {}.", names(belongs))
        }
        Reason::NotInPlan => match duty.about {
            About::Bag(_) => format!("{what} lies in a place that the plan does not name."),
            About::Account(_) => {
                format!("{what} has a live password, and the plan does not name it.")
            }
            _ => format!("{what} is in custody, and the plan does not name it."),
        },
        Reason::OfNoUse => format!("{what} is no longer of use. Destroy it."),
        Reason::NotLookedAt { place, items, .. } => {
            let things: Vec<Thing> = items.iter().map(Into::into).collect();
            format!("{what} ({}) in {place}: look at it.", all(&things))
        }
    }
}

fn about(about: &About) -> String {
    match about {
        About::Ceremony(number) => format!("Ceremony {number}"),
        About::Person(person) => person.to_string(),
        About::Key(key) => format!("Key {key}"),
        About::Account(account) => format!("Account {account}"),
        About::Sheet(sheet) => format!("Sheet {sheet}"),
        About::Bag(bag) => format!("Bag {bag}"),
    }
}

fn need(what: Need) -> &'static str {
    match what {
        Need::People => "people",
        Need::Keys => "keys",
        Need::NewKeys => "new keys",
        Need::Fetch => "fetch",
        Need::NewBags => "new bags",
        Need::Printer => "printer",
        Need::Time => "time",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::KeyCustodian => "key custodian",
        Role::PinCustodian => "PIN custodian",
        Role::ShareHolder => "share holder",
        Role::Witness => "witness",
    }
}

fn printed(what: Prints, documents: usize) -> String {
    let (one, more) = match what {
        Prints::TestPage => ("test page", "test pages"),
        Prints::BagLabels => ("list of labels", "lists of labels"),
        Prints::Leaflets => ("leaflet", "leaflets"),
        Prints::PinSheet => ("PIN sheet", "PIN sheets"),
        Prints::ShareSheets => ("share sheet", "share sheets"),
        Prints::FlushPage => ("flush page", "flush pages"),
        Prints::Receipts => ("receipt", "receipts"),
        Prints::Minutes => ("copy of the minutes", "copies of the minutes"),
    };
    counted(documents as u64, one, more)
}

fn counted(n: u64, one: &str, more: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

fn names(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}

fn all(things: &[Thing]) -> String {
    thing::all(things).join(", ")
}
