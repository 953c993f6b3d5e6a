//! `sealwright station`.

use super::{DONE, WRONG, book, print, print_json};
use crate::ceremony::world::Laptop;
use crate::station::laptop::ThisLaptop;
use crate::station::printer::IppPrinter;
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
    let printer = plan
        .as_ref()
        .map(|plan| IppPrinter::new(&plan.station.printer));
    let findings = ThisLaptop::new(printer).findings();
    if *json {
        print_json(
            &serde_json::json!({"fit": findings.is_empty(), "findings": findings.iter().map(ToString::to_string).collect::<Vec<_>>()}),
        );
        return if findings.is_empty() { DONE } else { WRONG };
    }
    if findings.is_empty() {
        print("The laptop meets all requirements.\n");
        return DONE;
    }
    let lines = findings.iter().map(|finding| format!("  - {finding}\n"));
    print(&format!(
        "The laptop does not meet the requirements:\n{}",
        lines.collect::<String>()
    ));
    WRONG
}
