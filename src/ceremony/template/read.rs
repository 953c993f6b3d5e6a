//! A template's form, read strictly; then its order is checked.

use super::form::{For, Part, Rule, Template, TemplateError, TemplateStep, Translations};
use super::{check, order};
use crate::custody::script::Procedure;
use crate::plan::Role;
use crate::text::language::Language;
use crate::text::strict_toml::{Form, Problem, Reader, Table};

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

/// The languages of translations, in the order of the fields below.
const TRANSLATED: [Language; 2] = [Language::German, Language::Finnish];
const TITLES: [&str; 2] = ["title_de", "title_fi"];
const SENTENCES: [&str; 2] = ["says_de", "says_fi"];

impl Template {
    /// Reads a template strictly. `file` is its name for messages.
    ///
    /// # Errors
    /// All mistakes of form; where there are none, all of order.
    pub fn parse(file: &str, toml: &str) -> Result<Template, Vec<TemplateError>> {
        parse(file, toml)
    }
}

fn parse(file: &str, toml: &str) -> Result<Template, Vec<TemplateError>> {
    let of_form = |problem: &Problem| TemplateError {
        file: file.into(),
        at: problem.at,
        field: problem.field.clone(),
        rule: Rule::Form(problem.form),
        found: problem.found.clone(),
        allowed: problem.allowed.clone(),
    };
    let (mut reader, mut top) = Reader::open(toml, LARGEST_FILE)
        .map_err(|problems| problems.iter().map(of_form).collect::<Vec<_>>())?;
    let r = &mut reader;
    let name = r.name(&mut top, "name");
    let title = r.text(&mut top, "title", LONGEST_TITLE);
    let purpose = r.text(&mut top, "purpose", LONGEST_SENTENCE);
    let translated = [
        translations(r, &mut top, TITLES, LONGEST_TITLE),
        translations(r, &mut top, ["purpose_de", "purpose_fi"], LONGEST_SENTENCE),
    ];
    let parts: Vec<Option<Part>> = r
        .tables(&mut top, "part", MOST_PARTS)
        .into_iter()
        .map(|part| read_part(r, part))
        .collect();
    r.end(top);

    let mut errors: Vec<TemplateError> = reader.problems().iter().map(of_form).collect();
    let mut mistakes = Vec::new();
    for (p, part) in parts.iter().enumerate() {
        if let Some(part) = part {
            check::subjects(p + 1, part, &mut mistakes);
            check::placeholders(p + 1, part, &mut mistakes);
        }
    }
    let parts: Option<Vec<Part>> = parts.into_iter().collect();
    if let Some(parts) = &parts
        && errors.is_empty()
        && mistakes.is_empty()
    {
        order::check(parts, &mut mistakes);
    }
    errors.extend(mistakes.into_iter().map(|mistake| TemplateError {
        file: file.into(),
        at: reader.position_of(&mistake.field),
        field: mistake.field,
        rule: mistake.rule,
        found: mistake.found,
        allowed: mistake.allowed,
    }));
    errors.sort_by_key(|error| error.at);
    match (name, parts) {
        (Some(name), Some(parts)) if errors.is_empty() => Ok(Template {
            name,
            title,
            purpose,
            translated,
            parts,
        }),
        _ => Err(errors),
    }
}

fn translations<'i>(
    r: &mut Reader<'i>,
    t: &mut Table<'i>,
    fields: [&'static str; 2],
    most: usize,
) -> Translations {
    let read = TRANSLATED.into_iter().zip(fields);
    read.filter_map(|(language, field)| Some((language, r.optional_text(t, field, most)?)))
        .collect()
}

fn read_part<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Option<Part> {
    let title = r.text(&mut t, "title", LONGEST_TITLE);
    let translated = translations(r, &mut t, TITLES, LONGEST_TITLE);
    let repeats = r.word(&mut t, "for", &For::ALL);
    let steps: Vec<Option<TemplateStep>> = r
        .tables(&mut t, "step", MOST_STEPS)
        .into_iter()
        .map(|step| read_step(r, step))
        .collect();
    r.end(t);
    Some(Part {
        title,
        translated,
        repeats: repeats?,
        steps: steps.into_iter().collect::<Option<_>>()?,
    })
}

fn read_step<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Option<TemplateStep> {
    let procedure = r.word(&mut t, "do", &Procedure::ALL);
    let says = r.text(&mut t, "says", LONGEST_SENTENCE);
    let translated = translations(r, &mut t, SENTENCES, LONGEST_SENTENCE);
    let initials = r.words(&mut t, "initials", &Role::ALL, Role::ALL.len());
    let twice = (1..initials.len()).find(|at| initials[..*at].contains(&initials[*at]));
    if let Some(at) = twice {
        let field = format!("{}.initials[{}]", t.path(), at + 1);
        let found = format!("{} twice", initials[at].in_words());
        r.reject(&field, Form::UnknownWord, found, "each role once".into());
    }
    r.end(t);
    Some(TemplateStep {
        procedure: procedure?,
        says,
        translated,
        initials,
    })
}
