//! Pages go straight to a printer, as through ipp-usb: `ippeveprinter` is the judge.

use crate::printing::{self, EvePrinter, Folder, print, printer, with_a_page};
use sealwright::station::printer::IppPrinter;

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
