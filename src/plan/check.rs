//! A draft, read and judged.

use super::model::Plan;
use super::read;
use super::rules::{self, Finding};

/// An error of a plan: a [`Finding`] of [`super::Severity::Error`].
pub type PlanError = Finding;

/// What a draft says, and everything that is wrong or weak in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The plan, where there is no error.
    pub plan: Option<Plan>,
    /// Errors and warnings in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads a draft and checks it against every rule. `file` is its name for messages.
pub fn check(file: &str, toml: &str) -> Checked {
    let (draft, mut findings) = match read::read(file, toml) {
        Ok(read) => read,
        Err(findings) => {
            return Checked {
                plan: None,
                findings,
            };
        }
    };
    let found_by_rules = if draft.whole {
        rules::all(&draft.plan)
    } else {
        rules::of_names(&draft.plan, draft.all_ids_read)
    };
    for mut finding in found_by_rules {
        if !findings.iter().any(|known| known.says_more_than(&finding)) {
            finding.locate(file, draft.position_of(&finding.field));
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| finding.at.clone().map(|at| at.position));
    let sound = draft.whole && !findings.iter().any(Finding::is_error);
    Checked {
        plan: sound.then_some(draft.plan),
        findings,
    }
}
