//! What a template is, and what is said of a mistake in one.

use crate::custody::procedure::Procedure;
use crate::plan::{Name, Role};
use crate::text::language::Language;
use crate::text::strict_toml::{Form, Position};

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

/// What templates share: each part and each step under its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    pub(super) parts: Vec<(Name, Part)>,
    pub(super) steps: Vec<(Name, TemplateStep)>,
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
    /// The name of a ceremony in the program means that ceremony.
    Shipped,
}

impl Rule {
    /// Its name in messages, such as `order`.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Form(form) => form.name(),
            Rule::Placeholder => "placeholder",
            Rule::Subject => "subject",
            Rule::Order => "order",
            Rule::Shipped => "shipped-name",
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

/// A mistake before it has a position.
#[derive(PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) field: String,
    pub(super) rule: Rule,
    pub(super) found: String,
    pub(super) allowed: String,
}

impl Template {
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
}
