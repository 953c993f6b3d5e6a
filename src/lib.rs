//! Sealwright leads two custodians through key ceremonies for FIDO2 emergency-access accounts.
//!
//! The rooms below stand in the order in which data flows; each imports only what stands above it.

pub mod manual;

pub mod text;

pub mod secret;

pub mod ctap;

pub mod webauthn;

pub mod share;

pub mod sheet;

pub mod plan;

pub mod ledger;

pub mod custody;

pub mod duty;

pub mod book;

pub mod words;

pub mod ceremony;

pub mod station;

pub mod softkey;

pub mod rehearsal;

pub mod report;

pub mod tui;

pub mod cli;
