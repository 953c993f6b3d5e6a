//! FIDO's list is carried into a real book: what is wrong with it is said before two people sit down, and they take it at
//! the terminal.

use crate::cli_rig::{Folder, at_terminal, everything_in, sealwright};
use crate::metadata_rig::{Authority, MAKER, MODEL, entry};
use sealwright::book::Book;
use sealwright::ceremony::template::{Template, bind};
use sealwright::custody::{Event, Present};
use sealwright::plan::{Name, Plan, Role};
use sealwright::station::{SystemClock, disk::FolderDisk};
use sealwright::text::aloud;
use sealwright::webauthn::{LARGEST_LIST, base64url};

const ADAS_WORD: &str = "violet ada\n";
const CARLAS_WORD: &str = "nine carlas\n";

/// A real book in which this plan binds, by a setup that ended there. The head on both custodians' minutes: its
/// size, and its ten words.
fn book_with(folder: &Folder, root: &[u8]) -> (String, [String; 2]) {
    let path = folder.book();
    let file = folder.path("book/plan.toml");
    let draft = std::fs::read_to_string(&file).unwrap();
    let with_root = format!(
        "pin_digits = 8\nfido_root = \"{}\"",
        base64url::encode(root)
    );
    let draft = draft.replace("pin_digits = 8", &with_root);
    std::fs::write(&file, &draft).unwrap();
    let plan = Plan::parse("plan.toml", &draft).expect("a sound plan");

    let disk = FolderDisk::open(&folder.path("book")).unwrap();
    let mut book = Book::open(Box::new(disk), Box::new(SystemClock)).unwrap();
    let [ada, carla] = ["ada", "carla"].map(|name| Name::new(name).unwrap());
    let both = vec![ada.clone(), carla.clone()];
    let present = |person: &Name, role| Present {
        person: person.clone(),
        role,
        read: None,
    };
    let script = bind(&Template::named("first-setup").unwrap(), &plan);
    book.begin(&script, &"00".repeat(32)).expect("it begins");
    let mut note = |event| book.note(event).map(drop).expect("it is allowed");
    note(Event::RollCalled {
        present: vec![
            present(&ada, Role::KeyCustodian),
            present(&carla, Role::PinCustodian),
        ],
        minutes_off: vec![0, 0],
        date: jiff::Timestamp::now()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date(),
        again: None,
    });
    note(Event::PlanAdopted {
        plan: script.plan_hash(),
        assents: both.clone(),
    });
    let head = book.checkpoint().unwrap();
    for (copy, by) in (1..).zip([ada, carla]) {
        let checkpoint = head.size;
        book.note(Event::MinutesPrinted { by, checkpoint }).unwrap();
        let (size, hash) = (head.size + 1, "00".repeat(32));
        book.note(Event::Copied { copy, size, hash }).unwrap();
    }
    book.note(Event::CeremonyAbandoned {
        reason: "the rest is not looked at here".into(),
        assents: both,
    })
    .unwrap();
    (path, [head.size.to_string(), aloud::words(&head.hash())])
}

fn typed(text: &str) -> &'static str {
    format!("{text}\n").leak()
}

/// From the roll call to the step that takes the list; the laptop is no ceremony's, and there is no printer.
fn up_to_the_list([size, words]: &[String; 2]) -> Vec<(&'static str, &'static str)> {
    let now = jiff::Timestamp::now()
        .strftime("%Y-%m-%d %H:%M")
        .to_string();
    let mut steps = vec![
        ("Name: ", "ada\n"),
        ("Name: ", "carla\n"),
        ("Head size: ", typed(size)),
        ("Words: ", typed(words)),
        ("Head size: ", typed(size)),
        ("Words: ", typed(words)),
        ("hh:mm: ", typed(&now)),
        ("hh:mm: ", typed(&now)),
    ];
    let two = |text: &'static str, answer: &'static str| [(text, answer), (text, answer)];
    steps.extend(two("Private word: ", ADAS_WORD));
    steps.extend(two("Private word: ", CARLAS_WORD));
    steps.extend(two("Initial? (y/n): ", "y\n"));
    steps.push(("Continue? (y/n): ", "y\n"));
    steps.push(("Reason: ", "no printer in this test\n"));
    steps.extend(WORDS);
    steps.push(("Choice: ", "skip\n"));
    steps.push(("Reason: ", "no printer in this test\n"));
    steps.extend(WORDS);
    steps
}

const WORDS: [(&str, &str); 2] = [
    ("Private word: ", ADAS_WORD),
    ("Private word: ", CARLAS_WORD),
];

