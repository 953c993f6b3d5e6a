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
mod not_set;
mod page;
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
pub use not_set::NotSet;
pub use page::{Page, PageKind, REHEARSAL_MARK, Stationery};
pub use paper::{Envelope, Folds, Paper};
pub use pin::{PinSheet, PinText, pin_sheet};
pub use preview::{Names, Preview, preview, preview_with};
pub use reader::{READER, reader};
pub use receipt::{Receipt, receipt};
pub use script::{ScriptPart, ScriptSheet, script_sheet};
pub use share::{ShareSheet, WORDS_THAT_ALWAYS_FIT, share_fits, share_sheet};
pub use text::WIDTH;
pub use trial::{TEST_TEXT, flush_page, test_page};

use crate::secret::{ArenaFull, Secret};

impl Page<'_> {
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
}
