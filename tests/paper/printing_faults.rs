//! What a printer can do to a page: no paper, a jam, a lost job, half an answer, nonsense. A page counts as printed only
//! when its job was completed; nothing from a printer makes the program panic, hang, or speak to somebody else.

use crate::printing::played::{Answer, Asked, PlayedIpp};
use crate::printing::{Folder, around, print, with_a_page};
use sealwright::station::printer::{self, IppPrinter, Surroundings};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

const IDLE: Answer = Answer::State(3, &["none"]);
const COMPLETED: Answer = Answer::State(9, &["job-completed-successfully"]);

/// A printer that does everything right.
fn well(asked: Asked) -> Answer {
    match asked {
        Asked::Printer | Asked::CreateJob | Asked::SendDocument | Asked::CancelJob => IDLE,
        Asked::Job => COMPLETED,
    }
}

/// Prints one page; waits little.
fn printed(played: &PlayedIpp) -> (Result<(), String>, Vec<String>) {
    let usb = Folder::in_memory();
    let mut around = around(&usb, Path::new("/no/settings"));
    around.page = Duration::from_millis(300);
    around.answer = Duration::from_millis(300);
    around.look_every = Duration::from_millis(5);
    let mut printer = IppPrinter::among(&played.uri(), around);
    with_a_page("P-0001", |page| print(&mut printer, page))
}

fn got_the_secret(played: &PlayedIpp) -> bool {
    let whole = with_a_page("P-0001", |page| {
        page.pdf().expect("a page").bytes().to_vec()
    });
    let bodies = played.bodies();
    bodies.iter().any(|body| body.ends_with(&whole))
}

#[test]
fn paper_out_and_put_in_is_said_once_and_the_page_goes_on() {
    let played = PlayedIpp::new(|asked, nth| match (asked, nth) {
        (Asked::Printer, 1..=3) => Answer::State(5, &["media-empty-error", "cover-open"]),
        (Asked::Job, 1..=3) => Answer::State(6, &["printer-stopped"]),
        (Asked::Printer, 4..=6) => Answer::State(5, &["media-jam-error", "media-empty"]),
        _ => well(asked),
    });
    let (printed, said) = printed(&played);
    assert_eq!(printed, Ok(()));
    // The fourth look, before the job, would find the printer stopped by the jam; so the jam is said before it, too.
    assert_eq!(said.len(), 4, "{said:?}");
    for part in ["out of paper", "open", "jammed", "stopped in the middle"] {
        assert_eq!(
            said.iter().filter(|s| s.contains(part)).count(),
            1,
            "{part}: {said:?}"
        );
    }
    assert!(got_the_secret(&played), "the control: the page arrives");
}

