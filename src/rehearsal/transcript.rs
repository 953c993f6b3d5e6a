//! The transcript of a rehearsal: who is addressed, what the screen says, what was answered. It holds no secret.

use super::people::Transcript;
use crate::text::language::Language;
use crate::text::say::{Prompt, Said, Turn};
use crate::text::wrap::wrap;
use std::cell::RefCell;
use std::rc::Rc;

/// Columns of a transcript.
pub const WIDTH: usize = 80;

/// Where the text of a prompt begins: behind the one who is addressed.
const TEXT: usize = 19;

/// A transcript in the making. Each piece goes to `out` as soon as it is said.
pub struct Written {
    out: Box<dyn FnMut(&str)>,
}

impl Written {
    /// A transcript that goes to `out`, in pieces of whole lines.
    pub fn new(out: Box<dyn FnMut(&str)>) -> Written {
        Written { out }
    }

    /// A heading of the whole: a ceremony begins.
    pub fn heading(&mut self, text: &str) {
        let line = "=".repeat(WIDTH);
        (self.out)(&format!("\n{line}\n{}\n{line}\n", wrap(text, 0, WIDTH)));
    }

    /// Something that happens beside the screen.
    pub fn aside(&mut self, who: &str, text: &str) {
        (self.out)(&beside(who, text));
    }

    /// Lines of their own, as they are.
    pub fn plain(&mut self, text: &str) {
        (self.out)(text);
    }

    fn underlined(&mut self, text: &str) {
        let line = "-".repeat(text.chars().count().min(WIDTH));
        (self.out)(&format!("\n\n{}\n{line}\n", wrap(text, 0, WIDTH)));
    }
}

impl Transcript for Written {
    fn write(&mut self, said: &Prompt, answer: Option<&str>) {
        match (said, answer) {
            (Prompt::PartBegins { title }, _) => self.underlined(title),
            (Prompt::StepBegins { number, says }, _) => {
                let text = format!("{number:<5} {says}");
                (self.out)(&format!("\n{}\n", wrap(&text, 6, WIDTH)));
            }
            (Prompt::CeremonyOpens { title, number, .. }, _) => {
                self.heading(&format!("Ceremony {number}: {title}"));
                self.aside("Screen", &said.said(Language::English).body);
            }
            (Prompt::Initial { number, person }, Some("y")) => {
                self.aside("Both", &format!("{person} initials step {number}."));
            }
            (_, None) => self.aside("Screen", &said.said(Language::English).body),
            (_, Some(answer)) => {
                let said = said.said(Language::English);
                self.aside(addressed(said.turn), &said.body);
                (self.out)(&answered(&said, answer));
            }
        }
    }
}

impl<T: Transcript> Transcript for Rc<RefCell<T>> {
    fn write(&mut self, said: &Prompt, answer: Option<&str>) {
        self.borrow_mut().write(said, answer);
    }
}

fn addressed(turn: Turn) -> &'static str {
    match turn {
        Turn::PinCustodian => "PIN custodian",
        Turn::KeyCustodian => "Key custodian",
        Turn::Both => "Both",
    }
}

fn answered(said: &Said, answer: &str) -> String {
    let between = if said.ask.ends_with(['?', ')']) {
        " "
    } else {
        ": "
    };
    let away = if said.other_looks_away {
        "  [the other looks away]"
    } else {
        ""
    };
    beside("", &format!("> {}{between}{answer}{away}", said.ask))
}

fn beside(who: &str, text: &str) -> String {
    let text = wrap(text, 0, WIDTH - TEXT);
    let mut lines = String::new();
    for (n, line) in text.lines().enumerate() {
        let who = if n == 0 { who } else { "" };
        lines.push_str(format!("    {who:<15}{line}").trim_end());
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clause::Clause;
    use crate::text::say::SheetKind;

    fn written(said: &[(Prompt, Option<&str>)]) -> String {
        let text = Rc::new(RefCell::new(String::new()));
        let kept = Rc::clone(&text);
        let mut written = Written::new(Box::new(move |piece| kept.borrow_mut().push_str(piece)));
        for (prompt, answer) in said {
            written.write(prompt, *answer);
        }
        drop(written);
        Rc::into_inner(text)
            .expect("the transcript is gone")
            .into_inner()
    }

    #[test]
    fn who_is_addressed_what_is_said_and_what_is_answered_stand_apart() {
        let sheet = "P-0001".to_string();
        let text = written(&[
            (
                Prompt::PartBegins {
                    title: "Opening".into(),
                },
                None,
            ),
            (
                Prompt::StepBegins {
                    number: "1.1".into(),
                    says: "Say who is here.".into(),
                },
                None,
            ),
            (
                Prompt::TakePage {
                    sheet: sheet.clone(),
                    what: SheetKind::Pin,
                },
                Some("y"),
            ),
            (Prompt::ProofWord { sheet }, Some("(masked)")),
            (Prompt::AllFit, None),
            (
                Prompt::Initial {
                    number: "1.1".into(),
                    person: "Ada Keller".into(),
                },
                Some("y"),
            ),
        ]);
        let expected = "

Opening
-------

1.1   Say who is here.
    PIN custodian  Take page P-0001 (a PIN sheet) from the tray. Let nobody see
                   it.
                   > Done? (y/n) y
    PIN custodian  Type the proof word from sheet P-0001.
                   > Proof word: (masked)  [the other looks away]
    Screen         The laptop is as it should be.
    Both           Ada Keller initials step 1.1.
";
        assert_eq!(text, expected);
    }

    #[test]
    fn no_line_is_longer_than_a_screen() {
        let long = "word ".repeat(60);
        let text = written(&[
            (
                Prompt::StepBegins {
                    number: "10.12".into(),
                    says: long.clone(),
                },
                None,
            ),
            (
                Prompt::Reason {
                    what: Clause::Words(long.clone()),
                },
                Some(&long),
            ),
            (
                Prompt::Findings {
                    findings: vec![long.clone()],
                },
                None,
            ),
        ]);
        assert!(text.lines().all(|l| l.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.to_lowercase().matches("word").count(), 240);
    }
}
