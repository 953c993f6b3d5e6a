//! The languages that the screen speaks.

use serde::{Deserialize, Serialize};

/// A language of the catalogue. The ledger, the sheets but the script, and the commands' own messages are English in all
/// of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Finnish.
    #[serde(rename = "fi")]
    Finnish,
}

impl Language {
    /// All, with their names in plans and options (ISO 639-1).
    pub const ALL: [(&str, Language); 3] = [
        ("en", Language::English),
        ("de", Language::German),
        ("fi", Language::Finnish),
    ];

    /// Its name in plans and options.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::Finnish => "fi",
        }
    }

    /// Of a name such as `de`.
    pub fn named(code: &str) -> Option<Language> {
        let found = Language::ALL.iter().find(|(known, _)| *known == code);
        found.map(|(_, language)| *language)
    }

    /// Of a locale's name such as `de_AT.UTF-8` (POSIX, chapter 8.2); None for one that is not spoken here.
    pub fn of_locale(locale: &str) -> Option<Language> {
        let language = locale.split(['_', '.', '@', '-']).next()?;
        Language::named(&language.to_ascii_lowercase())
    }

    /// Of the environment: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides (POSIX, chapter 8.2).
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Language> {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|locale| !locale.is_empty())?;
        Language::of_locale(&set)
    }
}

/// A text in the languages in which its author gave it: English, and others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// In English.
    pub en: String,
    /// In German.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub de: Option<String>,
    /// In Finnish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fi: Option<String>,
}

impl Texts {
    /// In this language; in English where its author did not say it in this one.
    pub fn of(&self, language: Language) -> &str {
        let said = match language {
            Language::English => None,
            Language::German => self.de.as_deref(),
            Language::Finnish => self.fi.as_deref(),
        };
        said.unwrap_or(&self.en)
    }

    /// Those that there are, with their languages.
    pub fn all(&self) -> impl Iterator<Item = (Language, &str)> {
        let others = [(Language::German, &self.de), (Language::Finnish, &self.fi)];
        let others = others
            .into_iter()
            .filter_map(|(language, said)| Some((language, said.as_deref()?)));
        std::iter::once((Language::English, self.en.as_str())).chain(others)
    }

    /// Each made into another one.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Texts {
        Texts {
            en: change(&self.en),
            de: self.de.as_deref().map(&change),
            fi: self.fi.as_deref().map(&change),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let of = |set: &[(&str, &str)]| {
            Language::of_environment(|name| {
                let found = set.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("LANG", "de_AT.UTF-8")]), Some(Language::German));
        assert_eq!(
            of(&[("LANG", "de_DE"), ("LC_ALL", "fi_FI@euro")]),
            Some(Language::Finnish)
        );
        assert_eq!(
            of(&[("LC_ALL", ""), ("LANG", "fi")]),
            Some(Language::Finnish)
        );
        for none in ["C", "C.UTF-8", "POSIX", "sv_SE.UTF-8", "deu", ""] {
            assert_eq!(of(&[("LC_ALL", none), ("LANG", "x")]), None, "{none}");
        }
    }
}
