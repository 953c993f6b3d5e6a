//! The firmware on its simulated platform, and the loop that a USB interrupt would be.

use crate::bus::{Bus, Wires};
use crate::control::{self, Faults};
use crate::finger::Finger;
use crate::wire::{Incoming, Outgoing, Port};
use ctaphid_dispatch::{Channel, DEFAULT_MESSAGE_SIZE, Dispatch};
use fido_authenticator::{Authenticator, Config, Conforming, LargeBlobsConfig};
use littlefs2::path;
use rand::RngCore;
use ref_swap::OptionRefSwap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use trussed::ClientImplementation;
use trussed::backend::BackendId;
use trussed::pipe::{ServiceEndpoint, TrussedChannel};
use trussed::platform::{Platform as _, Syscall};
use trussed::service::Service;
use trussed::store::Store as _;
use trussed::types::CoreContext;
use trussed::virt::{self, StorageConfig, StoreConfig};
use trussed_core::InterruptFlag;
use trussed_core::types::Location;
use trussed_staging::virt::{BackendIds, Dispatcher};
use usb_device::bus::UsbBusAllocator;
use usb_device::class::UsbClass as _;
use usb_device::device::{UsbDeviceBuilder, UsbVidPid};
use usbd_ctaphid::CtapHid;
use usbd_ctaphid::types::Status;

const BACKENDS: &[BackendId<BackendIds>] = &[
    BackendId::Custom(BackendIds::StagingBackend),
    BackendId::Core,
];
/// How long the key waits for a touch.
const TOUCH_LIMIT_MS: u32 = 30_000;
const KEEPALIVE_EVERY: Duration = Duration::from_millis(80);
/// A loop with nothing to do looks again so soon while the host talks, and so late once it is quiet, when whoever has
/// something for it wakes it: many keys are to fit on one machine.
const LOOK_AGAIN: Duration = Duration::from_micros(200);
const LOOK_AROUND: Duration = Duration::from_millis(200);
const QUIET_AFTER: Duration = Duration::from_millis(50);

/// Wakes the service thread.
struct Bell(Sender<()>);

impl Syscall for Bell {
    fn syscall(&mut self) {
        // The service lives as long as the process.
        let _ = self.0.send(());
    }
}

/// Runs the key for ever.
pub fn run(dir: &Path, faults: &Arc<Faults>, port: Arc<dyn Port>) {
    let store = StoreConfig {
        internal: StorageConfig::filesystem(dir.join("internal.bin")),
        external: StorageConfig::filesystem(dir.join("external.bin")),
        volatile: StorageConfig::ram(),
    };
    virt::with_platform(store, |mut platform| {
        control::listen(dir, faults, platform.user_interface().uptime_offset());
        platform
            .user_interface()
            .set_inner(Box::new(Finger::new(Arc::clone(faults))));
        move_seed_on(&mut platform);
        install_attestation(dir, &platform);

        let interrupt: &'static InterruptFlag = Box::leak(Box::default());
        let pipe = TrussedChannel::new();
        let (requester, responder) = pipe.split().expect("a new pipe");
        let (bell, rings) = channel();
        let context = CoreContext::with_interrupt(path!("fido").into(), Some(interrupt));
        let mut endpoints = vec![ServiceEndpoint::new(responder, context, BACKENDS)];
        let client: ClientImplementation<'_, _, Dispatcher> =
            ClientImplementation::new(requester, Bell(bell), Some(interrupt));
        let mut service = Service::with_dispatch(platform, Dispatcher::default());
        thread::scope(|scope| {
            scope.spawn(move || {
                while rings.recv().is_ok() {
                    service.process(&mut endpoints);
                }
            });
            serve(
                Authenticator::new(client, Conforming {}, config()),
                faults,
                &port,
            );
        });
    });
}

fn config() -> Config {
    let mut config = Config::new(DEFAULT_MESSAGE_SIZE);
    config.max_resident_credential_count = Some(50);
    config.large_blobs = Some(LargeBlobsConfig {
        location: Location::Internal,
        max_size: 1024,
    });
    config.firmware_version = Some(0x0001_0203_usize.into());
    config.fido2_up_timeout = Some(TOUCH_LIMIT_MS);
    config
}

