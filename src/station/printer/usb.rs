//! Whether a printer hangs on USB: loopback alone does not show it (I14).

use std::path::Path;

/// Class, subclass and protocol of a printer that speaks IPP over USB (USB-IF, IPP over USB 1.0).
const IPP_OVER_USB: [&str; 3] = ["07", "01", "04"];

/// Whether an interface below `devices` (`/sys/bus/usb/devices`) is an IPP-over-USB printer's.
pub fn ipp_printer_is_plugged_in(devices: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(devices) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let is = |file: &str, value| {
            std::fs::read_to_string(entry.path().join(file)).is_ok_and(|text| text.trim() == value)
        };
        let [class, subclass, protocol] = IPP_OVER_USB;
        is("bInterfaceClass", class)
            && is("bInterfaceSubClass", subclass)
            && is("bInterfaceProtocol", protocol)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i14_a_printer_that_speaks_ipp_over_usb_is_seen_and_nothing_else() {
        let dir = std::env::temp_dir().join(format!("sealwright-usb-{}", std::process::id()));
        assert!(!ipp_printer_is_plugged_in(&dir), "no USB at all");
        let interface = |name: &str, class: [&str; 3]| {
            let dir = dir.join(name);
            std::fs::create_dir_all(&dir).unwrap();
            let files = [
                "bInterfaceClass",
                "bInterfaceSubClass",
                "bInterfaceProtocol",
            ];
            for (file, value) in files.into_iter().zip(class) {
                std::fs::write(dir.join(file), format!("{value}\n")).unwrap();
            }
        };
        std::fs::create_dir_all(dir.join("usb1")).unwrap();
        interface("1-1:1.0", ["03", "00", "00"]);
        interface("1-2:1.0", ["07", "01", "02"]);
        interface("1-2:1.1", ["07", "01", "05"]);
        assert!(
            !ipp_printer_is_plugged_in(&dir),
            "a printer of the old kind"
        );
        interface("1-3:1.1", ["07", "01", "04"]);
        assert!(ipp_printer_is_plugged_in(&dir));
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
