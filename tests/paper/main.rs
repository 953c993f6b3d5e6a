//! Sheets, shares and printers.

#[path = "../shared/campaign.rs"]
mod campaign;
#[path = "../shared/oracle.rs"]
mod oracle;
#[path = "../shared/printing.rs"]
mod printing;
mod printing_ceremony;
mod printing_cups;
mod printing_direct;
mod printing_faults;
mod share_bias;
mod share_constant_time;
mod share_errors;
mod share_reader;
mod share_rig;
mod sheet_folded;
mod sheet_leaflet;
mod sheet_pages;
mod sheet_pdf;
mod sheet_pictures;
mod sheet_read_back;
mod sheet_rig;
mod slip39;
#[path = "../shared/stage.rs"]
mod stage;
