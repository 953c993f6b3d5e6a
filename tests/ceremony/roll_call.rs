//! Who is here: what each custodian's paper, watch and private word say at the roll call, and what follows.

use crate::stage::{People, Theatre};
use sealwright::book::LEDGER;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::stop::Stop;
use sealwright::ceremony::world;
use sealwright::plan::{Plan, SMALL};
use sealwright::rehearsal::{Played, PlayedPeople, PlayedPrinter, play};
use sealwright::secret::Secret;
use sealwright::words::clause::Clause;
use sealwright::words::say::{Choice, Prompt};
use sealwright::words::trouble::Trouble;
use std::rc::Rc;
use std::time::Duration;

/// The played pair, with words of one's own for some questions; what was told and asked is kept.
struct Pair<F> {
    played: PlayedPeople<()>,
    types: F,
    heard: Vec<Prompt>,
}

impl<F: FnMut(&Prompt) -> Option<String>> world::People for Pair<F> {
    fn tell(&mut self, news: &Prompt) {
        self.heard.push(news.clone());
        self.played.tell(news);
    }
    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        self.heard.push(question.clone());
        self.played.confirm(question)
    }
    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        self.heard.push(question.clone());
        match (self.types)(question) {
            Some(typed) => Ok(typed),
            None => self.played.line(question),
        }
    }
    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        self.heard.push(question.clone());
        match (self.types)(question) {
            Some(typed) => Ok(Secret::take(&mut typed.into_bytes())?),
            None => self.played.secret(question),
        }
    }
    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.played.show(what, secret)
    }
    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        self.heard.push(question.clone());
        self.played.choose(question, among)
    }
}

fn after_setup() -> Theatre {
    let theatre = Theatre::new(Plan::parse("plan.toml", SMALL).unwrap());
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre
}

fn inspected(
    theatre: &Theatre,
    people: People,
    types: impl FnMut(&Prompt) -> Option<String>,
) -> (Result<Ending, Played>, Vec<Prompt>) {
    let open = theatre.custody().ceremony().is_some();
    let script = theatre.script("inspect-bags");
    let shared = theatre.shared();
    let played = PlayedPeople::new(shared.clone(), (), people);
    let mut pair = Pair {
        played,
        types,
        heard: Vec::new(),
    };
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let script = Some(&script).filter(|_| !open);
    let ended = play(&shared, &theatre.plan, script, &mut pair, &mut printer);
    (ended, pair.heard)
}

fn stopped_by(heard: &[Prompt]) -> Vec<&Trouble> {
    heard
        .iter()
        .filter_map(|prompt| match prompt {
            Prompt::Stopped { trouble } => Some(trouble),
            _ => None,
        })
        .collect()
}

fn entries_with(theatre: &Theatre, what: &str) -> usize {
    let ledger = String::from_utf8(theatre.ledger()).unwrap();
    ledger.lines().filter(|line| line.contains(what)).count()
}

#[test]
fn i5_each_reads_the_size_from_paper_and_no_question_names_it() {
    let theatre = after_setup();
    let (ended, heard) = inspected(&theatre, People::default(), |_| None);
    assert_eq!(ended, Ok(Ending::Ended));
    let asked = heard
        .iter()
        .filter(|p| matches!(p, Prompt::SizeFromPaper { .. }));
    assert_eq!(asked.count(), 2);
    assert_eq!(entries_with(&theatre, "\"type\":\"exception\""), 0);
    let ledger = String::from_utf8(theatre.ledger()).unwrap();
    assert_eq!(ledger.matches("\"read\":").count(), 2);
}

#[test]
fn i5_a_ledger_that_was_cut_back_is_a_rollback_and_is_not_written_to() {
    let theatre = after_setup();
    {
        let mut disk = theatre.disk.borrow_mut();
        let ledger = disk.files.get_mut(LEDGER).unwrap();
        let text = String::from_utf8(ledger.clone()).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').take(40).collect();
        *ledger = lines.concat().into_bytes();
    }
    let before = theatre.ledger();
    let (ended, heard) = inspected(&theatre, People::default(), |_| None);
    assert!(matches!(ended, Ok(Ending::Suspended { .. })), "{ended:?}");
    assert!(matches!(
        stopped_by(&heard)[..],
        [Trouble::HeadIsAhead { entries: 40, .. }]
    ));
    assert!(
        heard
            .iter()
            .any(|p| matches!(p, Prompt::Suspended { breach: true, .. }))
    );
    assert_eq!(theatre.ledger(), before);
}

#[test]
fn i5_a_head_that_the_ledger_never_had_is_another_ledger_and_a_slip_is_none() {
    let theatre = after_setup();
    // Once is a slip of the hand.
    let mut slips = 1;
    let (ended, _) = inspected(&theatre.fork(), People::default(), |asked| {
        let slip = matches!(asked, Prompt::SizeFromPaper { .. }) && slips > 0;
        slips -= u8::from(slip);
        slip.then(|| "7".into())
    });
    assert_eq!(ended, Ok(Ending::Ended));

    let (_, heard) = inspected(&theatre, People::default(), |asked| {
        matches!(asked, Prompt::SizeFromPaper { .. }).then(|| "7".into())
    });
    assert!(matches!(
        stopped_by(&heard)[..],
        [Trouble::HeadUnknown { size: 7, .. }]
    ));
    assert_eq!(
        entries_with(&theatre, "roll-called"),
        1,
        "the setup's alone"
    );
}

