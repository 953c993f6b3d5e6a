//! What a key says when it does not do as asked.

use std::fmt;

macro_rules! statuses {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $says:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = $says] $variant,)*
            /// A code that this program does not know, as it came.
            Unknown(u8),
        }

        impl $name {
            /// The code on the wire.
            pub fn code(self) -> u8 {
                match self {
                    $($name::$variant => $code,)*
                    $name::Unknown(code) => code,
                }
            }
        }

        impl From<u8> for $name {
            fn from(code: u8) -> $name {
                match code {
                    $($code => $name::$variant,)*
                    _ => $name::Unknown(code),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let says = match self {
                    $($name::$variant => $says,)*
                    $name::Unknown(_) => "a code that this program does not know",
                };
                write!(f, "{says} (0x{:02x})", self.code())
            }
        }
    };
}

statuses! {
    /// A CTAP status other than success (CTAP 2.1, 8.2).
    Status {
        InvalidCommand = 0x01, "the key does not know this command";
        InvalidParameter = 0x02, "the key takes a parameter for invalid";
        InvalidLength = 0x03, "the key takes the length for invalid";
        InvalidSequence = 0x04, "the key missed a packet";
        Timeout = 0x05, "the key waited too long for a packet";
        ChannelBusy = 0x06, "the key is busy with another program";
        LockRequired = 0x0a, "the key wants a lock first";
        InvalidChannel = 0x0b, "the key does not know this channel";
        CborUnexpectedType = 0x11, "the key found an unexpected type";
        InvalidCbor = 0x12, "the key could not read the request";
        MissingParameter = 0x14, "the key misses a parameter";
        LimitExceeded = 0x15, "a limit of the key is exceeded";
        FingerprintDatabaseFull = 0x17, "the key's fingerprint store is full";
        LargeBlobStorageFull = 0x18, "the key's blob store is full";
        CredentialExcluded = 0x19, "the key already holds one of the excluded credentials";
        Processing = 0x21, "the key still works";
        InvalidCredential = 0x22, "the key takes the credential for invalid";
        UserActionPending = 0x23, "the key waits for its user";
        OperationPending = 0x24, "an operation is still pending";
        NoOperations = 0x25, "no operation is pending";
        UnsupportedAlgorithm = 0x26, "the key does not know the algorithm";
        OperationDenied = 0x27, "the touch was refused";
        KeyStoreFull = 0x28, "the key has no room for another credential";
        UnsupportedOption = 0x2b, "the key does not know an option";
        InvalidOption = 0x2c, "an option is not valid for this command";
        KeepaliveCancel = 0x2d, "cancelled";
        NoCredentials = 0x2e, "the key holds no such credential";
        UserActionTimeout = 0x2f, "nobody touched the key in time";
        NotAllowed = 0x30, "the key does not allow this now";
        PinInvalid = 0x31, "wrong PIN";
        PinBlocked = 0x32, "the PIN is blocked: only a reset helps";
        PinAuthInvalid = 0x33, "the PIN token is not valid for this";
        PinAuthBlocked = 0x34, "no more tries until the key is unplugged and plugged in again";
        PinNotSet = 0x35, "the key has no PIN";
        PinRequired = 0x36, "the key wants its PIN";
        PinPolicyViolation = 0x37, "the new PIN breaks a rule of the key";
        RequestTooLarge = 0x39, "the request is too large for the key";
        ActionTimeout = 0x3a, "the action took too long";
        UserPresenceRequired = 0x3b, "the key wants a touch";
        UvBlocked = 0x3c, "user verification in the key is blocked";
        IntegrityFailure = 0x3d, "the key found its store damaged";
        InvalidSubcommand = 0x3e, "the key does not know this subcommand";
        UvInvalid = 0x3f, "user verification in the key failed";
        UnauthorizedPermission = 0x40, "the key does not grant this permission";
        Other = 0x7f, "the key failed without saying why";
    }
}

statuses! {
    /// The code of a CTAPHID_ERROR (CTAP 2.1, 11.2.9.1.6).
    HidStatus {
        NoReason = 0x00, "the key gave no reason: it may be busy with another program";
        InvalidCommand = 0x01, "the key does not know this packet command";
        InvalidParameter = 0x02, "the key takes a packet parameter for invalid";
        InvalidLength = 0x03, "the key takes the message length for invalid";
        InvalidSequence = 0x04, "the key missed a packet";
        MessageTimeout = 0x05, "the key waited too long for a packet";
        ChannelBusy = 0x06, "the key is busy with another program";
        LockRequired = 0x0a, "the key wants a lock first";
        InvalidChannel = 0x0b, "the key does not know this channel";
        Other = 0x7f, "the key failed without saying why";
    }
}

impl Status {
    /// Whether the key may only be busy, and answer the same when it is asked again.
    pub fn may_be_busy(self) -> bool {
        matches!(
            self,
            Status::ChannelBusy
                | Status::Processing
                | Status::UserActionPending
                | Status::OperationPending
        )
    }
}

impl HidStatus {
    /// Whether another program may have the key. Trussed's firmware says "busy" with 0, which is no code of CTAP's
    /// (usbd-ctaphid 0.5: Nitrokey 3, Solo 2).
    pub fn may_be_busy(self) -> bool {
        matches!(self, HidStatus::ChannelBusy | HidStatus::NoReason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_kept() {
        for code in 0..=255 {
            assert_eq!(Status::from(code).code(), code);
            assert_eq!(HidStatus::from(code).code(), code);
        }
        assert_eq!(Status::from(0x31), Status::PinInvalid);
        assert_eq!(Status::from(0xe0), Status::Unknown(0xe0));
        assert_eq!(HidStatus::from(2), HidStatus::InvalidParameter);
    }
}
