//! Locked memory, and the allocator that wipes. All `unsafe` of this package stands in this file.
#![allow(unsafe_code)]

use super::free_list::FreeList;
use rustix::io::{Errno, Result as SysResult};
use rustix::mm::{Advice, MapFlags, MprotectFlags, ProtFlags};
use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{LazyLock, Mutex, PoisonError};
use zeroize::Zeroize;

/// The locked arena has no room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArenaFull;

impl std::fmt::Display for ArenaFull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the locked memory for secrets is full")
    }
}

impl std::error::Error for ArenaFull {}

/// How well the memory that holds secrets is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArenaStatus {
    /// Locked against swapping, left out of core dumps, empty in child processes.
    Locked,
    /// It works, but something of that could not be had: the system's words. To be recorded as an exception.
    NotLocked(String),
    /// The system gave no memory: every secret is refused with [`ArenaFull`]. The system's words.
    NoMemory(String),
}

/// Bytes of locked memory for all secrets together.
pub(super) const ARENA_LEN: usize = 1 << 20;

static ARENA: LazyLock<Arena> = LazyLock::new(|| Arena::map(lock));

/// How the one arena stands; maps it if nobody has yet.
pub(super) fn status() -> &'static ArenaStatus {
    &ARENA.status
}

/// A piece of the arena, owned: zeroed when taken, wiped when dropped.
pub(super) struct Block {
    arena: &'static Arena,
    start: NonNull<u8>,
    len: usize,
}

impl Block {
    /// `len` zeroed bytes.
    pub(super) fn zeroed(len: usize) -> Result<Block, ArenaFull> {
        ARENA.take(len)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        // SAFETY: `start` is valid for `len` initialised bytes (see `Arena::take`), no other block overlaps
        // them, and they stay ours until `drop`.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `bytes`; `&mut self` makes this the only access.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.bytes_mut().zeroize();
        self.arena.give_back(self.start, self.len);
    }
}

// SAFETY: a block owns its bytes alone and has no interior mutability, so it may move to, and be read from, any
// thread; the list of free ranges that it returns to is behind a mutex.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

struct Arena {
    /// First usable byte; None if the system gave no memory.
    base: Option<NonNull<u8>>,
    free: Mutex<FreeList>,
    status: ArenaStatus,
}

// SAFETY: `base` never changes; the bytes behind it are reached through blocks alone, which the mutex hands out
// without overlap.
unsafe impl Send for Arena {}
// SAFETY: as above.
unsafe impl Sync for Arena {}

impl Arena {
    /// Maps the memory between two guard pages and makes `lock` lock it. The mapping is never given back.
    fn map(lock: fn(*mut c_void, usize) -> SysResult<()>) -> Arena {
        match map_guarded() {
            Ok(base) => Arena {
                base: Some(base),
                free: Mutex::new(FreeList::of(ARENA_LEN)),
                status: protect(base, lock),
            },
            Err(e) => Arena {
                base: None,
                free: Mutex::new(FreeList::of(0)),
                status: ArenaStatus::NoMemory(format!("mmap: {e}")),
            },
        }
    }

    fn take(&'static self, len: usize) -> Result<Block, ArenaFull> {
        let start = if len == 0 {
            NonNull::dangling()
        } else {
            let offset = self.free().take(len).ok_or(ArenaFull)?;
            // SAFETY: the list covers ARENA_LEN bytes, so `offset + len` is within the mapping that begins at
            // `base`. Those bytes are initialised: zero from the kernel, and zeroed again by each `Block::drop`.
            unsafe { self.base.ok_or(ArenaFull)?.add(offset) }
        };
        Ok(Block {
            arena: self,
            start,
            len,
        })
    }

    fn give_back(&self, start: NonNull<u8>, len: usize) {
        if let (Some(base), 1..) = (self.base, len) {
            let offset = start.addr().get() - base.addr().get();
            self.free().give_back(offset, len);
        }
    }

    fn free(&self) -> std::sync::MutexGuard<'_, FreeList> {
        // The list is whole between calls, so a panic elsewhere does not spoil it.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// ARENA_LEN usable bytes with an inaccessible page before and after them.
fn map_guarded() -> SysResult<NonNull<u8>> {
    let page = rustix::param::page_size();
    // SAFETY: a new anonymous mapping touches no existing memory; `base + page` is within it, and the range made
    // accessible (ARENA_LEN is a multiple of every page size up to 1 MiB) ends one page before its end.
    unsafe {
        let whole = rustix::mm::mmap_anonymous(
            std::ptr::null_mut(),
            ARENA_LEN + 2 * page,
            ProtFlags::empty(),
            MapFlags::PRIVATE,
        )?;
        let base = whole.byte_add(page);
        rustix::mm::mprotect(base, ARENA_LEN, MprotectFlags::READ | MprotectFlags::WRITE)?;
        NonNull::new(base.cast()).ok_or(Errno::NOMEM)
    }
}

/// Locks the memory, and keeps it out of core dumps and of child processes.
fn protect(base: NonNull<u8>, lock: fn(*mut c_void, usize) -> SysResult<()>) -> ArenaStatus {
    let start: *mut c_void = base.as_ptr().cast();
    // SAFETY: the range is our own mapping, and neither advice changes its content in this process.
    let (dump, fork) = unsafe {
        (
            rustix::mm::madvise(start, ARENA_LEN, Advice::LinuxDontDump),
            rustix::mm::madvise(start, ARENA_LEN, Advice::LinuxWipeOnFork),
        )
    };
    let failed: Vec<String> = [
        ("mlock", lock(start, ARENA_LEN)),
        ("madvise(MADV_DONTDUMP)", dump),
        ("madvise(MADV_WIPEONFORK)", fork),
    ]
    .into_iter()
    .filter_map(|(call, result)| Some(format!("{call}: {}", result.err()?)))
    .collect();
    if failed.is_empty() {
        ArenaStatus::Locked
    } else {
        ArenaStatus::NotLocked(failed.join("; "))
    }
}

fn lock(start: *mut c_void, len: usize) -> SysResult<()> {
    // SAFETY: locking a mapping of ours changes neither its content nor its address.
    unsafe { rustix::mm::mlock(start, len) }
}

/// The global allocator: the system's, but it wipes what it frees, so copies that libraries leave do not outlive
/// their use.
pub struct WipingAllocator;

// SAFETY: every call is forwarded to `System` with the layout it came with. `dealloc` writes only to the bytes that
// its caller still owns. `realloc` is the trait's own (new block, copy, `dealloc`), so what moves or shrinks is
// wiped too.
unsafe impl GlobalAlloc for WipingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller owns `layout.size()` bytes at `ptr` until this call returns.
        unsafe {
            wipe(ptr, layout.size());
            System.dealloc(ptr, layout);
        }
    }
}

