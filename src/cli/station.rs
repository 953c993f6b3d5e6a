//! `sealwright station`.

use super::{DONE, WRONG, book, print, print_json};
use crate::ceremony::world::Laptop;
use crate::station::laptop::ThisLaptop;
use crate::station::printer::{self, IppPrinter, Seen, Surroundings};
use crate::words::finding::Finding;
use serde_json::json;
use std::path::Path;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Whether this laptop is fit for a ceremony. Within a book, its printer too.
    #[command(
        after_help = "Exit codes: 0 fit; 1 something was found; 2 the book that was named is none"
    )]
    Check {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(folder: &Path, command: &Command) -> u8 {
    let Command::Check { json } = command;
    let plan = book::plan(folder).ok();
    let plans = plan
        .as_ref()
        .map(|plan| IppPrinter::new(&plan.station.printer));
    let mut seen = printer::seen(&Surroundings::default());
    if let Some(plan) = &plan {
        let uri = &plan.station.printer;
        seen.retain(|one| one.printer != *uri);
        let findings = IppPrinter::new(uri).findings();
        let printer = format!("{uri} (the plan's)");
        seen.push(Seen { printer, findings });
    }
    let findings = ThisLaptop::new(plans).findings();
    let code = if findings.is_empty() { DONE } else { WRONG };
    if *json {
        let printers = seen.iter().map(
            |one| json!({"printer": one.printer, "taken": one.findings.is_empty(), "findings": texts(&one.findings)}),
        );
        let printers = printers.collect::<Vec<_>>();
        print_json(
            &json!({"fit": findings.is_empty(), "findings": texts(&findings), "printers": printers}),
        );
        return code;
    }
    print(&match findings.is_empty() {
        true => "The laptop meets all requirements.\n".into(),
        false => format!(
            "The laptop does not meet the requirements:\n{}",
            listed(&texts(&findings))
        ),
    });
    let verdicts = seen.iter().map(|one| match one.findings.is_empty() {
        true => format!("{}: taken", one.printer),
        false => format!(
            "{}: refused: {}",
            one.printer,
            texts(&one.findings).join("; ")
        ),
    });
    print(&match seen.is_empty() {
        true => "No printer is seen, on USB or at a port of ipp-usb.\n".into(),
        false => format!("Printers:\n{}", listed(&verdicts.collect::<Vec<_>>())),
    });
    code
}

fn texts(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

fn listed(lines: &[String]) -> String {
    lines.iter().map(|line| format!("  - {line}\n")).collect()
}
