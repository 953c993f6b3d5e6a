//! What people have to read is on the screen, all of it, and no longer than it holds.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use sealwright::tui::tty::Key;
use sealwright::tui::{
    Answer, Door, Facts, Home, Model, Part, Setting, Shown, Theme, Todo, Wanted, draw, draw_home,
};
use sealwright::words::clause::Thing;
use sealwright::words::say::{Document, Prompt, Turn};
use std::time::Duration;

const SMALLEST: (u16, u16) = (80, 24);
const WORDS: &str =
    "topmost istanbul pluto vagabond treadmill, pacific brackish dictator goldfish afflict";

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

    /// The facts.
    fn beside(&self) -> String {
        let rows = self.rows();
        let right = rows.iter().filter_map(|row| row.split('│').nth(1));
        right.collect::<Vec<_>>().join("\n")
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
        key: typed("alpha-1"),
    }
}

fn bag() -> Prompt {
    Prompt::BagIntact {
        bag: typed("AB-900"),
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
        sitting.tell(Prompt::CredentialWorks {
            key: typed(&name(n)),
        });
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
            key: typed("alpha-1"),
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
            key: typed("alpha-1"),
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

/// A ledger's page of so many entries, each longer than a row, one longer than the screen.
fn ledger() -> Sitting {
    let entry = |n: usize| {
        let words = if n == 30 { 300 } else { 9 };
        let words: Vec<String> = (0..words).map(|word| format!("e{n}w{word},")).collect();
        words.join(" ")
    };
    let mut sitting = Sitting::new();
    sitting.ask(bag());
    sitting.press(Key::F(3));
    assert!(matches!(
        sitting.press(Key::Char('3')),
        Some(Todo::ReadLedger)
    ));
    let long = |n: usize| format!("{}{}", entry(n), " and more of it".repeat(4));
    sitting.model.ledger_was_read((1..=54).map(long).collect());
    sitting
}

/// The words of the ledger that are on the screen.
fn entries(sitting: &Sitting) -> Vec<String> {
    let rows = sitting.rows();
    let apart = |c: char| c.is_whitespace() || c == '│';
    let words = rows.iter().flat_map(|row| row.split(apart));
    let words = words.filter(|word| word.starts_with('e') && word.ends_with(','));
    words.map(Into::into).collect()
}

#[test]
fn pages_skip_nothing_on_the_way_up_or_down_in_any_window() {
    for size in [SMALLEST, (97, 31), (200, 60)] {
        let mut sitting = ledger();
        sitting.size = size;
        // What came last is what is looked for first.
        assert!(
            entries(&sitting).contains(&"e54w8,".into()),
            "{:?}",
            sitting.rows()
        );
        // Without the clock.
        let page = |sitting: &Sitting| sitting.rows().split_off(4);
        let end = page(&sitting);
        for (to, back) in [
            (Key::PageUp, Key::PageDown),
            (Key::Up, Key::Down),
            (Key::Home, Key::End),
        ] {
            for key in [to, back] {
                let (mut seen, mut before) = (Vec::new(), Vec::new());
                while page(&sitting) != before {
                    before = page(&sitting);
                    seen.extend(entries(&sitting));
                    sitting.press(key);
                }
                let all = (1..=54).flat_map(|n| {
                    let words = if n == 30 { 300 } else { 9 };
                    (0..words).map(move |word| format!("e{n}w{word},"))
                });
                if !matches!(key, Key::Home | Key::End) {
                    let missed: Vec<String> = all.filter(|word| !seen.contains(word)).collect();
                    assert!(missed.is_empty(), "{size:?}, {key:?}: {missed:?}");
                }
                let edge = if key == to { "e1w0," } else { "e54w8," };
                assert!(entries(&sitting).contains(&edge.into()), "{size:?} {key:?}");
            }
            assert_eq!(page(&sitting), end, "{size:?}, {to:?}");
        }
    }
}

#[test]
fn a_search_shows_what_it_found_also_on_the_last_page() {
    let mut sitting = ledger();
    sitting.press(Key::Home);
    for wanted in ["e2w3", "e30w250", "e54w8"] {
        sitting.press(Key::Char('/'));
        for c in wanted.chars() {
            sitting.press(Key::Char(c));
        }
        sitting.press(Key::Enter);
        sitting.model.tick(sitting.now);
        let of = wanted.split('w').next().unwrap();
        let shown = entries(&sitting);
        assert!(shown.contains(&format!("{of}w0,")), "{wanted}: {shown:?}");
    }
}

#[test]
fn a_page_that_fits_stands_still() {
    let mut sitting = Sitting::new();
    sitting.ask(bag());
    sitting.press(Key::F(3));
    let before = sitting.rows();
    for key in [Key::Down, Key::PageDown, Key::End, Key::Up] {
        sitting.press(key);
        assert_eq!(sitting.rows(), before, "{key:?}");
    }
}

/// Who is chosen by these keys and Enter; nobody, where Enter answers nothing.
fn chosen(keys: &[Key]) -> Option<String> {
    let names = [
        "boris (Boris Lind)",
        "carla (Carla Moss)",
        "david (Ada David)",
    ];
    let who = Prompt::WhoIs {
        role: Turn::PinCustodian,
        names: names.map(Into::into).into(),
    };
    let mut sitting = Sitting::new();
    sitting.hear(Shown::Question(who, Wanted::Line));
    for key in keys {
        assert!(sitting.press(*key).is_none());
    }
    match sitting.press(Key::Enter) {
        Some(Todo::Send(Answer::Line(id))) => Some(id),
        Some(_) => panic!("another answer"),
        None => {
            assert!(sitting.model.hint.is_some());
            None
        }
    }
}

#[test]
fn a_name_that_is_typed_chooses_that_person_or_nobody() {
    let typed = |text: &str| -> Vec<Key> { text.chars().map(Key::Char).collect() };
    let after = |text: &str, more: &[Key]| [typed(text), more.to_vec()].concat();
    for (name, id) in [
        ("carla", "carla"),
        ("CAR", "carla"),
        ("d", "david"),
        ("ada", "david"),
        ("Boris Lind", "boris"),
        ("2", "carla"),
        ("d3", "david"),
    ] {
        assert_eq!(chosen(&typed(name)).as_deref(), Some(id), "{name}");
    }
    for nobody in ["bob", "adam", "xcarla", "dcarla", "0"] {
        assert_eq!(chosen(&typed(nobody)), None, "{nobody}");
    }
    // A letter is taken back, or all of them; or one goes by the arrows after all.
    let back = [Key::Backspace, Key::Char('r')];
    assert_eq!(chosen(&after("bob", &back)).as_deref(), Some("boris"));
    let anew = [Key::Clear, Key::Char('c')];
    assert_eq!(chosen(&after("bob", &anew)).as_deref(), Some("carla"));
    assert_eq!(
        chosen(&after("bob", &[Key::Down])).as_deref(),
        Some("carla")
    );
}

#[test]
fn what_was_destroyed_or_put_away_is_no_longer_at_hand_nor_is_anything_after_its_step() {
    let key = || Thing::Key(typed("alpha-1"));
    let sheet = || Thing::Sheet(typed("P-0002"));
    let new_bag = || Thing::Bag(typed("AB-901"));
    let facts = |loose: Vec<Thing>, ended: usize| {
        Shown::Facts(Box::new(Facts {
            loose,
            ended,
            ..Facts::default()
        }))
    };
    let mut sitting = Sitting::new();
    sitting.hear(facts(vec![key(), sheet()], 0));
    sitting.tell(Prompt::TriesLeft {
        key: typed("alpha-1"),
        left: 7,
    });
    sitting.ask(Prompt::WasDestroyed {
        sheet: typed("P-0002"),
    });
    let shows = |sitting: &Sitting| {
        let rows = sitting.beside();
        let (_, rows) = rows.split_once("At hand").unwrap_or_default();
        let (rows, _) = rows.split_once("On the table").unwrap_or_default();
        ["alpha-1", "7", "P-0002", "AB-901"].map(|thing| rows.contains(thing))
    };
    assert_eq!(shows(&sitting), [true, true, true, false]);
    sitting.hear(facts(vec![key()], 0));
    assert_eq!(shows(&sitting), [true, true, false, false], "destroyed");
    // Sealed in, the key is not at hand; the bag is, until it was handed over.
    sitting.ask(Prompt::WasBagSealed {
        bag: typed("AB-901"),
        items: vec![key()],
    });
    sitting.hear(facts(vec![new_bag()], 0));
    assert_eq!(shows(&sitting), [false, false, false, true], "sealed");
    sitting.hear(facts(vec![], 0));
    assert_eq!(shows(&sitting), [false; 4], "handed over");
    // What no entry tells of goes with its step, or with the ceremony.
    let over = [
        facts(vec![], 1),
        Shown::News(Prompt::Ended {
            title: "Drill".into(),
        }),
        Shown::Over,
    ];
    for end in over {
        sitting.ask(Prompt::TakeDocument {
            sheet: "P-0002".into(),
            document: Document::FlushPage,
        });
        assert_eq!(shows(&sitting), [false, false, true, false]);
        sitting.hear(end);
        assert_eq!(shows(&sitting), [false; 4]);
    }
}

/// Home's rows, in the smallest window.
fn at_home(home: &Home) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(SMALLEST.0, SMALLEST.1)).unwrap();
    terminal
        .draw(|frame| draw_home(frame, home, Theme::Plain))
        .unwrap();
    let cells = &terminal.backend().buffer().content;
    let row = |row: &[Cell]| row.iter().map(|cell| cell.symbol()).collect::<String>();
    let rows = cells.chunks(SMALLEST.0.into()).map(row);
    rows.map(|row| row.trim_end().to_owned()).collect()
}

