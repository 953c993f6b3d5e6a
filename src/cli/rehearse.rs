//! `sealwright rehearse`.

use std::path::PathBuf;
use std::process::ExitCode;

/// Plays a ceremony: software keys, a folder for a printer.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The ceremony; without it, setup and drill.
    pub template: Option<String>,
    /// Two played custodians do it.
    #[arg(long)]
    pub auto: bool,
    /// Fixes everything that chance decides.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Where it is left; must not exist.
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Goes on with a rehearsal that was left here.
    #[arg(long, value_name = "PATH")]
    pub resume: Option<PathBuf>,
}

/// Runs it.
pub fn run(_args: &Args) -> ExitCode {
    println!("not built yet");
    ExitCode::from(2)
}
