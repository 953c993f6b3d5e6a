//! Whole conversations: every operation, and whatever a key answers to it.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| drop(fuzz::script::Script::read(input).play()));
