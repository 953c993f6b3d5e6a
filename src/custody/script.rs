//! A template bound to a plan: numbered steps, and the hash that both custodians read aloud.

use super::procedure::{Procedure, Subject};
use super::thing::BagSerial;
use crate::plan::{Name, Role};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A ceremony bound to a plan. `ceremony-started` holds it whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The template's name, such as `annual-rotation`.
    pub template: Name,
    /// Its title, for people.
    pub title: String,
    /// SHA-256 of the plan's canonical form, lower-case hex.
    pub plan: String,
    /// The file in the inbox that it is for, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its title, with names filled in.
    pub title: String,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One instruction with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StepForm", into = "StepForm")]
pub struct Step {
    /// Its number, such as `3.2`: part and step, from 1.
    pub number: String,
    /// What it does.
    pub procedure: Procedure,
    /// What it is about: a thing of the kind that its procedure is about.
    pub about: About,
    /// The template's sentence.
    pub says: String,
    /// Who initials it.
    pub initials: Vec<Role>,
}

/// What a step is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// A step as JSON has it: what it is about is one member, named like its kind, or none.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepForm {
    number: String,
    #[serde(rename = "do")]
    procedure: Procedure,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bag: Option<BagSerial>,
    says: String,
    initials: Vec<Role>,
}

impl From<Step> for StepForm {
    fn from(step: Step) -> StepForm {
        StepForm {
            key: step.about.key().cloned(),
            account: step.about.account().cloned(),
            bag: step.about.bag().cloned(),
            number: step.number,
            procedure: step.procedure,
            says: step.says,
            initials: step.initials,
        }
    }
}

impl TryFrom<StepForm> for Step {
    type Error = String;

    fn try_from(form: StepForm) -> Result<Step, String> {
        let about = match (form.key, form.account, form.bag) {
            (None, None, None) => About::Ceremony,
            (Some(key), None, None) => About::Key(key),
            (None, Some(account), None) => About::Account(account),
            (None, None, Some(bag)) => About::Bag(bag),
            _ => return Err(format!("step {} is about two things", form.number)),
        };
        if about.subject() != form.procedure.subject() {
            let name = form.procedure.name();
            return Err(format!(
                "step {} is not about what {name} is about",
                form.number
            ));
        }
        Ok(Step {
            number: form.number,
            procedure: form.procedure,
            about,
            says: form.says,
            initials: form.initials,
        })
    }
}

impl Script {
    /// The steps of all parts, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.parts.iter().flat_map(|p| &p.steps)
    }

    /// SHA-256 of the canonical JSON: sorted keys, no blanks (RFC 8785 for what a script can hold).
    pub fn hash(&self) -> [u8; 32] {
        let value = serde_json::to_value(self).expect("a script has only texts and lists");
        Sha256::digest(value.to_string()).into()
    }
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
    }

    #[test]
    fn a_step_is_about_one_thing_of_its_procedures_kind() {
        let read = |about: &str| {
            let json =
                format!(r#"{{"number":"1.1","do":"seal-key",{about}"says":"","initials":[]}}"#);
            serde_json::from_str::<Step>(&json).map_err(|e| e.to_string())
        };
        let step = read(r#""key":"alpha-1","#).unwrap();
        assert_eq!(step.about, About::Key(Name::new("alpha-1").unwrap()));
        assert!(
            read("")
                .unwrap_err()
                .contains("not about what seal-key is about")
        );
        assert!(
            read(r#""account":"alpha","#)
                .unwrap_err()
                .contains("not about what")
        );
        assert!(
            read(r#""key":"alpha-1","account":"alpha","#)
                .unwrap_err()
                .contains("two things")
        );
    }
}
