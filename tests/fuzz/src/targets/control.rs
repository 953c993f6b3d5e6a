//! The controls: a step that these pass sees nothing. An input that names a promise plays the client that breaks it; any
//! other fails at eight bytes in a row that only a run guided by coverage finds.
#![no_main]

use std::hint::black_box;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    if let Some(promise) = input.strip_prefix(b"broken promise: ") {
        return fuzz::dishonest::play(&String::from_utf8_lossy(promise));
    }
    let is = |at: usize, wanted: u8| black_box(input.get(at) == Some(&wanted));
    if is(0, b's')
        && is(1, b'e')
        && is(2, b'a')
        && is(3, b'l')
        && is(4, b'i')
        && is(5, b'n')
        && is(6, b'g')
        && is(7, b'!')
    {
        panic!("found, as it should be");
    }
});
