//! What an answer that is no success says about the act: surely not done, or open.
//!
//! A command that was sent whole may have been carried out. It surely was not where the key names a reason that stands
//! before the act in CTAP's algorithm for this command. Every other status leaves it open: one that the command does not
//! have, one that names no reason (0x7f, 0xf1), one that says that the key still works (0x21). So do a message that is
//! none, a body that should not be there, a lost answer.

use super::command;
use super::status::{HidStatus, Status};

/// setPIN and changePIN, of clientPIN.
const NEW_PIN: [Option<i64>; 2] = [Some(0x03), Some(0x04)];
/// updateUserInformation, of credentialManagement.
const UPDATE_USER: Option<i64> = Some(0x07);
/// setMinPINLength, of authenticatorConfig.
const SET_MIN_PIN_LENGTH: Option<i64> = Some(0x03);

/// Whether a key that answers `command`, and its subcommand, so has surely not acted on it.
pub fn stands_before_the_act(command: u8, subcommand: Option<i64>, status: Status) -> bool {
    of_any_command(status) || of_this_command(command, subcommand).contains(&status)
}

/// Whether a key that answers CTAPHID_ERROR with this, before any sign of life, has surely not acted on the message: it
/// never had it whole, or did not take it.
pub fn stands_before_the_message(status: HidStatus) -> bool {
    !matches!(
        status,
        HidStatus::NoReason | HidStatus::Other | HidStatus::Unknown(_)
    )
}

/// A request that is not understood or not allowed is refused before anything is done (CTAP 2.1, 6 and 8.2).
fn of_any_command(status: Status) -> bool {
    matches!(
        status,
        Status::InvalidCommand
            | Status::InvalidParameter
            | Status::InvalidLength
            | Status::InvalidSequence
            | Status::Timeout
            | Status::ChannelBusy
            | Status::LockRequired
            | Status::InvalidChannel
            | Status::CborUnexpectedType
            | Status::InvalidCbor
            | Status::MissingParameter
            | Status::LimitExceeded
            | Status::UnsupportedOption
            | Status::InvalidOption
            | Status::NotAllowed
            | Status::PinBlocked
            | Status::PinAuthInvalid
            | Status::PinAuthBlocked
            | Status::PinNotSet
            | Status::PinRequired
            | Status::RequestTooLarge
            | Status::InvalidSubcommand
            | Status::UnauthorizedPermission
    )
}

/// The reasons that CTAP 2.1 gives in 6.1.2, 6.2.2, 6.5.5, 6.6, 6.8 and 6.11, each before the act.
fn of_this_command(command: u8, subcommand: Option<i64>) -> &'static [Status] {
    match command {
        command::MAKE_CREDENTIAL => &[
            Status::CredentialExcluded,
            Status::InvalidCredential,
            Status::UnsupportedAlgorithm,
            Status::OperationDenied,
            Status::KeyStoreFull,
            Status::KeepaliveCancel,
            Status::UserActionTimeout,
            Status::PinInvalid,
            Status::PinPolicyViolation,
            Status::UserPresenceRequired,
            Status::UvBlocked,
            Status::UvInvalid,
        ],
        command::GET_ASSERTION | command::GET_NEXT_ASSERTION => &[
            Status::InvalidCredential,
            Status::OperationDenied,
            Status::KeepaliveCancel,
            Status::NoCredentials,
            Status::UserActionTimeout,
            Status::PinInvalid,
            Status::PinPolicyViolation,
            Status::UserPresenceRequired,
            Status::UvBlocked,
            Status::UvInvalid,
        ],
        command::CLIENT_PIN if NEW_PIN.contains(&subcommand) => {
            &[Status::PinInvalid, Status::PinPolicyViolation]
        }
        command::CLIENT_PIN => &[
            Status::OperationDenied,
            Status::KeepaliveCancel,
            Status::UserActionTimeout,
            Status::PinInvalid,
            Status::PinPolicyViolation,
            Status::UvBlocked,
            Status::UvInvalid,
        ],
        command::RESET | command::SELECTION => &[
            Status::OperationDenied,
            Status::KeepaliveCancel,
            Status::UserActionTimeout,
        ],
        command::CREDENTIAL_MANAGEMENT if subcommand == UPDATE_USER => &[
            Status::InvalidCredential,
            Status::KeyStoreFull,
            Status::NoCredentials,
        ],
        command::CREDENTIAL_MANAGEMENT | command::CREDENTIAL_MANAGEMENT_PREVIEW => {
            &[Status::InvalidCredential, Status::NoCredentials]
        }
        command::CONFIG if subcommand == SET_MIN_PIN_LENGTH => {
            &[Status::KeyStoreFull, Status::PinPolicyViolation]
        }
        _ => &[],
    }
}
