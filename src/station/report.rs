//! What the laptop check reads. Reading changes nothing, and what cannot be read is `None`: "could not tell".

use crate::secret::{ArenaStatus, arena_status};
use crate::text::safe::Safe;
use jiff::Timestamp;
use rustix::process::{DumpableBehavior, Resource};
use std::fs::read_to_string;
use std::path::Path;

/// How fit the laptop is for secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostReport {
    /// Network interfaces that are up, loopback left out, sorted (I14).
    pub network_interfaces_up: Option<Vec<String>>,
    /// Whether any swap area is in use, one in compressed memory included.
    pub swap_in_use: Option<bool>,
    /// How the memory for secrets is kept.
    pub arena: ArenaStatus,
    /// Whether the limit on core dumps is zero.
    pub core_limit_zero: bool,
    /// Whether the process refuses to be dumped and traced.
    pub undumpable: Option<bool>,
    /// The clock.
    pub clock: Clock,
}

/// What the laptop's clocks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The system's clock.
    pub now: Timestamp,
    /// Seconds by which the battery-backed clock is ahead of it (behind: negative).
    pub hardware_ahead_seconds: Option<i64>,
}

/// Looks at this laptop.
pub fn host_report() -> HostReport {
    HostReport {
        network_interfaces_up: interfaces_up(Path::new("/sys/class/net")),
        swap_in_use: read_to_string("/proc/swaps")
            .ok()
            .and_then(|text| any_swap(&text)),
        arena: arena_status(),
        core_limit_zero: rustix::process::getrlimit(Resource::Core).current == Some(0),
        undumpable: rustix::process::dumpable_behavior()
            .ok()
            .map(|behavior| behavior == DumpableBehavior::NotDumpable),
        clock: clock(Path::new("/sys/class/rtc/rtc0/since_epoch")),
    }
}

/// The interfaces below `dir` (`/sys/class/net`) that are up. None if one of them cannot be read.
fn interfaces_up(dir: &Path) -> Option<Vec<String>> {
    let mut up = Vec::new();
    for entry in std::fs::read_dir(dir).ok()? {
        let entry = entry.ok()?;
        // The folder also holds plain files, such as `bonding_masters`.
        if !entry.path().is_dir() {
            continue;
        }
        let flags = read_to_string(entry.path().join("flags")).ok()?;
        let state = read_to_string(entry.path().join("operstate")).ok()?;
        if is_up(&flags, &state)? {
            let name = entry.file_name();
            up.push(Safe::from_bytes(name.as_encoded_bytes(), 32).into());
        }
    }
    up.sort();
    Some(up)
}

/// Whether an interface can carry packets: IFF_UP, not IFF_LOOPBACK (netdevice(7)), and its RFC 2863 state does not
/// say that it cannot. Drivers that keep no state say `unknown`: that counts as up.
fn is_up(flags: &str, operstate: &str) -> Option<bool> {
    const IFF_UP: u32 = 0x1;
    const IFF_LOOPBACK: u32 = 0x8;
    let flags = u32::from_str_radix(flags.trim().strip_prefix("0x")?, 16).ok()?;
    let dead = matches!(operstate.trim(), "down" | "lowerlayerdown" | "notpresent");
    Some(flags & IFF_UP != 0 && flags & IFF_LOOPBACK == 0 && !dead)
}

/// Whether `/proc/swaps` lists an area below its heading.
fn any_swap(swaps: &str) -> Option<bool> {
    let mut lines = swaps.lines();
    lines
        .next()?
        .starts_with("Filename")
        .then(|| lines.any(|line| !line.trim().is_empty()))
}

fn clock(hardware: &Path) -> Clock {
    let now = Timestamp::now();
    let hardware = read_to_string(hardware)
        .ok()
        .and_then(|text| text.trim().parse::<i64>().ok());
    Clock {
        now,
        hardware_ahead_seconds: hardware.and_then(|seconds| seconds.checked_sub(now.as_second())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i14_an_interface_that_can_carry_packets_is_up() {
        for (flags, state, expected) in [
            ("0x1003\n", "up\n", Some(true)),
            ("0x1003", "unknown", Some(true)),
            ("0x1003", "dormant", Some(true)),
            ("0x1003", "down", Some(false)), // no cable
            ("0x1002", "down", Some(false)), // switched off
            ("0x9", "unknown", Some(false)), // loopback
            ("4099", "up", None),
            ("0xzz", "up", None),
            ("", "", None),
        ] {
            assert_eq!(is_up(flags, state), expected, "{flags} {state}");
        }
    }

    #[test]
    fn i14_interfaces_are_read_or_it_could_not_tell() {
        let dir = std::env::temp_dir().join(format!("sealwright-net-{}", std::process::id()));
        let interface = |name: &str, flags: &str, state: &str| {
            std::fs::create_dir_all(dir.join(name)).unwrap();
            std::fs::write(dir.join(name).join("flags"), flags).unwrap();
            std::fs::write(dir.join(name).join("operstate"), state).unwrap();
        };
        interface("lo", "0x9\n", "unknown\n");
        interface("wlan0", "0x1003\n", "up\n");
        interface("eth0", "0x1003\n", "down\n");
        interface("enp\x1b0", "0x1003\n", "up\n");
        std::fs::write(dir.join("bonding_masters"), "").unwrap();
        assert_eq!(
            interfaces_up(&dir),
            Some(vec!["enp\u{FFFD}0".to_owned(), "wlan0".to_owned()])
        );

        std::fs::remove_file(dir.join("wlan0/flags")).unwrap();
        assert_eq!(interfaces_up(&dir), None);
        std::fs::remove_dir_all(&dir).unwrap();
        assert_eq!(interfaces_up(&dir), None);
    }

    #[test]
    fn i4_swap_is_seen() {
        let heading = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
        assert_eq!(any_swap(heading), Some(false));
        assert_eq!(
            any_swap(&format!("{heading}/dev/dm-1 partition 8388604 0 -2\n")),
            Some(true)
        );
        assert_eq!(any_swap(""), None);
        assert_eq!(any_swap("something else\n"), None);
    }

    #[test]
    fn a_clock_without_hardware_could_not_tell() {
        let file = std::env::temp_dir().join(format!("sealwright-rtc-{}", std::process::id()));
        assert_eq!(clock(&file).hardware_ahead_seconds, None);
        std::fs::write(&file, "nonsense").unwrap();
        assert_eq!(clock(&file).hardware_ahead_seconds, None);
        let ahead = Timestamp::now().as_second() + 7200;
        std::fs::write(&file, format!("{ahead}\n")).unwrap();
        let found = clock(&file).hardware_ahead_seconds.unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!((7190..=7200).contains(&found), "{found}");
    }
}
