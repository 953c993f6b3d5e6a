//! A printer on the USB port, spoken to by IPP over this laptop's loopback: ipp-usb, or a queue of CUPS (I14).
//!
//! A page is printed when the printer says that its job is completed; anything else is no page, or part of one. Each page
//! is a job of its own, whose title and user say nothing. What passes through here lies in memory that is wiped when it
//! is freed (I4).

mod cups;
mod http;
mod ipp;
mod job;
mod listener;
mod reasons;
mod usb;

use crate::ceremony::world::{Beside, Printer};
use crate::plan::PrinterUri;
use crate::sheet::{Page, Paper};
use crate::text::safe::Safe;
use crate::words::finding::Finding;
use http::Line;
use ipp::{Group, NOT_FOUND, Operation, Reply};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What these jobs are, for the printer.
const NEUTRAL_TITLE: &str = "page";
const PDF: &str = "application/pdf";

/// `printer-state` (RFC 8011, 5.4.11).
const PRINTER_STOPPED: i32 = 5;
/// `job-state` (RFC 8011, 5.3.7).
const JOB_HELD: i32 = 4;
const JOB_STOPPED: i32 = 6;
const JOB_CANCELED: i32 = 7;
const JOB_ABORTED: i32 = 8;
const JOB_COMPLETED: i32 = 9;

/// Whose ipp-usb and CUPS are.
const ROOT: u32 = 0;

/// What CUPS alone can do (CUPS-Get-Printers).
const CUPS_GET_PRINTERS: i32 = 0x4002;

/// A printer as the plan names it, looked at anew for each page.
pub struct IppPrinter {
    named: String,
    around: Surroundings,
    remembered: job::Remembered,
}

/// Where this laptop keeps what tells about a printer, and how long is waited for one.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The kernel's list of USB devices.
    pub usb_devices: PathBuf,
    /// The kernel's tables of sockets.
    pub sockets: PathBuf,
    /// Where CUPS listens.
    pub cups_ports: RangeInclusive<u16>,
    /// Where ipp-usb listens (ipp-usb(8), `http-min-port`, `http-max-port`).
    pub ipp_usb_ports: RangeInclusive<u16>,
    /// The settings of CUPS.
    pub cups_settings: PathBuf,
    /// For one page, from asking to completed; filling in paper included.
    pub page: Duration,
    /// For one exchange.
    pub answer: Duration,
    /// Between two looks.
    pub look_every: Duration,
}

impl Default for Surroundings {
    fn default() -> Surroundings {
        Surroundings {
            usb_devices: "/sys/bus/usb/devices".into(),
            sockets: "/proc/net".into(),
            cups_ports: 631..=631,
            ipp_usb_ports: 60000..=65535,
            cups_settings: "/etc/cups".into(),
            page: Duration::from_secs(600),
            answer: Duration::from_secs(60),
            look_every: Duration::from_millis(500),
        }
    }
}

/// A printer that is seen, and why no page would go to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub printer: String,
    /// Nothing, where it is taken.
    pub findings: Vec<Finding>,
}

/// How long somebody who listens where ipp-usb does has to say that he is a printer, where all are looked at.
const A_LOOK: Duration = Duration::from_secs(5);

/// The printers on USB, and whoever listens where a printer would. Only what is root's is asked.
pub fn seen(around: &Surroundings) -> Vec<Seen> {
    let on_usb = usb::printers(&around.usb_devices).into_iter();
    let on_usb = on_usb.map(|(port, printer)| Seen {
        printer: format!("USB {port} {}", printer.name).trim_end().into(),
        findings: match printer.speaks_ipp {
            true => vec![],
            false => vec![Finding::OnlyByCups],
        },
    });
    let listeners = listener::listeners(&around.sockets).unwrap_or_default();
    let hasty = Surroundings {
        answer: A_LOOK,
        ..around.clone()
    };
    let direct = listeners
        .range(around.ipp_usb_ports.clone())
        .map(|(port, _)| {
            let printer = format!("ipp://localhost:{port}/ipp/print");
            Seen {
                findings: IppPrinter::among(&printer, hasty.clone()).findings(),
                printer,
            }
        });
    on_usb.chain(direct).collect()
}

