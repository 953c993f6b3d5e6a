//! Pages go straight to a printer, as through ipp-usb: `ippeveprinter` is the judge.

use crate::printing::{self, EvePrinter, Folder, print, printer, with_a_page};
use sealwright::ceremony::world::{Beside, Printer};
use sealwright::station::printer::IppPrinter;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

#[test]
fn a_printer_of_the_cups_project_takes_pages_byte_for_byte_under_neutral_titles() {
    let (eve, usb) = (EvePrinter::new(), Folder::in_memory());
    let mut printer = printer(&eve.uri(), &usb);
    assert_eq!(printer.findings(), []);
    let mut sent = Vec::new();
    for serial in ["P-0001", "P-0002"] {
        with_a_page(serial, |page| {
            let (printed, said) = print(&mut printer, page);
            assert_eq!((printed, said), (Ok(()), vec![]));
            sent.push(page.pdf().expect("a page").bytes().to_vec());
        });
    }
    let kept = eve.pages();
    assert_eq!(
        kept.iter().map(|(_, bytes)| bytes).collect::<Vec<_>>(),
        sent.iter().collect::<Vec<_>>()
    );
    assert_ne!(sent[0], sent[1], "the control: pages differ");
    for (path, _) in &kept {
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(name.ends_with("-page.pdf"), "{name}");
    }
    let jobs = jobs(&eve);
    for neutral in ["job-name (nameWithoutLanguage) = page", "custodian"] {
        assert!(jobs.contains(neutral), "{jobs}");
    }
    for telling in ["P-0001", "sealwright", "red-1", "root"] {
        assert!(!jobs.contains(telling), "{telling} in {jobs}");
    }
}

#[test]
fn i14_loopback_without_a_printer_on_usb_gets_no_page() {
    let (eve, usb) = (EvePrinter::new(), Folder::in_memory());
    let around = printing::around(&usb, std::path::Path::new("/no/settings"));
    std::fs::write(usb.path("1-1:1.0/bInterfaceProtocol"), "02\n").expect("a file");
    let mut printer = IppPrinter::among(&eve.uri(), around);
    let found = printer.findings();
    let why = found.iter().map(ToString::to_string).collect::<String>();
    assert!(
        why.contains("no printer that speaks IPP over USB is plugged in"),
        "{why}"
    );
    let (printed, _) = with_a_page("P-0001", |page| print(&mut printer, page));
    let why = printed.expect_err("no page");
    assert!(why.ends_with("; nothing was sent to the printer"), "{why}");
    assert!(eve.pages().is_empty());
}

/// Those who wait only until a page is being printed.
struct Hurried<'a>(&'a EvePrinter, Vec<String>);

impl Beside for Hurried<'_> {
    fn hear(&mut self, what: &str) {
        self.1.push(what.into());
    }

    fn leave(&mut self) -> bool {
        self.0.is_printing();
        true
    }
}

#[test]
fn a19_people_can_leave_a_page_that_does_not_come() {
    let (eve, usb) = (EvePrinter::new(), Folder::in_memory());
    let mut printer = printer(&eve.uri(), &usb);
    eve.set("slow");
    let mut hurried = Hurried(&eve, vec![]);
    let why = with_a_page("P-0001", |page| printer.print(page, &mut hurried));
    let why = why.expect_err("they left");
    assert!(
        why.starts_with("you stopped the printing; the page may have come out"),
        "{why}"
    );
    assert!(!why.contains("could not be canceled"), "{why}");
    eve.unset("slow");
}

const KILLED: &str = "SEALWRIGHT_TEST_KILLED";

/// In a process of its own, which is killed while its page is being printed.
#[test]
fn a6_a_job_of_a_killed_run_is_ended_before_anything_else_prints() {
    if let Ok(given) = std::env::var(KILLED) {
        let given: Vec<&str> = given.split('|').collect();
        let usb = Folder(given[1].into());
        let around = printing::around(&usb, Path::new("/no/settings"));
        let mut printer = IppPrinter::among(given[0], around).of_book(Path::new(given[2]));
        let _ = with_a_page("P-0001", |page| print(&mut printer, page));
        panic!("it was not killed");
    }
    let (eve, usb, book) = (EvePrinter::new(), Folder::in_memory(), Folder::in_memory());
    eve.set("slow");
    let name = "printing_direct::a6_a_job_of_a_killed_run_is_ended_before_anything_else_prints";
    let mut run = Command::new(std::env::current_exe().expect("a program"))
        .args(["--exact", name])
        .env(KILLED, [eve.uri(), usb.text(""), book.text("")].join("|"))
        .spawn()
        .expect("a run");
    eve.is_printing();
    run.kill().expect("killed");
    run.wait().expect("gone");

    // The printer is at it, and does not let go: nothing else prints.
    let mut around = printing::around(&usb, Path::new("/no/settings"));
    around.answer = Duration::from_millis(500);
    let mut next = IppPrinter::among(&eve.uri(), around.clone()).of_book(&book.0);
    let before = eve.pages().len();
    let why = next.end_left_job().expect_err("it may still print");
    assert!(why.contains("may still print a page"), "{why}");
    let why = with_a_page("P-0002", |page| print(&mut next, page)).0;
    let why = why.expect_err("a job of ours is pending");
    assert!(why.ends_with("; nothing was sent to the printer"), "{why}");
    assert_eq!(eve.pages().len(), before);

    // It can be ended: the job was canceled, and the next page comes.
    eve.unset("slow");
    around.answer = Duration::from_secs(60);
    let mut next = IppPrinter::among(&eve.uri(), around).of_book(&book.0);
    let printed = with_a_page("P-0002", |page| print(&mut next, page)).0;
    assert_eq!(printed, Ok(()));
    assert!(
        jobs(&eve).contains("job-state (enum) = canceled"),
        "{}",
        jobs(&eve)
    );
    assert_eq!(next.end_left_job(), Ok(false));
    assert!(book.files().is_empty(), "a page that came is forgotten");
}

/// What the printer knows of its jobs, by the tool of the CUPS project.
fn jobs(eve: &EvePrinter) -> String {
    let test = eve.folder.write(
        "jobs.test",
        "{\nOPERATION Get-Jobs\nGROUP operation-attributes-tag\nATTR charset attributes-charset utf-8\n\
         ATTR language attributes-natural-language en\nATTR uri printer-uri $uri\n\
         ATTR keyword which-jobs completed\nATTR keyword requested-attributes all\n}\n",
    );
    let ran = std::process::Command::new("ipptool")
        .arg("-tv")
        .arg(eve.uri())
        .arg(test)
        .output()
        .expect("ipptool");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let attributes = said.lines().filter(|line| line.contains(" = "));
    attributes.collect::<Vec<_>>().join("\n")
}
