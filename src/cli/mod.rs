//! The commands.

/// Runs the command given by the arguments.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(2)
}
