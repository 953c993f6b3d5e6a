//! What the check of the laptop finds, in English.

use crate::words::finding::Finding;

pub(super) fn said(finding: &Finding) -> String {
    use Finding as F;
    match finding {
        F::InterfaceIsUp { name } => format!("the network interface {name} is up: switch it off, or pull out its cable"),
        F::InterfacesUnknown => "it is not known whether a network interface is up".into(),
        F::SwapIsUsed => "swap is in use: secrets of other programs, such as the terminal, could reach the disk (swapoff -a)".into(),
        F::SwapUnknown => "it is not known whether swap is in use".into(),
        F::MemoryNotLocked { why } => format!("the memory for secrets is not locked: {why} (raise the limit: ulimit -l 2048)"),
        F::NoMemory { why } => format!("there is no memory for secrets: {why}"),
        F::CoreDumps => "the system may write core dumps".into(),
        F::MemoryIsReadable => "other programs of this user can read the memory of this program".into(),
        F::MemoryUnknown => "it is not known whether other programs can read the memory of this program".into(),
        F::ClocksApart { seconds } => format!("the battery-backed clock and the clock of the system are {seconds} seconds apart"),
        F::PrinterElsewhere { named } => format!("{named} is not a printer at this laptop; a printer of secrets must be connected by USB"),
        F::NoUsbPrinter { named } => format!("no printer that speaks IPP over USB is plugged in, so {named} could be any printer; a printer of secrets must be connected by USB"),
        F::NothingOnUsb { named } => format!("no printer is plugged in by USB, so {named} could be any printer; a printer of secrets must be connected by USB"),
        F::TerminalKeeps => "the terminal runs in GNU screen, which keeps what it has shown: a secret that is shown can be scrolled back to. Use a plain terminal".into(),
        F::InputAppeared { name } => format!("the input device {name} was connected during this sitting: unplug it, unless you both know what it is"),
        F::OnlyByCups => "it does not speak IPP over USB: only a queue of CUPS can print on it".into(),
        F::NoPrintersPort { port } => format!("port {port} is not one of ipp-usb (60000 and above) or CUPS (631): another program could pretend to be a printer there"),
        F::ListenerIsNotRoot { port } => format!("the program at port {port} does not belong to root, so it is not ipp-usb or CUPS: it could be any program"),
        F::ListenerUnknown { port } => format!("it is not known which program listens at port {port}"),
        F::PrinterReports { what } => what.clone(),
        F::NoPdf => "the printer does not accept PDF".into(),
        F::JobsNotFollowed => "the jobs of the printer cannot be followed and canceled".into(),
        F::PrinterIsShared => "CUPS shares the printer: lpadmin -p NAME -o printer-is-shared=false".into(),
        F::BehindItIsCups => "CUPS answers at this address: name its queue, ipp://localhost:631/printers/NAME".into(),
        F::QueueUnknown => "CUPS does not say where its queue sends pages; a printer of secrets must be connected by USB".into(),
        F::QueueSendsAway { to } => format!("the queue of CUPS sends pages to {to}; a printer of secrets must be connected by USB, not by a network"),
        F::CupsKeepsPages => "CUPS keeps printed pages: set PreserveJobFiles No in cupsd.conf".into(),
        F::CupsForgetsJobs => "CUPS forgets jobs at once, so nobody sees that they are completed: set PreserveJobHistory Yes in cupsd.conf".into(),
        F::CupsWritesToDisk { setting } => format!("CUPS writes pages to a disk: set {setting} in cups-files.conf to a folder on tmpfs"),
        F::CupsFolderUnknown { setting } => format!("it is not known whether CUPS writes pages to a disk: its folder ({setting} in cups-files.conf) cannot be examined"),
        F::CupsSettingsUnknown { file } => format!("it is not known what CUPS keeps of a page: its {file} cannot be read"),
    }
}
