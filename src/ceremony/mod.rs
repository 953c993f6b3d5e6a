//! Template, script, steps; the world's traits; the procedures.

pub mod template;
