//! Models by their AAGUID, for people to read. A list of FIDO's metadata that the custodians carry in knows more; this
//! table is for books without one.
//!
//! Source: what Yubico, Nitrokey, SoloKeys, Token2 and Feitian publish of their keys.

use crate::text::hex;

/// The model's name; None for a model that this table does not know.
pub fn model(aaguid: &[u8; 16]) -> Option<&'static str> {
    let wanted = uuid(aaguid);
    let found = KNOWN.iter().find(|(aaguid, _)| *aaguid == wanted);
    found.map(|(_, name)| *name)
}

/// An AAGUID as makers write it, such as `2fc0579f-8113-47ea-b116-bb5a8db9202a`.
pub fn uuid(aaguid: &[u8; 16]) -> String {
    let hex = hex::encode(aaguid);
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
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
    use std::collections::BTreeSet;

    #[test]
    fn a_model_has_its_name_and_an_unknown_one_none() {
        let yubikey = hex::decode("2fc0579f811347eab116bb5a8db9202a").unwrap();
        let yubikey: [u8; 16] = yubikey.try_into().unwrap();
        assert_eq!(uuid(&yubikey), "2fc0579f-8113-47ea-b116-bb5a8db9202a");
        assert_eq!(model(&yubikey), Some("YubiKey 5 NFC or 5C NFC"));
        assert_eq!(model(&[0; 16]), None);
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
