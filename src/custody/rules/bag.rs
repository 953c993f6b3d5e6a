//! Bags: sealed with what belongs to their place, fetched, opened under the serial that was recorded (I6), handed over.

use super::{Allowed, need};
use crate::custody::deed::{OpenBag, SealBag};
use crate::custody::refused::Refused;
use crate::custody::state::bag::{Bag, BagState};
use crate::custody::state::custody::Custody;
use crate::custody::state::sheet::{Sheet, SheetState};
use crate::custody::state::whereabouts::Whereabouts;
use crate::custody::thing::{BagSerial, Item, Page, Suspect};
use crate::plan::Name;
use jiff::Timestamp;

impl Custody {
    pub(super) fn begin_bag(&mut self, at: Timestamp, deed: &SealBag) -> Allowed {
        let SealBag { bag, items, place } = deed;
        need(!self.knows_bag(bag), || Refused::BagUsedBefore {
            bag: bag.clone(),
        })?;
        let under = self.adopted_hash()?;
        need(!items.is_empty(), || Refused::EmptyBag)?;
        for (i, item) in items.iter().enumerate() {
            let twice = items.iter().take(i).any(|other| other == item);
            need(!twice, || Refused::ItemTwice { item: item.clone() })?;
            self.may_seal(item, place)?;
        }
        let fresh = Bag {
            items: items.clone(),
            place: place.clone(),
            under,
            state: BagState::Sealing,
            known_damage: false,
            seen: at,
        };
        self.bags.insert(bag.clone(), fresh);
        Ok(())
    }

    fn may_seal(&self, item: &Item, place: &Name) -> Allowed {
        need(self.whereabouts(item) == Some(&Whereabouts::Table), || {
            Refused::ItemNotOnTheTable { item: item.clone() }
        })?;
        let there = self.place_of(item)?;
        need(there == place, || Refused::ItemBelongsElsewhere {
            item: item.clone(),
            place: there.clone(),
            not: place.clone(),
        })?;
        match item {
            Item::Key { key } => {
                let state = self.key(key)?;
                let recorded = state.sealed_as.is_some() || state.shown.is_some();
                let seen = state.omitted || (state.begun == 0 && recorded);
                need(seen, || Refused::NotRecordedBeforeSealing {
                    key: key.clone(),
                })
            }
            Item::Sheet { sheet } => {
                // What is in quarantine is evidence.
                let kept = self.sheet(sheet)?.state.may_be_kept()
                    || self.trusted(Suspect::from(item)).is_err();
                need(kept, || {
                    let sheet = sheet.clone();
                    Refused::SheetToBeDestroyed { sheet }
                })
            }
        }
    }

    pub(super) fn sealed(&mut self, at: Timestamp, deed: &SealBag, done: bool) {
        if !done {
            self.bags.remove(&deed.bag);
            self.used_bags.insert(&deed.bag);
            return;
        }
        let Some(bag) = self.bags.get_mut(&deed.bag) else {
            return;
        };
        bag.seen = at;
        bag.state = BagState::Sealed;
        let under = bag.under;
        let inside = Whereabouts::Bag(deed.bag.clone());
        for item in &deed.items {
            self.put(item, &inside);
            if let Item::Key { key } = item
                && self.plan().is_some_and(|plan| plan.key(key).is_some())
                && let Some(key) = self.keys.get_mut(key)
            {
                key.under = under;
            }
        }
    }

    pub(super) fn begin_opening(&mut self, OpenBag { bag: serial }: &OpenBag) -> Allowed {
        self.may_open(serial)?;
        let bag = self.bag_mut(serial)?;
        need(bag.state == BagState::Fetched, || Refused::BagNotFetched {
            bag: serial.clone(),
        })?;
        bag.state = BagState::Opening;
        Ok(())
    }

    /// I17: while a key of an account is out, every other key of it, and its PIN sheet, stays sealed. I18: so does what is in
    /// quarantine.
    ///
    /// # Errors
    /// [`Refused`]: which one is out.
    pub fn may_open(&self, serial: &BagSerial) -> Allowed {
        self.adopted()?;
        for item in &self.bag(serial)?.items {
            self.may_rely_on(item)?;
            let Some(key) = self.key_behind(item) else {
                continue;
            };
            let account = self.account_of(key);
            for other in self.keys.keys().filter(|other| *other != key) {
                let sealed = self.account_of(other) != account || !self.is_out(other);
                need(sealed, || Refused::AnotherKeyIsOut { key: other.clone() })?;
            }
        }
        Ok(())
    }

    fn account_of(&self, key: &Name) -> Option<&Name> {
        Some(&self.plan_of_key(key)?.key(key)?.account)
    }

    /// The key that an item is, or opens.
    fn key_behind<'c>(&'c self, item: &'c Item) -> Option<&'c Name> {
        match item {
            Item::Key { key } => Some(key),
            Item::Sheet { sheet } => match &self.sheets.get(sheet)?.page {
                Page::Pin { key } => Some(key),
                Page::Share { .. } => None,
            },
        }
    }

