//! The share sheet.

use super::block::Block;
use super::{Envelope, Page, PageKind, Paper, Stationery};
use crate::secret::Secret;
use jiff::civil::Date;

/// What a share sheet says.
pub struct ShareSheet<'a, 's> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// The sheet's serial.
    pub serial: &'a str,
    /// The account whose password is shared.
    pub account: &'a str,
    /// What the shares of one split have in common: SLIP-39's identifier. It is not the ledger's number of the set.
    pub identifier: u32,
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
    /// When the password is to be rotated.
    pub due: Date,
    /// The share's SLIP-39 words, lower-case, with spaces between them.
    pub words: &'s Secret,
    /// The proof word.
    pub proof_word: &'s Secret,
    /// 32 random bytes, drawn for this sheet: the pattern against see-through is made from them.
    pub cover: [u8; 32],
}

/// A share sheet. Outside stands what is needed to find and to refuse it, inside the words.
pub fn share_sheet<'s>(sheet: &ShareSheet<'_, 's>) -> Page<'s> {
    let outside = vec![
        Block::Title("Share sheet".into()),
        Block::field("organisation", sheet.on.organisation),
        Block::field("sheet", sheet.serial),
        Block::field("account", sheet.account),
        Block::field("identifier", sheet.identifier),
        Block::field("share", format!("{} of {}", sheet.member, sheet.members)),
        Block::field("shares needed", sheet.threshold),
        Block::field("place", sheet.place),
        Block::field("printed", sheet.date),
        Block::field("rotate by", sheet.due),
        Block::Blank("bag".into()),
        Block::Gap,
        Block::paragraph(&format!(
            "Found? Leave it folded and give it to the organisation above. Fewer than {} shares say nothing about the \
             password.",
            sheet.threshold
        )),
        Block::paragraph(
            "Refuse it if its bag is damaged, or if the serial of the bag or of this sheet is not the one that the \
             ledger names last.",
        ),
        Block::paragraph(&format!(
            "Without this program: the recovery leaflet tells how any {} shares with identifier {} give the password with any \
             SLIP-39 program. The proof word is not one of the words.",
            sheet.threshold, sheet.identifier
        )),
    ];
    let inside = vec![
        Block::field("sheet", sheet.serial),
        Block::words(sheet.words.bytes()),
        Block::Secret("proof word".into(), vec![sheet.proof_word.bytes()]),
    ];
    Page::folded(
        PageKind::ShareSheet,
        sheet.serial,
        &sheet.on,
        sheet.cover,
        [outside, inside],
    )
}

/// Shares of so many words, or fewer, fit on every paper into every envelope.
pub const WORDS_THAT_ALWAYS_FIT: usize = 44;

/// Whether a share of so many words fits inside the fold, whichever words they are.
pub fn share_fits(paper: Paper, envelope: Envelope, words: usize) -> bool {
    let on = Stationery {
        rehearsal: false,
        organisation: "",
        paper,
        envelope,
    };
    let longest: &[u8] = b"academic"; // no word of SLIP-39 has more than eight letters
    let inside = vec![
        Block::field("sheet", ""),
        Block::Words(vec![longest; words]),
        Block::Secret("proof word".into(), vec![longest]),
    ];
    let page = Page::folded(PageKind::ShareSheet, "", &on, [0; 32], [Vec::new(), inside]);
    super::fold::set(&page).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 39 words are a password of 40 characters (SLIP-39: 7 words beside the value, 10 bits a word).
    #[test]
    fn the_usual_share_fits_into_every_envelope_and_there_is_an_end() {
        for (_, paper) in Paper::ALL {
            for (name, envelope) in Envelope::ALL {
                let most = (20..=120).rev().find(|n| share_fits(paper, envelope, *n));
                let most = most.unwrap_or_default();
                println!("{paper:?} {name}: {most} words");
                assert!((39..120).contains(&most), "{paper:?} {name}: {most}");
                assert!((20..=WORDS_THAT_ALWAYS_FIT).all(|n| share_fits(paper, envelope, n)));
            }
        }
    }
}
