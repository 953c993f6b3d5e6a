//! `sealwright ceremony`.

use super::appearance::Appearance;
use super::{COULD_NOT, DONE, No, WRONG, book, print, print_json, read_text, sheet, shown, sorry};
use crate::ceremony::fitness::{Fitness, fitness};
use crate::ceremony::parts;
use crate::ceremony::script;
use crate::ceremony::seen::KeySeen;
use crate::ceremony::template::{self, Template};
use crate::custody::script::{Part, Script};
use crate::duty;
use crate::plan::Plan;
use crate::report::{self, views};
use crate::sheet::{Page, ScriptPart, ScriptSheet, Stationery, script_sheet};
use crate::text::aloud;
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use jiff::Timestamp;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The ceremonies in this program.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// The script of one, bound to the plan that binds, else to the draft.
    #[command(
        after_help = "Exit codes: 0 shown, and with --keys each plugged-in key can do its steps; 1 no plan, or with --keys no key, or a step that a key cannot do; 2 no such ceremony, or a key does not answer"
    )]
    Show {
        /// Its name, such as annual-rotation.
        name: String,
        /// The key that it is for, where it is for one.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// In place of the script: what each plugged-in key can do of it.
        #[arg(long)]
        keys: bool,
        /// As PDF, into this new file.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "keys"])]
        pdf: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Everything that is wrong in a template of yours.
    Check {
        /// The template.
        file: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(book: &Path, command: &Command, appearance: Appearance) -> u8 {
    match command {
        Command::List { json } => list(*json),
        Command::Show {
            name,
            key,
            keys: true,
            json,
            ..
        } => show_keys(book, (name, key.as_deref()), *json),
        Command::Show {
            name,
            key,
            pdf,
            json,
            ..
        } => show(
            book,
            (name, key.as_deref()),
            pdf.as_deref(),
            *json,
            appearance,
        ),
        Command::Check { file, json } => check(file, *json),
    }
}

fn list(json: bool) -> u8 {
    if json {
        let all: Vec<Template> = template::built_in()
            .filter_map(|(name, _)| Template::named(name))
            .collect();
        print_json(&views::ceremonies(&all));
    } else {
        print(&template::list_text());
    }
    DONE
}

fn show(
    folder: &Path,
    (name, key): (&str, Option<&str>),
    pdf: Option<&Path>,
    json: bool,
    appearance: Appearance,
) -> u8 {
    let template = match named(name) {
        Ok(template) => template,
        Err(why) => return sorry(COULD_NOT, why),
    };
    let plan = match template.is_computed() {
        true => book::draft(folder),
        false => book::plan(folder),
    };
    let plan = match plan {
        Ok(plan) => plan,
        Err((code, why)) => return sorry(code, why),
    };
    let language = appearance.with(Some(&plan));
    let script = match bound(&template, &plan, key).map_err(|why| (COULD_NOT, why)) {
        Ok(script) if template.is_computed() => foreseen(folder, &script, &plan),
        other => other,
    };
    let script = match script {
        Ok(script) => script,
        Err((code, why)) => return sorry(code, why),
    };
    match pdf {
        Some(path) => {
            let page = on_paper(&template, &script, &plan, language);
            sheet::write(path, page.pdf())
        }
        None if json => {
            print_json(&views::script(&script, language));
            DONE
        }
        None => {
            print(&script::render(&script, language));
            DONE
        }
    }
}

/// The script as it would be if the ceremony began now.
fn foreseen(folder: &Path, script: &Script, plan: &Plan) -> Result<Script, No> {
    let custody = book::custody(folder)?;
    let custody = custody.unwrap_or_default();
    let today = duty::today(&custody, Timestamp::now());
    Ok(parts::forecast(script, &custody, plan, today))
}

/// What each plugged-in key can do of a ceremony.
fn show_keys(folder: &Path, (name, key): (&str, Option<&str>), json: bool) -> u8 {
    let could_not = |why| (COULD_NOT, why);
    let script = named(name).map_err(could_not).and_then(|template| {
        let plan = book::plan(folder)?;
        let script = bound(&template, &plan, key).map_err(could_not)?;
        Ok((script, plan))
    });
    let (script, plan) = match script {
        Ok(both) => both,
        Err((code, why)) => return sorry(code, why),
    };
    let seen = match super::key::seen(folder) {
        Ok(seen) => seen,
        Err(why) => return sorry(COULD_NOT, why),
    };
    let fitness = |key: &KeySeen| fitness(key, &script, &plan);
    let judged: Vec<(&KeySeen, Vec<Fitness>)> = seen.iter().map(|k| (k, fitness(k))).collect();
    if json {
        let keys = judged
            .iter()
            .map(|(key, steps)| report::fitness::json(key, steps));
        print_json(&json!({ "keys": keys.collect::<Vec<_>>() }));
    } else if judged.is_empty() {
        print("No security key is plugged in.\n");
    } else {
        let texts = judged
            .iter()
            .map(|(key, steps)| report::fitness::text(key, steps));
        print(&texts.collect::<Vec<_>>().join("\n"));
    }
    let fit = |step: &Fitness| step.obstacles.is_empty();
    if judged.iter().any(|(key, _)| key.said.is_err()) {
        COULD_NOT
    } else if !judged.is_empty() && judged.iter().all(|(_, steps)| steps.iter().all(fit)) {
        DONE
    } else {
        WRONG
    }
}

/// A script to be looked at, and followed when its ceremony has begun with the same words.
fn on_paper(
    template: &Template,
    script: &Script,
    plan: &Plan,
    language: Language,
) -> Page<'static> {
    let purpose = match template.is_computed() {
        true => format!(
            "{} {}",
            template.purpose.of(language),
            ScriptWords::of(language).forecast
        ),
        false => template.purpose.of(language).to_owned(),
    };
    script_sheet(&ScriptSheet {
        on: Stationery {
            rehearsal: false,
            organisation: &plan.organisation,
            paper: plan.sheets.paper,
            envelope: plan.sheets.envelope,
        },
        language,
        number: None,
        title: script.template.title.of(language),
        purpose: &purpose,
        hash_words: &aloud::words(&script.hash().0),
        parts: script.parts.iter().map(|p| part(p, language)).collect(),
    })
}

fn part(part: &Part, language: Language) -> ScriptPart {
    let own = ScriptWords::of(language);
    let steps = part.steps.iter().map(|step| {
        let hands = step
            .initials
            .iter()
            .map(|role| role.on_script(own).to_owned());
        (
            step.number.clone(),
            step.says.of(language).to_owned(),
            hands.collect(),
        )
    });
    (
        format!("{}. {}", part.number, part.title.of(language)),
        steps.collect(),
    )
}

fn check(file: &Path, json: bool) -> u8 {
    let toml = match read_text(file) {
        Ok(toml) => toml,
        Err(why) => return sorry(COULD_NOT, why),
    };
    if json {
        let result = Template::parse(&shown(file), &toml);
        print_json(&views::template(&result));
        return if result.is_ok() { DONE } else { WRONG };
    }
    match template::check_text(&shown(file), &toml) {
        Ok(report) => {
            print(&report);
            DONE
        }
        Err(report) => {
            print(&report);
            WRONG
        }
    }
}

/// A template's script for this plan; one that is for one key needs to be told which.
pub fn bound(template: &Template, plan: &Plan, key: Option<&str>) -> Result<Script, String> {
    let keys = || {
        let keys: Vec<&str> = plan.keys.iter().map(|key| key.id.as_str()).collect();
        keys.join(", ")
    };
    match (template.is_for_one_key(), key) {
        (false, None) => Ok(template::bind(template, plan)),
        (false, Some(_)) => Err(format!(
            "{} is for all keys of the plan: leave --key away",
            template.name
        )),
        (true, None) => Err(format!(
            "{name} is for one key: say which by --key KEY; the plan has: {}",
            keys(),
            name = template.name
        )),
        (true, Some(key)) => match plan.keys.iter().find(|known| known.id.as_str() == key) {
            Some(known) => Ok(template::bind_to_key(template, plan, &known.id)),
            None => Err(format!(
                "the plan has no key named {}; it has: {}",
                crate::text::safe::Safe::new(key, 40),
                keys()
            )),
        },
    }
}

/// A ceremony in this program.
pub fn named(name: &str) -> Result<Template, String> {
    Template::named(name).ok_or_else(|| {
        let known: Vec<&str> = template::built_in().map(|(name, _)| *name).collect();
        format!(
            "there is no ceremony named {}; there are: {}",
            crate::text::safe::Safe::new(name, 40),
            known.join(", ")
        )
    })
}
