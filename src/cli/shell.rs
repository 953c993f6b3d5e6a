//! `sealwright completions` and `sealwright man`: what a shell and `man` know about the commands.

use super::{COULD_NOT, DONE, print, shown, sorry};
use clap::ValueEnum;
use clap_complete::aot::{Shell, generate};
use std::path::PathBuf;

/// Shells that can complete our commands.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Known {
    Bash,
    Zsh,
    Fish,
}

/// Completions for a shell, on standard output.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    shell: Known,
}

pub fn completions(args: &Completions, mut command: clap::Command) -> u8 {
    let shell = match args.shell {
        Known::Bash => Shell::Bash,
        Known::Zsh => Shell::Zsh,
        Known::Fish => Shell::Fish,
    };
    let mut text = Vec::new();
    generate(shell, &mut command, "sealwright", &mut text);
    print(&String::from_utf8_lossy(&text));
    DONE
}

/// Manual pages, one for each command.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The new folder for them; none is overwritten.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub fn man(args: &Man, command: clap::Command) -> u8 {
    let written =
        std::fs::create_dir(&args.out).and_then(|()| clap_mangen::generate_to(command, &args.out));
    match written {
        Ok(()) => {
            print(&format!("Written: {}\n", shown(&args.out)));
            DONE
        }
        Err(e) => sorry(
            COULD_NOT,
            format!("{} cannot be made: {e}", shown(&args.out)),
        ),
    }
}
