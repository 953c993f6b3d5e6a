//! Whether each step and each placeholder means something where it stands.

use super::form::{For, Mistake, Part, Rule};
use crate::custody::procedure::Subject;
use crate::custody::script::{Piece, pieces, placeholders as known};
use crate::text::language::{Language, Texts};
use crate::text::strict_toml::{one_of, quoted};

pub(super) fn subjects(p: usize, part: &Part, mistakes: &mut Vec<Mistake>) {
    for (s, step) in part.steps.iter().enumerate() {
        let subject = step.procedure.subject();
        let allowed = match subject {
            Subject::Ceremony => "a part for the ceremony",
            Subject::Account => "a part for each-account",
            Subject::Bag => "a part for each-bag-to-check",
            Subject::Key => {
                "a part for one-key or each-key, or for each-account, where it is for the first key"
            }
        };
        if !part.repeats.has_room_for(subject) {
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
    let whole_part = part.repeats.subject();
    let path = format!("part[{p}]");
    let titles = texts(&path, "title", &part.title, whole_part);
    let steps = part.steps.iter().enumerate().flat_map(|(s, step)| {
        let path = format!("part[{p}].step[{}]", s + 1);
        let subject = step.procedure.subject();
        texts(&path, "says", &step.says, subject)
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
    text: &'t Texts,
    subject: Subject,
) -> Vec<(String, &'t str, Subject)> {
    let said = text.all().map(|(language, said)| {
        let field = match language {
            Language::English => format!("{path}.{field}"),
            other => format!("{path}.{field}_{}", other.code()),
        };
        (field, said, subject)
    });
    said.collect()
}
