//! `sealwright plan`.

use super::{COULD_NOT, DONE, WRONG, book, print, print_json, read_text, shown, sorry};
use crate::book::PLAN;
use crate::plan;
use crate::report::views;
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
    /// The plan that binds, else the draft: in short, and in words.
    Show {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(book: &Path, command: &Command) -> u8 {
    match command {
        Command::Check { file, json } => {
            check(&file.clone().unwrap_or_else(|| book.join(PLAN)), *json)
        }
        Command::Show { json } => show(book, *json),
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

fn show(folder: &Path, json: bool) -> u8 {
    let (plan, binds) = match book::plan_and_whether_it_binds(folder) {
        Ok(found) => found,
        Err(why) => return sorry(WRONG, why),
    };
    if json {
        print_json(&views::plan(&plan, binds));
    } else {
        let state = match binds {
            true => "This plan binds.",
            false => "A draft: no plan binds yet.",
        };
        print(&format!("{}\n{state}\n", plan.summary()));
    }
    DONE
}
