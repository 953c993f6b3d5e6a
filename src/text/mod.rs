//! Text in (made safe), text out (the catalogue, by language), text aloud (a hash as words).

pub mod aloud;
pub mod catalogue;
pub mod clause;
pub mod hex;
pub mod label;
pub mod language;
pub mod safe;
pub mod say;
pub mod script;
pub mod strict_toml;
pub mod trouble;
pub mod wrap;
