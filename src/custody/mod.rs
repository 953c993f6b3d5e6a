//! Meaning: the events, what each needs and what each changes.
