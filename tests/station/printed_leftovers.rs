//! I4: a page that went through the HTTP library to a real printer is nowhere in our memory afterwards.
//!
//! Judge: the kernel's own view of this process. In one of its own, because the test switches the allocator.

use crate::alone::in_its_own_process;
use crate::memory::{LEN, MASK, WIPING, found};
use crate::printing::{EvePrinter, Folder, print, printer, with_a_page};
use std::sync::atomic::Ordering::SeqCst;

#[test]
fn i4_a_printed_page_is_nowhere_in_memory_afterwards() {
    if !in_its_own_process("printed_leftovers::i4_a_printed_page_is_nowhere_in_memory_afterwards") {
        return;
    }
    let (eve, usb) = (EvePrinter::new(), Folder::in_memory());
    let mut printer = printer(&eve.uri(), &usb);
    let mut printed = |serial: &str| {
        let canary = with_a_page(serial, |page| {
            assert_eq!(print(&mut printer, page).0, Ok(()));
            let pdf = page.pdf().expect("a page");
            let canary = masked(pdf.bytes());
            // The control: a copy that somebody makes and frees without care.
            let at = place(pdf.bytes());
            drop(std::hint::black_box(
                pdf.bytes()[at.saturating_sub(200)..at + LEN].to_vec(),
            ));
            assert!(
                found(&canary) >= 1,
                "the control: a page that lives is found"
            );
            canary
        });
        found(&canary)
    };
    let left = printed("P-0001");
    println!("without the wiping allocator: {left} copies left");
    assert!(left >= 1, "the control: the search finds a freed copy");
    WIPING.store(true, SeqCst);
    let left = printed("P-0002");
    println!("with it: {left}");
    assert_eq!(left, 0);
}

/// A piece of the page, as it is nowhere in memory in the clear.
fn masked(pdf: &[u8]) -> [u8; LEN] {
    let piece = &pdf[place(pdf)..][..LEN];
    std::array::from_fn(|n| piece[n] ^ MASK)
}

/// Where a piece begins that two pages do not have in common.
fn place(pdf: &[u8]) -> usize {
    pdf.windows(6)
        .rposition(|w| w.starts_with(b"P-000"))
        .unwrap_or(pdf.len() / 2)
        .min(pdf.len() - LEN)
}
