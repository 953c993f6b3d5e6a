//! Every kind of page with dummy data, marked as a rehearsal's: to look at, to try a printer and envelopes with. The
//! reader has no data, and no mark.

use super::{
    BagLabel, BagLabels, Envelope, Inventory, InventoryKey, Leaflet, Minutes, Page, Paper,
    PinSheet, PinText, Receipt, ScriptPart, ScriptSheet, ShareSheet, Shared, Stationery,
    bag_labels, flush_page, inventory, leaflet, minutes, pin_sheet, reader, receipt, script_sheet,
    share_sheet, test_page,
};
use crate::secret::{ArenaFull, Secret, check_letters};
use crate::text::aloud;
use crate::text::language::Language;
use jiff::civil::{Date, date};

/// A page that can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// A PIN sheet that the printer fills in.
    Pin,
    /// A PIN sheet that is filled in by hand.
    PinWritten,
    /// A share sheet.
    Share,
    /// A script.
    Script,
    /// Minutes.
    Minutes,
    /// A receipt.
    Receipt,
    /// Labels for bags.
    BagLabels,
    /// An inventory.
    Inventory,
    /// The recovery leaflet.
    Leaflet,
    /// The recovery program.
    Reader,
    /// The printer's test page.
    TestPage,
    /// The page that flushes a printer.
    FlushPage,
}

impl Preview {
    /// All, with their names.
    pub const ALL: [(&str, Preview); 12] = [
        ("pin", Preview::Pin),
        ("pin-written", Preview::PinWritten),
        ("share", Preview::Share),
        ("script", Preview::Script),
        ("minutes", Preview::Minutes),
        ("receipt", Preview::Receipt),
        ("bag-labels", Preview::BagLabels),
        ("inventory", Preview::Inventory),
        ("leaflet", Preview::Leaflet),
        ("reader", Preview::Reader),
        ("test-page", Preview::TestPage),
        ("flush-page", Preview::FlushPage),
    ];

    /// The one of this name.
    pub fn named(name: &str) -> Option<Preview> {
        let mut all = Preview::ALL.iter();
        all.find(|(known, _)| *known == name).map(|(_, it)| *it)
    }
}

/// Names on dummy pages.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Whose the pages are.
    pub organisation: &'a str,
    /// Two people.
    pub people: [&'a str; 2],
    /// A key.
    pub key: &'a str,
    /// An account.
    pub account: &'a str,
    /// A place.
    pub place: &'a str,
}

impl Names<'static> {
    /// Nobody's.
    pub const DUMMY: Names<'static> = Names {
        organisation: "Example Oy",
        people: ["Aino Virtanen", "Bo Lindström"],
        key: "red-1",
        account: "emergency-1@example.invalid",
        place: "Safe A, second floor",
    };
}

/// A preview with the usual names. What is done with the page, such as [`Page::pdf`], is `see`'s.
///
/// # Errors
/// `see`'s, and [`ArenaFull`].
pub fn preview<T, E: From<ArenaFull>>(
    kind: Preview,
    paper: Paper,
    envelope: Envelope,
    see: impl FnOnce(&Page) -> Result<T, E>,
) -> Result<T, E> {
    let on = Stationery {
        rehearsal: true,
        organisation: Names::DUMMY.organisation,
        paper,
        envelope,
    };
    preview_with(kind, on, &Names::DUMMY, see)
}

