//! A template bound to a plan: numbered steps, and the hash that both custodians read aloud.

use super::procedure::{Procedure, Subject};
use super::template::{For, Template, TemplatePart};
use super::thing::{BagSerial, Hash};
use crate::plan::{Account, Key, Name, Plan, Role};
use crate::text::language::Texts;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A ceremony bound to a plan. A part that repeats over duties is added when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it was bound from.
    pub template: Arc<Template>,
    /// The plan that it is bound to.
    pub plan: Arc<Plan>,
    /// The key that it is for, where it is for one.
    pub key: Option<Name>,
    /// The file in the inbox that it is for, where it is for one.
    pub file: Option<String>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    template_hash: Hash,
    plan_hash: Hash,
    hash: Hash,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its number, such as `3`; of one that repeats over duties such as `3.2`: its place, and how often it began.
    pub number: String,
    /// Which part of the template it is, from 0.
    pub of: usize,
    /// Its title, with names filled in.
    pub title: Texts,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One instruction with one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number, such as `3.2`: part and step, from 1.
    pub number: String,
    /// What it does.
    pub procedure: Procedure,
    /// What it is about: a thing of the kind that its procedure is about.
    pub about: About,
    /// The template's sentence, with names filled in.
    pub says: Texts,
    /// Who initials it.
    pub initials: Vec<Role>,
}

/// What a step is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "is", content = "name", rename_all = "kebab-case")]
pub enum About {
    /// The ceremony itself.
    Ceremony,
    /// One key. Its account stands in the plan.
    Key(Name),
    /// One account.
    Account(Name),
    /// One bag.
    Bag(BagSerial),
}

impl About {
    /// Of which kind it is.
    pub fn subject(&self) -> Subject {
        match self {
            About::Ceremony => Subject::Ceremony,
            About::Key(_) => Subject::Key,
            About::Account(_) => Subject::Account,
            About::Bag(_) => Subject::Bag,
        }
    }

    /// The key, where it is about one.
    pub fn key(&self) -> Option<&Name> {
        match self {
            About::Key(key) => Some(key),
            About::Ceremony | About::Account(_) | About::Bag(_) => None,
        }
    }

    /// The account, where it is about one.
    pub fn account(&self) -> Option<&Name> {
        match self {
            About::Account(account) => Some(account),
            About::Ceremony | About::Key(_) | About::Bag(_) => None,
        }
    }

    /// The bag, where it is about one.
    pub fn bag(&self) -> Option<&BagSerial> {
        match self {
            About::Bag(bag) => Some(bag),
            About::Ceremony | About::Key(_) | About::Account(_) => None,
        }
    }
}

/// Binds a template to a plan: parts repeated for its accounts and keys, or for the one key, steps numbered, names
/// filled in. Parts that repeat over duties wait until they begin.
pub fn bind(
    template: &Arc<Template>,
    plan: &Arc<Plan>,
    key: Option<&Name>,
    file: Option<&str>,
) -> Script {
    let mut parts = Vec::new();
    let mut number = 0;
    for (of, part) in template.parts.iter().enumerate() {
        if part.repeats.is_computed() {
            number += 1;
            continue;
        }
        for thing in things(part.repeats, plan, key) {
            number += 1;
            parts.push(bind_part(part, of, number.to_string(), &thing));
        }
    }
    let mut script = Script {
        template: Arc::clone(template),
        plan: Arc::clone(plan),
        key: key.filter(|_| template.is_for_one_key()).cloned(),
        file: file.map(str::to_owned),
        parts,
        template_hash: template.hash(),
        plan_hash: Hash(plan.hash()),
        hash: Hash([0; 32]),
    };
    script.hash = script.hashed();
    script
}

