//! A page that finds no locked memory is refused: nothing falls back to ordinary memory, nothing panics. In a
//! process of its own, since it fills the arena.

use crate::alone::in_its_own_process;
use jiff::civil::date;
use sealwright::secret::{ArenaFull, Secret};
use sealwright::sheet::{Envelope, NotSet, Paper, PinSheet, PinText, Stationery, pin_sheet};

#[test]
fn i4_a_page_without_locked_memory_is_refused() {
    if !in_its_own_process("no_room::i4_a_page_without_locked_memory_is_refused") {
        return;
    }
    let pin = Secret::take(&mut b"40718263".to_vec()).unwrap();
    let word = Secret::take(&mut b"harbour".to_vec()).unwrap();
    let on = Stationery {
        rehearsal: false,
        organisation: "Example",
        paper: Paper::A4,
        envelope: Envelope::Dl,
    };
    let page = pin_sheet(&PinSheet {
        on,
        serial: "P-0001",
        key: "red-1",
        account: "emergency-1",
        place: "Safe A",
        date: date(2026, 11, 2),
        due: date(2027, 11, 2),
        pin: PinText::Printed {
            pin: &pin,
            check: b"KM",
        },
        proof_word: &word,
        cover: [7; 32],
    });
    assert!(page.text().is_ok() && page.pdf().is_ok());
    let filled: Vec<Secret> = std::iter::from_fn(|| Secret::build(256, |_| ()).ok()).collect();
    assert_eq!(page.text().err(), Some(ArenaFull));
    assert_eq!(page.pdf().err(), Some(NotSet::ArenaFull));
    drop(filled);
    assert!(page.text().is_ok() && page.pdf().is_ok());
}
