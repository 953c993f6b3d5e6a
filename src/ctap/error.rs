//! Why a command to a key did not end well, and whether the key may have acted on it all the same.

use std::fmt;

use super::cbor::CborError;
use super::link::LinkError;
use super::pin::PinRule;
use super::status::{HidStatus, Status};
use crate::secret::{ArenaFull, EntropyFailed};

/// Why a command failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CtapError {
    /// The key refused, with a CTAP status: it has not acted.
    Refused(Status),
    /// The key refused the message itself, with a CTAPHID_ERROR: it has not acted.
    RefusedMessage(HidStatus),
    /// The key answered with a CTAP status that leaves open whether it acted.
    Unclear(Status),
    /// The key answered with a CTAPHID_ERROR that leaves open whether it acted.
    UnclearMessage(HidStatus),
    /// Another program had the key for as long as a question waits; nothing changed.
    Busy,
    /// The people cancelled. Where `answered` is false the key did not confirm it in time.
    Cancelled {
        /// Whether the key said that it gave up.
        answered: bool,
    },
    /// The link failed, or the key kept silent.
    Lost {
        /// What the link said.
        cause: LinkError,
        /// Whether the whole request may have reached the key, and the request may change something.
        unknown: bool,
    },
    /// The key answered with something that is no answer.
    Reply {
        /// What is wrong with it.
        cause: Reply,
        /// Whether the key may have done what it was asked.
        unknown: bool,
    },
    /// The PIN breaks a rule; it was not sent.
    Pin(PinRule),
    /// The key cannot do this; nothing was sent.
    Unsupported(Feature),
    /// The request is longer than the key takes; it was not sent.
    TooLong {
        /// Length of the request in bytes.
        len: usize,
        /// What the key takes, in bytes.
        max: usize,
    },
    /// More credential ids in one list than the key takes; nothing was sent.
    TooMany {
        /// How many there are.
        count: usize,
        /// How many the key takes.
        max: usize,
    },
    /// No randomness; nothing was sent.
    Entropy(EntropyFailed),
    /// No locked memory for the answer.
    Memory,
}

/// What is wrong with a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// A continuation packet where a reply should begin.
    NotBegun {
        /// Its sequence number.
        sequence: u8,
    },
    /// A reply to another command.
    OtherCommand {
        /// The command byte that came, without bit 7.
        got: u8,
    },
    /// Another message began before this one ended.
    Interrupted {
        /// The command byte that came, without bit 7.
        by: u8,
    },
    /// A continuation packet out of sequence.
    Sequence {
        /// The number expected.
        want: u8,
        /// The number that came.
        got: u8,
    },
    /// A message of a length that this command does not have (CTAP 2.1, 11.2.4 and 11.2.9).
    Length {
        /// The length in bytes that it claims.
        len: usize,
    },
    /// A channel that no key may give out.
    Channel {
        /// Its number.
        channel: u32,
    },
    /// Nothing, where at least a status or a body must be.
    Empty,
    /// Success, but not canonical CBOR.
    Cbor(CborError),
    /// Success, but this member is missing.
    Missing(&'static str),
    /// Success, but this member has another type, or a value out of its range.
    Wrong(&'static str),
    /// Success, but an entry of a list for the second time.
    Repeated(&'static str),
    /// It says that it was touched, again and again before anybody could have.
    Untouched,
    /// Success, but this is not what the key said before, and no key changes it.
    Changed(&'static str),
}

/// What a key may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// CTAP2 messages at all.
    Cbor,
    /// PINs.
    Pin,
    /// PIN/UV auth protocol 1 or 2: it offers others alone.
    PinProtocol,
    /// Tokens for one permission or one relying party.
    Permissions,
    /// User verification in the key itself, such as by a fingerprint.
    BuiltInVerification,
    /// Listing and deleting credentials.
    Management,
    /// Settings: authenticatorConfig.
    Configuration,
    /// This setting.
    Setting(&'static str),
    /// This extension.
    Extension(&'static str),
    /// A light that shows which key it is.
    Wink,
}

impl CtapError {
    /// Whether the key may have done what it was asked, or a part of it, although no success came back.
    ///
    /// False means: certainly nothing changed, except that a wrong PIN has cost a try.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            CtapError::Unclear(_) | CtapError::UnclearMessage(_) => true,
            CtapError::Cancelled { answered } => !answered,
            CtapError::Lost { unknown, .. } | CtapError::Reply { unknown, .. } => *unknown,
            // The answer was success; only its content found no room.
            CtapError::Memory => true,
            CtapError::Refused(_)
            | CtapError::RefusedMessage(_)
            | CtapError::Busy
            | CtapError::Pin(_)
            | CtapError::Unsupported(_)
            | CtapError::TooLong { .. }
            | CtapError::TooMany { .. }
            | CtapError::Entropy(_) => false,
        }
    }

    /// Whether another program may have the key, as far as it says.
    pub(super) fn may_be_busy(&self) -> bool {
        match self {
            CtapError::Refused(status) | CtapError::Unclear(status) => status.may_be_busy(),
            CtapError::RefusedMessage(status) | CtapError::UnclearMessage(status) => {
                status.may_be_busy()
            }
            _ => false,
        }
    }

    /// Whether the key is not there any more.
    pub(super) fn is_gone(&self) -> bool {
        matches!(
            self,
            CtapError::Lost {
                cause: LinkError::Gone,
                ..
            }
        )
    }

    /// The same failure of a command that changes nothing in the key.
    pub(super) fn of_a_question(self) -> CtapError {
        match self {
            CtapError::Unclear(status) => CtapError::Refused(status),
            CtapError::UnclearMessage(status) => CtapError::RefusedMessage(status),
            CtapError::Lost { cause, .. } => CtapError::Lost {
                cause,
                unknown: false,
            },
            CtapError::Reply { cause, .. } => CtapError::Reply {
                cause,
                unknown: false,
            },
            other => other,
        }
    }

    /// A reply of success with bad content.
    pub(super) fn content(cause: Reply) -> CtapError {
        CtapError::Reply {
            cause,
            unknown: true,
        }
    }
}

impl fmt::Display for CtapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CtapError::Refused(status) => write!(f, "the key refused: {status}"),
            CtapError::RefusedMessage(status) => write!(f, "the key refused the message: {status}"),
            CtapError::Unclear(status) => {
                write!(f, "the key's answer leaves open what it did: {status}")
            }
            CtapError::UnclearMessage(status) => {
                write!(f, "the key's answer leaves open what it did: {status}")
            }
            CtapError::Busy => write!(f, "the key is busy, with another program perhaps"),
            CtapError::Cancelled { answered: true } => write!(f, "cancelled"),
            CtapError::Cancelled { answered: false } => {
                write!(f, "cancelled, but the key did not confirm it")
            }
            CtapError::Lost {
                cause: LinkError::Deadline,
                ..
            } => {
                write!(f, "the key did not answer in time")
            }
            CtapError::Lost {
                cause: LinkError::Gone,
                ..
            } => write!(f, "the key was unplugged"),
            CtapError::Lost {
                cause: LinkError::System(words),
                ..
            } => {
                write!(f, "the key cannot be reached: {words}")
            }
            CtapError::Reply { cause, .. } => write!(f, "the key's answer is not valid: {cause}"),
            CtapError::Pin(rule) => write!(f, "{rule}"),
            CtapError::Unsupported(feature) => write!(f, "the key lacks {feature}"),
            CtapError::TooLong { len, max } => {
                write!(f, "the request has {len} bytes, and the key takes {max}")
            }
            CtapError::TooMany { count, max } => {
                write!(
                    f,
                    "the list has {count} credentials, and the key takes {max}"
                )
            }
            CtapError::Entropy(EntropyFailed(words)) => write!(f, "no randomness: {words}"),
            CtapError::Memory => write!(f, "no locked memory is left"),
        }
    }
}

