//! A status for people, in their language.

use super::form::{CarriedList, LastHead, Status, Unfinished};
use super::json::{name, subject};
use crate::ceremony::needs::{BagToFetch, Ceremony, Needs};
use crate::duty::{Duty, Kind, Reason, Standing};
use crate::text::language::Language;
use crate::text::safe::Safe;
use crate::text::wrap::wrap;
use crate::words::clause::Thing;
use crate::words::status::{Line, Need};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Columns.
const WIDTH: usize = 80;
/// Columns before what is due, where its date stands.
const DATE: usize = 14;

impl Status {
    /// For people: at most 80 columns, what is due first.
    pub fn text(&self, language: Language) -> String {
        of(self, language)
    }
}

fn of(status: &Status, language: Language) -> String {
    let mut text = title(status, language);
    if let Some(latest) = status.clock_behind {
        let (now, latest) = (moment(status.now), moment(latest));
        let clock = Line::ClockBehind {
            now: &now,
            latest: &latest,
        };
        text += &format!("{}\n", line(0, &clock.said(language)));
    }
    if let Some(open) = &status.unfinished {
        text += &unfinished(open, language);
    }
    text += &dues(status, language);
    if let Some(head) = &status.head {
        text += &last_head(head, language);
    }
    if let Some(list) = &status.list {
        text += &carried_list(list, language);
    }
    text += &line(0, &Line::Ceremonies.said(language));
    for ceremony in &status.ceremonies {
        text += &one_ceremony(ceremony, language);
    }
    text
}

fn title(status: &Status, language: Language) -> String {
    let now = moment(status.now);
    let mut text = match &status.organisation {
        Some(organisation) => line(0, &format!("{organisation}, {now}")),
        None => line(0, &Line::NoPlanBinds { at: &now }.said(language)),
    };
    if status.rehearsal {
        text += &line(0, &Line::Rehearsal.said(language));
    }
    text.push('\n');
    text
}

fn unfinished(open: &Unfinished, language: Language) -> String {
    let began = moment(open.began);
    let ceremony = Line::OpenCeremony {
        number: open.number,
        title: open.title.of(language),
        began: &began,
        done: open.steps_done,
        steps: open.steps,
        next: open.next_step.as_deref(),
    };
    let out = match open.still_out.as_slice() {
        [] => Line::NothingIsOut,
        things => Line::StillOut { things },
    };
    let doubt = open.in_doubt.then_some(Line::InDoubt);
    let mut text = line(0, &Line::Unfinished.said(language));
    for said in [ceremony, out].into_iter().chain(doubt).chain([Line::GoOn]) {
        text += &line(2, &said.said(language));
    }
    text + "\n"
}

fn dues(status: &Status, language: Language) -> String {
    if status.organisation.is_none() {
        return line(0, &Line::NothingWithoutPlan.said(language)) + "\n";
    }
    // An unfinished ceremony has a paragraph of its own.
    let duties = status.duties.iter();
    let mut duties: Vec<&Duty> = duties.filter(|d| d.kind != Kind::FinishCeremony).collect();
    duties.sort_by_key(|duty| duty.on);
    let mut text = String::new();
    for (standing, heading) in [
        (Standing::Overdue, Line::Overdue),
        (Standing::Soon, Line::DueSoon),
        (Standing::Unknown, Line::WithADate),
    ] {
        let these = duties.iter().filter(|duty| duty.standing == standing);
        let these: Vec<&Duty> = these.copied().collect();
        if !these.is_empty() {
            let heading = line(0, &heading.said(language));
            text += &format!("{heading}{}\n", listed(&these, language));
        }
    }
    if text.is_empty() && status.could_tell() {
        text += &line(0, &Line::NothingIsDue.said(language));
        let mut later = duties.iter().filter(|d| d.standing == Standing::Later);
        if let Some(first) = later.next() {
            let same = |duty: &&&Duty| duty.on == first.on && duty.kind == first.kind;
            let next: Vec<&Duty> = duties.iter().filter(same).copied().collect();
            text += &line(0, &Line::Next.said(language));
            text += &listed(&next, language);
        }
        text.push('\n');
    }
    text
}

/// What should be so already, a paragraph each; then one for each day and task.
fn listed(duties: &[&Duty], language: Language) -> String {
    let groups = duties.chunk_by(|a, b| a.on.is_some() && (a.on, a.kind) == (b.on, b.kind));
    let groups = groups.map(|group| match group {
        [duty] if duty.on.is_none() => sentences(duty, language),
        group => dated(group, language),
    });
    groups.collect()
}

/// A duty, its date where it has one, and what answers it.
pub(in crate::report) fn sentences(duty: &Duty, language: Language) -> String {
    let answer = Line::AnsweredBy(duty.answered_by.as_ref()).said(language);
    let on = duty.on.map(|on: Date| on.to_string()).unwrap_or_default();
    let duty = Line::Duty(duty).said(language);
    wrapped(DATE, &format!("  {on:<10}  {duty} {answer}"))
}