impl IppPrinter {
    /// The printer at this address.
    pub fn new(uri: &str) -> IppPrinter {
        IppPrinter::among(uri, Surroundings::default())
    }

    /// The same, in other surroundings.
    pub fn among(uri: &str, around: Surroundings) -> IppPrinter {
        IppPrinter {
            named: uri.into(),
            around,
            remembered: job::Remembered::default(),
        }
    }

    /// One that writes down in this book's folder which job may still be out.
    pub fn of_book(self, folder: &Path) -> IppPrinter {
        IppPrinter {
            remembered: job::Remembered::in_book(folder),
            ..self
        }
    }

    /// What does not meet the requirements: why no page would go to it, and what could be left of one.
    pub fn findings(&self) -> Vec<Finding> {
        let uri = match self.uri() {
            Ok(uri) => uri,
            Err(why) => return vec![why],
        };
        let mut found = match self
            .line(&uri)
            .and_then(|mut line| about(&mut line).map_err(reported))
        {
            Ok(about) => self.unfit(&uri, &about),
            Err(why) => vec![why],
        };
        if uri.queue().is_some() {
            found.extend(cups::findings(&self.around.cups_settings));
        }
        found
    }

    fn uri(&self) -> Result<PrinterUri, Finding> {
        PrinterUri::parse(&self.named).ok_or_else(|| {
            let named = Safe::new(&self.named, 100).into();
            Finding::PrinterElsewhere { named }
        })
    }

    /// A line to whoever serves printers there; nobody else is spoken to.
    fn line(&self, uri: &PrinterUri) -> Result<Line, Finding> {
        let is_direct = uri.queue().is_none();
        self.on_usb(&uri.to_string(), is_direct)?;
        self.is_served(uri.port(), is_direct)?;
        Line::open(uri, self.around.answer).map_err(reported)
    }

    /// That a printer is plugged in; one that speaks IPP, where nothing translates for it.
    fn on_usb(&self, named: &str, by_ipp: bool) -> Result<(), Finding> {
        let printers = usb::printers(&self.around.usb_devices);
        let named = named.to_owned();
        match printers.values().any(|printer| printer.speaks_ipp) {
            true => Ok(()),
            false if by_ipp => Err(Finding::NoUsbPrinter { named }),
            false if printers.is_empty() => Err(Finding::NothingOnUsb { named }),
            false => Ok(()),
        }
    }

    /// That the port is one of ipp-usb, or of CUPS, and who listens there is root: nobody else has those.
    fn is_served(&self, port: u16, is_direct: bool) -> Result<(), Finding> {
        let ports = match is_direct {
            true => &self.around.ipp_usb_ports,
            false => &self.around.cups_ports,
        };
        if !ports.contains(&port) {
            return Err(Finding::NoPrintersPort { port });
        }
        let listeners = listener::listeners(&self.around.sockets);
        let listeners = listeners.map_err(|()| Finding::ListenerUnknown { port })?;
        match listeners.get(&port) {
            Some(owners) if owners.iter().any(|owner| *owner != ROOT) => {
                Err(Finding::ListenerIsNotRoot { port })
            }
            // Nobody listens: that shows soon enough.
            _ => Ok(()),
        }
    }

