//! The order of a template's steps, played from the table of procedures: two accounts with two keys each stand for any
//! plan.
//!
//! Each step either finds what it takes, or is a mistake; what it leaves is so all the same, so that it does not make the
//! steps after it look wrong. What must be so at the end is looked at last.

use super::form::{For, Mistake, Part, Rule};
use crate::custody::procedure::{AT_THE_END, Fact, Leave, Need, Procedure, Stands, Subject};
use std::collections::BTreeMap;

/// Adds what is wrong with the order.
pub(super) fn check(parts: &[Part], mistakes: &mut Vec<Mistake>) {
    let steps = flat(parts);
    first(&steps, mistakes);
    last(&steps, mistakes);
    let mut table = Table::default();
    for (p, part) in parts.iter().enumerate() {
        if part.repeats.is_computed() {
            // It begins when everything is sealed, as often as it has to: it is played for itself.
            let ceremony = table.ceremony.clone();
            let mut alone = Table {
                ceremony,
                ..Table::default()
            };
            alone.play_part(p, part, (0, 0), mistakes);
            alone.cleared(mistakes);
            table.ceremony = alone.ceremony;
            continue;
        }
        for thing in things(part.repeats) {
            table.play_part(p, part, thing, mistakes);
        }
    }
    table.cleared(mistakes);
}

struct Flat {
    field: String,
    procedure: Procedure,
}

fn flat(parts: &[Part]) -> Vec<Flat> {
    let mut steps = Vec::new();
    for (p, part) in parts.iter().enumerate() {
        for (s, step) in part.steps.iter().enumerate() {
            steps.push(Flat {
                field: field(p, s),
                procedure: step.procedure,
            });
        }
    }
    steps
}

fn standing(stands: Stands) -> Vec<Procedure> {
    let all = Procedure::ALL.iter().map(|(_, procedure)| *procedure);
    all.filter(|procedure| procedure.row().stands == stands)
        .collect()
}

/// What opens a ceremony is its first step, and no other.
fn first(steps: &[Flat], mistakes: &mut Vec<Mistake>) {
    let opening = standing(Stands::First);
    for (at, step) in steps.iter().enumerate() {
        let name = step.procedure.name();
        match (at, opening.contains(&step.procedure)) {
            (0, true) => {}
            (0, false) => {
                let first = names(&opening);
                wrong(
                    mistakes,
                    &step.field,
                    &format!("{name} as the first step"),
                    &format!("{first} as the first step: it finds out who may act"),
                );
            }
            (_, true) => wrong(
                mistakes,
                &step.field,
                &format!("{name} after another step"),
                &format!("{name} once, as the first step"),
            ),
            (_, false) => {}
        }
    }
}

/// What closes a ceremony are its last steps (I19).
fn last(steps: &[Flat], mistakes: &mut Vec<Mistake>) {
    let closing = standing(Stands::Last);
    let start = steps.len().saturating_sub(closing.len());
    let (count, all) = (closing.len(), names_in_order(&closing));
    let allowed = format!("the last {count} steps: {all} (I19)");
    let mut last = steps.get(start..).unwrap_or_default().iter();
    for wanted in closing {
        match last.next() {
            Some(step) if step.procedure == wanted => {}
            Some(step) => {
                let found = format!("{} where {} belongs", step.procedure.name(), wanted.name());
                return wrong(mistakes, &step.field, &found, &allowed);
            }
            None => return wrong(mistakes, "part", "too few steps", &allowed),
        }
    }
}

const ACCOUNTS: usize = 2;
const KEYS: usize = 2;

/// An account, and a key of it.
type Thing = (usize, usize);

fn things(repeats: For) -> Vec<Thing> {
    let accounts = || (0..ACCOUNTS).map(|account| (account, 0));
    match repeats {
        // A part that repeats over duties is played for itself.
        For::Ceremony
        | For::OneKey
        | For::EachKeyToSetUp
        | For::EachPasskeyToEnrol
        | For::EachKeyToConfigure
        | For::EachPinToRotate
        | For::EachPasswordToSet
        | For::EachPasswordToRotate
        | For::EachKeyToMove
        | For::EachPinSheetToMove
        | For::EachSetOfSharesToMove
        | For::EachBagToCheck => vec![(0, 0)],
        For::EachAccount => accounts().collect(),
        For::EachKey => accounts()
            .flat_map(|(account, _)| (0..KEYS).map(move |key| (account, key)))
            .collect(),
    }
}

/// What is so, each with the field of the step since which it is.
type Facts = BTreeMap<Fact, String>;

#[derive(Default)]
struct Table {
    ceremony: Facts,
    accounts: [Facts; ACCOUNTS],
    keys: [[Facts; KEYS]; ACCOUNTS],
}

impl Table {
    fn play_part(&mut self, p: usize, part: &Part, thing: Thing, mistakes: &mut Vec<Mistake>) {
        for (s, step) in part.steps.iter().enumerate() {
            self.play(step.procedure, thing, &field(p, s), mistakes);
        }
    }

