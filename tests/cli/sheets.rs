//! Previews and scripts on paper: whole, marked, in new files alone.

use crate::cli_rig::{BINARY, Folder, sealwright};
use std::process::Command;

const KINDS: [&str; 12] = [
    "pin",
    "pin-written",
    "share",
    "script",
    "minutes",
    "receipt",
    "bag-labels",
    "inventory",
    "leaflet",
    "reader",
    "test-page",
    "flush-page",
];

#[test]
fn each_kind_is_previewed_as_text_and_as_pdf_on_each_paper() {
    let folder = Folder::new();
    for kind in KINDS {
        let shown = sealwright(&["sheet", "preview", kind, "--text"]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""), "{kind}");
        // The reader is no dummy, but the program itself.
        let marked = shown.out.starts_with("*** REHEARSAL ***");
        assert_eq!(marked, kind != "reader", "{kind}: {}", shown.out);
        for paper in ["a4", "letter"] {
            let file = folder.text(&format!("{kind}-{paper}.pdf"));
            let made = sealwright(&["sheet", "preview", kind, "--paper", paper, "--out", &file]);
            assert_eq!(
                (made.code, made.out),
                (0, format!("Written: {file}\n")),
                "{kind}: {}",
                made.err
            );
            assert!(std::fs::metadata(&file).unwrap().len() > 100);
        }
    }
    for envelope in ["c5-6", "dl", "number-10", "c5-window"] {
        let shown = sealwright(&["sheet", "preview", "pin", "--envelope", envelope, "--text"]);
        assert_eq!(shown.code, 0, "{envelope}");
    }
}

#[test]
fn a_preview_goes_into_the_current_folder_and_overwrites_nothing() {
    let folder = Folder::new();
    let preview = || {
        Command::new(BINARY)
            .args(["sheet", "preview", "pin"])
            .current_dir(&folder.0)
            .output()
            .unwrap()
    };
    assert_eq!(preview().status.code(), Some(0));
    let before = std::fs::read(folder.path("pin.pdf")).unwrap();
    let again = preview();
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(again.stderr).unwrap(),
        "sealwright: pin.pdf exists already, and nothing was overwritten\n"
    );
    assert_eq!(std::fs::read(folder.path("pin.pdf")).unwrap(), before);

    for wrong in [
        vec!["sheet", "preview", "envelope"],
        vec!["sheet", "preview", "pin", "--paper", "a5"],
        vec!["sheet", "preview", "pin", "--text", "--out", "x.pdf"],
        vec!["sheet", "preview", "pin", "--out", "/nowhere/at/all.pdf"],
    ] {
        assert_eq!(sealwright(&wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn a_script_is_written_to_be_followed_on_paper() {
    let folder = Folder::new();
    let book = folder.book();
    let file = folder.text("script.pdf");
    let show = [
        "--book",
        &book,
        "ceremony",
        "show",
        "first-setup",
        "--pdf",
        &file,
    ];
    let made = sealwright(&show);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    assert!(std::fs::metadata(&file).unwrap().len() > 1000);
    let again = sealwright(&show);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("exists already"), "{}", again.err);
}
