//! Text in (made safe), text out (the catalogue), text aloud (a hash as words).

pub mod safe;
