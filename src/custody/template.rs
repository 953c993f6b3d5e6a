//! A ceremony as its author wrote it, as data: which procedures, for which things, in which order, by whom.

use super::procedure::{Procedure, Subject};
use super::thing::Hash;
use crate::plan::{Name, Role};
use crate::text::language::Texts;
use serde::{Deserialize, Serialize};

/// A ceremony before it is bound to a plan. The ledger holds it whole, in an entry of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name, such as `annual-rotation`.
    pub name: Name,
    /// Its title, for people.
    pub title: Texts,
    /// When it is done, and what for.
    pub purpose: Texts,
    /// Its parts, in order.
    #[serde(rename = "part")]
    pub parts: Vec<TemplatePart>,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplatePart {
    /// Its title, with placeholders.
    pub title: Texts,
    /// What it is repeated for.
    #[serde(rename = "for")]
    pub repeats: For,
    /// Its steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<TemplateStep>,
}

/// A step before it is bound to a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateStep {
    /// What it does.
    #[serde(rename = "do")]
    pub procedure: Procedure,
    /// The sentence that people read, with placeholders.
    pub says: Texts,
    /// Who initials it.
    pub initials: Vec<Role>,
}

/// What a part is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum For {
    /// Once.
    Ceremony,
    /// For each account in the plan's order. A key's step in it is for the account's first key.
    EachAccount,
    /// For each key: account by account, the keys of each in the plan's order.
    EachKey,
    /// For the one key that the ceremony is begun for.
    OneKey,
    /// For each key of the plan that nobody admitted yet. Such a part is bound when it begins.
    EachKeyToSetUp,
    /// For each key with a PIN and without a passkey. Such a part is bound when it begins.
    EachPasskeyToEnrol,
    /// For each key that is not set as the plan wants it. Such a part is bound when it begins.
    EachKeyToConfigure,
    /// For each key whose PIN must change. Such a part is bound when it begins.
    EachPinToRotate,
    /// For each account without a password. Such a part is bound when it begins.
    EachPasswordToSet,
    /// For each account whose password must change. Such a part is bound when it begins.
    EachPasswordToRotate,
    /// For each key in a bag that belongs elsewhere. Such a part is bound when it begins.
    EachKeyToMove,
    /// For each PIN sheet in a bag that belongs elsewhere. Such a part is bound when it begins.
    EachPinSheetToMove,
    /// For each account with a share in a bag that belongs elsewhere. Such a part is bound when it begins.
    EachSetOfSharesToMove,
    /// For each sealed bag that is to be looked at. Such a part is bound when it begins.
    EachBagToCheck,
}

impl For {
    /// All with their names in TOML.
    pub const ALL: [(&str, For); 14] = [
        ("ceremony", For::Ceremony),
        ("each-account", For::EachAccount),
        ("each-key", For::EachKey),
        ("one-key", For::OneKey),
        ("each-key-to-set-up", For::EachKeyToSetUp),
        ("each-passkey-to-enrol", For::EachPasskeyToEnrol),
        ("each-key-to-configure", For::EachKeyToConfigure),
        ("each-pin-to-rotate", For::EachPinToRotate),
        ("each-password-to-set", For::EachPasswordToSet),
        ("each-password-to-rotate", For::EachPasswordToRotate),
        ("each-key-to-move", For::EachKeyToMove),
        ("each-pin-sheet-to-move", For::EachPinSheetToMove),
        ("each-set-of-shares-to-move", For::EachSetOfSharesToMove),
        ("each-bag-to-check", For::EachBagToCheck),
    ];

    /// What such a part is about.
    pub fn subject(self) -> Subject {
        match self {
            For::Ceremony => Subject::Ceremony,
            For::EachAccount
            | For::EachPasswordToSet
            | For::EachPasswordToRotate
            | For::EachSetOfSharesToMove => Subject::Account,
            For::EachKey
            | For::OneKey
            | For::EachKeyToSetUp
            | For::EachPasskeyToEnrol
            | For::EachKeyToConfigure
            | For::EachPinToRotate
            | For::EachKeyToMove
            | For::EachPinSheetToMove => Subject::Key,
            For::EachBagToCheck => Subject::Bag,
        }
    }

    /// Whether it is bound only when it begins, as often as it has to.
    pub fn is_computed(self) -> bool {
        match self {
            For::Ceremony | For::EachAccount | For::EachKey | For::OneKey => false,
            For::EachKeyToSetUp
            | For::EachPasskeyToEnrol
            | For::EachKeyToConfigure
            | For::EachPinToRotate
            | For::EachPasswordToSet
            | For::EachPasswordToRotate
            | For::EachKeyToMove
            | For::EachPinSheetToMove
            | For::EachSetOfSharesToMove
            | For::EachBagToCheck => true,
        }
    }

    /// Whether a step about such a thing can stand in it: one about its things; in a part for accounts also one about a
    /// key, which is then the account's first.
    pub fn has_room_for(self, step: Subject) -> bool {
        step == self.subject() || (self == For::EachAccount && step == Subject::Key)
    }
}

impl Template {
    /// SHA-256 of its canonical JSON: its name in `ceremony-started`.
    pub fn hash(&self) -> Hash {
        Hash::of(self)
    }

    /// Whether it is begun for a file that is carried in, which has to be named.
    pub fn is_for_a_file(&self) -> bool {
        self.does(Procedure::ImportMetadata)
    }

    /// Whether a part of it repeats over duties.
    pub fn is_computed(&self) -> bool {
        self.parts.iter().any(|part| part.repeats.is_computed())
    }

    /// Whether it makes a plan binding.
    pub fn adopts(&self) -> bool {
        self.does(Procedure::AdoptPlan)
    }

    /// Whether it is begun for one key, which has to be named.
    pub fn is_for_one_key(&self) -> bool {
        self.parts.iter().any(|part| part.repeats == For::OneKey)
    }

    /// Whether it has such a step.
    pub fn does(&self, procedure: Procedure) -> bool {
        let mut steps = self.parts.iter().flat_map(|part| &part.steps);
        steps.any(|step| step.procedure == procedure)
    }
}
