//! `sealwright` alone: home, in the terminal; elsewhere, the status.

use super::appearance::Appearance;
use super::table::is_dumb;
use super::{COULD_NOT, DONE, rehearse, run, shown, sorry, status};
use crate::ceremony::template::Template;
use crate::report::status::Status;
use crate::text::language::Language;
use crate::tui::{Door, Home};
use crate::words::label::Label;
use crate::words::status::Line;
use std::io::IsTerminal;
use std::path::Path;

/// Shows it; goes on with what was chosen.
pub fn run(book: &Path, appearance: Appearance) -> u8 {
    if is_dumb() || !std::io::stdout().is_terminal() {
        return status::run(book, &status::Args::default(), appearance);
    }
    let found = status::of(book, appearance);
    let language = match &found {
        Ok((_, language)) => *language,
        Err(_) => appearance.with(None),
    };
    let status = found.as_ref().map(|(status, _)| status);
    let (home, doors) = home(book, status, language);
    match home.show(appearance.theme()) {
        Ok(None) => DONE,
        Ok(Some(chosen)) => match doors.get(chosen) {
            Some(Behind::Ceremony(name)) => run::run(book, &run::Args::of(name), appearance),
            Some(Behind::Drill { small }) => {
                rehearse::run(&rehearse::Args::drill(*small), appearance)
            }
            None => DONE,
        },
        Err(e) => sorry(COULD_NOT, e),
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

fn home(book: &Path, status: Result<&Status, &String>, language: Language) -> (Home, Vec<Behind>) {
    let (mut doors, mut behind) = (Vec::new(), Vec::new());
    let mut door = |label: String, closed: Option<String>, leads: Behind| {
        doors.push(Door { label, closed });
        behind.push(leads);
    };
    let real = status.ok().filter(|status| !status.rehearsal);
    match real.map(|status| (status, &status.unfinished)) {
        Some((_, Some(open))) => {
            let go_on = Label::GoOnWith.said(language);
            let label = format!("{go_on} {}: {}", open.number, open.title.of(language));
            door(label, None, Behind::Ceremony(None));
        }
        Some((status, None)) => {
            for ceremony in &status.ceremonies {
                let minutes = ceremony.needs.as_ref().map(|n| n.minutes);
                let about = minutes.map_or(String::new(), |m| {
                    let about = Label::AboutMinutes.said(language);
                    format!(" {}", about.replace('#', &m.to_string()))
                });
                let leads = Behind::Ceremony(Some(ceremony.name.clone()));
                door(
                    format!("{}{about}", title(&ceremony.name, language)),
                    ceremony.why_not.as_ref().map(|why| why.said(language)),
                    leads,
                );
            }
        }
        None => {}
    }
    door(
        Label::RehearseDrill.said(language).into(),
        None,
        Behind::Drill { small: false },
    );
    door(
        Label::RehearseSmall.said(language).into(),
        None,
        Behind::Drill { small: true },
    );
    let text = match status {
        Ok(status) => status.text(language),
        Err(why) => Line::NoBook {
            folder: &shown(book),
            why,
        }
        .said(language),
    };
    let organisation = status.ok().and_then(|status| status.organisation.clone());
    let home = Home {
        language,
        title: format!("Sealwright   {}", organisation.unwrap_or_default()),
        text,
        doors,
        ..Home::default()
    };
    (home, behind)
}

/// A ceremony's title in this language.
fn title(name: &str, language: Language) -> String {
    let title = Template::named(name).map(|template| template.title);
    title.map_or_else(|| name.to_owned(), |title| title.of(language).to_owned())
}
