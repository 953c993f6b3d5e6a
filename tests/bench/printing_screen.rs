//! A ceremony on the real screen, with a printer that this laptop takes for one on USB: `printing_screen BOOK USB`.
//! What `sealwright run` does, but for where it looks for USB devices; tests/bench/answers.rs presses its keys.

use sealwright::book::{Book, LEDGER, PLAN};
use sealwright::ceremony::run::run;
use sealwright::ceremony::world::{Laptop, World};
use sealwright::ledger;
use sealwright::plan::Plan;
use sealwright::report::events;
use sealwright::station::disk::FolderDisk;
use sealwright::station::printer::{IppPrinter, Surroundings};
use sealwright::station::{Dice, SystemClock, UsbPorts};
use sealwright::tui::{self, Looks, Setting, Theme};
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

struct Fit;

impl Laptop for Fit {
    fn findings(&mut self) -> Vec<sealwright::words::finding::Finding> {
        Vec::new()
    }

    fn program_hash(&mut self) -> Result<String, String> {
        sealwright::station::laptop::program_hash()
    }
}

fn main() {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (folder, usb_devices) = (args.next().expect("BOOK"), args.next().expect("USB"));
    let draft = std::fs::read_to_string(folder.join(PLAN)).expect("a plan");
    let plan = Plan::parse("plan.toml", &draft).expect("a sound plan");
    let ledger = folder.join(LEDGER);
    let looks = Looks {
        ledger: Arc::new(move || {
            let file = std::fs::File::open(&ledger).expect("a ledger");
            let mut lines = Vec::new();
            let read = ledger::verify(BufReader::new(file), &mut |line| {
                lines.push(events::line(&line.entry()));
                Ok(())
            });
            read.expect("a valid ledger");
            lines
        }),
        keys: Arc::new(Vec::new),
        plugs: Arc::new(|| None),
    };
    let setting = Setting {
        book: plan.organisation.clone(),
        ..Setting::default()
    };
    let ended = tui::run(setting, looks, Theme::Colour, |seat| {
        let disk = FolderDisk::open(&folder).expect("a folder");
        let mut book = Book::open(Box::new(disk), Box::new(SystemClock)).expect("a book");
        let mut people = seat.people(None);
        book.tells(Box::new(people.see()));
        let around = Surroundings {
            usb_devices,
            ..Surroundings::default()
        };
        let mut printer = IppPrinter::among(&plan.station.printer, around);
        let (mut ports, mut dice, mut fit) = (UsbPorts::new(Arc::new(|| false)), Dice, Fit);
        let mut world = World::new(
            &mut book,
            &mut people,
            &mut ports,
            &mut printer,
            &mut dice,
            &mut fit,
            plan,
        );
        let _ = run(&mut world, None);
    });
    ended.expect("a terminal");
}
