//! `sealwright manual`.

use super::{COULD_NOT, DONE, print, sorry};
use crate::manual::CHAPTERS;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chapter; without it, the list of them.
    chapter: Option<String>,
}

pub fn run(args: &Args) -> u8 {
    let Some(name) = &args.chapter else {
        let lines = CHAPTERS
            .iter()
            .map(|(name, title, _)| format!("{name:<10}  {title}\n"));
        print(&lines.collect::<String>());
        return DONE;
    };
    match CHAPTERS.iter().find(|(known, _, _)| known == name) {
        Some((_, _, text)) => {
            print(text);
            DONE
        }
        None => {
            let known: Vec<&str> = CHAPTERS.iter().map(|(name, _, _)| *name).collect();
            let name = crate::text::safe::Safe::new(name, 40);
            sorry(
                COULD_NOT,
                format!(
                    "there is no chapter {name}; there are: {}",
                    known.join(", ")
                ),
            )
        }
    }
}
