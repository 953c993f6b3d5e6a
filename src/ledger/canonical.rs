//! The canonical form (RFC 8785, in our subset), checked in one pass over the text as it stands: nothing is built, nothing is copied.

use super::LineError;
use super::error::excerpt;
use super::form::{MAX_DEPTH, MAX_INTEGER, MAX_LINE};

/// A place in a line. Each method reads what it names, or says what stands there instead.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a line that is short enough and holds allowed characters only.
    pub fn new(line: &'a [u8]) -> Result<Cursor<'a>, LineError> {
        if line.len() > MAX_LINE {
            return Err(LineError::TooLong);
        }
        let text = std::str::from_utf8(line).map_err(|e| LineError::NotUtf8 {
            byte: e.valid_up_to() + 1,
        })?;
        if !text.is_ascii()
            && let Some(c) = text.chars().find(|c| is_noncharacter(*c))
        {
            return Err(LineError::Noncharacter { code: c.into() });
        }
        Ok(Cursor { text, at: 0 })
    }

    /// Reads exactly `text`.
    pub fn literal(&mut self, text: &'static str) -> Result<(), LineError> {
        if self.take(text) {
            Ok(())
        } else {
            Err(self.expected(text))
        }
    }

    /// Reads `text` if it stands here.
    pub fn take(&mut self, text: &str) -> bool {
        let here = self.rest().as_bytes().starts_with(text.as_bytes());
        if here {
            self.at += text.len();
        }
        here
    }

    /// Reads a string; gives what stands between its quotes, still escaped. In canonical form equal strings have equal escaped forms.
    pub fn string(&mut self) -> Result<&'a str, LineError> {
        self.literal("\"")?;
        let start = self.at;
        loop {
            let plain = |b: &u8| *b >= 0x20 && *b != b'"' && *b != b'\\';
            self.at += self.rest().bytes().take_while(plain).count();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                _ => {
                    return Err(self.expected("a character of a string, or its closing quote"));
                }
            }
        }
        let inner = &self.text[start..self.at];
        self.at += 1;
        Ok(inner)
    }

    /// Reads an integer.
    pub fn integer(&mut self) -> Result<i64, LineError> {
        let start = self.at;
        let negative = self.take("-");
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let text = &self.rest()[..digits];
        let canonical = match text.as_bytes() {
            [] => false,
            [b'0'] => !negative,
            [first, ..] => *first != b'0',
        };
        let after = self.rest().as_bytes().get(digits);
        if !canonical || matches!(after, Some(b'.' | b'e' | b'E')) {
            self.at = start;
            return Err(
                self.expected("an integer in its shortest form, without fraction or exponent")
            );
        }
        match text.parse::<i64>() {
            Ok(n) if n.unsigned_abs() <= MAX_INTEGER => {
                self.at += digits;
                Ok(if negative { -n } else { n })
            }
            _ => Err(LineError::Range { byte: start + 1 }),
        }
    }

    /// Reads an object that stands `depth` levels deep, and hands each key and its value's text to `member`.
    pub fn object(
        &mut self,
        depth: usize,
        mut member: impl FnMut(&'a str, &'a str),
    ) -> Result<(), LineError> {
        self.enter(depth, "{")?;
        if self.take("}") {
            return Ok(());
        }
        let mut before = "";
        loop {
            let start = self.at;
            let key = self.key()?;
            if key <= before {
                return Err(LineError::KeyOrder {
                    byte: start + 1,
                    found: excerpt(key),
                });
            }
            before = key;
            let start = self.at;
            self.value(depth + 1)?;
            member(key, &self.text[start..self.at]);
            if !self.more("}", "`,` or `}`")? {
                return Ok(());
            }
        }
    }

    /// The text since `start`, which was a former [`Cursor::place`].
    pub fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// Where the cursor stands.
    pub fn place(&self) -> usize {
        self.at
    }

    /// Nothing may follow.
    pub fn end(&self) -> Result<(), LineError> {
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(self.expected("the end of the line"))
        }
    }

    /// Says what stands here, and what is allowed.
    pub fn expected(&self, allowed: &'static str) -> LineError {
        let found = if self.rest().is_empty() {
            "the end of the line".into()
        } else {
            excerpt(self.rest())
        };
        LineError::Form {
            byte: self.at + 1,
            found,
            allowed,
        }
    }

    /// A comma, or the closing bracket.
    pub fn more(
        &mut self,
        closing: &'static str,
        allowed: &'static str,
    ) -> Result<bool, LineError> {
        if self.take(",") {
            Ok(true)
        } else if self.take(closing) {
            Ok(false)
        } else {
            Err(self.expected(allowed))
        }
    }

    fn value(&mut self, depth: usize) -> Result<(), LineError> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{') => self.object(depth, |_, _| ()),
            Some(b'[') => self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.integer().map(drop),
            _ if self.take("true") || self.take("false") || self.take("null") => Ok(()),
            _ => Err(self.expected("a JSON value")),
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), LineError> {
        self.enter(depth, "[")?;
        if self.take("]") {
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if !self.more("]", "`,` or `]`")? {
                return Ok(());
            }
        }
    }

    fn enter(&mut self, depth: usize, bracket: &'static str) -> Result<(), LineError> {
        if depth > MAX_DEPTH {
            return Err(LineError::TooDeep { byte: self.at + 1 });
        }
        self.literal(bracket)
    }

    fn key(&mut self) -> Result<&'a str, LineError> {
        self.literal("\"")?;
        let allowed = |b: &u8| b.is_ascii_lowercase() || *b == b'_';
        let length = self.rest().bytes().take_while(allowed).count();
        let key = &self.rest()[..length];
        if length == 0 {
            return Err(self.expected("a key of a-z and _"));
        }
        self.at += length;
        if self.take("\":") {
            Ok(key)
        } else {
            Err(self.expected("a key of a-z and _, then `\":`"))
        }
    }

    /// The escapes that RFC 8785, 3.2.2.2 prescribes, and no other way to write the same character.
    fn escape(&mut self) -> Result<(), LineError> {
        let rest = self.rest().as_bytes();
        let length = match rest {
            [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => 2,
            [b'\\', b'u', b'0', b'0', high, low, ..] if must_be_escaped_as_hex(*high, *low) => 6,
            _ => {
                return Err(self.expected("only the escapes that are needed, each in its one form"));
            }
        };
        self.at += length;
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }
}

