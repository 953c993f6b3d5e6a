//! A USB bus without wires: the unmodified framing of the firmware runs on two queues.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use usb_device::bus::PollResult;
use usb_device::class_prelude::*;
use usb_device::endpoint::{EndpointAddress, EndpointType};
use usb_device::{UsbDirection, UsbError};

pub type Packet = [u8; 64];

/// The two queues.
#[derive(Default)]
pub struct Wires {
    to_key: Mutex<VecDeque<Packet>>,
    to_host: Mutex<VecDeque<Packet>>,
}

impl Wires {
    pub fn to_key(&self) -> MutexGuard<'_, VecDeque<Packet>> {
        self.to_key.lock().expect("no holder panics")
    }

    pub fn to_host(&self) -> MutexGuard<'_, VecDeque<Packet>> {
        self.to_host.lock().expect("no holder panics")
    }
}

/// The bus.
pub struct Bus {
    wires: Arc<Wires>,
    endpoints: usize,
}

impl Bus {
    pub fn new(wires: Arc<Wires>) -> Bus {
        Bus {
            wires,
            endpoints: 0,
        }
    }
}

impl UsbBus for Bus {
    fn alloc_ep(
        &mut self,
        direction: UsbDirection,
        wanted: Option<EndpointAddress>,
        _: EndpointType,
        _: u16,
        _: u8,
    ) -> usb_device::Result<EndpointAddress> {
        self.endpoints += 1;
        Ok(wanted.unwrap_or(EndpointAddress::from_parts(self.endpoints, direction)))
    }

    fn write(&self, _: EndpointAddress, bytes: &[u8]) -> usb_device::Result<usize> {
        let mut packet = [0; 64];
        packet[..bytes.len()].copy_from_slice(bytes);
        self.wires.to_host().push_back(packet);
        Ok(bytes.len())
    }

    fn read(&self, _: EndpointAddress, bytes: &mut [u8]) -> usb_device::Result<usize> {
        let packet = self.wires.to_key().pop_front();
        bytes[..64].copy_from_slice(&packet.ok_or(UsbError::WouldBlock)?);
        Ok(64)
    }

    fn enable(&mut self) {}

    fn reset(&self) {}

    fn set_device_address(&self, _: u8) {}

    fn set_stalled(&self, _: EndpointAddress, _: bool) {}

    fn is_stalled(&self, _: EndpointAddress) -> bool {
        false
    }

    fn suspend(&self) {}

    fn resume(&self) {}

    fn poll(&self) -> PollResult {
        PollResult::None
    }
}
