//! A security key as USB shows it.

use std::fmt;

/// A FIDO device. Its words are the device's own, with control characters taken out and cut to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluggedKey {
    /// Its node, such as `/dev/hidraw3`.
    pub path: String,
    /// USB vendor.
    pub vendor_id: u16,
    /// USB product.
    pub product_id: u16,
    /// The maker's name, if the device says it.
    pub manufacturer: Option<String>,
    /// The product's name, if the device says it.
    pub product: Option<String>,
    /// Its serial number, if the device says it; many keys do not.
    pub serial: Option<String>,
}

impl fmt::Display for PluggedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}  {:04x}:{:04x}",
            self.path, self.vendor_id, self.product_id
        )?;
        for words in [&self.manufacturer, &self.product].into_iter().flatten() {
            write!(f, "  {words}")?;
        }
        match &self.serial {
            Some(serial) => write!(f, "  serial {serial}"),
            None => Ok(()),
        }
    }
}
