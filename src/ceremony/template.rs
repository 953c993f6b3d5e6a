//! A ceremony as its author wrote it: TOML, strict.
//!
//! A template chooses which procedures, for which things, in which order, by whom; never a procedure's inner order.
//! Reading one checks the form first and then the order of its steps.

mod order;
mod show;

use crate::custody::script::{self, Procedure, Script, Step, Subject};
use crate::plan::{Account, Key, Name, Plan, Role};
use crate::text::language::Language;
use crate::text::strict_toml::{Form, Position, Problem, Reader, Table, one_of, quoted};

/// A ceremony, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name, such as `annual-rotation`.
    pub name: Name,
    /// Its title, for people.
    pub title: String,
    /// When it is done, and what for.
    pub purpose: String,
    /// Its title and purpose in other languages.
    pub translated: [Translations; 2],
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its title, with placeholders.
    pub title: String,
    /// The same in other languages.
    pub translated: Translations,
    /// What it is repeated for.
    pub repeats: For,
    /// Its steps, in order.
    pub steps: Vec<TemplateStep>,
}

/// What a part is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Once.
    Ceremony,
    /// For each account in the plan's order. A key's step in it is for the account's first key.
    EachAccount,
    /// For each key: account by account, the keys of each in the plan's order.
    EachKey,
    /// For the one key that the ceremony is begun for.
    OneKey,
}

impl For {
    /// All with their names in TOML.
    pub const ALL: [(&str, For); 4] = [
        ("ceremony", For::Ceremony),
        ("each-account", For::EachAccount),
        ("each-key", For::EachKey),
        ("one-key", For::OneKey),
    ];
}

/// A step before it is bound to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateStep {
    /// What it does.
    pub procedure: Procedure,
    /// The sentence that people read, with placeholders.
    pub says: String,
    /// The same in other languages.
    pub translated: Translations,
    /// Who initials it.
    pub initials: Vec<Role>,
}

/// A text in other languages than English, as far as its author gave it.
pub type Translations = Vec<(Language, String)>;

/// Which rule a template breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The form of the file or of a value.
    Form(Form),
    /// A placeholder exists, and means something in its part.
    Placeholder,
    /// A step stands in a part for such things.
    Subject,
    /// The steps come in an order that keeps the invariants.
    Order,
}

impl Rule {
    /// Its name in messages, such as `order`.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Form(form) => form.name(),
            Rule::Placeholder => "placeholder",
            Rule::Subject => "subject",
            Rule::Order => "order",
        }
    }
}

/// A mistake in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The file's name.
    pub file: String,
    /// Where.
    pub at: Position,
    /// The field, such as `part[3].step[2].do`; items count from 1; empty for the file itself.
    pub field: String,
    /// Which rule.
    pub rule: Rule,
    /// What was found, made safe to show.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
}

/// A template in the program: name and TOML.
type BuiltIn = (&'static str, &'static str);

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../ceremony-templates/", $name, ".toml")))),*]
    };
}

/// The templates in the program for the whole book.
pub fn all() -> &'static [BuiltIn] {
    built_in!["first-setup", "annual-rotation"]
}

/// The templates in the program for one key: one procedure each, with the same paper, assents and entries around it.
pub fn for_one_key() -> &'static [BuiltIn] {
    built_in![
        "set-pin",
        "rotate-pin",
        "verify-pin",
        "enrol-credential",
        "verify-credential",
        "delete-credential",
        "configure-key",
        "reset-key",
    ]
}

/// The templates in the program for a file that is carried in.
pub fn for_a_file() -> &'static [BuiltIn] {
    built_in!["import-metadata"]
}

/// All templates in the program.
pub fn built_in() -> impl Iterator<Item = &'static BuiltIn> {
    all().iter().chain(for_one_key()).chain(for_a_file())
}

impl Template {
    /// Reads a template strictly. `file` is its name for messages.
    ///
    /// # Errors
    /// All mistakes of form; where there are none, all of order.
    pub fn parse(file: &str, toml: &str) -> Result<Template, Vec<TemplateError>> {
        parse(file, toml)
    }

    /// The template with its texts in this language; what is not translated stays English.
    #[must_use]
    pub fn spoken(mut self, language: Language) -> Template {
        let of = |text: &mut String, translated: &Translations| {
            if let Some((_, said)) = translated.iter().find(|(known, _)| *known == language) {
                text.clone_from(said);
            }
        };
        let [title, purpose] = &self.translated;
        of(&mut self.title, title);
        of(&mut self.purpose, purpose);
        for part in &mut self.parts {
            of(&mut part.title, &part.translated);
            for step in &mut part.steps {
                of(&mut step.says, &step.translated);
            }
        }
        self
    }

    /// Whether it is begun for a file that is carried in, which has to be named.
    pub fn is_for_a_file(&self) -> bool {
        let mut steps = self.parts.iter().flat_map(|part| &part.steps);
        steps.any(|step| step.procedure == Procedure::ImportMetadata)
    }

    /// Whether it is begun for one key, which has to be named.
    pub fn is_for_one_key(&self) -> bool {
        self.parts.iter().any(|part| part.repeats == For::OneKey)
    }

    /// The template of that name in the program.
    pub fn named(name: &str) -> Option<Template> {
        let (file, toml) = built_in().find(|(known, _)| *known == name)?;
        Template::parse(file, toml).ok()
    }
}

/// Binds a template to a plan: parts repeated for its accounts and keys, steps numbered, names filled in. Parts for one
/// key are left out: see [`bind_to_key`].
pub fn bind(template: &Template, plan: &Plan) -> Script {
    bind_to(template, plan, None)
}