#[test]
fn a_printer_that_is_not_ready_or_cannot_do_it_gets_no_secret() {
    type Not = (&'static str, fn(Asked) -> Answer);
    let cases: [Not; 9] = [
        ("did not become ready", |asked| match asked {
            Asked::Printer => Answer::State(5, &["media-empty"]),
            _ => well(asked),
        }),
        ("cannot print as it must (media)", |asked| match asked {
            Asked::CreateJob => Answer::Unsupported("media"),
            _ => well(asked),
        }),
        ("cannot print as it must (sides)", |asked| match asked {
            Asked::CreateJob => Answer::Unsupported("sides"),
            _ => well(asked),
        }),
        ("IPP status 0x0507", |asked| match asked {
            Asked::CreateJob => Answer::Status(0x0507),
            _ => well(asked),
        }),
        ("cut off", |asked| match asked {
            Asked::CreateJob => Answer::Half,
            _ => well(asked),
        }),
        ("another request", |asked| match asked {
            Asked::Printer => Answer::Other,
            _ => well(asked),
        }),
        ("connection to the printer broke", |asked| match asked {
            Asked::Printer => Answer::Nothing,
            _ => well(asked),
        }),
        ("does not accept PDF", |asked| match asked {
            Asked::Printer => Answer::Body(vec![2, 0, 0, 0, 0, 0, 0, 1, 3]),
            _ => well(asked),
        }),
        ("HTTP status 401", |asked| match asked {
            Asked::Printer => {
                Answer::Raw(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_vec())
            }
            _ => well(asked),
        }),
    ];
    for (why, answer) in cases {
        let played = PlayedIpp::new(move |asked, _| answer(asked));
        let (printed, _) = printed(&played);
        let said = printed.expect_err(why);
        assert!(said.contains(why), "{why}: {said}");
        assert!(
            said.ends_with("; nothing was sent to the printer"),
            "{said}"
        );
        assert!(!got_the_secret(&played), "{why}");
        assert!(!played.was_asked(Asked::SendDocument), "{why}");
    }
}

#[test]
fn a_doubtful_job_is_no_printed_page_and_is_canceled() {
    type Doubtful = (&'static str, Asked, fn() -> Answer, bool);
    let cases: [Doubtful; 14] = [
        (
            "the job was canceled",
            Asked::Job,
            || Answer::State(7, &["job-canceled-at-device"]),
            true,
        ),
        (
            "aborted the job",
            Asked::Job,
            || Answer::State(8, &["aborted-by-system"]),
            true,
        ),
        (
            "with errors",
            Asked::Job,
            || Answer::State(9, &["job-completed-with-errors"]),
            true,
        ),
        (
            "IPP status 0x0406",
            Asked::Job,
            || Answer::Status(0x0406),
            false,
        ),
        (
            "not completed in time",
            Asked::Job,
            || Answer::State(5, &["job-printing"]),
            false,
        ),
        (
            "not completed in time",
            Asked::Job,
            || Answer::State(-1, &[]),
            false,
        ),
        (
            "not completed in time",
            Asked::Job,
            || Answer::State(4, &["job-hold-until-specified"]),
            false,
        ),
        (
            "does not know the job",
            Asked::Job,
            || Answer::Body(vec![2, 0, 0, 0, 0, 0, 0, 4, 3]),
            false,
        ),
        ("cut off", Asked::Job, || Answer::Half, false),
        ("another request", Asked::Job, || Answer::Other, false),
        (
            "not IPP",
            Asked::Job,
            || Answer::Body(vec![2, 0, 0, 0, 0, 0, 0, 4, 0x90]),
            false,
        ),
        ("broke", Asked::SendDocument, || Answer::Nothing, false),
        ("broke", Asked::SendDocument, || Answer::Silence, false),
        (
            "broke",
            Asked::Job,
            || Answer::Raw(b"\x1b[2Jnonsense\r\n\r\n".to_vec()),
            false,
        ),
    ];
    for (why, at, answer, over) in cases {
        let played = PlayedIpp::new(move |asked, _| match asked == at {
            true => answer(),
            false => well(asked),
        });
        let (printed, _) = printed(&played);
        let said = printed.expect_err(why);
        assert!(said.contains(why), "{why}: {said}");
        assert!(
            said.contains("it is void, and is looked for and destroyed"),
            "{said}"
        );
        assert!(!said.contains("could not be canceled"), "{said}");
        assert_eq!(played.was_asked(Asked::CancelJob), !over, "{why}");
        assert!(said.chars().all(|c| !c.is_control()), "{said:?}");
    }
}

#[test]
fn a_job_that_cannot_be_canceled_is_named_as_such() {
    let played = PlayedIpp::new(|asked, _| match asked {
        Asked::Job => Answer::State(5, &[]),
        Asked::CancelJob => Answer::Status(0x0404),
        _ => well(asked),
    });
    let said = printed(&played).0.expect_err("no page");
    assert!(
        said.ends_with("could not be canceled: switch the printer off and on before you go on"),
        "{said}"
    );
}

#[test]
fn i9_what_a_printer_says_controls_no_terminal() {
    let played = PlayedIpp::new(|asked, nth| match (asked, nth) {
        (Asked::Printer, 1) => Answer::State(5, &["\u{1b}]0;gone\u{7}", "\u{202e}nrut", "a\r\nb"]),
        _ => well(asked),
    });
    let (printed, said) = printed(&played);
    assert_eq!(printed, Ok(()));
    assert_eq!(said.len(), 3, "{said:?}");
    for said in said {
        assert!(said.contains('\u{FFFD}'), "{said:?}");
        assert!(
            said.chars().all(|c| !c.is_control() && c != '\u{202e}'),
            "{said:?}"
        );
    }
}

#[test]
fn a_printer_without_end_is_not_listened_to_without_end() {
    for body in [vec![0x44; 4 << 20], {
        let mut body = vec![2, 0, 0, 0, 0, 0, 0, 1, 4];
        body.extend([0x34, 0, 1, b'x', 0, 0].repeat(1 << 20));
        body
    }] {
        let played = PlayedIpp::new(move |_, _| Answer::Body(body.clone()));
        let (printed, _) = printed(&played);
        assert!(printed.expect_err("no page").contains("broke"));
    }
    let endless = b"HTTP/1.1 200 OK\r\n".iter().copied();
    let endless: Vec<u8> = endless.chain(b"x: y\r\n".repeat(1 << 18)).collect();
    let played = PlayedIpp::new(move |_, _| Answer::Raw(endless.clone()));
    assert!(printed(&played).0.expect_err("no page").contains("broke"));
}

#[test]
fn i14_no_redirect_is_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port");
    elsewhere.set_nonblocking(true).expect("a listener");
    let port = elsewhere.local_addr().expect("an address").port();
    for status in [301, 302, 307, 308] {
        for at in [Asked::Printer, Asked::SendDocument] {
            let moved = format!(
                "HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:{port}/\r\nContent-Length: 0\r\n\r\n"
            );
            let played = PlayedIpp::new(move |asked, _| match asked == at {
                true => Answer::Raw(moved.clone().into_bytes()),
                false => well(asked),
            });
            let said = printed(&played).0.expect_err("no page");
            assert!(said.contains(&format!("HTTP status {status}")), "{said}");
        }
    }
    assert!(elsewhere.accept().is_err(), "somebody came");
}

/// The environment of a test cannot be changed from within, so the test runs itself once more, with a proxy in it.
#[test]
fn i14_a_proxy_in_the_environment_is_not_used() {
    const NAME: &str = "printing_faults::i14_a_proxy_in_the_environment_is_not_used";
    if std::env::var_os("SEALWRIGHT_WITH_PROXY").is_some() {
        let played = PlayedIpp::new(|asked, _| well(asked));
        assert_eq!(printed(&played).0, Ok(()));
        assert!(got_the_secret(&played));
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").expect("a port");
    proxy.set_nonblocking(true).expect("a listener");
    let address = format!("http://{}", proxy.local_addr().expect("an address"));
    let mut again = std::process::Command::new(std::env::current_exe().expect("this test"));
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
    ] {
        again.env(name, &address);
    }
    let ran = again
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .env("SEALWRIGHT_WITH_PROXY", "1")
        .args(["--exact", NAME])
        .output()
        .expect("this test");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
    assert!(proxy.accept().is_err(), "the proxy was asked");
}

#[test]
fn nothing_but_the_page_says_whose_it_is() {
    let played = PlayedIpp::new(|asked, _| well(asked));
    assert_eq!(printed(&played).0, Ok(()));
    let page = with_a_page("P-0001", |page| {
        page.pdf().expect("a page").bytes().to_vec()
    });
    let user = std::env::var("USER").unwrap_or_else(|_| "root".into());
    for head in played.headers() {
        let head = head.to_ascii_lowercase();
        for telling in ["sealwright", "ureq", "user-agent", "p-0001"] {
            assert!(!head.contains(telling), "{head}");
        }
    }
    for body in played.bodies() {
        let request = body.strip_suffix(page.as_slice()).unwrap_or(&body);
        let request = String::from_utf8_lossy(request);
        for telling in ["P-0001", "PIN", "sealwright", "Example", &user] {
            assert!(!request.contains(telling), "{telling} in {request:?}");
        }
    }
    assert_eq!(
        played.asked(),
        [
            Asked::Printer,
            Asked::CreateJob,
            Asked::SendDocument,
            Asked::Job
        ]
    );
}

#[test]
fn i14_a_program_that_is_not_roots_is_no_printer_and_is_not_spoken_to() {
    const NOBODY: u32 = 65534;
    let impostor = PlayedIpp::of(NOBODY, |asked, _| well(asked));
    let why = printed(&impostor).0.expect_err("it is not root's");
    assert!(why.contains("does not belong to root"), "{why}");
    assert_eq!(impostor.asked(), [], "it was not spoken to");
    assert_eq!(
        printed(&PlayedIpp::of(0, |asked, _| well(asked))).0,
        Ok(()),
        "the control"
    );

    // What cannot be told is not taken.
    let played = PlayedIpp::new(|asked, _| well(asked));
    let usb = Folder::in_memory();
    let mut blind = around(&usb, Path::new("/no/settings"));
    blind.sockets = "/no/tables".into();
    let mut printer = IppPrinter::among(&played.uri(), blind);
    let why = with_a_page("P-0001", |page| print(&mut printer, page))
        .0
        .expect_err("unknown");
    assert!(
        why.contains("it is not known which program listens"),
        "{why}"
    );
    assert_eq!(played.asked(), []);
}

#[test]
fn i14_only_the_ports_of_ipp_usb_and_cups_are_printers() {
    let played = PlayedIpp::new(|asked, _| well(asked));
    let usb = Folder::in_memory();
    let around = around(&usb, Path::new("/no/settings"));
    let (usual, port) = (Surroundings::default(), played.port);
    let below = || 1..=port - 1;
    for (path, cups_ports, ipp_usb_ports) in [
        ("ipp/print", 1..=65535, below()),
        ("printers/sheets", below(), 1..=65535),
    ] {
        let narrow = Surroundings {
            cups_ports,
            ipp_usb_ports,
            ..around.clone()
        };
        let uri = format!("ipp://localhost:{port}/{path}");
        let found = IppPrinter::among(&uri, narrow).findings();
        let said = format!("port {port} is not one of ipp-usb");
        assert!(found[0].to_string().starts_with(&said), "{found:?}");
    }
    assert_eq!(played.asked(), []);
    assert_eq!(
        (usual.cups_ports, usual.ipp_usb_ports),
        (631..=631, 60000..=65535)
    );
}

#[test]
fn every_printer_that_is_seen_is_named_with_why_it_is_taken_or_refused() {
    const NOBODY: u32 = 65534;
    let good = PlayedIpp::new(|asked, _| well(asked));
    let impostor = PlayedIpp::of(NOBODY, |asked, _| well(asked));
    let usb = Folder::in_memory();
    let mut around = around(&usb, Path::new("/no/settings"));
    usb.write("1-1/product", "Rig\n");
    for (file, value) in [("Class", "07"), ("SubClass", "01"), ("Protocol", "02")] {
        usb.write(&format!("1-2:1.0/bInterface{file}"), value);
    }
    let looked = |around: &Surroundings| {
        let seen = printer::seen(around).into_iter();
        seen.map(|one| (one.printer, one.findings.first().map(ToString::to_string)))
            .collect::<Vec<_>>()
    };
    around.ipp_usb_ports = good.port..=good.port;
    let seen = looked(&around);
    assert_eq!(seen[0], ("USB 1-1 Rig".into(), None));
    assert_eq!(seen[1].0, "USB 1-2");
    let why = seen[1].1.as_ref().expect("it is refused");
    assert!(why.contains("does not speak IPP over USB"), "{why}");
    assert_eq!(seen[2], (good.uri(), None));
    assert_eq!(seen.len(), 3);
    around.ipp_usb_ports = impostor.port..=impostor.port;
    let (named, why) = looked(&around).remove(2);
    assert_eq!(named, impostor.uri());
    assert!(
        why.expect("it is refused")
            .contains("does not belong to root")
    );
    assert_eq!(impostor.asked(), []);
}

#[test]
fn i14_a_printer_elsewhere_gets_no_page() {
    for uri in [
        "ipp://printer.example/ipp/print",
        "socket://127.0.0.1:9100",
        "/dev/usb/lp0",
    ] {
        let mut printer = IppPrinter::new(uri);
        let (printed, _) = with_a_page("P-0001", |page| print(&mut printer, page));
        let why = printed.expect_err(uri);
        assert!(
            why.contains(&format!("{uri} is not a printer at this laptop")),
            "{why}"
        );
    }
}
