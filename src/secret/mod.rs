//! Locked, wiping memory; passwords and PINs drawn.

mod arena;
mod draw;
mod free_list;
mod input;
mod keyboard;
mod mix;

pub use arena::{ArenaFull, ArenaStatus, WipingAllocator};
pub use draw::{
    DrawError, PASSWORD_LENGTHS, PIN_DIGITS, PROOF_WORDS, check_letters, draw_password, draw_pin,
    draw_proof_word, entropy_bits, is_trivial, password_entropy_bits, pin_entropy_bits,
};
pub use input::{InputFull, SecretInput};
pub use keyboard::{
    Alphabet, ClassMissing, KEYS, LEGIBLE, Layout, Stroke, alphabet, digits_differ,
};
pub use mix::{Chance, LABEL, LEAST_THROWS, Mix};

use arena::Block;
use zeroize::Zeroize;

/// How the arena stands. The first call, or the first secret, maps it.
pub fn arena_status() -> ArenaStatus {
    arena::status().clone()
}

/// The source of randomness failed; nothing was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntropyFailed(pub String);

/// Where random bytes come from.
pub trait Entropy {
    /// Fills `out` whole.
    ///
    /// # Errors
    /// [`EntropyFailed`]; `out` is then not to be used.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed>;
}

/// A secret byte string of fixed length, in locked memory, wiped when dropped.
///
/// ```
/// # use sealwright::secret::Secret;
/// let mut typed = *b"40718263";
/// let pin = Secret::take(&mut typed).unwrap();
/// assert_eq!((pin.text(), typed), (Some("40718263"), [0; 8]));
/// ```
///
/// No Debug, no Clone, no Serialize, by intent:
///
/// ```compile_fail,E0277
/// # use sealwright::secret::Secret;
/// println!("{:?}", Secret::take(&mut [1, 2, 3]).unwrap());
/// ```
/// ```compile_fail,E0277
/// # use sealwright::secret::Secret;
/// println!("{}", Secret::take(&mut [1, 2, 3]).unwrap());
/// ```
/// ```compile_fail,E0599
/// # use sealwright::secret::Secret;
/// let copy = Secret::take(&mut [1, 2, 3]).unwrap().clone();
/// ```
/// ```compile_fail,E0277
/// # use sealwright::secret::Secret;
/// serde_json::to_string(&Secret::take(&mut [1, 2, 3]).unwrap());
/// ```
pub struct Secret(Block);

impl Secret {
    /// Copies `source` into locked memory and wipes `source`.
    ///
    /// # Errors
    /// [`ArenaFull`]; `source` is wiped all the same.
    pub fn take(source: &mut [u8]) -> Result<Secret, ArenaFull> {
        let secret = Secret::build(source.len(), |out| out.copy_from_slice(source));
        source.zeroize();
        secret
    }

    /// `len` bytes of locked memory, zeroed, then written by `write`.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn build(len: usize, write: impl FnOnce(&mut [u8])) -> Result<Secret, ArenaFull> {
        let mut block = Block::zeroed(len)?;
        write(block.bytes_mut());
        Ok(Secret(block))
    }

    /// The bytes, lent.
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The bytes as text, lent; None if they are not UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes()).ok()
    }

    /// Length in bytes. Lengths are not secret.
    pub fn len(&self) -> usize {
        self.bytes().len()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }

    /// What is left without blanks: a space or tab in what was typed means nothing.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn without_blanks(&self) -> Result<Secret, ArenaFull> {
        let kept = || self.bytes().iter().filter(|b| !b.is_ascii_whitespace());
        Secret::build(kept().count(), |out| {
            for (place, byte) in out.iter_mut().zip(kept()) {
                *place = *byte;
            }
        })
    }

    /// Equality in time that depends on the lengths alone.
    pub fn is(&self, other: &Secret) -> bool {
        use subtle::ConstantTimeEq;
        self.bytes().ct_eq(other.bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i4_taking_wipes_the_source() {
        let mut source = *b"hunter2hunter2";
        let secret = Secret::take(&mut source).unwrap();
        assert_eq!(secret.bytes(), b"hunter2hunter2");
        assert_eq!(source, [0; 14]);
    }

    #[test]
    fn i4_taking_too_much_fails_and_wipes_the_source() {
        let mut source = vec![7; arena::ARENA_LEN + 1];
        assert!(Secret::take(&mut source).is_err());
        assert!(source.iter().all(|&b| b == 0));
    }

    #[test]
    fn a_secret_is_itself_and_no_other() {
        let secret = |text: &str| Secret::take(&mut text.as_bytes().to_vec()).unwrap();
        assert!(secret("12345678").is(&secret("12345678")));
        assert!(!secret("12345678").is(&secret("12345679")));
        assert!(!secret("12345678").is(&secret("1234567")));
        assert!(secret("").is(&secret("")));
        assert!(secret("").is_empty());
    }

    #[test]
    fn bytes_that_are_no_text_give_none() {
        assert_eq!(Secret::take(&mut [0xFF, 0xFE]).unwrap().text(), None);
    }
}
