//! FIDO's list of authenticators.

/// FIDO's list of authenticators, as it was imported last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedList {
    /// Its number.
    pub number: u64,
    /// The day by which there is a newer one.
    pub next_update: jiff::civil::Date,
    /// The file in the inbox.
    pub file: String,
    /// SHA-256 of the file, hex.
    pub hash: String,
}

impl ImportedList {
    /// Whether a newer one has come out by this day.
    pub fn is_stale(&self, today: jiff::civil::Date) -> bool {
        today > self.next_update
    }
}
