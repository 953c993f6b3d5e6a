//! Bytes as lower-case hex.

/// Two digits a byte, lower case.
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n)]);
    let mut text = String::with_capacity(2 * bytes.len());
    for b in bytes {
        text.extend([digit(b >> 4), digit(b & 15)]);
    }
    text
}

/// The bytes of lower-case hex; None for anything else.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0; text.len() / 2];
    decode_into(text, &mut bytes).map(|()| bytes)
}

/// As many bytes as a hash has, of lower-case hex; None for anything else.
pub fn decode_exactly<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    decode_into(text, &mut bytes).map(|()| bytes)
}

fn decode_into(text: &str, bytes: &mut [u8]) -> Option<()> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    if pairs.len() != bytes.len() {
        return None;
    }
    let value = |digit: u8| VALUES[usize::from(digit)];
    let mut wrong = 0;
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (value(*high), value(*low));
        wrong |= high | low;
        *byte = high << 4 | low;
    }
    (wrong < NONE).then_some(())
}

/// No digit's value.
const NONE: u8 = 16;

/// What each byte is worth as a digit.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut n = 0;
    while n < 10 {
        values[b'0' as usize + n as usize] = n;
        n += 1;
    }
    while n < 16 {
        values[b'a' as usize + n as usize - 10] = n;
        n += 1;
    }
    values
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_back_and_nothing_else_is_taken() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&all)), Some(all));
        assert_eq!(decode_exactly("00ff"), Some([0, 255]));
        assert_eq!(decode_exactly::<1>("00ff"), None);
        for wrong in ["0", "0g", "AA", " 0", "00 ", "ä0"] {
            assert_eq!(decode(wrong), None, "{wrong}");
            assert_eq!(decode_exactly::<1>(wrong), None, "{wrong}");
        }
    }
}
