//! The templates in the program.

use super::form::{Rule, Shared, Template, TemplateError};
use super::read;
use crate::text::strict_toml::quoted;
use std::sync::LazyLock;

/// A template in the program: name and TOML.
type BuiltIn = (&'static str, &'static str);

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../ceremony-templates/", $name, ".toml")))),*]
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

/// The templates in the program with parts that repeat over duties.
pub fn computed() -> &'static [BuiltIn] {
    built_in!["change-plan", "inspect-bags"]
}

/// The templates in the program for what is in quarantine.
pub fn for_quarantine() -> &'static [BuiltIn] {
    built_in!["end-quarantine"]
}

/// All templates in the program.
pub fn built_in() -> impl Iterator<Item = &'static BuiltIn> {
    let named = all().iter().chain(computed()).chain(for_quarantine());
    named.chain(for_one_key()).chain(for_a_file())
}

/// What the templates share, in the program.
pub const PARTS: BuiltIn = (
    "parts.toml",
    include_str!("../../../ceremony-templates/parts.toml"),
);

fn shared() -> &'static Shared {
    static SHARED: LazyLock<Shared> =
        LazyLock::new(|| read::shared(PARTS.0, PARTS.1).unwrap_or_default());
    &SHARED
}

/// The mistakes in what the templates share: none.
///
/// # Errors
/// There are some.
pub fn shared_parts() -> Result<(), Vec<TemplateError>> {
    read::shared(PARTS.0, PARTS.1).map(drop)
}

impl Template {
    /// The template of that name in the program.
    pub fn named(name: &str) -> Option<Template> {
        let (file, toml) = built_in().find(|(known, _)| *known == name)?;
        let read = read::template(file, toml, shared()).ok();
        read.map(|(template, _)| template)
    }

    /// Reads a template strictly. `file` is its name for messages.
    ///
    /// # Errors
    /// All mistakes of form; where there are none, all of order; then the name of a ceremony in the program, where it
    /// is not that one.
    pub fn parse(file: &str, toml: &str) -> Result<Template, Vec<TemplateError>> {
        let (template, at) = read::template(file, toml, shared())?;
        let name = template.name.as_str();
        match Template::named(name) {
            Some(known) if known != template => Err(vec![TemplateError {
                file: file.into(),
                at,
                field: "name".into(),
                rule: Rule::Shipped,
                found: format!(
                    "{}, a ceremony in this program, with other content",
                    quoted(name)
                ),
                allowed: "a name of its own".into(),
            }]),
            _ => Ok(template),
        }
    }
}