    fn play(
        &mut self,
        procedure: Procedure,
        thing: Thing,
        here: &str,
        mistakes: &mut Vec<Mistake>,
    ) {
        let (row, subject) = (procedure.row(), procedure.subject());
        // I14; told once.
        let laptop = Need::Is(Fact::LaptopChecked);
        if subject != Subject::Ceremony && !self.is_met(laptop, thing) {
            told(mistakes, procedure, laptop, here);
            self.set(Fact::LaptopChecked, thing, here);
        }
        let missing = row.takes.iter().find(|need| !self.is_met(**need, thing));
        if let Some(need) = missing {
            told(mistakes, procedure, *need, here);
        }
        if subject != Subject::Ceremony {
            self.set(Fact::ThingsTouched, thing, here);
        }
        if subject == Subject::Key {
            self.set(Fact::KeyHandled, thing, here);
        }
        for leave in row.leaves {
            match leave {
                Leave::Sets(fact) => self.set(*fact, thing, here),
                Leave::Ends(fact) => drop(self.facts(fact.is_of(), thing).remove(fact)),
                Leave::Forgets => self.facts(Subject::Key, thing).clear(),
            }
        }
    }

    fn is_met(&mut self, need: Need, thing: Thing) -> bool {
        match need {
            Need::Is(fact) => self.holds(fact, thing),
            Need::Not(fact) => !self.holds(fact, thing),
            Need::If(first, second) => !self.holds(first, thing) || self.holds(second, thing),
        }
    }

    fn holds(&mut self, fact: Fact, thing: Thing) -> bool {
        let (account, key) = thing;
        let out =
            |facts: &Facts| facts.contains_key(&Fact::KeyOut) || facts.contains_key(&Fact::PinOut);
        if fact == Fact::OthersSealed {
            let keys = self.keys[account].iter().enumerate();
            return !keys.into_iter().any(|(at, other)| at != key && out(other));
        }
        self.facts(fact.is_of(), thing).contains_key(&fact)
    }

    fn set(&mut self, fact: Fact, thing: Thing, here: &str) {
        self.facts(fact.is_of(), thing).insert(fact, here.into());
    }

    fn facts(&mut self, of: Subject, (account, key): Thing) -> &mut Facts {
        match of {
            Subject::Ceremony | Subject::Bag => &mut self.ceremony,
            Subject::Account => &mut self.accounts[account],
            Subject::Key => &mut self.keys[account][key],
        }
    }

    /// All is back, and what was replaced is destroyed (I19, I12).
    fn cleared(&mut self, mistakes: &mut Vec<Mistake>) {
        for thing in things(For::EachKey) {
            for end in AT_THE_END {
                let applies = end.when.iter().all(|fact| self.holds(*fact, thing));
                if !applies || self.is_met(end.need, thing) {
                    continue;
                }
                let (since, after) = match end.need {
                    Need::Is(fact) | Need::If(_, fact) => (fact, names(&fact.set_by())),
                    Need::Not(fact) => (fact, names(&fact.ended_by())),
                };
                let since = *end.when.first().unwrap_or(&since);
                let field = self.facts(since.is_of(), thing).get(&since).cloned();
                wrong(
                    mistakes,
                    &field.unwrap_or_default(),
                    &format!("no {after} after this"),
                    &format!("{after} after this ({})", end.invariant),
                );
            }
        }
    }
}

fn told(mistakes: &mut Vec<Mistake>, procedure: Procedure, need: Need, here: &str) {
    let found = format!("{} here", procedure.name());
    wrong(mistakes, here, &found, &allowed(procedure, need));
}

/// What would make a need met.
fn allowed(procedure: Procedure, need: Need) -> String {
    let name = procedure.name();
    match need {
        Need::Is(Fact::OthersSealed) => {
            "the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)".into()
        }
        Need::Is(fact @ Fact::LaptopChecked) => {
            format!("{} before this (I14)", names(&fact.set_by()))
        }
        Need::Is(fact) => format!("{} before this", names(&fact.set_by())),
        Need::Not(Fact::ThingsTouched) => format!("{name} before any key or account"),
        Need::Not(Fact::KeyHandled) => format!("{name} as a key's first step, once"),
        Need::Not(fact) if fact.set_by() == [procedure] => format!("{name} once"),
        Need::Not(fact) if !fact.ended_by().is_empty() => {
            format!("{} before this", names(&fact.ended_by()))
        }
        Need::Not(fact) => format!("{name} before {}", names(&fact.set_by())),
        Need::If(_, fact) => format!("{name} before {}", names(&fact.ended_by())),
    }
}

fn names(procedures: &[Procedure]) -> String {
    let names: Vec<&str> = procedures.iter().map(|p| p.name()).collect();
    names.join(" or ")
}

fn names_in_order(procedures: &[Procedure]) -> String {
    let names: Vec<&str> = procedures.iter().map(|p| p.name()).collect();
    names.join(", ")
}

/// The same step is played for several keys: once told is enough.
fn wrong(mistakes: &mut Vec<Mistake>, field: &str, found: &str, allowed: &str) {
    let told = |mistake: &Mistake| mistake.field == field && mistake.allowed == allowed;
    if !mistakes.iter().any(told) {
        mistakes.push(Mistake {
            field: field.into(),
            rule: Rule::Order,
            found: found.into(),
            allowed: allowed.into(),
        });
    }
}

fn field(p: usize, s: usize) -> String {
    format!("part[{}].step[{}].do", p + 1, s + 1)
}
