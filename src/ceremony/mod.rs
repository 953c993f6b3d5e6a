//! Template, script, steps; the world's traits; the procedures.

pub mod script;
pub mod template;