fn bind_part(part: &TemplatePart, of: usize, number: String, thing: &Thing) -> Part {
    let mut steps: Vec<Step> = Vec::new();
    for step in &part.steps {
        let subject = step.procedure.subject();
        let Some(about) = thing.about(subject) else {
            continue; // an account without a key: no sound plan has one
        };
        steps.push(Step {
            number: format!("{number}.{}", steps.len() + 1),
            procedure: step.procedure,
            about,
            says: step.says.map(|says| thing.fill(says)),
            initials: step.initials.clone(),
        });
    }
    Part {
        title: part.title.map(|title| thing.fill(title)),
        number,
        of,
        steps,
    }
}

impl Script {
    /// The steps of all parts, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.parts.iter().flat_map(|p| &p.steps)
    }

    /// What both custodians read aloud: SHA-256 of the canonical JSON of what it was bound from, and of its parts' steps:
    /// number, procedure, what it is about, initials. The sentences stand in the template, the names in the plan.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The template's hash.
    pub fn template_hash(&self) -> Hash {
        self.template_hash
    }

    /// The plan's hash.
    pub fn plan_hash(&self) -> Hash {
        self.plan_hash
    }

    /// The same script with a part that repeats over duties begun at this place among its parts; `plan` names the things
    /// in its sentences. None where the template has no such part for such a thing.
    pub(super) fn with_part(
        &self,
        of: usize,
        about: &About,
        plan: &Plan,
        at: usize,
    ) -> Option<Script> {
        let part = self.template.parts.get(of)?;
        let fits = part.repeats.is_computed() && part.repeats.subject() == about.subject();
        if !fits || at > self.parts.len() {
            return None;
        }
        let computed = |i: usize| {
            let part = self.template.parts.get(i);
            part.is_some_and(|p| p.repeats.is_computed())
        };
        let bound = self.parts.iter().filter(|p| p.of < of && !computed(p.of));
        let place = bound.count() + (0..of).filter(|i| computed(*i)).count() + 1;
        let times = self.parts.iter().filter(|p| p.of == of).count() + 1;
        let thing = Thing::of(about, plan);
        let part = bind_part(part, of, format!("{place}.{times}"), &thing);
        let mut script = self.clone();
        script.parts.insert(at, part);
        script.hash = script.hashed();
        Some(script)
    }

    /// The script as it would be if these parts, and no other, repeated over duties.
    #[must_use]
    pub fn forecast(&self, parts: &[(usize, About)]) -> Script {
        let mut script = self.clone();
        for (of, about) in parts {
            let before = script.parts.iter().filter(|part| part.of <= *of).count();
            if let Some(grown) = script.with_part(*of, about, &self.plan, before) {
                script = grown;
            }
        }
        script
    }

    fn hashed(&self) -> Hash {
        let step = |step: &Step| {
            serde_json::json!({
                "number": step.number,
                "do": step.procedure,
                "about": step.about,
                "initials": step.initials,
            })
        };
        let mut value = serde_json::json!({
            "template": self.template_hash,
            "plan": self.plan_hash,
            "steps": self.steps().map(step).collect::<Vec<_>>(),
        });
        if let Some(key) = &self.key {
            value["key"] = key.as_str().into();
        }
        if let Some(file) = &self.file {
            value["file"] = file.as_str().into();
        }
        Hash::of(&value)
    }
}

/// What a part is bound for, with what the plan knows of it.
struct Thing<'p> {
    plan: &'p Plan,
    named: About,
    account: Option<&'p Account>,
    key: Option<&'p Key>,
}

