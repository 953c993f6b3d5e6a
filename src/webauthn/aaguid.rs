//! AAGUIDs as people write them.

use crate::text::hex;

/// Whether a text is an AAGUID in the form that [`uuid`] gives.
pub(super) fn is_uuid(text: &str) -> bool {
    let bytes: Option<[u8; 16]> = hex::decode_exactly(&text.replace('-', ""));
    bytes.is_some_and(|bytes| uuid(&bytes) == text)
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

/// An AAGUID in hex, as the ledger has it, in the form in which people compare it; anything else stays as it is.
pub fn hyphenated(hex: &str) -> String {
    let aaguid = hex::decode_exactly(hex);
    aaguid.map_or_else(|| hex.to_owned(), |aaguid| uuid(&aaguid))
}
