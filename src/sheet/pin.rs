//! The PIN sheet.

use super::block::Block;
use super::{Page, PageKind, Stationery};
use crate::secret::Secret;
use jiff::civil::Date;

/// What a PIN sheet says.
pub struct PinSheet<'a, 's> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// The sheet's serial.
    pub serial: &'a str,
    /// The key that the PIN opens.
    pub key: &'a str,
    /// The account that the key opens.
    pub account: &'a str,
    /// Where the sheet belongs.
    pub place: &'a str,
    /// When it was printed.
    pub date: Date,
    /// When the PIN is to be rotated.
    pub due: Date,
    /// The PIN.
    pub pin: PinText<'s>,
    /// The proof word.
    pub proof_word: &'s Secret,
    /// 32 random bytes, drawn for this sheet: the pattern against see-through is made from them.
    pub cover: [u8; 32],
}

/// Who writes the PIN onto its sheet.
pub enum PinText<'s> {
    /// The printer.
    Printed {
        /// The PIN.
        pin: &'s Secret,
        /// Its check letters ([`crate::secret::check_letters`]).
        check: &'s [u8; 2],
    },
    /// The PIN custodian, by hand and with dice: neither printer nor screen ever knows it.
    Written {
        /// How many digits.
        digits: usize,
    },
}

/// A PIN sheet. Outside stands what is needed to find and to refuse it, inside the secret, or the form for it.
pub fn pin_sheet<'s>(sheet: &PinSheet<'_, 's>) -> Page<'s> {
    let outside = vec![
        Block::Title("PIN sheet".into()),
        Block::field("organisation", sheet.on.organisation),
        Block::field("sheet", sheet.serial),
        Block::field("key", sheet.key),
        Block::field("account", sheet.account),
        Block::field("place", sheet.place),
        Block::field("printed", sheet.date),
        Block::field("rotate by", sheet.due),
        Block::Blank("bag".into()),
        Block::Gap,
        Block::paragraph(
            "Found? Leave it folded and give it to the organisation above. It opens nothing without its key.",
        ),
        Block::paragraph(
            "Refuse it if its bag is damaged, or if the serial of the bag or of this sheet is not the one that the \
             ledger names last.",
        ),
    ];
    let mut inside = vec![Block::field("sheet", sheet.serial)];
    match &sheet.pin {
        PinText::Printed { pin, check } => {
            let (first, rest) = groups(pin.bytes());
            inside.push(Block::Secret("pin".into(), first));
            if !rest.is_empty() {
                inside.push(Block::Secret("pin, continued".into(), rest));
            }
            inside.push(Block::Secret(
                "check letters".into(),
                vec![check.as_slice()],
            ));
        }
        PinText::Written { digits } => {
            inside.push(Block::Boxes("pin".into(), *digits));
            inside.push(Block::Boxes("check letters".into(), 2));
        }
    }
    let proof_word = Block::Secret("proof word".into(), vec![sheet.proof_word.bytes()]);
    inside.extend([proof_word, Block::Gap, Block::paragraph(how(&sheet.pin))]);
    Page::folded(
        PageKind::PinSheet,
        sheet.serial,
        &sheet.on,
        sheet.cover,
        [outside, inside],
    )
}

/// How it is used.
fn how(pin: &PinText) -> &'static str {
    match pin {
        PinText::Printed { .. } => {
            "The spaces in the PIN are not typed. Check letters before each try."
        }
        PinText::Written { .. } => {
            "For each box throw a die twice. First throw: odd counts 0, even counts 5. Second throw: 1 to 5; take one off \
             and add it; a 6 is thrown again. So every digit is as likely as any other. Write with a pen. The check \
             letters come from the screen."
        }
    }
}

/// A PIN in groups of four, for one line and, beyond 48 digits, a second. A PIN that is not of ASCII stays whole: its
/// characters are not its bytes.
fn groups(pin: &[u8]) -> (Vec<&[u8]>, Vec<&[u8]>) {
    if !pin.is_ascii() {
        return (vec![pin], Vec::new());
    }
    let (first, rest) = pin.split_at(pin.len().min(48));
    (first.chunks(4).collect(), rest.chunks(4).collect())
}
