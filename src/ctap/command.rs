//! The commands of CTAP 2.1, 6, by the names that the room's files use.

pub const MAKE_CREDENTIAL: u8 = 0x01;
pub const GET_ASSERTION: u8 = 0x02;
pub const GET_INFO: u8 = 0x04;
pub const CLIENT_PIN: u8 = 0x06;
pub const RESET: u8 = 0x07;
pub const GET_NEXT_ASSERTION: u8 = 0x08;
pub const CREDENTIAL_MANAGEMENT: u8 = 0x0a;
pub const SELECTION: u8 = 0x0b;
pub const CONFIG: u8 = 0x0d;
/// credentialManagement of CTAP 2.1's drafts.
pub const CREDENTIAL_MANAGEMENT_PREVIEW: u8 = 0x41;
