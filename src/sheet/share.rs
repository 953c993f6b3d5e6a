//! The share sheet.

use super::layout::Layout;
use super::{Page, PageKind};
use crate::secret::{ArenaFull, Secret};
use jiff::civil::Date;

/// What a share sheet says.
pub struct ShareSheet<'a> {
    /// Whether it is played.
    pub rehearsal: bool,
    /// Whose it is.
    pub organisation: &'a str,
    /// The sheet's serial.
    pub serial: &'a str,
    /// The account whose password is shared.
    pub account: &'a str,
    /// The set that the shares of one split have in common (SLIP-39's identifier).
    pub set: u32,
    /// Which share of the set this is, from 1.
    pub member: u32,
    /// Shares in the set.
    pub members: u32,
    /// Shares needed.
    pub threshold: u32,
    /// Where the sheet belongs.
    pub place: &'a str,
    /// When it was printed.
    pub date: Date,
    /// The share's SLIP-39 words, lower-case, with spaces between them.
    pub words: &'a Secret,
    /// The proof word.
    pub proof_word: &'a Secret,
}

/// Between the two halves of the words, which two people read, so that neither sees a whole share.
const MIDDLE: &str = "PIN custodian above, key custodian below: fold to hide one half";

/// A share sheet. Above the fold stands what is needed to find and to refuse it, below it the share, and how to use it
/// without this program.
///
/// # Errors
/// [`ArenaFull`].
pub fn share_sheet(sheet: &ShareSheet) -> Result<Page, ArenaFull> {
    let mut page = Layout::new(sheet.rehearsal);
    page.line("SHARE SHEET");
    page.blank();
    page.field("organisation", sheet.organisation);
    page.field("sheet", sheet.serial);
    page.field("account", sheet.account);
    page.field("set", sheet.set);
    page.field("share", format!("{} of {}", sheet.member, sheet.members));
    page.field("shares needed", sheet.threshold);
    page.field("place", sheet.place);
    page.field("printed", sheet.date);
    page.blank();
    page.paragraph(
        "",
        &format!(
            "Found? Leave it folded and give it to the organisation above. Fewer than {} shares say nothing \
             about the password.",
            sheet.threshold
        ),
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
    page.words("words", sheet.words.bytes(), MIDDLE);
    page.secret_field("proof word", [sheet.proof_word.bytes()]);
    page.blank();
    page.paragraph(
        "",
        &format!(
            "Without this program: give the words of any {} shares of set {} to any SLIP-39 program, with no \
             passphrase. The proof word is not one of them. It gives back bytes, mostly shown as hex: they are the \
             password in ASCII. A space at its end (hex 20) does not belong to it.",
            sheet.threshold, sheet.set
        ),
    );
    page.finish(PageKind::ShareSheet, sheet.serial)
}
