//! What the laptop check finds, as sentences (I4, I14).

use super::printer::IppPrinter;
use super::report::{HostReport, host_report};
use crate::ceremony::world::Laptop;
use crate::secret::ArenaStatus;
use crate::text::hex;
use crate::text::safe::Safe;
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

    fn findings(&mut self) -> Vec<String> {
        let mut findings = findings(&host_report());
        findings.extend(self.printer.iter().flat_map(IppPrinter::findings));
        findings
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

/// What of a report is not as it should be. Not to know is a finding too; but the clock is compared with two watches
/// at every roll call, so only a hardware clock that contradicts it is one.
pub fn findings(report: &HostReport) -> Vec<String> {
    let mut found = Vec::new();
    match &report.network_interfaces_up {
        Some(up) => found.extend(up.iter().map(|name| {
            format!("the network interface {name} is up: switch it off, or pull its cable")
        })),
        None => found.push("it could not be told whether a network interface is up".into()),
    }
    match report.swap_in_use {
        Some(false) => {}
        Some(true) => found.push("swap is in use: secrets of other programs, such as the terminal, could reach the disk (swapoff -a)".into()),
        None => found.push("it could not be told whether swap is in use".into()),
    }
    match &report.arena {
        ArenaStatus::Locked => {}
        ArenaStatus::NotLocked(why) => found.push(format!(
            "the memory for secrets is not locked: {} (raise the limit: ulimit -l 2048)",
            Safe::new(why, 200)
        )),
        ArenaStatus::NoMemory(why) => found.push(format!(
            "there is no memory for secrets: {}",
            Safe::new(why, 200)
        )),
    }
    if !report.core_limit_zero {
        found.push("core dumps are possible".into());
    }
    match report.undumpable {
        Some(true) => {}
        Some(false) => found.push("other programs of this user can read this one's memory".into()),
        None => found
            .push("it could not be told whether other programs can read this one's memory".into()),
    }
    if let Some(ahead) = report.clock.hardware_ahead_seconds {
        let apart = ahead.rem_euclid(QUARTER);
        if apart.min(QUARTER - apart) > CLOCKS_APART {
            found.push(format!(
                "the battery-backed clock and the system's clock are {} seconds apart",
                ahead.unsigned_abs()
            ));
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
        assert_eq!(findings(&fit()), [""; 0]);
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
        assert!(found.iter().all(|f| f.starts_with("it could not be told")));
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
                .contains("ipp://printer.example/ipp/print is no printer at this laptop")
        );
    }
}
