//! The things that a prompt is about: what to hold in one's hand, as facts beside the instruction.

use crate::text::say::{BagPurpose, Prompt};

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
    /// A step begins: its things are not yet known.
    pub fn clear(&mut self) {
        *self = AtHand::default();
    }

    /// Takes what this prompt is about.
    pub fn take(&mut self, prompt: &Prompt) {
        use Prompt as P;
        match prompt {
            P::StepBegins { .. } | P::PartBegins { .. } => self.clear(),
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
