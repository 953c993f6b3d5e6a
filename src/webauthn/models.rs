//! Models by their AAGUID, for people to read: a table in this program, a file that knows more, and FIDO's list.
//!
//! Source of the table: what Yubico, Nitrokey, SoloKeys, Token2 and Feitian publish of their keys.

use super::aaguid::{is_uuid, uuid};
use super::metadata::{ListedModel, Metadata};
use crate::text::strict_toml::{Form, Problem, Reader, quoted};
use std::collections::BTreeMap;

/// Bytes of a file with models.
const LARGEST_FILE: usize = 256 * 1024;
/// Characters of a model's name.
const LONGEST_NAME: usize = 64;

/// Names of models, and what is known against them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Models {
    /// What was added to the table, by AAGUID as it is written; it goes before the table.
    added: BTreeMap<String, String>,
    /// FIDO's list, where one was imported.
    list: Option<Metadata>,
}

impl Models {
    /// The table in this program, and what a file says: a line for each model, `"aaguid" = "name"`.
    ///
    /// # Errors
    /// All mistakes in the file.
    pub fn read(toml: &str) -> Result<Models, Vec<Problem>> {
        let (mut reader, mut top) = Reader::open(toml, LARGEST_FILE)?;
        let mut models = Models::default();
        for (aaguid, name) in reader.rest(&mut top, LONGEST_NAME) {
            if is_uuid(&aaguid) {
                models.added.entry(aaguid).or_insert(name);
            } else {
                let allowed = "an AAGUID, such as 2fc0579f-8113-47ea-b116-bb5a8db9202a";
                reader.reject(
                    &quoted(&aaguid),
                    Form::BadName,
                    quoted(&aaguid),
                    allowed.into(),
                );
            }
        }
        match reader.problems() {
            [] => Ok(models),
            problems => {
                let mut problems = problems.to_vec();
                problems.sort_by_key(|problem| problem.at);
                Err(problems)
            }
        }
    }

    /// The same, with FIDO's list: its names go between the file's and the table's.
    #[must_use]
    pub fn with_list(self, list: Option<Metadata>) -> Models {
        Models { list, ..self }
    }

    /// The model's name; None for one that nobody named.
    pub fn name(&self, aaguid: &[u8; 16]) -> Option<&str> {
        let wanted = uuid(aaguid);
        let added = self.added.get(&wanted).map(String::as_str);
        let listed = || Some(self.listed(aaguid)?.name.as_str());
        let known = || KNOWN.iter().find(|(aaguid, _)| *aaguid == wanted);
        added
            .or_else(listed)
            .or_else(|| known().map(|(_, name)| *name))
    }

    /// What FIDO's list says against a model, a sentence each.
    pub fn warnings(&self, aaguid: &[u8; 16]) -> Vec<String> {
        let number = self.list.as_ref().map_or(0, |list| list.number);
        let reports = self.listed(aaguid).into_iter();
        let reports = reports.flat_map(|model| model.warnings(&[]));
        reports
            .map(|report| format!("FIDO's list {number} warns of this model: {report}"))
            .collect()
    }

    fn listed(&self, aaguid: &[u8; 16]) -> Option<&ListedModel> {
        self.list.as_ref()?.model(aaguid)
    }
}

