//! The drill, with people who have nothing but the PDFs: read by pdftotext, and shares by zbarimg from their QR codes.

use crate::stage::{self, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::rehearsal::Stage;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

const MIDDLE: &str = "fold to hide one half";

#[test]
fn i1_setup_and_drill_are_done_from_the_pdfs_alone() {
    let read = Rc::new(Cell::new(0_u64));
    let theatre = Theatre::new(usual_plan());
    {
        let mut stage = theatre.stage.borrow_mut();
        stage.pdfs = Some(BTreeMap::new());
        let (read, eyes) = (Rc::clone(&read), Eyes::new());
        stage.reading = Some(Rc::new(move |stage: &Stage, serial: &str| {
            let pdf = stage.pdfs.as_ref()?.get(serial)?;
            read.set(read.get() + 1);
            Some(eyes.read(serial, pdf))
        }));
    }
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    assert_eq!(theatre.begin("annual-rotation"), Ok(Ending::Ended));
    stage::shown(&format!("{} pages were read from their PDFs", read.get()));

    assert!(read.get() >= 20, "{} pages were read", read.get());
}

#[test]
fn a_page_that_jammed_leaves_no_whole_pdf() {
    let theatre = Theatre::new(usual_plan());
    theatre.stage.borrow_mut().pdfs = Some(BTreeMap::new());
    let script = theatre.script("first-setup");
    // After the test page, the labels and two leaflets comes the first PIN sheet.
    let ending = theatre.run_with(Some(&script), stage::People::default(), Some(4));
    assert_eq!(
        ending,
        Ok(Ending::Ended),
        "the void page was destroyed, and another one made"
    );
    let stage = theatre.stage.borrow();
    let pdfs = stage.pdfs.as_ref().unwrap();
    assert!(!pdfs.contains_key("P-0001"), "it is destroyed");
    assert!(pdfs.contains_key("P-0002") && pdfs.contains_key("leaflet-alpha"));
    let here = |serial: &String| {
        stage.paper.contains_key(serial)
            || stage.papers.contains_key(serial)
            || stage.minutes.contains_key(serial)
    };
    assert!(
        pdfs.keys().all(here),
        "no PDF without its page: {:?}",
        pdfs.keys()
    );
}

/// Reads PDFs by tools that we did not write; each once.
struct Eyes {
    folder: PathBuf,
    seen: RefCell<HashMap<Vec<u8>, String>>,
}

impl Eyes {
    fn new() -> Eyes {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearse-pdf");
        std::fs::create_dir_all(&folder).expect("a folder for tests");
        Eyes {
            folder,
            seen: RefCell::default(),
        }
    }

    fn read(&self, serial: &str, pdf: &[u8]) -> String {
        let known = self.seen.borrow().get(pdf).cloned();
        known.unwrap_or_else(|| {
            let text = self.look(serial, pdf);
            self.seen.borrow_mut().insert(pdf.into(), text.clone());
            text
        })
    }

    /// The text; of a share sheet the words come from the QR codes, one a half, and must be those of the lines.
    fn look(&self, serial: &str, pdf: &[u8]) -> String {
        let file = self.folder.join("page.pdf");
        std::fs::write(&file, pdf).expect("writable");
        let text = said(Command::new("pdftotext").arg("-layout").arg(&file).arg("-"));
        if !serial.starts_with("S-") {
            return text;
        }
        let (upper, lower) = text.split_once(MIDDLE).expect("a middle line");
        let halves = [words(upper), words(lower)];
        let scanned = self.scanned(&file);
        for half in &halves {
            assert!(scanned.contains(half), "{serial}: a half is in no QR code");
        }
        let kept = text.lines().filter(|l| !l.trim().starts_with("words "));
        let kept: String = kept.flat_map(|l| [l, "\n"]).collect();
        let [upper, lower] = halves;
        kept.replace(
            MIDDLE,
            &format!("\nwords 1-20: {upper}\n{MIDDLE}\nwords 21-39: {lower}\n"),
        )
    }

    fn scanned(&self, file: &Path) -> Vec<String> {
        let picture = self.folder.join("page");
        said(
            Command::new("pdftoppm")
                .args(["-r", "200", "-gray", "-png", "-singlefile"])
                .args([file, &picture]),
        );
        let picture = picture.with_extension("png");
        let codes = said(Command::new("zbarimg").args(["-q", "--raw"]).arg(picture));
        codes.lines().map(|l| l.trim().to_owned()).collect()
    }
}

fn words(half: &str) -> String {
    let lines = half
        .lines()
        .filter_map(|l| l.trim().strip_prefix("words ")?.split_once(':'));
    let words = lines.flat_map(|(_, words)| words.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

fn said(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}
