//! Whether each step and each placeholder means something where it stands.

use super::form::{For, Mistake, Part, Rule, Translations};
use super::words::{Piece, known, pieces};
use crate::custody::procedure::Subject;
use crate::text::strict_toml::{one_of, quoted};

pub(super) fn subjects(p: usize, part: &Part, mistakes: &mut Vec<Mistake>) {
    for (s, step) in part.steps.iter().enumerate() {
        let (fits, allowed) = match step.procedure.subject() {
            Subject::Ceremony => (part.repeats == For::Ceremony, "a part for the ceremony"),
            Subject::Account => (part.repeats == For::EachAccount, "a part for each-account"),
            Subject::Bag => (false, "no part: no part is for bags yet"),
            Subject::Key => (
                part.repeats != For::Ceremony,
                "a part for one-key or each-key, or for each-account, where it is for the first key",
            ),
        };
        if !fits {
            let here = For::ALL.iter().find(|(_, known)| *known == part.repeats);
            mistakes.push(Mistake {
                field: format!("part[{p}].step[{}].do", s + 1),
                rule: Rule::Subject,
                found: format!(
                    "{} in a part for {}",
                    step.procedure.name(),
                    here.map_or("", |(name, _)| name)
                ),
                allowed: allowed.into(),
            });
        }
    }
}

pub(super) fn placeholders(p: usize, part: &Part, mistakes: &mut Vec<Mistake>) {
    let whole_part = match part.repeats {
        For::Ceremony => Subject::Ceremony,
        For::EachAccount => Subject::Account,
        For::EachKey | For::OneKey => Subject::Key,
    };
    let path = format!("part[{p}]");
    let titles = texts(&path, "title", &part.title, &part.translated, whole_part);
    let steps = part.steps.iter().enumerate().flat_map(|(s, step)| {
        let path = format!("part[{p}].step[{}]", s + 1);
        let subject = step.procedure.subject();
        texts(&path, "says", &step.says, &step.translated, subject)
    });
    for (field, text, subject) in titles.into_iter().chain(steps) {
        for piece in pieces(text) {
            let (found, known) = match piece {
                Piece::Text(_) => continue,
                Piece::Placeholder(name) if known(subject).contains(&name) => continue,
                Piece::Placeholder(name) => (name, known(subject)),
                Piece::Brace(rest) => (rest, known(subject)),
            };
            let allowed = if known.is_empty() {
                "no placeholder and no brace: this is about the whole ceremony".to_owned()
            } else {
                let names = one_of(found, known.iter().copied());
                format!("these names in braces: {names}")
            };
            let mistake = Mistake {
                field: field.clone(),
                rule: Rule::Placeholder,
                found: match piece {
                    Piece::Placeholder(name) => quoted(&format!("{{{name}}}")),
                    _ => format!("a single brace: {}", quoted(found)),
                },
                allowed,
            };
            if !mistakes.contains(&mistake) {
                mistakes.push(mistake);
            }
        }
    }
}

/// A text in all its languages, each with its field.
fn texts<'t>(
    path: &str,
    field: &str,
    text: &'t str,
    translated: &'t Translations,
    subject: Subject,
) -> Vec<(String, &'t str, Subject)> {
    let translated = translated.iter().map(|(language, text)| {
        let field = format!("{path}.{field}_{}", language.code());
        (field, text.as_str(), subject)
    });
    std::iter::once((format!("{path}.{field}"), text, subject))
        .chain(translated)
        .collect()
}
