//! What a drill asks of people's fingers: questions and keys for each rotated key and password, everything typed by hand
//! from paper, without a scanner. The invariants ask for each of them; a new question has to earn its place here.

use crate::stage::{Quiet, Theatre};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::stop::Stop;
use sealwright::ceremony::world::People;
use sealwright::plan::Plan;
use sealwright::rehearsal::{PlayedPeople, PlayedPrinter, Script, play};
use sealwright::secret::Secret;
use sealwright::words::say::{Choice, Prompt};
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Cost {
    questions: usize,
    keys: usize,
}

/// Counts what a pair types, part by part.
struct Counted<P> {
    people: P,
    part: String,
    costs: BTreeMap<String, Cost>,
}

impl<P> Counted<P> {
    fn pressed(&mut self, keys: usize) {
        let cost = self.costs.entry(self.part.clone()).or_default();
        cost.questions += 1;
        cost.keys += keys;
    }
}

impl<P: People> People for Counted<P> {
    fn tell(&mut self, news: &Prompt) {
        if let Prompt::PartBegins { title } = news {
            self.part.clone_from(title);
        }
        self.people.tell(news);
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        self.pressed(1);
        self.people.confirm(question)
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        let typed = self.people.line(question)?;
        let picked = matches!(question, Prompt::WhoIs { .. } | Prompt::WhoTakes { .. });
        self.pressed(if picked { 1 } else { typed.chars().count() + 1 });
        Ok(typed)
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        let typed = self.people.secret(question)?;
        let text = typed.text().unwrap_or_default();
        let keys = match question {
            // Four letters a word are enough (SLIP-39), and a blank after each.
            Prompt::ShareFrom { .. } => text
                .split_whitespace()
                .map(|word| word.len().min(4) + 1)
                .sum(),
            _ => text.chars().filter(|c| !c.is_whitespace()).count() + 1,
        };
        self.pressed(keys);
        Ok(typed)
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.pressed(1);
        self.people.show(what, secret)
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        self.pressed(2);
        self.people.choose(question, among)
    }
}

fn costs(theatre: &Theatre, template: &str) -> BTreeMap<String, Cost> {
    let mut people = Counted {
        people: PlayedPeople::new(theatre.shared(), Quiet, Script::default()),
        part: String::new(),
        costs: BTreeMap::new(),
    };
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let script = theatre.script(template);
    let ending = play(
        &theatre.shared(),
        &theatre.plan,
        Some(&script),
        &mut people,
        &mut printer,
    );
    assert_eq!(ending, Ok(Ending::Ended));
    people.costs
}

#[test]
fn a_rotated_key_and_a_password_cost_what_the_manual_says() {
    let plan = Plan::parse("small.toml", sealwright::plan::SMALL).unwrap();
    let theatre = Theatre::new(plan);
    costs(&theatre, "first-setup");
    let drill = costs(&theatre, "annual-rotation");
    for (part, cost) in &drill {
        println!("{part}: {cost:?}");
    }
    let manual = include_str!("../../src/manual/screen.md");
    for (part, called) in [
        ("Key alpha-1 of account alpha", "A key's rotation"),
        ("Password of account alpha", "A password's, in three shares"),
    ] {
        let Cost { questions, keys } = drill[part];
        let sentence = format!("{called}: {questions} questions, {keys} keys");
        assert!(manual.contains(&sentence), "{sentence}");
    }
}
