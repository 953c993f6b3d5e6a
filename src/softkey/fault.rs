//! Misbehaviour for tests. Off unless armed; each fault strikes once.

/// One misbehaviour, and when it strikes. `nth` counts from 1 and from when it was armed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// At the nth packet, in either direction.
    AtPacket {
        /// Which packet.
        nth: u32,
        /// What happens.
        what: PacketFault,
    },
    /// At the nth CTAP2 command of a kind.
    AtCommand {
        /// The command byte (CTAP 2.1, 6), and for clientPIN the subcommand (6.5.5); None counts any.
        which: Option<(u8, Option<u8>)>,
        /// Which of them.
        nth: u32,
        /// What happens.
        what: CommandFault,
    },
}

/// What happens at a packet, instead of its arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketFault {
    /// Only this packet is lost.
    Lost,
    /// The key says nothing more until it is plugged in again.
    Silent,
    /// The key is pulled out.
    Unplug,
    /// The key answers CTAPHID_ERROR with this code (CTAP 2.1, 11.2.9.1.6).
    Error(u8),
}

/// What happens at a command, once its last packet came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandFault {
    /// It is not done, and the key says nothing more until it is plugged in again.
    Silent,
    /// The key is pulled out before the command takes effect.
    UnplugBefore,
    /// The command takes effect, and the key is pulled out before it answers.
    UnplugAfter,
    /// A PIN is changed, and the key is pulled out before it forgets that it wanted a new one (forcePINChange): two
    /// records, one of them written.
    UnplugBetween,
    /// The command takes effect, and its answer is lost. The key goes on.
    AnswerLostAfter,
    /// The command takes effect, and the key answers this instead: a status, and what follows it.
    AnswerAfter(&'static [u8]),
    /// The key answers as if it had done it, and nothing changed.
    FalseSuccess,
    /// It is not done, and the key answers this status (CTAP 2.1, 8.2).
    Error(u8),
}

/// Counts a packet down; the fault that strikes at it is removed.
pub(super) fn due_at_packet(faults: &mut Vec<Fault>) -> Option<PacketFault> {
    strike(faults, |fault| match fault {
        Fault::AtPacket { nth, what } => count_down(nth).then_some(*what),
        Fault::AtCommand { .. } => None,
    })
}

/// Counts a command down; the fault that strikes at it is removed.
pub(super) fn due_at_command(faults: &mut Vec<Fault>, message: &[u8]) -> Option<CommandFault> {
    strike(faults, |fault| match fault {
        Fault::AtCommand { which, nth, what } if is_of_kind(message, *which) => {
            count_down(nth).then_some(*what)
        }
        _ => None,
    })
}

fn strike<F>(faults: &mut Vec<Fault>, mut due: impl FnMut(&mut Fault) -> Option<F>) -> Option<F> {
    let mut struck = None;
    faults.retain_mut(|fault| match due(fault) {
        Some(what) => {
            struck.get_or_insert(what);
            false
        }
        None => true,
    });
    struck
}

fn count_down(nth: &mut u32) -> bool {
    *nth = nth.saturating_sub(1);
    *nth == 0
}

fn is_of_kind(message: &[u8], which: Option<(u8, Option<u8>)>) -> bool {
    let Some((command, subcommand)) = which else {
        return true;
    };
    message.first() == Some(&command)
        && subcommand.is_none_or(|s| super::client_pin::subcommand(message) == Some(u64::from(s)))
}
