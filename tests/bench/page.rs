//! One share sheet as PDF; `tests/bench/page.sh` runs it beside `typst compile` of an equal page.
//!
//! Prints milliseconds, one line a run; the first is cold. Writes the page to the path that it is given.

use jiff::civil::date;
use sealwright::secret::Secret;
use sealwright::sheet::{Envelope, Paper, ShareSheet, Stationery, share_sheet};
use std::time::Instant;

const RUNS: u8 = 30;

fn main() {
    let secret = |text: &str| Secret::take(&mut text.as_bytes().to_vec()).expect("room");
    let words = secret(include_str!("page.words").trim());
    let proof_word = secret("harbour");
    for run in 0..RUNS {
        let began = Instant::now();
        let page = share_sheet(&ShareSheet {
            on: Stationery {
                rehearsal: false,
                organisation: "Example Oy",
                paper: Paper::A4,
                envelope: Envelope::C56,
            },
            serial: "S-0042",
            account: "emergency-alpha@example.onmicrosoft.com",
            identifier: 21034,
            member: 1,
            members: 5,
            threshold: 3,
            place: "Safe in the east building, finance office",
            date: date(2026, 11, 2),
            due: date(2027, 11, 2),
            words: &words,
            proof_word: &proof_word,
            cover: [run; 32],
        });
        let pdf = page.pdf().expect("a PDF");
        println!("{:.3}", began.elapsed().as_secs_f64() * 1000.0);
        if let (0, Some(path)) = (run, std::env::var_os("SEALWRIGHT_PAGE")) {
            std::fs::write(path, pdf.bytes()).expect("written");
        }
    }
}
