//! What people have to read is on the screen, all of it, and no longer than it holds.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use sealwright::text::say::Prompt;
use sealwright::tui::tty::Key;
use sealwright::tui::{Model, Setting, Shown, Theme, Todo, Wanted, draw};
use std::time::Duration;

const SMALLEST: (u16, u16) = (80, 24);
const WORDS: &str = "topmost istanbul pluto vagabond treadmill, pacific brackish dictator goldfish afflict";

/// A ceremony's screen, and the hands at its keyboard.
struct Sitting {
    model: Model,
    now: Duration,
    size: (u16, u16),
}

impl Sitting {
    fn new() -> Sitting {
        let mut model = Model::new(Setting::default());
        model.keyboard = None;
        Sitting {
            model,
            now: Duration::ZERO,
            size: SMALLEST,
        }
    }

    fn hear(&mut self, shown: Shown) {
        self.model.hear(shown);
    }

    fn tell(&mut self, news: Prompt) {
        self.hear(Shown::News(news));
    }

    fn ask(&mut self, question: Prompt) {
        self.hear(Shown::Question(question, Wanted::YesNo));
    }

    fn step(&mut self, number: &str) {
        self.tell(Prompt::StepBegins {
            number: number.into(),
            says: "Both: do it.".into(),
        });
    }

    /// One key, slowly, on the screen as it is.
    fn press(&mut self, key: Key) -> Option<Todo> {
        self.rows();
        self.now += Duration::from_secs(1);
        self.model.press(key, self.now)
    }

    /// The screen's rows.
    fn rows(&self) -> Vec<String> {
        let (columns, rows) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal
            .draw(|frame| {
                draw(frame, &self.model, Theme::Plain);
            })
            .unwrap();
        let cells = &terminal.backend().buffer().content;
        cells
            .chunks(columns.into())
            .map(|row| row.iter().map(|cell| cell.symbol()).collect())
            .collect()
    }

    /// What stands left of the facts, as one line.
    fn said(&self) -> String {
        let rows = self.rows();
        let left = rows[4..22].iter().map(|row| row.split('│').next().unwrap());
        let words: Vec<&str> = left.flat_map(str::split_whitespace).collect();
        words.join(" ")
    }
}

fn plan_in_words() -> Prompt {
    Prompt::PlanInWords {
        words: WORDS.into(),
        adopted: true,
    }
}

fn touch() -> Prompt {
    Prompt::TouchNow {
        key: "alpha-1".into(),
    }
}

fn bag() -> Prompt {
    Prompt::BagIntact {
        bag: "AB-900".into(),
    }
}

#[test]
fn the_plans_words_stand_at_the_first_question_after_the_roll_and_not_at_the_second() {
    let mut sitting = Sitting::new();
    sitting.tell(plan_in_words());
    sitting.tell(Prompt::PartBegins {
        title: "Opening".into(),
    });
    sitting.step("1.1");
    sitting.ask(bag());
    assert!(sitting.said().contains(WORDS), "{}", sitting.said());
    assert!(sitting.press(Key::Char('y')).is_some());
    sitting.step("1.2");
    sitting.ask(bag());
    assert!(!sitting.said().contains(WORDS), "{}", sitting.said());
}

#[test]
fn news_that_do_not_fit_are_read_with_page_up_row_by_row() {
    let mut sitting = Sitting::new();
    let name = |n| format!("key-{n}-of-thirty");
    for n in 10..40 {
        sitting.tell(Prompt::CredentialWorks { key: name(n) });
    }
    sitting.ask(bag());
    // What has to be done is in sight, and that there is more.
    let first = sitting.said();
    assert!(first.contains("AB-900") && first.contains("(PgUp: more)"));
    let mut seen = vec![first];
    while seen.len() < 40 && sitting.said().contains("(PgUp: more)") {
        assert!(sitting.press(Key::PageUp).is_none());
        seen.push(sitting.said());
    }
    for n in 10..40 {
        let name = name(n);
        assert!(seen.iter().any(|said| said.contains(&name)), "{name}");
    }
    // And as many times back, not more.
    for _ in 1..seen.len() {
        sitting.press(Key::PageUp);
        sitting.press(Key::PageDown);
        sitting.press(Key::PageDown);
    }
    assert_eq!(sitting.said(), seen[0]);
}

#[test]
fn the_first_question_of_a_step_stands_where_every_other_does() {
    let mut sitting = Sitting::new();
    sitting.ask(bag());
    let alone = sitting.rows();
    assert!(sitting.press(Key::Char('y')).is_some());
    sitting.step("1.1");
    sitting.ask(bag());
    assert_eq!(sitting.rows(), alone);
}

#[test]
fn a_call_to_touch_goes_when_the_touch_is_over() {
    for call in [
        touch(),
        Prompt::TouchNewKey {
            key: "alpha-1".into(),
        },
    ] {
        let called = call.said(sealwright::text::language::Language::English);
        let called: Vec<&str> = called.body.split_whitespace().collect();
        let called = called.join(" ");
        // At once a question; news, and then a question; another touch.
        let mut sitting = Sitting::new();
        sitting.tell(call.clone());
        assert!(sitting.said().contains(&called), "{}", sitting.said());
        sitting.ask(bag());
        assert!(!sitting.said().contains(&called), "{}", sitting.said());

        let mut sitting = Sitting::new();
        sitting.tell(call.clone());
        sitting.tell(Prompt::CredentialWorks {
            key: "alpha-1".into(),
        });
        assert!(!sitting.said().contains(&called), "{}", sitting.said());
        sitting.tell(call);
        assert_eq!(
            sitting.said().matches(&called).count(),
            1,
            "{}",
            sitting.said()
        );
    }
}
