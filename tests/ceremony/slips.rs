//! Slips of the people: a wrong answer costs nothing, and nothing is believed that the ports can tell better.

use crate::stage::{self, Quiet, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::stop::Stop;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::ceremony::world::{People, Ports};
use sealwright::ctap::{Link, PluggedKey};
use sealwright::plan::Name;
use sealwright::rehearsal::{PlayedPeople, PlayedPorts, PlayedPrinter, play_at};
use sealwright::secret::Secret;
use sealwright::text::language::Language;
use sealwright::words::clause::Thing;
use sealwright::words::say::{BagPurpose, Choice, Prompt};
use std::cell::Cell;
use std::rc::Rc;

/// The played people, but for what `slip` answers in their place; all that was said to them.
struct Slipping<P, F> {
    people: P,
    slip: F,
    heard: Vec<Prompt>,
}

impl<P: People, F: FnMut(&Prompt) -> Option<Result<bool, Stop>>> People for Slipping<P, F> {
    fn tell(&mut self, news: &Prompt) {
        self.heard.push(news.clone());
        self.people.tell(news);
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        self.heard.push(question.clone());
        match (self.slip)(question) {
            Some(slip) => slip,
            None => self.people.confirm(question),
        }
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        self.heard.push(question.clone());
        match (self.slip)(question) {
            Some(slip) => slip.map(|_| String::new()),
            None => self.people.line(question),
        }
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        self.people.secret(question)
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.people.show(what, secret)
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        self.heard.push(question.clone());
        self.people.choose(question, among)
    }
}

/// How a ceremony ends with such people, and what was said.
fn played(
    theatre: &Theatre,
    ceremony: &str,
    slip: impl FnMut(&Prompt) -> Option<Result<bool, Stop>>,
) -> (Ending, Vec<Prompt>) {
    let mut ports = PlayedPorts(Rc::clone(&theatre.stage));
    played_at(theatre, ceremony, slip, &mut ports)
}

/// The same, at these ports.
fn played_at(
    theatre: &Theatre,
    ceremony: &str,
    slip: impl FnMut(&Prompt) -> Option<Result<bool, Stop>>,
    ports: &mut dyn Ports,
) -> (Ending, Vec<Prompt>) {
    let template = Template::named(ceremony).expect("a template");
    let script = match template.is_for_one_key() {
        true => bind_to_key(
            &template,
            &theatre.plan,
            &Name::new("alpha-1").expect("a name"),
        ),
        false => theatre.script(ceremony),
    };
    let mut people = Slipping {
        people: PlayedPeople::new(theatre.shared(), Quiet, stage::People::default()),
        slip,
        heard: Vec::new(),
    };
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let shared = theatre.shared();
    let ending = play_at(
        &shared,
        &theatre.plan,
        Some(&script),
        &mut people,
        &mut printer,
        ports,
        None,
    );
    (ending.expect("it begins"), people.heard)
}

fn after_setup() -> Theatre {
    let theatre = Theatre::new(usual_plan());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre
}

#[test]
fn whoever_leaves_the_roll_call_by_mistake_is_asked_and_it_is_called_again() {
    let theatre = Theatre::new(usual_plan());
    let mut left = false;
    let (ended, heard) = played(&theatre, "first-setup", |said| match said {
        Prompt::WallClock { .. } if !std::mem::replace(&mut left, true) => Some(Err(Stop::Leave)),
        Prompt::StopBeforeRollCall => Some(Ok(false)),
        _ => None,
    });
    assert_eq!(ended, Ending::Ended);
    let count = |is: fn(&Prompt) -> bool| heard.iter().filter(|said| is(said)).count();
    assert_eq!(count(|said| *said == Prompt::StopBeforeRollCall), 1);
    assert_eq!(count(|said| matches!(said, Prompt::WallClock { .. })), 3);
}

#[test]
fn whoever_means_to_leave_the_roll_call_does() {
    let theatre = Theatre::new(usual_plan());
    let (ended, heard) = played(&theatre, "first-setup", |said| match said {
        Prompt::WallClock { .. } => Some(Err(Stop::Leave)),
        Prompt::StopBeforeRollCall => Some(Ok(true)),
        _ => None,
    });
    assert!(matches!(ended, Ending::Suspended { .. }), "{ended:?}");
    assert_eq!(
        heard
            .iter()
            .filter(|said| **said == Prompt::StopBeforeRollCall)
            .count(),
        1
    );
}

#[test]
fn a_key_that_is_still_plugged_in_goes_into_no_bag() {
    let theatre = after_setup();
    let mut said_too_early = false;
    let (ended, heard) = played(&theatre, "verify-pin", |said| match said {
        Prompt::UnplugForBag { .. } if !std::mem::replace(&mut said_too_early, true) => {
            Some(Ok(true))
        }
        _ => None,
    });
    assert_eq!(ended, Ending::Ended);
    let asked: Vec<&Prompt> = heard
        .iter()
        .filter(|said| {
            matches!(
                said,
                Prompt::UnplugForBag { .. }
                    | Prompt::StillPluggedIn { .. }
                    | Prompt::PutInBag { .. }
            )
        })
        .take(4)
        .collect();
    assert!(
        matches!(
            asked[..],
            [
                Prompt::UnplugForBag { .. },
                Prompt::StillPluggedIn { key },
                Prompt::UnplugForBag { .. },
                Prompt::PutInBag { .. }
            ] if key.as_str() == "alpha-1"
        ),
        "{asked:?}"
    );
}

#[test]
fn a_wiped_key_is_asked_for_as_what_it_is_and_its_sheet_goes_for_that_reason() {
    let theatre = after_setup();
    let (ended, heard) = played(&theatre, "reset-key", |_| None);
    assert_eq!(ended, Ending::Ended);
    let says = |is: fn(&Prompt) -> bool| heard.iter().any(is);
    assert!(says(
        |said| matches!(said, Prompt::PlugInWiped { key } if key.as_str() == "alpha-1")
    ));
    assert!(!says(|said| matches!(said, Prompt::PlugInNew { .. })));
    let reasons: Vec<&Prompt> = heard
        .iter()
        .filter(|said| matches!(said, Prompt::Destroy { .. }))
        .collect();
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    let english = reasons[0].said(Language::English);
    assert!(
        english
            .body
            .contains("The reason: Its key is wiped, so it opens nothing."),
        "{}",
        english.body
    );
}

#[test]
fn a_sitting_that_ends_after_a_breach_says_so_last_and_offers_no_second_try() {
    let theatre = after_setup();
    let (ended, heard) = played(&theatre, "verify-pin", |said| match said {
        Prompt::BagIntact { .. } => Some(Ok(false)),
        _ => None,
    });
    assert!(matches!(ended, Ending::Suspended { .. }), "{ended:?}");
    let offered = heard.iter().rev().find_map(|said| match said {
        Prompt::WhatNow { offered } => Some(offered.clone()),
        _ => None,
    });
    assert!(offered.is_some_and(|offered| !offered.contains(&Choice::Again)));
    assert!(
        matches!(heard.last(), Some(Prompt::Suspended { breach: true, .. })),
        "{:?}",
        heard.last()
    );
}

/// Ports that the system tells nothing of any more.
struct Broken<'c> {
    ports: PlayedPorts,
    broken: &'c Cell<bool>,
}

