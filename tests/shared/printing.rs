//! Real printers' software for the tests: `ippeveprinter` as the printer, `cupsd` as the spooler; a printer that says
//! what it is told; and pages. Every server has a folder of its own in memory, a free port, and ends with its value.
#![allow(dead_code)] // each test file uses its part

use sealwright::ceremony::world::Printer;
use sealwright::secret::Secret;
use sealwright::sheet::{Envelope, Page, Paper, PinSheet, PinText, Stationery, pin_sheet};
use sealwright::station::printer::{IppPrinter, Surroundings};
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

pub mod played;

/// For a server to begin, for a page to come out.
const PATIENCE: Duration = Duration::from_secs(90);

/// A folder of the test's own, removed in the end.
pub struct Folder(pub PathBuf);

impl Folder {
    /// In memory, where spools belong.
    pub fn in_memory() -> Folder {
        Folder::below(Path::new("/dev/shm"))
    }

    /// On the disk, where they do not.
    pub fn on_disk() -> Folder {
        Folder::below(Path::new(env!("CARGO_TARGET_TMPDIR")))
    }

    fn below(parent: &Path) -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!(
            "sealwright-printing-{}-{count}",
            std::process::id()
        ));
        fs::create_dir_all(&path).expect("a folder of our own");
        Folder(path)
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.0.join(inside)
    }

    pub fn text(&self, inside: &str) -> String {
        self.path(inside).to_str().expect("a path").to_owned()
    }

    pub fn write(&self, inside: &str, content: &str) -> PathBuf {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }

    pub fn make(&self, inside: &str) -> String {
        fs::create_dir_all(self.path(inside)).expect("a folder");
        self.text(inside)
    }

    /// All files in it, however deep, with what they hold. Files that go away meanwhile are none.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        Folder::files_in(&self.0)
    }

    fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let kind = entry.file_type().expect("a kind");
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file()
                    && let Ok(bytes) = fs::read(&path)
                {
                    files.push((path, bytes));
                }
            }
        }
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A program that ends with its value.
pub struct Running(Child);

impl Running {
    fn start(command: &mut Command, log: &Path) -> Running {
        let log = fs::File::create(log).expect("a log");
        let errors = log.try_clone().expect("a log");
        let program = command.get_program().to_owned();
        let child = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn();
        Running(child.unwrap_or_else(|why| {
            panic!(
                "{program:?} does not start ({why}); these tests need the Debian packages cups cups-ipp-utils \
                 cups-filters avahi-daemon dbus, and to run as root"
            )
        }))
    }

    /// Ends it at once, as a cable pulled out does.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(5) {
            if let Ok(Some(_)) = self.0.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.kill();
    }
}

/// A virtual printer of the CUPS project, with the announcer and the bus that it does not begin without.
pub struct EvePrinter {
    pub running: Running,
    announcers: [Running; 2],
    pub port: u16,
    pub folder: Folder,
}

impl EvePrinter {
    /// One that keeps what it prints, in its folder `kept`: that is its memory.
    pub fn new() -> EvePrinter {
        let folder = Folder::in_memory();
        let bus = format!("unix:path={}", folder.text("bus"));
        let announcers = announcers(&folder, &bus);
        let port = free_port();
        // A page takes as long as the file `slow` is there.
        let command = folder.write(
            "print.sh",
            &format!(
                "#!/bin/sh\ntouch {0}/printing\nwhile [ -e {0}/slow ]; do sleep 0.05; done\nrm -f {0}/printing\n",
                folder.0.display()
            ),
        );
        make_runnable(&command);
        let running = Running::start(
            Command::new("ippeveprinter")
                .env("DBUS_SYSTEM_BUS_ADDRESS", &bus)
                .env("TMPDIR", folder.make("tmp"))
                .args(["-p", &port.to_string(), "-n", "localhost"])
                .args(["-f", "application/pdf", "-d", &folder.make("kept")])
                .args(["-k", "-c", command.to_str().expect("a path")])
                .arg(format!("Printer {port}")),
            &folder.path("printer.log"),
        );
        listens(port, &folder.path("printer.log"));
        EvePrinter {
            running,
            announcers,
            port,
            folder,
        }
    }

