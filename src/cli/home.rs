//! `sealwright` alone: home, in the terminal; elsewhere, the status.

use super::table::{is_dumb, theme};
use super::{COULD_NOT, DONE, rehearse, run, shown, sorry, status};
use crate::report::status::Status;
use crate::tui::{Door, Home};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

/// Shows it; goes on with what was chosen.
pub fn run(book: &Path) -> ExitCode {
    if is_dumb() || !std::io::stdout().is_terminal() {
        return ExitCode::from(status::run(book, &status::Args::default()));
    }
    let status = status::of(book);
    let (home, doors) = home(book, status.as_ref());
    match home.show(theme()) {
        Ok(None) => ExitCode::from(DONE),
        Ok(Some(chosen)) => match doors.get(chosen) {
            Some(Behind::Ceremony(name)) => ExitCode::from(run::run(book, &run::Args::of(name))),
            Some(Behind::Drill { small }) => rehearse::run(&rehearse::Args::drill(*small)),
            None => ExitCode::from(DONE),
        },
        Err(e) => ExitCode::from(sorry(COULD_NOT, e)),
    }
}

/// What a door leads to.
enum Behind {
    /// A ceremony, for real; None: the open one goes on.
    Ceremony(Option<String>),
    /// The rehearsal of the annual drill.
    Drill {
        /// One account, one key.
        small: bool,
    },
}

fn home(book: &Path, status: Result<&Status, &String>) -> (Home, Vec<Behind>) {
    let (mut doors, mut behind) = (Vec::new(), Vec::new());
    let mut door = |label: String, closed: Option<String>, leads: Behind| {
        doors.push(Door { label, closed });
        behind.push(leads);
    };
    let real = status.ok().filter(|status| !status.rehearsal);
    match real.map(|status| (status, &status.unfinished)) {
        Some((_, Some(open))) => {
            let label = format!("Go on with ceremony {}: {}", open.number, open.title);
            door(label, None, Behind::Ceremony(None));
        }
        Some((status, None)) => {
            for ceremony in &status.ceremonies {
                let minutes = ceremony.needs.as_ref().map(|n| n.minutes);
                let about = minutes.map_or(String::new(), |m| format!(" (about {m} minutes)"));
                let leads = Behind::Ceremony(Some(ceremony.name.clone()));
                door(
                    format!("{}{about}", ceremony.title),
                    ceremony.why_not.clone(),
                    leads,
                );
            }
        }
        None => {}
    }
    door(
        "Rehearse the annual drill".into(),
        None,
        Behind::Drill { small: false },
    );
    door(
        "Rehearse it small: one account, one key, ten minutes".into(),
        None,
        Behind::Drill { small: true },
    );
    let text = match status {
        Ok(status) => status.text(),
        Err(why) => format!(
            "There is no book to show in {}:\n{why}\n\nsealwright init DIR makes one. In the meantime you can rehearse; \
             nothing is kept of it.",
            shown(book)
        ),
    };
    let organisation = status.ok().and_then(|status| status.organisation.clone());
    let home = Home {
        title: format!("Sealwright   {}", organisation.unwrap_or_default()),
        text,
        doors,
        ..Home::default()
    };
    (home, behind)
}
