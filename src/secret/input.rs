//! What is typed while the screen shows dots.

use super::arena::Block;
use super::{ArenaFull, Secret};

/// A secret being typed: it grows in locked memory, character by character, and is wiped when dropped.
///
/// No Debug, no Clone, by intent.
pub struct SecretInput {
    block: Block,
    len: usize,
}

/// A masked entry takes no more characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputFull;

impl SecretInput {
    /// Most bytes that one entry takes. A share of 128 bytes is about 1,000 characters.
    pub const CAPACITY: usize = 4096;

    /// An empty entry.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn new() -> Result<SecretInput, ArenaFull> {
        let block = Block::zeroed(SecretInput::CAPACITY)?;
        Ok(SecretInput { block, len: 0 })
    }

    /// Adds one character.
    ///
    /// # Errors
    /// [`InputFull`]; what was typed stays.
    pub fn push(&mut self, typed: char) -> Result<(), InputFull> {
        let room = &mut self.block.bytes_mut()[self.len..];
        if room.len() < typed.len_utf8() {
            return Err(InputFull);
        }
        self.len += typed.encode_utf8(room).len();
        Ok(())
    }

    /// Takes the last character away; false if there was none.
    pub fn pop(&mut self) -> bool {
        let Some(start) = self.text().char_indices().next_back().map(|(at, _)| at) else {
            return false;
        };
        self.cut(start);
        true
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.cut(0);
    }

    /// Characters typed: as many dots.
    pub fn len_chars(&self) -> usize {
        self.text().chars().count()
    }

    /// The entry as a secret of its exact length; the buffer is wiped.
    ///
    /// # Errors
    /// [`ArenaFull`]; what was typed is wiped all the same.
    pub fn finish(self) -> Result<Secret, ArenaFull> {
        Secret::build(self.len, |out| {
            out.copy_from_slice(&self.block.bytes()[..self.len])
        })
    }

    /// The entry, lent to what judges it while it is typed.
    pub(crate) fn text(&self) -> &str {
        // Only whole characters were ever written or cut.
        std::str::from_utf8(&self.block.bytes()[..self.len]).unwrap_or_default()
    }

    fn cut(&mut self, to: usize) {
        use zeroize::Zeroize;
        self.block.bytes_mut()[to..self.len].zeroize();
        self.len = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_corrected_finished() {
        let mut input = SecretInput::new().unwrap();
        for c in "ab\u{e4}\u{1F511}".chars() {
            input.push(c).unwrap();
        }
        assert_eq!(input.len_chars(), 4);
        assert!(input.pop());
        assert!(input.pop());
        input.push('c').unwrap();
        assert_eq!(input.finish().unwrap().text(), Some("abc"));
    }

    #[test]
    fn i4_what_was_taken_away_is_wiped() {
        let mut input = SecretInput::new().unwrap();
        for c in "12345678".chars() {
            input.push(c).unwrap();
        }
        input.pop();
        assert_eq!(&input.block.bytes()[..9], b"1234567\0\0");
        input.clear();
        assert!(input.block.bytes().iter().all(|&b| b == 0));
        assert!(!input.pop());
        assert!(input.finish().unwrap().is_empty());
    }

    #[test]
    fn a_full_entry_keeps_what_was_typed() {
        let mut input = SecretInput::new().unwrap();
        for _ in 0..SecretInput::CAPACITY - 1 {
            input.push('x').unwrap();
        }
        assert_eq!(input.push('\u{e4}'), Err(InputFull)); // two bytes, one place
        input.push('y').unwrap();
        assert_eq!(input.push('z'), Err(InputFull));
        assert_eq!(input.len_chars(), SecretInput::CAPACITY);
    }
}
