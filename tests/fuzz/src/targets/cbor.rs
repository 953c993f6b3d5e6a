//! CBOR, as a key may send it.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::judging::cbor(input));
