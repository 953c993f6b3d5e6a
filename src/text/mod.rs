//! Text in (made safe), text aloud (a hash as words), and the languages that are spoken.

pub mod aloud;
pub mod hex;
pub mod language;
pub mod safe;
pub mod script;
pub mod strict_toml;
pub mod wrap;
