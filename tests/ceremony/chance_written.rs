//! PINs written by hand: neither printer nor screen ever knows one, and everything else holds as with printed ones.

use crate::oracle;
use crate::stage::{self, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::plan::{Pins, Plan};
use sealwright::rehearsal::{Effect, Moment, PlayedPeople, PlayedPrinter, Script, Stage, play};
use sealwright::secret::Chance;
use sealwright::text::language::Language;
use sealwright::words::say::Prompt;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

const CEREMONIES: [&str; 2] = ["first-setup", "annual-rotation"];

#[test]
fn i4_a_written_pin_never_reaches_printer_or_screen() {
    let theatre = Theatre::new(written_plan());
    let printed: Rc<RefCell<Vec<String>>> = Rc::default();
    let pins: Rc<RefCell<BTreeSet<String>>> = Rc::default();
    let failed: Rc<RefCell<Vec<String>>> = Rc::default();
    let said = Rc::new(RefCell::new(Said::default()));
    let watch = {
        let (plan, printed, pins, failed) = (
            theatre.plan.clone(),
            Rc::clone(&printed),
            Rc::clone(&pins),
            Rc::clone(&failed),
        );
        move |stage: &Stage, effect: &Effect, moment: Moment| {
            if let Err(why) = oracle::holds(stage, &plan, effect, moment) {
                failed.borrow_mut().push(format!("{effect:?}: {why}"));
            }
            if effect.kind == "print" && moment == Moment::After {
                let page = stage.paper[&effect.about].clone();
                printed.borrow_mut().push(page);
            }
            for (key, soft) in &stage.keys {
                let written = stage.paper.values().filter_map(|page| pin_on(page));
                let live = written.filter(|pin| soft.flash().is_pin(pin));
                pins.borrow_mut()
                    .extend(live.map(|pin| format!("{key} {pin}")));
            }
        }
    };
    theatre
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(watch)));
    for ceremony in CEREMONIES {
        assert_eq!(performed(&theatre, ceremony, &said), Ok(Ending::Ended));
        let (stage, custody) = (theatre.stage.borrow(), theatre.custody());
        oracle::nothing_unproven_is_live(&stage, &custody).expect("proven");
        oracle::all_is_as_the_ledger_says(&stage, &custody, &theatre.plan).expect("as it says");
    }
    assert_eq!(*failed.borrow(), Vec::<String>::new());

    let pins: Vec<String> = pins.borrow().iter().cloned().collect();
    assert_eq!(pins.len(), 8, "four keys, twice");
    let said = said.borrow();
    let printed = printed.borrow();
    assert_eq!(
        printed.iter().filter(|page| page.contains("[ ]")).count(),
        8
    );
    assert_eq!(said.letters_shown, 8);
    for pin in pins.iter().filter_map(|pin| pin.split(' ').nth(1)) {
        let tells = |text: &String| text.replace(' ', "").contains(pin);
        assert!(!printed.iter().any(tells), "a PIN was printed");
        assert!(!said.texts.iter().any(tells), "a PIN was shown");
    }
    // The control: the search finds what is there.
    let word = printed.iter().find_map(|page| {
        let line = page.lines().find(|line| line.starts_with("proof word: "))?;
        Some(line.replace(' ', ""))
    });
    let word = word.expect("a proof word");
    assert!(
        printed
            .iter()
            .any(|page| page.replace(' ', "").contains(&word))
    );
}

