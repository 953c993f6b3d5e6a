//! What people are told and asked: as data, and in words, language by language.

pub mod catalogue;
pub mod clause;
pub mod label;
pub mod say;
pub mod trouble;
