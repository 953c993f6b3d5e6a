//! What a draft would change, for people and machines.

use super::status::{due, line, sentences};
use crate::duty::{Duty, Impact};
use crate::text::language::Language;
use crate::words::status::Line;
use serde_json::{Value, json};

/// For people.
pub fn text(impact: &Impact, language: Language) -> String {
    let told = |duties: &[Duty]| -> String {
        let duties = duties.iter();
        duties.map(|duty| sentences(duty, language)).collect()
    };
    let mut text = match impact.brings.as_slice() {
        [] => line(0, &Line::BringsNothing.said(language)),
        brings => line(0, &Line::Brings.said(language)) + &told(brings),
    };
    if !impact.ends.is_empty() {
        text += &format!(
            "\n{}{}",
            line(0, &Line::Ends.said(language)),
            told(&impact.ends)
        );
    }
    text
}

/// For machines: duties as in `status`.
pub fn json(impact: &Impact) -> Value {
    json!({ "brings": due(&impact.brings), "ends": due(&impact.ends) })
}