#[test]
fn i13_minutes_that_are_not_here_are_an_exception_of_both() {
    let missing = |asked: &Prompt| matches!(asked, Prompt::SizeFromPaper { .. }).then(String::new);
    let theatre = after_setup();
    let careful = theatre.fork();
    let (ended, _) = inspected(&theatre, People::default(), missing);
    assert_eq!(ended, Ok(Ending::Ended));
    assert_eq!(entries_with(&theatre, "\"type\":\"exception\""), 2);

    let cautious = People {
        cautious: true,
        ..People::default()
    };
    let (ended, _) = inspected(&careful, cautious, missing);
    assert!(matches!(ended, Ok(Ending::Suspended { .. })), "{ended:?}");
    let of_second = |line: &&str| line.contains("\"ceremony\":2");
    let ledger = String::from_utf8(careful.ledger()).unwrap();
    let last = ledger.lines().rfind(of_second).unwrap();
    assert!(last.contains("roll-called"), "{last}");
}

#[test]
fn i13_minutes_that_are_not_ones_newest_are_an_exception_of_both() {
    let theatre = after_setup();
    let minutes = |theatre: &Theatre| -> Vec<String> {
        let ledger = String::from_utf8(theatre.ledger()).unwrap();
        let entries = ledger.lines().map(serde_json::from_str);
        let entries = entries.map(Result::<serde_json::Value, _>::unwrap);
        let printed = entries.filter(|entry| entry["event"]["type"] == "minutes-printed");
        printed
            .map(|entry| entry["event"]["checkpoint"].to_string())
            .collect()
    };
    let oldest = minutes(&theatre)[0].clone();
    let (ended, _) = inspected(&theatre, People::default(), |_| None);
    assert_eq!(ended, Ok(Ending::Ended));
    assert_ne!(minutes(&theatre).last(), Some(&oldest));
    let (ended, _) = inspected(&theatre, People::default(), |asked| {
        matches!(asked, Prompt::SizeFromPaper { .. }).then(|| oldest.clone())
    });
    assert_eq!(ended, Ok(Ending::Ended));
    assert_eq!(entries_with(&theatre, "\"type\":\"exception\""), 2);
}

#[test]
fn i13_a_clock_before_the_last_entry_is_an_exception_of_both() {
    let theatre = after_setup();
    theatre.stage.borrow_mut().elapsed = Duration::ZERO;
    let (ended, heard) = inspected(&theatre, People::default(), |_| None);
    assert_eq!(ended, Ok(Ending::Ended));
    let behind = |p: &&Prompt| {
        matches!(
            p,
            Prompt::GoOnDespite {
                what: Clause::ClockIsBehind { .. }
            }
        )
    };
    assert_eq!(heard.iter().filter(behind).count(), 1);
    assert_eq!(entries_with(&theatre, "\"type\":\"exception\""), 1);
}

#[test]
fn i5_two_equal_private_words_are_dropped_and_both_choose_anew() {
    let theatre = after_setup();
    let mut left = 4;
    let (ended, heard) = inspected(&theatre, People::default(), |asked| {
        let own = matches!(
            asked,
            Prompt::WordOfOwn { .. } | Prompt::WordOfOwnAgain { .. }
        );
        (own && left > 0).then(|| {
            left -= 1;
            "a word of both".into()
        })
    });
    assert_eq!(ended, Ok(Ending::Ended));
    let refused = |p: &&Prompt| {
        matches!(
            p,
            Prompt::TypedWrong {
                what: Clause::PrivateWordsNotAccepted
            }
        )
    };
    assert_eq!(heard.iter().filter(refused).count(), 1);
    let chosen = heard
        .iter()
        .filter(|p| matches!(p, Prompt::WordOfOwn { .. }));
    assert_eq!(chosen.count(), 4);
}

#[test]
fn i5_three_wrong_guesses_of_a_private_word_stop_the_sitting_and_are_recorded() {
    let theatre = after_setup();
    let mut guesses = 0;
    let (ended, heard) = inspected(&theatre, People::default(), |asked| match asked {
        // An exception needs both words.
        Prompt::SizeFromPaper { .. } => Some(String::new()),
        Prompt::GiveWord { .. } => {
            guesses += 1;
            Some("a guess".into())
        }
        _ => None,
    });
    assert!(matches!(ended, Ok(Ending::Suspended { .. })), "{ended:?}");
    assert_eq!(guesses, 3);
    assert!(matches!(
        stopped_by(&heard)[..],
        [Trouble::WordGuessed { .. }]
    ));
    assert_eq!(entries_with(&theatre, "\"type\":\"breach\""), 1);
    let (ended, _) = inspected(&theatre, People::default(), |_| None);
    assert_eq!(ended, Ok(Ending::Ended), "the next sitting goes on");
}
