//! What a template is, and what is said of a mistake in one.

pub use crate::custody::template::{For, Template, TemplatePart as Part, TemplateStep};
use crate::plan::Name;
use crate::text::strict_toml::{Form, Position};

/// What templates share: each part and each step under its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    pub(super) parts: Vec<(Name, Part)>,
    pub(super) steps: Vec<(Name, TemplateStep)>,
}

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
