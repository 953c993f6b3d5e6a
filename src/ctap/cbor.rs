//! CBOR in the CTAP2 canonical form (CTAP 2.1, section 8), and nothing beyond what CTAP sends.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroize;

/// Containers in containers that are read: CTAP 2.1 section 8 allows four levels, and attestation
/// (response, statement, x5c) needs three.
pub const MAX_DEPTH: usize = 4;

/// One CBOR data item. Byte strings are wiped when dropped, because some of them are secrets.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Major type 0.
    Unsigned(u64),
    /// Major type 1: the number is `-1 - n`.
    Negative(u64),
    /// Major type 2.
    Bytes(Vec<u8>),
    /// Major type 3.
    Text(String),
    /// Major type 4.
    Array(Vec<Value>),
    /// Major type 5. [`Value::encode`] sorts it; [`Value::decode`] gives it sorted.
    Map(Vec<(Value, Value)>),
    /// `false` or `true`.
    Bool(bool),
    /// `null`.
    Null,
}

/// Why bytes are not one canonical item. Places are offsets in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CborError {
    /// The bytes end within an item.
    Truncated,
    /// Bytes follow the item.
    Trailing {
        /// Where they begin.
        at: usize,
    },
    /// A number or length is not in its shortest form.
    NotShortest {
        /// Where the item begins.
        at: usize,
    },
    /// An item of indefinite length.
    Indefinite {
        /// Where the item begins.
        at: usize,
    },
    /// A tag, a float or another item that CTAP does not send.
    Unsupported {
        /// Where the item begins.
        at: usize,
        /// Its first byte.
        byte: u8,
    },
    /// Text that is not UTF-8.
    NotUtf8 {
        /// Where the item begins.
        at: usize,
    },
    /// A key stands twice in one map.
    DuplicateKey {
        /// Where the second one begins.
        at: usize,
    },
    /// The keys of a map are not in canonical order.
    KeyOrder {
        /// Where the key begins that comes too late.
        at: usize,
    },
    /// More than [`MAX_DEPTH`] containers in each other.
    TooDeep {
        /// Where the first one too many begins.
        at: usize,
    },
}

impl fmt::Display for CborError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CborError::Truncated => write!(f, "CBOR ends within an item"),
            CborError::Trailing { at } => write!(f, "bytes follow the CBOR item at {at}"),
            CborError::NotShortest { at } => write!(f, "CBOR at {at} is not in shortest form"),
            CborError::Indefinite { at } => write!(f, "CBOR at {at} has no definite length"),
            CborError::Unsupported { at, byte } => {
                write!(
                    f,
                    "CBOR at {at} begins with 0x{byte:02x}, which CTAP does not use"
                )
            }
            CborError::NotUtf8 { at } => write!(f, "CBOR text at {at} is not UTF-8"),
            CborError::DuplicateKey { at } => write!(f, "CBOR key at {at} stands twice in its map"),
            CborError::KeyOrder { at } => write!(f, "CBOR key at {at} is out of order"),
            CborError::TooDeep { at } => write!(f, "CBOR at {at} is nested too deeply"),
        }
    }
}

impl std::error::Error for CborError {}

/// A signed number as an item.
pub fn int(n: i64) -> Value {
    match u64::try_from(n) {
        Ok(n) => Value::Unsigned(n),
        Err(_) => Value::Negative(!n as u64),
    }
}

/// A text as an item.
pub fn text(s: &str) -> Value {
    Value::Text(s.to_owned())
}

/// A byte string as an item.
pub fn bytes(b: &[u8]) -> Value {
    Value::Bytes(b.to_vec())
}

impl Value {
    /// The canonical form: shortest lengths, maps sorted. Keys that stand twice are written twice; callers
    /// have none.
    pub fn encode(&self) -> Vec<u8> {
        // Reserved at once, so that no copy of a secret stays behind where a buffer grew.
        let mut out = Vec::with_capacity(self.encoded_len());
        self.write(&mut out);
        out
    }

    /// Reads exactly one canonical item.
    ///
    /// # Errors
    /// [`CborError`]; nothing is repaired.
    pub fn decode(input: &[u8]) -> Result<Value, CborError> {
        let (value, used) = Value::decode_first(input)?;
        if used != input.len() {
            return Err(CborError::Trailing { at: used });
        }
        Ok(value)
    }

