//! Locked, wiping memory; passwords and PINs drawn.

use zeroize::Zeroize;

/// The global allocator: wipes what it frees.
pub struct WipingAllocator;

#[allow(unsafe_code)]
// SAFETY: forwards to the system's allocator.
unsafe impl std::alloc::GlobalAlloc for WipingAllocator {
    unsafe fn alloc(&self, layout: std::alloc::Layout) -> *mut u8 {
        unsafe { std::alloc::System.alloc(layout) }
    }
    unsafe fn dealloc(&self, ptr: *mut u8, layout: std::alloc::Layout) {
        unsafe { std::alloc::System.dealloc(ptr, layout) }
    }
}

/// The locked arena has no room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArenaFull;

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
/// No Debug, no Clone, no Serialize, by intent.
pub struct Secret(Vec<u8>);

impl Secret {
    /// Copies `source` into locked memory and wipes `source`.
    ///
    /// # Errors
    /// [`ArenaFull`]; `source` is wiped all the same.
    pub fn take(source: &mut [u8]) -> Result<Secret, ArenaFull> {
        let secret = Secret(source.to_vec());
        source.zeroize();
        Ok(secret)
    }

    /// `len` bytes of locked memory, zeroed, then written by `write`.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn build(len: usize, write: impl FnOnce(&mut [u8])) -> Result<Secret, ArenaFull> {
        let mut bytes = vec![0; len];
        write(&mut bytes);
        Ok(Secret(bytes))
    }

    /// The bytes, lent.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as text, lent; None if they are not UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Length in bytes. Lengths are not secret.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Equality in time that depends on the lengths alone.
    pub fn is(&self, other: &Secret) -> bool {
        use subtle::ConstantTimeEq;
        self.0.ct_eq(&other.0).into()
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