/// Zeroes `len` bytes by volatile writes, which no optimiser may drop; by words, since this runs at every free.
///
/// # Safety
/// `start` must be valid for writes of `len` bytes.
unsafe fn wipe(start: *mut u8, len: usize) {
    const WORD: usize = size_of::<u64>();
    let head = start.align_offset(WORD).min(len);
    let words = (len - head) / WORD;
    // SAFETY: all offsets are below `len`; after `head` bytes the pointer is aligned for words.
    unsafe {
        for i in 0..head {
            start.add(i).write_volatile(0);
        }
        let body = start.add(head).cast::<u64>();
        for i in 0..words {
            body.add(i).write_volatile(0);
        }
        for i in head + words * WORD..len {
            start.add(i).write_volatile(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An arena of the test's own, so that other tests' secrets do not disturb it.
    fn arena(lock: fn(*mut c_void, usize) -> SysResult<()>) -> &'static Arena {
        Box::leak(Box::new(Arena::map(lock)))
    }

    #[test]
    fn i4_a_dropped_block_leaves_zeros() {
        let arena = arena(lock);
        let mut block = arena.take(100).unwrap();
        block.bytes_mut().fill(0xAB);
        let place = block.start;
        drop(block);
        // SAFETY: the mapping lives on, and nobody else takes from this arena.
        let left = unsafe { std::slice::from_raw_parts(place.as_ptr(), 100) };
        assert!(left.iter().all(|&b| b == 0));

        let again = arena.take(100).unwrap();
        assert_eq!(again.start, place);
        assert!(again.bytes().iter().all(|&b| b == 0));
    }

    #[test]
    fn i4_a_full_arena_says_so_and_recovers() {
        let arena = arena(lock);
        let all: Vec<Block> = std::iter::from_fn(|| arena.take(1000).ok()).collect();
        assert_eq!(all.len(), ARENA_LEN / 1008); // rounded up to 16
        assert!(arena.take(1000).is_err());
        drop(all);
        assert_eq!(
            arena.take(ARENA_LEN).map(|b| b.bytes().len()),
            Ok(ARENA_LEN)
        );
        assert!(arena.take(ARENA_LEN + 1).is_err());
        assert!(arena.take(usize::MAX).is_err());
        assert!(arena.take(0).is_ok());
    }

    #[test]
    fn i4_without_a_lock_it_works_and_says_so() {
        let arena = arena(|_, _| Err(Errno::NOMEM));
        assert!(
            matches!(&arena.status, ArenaStatus::NotLocked(why) if why.starts_with("mlock: ")),
            "{:?}",
            arena.status
        );
        let mut block = arena.take(5).unwrap();
        block.bytes_mut().copy_from_slice(b"12345");
        assert_eq!(block.bytes(), b"12345");
    }

    #[test]
    fn i4_blocks_of_many_threads_do_not_overlap() {
        let arena = arena(lock);
        std::thread::scope(|scope| {
            for mark in 1..=4u8 {
                scope.spawn(move || {
                    for round in 0..2000usize {
                        let mut block = arena.take(1 + round % 300).unwrap();
                        assert!(block.bytes().iter().all(|&b| b == 0));
                        block.bytes_mut().fill(mark);
                        std::thread::yield_now();
                        assert!(block.bytes().iter().all(|&b| b == mark));
                    }
                });
            }
        });
        assert!(arena.take(ARENA_LEN).is_ok());
    }

    #[test]
    fn i4_wiping_writes_every_byte_and_no_other() {
        for offset in 0..9 {
            for len in 0..40 {
                let mut memory = [0xFFu8; 64];
                // SAFETY: `offset + len` is below 64.
                unsafe { wipe(memory.as_mut_ptr().add(offset), len) };
                for (i, &b) in memory.iter().enumerate() {
                    let inside = (offset..offset + len).contains(&i);
                    assert_eq!(b, if inside { 0 } else { 0xFF }, "{offset} {len} {i}");
                }
            }
        }
    }
}
