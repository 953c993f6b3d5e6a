//! The recovery leaflet: how a password is put together again without this program, by somebody who never saw it.

use super::block::Block;
use super::{Page, PageKind, Stationery};

/// What a leaflet is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaflet {
    /// The account whose password is shared.
    pub account: String,
    /// Shares needed.
    pub threshold: u32,
    /// Shares that exist.
    pub members: usize,
}

/// The leaflet, on one sheet of paper.
pub fn leaflet(on: &Stationery, leaflet: &Leaflet) -> Page<'static> {
    let (k, n) = (leaflet.threshold, leaflet.members);
    let mut blocks = vec![
        Block::Title("Recovery leaflet".into()),
        Block::field("organisation", on.organisation),
        Block::field("account", &leaflet.account),
        Block::field("shares", format!("any {k} of {n}")),
        Block::Section("what you have".into()),
        Block::paragraph(&format!(
            "The password of this account was split into {n} shares after the public standard SLIP-39. Each share is a \
             sheet with numbered words. Any {k} of them give the password; fewer say nothing about it. You need no \
             program of ours. Do this only in an emergency, with a second person, and note when and why.",
        )),
        Block::Section("what to do".into()),
    ];
    let steps = steps(k).into_iter().enumerate();
    blocks.extend(steps.map(|(n, step)| Block::item(&format!("{}. ", n + 1), &step)));
    blocks.push(Block::Section("from hex to the password".into()));
    blocks.push(Block::paragraph(
        "Two hex digits are one character. 30 to 39 are the digits 0 to 9; 41 to 5a the capitals A to Z; 61 to 7a the small \
         letters a to z. Example: 54 6e 34 6b is Tn4k. A last 20 is a space that only fills up: leave it off. A computer \
         does the same: echo HEX | xxd -r -p, or python3 -c \"print(bytes.fromhex('HEX').decode())\".",
    ));
    blocks.push(Block::Table(
        vec![("".into(), 0.07); 14].into_iter().collect(),
        table(),
    ));
    blocks.push(Block::Section("when something does not work".into()));
    blocks.extend(
        [
            "A word cannot be read: its first four letters are enough, and no two words of the list begin with the same four. \
             Otherwise take another share, if there is one.",
            "The program says that the checksum is wrong: a word is misread or out of order. Read that share again, word by \
             word. Up to three wrong words are always noticed. Never change words until it fits: a share that was altered on \
             purpose is noticed only when the shares are put together.",
            "The shares do not belong together: their first two words must be the same, and so must be \"identifier\" on the \
             sheets. The word below \"proof word\" is no part of a share.",
            "No such program can be had: four printed pages with a short program in Python lie with the plan (\"reader\"); \
             it can be typed in.",
        ]
        .map(|text| Block::item("\u{2022} ", text)),
    );
    blocks.push(Block::Section("afterwards".into()));
    blocks.push(Block::paragraph(
        "Everybody who saw shares or password knows them now. Change the password, make new shares, destroy the old ones, and \
         write into the ledger what happened.",
    ));
    Page::flow(PageKind::Leaflet, "LEAFLET", on, blocks)
}

fn steps(threshold: u32) -> Vec<String> {
    vec![
        "Take a computer that you trust, and cut it off from every network before a word is typed. It needs Python 3 and a \
         SLIP-39 program, such as python-shamir-mnemonic: pip install \"shamir-mnemonic[cli]\", before you cut it off. Others \
         exist, also in hardware wallets; any that speaks SLIP-39 will do."
            .into(),
        "Start: shamir recover".into(),
        format!(
            "Type the words of the first share in the order of their numbers, all of them, with spaces between; capitals do \
             not matter. Press Enter. Do the same with the other shares, {threshold} in all. Or let a scanner that types read \
             the two QR codes of a sheet, the upper one first."
        ),
        "Asked for a passphrase: there is none. Press Enter, twice if it asks twice.".into(),
        "The program prints the master secret, in hex. It is the password.".into(),
        "Sign in with it at once, or write it down for nobody but yourselves. Switch the computer off.".into(),
    ]
}

/// Hex and characters beside each other, for whoever has no computer for it.
fn table() -> Vec<Vec<String>> {
    let characters: Vec<u8> = (b'0'..=b'9')
        .chain(b'A'..=b'Z')
        .chain(b'a'..=b'z')
        .collect();
    let cells: Vec<String> = characters
        .iter()
        .map(|c| format!("{c:02x}={}", char::from(*c)))
        .collect();
    cells.chunks(14).map(<[String]>::to_vec).collect()
}
