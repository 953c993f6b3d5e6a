//! Where a printer of secrets may be: at this laptop's own loopback, behind which ipp-usb or CUPS speaks to USB (I14).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The port of IPP, where none is named (RFC 8010, 4.1).
const IPP_PORT: u16 = 631;
/// Where ipp-usb offers a printer.
const DIRECT: &str = "/ipp/print";
/// Where CUPS offers its queues.
const QUEUES: &str = "/printers/";

/// The address of a printer on this laptop: `ipp://localhost:60000/ipp/print` (ipp-usb) or
/// `ipp://localhost:631/printers/NAME` (CUPS). Any other scheme, host or path is no such address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterUri {
    host: &'static str,
    port: u16,
    path: String,
}

impl PrinterUri {
    /// Reads an address. Nothing is looked up: a host is this laptop only by its spelling.
    pub fn parse(text: &str) -> Option<PrinterUri> {
        let rest = text.strip_prefix("ipp://")?;
        let (authority, path) = rest.split_at(rest.find('/')?);
        let host = ["localhost", "127.0.0.1", "[::1]"]
            .into_iter()
            .find(|host| authority.starts_with(host))?;
        let port = match authority.strip_prefix(host)? {
            "" => IPP_PORT,
            port => port_number(port.strip_prefix(':')?)?,
        };
        let path = path.to_owned();
        (path == DIRECT || queue(&path).is_some()).then_some(PrinterUri { host, port, path })
    }

    /// The name of the CUPS queue, if it is one.
    pub fn queue(&self) -> Option<&str> {
        queue(&self.path)
    }

    /// The addresses that the host stands for, without asking any resolver.
    pub fn addresses(&self) -> &'static [IpAddr] {
        const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
        const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
        match self.host {
            "127.0.0.1" => &[V4],
            "[::1]" => &[V6],
            _ => &[V4, V6],
        }
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port, as HTTP names them.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The path, with its first slash.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl std::fmt::Display for PrinterUri {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ipp://{}:{}{}", self.host, self.port, self.path)
    }
}

fn port_number(digits: &str) -> Option<u16> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

fn queue(path: &str) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    path.strip_prefix(QUEUES)
        .filter(|name| !name.is_empty() && !name.starts_with('.') && name.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i14_a_printer_is_named_by_loopback_alone() {
        for (text, whole, queue) in [
            (
                "ipp://localhost:60000/ipp/print",
                "ipp://localhost:60000/ipp/print",
                None,
            ),
            (
                "ipp://127.0.0.1:60001/ipp/print",
                "ipp://127.0.0.1:60001/ipp/print",
                None,
            ),
            (
                "ipp://[::1]/printers/sheets",
                "ipp://[::1]:631/printers/sheets",
                Some("sheets"),
            ),
            (
                "ipp://localhost/printers/HP_1.a-b",
                "ipp://localhost:631/printers/HP_1.a-b",
                Some("HP_1.a-b"),
            ),
        ] {
            let uri = PrinterUri::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((uri.to_string().as_str(), uri.queue()), (whole, queue));
            assert!(uri.addresses().iter().all(IpAddr::is_loopback));
        }
        for text in [
            "",
            "/dev/usb/lp0",
            "ipp://printer.example/ipp/print",
            "ipp://192.168.1.7/ipp/print",
            "ipp://127.0.0.2:60000/ipp/print",
            "ipp://127.1/ipp/print",
            "ipp://0.0.0.0/ipp/print",
            "ipp://[::]/ipp/print",
            "ipp://[::ffff:127.0.0.1]/ipp/print",
            "ipp://[::1/ipp/print",
            "ipp://LOCALHOST/ipp/print",
            "ipp://localhost.example/ipp/print",
            "ipp://localhost@printer.example/ipp/print",
            "ipp://localhost:631@printer.example/ipp/print",
            "ipp://user@localhost/ipp/print",
            "ipp://localhost:/ipp/print",
            "ipp://localhost:0/ipp/print",
            "ipp://localhost:0631/ipp/print",
            "ipp://localhost:+631/ipp/print",
            "ipp://localhost:65536/ipp/print",
            "ipp://localhost:60000",
            "ipp://localhost:60000/",
            "ipp://localhost:60000/ipp/faxout",
            "ipp://localhost:60000/ipp/print?x",
            "ipp://localhost:60000/ipp/print/",
            "ipp://localhost/printers/",
            "ipp://localhost/printers/..",
            "ipp://localhost/printers/a/b",
            "ipp://localhost/printers/a%2fb",
            "ipp://localhost/printers/a b",
            "ipp://localhost/classes/all",
            "IPP://localhost/ipp/print",
            "ipps://localhost/ipp/print",
            "http://localhost:631/ipp/print",
            "socket://localhost:9100",
            "lpd://localhost/queue",
            "smb://localhost/printer",
            "dnssd://Printer._ipp._tcp.local/",
            "usb://Maker/Model",
            "file:///tmp/page",
        ] {
            assert_eq!(PrinterUri::parse(text), None, "{text}");
        }
    }
}
