//! Finnish.

mod clause;
mod finding;
mod help;
mod label;
mod prompt;
mod refused;
mod status;
mod thing;
mod trouble;

use super::catalogue::{Catalogue, Words};
use super::clause::{Clause, Thing};
use super::finding::Finding;
use super::label::{Hint, Label, WrongKeyboard};
use super::say::{Choice, Prompt};
use super::status::{Line, Obstacle};
use super::trouble::{Explained, Trouble};

/// Finnish.
pub struct Finnish;

impl Catalogue for Finnish {
    fn prompt(&self, prompt: &Prompt) -> Words {
        prompt::said(prompt)
    }

    fn trouble(&self, trouble: &Trouble) -> Explained {
        trouble::said(trouble)
    }

    fn clause(&self, clause: &Clause) -> String {
        clause::said(clause)
    }

    fn finding(&self, finding: &Finding) -> String {
        finding::said(finding)
    }

    fn thing(&self, thing: &Thing) -> String {
        thing::said(thing)
    }

    fn choice(&self, choice: Choice) -> (&'static str, &'static str) {
        label::choice(choice)
    }

    fn line(&self, line: &Line) -> String {
        status::line(line)
    }

    fn obstacle(&self, why: &Obstacle) -> String {
        status::obstacle(why)
    }

    fn label(&self, label: Label) -> &'static str {
        label::label(label)
    }

    fn hint(&self, hint: Hint) -> &'static str {
        label::hint(hint)
    }

    fn wrong_keyboard(&self, wrong: WrongKeyboard) -> String {
        label::wrong_keyboard(wrong)
    }

    fn help(&self) -> &'static str {
        help::HELP
    }

    fn line_help(&self) -> &'static str {
        help::LINE_HELP
    }

    fn yes_no(&self) -> [(char, &'static str); 2] {
        [('k', "kyllä"), ('e', "ei")]
    }
}
