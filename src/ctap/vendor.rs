//! Serial numbers, read as each maker has published it; most keys have none on USB. It costs no touch and no PIN.

use super::client::Client;
use super::error::{CtapError, Reply};
use super::link::Link;
use super::status::HidStatus;
use crate::text::hex;

/// A maker that tells how a key's serial number is read over CTAPHID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    /// Yubico: the device information of YubiKey 5 and later; a number of up to 32 bits, as printed on the key.
    Yubico,
    /// Firmware on Trussed: Nitrokey 3 and Solo 2; 16 bytes that no other key has.
    Trussed,
    /// Token2, from PIN+ Release 2 on: the digits that stand on the key.
    Token2,
}

/// Yubico's READ CONFIG.
const READ_CONFIG: u8 = 0x42;
/// Where the serial number stands in it.
const TAG_SERIAL: u8 = 0x02;
/// The admin app's UUID (Nitrokey 3 firmware, docs/ctaphid-commands.md).
const UUID: u8 = 0x62;
/// Token2's way to its OTP application, and there the command that reads the serial number into 16 bytes under tag 0xd1
/// (fido2-manage, t2otp_hid.rs).
const OTP: u8 = 0x41;
#[rustfmt::skip]
const OTP_SERIAL: [u8; 23] = [
    0x80, 0x33, 0, 0, 0x12, TAG_OTP_SERIAL, 0x10,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];
const TAG_OTP_SERIAL: u8 = 0xd1;
/// What such a reply ends with if all went well (ISO 7816-4, 5.1.3).
const FINE: [u8; 2] = [0x90, 0x00];

impl Maker {
    /// By the USB vendor and product; None for makers that publish no such thing.
    pub fn of_usb(vendor: u16, product: u16) -> Option<Maker> {
        match (vendor, product) {
            (0x1050, _) => Some(Maker::Yubico),
            (0x20a0, 0x42b2) | (0x1209, 0xbeee) => Some(Maker::Trussed),
            (0x349e, _) => Some(Maker::Token2),
            _ => None,
        }
    }
}

impl<L: Link> Client<L> {
    /// The serial number as its maker writes it; None where this key does not tell it: older firmware, or one that
    /// was told to hide it.
    ///
    /// # Errors
    /// [`CtapError`] of the exchange, an answer that is none, or another number than before. Nothing changes in the key.
    pub fn serial(&mut self, maker: Maker) -> Result<Option<String>, CtapError> {
        let (command, message): (u8, &[u8]) = match maker {
            Maker::Yubico => (READ_CONFIG, &[]),
            Maker::Trussed => (UUID, &[]),
            Maker::Token2 => (OTP, &OTP_SERIAL),
        };
        let reply = match self.vendor(command, message) {
            Err(CtapError::RefusedMessage(HidStatus::InvalidCommand)) => return Ok(None),
            other => other?,
        };
        let serial = match maker {
            Maker::Yubico => yubico_serial(&reply),
            Maker::Trussed => Ok((reply.len() == 16).then(|| hex::encode(&reply))),
            Maker::Token2 => token2_serial(&reply),
        };
        serial
            .and_then(|serial| {
                serial.as_deref().map_or(Ok(()), |now| self.is_still(now))?;
                Ok(serial)
            })
            .map_err(CtapError::of_a_question)
    }
}

/// One length byte, then members of a tag, a length and a value each.
fn yubico_serial(reply: &[u8]) -> Result<Option<String>, CtapError> {
    let wrong = || CtapError::from(Reply::Wrong("the device information"));
    let (len, members) = reply.split_first().ok_or_else(wrong)?;
    let mut members = members.get(..usize::from(*len)).ok_or_else(wrong)?;
    while let [tag, len, rest @ ..] = members {
        let (value, rest) = rest.split_at_checked(usize::from(*len)).ok_or_else(wrong)?;
        if *tag == TAG_SERIAL {
            let number = value.try_into().map(u32::from_be_bytes);
            let number = number.map_err(|_| wrong())?;
            return Ok((number != 0).then(|| number.to_string()));
        }
        members = rest;
    }
    Ok(None)
}

/// Tag, length, digits, then that it went well. What answers otherwise is another generation of these keys.
fn token2_serial(reply: &[u8]) -> Result<Option<String>, CtapError> {
    let wrong = || CtapError::from(Reply::Wrong("the serial number"));
    let Some([TAG_OTP_SERIAL, len, rest @ ..]) = reply.strip_suffix(&FINE) else {
        return Ok(None);
    };
    let digits = rest.get(..usize::from(*len)).ok_or_else(wrong)?;
    let end = digits.iter().position(|b| *b == 0).unwrap_or(digits.len());
    let (digits, padding) = digits.split_at(end);
    let all = digits.iter().all(u8::is_ascii_digit) && padding.iter().all(|b| *b == 0);
    if digits.is_empty() || !all {
        return Err(wrong());
    }
    Ok(Some(String::from_utf8_lossy(digits).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yubikeys_serial_number_stands_under_its_tag() {
        let serial = |reply: &[u8]| yubico_serial(reply).map_err(|_| ());
        let some = Ok(Some("12345678".to_owned()));
        assert_eq!(
            serial(&[10, 1, 2, 2, 0x3f, 2, 4, 0, 0xbc, 0x61, 0x4e]),
            some
        );
        assert_eq!(serial(&[4, 1, 2, 2, 0x3f]), Ok(None), "it hides it");
        assert_eq!(serial(&[6, 2, 4, 0, 0, 0, 0]), Ok(None));
        for wrong in [&[][..], &[9, 1], &[2, 2, 4], &[4, 2, 2, 0, 0]] {
            assert_eq!(serial(wrong), Err(()), "{wrong:?}");
        }
    }
    #[test]
    fn a_token2_keys_serial_number_is_its_digits() {
        let serial = |reply: &[u8]| token2_serial(reply).map_err(|_| ());
        let digits = b"961053123456";
        let told = [&[0xd1, 12][..], digits, &FINE].concat();
        assert_eq!(serial(&told), Ok(Some("961053123456".into())));
        let padded = [&[0xd1, 14][..], digits, &[0, 0], &FINE].concat();
        assert_eq!(serial(&padded), Ok(Some("961053123456".into())));
        // An answer to reset, an unknown instruction, nothing: another generation.
        for other in [&[0x3b, 0xff, 0x18][..], &[0x6d, 0x00], &[0x90, 0x00], &[]] {
            assert_eq!(serial(other), Ok(None), "{other:?}");
        }
        for wrong in [
            &[0xd1, 4, b'1', 0x90, 0x00][..],
            &[0xd1, 0, 0x90, 0x00],
            &[0xd1, 2, b'1', b'x', 0x90, 0x00],
            &[0xd1, 3, b'1', 0, b'1', 0x90, 0x00],
        ] {
            assert_eq!(serial(wrong), Err(()), "{wrong:?}");
        }
    }
}
