//! The manual's chapters, in the binary and in rustdoc.
