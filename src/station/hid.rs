//! Security keys that are plugged in, over hidraw.

use std::ffi::CString;
use std::fmt;
use std::fs::File;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

use hidapi::{HidApi, HidDevice};
use rustix::fs::{Access, FlockOperation, OFlags, access, flock, stat};
use rustix::io::Errno;

use crate::ctap::{Link, LinkError, PACKET_LEN, Packet, PluggedKey, Waiting, WaitingFor};

/// What FIDO devices say they are (CTAP 2.1, 11.2.8.1).
const FIDO_USAGE_PAGE: u16 = 0xf1d0;
/// Characters of a device's own words that are kept.
const MAX_WORDS: usize = 64;
/// The rule that gives the custodians' group access.
const RULE: &str = "udev/70-sealwright.rules";

/// Why a key cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HidError {
    /// The system does not let this user open the node.
    NoPermission {
        /// The node.
        path: String,
    },
    /// There is no such node, or no longer.
    Gone {
        /// The node.
        path: String,
    },
    /// Another program holds the key: another Sealwright, or one on libfido2, which locks nodes as we do.
    Busy {
        /// The node.
        path: String,
    },
    /// Anything else; the system's words, made safe.
    System(String),
}

/// What a listing found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// At least one key, and each can be opened.
    Keys,
    /// No key is plugged in.
    NoKey,
    /// At least one key cannot be opened.
    NotReachable,
    /// The system did not say what is plugged in.
    Failed,
}

/// The FIDO devices that are plugged in, whether or not they can be opened, in the order of their nodes.
///
/// # Errors
/// [`HidError::System`].
pub fn plugged() -> Result<Vec<PluggedKey>, HidError> {
    let api = HidApi::new().map_err(|error| HidError::System(safe(&error.to_string())))?;
    let mut keys: Vec<PluggedKey> = api
        .device_list()
        .filter(|device| device.usage_page() == FIDO_USAGE_PAGE)
        .filter_map(|device| {
            Some(PluggedKey {
                path: device.path().to_str().ok()?.to_owned(),
                vendor_id: device.vendor_id(),
                product_id: device.product_id(),
                manufacturer: words(device.manufacturer_string()),
                product: words(device.product_string()),
                serial: words(device.serial_number()),
            })
        })
        .collect();
    keys.sort_by(|a, b| (a.path.len(), &a.path).cmp(&(b.path.len(), &b.path)));
    keys.dedup_by(|a, b| a.path == b.path);
    Ok(keys)
}

/// The keys that are plugged in and can be opened, each under a name of this plug alone: plugged in again, it has
/// another. No key is opened for it. None: the system does not tell.
pub fn plugs() -> Option<Vec<String>> {
    let keys = plugged().ok()?;
    let plug = |key: PluggedKey| {
        access(&*key.path, Access::READ_OK | Access::WRITE_OK).ok()?;
        // The kernel numbers the nodes below /dev as they come.
        let number = stat(&*key.path).ok()?.st_ino;
        Some(format!("{} {number}", key.path))
    };
    Some(keys.into_iter().filter_map(plug).collect())
}

/// What `sealwright key list` says.
pub fn describe_list() -> (String, Listing) {
    let checked = plugged().map(|keys| {
        let check = |key: PluggedKey| {
            let reach = open_node(&key.path).map(drop);
            (key, reach)
        };
        keys.into_iter().map(check).collect::<Vec<Checked>>()
    });
    describe(checked.as_deref())
}

/// A link to a key over its hidraw node.
pub struct HidLink {
    device: HidDevice,
    path: String,
    opened: Instant,
    on_waiting: Box<dyn FnMut(WaitingFor) -> Waiting + Send>,
    /// Locked, so that no two of us, nor one of us and libfido2, speak to one key. Others do not look at it.
    _lock: File,
}

impl HidLink {
    /// Opens a key's node; `on_waiting` is asked at each keepalive.
    ///
    /// # Errors
    /// [`HidError`].
    pub fn open(
        path: &str,
        on_waiting: Box<dyn FnMut(WaitingFor) -> Waiting + Send>,
    ) -> Result<HidLink, HidError> {
        // hidapi tells its reasons as text; so the node is opened first, which gives them as numbers.
        let lock = open_node(path)?;
        match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => {
                return Err(HidError::Busy {
                    path: path.to_owned(),
                });
            }
            Err(errno) => return Err(open_error(path, &errno.into())),
        }

