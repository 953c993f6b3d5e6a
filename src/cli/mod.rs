//! The commands: one module a noun.

mod appearance;
mod book;
mod ceremony;
mod custody;
mod end;
mod files;
mod home;
mod init;
mod key;
mod ledger;
pub mod line;
mod manual;
mod out;
mod plan;
pub mod rehearse;
mod run;
mod share;
mod sheet;
mod shell;
mod station;
mod status;
pub mod table;

use crate::book::PLAN;
use crate::station::harden::harden;
use clap::{CommandFactory, Parser, Subcommand};
use end::*;
use files::{read_bytes, read_text, shown};
use out::{print, print_json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXIT_CODES: &str = "Exit codes:
  0  done, or as it should be
  1  not as it should be, or the rules say no
  2  could not be done or told (arguments, files, no terminal, book in use)
  3  stopped safely: the ceremony stays open
  4  the ceremony was abandoned
  5  the ledger could not be written
";

/// Key ceremonies for emergency-access accounts, led step by step.
#[derive(Debug, Parser)]
#[command(name = "sealwright", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
struct Arguments {
    /// The book's folder; without it, the current one.
    #[arg(long, global = true, value_name = "DIR")]
    book: Option<PathBuf>,
    #[command(flatten)]
    appearance: appearance::Appearance,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new book with a commented plan.
    Init(init::Args),
    /// Do a ceremony, for real; without a name, go on with the open one.
    #[command(after_help = EXIT_CODES)]
    Run(run::Args),
    /// Play a ceremony.
    Rehearse(rehearse::Args),
    /// How the book stands: what is due, what is unfinished, what can begin.
    Status(status::Args),
    /// The ceremonies that there are, and their scripts.
    #[command(subcommand)]
    Ceremony(ceremony::Command),
    /// What should be: the plan.
    #[command(subcommand)]
    Plan(plan::Command),
    /// What is: where each key, sheet and bag is.
    #[command(subcommand)]
    Custody(custody::Command),
    /// What happened: the ledger.
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// The security keys that are plugged in.
    #[command(subcommand)]
    Key(key::Command),
    /// Shares of a password: in an emergency, without a book.
    #[command(subcommand)]
    Share(share::Command),
    /// Pages with dummy data, to look at and to try a printer with.
    #[command(subcommand)]
    Sheet(sheet::Command),
    /// This laptop.
    #[command(subcommand)]
    Station(station::Command),
    /// The manual.
    Manual(manual::Args),
    /// Completions for a shell, on standard output.
    Completions(shell::Completions),
    /// Manual pages, one for each command, in a new folder.
    Man(shell::Man),
}

/// Runs the command given by the arguments.
pub fn main() -> ExitCode {
    // First of all; what failed shows in the laptop check.
    let _ = harden();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(e) => {
            out::took(e.print());
            return ExitCode::from(match e.use_stderr() {
                true => COULD_NOT,
                false => out::code(DONE),
            });
        }
    };
    let named = arguments.book.as_deref();
    let book = named.unwrap_or(Path::new("."));
    let Some(command) = arguments.command else {
        return ExitCode::from(out::code(home::run(book, arguments.appearance)));
    };
    let appearance = arguments.appearance;
    let code = match command {
        Command::Init(args) => init::run(&args),
        Command::Run(args) => run::run(book, &args, appearance),
        Command::Rehearse(args) => rehearse::run(&args, appearance),
        Command::Status(args) => status::run(book, &args, appearance),
        Command::Ceremony(command) => ceremony::run(book, &command, appearance),
        Command::Plan(command) => plan::run(book, &command, appearance),
        Command::Custody(command) => custody::run(book, &command),
        Command::Key(command) => where_named(named, || key::run(book, &command)),
        Command::Share(command) => share::run(&command, appearance),
        Command::Sheet(command) => sheet::run(&command),
        Command::Ledger(command) => ledger::run(book, &command),
        Command::Station(command) => where_named(named, || station::run(book, &command)),
        Command::Manual(args) => manual::run(&args),
        Command::Completions(args) => shell::completions(&args, Arguments::command()),
        Command::Man(args) => shell::man(&args, Arguments::command()),
    };
    ExitCode::from(out::code(code))
}

/// What needs no book, and looks at one where it is named: then it is there.
fn where_named(book: Option<&Path>, run: impl FnOnce() -> u8) -> u8 {
    match book.map_or(Ok(()), book::is_there) {
        Ok(()) => run(),
        Err(why) => sorry(COULD_NOT, why),
    }
}
