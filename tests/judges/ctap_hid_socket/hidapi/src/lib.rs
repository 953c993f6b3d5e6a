//! As much of hidapi's interface as ctap-hid-fido2 calls; a path is that of a Unix socket on which reports go to and fro.

use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{LazyLock, Mutex};

const REPORT: usize = 64;

pub type HidResult<T> = Result<T, io::Error>;

/// A key stays plugged in from one command to the next.
static PLUGGED: LazyLock<Mutex<HashMap<CString, UnixStream>>> = LazyLock::new(Mutex::default);

pub struct HidApi;

impl HidApi {
    pub fn new() -> HidResult<HidApi> {
        Ok(HidApi)
    }

    pub fn open_path(&self, path: &CStr) -> HidResult<HidDevice> {
        let mut plugged = PLUGGED.lock().map_err(|_| io::ErrorKind::Other)?;
        let stream = match plugged.get(path) {
            Some(stream) => stream.try_clone()?,
            None => {
                let stream = UnixStream::connect(path.to_string_lossy().as_ref())?;
                plugged.insert(path.to_owned(), stream.try_clone()?);
                stream
            }
        };
        Ok(HidDevice { stream })
    }

    /// None is found by looking: they are named.
    pub fn device_list(&self) -> impl Iterator<Item = &DeviceInfo> {
        [].iter()
    }
}

pub struct HidDevice {
    stream: UnixStream,
}

impl HidDevice {
    /// The number of an unnumbered report, 0, stands before it.
    pub fn write(&self, data: &[u8]) -> HidResult<usize> {
        let mut report = [0; REPORT];
        let said = data.get(1..).unwrap_or_default();
        let length = said.len().min(REPORT);
        report[..length].copy_from_slice(&said[..length]);
        (&self.stream).write_all(&report)?;
        Ok(data.len())
    }

    pub fn read(&self, buffer: &mut [u8]) -> HidResult<usize> {
        let mut report = [0; REPORT];
        (&self.stream).read_exact(&mut report)?;
        let length = buffer.len().min(REPORT);
        buffer[..length].copy_from_slice(&report[..length]);
        Ok(length)
    }
}

pub struct DeviceInfo;

impl DeviceInfo {
    pub fn vendor_id(&self) -> u16 {
        0
    }

    pub fn product_id(&self) -> u16 {
        0
    }

    pub fn path(&self) -> &CStr {
        c""
    }

    pub fn usage_page(&self) -> u16 {
        0
    }

    pub fn usage(&self) -> u16 {
        0
    }

    pub fn product_string(&self) -> Option<&str> {
        None
    }

    pub fn serial_number(&self) -> Option<&str> {
        None
    }
}
