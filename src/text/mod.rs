//! Text in (made safe), text out (the catalogue), text aloud (a hash as words).

pub mod aloud;
pub mod strict_toml;