        let system = |error: hidapi::HidError| HidError::System(safe(&error.to_string()));
        let node = CString::new(path).map_err(|_| HidError::Gone { path: safe(path) })?;
        let device = HidApi::new()
            .and_then(|api| api.open_path(&node))
            .map_err(system)?;
        Ok(HidLink {
            device,
            path: path.to_owned(),
            opened: Instant::now(),
            on_waiting,
            _lock: lock,
        })
    }

    /// The node.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl Link for HidLink {
    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        // FIDO devices have no numbered reports: number 0 stands before the packet.
        let mut report = [0; 1 + PACKET_LEN];
        report[1..].copy_from_slice(packet);
        loop {
            if self.now() >= by {
                return Err(LinkError::Deadline);
            }
            match self.device.write(&report) {
                Ok(len) if len == report.len() => return Ok(()),
                Ok(len) => {
                    return Err(LinkError::System(format!(
                        "{len} bytes of a packet went out"
                    )));
                }
                Err(error) => again_or(&error)?,
            }
        }
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        loop {
            let left = by.saturating_sub(self.now());
            // Rounded up, so that the last part of a millisecond is not spent in a busy loop.
            let millis = i32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
            // One byte more than a packet, so that a longer report shows.
            let mut report = [0; PACKET_LEN + 1];
            match self.device.read_timeout(&mut report, millis) {
                Ok(0) if self.now() >= by => return Err(LinkError::Deadline),
                Ok(0) => {}
                Ok(PACKET_LEN) => {
                    let packet = report.first_chunk().expect("65 bytes hold 64");
                    return Ok(*packet);
                }
                Ok(len) => return Err(LinkError::System(format!("a report of {len} bytes came"))),
                Err(error) => again_or(&error)?,
            }
        }
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        (self.on_waiting)(what)
    }
}

impl fmt::Display for HidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HidError::NoPermission { path } => write!(
                f,
                "{path} may not be opened by this user: install {RULE}, join the group \"sealwright\", \
                 log in again, and plug the key in again"
            ),
            HidError::Gone { path } => write!(f, "{path} is not there: plug the key in again"),
            HidError::Busy { path } => write!(
                f,
                "{path} is in use by another program: close it, and try again"
            ),
            HidError::System(words) => {
                write!(f, "the system does not let keys be reached: {words}")
            }
        }
    }
}

impl std::error::Error for HidError {}

/// A key, and whether its node can be opened.
type Checked = (PluggedKey, Result<(), HidError>);

fn describe(keys: Result<&[Checked], &HidError>) -> (String, Listing) {
    let keys = match keys {
        Err(error) => return (format!("{error}.\n"), Listing::Failed),
        Ok([]) => {
            return (
                "No security key is plugged in.\n".to_owned(),
                Listing::NoKey,
            );
        }
        Ok(keys) => keys,
    };
    let mut text = String::new();
    let mut listing = Listing::Keys;
    for (key, reach) in keys {
        text.push_str(&format!("{key}\n"));
        if let Err(error) = reach {
            text.push_str(&format!("    {error}.\n"));
            listing = Listing::NotReachable;
        }
    }
    (text, listing)
}

fn open_node(path: &str) -> Result<File, HidError> {
    let mut options = File::options();
    options.read(true).write(true);
    options.custom_flags((OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY).bits() as i32);
    options.open(path).map_err(|error| open_error(path, &error))
}

fn open_error(path: &str, error: &io::Error) -> HidError {
    let path = safe(path);
    match Errno::from_io_error(error) {
        Some(Errno::ACCESS | Errno::PERM) => HidError::NoPermission { path },
        Some(Errno::NOENT | Errno::NODEV | Errno::NXIO) => HidError::Gone { path },
        Some(Errno::BUSY) => HidError::Busy { path },
        _ => HidError::System(safe(&error.to_string())),
    }
}

/// Ok where a signal came between and the call is to be made again.
fn again_or(error: &hidapi::HidError) -> Result<(), LinkError> {
    let errno = match error {
        hidapi::HidError::IoError { error } => Errno::from_io_error(error),
        // What the backend says when poll reports a hang-up.
        hidapi::HidError::HidApiError { message } if message.contains("disconnected") => {
            return Err(LinkError::Gone);
        }
        _ => None,
    };
    match errno {
        Some(Errno::INTR | Errno::AGAIN) => Ok(()),
        Some(Errno::NODEV | Errno::NXIO | Errno::IO | Errno::SHUTDOWN | Errno::NOENT) => {
            Err(LinkError::Gone)
        }
        Some(Errno::TIMEDOUT) => Err(LinkError::Deadline),
        _ => Err(LinkError::System(safe(&error.to_string()))),
    }
}

