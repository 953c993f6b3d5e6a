//! Origins and heads.

use super::LineError;
use super::error::excerpt;
use super::tree::{Hash, sha256};
use crate::text::hex;
use std::fmt;

/// A ledger's name: `book/` or `rehearsal/`, then 32 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// The origin of a real book; `id` is random.
    pub fn book(id: [u8; 16]) -> Origin {
        Origin(format!("book/{}", hex::encode(&id)))
    }

    /// The origin of a rehearsal; `id` is random.
    pub fn rehearsal(id: [u8; 16]) -> Origin {
        Origin(format!("rehearsal/{}", hex::encode(&id)))
    }

    /// Reads an origin.
    ///
    /// # Errors
    /// [`LineError::Origin`].
    pub fn parse(text: &str) -> Result<Origin, LineError> {
        let id = text
            .strip_prefix("book/")
            .or_else(|| text.strip_prefix("rehearsal/"));
        if id.and_then(hex::decode_exactly::<16>).is_some() {
            Ok(Origin(text.into()))
        } else {
            Err(LineError::Origin {
                found: excerpt(text),
            })
        }
    }

    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a rehearsal's: never evidence of a real ceremony (I10).
    pub fn is_rehearsal(&self) -> bool {
        self.0.starts_with("rehearsal/")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a ledger held: its first `size` lines, and their root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which ledger.
    pub origin: Origin,
    /// How many lines.
    pub size: u64,
    /// The RFC 6962 root over these lines, each without its LF.
    pub root: Hash,
}

impl Head {
    /// The body of a C2SP tlog-checkpoint: three lines, each with its LF.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root_base64())
    }

    /// SHA-256 of [`Head::text`]: what is said as words.
    pub fn hash(&self) -> Hash {
        sha256(self.text().as_bytes())
    }

    /// The root in Base64 (RFC 4648, section 4, padded): 44 characters.
    pub fn root_base64(&self) -> String {
        base64(&self.root)
    }

    /// The event that records this head in the ledger, as entry number `size`.
    pub fn checkpoint(&self) -> serde_json::Value {
        serde_json::json!({
            "type": super::form::CHECKPOINT,
            "origin": self.origin.as_str(),
            "size": self.size,
            "root": self.root_base64(),
        })
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, b| bits << 8 | u32::from(*b));
        let bits = bits << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() {
                digit.into()
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn base64_is_that_of_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in vectors {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn an_origin_has_two_forms_only() {
        assert!(Origin::rehearsal([0xab; 16]).is_rehearsal());
        assert!(!Origin::book([0xab; 16]).is_rehearsal());
        for origin in [Origin::book([1; 16]), Origin::rehearsal([2; 16])] {
            assert_eq!(Origin::parse(origin.as_str()), Ok(origin));
        }
        for wrong in [
            "",
            "book/",
            "book/0123",
            "Book/00112233445566778899aabbccddeeff",
            "book/00112233445566778899AABBCCDDEEFF",
            "book/00112233445566778899aabbccddeeff0",
            "rehearsal/book/00112233445566778899aabbccddeeff",
            "book/00112233445566778899aabbccddeef\u{e9}",
        ] {
            assert!(Origin::parse(wrong).is_err(), "{wrong}");
        }
    }
}
