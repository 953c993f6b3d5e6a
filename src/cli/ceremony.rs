//! `sealwright ceremony`.

use super::{COULD_NOT, DONE, WRONG, book, print, read_text, shown, sorry};
use crate::ceremony::template::{self, Template};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The ceremonies in this program.
    List,
    /// The script of one, bound to the plan that binds, else to the draft.
    Show {
        /// Its name, such as annual-rotation.
        name: String,
    },
    /// Say everything that is wrong in a template of yours.
    Check {
        /// The template.
        file: PathBuf,
    },
}

pub fn run(book: &Path, command: &Command) -> u8 {
    match command {
        Command::List => {
            print(&template::list_text());
            DONE
        }
        Command::Show { name } => show(book, name),
        Command::Check { file } => check(file),
    }
}

fn show(folder: &Path, name: &str) -> u8 {
    let template = match named(name) {
        Ok(template) => template,
        Err(why) => return sorry(COULD_NOT, why),
    };
    match book::plan(folder) {
        Ok(plan) => {
            print(&template::bind(&template, &plan).render());
            DONE
        }
        Err(why) => sorry(WRONG, why),
    }
}

fn check(file: &Path) -> u8 {
    let toml = match read_text(file) {
        Ok(toml) => toml,
        Err(why) => return sorry(COULD_NOT, why),
    };
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

/// A ceremony in this program.
pub fn named(name: &str) -> Result<Template, String> {
    Template::named(name).ok_or_else(|| {
        let known: Vec<&str> = template::all().iter().map(|(name, _)| *name).collect();
        format!(
            "there is no ceremony named {}; there are: {}",
            crate::text::safe::Safe::new(name, 40),
            known.join(", ")
        )
    })
}
