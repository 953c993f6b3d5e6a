//! The things that a prompt is about: what to hold in one's hand, as facts beside the instruction.

use super::facts::Facts;
use crate::words::clause::Thing;
use crate::words::say::{BagPurpose, Prompt};

/// The key, sheet, bag, account and PIN tries at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtHand {
    /// A key's label.
    pub key: Option<String>,
    /// A sheet's serial.
    pub sheet: Option<String>,
    /// A bag's serial.
    pub bag: Option<String>,
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
        let is_gone = |key: &mut String| gone(&Thing::Key(key.clone()));
        if self.key.take_if(is_gone).is_some() {
            self.tries = None;
        }
        self.sheet
            .take_if(|sheet| gone(&Thing::Sheet(sheet.clone())));
        self.bag.take_if(|bag| gone(&Thing::Bag(bag.clone())));
    }

    /// Takes what this prompt is about.
    pub fn take(&mut self, prompt: &Prompt) {
        use Prompt as P;
        match prompt {
            P::StepBegins { .. }
            | P::PartBegins { .. }
            | P::Ended { .. }
            | P::Suspended { .. }
            | P::Abandoned { .. } => self.clear(),
            P::TriesLeft { key, left } => {
                self.key = Some(key.clone());
                self.tries = Some(*left);
            }
            P::PinWorks { key, sheet }
            | P::PinWritten { key, sheet, .. }
            | P::PinFrom { key, sheet } => {
                self.key(key);
                self.sheet = Some(sheet.clone());
            }
            P::SignIn {
                account,
                key,
                sheet,
            } => {
                self.key(key);
                self.sheet = Some(sheet.clone());
                self.account = Some(account.clone());
            }
            P::TouchNow { key }
            | P::TouchNewKey { key }
            | P::CredentialWorks { key }
            | P::PasskeyDeleted { key }
            | P::KeyConfigured { key, .. }
            | P::KeyIsGenuine { key, .. }
            | P::KeyIsUnproven { key, .. }
            | P::KeyReset { key }
            | P::SnapshotSame { key, .. }
            | P::PlugIn { key }
            | P::WhichNewKey { key }
            | P::PlugInNew { key }
            | P::PlugInWiped { key }
            | P::StillPluggedIn { key }
            | P::RightKeyNow { expected: key }
            | P::Replug { key }
            | P::ReplugForReset { key }
            | P::UnplugForBag { key } => self.key(key),
            P::FetchOptions { key, account, .. }
            | P::TenantTook { account, key, .. }
            | P::IsRegistered { account, key } => {
                self.key(key);
                self.account = Some(account.clone());
            }
            P::LooseSheet { sheet }
            | P::ShareMatches { sheet, .. }
            | P::Destroy { sheet, .. }
            | P::WasDestroyed { sheet }
            | P::TakePage { sheet, .. }
            | P::TakeDocument { sheet, .. }
            | P::ProofWord { sheet }
            | P::ShareFrom { sheet, .. }
            | P::LettersFor { sheet } => self.sheet = Some(sheet.clone()),
            P::BagIntact { bag }
            | P::OpenBag { bag, .. }
            | P::WasBagOpened { bag }
            | P::PutInBag { bag, .. }
            | P::WasBagSealed { bag, .. }
            | P::HandOver { bag, .. }
            | P::WhoTakes { bag, .. } => self.bag = Some(bag.clone()),
            P::BagSerial {
                purpose: BagPurpose::New { .. } | BagPurpose::Fetched { .. },
                ..
            }
            | P::FetchBag { .. } => self.bag = None,
            P::AlertCame { account }
            | P::OpenTenant { account }
            | P::AcceptedThenPasskey { account }
            | P::RefusedAndUnchanged { account }
            | P::DoesNewPasswordWork { account }
            | P::DoesOldPasswordWork { account }
            | P::FirstHalf { account }
            | P::SecondHalf { account } => self.account = Some(account.clone()),
            _ => {}
        }
    }

    /// Another key has other tries left.
    fn key(&mut self, key: &str) {
        if self.key.as_deref() != Some(key) {
            self.tries = None;
        }
        self.key = Some(key.into());
    }
}
