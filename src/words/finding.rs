//! What the check of the laptop finds, as data (I4, I14).

/// Something about the laptop or its printer that does not meet the requirements. Not to know is a finding too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is said in words; the fields are the facts that they name
pub enum Finding {
    InterfaceIsUp { name: String },
    InterfacesUnknown,
    SwapIsUsed,
    SwapUnknown,
    MemoryNotLocked { why: String },
    NoMemory { why: String },
    CoreDumps,
    MemoryIsReadable,
    MemoryUnknown,
    ClocksApart { seconds: u64 },
    PrinterElsewhere { named: String },
    NoUsbPrinter { named: String },
    NothingOnUsb { named: String },
    TerminalKeeps,
    InputAppeared { name: String },
    OnlyByCups,
    NoPrintersPort { port: u16 },
    ListenerIsNotRoot { port: u16 },
    ListenerUnknown { port: u16 },
    PrinterReports { what: String },
    NoPdf,
    JobsNotFollowed,
    PrinterIsShared,
    BehindItIsCups,
    QueueUnknown,
    QueueSendsAway { to: String },
    CupsKeepsPages,
    CupsForgetsJobs,
    CupsWritesToDisk { setting: &'static str },
    CupsFolderUnknown { setting: &'static str },
    CupsSettingsUnknown { file: String },
}
