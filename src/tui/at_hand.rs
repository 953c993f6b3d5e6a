//! The things that a prompt is about: what to hold in one's hand, as facts beside the instruction.

use super::facts::Facts;
use crate::custody::BagSerial;
use crate::plan::Name;
use crate::words::clause::Thing;
use crate::words::say::Prompt;

/// The key, sheet, bag, account and PIN tries at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtHand {
    /// A key's label.
    pub key: Option<Name>,
    /// A sheet's serial.
    pub sheet: Option<String>,
    /// A bag's serial.
    pub bag: Option<BagSerial>,
    /// An account's name.
    pub account: Option<String>,
    /// PIN tries that the key has left.
    pub tries: Option<u8>,
}

impl AtHand {
    /// A step begins or has ended: its things are not yet known, or no longer meant.
    pub fn clear(&mut self) {
        *self = AtHand::default();
    }

    /// An entry was written: what lay loose before it, and does so no longer, was destroyed or put away.
    pub fn see(&mut self, before: &Facts, now: &Facts) {
        if (before.ended, &before.ceremony) != (now.ended, &now.ceremony) {
            self.clear();
        }
        let gone = |thing: &Thing| before.loose.contains(thing) && !now.loose.contains(thing);
        let is_gone = |key: &mut Name| gone(&Thing::Key(key.clone()));
        if self.key.take_if(is_gone).is_some() {
            self.tries = None;
        }
        let is_sheet =
            |thing: &Thing, serial: &str| matches!(thing, Thing::Sheet(s) if s.as_str() == serial);
        self.sheet.take_if(|serial| {
            let lay = before.loose.iter().find(|thing| is_sheet(thing, serial));
            lay.is_some_and(gone)
        });
        self.bag.take_if(|bag| gone(&Thing::Bag(bag.clone())));
    }

    /// Takes what this prompt is about.
    pub fn take(&mut self, prompt: &Prompt) {
        let hand = prompt.facts().hand;
        if hand.is_emptied {
            self.clear();
        }
        if hand.bag_comes {
            self.bag = None;
        }
        if let Some(key) = hand.key {
            self.key(key);
        }
        self.tries = hand.tries.or(self.tries);
        self.sheet = hand.sheet.map(Into::into).or(self.sheet.take());
        self.bag = hand.bag.cloned().or(self.bag.take());
        self.account = hand.account.map(Into::into).or(self.account.take());
    }

    /// Another key has other tries left.
    fn key(&mut self, key: &Name) {
        if self.key.as_ref() != Some(key) {
            self.tries = None;
        }
        self.key = Some(key.clone());
    }
}