/// U+0000 to U+001F without those that have a short escape.
fn must_be_escaped_as_hex(high: u8, low: u8) -> bool {
    match high {
        b'0' => matches!(low, b'0'..=b'7' | b'b' | b'e' | b'f'),
        b'1' => matches!(low, b'0'..=b'9' | b'a'..=b'f'),
        _ => false,
    }
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a value is not as it should be: the byte that is told, from 1.
    #[track_caller]
    fn told(line: &[u8], byte: usize, what: &str) {
        let read = Cursor::new(line).and_then(|mut cursor| cursor.value(1));
        let told = format!("{:?}", read.unwrap_err());
        assert!(told.starts_with(what), "{told}");
        assert!(told.contains(&format!("byte: {byte}")), "{told}");
    }

    #[test]
    fn what_is_not_canonical_is_told_with_its_byte() {
        told(b"\"a\xff\"", 3, "NotUtf8");
        told(b"[1,]", 4, "Form");
        told(b"[01]", 2, "Form");
        told(b"[-01]", 2, "Form");
        told(b"[1.5]", 2, "Form");
        told(b"\"a\\/\"", 3, "Form");
        told(b"{\"a\":1,\"A\":2}", 9, "Form");
        told(b"{\"b\":1,\"a\":2}", 8, "KeyOrder");
        told(b"{\"b\":1,\"b\":2}", 8, "KeyOrder");
        told(b"[9007199254740992]", 2, "Range");
        told(&[b'['; MAX_DEPTH + 1], MAX_DEPTH + 1, "TooDeep");
    }
}
