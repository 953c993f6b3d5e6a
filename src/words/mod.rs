//! What people are told and asked: as data, and in words, language by language.

pub mod catalogue;
pub mod clause;
mod de;
mod en;
pub mod facts;
mod fi;
pub mod finding;
pub mod label;
pub mod say;
pub mod status;
pub mod trouble;

use crate::text::language::Language;
use catalogue::{Catalogue, Words, sentence};
use clause::{Clause, Thing};
use finding::Finding;
use label::Label;
use say::{Prompt, Said};
use status::{Line, Obstacle};
use trouble::{Explained, Trouble};

/// The words of a language.
pub fn of(language: Language) -> &'static dyn Catalogue {
    match language {
        Language::English => &en::English,
        Language::German => &de::German,
        Language::Finnish => &fi::Finnish,
    }
}

impl Prompt {
    /// In this language.
    pub fn said(&self, language: Language) -> Said {
        let Words { body, ask } = of(language).prompt(self);
        let facts = self.facts();
        Said {
            turn: facts.turn,
            who: facts.person.map(Into::into),
            away: facts.away,
            body,
            ask,
        }
    }
}

/// In English, as the ledger and the commands say it.
impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&of(Language::English).finding(self))
    }
}

impl From<Finding> for String {
    fn from(finding: Finding) -> String {
        finding.to_string()
    }
}

impl Thing {
    /// In this language, as it stands in a list.
    pub fn said(&self, language: Language) -> String {
        of(language).thing(self)
    }
}

impl Clause {
    /// As a sentence in this language.
    pub fn sentence(&self, language: Language) -> String {
        sentence(&of(language).clause(self))
    }

    /// As a sentence, as the ledger keeps it.
    pub fn for_the_ledger(&self) -> String {
        self.sentence(Language::English)
    }
}

impl Trouble {
    /// In this language.
    pub fn explained(&self, language: Language) -> Explained {
        of(language).trouble(self)
    }

    /// What happened, as the ledger keeps it.
    pub fn for_the_ledger(&self) -> String {
        self.explained(Language::English).what
    }
}

impl Label {
    /// In this language.
    pub fn said(self, language: Language) -> &'static str {
        of(language).label(self)
    }
}

impl Line<'_> {
    /// In this language.
    pub fn said(&self, language: Language) -> String {
        of(language).line(self)
    }
}

impl Obstacle {
    /// In this language: the end of a sentence, without its period.
    pub fn said(&self, language: Language) -> String {
        of(language).obstacle(self)
    }
}
