//! The transcript of a rehearsal: who is addressed, what the screen says, what was answered. It holds no secret.

use super::people::Transcript;
use super::words::Words;
use crate::text::language::Language;
use crate::text::wrap::wrap;
use crate::words;
use crate::words::say::{Away, Prompt, Said, Turn};
use std::cell::RefCell;
use std::rc::Rc;

/// Columns of a transcript.
pub const WIDTH: usize = 80;

/// How far the one who is addressed stands in.
const INDENT: usize = 4;

/// A transcript in the making. Each piece goes to `out` as soon as it is said.
pub struct Written {
    out: Box<dyn FnMut(&str)>,
    language: Language,
}

impl Written {
    /// A transcript in this language that goes to `out`, in pieces of whole lines.
    pub fn new(language: Language, out: Box<dyn FnMut(&str)>) -> Written {
        Written { out, language }
    }

    /// Its own words.
    pub fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    /// A heading of the whole: a ceremony begins.
    pub fn heading(&mut self, text: &str) {
        let line = "=".repeat(WIDTH);
        (self.out)(&format!("\n{line}\n{}\n{line}\n", wrap(text, 0, WIDTH)));
    }

    /// Something that happens beside the screen.
    pub fn aside(&mut self, who: &str, text: &str) {
        let column = self.words().column;
        (self.out)(&beside(column, who, text));
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
        let words = self.words();
        match (said, answer) {
            (Prompt::PartBegins { title }, _) => self.underlined(title),
            (Prompt::StepBegins { number, says }, _) => {
                let text = format!("{number:<5} {says}");
                (self.out)(&format!("\n{}\n", wrap(&text, 6, WIDTH)));
            }
            (Prompt::CeremonyOpens { title, number, .. }, _) => {
                let ceremony = words.ceremony.replace("{number}", &number.to_string());
                self.heading(&ceremony.replace("{title}", title));
                self.aside(words.screen, &said.said(self.language).body);
            }
            (Prompt::Initial { number, person, .. }, Some("y")) => {
                let initials = words.initials.replace("{number}", number);
                self.aside(words.both, &initials.replace("{person}", person));
            }
            (_, None) => self.aside(words.screen, &said.said(self.language).body),
            (_, Some(answer)) => {
                let said = said.said(self.language);
                self.aside(addressed(words, said.turn), &said.body);
                let answer = self.typed(&said, answer);
                (self.out)(&answered(words, &said, &answer));
            }
        }
    }

    fn language(&self) -> Language {
        self.language
    }
}

impl Written {
    /// What a person of this language types for yes and no; anything else as it is.
    fn typed(&self, said: &Said, answer: &str) -> String {
        let [(yes, _), (no, _)] = words::of(self.language).yes_no();
        let wants_yes_or_no = said.ask.ends_with(&format!("({yes}/{no})"));
        match answer {
            "y" if wants_yes_or_no => yes.into(),
            "n" if wants_yes_or_no => no.into(),
            other => other.into(),
        }
    }
}

impl<T: Transcript> Transcript for Rc<RefCell<T>> {
    fn write(&mut self, said: &Prompt, answer: Option<&str>) {
        self.borrow_mut().write(said, answer);
    }

    fn language(&self) -> Language {
        self.borrow().language()
    }
}

fn addressed(words: &Words, turn: Turn) -> &'static str {
    match turn {
        Turn::PinCustodian => words.pin_custodian,
        Turn::KeyCustodian => words.key_custodian,
        Turn::Both => words.both,
    }
}

fn answered(words: &Words, said: &Said, answer: &str) -> String {
    let between = if said.ask.ends_with(['?', ')']) {
        " "
    } else {
        ": "
    };
    let away = if said.away != Away::Nobody {
        format!("  {}", words.looks_away)
    } else {
        String::new()
    };
    let text = format!("> {}{between}{answer}{away}", said.ask);
    beside(words.column, "", &text)
}

