//! Plans: what is refused, and what the one that `init` writes holds.

mod plan_errors;
mod plan_names;
mod plan_template;
