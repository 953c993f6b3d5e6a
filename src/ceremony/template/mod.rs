//! A ceremony as its author wrote it: TOML, strict.
//!
//! A template chooses which procedures, for which things, in which order, by whom; never a procedure's inner order.
//! Reading one checks the form first and then the order of its steps.

mod bind;
mod check;
mod form;
mod order;
mod read;
mod shipped;
mod show;

pub use bind::{bind, bind_to_file, bind_to_key};
pub use form::{For, Part, Rule, Template, TemplateError, TemplateStep};
pub use shipped::{all, built_in, computed, for_a_file, for_one_key, for_quarantine, shared_parts};

/// The text of `sealwright ceremony list`.
pub fn list_text() -> String {
    show::list()
}

/// The text of `sealwright ceremony check FILE`.
///
/// # Errors
/// The text for a template that has a mistake.
pub fn check_text(file: &str, toml: &str) -> Result<String, String> {
    match Template::parse(file, toml) {
        Ok(template) => Ok(show::sound(&template)),
        Err(errors) => Err(errors_text(&errors)),
    }
}

/// Mistakes as text, one paragraph each.
pub fn errors_text(errors: &[TemplateError]) -> String {
    show::errors(errors)
}
