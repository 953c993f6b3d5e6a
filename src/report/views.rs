//! What the reading commands show, as JSON. Members are named in snake_case; the manual's chapter on the commands lists
//! them.

use super::events;
use crate::ceremony::template::{Template, TemplateError};
use crate::custody::script::{About, Part, Script, Step};
use crate::ledger::Entry;
use crate::plan::{Checked, Finding, Plan, Severity};
use crate::text::language::Language;
use crate::text::{aloud, hex};
use serde_json::{Value, json};

/// The ceremonies that there are.
pub fn ceremonies(all: &[Template]) -> Value {
    let one = |template: &Template| {
        json!({
            "name": template.name,
            "title": template.title.en,
            "purpose": template.purpose.en,
        })
    };
    json!({ "ceremonies": all.iter().map(one).collect::<Vec<_>>() })
}

/// A script: a ceremony bound to a plan.
pub fn script(script: &Script, language: Language) -> Value {
    let step = |step: &Step| {
        let mut value = json!({
            "number": step.number,
            "do": step.procedure,
            "says": step.says.of(language),
            "initials": step.initials,
        });
        match &step.about {
            About::Ceremony => {}
            About::Key(key) => value["key"] = key.as_str().into(),
            About::Account(account) => value["account"] = account.as_str().into(),
            About::Bag(bag) => value["bag"] = bag.as_str().into(),
        }
        value
    };
    let part = |part: &Part| {
        json!({
            "title": part.title.of(language),
            "steps": part.steps.iter().map(step).collect::<Vec<_>>(),
        })
    };
    json!({
        "purpose": script.template.purpose.of(language),
        "script": {
            "template": script.template.name,
            "title": script.template.title.of(language),
            "plan": script.plan_hash(),
            "parts": script.parts.iter().map(part).collect::<Vec<_>>(),
        },
        "hash": script.hash(),
        "words": aloud::words(&script.hash().0),
    })
}

/// What a look at a template found.
pub fn template(result: &Result<Template, Vec<TemplateError>>) -> Value {
    let error = |e: &TemplateError| {
        json!({
            "file": e.file,
            "line": e.at.line,
            "column": e.at.column,
            "field": e.field,
            "rule": e.rule.name(),
            "found": e.found,
            "allowed": e.allowed,
        })
    };
    let errors = result.as_ref().err().map_or(&[][..], Vec::as_slice);
    json!({
        "sound": result.is_ok(),
        "name": result.as_ref().ok().map(|template| &template.name),
        "errors": errors.iter().map(error).collect::<Vec<_>>(),
    })
}

/// What a look at a draft found.
pub fn checked(checked: &Checked) -> Value {
    let findings: Vec<Value> = checked.findings.iter().map(finding).collect();
    json!({
        "adoptable": checked.plan.is_some(),
        "findings": findings,
        "words": checked.plan.as_ref().map(|plan| aloud::words(&plan.hash())),
    })
}

fn finding(finding: &Finding) -> Value {
    let at = finding.at.as_ref();
    json!({
        "severity": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "file": at.map(|at| &at.file),
        "line": at.map(|at| at.position.line),
        "column": at.map(|at| at.position.column),
        "field": finding.field,
        "rule": finding.rule.name(),
        "found": finding.found,
        "allowed": finding.allowed,
        "because": finding.rule.why(),
    })
}

/// A plan, and whether it binds.
pub fn plan(plan: &Plan, binds: bool) -> Value {
    json!({
        "binds": binds,
        "plan": plan,
        "hash": hex::encode(&plan.hash()),
        "words": aloud::words(&plan.hash()),
    })
}

/// An entry, with what it says in a sentence.
pub fn entry(entry: &Entry) -> Value {
    json!({
        "seq": entry.seq,
        "at": entry.at,
        "by": entry.by,
        "ceremony": entry.ceremony,
        "event": entry.event,
        "says": events::says(entry),
    })
}