#[test]
fn home_shows_the_report_as_it_was_wrapped_and_skips_nothing_of_it() {
    let line = |n: usize| format!("{n:<3}{} {}", "x".repeat(70), "end".repeat(2));
    let lines: Vec<String> = (0..60).map(line).collect();
    assert!(lines.iter().all(|line| line.chars().count() == 80));
    let door = |n: usize| Door {
        label: format!("Door {n}"),
        closed: None,
    };
    let mut home = Home {
        text: lines.join("\n"),
        // Leaves few rows for the report.
        doors: (0..14).map(door).collect(),
        ..Home::default()
    };
    for (key, edge) in [(Key::PageDown, 59), (Key::PageUp, 0)] {
        let (mut seen, mut before) = (Vec::new(), Vec::new());
        while at_home(&home) != before {
            before = at_home(&home);
            seen.extend(before.clone());
            home.press(key);
        }
        for line in &lines {
            assert!(seen.contains(line), "{key:?}: {line}\n{seen:?}");
        }
        assert!(at_home(&home).contains(&lines[edge]), "{key:?}");
    }
}

#[test]
fn acts_with_the_same_beginning_are_told_apart() {
    let accounts = ["emergency-alpha", "emergency-beta", "emergency-gamma"];
    let part = |account: &str| Part {
        title: format!("Password of account {account}"),
        steps: vec![(account.into(), "Both: do it.".into())],
    };
    for size in [SMALLEST, (120, 40), (200, 50)] {
        for now in 0..=accounts.len() {
            let mut sitting = Sitting::new();
            sitting.size = size;
            sitting.hear(Shown::Facts(Box::new(Facts {
                parts: accounts.map(part).into(),
                ended: now,
                ..Facts::default()
            })));
            let right = sitting.beside();
            for account in accounts {
                assert!(right.contains(account), "{size:?}, {account}: {right}");
            }
            if let Some(account) = accounts.get(now) {
                let (_, at) = right.split_once(" > ").expect(&right);
                let at = at.split('[').next().unwrap();
                assert!(at.contains(account), "{account} is now: {right}");
            }
        }
    }
}