    /// Why this printer gets no page.
    fn unfit(&self, uri: &PrinterUri, about: &Reply) -> Vec<Finding> {
        let mut why = Vec::new();
        let formats = about.texts(Group::Printer, "document-format-supported");
        if !formats.contains(&PDF) {
            why.push(Finding::NoPdf);
        }
        let operations = about.numbers(Group::Printer, "operations-supported");
        let needed = [
            Operation::CreateJob,
            Operation::SendDocument,
            Operation::CancelJob,
            Operation::GetJobAttributes,
        ];
        if !needed.iter().all(|o| operations.contains(&(*o as i32))) {
            why.push(Finding::JobsNotFollowed);
        }
        if uri.queue().is_some() {
            why.extend(self.device(about).err());
            match about.truth(Group::Printer, "printer-is-shared") {
                Some(false) => {}
                _ => why.push(Finding::PrinterIsShared),
            }
        } else if operations.contains(&CUPS_GET_PRINTERS) {
            why.push(Finding::BehindItIsCups);
        }
        why
    }

    /// Where a queue sends its pages must be USB.
    fn device(&self, about: &Reply) -> Result<(), Finding> {
        let device = about.texts(Group::Printer, "device-uri").concat();
        let shown = Safe::new(&device, 100);
        let direct = PrinterUri::parse(&device).filter(|device| device.queue().is_none());
        match (device.split_once("://"), direct) {
            (Some(("usb", _)), _) => self.on_usb(shown.as_str(), false),
            (Some(("ippusb", _)), _) => self.on_usb(shown.as_str(), true),
            (_, Some(direct)) => {
                self.on_usb(shown.as_str(), true)?;
                self.is_served(direct.port(), true)
            }
            _ if device.is_empty() => Err(Finding::QueueUnknown),
            // Such as `usb:socket://...`, which only looks like USB.
            _ => Err(Finding::QueueSendsAway { to: shown.into() }),
        }
    }

    /// A line to the printer, once it can print: nothing has been sent yet.
    fn ready(&self, paper: Paper, says: &mut Says, until: Instant) -> Result<Line, String> {
        let uri = self.uri()?;
        let mut line = self.line(&uri)?;
        loop {
            let about = about(&mut line)?;
            if let Some(why) = self.unfit(&uri, &about).into_iter().next() {
                return Err(why.into());
            }
            let media = about.texts(Group::Printer, "media-supported");
            // A queue without a driver knows of no paper; then the printer itself decides.
            if !media.is_empty() && !media.contains(&media_name(paper)) {
                return Err(format!("the printer does not take {}", paper.in_words()));
            }
            says.reasons(&about);
            let accepts = about.truth(Group::Printer, "printer-is-accepting-jobs") != Some(false);
            let stopped = about.number(Group::Printer, "printer-state") == Some(PRINTER_STOPPED);
            if accepts && !stopped {
                return Ok(line);
            }
            if Instant::now() >= until {
                return Err("the printer did not become ready".into());
            }
            says.wait(self.around.look_every)?;
        }
    }

    /// Follows a job until it is completed.
    fn follow(
        &self,
        line: &mut Line,
        job: i32,
        says: &mut Says,
        until: Instant,
    ) -> Result<(), Doubt> {
        loop {
            let status = line.ask(
                Operation::GetJobAttributes,
                |request| {
                    request
                        .integer("job-id", job)
                        .keywords("requested-attributes", &["job-state", "job-state-reasons"])
                },
                &[],
            )?;
            let reasons = status.texts(Group::Job, "job-state-reasons");
            let with_errors = reasons.contains(&"job-completed-with-errors");
            match status.number(Group::Job, "job-state") {
                Some(JOB_COMPLETED) if !with_errors => return Ok(()),
                Some(JOB_COMPLETED) => {
                    return Err(Doubt::over("the printer completed the page with errors"));
                }
                Some(JOB_CANCELED) => return Err(Doubt::over("the job was canceled")),
                Some(JOB_ABORTED) => return Err(Doubt::over("the printer aborted the job")),
                Some(JOB_HELD) => says.once("it holds the page back: release the job"),
                Some(JOB_STOPPED) => says.once("it has stopped in the middle of the page"),
                Some(_) => {}
                None => {
                    return Err("the printer does not know the job any more"
                        .to_owned()
                        .into());
                }
            }
            says.reasons(&about(line)?);
            if Instant::now() >= until {
                return Err("the page was not completed in time".to_owned().into());
            }
            says.wait(self.around.look_every)?;
        }
    }
}