    fn is_out(&self, key: &Name) -> bool {
        let live_pin = |s: &Sheet| {
            matches!(s.state, SheetState::Live | SheetState::Armed) && s.at == Whereabouts::Table
        };
        let at = self.keys.get(key).map(|k| &k.at);
        at == Some(&Whereabouts::Table) || self.pin_sheets(key).any(|(_, s)| live_pin(s))
    }

    pub(super) fn opened(&mut self, deed: &OpenBag, done: bool) {
        if !done {
            if let Some(bag) = self.bags.get_mut(&deed.bag) {
                bag.state = BagState::Fetched;
            }
            return;
        }
        let Some(bag) = self.bags.remove(&deed.bag) else {
            return;
        };
        self.used_bags.insert(&deed.bag);
        for item in bag.items {
            self.put(&item, &Whereabouts::Table);
            if let Item::Key { key } = item
                && let Some(key) = self.keys.get_mut(&key)
            {
                key.compared = false;
            }
        }
        self.pins_on_the_table_are_seen();
    }

    fn put(&mut self, item: &Item, at: &Whereabouts) {
        let was = match item {
            Item::Key { key } => self.keys.get_mut(key).map(|k| &mut k.at),
            Item::Sheet { sheet } => self.sheets.get_mut(sheet).map(|s| &mut s.at),
        };
        if let Some(was) = was {
            was.clone_from(at);
        }
    }

    pub(super) fn fetch(&mut self, at: Timestamp, serial: &BagSerial) -> Allowed {
        let bag = self.bag_mut(serial)?;
        let sealed = matches!(bag.state, BagState::Away { .. } | BagState::Sealed);
        need(sealed, || Refused::BagNotSealed {
            bag: serial.clone(),
        })?;
        bag.state = BagState::Fetched;
        bag.seen = at;
        Ok(())
    }

    pub(super) fn hand(&mut self, at: Timestamp, serial: &BagSerial, to: &Name) -> Allowed {
        let bag = self.bag(serial)?;
        let here = matches!(bag.state, BagState::Sealed | BagState::Fetched);
        need(here, || Refused::BagNotSealed {
            bag: serial.clone(),
        })?;
        need(self.may_take(bag, to)?, || Refused::DoesNotOpen {
            person: to.clone(),
            place: bag.place.clone(),
        })?;
        let bag = self.bag_mut(serial)?;
        bag.state = BagState::Away { with: to.clone() };
        bag.seen = at;
        self.in_ceremony(|c| {
            c.handed.insert(serial.clone());
        })
    }

    /// Who opens its place takes a bag there, but not a key's whose live PIN they have seen while another has not. Where the plan that binds names that place no more, any of its people take it
    /// too, but not a key's bag when they have seen a live PIN (I5, I22).
    fn may_take(&self, bag: &Bag, to: &Name) -> Result<bool, Refused> {
        let plan = self.adopted()?;
        let has_key = bag.items.iter().any(|i| matches!(i, Item::Key { .. }));
        let place = self.place_of_bag(bag);
        if let Some(place) = place.filter(|place| place.opened_by.contains(to)) {
            // Where each of them has seen it, somebody has to take it all the same (I21): a duty asks for a new PIN.
            let mut openers = place.opened_by.iter();
            return Ok(!self.knows_the_pin_of(bag, to)
                || openers.all(|opener| self.knows_the_pin_of(bag, opener)));
        }
        let in_between = plan.place(&bag.place).is_none() && plan.person(to).is_some();
        Ok(in_between && !(has_key && self.knows_a_pin(to)))
    }

    /// Whether somebody has seen the live PIN of a key in this bag: then they would have both (I5).
    fn knows_the_pin_of(&self, bag: &Bag, person: &Name) -> bool {
        let keys = bag.items.iter().filter_map(|item| match item {
            Item::Key { key } => Some(key),
            Item::Sheet { .. } => None,
        });
        let mut keys = keys;
        keys.any(|key| self.knows_pin_of(person, key))
    }

    /// Who may take a bag to its place: those who open it, where there are any; else, of the people of the plan that
    /// binds, each who may (I22).
    pub fn who_may_take(&self, serial: &BagSerial) -> Vec<Name> {
        let (Some(bag), Some(plan)) = (self.bags.get(serial), self.plan()) else {
            return Vec::new();
        };
        let place = self.place_of_bag(bag);
        let opens = |name: &Name| place.is_some_and(|place| place.opened_by.contains(name));
        let people = plan.people.iter().map(|person| &person.id);
        let may: Vec<Name> = people
            .filter(|name| self.may_take(bag, name) == Ok(true))
            .cloned()
            .collect();
        match may.iter().any(opens) {
            true => may.into_iter().filter(opens).collect(),
            false => may,
        }
    }

    pub(super) fn bag(&self, bag: &BagSerial) -> Result<&Bag, Refused> {
        let known = self.bags.get(bag);
        known.ok_or_else(|| Refused::NoSuchBag { bag: bag.clone() })
    }

    fn bag_mut(&mut self, bag: &BagSerial) -> Result<&mut Bag, Refused> {
        let known = self.bags.get_mut(bag);
        known.ok_or_else(|| Refused::NoSuchBag { bag: bag.clone() })
    }
}
