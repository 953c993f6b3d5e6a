//! One entry, and its line.

use super::canonical::Cursor;
use super::error::excerpt;
use super::form::MAX_NAMES;
use super::{Hash, LineError};
use crate::text::hex;
use jiff::{Timestamp, civil, tz::TimeZone};
use serde::Serialize;
use serde_json::Value;

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number, from 0.
    pub seq: u64,
    /// When, by the station's clock, in whole seconds: a claim.
    pub at: Timestamp,
    /// Who stands behind it: names of 1 to 32 characters of a-z, 0-9 and inner hyphens, none twice.
    pub by: Vec<String>,
    /// In which ceremony; 0 for none.
    pub ceremony: u64,
    /// What happened: an object with a `type`.
    pub event: Value,
    /// SHA-256 of the line before, without its LF; for entry 0, of the origin.
    pub prev: Hash,
}

impl Entry {
    /// The entry's line, without its LF: exactly what [`super::Chain::push_line`] accepts as a line.
    ///
    /// # Errors
    /// [`LineError`] where the entry holds what a line may not hold, such as a float or a key outside `[a-z_]+`.
    pub fn line(&self) -> Result<String, LineError> {
        let moment = self.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let frame = Frame {
            at: &moment,
            by: &self.by,
            ceremony: self.ceremony,
            event: &self.event,
            prev: &hex::encode(&self.prev),
            seq: self.seq,
        };
        let line = serde_json::to_string(&frame)
            .expect("strings, integers and a Value with string keys always serialize");
        Line::parse(line.as_bytes())?;
        Ok(line)
    }

    /// The event's type; empty where it has none, which no line has.
    pub fn event_type(&self) -> &str {
        self.event
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// The members in canonical order; serde_json keeps a struct's order, sorts a Value's keys, and escapes as RFC 8785 does.
#[derive(Serialize)]
struct Frame<'a> {
    at: &'a str,
    by: &'a [String],
    ceremony: u64,
    event: &'a Value,
    prev: &'a str,
    seq: u64,
}

/// A line whose form is right: an [`Entry`] that borrows everything. Most of what a verifier does needs no more.
#[derive(Debug)]
pub struct Line<'a> {
    /// Its number, from 0.
    pub seq: u64,
    /// When, as the station's clock claims.
    pub at: Timestamp,
    /// Who stands behind it.
    pub by: Vec<&'a str>,
    /// In which ceremony; 0 for none.
    pub ceremony: u64,
    /// The event's canonical text.
    pub event: &'a str,
    /// The event's type.
    pub event_type: &'a str,
    /// SHA-256 of the line before.
    pub prev: Hash,
}

impl<'a> Line<'a> {
    /// Reads a line without its LF. An entry has one order of members only, so its frame is read straight through.
    pub(super) fn parse(line: &'a [u8]) -> Result<Line<'a>, LineError> {
        let mut cursor = Cursor::new(line)?;
        cursor.literal("{\"at\":")?;
        let at = moment(cursor.string()?)?;
        cursor.literal(",\"by\":[")?;
        let by = names(&mut cursor)?;
        cursor.literal(",\"ceremony\":")?;
        let ceremony = count(&mut cursor)?;
        cursor.literal(",\"event\":")?;
        let start = cursor.place();
        let mut tag = None;
        cursor.object(2, |key, value| {
            if key == "type" {
                tag = Some(value);
            }
        })?;
        let event = cursor.since(start);
        let event_type = tag.and_then(event_type).ok_or(LineError::EventType)?;
        cursor.literal(",\"prev\":")?;
        let start = cursor.place();
        let prev = hex::decode_exactly(cursor.string()?).ok_or_else(|| LineError::Form {
            byte: start + 1,
            found: excerpt(cursor.since(start)),
            allowed: "64 lower-case hex digits",
        })?;
        cursor.literal(",\"seq\":")?;
        let seq = count(&mut cursor)?;
        cursor.literal("}")?;
        cursor.end()?;
        Ok(Line {
            seq,
            at,
            by,
            ceremony,
            event,
            event_type,
            prev,
        })
    }

    /// The entry, with what it borrowed copied.
    pub fn entry(&self) -> Entry {
        Entry {
            seq: self.seq,
            at: self.at,
            by: self.by.iter().map(|name| (*name).into()).collect(),
            ceremony: self.ceremony,
            event: self.event_value(),
            prev: self.prev,
        }
    }

    /// The event as a value.
    pub fn event_value(&self) -> Value {
        serde_json::from_str(self.event).expect(
            "the cursor accepts only a subset of JSON, nested less deep than serde_json allows",
        )
    }
}

fn names<'a>(cursor: &mut Cursor<'a>) -> Result<Vec<&'a str>, LineError> {
    let mut names = Vec::new();
    if cursor.take("]") {
        return Ok(names);
    }
    loop {
        let name = cursor.string()?;
        if names.len() == MAX_NAMES {
            return Err(LineError::TooManyNames);
        }
        if !is_name(name) {
            return Err(LineError::Name {
                found: excerpt(name),
            });
        }
        if names.contains(&name) {
            return Err(LineError::NameTwice {
                found: excerpt(name),
            });
        }
        names.push(name);
        if !cursor.more("]", "`,` or `]`")? {
            return Ok(names);
        }
    }
}

