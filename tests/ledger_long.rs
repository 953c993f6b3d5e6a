//! A long ledger costs what its entries cost: time and memory of the audit do not grow with what is over.

#[path = "bench/ledgers/mod.rs"]
mod ledgers;

use ledgers::Played;
use sealwright::book::audit;
use sealwright::custody::Custody;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Counts what is allocated, and how much of it at once.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static COUNT: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code)]
// SAFETY: all memory is from `System`.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(now, Relaxed);
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise is the same.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What an audit took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    entries: u64,
    ceremonies: u64,
    /// Bytes, at most at once.
    memory: usize,
    allocations: usize,
    time: Duration,
}

impl Cost {
    fn of((entries, ceremonies): (u64, u64), ledger: &[u8]) -> Cost {
        let runs = [(); 3].map(|()| {
            let before = (NOW.load(Relaxed), COUNT.load(Relaxed));
            MOST.store(before.0, Relaxed);
            let began = Instant::now();
            let mut custody = Custody::default();
            let verified = audit(ledger, &mut custody).expect("a valid ledger");
            let time = began.elapsed();
            assert_eq!(verified.head.size, entries);
            Cost {
                entries,
                ceremonies,
                memory: MOST.load(Relaxed) - before.0,
                allocations: COUNT.load(Relaxed) - before.1,
                time,
            }
        });
        let fastest = runs.iter().min_by_key(|cost| cost.time);
        *fastest.expect("three runs")
    }

    fn time_each(&self) -> f64 {
        self.time.as_secs_f64() * 1e6 / self.entries as f64
    }

    fn allocations_each(&self) -> f64 {
        self.allocations as f64 / self.entries as f64
    }
}

/// One test: what the allocator counts is the whole program's.
#[test]
fn i15_verifying_is_linear_and_its_memory_flat() {
    let played = Played::new();
    for kind in ["ceremonies", "faults"] {
        let [short, long] = [20_000, 80_000].map(|size| {
            let mut ledger = Vec::new();
            let size = match kind {
                "faults" => played.write_faults(size, &mut ledger),
                _ => played.write(size, &mut ledger),
            };
            Cost::of(size.expect("memory takes it"), &ledger)
        });
        println!("{kind}\n  {short:?}\n  {long:?}");
        // 24,000 ceremonies may add to the memory what 32 MiB leaves room for: 1 KiB each would be too much.
        let more = long.memory.saturating_sub(short.memory);
        let allowed = 64 * (long.ceremonies - short.ceremonies) as usize * 4 + (64 << 10);
        assert!(
            more <= allowed,
            "{kind}: {more} bytes more, {allowed} allowed"
        );
        assert!(long.memory <= 4 << 20, "{kind}: {} bytes", long.memory);
        let allocations = long.allocations_each() / short.allocations_each();
        assert!(
            allocations <= 1.05,
            "{kind}: {allocations:.3} times the allocations"
        );
        // A busy machine is forgiven; a fold that looks at all that ever was takes four times as long.
        let time = long.time_each() / short.time_each();
        assert!(time <= 2.0, "{kind}: {time:.2} times the time an entry");
    }
}
