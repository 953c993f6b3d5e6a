//! A whole ceremony's sheets go to real printer software: nothing of them stays; and a printer that stops midway makes
//! nothing live.

use crate::oracle;
use crate::printing::{self, Cups, EvePrinter, Folder, around};
use crate::stage::{self, People, Quiet, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::world::{Beside, Printer};
use sealwright::rehearsal::{PlayedPeople, PlayedPrinter, Stage, play};
use sealwright::sheet::{Page, PageKind};
use sealwright::station::printer::IppPrinter;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Another printer, if what follows is to go there.
type Before<'a> = dyn FnMut(&Page, &[Sent]) -> Option<IppPrinter> + 'a;

/// Real printer software, whose pages the played people also get into their hands.
struct Real<'a> {
    printer: IppPrinter,
    stage: Rc<RefCell<Stage>>,
    /// What was sent, in order.
    sent: Vec<Sent>,
    /// Called with each page before it is printed; may bring another printer.
    before: Box<Before<'a>>,
}

struct Sent {
    kind: PageKind,
    serial: String,
    text: String,
    pdf: Vec<u8>,
    printed: Result<(), String>,
}

impl Printer for Real<'_> {
    fn print(&mut self, page: &Page, beside: &mut dyn Beside) -> Result<(), String> {
        if let Some(other) = (self.before)(page, &self.sent) {
            self.printer = other;
        }
        let printed = self.printer.print(page, beside);
        // Of a page that was not printed, half is in the tray.
        let mut tray = PlayedPrinter {
            stage: Rc::clone(&self.stage),
            jam_in: printed.is_err().then_some(0),
        };
        let _ = tray.print(page, beside);
        let text = page.text().expect("a text");
        self.sent.push(Sent {
            kind: page.kind(),
            serial: page.serial().into(),
            text: text.text().expect("a text").into(),
            pdf: page.pdf().expect("a page").bytes().to_vec(),
            printed: printed.clone(),
        });
        printed
    }
}

impl Sent {
    /// What nobody may find: the secrets as they are printed, as they are typed, and pieces of the document.
    fn canaries(&self) -> Vec<Vec<u8>> {
        let mut canaries: Vec<String> = Vec::new();
        for line in self.text.lines() {
            if line.starts_with("pin: ")
                || line.starts_with("proof word: ")
                || line.starts_with("words ")
            {
                canaries.push(line.into());
            }
            if let Some(pin) = line.strip_prefix("pin: ") {
                canaries.push(pin.into());
                canaries.push(pin.replace(' ', ""));
            }
            if let Some((_, words)) = line.strip_prefix("words ").and_then(|l| l.split_once(": ")) {
                canaries.push(words.into());
            }
        }
        let pieces = self.pdf.chunks_exact(24).map(<[u8]>::to_vec);
        canaries
            .into_iter()
            .map(String::into_bytes)
            .chain(pieces)
            .collect()
    }
}

/// Plays the first setup with this printer.
fn set_up<'a>(
    printer: IppPrinter,
    before: impl FnMut(&Page, &[Sent]) -> Option<IppPrinter> + 'a,
) -> (Theatre, Vec<Sent>) {
    let theatre = Theatre::new(usual_plan());
    let mut real = Real {
        printer,
        stage: Rc::clone(&theatre.stage),
        sent: Vec::new(),
        before: Box::new(before),
    };
    let mut people = PlayedPeople::new(theatre.shared(), Quiet, People::default());
    let script = theatre.script("first-setup");
    let ending = play(
        &theatre.shared(),
        &theatre.plan,
        Some(&script),
        &mut people,
        &mut real,
    );
    let last = real.sent.last().map(|sent| (&sent.serial, &sent.printed));
    assert_eq!(ending, Ok(Ending::Ended), "the last page: {last:?}");
    let sent = real.sent;
    (theatre, sent)
}

