//! The PIN sheet.

use super::layout::Layout;
use super::{Page, PageKind};
use crate::secret::{ArenaFull, Secret};
use jiff::civil::Date;

/// What a PIN sheet says.
pub struct PinSheet<'a> {
    /// Whether it is played.
    pub rehearsal: bool,
    /// Whose it is.
    pub organisation: &'a str,
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
    pub pin: &'a Secret,
    /// Its check letters ([`crate::secret::check_letters`]).
    pub check: [u8; 2],
    /// The proof word.
    pub proof_word: &'a Secret,
}

/// A PIN sheet. Above the fold stands what is needed to find and to refuse it, below it the secret.
///
/// # Errors
/// [`ArenaFull`].
pub fn pin_sheet(sheet: &PinSheet) -> Result<Page, ArenaFull> {
    let mut page = Layout::new(sheet.rehearsal);
    page.line("PIN SHEET");
    page.blank();
    page.field("organisation", sheet.organisation);
    page.field("sheet", sheet.serial);
    page.field("key", sheet.key);
    page.field("account", sheet.account);
    page.field("place", sheet.place);
    page.field("printed", sheet.date);
    page.field("rotate by", sheet.due);
    page.blank();
    page.paragraph(
        "",
        "Found? Leave it folded and give it to the organisation above. It opens nothing without its key.",
    );
    page.paragraph(
        "",
        "Refuse it if its bag is damaged, or if the serial of the bag or of this sheet is not the one \
         that the ledger names last.",
    );
    page.blank();
    page.rule("fold here: what is below goes inside");
    page.blank();
    page.field("sheet", sheet.serial);
    let (first, rest) = groups(sheet.pin.bytes());
    page.secret_field("pin", first);
    if !rest.is_empty() {
        page.secret_field("pin, continued", rest);
    }
    page.secret_field("check letters", [&sheet.check[..]]);
    page.secret_field("proof word", [sheet.proof_word.bytes()]);
    page.blank();
    page.line("The spaces in the PIN are not typed. Check letters before each try.");
    page.finish(PageKind::PinSheet, sheet.serial)
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