/// The program dies at every effect from the form's printing to the live PIN, for the first key of each ceremony.
#[test]
fn i1_i2_a_crash_at_any_effect_around_a_written_pin_loses_no_pin() {
    let theatre = Theatre::new(written_plan());
    let points = Rc::new(Cell::new(0));
    let failed: Rc<RefCell<Vec<String>>> = Rc::default();
    for ceremony in CEREMONIES {
        let (disk, plan) = (Rc::clone(&theatre.disk), theatre.plan.clone());
        let (points, told) = (Rc::clone(&points), Rc::clone(&failed));
        let state = Cell::new(State::Before);
        let watch = move |stage: &Stage, effect: &Effect, moment: Moment| {
            if effect.kind == "print" && effect.about.starts_with("P-") {
                state.set(match state.get() {
                    State::Before if moment == Moment::Before => State::Within,
                    State::Within if moment == Moment::Before => State::Past,
                    same => same,
                });
            }
            if state.get() != State::Within || effect.kind == "packet" {
                return;
            }
            points.set(points.get() + 1);
            let dead = Theatre::of(stage.fork(), disk.borrow().clone(), plan.clone());
            let resumed = (|| {
                oracle::nothing_unproven_is_live(&dead.stage.borrow(), &dead.custody())?;
                dead.finish(ceremony)?;
                let (stage, custody) = (dead.stage.borrow(), dead.custody());
                oracle::all_is_as_the_ledger_says(&stage, &custody, &dead.plan)
            })();
            if let Err(why) = resumed {
                let at = format!("{ceremony}, {effect:?} {moment:?}: {why}");
                told.borrow_mut().push(at);
            }
        };
        theatre
            .stage
            .borrow_mut()
            .watched_by(Rc::new(RefCell::new(watch)));
        assert_eq!(theatre.begin(ceremony), Ok(Ending::Ended));
    }
    stage::shown(&format!(
        "written PINs: {} crashes, each resumed",
        points.get()
    ));
    assert!(points.get() > 80, "{}", points.get());
    assert_eq!(*failed.borrow(), Vec::<String>::new());
}

/// A wrong answer, or a stain, at each question of the first setup's first 60: the ceremony ends whole, or is stopped
/// safely and goes on.
#[test]
fn i1_i13_wrong_answers_and_stains_around_a_written_pin_are_met() {
    let (mut struck, mut lost) = (0, 0);
    for question in 1..=60 {
        for people in [
            Script {
                wrong_at: Some(question),
                ..Script::default()
            },
            Script {
                stain_at: Some(question),
                ..Script::default()
            },
            Script {
                leave_at: Some(question),
                ..Script::default()
            },
        ] {
            let theatre = Theatre::new(written_plan());
            let script = theatre.script("first-setup");
            let (ending, made_a_difference) =
                theatre.run_struck(Some(&script), people.clone(), None);
            struck += u32::from(made_a_difference);
            if ending != Ok(Ending::Ended)
                && let Err(stuck) = theatre.finish("first-setup")
            {
                // A sheet that went live and was stained after: what needs it is left out, with both assents.
                assert!(people.stain_at.is_some(), "{people:?}: {ending:?}, {stuck}");
                lost += 1;
                let leaves_out = Script {
                    leaves_out: true,
                    ..Script::default()
                };
                let last = theatre.run(None, leaves_out);
                assert_eq!(last, Ok(Ending::Ended), "{people:?}");
                continue;
            }
            let (stage, custody) = (theatre.stage.borrow(), theatre.custody());
            let judged = oracle::all_is_as_the_ledger_says(&stage, &custody, &theatre.plan);
            assert_eq!(judged, Ok(()), "{people:?}");
        }
    }
    stage::shown(&format!(
        "written PINs: {struck} of 180 made a difference, {lost} live sheets were lost"
    ));
    assert!(struck > 90 && lost < 5, "{struck}, {lost}");
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Before,
    Within,
    Past,
}

/// All that the screen said, and how often it showed check letters.
#[derive(Default)]
struct Said {
    texts: Vec<String>,
    letters_shown: u32,
}

struct Listening(Rc<RefCell<Said>>);

impl sealwright::rehearsal::Transcript for Listening {
    fn write(&mut self, said: &Prompt, answer: Option<&str>) {
        let mut heard = self.0.borrow_mut();
        heard.letters_shown += u32::from(matches!(said, Prompt::LettersFor { .. }));
        let said = said.said(Language::English);
        let answer = answer.unwrap_or_default();
        heard
            .texts
            .push(format!("{} {} {answer}", said.body, said.ask));
    }
}

fn performed(
    theatre: &Theatre,
    ceremony: &str,
    said: &Rc<RefCell<Said>>,
) -> Result<Ending, sealwright::rehearsal::Played> {
    let listening = Listening(Rc::clone(said));
    let mut people = PlayedPeople::new(theatre.shared(), listening, Script::default());
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let script = theatre.script(ceremony);
    let (shared, plan) = (theatre.shared(), &theatre.plan);
    play(&shared, plan, Some(&script), &mut people, &mut printer)
}

fn written_plan() -> Plan {
    let mut plan = usual_plan();
    plan.secrets.pins = Pins::Written;
    plan.secrets.chance = vec![Chance::Dice, Chance::Text];
    plan
}

fn pin_on(page: &str) -> Option<String> {
    let line = page.lines().find_map(|line| line.strip_prefix("pin: "))?;
    Some(line.replace(' ', ""))
}