    pub fn uri(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    pub fn set(&self, what: &str) {
        self.folder.write(what, "");
    }

    pub fn unset(&self, what: &str) {
        let _ = fs::remove_file(self.folder.path(what));
    }

    /// The pages that came out.
    pub fn pages(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut pages = Folder::files_in(&self.folder.path("kept"));
        pages.retain(|(path, _)| path.extension().is_some_and(|e| e == "pdf"));
        pages
    }

    /// What it has written beside its pages.
    pub fn left(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (kept, mut files) = (self.folder.path("kept"), self.folder.files());
        files.retain(|(path, _)| !path.starts_with(&kept));
        files
    }

    /// Waits until a page is being printed.
    pub fn is_printing(&self) {
        until("a page is being printed", || {
            self.folder.path("printing").exists()
        });
    }
}

fn announcers(folder: &Folder, bus: &str) -> [Running; 2] {
    let kinds = ["method_call", "method_return", "error", "signal"];
    let allowed: String = kinds
        .iter()
        .map(|kind| {
            format!(
                "<allow send_type=\"{kind}\" send_requested_reply=\"true\"/><allow receive_type=\"{kind}\"/>"
            )
        })
        .collect();
    let config = folder.write(
        "bus.conf",
        &format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>system</type>\
             <listen>{bus}</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow user=\"*\"/>\
             <allow own=\"*\"/><allow send_type=\"method_call\"/><allow send_type=\"signal\"/>{allowed}</policy>\
             </busconfig>\n"
        ),
    );
    let daemon = Running::start(
        Command::new("dbus-daemon")
            .args(["--nofork", "--nopidfile", "--config-file"])
            .arg(config),
        &folder.path("bus.log"),
    );
    until("the bus is there", || folder.path("bus").exists());
    let config = folder.write(
        "avahi.conf",
        "[server]\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\n[wide-area]\nenable-wide-area=no\n\
         [publish]\ndisable-publishing=yes\n",
    );
    // Its pid file is at a fixed place in /run: it gets a /run of its own.
    let avahi = Running::start(
        Command::new("unshare")
            .env("DBUS_SYSTEM_BUS_ADDRESS", bus)
            .args(["--mount", "sh", "-c"])
            .arg(format!(
                "mount -t tmpfs none /run && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f {}",
                config.display()
            )),
        &folder.path("avahi.log"),
    );
    until("the announcer is there", || {
        fs::read_to_string(folder.path("avahi.log"))
            .is_ok_and(|log| log.contains("startup complete"))
    });
    [daemon, avahi]
}

/// A real cupsd with folders of its own, and queues to printers.
pub struct Cups {
    running: Running,
    pub port: u16,
    /// Its settings.
    pub settings: Folder,
    /// Its spool and temporary files.
    pub spool: Folder,
    /// Everything else that it writes.
    pub rest: Folder,
}

impl Cups {
    /// As the manual wants it.
    pub fn good() -> Cups {
        Cups::start("PreserveJobFiles No\n", Folder::in_memory())
    }

    /// With these lines more in its settings, and this spool.
    pub fn start(jobs: &str, spool: Folder) -> Cups {
        let (settings, rest) = (Folder::in_memory(), Folder::in_memory());
        let port = free_port();
        let config = settings.write(
            "cupsd.conf",
            &format!(
                "Listen 127.0.0.1:{port}\nBrowsing No\nWebInterface No\nDefaultAuthType None\nLogLevel debug2\n{jobs}\
                 <Location />\nOrder allow,deny\nAllow localhost\n</Location>\n\
                 <Policy default>\n<Limit All>\nOrder allow,deny\nAllow localhost\n</Limit>\n</Policy>\n"
            ),
        );
        // Filters run as another user.
        let temporary = spool.make("tmp");
        make_open(Path::new(&temporary));
        make_open(&spool.0);
        let files = settings.write(
            "cups-files.conf",
            &format!(
                "ServerRoot {}\nRequestRoot {}\nTempDir {temporary}\nCacheDir {}\nStateDir {}\nAccessLog {}\n\
                 ErrorLog {}\nPageLog {}\nServerKeychain {}\nSystemGroup root\n",
                settings.0.display(),
                spool.make("requests"),
                rest.make("cache"),
                rest.make("state"),
                rest.text("access_log"),
                rest.text("error_log"),
                rest.text("page_log"),
                settings.make("keys"),
            ),
        );
        let running = Running::start(
            Command::new("cupsd")
                .arg("-f")
                .arg("-c")
                .arg(config)
                .arg("-s")
                .arg(files),
            &rest.path("out.log"),
        );
        listens(port, &rest.path("error_log"));
        Cups {
            running,
            port,
            settings,
            spool,
            rest,
        }
    }