impl IppPrinter {
    /// Ends the job that a run left behind; whether there was one that had not ended.
    ///
    /// # Errors
    /// Why it may still print.
    pub fn end_left_job(&self) -> Result<bool, String> {
        let Some(job) = self.remembered.job()? else {
            return Ok(false);
        };
        let job::Job { printer, number } = &job;
        let was_out = IppPrinter::among(printer, self.around.clone())
            .ended(*number)
            .map_err(|why| {
                format!(
                    "job {number} of an earlier run, at {printer}, may still print a page: {why}. {}",
                    job::WAY_OUT
                )
            })?;
        self.remembered.forget()?;
        Ok(was_out)
    }

    /// Cancels a job, and waits until the printer says that it is over; whether it was not over before.
    fn ended(&self, job: i32) -> Result<bool, String> {
        let mut line = self.line(&self.uri()?)?;
        if is_over(&mut line, job)? {
            return Ok(false);
        }
        let until = Instant::now() + self.around.answer;
        cancel(&mut line, job)?;
        while !is_over(&mut line, job)? {
            if Instant::now() >= until {
                return Err("the printer does not end it".into());
            }
            std::thread::sleep(self.around.look_every);
        }
        Ok(true)
    }
}

impl Printer for IppPrinter {
    fn print(&mut self, page: &Page, beside: &mut dyn Beside) -> Result<(), String> {
        let until = Instant::now() + self.around.page;
        let mut says = Says::new(beside);
        let unsent = |why| format!("{why}; nothing was sent to the printer");
        let pdf = page.pdf().map_err(|why| unsent(why.to_string()))?;
        self.end_left_job().map_err(unsent)?;
        let mut line = self.ready(page.paper(), &mut says, until).map_err(unsent)?;
        let job = create_job(&mut line, page.paper()).map_err(unsent)?;
        if let Err(why) = self.remembered.remember(&self.named, job) {
            let _ = cancel(&mut line, job);
            return Err(unsent(why));
        }
        let printed = send(&mut line, job, pdf.bytes())
            .map_err(Doubt::from)
            .and_then(|()| self.follow(&mut line, job, &mut says, until))
            .map_err(|doubt| in_doubt(&mut line, job, doubt));
        if printed.is_ok() {
            // What cannot be forgotten is asked after before the next page, and is over then.
            let _ = self.remembered.forget();
        }
        printed
    }
}

/// Why a page that was sent is not known to be printed.
struct Doubt {
    why: String,
    /// Whether its job has ended, so that nothing more will come out.
    is_over: bool,
}

impl Doubt {
    fn over(why: &str) -> Doubt {
        Doubt {
            why: why.into(),
            is_over: true,
        }
    }
}

impl From<String> for Doubt {
    fn from(why: String) -> Doubt {
        Doubt {
            why,
            is_over: false,
        }
    }
}

/// Ends a job in doubt; says what is known.
fn in_doubt(line: &mut Line, job: i32, doubt: Doubt) -> String {
    let Doubt { why, is_over } = doubt;
    let ended = match is_over || cancel(line, job).is_ok() {
        true => "",
        false => "; its job could not be canceled: switch the printer off and on before you go on",
    };
    format!(
        "{why}; the page may have come out, whole or in part: it is void, and is looked for and destroyed{ended}"
    )
}

/// Words of the printer, or of the system, about it.
fn reported(what: String) -> Finding {
    Finding::PrinterReports { what }
}

fn about(line: &mut Line) -> Result<Reply, String> {
    const WANTED: [&str; 8] = [
        "printer-state",
        "printer-state-reasons",
        "printer-is-accepting-jobs",
        "printer-is-shared",
        "device-uri",
        "document-format-supported",
        "media-supported",
        "operations-supported",
    ];
    line.ask(
        Operation::GetPrinterAttributes,
        |request| request.keywords("requested-attributes", &WANTED),
        &[],
    )
}

