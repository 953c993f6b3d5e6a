//! Which of several keys a person means: all blink, and one is touched (CTAP 2.1, 6.9).

use super::client::{BUSY_LIMIT, Client};
use super::error::{CtapError, Reply};
use super::hid::Pending;
use super::link::Link;
use super::status::Status;
use std::time::Duration;

/// Nobody touches a key sooner after it began to blink.
const SOONEST: Duration = Duration::from_millis(200);
/// How often a key that says at once that it was touched is asked again: some remember a touch for a moment.
const ASKED_AGAIN: u8 = 2;

impl<L: Link> Client<L> {
    /// authenticatorSelection: the key blinks until it is touched.
    ///
    /// # Errors
    /// [`CtapError`]; nothing changes in the key.
    pub fn selection(&mut self) -> Result<(), CtapError> {
        first_touched(std::slice::from_mut(self)).map(drop)
    }
}

/// Lets the keys blink, and gives the place of the first that is touched; the others are told to stop. One among
/// several that says at once that it was touched is not believed: nobody could have, and it would win each time.
///
/// # Errors
/// Where none is left that blinks, the trouble of the one that blinked last: nobody touched it, the people cancelled, or
/// it is gone. Nothing changes in the keys.
pub fn first_touched<L: Link>(keys: &mut [Client<L>]) -> Result<usize, CtapError> {
    let mut last = CtapError::Refused(Status::UserActionTimeout);
    let soonest = if keys.len() > 1 {
        SOONEST
    } else {
        Duration::ZERO
    };
    let mut begin = |key: &mut Client<L>| Blinking::begin(key, soonest).map_err(|e| last = e).ok();
    let mut blinking: Vec<Option<Blinking>> = keys.iter_mut().map(&mut begin).collect();
    while blinking.iter().any(Option::is_some) {
        for place in 0..keys.len() {
            let Some(key) = &mut blinking[place] else {
                continue;
            };
            match key.is_touched(&mut keys[place]) {
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
fn stop_all<L: Link>(keys: &mut [Client<L>], blinking: Vec<Option<Blinking>>) {
    for (key, blinking) in keys.iter_mut().zip(blinking) {
        if let Some(Blinking { pending, .. }) = blinking {
            let _ = key.stop_selection(pending);
        }
    }
}

/// A key that blinks, or does so as soon as another program is done with it.
struct Blinking {
    pending: Pending,
    /// Sooner than then nobody can have touched it.
    not_before: Duration,
    soonest: Duration,
    /// Until when other programs are waited for.
    busy_until: Duration,
    asked_again: u8,
    looked: bool,
}

impl Blinking {
    fn begin<L: Link>(key: &mut Client<L>, soonest: Duration) -> Result<Blinking, CtapError> {
        let busy_until = key.now() + BUSY_LIMIT;
        Ok(Blinking {
            pending: key.unless_busy(Client::begin_selection)?,
            not_before: key.now() + soonest,
            soonest,
            busy_until,
            asked_again: 0,
            looked: false,
        })
    }

    fn is_touched<L: Link>(&mut self, key: &mut Client<L>) -> Result<bool, CtapError> {
        // What is there at the first look came while other keys were looked at.
        let first_look = !std::mem::replace(&mut self.looked, true) && !self.soonest.is_zero();
        match key.says_touched(&mut self.pending) {
            Ok(true) if first_look || key.now() < self.not_before => {
                if self.asked_again == ASKED_AGAIN {
                    return Err(CtapError::from(Reply::Untouched).of_a_question());
                }
                self.asked_again += 1;
                self.again(key)
            }
            Err(busy) if busy.may_be_busy() => {
                key.wait_for_others(self.busy_until)?;
                self.again(key)
            }
            other => other,
        }
    }

    fn again<L: Link>(&mut self, key: &mut Client<L>) -> Result<bool, CtapError> {
        self.pending = key.unless_busy(Client::begin_selection)?;
        self.not_before = key.now() + self.soonest;
        self.looked = false;
        Ok(false)
    }
}