    /// Reads exactly one item, and mends what can be read in one way only: keys of a map that are out of order, and
    /// texts that end within a character, but for a map's key.
    ///
    /// # Errors
    /// [`CborError`], of all else that is not canonical.
    pub fn decode_mending(input: &[u8]) -> Result<(Value, Mended), CborError> {
        let mut reader = Reader {
            input,
            at: 0,
            mended: Some(Mended::default()),
        };
        let value = reader.item(0)?;
        if reader.at != input.len() {
            return Err(CborError::Trailing { at: reader.at });
        }
        Ok((value, reader.mended.unwrap_or_default()))
    }

    /// Reads one canonical item and tells how many bytes it took; more may follow, as in authenticator data.
    ///
    /// # Errors
    /// [`CborError`], but never [`CborError::Trailing`].
    pub fn decode_first(input: &[u8]) -> Result<(Value, usize), CborError> {
        let mut reader = Reader {
            input,
            at: 0,
            mended: None,
        };
        let value = reader.item(0)?;
        Ok((value, reader.at))
    }

    /// The member under an integer key; None if there is none, or this is no map.
    pub fn get(&self, key: i64) -> Option<&Value> {
        let key = int(key);
        self.as_map()?
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, v)| v)
    }

    /// The member under a text key; None if there is none, or this is no map.
    pub fn get_text(&self, key: &str) -> Option<&Value> {
        self.as_map()?
            .iter()
            .find(|(k, _)| k.as_text() == Some(key))
            .map(|(_, v)| v)
    }

    /// The bytes of a byte string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Bytes(b) => Some(b),
            _ => None,
        }
    }

    /// The text of a text string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(t) => Some(t),
            _ => None,
        }
    }

    /// The number, if it is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Unsigned(n) => Some(*n),
            _ => None,
        }
    }

    /// The number, if it fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Unsigned(n) => i64::try_from(*n).ok(),
            Value::Negative(n) => i64::try_from(*n).ok().map(|n| -1 - n),
            _ => None,
        }
    }

    /// The truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The members of an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of a map, keys and values.
    pub fn as_map(&self) -> Option<&[(Value, Value)]> {
        match self {
            Value::Map(members) => Some(members),
            _ => None,
        }
    }

    fn encoded_len(&self) -> usize {
        match self {
            Value::Unsigned(n) | Value::Negative(n) => head_len(*n),
            Value::Bytes(b) => head_len(b.len() as u64) + b.len(),
            Value::Text(t) => head_len(t.len() as u64) + t.len(),
            Value::Array(items) => {
                head_len(items.len() as u64) + items.iter().map(Value::encoded_len).sum::<usize>()
            }
            Value::Map(members) => {
                let sizes = members
                    .iter()
                    .map(|(k, v)| k.encoded_len() + v.encoded_len());
                head_len(members.len() as u64) + sizes.sum::<usize>()
            }
            Value::Bool(_) | Value::Null => 1,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Value::Unsigned(n) => head(0, *n, out),
            Value::Negative(n) => head(1, *n, out),
            Value::Bytes(b) => {
                head(2, b.len() as u64, out);
                out.extend_from_slice(b);
            }
            Value::Text(t) => {
                head(3, t.len() as u64, out);
                out.extend_from_slice(t.as_bytes());
            }
            Value::Array(items) => {
                head(4, items.len() as u64, out);
                items.iter().for_each(|item| item.write(out));
            }
            Value::Map(members) => {
                head(5, members.len() as u64, out);
                // Lower major type first, then shorter, then lower: that is bytewise order of the encoded keys.
                let mut sorted: Vec<_> = members.iter().map(|(k, v)| (k.encode(), v)).collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                for (key, value) in sorted {
                    out.extend_from_slice(&key);
                    value.write(out);
                }
            }
            Value::Bool(b) => out.push(0xf4 + u8::from(*b)),
            Value::Null => out.push(0xf6),
        }
    }
}

impl fmt::Debug for Value {
    /// Shows the shape; of byte strings the length alone, because they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unsigned(n) => write!(f, "{n}"),
            Value::Negative(n) => write!(f, "{}", -1 - i128::from(*n)),
            Value::Bytes(b) => write!(f, "<{} bytes>", b.len()),
            Value::Text(t) => write!(f, "{t:?}"),
            Value::Array(items) => f.debug_list().entries(items).finish(),
            Value::Map(members) => f
                .debug_map()
                .entries(members.iter().map(|(k, v)| (k, v)))
                .finish(),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Null => write!(f, "null"),
        }
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        if let Value::Bytes(b) = self {
            b.zeroize();
        }
    }
}

