//! A template's form, read strictly; then its order is checked.

use super::form::{For, Mistake, Part, Rule, Shared, Template, TemplateError, TemplateStep};
use super::{check, order};
use crate::custody::procedure::Procedure;
use crate::plan::{Name, Role};
use crate::text::language::Texts;
use crate::text::strict_toml::{Form, Position, Problem, Reader, Table};

/// Bytes of a template's file.
const LARGEST_FILE: usize = 128 * 1024;
/// Parts of a template.
const MOST_PARTS: usize = 32;
/// Steps of a part.
const MOST_STEPS: usize = 64;
/// Characters of a title.
const LONGEST_TITLE: usize = 80;
/// Characters of a sentence, of a purpose.
const LONGEST_SENTENCE: usize = 400;

/// Who initials: those who sit at the table in every ceremony.
const INITIALLING: [(&str, Role); 2] = [
    ("key-custodian", Role::KeyCustodian),
    ("pin-custodian", Role::PinCustodian),
];

/// The fields of a text: in English, German, Finnish.
const TITLE: [&str; 3] = ["title", "title_de", "title_fi"];
const PURPOSE: [&str; 3] = ["purpose", "purpose_de", "purpose_fi"];
const SAYS: [&str; 3] = ["says", "says_de", "says_fi"];

/// Reads a template strictly, with the parts and steps that it may use, and tells where its name stands. `file` is its
/// name for messages.
///
/// # Errors
/// All mistakes of form; where there are none, all of order.
pub(super) fn template(
    file: &str,
    toml: &str,
    shared: &Shared,
) -> Result<(Template, Position), Vec<TemplateError>> {
    let (mut reader, mut top) = open(file, toml)?;
    let r = &mut reader;
    let name = r.name(&mut top, "name");
    let title = texts(r, &mut top, TITLE, LONGEST_TITLE);
    let purpose = texts(r, &mut top, PURPOSE, LONGEST_SENTENCE);
    let parts: Vec<Option<Placed>> = r
        .tables(&mut top, "part", MOST_PARTS)
        .into_iter()
        .map(|part| read_part(r, part, shared))
        .collect();
    r.end(top);

    let mut mistakes = Vec::new();
    for (p, part) in parts.iter().enumerate() {
        if let Some(placed) = part {
            check::subjects(p + 1, &placed.part, &mut mistakes);
            check::placeholders(p + 1, &placed.part, &mut mistakes);
        }
    }
    let parts: Option<Vec<Placed>> = parts.into_iter().collect();
    let (parts, fields): (Option<Vec<Part>>, _) = match parts {
        Some(placed) => {
            let (parts, fields): (Vec<Part>, Vec<_>) =
                placed.into_iter().map(|p| (p.part, p.fields)).unzip();
            (Some(parts), fields.concat())
        }
        None => (None, Vec::new()),
    };
    if let Some(parts) = &parts
        && reader.problems().is_empty()
        && mistakes.is_empty()
    {
        order::check(parts, &mut mistakes);
    }
    let errors = all_told(file, &reader, &fields, mistakes);
    match (name, parts) {
        (Some(name), Some(parts)) if errors.is_empty() => {
            let template = Template {
                name,
                title,
                purpose,
                parts,
            };
            Ok((template, reader.position_of("name")))
        }
        _ => Err(errors),
    }
}

/// Reads what templates share.
///
/// # Errors
/// All mistakes of form.
pub(super) fn shared(file: &str, toml: &str) -> Result<Shared, Vec<TemplateError>> {
    let (mut reader, mut top) = open(file, toml)?;
    let r = &mut reader;
    let mut shared = Shared::default();
    for mut step in r.tables(&mut top, "step", MOST_STEPS) {
        let name = r.name(&mut step, "name");
        if let (Some(name), Some((read, _))) = (name, read_step(r, step, &Shared::default())) {
            shared.steps.push((name, read));
        }
    }
    let mut mistakes = Vec::new();
    for (p, mut part) in r
        .tables(&mut top, "part", MOST_PARTS)
        .into_iter()
        .enumerate()
    {
        let name = r.name(&mut part, "name");
        if let (Some(name), Some(Placed { part, .. })) = (name, read_part(r, part, &shared)) {
            check::subjects(p + 1, &part, &mut mistakes);
            check::placeholders(p + 1, &part, &mut mistakes);
            shared.parts.push((name, part));
        }
    }
    r.end(top);
    let errors = all_told(file, &reader, &[], mistakes);
    if errors.is_empty() {
        Ok(shared)
    } else {
        Err(errors)
    }
}

fn open<'i>(file: &str, toml: &'i str) -> Result<(Reader<'i>, Table<'i>), Vec<TemplateError>> {
    Reader::open(toml, LARGEST_FILE)
        .map_err(|problems| problems.iter().map(|p| of_form(file, p)).collect())
}