fn dated(group: &[&Duty], language: Language) -> String {
    let Some(first) = group.first() else {
        return String::new();
    };
    let subjects: Vec<String> = group.iter().flat_map(|duty| subjects(duty)).collect();
    let on = first.on.map(|on: Date| on.to_string()).unwrap_or_default();
    let days = first.days_left.map_or(String::new(), |days| {
        format!(" ({})", Line::DaysLeft(days).said(language))
    });
    let what = Line::ToDo(first.kind).said(language);
    let subjects = subjects.join(", ");
    wrapped(DATE, &format!("  {on:<10}  {what}: {subjects}{days}"))
}

fn subjects(duty: &Duty) -> Vec<String> {
    match &duty.reason {
        Reason::NotLookedAt { items, .. } => items.iter().map(name).collect(),
        _ => vec![subject(&duty.about)],
    }
}

fn last_head(head: &LastHead, language: Language) -> String {
    let at = head.recorded.map(moment).unwrap_or_default();
    let people = head.minutes_for.join(", ");
    let minutes = match head.minutes_for.is_empty() {
        true => Line::NoMinutes,
        false => Line::MinutesFor { people: &people },
    };
    let head_line = Line::LastHead {
        at: &at,
        size: head.size,
        after: head.entries_after,
    };
    format!(
        "{}{}{}\n",
        line(0, &head_line.said(language)),
        line(2, &head.words),
        line(2, &minutes.said(language))
    )
}

fn carried_list(list: &CarriedList, language: Language) -> String {
    let until = list.next_update.to_string();
    let said = Line::List {
        number: list.number,
        until: &until,
        stale: list.is_stale == Some(true),
    };
    format!("{}\n", wrapped(2, &said.said(language)))
}

fn one_ceremony(ceremony: &Ceremony, language: Language) -> String {
    let can = match &ceremony.why_not {
        None => Line::CanBegin,
        Some(why) => Line::CannotBegin(why),
    };
    let can = can.said(language);
    let mut text = wrapped(6, &format!("  {}: {can}", ceremony.name));
    if let Some(needs) = ceremony.needs.as_ref().filter(|_| ceremony.can_start) {
        text += &needed(needs, language);
    }
    text
}

fn needed(needs: &Needs, language: Language) -> String {
    let mut text = String::new();
    let mut say = |what: Need, words: &str| {
        let what = Line::Need(what).said(language);
        if !words.is_empty() {
            text += &wrapped(15, &format!("    {what:<9}  {words}"));
        }
    };
    for people in &needs.people {
        let names = people.available.join(", ");
        let people = Line::People {
            count: people.count,
            role: people.role,
            names: &names,
        };
        say(Need::People, &people.said(language));
    }
    say(Need::Keys, &needs.keys.join(", "));
    say(Need::NewKeys, &needs.new_keys.join(", "));
    for (place, bags) in by_place(&needs.fetch, language) {
        let bags = bags.join(", ");
        let fetch = Line::Fetch { place, bags: &bags };
        say(Need::Fetch, &fetch.said(language));
    }
    say(Need::NewBags, &needs.new_bags.to_string());
    let printed: Vec<String> = needs
        .print
        .iter()
        .map(|printed| {
            let (what, documents) = (printed.what, printed.documents);
            Line::Printed { what, documents }.said(language)
        })
        .collect();
    let printed = printed.join(", ");
    let printer = match needs.printer {
        true => Line::Paper {
            sheets: needs.paper,
            printed: &printed,
        },
        false => Line::NoPrinter,
    };
    say(Need::Printer, &printer.said(language));
    let time = Line::Time {
        minutes: needs.minutes,
        steps: needs.steps,
        prompts: needs.prompts,
    };
    say(Need::Time, &time.said(language));
    text
}

/// What is fetched from each place, with each place once.
fn by_place(fetch: &[BagToFetch], language: Language) -> BTreeMap<&str, Vec<String>> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for bag in fetch {
        let things: Vec<Thing> = bag.items.iter().map(Into::into).collect();
        let one = Line::BagWith {
            bag: &bag.bag,
            things: &things,
        };
        let one = one.said(language);
        places.entry(&bag.place_name).or_default().push(one);
    }
    places
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

pub(in crate::report) fn line(indent: usize, text: &str) -> String {
    wrapped(0, &format!("{}{text}", " ".repeat(indent)))
}

/// Wrapped, what follows a break `hang` columns in from the left edge; and safe to show.
fn wrapped(hang: usize, text: &str) -> String {
    let text: String = Safe::new(text, 4000).into();
    let indent = text.chars().take_while(|c| *c == ' ').count();
    format!("{}\n", wrap(&text, hang.saturating_sub(indent), WIDTH))
}
