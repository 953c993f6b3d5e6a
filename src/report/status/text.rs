//! A status for people.

use super::json::{name, subject};
use super::{CarriedList, LastHead, Status, Unfinished};
use crate::ceremony::needs::{BagToFetch, Ceremony, Needs, Printed};
use crate::duty::{Duty, Kind, Reason, Standing};
use crate::text::safe::Safe;
use crate::text::wrap::wrap;
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;

/// Columns.
const WIDTH: usize = 80;

pub fn of(status: &Status) -> String {
    let mut text = title(status);
    if let Some(latest) = status.clock_behind {
        text.push_str(&line(
            0,
            &format!(
                "THE CLOCK IS WRONG, OR THE LEDGER'S TIMES ARE: it is {}, and an entry was written {}. What is due \
                 cannot be told before the clock is right.",
                moment(status.now),
                moment(latest)
            ),
        ));
        text.push('\n');
    }
    if let Some(open) = &status.unfinished {
        text.push_str(&unfinished(open));
    }
    text.push_str(&dues(status));
    if let Some(head) = &status.head {
        text.push_str(&last_head(head));
    }
    if let Some(list) = &status.list {
        text.push_str(&carried_list(list));
    }
    text.push_str("Ceremonies\n");
    for ceremony in &status.ceremonies {
        text.push_str(&one_ceremony(ceremony));
    }
    text
}

fn title(status: &Status) -> String {
    let mut text = match &status.organisation {
        Some(organisation) => line(0, &format!("{organisation}, {}", moment(status.now))),
        None => line(
            0,
            &format!("A book without a plan that binds, {}", moment(status.now)),
        ),
    };
    if status.rehearsal {
        text.push_str("REHEARSAL: nothing in it is real\n");
    }
    text.push('\n');
    text
}

fn unfinished(open: &Unfinished) -> String {
    let mut text = String::from("Unfinished\n");
    text.push_str(&line(
        2,
        &format!(
            "Ceremony {}, {}, began {}: {} of {} steps have ended{}.",
            open.number,
            open.title,
            moment(open.began),
            open.steps_done,
            open.steps,
            match &open.next_step {
                Some(next) => format!("; next is {next}"),
                None => String::new(),
            }
        ),
    ));
    let out = match open.still_out.is_empty() {
        true => "Nothing is out.".to_owned(),
        false => format!("STILL OUT: {}.", open.still_out.join(", ")),
    };
    text.push_str(&line(2, &out));
    if open.in_doubt {
        text.push_str(&line(
            2,
            "A PIN or password may be live without having been confirmed: keep every sheet.",
        ));
    }
    text.push_str("  sealwright run goes on with it.\n\n");
    text
}

fn dues(status: &Status) -> String {
    if status.organisation.is_none() {
        return "Nothing is due: no plan binds yet. first-setup comes first.\n\n".into();
    }
    // An unfinished ceremony has a paragraph of its own.
    let duties = status.duties.iter();
    let mut duties: Vec<&Duty> = duties.filter(|d| d.kind != Kind::FinishCeremony).collect();
    duties.sort_by_key(|duty| duty.on);
    let mut text = String::new();
    for (standing, heading) in [
        (Standing::Overdue, "Overdue"),
        (Standing::Soon, "Due soon"),
        (Standing::Unknown, "With a date"),
    ] {
        let these = duties.iter().filter(|duty| duty.standing == standing);
        let these: Vec<&Duty> = these.copied().collect();
        if !these.is_empty() {
            text.push_str(&format!("{heading}\n{}\n", grouped(&these)));
        }
    }
    if text.is_empty() && status.could_tell() {
        text.push_str("Nothing is due.\n");
        let mut later = duties.iter().filter(|d| d.standing == Standing::Later);
        if let Some(first) = later.next() {
            let same = |duty: &&&Duty| duty.on == first.on && duty.kind == first.kind;
            let next: Vec<&Duty> = duties.iter().filter(same).copied().collect();
            text.push_str(&format!("Next:\n{}", grouped(&next)));
        }
        text.push('\n');
    }
    text
}

/// A paragraph for each day and task.
fn grouped(duties: &[&Duty]) -> String {
    let mut text = String::new();
    for group in duties.chunk_by(|a, b| (a.on, a.kind) == (b.on, b.kind)) {
        let Some(first) = group.first() else {
            continue;
        };
        let subjects: Vec<String> = group.iter().flat_map(|duty| subjects(duty)).collect();
        let on = first.on.map(|on: Date| on.to_string()).unwrap_or_default();
        let days = match first.days_left {
            None => String::new(),
            Some(0) => " (today)".into(),
            Some(-1) => " (1 day ago)".into(),
            Some(1) => " (in 1 day)".into(),
            Some(days @ ..0) => format!(" ({} days ago)", -days),
            Some(days) => format!(" (in {days} days)"),
        };
        text.push_str(&wrapped(
            14,
            &format!(
                "  {on:<10}  {}: {}{days}",
                to_do(first.kind),
                subjects.join(", ")
            ),
        ));
    }
    text
}