/// A job without a page: what the printer cannot do shows here, before it gets a secret.
fn create_job(line: &mut Line, paper: Paper) -> Result<i32, String> {
    let created = line.ask(
        Operation::CreateJob,
        |request| {
            request
                .name("job-name", NEUTRAL_TITLE)
                .group(Group::Job)
                .integer("copies", 1)
                .keywords("sides", &["one-sided"])
                .keywords("media", &[media_name(paper)])
                .keywords("print-scaling", &["none"])
        },
        &[],
    )?;
    let job = created
        .number(Group::Job, "job-id")
        .ok_or("the printer gave the job no number")?;
    for needed in ["copies", "sides", "media"] {
        if created.has(Group::Unsupported, needed) {
            let _ = cancel(line, job);
            return Err(format!("the printer cannot print as it must ({needed})"));
        }
    }
    Ok(job)
}

fn send(line: &mut Line, job: i32, pdf: &[u8]) -> Result<(), String> {
    line.ask(
        Operation::SendDocument,
        |request| {
            request
                .integer("job-id", job)
                .name("document-name", NEUTRAL_TITLE)
                .mime("document-format", PDF)
                .truth("last-document", true)
        },
        pdf,
    )?;
    Ok(())
}

/// Whether a job has ended, or is none of ours: printers that were switched off count anew.
fn is_over(line: &mut Line, job: i32) -> Result<bool, String> {
    let wanted = ["job-state", "job-name"];
    let reply = line.reply(
        Operation::GetJobAttributes,
        |request| {
            request
                .integer("job-id", job)
                .keywords("requested-attributes", &wanted)
        },
        &[],
    )?;
    let has_ended = |reply: &Reply| match reply.number(Group::Job, "job-state") {
        Some(state) => Ok([JOB_CANCELED, JOB_ABORTED, JOB_COMPLETED].contains(&state)),
        None => Err("the printer does not say how it stands".to_owned()),
    };
    let named = reply.texts(Group::Job, "job-name");
    match reply.status {
        NOT_FOUND => Ok(true),
        _ if !reply.is_done() => Err(format!(
            "the printer refused (IPP status 0x{:04x})",
            reply.status
        )),
        _ if !named.is_empty() && named != [NEUTRAL_TITLE] => Ok(true),
        _ => has_ended(&reply),
    }
}

fn cancel(line: &mut Line, job: i32) -> Result<(), String> {
    let canceled = line.ask(
        Operation::CancelJob,
        |request| request.integer("job-id", job),
        &[],
    );
    canceled.map(drop)
}

/// The paper's name (PWG 5101.1).
fn media_name(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "iso_a4_210x297mm",
        Paper::Letter => "na_letter_8.5x11in",
    }
}

/// Says each thing once a page.
struct Says<'a> {
    beside: &'a mut dyn Beside,
    said: BTreeSet<String>,
}

/// A printer that never says the same thing twice is not listened to for ever.
const MOST_SAID: usize = 20;

impl Says<'_> {
    fn new(beside: &mut dyn Beside) -> Says<'_> {
        Says {
            beside,
            said: BTreeSet::new(),
        }
    }

    fn reasons(&mut self, about: &Reply) {
        for reason in about.texts(Group::Printer, "printer-state-reasons") {
            if let Some(words) = reasons::in_words(reason) {
                self.once(&words);
            }
        }
    }

    /// Waits, unless those beside the printer leave.
    fn wait(&mut self, time: Duration) -> Result<(), String> {
        if self.beside.leave() {
            return Err("you stopped the printing".into());
        }
        std::thread::sleep(time);
        Ok(())
    }

    fn once(&mut self, words: &str) {
        if self.said.len() < MOST_SAID && self.said.insert(words.into()) {
            self.beside.hear(words);
        }
    }
}
