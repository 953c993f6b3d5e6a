//! Templates and their mistakes as text.

use super::form::{For, Template, TemplateError};
use super::shipped::built_in;
use crate::ceremony::script::wrapped;

pub fn list() -> String {
    let mut text = String::new();
    for (name, _) in built_in() {
        if let Some(template) = Template::named(name) {
            let named = match (template.is_for_one_key(), template.is_for_a_file()) {
                (true, _) => format!("{name} --key KEY"),
                (false, true) => format!("{name} --file FILE"),
                (false, false) => (*name).to_owned(),
            };
            text.push_str(&format!("{named}\n  {}\n", template.title.en));
            text.push_str(&wrapped(&template.purpose.en, "    "));
        }
    }
    text
}

pub fn sound(template: &Template) -> String {
    let mut text = format!("{}: {}\n", template.name, template.title.en);
    for part in &template.parts {
        let repeats = match part.repeats {
            For::Ceremony => "once",
            For::EachAccount => "for each account",
            For::EachKey => "for each key",
            For::OneKey => "for one key",
            For::EachKeyToSetUp => "for each key to set up",
            For::EachPasskeyToEnrol => "for each passkey to enrol",
            For::EachKeyToConfigure => "for each key to configure",
            For::EachPinToRotate => "for each PIN to rotate",
            For::EachPasswordToSet => "for each password to set",
            For::EachPasswordToRotate => "for each password to rotate",
            For::EachKeyToMove => "for each key to move",
            For::EachPinSheetToMove => "for each PIN sheet to move",
            For::EachSetOfSharesToMove => "for each set of shares to move",
            For::EachBagToCheck => "for each bag to check",
        };
        text.push_str(&format!("  {repeats}: {}\n", part.title.en));
        for step in &part.steps {
            text.push_str(&format!("    {}\n", step.procedure.name()));
        }
    }
    text.push_str("This template is sound.\n");
    text
}

pub fn errors(errors: &[TemplateError]) -> String {
    let paragraphs: Vec<String> = errors.iter().map(error).collect();
    paragraphs.join("\n")
}

fn error(error: &TemplateError) -> String {
    let mut text = format!("{}:{}: error ({})", error.file, error.at, error.rule.name());
    if !error.field.is_empty() {
        text.push_str(&format!(" in {}", error.field));
    }
    format!(
        "{text}\n  found:   {}\n  allowed: {}\n",
        error.found, error.allowed
    )
}
