//! Pages with a secret: printed, proven (I1), voided, destroyed (I12).

use super::{Allowed, need};
use crate::custody::deed::{Deed, DestroySheet, PrintSheet};
use crate::custody::refused::Refused;
use crate::custody::state::custody::Custody;
use crate::custody::state::key::Pin;
use crate::custody::state::sheet::{Sheet, SheetState};
use crate::custody::state::whereabouts::Whereabouts;
use crate::custody::thing::{Item, Page, SheetId, Suspect};
use crate::plan::Name;

impl Custody {
    pub(super) fn begin_sheet(&mut self, PrintSheet { sheet, page }: &PrintSheet) -> Allowed {
        let next = self.next_sheet(page);
        need(*sheet == next, || Refused::NextPageIs { sheet: next })?;
        match page {
            Page::Pin { key } => self.may_print_pin(key)?,
            Page::Share {
                account,
                set,
                member,
            } => self.begin_share(account, *set, *member)?,
        }
        let wanted = match page {
            Page::Pin { .. } => self.adopted()?.rules.pin_digits,
            Page::Share { account, .. } => {
                let account = self.adopted()?.account(account);
                account.map_or(0, |account| account.password.threshold)
            }
        };
        let fresh = Sheet {
            page: page.clone(),
            wanted,
            state: SheetState::Printing,
            at: Whereabouts::Table,
            fingerprint: None,
            seen_by: Default::default(),
        };
        self.sheets.insert(sheet.clone(), fresh);
        self.sheets_begun += 1;
        Ok(())
    }

    fn may_print_pin(&self, key: &Name) -> Allowed {
        self.key_here(key)?;
        self.may_use_key(key)?;
        let mut sheets = self.pin_sheets(key);
        need(!sheets.any(|(_, s)| s.state.is_in_the_making()), || {
            Refused::AnotherPinInTheMaking { key: key.clone() }
        })
    }

    pub(super) fn printed(&mut self, deed: &PrintSheet, done: bool) {
        let state = if done {
            SheetState::Printed
        } else {
            SheetState::Void
        };
        self.set_states(std::slice::from_ref(&deed.sheet), state);
    }

    pub(super) fn prove(
        &mut self,
        id: &SheetId,
        fingerprint: Option<&String>,
        by: &[Name],
    ) -> Allowed {
        self.read_by(fingerprint.is_some(), by)?;
        let sheet = self.sheet(id)?;
        need(sheet.state == SheetState::Printed, || {
            Refused::NotFreshlyPrinted { sheet: id.clone() }
        })?;
        let is_share = matches!(sheet.page, Page::Share { .. });
        need(fingerprint.is_some() == is_share, || {
            Refused::FingerprintOfAPin
        })?;
        need(fingerprint.is_none_or(|f| is_sha256(f)), || {
            Refused::FingerprintForm
        })?;
        let same =
            |other: &&Sheet| fingerprint.is_some() && other.fingerprint.as_ref() == fingerprint;
        need(!self.sheets.values().any(|other| same(&other)), || {
            Refused::FingerprintOfAnother { sheet: id.clone() }
        })?;
        let sheet = self.sheet_mut(id)?;
        sheet.state = SheetState::Proven;
        sheet.fingerprint = fingerprint.cloned();
        sheet.seen_by.extend(by.iter().cloned());
        Ok(())
    }

    pub(super) fn void(&mut self, id: &SheetId) -> Allowed {
        let state = self.sheet(id)?.state;
        need(state.is_in_the_making(), || Refused::MayBeLive {
            sheet: id.clone(),
        })?;
        self.sheet_here(id)?;
        self.set_states(std::slice::from_ref(id), SheetState::Void);
        self.deeds
            .retain(|_, deed| !matches!(deed, Deed::PrintSheet(print) if print.sheet == *id));
        Ok(())
    }

    pub(super) fn may_destroy(&self, DestroySheet { sheet: id }: &DestroySheet) -> Allowed {
        let sheet = self.sheet_here(id)?;
        let destroys = |deed: &Deed| matches!(deed, Deed::DestroySheet(d) if d.sheet == *id);
        need(!self.deeds.values().any(destroys), || {
            Refused::DestructionInDoubt { sheet: id.clone() }
        })?;
        let item = Item::Sheet { sheet: id.clone() };
        self.trusted(Suspect::from(&item))?;
        if sheet.state == SheetState::Superseded {
            self.may_rely_on(&item)?;
        }
        match (sheet.state, &sheet.page) {
            (SheetState::Void | SheetState::Wiped, _) => Ok(()),
            (SheetState::Superseded, Page::Pin { key }) => {
                let Pin::On(live) = &self.key(key)?.pin else {
                    return Err(Refused::ReplacementInDoubt);
                };
                need(self.is_sealed(live), || Refused::ReplacementNotSealed {
                    sheet: live.clone(),
                })
            }
            (SheetState::Superseded, Page::Share { account, .. }) => {
                let live = self.live_set(account).unwrap_or_default();
                let sealed = !live.is_empty() && live.values().all(|s| self.is_sealed(s));
                need(sealed, || Refused::ReplacementsNotSealed)
            }
            _ => Err(Refused::NeitherVoidNorSuperseded { sheet: id.clone() }),
        }
    }

    pub(super) fn destroyed(&mut self, deed: &DestroySheet, done: bool) {
        if done {
            self.sheets.remove(&deed.sheet);
        }
    }

    fn is_sealed(&self, sheet: &SheetId) -> bool {
        let sheet = self.sheets.get(sheet);
        sheet.is_some_and(|s| matches!(s.at, Whereabouts::Bag(_)))
    }

    pub(super) fn set_states(&mut self, sheets: &[SheetId], state: SheetState) {
        for id in sheets {
            if let Some(sheet) = self.sheets.get_mut(id) {
                sheet.state = state;
            }
        }
    }

    pub(super) fn sheet(&self, sheet: &SheetId) -> Result<&Sheet, Refused> {
        let known = self.sheets.get(sheet);
        known.ok_or_else(|| Refused::NoSuchSheet {
            sheet: sheet.clone(),
        })
    }

    pub(super) fn sheet_mut(&mut self, sheet: &SheetId) -> Result<&mut Sheet, Refused> {
        let known = self.sheets.get_mut(sheet);
        known.ok_or_else(|| Refused::NoSuchSheet {
            sheet: sheet.clone(),
        })
    }

    /// A sheet on the table.
    pub(super) fn sheet_here(&self, sheet: &SheetId) -> Result<&Sheet, Refused> {
        let state = self.sheet(sheet)?;
        need(state.at == Whereabouts::Table, || {
            let sheet = sheet.clone();
            Refused::SheetNotOnTheTable { sheet }
        })?;
        Ok(state)
    }
}

pub(super) fn is_sha256(hex: &str) -> bool {
    hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
