//! Duties as a calendar (RFC 5545): an all-day event for each that has a date. A calendar that reads it again finds the
//! same events by their UIDs, and moves those whose date has changed.

use super::status::Status;
use crate::duty::{About, Duty, Kind, day};
use crate::ledger::sha256;
use crate::text::hex;
use crate::text::language::Language;
use crate::text::safe::Safe;
use crate::words::status::Line;
use jiff::Timestamp;
use jiff::civil::Date;

/// Octets of a line at most, its break not counted (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// The calendar. What should be so already has no date, and is not in it.
pub fn of(status: &Status, language: Language) -> String {
    let mut text = String::new();
    let mut add = |line: &str| text.push_str(&folded(line));
    add("BEGIN:VCALENDAR");
    add("VERSION:2.0");
    add(concat!(
        "PRODID:-//Sealwright//",
        env!("CARGO_PKG_VERSION"),
        "//EN"
    ));
    add("CALSCALE:GREGORIAN");
    for duty in &status.duties {
        if let Some(on) = duty.on {
            for line in event(status, duty, on, language) {
                add(&line);
            }
        }
    }
    add("END:VCALENDAR");
    text
}

fn event(status: &Status, duty: &Duty, on: Date, language: Language) -> Vec<String> {
    let organisation = status.organisation.as_deref().unwrap_or_default();
    let summary = Line::Duty(duty).said(language);
    let rehearsal = Line::Rehearsal.said(language);
    let description = match status.rehearsal {
        true => format!("{organisation}\n{rehearsal}"),
        false => organisation.to_owned(),
    };
    let answer = Line::AnsweredBy(duty.answered_by.as_ref()).said(language);
    vec![
        "BEGIN:VEVENT".into(),
        format!("UID:{}", uid(&status.origin, duty)),
        format!("DTSTAMP:{}", moment(status.now)),
        format!("DTSTART;VALUE=DATE:{}", date(on)),
        format!("DTEND;VALUE=DATE:{}", date(day::after(on))),
        format!("SUMMARY:{}", escaped(&summary)),
        format!(
            "DESCRIPTION:{}",
            escaped(&format!("{description}\n{answer}"))
        ),
        "TRANSP:TRANSPARENT".into(),
        "END:VEVENT".into(),
    ]
}

/// The same for the same duty, whatever its date: of the book, what is to be done, and what it is about.
fn uid(origin: &str, duty: &Duty) -> String {
    let about = match &duty.about {
        About::Ceremony(number) => format!("ceremony {number}"),
        About::Person(name) => format!("person {name}"),
        About::Key(name) => format!("key {name}"),
        About::Account(name) => format!("account {name}"),
        About::Sheet(sheet) => format!("sheet {sheet}"),
        About::Bag(bag) => format!("bag {bag}"),
    };
    let of = format!("{origin}\n{}\n{about}", word(duty.kind));
    format!(
        "{}@sealwright.invalid",
        &hex::encode(&sha256(of.as_bytes()))[..32]
    )
}

fn word(kind: Kind) -> String {
    let word = serde_json::to_value(kind).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

fn date(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value (RFC 5545, 3.3.11), safe to show.
fn escaped(text: &str) -> String {
    let lines = text.lines().map(|line| String::from(Safe::new(line, 1000)));
    let lines = lines.map(|line| {
        let line = line.replace('\\', "\\\\");
        line.replace(';', "\\;").replace(',', "\\,")
    });
    lines.collect::<Vec<_>>().join("\\n")
}

/// A line with its break, folded between characters where it is too long.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 2);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LONGEST {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_never_too_long() {
        for text in [
            "a".repeat(75),
            "a".repeat(76),
            "ä".repeat(200),
            format!("a{}", "€🔑".repeat(90)),
        ] {
            let folded = folded(&text);
            let lines: Vec<&str> = folded.split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= LONGEST), "{folded}");
            assert_eq!(folded.replace("\r\n ", "").trim_end_matches("\r\n"), text);
            assert_eq!(lines.len() > 2, text.len() > LONGEST);
        }
    }

    #[test]
    fn what_has_a_meaning_in_a_value_is_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
        assert!(!escaped("x\r\nBEGIN:VEVENT\u{1b}[2J").contains(['\r', '\n', '\u{1b}']));
    }
}