/// The platform's seed is a constant: each start is to differ.
fn move_seed_on(platform: &mut impl trussed::platform::Platform) {
    let mut steps = [0; 2];
    let urandom = File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut steps));
    urandom.expect("the system's random numbers");
    for _ in 0..u16::from_ne_bytes(steps) {
        platform.rng().next_u32();
    }
}

/// A certificate and its key, where the folder holds them, as the maker would install them.
fn install_attestation(dir: &Path, platform: &impl trussed::platform::Platform) {
    let files =
        std::fs::read(dir.join("x5c")).and_then(|c| Ok((c, std::fs::read(dir.join("key"))?)));
    let Ok((certificate, key)) = files else {
        return;
    };
    let store = platform.store();
    let internal = store.ifs();
    for (path, content) in [
        (path!("fido/x5c/00"), certificate),
        (path!("fido/sec/00"), key),
    ] {
        let folder = path.parent().expect("a file in a folder");
        internal.create_dir_all(&folder).expect("room in the store");
        internal.write(path, &content).expect("room in the store");
    }
}

/// Between the host and the application, for ever.
fn serve<A>(mut application: A, faults: &Arc<Faults>, port: &Arc<dyn Port>)
where
    A: ctaphid_dispatch::app::App<'static> + Send,
{
    let pipe: Channel<DEFAULT_MESSAGE_SIZE> = Channel::new();
    let (requester, responder) = pipe.split().expect("a new pipe");
    let cancel: &'static OptionRefSwap<'static, InterruptFlag> =
        Box::leak(Box::new(OptionRefSwap::new(None)));
    let wires = Arc::new(Wires::default());
    let allocator = UsbBusAllocator::new(Bus::new(Arc::clone(&wires)));
    let mut framing = CtapHid::with_interrupt(&allocator, requester, Some(cancel), 0)
        .implements_ctap1()
        .implements_ctap2();
    // Building a device freezes the allocator, without which the endpoints do not work.
    let _device = UsbDeviceBuilder::new(&allocator, UsbVidPid(0x20a0, 0x42b2)).build();
    let pipe = framing.pipe();
    let (from_host, to_host) = (pipe.read_address(), pipe.write_address());

    let this = thread::current();
    let outgoing = Outgoing::new(
        Arc::clone(&wires),
        Arc::clone(faults),
        Arc::clone(port),
        this.clone(),
    );
    let mut incoming = Incoming::new(Arc::clone(faults), Arc::clone(port));
    println!("ready");
    std::io::stdout().flush().expect("somebody listens");
    thread::scope(|scope| {
        scope.spawn(move || outgoing.run());
        let application = scope.spawn(move || {
            let mut dispatch = Dispatch::with_interrupt(responder, Some(cancel));
            loop {
                // True until the answer was fetched.
                if dispatch.poll(&mut [&mut application]) {
                    this.unpark();
                }
                thread::park_timeout(LOOK_AROUND);
            }
        });
        let mut works_since = None;
        let mut pause = Pause::default();
        loop {
            while !wires.to_key().is_empty() {
                framing.endpoint_out(from_host);
                application.thread().unpark();
                pause.is_over();
            }
            framing.poll();
            if let Status::ReceivedData(_) = framing.did_start_processing() {
                works_since = Some(Instant::now());
                application.thread().unpark();
            }
            if works_since.is_some_and(|since| since.elapsed() > KEEPALIVE_EVERY) {
                let still_works = framing.send_keepalive(faults.is_blinking());
                works_since = matches!(still_works, Status::ReceivedData(_)).then(Instant::now);
            }
            loop {
                let Some(packet) = wires.to_host().pop_front() else {
                    break;
                };
                incoming.pass(packet);
                framing.endpoint_in_complete(to_host);
                pause.is_over();
            }
            if incoming.idle() || works_since.is_some() {
                thread::park_timeout(KEEPALIVE_EVERY / 4);
            } else {
                pause.take();
            }
        }
    });
}

/// The sleep of a loop between two looks.
#[derive(Default)]
struct Pause {
    since: Option<Instant>,
}

impl Pause {
    /// There is something to do.
    fn is_over(&mut self) {
        self.since = None;
    }

    /// Until the next look, or until somebody wakes this thread.
    fn take(&mut self) {
        let since = *self.since.get_or_insert_with(Instant::now);
        thread::park_timeout(match since.elapsed() < QUIET_AFTER {
            true => LOOK_AGAIN,
            false => LOOK_AROUND,
        });
    }
}
