//! The manual's chapters, in the binary and in rustdoc.

/// The chapters in reading order: name (as in `sealwright manual NAME`), title, Markdown text.
pub const CHAPTERS: &[(&str, &str, &str)] = &[("ledger", "The ledger", include_str!("ledger.md"))];

#[doc = include_str!("ledger.md")]
pub mod ledger {}
