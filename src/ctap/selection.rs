//! Which of several keys a person means: all blink, and one is touched (CTAP 2.1, 6.9).

use super::client::Client;
use super::error::CtapError;
use super::hid::Pending;
use super::link::Link;
use super::status::Status;

impl<L: Link> Client<L> {
    /// authenticatorSelection: the key blinks until it is touched.
    ///
    /// # Errors
    /// [`CtapError`]; nothing changes in the key.
    pub fn selection(&mut self) -> Result<(), CtapError> {
        first_touched(std::slice::from_mut(self)).map(drop)
    }
}

/// Lets the keys blink, and gives the place of the first that is touched; the others are told to stop.
///
/// # Errors
/// Where none is left that blinks, the trouble of the one that blinked last: nobody touched it, the people cancelled, or
/// it is gone. Nothing changes in the keys.
pub fn first_touched<L: Link>(keys: &mut [Client<L>]) -> Result<usize, CtapError> {
    let mut last = CtapError::Refused(Status::UserActionTimeout);
    let mut begin = |key: &mut Client<L>| key.begin_selection().map_err(|e| last = e).ok();
    let mut blinking: Vec<Option<Pending>> = keys.iter_mut().map(&mut begin).collect();
    while blinking.iter().any(Option::is_some) {
        for place in 0..keys.len() {
            let Some(pending) = &mut blinking[place] else {
                continue;
            };
            match keys[place].is_touched(pending) {
                Ok(false) => {}
                Ok(true) => {
                    blinking[place] = None;
                    stop_all(keys, blinking);
                    return Ok(place);
                }
                // One key's trouble is not the others'.
                Err(e) => {
                    last = e;
                    blinking[place] = None;
                }
            }
        }
    }
    Err(last)
}

/// One that does not stop, or is touched just now, does not matter any more.
fn stop_all<L: Link>(keys: &mut [Client<L>], blinking: Vec<Option<Pending>>) {
    for (key, pending) in keys.iter_mut().zip(blinking) {
        if let Some(pending) = pending {
            let _ = key.stop_selection(pending);
        }
    }
}
