//! Packets, on their way to be messages.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| drop(fuzz::stream::play(input)));
