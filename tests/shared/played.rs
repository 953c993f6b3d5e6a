//! A printer that says what the test tells it to: no paper, a jam, nonsense, nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What a request asks for (RFC 8011, 5.4.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    CreateJob,
    SendDocument,
    CancelJob,
    Job,
    Printer,
}

/// How the printer answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// As a well-made printer does, with this state of printer or job and these reasons.
    State(i32, &'static [&'static str]),
    /// With this status.
    Status(u16),
    /// With these attributes as unsupported.
    Unsupported(&'static str),
    /// A good reply, cut off after half.
    Half,
    /// A good reply to another request.
    Other,
    /// These bytes, as the body of a good HTTP reply.
    Body(Vec<u8>),
    /// These bytes, and no HTTP around them.
    Raw(Vec<u8>),
    /// Nothing; the connection ends.
    Nothing,
    /// Nothing; the connection stays.
    Silence,
}

/// A script: what it answers the nth time it is asked something; the last answer stays.
type Script = Box<dyn FnMut(Asked, usize) -> Answer + Send>;

pub struct PlayedIpp {
    pub port: u16,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    asked: Vec<Asked>,
    bodies: Vec<Vec<u8>>,
    headers: Vec<String>,
}

impl PlayedIpp {
    /// A printer with a script. It listens until the test ends.
    pub fn new(script: impl FnMut(Asked, usize) -> Answer + Send + 'static) -> PlayedIpp {
        PlayedIpp::of(0, script)
    }

    /// The same, of this user.
    pub fn of(user: u32, script: impl FnMut(Asked, usize) -> Answer + Send + 'static) -> PlayedIpp {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        std::os::unix::fs::fchown(&listener, Some(user), None).expect("tests run as root");
        let port = listener.local_addr().expect("an address").port();
        let log = Arc::<Mutex<Log>>::default();
        let (kept, mut script): (_, Script) = (Arc::clone(&log), Box::new(script));
        std::thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming().flatten() {
                if let Some(open) = serve(stream, &kept, &mut script) {
                    silent.push(open);
                }
            }
        });
        PlayedIpp { port, log }
    }

    pub fn uri(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.log.lock().expect("a log").asked.clone()
    }

    pub fn was_asked(&self, what: Asked) -> bool {
        self.asked().contains(&what)
    }

    /// Everything that was sent to it.
    pub fn bodies(&self) -> Vec<Vec<u8>> {
        self.log.lock().expect("a log").bodies.clone()
    }

    pub fn headers(&self) -> Vec<String> {
        self.log.lock().expect("a log").headers.clone()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Log>, script: &mut Script) -> Option<TcpStream> {
    let (head, body) = request(&stream)?;
    let asked = match body.get(3)? {
        0x05 => Asked::CreateJob,
        0x06 => Asked::SendDocument,
        0x08 => Asked::CancelJob,
        0x09 => Asked::Job,
        0x0B => Asked::Printer,
        other => panic!("an operation that nobody needs: {other}"),
    };
    let id: [u8; 4] = body.get(4..8)?.try_into().ok()?;
    let nth = {
        let mut log = log.lock().expect("a log");
        log.asked.push(asked);
        log.bodies.push(body);
        log.headers.push(head);
        log.asked.iter().filter(|a| **a == asked).count()
    };
    let answer = script(asked, nth);
    let good = |status, state, reasons: &[&str]| reply(asked, status, id, state, reasons, "");
    let body = match answer {
        Answer::State(state, reasons) => good(0, state, reasons),
        Answer::Status(status) => good(status, 3, &[]),
        Answer::Unsupported(name) => reply(asked, 1, id, 3, &[], name),
        Answer::Half => {
            let whole = good(0, 3, &[]);
            whole[..whole.len() / 2].to_vec()
        }
        Answer::Other => reply(asked, 0, [9; 4], 9, &[], ""),
        Answer::Body(body) => body,
        Answer::Raw(bytes) => {
            let _ = stream.write_all(&bytes);
            return None;
        }
        Answer::Nothing => return None,
        Answer::Silence => return Some(stream),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
    None
}

fn request(stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn reply(
    asked: Asked,
    status: u16,
    id: [u8; 4],
    state: i32,
    reasons: &[&str],
    unsupported: &str,
) -> Vec<u8> {
    let mut bytes = vec![2, 0];
    bytes.extend(status.to_be_bytes());
    bytes.extend(id);
    bytes.push(1);
    value(&mut bytes, 0x47, "attributes-charset", b"utf-8");
    value(&mut bytes, 0x48, "attributes-natural-language", b"en");
    let texts = |bytes: &mut Vec<u8>, tag, name: &str, texts: &[&str]| {
        for (n, text) in texts.iter().enumerate() {
            value(bytes, tag, if n == 0 { name } else { "" }, text.as_bytes());
        }
    };
    match asked {
        Asked::Printer => {
            bytes.push(4);
            value(&mut bytes, 0x23, "printer-state", &state.to_be_bytes());
            texts(&mut bytes, 0x44, "printer-state-reasons", reasons);
            value(&mut bytes, 0x22, "printer-is-accepting-jobs", &[1]);
            texts(
                &mut bytes,
                0x49,
                "document-format-supported",
                &["application/octet-stream", "application/pdf"],
            );
            texts(&mut bytes, 0x44, "media-supported", &["iso_a4_210x297mm"]);
            for (n, operation) in [2_i32, 5, 6, 8, 9, 11].into_iter().enumerate() {
                let name = if n == 0 { "operations-supported" } else { "" };
                value(&mut bytes, 0x23, name, &operation.to_be_bytes());
            }
        }
        _ => {
            bytes.push(2);
            value(&mut bytes, 0x21, "job-id", &7_i32.to_be_bytes());
            value(&mut bytes, 0x23, "job-state", &state.to_be_bytes());
            texts(&mut bytes, 0x44, "job-state-reasons", reasons);
        }
    }
    if !unsupported.is_empty() {
        bytes.push(5);
        value(&mut bytes, 0x10, unsupported, b"");
    }
    bytes.push(3);
    bytes
}

fn value(bytes: &mut Vec<u8>, tag: u8, name: &str, value: &[u8]) {
    bytes.push(tag);
    for part in [name.as_bytes(), value] {
        bytes.extend(u16::try_from(part.len()).expect("short").to_be_bytes());
        bytes.extend(part);
    }
}
