//! A key that is plugged in or unplugged answers the question that asked for it, and nobody needs to press anything.

use crate::screen_rig::Sitting;
use sealwright::ceremony::world::People;
use sealwright::plan::Name;
use sealwright::tui::keyboard::PHRASE;
use sealwright::tui::tty::Key;
use sealwright::tui::{self, Answer, Looks, Model, Setting, Shown, Theme, Todo, Wanted};
use sealwright::words::say::Prompt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const A: &str = "/dev/hidraw3 71";
const A_AGAIN: &str = "/dev/hidraw3 88";
const B: &str = "/dev/hidraw4 90";

fn asked(prompt: Prompt) -> Model {
    let mut model = Model::new(Setting::default());
    model.keyboard = None;
    model.tick(Duration::from_secs(1));
    model.hear(Shown::Question(prompt, Wanted::YesNo));
    model
}

/// Whether the question was answered with yes when this was plugged in, look after look.
fn answered(model: &mut Model, looks: &[&[&str]]) -> bool {
    let plugs = |look: &&[&str]| look.iter().map(|plug| (*plug).to_owned()).collect();
    let answers: Vec<_> = looks
        .iter()
        .filter_map(|look| model.plugged(plugs(look)))
        .collect();
    match &answers[..] {
        [] => false,
        [Todo::Send(Answer::YesNo(true))] => true,
        _ => panic!("{} answers", answers.len()),
    }
}

fn key() -> Name {
    typed("alpha-1")
}

#[test]
fn a_key_that_is_plugged_in_is_noticed() {
    for prompt in [
        Prompt::PlugIn { key: key() },
        Prompt::PlugInNew { key: key() },
    ] {
        assert!(answered(&mut asked(prompt.clone()), &[&[], &[], &[A]]));
        assert!(answered(&mut asked(prompt.clone()), &[&[B], &[A, B]]));
        // What was there before anybody was asked need not be meant.
        assert!(!answered(&mut asked(prompt.clone()), &[&[A], &[A]]));
        assert!(!answered(&mut asked(prompt.clone()), &[&[A, B], &[A]]));
        let mut model = asked(prompt);
        assert!(model.waits_for_plugs());
        assert!(answered(&mut model, &[&[], &[A], &[A, B]]));
        assert!(!model.waits_for_plugs() && model.question.is_none());
    }
}

#[test]
fn a_key_that_is_plugged_in_again_is_noticed_also_between_two_looks() {
    for prompt in [
        Prompt::Replug { key: key() },
        Prompt::ReplugForReset { key: key() },
    ] {
        let again: [&[&[&str]]; 2] = [&[&[A], &[], &[A_AGAIN]], &[&[A], &[A_AGAIN]]];
        for looks in again {
            assert!(answered(&mut asked(prompt.clone()), looks));
        }
        assert!(!answered(&mut asked(prompt.clone()), &[&[A], &[], &[]]));
    }
}

#[test]
fn a_key_that_is_unplugged_is_noticed_when_no_other_is_left() {
    let prompt = Prompt::UnplugForBag { key: key() };
    assert!(answered(&mut asked(prompt.clone()), &[&[A], &[]]));
    assert!(answered(&mut asked(prompt.clone()), &[&[A, B], &[B], &[]]));
    assert!(!answered(&mut asked(prompt.clone()), &[&[A, B], &[B]]));
    assert!(!answered(&mut asked(prompt), &[&[], &[], &[A]]));
}

#[test]
fn what_no_port_can_tell_is_left_to_the_people() {
    for prompt in [
        Prompt::RightKeyNow { expected: key() },
        Prompt::WhichNewKey { key: key() },
    ] {
        let mut model = asked(prompt);
        assert!(!model.waits_for_plugs());
        assert!(!answered(&mut model, &[&[], &[A], &[]]));
    }
}

#[test]
fn a_press_that_was_meant_for_the_question_before_is_not_heard() {
    let mut model = asked(Prompt::PlugIn { key: key() });
    assert!(answered(&mut model, &[&[], &[A]]));
    model.tick(Duration::from_millis(1010));
    let next = Prompt::BagIntact { bag: typed("B-1") };
    model.hear(Shown::Question(next, Wanted::YesNo));
    let press = |model: &mut Model, at| model.press(Key::Char('y'), Duration::from_millis(at));
    assert!(press(&mut model, 1500).is_none());
    assert!(model.hint.is_some() && model.question.is_some());
    assert!(press(&mut model, 2400).is_none());
    assert!(matches!(
        press(&mut model, 2600),
        Some(Todo::Send(Answer::YesNo(true)))
    ));
}

/// A part of the test below, which runs it at a terminal of its own; nothing elsewhere. A key comes at the third look.
#[test]
fn part_at_a_screen() {
    if std::env::var_os("SEALWRIGHT_TEST_AT_TERMINAL").is_none() {
        return;
    }
    let count = AtomicUsize::new(0);
    let looks = Looks {
        ledger: Arc::new(Vec::new),
        keys: Arc::new(Vec::new),
        plugs: Arc::new(move || {
            let there = count.fetch_add(1, Ordering::Relaxed) >= 2;
            Some(there.then(|| A.to_owned()).into_iter().collect())
        }),
    };
    let ran = tui::run(Setting::default(), looks, Theme::Plain, |seat| {
        seat.people(None).confirm(&Prompt::PlugIn { key: key() })
    });
    assert_eq!(ran.expect("there is a terminal").ok(), Some(true));
}

#[test]
fn a_question_at_the_screen_is_answered_by_the_plug_alone() {
    let this = std::env::current_exe().unwrap();
    let args = ["--exact", "plugs::part_at_a_screen"];
    let env = [("SEALWRIGHT_TEST_AT_TERMINAL", "yes")];
    let mut sitting = Sitting::with(this.to_str().unwrap(), &args, (80, 24), &env);
    sitting.until_shows(PHRASE);
    sitting.type_line(PHRASE);
    // The question, and then, with no key pressed, its end.
    sitting.until_shows("This sitting is over. Press Enter.");
    sitting.press("\r");
    assert_eq!(sitting.ended(), 0);
}

/// A name or serial of this text.
fn typed<T: TryFrom<String, Error = String>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}