fn subjects(duty: &Duty) -> Vec<String> {
    match &duty.reason {
        Reason::NotLookedAt { items, .. } => items.iter().map(name).collect(),
        _ => vec![subject(&duty.about)],
    }
}

fn to_do(kind: Kind) -> &'static str {
    match kind {
        Kind::FinishCeremony => "unfinished, ceremonies",
        Kind::Settle => "in doubt",
        Kind::PersonLeaves => "last day in the plan of",
        Kind::SetUpKey => "not set up, keys",
        Kind::ConfigureKey => "not set as the plan wants, keys",
        Kind::RotatePin => "new PINs for",
        Kind::SetPassword => "without a password, accounts",
        Kind::RotatePassword => "new passwords for",
        Kind::PutAway => "in the wrong place, bags",
        Kind::Retire => "not in the plan",
        Kind::Destroy => "of no use, sheets",
        Kind::Check => "look at what is sealed",
    }
}

fn last_head(head: &LastHead) -> String {
    let when = head.recorded.map(moment).unwrap_or_default();
    let minutes = match head.minutes_for.is_empty() {
        true => "No minutes with it were printed yet.".to_owned(),
        false => format!("Minutes with it: {}.", head.minutes_for.join(", ")),
    };
    let after = match head.entries_after {
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    };
    format!(
        "Last head, {when}, over {} entries; {after} after it\n{}{}\n",
        head.size,
        line(2, &head.words),
        line(2, &minutes)
    )
}

fn carried_list(list: &CarriedList) -> String {
    let (number, until) = (list.number, list.next_update);
    let text = match list.is_stale {
        Some(true) => format!(
            "FIDO's list {number}: a newer one was due by {until}. What became known of models since is not in it. \
             Before a new key comes in, carry the newer one in: sealwright run import-metadata"
        ),
        _ => format!("FIDO's list {number}; a newer one is due by {until}"),
    };
    format!("{}\n", wrapped(2, &text))
}

fn one_ceremony(ceremony: &Ceremony) -> String {
    let can = match &ceremony.why_not {
        None => "can begin".to_owned(),
        Some(why) => format!("cannot begin: {why}"),
    };
    let mut text = wrapped(6, &format!("  {}: {can}", ceremony.name));
    if let Some(needs) = ceremony.needs.as_ref().filter(|_| ceremony.can_start) {
        text.push_str(&needed(needs));
    }
    text
}

fn needed(needs: &Needs) -> String {
    let mut text = String::new();
    let mut say = |what: &str, words: &str| {
        if !words.is_empty() {
            text.push_str(&wrapped(15, &format!("    {what:<9}  {words}")));
        }
    };
    for people in &needs.people {
        say(
            "people",
            &format!(
                "{} {} of: {}",
                people.count,
                people.role.in_words(),
                people.available.join(", ")
            ),
        );
    }
    say("keys", &needs.keys.join(", "));
    say("new keys", &needs.new_keys.join(", "));
    for (place, bags) in by_place(&needs.fetch) {
        say("fetch", &format!("from {place}: {}", bags.join(", ")));
    }
    say("new bags", &needs.new_bags.to_string());
    let printed: Vec<String> = needs.print.iter().map(counted).collect();
    say(
        "printer",
        &match needs.printer {
            true => format!(
                "{} sheets of paper or more: {}",
                needs.paper,
                printed.join(", ")
            ),
            false => "none".into(),
        },
    );
    say(
        "time",
        &format!(
            "about {} minutes: {} steps, about {} questions and initials",
            needs.minutes, needs.steps, needs.prompts
        ),
    );
    text
}

/// What is fetched from each place, with each place once.
fn by_place(fetch: &[BagToFetch]) -> BTreeMap<&str, Vec<String>> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for bag in fetch {
        let one = format!("bag {} ({})", bag.bag, bag.items.join(", "));
        places.entry(&bag.place_name).or_default().push(one);
    }
    places
}

fn counted(printed: &Printed) -> String {
    let (one, more) = match printed.what {
        "test-page" => ("test page", "test pages"),
        "bag-labels" => ("list of labels", "lists of labels"),
        "leaflet" => ("leaflet", "leaflets"),
        "pin-sheet" => ("PIN sheet", "PIN sheets"),
        "share-sheet" => ("share sheet", "share sheets"),
        "flush-page" => ("flush page", "flush pages"),
        "receipt" => ("receipt", "receipts"),
        other => (other, other),
    };
    match printed.documents {
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn line(indent: usize, text: &str) -> String {
    wrapped(0, &format!("{}{text}", " ".repeat(indent)))
}

/// Wrapped, what follows a break `hang` columns in from the left edge; and safe to show.
fn wrapped(hang: usize, text: &str) -> String {
    let text: String = Safe::new(text, 4000).into();
    let indent = text.chars().take_while(|c| *c == ' ').count();
    format!("{}\n", wrap(&text, hang.saturating_sub(indent), WIDTH))
}