fn beside(column: usize, who: &str, text: &str) -> String {
    let text = wrap(text, 0, WIDTH - INDENT - column);
    let mut lines = String::new();
    for (n, line) in text.lines().enumerate() {
        let who = if n == 0 { who } else { "" };
        lines.push_str(format!("{:INDENT$}{who:<column$}{line}", "").trim_end());
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::SheetId;
    use crate::words::clause::Clause;
    use crate::words::finding::Finding;
    use crate::words::say::SheetKind;

    fn written(said: &[(Prompt, Option<&str>)]) -> String {
        written_in(Language::English, said)
    }

    fn written_in(language: Language, said: &[(Prompt, Option<&str>)]) -> String {
        let text = Rc::new(RefCell::new(String::new()));
        let kept = Rc::clone(&text);
        let mut written = Written::new(
            language,
            Box::new(move |piece| kept.borrow_mut().push_str(piece)),
        );
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
        let sheet = SheetId::try_from("P-0001".to_string()).unwrap();
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
                    departed: false,
                },
                Some("y"),
            ),
        ]);
        let expected = "

Opening
-------

1.1   Say who is here.
    PIN custodian  Take page P-0001 (a PIN sheet) from the tray. Do not let
                   anybody else see it.
                   > Done? (y/n) y
    PIN custodian  Type the proof word from sheet P-0001.
                   > Proof word: (masked)  [others look away]
    Screen         The laptop meets all requirements.
    Both           Ada Keller initials step 1.1.
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_transcript_is_whole_in_the_language_that_was_chosen() {
        let sheet = SheetId::try_from("P-0001".to_string()).unwrap();
        let begins = Prompt::CeremonyOpens {
            title: "Ersteinrichtung".into(),
            number: 1,
            rehearsal: false,
        };
        let person = "Ada Keller".to_string();
        let number = "1.1".to_string();
        let what = SheetKind::Pin;
        let said = [
            (begins, None),
            (
                Prompt::TakePage {
                    sheet: sheet.clone(),
                    what,
                },
                Some("y"),
            ),
            (
                Prompt::ProofWord { sheet },
                Some(Words::of(Language::German).masked),
            ),
            (
                Prompt::Initial {
                    number,
                    person,
                    departed: false,
                },
                Some("y"),
            ),
        ];
        let german = written_in(Language::German, &said);
        for whole in [
            "\nZeremonie 1: Ersteinrichtung\n",
            "\n    Bildschirm          Zeremonie 1 beginnt",
            "\n    PIN-Verwahrer       ",
            "(j/n) j\n",
            "(verdeckt)",
            "[andere sehen weg]",
            "\n    Beide               Ada Keller zeichnet Schritt 1.1 ab.\n",
        ] {
            let in_a_row = german.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                german.contains(whole) || in_a_row.contains(whole),
                "{whole}: {german}"
            );
        }
    }

    #[test]
    fn every_language_has_words_of_its_own_that_fit_their_column() {
        let fits = |words: &Words| {
            let kept = words.kept.map(|(name, _)| name);
            let named = [
                words.screen,
                words.printer,
                words.both,
                words.pin_custodian,
                words.key_custodian,
                words.pins_set,
                words.pins_rotated,
                words.passwords_set,
                words.passwords_rotated,
                words.ledger,
                words.nothing_kept[0],
            ];
            let all = named.into_iter().chain(kept);
            all.map(|name| name.chars().count())
                .all(|len| len < words.column)
        };
        let english = Words::of(Language::English);
        for (code, language) in Language::ALL {
            let words = Words::of(language);
            assert!(fits(words), "{code}");
            let plain = [words.nothing_is_real, words.setup_first, words.a_year];
            let mut lines = plain.into_iter().flat_map(str::lines);
            assert!(lines.all(|l| l.chars().count() <= WIDTH), "{code}");
            let same = language == Language::English;
            assert_eq!(words.ceremony == english.ceremony, same, "{code}");
            assert_eq!(words.a_year == english.a_year, same, "{code}");
            assert_eq!(words.head == english.head, same, "{code}");
            assert_eq!(
                words.kept.map(|(name, _)| name),
                english.kept.map(|(name, _)| name),
                "{code}"
            );
        }
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
                    findings: vec![Finding::NoMemory { why: long.clone() }],
                },
                None,
            ),
        ]);
        assert!(text.lines().all(|l| l.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.to_lowercase().matches("word").count(), 240);
    }
}
