//! `sealwright plan`.

use super::appearance::Appearance;
use super::{COULD_NOT, DONE, WRONG, book, print, print_json, read_text, shown, sorry};
use crate::book::PLAN;
use crate::duty;
use crate::plan::{self, Plan, diff};
use crate::report::{self, views};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Everything that is wrong or weak in a draft.
    Check {
        /// The draft; without it, the book's plan.toml.
        file: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// What would have to be done if a draft were adopted: the duties that it brings, and those that it ends.
    #[command(
        after_help = "Exit codes: 0 it brings nothing to do; 1 it brings something, or it has errors; 2 could not tell"
    )]
    Impact {
        /// The draft; without it, the book's plan.toml.
        file: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// The plan that binds, else the draft: in short, and in words; and how the draft differs from it.
    Show {
        /// The plan that binds, as TOML: to be edited as a new draft.
        #[arg(long, conflicts_with = "json")]
        adopted: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(book: &Path, command: &Command, appearance: Appearance) -> u8 {
    match command {
        Command::Check { file, json } => {
            check(&file.clone().unwrap_or_else(|| book.join(PLAN)), *json)
        }
        Command::Impact { file, json } => {
            let file = file.clone().unwrap_or_else(|| book.join(PLAN));
            brings(book, &file, *json, appearance)
        }
        Command::Show { adopted: true, .. } => adopted(book),
        Command::Show { json, .. } => show(book, *json),
    }
}

fn check(file: &Path, json: bool) -> u8 {
    let draft = match read_text(file) {
        Ok(draft) => draft,
        Err(why) => return sorry(COULD_NOT, why),
    };
    if json {
        let checked = plan::check(&shown(file), &draft);
        print_json(&views::checked(&checked));
        return if checked.plan.is_some() { DONE } else { WRONG };
    }
    match plan::check_text(&shown(file), &draft) {
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

fn brings(folder: &Path, file: &Path, json: bool, appearance: Appearance) -> u8 {
    let custody = match book::custody(folder) {
        Ok(custody) => custody.unwrap_or_default(),
        Err((code, why)) => return sorry(code, why),
    };
    let draft = match read_text(file) {
        Ok(draft) => draft,
        Err(why) => return sorry(COULD_NOT, why),
    };
    let draft = match Plan::parse(&shown(file), &draft) {
        Ok(draft) => draft,
        Err(findings) => return sorry(WRONG, plan::findings_text(&findings).trim_end()),
    };
    let today = duty::today(&custody, Timestamp::now());
    let impact = duty::impact(&draft, &custody, today);
    if json {
        print_json(&report::impact::json(&impact));
    } else {
        let language = appearance.with(Some(&draft));
        print(&report::impact::text(&impact, language));
    }
    match (impact.brings.is_empty(), today) {
        (false, _) => WRONG,
        (true, Some(_)) => DONE,
        (true, None) => COULD_NOT,
    }
}

fn show(folder: &Path, json: bool) -> u8 {
    let (plan, binds) = match book::plan_and_whether_it_binds(folder) {
        Ok(found) => found,
        Err((code, why)) => return sorry(code, why),
    };
    if json {
        print_json(&views::plan(&plan, binds));
    } else {
        let state = match binds {
            true => "This plan binds.",
            false => "A draft: no plan binds yet.",
        };
        let draft = match binds {
            true => differences(folder, &plan),
            false => String::new(),
        };
        print(&format!("{}\n{state}\n{draft}", plan.summary()));
    }
    DONE
}

/// How the draft differs from the plan that binds; empty where it does not, or is not there.
fn differences(folder: &Path, adopted: &Plan) -> String {
    let path = folder.join(PLAN);
    let Some(draft) = path.exists().then(|| read_text(&path)) else {
        return String::new();
    };
    let draft = draft
        .ok()
        .and_then(|draft| Plan::parse(&shown(&path), &draft).ok());
    let Some(draft) = draft else {
        return "The draft, plan.toml, has errors: see sealwright plan check.\n".into();
    };
    let changes = diff(adopted, &draft);
    if changes.is_empty() {
        return String::new();
    }
    let lines: String = changes
        .iter()
        .map(|change| format!("  {change}\n"))
        .collect();
    format!("The draft, plan.toml, differs from it:\n{lines}")
}

fn adopted(folder: &Path) -> u8 {
    let custody = match book::custody(folder) {
        Ok(custody) => custody,
        Err((code, why)) => return sorry(code, why),
    };
    match custody.as_ref().and_then(|custody| custody.plan()) {
        Some(plan) => {
            print(&plan.to_toml());
            DONE
        }
        None => sorry(WRONG, "no plan binds yet"),
    }
}
