//! Pages go through a real cupsd to `ippeveprinter`; what CUPS would keep of them is found beforehand.

use crate::printing::{Cups, EvePrinter, Folder, around, print, with_a_page};
use sealwright::station::printer::IppPrinter;
use std::time::Duration;

#[test]
fn i4_a_queue_with_good_settings_takes_pages_and_nothing_is_found() {
    let (eve, cups, usb) = (EvePrinter::new(), Cups::good(), Folder::in_memory());
    let queue = cups.queue("sheets", &eve.uri());
    let mut printer = IppPrinter::among(&queue, around(&usb, &cups.settings.0));
    assert_eq!(printer.findings(), []);
    let page = with_a_page("P-0001", |page| {
        assert_eq!(print(&mut printer, page).0, Ok(()));
        page.pdf().expect("a page").bytes().to_vec()
    });
    let kept = eve.pages();
    assert!(
        kept.iter().any(|(_, bytes)| *bytes == page),
        "the printer got the page"
    );
    let left = cups.left();
    assert!(left.len() > 5, "the search sees the folders of CUPS");
    for (path, bytes) in &left {
        let found =
            bytes.windows(9).any(|w| w == b"4071 8263") || bytes.windows(6).any(|w| w == b"P-0001");
        assert!(!found, "{} holds the page", path.display());
    }
}

#[test]
fn i4_i14_what_cups_would_keep_share_or_send_away_is_found() {
    let (eve, usb) = (EvePrinter::new(), Folder::in_memory());
    let cups = Cups::start(
        "PreserveJobFiles Yes\nPreserveJobHistory No\n",
        Folder::on_disk(),
    );
    let queue = cups.queue("sheets", &eve.uri());
    let found = IppPrinter::among(&queue, around(&usb, &cups.settings.0)).findings();
    let expected = [
        "CUPS keeps printed pages",
        "CUPS forgets jobs at once",
        "set RequestRoot in cups-files.conf",
        "set TempDir in cups-files.conf",
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        let found = found.to_string();
        assert!(found.contains(expected), "{found}");
    }

    cups.run("lpadmin", &["-p", "sheets", "-o", "printer-is-shared=true"]);
    let found = IppPrinter::among(&queue, around(&usb, &cups.settings.0)).findings();
    assert!(
        found[0].to_string().contains("CUPS shares the printer"),
        "{found:?}"
    );

    for device in [
        "socket://192.0.2.1:9100",
        "ipp://192.0.2.1/ipp/print",
        "lpd://192.0.2.1/queue",
        // It only looks like USB.
        "usb:socket://192.0.2.1:9100",
        "ipp://localhost:631/printers/another",
    ] {
        let queue = cups.queue("away", device);
        let mut printer = IppPrinter::among(&queue, around(&usb, &cups.settings.0));
        let found = printer.findings();
        assert!(
            found[0]
                .to_string()
                .contains(&format!("sends pages to {device}")),
            "{found:?}"
        );
        let why = with_a_page("P-0001", |page| print(&mut printer, page))
            .0
            .expect_err(device);
        assert!(
            why.contains("connected by USB, not by a network; nothing was sent"),
            "{why}"
        );
    }
    assert!(eve.pages().is_empty());

    // A loopback behind the queue proves no USB either.
    let none = Folder::in_memory();
    let old_kind = around(&none, &cups.settings.0);
    none.write("1-1:1.0/bInterfaceProtocol", "02\n");
    let found = IppPrinter::among(&queue, old_kind).findings();
    assert!(
        found[0]
            .to_string()
            .contains("no printer that speaks IPP over USB"),
        "{found:?}"
    );

    // Nor does a queue that says that it sends to USB, where no printer hangs on it.
    let queue = cups.queue("pretended", "usb://Maker/Model");
    let mut bare = around(&none, &cups.settings.0);
    bare.usb_devices = "/no/devices".into();
    let found = IppPrinter::among(&queue, bare).findings();
    assert!(
        found[0]
            .to_string()
            .contains("no printer is plugged in by USB"),
        "{found:?}"
    );
}

#[test]
fn a_paused_queue_is_said_and_goes_on_or_gets_nothing() {
    let (eve, cups, usb) = (EvePrinter::new(), Cups::good(), Folder::in_memory());
    let queue = cups.queue("sheets", &eve.uri());
    cups.run("cupsdisable", &["sheets"]);
    let mut around = around(&usb, &cups.settings.0);
    let mut patient = IppPrinter::among(&queue, around.clone());
    around.page = Duration::from_millis(200);
    let mut hasty = IppPrinter::among(&queue, around);
    let (printed, said) = with_a_page("P-0001", |page| print(&mut hasty, page));
    let why = printed.expect_err("paused");
    assert!(why.ends_with("; nothing was sent to the printer"), "{why}");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("paused"), "{said:?}");

    let mut said = Vec::new();
    let printed = with_a_page("P-0001", |page| {
        use sealwright::ceremony::world::Printer;
        patient.print(page, &mut |what: &str| {
            said.push(what.to_owned());
            cups.run("cupsenable", &["sheets"]);
        })
    });
    assert_eq!(printed, Ok(()));
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn a_job_that_another_tool_cancels_is_no_page() {
    let (eve, cups, usb) = (EvePrinter::new(), Cups::good(), Folder::in_memory());
    let queue = cups.queue("sheets", &eve.uri());
    let mut printer = IppPrinter::among(&queue, around(&usb, &cups.settings.0));
    eve.set("slow");
    let printed = std::thread::scope(|threads| {
        threads.spawn(|| {
            eve.is_printing();
            cups.run("cancel", &["-a", "sheets"]);
            eve.unset("slow");
        });
        with_a_page("P-0001", |page| print(&mut printer, page)).0
    });
    let why = printed.expect_err("canceled");
    assert!(
        why.starts_with("the job was canceled; the page may have come out"),
        "{why}"
    );
}
