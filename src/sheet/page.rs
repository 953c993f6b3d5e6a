//! A page before it is set: a list of blocks.

use super::block::Block;
use super::paper::{Envelope, Paper};

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
    pub(super) kind: PageKind,
    pub(super) serial: String,
    pub(super) rehearsal: bool,
    pub(super) paper: Paper,
    pub(super) body: Body<'a>,
}

pub(super) enum Body<'a> {
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

    pub(super) fn flow(
        kind: PageKind,
        serial: &str,
        on: &Stationery,
        blocks: Vec<Block<'a>>,
    ) -> Page<'a> {
        Page {
            kind,
            serial: serial.into(),
            rehearsal: on.rehearsal,
            paper: on.paper,
            body: Body::Flow(blocks),
        }
    }

    pub(super) fn folded(
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
