//! Every kind of screen as a picture, in both sizes, with colours and without: compared with what is kept in
//! `tests/screens/`, and the main ones drawn as SVG for README and manual.
//!
//! `SEALWRIGHT_PICTURES=write cargo test --test screen pictures` writes them anew; look at them then.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use sealwright::secret::Secret;
use sealwright::text::language::Language;
use sealwright::tui::tty::Key;
use sealwright::tui::{
    Door, Facts, Home, Model, Part, Setting, Shown, Theme, Wanted, draw, draw_home,
};
use sealwright::words::clause::Thing;
use sealwright::words::label::Label;
use sealwright::words::say::{BagPurpose, Choice, Half, Prompt, Turn};
use sealwright::words::trouble::Trouble;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];
const THEMES: [(&str, Theme); 2] = [("colour", Theme::Colour), ("plain", Theme::Plain)];

/// A screen of a ceremony, or home.
enum Screen {
    Ceremony(Box<Model>),
    Home(Home),
}

#[test]
fn every_screen_looks_as_it_was_looked_at() {
    let mut wrong = String::new();
    for (name, model) in screens(Language::English) {
        for size in SIZES {
            for (theme_name, theme) in THEMES {
                let drawn = text(&buffer(&model, size, theme));
                let file = format!(
                    "tests/screens/{name}-{}x{}-{theme_name}.txt",
                    size.0, size.1
                );
                if !same(&root().join(&file), &drawn) {
                    writeln!(wrong, "{file} is another:\n{drawn}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_language_fits_the_smallest_screen_and_high_contrast_shows_the_same() {
    let mut wrong = String::new();
    for (code, language) in &Language::ALL[1..] {
        for (name, screen) in screens(*language) {
            let drawn = text(&buffer(&screen, SIZES[0], Theme::Plain));
            let file = format!("tests/screens/{code}/{name}.txt");
            if !same(&root().join(&file), &drawn) {
                writeln!(wrong, "{file} is another:\n{drawn}").unwrap();
            }
        }
    }
    for (name, screen) in screens(Language::English) {
        let contrast = buffer(&screen, SIZES[0], Theme::Contrast);
        for cell in &contrast.content {
            let pair = (cell.fg, cell.bg);
            let known = [(Color::White, Color::Black), (Color::Black, Color::White)];
            assert!(known.contains(&pair), "{name}: {pair:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_pictures_in_the_manual_are_those_of_the_screens() {
    let mut wrong = String::new();
    for (name, model) in screens(Language::English) {
        if !PICTURED.contains(&name) {
            continue;
        }
        let file = format!("src/manual/pictures/screen-{name}.svg");
        if !same(
            &root().join(&file),
            &svg(&buffer(&model, SIZES[0], Theme::Colour)),
        ) {
            writeln!(wrong, "{file}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "drawn otherwise:\n{wrong}");
}

#[test]
fn a_screen_says_the_same_without_colours_and_hides_what_is_typed() {
    for (name, model) in screens(Language::English) {
        let [colour, plain] = [Theme::Colour, Theme::Plain].map(|theme| {
            let buffer = buffer(&model, SIZES[0], theme);
            buffer
                .content
                .iter()
                .map(|cell| cell.symbol())
                .collect::<String>()
        });
        assert_eq!(colour, plain, "{name}");
        for secret in ["48151623", "Shown4ever"] {
            assert!(!colour.contains(secret), "{name}");
        }
    }
}

/// Those that stand in README and manual.
const PICTURED: [&str; 6] = ["home", "instruction", "pin", "touch", "stopped", "script"];

fn screens(language: Language) -> Vec<(&'static str, Screen)> {
    let ask = |prompt: Prompt, wanted: Wanted| Shown::Question(prompt, wanted);
    let trouble = Trouble::KeyGone {
        key: typed("alpha-1"),
    };
    let stopped = || {
        Shown::News(Prompt::Stopped {
            trouble: trouble.clone(),
        })
    };
    let pin = || {
        ask(
            Prompt::PinFrom {
                key: typed("alpha-1"),
                sheet: typed("P-0005"),
            },
            Wanted::Secret,
        )
    };
    let tries = || {
        Shown::News(Prompt::TriesLeft {
            key: typed("alpha-1"),
            left: 8,
        })
    };
    let touch = || {
        Shown::News(Prompt::TouchNow {
            key: typed("alpha-1"),
        })
    };
    let serial = || {
        ask(
            Prompt::BagSerial {
                by: Turn::KeyCustodian,
                purpose: BagPurpose::New {
                    items: vec![key("alpha-1")],
                },
            },
            Wanted::Line,
        )
    };
    let words = || {
        ask(
            Prompt::ShareFrom {
                sheet: typed("S-0009"),
                half: Half::Lower,
            },
            Wanted::Secret,
        )
    };
    let half = || {
        ask(
            Prompt::FirstHalf {
                account: "emergency-alpha@example.onmicrosoft.com".into(),
            },
            Wanted::Seen(Secret::take(&mut b"Shown4everAndTwenty!".to_vec()).unwrap()),
        )
    };
    let who = || {
        ask(
            Prompt::WhoIs {
                role: Turn::KeyCustodian,
                names: vec!["ada (Ada Keller)".into(), "boris (Boris Lind)".into()],
            },
            Wanted::Line,
        )
    };
    let what_now = || {
        ask(
            Prompt::WhatNow {
                offered: Choice::ALL.to_vec(),
            },
            Wanted::Choice(Choice::ALL.to_vec()),
        )
    };
    let bag = || {
        ask(
            Prompt::OpenBag {
                bag: typed("SW-410003"),
                items: vec![key("alpha-1")],
            },
            Wanted::YesNo,
        )
    };
    let made: Vec<(&'static str, Vec<Shown>, &[Key])> = vec![
        ("roll-call", vec![who()], &[Key::Down]),
        ("instruction", vec![bag()], &[]),
        ("yes-or-no", vec![bag()], &[Key::Enter]),
        ("pin", vec![tries(), pin()], &DIGITS),
        (
            "serial",
            vec![serial()],
            &[Key::Char('S'), Key::Char('W'), Key::Char('-')],
        ),
        ("share", vec![words()], &WORDS),
        ("shown", vec![half()], &[]),
        ("touch", vec![touch()], &[]),
        ("stopped", vec![stopped(), what_now()], &[Key::Down]),
        ("waiting", vec![], &[]),
        ("help", vec![bag()], &[Key::F(1)]),
        ("script", vec![bag()], &[Key::F(2)]),
        ("look-around", vec![bag()], &[Key::F(3)]),
        ("what-is-where", vec![bag()], &[Key::F(3), Key::Char('4')]),
        (
            "manual-search",
            vec![bag()],
            &[Key::F(3), Key::Char('6'), Key::Char('/'), Key::Char('b')],
        ),
        ("over", vec![bag(), Shown::Over], &[]),
    ];
    let mut screens: Vec<_> = made
        .into_iter()
        .map(|(name, shown, keys)| (name, model(language, false, shown, keys)))
        .map(|(name, model)| (name, Screen::Ceremony(Box::new(model))))
        .collect();
    screens.push((
        "rehearsal",
        Screen::Ceremony(Box::new(model(
            language,
            true,
            vec![Shown::Table(table()), pin()],
            &[],
        ))),
    ));
    let mut first = Model::new(setting(false, language));
    first.press(Key::Char('a'), Duration::from_secs(9));
    screens.push(("keyboard", Screen::Ceremony(Box::new(first))));
    screens.push(("home", Screen::Home(home(language))));
    screens
}

fn home(language: Language) -> Home {
    let door = |label: &str, closed: Option<&str>| Door {
        label: label.into(),
        closed: closed.map(Into::into),
    };
    Home {
        language,
        title: "Sealwright   Example".into(),
        text: "OVERDUE\n  key alpha-1: rotation was due on 2026-11-02\n\nThe ledger: 214 entries; its last head, in \
               words:\n  topmost istanbul pluto vagabond treadmill, pacific brackish dictator goldfish afflict"
            .into(),
        doors: vec![
            door("Annual rotation (about 140 minutes)", None),
            door(
                "First setup",
                Some("every key and password of the plan is set up"),
            ),
            door(Label::RehearseDrill.said(language), None),
            door(Label::RehearseSmall.said(language), None),
        ],
        ..Home::default()
    }
}

const DIGITS: [Key; 8] = [
    Key::Char('4'),
    Key::Char('8'),
    Key::Char('1'),
    Key::Char('5'),
    Key::Char('1'),
    Key::Char('6'),
    Key::Char('2'),
    Key::Char('3'),
];

const WORDS: [Key; 7] = [
    Key::Char('a'),
    Key::Char('c'),
    Key::Char('i'),
    Key::Char('d'),
    Key::Char(' '),
    Key::Char('a'),
    Key::Char('q'),
];

fn setting(rehearsal: bool, language: Language) -> Setting {
    Setting {
        language,
        book: "Example".into(),
        rehearsal,
        hands: rehearsal,
        offline: (!rehearsal).then_some(true),
        plan: "The plan.".into(),
    }
}

fn key(label: &str) -> Thing {
    Thing::Key(typed(label))
}

fn table() -> Vec<Thing> {
    vec![
        Thing::PluggedKey(typed("alpha-1")),
        Thing::Sheet(typed("P-0005")),
        Thing::NewBag(typed("SW-410009")),
    ]
}

/// A ceremony in its middle, after these messages and keys.
fn model(language: Language, rehearsal: bool, shown: Vec<Shown>, keys: &[Key]) -> Model {
    let mut model = Model::new(setting(rehearsal, language));
    model.keyboard = None;
    let sheet = || Thing::Sheet(typed("P-0005"));
    let step = |n: &str| {
        (n.to_owned(), "Key custodian: take the key. If it is still sealed, bring it from its place, read the bag's number aloud, and open the bag before both.".to_owned())
    };
    let part = |title: &str, steps: &[&str]| Part {
        title: title.into(),
        steps: steps.iter().map(|n| step(n)).collect(),
    };
    let mut now = Duration::from_secs(47 * 60);
    model.tick(now);
    model.hear(Shown::Facts(Box::new(Facts {
        organisation: Some("Example".into()),
        rehearsal,
        ceremony: Some((2, "Annual rotation".into())),
        parts: vec![
            part("Opening", &["1.1", "1.2", "1.3"]),
            part("Online: account alpha signs in", &["2.1", "2.2", "2.3"]),
            part("Key alpha-1 of account alpha", &["3.1", "3.2", "3.3"]),
            part("Password of account alpha", &["4.1", "4.2"]),
            part("Closing", &["5.1", "5.2"]),
        ],
        ended: 6,
        loose: vec![key("alpha-1"), sheet()],
        places: vec![
            (key("alpha-1"), None),
            (
                key("alpha-2"),
                Some((Thing::Bag(typed("SW-410004")), "key-safe-south".into())),
            ),
            (sheet(), None),
        ],
        entries: 96,
    })));
    for shown in shown {
        model.hear(shown);
    }
    for key in keys {
        now += Duration::from_secs(1);
        model.press(*key, now);
    }
    model
}

fn buffer(screen: &Screen, (columns, rows): (u16, u16), theme: Theme) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal
        .draw(|frame| match screen {
            Screen::Ceremony(model) => drop(draw(frame, model, theme)),
            Screen::Home(home) => draw_home(frame, home, theme),
        })
        .unwrap();
    terminal.backend().buffer().clone()
}

/// The screen's rows, then its styles: a letter for each kind of cell.
fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width);
    let (mut rows, mut styles, mut kinds) = (String::new(), String::new(), Vec::new());
    for row in buffer.content.chunks(width) {
        let symbols: String = row.iter().map(|cell| cell.symbol()).collect();
        writeln!(rows, "{}", symbols.trim_end()).unwrap();
        let mut line = String::new();
        for cell in row {
            let style = format!("{:?} on {:?} {:?}", cell.fg, cell.bg, cell.modifier);
            let kind = kinds.iter().position(|k| *k == style).unwrap_or_else(|| {
                kinds.push(style);
                kinds.len() - 1
            });
            line.push(char::from(b'a' + u8::try_from(kind).unwrap()));
        }
        writeln!(styles, "{line}").unwrap();
    }
    for (n, kind) in kinds.iter().enumerate() {
        writeln!(
            styles,
            "{}: {kind}",
            char::from(b'a' + u8::try_from(n).unwrap())
        )
        .unwrap();
    }
    format!("{rows}\n{styles}")
}

/// The screen as a picture: a cell is 9 by 18.
fn svg(buffer: &Buffer) -> String {
    let (width, height) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"monospace\" font-size=\"15\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#1b1b1b\"/>\n",
        width * 9,
        height * 18
    );
    for (y, row) in buffer.content.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)) {
            let text: String = run.iter().map(|cell| cell.symbol()).collect();
            let first = &run[0];
            if first.bg != Color::Reset {
                writeln!(
                    out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"18\" fill=\"{}\"/>",
                    x * 9,
                    y * 18,
                    run.len() * 9,
                    hex(first.bg, "#1b1b1b")
                )
                .unwrap();
            }
            if !text.trim().is_empty() {
                let weight = if first.modifier.contains(Modifier::BOLD) {
                    " font-weight=\"bold\""
                } else {
                    ""
                };
                writeln!(
                    out,
                    "<text x=\"{}\" y=\"{}\" textLength=\"{}\" xml:space=\"preserve\" fill=\"{}\"{weight}>{}</text>",
                    x * 9,
                    y * 18 + 14,
                    run.len() * 9,
                    hex(first.fg, "#e6e6e6"),
                    escaped(&text)
                )
                .unwrap();
            }
            x += run.len();
        }
    }
    out.push_str("</svg>\n");
    out
}

fn hex(color: Color, other: &'static str) -> &'static str {
    match color {
        Color::Black => "#000000",
        Color::Red => "#b32121",
        Color::Green => "#3fa34d",
        Color::Yellow => "#e0b020",
        Color::Blue => "#2456b8",
        Color::Cyan => "#2aa5a5",
        Color::White => "#f2f2f2",
        _ => other,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Whether a file holds this; with `SEALWRIGHT_PICTURES=write` it then does.
fn same(path: &Path, text: &str) -> bool {
    if std::env::var_os("SEALWRIGHT_PICTURES").is_some_and(|v| v == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    std::fs::read_to_string(path).is_ok_and(|kept| kept == text)
}

/// A name or serial of this text.
fn typed<T: TryFrom<String, Error = String>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}
