//! What happened and what is, for people and machines.