fn is_name(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn count(cursor: &mut Cursor<'_>) -> Result<u64, LineError> {
    let start = cursor.place();
    u64::try_from(cursor.integer()?).map_err(|_| LineError::Form {
        byte: start + 1,
        found: excerpt(cursor.since(start)),
        allowed: "an integer from 0",
    })
}

/// The tag in a value's text, if the value is such a string. A tag has no escapes.
fn event_type(value: &str) -> Option<&str> {
    let tag = value.strip_prefix('"')?.strip_suffix('"')?;
    let ok = (1..=64).contains(&tag.len()) && tag.bytes().all(|b| matches!(b, b'a'..=b'z' | b'-'));
    ok.then_some(tag)
}

/// A moment of exactly the form `YYYY-MM-DDThh:mm:ssZ`.
fn moment(text: &str) -> Result<Timestamp, LineError> {
    read_moment(text).ok_or_else(|| LineError::Moment {
        found: excerpt(text),
    })
}

fn read_moment(text: &str) -> Option<Timestamp> {
    let bytes: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let form = b"0000-00-00T00:00:00Z";
    let same = |(b, f): (&u8, &u8)| {
        if *f == b'0' {
            b.is_ascii_digit()
        } else {
            b == f
        }
    };
    if !bytes.iter().zip(form).all(same) {
        return None;
    }
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0i16, |n, d| n * 10 + i16::from(d - b'0'))
    };
    let small = |digits: &[u8]| number(digits) as i8; // two digits fit
    let year = number(&bytes[0..4]);
    if !(1970..=2999).contains(&year) {
        return None;
    }
    let moment = civil::DateTime::new(
        year,
        small(&bytes[5..7]),
        small(&bytes[8..10]),
        small(&bytes[11..13]),
        small(&bytes[14..16]),
        small(&bytes[17..19]),
        0,
    );
    TimeZone::UTC.to_timestamp(moment.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_frame_is_told_with_its_byte() {
        let entry = Entry {
            seq: 7,
            at: Timestamp::UNIX_EPOCH,
            by: Vec::new(),
            ceremony: 0,
            event: serde_json::json!({"type": "fault"}),
            prev: [0; 32],
        };
        let good = entry.line().unwrap();
        for (is, spoilt, at) in [
            ("\"ceremony\":0", "\"ceremony\":-1", "-1"),
            ("\"seq\":7", "\"seq\":-7", "-7"),
            ("\"prev\":\"00", "\"prev\":\"A0", "\"A0"),
        ] {
            let line = good.replacen(is, spoilt, 1);
            let byte = line.find(at).unwrap() + 1;
            let told = Line::parse(line.as_bytes()).unwrap_err();
            assert!(
                matches!(told, LineError::Form { byte: b, .. } if b == byte),
                "{told:?}"
            );
        }
    }
}
