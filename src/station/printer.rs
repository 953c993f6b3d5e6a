//! A printer on the USB port, written to directly: no spool, no queue, no file that keeps the secret.
//!
//! The printer must take plain text, as nearly all with a parallel-port past do: ASCII lines ended by CR LF, and a form
//! feed. A write returns when the printer has taken the bytes; whether a readable page came out, people say. Out of
//! paper, it waits until there is paper.

use crate::ceremony::world::Printer;
use crate::secret::Secret;
use crate::sheet::Page;
use crate::text::safe::Safe;
use rustix::fs::{FileType, Mode, OFlags, Stat};
use rustix::io::Errno;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The kernel's number for USB devices without a class of their own (Linux `devices.txt`: 180).
const USB_MAJOR: u32 = 180;
/// Of these, the first sixteen are printers (`/dev/usb/lp0` to `lp15`).
const PRINTERS: u32 = 16;
/// A moment's pause of the printer is no fault; so many interruptions without a byte are.
const MOST_INTERRUPTIONS: u32 = 1000;

/// A printer of the USB printer class.
pub struct UsbPrinter {
    device: PathBuf,
}

/// Why a device is no printer for secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPrinter {
    /// There is no such device.
    Missing(String),
    /// It is something else than a USB printer, such as a file, which would keep the secret.
    NotUsbPrinter {
        /// Its path.
        device: String,
        /// What it is.
        is: &'static str,
    },
    /// The system's words.
    System(String),
}

impl std::fmt::Display for NoPrinter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoPrinter::Missing(device) => write!(
                f,
                "the printer {device} is not there: switch it on, plug in its USB cable"
            ),
            NoPrinter::NotUsbPrinter { device, is } => write!(
                f,
                "{device} is {is}, not a USB printer: pages with secrets go to a printer on the USB port and \
                 nowhere else"
            ),
            NoPrinter::System(why) => f.write_str(why),
        }
    }
}

impl UsbPrinter {
    /// The printer that the plan names, such as `/dev/usb/lp0`. It is looked at when it prints.
    pub fn new(device: &str) -> UsbPrinter {
        UsbPrinter {
            device: device.into(),
        }
    }

    /// Looks whether the printer is there and is one, without opening it.
    ///
    /// # Errors
    /// [`NoPrinter`].
    pub fn check(&self) -> Result<(), NoPrinter> {
        match rustix::fs::stat(&self.device) {
            Ok(stat) => is_printer(&self.device, &stat),
            Err(Errno::NOENT | Errno::NOTDIR) => Err(NoPrinter::Missing(shown(&self.device))),
            Err(errno) => Err(self.system(errno)),
        }
    }

    fn system(&self, errno: Errno) -> NoPrinter {
        let device = shown(&self.device);
        NoPrinter::System(match errno {
            Errno::ACCESS | Errno::PERM => format!(
                "the printer {device} may not be opened by this user: join its group (mostly lp), log in again"
            ),
            Errno::BUSY => format!("the printer {device} is in use by another program"),
            _ => format!("the printer {device} does not answer: {errno}"),
        })
    }

    fn write(&self, mut bytes: &[u8]) -> Result<(), NoPrinter> {
        self.check()?;
        let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
        let device = rustix::fs::open(&self.device, flags, Mode::empty())
            .map_err(|errno| self.system(errno))?;
        let opened = rustix::fs::fstat(&device).map_err(|errno| self.system(errno))?;
        is_printer(&self.device, &opened)?;
        let mut interruptions = 0;
        while !bytes.is_empty() {
            match rustix::io::write(&device, bytes) {
                Ok(taken) if taken > 0 => bytes = bytes.get(taken..).unwrap_or_default(),
                Err(Errno::NOSPC) => {
                    return Err(NoPrinter::System("the printer is out of paper".into()));
                }
                Ok(_) | Err(Errno::INTR) if interruptions < MOST_INTERRUPTIONS => {
                    interruptions += 1;
                }
                Ok(_) => return Err(self.system(Errno::IO)),
                Err(errno) => return Err(self.system(errno)),
            }
        }
        Ok(())
    }
}

