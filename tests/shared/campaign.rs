//! What takes too long for each run of the tests: `tests/campaign/run` does it whole, each run a fixed sample of it.
#![allow(dead_code)] // each program uses its part

/// Whether everything is to be done.
pub fn is_on() -> bool {
    std::env::var_os("SEALWRIGHT_CAMPAIGN").is_some()
}

/// One in so many is done: each in a campaign.
pub fn one_in(n: u64) -> u64 {
    if is_on() { 1 } else { n }
}
