//! I4: a page that went through the HTTP library to a real printer is nowhere in our memory afterwards.
//!
//! Judge: the kernel's own view of this process. One test, because it looks at the whole process and switches the
//! allocator.

mod printing;

use printing::{EvePrinter, Folder, print, printer, with_a_page};
use sealwright::secret::WipingAllocator;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The program's allocator, or the system's as a control.
struct Switch;

static WIPING: AtomicBool = AtomicBool::new(false);

#[allow(unsafe_code)]
// SAFETY: both allocators take their memory from `System`.
unsafe impl GlobalAlloc for Switch {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the same.
        unsafe {
            if WIPING.load(SeqCst) {
                WipingAllocator.dealloc(ptr, layout);
            } else {
                System.dealloc(ptr, layout);
            }
        }
    }
}

#[global_allocator]
static SWITCH: Switch = Switch;

const LEN: usize = 40;
const MASK: u8 = 0xA5;

#[test]
fn i4_a_printed_page_is_nowhere_in_memory_afterwards() {
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

/// Places in this process's writable memory that hold the piece.
fn found(masked: &[u8; LEN]) -> usize {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("maps");
    let mut memory = std::fs::File::open("/proc/self/mem").expect("memory");
    let mut chunk = vec![0_u8; 1 << 16];
    let own = chunk.as_ptr().addr()..chunk.as_ptr().addr() + chunk.len();
    let mut found = 0;
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').expect("a range");
        if !rest.starts_with("rw") {
            continue;
        }
        let (start, end) = range.split_once('-').expect("a range");
        let hex = |text| usize::from_str_radix(text, 16).expect("hex");
        let (mut at, end) = (hex(start), hex(end));
        while at < end {
            let len = chunk.len().min(end - at);
            memory.seek(SeekFrom::Start(at as u64)).expect("an address");
            let Ok(read) = memory.read(&mut chunk[..len]) else {
                break;
            };
            let hits = chunk[..read].windows(LEN).enumerate();
            found += hits
                .filter(|(offset, _)| !own.contains(&(at + offset)))
                .filter(|(_, w)| w.iter().zip(masked).all(|(b, m)| b ^ MASK == *m))
                .count();
            at += if read == len && at + len < end {
                len - LEN
            } else {
                len
            };
        }
    }
    chunk.fill(0);
    found
}