fn head_len(n: u64) -> usize {
    match n {
        0..=23 => 1,
        24..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

fn head(major: u8, n: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    match head_len(n) {
        1 => out.push(major | n as u8),
        2 => out.extend_from_slice(&[major | 24, n as u8]),
        3 => {
            out.push(major | 25);
            out.extend_from_slice(&(n as u16).to_be_bytes());
        }
        5 => {
            out.push(major | 26);
            out.extend_from_slice(&(n as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend_from_slice(&n.to_be_bytes());
        }
    }
}

/// What was mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mended {
    /// Keys of a map were out of order.
    pub order: bool,
    /// A text ended within a character.
    pub cut: bool,
}

struct Reader<'a> {
    input: &'a [u8],
    at: usize,
    /// None: nothing is mended.
    mended: Option<Mended>,
}

impl<'a> Reader<'a> {
    fn item(&mut self, depth: usize) -> Result<Value, CborError> {
        let at = self.at;
        let [first] = self.fixed()?;
        match first >> 5 {
            0 => Ok(Value::Unsigned(self.number(first, at)?)),
            1 => Ok(Value::Negative(self.number(first, at)?)),
            2 => Ok(Value::Bytes(self.string(first, at)?.to_vec())),
            3 => self.text(first, at).map(Value::Text),
            4 => {
                let count = self.count(first, at, 1, depth)?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push(self.item(depth + 1)?);
                }
                Ok(Value::Array(items))
            }
            5 => {
                let count = self.count(first, at, 2, depth)?;
                self.members(count, depth + 1).map(Value::Map)
            }
            _ => match first {
                0xf4 => Ok(Value::Bool(false)),
                0xf5 => Ok(Value::Bool(true)),
                0xf6 => Ok(Value::Null),
                _ => Err(CborError::Unsupported { at, byte: first }),
            },
        }
    }

    fn members(&mut self, count: usize, depth: usize) -> Result<Vec<(Value, Value)>, CborError> {
        // By the key's bytes. One number or text has one form only, so equal keys have equal bytes.
        let mut members: BTreeMap<&[u8], (Value, Value)> = BTreeMap::new();
        for _ in 0..count {
            let at = self.at;
            let key = self.key(depth)?;
            let encoded = self.input.get(at..self.at).unwrap_or_default();
            if members.contains_key(encoded) {
                return Err(CborError::DuplicateKey { at });
            }
            if members
                .last_key_value()
                .is_some_and(|(last, _)| *last > encoded)
            {
                match &mut self.mended {
                    Some(mended) => mended.order = true,
                    None => return Err(CborError::KeyOrder { at }),
                }
            }
            let value = self.item(depth)?;
            members.insert(encoded, (key, value));
        }
        Ok(members.into_values().collect())
    }

    /// A map's key: it names what stands under it, and so nothing of it is mended.
    fn key(&mut self, depth: usize) -> Result<Value, CborError> {
        let mended = self.mended.take();
        let key = self.item(depth)?;
        self.mended = mended;
        Ok(key)
    }

    fn text(&mut self, first: u8, at: usize) -> Result<String, CborError> {
        let bytes = self.string(first, at)?;
        match (std::str::from_utf8(bytes), &mut self.mended) {
            (Ok(text), _) => Ok(text.to_owned()),
            // It ends too early; nothing in it is wrong.
            (Err(e), Some(mended)) if e.error_len().is_none() => {
                mended.cut = true;
                let whole = bytes.get(..e.valid_up_to()).unwrap_or_default();
                Ok(String::from_utf8_lossy(whole).into_owned())
            }
            (Err(_), _) => Err(CborError::NotUtf8 { at }),
        }
    }

    /// The number of members of a container. Each takes at least `least` bytes, so the input bounds it.
    fn count(
        &mut self,
        first: u8,
        at: usize,
        least: usize,
        depth: usize,
    ) -> Result<usize, CborError> {
        if depth >= MAX_DEPTH {
            return Err(CborError::TooDeep { at });
        }
        let count = usize::try_from(self.number(first, at)?).map_err(|_| CborError::Truncated)?;
        if count > self.left().len() / least {
            return Err(CborError::Truncated);
        }
        Ok(count)
    }

    fn string(&mut self, first: u8, at: usize) -> Result<&'a [u8], CborError> {
        let len = usize::try_from(self.number(first, at)?).map_err(|_| CborError::Truncated)?;
        let string = self.left().get(..len).ok_or(CborError::Truncated)?;
        self.at += len;
        Ok(string)
    }

    fn number(&mut self, first: u8, at: usize) -> Result<u64, CborError> {
        let (n, len) = match first & 0x1f {
            small @ 0..=23 => (u64::from(small), 1),
            24 => (u64::from(u8::from_be_bytes(self.fixed()?)), 2),
            25 => (u64::from(u16::from_be_bytes(self.fixed()?)), 3),
            26 => (u64::from(u32::from_be_bytes(self.fixed()?)), 5),
            27 => (u64::from_be_bytes(self.fixed()?), 9),
            31 if first >> 5 >= 2 => return Err(CborError::Indefinite { at }),
            _ => return Err(CborError::Unsupported { at, byte: first }),
        };
        if head_len(n) != len {
            return Err(CborError::NotShortest { at });
        }
        Ok(n)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], CborError> {
        let bytes = self.left().first_chunk().ok_or(CborError::Truncated)?;
        self.at += N;
        Ok(*bytes)
    }

    fn left(&self) -> &'a [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(s: &str) -> Vec<u8> {
        (0..s.len() / 2)
            .map(|i| u8::from_str_radix(&s[2 * i..2 * i + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn what_is_canonical_comes_back_byte_for_byte() {
        // RFC 8949, appendix A, the examples that CTAP's form allows.
        for example in [
            "00",
            "01",
            "0a",
            "17",
            "1818",
            "1819",
            "1864",
            "1903e8",
            "1a000f4240",
            "1b000000e8d4a51000",
            "1bffffffffffffffff",
            "3bffffffffffffffff",
            "20",
            "29",
            "3863",
            "3903e7",
            "f4",
            "f5",
            "f6",
            "40",
            "4401020304",
            "60",
            "6161",
            "6449455446",
            "62225c",
            "62c3bc",
            "63e6b0b4",
            "64f0908591",
            "80",
            "83010203",
            "8301820203820405",
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            "a0",
            "a201020304",
            "a26161016162820203",
            "826161a161626163",
            "a56161614161626142616361436164614461656145",
        ] {
            let value = Value::decode(&hex(example)).unwrap_or_else(|e| panic!("{example}: {e}"));
            assert_eq!(value.encode(), hex(example), "{example}");
            assert_eq!(value.encoded_len(), example.len() / 2);
        }
    }

    #[test]
    fn maps_are_sorted_by_type_then_length_then_bytes() {
        let keys = [
            text("aa"),
            text("b"),
            int(-1),
            int(100),
            int(-7),
            int(10),
            bytes(b"zzz"),
            int(3),
        ];
        let map = Value::Map(keys.iter().map(|k| (k.clone(), Value::Null)).collect());
        let read = Value::decode(&map.encode()).unwrap();
        let order: Vec<_> = read
            .as_map()
            .unwrap()
            .iter()
            .map(|(k, _)| k.clone())
            .collect();
        let want = [
            int(3),
            int(10),
            int(100),
            int(-1),
            int(-7),
            bytes(b"zzz"),
            text("b"),
            text("aa"),
        ];
        assert_eq!(order, want);
    }

    #[test]
    fn what_is_not_canonical_is_named() {
        use CborError as E;
        for (input, want) in [
            ("", E::Truncated),
            ("18", E::Truncated),
            ("1801", E::NotShortest { at: 0 }),
            ("190001", E::NotShortest { at: 0 }),
            ("1a00000001", E::NotShortest { at: 0 }),
            ("1b0000000000000001", E::NotShortest { at: 0 }),
            ("5801ff", E::NotShortest { at: 0 }),
            ("43ffff", E::Truncated),
            ("5bffffffffffffffff00", E::Truncated),
            ("9bffffffffffffffff00", E::Truncated),
            ("bbffffffffffffffff00", E::Truncated),
            ("9a7fffffff00", E::Truncated),
            ("0000", E::Trailing { at: 1 }),
            ("5f4101ff", E::Indefinite { at: 0 }),
            ("7f6161ff", E::Indefinite { at: 0 }),
            ("9fff", E::Indefinite { at: 0 }),
            ("bfff", E::Indefinite { at: 0 }),
            ("1f", E::Unsupported { at: 0, byte: 0x1f }),
            ("1c", E::Unsupported { at: 0, byte: 0x1c }),
            ("ff", E::Unsupported { at: 0, byte: 0xff }),
            ("c000", E::Unsupported { at: 0, byte: 0xc0 }),
            ("f7", E::Unsupported { at: 0, byte: 0xf7 }),
            ("f93c00", E::Unsupported { at: 0, byte: 0xf9 }),
            ("f820", E::Unsupported { at: 0, byte: 0xf8 }),
            ("61ff", E::NotUtf8 { at: 0 }),
            ("a201000100", E::DuplicateKey { at: 3 }),
            ("a202000100", E::KeyOrder { at: 3 }),
            ("a2616100 0100", E::KeyOrder { at: 4 }),
            ("818181818100", E::TooDeep { at: 4 }),
            ("a101a101a101a101a0", E::TooDeep { at: 8 }),
        ] {
            let input = input.replace(' ', "");
            assert_eq!(Value::decode(&hex(&input)), Err(want), "{input}");
        }
        assert!(
            Value::decode(&hex("8181818100")).is_ok(),
            "four levels are allowed"
        );
    }

    #[test]
    fn what_can_be_read_in_one_way_is_mended_when_asked_and_nothing_else() {
        let mended = |order, cut| Mended { order, cut };
        for (input, canonical, how) in [
            ("a201000200", "a201000200", mended(false, false)),
            ("a202000100", "a201000200", mended(true, false)),
            ("a161616261c3", "a161616161", mended(false, true)),
            ("a161617fff", "", mended(false, false)),
            ("81a2616200616100", "81a2616100616200", mended(true, false)),
            ("61c3", "60", mended(false, true)),
        ] {
            match Value::decode_mending(&hex(input)) {
                Ok((value, found)) => {
                    assert_eq!((value.encode(), found), (hex(canonical), how), "{input}");
                }
                Err(_) => assert_eq!(canonical, "", "{input}"),
            }
        }
        use CborError as E;
        for (input, want) in [
            ("a302000300 0200", E::DuplicateKey { at: 5 }),
            ("a161c300", E::NotUtf8 { at: 1 }),
            ("61ff", E::NotUtf8 { at: 0 }),
            ("62c328", E::NotUtf8 { at: 0 }),
            ("0000", E::Trailing { at: 1 }),
            ("1801", E::NotShortest { at: 0 }),
            ("9fff", E::Indefinite { at: 0 }),
            ("a2020001", E::Truncated),
        ] {
            let input = input.replace(' ', "");
            assert_eq!(Value::decode_mending(&hex(&input)), Err(want), "{input}");
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic_or_accept_what_it_would_not_write() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for round in 0..200_000 {
            let mut input = Vec::new();
            for _ in 0..round % 24 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                input.push((state >> 56) as u8);
            }
            if let Ok((value, used)) = Value::decode_first(&input) {
                assert_eq!(value.encode(), input[..used]);
            }
            if let Ok(value) = Value::decode(&input) {
                assert_eq!(
                    Value::decode_mending(&input),
                    Ok((value, Mended::default()))
                );
            }
            if let Ok((value, mended)) = Value::decode_mending(&input) {
                let same = value.encode().len() == input.len();
                assert!(same || mended.cut);
            }
        }
    }

    #[test]
    fn numbers_at_the_edges_keep_their_value() {
        for n in [0, 23, 24, 255, 256, -1, -24, -25, i64::MAX, i64::MIN] {
            assert_eq!(Value::decode(&int(n).encode()).unwrap().as_i64(), Some(n));
        }
        assert_eq!(Value::Negative(u64::MAX).as_i64(), None);
        assert_eq!(
            format!("{:?}", Value::Negative(u64::MAX)),
            "-18446744073709551616"
        );
    }

    #[test]
    fn i4_debug_shows_no_bytes() {
        let value = Value::Map(vec![(int(1), bytes(b"SECRET"))]);
        assert_eq!(format!("{value:?}"), "{1: <6 bytes>}");
    }
}