#[test]
fn a_list_is_taken_by_both_and_an_older_one_refused() {
    let folder = Folder::new();
    let fido = Authority::new();
    let maker = fido.make("maker", MAKER, None);
    let (book, head) = book_with(&folder, &fido.der("root"));
    let list = |number: u64| {
        let entries = [entry(MODEL, "Rig Key", &maker, &[])];
        let file = folder.text(&format!("blob-{number}.jwt"));
        std::fs::write(&file, fido.list(number, "2099-01-01", &entries)).unwrap();
        file
    };
    let (six, seven) = (list(6), list(7));
    let mut steps = up_to_the_list(&head);
    steps.extend(WORDS);
    steps.extend([("Initial? (y/n): ", "y\n"), ("Initial? (y/n): ", "y\n")]);
    // The closing wants a printer: they stop there.
    steps.push(("Choice: ", "stop\n"));
    let run = ["--book", &book, "run", "import-metadata", "--plain"];
    let sat = at_terminal(&[&run[..], &["--file", &seven]].concat(), &steps);
    assert_eq!(sat.code, 3, "{}", sat.transcript);
    let said = "This is FIDO's list 7, and FIDO's signature on it is valid. Models in it: 1. The next list is due by 2099-01-01.";
    let transcript: Vec<&str> = sat.transcript.split_whitespace().collect();
    assert!(transcript.join(" ").contains(said), "{}", sat.transcript);
    let shown = sealwright(&["ledger", "show", &book]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(
        shown.out.contains(
            "FIDO's list 7 (models in it: 1) was imported, with the assent of ada, carla"
        ),
        "{}",
        shown.out
    );
    assert!(folder.path("book/inbox/fido-metadata-7.jwt").exists());
    let status = sealwright(&["--book", &book, "status"]).out;
    assert!(
        status.contains("FIDO's list 7; a newer one is due by 2099-01-01\n"),
        "{status}"
    );

    // The open one is for another file.
    let other = sealwright(&[&run[..], &["--file", &six]].concat());
    assert_eq!(other.code, 1);
    assert!(
        other.err.contains("ceremony 2 (import-metadata) is open"),
        "{}",
        other.err
    );
}

#[test]
fn a_list_that_should_have_been_replaced_is_an_exception_and_is_told_ever_after() {
    let folder = Folder::new();
    let fido = Authority::new();
    let (book, head) = book_with(&folder, &fido.der("root"));
    let file = folder.text("blob.jwt");
    std::fs::write(&file, fido.list(9, "2020-01-01", &[])).unwrap();
    let mut steps = up_to_the_list(&head);
    steps.push(("Continue? (y/n): ", "y\n"));
    steps.push(("Reason: ", "no newer one was at hand\n"));
    steps.extend(WORDS);
    steps.extend(WORDS);
    steps.extend([("Initial? (y/n): ", "y\n"), ("Initial? (y/n): ", "y\n")]);
    steps.push(("Choice: ", "stop\n"));
    let run = ["--book", &book, "run", "import-metadata", "--plain"];
    let sat = at_terminal(&[&run[..], &["--file", &file]].concat(), &steps);
    assert_eq!(sat.code, 3, "{}", sat.transcript);
    let transcript: Vec<&str> = sat.transcript.split_whitespace().collect();
    for (said, times) in [
        ("was completed as intended.", 2),
        ("has ended, and deviations have been recorded.", 2),
    ] {
        let found = transcript.join(" ").matches(said).count();
        assert_eq!(found, times, "{said}: {}", sat.transcript);
    }

    let status = sealwright(&["--book", &book, "status"]).out;
    assert!(
        status.contains("FIDO's list 9: a newer one was due by 2020-01-01."),
        "{status}"
    );
    let keys = sealwright(&["--book", &book, "key", "list"]);
    assert!(
        (keys.err).contains("sealwright: A newer list than FIDO's list 9 was due by 2020-01-01"),
        "{}",
        keys.err
    );
}

#[test]
fn what_is_wrong_with_a_list_is_said_before_two_people_sit_down() {
    let folder = Folder::new();
    let fido = Authority::new();
    let (book, _) = book_with(&folder, &fido.der("root"));
    let good = fido.list(7, "2099-01-01", &[]);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.text(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let changed = file("changed.jwt", good.replacen('.', ".e", 1).as_bytes());
    let no_list = file("no-list.jwt", b"<html>");
    let empty = file("empty.jwt", b"");
    let random = file("random.jwt", &[0xfe; 4096]);
    let large = file("large.jwt", &vec![b'e'; LARGEST_LIST + 1]);
    let elsewhere = Authority::new();
    let others = file(
        "others.jwt",
        elsewhere.list(7, "2099-01-01", &[]).as_bytes(),
    );
    let good = file("good.jwt", good.as_bytes());
    let missing = folder.text("missing.jwt");
    let before = everything_in(&folder.0);
    let run = |args: &[&str]| {
        let ran = sealwright(&[&["--book", &book, "run"], args].concat());
        (ran.code, ran.err)
    };
    let import = |file: &str| run(&["import-metadata", "--file", file]);
    for (ran, code, said) in [
        (
            import(&changed),
            1,
            "its signature is not over what it says",
        ),
        (
            import(&no_list),
            1,
            "is not FIDO's list: it is no signed list",
        ),
        (
            import(&others),
            1,
            "is signed by none of the roots that are trusted for it",
        ),
        (
            import(&random),
            1,
            "is not FIDO's list: it is no signed list",
        ),
        (
            import(&empty),
            1,
            "empty.jwt is not FIDO's list: it is empty. ",
        ),
        (
            import(&large),
            2,
            "large.jwt cannot be read: it is larger than ",
        ),
        (
            import(&missing),
            2,
            "missing.jwt cannot be read: No such file",
        ),
        (
            run(&["import-metadata"]),
            2,
            "import-metadata is for a file: say which by --file FILE",
        ),
        (
            run(&["annual-rotation", "--file", &good]),
            2,
            "annual-rotation is for no file: leave --file away",
        ),
    ] {
        assert_eq!(ran.0, code, "{}", ran.1);
        assert!(ran.1.contains(said), "{}", ran.1);
    }
    for refused in [
        &changed, &no_list, &others, &random, &empty, &large, &missing,
    ] {
        let (_, said) = import(refused);
        let rest = "Nothing was changed, and no ceremony was begun. Fetch the list again from \
                    https://mds3.fidoalliance.org on an online machine, and carry that file over.";
        assert!(said.trim_end().ends_with(rest), "{said}");
    }
    assert_eq!(everything_in(&folder.0), before);

    // In a book in which no plan binds, nothing says by whom it would be taken.
    let new = Folder::new();
    let ran = sealwright(&[
        "--book",
        &new.book(),
        "run",
        "import-metadata",
        "--file",
        &good,
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no plan binds yet"), "{}", ran.err);
}
