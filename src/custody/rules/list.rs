//! FIDO's list of authenticators.

use super::{Allowed, need};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::list::ImportedList;
use crate::plan::Name;
use jiff::civil::Date;

impl Custody {
    /// A list replaces only older ones: else what became known of a model could be taken back.
    pub(super) fn import(
        &mut self,
        number: u64,
        next_update: Date,
        (file, hash): (&str, &str),
        assents: &[Name],
    ) -> Allowed {
        self.both_assent(assents)?;
        if let Some(known) = self.metadata.as_ref().map(|list| list.number) {
            need(number > known, || Refused::ListNotNewer { known, number })?;
        }
        self.metadata = Some(ImportedList {
            number,
            next_update,
            file: file.to_owned(),
            hash: hash.to_owned(),
        });
        self.in_ceremony(|c| {
            c.done
                .add("FIDO's list of models imported", number.to_string());
        })
    }
}