fn title(n: usize) -> String {
    format!("Key number-{n} of the account emergency-{n}")
}

/// Thirty acts, the nth of them now, and a full table.
fn act(now: usize) -> Sitting {
    let part = |n: usize| Part {
        title: title(n),
        steps: vec![(n.to_string(), "Both: do it.".into())],
    };
    let mut sitting = Sitting::new();
    sitting.hear(Shown::Facts(Box::new(Facts {
        parts: (10..40).map(part).collect(),
        ended: now - 10,
        loose: (0..20)
            .map(|n| Thing::Key(typed(&format!("key-{n}"))))
            .collect(),
        ..Facts::default()
    })));
    sitting
}

#[test]
fn the_act_that_is_now_is_in_sight_among_many_beside_a_full_table() {
    for now in 10..40 {
        let right = act(now).beside();
        let words: Vec<&str> = right.split_whitespace().collect();
        let at = format!("> {}", title(now));
        assert!(words.join(" ").contains(&at), "{at}: {right}");
    }
}

/// The longest names of a plan, which differ at their ends.
#[test]
fn names_at_hand_are_whole_however_long_and_hide_no_act() {
    for end in ["one", "two"] {
        let key = format!("emergency-access-yubikey-for-{end}");
        let account = format!("{}{end}@example.onmicrosoft.com", "emergency-".repeat(8));
        assert_eq!((key.len(), account.len()), (32, 107));
        let mut sitting = act(25);
        sitting.tell(Prompt::TriesLeft {
            key: typed(&key),
            left: 8,
        });
        sitting.tell(Prompt::LooseSheet {
            sheet: typed("P-0001"),
        });
        sitting.tell(Prompt::BagIntact {
            bag: typed("SW-410001"),
        });
        sitting.ask(Prompt::IsRegistered {
            account: account.clone(),
            key: typed(&key),
        });
        let right = sitting.beside();
        let together: String = right.split_whitespace().collect();
        for whole in [
            format!("Key{key}PINtriesleft8"),
            format!("Account{account}Onthetable"),
            format!(">{}", title(25).replace(' ', "")),
        ] {
            assert!(together.contains(&whole), "{whole}: {right}");
        }
    }
}

/// A name or serial of this text.
fn typed<T: TryFrom<String, Error = String>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}
