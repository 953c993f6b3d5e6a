//! What a page says, where it stands, and how it is folded.
//!
//! A page is a list of blocks. [`Page::text`] gives them as plain text, one `label: value` a line wherever something is
//! to be read back; [`Page::pdf`] sets them on paper. Text from outside is made safe (I9), a rehearsal's page says so
//! (I10), and both forms lie in locked memory (I4).

mod block;
mod cover;
mod flow;
mod fold;
mod font;
mod ink;
mod inventory;
mod labels;
mod leaflet;
mod minutes;
mod paper;
mod pdf;
mod pin;
mod preview;
mod reader;
mod receipt;
mod script;
mod share;
mod text;
mod trial;

pub use font::unprintable;
pub use inventory::{Inventory, InventoryKey, inventory};
pub use labels::{BagLabel, BagLabels, bag_labels};
pub use leaflet::{EXAMPLE_HEX, EXAMPLE_PASSWORD, EXAMPLE_SHARES, Leaflet, Shared, leaflet};
pub use minutes::{Minutes, minutes};
pub use paper::{Envelope, Folds, Paper};
pub use pdf::NotSet;
pub use pin::{PinSheet, PinText, pin_sheet};
pub use preview::{Names, Preview, preview, preview_with};
pub use reader::{READER, reader};
pub use receipt::{Receipt, receipt};
pub use script::{ScriptPart, ScriptSheet, script_sheet};
pub use share::{ShareSheet, WORDS_THAT_ALWAYS_FIT, share_fits, share_sheet};
pub use text::WIDTH;
pub use trial::{TEST_TEXT, flush_page, test_page};

use crate::secret::{ArenaFull, Secret};
use block::Block;

/// The first and the last line of the text of each page of a rehearsal.
pub const REHEARSAL_MARK: &str = "*** REHEARSAL *** no real secret";

/// What all sheets of one organisation have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stationery<'a> {
    /// Whether it is played.
    pub rehearsal: bool,
    /// Whose it is.
    pub organisation: &'a str,
    /// What is printed on.
    pub paper: Paper,
    /// What the folded sheets with secrets go into.
    pub envelope: Envelope,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// A key's PIN.
    PinSheet,
    /// One share of a password.
    ShareSheet,
    /// What happened in a ceremony, to be signed.
    Minutes,
    /// What is to be done in a ceremony, with boxes for initials.
    Script,
    /// What somebody took away, to be signed.
    Receipt,
    /// Labels for bags, to be cut out.
    BagLabels,
    /// Which keys there are, and where.
    Inventory,
    /// How a password is put together without this program.
    Leaflet,
    /// The program that does it, to be typed in.
    Reader,
    /// Shows whether the printer prints well.
    TestPage,
    /// Leaves nothing but itself in a printer's memory.
    FlushPage,
}

impl PageKind {
    /// Whether pages of this kind bear a secret.
    pub fn is_secret(self) -> bool {
        matches!(self, PageKind::PinSheet | PageKind::ShareSheet)
    }
}

/// A page, or several that belong together, ready to be printed.
///
/// No Debug, no Clone, by intent: it may bear a secret.
pub struct Page<'a> {
    kind: PageKind,
    serial: String,
    rehearsal: bool,
    paper: Paper,
    body: Body<'a>,
}

enum Body<'a> {
    /// From top to bottom, on as many sheets of paper as it needs.
    Flow(Vec<Block<'a>>),
    /// On one side of one sheet, folded so that the secret is inside.
    Folded {
        envelope: Envelope,
        outside: Vec<Block<'a>>,
        inside: Vec<Block<'a>>,
        /// What the pattern against see-through is made from.
        cover: [u8; 32],
    },
}

impl<'a> Page<'a> {
    /// What it is.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Its serial, as printed on it.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The paper that it is set for.
    pub fn paper(&self) -> Paper {
        self.paper
    }

    /// Its text: UTF-8, lines of at most [`WIDTH`] characters (a program's lines are as long as they are), each ended by
    /// LF; no form feed.
    ///
    /// # Errors
    /// [`ArenaFull`].
    pub fn text(&self) -> Result<Secret, ArenaFull> {
        text::of(self)
    }

    /// It as PDF, the same bytes for the same page.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn pdf(&self) -> Result<Secret, NotSet> {
        pdf::of(self)
    }

    fn flow(kind: PageKind, serial: &str, on: &Stationery, blocks: Vec<Block<'a>>) -> Page<'a> {
        Page {
            kind,
            serial: serial.into(),
            rehearsal: on.rehearsal,
            paper: on.paper,
            body: Body::Flow(blocks),
        }
    }

    fn folded(
        kind: PageKind,
        serial: &str,
        on: &Stationery,
        cover: [u8; 32],
        [outside, inside]: [Vec<Block<'a>>; 2],
    ) -> Page<'a> {
        let envelope = on.envelope;
        Page {
            kind,
            serial: serial.into(),
            rehearsal: on.rehearsal,
            paper: on.paper,
            body: Body::Folded {
                envelope,
                outside,
                inside,
                cover,
            },
        }
    }
}
