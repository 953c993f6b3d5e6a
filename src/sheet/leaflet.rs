//! The leaflet: one page for somebody who has shares and not this program.

use super::block::{Block, name};
use super::{Page, PageKind, Stationery};

/// What a leaflet says. It holds no secret.
pub struct Leaflet<'a> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// Whose password it is about; None: it is about any.
    pub of: Option<Shared<'a>>,
}

/// A password that is kept in shares.
pub struct Shared<'a> {
    /// The account's identifier in the plan.
    pub id: &'a str,
    /// Its account.
    pub account: &'a str,
    /// Shares needed.
    pub threshold: u32,
    /// Shares that there are.
    pub members: u32,
}

/// The leaflet's example: two shares of a set of three, of which two are needed.
pub const EXAMPLE_SHARES: [&str; 2] = [
    "wine smoking academic acid diploma leaf tendency plan superior cubic funding cylinder sack excuse beyond lily \
     leaves sheriff skin grant",
    "wine smoking academic agency again unkind liberty ambition numerous platform dilemma listen peaceful afraid \
     valuable network birthday patrol merit loud",
];
/// What a SLIP-39 program gives for them.
pub const EXAMPLE_HEX: &str = "4e6f742d5265616c2d53656372657420";
/// The password that it is.
pub const EXAMPLE_PASSWORD: &str = "Not-Real-Secret";

/// A leaflet. Its serial is `leaflet`, and the account's identifier behind it.
pub fn leaflet(leaflet: &Leaflet) -> Page<'static> {
    let mut blocks = vec![
        Block::Title("How to get the password back".into()),
        Block::field("organisation", leaflet.on.organisation),
    ];
    if let Some(of) = &leaflet.of {
        blocks.push(Block::field("account", of.account));
        let shares = format!("{} of {} needed", of.threshold, of.members);
        blocks.push(Block::field("shares", shares));
    }
    for (title, body) in [
        ("what you hold", what_you_hold()),
        ("what to do", what_to_do()),
        ("an example, for trying it out", example()),
        ("when something is wrong", when_wrong()),
        ("afterwards", afterwards()),
    ] {
        blocks.push(Block::section(title));
        blocks.extend(body);
    }
    let serial = match &leaflet.of {
        Some(of) => format!("leaflet-{}", name(of.id)),
        None => "leaflet".into(),
    };
    Page::flow(PageKind::Leaflet, &serial, &leaflet.on, blocks)
}

fn what_you_hold() -> Vec<Block<'static>> {
    vec![Block::paragraph(
        "Each share sheet, inside its fold, bears the words of one share of a password (SLIP-39, a public standard). \
         Shares belong together when their sheets say the same account and the same identifier. So many as the sheets say are \
         needed, from any of the places; fewer tell nothing. Be at least two, and let each read only some of them.",
    )]
}

fn what_to_do() -> Vec<Block<'static>> {
    vec![
        Block::item(
            "1. ",
            "Take a computer that nobody else uses, and a program for SLIP-39. Sealwright is one (sealwright share \
             combine); so is python-shamir-mnemonic, which is fetched with Python and the first line below; there are \
             others. Then take the computer off every network, and start the program, such as by the second line.",
        ),
        Block::Listing("pip install 'shamir-mnemonic[cli]'\nshamir recover".into()),
        Block::item(
            "2. ",
            "Type the words of the first share: all, in the order of their numbers, in one line, with one space between. \
             Not the numbers, not the proof word. Capitals do not matter. Press Enter. Then the next share, until it \
             says SUCCESS. If a passphrase is asked for, there is none: just press Enter.",
        ),
        Block::item(
            "3. ",
            "It shows the master secret as digits and the letters a to f (hex). Each two of them are one character of \
             the password. If the last two are 20, leave them off: they do not belong to it. This line asks for the hex \
             and shows the password:",
        ),
        Block::Listing("python3 -c 'print(bytes.fromhex(input()).decode().rstrip())'".into()),
        Block::item(
            "4. ",
            "Without it, look each pair up: its first sign is the row, its second the column.",
        ),
        Block::Listing(ascii_table()),
    ]
}

/// The printable characters of ASCII, by the two digits of their hex.
fn ascii_table() -> String {
    let column = |low: u8| format!(" {low:x}");
    let mut table = format!("     {}", (0..16).map(column).collect::<String>());
    for high in 2..8u8 {
        let sign = |low: u8| match char::from(high * 16 + low) {
            ' ' | '\x7f' => "  ".to_owned(),
            c => format!(" {c}"),
        };
        let signs: String = (0..16).map(sign).collect();
        table.push_str(&format!("\n  {high}  {}", signs.trim_end()));
    }
    table
}

fn example() -> Vec<Block<'static>> {
    let [first, second] = EXAMPLE_SHARES;
    vec![
        Block::item("Share 1: ", first),
        Block::item("Share 2: ", second),
        Block::item(
            "Result: ",
            &format!(
                "{EXAMPLE_HEX}, which is {EXAMPLE_PASSWORD}, and 20 at the end, which is left off."
            ),
        ),
    ]
}

fn when_wrong() -> Vec<Block<'static>> {
    vec![
        Block::item(
            "A word cannot be read: ",
            "its first four letters tell it; the list of the 1024 words comes with every such program. If those are lost \
             too, take another share in its place.",
        ),
        Block::item(
            "The checksum is wrong: ",
            "a word is wrong, missing or moved. Compare each with the paper.",
        ),
        Block::item(
            "It is not part of the set: ",
            "the sheet is of another password, or an older one.",
        ),
        Block::item(
            "There is no such program: ",
            "the printed program recover.py needs Python alone; four letters a word are enough for it.",
        ),
    ]
}

fn afterwards() -> Vec<Block<'static>> {
    vec![Block::paragraph(
        "The password is known now, and so are the shares: all of them are burnt. As soon as the emergency is over, set a \
         new password, split it anew, destroy the old sheets, switch the computer off. Write down who opened what, when \
         and why.",
    )]
}