impl<'p> Thing<'p> {
    fn of(about: &About, plan: &'p Plan) -> Thing<'p> {
        let key = about.key().and_then(|key| plan.key(key));
        let account = match about.account() {
            Some(account) => plan.account(account),
            None => key.and_then(|key| plan.account(&key.account)),
        };
        Thing {
            plan,
            named: about.clone(),
            account,
            key,
        }
    }

    /// As a step about such a thing names it; None where there is none.
    fn about(&self, subject: Subject) -> Option<About> {
        match subject {
            Subject::Ceremony => Some(About::Ceremony),
            Subject::Key if self.named.key().is_none() => {
                self.key.map(|key| About::Key(key.id.clone()))
            }
            Subject::Key | Subject::Account | Subject::Bag => {
                (self.named.subject() == subject).then(|| self.named.clone())
            }
        }
    }

    fn fill(&self, text: &str) -> String {
        let place = |id: &Name| {
            let place = self.plan.place(id);
            place.map_or(id.to_string(), |place| place.name.clone())
        };
        let mut filled = String::new();
        for piece in pieces(text) {
            let value = match piece {
                Piece::Text(text) | Piece::Brace(text) => Some(text.to_owned()),
                Piece::Placeholder("key") => match self.named.key() {
                    Some(key) => Some(key.to_string()),
                    None => self.key.map(|key| key.id.to_string()),
                },
                Piece::Placeholder("place") => self.key.map(|key| place(&key.place)),
                Piece::Placeholder("pin_place") => self.key.map(|key| place(&key.pin_place)),
                Piece::Placeholder("account") => match self.named.account() {
                    Some(account) => Some(account.to_string()),
                    None => self.account.map(|a| a.id.to_string()),
                },
                Piece::Placeholder("upn") => self.account.map(|a| a.upn.clone()),
                Piece::Placeholder("bag") => self.named.bag().map(BagSerial::to_string),
                Piece::Placeholder(_) => None,
            };
            filled.push_str(&value.unwrap_or_default());
        }
        filled
    }
}

/// What a part is repeated for, in the plan's order, with the keys of each account together.
fn things<'p>(repeats: For, plan: &'p Plan, one: Option<&Name>) -> Vec<Thing<'p>> {
    let key = |key: &Key| Thing::of(&About::Key(key.id.clone()), plan);
    match repeats {
        For::Ceremony => vec![Thing::of(&About::Ceremony, plan)],
        For::OneKey => one
            .and_then(|one| plan.key(one))
            .map(key)
            .into_iter()
            .collect(),
        For::EachAccount => {
            let each = |account: &'p Account| Thing {
                key: plan.keys_of(&account.id).next(),
                ..Thing::of(&About::Account(account.id.clone()), plan)
            };
            plan.accounts.iter().map(each).collect()
        }
        For::EachKey => {
            let accounts = plan.accounts.iter();
            accounts
                .flat_map(|a| plan.keys_of(&a.id))
                .map(key)
                .collect()
        }
        For::EachKeyToSetUp
        | For::EachPasskeyToEnrol
        | For::EachKeyToConfigure
        | For::EachPinToRotate
        | For::EachPasswordToSet
        | For::EachPasswordToRotate
        | For::EachKeyToMove
        | For::EachPinSheetToMove
        | For::EachSetOfSharesToMove
        | For::EachBagToCheck => Vec::new(),
    }
}

/// The placeholders that a sentence about such a thing may have.
pub fn placeholders(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Ceremony => &[],
        Subject::Account => &["account", "upn"],
        Subject::Key => &["key", "account", "place", "pin_place", "upn"],
        Subject::Bag => &["bag"],
    }
}

/// A piece of a template's sentence.
pub enum Piece<'t> {
    /// As it is said.
    Text(&'t str),
    /// A name in braces.
    Placeholder(&'t str),
    /// An opening or a closing brace without its other, and what follows it.
    Brace(&'t str),
}

/// A sentence, taken apart.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_procedure_and_role_has_the_name_that_serde_gives_it() {
        for (name, procedure) in Procedure::ALL {
            assert_eq!(serde_json::to_value(procedure).unwrap(), *name);
            assert_eq!(procedure.name(), *name);
        }
        for (name, role) in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), name);
        }
        for (name, holds) in crate::plan::Holds::ALL {
            assert_eq!(serde_json::to_value(holds).unwrap(), name);
        }
        for (name, repeats) in For::ALL {
            assert_eq!(serde_json::to_value(repeats).unwrap(), name);
        }
    }
}
