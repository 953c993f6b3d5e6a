//! A script as lines of text.

use crate::custody::script::{Script, Step};
use crate::text::aloud;
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use crate::text::wrap::wrap;

/// The script on paper: numbered steps with a line for each initial, and its hash in words; what stands on every script
/// in this language.
pub fn render(script: &Script, language: Language) -> String {
    let own = ScriptWords::of(language);
    let title = script.template.title.of(language);
    let underlined = "=".repeat(title.chars().count());
    let mut text = format!("{title}\n{underlined}\n");
    let [ceremony, plan] = own.ceremony_and_plan;
    text.push_str(&format!(
        "\n{ceremony} {}, {plan} {}\n",
        script.template.name,
        script.plan_hash()
    ));
    if script.template.is_computed() {
        text.push_str(&format!(
            "\n{}",
            wrapped(ScriptWords::of(language).forecast, "")
        ));
    }
    for part in &script.parts {
        let title = part.title.of(language);
        text.push_str(&format!("\n{}. {title}\n", part.number));
        for step in &part.steps {
            text.push('\n');
            text.push_str(&render_step(step, language));
        }
    }
    text.push_str(&format!("\n{}\n", own.read_aloud));
    text.push_str(&format!("  {}\n", aloud::words(&script.hash().0)));
    text
}

fn render_step(step: &Step, language: Language) -> String {
    let own = ScriptWords::of(language);
    let first = format!("  {:<5} ", step.number);
    let body = wrapped(step.says.of(language), "        ");
    let body = body.trim_start(); // the number stands in the indent
    let roles = step.initials.iter();
    let lines: Vec<String> = roles
        .map(|role| format!("{} ______", role.on_script(own)))
        .collect();
    format!(
        "{first}{body}        [{}]  {}\n",
        step.procedure.name(),
        lines.join("   ")
    )
}

/// A text in lines of at most 78 characters where its words allow, each after `indent`.
pub(super) fn wrapped(text: &str, indent: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("{}\n", wrap(&format!("{indent}{}", words.join(" ")), 0, 78))
}
