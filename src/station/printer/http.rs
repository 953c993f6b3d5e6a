//! One printer's end of the line: HTTP over this laptop's loopback, and the only sockets of the program (I14).

use super::ipp::{Group, Operation, Reply, Request};
use crate::plan::PrinterUri;
use crate::text::safe::Safe;
use std::io::Read;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use ureq::config::AutoHeaderValue;
use ureq::{Agent, SendBody};

/// Whose jobs these are, for the printer.
const NEUTRAL_USER: &str = "custodian";

/// A reply is far smaller; what is larger is no reply.
const LARGEST_REPLY: u64 = 256 * 1024;
const LARGEST_HEADER: usize = 16 * 1024;

/// A line to a printer. Each exchange is a connection of its own.
pub struct Line {
    uri: PrinterUri,
    agent: Agent,
    url: String,
    last_id: i32,
}

impl Line {
    /// A line to whichever loopback address takes it. `answer`: how long an exchange may take.
    ///
    /// # Errors
    /// Nobody listens.
    pub fn open(uri: &PrinterUri, answer: Duration) -> Result<Line, String> {
        let listens = |address: &SocketAddr| TcpStream::connect_timeout(address, answer).is_ok();
        let address = uri
            .addresses()
            .iter()
            .map(|ip| SocketAddr::new(*ip, uri.port()))
            .find(listens)
            .ok_or_else(|| {
                format!("the printer {uri} does not answer: switch it on, plug in its USB cable")
            })?;
        Ok(Line {
            agent: agent(answer),
            url: format!("http://{address}{}", uri.path()),
            uri: uri.clone(),
            last_id: 0,
        })
    }

    /// Asks, and reads the answer. `filled` adds to the request.
    ///
    /// # Errors
    /// What went wrong. Whether the printer got it is then not known.
    pub fn ask(
        &mut self,
        operation: Operation,
        filled: impl FnOnce(Request) -> Request,
        document: &[u8],
    ) -> Result<Reply, String> {
        let reply = self.reply(operation, filled, document)?;
        if reply.is_done() {
            return Ok(reply);
        }
        let said = reply.texts(Group::Operation, "status-message").concat();
        Err(format!(
            "the printer refused (IPP status 0x{:04x}): {}",
            reply.status,
            Safe::new(&said, 100)
        ))
    }

    /// The same; a refusal is an answer, too.
    ///
    /// # Errors
    /// As [`Line::ask`].
    pub fn reply(
        &mut self,
        operation: Operation,
        filled: impl FnOnce(Request) -> Request,
        document: &[u8],
    ) -> Result<Reply, String> {
        self.last_id += 1;
        let request = Request::new(operation, self.last_id, &self.uri.to_string())
            .name("requesting-user-name", NEUTRAL_USER);
        let bytes = self.exchange(&filled(request).bytes(), document)?;
        Reply::read(&bytes, self.last_id).map_err(|why| format!("the printer: {why}"))
    }

    fn exchange(&self, request: &[u8], document: &[u8]) -> Result<Vec<u8>, String> {
        let broken = |why: ureq::Error| {
            let why = Safe::new(&why.to_string(), 100);
            format!("the connection to the printer broke: {why}")
        };
        let mut whole = request.chain(document);
        let response = self
            .agent
            .post(&self.url)
            .header("host", self.uri.authority())
            .content_type("application/ipp")
            .header("content-length", request.len() + document.len())
            .send(SendBody::from_reader(&mut whole))
            .map_err(broken)?;
        if response.status() != 200 {
            return Err(format!(
                "the printer refused (HTTP status {})",
                response.status().as_u16()
            ));
        }
        let mut body = response.into_body();
        body.with_config()
            .limit(LARGEST_REPLY)
            .read_to_vec()
            .map_err(broken)
    }
}

/// No proxy from the environment, no redirect, no kept connection, nothing about this program.
fn agent(answer: Duration) -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .max_response_header_size(LARGEST_HEADER)
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .timeout_global(Some(answer))
        .build();
    Agent::new_with_config(config)
}