impl Printer for UsbPrinter {
    fn print(&mut self, page: &Page) -> Result<(), String> {
        let text = page.text().map_err(|e| e.to_string())?;
        let plain = plain(text.text().ok_or("the page is not text")?).map_err(|e| e.to_string())?;
        self.write(plain.bytes()).map_err(|e| e.to_string())
    }
}

fn is_printer(device: &Path, stat: &Stat) -> Result<(), NoPrinter> {
    let is = match FileType::from_raw_mode(stat.st_mode) {
        FileType::CharacterDevice
            if rustix::fs::major(stat.st_rdev) == USB_MAJOR
                && rustix::fs::minor(stat.st_rdev) < PRINTERS =>
        {
            return Ok(());
        }
        FileType::CharacterDevice => "another device",
        FileType::RegularFile => "a file",
        FileType::Directory => "a folder",
        _ => "something else",
    };
    Err(NoPrinter::NotUsbPrinter {
        device: shown(device),
        is,
    })
}

/// A page as the printer takes it: CR LF, ASCII, a form feed. Names may lose their accents; what is read back has none.
fn plain(text: &str) -> Result<Secret, crate::secret::ArenaFull> {
    let len = text.chars().map(|c| letters(c).0.len()).sum::<usize>() + 1;
    Secret::build(len, |out| {
        let mut at = 0;
        for c in text.chars() {
            let piece = letters(c);
            out[at..at + piece.0.len()].copy_from_slice(piece.0.as_bytes());
            at += piece.0.len();
        }
        out[at] = b'\x0c';
    })
}

/// What stands for a character on a printer that knows ASCII only.
struct Letters(&'static str);

fn letters(c: char) -> Letters {
    const ASCII: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let ascii = |c: char| {
        let at = (c as usize).checked_sub(0x20)?;
        ASCII.get(at..=at)
    };
    Letters(match c {
        '\n' => "\r\n",
        '\u{df}' => "ss",
        '\u{e6}' => "ae",
        '\u{c6}' => "AE",
        '\u{f8}' => "o",
        '\u{d8}' => "O",
        '\u{142}' => "l",
        '\u{141}' => "L",
        '\u{2010}'..='\u{2015}' => "-",
        '\u{2018}' | '\u{2019}' => "'",
        '\u{201c}'..='\u{201e}' => "\"",
        '\u{2026}' => "...",
        _ => ascii(c)
            .or_else(|| std::iter::once(c).nfd().next().and_then(ascii))
            .unwrap_or("?"),
    })
}

fn shown(path: &Path) -> String {
    Safe::from_bytes(path.as_os_str().as_encoded_bytes(), 200).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i14_only_a_usb_printer_gets_a_page() {
        let file = std::env::temp_dir().join(format!("sealwright-printer-{}", std::process::id()));
        std::fs::write(&file, "").unwrap();
        let refused = |device: &Path| UsbPrinter::new(device.to_str().unwrap()).write(b"secret");
        let is = |result| match result {
            Err(NoPrinter::NotUsbPrinter { is, .. }) => is,
            other => panic!("{other:?}"),
        };
        assert_eq!(is(refused(&file)), "a file");
        assert_eq!(std::fs::read(&file).unwrap(), b"", "nothing was written");
        assert_eq!(is(refused(&std::env::temp_dir())), "a folder");
        assert_eq!(is(refused(Path::new("/dev/null"))), "another device");
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(refused(&file), Err(NoPrinter::Missing(_))));
    }

    #[test]
    fn i4_a_page_is_printed_as_plain_ascii_and_what_is_read_back_stays() {
        let printed = |text: &str| plain(text).unwrap().text().unwrap().to_owned();
        assert_eq!(
            printed("PIN: 1234 AB\nZ\u{fc}rich \u{2013} Stra\u{df}e\u{2026}\n"),
            "PIN: 1234 AB\r\nZurich - Strasse...\r\n\x0c"
        );
        assert_eq!(printed("\u{6771}\u{1b}[2J"), "??[2J\x0c");
        let all: String = (' '..='~').collect();
        assert_eq!(printed(&all), format!("{all}\x0c"));
    }
}