/// How many files hold how many pieces of the secret pages.
fn found(files: &[(std::path::PathBuf, Vec<u8>)], sent: &[Sent]) -> Vec<String> {
    let secret = sent.iter().filter(|page| page.kind.is_secret());
    let canaries: HashSet<Vec<u8>> = secret.flat_map(Sent::canaries).collect();
    // By their first eight bytes, as there are many.
    let mut by_start: HashMap<&[u8], Vec<&[u8]>> = HashMap::new();
    for canary in &canaries {
        by_start.entry(&canary[..8]).or_default().push(canary);
    }
    let holds = |bytes: &[u8]| {
        (0..bytes.len().saturating_sub(7)).any(|at| {
            let begun = by_start.get(&bytes[at..at + 8]);
            begun.is_some_and(|begun| begun.iter().any(|canary| bytes[at..].starts_with(canary)))
        })
    };
    let holding = files.iter().filter(|(_, bytes)| holds(bytes));
    holding
        .map(|(path, _)| path.display().to_string())
        .collect()
}

#[test]
fn i4_a_whole_ceremony_through_cups_leaves_no_secret_behind() {
    let usb = Folder::in_memory();
    // The control: the same, with the setting that keeps pages.
    for (jobs, keeps) in [
        ("PreserveJobFiles No\n", false),
        ("PreserveJobFiles Yes\n", true),
    ] {
        let (eve, cups) = (EvePrinter::new(), Cups::start(jobs, Folder::in_memory()));
        let queue = cups.queue_with_filters("sheets", &eve);
        let printer = IppPrinter::among(&queue, around(&usb, &cups.settings.0));
        assert_eq!(printer.findings().is_empty(), !keeps);
        let (_, sent) = set_up(printer, |_, _| None);
        let secret = sent.iter().filter(|page| page.kind.is_secret()).count();
        assert!(
            secret >= 10 && sent.len() > secret,
            "{secret} of {}",
            sent.len()
        );
        for page in &sent {
            assert_eq!(page.printed, Ok(()), "{}", page.serial);
        }

        assert_eq!(eve.pages().len(), sent.len(), "all came out, each once");
        // What the printer itself keeps is its memory: nobody but its switch empties it.
        let mut files = cups.left();
        files.extend(eve.left());
        let found = found(&files, &sent);
        stage::shown(&format!(
            "{} pages, {secret} with secrets, through CUPS; {} files searched, {} hold secrets ({})",
            sent.len(),
            files.len(),
            found.len(),
            jobs.trim()
        ));
        assert!(files.len() > 10, "the search sees the folders");
        if keeps {
            assert!(
                found.len() >= secret,
                "the control: the search finds what is kept: {found:?}"
            );
        } else {
            assert!(found.is_empty(), "{found:?}");
        }
    }
}

#[test]
fn i1_a_printer_that_dies_midway_makes_no_pin_live() {
    let usb = Folder::in_memory();
    let printers = RefCell::new(vec![EvePrinter::new()]);
    let first = printing::printer(&printers.borrow()[0].uri(), &usb);
    let mut again = false;
    let (theatre, sent) = set_up(first, |page, sent| {
        let is_pin = |sent: &Sent| sent.kind == PageKind::PinSheet;
        if page.kind() == PageKind::PinSheet && !sent.iter().any(is_pin) {
            // It dies as soon as the page is being printed.
            let mut dying = printers.borrow_mut().pop().expect("a printer");
            dying.set("slow");
            std::thread::spawn(move || {
                dying.is_printing();
                dying.running.kill();
            });
            again = true;
            return None;
        }
        std::mem::take(&mut again).then(|| {
            let another = EvePrinter::new();
            let printer = printing::printer(&another.uri(), &usb);
            printers.borrow_mut().push(another);
            printer
        })
    });
    let failed: Vec<&Sent> = sent.iter().filter(|s| s.printed.is_err()).collect();
    let [failed] = failed[..] else {
        panic!("{} pages were not printed", failed.len());
    };
    let why = failed.printed.clone().expect_err("it died");
    assert!(why.contains("void"), "{why}");
    assert!(
        why.contains("could not be canceled: switch the printer off"),
        "{why}"
    );
    is_void_and_destroyed(&theatre, &failed.serial);
    is_a_fault_in_the_ledger(&theatre, &failed.serial);
    let discarded = field(&failed.text, "pin: ").expect("a PIN");
    let pins = sent.iter().filter_map(|page| field(&page.text, "pin: "));
    let again = pins.filter(|pin| *pin == discarded).count();
    assert_eq!(again, 1, "its PIN was used again");
}

