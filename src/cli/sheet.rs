//! `sealwright sheet`.

use super::{COULD_NOT, DONE, WRONG, print, shown, sorry};
use crate::secret::Secret;
use crate::sheet::{Envelope, NotSet, Paper, Preview, preview};
use crate::station::disk::new_file;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// A page with dummy data, marked as a rehearsal's, as PDF.
    Preview(PreviewArgs),
}

#[derive(Debug, clap::Args)]
pub struct PreviewArgs {
    /// What: pin, pin-written, share, script, minutes, receipt, bag-labels, inventory, leaflet, reader, test-page,
    /// flush-page.
    #[arg(value_parser = named(&Preview::ALL))]
    kind: Preview,
    /// What it is printed on: a4 or letter.
    #[arg(long, default_value = "a4", value_parser = named(&Paper::ALL))]
    paper: Paper,
    /// What it is folded for, if it bears a secret: c5-6, dl, number-10, c5-window.
    #[arg(long, default_value = "c5-6", value_parser = named(&Envelope::ALL))]
    envelope: Envelope,
    /// The new file; without it KIND.pdf in the current folder. None is overwritten.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    out: Option<PathBuf>,
    /// Its text, on standard output, in place of a PDF.
    #[arg(long)]
    text: bool,
}

pub fn run(command: &Command) -> u8 {
    let Command::Preview(args) = command;
    match args.text {
        true => show_text(args),
        false => write_pdf(args),
    }
}

fn show_text(args: &PreviewArgs) -> u8 {
    let text = preview(args.kind, args.paper, args.envelope, |page| page.text());
    match text {
        Ok(text) => {
            print(text.text().unwrap_or_default());
            DONE
        }
        Err(why) => sorry(COULD_NOT, why),
    }
}

fn write_pdf(args: &PreviewArgs) -> u8 {
    let mut all = Preview::ALL.iter();
    let name = all
        .find(|(_, kind)| *kind == args.kind)
        .map(|(name, _)| *name);
    let beside = || PathBuf::from(format!("{}.pdf", name.unwrap_or_default()));
    let path = args.out.clone().unwrap_or_else(beside);
    write(
        &path,
        preview(args.kind, args.paper, args.envelope, |page| page.pdf()),
    )
}

/// Writes a page without a real secret into a new file, and says where it is.
pub fn write(path: &Path, pdf: Result<Secret, NotSet>) -> u8 {
    let pdf = match pdf {
        Ok(pdf) => pdf,
        Err(why) => return sorry(WRONG, why),
    };
    if path.symlink_metadata().is_ok() {
        return sorry(
            COULD_NOT,
            format!(
                "{} exists already, and nothing was overwritten",
                shown(path)
            ),
        );
    }
    match new_file(path, pdf.bytes()) {
        Ok(()) => {
            print(&format!("Written: {}\n", shown(path)));
            DONE
        }
        Err(why) => sorry(COULD_NOT, why.0),
    }
}

/// Reads one of a table of names.
fn named<T: Copy + Send + Sync + 'static>(
    all: &'static [(&'static str, T)],
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    |name| {
        let found = all.iter().find(|(known, _)| *known == name);
        let names: Vec<&str> = all.iter().map(|(known, _)| *known).collect();
        found
            .map(|(_, it)| *it)
            .ok_or_else(|| format!("there are: {}", names.join(", ")))
    }
}
