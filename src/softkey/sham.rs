//! What no honest key does when it makes a credential, each by its name: for tests of what is noticed. Off unless
//! switched on; it then lasts.

/// A lie about a new credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sham {
    /// It attests in a format that nobody defined.
    InventedFormat,
    /// It attests in the format of the older protocol (WebAuthn, 8.6).
    OlderFormat,
    /// It says that the credential may be copied to other devices (BE).
    BackupEligible,
    /// And that it was (BS).
    BackedUp,
    /// It does not keep what it was to keep (`rk`).
    NotKept,
    /// It protects the credential otherwise than asked (credProtect).
    OtherProtection,
    /// It says that it verified no user (UV), whatever it did.
    NotVerified,
}
