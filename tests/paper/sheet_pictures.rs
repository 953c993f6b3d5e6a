//! The pictures of the manual show the pages as they are. `SEALWRIGHT_PICTURES=write cargo test --test paper sheet_pictures`
//! makes them anew, after a look at what changed.

use sealwright::sheet::{Envelope, Paper, Preview, preview};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Versions of poppler differ by less (rounding of edges); a page that lost a line of text by more.
const MOST_DIFFERENCE: f64 = 1.5;

#[test]
fn the_pictures_in_the_manual_are_those_of_the_pages() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&new).unwrap();
    for (name, kind) in Preview::ALL {
        let pdf = preview(kind, Paper::A4, Envelope::C56, |page| page.pdf()).unwrap();
        draw(&new, name, pdf.bytes());
    }
    let kept = here.join("src/manual/pictures");
    let write = std::env::var_os("SEALWRIGHT_PICTURES").is_some_and(|v| v == "write");
    for (name, difference) in compare(&new, &kept, write) {
        let difference = difference.unwrap_or_else(|| panic!("{name}: no such picture is kept"));
        println!("{name}: {difference:.2}");
        assert!(difference < MOST_DIFFERENCE, "{name}: {difference}");
    }
    // The control: two different pages differ by more.
    let other = new.join("control");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::copy(new.join("receipt.png"), other.join("minutes.png")).unwrap();
    let control = compare(&other, &kept, false);
    assert!(
        control[0]
            .1
            .is_some_and(|difference| difference > MOST_DIFFERENCE)
    );
}

/// The first sheet of paper of a PDF.
fn draw(folder: &Path, name: &str, pdf: &[u8]) {
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, pdf).unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-r", "60", "-gray", "-png", "-singlefile"])
        .args([&file, &folder.join(name)])
        .status()
        .unwrap_or_else(|e| panic!("pdftoppm (Debian: poppler-utils): {e}"));
    assert!(drawn.success(), "{name}");
}

fn compare(new: &Path, kept: &Path, write: bool) -> Vec<(String, Option<f64>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("SEALWRIGHT_PYTHON")
        .map_or(here.join("tests/.venv/bin/python"), PathBuf::from);
    let mut judge = Command::new(python);
    judge
        .arg("-B")
        .arg(here.join("tests/judges/kept_pictures.py"));
    judge.args([new, kept]).args(write.then_some("write"));
    let output = judge.output().expect("Python runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let found: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&output.stdout).expect("JSON");
    let found = found
        .into_iter()
        .map(|(name, value)| (name, value.as_f64()));
    found.collect()
}
