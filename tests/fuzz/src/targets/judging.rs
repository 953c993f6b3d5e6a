//! What was received, judged.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::judging::judge(input));
