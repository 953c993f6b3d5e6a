//! PINs: their rules and permissions (CTAP 2.1, 6.5).

use std::fmt;
use std::ops::BitOr;

use unicode_normalization::is_nfc;

use crate::secret::Secret;

/// The longest PIN in bytes of UTF-8 (CTAP 2.1, 6.5.1).
pub const MAX_PIN_BYTES: usize = 63;

/// The least code points of any PIN (CTAP 2.1, 6.5.1).
pub const LEAST_PIN_LENGTH: u64 = 4;

/// A rule that a PIN breaks. It says nothing of the PIN itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinRule {
    /// It is not UTF-8.
    NotText,
    /// It is not in Unicode's normal form C.
    NotNormal,
    /// It has too few code points.
    TooShort {
        /// The least that the key takes.
        min: u64,
    },
    /// It has too many code points.
    TooManyCharacters {
        /// The most that the key takes.
        max: u64,
    },
    /// It has more than 63 bytes.
    TooLong {
        /// The most that any key takes, in bytes of UTF-8.
        max: usize,
    },
    /// It ends in a zero byte, which the padding would swallow.
    EndsInZero,
}

impl PinRule {
    /// Checks a PIN that is to be set, against the key's own least and most code points.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check_new(pin: &Secret, least: u64, most: Option<u64>) -> Result<(), PinRule> {
        let text = pin.text().ok_or(PinRule::NotText)?;
        if !is_nfc(text) {
            return Err(PinRule::NotNormal);
        }
        if text.len() > MAX_PIN_BYTES {
            return Err(PinRule::TooLong { max: MAX_PIN_BYTES });
        }
        let length = text.chars().count() as u64;
        if length < least {
            return Err(PinRule::TooShort { min: least });
        }
        if let Some(max) = most.filter(|most| length > *most) {
            return Err(PinRule::TooManyCharacters { max });
        }
        if text.ends_with('\0') {
            return Err(PinRule::EndsInZero);
        }
        Ok(())
    }

    /// Checks a PIN that is said to be set already: the key's minimum may have been raised since.
    pub(super) fn check_old(pin: &Secret) -> Result<(), PinRule> {
        PinRule::check_new(pin, LEAST_PIN_LENGTH, None)
    }
}

impl fmt::Display for PinRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PinRule::NotText => write!(f, "the PIN is not text"),
            PinRule::NotNormal => write!(f, "the PIN is not in Unicode normal form C"),
            PinRule::TooShort { min } => write!(f, "the PIN has fewer than {min} characters"),
            PinRule::TooManyCharacters { max } => {
                write!(f, "the PIN has more than {max} characters")
            }
            PinRule::TooLong { max } => write!(f, "the PIN has more than {max} bytes"),
            PinRule::EndsInZero => write!(f, "the PIN ends in a zero byte"),
        }
    }
}

/// What a token allows (CTAP 2.1, 6.5.5.7). Join with `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permissions(u8);

impl Permissions {
    /// Making credentials; needs a relying party.
    pub const MAKE_CREDENTIAL: Permissions = Permissions(0x01);
    /// Assertions; needs a relying party.
    pub const GET_ASSERTION: Permissions = Permissions(0x02);
    /// Listing and deleting credentials.
    pub const CREDENTIAL_MANAGEMENT: Permissions = Permissions(0x04);
    /// Settings of the key.
    pub const CONFIGURATION: Permissions = Permissions(0x20);

    /// Whether all of `wanted` are among these.
    pub(super) fn allow(self, wanted: Permissions) -> bool {
        wanted.0 & !self.0 == 0
    }

    /// The bits on the wire.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether a token with these permissions must name a relying party (CTAP 2.1, 6.5.5.7.2).
    pub fn need_rp(self) -> bool {
        self.0 & (Permissions::MAKE_CREDENTIAL.0 | Permissions::GET_ASSERTION.0) != 0
    }
}

impl BitOr for Permissions {
    type Output = Permissions;

    fn bitor(self, other: Permissions) -> Permissions {
        Permissions(self.0 | other.0)
    }
}
