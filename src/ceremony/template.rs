//! A ceremony as its author wrote it: TOML, strict.
