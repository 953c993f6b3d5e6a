//! What the program does to itself before it does anything else (I4).

use rustix::fs::Mode;
use rustix::process::{DumpableBehavior, Resource, Rlimit};

/// A measure that the system refused; its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HardenError {
    /// The limit on core dumps could not be set to zero.
    CoreLimit(String),
    /// The process could not be made undumpable.
    Dumpable(String),
}

impl std::fmt::Display for HardenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            HardenError::CoreLimit(why) => write!(f, "core dumps could not be limited: {why}"),
            HardenError::Dumpable(why) => write!(f, "memory dumps could not be refused: {why}"),
        }
    }
}

impl std::error::Error for HardenError {}

/// No core dumps, no reading of our memory by other programs of the same user, new files for their owner alone.
/// To be called first in `main`. Every measure is tried; those that failed are returned.
pub fn harden() -> Vec<HardenError> {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let core = rustix::process::setrlimit(Resource::Core, none)
        .map_err(|e| HardenError::CoreLimit(e.to_string()));
    let dump = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .map_err(|e| HardenError::Dumpable(e.to_string()));
    [core, dump].into_iter().filter_map(Result::err).collect()
}
