//! Which printers hang on USB: loopback alone does not show it (I14).

use crate::text::safe::Safe;
use std::collections::BTreeMap;
use std::path::Path;

/// The class of printers (USB-IF, Defined Class Codes).
const PRINTER: &str = "07";
/// Subclass and protocol of one that speaks IPP over USB (USB-IF, IPP over USB 1.0).
const IPP_OVER_USB: [&str; 2] = ["01", "04"];
/// Characters of a name that are kept.
const NAME_CHARS: usize = 60;

/// A printer that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsbPrinter {
    /// Maker and product, as it says them, made safe.
    pub name: String,
    /// Whether one of its interfaces speaks IPP.
    pub speaks_ipp: bool,
}

/// The printers among the devices in `devices` (`/sys/bus/usb/devices`), by their ports, such as `1-3`.
pub fn printers(devices: &Path) -> BTreeMap<String, UsbPrinter> {
    let mut found = BTreeMap::new();
    let entries = std::fs::read_dir(devices).into_iter().flatten().flatten();
    for entry in entries {
        let said = |folder: &Path, file: &str| {
            let text = std::fs::read_to_string(folder.join(file));
            Safe::new(text.unwrap_or_default().trim(), NAME_CHARS)
        };
        let is = |file: &str, value| said(&entry.path(), file).as_str() == value;
        if !is("bInterfaceClass", PRINTER) {
            continue;
        }
        // An interface is named after its device: `1-3:1.0`.
        let interface = entry.file_name().to_string_lossy().into_owned();
        let port = interface.split(':').next().unwrap_or_default().to_owned();
        let [subclass, protocol] = IPP_OVER_USB;
        let speaks_ipp = is("bInterfaceSubClass", subclass) && is("bInterfaceProtocol", protocol);
        let device = devices.join(&port);
        let name = ["manufacturer", "product"].map(|file| said(&device, file).to_string());
        let printer = found.entry(port).or_insert(UsbPrinter {
            name: name.join(" ").trim().to_owned(),
            speaks_ipp,
        });
        printer.speaks_ipp |= speaks_ipp;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i14_printers_on_usb_are_seen_and_nothing_else() {
        let dir = std::env::temp_dir().join(format!("sealwright-usb-{}", std::process::id()));
        assert!(printers(&dir).is_empty(), "no USB at all");
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
        interface("1-1:1.0", ["03", "01", "04"]);
        assert!(printers(&dir).is_empty(), "a keyboard");
        interface("1-2:1.0", ["07", "01", "02"]);
        interface("1-2:1.1", ["07", "01", "05"]);
        std::fs::create_dir_all(dir.join("1-2")).unwrap();
        std::fs::write(dir.join("1-2/manufacturer"), "Maker\x1b\n").unwrap();
        std::fs::write(dir.join("1-2/product"), "Printer\n").unwrap();
        let of_the_old_kind = UsbPrinter {
            name: "Maker\u{fffd} Printer".into(),
            speaks_ipp: false,
        };
        assert_eq!(printers(&dir), [("1-2".into(), of_the_old_kind)].into());
        interface("1-3:1.0", ["07", "01", "02"]);
        interface("1-3:1.1", ["07", "01", "04"]);
        let found = printers(&dir);
        assert_eq!(found.len(), 2);
        assert!(found["1-3"].speaks_ipp);
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
