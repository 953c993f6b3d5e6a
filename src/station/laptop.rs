//! What the check of the laptop finds (I4, I14).

use super::printer::IppPrinter;
use super::report::{HostReport, host_report};
use crate::ceremony::world::Laptop;
use crate::secret::ArenaStatus;
use crate::text::hex;
use crate::text::safe::Safe;
use crate::words::finding::Finding;
use sha2::{Digest, Sha256};

/// Clocks may be so many seconds apart.
const CLOCKS_APART: i64 = 120;
/// A hardware clock that shows local time differs by whole quarters of an hour: no fault.
const QUARTER: i64 = 900;

/// This laptop, and the printer that hangs on it.
pub struct ThisLaptop {
    printer: Option<IppPrinter>,
}

impl ThisLaptop {
    /// With the printer that the plan names, where there is a plan.
    pub fn new(printer: Option<IppPrinter>) -> ThisLaptop {
        ThisLaptop { printer }
    }
}

impl Laptop for ThisLaptop {
    fn program_hash(&mut self) -> Result<String, String> {
        program_hash()
    }

    fn findings(&mut self) -> Vec<Finding> {
        let mut findings = findings(&host_report());
        findings.extend(terminal_findings());
        findings.extend(self.printer.iter().flat_map(IppPrinter::findings));
        findings
    }
}

/// What cannot be taken back from this session's terminal: GNU screen keeps in its scrollback what was shown, whatever it is
/// told (tmux does not).
pub fn terminal_findings() -> Vec<Finding> {
    match std::env::var_os("STY") {
        Some(session) if !session.is_empty() => vec![Finding::TerminalKeeps],
        _ => vec![],
    }
}

/// SHA-256 of the running program, lower-case hex.
///
/// # Errors
/// What the system said.
pub fn program_hash() -> Result<String, String> {
    let program = std::fs::read("/proc/self/exe");
    let program = program.map_err(|e| format!("the program cannot be read: {e}"))?;
    Ok(hex::encode(&Sha256::digest(program)))
}

/// What of a report does not meet the requirements. Not to know is a finding too; but the clock is compared with two watches
/// at every roll call, so only a hardware clock that contradicts it is one.
pub fn findings(report: &HostReport) -> Vec<Finding> {
    let mut found = Vec::new();
    match &report.network_interfaces_up {
        Some(up) => found.extend(up.iter().map(|name| {
            let name = name.to_string();
            Finding::InterfaceIsUp { name }
        })),
        None => found.push(Finding::InterfacesUnknown),
    }
    match report.swap_in_use {
        Some(false) => {}
        Some(true) => found.push(Finding::SwapIsUsed),
        None => found.push(Finding::SwapUnknown),
    }
    match &report.arena {
        ArenaStatus::Locked => {}
        ArenaStatus::NotLocked(why) => found.push(Finding::MemoryNotLocked {
            why: Safe::new(why, 200).into(),
        }),
        ArenaStatus::NoMemory(why) => found.push(Finding::NoMemory {
            why: Safe::new(why, 200).into(),
        }),
    }
    if !report.core_limit_zero {
        found.push(Finding::CoreDumps);
    }
    match report.undumpable {
        Some(true) => {}
        Some(false) => found.push(Finding::MemoryIsReadable),
        None => found.push(Finding::MemoryUnknown),
    }
    if let Some(ahead) = report.clock.hardware_ahead_seconds {
        let apart = ahead.rem_euclid(QUARTER);
        if apart.min(QUARTER - apart) > CLOCKS_APART {
            found.push(Finding::ClocksApart {
                seconds: ahead.unsigned_abs(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::report::Clock;
    use super::*;

    fn fit() -> HostReport {
        HostReport {
            network_interfaces_up: Some(Vec::new()),
            swap_in_use: Some(false),
            arena: ArenaStatus::Locked,
            core_limit_zero: true,
            undumpable: Some(true),
            clock: Clock {
                now: jiff::Timestamp::UNIX_EPOCH,
                hardware_ahead_seconds: Some(3601),
            },
        }
    }

    #[test]
    fn i14_each_thing_that_is_wrong_or_unknown_is_a_finding() {
        assert_eq!(findings(&fit()), []);
        let mut worst = fit();
        worst.network_interfaces_up = Some(vec!["eth0".into(), "wlan0".into()]);
        worst.swap_in_use = Some(true);
        worst.arena = ArenaStatus::NotLocked("limit".into());
        worst.core_limit_zero = false;
        worst.undumpable = Some(false);
        worst.clock.hardware_ahead_seconds = Some(-400);
        assert_eq!(findings(&worst).len(), 7);
        let mut unknown = fit();
        unknown.network_interfaces_up = None;
        unknown.swap_in_use = None;
        unknown.undumpable = None;
        unknown.clock.hardware_ahead_seconds = None;
        let found = findings(&unknown);
        assert_eq!(found.len(), 3);
        let unknown = |f: &Finding| f.to_string().starts_with("it is not known");
        assert!(found.iter().all(unknown));
    }

    #[test]
    fn i14_a_printer_elsewhere_is_a_finding() {
        let printer = IppPrinter::new("ipp://printer.example/ipp/print");
        let with = ThisLaptop::new(Some(printer)).findings();
        let without = ThisLaptop::new(None).findings();
        assert_eq!(with.len(), without.len() + 1);
        assert!(
            with.last()
                .unwrap()
                .to_string()
                .contains("ipp://printer.example/ipp/print is not a printer at this laptop")
        );
    }
}
