//! What keys on the market do otherwise than CTAP 2.1 says, each by its name. Off unless switched on; it then lasts, as
//! the firmware does.

use crate::ctap::cbor::Value;
use serde::{Deserialize, Serialize};

/// A habit of some maker's firmware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quirk {
    /// It comes with alwaysUv switched on, also after a reset.
    AlwaysUv,
    /// With alwaysUv it wants its PIN for silent assertions too, as no specification says.
    NeverSilent,
    /// forcePINChange is read at power-up: getInfo shows the wish after the PIN was changed, until it is unplugged.
    WishApart,
    /// It has rules about PINs beyond their length (pinComplexityPolicy): at least three different characters.
    PinPolicy,
    /// It knows U2F alone: no CTAP2 messages.
    U2fOnly,
    /// There is no room for a discoverable credential.
    FullStore,
    /// It refuses CTAP2 messages with status 0x06 for 300 ms of every 2 s.
    Busy,
    /// The same with CTAPHID_ERROR, code 0x06.
    ChannelBusy,
    /// It blinks without any keepalive.
    NoKeepalives,
    /// While it blinks its keepalives say that it works.
    WrongKeepalives,
    /// The keys of its maps come in reverse order.
    MapsOutOfOrder,
    /// Names end after 31 bytes, within a character where it falls so.
    CutNames,
    /// Success and no more where a list is empty.
    EmptySuccess,
    /// NO_CREDENTIALS where credentials are counted, and there are none.
    CountsNothing,
    /// One PIN protocol, 1, and tokens of 64 bytes.
    LongTokens,
    /// It offers PIN protocol 2 and refuses it.
    NoProtocolTwo,
    /// Its key agreement names ES256 as its algorithm.
    AgreementEs256,
    /// Credential management of a draft: no tokens for one permission.
    DraftManagement,
    /// Its firmwareVersion is -1, and an option of its maker's is a text.
    OddInfo,
}

impl Quirk {
    /// All of them.
    pub const ALL: [Quirk; 19] = [
        Quirk::AlwaysUv,
        Quirk::NeverSilent,
        Quirk::WishApart,
        Quirk::PinPolicy,
        Quirk::U2fOnly,
        Quirk::FullStore,
        Quirk::Busy,
        Quirk::ChannelBusy,
        Quirk::NoKeepalives,
        Quirk::WrongKeepalives,
        Quirk::MapsOutOfOrder,
        Quirk::CutNames,
        Quirk::EmptySuccess,
        Quirk::CountsNothing,
        Quirk::LongTokens,
        Quirk::NoProtocolTwo,
        Quirk::AgreementEs256,
        Quirk::DraftManagement,
        Quirk::OddInfo,
    ];
}

/// Bytes of a name that are kept under [`Quirk::CutNames`].
const NAME_BYTES: usize = 31;

/// A body as it is written with maps in `reverse` order, or names `cut`. Numbers and lengths stay below 2^16 here.
pub(super) fn write_oddly(value: &Value, reverse: bool, cut: bool) -> Vec<u8> {
    let head = |major: u8, n: usize| match n {
        0..24 => vec![major << 5 | n as u8],
        24..0x100 => vec![major << 5 | 24, n as u8],
        _ => [&[major << 5 | 25][..], &(n as u16).to_be_bytes()].concat(),
    };
    match value {
        Value::Array(items) => {
            let mut out = head(4, items.len());
            items
                .iter()
                .for_each(|item| out.extend(write_oddly(item, reverse, cut)));
            out
        }
        Value::Map(members) => {
            let mut written: Vec<_> = members
                .iter()
                .map(|(key, value)| {
                    let is_name = matches!(key.as_text(), Some("name" | "displayName"));
                    let body = match value {
                        Value::Text(name) if cut && is_name => {
                            let kept = &name.as_bytes()[..name.len().min(NAME_BYTES)];
                            [&head(3, kept.len()), kept].concat()
                        }
                        value => write_oddly(value, reverse, cut),
                    };
                    (key.encode(), body)
                })
                .collect();
            written.sort();
            if reverse {
                written.reverse();
            }
            let mut out = head(5, written.len());
            for (key, body) in written {
                out.extend(key);
                out.extend(body);
            }
            out
        }
        other => other.encode(),
    }
}
