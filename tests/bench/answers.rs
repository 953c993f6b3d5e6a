//! How long the screen takes to answer a key: at rest, while a key blinks, while a page prints, and while a ledger of a
//! million entries is open. The goal is 16 ms, a frame at 60 Hz.
//!
//! `cargo build --profile dist --example printing_screen && cargo bench --profile dist --bench answers` (a minute; the ledger takes a few hundred megabytes below target/)

#[allow(dead_code)] // the tests use the rest
#[path = "../shared/played.rs"]
mod played;
#[path = "../shared/screen_rig.rs"]
mod screen_rig;

use played::{Answer, Asked, PlayedIpp};
use screen_rig::{Sitting, answer, play, wants};
use sealwright::book::{Book, Clock, LEDGER};
use sealwright::ceremony::template::{Template, bind};
use sealwright::custody::Event;
use sealwright::ledger::Origin;
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{MemoryDisk, PlayedDisk, Shared, Stage};
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

const ENTRIES: usize = 1_000_000;
const KEYS: usize = 100;
const F1: &str = "\x1bOP";
const F3: &str = "\x1bOR";

fn main() {
    at_rest_and_blinking();
    printing_with_a_long_ledger();
}

fn at_rest_and_blinking() {
    let mut sitting = Sitting::open(&["rehearse", "--small", "first-setup"], (80, 24), &[]);
    let mut rested = false;
    play(&mut sitting, |shown| {
        rested = rested || shown.contains("Who is the");
        match rested {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    row("at rest: help opens, and closes", pages(&mut sitting));
    play(&mut sitting, |shown| {
        match shown.contains("TOUCH THE KEY NOW") {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    // A blinking key waits for thirty seconds.
    row("while a key blinks", pages(&mut sitting));
    assert!(sitting.text().contains("TOUCH THE KEY NOW"));
}

fn printing_with_a_long_ledger() {
    // A printer that never gets done.
    let printer = PlayedIpp::new(|asked, _| match asked {
        Asked::Job => Answer::State(5, &[]),
        _ => Answer::State(3, &[]),
    });
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("answers");
    let _ = std::fs::remove_dir_all(&folder);
    let (book, usb) = (folder.join("book"), folder.join("usb"));
    long_book(&book, &printer.uri());
    printer_on_usb(&usb);
    let program =
        Path::new(env!("CARGO_BIN_EXE_sealwright")).with_file_name("examples/printing_screen");
    let [program, book, usb] = [&program, &book, &usb].map(|p| p.to_str().expect("a path"));
    let mut sitting = Sitting::with(program, &[book, usb], (80, 24), &[]);
    sitting.until_shows("azy qwm 190");
    sitting.type_line("azy qwm 190");
    let mut shown = String::new();
    // The test page is at the printer when nothing is asked any more.
    while !printer.was_asked(Asked::SendDocument) {
        let now = sitting.until("the next question, or the page at the printer", |text| {
            printer.was_asked(Asked::SendDocument) || text != shown && wants(text).is_some()
        });
        if !printer.was_asked(Asked::SendDocument) {
            answer(&mut sitting, &now);
        }
        shown = now;
    }
    row("while a page prints", pages(&mut sitting));
    sitting.press(F3);
    sitting.press("3");
    sitting.until("the ledger's end", |text| text.contains("1000001  "));
    let through: Vec<Duration> = (0..KEYS)
        .map(|n| answered(&mut sitting, if n % 2 == 0 { "\x1b[A" } else { "\x1b[B" }))
        .collect();
    row(
        "a page prints, the ledger of a million entries is open",
        through,
    );
    sitting.press("/");
    sitting.type_line("no entry says this");
    row("and is searched", vec![answered(&mut sitting, "\x1b[H")]);
    let _ = std::fs::remove_dir_all(&folder);
}

/// Help opens and closes, again and again.
fn pages(sitting: &mut Sitting) -> Vec<Duration> {
    (0..KEYS)
        .map(|n| answered(sitting, if n % 2 == 0 { F1 } else { "q" }))
        .collect()
}

/// From a key to the first bytes that answer it.
fn answered(sitting: &mut Sitting, key: &str) -> Duration {
    std::thread::sleep(Duration::from_millis(20));
    let before = sitting.len();
    let pressed = Instant::now();
    sitting.send(key.as_bytes());
    while sitting.len() == before {
        assert!(
            pressed.elapsed() < Duration::from_secs(10),
            "{}",
            sitting.text()
        );
        std::hint::spin_loop();
    }
    pressed.elapsed()
}

/// What the kernel tells of a printer that speaks IPP over USB.
fn printer_on_usb(usb: &Path) {
    let interface = usb.join("1-1:1.0");
    std::fs::create_dir_all(&interface).expect("a folder");
    for (file, value) in [
        ("bInterfaceClass", "07\n"),
        ("bInterfaceSubClass", "01\n"),
        ("bInterfaceProtocol", "04\n"),
    ] {
        std::fs::write(interface.join(file), value).expect("a file");
    }
}

/// A book with an open ceremony in which a million things went wrong.
fn long_book(folder: &Path, printer: &str) {
    let text = plan::TEMPLATE.replace("ipp://localhost:60000/ipp/print", printer);
    assert!(text.contains(printer));
    let plan = Plan::parse("plan.toml", &text).expect("a plan");
    let began = jiff::Timestamp::now();
    let shared = Shared {
        stage: Rc::new(RefCell::new(Stage::new([0; 32], began))),
        disk: Rc::new(RefCell::new(MemoryDisk::default())),
    };
    let mut book = Book::create(
        Box::new(PlayedDisk(shared.clone())),
        Box::new(Now),
        &Origin::book([7; 16]),
        &"00".repeat(32),
    )
    .expect("a book");
    let template = Template::named("first-setup").expect("a template");
    let note = |book: &mut Book, event| {
        book.note(event).expect("it is allowed");
    };
    book.begin(&bind(&template, &plan), &"00".repeat(32))
        .expect("it begins");
    for n in 0..ENTRIES {
        let fault = Event::Fault {
            step: "1.1".into(),
            what: format!("The printer: no paper, for the {n}th time."),
        };
        note(&mut book, fault);
    }
    for inside in ["inbox", "outbox"] {
        std::fs::create_dir_all(folder.join(inside)).expect("a folder");
    }
    std::fs::write(folder.join("plan.toml"), text).expect("a file");
    let ledger = shared
        .disk
        .borrow_mut()
        .read(LEDGER)
        .expect("read")
        .expect("there");
    std::fs::write(folder.join(LEDGER), ledger).expect("a file");
}

struct Now;

impl Clock for Now {
    fn now(&mut self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

fn row(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let (middle, last) = (times[times.len() / 2], times[times.len() - 1]);
    println!("| {what} | {:.2} ms | {:.2} ms |", ms(middle), ms(last));
}