    /// A queue whose pages go to this device, as they are.
    pub fn queue(&self, name: &str, device: &str) -> String {
        self.run(
            "lpadmin",
            &[
                "-p",
                name,
                "-E",
                "-v",
                device,
                "-o",
                "printer-is-shared=false",
                "-o",
                "printer-error-policy=abort-job",
            ],
        );
        format!("ipp://localhost:{}/printers/{name}", self.port)
    }

    /// A queue with the driver for all printers that know IPP, and so with the filters of CUPS in the way.
    pub fn queue_with_filters(&self, name: &str, printer: &EvePrinter) -> String {
        let queue = self.queue(name, &printer.uri());
        self.run("lpadmin", &["-p", name, "-m", "everywhere"]);
        queue
    }

    /// One of its own tools.
    pub fn run(&self, tool: &str, args: &[&str]) {
        let ran = Command::new(tool)
            .args(["-h", &format!("127.0.0.1:{}", self.port)])
            .args(args)
            .output()
            .expect("a tool of CUPS");
        assert!(ran.status.success(), "{tool} {args:?}: {ran:?}");
    }

    /// Everything that it has written and not removed.
    pub fn left(&self) -> Vec<(PathBuf, Vec<u8>)> {
        [&self.spool, &self.rest, &self.settings]
            .into_iter()
            .flat_map(Folder::files)
            .collect()
    }
}

/// Surroundings in which a printer hangs on USB, as these settings of CUPS say.
pub fn around(usb: &Folder, cups: &Path) -> Surroundings {
    for (file, value) in [
        ("bInterfaceClass", "07\n"),
        ("bInterfaceSubClass", "01\n"),
        ("bInterfaceProtocol", "04\n"),
    ] {
        usb.write(&format!("1-1:1.0/{file}"), value);
    }
    Surroundings {
        usb_devices: usb.0.clone(),
        sockets: "/proc/net".into(),
        // Servers of tests take what port is free.
        cups_ports: 1..=65535,
        ipp_usb_ports: 1..=65535,
        cups_settings: cups.into(),
        page: PATIENCE,
        answer: PATIENCE,
        look_every: Duration::from_millis(20),
    }
}

/// A printer at this address, on USB as far as the laptop can see.
pub fn printer(uri: &str, usb: &Folder) -> IppPrinter {
    IppPrinter::among(uri, around(usb, Path::new("/no/settings")))
}

/// Prints, and gives what the printer said meanwhile.
pub fn print(printer: &mut dyn Printer, page: &Page) -> (Result<(), String>, Vec<String>) {
    let mut said = Vec::new();
    let printed = printer.print(page, &mut |what: &str| said.push(what.to_owned()));
    (printed, said)
}

/// Lends a PIN sheet to somebody.
pub fn with_a_page<T>(serial: &str, lent: impl FnOnce(&Page) -> T) -> T {
    let pin = Secret::take(&mut b"40718263".to_vec()).expect("memory");
    let word = Secret::take(&mut b"harbour".to_vec()).expect("memory");
    lent(&pin_sheet(&PinSheet {
        on: Stationery {
            rehearsal: false,
            organisation: "Example",
            paper: Paper::A4,
            envelope: Envelope::C56,
        },
        serial,
        key: "red-1",
        account: "emergency-1",
        place: "Safe A",
        date: jiff::civil::date(2026, 11, 2),
        due: jiff::civil::date(2027, 11, 2),
        pin: PinText::Printed {
            pin: &pin,
            check: b"KM",
        },
        proof_word: &word,
        cover: [7; 32],
    }))
}

pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Waits for a server; without it the test fails with its log.
fn listens(port: u16, log: &Path) {
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            began.elapsed() < PATIENCE,
            "no server at port {port}: {}",
            fs::read_to_string(log).unwrap_or_default()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "not seen: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn make_runnable(file: &Path) {
    set_mode(file, 0o755);
}

fn make_open(folder: &Path) {
    set_mode(folder, 0o1777);
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}
