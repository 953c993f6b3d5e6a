//! What a ceremony has done so far, for its minutes.

use super::event::{Deed, Setting};

/// In the order in which it was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done(Vec<(&'static str, String)>);

impl Done {
    pub(super) fn add(&mut self, what: &'static str, which: impl Into<String>) {
        self.0.push((what, which.into()));
    }

    /// A deed that is known to be done. Where things lie, and which pages came out, the minutes say elsewhere.
    pub(super) fn deed(&mut self, deed: &Deed) {
        match deed {
            Deed::PrintSheet { .. } | Deed::OpenBag { .. } | Deed::SealBag { .. } => {}
            Deed::MakeIdentity { key } => self.add("Key admitted", key.as_str()),
            Deed::SetPin { key, to } => self.add("First PIN set", format!("{key} (sheet {to})")),
            Deed::ChangePin { key, from, to } => {
                self.add("PIN changed", format!("{key} (sheet {to} after {from})"));
            }
            Deed::MakeCredential { key, account, .. } => {
                self.add("Passkey made", format!("{key} (account {account})"));
            }
            Deed::DeleteCredential { key, .. } => self.add("Passkey deleted", key.as_str()),
            Deed::ConfigureKey { key, setting } => {
                self.add("Settings made", format!("{key} ({})", says(setting)));
            }
            Deed::ResetKey { key } => {
                self.add("Key wiped, with PIN, passkeys and settings", key.as_str());
            }
            Deed::SetPassword { account, set } => {
                self.add("Password set", format!("{account} (shares of set {set})"));
            }
            Deed::DestroySheet { sheet } => self.add("Sheet destroyed", sheet.to_string()),
        }
    }

    /// A sentence for each kind of thing that was done, and what it was done to.
    pub fn sentences(&self) -> Vec<String> {
        let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
        for (what, which) in &self.0 {
            match kinds.iter_mut().find(|(kind, _)| kind == what) {
                Some((_, all)) if all.contains(&&**which) => {}
                Some((_, all)) => all.push(which),
                None => kinds.push((what, vec![which])),
            }
        }
        let kinds = kinds.into_iter();
        kinds
            .map(|(what, which)| format!("{what}: {}.", which.join(", ")))
            .collect()
    }
}

fn says(setting: &Setting) -> String {
    match setting {
        Setting::LeastPinLength { characters, told } if told.is_empty() => {
            format!("no PIN of less than {characters} characters")
        }
        Setting::LeastPinLength { characters, told } => format!(
            "no PIN of less than {characters} characters, and {} told so",
            told.join(", ")
        ),
        Setting::EnterpriseAttestation {} => "it may name itself to organisations".into(),
        Setting::AlwaysUv {} => "its PIN is wanted for everything".into(),
    }
}