/// A preview with names and stationery of one's own.
///
/// # Errors
/// `see`'s, and [`ArenaFull`].
pub fn preview_with<T, E: From<ArenaFull>>(
    kind: Preview,
    on: Stationery,
    names: &Names,
    see: impl FnOnce(&Page) -> Result<T, E>,
) -> Result<T, E> {
    match kind {
        Preview::Pin => {
            let pin = dummy(PIN)?;
            let check = check_letters(&pin, PIN_SERIAL);
            let text = PinText::Printed {
                pin: &pin,
                check: &check,
            };
            see(&a_pin_sheet(on, names, text, &dummy(PROOF_WORD)?))
        }
        Preview::PinWritten => {
            let text = PinText::Written { digits: PIN.len() };
            see(&a_pin_sheet(on, names, text, &dummy(PROOF_WORD)?))
        }
        Preview::Share => {
            let (words, proof_word) = (dummy(SHARE)?, dummy(PROOF_WORD)?);
            see(&a_share_sheet(on, names, &words, &proof_word))
        }
        Preview::Script => see(&a_script(on, names)),
        Preview::Minutes => see(&some_minutes(on, names)),
        Preview::Receipt => see(&a_receipt(on, names)),
        Preview::BagLabels => see(&some_labels(on, names)),
        Preview::Inventory => see(&an_inventory(on, names)),
        Preview::Leaflet => see(&leaflet(&Leaflet {
            on,
            of: Some(Shared {
                id: "alpha",
                account: names.account,
                threshold: 2,
                members: 3,
            }),
        })),
        // No dummy: it is the program itself, to be kept with the leaflets.
        Preview::Reader => see(&reader(&Stationery {
            rehearsal: false,
            ..on
        })),
        Preview::TestPage => see(&test_page(&on)),
        Preview::FlushPage => see(&flush_page(&on)),
    }
}

const PIN: &str = "40718263";
const PIN_SERIAL: &str = "P-0004";
const PROOF_WORD: &str = "harbour";
/// A share of "Not-A-Real-Password-But-A-Dummy-To-Show!".
const SHARE: &str = "silver category academic agency black venture welfare friar belong ancestor domestic ambition carpet \
                     general axle reject raisin coding burning upgrade calcium theory greatest venture mansion salary \
                     nuclear ecology blimp browser python ruler tenant garlic crucial omit unhappy gather equation";
const SHARE_SET: u32 = 26020;
const COVER: [u8; 32] = *b"a dummy pattern against x-raying";
const CEREMONY: u64 = 7;
const TODAY: Date = date(2026, 11, 2);
const DUE: Date = date(2027, 11, 2);

fn dummy(text: &str) -> Result<Secret, ArenaFull> {
    Secret::take(&mut text.as_bytes().to_vec())
}

fn a_pin_sheet<'s>(
    on: Stationery,
    names: &Names,
    pin: PinText<'s>,
    proof_word: &'s Secret,
) -> Page<'s> {
    pin_sheet(&PinSheet {
        on,
        serial: PIN_SERIAL,
        key: names.key,
        account: names.account,
        place: names.place,
        date: TODAY,
        due: DUE,
        pin,
        proof_word,
        cover: COVER,
    })
}

fn a_share_sheet<'s>(
    on: Stationery,
    names: &Names,
    words: &'s Secret,
    proof_word: &'s Secret,
) -> Page<'s> {
    share_sheet(&ShareSheet {
        on,
        serial: "S-0005",
        account: names.account,
        identifier: SHARE_SET,
        member: 2,
        members: 3,
        threshold: 2,
        place: names.place,
        date: TODAY,
        due: DUE,
        words,
        proof_word,
        cover: COVER,
    })
}

