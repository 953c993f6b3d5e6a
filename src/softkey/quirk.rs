//! What keys on the market do otherwise than CTAP 2.1 says, each by its name. Off unless switched on; it then lasts, as
//! the firmware does.

use serde::{Deserialize, Serialize};

/// A habit of some maker's firmware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quirk {
    /// With alwaysUv it wants its PIN for silent assertions too, as no specification says.
    NeverSilent,
    /// forcePINChange is read at power-up: getInfo shows the wish after the PIN was changed, until it is unplugged.
    WishApart,
}

impl Quirk {
    /// All of them.
    pub const ALL: [Quirk; 2] = [Quirk::NeverSilent, Quirk::WishApart];
}
