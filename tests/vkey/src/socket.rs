//! The key behind a Unix socket: each program that connects gets every report, as from a hidraw node.

use crate::bus::Packet;
use crate::wire::Port;
use std::io::{Read, Result, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

pub struct Socket {
    readers: Arc<Mutex<Vec<UnixStream>>>,
    packets: Mutex<Receiver<Packet>>,
}

impl Socket {
    pub fn listen(path: &Path) -> Result<Socket> {
        let _ = std::fs::remove_file(path);
        let listener = UnixListener::bind(path)?;
        let readers = Arc::new(Mutex::new(Vec::new()));
        let (sender, packets) = channel();
        let shared = Arc::clone(&readers);
        thread::spawn(move || accept(&listener, &shared, &sender));
        Ok(Socket {
            readers,
            packets: Mutex::new(packets),
        })
    }
}

fn accept(listener: &UnixListener, readers: &Mutex<Vec<UnixStream>>, packets: &Sender<Packet>) {
    for stream in listener.incoming().flatten() {
        let Ok(mut input) = stream.try_clone() else {
            continue;
        };
        readers.lock().expect("no holder panics").push(stream);
        let packets = packets.clone();
        thread::spawn(move || {
            let mut packet = [0; 64];
            while input.read_exact(&mut packet).is_ok() && packets.send(packet).is_ok() {}
        });
    }
}

impl Port for Socket {
    fn receive(&self) -> Packet {
        let packets = self.packets.lock().expect("no holder panics");
        packets
            .recv()
            .expect("the listener lives as long as the key")
    }

    fn send(&self, report: &[u8]) {
        // A report of another length would be lost in a stream: it is filled up, and the lie with it. The node tells.
        let mut packet = [0; 64];
        let len = report.len().min(64);
        packet[..len].copy_from_slice(&report[..len]);
        let mut readers = self.readers.lock().expect("no holder panics");
        readers.retain_mut(|reader| reader.write_all(&packet).is_ok());
    }
}
