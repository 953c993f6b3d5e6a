//! Serial numbers, read as each maker has published it; most keys have none on USB. It costs no touch and no PIN.

use super::client::Client;
use super::error::{CtapError, Reply};
use super::link::Link;
use crate::text::hex;

/// A maker that tells how a key's serial number is read over CTAPHID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    /// Yubico: the device information of YubiKey 5 and later; a number of up to 32 bits, as printed on the key.
    Yubico,
    /// Firmware on Trussed: Nitrokey 3 and Solo 2; 16 bytes that no other key has.
    Trussed,
}

/// Yubico's READ CONFIG.
const READ_CONFIG: u8 = 0x42;
/// Where the serial number stands in it.
const TAG_SERIAL: u8 = 0x02;
/// The admin app's UUID (Nitrokey 3 firmware, docs/ctaphid-commands.md).
const UUID: u8 = 0x62;

impl Maker {
    /// By the USB vendor and product; None for makers that publish no such thing.
    pub fn of_usb(vendor: u16, product: u16) -> Option<Maker> {
        match (vendor, product) {
            (0x1050, _) => Some(Maker::Yubico),
            (0x20a0, 0x42b2) | (0x1209, 0xbeee) => Some(Maker::Trussed),
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
        let command = match maker {
            Maker::Yubico => READ_CONFIG,
            Maker::Trussed => UUID,
        };
        let reply = match self.vendor(command, &[]) {
            Err(CtapError::RefusedMessage(_)) => return Ok(None),
            other => other?,
        };
        let serial = match maker {
            Maker::Yubico => yubico_serial(&reply),
            Maker::Trussed => Ok((reply.len() == 16).then(|| hex::encode(&reply))),
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
}
