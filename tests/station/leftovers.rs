//! I4: nothing that we, or the libraries we call, once held stays in our memory.
//!
//! Judge: the kernel's own view of this process (`/proc/self/maps` and `/proc/self/mem`). In one of its
//! own, because the test switches the allocator.

use crate::alone::in_its_own_process;
use crate::memory::{self, LEN, MASK, WIPING};
use sealwright::secret::{Secret, SecretInput};
use sealwright::sheet::{Envelope, Page, Paper, PinSheet, PinText, Stationery, pin_sheet};
use std::sync::atomic::Ordering::SeqCst;
use unicode_normalization::UnicodeNormalization;

/// Forty letters that are nowhere in memory in the clear until `spoken`; one set for each `n`.
struct Canary([u8; LEN]);

impl Canary {
    fn new(n: usize) -> Canary {
        Canary(std::array::from_fn(|i| {
            (b'A' + ((i * (2 * n + 3) + n) % 23) as u8) ^ MASK
        }))
    }

    fn spoken(&self) -> Secret {
        Secret::build(LEN, |out| {
            for (place, masked) in out.iter_mut().zip(&self.0) {
                *place = masked ^ MASK;
            }
        })
        .unwrap()
    }

    fn found(&self) -> usize {
        memory::found(&self.0)
    }
}

/// What libraries do with a text: copies, growth, normal form, JSON, formatting, sorting into maps.
#[inline(never)]
fn careless_work(secret: &Secret) -> usize {
    let text = secret.text().unwrap();
    let mut grown = String::new();
    for c in text.chars() {
        grown.push(c);
    }
    let normal: String = text.nfc().collect();
    let json =
        serde_json::to_string(&serde_json::json!({ "pin": text, "list": [text, text] })).unwrap();
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    let formatted = format!("{text} and {parsed}");
    let map = std::collections::BTreeMap::from([(text.to_owned(), text.as_bytes().to_vec())]);
    let mut list: Vec<String> = (0..20).map(|i| format!("{i} {text}")).collect();
    list.sort();
    list.shrink_to_fit();
    grown.len() + normal.len() + formatted.len() + map.len() + list.len()
}

#[test]
fn i4_freed_copies_are_wiped_and_the_search_can_find_them() {
    if !in_its_own_process("leftovers::i4_freed_copies_are_wiped_and_the_search_can_find_them") {
        return;
    }
    // Control: the system's allocator leaves copies behind.
    let canary = Canary::new(1);
    assert_eq!(canary.found(), 0, "the search finds what is not there");
    careless_work(&canary.spoken());
    let left = canary.found();
    println!("without the wiping allocator: {left} copies left");
    assert!(left >= 1);

    // The promise.
    WIPING.store(true, SeqCst);
    let canary = Canary::new(2);
    careless_work(&canary.spoken());
    let left = canary.found();
    println!("with it: {left}");
    assert_eq!(left, 0);

    // A secret that lives is in one place, and in none after its drop.
    let canary = Canary::new(3);
    let secret = canary.spoken();
    assert_eq!(canary.found(), 1);
    drop(secret);
    assert_eq!(canary.found(), 0);

    // Typed, corrected, finished: one place again.
    let canary = Canary::new(4);
    let typed = type_in(&canary);
    assert_eq!(canary.found(), 1);
    drop(typed);
    assert_eq!(canary.found(), 0);

    // A page: it borrows the secret; its text is one copy, the PDF library's copies go with their work.
    let canary = Canary::new(6);
    let secret = canary.spoken();
    let page = page_with(&secret);
    assert_eq!(canary.found(), 1);
    let text = page.text().unwrap();
    assert_eq!(canary.found(), 2);
    drop(text);
    let pdf = page.pdf().unwrap();
    assert!(pdf.bytes().starts_with(b"%PDF"));
    assert_eq!(canary.found(), 1);
    drop(page);
    drop((pdf, secret));
    assert_eq!(canary.found(), 0);

    // Control: what is leaked stays, so the wiping allocator does not blind the search.
    let canary = Canary::new(5);
    std::mem::forget(canary.spoken().text().unwrap().to_owned());
    std::mem::forget(canary.spoken());
    assert_eq!(canary.found(), 2);
}

fn type_in(canary: &Canary) -> Secret {
    let mut input = SecretInput::new().unwrap();
    for masked in &canary.0 {
        input.push('?').unwrap();
        input.pop();
        input.push(char::from(masked ^ MASK)).unwrap();
    }
    input.finish().unwrap()
}

fn page_with(proof_word: &Secret) -> Page<'_> {
    let day = jiff::civil::date(2026, 11, 2);
    let on = Stationery {
        rehearsal: true,
        organisation: "Example",
        paper: Paper::A4,
        envelope: Envelope::Dl,
    };
    pin_sheet(&PinSheet {
        on,
        serial: "P-0001",
        key: "red-1",
        account: "emergency-1",
        place: "Safe A",
        date: day,
        due: day,
        pin: PinText::Printed {
            pin: proof_word,
            check: b"KM",
        },
        proof_word,
        cover: [7; 32],
    })
}
