//! Times our shares, and blahaj's, for tests/bench/shares.sh: microseconds, the middle of many, one line each.

use sealwright::secret::Secret;
use sealwright::share::{Scheme, Share, combine, judge, master_of_password, split};
use sealwright::station::Dice;
use std::hint::black_box;
use std::time::Instant;

const PASSWORD: &[u8; 40] = b"bcdefghjknprstuvxDEFGHLNRT234578bcdefghj";
const RUNS: usize = 101;

fn main() {
    let password = Secret::take(&mut PASSWORD.to_vec()).expect("room");
    let master = master_of_password(&password).expect("a master");
    let scheme = Scheme::single(3, 5).expect("a scheme");
    let shares = split(&master, &scheme, &mut Dice)
        .expect("shares")
        .remove(0);
    let texts: Vec<Secret> = shares
        .iter()
        .map(|share| share.words().expect("room"))
        .collect();
    let parsed = || -> Vec<Share> {
        let quorum = texts.iter().take(3).flat_map(|text| text.text());
        quorum.flat_map(Share::parse).collect()
    };

    time("split", || {
        let shares = split(&master, &scheme, &mut Dice)
            .expect("shares")
            .remove(0);
        shares
            .iter()
            .for_each(|share| drop(black_box(share.words())));
    });
    time("combine", || drop(black_box(combine(&parsed()))));
    time("split without rounds", || {
        black_box(judge::deal(&master, 3, 5, &mut Dice).expect("shares"));
        shares
            .iter()
            .for_each(|share| drop(black_box(share.words())));
    });
    time("combine without rounds", || {
        let shares = parsed();
        let points: Vec<(u8, &[u8])> = shares
            .iter()
            .map(|share| (share.label().member_index, judge::value(share)))
            .collect();
        // The secret, its digest, and each point seen to lie on the polynomial.
        for x in [255, 254, 0, 1, 2] {
            black_box(judge::interpolate(&points, x).expect("room"));
        }
    });
    time("blahaj split", || {
        let dealer = blahaj::Sharks(3).dealer(PASSWORD);
        black_box(
            dealer
                .take(5)
                .map(|share| Vec::from(&share))
                .collect::<Vec<_>>(),
        );
    });
    let theirs: Vec<blahaj::Share> = blahaj::Sharks(3).dealer(PASSWORD).take(3).collect();
    time("blahaj combine", || {
        black_box(blahaj::Sharks(3).recover(&theirs).expect("shares"));
    });
}

fn time(what: &str, mut work: impl FnMut()) {
    let mut took: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!("{what}: {:.1}", took[RUNS / 2]);
}