fn a_script(on: Stationery, names: &Names) -> Page<'static> {
    let [key, pin, both] = [
        vec!["key custodian".to_owned()],
        vec!["PIN custodian".to_owned()],
        vec!["key custodian".to_owned(), "PIN custodian".to_owned()],
    ];
    let step =
        |number: &str, text: String, hands: &Vec<String>| (number.to_owned(), text, hands.clone());
    let Names {
        key: red,
        account,
        place,
        ..
    } = names;
    let parts: Vec<ScriptPart> = vec![
        (
            "Before anything else".into(),
            vec![
                step("1.1", "Roll call: who is here, the head in words from your own papers, the wall clocks, a private word each.".into(), &both),
                step("1.2", "Look at the laptop: no network, no swap, no recorder.".into(), &pin),
                step("1.3", "Print the test page and compare it with what it says about itself.".into(), &pin),
            ],
        ),
        (
            format!("Key {red} of {account}"),
            vec![
                step("2.1", format!("Bring the bag of {red} from {place}. Inspect it, compare its serial, open it."), &both),
                step("2.2", format!("Plug in {red}. It is recognised before any PIN is typed."), &key),
                step("2.3", format!("Change the PIN of {red}: the new sheet is printed, folded, read back from the paper, and only then the key is changed."), &both),
                step("2.4", format!("Seal {red} and its PIN sheet into new bags, and write their serials on the labels."), &both),
            ],
        ),
        (
            "In the end".into(),
            vec![
                step("3.1", "Everything that was loose is in a bag or destroyed; count it.".into(), &both),
                step("3.2", "Print the minutes, a copy for each of you, and sign them.".into(), &both),
            ],
        ),
    ];
    script_sheet(&ScriptSheet {
        on,
        language: Language::English,
        number: Some(CEREMONY),
        title: "Annual rotation",
        purpose: "Once a year: each PIN and each shared password is replaced, and each envelope is seen.",
        hash_words: &aloud::words(&[7; 32]),
        parts,
    })
}

fn some_minutes(on: Stationery, names: &Names) -> Page<'static> {
    let Names {
        key,
        people: [first, second],
        ..
    } = names;
    minutes(&Minutes {
        on,
        ceremony: CEREMONY,
        title: "Annual rotation",
        date: TODAY,
        present: vec![
            ((*first).into(), "key custodian".into()),
            ((*second).into(), "PIN custodian".into()),
        ],
        done: vec![
            "50 of 52 steps had ended when this was printed.".into(),
            format!("PIN changed: {key} (sheet {PIN_SERIAL} after P-0001)."),
            format!("Passkey verified: {key}."),
        ],
        places: vec![format!(
            "Key {key}, in bag B-1041; its PIN on sheet {PIN_SERIAL}, in bag B-1042."
        )],
        exceptions: vec!["Swap was in use; both agreed to go on.".into()],
        head_words: &aloud::words(&[8; 32]),
        origin: "rehearsal/00112233445566778899aabbccddeeff",
        head_size: 88,
        head_root_hex: &"08".repeat(32),
        ledger_lines: (12, 87),
    })
}

fn a_receipt(on: Stationery, names: &Names) -> Page<'static> {
    let bag = |serial: &str, item: String| (serial.to_owned(), item, names.place.to_owned());
    receipt(&Receipt {
        on,
        ceremony: CEREMONY,
        date: TODAY,
        person: "aino",
        name: names.people[0],
        bags: vec![
            bag("B-1041", format!("key {}", names.key)),
            bag("B-1044", "share sheet S-0005".into()),
        ],
    })
}

fn some_labels(on: Stationery, names: &Names) -> Page<'static> {
    let label = |item: String| BagLabel {
        item,
        account: names.account.into(),
        place: names.place.into(),
        due: DUE,
    };
    bag_labels(&BagLabels {
        on,
        ceremony: CEREMONY,
        labels: vec![
            label(format!("key {}", names.key)),
            label(format!("PIN sheet {PIN_SERIAL}")),
            label("share sheet S-0005".into()),
        ],
    })
}

fn an_inventory(on: Stationery, names: &Names) -> Page<'static> {
    let first = InventoryKey {
        key: names.key.into(),
        account: "red".into(),
        model: "00112233-4455-6677-8899-aabbccddeeff".into(),
        bag: "B-1041".into(),
        place: names.place.into(),
        pin_sheet: PIN_SERIAL.into(),
        sheet_bag: "B-1042".into(),
        sheet_place: names.place.into(),
        rotated: Some(TODAY),
    };
    let second = InventoryKey {
        key: "blue-1".into(),
        account: "blue".into(),
        model: "Example Key 5".into(),
        ..InventoryKey::default()
    };
    inventory(&Inventory {
        on,
        ceremony: CEREMONY,
        date: TODAY,
        keys: vec![first, second],
    })
}
