//! A password as a master secret, and back.

use crate::secret::{ArenaFull, Secret};
use std::fmt;

/// Why a password cannot be split as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasterError {
    /// It holds something else than printable ASCII.
    NotAscii,
    /// It ends with a space, which could not be told from the one that is added.
    EndsWithSpace,
    /// No locked memory is left.
    ArenaFull,
}

/// Why a master secret is no password of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// It is empty or holds something else than printable ASCII: it was split by another program, for another purpose.
    NotAscii,
    /// No locked memory is left.
    ArenaFull,
}

/// The master secret of a password: its ASCII bytes, and one space where their number is odd.
///
/// # Errors
/// [`MasterError`]. Whether it is long enough, [`super::split`] says.
pub fn master_of_password(password: &Secret) -> Result<Secret, MasterError> {
    let bytes = password.bytes();
    if !is_printable(bytes) {
        return Err(MasterError::NotAscii);
    }
    if bytes.last() == Some(&b' ') {
        return Err(MasterError::EndsWithSpace);
    }
    let len = bytes.len().next_multiple_of(2);
    let master = Secret::build(len, |out| {
        out.fill(b' ');
        out[..bytes.len()].copy_from_slice(bytes);
    });
    master.map_err(|ArenaFull| MasterError::ArenaFull)
}

/// The password of a master secret: its ASCII bytes without the one space at their end, if there is one.
///
/// # Errors
/// [`PasswordError`].
pub fn password_of_master(master: &Secret) -> Result<Secret, PasswordError> {
    let bytes = master.bytes();
    if bytes.is_empty() || !is_printable(bytes) {
        return Err(PasswordError::NotAscii);
    }
    let password = bytes.strip_suffix(b" ").unwrap_or(bytes);
    let password = Secret::build(password.len(), |out| out.copy_from_slice(password));
    password.map_err(|ArenaFull| PasswordError::ArenaFull)
}

/// Whether all bytes are printable ASCII; looks at all of them, whatever they are.
fn is_printable(bytes: &[u8]) -> bool {
    let outside = |byte: u8| u8::from(byte < 0x20) | u8::from(byte > 0x7e);
    bytes.iter().fold(0, |any, &byte| any | outside(byte)) == 0
}

impl fmt::Display for MasterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MasterError::NotAscii => "the password holds something else than printable ASCII",
            MasterError::EndsWithSpace => "the password ends with a space",
            MasterError::ArenaFull => "no locked memory is left",
        })
    }
}

impl std::error::Error for MasterError {}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PasswordError::NotAscii => {
                "the shares fit, but what they give is not a password in ASCII: another program split it"
            }
            PasswordError::ArenaFull => "no locked memory is left",
        })
    }
}

impl std::error::Error for PasswordError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::take(&mut text.as_bytes().to_vec()).expect("room in a test")
    }

    #[test]
    fn a_password_of_any_length_comes_back() {
        let text: String = (0x21..0x7f).map(char::from).collect();
        for len in 1..=text.len() {
            let password = secret(&text[..len]);
            let master = master_of_password(&password).expect("printable");
            assert_eq!(master.len(), len + len % 2);
            let back = password_of_master(&master).expect("printable");
            assert!(back.is(&password));
        }
    }

    #[test]
    fn what_could_not_come_back_is_refused() {
        for (text, error) in [
            ("caf\u{e9}", MasterError::NotAscii),
            ("a\tb", MasterError::NotAscii),
            ("ab ", MasterError::EndsWithSpace),
        ] {
            assert_eq!(master_of_password(&secret(text)).err(), Some(error));
        }
        for bytes in [&[][..], &[0xff, b'a'], &[b'a', 0x7f]] {
            let master = Secret::take(&mut bytes.to_vec()).expect("room in a test");
            let error = password_of_master(&master).err();
            assert_eq!(error, Some(PasswordError::NotAscii));
        }
    }
}
