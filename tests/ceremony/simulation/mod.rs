//! Whole drills of the small plan with everything that can go wrong in them, in random combinations: from a seed come the
//! drill, the habit of its key and up to four faults. The oracle knows only the world. Each run of the tests plays the
//! first seeds; `tests/campaign/run simulation FROM TO` plays others, and a failing one is made as small as it gets.

mod case;
mod play;

use crate::campaign;
use crate::stage::shown;
use case::{Case, What};
use play::{Bases, Seen, played};
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Instant;

/// The seeds of each run of the tests.
const IN_EACH_RUN: Range<u64> = 0..200;
/// Those of a campaign that names none.
const IN_A_CAMPAIGN: Range<u64> = 0..5_000;
/// So many smaller cases are tried for a seed that fails.
const MOST_TRIED: usize = 300;

#[test]
fn i1_i2_i4_i19_i20_i21_no_faults_together_break_a_promise() {
    let seeds = seeds();
    let began = Instant::now();
    let count = counted(&seeds);
    let took = began.elapsed().as_secs_f64();
    let runs = seeds.end - seeds.start;
    shown(&format!(
        "seeds {seeds:?}: {:.1} runs a second; {} sittings; struck {:?}; {:?}",
        runs as f64 / took,
        count.sittings,
        count.struck,
        count.endings,
    ));
    assert!(
        count.failed.is_empty(),
        "{} failed:\n{}",
        count.failed.len(),
        count.failed.join("\n")
    );
    if runs >= 200 {
        for kind in What::KINDS {
            assert!(count.struck.contains_key(kind), "no {kind} ever struck");
        }
    }
}

#[test]
fn a_seed_is_played_the_same_each_time() {
    for seed in [1, 2, 3] {
        let twice = [0, 1].map(|_| {
            let mut bases = Bases::default();
            let case = Case::of_seed(seed, |drill, kind| bases.length(drill, kind));
            (case.clone(), played(&case, &mut bases))
        });
        assert_eq!(twice[0], twice[1], "seed {seed}");
    }
}

#[derive(Default)]
struct Count {
    sittings: u64,
    struck: BTreeMap<&'static str, u64>,
    endings: BTreeMap<String, u64>,
    failed: Vec<String>,
}

impl Count {
    fn add(&mut self, seen: Seen) {
        self.sittings += u64::from(seen.sittings);
        for kind in seen.struck {
            *self.struck.entry(kind).or_default() += 1;
        }
        *self.endings.entry(seen.ending).or_default() += 1;
    }

    fn join(&mut self, other: Count) {
        self.sittings += other.sittings;
        for (kind, n) in other.struck {
            *self.struck.entry(kind).or_default() += n;
        }
        for (ending, n) in other.endings {
            *self.endings.entry(ending).or_default() += n;
        }
        self.failed.extend(other.failed);
    }
}

/// SEALWRIGHT_SEEDS: `FROM TO`, the last one not among them.
fn seeds() -> Range<u64> {
    let Ok(named) = std::env::var("SEALWRIGHT_SEEDS") else {
        return match campaign::is_on() {
            true => IN_A_CAMPAIGN,
            false => IN_EACH_RUN,
        };
    };
    let number = |text: &str| text.parse().expect("SEALWRIGHT_SEEDS: FROM TO");
    let (from, to) = named.split_once(' ').expect("SEALWRIGHT_SEEDS: FROM TO");
    number(from)..number(to)
}

/// Played on every core; each seed by itself.
fn counted(seeds: &Range<u64>) -> Count {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let mut all = Count::default();
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..cores)
            .map(|hand| {
                scope.spawn(move || {
                    let mut count = Count::default();
                    let mut bases = Bases::default();
                    for seed in seeds.clone().filter(|seed| seed % cores == hand) {
                        play(seed, &mut bases, &mut count);
                    }
                    count
                })
            })
            .collect();
        for hand in hands {
            all.join(hand.join().expect("it plays to its end"));
        }
    });
    all.failed.sort();
    all
}

fn play(seed: u64, bases: &mut Bases, count: &mut Count) {
    let case = Case::of_seed(seed, |drill, kind| bases.length(drill, kind));
    match played(&case, bases) {
        Ok(seen) => count.add(seen),
        Err(why) => {
            let (least, why) = shrunk(case, why, bases);
            let line = format!(
                "SEED {seed}: {least}\n    {why}\n    again: SEALWRIGHT_SEEDS=\"{seed} {}\" cargo test --test ceremony simulation",
                seed + 1
            );
            shown(&line);
            count.failed.push(line);
        }
    }
    crate::oracle::forget();
}

/// The smallest case found that fails, and how.
fn shrunk(mut least: Case, mut why: String, bases: &mut Bases) -> (Case, String) {
    let mut tried = 0;
    loop {
        let mut smaller = least.smaller().into_iter();
        let failing = smaller.find_map(|case| {
            tried += 1;
            let failed = played(&case, bases).err().filter(|_| tried < MOST_TRIED);
            failed.map(|why| (case, why))
        });
        match failing {
            Some((case, worse)) => (least, why) = (case, worse),
            None => return (least, why),
        }
    }
}