impl std::error::Error for CtapError {}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reply::NotBegun { sequence } => {
                write!(f, "it begins with continuation packet {sequence}")
            }
            Reply::OtherCommand { got } => write!(f, "it answers command 0x{got:02x}"),
            Reply::Interrupted { by } => write!(f, "message 0x{by:02x} interrupts it"),
            Reply::Sequence { want, got } => write!(f, "packet {got} came instead of {want}"),
            Reply::Length { len } => write!(f, "a length of {len} bytes is not possible"),
            Reply::Channel { channel } => write!(f, "channel {channel:08x} is not possible"),
            Reply::Empty => write!(f, "it is empty"),
            Reply::Cbor(error) => write!(f, "{error}"),
            Reply::Missing(member) => write!(f, "{member} is missing"),
            Reply::Wrong(member) => write!(f, "{member} is not what it must be"),
            Reply::Repeated(member) => write!(f, "{member} comes for the second time"),
            Reply::Untouched => write!(f, "it was touched before anybody could have"),
            Reply::Changed(member) => write!(f, "{member} is not what the key said before"),
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Feature::Cbor => "CTAP2",
            Feature::Pin => "PINs",
            Feature::PinProtocol => "PIN/UV auth protocols 1 and 2",
            Feature::Permissions => "tokens with permissions",
            Feature::BuiltInVerification => "user verification of its own",
            Feature::Management => "credential management",
            Feature::Configuration => "settings",
            Feature::Setting(name) => return write!(f, "the setting {name}"),
            Feature::Extension(name) => return write!(f, "the extension {name}"),
            Feature::Wink => "a light to wink with",
        })
    }
}

impl From<Reply> for CtapError {
    fn from(cause: Reply) -> CtapError {
        CtapError::content(cause)
    }
}

impl From<PinRule> for CtapError {
    fn from(rule: PinRule) -> CtapError {
        CtapError::Pin(rule)
    }
}

impl From<EntropyFailed> for CtapError {
    fn from(failed: EntropyFailed) -> CtapError {
        CtapError::Entropy(failed)
    }
}

impl From<ArenaFull> for CtapError {
    fn from(_: ArenaFull) -> CtapError {
        CtapError::Memory
    }
}