fn of_form(file: &str, problem: &Problem) -> TemplateError {
    TemplateError {
        file: file.into(),
        at: problem.at,
        field: problem.field.clone(),
        rule: Rule::Form(problem.form),
        found: problem.found.clone(),
        allowed: problem.allowed.clone(),
    }
}

/// Mistakes of form, and others where they are written: a step out of a shared part at the `use` that brings it.
fn all_told(
    file: &str,
    reader: &Reader,
    fields: &[(String, String)],
    mistakes: Vec<Mistake>,
) -> Vec<TemplateError> {
    let mut errors: Vec<TemplateError> = reader
        .problems()
        .iter()
        .map(|problem| of_form(file, problem))
        .collect();
    for mistake in mistakes {
        let written = fields.iter().find(|(played, _)| *played == mistake.field);
        let field = written.map_or(mistake.field, |(_, written)| written.clone());
        errors.push(TemplateError {
            file: file.into(),
            at: reader.position_of(&field),
            field,
            rule: mistake.rule,
            found: mistake.found,
            allowed: mistake.allowed,
        });
    }
    errors.sort_by_key(|error| error.at);
    errors
}

fn texts<'i>(
    r: &mut Reader<'i>,
    t: &mut Table<'i>,
    [en, de, fi]: [&'static str; 3],
    most: usize,
) -> Texts {
    Texts {
        en: r.text(t, en, most),
        de: r.optional_text(t, de, most),
        fi: r.optional_text(t, fi, most),
    }
}

/// A part as it will be played, and for each of its steps that is used, not written: its field, and that of `use`.
struct Placed {
    part: Part,
    fields: Vec<(String, String)>,
}

fn read_part<'i>(r: &mut Reader<'i>, mut t: Table<'i>, shared: &Shared) -> Option<Placed> {
    let path = t.path().to_owned();
    if t.has("use") {
        let used = used(r, &mut t, &shared.parts);
        let repeats = r.optional_word(&mut t, "for", &For::ALL);
        r.end(t);
        let mut part = used?.clone();
        part.repeats = repeats.unwrap_or(part.repeats);
        let steps = 1..=part.steps.len();
        let fields = steps.map(|s| (format!("{path}.step[{s}].do"), format!("{path}.use")));
        return Some(Placed {
            fields: fields.collect(),
            part,
        });
    }
    let title = texts(r, &mut t, TITLE, LONGEST_TITLE);
    let repeats = r.word(&mut t, "for", &For::ALL);
    let read: Vec<Option<(TemplateStep, Option<String>)>> = r
        .tables(&mut t, "step", MOST_STEPS)
        .into_iter()
        .map(|step| read_step(r, step, shared))
        .collect();
    r.end(t);
    let (mut steps, mut fields) = (Vec::new(), Vec::new());
    for (s, step) in read.into_iter().enumerate() {
        let (step, used) = step?;
        steps.push(step);
        fields.extend(used.map(|used| (format!("{path}.step[{}].do", s + 1), used)));
    }
    Some(Placed {
        part: Part {
            title,
            repeats: repeats?,
            steps,
        },
        fields,
    })
}

/// The step, and the field of its `use`.
fn read_step<'i>(
    r: &mut Reader<'i>,
    mut t: Table<'i>,
    shared: &Shared,
) -> Option<(TemplateStep, Option<String>)> {
    if t.has("use") {
        let field = format!("{}.use", t.path());
        let used = used(r, &mut t, &shared.steps);
        r.end(t);
        return Some((used?.clone(), Some(field)));
    }
    let procedure = r.word(&mut t, "do", Procedure::ALL);
    let says = texts(r, &mut t, SAYS, LONGEST_SENTENCE);
    let initials = r.words(&mut t, "initials", &INITIALLING, INITIALLING.len());
    let twice = (1..initials.len()).find(|at| initials[..*at].contains(&initials[*at]));
    if let Some(at) = twice {
        let field = format!("{}.initials[{}]", t.path(), at + 1);
        let found = format!("{} twice", initials[at].in_words());
        r.reject(&field, Form::UnknownWord, found, "each role once".into());
    }
    r.end(t);
    let step = TemplateStep {
        procedure: procedure?,
        says,
        initials,
    };
    Some((step, None))
}

/// What `use` names.
fn used<'i, 's, T>(
    r: &mut Reader<'i>,
    t: &mut Table<'i>,
    shared: &'s [(Name, T)],
) -> Option<&'s T> {
    let words: Vec<(&str, usize)> = shared
        .iter()
        .enumerate()
        .map(|(at, (name, _))| (name.as_str(), at))
        .collect();
    let at = r.word(t, "use", &words)?;
    shared.get(at).map(|(_, shared)| shared)
}
