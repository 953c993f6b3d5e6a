//! This process's memory as the kernel shows it (`/proc/self/maps` and `/proc/self/mem`), under an allocator that wipes
//! what it frees or, as a control, does not.

use sealwright::secret::WipingAllocator;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The program's allocator, or the system's as a control.
struct Switch;

/// Whether memory is wiped when it is freed.
pub static WIPING: AtomicBool = AtomicBool::new(false);

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

/// Bytes that are looked for.
pub const LEN: usize = 40;
/// What is looked for is kept so, else it would be found where it is kept.
pub const MASK: u8 = 0xA5;

/// Places in this process's writable memory that hold what `masked` is under the mask.
pub fn found(masked: &[u8; LEN]) -> usize {
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
            // Overlap, so that what lies across two chunks is seen.
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
