//! A virtual security key: one process is one key. The firmware is that of Nitrokey 3 and Solo 2; ours is what stands
//! around it: a bus, a finger, faults, and hostile replies.
//!
//! ```text
//! vkey --dir DIR --socket           the key answers on the Unix socket DIR/hid, 64 bytes a packet
//! vkey --dir DIR --uhid             the key is a /dev/hidraw node, by way of /dev/uhid
//!      [--name TEXT] [--serial TEXT] [--usb VVVV:PPPP]      what the node says it is
//!      [--keyboard]                 it says that it is a keyboard
//! vkey ctl DIR COMMAND...           see `control.rs`
//! ```
//!
//! What the key keeps lies in DIR: to kill the process and to start it again is to unplug and to plug. With DIR/x5c (a
//! DER certificate) and DIR/key (`00 02 00 05` and a P-256 scalar of 32 bytes) it attests what it makes. Its random
//! numbers are good for tests alone.

mod bus;
mod control;
mod finger;
mod firmware;
mod socket;
mod twist;
mod uhid;
mod wire;

use std::path::PathBuf;
use std::process::exit;
use std::sync::Arc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [ctl, dir, command @ ..] = arguments.as_slice()
        && ctl == "ctl"
    {
        return control::send(&PathBuf::from(dir), &command.join(" "));
    }
    let Some(options) = Options::read(arguments.into_iter()) else {
        eprintln!(
            "usage: vkey --dir DIR (--socket | --uhid) [--name TEXT] [--serial TEXT] [--usb VVVV:PPPP]"
        );
        exit(2)
    };
    std::fs::create_dir_all(&options.dir).expect("the key's folder");

    let faults = Arc::new(control::Faults::default());
    let port: Arc<dyn wire::Port> = match options.uhid {
        true => Arc::new(uhid::Uhid::create(&options).expect("/dev/uhid")),
        false => Arc::new(socket::Socket::listen(&options.dir.join("hid")).expect("a socket")),
    };
    firmware::run(&options.dir, &faults, port)
}

/// What the key is.
pub struct Options {
    pub dir: PathBuf,
    pub uhid: bool,
    pub name: String,
    pub serial: String,
    pub vendor: u32,
    pub product: u32,
    pub keyboard: bool,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
        let mut options = Options {
            dir: PathBuf::new(),
            uhid: false,
            name: "Virtual FIDO2 Key".into(),
            serial: "V0001".into(),
            vendor: 0x20a0,
            product: 0x42b2,
            keyboard: false,
        };
        let mut socket = false;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--dir" => options.dir = arguments.next()?.into(),
                "--socket" => socket = true,
                "--uhid" => options.uhid = true,
                "--keyboard" => options.keyboard = true,
                "--name" => options.name = arguments.next()?,
                "--serial" => options.serial = arguments.next()?,
                "--usb" => {
                    let ids = arguments.next()?;
                    let (vendor, product) = ids.split_once(':')?;
                    options.vendor = u32::from_str_radix(vendor, 16).ok()?;
                    options.product = u32::from_str_radix(product, 16).ok()?;
                }
                _ => return None,
            }
        }
        let named = !options.dir.as_os_str().is_empty();
        (named && socket != options.uhid).then_some(options)
    }
}