#[test]
fn i1_a_job_canceled_at_the_last_share_leaves_the_password_unused() {
    let usb = Folder::in_memory();
    let (eve, cups) = (EvePrinter::new(), Cups::good());
    let queue = cups.queue_with_filters("sheets", &eve);
    let first = IppPrinter::among(&queue, around(&usb, &cups.settings.0));
    let (eve, cups) = (&eve, &cups);
    let (theatre, sent) = std::thread::scope(|threads| {
        set_up(first, |page, sent| {
            let shares = sent
                .iter()
                .filter(|s| s.kind == PageKind::ShareSheet)
                .count();
            if page.kind() == PageKind::ShareSheet && shares == 2 {
                eve.set("slow");
                threads.spawn(|| {
                    eve.is_printing();
                    cups.run("cancel", &["-a", "sheets"]);
                    eve.unset("slow");
                });
            }
            None
        })
    });
    let shares: Vec<&Sent> = sent
        .iter()
        .filter(|s| s.kind == PageKind::ShareSheet)
        .collect();
    assert!(
        shares[2]
            .printed
            .as_ref()
            .is_err_and(|why| why.starts_with("the job was canceled"))
    );
    assert_eq!(shares.iter().filter(|s| s.printed.is_err()).count(), 1);
    // The two that came out before would give the password: they are void too, and it is nobody's.
    for share in &shares[..3] {
        is_void_and_destroyed(&theatre, &share.serial);
    }
    is_a_fault_in_the_ledger(&theatre, &shares[2].serial);
    let pages = |shares: &[&Sent]| shares.iter().map(|s| s.text.clone()).collect::<Vec<_>>();
    let discarded = oracle::given(&pages(&shares[..2]), 2).expect("a password");
    let live = oracle::given(&pages(&shares[3..5]), 2).expect("a password");
    assert_ne!(discarded, live);
    let stage = theatre.stage.borrow();
    let upn = field(&shares[0].text, "account: ").expect("an account");
    assert!(
        stage.tenant.accepts(upn, &live),
        "the control: the new one is the tenant's"
    );
    assert!(!stage.tenant.accepts(upn, &discarded));
}

/// By the ledger: the sheet never went live, and was destroyed; and the people's hands are empty of it.
fn is_void_and_destroyed(theatre: &Theatre, serial: &str) {
    let id = serial.to_owned().try_into().expect("a serial");
    let custody = theatre.custody();
    assert!(custody.is_destroyed(&id), "{serial}");
    assert!(!theatre.stage.borrow().paper.contains_key(serial));
    let ledger = String::from_utf8(theatre.ledger()).expect("a text");
    let lines = ledger
        .lines()
        .filter(|line| line.contains(&format!("\"{serial}\"")));
    let deeds: Vec<&str> = lines
        .filter_map(|line| field_in(line, "\"do\":\""))
        .collect();
    assert_eq!(
        deeds,
        ["print-sheet", "destroy-sheet"],
        "{serial} was made live"
    );
    oracle::all_is_as_the_ledger_says(&theatre.stage.borrow(), &custody, &theatre.plan)
        .expect("what the ledger says");
}

fn is_a_fault_in_the_ledger(theatre: &Theatre, serial: &str) {
    let ledger = String::from_utf8(theatre.ledger()).expect("a text");
    let said = format!("Page {serial} was not printed: ");
    let is_said = |line: &str| line.contains("\"type\":\"fault\"") && line.contains(&said);
    assert!(ledger.lines().any(is_said), "no fault of {serial}");
}

fn field<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(label))
}

fn field_in<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    line.split_once(label)?.1.split('"').next()
}
