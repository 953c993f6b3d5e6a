//! Text in (made safe), text out (the catalogue), text aloud (a hash as words).

pub mod aloud;
pub mod hex;
pub mod safe;
pub mod say;
pub mod strict_toml;
pub mod trouble;
pub mod wrap;