/// Outside words: None where nothing is left of them.
fn words(outside: Option<&str>) -> Option<String> {
    let words = safe(outside?);
    (!words.is_empty()).then_some(words)
}

/// Without control characters and those that turn the direction of writing, cut to [`MAX_WORDS`] characters.
fn safe(outside: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}');
    let kept: String = outside
        .chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .take(MAX_WORDS)
        .collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str) -> PluggedKey {
        PluggedKey {
            path: path.into(),
            vendor_id: 0x1050,
            product_id: 0x0407,
            manufacturer: words(Some("Yubico")),
            product: words(Some("YubiKey OTP+FIDO+CCID")),
            serial: None,
        }
    }

    #[test]
    fn i9_a_devices_words_are_made_safe() {
        assert_eq!(words(Some("a\u{1b}[31mb\n\u{202e}c")).unwrap(), "a[31mbc");
        assert_eq!(words(Some(&"x".repeat(1000))).unwrap().len(), MAX_WORDS);
        assert_eq!(words(Some(" \u{0}\r\n ")), None);
        assert_eq!(words(None), None);
    }

    #[test]
    fn a_listing_says_what_is_there_and_what_to_do() {
        assert_eq!(
            describe(Ok(&[])),
            ("No security key is plugged in.\n".into(), Listing::NoKey)
        );

        let (text, listing) = describe(Ok(&[(key("/dev/hidraw3"), Ok(()))]));
        assert_eq!(
            text,
            "/dev/hidraw3  1050:0407  Yubico  YubiKey OTP+FIDO+CCID\n"
        );
        assert_eq!(listing, Listing::Keys);

        let path = "/dev/hidraw4".to_owned();
        let refused = (key(&path), Err(HidError::NoPermission { path }));
        let (text, listing) = describe(Ok(&[(key("/dev/hidraw3"), Ok(())), refused]));
        assert!(text.contains(
            "/dev/hidraw4 may not be opened by this user: install udev/70-sealwright.rules"
        ));
        assert_eq!(listing, Listing::NotReachable);

        let (text, listing) = describe(Err(&HidError::System("no".into())));
        assert_eq!(text, "the system does not let keys be reached: no.\n");
        assert_eq!(listing, Listing::Failed);
    }

    #[test]
    fn each_reason_why_a_node_does_not_open_has_its_own_error() {
        let error = |errno: Errno| open_error("/dev/hidraw0", &errno.into());
        let path = || "/dev/hidraw0".to_owned();
        assert_eq!(
            error(Errno::ACCESS),
            HidError::NoPermission { path: path() }
        );
        assert_eq!(error(Errno::PERM), HidError::NoPermission { path: path() });
        assert_eq!(error(Errno::NODEV), HidError::Gone { path: path() });
        assert_eq!(error(Errno::BUSY), HidError::Busy { path: path() });
        assert!(matches!(error(Errno::MFILE), HidError::System(_)));

        let none = HidLink::open("/dev/no-such-node", Box::new(|_| Waiting::GoOn));
        assert!(matches!(none, Err(HidError::Gone { .. })));
    }

    #[test]
    fn what_is_no_hidraw_node_is_refused_and_two_links_to_one_node_too() {
        let name = format!("sealwright-hid-{}", std::process::id());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, b"").unwrap();
        let path = file.to_str().unwrap();
        let open = || HidLink::open(path, Box::new(|_| Waiting::GoOn));
        let plain = open();
        let held = open_node(path).unwrap();
        flock(&held, FlockOperation::NonBlockingLockExclusive).unwrap();
        let second = open();
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(plain, Err(HidError::System(_))));
        assert!(matches!(second, Err(HidError::Busy { .. })));
    }

    #[test]
    fn this_machine_can_be_asked() {
        let (text, listing) = describe_list();
        assert_ne!(listing, Listing::Failed, "{text}");
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn a_call_that_a_signal_broke_is_made_again_and_an_unplugged_key_is_gone() {
        let io = |errno: Errno| {
            again_or(&hidapi::HidError::IoError {
                error: errno.into(),
            })
        };
        assert_eq!(io(Errno::INTR), Ok(()));
        for errno in [Errno::NODEV, Errno::IO, Errno::SHUTDOWN] {
            assert_eq!(io(errno), Err(LinkError::Gone));
        }
        assert!(matches!(io(Errno::PIPE), Err(LinkError::System(_))));
        let message = "unexpected poll error (device disconnected)".to_owned();
        assert_eq!(
            again_or(&hidapi::HidError::HidApiError { message }),
            Err(LinkError::Gone)
        );
    }
}
