//! A template bound to a plan: numbered steps, and the hash that both custodians read aloud.

use crate::plan::{Name, Role};
use crate::text::aloud;
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use crate::text::wrap::wrap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a step does. Each names one function, in one file below `procedure/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Procedure {
    /// Who is here, what they know from their own paper, who may act.
    RollCall,
    /// The draft plan becomes binding.
    AdoptPlan,
    /// The laptop is fit: offline, no swap, no dumps, clock right.
    CheckLaptop,
    /// FIDO's list of authenticators, carried in as a file, is verified and taken.
    ImportMetadata,
    /// Labels for the bags to come, and the recovery leaflets.
    PrintLabels,
    /// A new key gets its identity credential. For a key.
    AdmitKey,
    /// A new key gets its first PIN. For a key.
    SetPin,
    /// A key gets its account's credential, from options in the inbox. For a key.
    EnrolCredential,
    /// The account's credential is deleted from the key. For a key.
    DeleteCredential,
    /// The key takes no PIN any more that is shorter than the plan's. For a key.
    ConfigureKey,
    /// The key is wiped. For a key.
    ResetKey,
    /// A key leaves its bag, is identified, and compared with its last snapshot. For a key.
    UnsealKey,
    /// A PIN sheet leaves its bag. For a key.
    UnsealPin,
    /// The real sign-in, online, with the old PIN; the alert fires. For a key.
    SignInOnline,
    /// The PIN on the sheet opens the key. For a key.
    VerifyPin,
    /// The account's credential is on the key and works, without being a sign-in. For a key.
    VerifyCredential,
    /// A new PIN: drawn, printed, proven, changed, verified. For a key.
    RotatePin,
    /// Snapshot, then into a bag and to its place. For a key.
    SealKey,
    /// The PIN sheet goes into a bag and to its place. For a key.
    SealPin,
    /// Superseded PIN sheets are destroyed before both. For a key.
    DestroyOldPin,
    /// Each share leaves its bag and is checked by its fingerprint. For an account.
    CheckShares,
    /// A new password: drawn, split, printed, proven, handed over, confirmed. For an account.
    RotatePassword,
    /// Each share goes into a bag and to its place. For an account.
    SealShares,
    /// Superseded shares are destroyed before both. For an account.
    DestroyOldShares,
    /// Each key, bag and page is in custody or destroyed.
    AccountForAll,
    /// The head is recorded.
    Checkpoint,
    /// A receipt for each person who took bags away.
    PrintReceipts,
    /// Minutes for each custodian to sign.
    PrintMinutes,
    /// Two copies of the book, written and read back.
    CopyBook,
}

/// What a procedure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The ceremony itself.
    Ceremony,
    /// One key.
    Key,
    /// One account.
    Account,
}

impl Procedure {
    /// All procedures with their names in templates.
    pub const ALL: [(&str, Procedure); 29] = [
        ("roll-call", Procedure::RollCall),
        ("adopt-plan", Procedure::AdoptPlan),
        ("check-laptop", Procedure::CheckLaptop),
        ("import-metadata", Procedure::ImportMetadata),
        ("print-labels", Procedure::PrintLabels),
        ("admit-key", Procedure::AdmitKey),
        ("set-pin", Procedure::SetPin),
        ("enrol-credential", Procedure::EnrolCredential),
        ("delete-credential", Procedure::DeleteCredential),
        ("configure-key", Procedure::ConfigureKey),
        ("reset-key", Procedure::ResetKey),
        ("unseal-key", Procedure::UnsealKey),
        ("unseal-pin", Procedure::UnsealPin),
        ("sign-in-online", Procedure::SignInOnline),
        ("verify-pin", Procedure::VerifyPin),
        ("verify-credential", Procedure::VerifyCredential),
        ("rotate-pin", Procedure::RotatePin),
        ("seal-key", Procedure::SealKey),
        ("seal-pin", Procedure::SealPin),
        ("destroy-old-pin", Procedure::DestroyOldPin),
        ("check-shares", Procedure::CheckShares),
        ("rotate-password", Procedure::RotatePassword),
        ("seal-shares", Procedure::SealShares),
        ("destroy-old-shares", Procedure::DestroyOldShares),
        ("account-for-all", Procedure::AccountForAll),
        ("checkpoint", Procedure::Checkpoint),
        ("print-receipts", Procedure::PrintReceipts),
        ("print-minutes", Procedure::PrintMinutes),
        ("copy-book", Procedure::CopyBook),
    ];

    /// Its name in templates, such as `rotate-pin`.
    pub fn name(self) -> &'static str {
        let entry = Procedure::ALL.iter().find(|(_, known)| *known == self);
        entry.map_or("", |(name, _)| name) // the table is whole: a test goes through it
    }

    /// What it is about: a template may use it only in a part for such things.
    pub fn subject(self) -> Subject {
        use Procedure as P;
        match self {
            P::RollCall
            | P::AdoptPlan
            | P::CheckLaptop
            | P::ImportMetadata
            | P::PrintLabels
            | P::AccountForAll
            | P::Checkpoint
            | P::PrintReceipts
            | P::PrintMinutes
            | P::CopyBook => Subject::Ceremony,
            P::AdmitKey
            | P::SetPin
            | P::EnrolCredential
            | P::DeleteCredential
            | P::ConfigureKey
            | P::ResetKey
            | P::UnsealKey
            | P::UnsealPin
            | P::SignInOnline
            | P::VerifyPin
            | P::VerifyCredential
            | P::RotatePin
            | P::SealKey
            | P::SealPin
            | P::DestroyOldPin => Subject::Key,
            P::CheckShares | P::RotatePassword | P::SealShares | P::DestroyOldShares => {
                Subject::Account
            }
        }
    }
}

impl Procedure {
    /// Whether a ceremony may go on without it, as an exception.
    pub fn may_be_left_out(self) -> bool {
        use Procedure as P;
        !matches!(
            self,
            P::RollCall
                | P::AdoptPlan
                | P::AccountForAll
                | P::Checkpoint
                | P::PrintMinutes
                | P::CopyBook
        )
    }
}

/// A ceremony bound to a plan. `ceremony-started` holds it whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The template's name, such as `annual-rotation`.
    pub template: Name,
    /// Its title, for people.
    pub title: String,
    /// SHA-256 of the plan's canonical form, lower-case hex.
    pub plan: String,
    /// The file in the inbox that it is for, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its title, with names filled in.
    pub title: String,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One instruction with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its number, such as `3.2`: part and step, from 1.
    pub number: String,
    /// What it does.
    #[serde(rename = "do")]
    pub procedure: Procedure,
    /// The key that it is about: of a [`Subject::Key`] step, and of no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Name>,
    /// The account that it is about: of a [`Subject::Account`] step, and of no other. A key's account stands in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Name>,
    /// The template's sentence.
    pub says: String,
    /// Who initials it.
    pub initials: Vec<Role>,
}

impl Script {
    /// The steps of all parts, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.parts.iter().flat_map(|p| &p.steps)
    }

    /// SHA-256 of the canonical JSON: sorted keys, no blanks (RFC 8785 for what a script can hold).
    pub fn hash(&self) -> [u8; 32] {
        let value = serde_json::to_value(self).expect("a script has only texts and lists");
        Sha256::digest(value.to_string()).into()
    }

    /// The script on paper: numbered steps with a line for each initial, and its hash in words.
    pub fn render(&self) -> String {
        self.render_in(Language::English)
    }

    /// The same, with what stands on every script in this language.
    pub fn render_in(&self, language: Language) -> String {
        let own = ScriptWords::of(language);
        let mut text = format!(
            "{}\n{}\n",
            self.title,
            "=".repeat(self.title.chars().count())
        );
        let [ceremony, plan] = own.ceremony_and_plan;
        text.push_str(&format!(
            "\n{ceremony} {}, {plan} {}\n",
            self.template, self.plan
        ));
        for (index, part) in self.parts.iter().enumerate() {
            text.push_str(&format!("\n{}. {}\n", index + 1, part.title));
            for step in &part.steps {
                text.push('\n');
                text.push_str(&step.render(own));
            }
        }
        text.push_str(&format!("\n{}\n", own.read_aloud));
        text.push_str(&format!("  {}\n", aloud::words(&self.hash())));
        text
    }
}

impl Step {
    fn render(&self, own: &ScriptWords) -> String {
        let first = format!("  {:<5} ", self.number);
        let body = wrapped(&self.says, "        ");
        let body = body.trim_start(); // the number stands in the indent
        let lines = self
            .initials
            .iter()
            .map(|role| format!("{} ______", role.on_script(own)));
        let initials: Vec<String> = lines.collect();
        format!(
            "{first}{body}        [{}]  {}\n",
            self.procedure.name(),
            initials.join("   ")
        )
    }
}

/// A text in lines of at most 78 characters where its words allow, each after `indent`.
pub(crate) fn wrapped(text: &str, indent: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("{}\n", wrap(&format!("{indent}{}", words.join(" ")), 0, 78))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_procedure_and_role_has_the_name_that_serde_gives_it() {
        for (name, procedure) in Procedure::ALL {
            assert_eq!(serde_json::to_value(procedure).unwrap(), name);
            assert_eq!(procedure.name(), name);
        }
        for (name, role) in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), name);
        }
        for (name, holds) in crate::plan::Holds::ALL {
            assert_eq!(serde_json::to_value(holds).unwrap(), name);
        }
        // serde names the variants that it knows: none is missing in the table.
        let refused = serde_json::from_str::<Procedure>("\"no-such\"")
            .unwrap_err()
            .to_string();
        assert_eq!(
            refused.matches('`').count(),
            2 * (1 + Procedure::ALL.len()),
            "{refused}"
        );
    }
}