impl Ports for Broken<'_> {
    fn plugged(&mut self) -> Result<Vec<PluggedKey>, String> {
        match self.broken.get() {
            true => Err("no such bus".into()),
            false => self.ports.plugged(),
        }
    }

    fn open(&mut self, path: &str) -> Result<Box<dyn Link>, String> {
        self.ports.open(path)
    }
}

#[test]
fn a_key_goes_into_its_bag_also_where_the_ports_cannot_be_read_any_more() {
    let theatre = after_setup();
    let broken = Cell::new(false);
    let mut ports = Broken {
        ports: PlayedPorts(Rc::clone(&theatre.stage)),
        broken: &broken,
    };
    let sealed = |said: &Prompt| match said {
        Prompt::BagSerial {
            purpose: BagPurpose::New { items },
            ..
        } => items.iter().any(|item| matches!(item, Thing::Key(_))),
        _ => false,
    };
    let slip = |said: &Prompt| {
        broken.set(broken.get() || sealed(said));
        None
    };
    let (ended, heard) = played_at(&theatre, "verify-pin", slip, &mut ports);
    assert_eq!(ended, Ending::Ended);
    let despite = |said: &&Prompt| matches!(said, Prompt::SealUnrecorded { .. });
    assert_eq!(heard.iter().filter(despite).count(), 1);
}

#[test]
fn a_stop_after_a_breach_names_what_is_still_out() {
    for language in [Language::English, Language::German, Language::Finnish] {
        let stopped = |still_out| {
            let said = Prompt::Suspended {
                title: "A drill".into(),
                still_out,
                breach: true,
            };
            said.said(language).body
        };
        let (nothing, a_key) = (stopped(vec![]), stopped(vec![Thing::Key(typed("alpha-1"))]));
        assert!(
            a_key.starts_with(&nothing) && a_key.contains("alpha-1"),
            "{a_key}"
        );
    }
}

/// A name or serial of this text.
fn typed<T: TryFrom<String, Error = String>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}
