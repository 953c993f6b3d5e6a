//! `sealwright plan`.

use super::{COULD_NOT, DONE, WRONG, print, read_text, shown, sorry};
use crate::book::PLAN;
use crate::plan;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Say everything that is wrong or weak in a draft.
    Check {
        /// The draft; without it, the book's plan.toml.
        file: Option<PathBuf>,
    },
}

pub fn run(book: &Path, command: &Command) -> u8 {
    let Command::Check { file } = command;
    let file = file.clone().unwrap_or_else(|| book.join(PLAN));
    let draft = match read_text(&file) {
        Ok(draft) => draft,
        Err(why) => return sorry(COULD_NOT, why),
    };
    match plan::check_text(&shown(&file), &draft) {
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
