//! A key, its PIN and its credentials.

use super::whereabouts::Whereabouts;
use crate::custody::deed::Genuineness;
use crate::custody::snapshot::{Counters, Snapshot};
use crate::custody::thing::{Hash, SheetId};
use crate::plan::KeySettings;
use jiff::Timestamp;

/// A key that was admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyState {
    /// How it is told from others.
    pub identity: Identity,
    /// Its PIN.
    pub pin: Pin,
    /// In which ceremony its PIN last changed; 0 for never.
    pub pin_since: u64,
    /// When it last changed, as the entry that says so claims.
    pub pin_at: Option<Timestamp>,
    /// The account's credential.
    pub credential: Option<Credential>,
    /// The settings that the plan wanted when it was last found to have them.
    pub settings: Option<KeySettings>,
    /// The last snapshot before sealing.
    pub sealed_as: Option<Snapshot>,
    /// The last one before sealing that was taken in quarantine: what it is compared with once that has ended.
    pub shown: Option<Snapshot>,
    /// Snapshots begun since the last one before sealing.
    pub begun: u64,
    /// Whether it may be sealed without a snapshot (it does not answer, and both assented).
    pub omitted: bool,
    /// Whether it was compared since its bag was opened.
    pub compared: bool,
    /// Where it is.
    pub at: Whereabouts,
    /// The plan under which it was admitted, or put away last.
    pub under: Hash,
}

impl KeyState {
    /// Whether it is not known which PIN it has.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self.pin, Pin::Doubt { .. })
    }

    /// How a snapshot differs from the one before sealing; nothing where there is none to compare with.
    pub fn differs(&self, now: &Snapshot) -> Vec<String> {
        self.sealed_as.as_ref().map_or_else(Vec::new, |sealed| {
            now.differs(sealed, self.identity.counters, self.begun)
        })
    }
}

/// Which PIN a key has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// None yet.
    None,
    /// The one on this sheet.
    On(SheetId),
    /// A change was begun and its answer is not known: the one on `to`, or still the one on `from` (none: no PIN).
    Doubt {
        /// The intent's `seq`.
        intent: u64,
        /// The sheet before.
        from: Option<SheetId>,
        /// The sheet after.
        to: SheetId,
    },
}

impl Pin {
    /// The sheets that the PIN is on, or may be: the one before first.
    pub fn sheets(&self) -> Vec<&SheetId> {
        match self {
            Pin::None => Vec::new(),
            Pin::On(sheet) => vec![sheet],
            Pin::Doubt { from, to, .. } => from.iter().chain([to]).collect(),
        }
    }
}

/// Our own credential on a key (I7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Credential id, hex.
    pub credential: String,
    /// Public key, SEC1 uncompressed, hex.
    pub public_key: String,
    /// AAGUID, hex.
    pub aaguid: String,
    /// How its counters behave.
    pub counters: Counters,
    /// How it proved its model, where that was judged.
    pub genuine: Option<Genuineness>,
    /// What else tells it, where it signs nothing without its PIN.
    pub serials: Serials,
}

/// The serial numbers of a key, each where it has one. They tell keys apart, and prove nothing: a forged one can copy
/// them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Serials {
    /// The one that its maker lets be read.
    pub maker: Option<String>,
    /// The one that it shows on USB.
    pub usb: Option<String>,
}

impl Serials {
    /// Whether a key that shows `seen` can be the one that showed these: there is one, and each is the same.
    pub fn tell(&self, seen: &Serials) -> bool {
        let same = |was: &Option<String>, is: &Option<String>| was.is_none() || was == is;
        let any = self.maker.is_some() || self.usb.is_some();
        any && same(&self.maker, &seen.maker) && same(&self.usb, &seen.usb)
    }
}

impl std::fmt::Display for Serials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let serial = self.maker.as_ref().or(self.usb.as_ref());
        f.write_str(serial.map_or("", String::as_str))
    }
}

/// The account's credential on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Credential id, hex.
    pub credential: String,
    /// Public key, SEC1 uncompressed, hex.
    pub public_key: String,
    /// Whether the tenant took it.
    pub registered: bool,
}