/// The same, with this key of the plan for the parts that are for one.
pub fn bind_to_key(template: &Template, plan: &Plan, key: &Name) -> Script {
    bind_to(template, plan, Some(key))
}

fn bind_to(template: &Template, plan: &Plan, one: Option<&Name>) -> Script {
    let mut parts = Vec::new();
    for part in &template.parts {
        for thing in things(part.repeats, plan, one) {
            let number = parts.len() + 1;
            let mut steps: Vec<Step> = Vec::new();
            for step in &part.steps {
                let about = thing.of(step.procedure.subject());
                if step.procedure.subject() == Subject::Key && about.key.is_none() {
                    continue; // an account without a key: no sound plan has one
                }
                let subject = step.procedure.subject();
                let account = about.account.filter(|_| subject == Subject::Account);
                steps.push(Step {
                    number: format!("{number}.{}", steps.len() + 1),
                    procedure: step.procedure,
                    key: about.key.map(|key| key.id.clone()),
                    account: account.map(|account| account.id.clone()),
                    says: about.fill(&step.says, plan),
                    initials: step.initials.clone(),
                });
            }
            parts.push(script::Part {
                title: thing.fill(&part.title, plan),
                steps,
            });
        }
    }
    Script {
        template: template.name.clone(),
        title: template.title.clone(),
        plan: plan.hash().iter().map(|b| format!("{b:02x}")).collect(),
        file: None,
        parts,
    }
}

/// The text of `sealwright ceremony list`.
pub fn list_text() -> String {
    show::list()
}

/// The text of `sealwright ceremony check FILE`.
///
/// # Errors
/// The text for a template that has a mistake.
pub fn check_text(file: &str, toml: &str) -> Result<String, String> {
    match Template::parse(file, toml) {
        Ok(template) => Ok(show::sound(&template)),
        Err(errors) => Err(errors_text(&errors)),
    }
}

/// Mistakes as text, one paragraph each.
pub fn errors_text(errors: &[TemplateError]) -> String {
    show::errors(errors)
}

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
            subjects(p + 1, part, &mut mistakes);
            placeholders(p + 1, part, &mut mistakes);
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

/// A mistake before it has a position.
#[derive(PartialEq, Eq)]
struct Mistake {
    field: String,
    rule: Rule,
    found: String,
    allowed: String,
}

fn subjects(p: usize, part: &Part, mistakes: &mut Vec<Mistake>) {
    for (s, step) in part.steps.iter().enumerate() {
        let (fits, allowed) = match step.procedure.subject() {
            Subject::Ceremony => (part.repeats == For::Ceremony, "a part for the ceremony"),
            Subject::Account => (part.repeats == For::EachAccount, "a part for each-account"),
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

fn placeholders(p: usize, part: &Part, mistakes: &mut Vec<Mistake>) {
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

/// The placeholders that a sentence about such a thing may have.
fn known(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Ceremony => &[],
        Subject::Account => &["account", "upn"],
        Subject::Key => &["key", "account", "place", "pin_place", "upn"],
    }
}

enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
    /// An opening or a closing brace without its other, and what follows it.
    Brace(&'t str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        pieces.push(Piece::Text(before));
        let inner = from
            .strip_prefix('{')
            .and_then(|after| after.split_once('}'));
        match inner {
            Some((name, after)) if !name.contains('{') => {
                pieces.push(Piece::Placeholder(name));
                rest = after;
            }
            _ => {
                pieces.push(Piece::Brace(from));
                return pieces;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// What a bound part or step is about.
#[derive(Clone, Copy)]
struct About<'p> {
    account: Option<&'p Account>,
    key: Option<&'p Key>,
}

impl<'p> About<'p> {
    fn of(self, subject: Subject) -> About<'p> {
        match subject {
            Subject::Ceremony => About {
                account: None,
                key: None,
            },
            Subject::Account => About { key: None, ..self },
            Subject::Key => self,
        }
    }

    fn fill(self, text: &str, plan: &Plan) -> String {
        let place = |id: &Name| {
            let place = plan.place(id);
            place.map_or(id.to_string(), |place| place.name.clone())
        };
        let mut filled = String::new();
        for piece in pieces(text) {
            let value = match piece {
                Piece::Text(text) | Piece::Brace(text) => Some(text.to_owned()),
                Piece::Placeholder("key") => self.key.map(|key| key.id.to_string()),
                Piece::Placeholder("place") => self.key.map(|key| place(&key.place)),
                Piece::Placeholder("pin_place") => self.key.map(|key| place(&key.pin_place)),
                Piece::Placeholder("account") => self.account.map(|a| a.id.to_string()),
                Piece::Placeholder("upn") => self.account.map(|a| a.upn.clone()),
                Piece::Placeholder(_) => None,
            };
            filled.push_str(&value.unwrap_or_default());
        }
        filled
    }
}

/// What a part is repeated for, in the plan's order, with the keys of each account together.
fn things<'p>(repeats: For, plan: &'p Plan, one: Option<&Name>) -> Vec<About<'p>> {
    let accounts = plan.accounts.iter();
    match repeats {
        For::OneKey => {
            let key = one.and_then(|one| plan.key(one));
            let about = key.map(|key| About {
                account: plan.account(&key.account),
                key: Some(key),
            });
            about.into_iter().collect()
        }
        For::Ceremony => vec![About {
            account: None,
            key: None,
        }],
        For::EachAccount => accounts
            .map(|account| About {
                account: Some(account),
                key: plan.keys_of(&account.id).next(),
            })
            .collect(),
        For::EachKey => accounts
            .flat_map(|account| {
                plan.keys_of(&account.id).map(move |key| About {
                    account: Some(account),
                    key: Some(key),
                })
            })
            .collect(),
    }
}
