//! How long words, shares and secrets may be (SLIP-39).

/// The fewest words of a share: 128 bits of value (SLIP-39).
pub const LEAST_WORDS: usize = 20;

/// The fewest letters of a word: as many tell every word of the list apart (SLIP-39).
pub const LEAST_LETTERS: usize = 4;

/// The most words of a share: RS1024 covers 1023 symbols, of which the longer customization string takes 17.
pub const MOST_WORDS: usize = 1006;

/// The fewest bytes of a master secret, so of a share's value (SLIP-39: 128 bits).
pub const LEAST_BYTES: usize = 16;

/// The most bytes that [`MOST_WORDS`] can hold.
pub const MOST_BYTES: usize = 1248;
