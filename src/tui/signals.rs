//! What the system tells a sitting: to end, which it does cleanly, and to step behind a shell, which it never does.

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Set when somebody wants the program to end. From now on no signal leaves a secret on the terminal, or a shell before a
/// ceremony that goes on behind it.
///
/// # Errors
/// The system's words.
pub fn ends() -> io::Result<Arc<AtomicBool>> {
    let ends = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
        signal_hook::flag::register(signal, Arc::clone(&ends))?;
    }
    // Heard, and nothing is done about it: the system would stop the program.
    signal_hook::flag::register(SIGTSTP, Arc::default())?;
    Ok(ends)
}
