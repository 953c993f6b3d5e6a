//! Ours beside libfido2 on one virtual key, in one run: see keys.sh. Prints a Markdown table.

#[path = "../shared/key_costs.rs"]
mod key_costs;
#[path = "../shared/vkey_rig.rs"]
mod vkey_rig;

use key_costs::{Cost, Measured, Operation, Ours, Theirs, key_with_pin};
use sealwright::secret::WipingAllocator;
use std::time::Duration;

/// As the program has it: what it frees is wiped.
#[global_allocator]
static WIPING: WipingAllocator = WipingAllocator;

const ROUNDS: usize = 300;
/// Rounds that come before and do not count.
const WARM: usize = 10;

fn main() {
    let key = key_with_pin();
    let (mut ours, mut theirs) = (Ours::at(&key), Theirs::at(&key));
    let mut costs = [const { [Vec::new(), Vec::new()] }; Operation::ALL.len()];
    let mut alone = Vec::new();
    for round in 0..WARM + ROUNDS {
        // Each goes first every other time, so that neither always finds the key as the other left it.
        for side in [round % 2, (round + 1) % 2] {
            let client: &mut dyn Measured = if side == 0 { &mut ours } else { &mut theirs };
            for (operation, costs) in Operation::ALL.into_iter().zip(&mut costs) {
                costs[side].push(client.run(operation));
            }
            if side == 0 {
                alone.push(ours.verify_alone());
                ours.close();
            } else {
                theirs.close();
            }
        }
    }

    println!(
        "| on one virtual key, {ROUNDS} rounds | packets, ours | libfido2 | least, ours | libfido2 | ratio | median, ours | libfido2 | ratio |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for (operation, [ours, theirs]) in Operation::ALL.into_iter().zip(&costs) {
        let [ours, theirs] = [Figures::of(ours), Figures::of(theirs)];
        println!(
            "| {} | {} | {} | {} | {} |",
            name(operation),
            ours.packets,
            theirs.packets,
            beside(ours.least, theirs.least),
            beside(ours.median, theirs.median)
        );
    }
    let alone = Figures::of(&alone);
    println!(
        "| the PIN alone | {} | not offered | {} | | | {} | | |",
        alone.packets,
        micros(alone.least),
        micros(alone.median)
    );
}

fn name(operation: Operation) -> &'static str {
    match operation {
        Operation::Open => "channel, getInfo",
        Operation::Info => "getInfo",
        Operation::Verify => "PIN, count of credentials",
        Operation::Make => "PIN, makeCredential",
        Operation::Get => "PIN, getAssertion",
    }
}

struct Figures {
    packets: String,
    least: Duration,
    median: Duration,
}

impl Figures {
    fn of(costs: &[Cost]) -> Figures {
        let (first, costs) = (costs[0], &costs[WARM..]);
        for cost in costs {
            let same = (cost.sent, cost.received) == (first.sent, first.received);
            assert!(same, "not always as many packets: {first:?}, {cost:?}");
        }
        let mut times: Vec<Duration> = costs.iter().map(|cost| cost.took).collect();
        times.sort();
        Figures {
            packets: format!("{} + {}", first.sent, first.received),
            least: times[0],
            median: times[times.len() / 2],
        }
    }
}

fn beside(ours: Duration, theirs: Duration) -> String {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    format!("{} | {} | {ratio:.3}x", micros(ours), micros(theirs))
}

fn micros(time: Duration) -> String {
    format!("{} us", time.as_micros())
}
