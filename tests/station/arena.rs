//! I4: secrets lie in locked memory. Judge: what the kernel says about the mapping (`/proc/self/smaps`).

use crate::alone::in_its_own_process;
use sealwright::secret::{ArenaStatus, Secret, arena_status};

struct Mapping {
    start: usize,
    end: usize,
    rights: String,
    flags: Vec<String>,
}

#[test]
fn i4_secrets_lie_in_one_locked_undumpable_mapping_between_guard_pages() {
    if !in_its_own_process(
        "arena::i4_secrets_lie_in_one_locked_undumpable_mapping_between_guard_pages",
    ) {
        return;
    }
    assert_eq!(
        arena_status(),
        ArenaStatus::Locked,
        "this test needs RLIMIT_MEMLOCK of 1 MiB or more (ulimit -l)"
    );
    let short = Secret::take(&mut [7; 8]).unwrap();
    let long = Secret::take(&mut [7; 5000]).unwrap();
    let mappings = mappings();
    let at = |secret: &Secret| {
        let address = secret.bytes().as_ptr().addr();
        mappings
            .iter()
            .position(|m| (m.start..m.end).contains(&address))
            .unwrap()
    };
    let (place, arena) = (at(&short), &mappings[at(&short)]);
    assert_eq!(place, at(&long));
    assert!(arena.end - arena.start <= 1 << 20, "at most 1 MiB");
    // proc(5): locked, left out of dumps, wiped on fork.
    for flag in ["lo", "dd", "wf"] {
        assert!(
            arena.flags.iter().any(|f| f == flag),
            "{flag}: {:?}",
            arena.flags
        );
    }
    let (before, after) = (&mappings[place - 1], &mappings[place + 1]);
    assert_eq!((before.end, before.rights.as_str()), (arena.start, "---p"));
    assert_eq!((after.start, after.rights.as_str()), (arena.end, "---p"));

    // Control: ordinary memory is not locked, so the flags mean something.
    let heap = Box::new([7u8; 5000]);
    let address = heap.as_ptr().addr();
    let ordinary = mappings
        .iter()
        .find(|m| (m.start..m.end).contains(&address))
        .unwrap();
    assert!(!ordinary.flags.iter().any(|f| f == "lo"));
}

fn mappings() -> Vec<Mapping> {
    let mut mappings: Vec<Mapping> = Vec::new();
    for line in std::fs::read_to_string("/proc/self/smaps").unwrap().lines() {
        let mut fields = line.split_whitespace();
        let first = fields.next().unwrap();
        if first == "VmFlags:" {
            mappings.last_mut().unwrap().flags = fields.map(str::to_owned).collect();
        } else if let Some((start, end)) = first.split_once('-') {
            mappings.push(Mapping {
                start: usize::from_str_radix(start, 16).unwrap(),
                end: usize::from_str_radix(end, 16).unwrap(),
                rights: fields.next().unwrap().to_owned(),
                flags: Vec::new(),
            });
        }
    }
    mappings
}
