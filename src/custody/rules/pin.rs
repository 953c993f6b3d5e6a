//! A key's PIN: armed on proven paper (I1), settled by what opens the key (I2), and who has seen it (I5).

use super::{Allowed, need};
use crate::custody::deed::{ChangePin, SetPin};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::key::Pin;
use crate::custody::state::sheet::{Sheet, SheetState};
use crate::custody::state::whereabouts::Whereabouts;
use crate::custody::thing::{Item, Page, SheetId};
use crate::plan::{Name, Role};
use jiff::Timestamp;

impl Custody {
    pub(super) fn set_pin(&mut self, seq: u64, SetPin { key, to }: &SetPin) -> Allowed {
        need(self.key(key)?.pin == Pin::None, || Refused::KeyHasAPin {
            key: key.clone(),
        })?;
        self.arm_pin(seq, key, None, to)
    }

    pub(super) fn change_pin(&mut self, seq: u64, deed: &ChangePin) -> Allowed {
        let ChangePin { key, from, to } = deed;
        self.pin_is_on(key, from)?;
        self.sheet_here(from)?;
        self.arm_pin(seq, key, Some(from.clone()), to)
    }

    fn arm_pin(&mut self, seq: u64, key: &Name, from: Option<SheetId>, to: &SheetId) -> Allowed {
        self.key_here(key)?;
        for sheet in from.iter().chain([to]) {
            let sheet = sheet.clone();
            self.may_rely_on(&Item::Sheet { sheet })?;
        }
        let sheet = self.sheet(to)?;
        let proven = sheet.state == SheetState::Proven && sheet.at == Whereabouts::Table;
        need(proven && is_pin_of(&sheet.page, key), || {
            Refused::NotAProvenPinSheet {
                sheet: to.clone(),
                key: key.clone(),
            }
        })?;
        self.set_states(std::slice::from_ref(to), SheetState::Armed);
        if let Some(key) = self.keys.get_mut(key) {
            key.pin = Pin::Doubt {
                intent: seq,
                from,
                to: to.clone(),
            };
        }
        Ok(())
    }

    pub(super) fn settle_pin(
        &mut self,
        key: &Name,
        from: Option<&SheetId>,
        to: &SheetId,
        done: bool,
        (ceremony, at): (u64, Timestamp),
    ) {
        let state = if done {
            SheetState::Live
        } else {
            SheetState::Void
        };
        self.set_states(std::slice::from_ref(to), state);
        if done && let Some(from) = from {
            self.set_states(std::slice::from_ref(from), SheetState::Superseded);
        }
        if let Some(key) = self.keys.get_mut(key) {
            key.pin = match (done, from) {
                (true, _) => Pin::On(to.clone()),
                (false, Some(from)) => Pin::On(from.clone()),
                (false, None) => Pin::None,
            };
            if done {
                key.pin_since = ceremony;
                key.pin_at = Some(at);
            }
        }
    }

    pub(super) fn pin_verified(&mut self, key: &Name, sheet: &SheetId, by: &Name) -> Allowed {
        self.read_by(false, std::slice::from_ref(by))?;
        self.key_here(key)?;
        self.pin_is_on(key, sheet)?;
        self.may_rely_on(&Item::Sheet {
            sheet: sheet.clone(),
        })?;
        self.sheet_mut(sheet)?.seen_by.insert(by.clone());
        self.in_ceremony(|c| {
            c.done.add("PIN verified", key.as_str());
            c.pins_verified.insert(key.clone(), sheet.clone());
        })
    }

    fn pin_is_on(&self, key: &Name, sheet: &SheetId) -> Allowed {
        let on = matches!(&self.key(key)?.pin, Pin::On(live) if live == sheet);
        need(on, || Refused::PinIsNotOn {
            key: key.clone(),
            sheet: sheet.clone(),
        })
    }

    /// The PIN sheets of a key that exist.
    pub(super) fn pin_sheets<'c>(
        &'c self,
        key: &Name,
    ) -> impl Iterator<Item = (&'c SheetId, &'c Sheet)> {
        let exists = |sheet: &Sheet| sheet.at != Whereabouts::Gone;
        let sheets = self.sheets.iter();
        sheets.filter(move |(_, sheet)| is_pin_of(&sheet.page, key) && exists(sheet))
    }

    /// Whoever sits as PIN custodian can read every PIN sheet that lies on the table (I5).
    pub(super) fn pins_on_the_table_are_seen(&mut self) {
        let Some(custodian) = self.present_as(Role::PinCustodian).cloned() else {
            return;
        };
        let on_table =
            |s: &&mut Sheet| s.at == Whereabouts::Table && matches!(s.page, Page::Pin { .. });
        for sheet in self.sheets.values_mut().filter(on_table) {
            sheet.seen_by.insert(custodian.clone());
        }
    }
}

pub(super) fn is_pin_of(page: &Page, key: &Name) -> bool {
    matches!(page, Page::Pin { key: of } if of == key)
}
