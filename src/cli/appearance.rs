//! How the screen speaks and looks.

use crate::plan::Plan;
use crate::text::language::Language;
use crate::tui::Theme;

/// The language of the people at the screen, and its colours.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Appearance {
    /// The screen's language: en, de or fi. Without it: the plan's, else the locale's, else English.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = named)]
    pub language: Option<Language>,
    /// The screen's colours: colour, contrast (bold white on black), or plain (none: reverse and bold). Without it:
    /// plain where NO_COLOR is set, else colour.
    #[arg(long, global = true, value_name = "THEME", value_parser = look)]
    theme: Option<Theme>,
}

impl Appearance {
    /// The screen's colours; none where the environment wants none (<https://no-color.org>).
    pub fn theme(self) -> Theme {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        self.theme.unwrap_or(match no_colour {
            true => Theme::Plain,
            false => Theme::Colour,
        })
    }

    /// What was asked for; else what the plan says: the same on every machine.
    pub fn without_locale(self, plan: &Plan) -> Language {
        self.language.or(plan.language).unwrap_or_default()
    }

    /// What was asked for; else what the plan says; else what the locale says.
    pub fn with(self, plan: Option<&Plan>) -> Language {
        self.language
            .or_else(|| plan.and_then(|plan| plan.language))
            .or_else(|| Language::of_environment(|name| std::env::var(name).ok()))
            .unwrap_or_default()
    }
}

/// The themes' names.
const THEMES: [(&str, Theme); 3] = [
    ("colour", Theme::Colour),
    ("contrast", Theme::Contrast),
    ("plain", Theme::Plain),
];

fn look(name: &str) -> Result<Theme, String> {
    let found = THEMES.iter().find(|(known, _)| *known == name);
    let known = THEMES.map(|(name, _)| name).join(", ");
    found
        .map(|(_, theme)| *theme)
        .ok_or_else(|| format!("it is one of {known}"))
}

fn named(code: &str) -> Result<Language, String> {
    let known = Language::ALL.map(|(code, _)| code).join(", ");
    Language::named(code).ok_or_else(|| format!("it is one of {known}"))
}
