//! How much a plan may hold, and within which numbers.

use std::ops::RangeInclusive;

/// Bytes of a plan's file.
pub const LARGEST_FILE: usize = 256 * 1024;
/// Bytes of a plan, and of a template, as JSON: they stand in one entry of the ledger.
pub const MOST_BYTES: usize = 65_000;
/// People.
pub const MOST_PEOPLE: usize = 200;
/// Places.
pub const MOST_PLACES: usize = 200;
/// Accounts.
pub const MOST_ACCOUNTS: usize = 50;
/// Keys.
pub const MOST_KEYS: usize = 400;
/// Roles of a person, people of a place, shares of a password (SLIP-39 has at most 16).
pub const LONGEST_LIST: usize = 16;
/// Characters of a name that stands on sheets.
pub const LONGEST_NAME: usize = 64;
/// Characters of a sign-in name or a relying party.
pub const LONGEST_UPN: usize = 113;
/// Characters of a printer's address.
pub const LONGEST_URI: usize = 128;
/// Characters of a root certificate in base64.
pub const LONGEST_ROOT: usize = 4096;
/// Months between rotations; above twelve it is weak.
pub const ROTATE_MONTHS: RangeInclusive<u32> = 1..=120;
/// Days between checks; above ninety it is weak.
pub const CHECK_DAYS: RangeInclusive<u32> = 1..=3650;
/// Digits of a PIN (CTAP 2.1, 6.5.1: 4 code points to 63 bytes); below six it is weak.
pub const PIN_DIGITS: RangeInclusive<u32> = 4..=63;
/// Characters of a password.
pub const PASSWORD_LENGTH: RangeInclusive<u32> = 40..=128;
/// Shares needed: with one, a share would be the password. SLIP-39 has at most 16 shares.
pub const THRESHOLD: RangeInclusive<u32> = 2..=16;
