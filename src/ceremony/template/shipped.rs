//! The templates in the program.

use super::form::Template;

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

/// All templates in the program.
pub fn built_in() -> impl Iterator<Item = &'static BuiltIn> {
    all().iter().chain(for_one_key()).chain(for_a_file())
}

impl Template {
    /// The template of that name in the program.
    pub fn named(name: &str) -> Option<Template> {
        let (file, toml) = built_in().find(|(known, _)| *known == name)?;
        Template::parse(file, toml).ok()
    }
}