const KNOWN: &[(&str, &str)] = &[
    ("fa2b99dc-9e39-4257-8f92-4a30d23c4118", "YubiKey 5 NFC"),
    (
        "2fc0579f-8113-47ea-b116-bb5a8db9202a",
        "YubiKey 5 NFC or 5C NFC",
    ),
    ("cb69481e-8ff7-4039-93ec-0a2729a154a8", "YubiKey 5"),
    ("ee882879-721c-4913-9775-3dfcce97072a", "YubiKey 5"),
    ("c5ef55ff-ad9a-4b9f-b580-adebafe026d0", "YubiKey 5Ci"),
    ("73bb0cd4-e502-49b8-9c6f-b59445bf720b", "YubiKey 5 FIPS"),
    (
        "c1f9a0bc-1dd2-404a-b27f-8e29047a43fd",
        "YubiKey 5 NFC FIPS or 5C NFC FIPS",
    ),
    ("85203421-48f9-4355-9bc8-8a53846e5083", "YubiKey 5Ci FIPS"),
    ("d8522d9f-575b-4866-88a9-ba99fa02f35b", "YubiKey Bio"),
    (
        "f8a011f3-8c0a-4d15-8006-17111f9edc7d",
        "Security Key by Yubico",
    ),
    (
        "b92c3f9a-c014-4056-887f-140a2501163b",
        "Security Key by Yubico",
    ),
    (
        "6d44ba9b-f6ec-2e49-b930-0c8fe920cb73",
        "Security Key NFC by Yubico",
    ),
    (
        "149a2021-8ef6-4133-96b8-81f8d5b7f1f5",
        "Security Key NFC by Yubico",
    ),
    (
        "2cd2f727-f6ca-44da-8f48-5c2e5da000a2",
        "Nitrokey 3 Mini or A Mini",
    ),
    ("ec99db19-cd1f-4c06-a2a9-940f17a6a30b", "Nitrokey 3 NFC"),
    ("9a03e537-4cbe-4a01-b2e2-242e0dd9a59b", "Nitrokey Passkey"),
    ("8876631b-d4a0-427f-5773-0ec71c9e0279", "Solo"),
    ("8976631b-d4a0-427f-5773-0ec71c9e0279", "Solo Tap"),
    ("ab32f0c6-2239-afbb-c470-d2ef4e254db7", "Token2 FIDO2 key"),
    (
        "833b721a-ff5f-4d00-bb2e-bdda3ec01e29",
        "Feitian ePass FIDO2",
    ),
    (
        "ee041bce-25e5-4cdb-8f86-897fd6418464",
        "Feitian ePass FIDO2 NFC",
    ),
    ("77010bd7-212a-4fc9-b236-d2ca5e9d4084", "Feitian BioPass"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hex;
    use std::collections::BTreeSet;

    #[test]
    fn a_model_has_its_name_and_an_unknown_one_none() {
        let yubikey = hex::decode("2fc0579f811347eab116bb5a8db9202a").unwrap();
        let yubikey: [u8; 16] = yubikey.try_into().unwrap();
        assert_eq!(uuid(&yubikey), "2fc0579f-8113-47ea-b116-bb5a8db9202a");
        let models = Models::default();
        assert_eq!(models.name(&yubikey), Some("YubiKey 5 NFC or 5C NFC"));
        assert_eq!(models.name(&[0; 16]), None);
    }

    #[test]
    fn a_file_names_new_models_and_renames_known_ones() {
        let toml = "# ours\n\"00000000-0000-0000-0000-000000000000\" = \"U2F key\"\n\
                    2fc0579f-8113-47ea-b116-bb5a8db9202a = \"The blue one\"\n";
        let models = Models::read(toml).unwrap();
        assert_eq!(models.name(&[0; 16]), Some("U2F key"));
        let yubikey = hex::decode("2fc0579f811347eab116bb5a8db9202a").unwrap();
        let yubikey = yubikey.try_into().unwrap();
        assert_eq!(models.name(&yubikey), Some("The blue one"));
        assert_eq!(Models::read(""), Ok(Models::default()));
    }

    #[test]
    fn i9_every_mistake_in_the_file_is_told_with_its_place() {
        let toml = "\"2FC0579F-8113-47ea-b116-bb5a8db9202a\" = \"capitals\"\n\
                    \"00000000-0000-0000-0000-000000000000\" = 5\n\
                    \"11111111-0000-0000-0000-000000000000\" = \"\\u001b[2J\"\n\
                    yubikey = \"a name\"\n";
        let told: Vec<String> = Models::read(toml)
            .unwrap_err()
            .iter()
            .map(|p| format!("{}: {}, found {}", p.at, p.form.name(), p.found))
            .collect();
        assert_eq!(
            told,
            [
                "1:1: bad-name, found \"2FC0579F-8113-47ea-b116-bb5a8db9202a\"",
                "2:42: wrong-type, found the number 5",
                "3:42: bad-text, found the control character U+001B in \"\\u{1b}[2J\"",
                "4:1: bad-name, found \"yubikey\"",
            ]
        );
        let twice = "a = \"b\"\na = \"c\"\n";
        assert_eq!(Models::read(twice).unwrap_err()[0].form, Form::Syntax);
        let large = " ".repeat(LARGEST_FILE + 1);
        assert_eq!(Models::read(&large).unwrap_err()[0].form, Form::TooBig);
    }

    #[test]
    fn the_table_has_each_model_once_and_in_the_form_that_is_looked_up() {
        let all: BTreeSet<&str> = KNOWN.iter().map(|(aaguid, _)| *aaguid).collect();
        assert_eq!(all.len(), KNOWN.len());
        for aaguid in all {
            let bytes = hex::decode(&aaguid.replace('-', "")).unwrap();
            assert_eq!(uuid(&bytes.try_into().unwrap()), aaguid);
        }
    }
}
